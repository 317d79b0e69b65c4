//! Every schema that was released opens in this release, whatever moment a kill or a failure chooses; a migration that
//! fails leaves the database to the program of before.

use std::path::{Path, PathBuf};

use parvis::domain::ArticleId;
use parvis::domain::Sha256;
use parvis::store::Store;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, SqlSafeStr};

use super::{Killer, rounds, timed};
use crate::ingest::parvis;
use crate::support::database::{Database, server};
use crate::support::pdf;

fn folder(engine: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine)
}

async fn schema(engine: &str) -> Migrator {
    Migrator::new(folder(engine)).await.unwrap()
}

/// One public article and its history, as the first release wrote them.
fn rows(sha256: &Sha256, bytes: usize) -> Vec<String> {
    let metadata = r#"{"title":{"fr":"Lacs du Nord"},"language":"fr"}"#;
    let sha256 = sha256.as_str();
    vec![
        format!(
            "INSERT INTO files (sha256, name, media_type, size_bytes, pages, created_us) \
             VALUES ('{sha256}', 'a.pdf', 'application/pdf', {bytes}, 1, 1700000000000000)"
        ),
        "INSERT INTO users (email, name, role, password_hash, created_us) \
         VALUES ('a@example.org', 'Alex', 'curator', 'x', 1700000000000000)"
            .to_owned(),
        format!(
            "INSERT INTO articles (state, doi, file_sha256, version_id, published_us, datestamp_s, language, created_us) \
             VALUES ('published', '10.5555/lacs', '{sha256}', 1, 1700000000000000, 1700000000, 'fr', 1700000000000000)"
        ),
        format!(
            "INSERT INTO versions (article_id, number, metadata, file_sha256, created_us) \
             VALUES (1, 1, '{metadata}', '{sha256}', 1700000000000000)"
        ),
        format!(
            "INSERT INTO deposits (article_id, file_sha256, metadata, origin, review, depositor, created_us) \
             VALUES (1, '{sha256}', '{metadata}', 'ingest', 'auto', 1, 1700000000000000)"
        ),
        "INSERT INTO article_sets (article_id, set_spec, deepest) VALUES (1, 'langue:fr', TRUE)".to_owned(),
        // Sets get it by a trigger, or by the migration that gives them one.
        "UPDATE articles SET datestamp_s = 1700000000".to_owned(),
        "INSERT INTO events (article_id, at_us, user_id, action) VALUES (1, 1700000000000000, 1, 'publish')".to_owned(),
    ]
}

/// A site of an earlier release: its database at a version, its one file.
async fn older(data: &Path, version: i64, schema: &Migrator) {
    let bytes = pdf(&["Lacs du Nord"]);
    let sha256 = Sha256::of(&bytes);
    let name = sha256.as_str();
    let place = data.join("files/sha256").join(&name[..2]).join(&name[2..4]);
    std::fs::create_dir_all(&place).unwrap();
    std::fs::write(place.join(name), &bytes).unwrap();
    let options = SqliteConnectOptions::new().filename(data.join("parvis.sqlite")).create_if_missing(true);
    let mut connection = options.connect().await.unwrap();
    schema.run_to(version, &mut connection).await.unwrap();
    for row in rows(&sha256, bytes.len()) {
        connection.execute(AssertSqlSafe(row).into_sql_str()).await.unwrap();
    }
    connection.close().await.unwrap();
}

async fn has_the_article(store: &Store) {
    let article = store.find_article(ArticleId(1)).await.unwrap().unwrap();
    assert_eq!(article.version.metadata.main_title().unwrap().text, "Lacs du Nord");
}

#[tokio::test]
async fn every_released_schema_opens_in_this_release_with_its_rows() {
    let schema = schema("sqlite").await;
    let versions: Vec<i64> = schema.iter().map(|migration| migration.version).collect();
    assert!(versions.len() > 20, "{versions:?}");
    for version in versions {
        let data = tempfile::tempdir().unwrap();
        older(data.path(), version, &schema).await;
        let store = Store::open(&data.path().join("parvis.sqlite")).await.unwrap();
        has_the_article(&store).await;
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upgrade_survives_kills() {
    let mut killer = Killer::new("upgrade");
    let schema = schema("sqlite").await;
    let versions: Vec<i64> = schema.iter().map(|migration| migration.version).collect();
    let timing = tempfile::tempdir().unwrap();
    older(timing.path(), 1, &schema).await;
    let longest = timed(parvis(timing.path(), &["reindex"]));
    for _ in 0..2 * rounds() {
        let version = versions[usize::try_from(killer.moments.below(versions.len() as u64)).unwrap()];
        let data = tempfile::tempdir().unwrap();
        older(data.path(), version, &schema).await;
        for _ in 0..2 {
            killer.kill(parvis(data.path(), &["reindex"]), longest);
        }
        timed(parvis(data.path(), &["reindex"]));
        assert_eq!(killer.look(data.path(), &[])["articles"], 1, "from {version}");
    }
    killer.tell();
}

/// The schema of a release to come: one migration that works, and one that fails in its middle.
fn failing(of_today: &Migrator) -> Migrator {
    let last = of_today.iter().map(|migration| migration.version).max().unwrap();
    let further = |version, sql: &str| {
        let sql = AssertSqlSafe(sql.to_owned()).into_sql_str();
        Migration::new(version, "of a release to come".into(), MigrationType::Simple, sql, false)
    };
    let mut all: Vec<Migration> = of_today.iter().cloned().collect();
    all.push(further(last + 1, "CREATE TABLE of_tomorrow (id BIGINT); DELETE FROM events;"));
    all.push(further(last + 2, "UPDATE articles SET state = 'withdrawn'; INSERT INTO nowhere (id) VALUES (1);"));
    Migrator::with_migrations(all)
}

#[tokio::test]
async fn a_migration_that_fails_in_its_middle_leaves_the_database_to_the_program_of_before() {
    let schema = schema("sqlite").await;
    let data = tempfile::tempdir().unwrap();
    older(data.path(), 1, &schema).await;
    let file = data.path().join("parvis.sqlite");
    Store::open(&file).await.unwrap().close().await;
    let error = Store::open_with(&file, &failing(&schema)).await.unwrap_err();
    assert!(matches!(error, parvis::store::Error::Migration(_)), "{error:?}");
    let store = Store::open(&file).await.unwrap();
    has_the_article(&store).await;
    assert_eq!(
        store.list_events(ArticleId(1)).await.unwrap().len(),
        1,
        "what the first migration did is undone as well"
    );
    store.close().await;
}

#[tokio::test]
async fn a_migration_that_fails_on_postgresql_leaves_the_database_to_the_program_of_before() {
    let Some(server) = server() else { return println!("skipped: PARVIS_TEST_POSTGRES names no server") };
    let Database::Postgres { url, locks } = Database::on(&server, PathBuf::new()).await else { return };
    let sha256 = Sha256::of(b"x");
    let mut connection = PgConnection::connect(&url).await.unwrap();
    connection.execute("SET session_replication_role = replica").await.unwrap();
    for row in rows(&sha256, 1) {
        connection.execute(AssertSqlSafe(row).into_sql_str()).await.unwrap();
    }
    connection.close().await.unwrap();
    let error = Store::connect_with(&url, locks.clone(), failing(&schema("postgres").await)).await.unwrap_err();
    assert!(matches!(error, parvis::store::Error::Migration(_)), "{error:?}");
    let store = Store::connect(&url, locks).await.unwrap();
    has_the_article(&store).await;
    assert_eq!(store.list_events(ArticleId(1)).await.unwrap().len(), 1);
    store.close().await;
}
