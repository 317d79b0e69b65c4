//! SIGKILL while the site takes in, indexes, backs up, restores, harvests and moves.

use super::{Killer, articles, look, rounds, site, timed, with};
use crate::ingest::{parvis, run, stdout};
use crate::support::database::{Database, server};
use crate::support::server::{Depot, Server};

#[test]
fn taking_in_survives_kills_with_every_article_exactly_once() {
    let mut killer = Killer::new("ingest");
    for round in 0..rounds() {
        let [data, files, timing] = [(), (), ()].map(|()| tempfile::tempdir().unwrap());
        articles(files.path(), 0..14);
        let folder = files.path().to_str().unwrap();
        let longest = timed(parvis(timing.path(), &["ingest", folder]));
        for _ in 0..5 {
            killer.kill(parvis(data.path(), &["ingest", folder]), longest);
            if data.path().join("parvis.sqlite").exists() {
                killer.look(data.path(), &[]);
            }
        }
        timed(parvis(data.path(), &["ingest", folder]));
        let report = killer.look(data.path(), &[]);
        assert_eq!((&report["articles"], &report["records"]), (&14.into(), &14.into()), "round {round}: {report:#}");
        let again = stdout(&run(data.path(), &["ingest", folder]));
        assert!(again.contains("0 added, 14 already here, 0 refused"), "{again}");
    }
    killer.tell();
}

#[test]
fn indexing_survives_kills_and_a_lost_index_is_made_again() {
    let mut killer = Killer::new("reindex");
    let data = tempfile::tempdir().unwrap();
    site(data.path(), 12);
    let longest = timed(parvis(data.path(), &["reindex"]));
    for round in 0..3 * rounds() {
        let lost = round % 3 == 2;
        if lost {
            std::fs::remove_dir_all(data.path().join("index")).unwrap();
        }
        killer.kill(parvis(data.path(), &["reindex"]), longest);
        // Before it is asked for again, what a lost index held is missing; a start asks for it.
        let allowed: &[&str] = if lost { &["not_indexed"] } else { &[] };
        let (report, _) = look(data.path(), &[], allowed);
        assert_eq!(report["articles"], 12);
    }
    timed(parvis(data.path(), &["reindex"]));
    assert_eq!(killer.look(data.path(), &[])["jobs"]["pending"], 0);
    killer.tell();
}

#[test]
fn a_killed_backup_is_none_and_harms_neither_the_site_nor_older_ones() {
    let mut killer = Killer::new("backup");
    let [data, folder, blank] = [(), (), ()].map(|()| tempfile::tempdir().unwrap());
    let to = folder.path().to_str().unwrap();
    site(data.path(), 6);
    let longest = timed(parvis(data.path(), &["backup", to]));
    for _ in 0..3 * rounds() {
        killer.kill(parvis(data.path(), &["backup", to]), longest);
        killer.look(data.path(), &[]);
        let drill = stdout(&run(blank.path(), &["restore", to, "--check"]));
        assert!(drill.contains("6 files read, 0 damaged, the same records"), "{drill}");
    }
    timed(parvis(data.path(), &["backup", to, "--keep", "1"]));
    let drill = stdout(&run(blank.path(), &["restore", to, "--check"]));
    assert!(drill.contains("6 files read, 0 damaged, the same records"), "{drill}");
    killer.tell();
}

#[test]
fn a_killed_restore_is_no_site_and_is_completed_by_the_next() {
    let mut killer = Killer::new("restore");
    let [data, folder, timing] = [(), (), ()].map(|()| tempfile::tempdir().unwrap());
    let from = folder.path().to_str().unwrap();
    site(data.path(), 8);
    timed(parvis(data.path(), &["backup", from]));
    let longest = timed(parvis(timing.path(), &["restore", from]));
    let expected = stdout(&run(data.path(), &["report"]));
    for _ in 0..rounds() {
        let blank = tempfile::tempdir().unwrap();
        for _ in 0..3 {
            if !blank.path().join("parvis.sqlite").exists() {
                killer.kill(parvis(blank.path(), &["restore", from]), longest);
            }
        }
        if !blank.path().join("parvis.sqlite").exists() {
            timed(parvis(blank.path(), &["restore", from]));
        }
        timed(parvis(blank.path(), &["reindex"]));
        assert_eq!(killer.look(blank.path(), &[])["articles"], 8);
        assert_eq!(stdout(&run(blank.path(), &["report"])), expected);
    }
    killer.tell();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_harvest_survives_kills_with_every_record_exactly_once() {
    let mut killer = Killer::new("harvest");
    let server = Server::start(Depot::new(crate::sources::plain(0..80))).await;
    let environment = [("PARVIS_HARVEST_PRIVATE", "yes"), ("PARVIS_HARVEST_DELAY_MS", "0")];
    let base_url = server.base_url();
    let added =
        |data: &std::path::Path| timed(with(data, &environment, &["harvest", "add", &base_url, "--name", "essai"]));
    let timing = tempfile::tempdir().unwrap();
    added(timing.path());
    let longest = timed(with(timing.path(), &environment, &["harvest", "run", "essai"]));
    for _ in 0..rounds() {
        let data = tempfile::tempdir().unwrap();
        added(data.path());
        for _ in 0..3 {
            killer.kill(with(data.path(), &environment, &["harvest", "run", "essai"]), longest);
            killer.look(data.path(), &environment);
        }
        timed(with(data.path(), &environment, &["harvest", "run", "essai"]));
        let status = stdout(&with(data.path(), &environment, &["harvest", "status"]).output().unwrap());
        assert!(status.contains("80 records: 0 articles, 0 copies, 80 kept"), "{status}");
    }
    killer.tell();
}

#[tokio::test]
async fn a_killed_move_to_postgresql_leaves_one_whole_site() {
    let Some(server) = server() else {
        println!("skipped: PARVIS_TEST_POSTGRES names no server");
        return;
    };
    let mut killer = Killer::new("migrate-to");
    let timing = tempfile::tempdir().unwrap();
    site(timing.path(), 6);
    let longest = timed(parvis(timing.path(), &["migrate-to", &blank(&server, timing.path()).await]));
    for _ in 0..2 * rounds() {
        let data = tempfile::tempdir().unwrap();
        site(data.path(), 6);
        let url = blank(&server, data.path()).await;
        killer.kill(parvis(data.path(), &["migrate-to", &url]), longest);
        if data.path().join("parvis.sqlite").exists() {
            killer.look(data.path(), &[]);
            timed(parvis(data.path(), &["migrate-to", &url]));
        }
        let report = killer.look(data.path(), &[("DATABASE_URL", &url)]);
        assert_eq!((&report["articles"], &report["records"]), (&6.into(), &6.into()), "{report:#}");
    }
    killer.tell();
}

async fn blank(server: &str, data: &std::path::Path) -> String {
    match Database::on(server, data.join("sources")).await {
        Database::Postgres { url, .. } => url,
        Database::Sqlite(file) => panic!("{}", file.display()),
    }
}
