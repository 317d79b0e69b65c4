//! Backups as a person makes them: real processes on real folders, one of them while the site takes articles in.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::ingest::{parvis, run, stdout};
use crate::support::pdf;

/// A site of some articles.
pub(crate) fn site(articles: std::ops::Range<u32>, data: &Path) {
    let files = tempfile::tempdir().unwrap();
    for number in articles {
        let text = format!("Article numéro {number} sur les lacs du Nord");
        std::fs::write(files.path().join(format!("{number}.pdf")), pdf(&[&text, "Deuxième page"])).unwrap();
    }
    let taken = run(data, &["ingest", files.path().to_str().unwrap()]);
    assert!(taken.status.success(), "{}", stdout(&taken));
}

pub(crate) fn stderr(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Files by content in a folder.
pub(crate) fn contents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// The manifests: what a process that was killed had begun to write stays beside them for hours.
fn snapshots(backup: &Path) -> usize {
    let files = contents(&backup.join("snapshots"));
    files.iter().filter(|file| file.extension().is_some_and(|end| end == "json")).count()
}

#[test]
fn a_restored_site_is_the_site_that_was_backed_up() {
    let [data, other] = [(), ()].map(|()| tempfile::tempdir().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("sauvegardes");
    let to = backup.to_str().unwrap();
    site(0..4, data.path());
    let first = run(data.path(), &["backup", to]);
    assert!(first.status.success() && stdout(&first).contains("4 records, 4 files"), "{}", stderr(&first));
    let before = contents(&backup.join("sha256")).len();
    site(4..6, data.path());
    let second = run(data.path(), &["backup", to]);
    assert!(stdout(&second).contains("6 records, 6 files"), "{}{}", stdout(&second), stderr(&second));
    // Two new articles, a database and a list; nothing else is copied again.
    assert_eq!(contents(&backup.join("sha256")).len(), before + 4);
    let drill = run(other.path(), &["restore", to, "--check"]);
    assert!(stdout(&drill).contains("6 files read, 0 damaged, the same records"), "{}", stdout(&drill));
    assert!(!other.path().join("parvis.sqlite").exists(), "a drill keeps nothing");
    let restored = run(other.path(), &["restore", to]);
    assert!(restored.status.success(), "{}{}", stdout(&restored), stderr(&restored));
    assert!(run(other.path(), &["reindex"]).status.success());
    let verified = run(other.path(), &["verify"]);
    assert!(verified.status.success() && stdout(&verified).contains("6 articles checked"), "{}", stdout(&verified));
    let reports = [data.path(), other.path()].map(|data| stdout(&run(data, &["report"])));
    assert_eq!(reports[0], reports[1]);
}

#[test]
fn backups_are_made_while_the_site_takes_articles_in() {
    let data = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    site(0..2, data.path());
    let files = tempfile::tempdir().unwrap();
    for number in 0..12 {
        std::fs::write(files.path().join(format!("{number}.pdf")), pdf(&[&format!("Pendant {number}")])).unwrap();
    }
    let mut busy = parvis(data.path(), &["ingest", files.path().to_str().unwrap()]);
    let mut busy = busy.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    for _ in 0..3 {
        let made = run(data.path(), &["backup", to]);
        assert!(made.status.success(), "{}{}", stdout(&made), stderr(&made));
        let drill = run(data.path(), &["restore", to, "--check"]);
        assert!(drill.status.success(), "{}{}", stdout(&drill), stderr(&drill));
    }
    assert!(busy.wait().unwrap().success());
}

#[test]
fn a_backup_that_was_killed_is_none_and_the_next_one_is_whole() {
    let data = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    site(0..5, data.path());
    for moment in [5, 20, 40, 60, 90] {
        let mut command = parvis(data.path(), &["backup", to]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(moment));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let before = snapshots(folder.path());
    let last = run(data.path(), &["backup", to, "--keep", "1"]);
    assert!(last.status.success(), "{}", stderr(&last));
    assert_eq!(snapshots(folder.path()), 1, "{before} before");
    let drill = run(data.path(), &["restore", to, "--check"]);
    assert!(stdout(&drill).contains("5 files read, 0 damaged, the same records"), "{}", stdout(&drill));
    // Five articles, a database and a list: what older snapshots alone had is gone.
    assert_eq!(contents(&folder.path().join("sha256")).len(), 7);
}

#[test]
fn damage_is_named_on_both_sides() {
    let [data, other] = [(), ()].map(|()| tempfile::tempdir().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    site(0..3, data.path());
    let files = contents(&data.path().join("files/sha256"));
    std::fs::write(&files[0], b"other bytes").unwrap();
    let made = run(data.path(), &["backup", to]);
    let damaged = files[0].file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!(made.status.code(), Some(2));
    assert!(stdout(&made).contains(&format!("file {damaged}: missing or damaged in the site")), "{}", stdout(&made));
    let kept =
        contents(&folder.path().join("sha256")).into_iter().find(|path| path.ends_with(files[1].file_name().unwrap()));
    std::fs::write(kept.unwrap(), b"rot").unwrap();
    let drill = run(other.path(), &["restore", to, "--check"]);
    assert_eq!(drill.status.code(), Some(2));
    assert!(stdout(&drill).contains("2 files read, 1 damaged"), "{}", stdout(&drill));
    let restored = run(other.path(), &["restore", to]);
    assert_eq!(restored.status.code(), Some(2));
    assert!(stdout(&restored).contains("damaged in the backup, left out"), "{}", stdout(&restored));
}

#[test]
fn what_the_site_lost_stays_in_later_backups() {
    let [data, other] = [(), ()].map(|()| tempfile::tempdir().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    site(0..3, data.path());
    assert!(run(data.path(), &["backup", to]).status.success());
    std::fs::remove_file(&contents(&data.path().join("files/sha256"))[0]).unwrap();
    let made = run(data.path(), &["backup", to, "--keep", "1"]);
    assert_eq!(made.status.code(), Some(2), "{}{}", stdout(&made), stderr(&made));
    let restored = run(other.path(), &["restore", to]);
    assert!(restored.status.success() && stdout(&restored).contains("3 files"), "{}", stdout(&restored));
    let snapshot = contents(&folder.path().join("snapshots")).pop().unwrap();
    std::fs::write(snapshot.with_file_name("20200101T000000.000Z.json"), b"{}").unwrap();
    let unknown = run(data.path(), &["backup", to, "--keep", "1"]);
    assert!(stderr(&unknown).contains("a snapshot cannot be read"), "{}", stderr(&unknown));
}

#[test]
fn what_cannot_be_done_is_refused_with_what_to_do() {
    let [data, blank] = [(), ()].map(|()| tempfile::tempdir().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    let refused = |data: &Path, arguments: &[&str], says: &str| {
        let output = run(data, arguments);
        assert!(!output.status.success() && stderr(&output).contains(says), "{arguments:?}: {}", stderr(&output));
    };
    refused(blank.path(), &["backup", to], "there is no site");
    refused(blank.path(), &["restore", blank.path().to_str().unwrap()], "holds no backups");
    site(0..1, data.path());
    refused(data.path(), &["backup", data.path().join("sauvegardes").to_str().unwrap()], "lies in the data folder");
    assert!(run(data.path(), &["backup", to]).status.success());
    refused(data.path(), &["restore", to], "restore into an empty data folder");
    std::fs::write(blank.path().join("parvis.sqlite-wal"), b"of another database").unwrap();
    refused(blank.path(), &["restore", to], "parvis.sqlite-wal exists already");
    refused(blank.path(), &["restore", to, "--snapshot", "hier"], "no such snapshot; there are: 20");
    let holder = std::fs::File::create(folder.path().join("backup.lock")).unwrap();
    holder.lock().unwrap();
    refused(data.path(), &["backup", to], "another backup is being written");
}
