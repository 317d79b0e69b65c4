//! The database of a site under test: a SQLite file of its own, or, where `PARVIS_TEST_POSTGRES` names a server, a PostgreSQL
//! database of its own. Every test runs on both.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use parvis::store::Store;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::sync::OnceCell;

/// Copied for each site: the schema is made once.
static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static MADE: AtomicU64 = AtomicU64::new(0);

/// Where the rows of a site under test are.
#[derive(Debug, Clone)]
pub(crate) enum Database {
    Sqlite(PathBuf),
    Postgres { url: String, locks: PathBuf },
}

/// The server that tests run on, without a database in its address.
pub(crate) fn server() -> Option<String> {
    std::env::var("PARVIS_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

impl Database {
    /// A new database, with the rows of the file where there is one.
    pub(crate) async fn new(file: &Path) -> Self {
        match server() {
            None => Self::Sqlite(file.to_owned()),
            Some(server) => {
                let made = Self::on(&server, file.with_file_name("sources")).await;
                if file.exists() {
                    made.open().await.fill_from(file, |_| ()).await.unwrap();
                }
                made
            }
        }
    }

    /// A new PostgreSQL database.
    pub(crate) async fn on(server: &str, locks: PathBuf) -> Self {
        let template = TEMPLATE.get_or_init(|| template(server)).await;
        let name = format!("parvis_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
        let make = format!("CREATE DATABASE {name} TEMPLATE {template}");
        sqlx::query(AssertSqlSafe(make)).execute(&mut connection).await.unwrap();
        Self::Postgres { url: format!("{server}/{name}"), locks }
    }

    pub(crate) async fn open(&self) -> Store {
        match self {
            Self::Sqlite(file) => Store::open(file).await.unwrap(),
            Self::Postgres { url, locks } => Store::connect(url, locks.clone()).await.unwrap(),
        }
    }

    /// Changes what is kept behind the back of the site.
    pub(crate) async fn run(&self, change: &str) {
        let change = AssertSqlSafe(change);
        match self {
            Self::Sqlite(file) => {
                let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.display())).await.unwrap();
                sqlx::query(change).execute(&pool).await.unwrap();
                pool.close().await;
            }
            Self::Postgres { url, .. } => {
                // Some changes are several statements.
                sqlx::raw_sql(change).execute(&mut PgConnection::connect(url).await.unwrap()).await.unwrap();
            }
        }
    }
}

/// An empty database with the schema, and nobody connected to it.
async fn template(server: &str) -> String {
    let name = format!("parvis_{}_template", std::process::id());
    let mut connection = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut connection).await.unwrap();
    let store = Store::connect(&format!("{server}/{name}"), PathBuf::new()).await.unwrap();
    store.close().await;
    name
}
