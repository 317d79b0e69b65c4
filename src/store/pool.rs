//! The database behind the store: connections, transactions and the macros that run one statement on either engine.
//!
//! Today the engine is SQLite. Another one is an arm in [`Pool`], [`Tx`] and the two macros, and a folder in
//! `migrations/`; no statement and no function of the store changes.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, SqlitePool, Transaction};

use super::Result;

/// The database of a site. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) pool: Pool,
    /// Folder of the locks that keep two runs of one source apart.
    pub(super) locks: PathBuf,
}

/// The engine in use.
#[derive(Debug, Clone)]
pub(super) enum Pool {
    /// Many readers beside one writer, the way that SQLite's write-ahead log works best.
    Sqlite { readers: SqlitePool, writer: SqlitePool },
}

/// A transaction. Dropped without [`Tx::commit`], it leaves no trace.
#[derive(Debug)]
pub enum Tx {
    /// A write transaction on SQLite, begun IMMEDIATE.
    Sqlite(Transaction<'static, Sqlite>),
}

/// Runs an expression with a pool to read from.
macro_rules! reading {
    ($store:expr, $db:ident => $body:expr) => {
        match &$store.pool {
            $crate::store::pool::Pool::Sqlite { readers: $db, .. } => $body,
        }
    };
}

/// Runs an expression with the connection of a transaction.
macro_rules! within {
    ($tx:expr, $db:ident => $body:expr) => {
        match $tx {
            $crate::store::pool::Tx::Sqlite(transaction) => {
                let $db = &mut **transaction;
                $body
            }
        }
    };
}

impl Store {
    /// Opens the database file, makes it when absent, and brings its schema up to date.
    ///
    /// # Errors
    /// When the file cannot be opened or a migration fails; the old schema then stays as it was.
    pub async fn open(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(20));
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        sqlx::migrate!("migrations/sqlite").run(&writer).await?;
        let readers = SqlitePoolOptions::new().max_connections(8).connect_with(options).await?;
        Ok(Self { pool: Pool::Sqlite { readers, writer }, locks: file.with_file_name("sources") })
    }

    /// Begins a write transaction. Keep it short: writers wait for each other.
    ///
    /// # Errors
    /// When the database cannot be reached or stays busy.
    pub async fn begin(&self) -> Result<Tx> {
        match &self.pool {
            Pool::Sqlite { writer, .. } => Ok(Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)),
        }
    }

    /// Closes all connections once they are free.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
        }
    }
}

impl Tx {
    /// Makes everything that was done in the transaction last.
    ///
    /// # Errors
    /// When the database cannot write it.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(transaction) => Ok(transaction.commit().await?),
        }
    }
}
