//! `parvis ingest` as a person runs it: a real process on a real folder.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::{pdf, program};

pub(crate) fn parvis(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.args(arguments).env_clear().env("PARVIS_DATA", data).env("PARVIS_WORKERS", "2").current_dir(data);
    command
}

pub(crate) fn run(data: &Path, arguments: &[&str]) -> Output {
    parvis(data, arguments).output().unwrap()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder of five good files and five that cannot be taken.
fn mixed_folder(at: &Path) {
    std::fs::create_dir_all(at.join("sous-dossier")).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(at.join(name), bytes).unwrap();
    for number in 0..4 {
        write(&format!("bon-{number}.pdf"), &pdf(&[&format!("Article numéro {number}"), "Deuxième page"]));
    }
    write("sous-dossier/bon-4.pdf", &pdf(&["Article du sous-dossier"]));
    write("bon-0.json", br#"{"title":{"fr":"Titre du fichier compagnon"},"doi":"10.5555/compagnon"}"#);
    write("vide.pdf", b"");
    write("image.pdf", b"GIF89a nothing of a PDF");
    write("abime.pdf", b"%PDF-1.7 broken");
    write("compagnon-faux.pdf", &pdf(&["Un autre"]));
    write("compagnon-faux.json", br#"{"titel":"x"}"#);
    let whole = pdf(&["Coupé", "Il en manque"]);
    write("pas-un-article.xml", b"<html><body>not JATS</body></html>");
    write("notes.txt", &whole);
    let pipe = Command::new("mkfifo").arg(at.join("tube.pdf")).status().unwrap();
    assert!(pipe.success());
}

#[test]
fn a_folder_goes_in_bad_files_are_named_and_a_second_run_adds_nothing() {
    let data = tempfile::tempdir().unwrap();
    let files = tempfile::tempdir().unwrap();
    mixed_folder(files.path());
    let folder = files.path().to_str().unwrap();

    let first = run(data.path(), &["ingest", folder]);
    let told = stderr(&first);
    assert!(stdout(&first).contains("5 added, 0 already here, 6 refused"), "{}\n{told}", stdout(&first));
    for (file, reason) in [
        ("vide.pdf", "empty"),
        ("image.pdf", "neither a PDF nor JATS"),
        ("abime.pdf", "damaged"),
        ("tube.pdf", "not a regular file"),
        ("compagnon-faux.pdf", "titel"),
        ("pas-un-article.xml", "neither a PDF nor JATS"),
    ] {
        let line =
            told.lines().find(|line| line.contains(file)).unwrap_or_else(|| panic!("{file} is not named: {told}"));
        assert!(line.contains(reason), "{line}");
    }
    assert_eq!(first.status.code(), Some(2), "refused files show in the exit status");

    std::fs::write(files.path().join("bon-0.json"), br#"{"title":{"fr":"Autre titre"}}"#).unwrap();
    let second = run(data.path(), &["ingest", folder]);
    let kept = stderr(&second);
    assert!(kept.lines().any(|line| line.contains("bon-0.pdf") && line.contains("stays as it is")), "{kept}");
    assert!(stdout(&second).contains("0 added, 5 already here, 6 refused"), "{}", stdout(&second));
    let verified = run(data.path(), &["verify"]);
    assert!(stdout(&verified).contains("5 articles checked; jobs: 0 waiting, 0 given up"), "{}", stdout(&verified));
    assert!(verified.status.success());
}

#[test]
fn a_pdf_beside_a_jats_file_of_the_same_name_is_the_same_article() {
    let data = tempfile::tempdir().unwrap();
    let files = tempfile::tempdir().unwrap();
    let jats = "<article xml:lang='fr'><front><article-meta><article-id pub-id-type='doi'>10.5555/neige</article-id>\
        <title-group><article-title>Neige et glace</article-title></title-group></article-meta></front>\
        <body><p>Texte.</p></body></article>";
    std::fs::write(files.path().join("a.pdf"), pdf(&["Neige et glace\n\nhttps://doi.org/10.5555/neige"])).unwrap();
    std::fs::write(files.path().join("a.xml"), jats).unwrap();
    let folder = files.path().to_str().unwrap();
    let first = run(data.path(), &["ingest", folder]);
    assert!(stdout(&first).contains("1 added, 0 already here, 0 refused"), "{}{}", stdout(&first), stderr(&first));
    let second = run(data.path(), &["ingest", folder]);
    assert!(stdout(&second).contains("0 added, 1 already here, 0 refused"), "{}{}", stdout(&second), stderr(&second));
    let verified = run(data.path(), &["verify"]);
    assert!(stdout(&verified).contains("1 articles checked; jobs: 0 waiting, 0 given up"), "{}", stdout(&verified));
}

#[test]
fn nothing_there_is_an_error_that_says_so() {
    let data = tempfile::tempdir().unwrap();
    let output = run(data.path(), &["ingest", data.path().join("rien").to_str().unwrap()]);
    assert!(!output.status.success());
    assert!(stderr(&output).contains("rien"), "{}", stderr(&output));
}

#[test]
fn a_wrong_setting_is_named() {
    let data = tempfile::tempdir().unwrap();
    let output = parvis(data.path(), &["report"]).env("PARVIS_WORKERS", "many").output().unwrap();
    assert!(stderr(&output).contains("PARVIS_WORKERS"), "{}", stderr(&output));
}

#[test]
fn the_report_and_the_accounts_work_from_the_command_line() {
    let data = tempfile::tempdir().unwrap();
    let csv = run(data.path(), &["report", "--format", "csv"]);
    assert!(stdout(&csv).starts_with("article"), "{}", stdout(&csv));
    let json = run(data.path(), &["report", "--format", "json"]);
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&json.stdout).unwrap(), serde_json::json!([]));
    let mut add = parvis(data.path(), &["user", "add", "c@example.org", "--name", "Camille", "--role", "curator"]);
    let mut child = add.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::null()).spawn().unwrap();
    std::io::Write::write_all(child.stdin.as_mut().unwrap(), b"un bon mot de passe\n").unwrap();
    assert!(child.wait().unwrap().success());
    let list = run(data.path(), &["user", "list"]);
    assert_eq!(stdout(&list), "c@example.org\tcurator\tCamille\n");
}
