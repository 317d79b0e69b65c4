//! Processes that share a PostgreSQL database: each is a member for as long as a connection of its own lives, so that the
//! server itself tells who is still there, however somebody ended.
//!
//! Three locks, all freed with the connection: the right to work alone (`pool`), which members hold together and nobody
//! beside them; one number a member, which its leases carry; the right to keep the schedule, which one member has at a
//! time.

use std::time::Duration;

use sqlx::PgConnection;

use super::pool::Pool;
use super::work::WORKER_LOCK;
use super::{Result, Store};

/// First half of the numbers of members' locks; any number would do.
const MEMBERS: i32 = 0x5061_7276;
/// First half of the numbers of the locks of members that answer visitors.
const SERVING: i32 = MEMBERS + 1;
/// The number of the lock of the member that keeps the schedule.
const SCHEDULE_LOCK: i64 = WORKER_LOCK + 1;
/// How long a connection may take to show that it lives.
const PATIENCE: Duration = Duration::from_secs(5);

const SHARE_WORK: &str = "SELECT pg_try_advisory_lock_shared($1)";
const TAKE_NUMBER: &str = "SELECT pg_try_advisory_lock($1, $2)";
const TAKE_SCHEDULE: &str = "SELECT pg_try_advisory_lock($1)";
const COUNT_SERVING: &str = "SELECT COUNT(*) FROM pg_locks l \
     JOIN pg_database d ON d.oid = l.database AND d.datname = current_database() \
     WHERE l.locktype = 'advisory' AND l.classid = $1 AND l.objsubid = 2 AND l.granted";
const IS_THERE: &str = "SELECT 1";
const RELEASE_LEFT: &str = "UPDATE jobs SET lease_us = 0 WHERE state = 'running' AND lease_us > 0 AND token LIKE 'member-%' \
     AND token NOT IN (SELECT 'member-' || l.objid::text FROM pg_locks l \
     JOIN pg_database d ON d.oid = l.database AND d.datname = current_database() \
     WHERE l.locktype = 'advisory' AND l.classid = $1 AND l.objsubid = 2 AND l.granted)";

/// A process that works on a database beside others.
#[derive(Debug)]
pub struct Member {
    connection: PgConnection,
    number: i32,
}

/// The right to keep the schedule.
#[derive(Debug)]
pub struct Schedule {
    connection: PgConnection,
}

/// The token that leases of a member carry.
#[must_use]
pub fn member_token(number: i32) -> String {
    format!("member-{number}")
}

impl Store {
    /// Becomes a member under a number; `None` where a process works on the database alone, or has the number.
    ///
    /// # Errors
    /// When the database cannot be reached, or is not one that processes can share.
    pub async fn join(&self, number: i32) -> Result<Option<Member>> {
        let Pool::Postgres { readers, .. } = &self.pool else { return Ok(None) };
        let mut connection = readers.acquire().await?.detach();
        let shares: bool = sqlx::query_scalar(SHARE_WORK).bind(WORKER_LOCK).fetch_one(&mut connection).await?;
        let has: bool = sqlx::query_scalar(TAKE_NUMBER).bind(MEMBERS).bind(number).fetch_one(&mut connection).await?;
        Ok((shares && has).then_some(Member { connection, number }))
    }

    /// Takes the right to keep the schedule; `None` while another member has it.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn take_schedule(&self) -> Result<Option<Schedule>> {
        let Pool::Postgres { readers, .. } = &self.pool else { return Ok(None) };
        let mut connection = readers.acquire().await?;
        let is_free: bool = sqlx::query_scalar(TAKE_SCHEDULE).bind(SCHEDULE_LOCK).fetch_one(&mut *connection).await?;
        Ok(is_free.then(|| Schedule { connection: connection.detach() }))
    }

    /// Ends the leases of members that are gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_left_leases(&self) -> Result<u64> {
        let Pool::Postgres { writer, .. } = &self.pool else { return Ok(0) };
        Ok(sqlx::query(RELEASE_LEFT).bind(i64::from(MEMBERS)).execute(writer).await?.rows_affected())
    }
}

impl Member {
    /// Its number.
    #[must_use]
    pub fn number(&self) -> i32 {
        self.number
    }

    /// Whether the connection lives, and its locks with it.
    pub async fn is_there(&mut self) -> bool {
        lives(&mut self.connection).await
    }

    /// Says that this process answers visitors, for as long as the connection lives; once is enough.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn serve(&mut self) -> Result<()> {
        sqlx::query(TAKE_NUMBER).bind(SERVING).bind(self.number).execute(&mut self.connection).await?;
        Ok(())
    }

    /// Members that answer visitors now.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn count_serving(&mut self) -> Result<u32> {
        let count = sqlx::query_scalar(COUNT_SERVING).bind(i64::from(SERVING));
        let count: i64 = tokio::time::timeout(PATIENCE, count.fetch_one(&mut self.connection))
            .await
            .map_err(|_| sqlx::Error::PoolTimedOut)??;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }
}

impl Schedule {
    /// Whether the connection lives, and the lock with it.
    pub async fn is_held(&mut self) -> bool {
        lives(&mut self.connection).await
    }
}

async fn lives(connection: &mut PgConnection) -> bool {
    tokio::time::timeout(PATIENCE, sqlx::query(IS_THERE).execute(connection)).await.is_ok_and(|asked| asked.is_ok())
}
