//! The database behind the store: connections, transactions and the macros that run one statement on either engine.
//!
//! An engine is an arm in [`Pool`], [`Tx`] and the two macros, and a folder in `migrations/`; no statement and no function
//! of the store knows which one is in use.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use sqlx::migrate::{Migrate, Migration, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgConnection, PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use super::Result;

/// Lets one write transaction in at a time, as SQLite does: what a transaction has read stays true until it commits, and
/// rows become visible in the order of their numbers, which harvesters go by. Freed with the transaction.
const ONE_WRITER: &str = "SELECT pg_advisory_xact_lock($1)";
/// The number of that lock in the database; any would do.
pub(super) const WRITER_LOCK: i64 = 0x5061_7276_6973;
/// How long somebody waits for another one to finish writing.
const PATIENCE: Duration = Duration::from_secs(20);
/// What each of the connections that read keeps of a SQLite file, in kibibytes.
const READER_CACHE_KIB: i32 = 512;
/// Statements that each of them keeps ready: those of the pages that people and harvesters ask for.
const READER_STATEMENTS: usize = 32;
/// Connections of one process that read at a time; PostgreSQL's own default is a hundred for all.
pub(super) const MOST_READERS: u32 = 10;
/// The oldest PostgreSQL that the statements and the migrations run on, as its `server_version_num`.
pub(super) const OLDEST: i32 = 150_000;

/// The database of a site. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) pool: Pool,
    /// Folder of the locks that keep two runs of one source apart.
    pub(super) locks: PathBuf,
    /// Whether this process may take jobs (`work`).
    pub(super) may_work: Arc<AtomicBool>,
    /// Transactions of this process that may have changed what readers see.
    writes: Writes,
}

/// A count of transactions, which all of them share.
type Writes = Arc<AtomicU64>;

/// The schema of a SQLite database, step by step.
pub(super) fn sqlite_migrations() -> Migrator {
    sqlx::migrate!("migrations/sqlite")
}

/// The engine in use.
#[derive(Debug, Clone)]
pub(super) enum Pool {
    /// Many readers beside one writer, the way that SQLite's write-ahead log works best.
    Sqlite { readers: SqlitePool, writer: SqlitePool },
    /// PostgreSQL, 15 or newer. Whoever writes may read meanwhile, so writers wait for a connection of their own: waiting for
    /// the lock with connections that the one who has it needs would never end.
    Postgres { readers: PgPool, writer: PgPool },
}

/// A transaction. Dropped without [`Tx::commit`], it leaves no trace.
#[derive(Debug)]
pub enum Tx {
    /// A write transaction on SQLite, begun IMMEDIATE.
    Sqlite(Transaction<'static, Sqlite>, Writes),
    /// A transaction on PostgreSQL that holds the writers' lock.
    Postgres(Transaction<'static, Postgres>, Writes),
}

/// Runs an expression with a pool to read from.
macro_rules! reading {
    ($store:expr, $db:ident => $body:expr) => {
        match &$store.pool {
            $crate::store::pool::Pool::Sqlite { readers: $db, .. } => $body,
            $crate::store::pool::Pool::Postgres { readers: $db, .. } => $body,
        }
    };
}

/// Runs an expression with the connection of a transaction.
macro_rules! within {
    ($tx:expr, $db:ident => $body:expr) => {
        match $tx {
            $crate::store::pool::Tx::Sqlite(transaction, _) => {
                let $db = &mut **transaction;
                $body
            }
            $crate::store::pool::Tx::Postgres(transaction, _) => {
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
        Self::open_with(file, &sqlite_migrations()).await
    }

    /// The same with the schema of another release.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_with(file: &Path, schema: &Migrator) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE);
        // A connection to a file does not break while it waits; asking it each time would be a third of the work of a small
        // statement.
        let pool = |most| SqlitePoolOptions::new().max_connections(most).test_before_acquire(false);
        let writer = pool(1).connect_with(options.clone()).await?;
        if !is_current(&mut *writer.acquire().await?, schema).await {
            let mut all = writer.begin_with("BEGIN IMMEDIATE").await?;
            schema.run(&mut *all).await?;
            all.commit().await?;
        }
        // The system keeps the pages of the file for all; a large cache for each connection only holds them once more.
        // A negative number is one of kibibytes (SQLite, PRAGMA cache_size).
        let options = options.pragma("cache_size", format!("-{READER_CACHE_KIB}"));
        let readers = pool(8).connect_with(options.statement_cache_capacity(READER_STATEMENTS)).await?;
        Ok(Self::new(Pool::Sqlite { readers, writer }, file.with_file_name("sources")))
    }

    /// Opens a database of a PostgreSQL server by its address (`postgres://…`), and brings its schema up to date. `locks` is
    /// the folder of the locks that keep two runs of one source apart.
    ///
    /// # Errors
    /// When the address is none, the server cannot be reached or a migration fails; the old schema then stays as it was.
    pub async fn connect(url: &str, locks: PathBuf) -> Result<Self> {
        Self::connect_with(url, locks, sqlx::migrate!("migrations/postgres")).await
    }

    /// The same with the schema of another release.
    ///
    /// # Errors
    /// As [`Store::connect`].
    pub async fn connect_with(url: &str, locks: PathBuf, mut schema: Migrator) -> Result<Self> {
        let patience = format!("{}s", PATIENCE.as_secs());
        let options = PgConnectOptions::from_str(url)?
            .application_name("parvis")
            .options([("lock_timeout", patience.as_str()), ("default_transaction_isolation", "read committed")]);
        let pool = |most| PgPoolOptions::new().max_connections(most).acquire_timeout(PATIENCE);
        let writer = pool(1).connect_with(options.clone()).await?;
        if !is_current(&mut *writer.acquire().await?, &schema).await {
            let mut all = writer.begin().await?;
            // Until the end of the transaction, unlike the lock that the migrator itself would free before.
            write_alone(&mut all).await?;
            schema.set_locking(false).run(&mut *all).await?;
            all.commit().await?;
        }
        let readers = pool(MOST_READERS).connect_with(options).await?;
        Ok(Self::new(Pool::Postgres { readers, writer }, locks))
    }

    fn new(pool: Pool, locks: PathBuf) -> Self {
        Self { pool, locks, may_work: Arc::new(AtomicBool::new(true)), writes: Writes::default() }
    }

    /// Begins a write transaction. Keep it short: writers wait for each other.
    ///
    /// # Errors
    /// When the database cannot be reached or stays busy.
    pub async fn begin(&self) -> Result<Tx> {
        let writes = self.writes.clone();
        match &self.pool {
            Pool::Sqlite { writer, .. } => Ok(Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?, writes)),
            Pool::Postgres { writer, .. } => {
                let mut transaction = writer.begin().await?;
                write_alone(&mut transaction).await?;
                Ok(Tx::Postgres(transaction, writes))
            }
        }
    }

    /// A number that changes with everything that this process writes for readers to see; what others write is not in it.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.writes.load(Ordering::SeqCst)
    }

    /// Notes that something which pages show was written elsewhere, beside the files: it counts like a transaction.
    pub fn note_change(&self) {
        self.writes.fetch_add(1, Ordering::SeqCst);
    }

    /// Closes all connections once they are free.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Pool::Postgres { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
        }
    }
}

/// Whether a database has a schema. One that has not gets all that it lacks in one transaction, so that the program
/// of before goes on with it where any of that fails or is cut off.
async fn is_current(database: &mut impl Migrate, schema: &Migrator) -> bool {
    let Ok(applied) = database.list_applied_migrations("_sqlx_migrations").await else { return false };
    let is_applied = |wanted: &Migration| {
        applied.iter().any(|done| done.version == wanted.version && done.checksum == wanted.checksum)
    };
    applied.len() == schema.iter().count() && schema.iter().all(is_applied)
}

/// Waits until nobody else writes to a PostgreSQL database.
pub(super) async fn write_alone(connection: &mut PgConnection) -> Result<()> {
    sqlx::query(ONE_WRITER).bind(WRITER_LOCK).execute(connection).await?;
    Ok(())
}

impl Tx {
    /// Makes everything that was done in the transaction last.
    ///
    /// # Errors
    /// When the database cannot write it.
    pub async fn commit(self) -> Result<()> {
        let (Self::Sqlite(_, writes) | Self::Postgres(_, writes)) = &self;
        let writes = writes.clone();
        let done = self.commit_aside().await;
        // Whatever the answer was: it may have been lost.
        writes.fetch_add(1, Ordering::SeqCst);
        done
    }

    /// The same for what no page shows, such as who works on what: [`Store::revision`] stays.
    ///
    /// # Errors
    /// As [`Tx::commit`].
    pub(super) async fn commit_aside(self) -> Result<()> {
        match self {
            Self::Sqlite(transaction, _) => Ok(transaction.commit().await?),
            Self::Postgres(transaction, _) => Ok(transaction.commit().await?),
        }
    }
}
