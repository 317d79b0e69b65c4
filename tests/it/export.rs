//! A site in open formats, and the site that is made of it.

use std::path::Path;

use sha2::Digest;

use crate::backup::{contents, site, stderr};
use crate::ingest::{run, stdout};

/// A folder name below a temporary one.
fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The lines of a manifest, sorted.
fn manifest(bag: &Path) -> Vec<String> {
    let manifest = std::fs::read_to_string(bag.join("manifest-sha256.txt")).unwrap();
    let mut lines: Vec<_> = manifest.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// A bag of a site with four articles.
fn bag(folder: &Path) -> std::path::PathBuf {
    let data = folder.join("site");
    std::fs::create_dir(&data).unwrap();
    std::fs::create_dir(folder.join("autre")).unwrap();
    site(0..4, &data);
    let bag = folder.join("sac");
    let made = run(&data, &["export", text(&bag)]);
    assert!(
        made.status.success() && stdout(&made).contains("4 articles, 4 files"),
        "{}{}",
        stdout(&made),
        stderr(&made)
    );
    bag
}

#[test]
fn a_site_that_is_made_of_an_export_is_equal_to_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let (bag, other) = (bag(folder.path()), folder.path().join("autre"));
    let taken = run(&other, &["import", text(&bag)]);
    assert!(taken.status.success() && stdout(&taken).contains("4 records"), "{}{}", stdout(&taken), stderr(&taken));
    let again = folder.path().join("encore");
    assert!(run(&other, &["export", text(&again)]).status.success());
    assert_eq!(manifest(&bag), manifest(&again), "the second export is the first");
    assert!(run(&other, &["reindex"]).status.success());
    let verified = run(&other, &["verify"]);
    assert!(verified.status.success() && stdout(&verified).contains("4 articles checked"), "{}", stdout(&verified));
    let reports = [folder.path().join("site"), other].map(|data| stdout(&run(&data, &["report"])));
    assert_eq!(reports[0], reports[1]);
}

#[test]
fn an_export_is_a_bag_that_others_can_read() {
    let folder = tempfile::tempdir().unwrap();
    let bag = bag(folder.path());
    assert_eq!(
        std::fs::read_to_string(bag.join("bagit.txt")).unwrap(),
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    );
    let (mut bytes, listed) = (0, manifest(&bag));
    for line in &listed {
        let (digest, path) = line.split_once("  ").unwrap();
        let found = std::fs::read(bag.join(path)).unwrap();
        bytes += found.len();
        assert_eq!(data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(&found)), digest, "{path}");
    }
    assert_eq!(contents(&bag.join("data")).len(), listed.len(), "every file is in the manifest");
    let info = std::fs::read_to_string(bag.join("bag-info.txt")).unwrap();
    assert!(info.contains(&format!("Payload-Oxum: {bytes}.{}", listed.len())), "{info}");
    let article = std::fs::read(bag.join("data/articles/000001/article.json")).unwrap();
    let article: serde_json::Value = serde_json::from_slice(&article).unwrap();
    assert_eq!(article["state"], "published");
    assert_eq!(article["versions"][0]["file"]["path"], "v1.pdf");
    assert!(article["history"].as_array().unwrap().iter().any(|event| event["action"] == "publish"), "{article}");
    let jats = std::fs::read_to_string(bag.join("data/articles/000001/article.xml")).unwrap();
    assert!(jats.contains("<article") && jats.contains("numéro"), "{jats}");
    for secret in ["sessions", "api_tokens", "mail", "account_links"] {
        assert!(!bag.join(format!("data/tables/{secret}.jsonl")).exists(), "{secret}");
    }
}

#[test]
fn a_bag_that_was_changed_or_cut_off_makes_no_site() {
    let folder = tempfile::tempdir().unwrap();
    let bag = bag(folder.path());
    let other = folder.path().join("autre");
    let refused = |what: &str, told: &str| {
        let output = run(&other, &["import", text(&bag)]);
        assert!(!output.status.success() && stderr(&output).contains(told), "{what}: {}", stderr(&output));
        assert!(!other.join("parvis.sqlite").exists(), "{what}");
    };
    let pdf = bag.join("data/articles/000002/v1.pdf");
    let sound = std::fs::read(&pdf).unwrap();
    std::fs::write(&pdf, &sound[..sound.len() - 1]).unwrap();
    refused("a file that was cut off", "is damaged");
    std::fs::write(&pdf, &sound).unwrap();
    let stranger = bag.join("data/articles/000002/v2.pdf");
    std::fs::write(&stranger, b"x").unwrap();
    refused("a file more", "stands in no line");
    std::fs::remove_file(&stranger).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", &stranger).unwrap();
    refused("a link", "stands in no line");
    std::fs::remove_file(&stranger).unwrap();
    let lines = std::fs::read_to_string(bag.join("manifest-sha256.txt")).unwrap();
    std::fs::write(bag.join("manifest-sha256.txt"), format!("{lines}{}  data/../../x\n", "0".repeat(64))).unwrap();
    refused("a way out of the bag", "which is not in the bag");
    std::fs::write(bag.join("manifest-sha256.txt"), &lines).unwrap();
    let taken = run(&other, &["import", text(&bag)]);
    assert!(taken.status.success(), "{}", stderr(&taken));
    let twice = run(&other, &["import", text(&bag)]);
    assert!(stderr(&twice).contains("exists already"), "{}", stderr(&twice));
}

#[test]
fn an_export_goes_into_an_empty_folder_outside_of_the_site() {
    let folder = tempfile::tempdir().unwrap();
    let bag = bag(folder.path());
    let data = folder.path().join("site");
    let again = run(&data, &["export", text(&bag)]);
    assert!(stderr(&again).contains("is not empty"), "{}", stderr(&again));
    let inside = run(&data, &["export", text(&data.join("sac"))]);
    assert!(stderr(&inside).contains("lies in the data folder"), "{}", stderr(&inside));
    std::fs::remove_file(bag.join("bagit.txt")).unwrap();
    let none = run(&folder.path().join("autre"), &["import", text(&bag), "--as", "a@example.org"]);
    assert!(!none.status.success(), "a bag without its declaration is none");
}
