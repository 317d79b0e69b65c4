//! A site on PostgreSQL as somebody runs it: moved there, backed up, restored, and worked on by one process.
//!
//! Every other test runs there too (`support::database`); these are about the way there and back.

use std::path::Path;
use std::process::{Command, Output};

use crate::ingest::{parvis, stdout};
use crate::support::database::{Database, server};
use crate::support::{TestSite, pdf};

/// An empty database; `None`, and a word about it, where there is no server.
async fn blank(data: &Path) -> Option<String> {
    let Some(server) = server() else {
        println!("skipped: PARVIS_TEST_POSTGRES names no server");
        return None;
    };
    match Database::on(&server, data.join("sources")).await {
        Database::Postgres { url, .. } => Some(url),
        Database::Sqlite(file) => panic!("{}", file.display()),
    }
}

fn on(url: &str, data: &Path, arguments: &[&str]) -> Command {
    let mut command = parvis(data, arguments);
    command.env("DATABASE_URL", url);
    command
}

fn run(url: &str, data: &Path, arguments: &[&str]) -> Output {
    on(url, data, arguments).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn articles(folder: &Path, numbers: std::ops::Range<u32>) {
    for number in numbers {
        let text = format!("Article numéro {number} sur les lacs du Nord");
        std::fs::write(folder.join(format!("{number}.pdf")), pdf(&[&text, "Deuxième page"])).unwrap();
    }
}

fn report(output: &Output) -> String {
    assert!(output.status.success(), "{}{}", stdout(output), stderr(output));
    stdout(output)
}

#[tokio::test]
async fn a_site_moves_to_postgresql_and_works_on() {
    let [data, files] = [(), ()].map(|()| tempfile::tempdir().unwrap());
    let Some(url) = blank(data.path()).await else { return };
    articles(files.path(), 0..4);
    report(&crate::ingest::run(data.path(), &["ingest", files.path().to_str().unwrap()]));
    let before = report(&crate::ingest::run(data.path(), &["report"]));
    let moved = report(&crate::ingest::run(data.path(), &["migrate-to", &url]));
    assert!(moved.contains("4 records, the same in both databases"), "{moved}");
    assert!(data.path().join("parvis.sqlite-moved").exists() && !data.path().join("parvis.sqlite").exists());
    assert_eq!(report(&run(&url, data.path(), &["report"])), before);
    let verified = report(&run(&url, data.path(), &["verify"]));
    assert!(verified.contains("4 articles checked"), "{verified}");
    // New rows get new numbers: the counters moved along.
    articles(files.path(), 4..6);
    let taken = report(&run(&url, data.path(), &["ingest", files.path().to_str().unwrap()]));
    assert!(taken.contains('2'), "{taken}");
    assert!(report(&run(&url, data.path(), &["verify"])).contains("6 articles checked"));
    std::fs::rename(data.path().join("parvis.sqlite-moved"), data.path().join("parvis.sqlite")).unwrap();
    let again = crate::ingest::run(data.path(), &["migrate-to", &url]);
    assert!(!again.status.success() && stderr(&again).contains("holds a site already"), "{}", stderr(&again));
    assert!(data.path().join("parvis.sqlite").exists(), "what could not be moved stays");
}

#[tokio::test]
async fn a_backup_of_a_site_on_postgresql_is_restored_on_either_database() {
    let [data, embedded, other] = [(), (), ()].map(|()| tempfile::tempdir().unwrap());
    let files = tempfile::tempdir().unwrap();
    let Some(url) = blank(data.path()).await else { return };
    let Some(elsewhere) = blank(other.path()).await else { return };
    articles(files.path(), 0..3);
    report(&run(&url, data.path(), &["ingest", files.path().to_str().unwrap()]));
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    let made = report(&run(&url, data.path(), &["backup", to]));
    assert!(made.contains("3 records, 3 files"), "{made}");
    let drill = report(&run(&url, data.path(), &["restore", to, "--check"]));
    assert!(drill.contains("3 files read, 0 damaged, the same records"), "{drill}");
    let expected = report(&run(&url, data.path(), &["report"]));
    report(&crate::ingest::run(embedded.path(), &["restore", to]));
    assert_eq!(report(&crate::ingest::run(embedded.path(), &["report"])), expected);
    report(&run(&elsewhere, other.path(), &["restore", to]));
    assert_eq!(report(&run(&elsewhere, other.path(), &["report"])), expected);
    let over = run(&url, data.path(), &["restore", to]);
    assert!(!over.status.success() && stderr(&over).contains("holds a site already"), "{}", stderr(&over));
}

#[tokio::test]
async fn one_process_alone_works_on_the_jobs_of_a_database() {
    let data = tempfile::tempdir().unwrap();
    let Some(url) = blank(data.path()).await else { return };
    let [one, two] = [
        parvis::store::Store::connect(&url, data.path().join("a")).await.unwrap(),
        parvis::store::Store::connect(&url, data.path().join("b")).await.unwrap(),
    ];
    let held = one.claim_work().await.unwrap();
    assert!(held.is_some() && two.claim_work().await.unwrap().is_none());
    drop(held);
    // The server frees the lock once it has seen the connection end.
    for _ in 0..200 {
        if two.claim_work().await.unwrap().is_some() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the lock was never freed");
}

#[tokio::test]
async fn a_database_that_cannot_be_reached_is_named_without_its_password() {
    let data = tempfile::tempdir().unwrap();
    let url = "postgres://parvis:tres-secret@127.0.0.1:9/parvis";
    let refused = run(url, data.path(), &["verify"]);
    assert!(!refused.status.success() && stderr(&refused).contains("DATABASE_URL"), "{}", stderr(&refused));
    assert!(!stderr(&refused).contains("tres-secret"));
    let odd = run("mysql://parvis:tres-secret@127.0.0.1/parvis", data.path(), &["verify"]);
    assert!(!odd.status.success() && stderr(&odd).contains("begins with postgres://"), "{}", stderr(&odd));
    assert!(!stderr(&odd).contains("tres-secret"));
}

#[tokio::test]
async fn rows_come_back_from_postgresql_as_they_went() {
    let site = TestSite::generated(60).await;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copie.sqlite");
    site.repository.store().copy_to(&copy).await.unwrap();
    let rows = parvis::store::Store::count_rows(&copy).await.unwrap();
    let Some(url) = blank(folder.path()).await else { return };
    let there = parvis::store::Store::connect(&url, folder.path().join("sources")).await.unwrap();
    assert!(there.is_blank().await.unwrap());
    assert_eq!(there.fill_from(&copy, |_| ()).await.unwrap(), rows);
    assert!(!there.is_blank().await.unwrap());
    let back = folder.path().join("retour.sqlite");
    there.copy_to(&back).await.unwrap();
    assert_eq!(content(&back).await, content(&copy).await);
}

/// All rows of all tables as one text each, in an order of their own.
async fn content(file: &Path) -> Vec<String> {
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let tables: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, GROUP_CONCAT('QUOTE(' || c.name || ')', ' || '',''  || ') FROM sqlite_schema t \
         JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name <> '_sqlx_migrations' GROUP BY t.name",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let mut all = Vec::new();
    for (table, columns) in tables {
        let rows = format!("SELECT '{table}: ' || {columns} AS row FROM {table} ORDER BY row");
        let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(rows)).fetch_all(&pool).await.unwrap();
        all.extend(rows);
    }
    pool.close().await;
    assert!(all.len() > 100);
    all
}
