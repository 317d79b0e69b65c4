//! The right to work on the jobs of a database: one process has it at a time.
//!
//! With SQLite whoever holds the data folder has it. In PostgreSQL it is an advisory lock, which lives as long as the
//! connection that took it, so that the server frees it however its holder ends. A connection may end without its
//! holder: it is asked every few seconds whether it still lives. Where it does not, no more jobs are taken until the lock
//! is, once more; what was begun is guarded by its lease.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::{Connection, PgConnection, PgPool};
use tokio::task::JoinHandle;

use super::pool::{Pool, WRITER_LOCK};
use super::{Result, Store};

/// The number of the lock of the process that works on the jobs.
pub(super) const WORKER_LOCK: i64 = WRITER_LOCK + 1;
const CLAIM_WORK: &str = "SELECT pg_try_advisory_lock($1)";
/// How often the connection is asked whether it lives, and how long it has to answer.
const PING: Duration = Duration::from_secs(3);

/// Held by the one process that works on the jobs of a database.
#[derive(Debug)]
pub struct WorkClaim {
    /// Watches the connection that holds the lock.
    keeper: Option<JoinHandle<()>>,
}

impl Drop for WorkClaim {
    fn drop(&mut self) {
        if let Some(keeper) = &self.keeper {
            keeper.abort();
        }
    }
}

impl Store {
    /// Takes the right to work on the jobs of the database, for as long as the guard lives; `None` when another process
    /// has it.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn claim_work(&self) -> Result<Option<WorkClaim>> {
        let Pool::Postgres { readers, .. } = &self.pool else { return Ok(Some(WorkClaim { keeper: None })) };
        let Some(held) = take_lock(readers).await? else { return Ok(None) };
        self.may_work.store(true, Ordering::Release);
        let keeper = tokio::spawn(keep_lock(held, readers.clone(), Arc::clone(&self.may_work)));
        Ok(Some(WorkClaim { keeper: Some(keeper) }))
    }

    /// Whether jobs may be taken: not while the right to work is lost.
    #[must_use]
    pub fn may_work(&self) -> bool {
        self.may_work.load(Ordering::Acquire)
    }
}

async fn take_lock(readers: &PgPool) -> Result<Option<PgConnection>> {
    let mut connection = readers.acquire().await?.detach();
    let is_free: bool = sqlx::query_scalar(CLAIM_WORK).bind(WORKER_LOCK).fetch_one(&mut connection).await?;
    Ok(is_free.then_some(connection))
}

/// Watches the lock until it is dropped, and takes it again where it was lost.
async fn keep_lock(held: PgConnection, readers: PgPool, may_work: Arc<AtomicBool>) {
    let mut held = Some(held);
    loop {
        tokio::time::sleep(PING).await;
        held = match held.take() {
            Some(mut connection) => match tokio::time::timeout(PING, connection.ping()).await {
                Ok(Ok(())) => Some(connection),
                lost => {
                    may_work.store(false, Ordering::Release);
                    let why = lost.map_or_else(|_| "no answer".to_owned(), |lost| format!("{lost:?}"));
                    tracing::warn!(why, "the right to work on jobs is lost: none is taken until it is back");
                    None
                }
            },
            None => take_again(&readers, &may_work).await,
        };
    }
}

async fn take_again(readers: &PgPool, may_work: &AtomicBool) -> Option<PgConnection> {
    let held = take_lock(readers).await.ok().flatten();
    if held.is_some() {
        may_work.store(true, Ordering::Release);
        tracing::info!("the right to work on jobs is back");
    }
    held
}
