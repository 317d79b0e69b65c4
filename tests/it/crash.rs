//! Killing the process at any moment loses nothing and doubles nothing.

use std::process::Stdio;
use std::time::Duration;

use crate::ingest::{parvis, run, stdout};
use crate::support::server::{Depot, Server};
use crate::support::{corpus, pdf};

/// Moments, in milliseconds after the start, at which `ingest` is killed; spread over its whole run.
const MOMENTS_MS: [u64; 8] = [15, 40, 80, 150, 260, 400, 600, 900];

#[test]
fn ingest_killed_again_and_again_ends_with_every_article_exactly_once() {
    let data = tempfile::tempdir().unwrap();
    let files = tempfile::tempdir().unwrap();
    let mut expected = 24;
    for number in 0..expected {
        let text = format!("Article numéro {number}");
        std::fs::write(files.path().join(format!("{number}.pdf")), pdf(&[&text, "Deuxième page"])).unwrap();
    }
    if let Some(folder) = corpus("taln") {
        let mut papers: Vec<_> = std::fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()).collect();
        papers.retain(|path| path.extension().is_some_and(|extension| extension == "pdf"));
        papers.sort();
        for paper in papers.iter().take(6) {
            std::fs::copy(paper, files.path().join(paper.file_name().unwrap())).unwrap();
            expected += 1;
        }
    }
    let folder = files.path().to_str().unwrap();
    for moment in MOMENTS_MS {
        let mut command = parvis(data.path(), &["ingest", folder]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(moment));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let last = run(data.path(), &["ingest", folder]);
    assert!(last.status.success(), "{}{}", stdout(&last), String::from_utf8_lossy(&last.stderr));
    let verified = stdout(&run(data.path(), &["verify"]));
    assert!(verified.contains(&format!("{expected} articles checked; jobs: 0 waiting, 0 given up")), "{verified}");
    let again = stdout(&run(data.path(), &["ingest", folder]));
    assert!(again.contains(&format!("0 added, {expected} already here, 0 refused")), "{again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_harvest_killed_again_and_again_ends_with_every_record_exactly_once() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(Depot::new(crate::sources::plain(0..45))).await;
    let command = |arguments: &[&str]| {
        let mut command = parvis(data.path(), arguments);
        command.env("PARVIS_HARVEST_PRIVATE", "yes").env("PARVIS_HARVEST_DELAY_MS", "0");
        command
    };
    let base_url = server.base_url();
    let added = command(&["harvest", "add", &base_url, "--name", "essai"]).output().unwrap();
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    for _ in 0..3 {
        // The next page comes, the one after it never does.
        server.change(|depot| depot.stall_at = Some(depot.lists().len() + 1));
        let mut child =
            command(&["harvest", "run", "essai"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        server.stalled.notified().await;
        child.kill().unwrap();
        child.wait().unwrap();
        let status = stdout(&command(&["harvest", "status"]).output().unwrap());
        assert!(status.contains("interrupted, the next run goes on"), "{status}");
    }
    server.change(|depot| depot.stall_at = None);
    let last = stdout(&command(&["harvest", "run", "--all"]).output().unwrap());
    assert!(last.contains("essai: 15 new or changed"), "{last}");
    let status = stdout(&command(&["harvest", "status"]).output().unwrap());
    assert!(status.contains("45 records: 0 articles, 0 copies, 45 kept"), "{status}");
    let again = stdout(&command(&["harvest", "run", "essai"]).output().unwrap());
    assert!(again.contains("essai: nothing new"), "{again}");
    let set = command(&["harvest", "set", "essai", "--every", "12", "--publish", "yes"]).output().unwrap();
    assert!(set.status.success(), "{}", String::from_utf8_lossy(&set.stderr));
    let nothing = command(&["harvest", "set", "essai", "--every", "12"]).output().unwrap();
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("nothing to change"), "the first change was kept");
    let log = stdout(&command(&["harvest", "log", "essai"]).output().unwrap());
    assert_eq!(log.matches("interrupted").count(), 3, "{log}");
}
