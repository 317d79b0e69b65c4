//! The statements of the store, and its migrations over rows of an older site.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use parvis::store::Store;
use regex::Regex;
use sqlx::{Connection, Executor, PgConnection, SqlSafeStr};

use crate::support::database::{Database, server};

/// Every SQL constant of the store, by file and name, macros expanded.
fn statements() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut found = Vec::new();
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap().replace("\\\n", "\n");
        let macros: HashMap<&str, &str> = text
            .split("macro_rules! ")
            .skip(1)
            .filter_map(|rest| rest.split("\n}\n").next()?.split_once(" {"))
            .collect();
        for rest in text.split("const ").skip(1) {
            let Some((declared, value)) = rest.split_once('=') else { continue };
            if !declared.trim_end().ends_with(": &str") {
                continue;
            }
            let sql = expanded(value.split(';').next().unwrap(), &macros);
            let name = format!("{} {}", path.file_name().unwrap().to_string_lossy(), declared.trim());
            found.push((name, sql));
        }
    }
    found
}

/// The literals of an expression, those of the file's own macros in their place.
fn expanded(text: &str, macros: &HashMap<&str, &str>) -> String {
    let parts = Regex::new(r#""([^"]*)"|(\w+)!\("#).unwrap();
    let part = |found: regex::Captures<'_>| match (found.get(1), found.get(2)) {
        (Some(literal), _) => literal.as_str().split_whitespace().collect::<Vec<_>>().join(" ") + " ",
        (_, Some(name)) => macros.get(name.as_str()).map(|body| expanded(body, macros)).unwrap_or_default(),
        _ => String::new(),
    };
    parts.captures_iter(text).map(part).collect()
}

#[tokio::test]
async fn every_statement_of_the_store_is_understood_by_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    Store::open(&file).await.unwrap().close().await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let statements = statements();
    assert!(statements.len() > 40, "only {} statements were found", statements.len());
    for (name, sql) in statements {
        if ["pool.rs", "transfer.rs", "work.rs", "member.rs", "examine.rs"].iter().any(|own| name.starts_with(own)) {
            // Locks and transactions of PostgreSQL, and what it says of itself.
            continue;
        }
        let sql = sqlx::AssertSqlSafe(sql).into_sql_str();
        if let Err(error) = pool.prepare(sql.clone()).await {
            panic!("{name}: {error}\n{}", sql.as_str());
        }
    }
}

#[tokio::test]
async fn every_statement_of_the_store_is_understood_by_postgresql() {
    let Some(server) = server() else { return println!("skipped: PARVIS_TEST_POSTGRES names no server") };
    let database = Database::on(&server, PathBuf::new()).await;
    let Database::Postgres { url, .. } = &database else { panic!("{database:?}") };
    let mut connection = PgConnection::connect(url).await.unwrap();
    for (name, sql) in statements() {
        let is_of_sqlite = ["rows.rs", "transfer.rs", "snapshot.rs COPY"].iter().any(|own| name.starts_with(own));
        if is_of_sqlite || sql.is_empty() {
            continue;
        }
        let sql = sqlx::AssertSqlSafe(sql).into_sql_str();
        match connection.prepare(sql.clone()).await {
            // The program says what its parameters are; here nobody does.
            Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("42P18") => {}
            Err(error) => panic!("{name}: {error}\n{}", sql.as_str()),
            Ok(_) => {}
        }
    }
}

#[tokio::test]
async fn whoever_looks_for_public_articles_by_number_or_embargo_does_not_read_them_all() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    Store::open(&file).await.unwrap().close().await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let walks = statements().into_iter().filter(|(_, sql)| sql.contains("articles") && sql.contains("'published'"));
    let ranges = [" id > $", "a.id > $", "embargo_until <= $"];
    let walks: Vec<_> = walks.filter(|(_, sql)| ranges.iter().any(|range| sql.contains(range))).collect();
    assert!(walks.len() >= 4, "only {} such statements were found", walks.len());
    for (name, sql) in walks {
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"))).fetch_all(&pool).await.unwrap();
        let first = &plan.first().unwrap().3;
        let is_range = ["INTEGER PRIMARY KEY (rowid>?", "articles_by_embargo (embargo_until>?"];
        assert!(is_range.iter().any(|range| first.contains(range)), "{name}: {plan:?}");
    }
}

#[tokio::test]
async fn opening_a_site_twice_keeps_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    let first = Store::open(&file).await.unwrap();
    assert_eq!(first.site_value("key", "one").await.unwrap(), "one");
    first.close().await;
    let second = Store::open(&file).await.unwrap();
    assert_eq!(second.site_value("key", "two").await.unwrap(), "one");
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("test.sqlite")).await.unwrap();
    let award = parvis::service::read_register(
        "number,funder,holder,institution_ror,programme,kind,competition_launched,launch_estimated,active_from,active_to,programme_policy\n\
         900101,frqnt,X,,P,grant,,false,,,\n".as_bytes(),
    ).next().unwrap().unwrap();
    let mut tx = store.begin().await.unwrap();
    tx.put_award(&award, " 900101 roy", jiff::Timestamp::UNIX_EPOCH, "test").await.unwrap();
    drop(tx);
    assert!(store.list_awards().await.unwrap().is_empty());
}
