//! Sites whose files are in a bucket, kept a second time, moved and backed up there; the tests that need a service run where
//! `PARVIS_TEST_S3` names one (`tests/run --only s3`).

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use parvis::blob::{Blobs, BucketSettings};
use parvis::domain::Sha256;
use parvis::service::{Health, Watch};

use crate::ingest::{parvis, stdout};
use crate::support::bucket::{BUCKET, Cutter, knowing, prefix, service, settings};
use crate::support::{TestSite, pdf};

fn place() -> String {
    format!("s3://{BUCKET}/{}", prefix())
}

/// A command on a site whose files are where `files` says, in the data folder when it is empty.
fn on(service: &str, data: &Path, files: &str, arguments: &[&str]) -> Command {
    let mut command = knowing(parvis(data, arguments), service);
    command.env("PARVIS_FILES", files);
    command
}

fn run(service: &str, data: &Path, files: &str, arguments: &[&str]) -> Output {
    on(service, data, files, arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}{stderr}", stdout(output));
    stdout(output)
}

fn refused(output: &Output) -> String {
    assert!(!output.status.success(), "{}", stdout(output));
    format!("{}{}", stdout(output), String::from_utf8_lossy(&output.stderr))
}

fn articles(numbers: std::ops::Range<u32>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for number in numbers {
        let text = format!("Article numéro {number} sur les lacs du Nord");
        std::fs::write(folder.path().join(format!("{number}.pdf")), pdf(&[&text, "Deuxième page"])).unwrap();
    }
    folder
}

fn contents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(contents(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn a_site_in_a_bucket_is_backed_up_to_a_bucket_and_restored() {
    let Some(service) = service() else { return };
    let [data, other] = [(), ()].map(|()| tempfile::tempdir().unwrap());
    let (files, backup, restored) = (place(), place(), place());
    let first = articles(0..4);
    said(&run(&service, data.path(), &files, &["ingest", first.path().to_str().unwrap()]));
    assert!(contents(&data.path().join("files")).is_empty(), "nothing stays on this disk");
    assert!(said(&run(&service, data.path(), &files, &["verify"])).contains("4 articles checked"));
    let made = said(&run(&service, data.path(), &files, &["backup", &backup]));
    assert!(made.contains("4 records, 4 files"), "{made}");
    let second = articles(4..6);
    said(&run(&service, data.path(), &files, &["ingest", second.path().to_str().unwrap()]));
    let made = said(&run(&service, data.path(), &files, &["backup", &backup, "--keep", "1"]));
    assert!(made.contains("6 records, 6 files") && made.contains("1 older backups removed, 2 files"), "{made}");
    let drill = said(&run(&service, other.path(), "", &["restore", &backup, "--check"]));
    assert!(drill.contains("6 files read, 0 damaged, the same records"), "{drill}");
    said(&run(&service, other.path(), &restored, &["restore", &backup]));
    said(&run(&service, other.path(), &restored, &["reindex"]));
    assert!(said(&run(&service, other.path(), &restored, &["verify"])).contains("6 articles checked"));
    let reports = [(data.path(), &files), (other.path(), &restored)]
        .map(|(data, files)| said(&run(&service, data, files, &["report"])));
    assert_eq!(reports[0], reports[1]);
    // The first backup of a site that is there keeps out of its files.
    let inside = refused(&run(&service, data.path(), &files, &["backup", &files]));
    assert!(inside.contains("add another prefix"), "{inside}");
    let nothing = refused(&run(&service, other.path(), "", &["restore", &place()]));
    assert!(nothing.contains("holds no backups"), "{nothing}");
}

#[test]
fn files_move_to_a_bucket_however_often_it_is_cut_off() {
    let Some(service) = service() else { return };
    let (data, files) = (tempfile::tempdir().unwrap(), place());
    let all = articles(0..12);
    said(&run(&service, data.path(), "", &["ingest", all.path().to_str().unwrap()]));
    for moment in [30, 60, 90, 140] {
        let mut command = on(&service, data.path(), "", &["migrate-to", "--files", &files]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(moment));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let moved = said(&run(&service, data.path(), "", &["migrate-to", "--files", &files]));
    assert!(moved.contains("12 files") && moved.contains("each read back"), "{moved}");
    let again = said(&run(&service, data.path(), "", &["migrate-to", "--files", &files]));
    assert!(again.contains("12 files") && again.contains("0 came now"), "{again}");
    std::fs::remove_dir_all(data.path().join("files")).unwrap();
    let verified = said(&run(&service, data.path(), &files, &["verify"]));
    assert!(verified.contains("12 articles checked"), "{verified}");
}

#[test]
fn a_file_that_is_damaged_is_named_and_left_out_of_a_move() {
    let [data, target] = [(), ()].map(|()| tempfile::tempdir().unwrap());
    let all = articles(0..3);
    said(&crate::ingest::run(data.path(), &["ingest", all.path().to_str().unwrap()]));
    let damaged = contents(&data.path().join("files/sha256")).remove(0);
    std::fs::write(&damaged, b"other bytes").unwrap();
    let to = target.path().to_str().unwrap();
    let moved = said(&crate::ingest::run(data.path(), &["migrate-to", "--files", to]));
    let name = damaged.file_name().unwrap().to_str().unwrap();
    assert!(moved.contains(&format!("file {name}: damaged here")) && moved.contains("2 files"), "{moved}");
    assert_eq!(contents(&target.path().join("sha256")).len(), 2);
    let nothing = refused(&crate::ingest::run(data.path(), &["migrate-to"]));
    assert!(nothing.contains("--files"), "{nothing}");
}

#[test]
fn a_service_that_cannot_be_used_is_told_with_what_to_do() {
    let data = tempfile::tempdir().unwrap();
    let nobody = refused(&run("http://127.0.0.1:9", data.path(), "s3://depot-de-essai/x", &["reindex"]));
    assert!(nobody.contains("s3://depot-de-essai/x") && nobody.contains("PARVIS_S3_ENDPOINT"), "{nobody}");
    let plain = refused(&run("http://192.0.2.7", data.path(), "s3://depot-de-essai/x", &["reindex"]));
    assert!(plain.contains("PARVIS_S3_PLAIN_HTTP"), "{plain}");
    let Some(service) = service() else { return };
    let missing = refused(&run(&service, data.path(), "s3://nulle-part/x", &["doctor"]));
    assert!(missing.contains("make it, or correct PARVIS_FILES"), "{missing}");
    let well = run(&service, data.path(), &place(), &["doctor"]);
    assert!(stdout(&well).lines().any(|line| line.starts_with("ok  files ")), "{}", stdout(&well));
}

/// A site with two articles whose files are in a folder, and where their second copies are.
async fn kept_twice() -> (TestSite, tempfile::TempDir, tempfile::TempDir) {
    let [files, replica] = [(), ()].map(|()| tempfile::tempdir().unwrap());
    let blobs = Blobs::open(files.path()).unwrap().with_replica(Blobs::open(replica.path()).unwrap());
    let site = TestSite::with_files(blobs).await;
    for number in 0..2 {
        let sidecar = format!(r#"{{"title":{{"fr":"Neige {number}"}}}}"#);
        site.publish(&sidecar, &pdf(&[&format!("Neige {number}")])).await;
    }
    (site, files, replica)
}

async fn second_copies(site: &TestSite) -> (Health, [u64; 2]) {
    // A state is given to everybody who asks for some seconds.
    let state = site.repository.state().await.unwrap();
    let check = state.checks.iter().find(|check| check.watch == Watch::Replica).unwrap();
    (check.health, check.numbers)
}

#[tokio::test]
async fn damage_is_put_right_from_the_second_copy_and_the_second_copy_from_the_first() {
    let (site, files, replica) = kept_twice().await;
    assert_eq!(site.repository.replicate().await.unwrap(), 2);
    assert_eq!(site.repository.replicate().await.unwrap(), 0, "once is enough");
    let [first, second] = [files.path(), replica.path()].map(|folder| {
        let mut all = contents(&folder.join("sha256"));
        all.sort();
        all
    });
    assert_eq!((first.len(), second.len()), (2, 2));
    let sound = std::fs::read(&first[0]).unwrap();
    std::fs::write(&first[0], b"other bytes").unwrap();
    std::fs::remove_file(&second[1]).unwrap();
    assert_eq!(site.repository.check_files().await.unwrap(), 2);
    assert_eq!(std::fs::read(&first[0]).unwrap(), sound);
    assert!(site.repository.troubles().await.unwrap().files.is_empty());
    assert_eq!(site.repository.replicate().await.unwrap(), 1, "the lost second copy is made anew");
    assert_eq!(std::fs::read(&second[1]).unwrap(), std::fs::read(&first[1]).unwrap());
    assert_eq!(second_copies(&site).await, (Health::Well, [2, 1]));
    let page = site.get("/etat").await.text();
    assert!(page.contains("remis en état depuis leur seconde copie"), "{page}");
}

#[tokio::test]
async fn damage_on_both_sides_is_named() {
    let (site, files, replica) = kept_twice().await;
    site.repository.replicate().await.unwrap();
    for folder in [files.path(), replica.path()] {
        for file in contents(&folder.join("sha256")) {
            std::fs::write(file, b"other bytes").unwrap();
        }
    }
    site.repository.check_files().await.unwrap();
    assert_eq!(site.repository.troubles().await.unwrap().files.len(), 2);
}

#[tokio::test]
async fn files_without_a_second_copy_for_an_hour_are_told() {
    let (site, _files, _replica) = kept_twice().await;
    site.clock.advance_seconds(2 * 3_600);
    assert_eq!(second_copies(&site).await, (Health::Failed, [2, 2]));
}

#[tokio::test]
async fn another_place_gets_all_second_copies_anew() {
    let (site, files, _replica) = kept_twice().await;
    site.repository.replicate().await.unwrap();
    site.tamper("UPDATE site_values SET value = 's3://ailleurs/' WHERE name = 'replica_place'").await;
    let other = contents(&files.path().join("sha256")).len();
    assert_eq!((site.repository.replicate().await.unwrap(), other), (0, 2), "they are there already, and noted again");
}

#[tokio::test]
async fn readers_are_sent_to_the_bucket_for_public_files_alone() {
    let Some(service) = service() else { return };
    let spool = tempfile::tempdir().unwrap();
    let settings = settings(&service, &prefix(), spool.path());
    let blobs = Blobs::open_bucket(BucketSettings { redirects: Some(service.clone()), ..settings }).unwrap();
    let site = TestSite::with_files(blobs).await;
    let bytes = pdf(&["Le chant du bruant"]);
    let id = site.publish(r#"{"title":{"fr":"Le chant du bruant"}}"#, &bytes).await;
    let path = format!("/articles/{id}/fichier.pdf");
    let sent = site.get(&path).await;
    assert_eq!((sent.status.as_u16(), sent.header("cache-control")), (307, "no-store"));
    let address = sent.header("location").to_owned();
    let (status, head, body) = fetched(&address).await;
    assert!(status == 200 && body == bytes, "{status} {address}");
    assert!(head.contains("content-type: application/pdf") && head.contains("content-disposition: inline"), "{head}");
    let framed = site.get_with(&path, &[("sec-fetch-dest", "iframe")]).await;
    assert_eq!((framed.status.as_u16(), framed.body.as_ref()), (200, bytes.as_slice()));
    let part = site.get_with(&path, &[("sec-fetch-dest", "empty"), ("range", "bytes=0-3")]).await;
    assert_eq!((part.status.as_u16(), part.body.as_ref()), (206, b"%PDF".as_slice()));
    let later =
        r#"{"title":{"fr":"Sous embargo"},"type":"journal_article","access":"embargoed","embargo_until":"2027-01-01"}"#;
    let closed = site.publish(later, &pdf(&["Sous embargo"])).await;
    let closed = site.get(&format!("/articles/{closed}/fichier.pdf")).await;
    assert_eq!(closed.status, 403, "a file under embargo is given to nobody");
}

/// Status, head in small letters and body of an answer.
async fn fetched(address: &str) -> (u16, String, Vec<u8>) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let (host, path) = address.trim_start_matches("http://").split_once('/').unwrap();
    let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let (head, body) = answer.split_at(end + 4);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head, body.to_vec())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_survives_connections_that_are_cut() {
    let Some(service) = service() else { return };
    let spool = tempfile::tempdir().unwrap();
    let cutter = Cutter::before(&service, 4_000, 4).await;
    let blobs = Blobs::open_bucket(settings(&cutter.address(), &prefix(), spool.path())).unwrap();
    let site = TestSite::with_files(blobs).await;
    let pages: Vec<String> = (0..60).map(|number| format!("Page {number} sur le chant du bruant des neiges")).collect();
    let bytes = pdf(&pages.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(bytes.len() > 8_000);
    let id = site.publish(r#"{"title":{"fr":"Le chant du bruant"}}"#, &bytes).await;
    let file = site.get(&format!("/articles/{id}/fichier.pdf")).await;
    assert_eq!((file.status.as_u16(), Sha256::of(&file.body)), (200, Sha256::of(&bytes)));
    assert_eq!(cutter.times(), 4);
    site.finish().await;
}
