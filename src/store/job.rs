//! The queue: claim under a lease, work outside any transaction, complete where the token still fits.

use std::time::Duration;

use jiff::Timestamp;

use super::{Result, Store, Tx};
use crate::domain::job::Job;

const INSERT: &str = "INSERT INTO jobs (kind, key, state, attempt, run_after_us) VALUES ($1, $2, 'pending', 0, $3) \
     ON CONFLICT (kind, key) WHERE state = 'pending' DO NOTHING";
/// What [`CLAIM`] would take: seen first, since workers mostly look in vain, and whoever claims keeps all others from writing.
const IS_DUE: &str = "SELECT EXISTS (SELECT 1 FROM jobs WHERE kind = $1 AND ((state = 'pending' AND run_after_us <= $2) \
     OR (state = 'running' AND lease_us < $2)))";
const CLAIM: &str = "UPDATE jobs SET state = 'running', attempt = attempt + 1, token = $3, lease_us = $4 \
     WHERE id IN (SELECT id FROM jobs WHERE kind = $1 AND ((state = 'pending' AND run_after_us <= $2) \
     OR (state = 'running' AND lease_us < $2)) ORDER BY run_after_us, id LIMIT $5) \
     RETURNING id, kind, key, attempt";
const COMPLETE: &str = "DELETE FROM jobs WHERE id = $1 AND token = $2";
const RETRY: &str = "UPDATE jobs SET state = 'pending', run_after_us = $3, error = $4, token = NULL, lease_us = NULL \
     WHERE id = $1 AND token = $2 AND NOT EXISTS \
     (SELECT 1 FROM jobs other WHERE other.kind = jobs.kind AND other.key = jobs.key AND other.state = 'pending')";
const POSTPONE: &str = "UPDATE jobs SET state = 'pending', attempt = attempt - 1, run_after_us = $3, error = $4, token = NULL, \
     lease_us = NULL WHERE id = $1 AND token = $2 AND NOT EXISTS \
     (SELECT 1 FROM jobs other WHERE other.kind = jobs.kind AND other.key = jobs.key AND other.state = 'pending')";
const FAIL: &str = "UPDATE jobs SET state = 'failed', error = $3, token = NULL, lease_us = NULL \
     WHERE id = $1 AND token = $2";
const HAS_DUE: &str =
    "SELECT COUNT(*) FROM jobs WHERE kind = $1 AND (state = 'running' OR (state = 'pending' AND run_after_us <= $2))";
const RELEASE: &str = "UPDATE jobs SET lease_us = 0 WHERE state = 'running'";
const COUNT: &str = "SELECT COALESCE(SUM(CASE WHEN state = 'pending' THEN 1 ELSE 0 END), 0) AS pending, \
     COALESCE(SUM(CASE WHEN state = 'running' THEN 1 ELSE 0 END), 0) AS running, \
     COALESCE(SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), 0) AS failed FROM jobs";
const RETRY_FAILED: &str = "UPDATE jobs SET state = 'pending', attempt = 0, run_after_us = $2 \
     WHERE id = $1 AND state = 'failed' AND NOT EXISTS \
     (SELECT 1 FROM jobs other WHERE other.kind = jobs.kind AND other.key = jobs.key AND other.state = 'pending')";
const LIST_FAILED: &str = "SELECT id, kind, key, attempt, COALESCE(error, '') AS error FROM jobs \
     WHERE state = 'failed' ORDER BY id LIMIT $1";
const FIND_FAILED: &str = "SELECT id, kind, key, attempt, COALESCE(error, '') AS error FROM jobs \
     WHERE state = 'failed' AND kind = $1 AND key = $2 AND NOT EXISTS (SELECT 1 FROM jobs other \
     WHERE other.kind = jobs.kind AND other.key = jobs.key AND other.state <> 'failed') ORDER BY id DESC LIMIT 1";
const SELECT_WAITING: &str = "SELECT MIN(run_after_us) FROM jobs WHERE kind = $1 AND key = $2 AND state <> 'failed'";
const HASTEN: &str = "UPDATE jobs SET run_after_us = $3 WHERE kind = $1 AND key = $2 AND state = 'pending' \
     AND run_after_us > $3";
const FORGET_FAILED: &str = "DELETE FROM jobs WHERE kind = $1 AND key = $2 AND state = 'failed'";
const INSERT_ALL_INDEX: &str = "INSERT INTO jobs (kind, key, state, attempt, run_after_us) \
     SELECT 'index', id, 'pending', 0, $1 FROM articles WHERE state IN ('published', 'withdrawn') \
     ON CONFLICT (kind, key) WHERE state = 'pending' DO NOTHING";

const LAST_INDEX: &str = "SELECT COALESCE(MAX(id), 0) FROM jobs WHERE kind = 'index'";
const COUNT_INDEX_UNTIL: &str = "SELECT COUNT(*) FROM jobs WHERE kind = 'index' AND state <> 'failed' AND id <= $1";

/// A job under lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leased {
    /// Row of the job.
    pub id: i64,
    /// What to do.
    pub job: Job,
    /// Which try this is, from 1.
    pub attempt: i64,
    /// Proof of the lease.
    pub token: String,
}

/// Jobs by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct JobCounts {
    /// Waiting.
    pub pending: i64,
    /// Under lease.
    pub running: i64,
    /// Given up after the last try.
    pub failed: i64,
}

/// A job that was given up.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FailedJob {
    /// Row of the job.
    pub id: i64,
    /// Kind of the job.
    pub kind: String,
    /// Row that it works on.
    pub key: i64,
    /// Tries made.
    pub attempt: i64,
    /// The last error.
    pub error: String,
}

impl Store {
    /// Takes up to `limit` jobs of a kind that are due, or whose lease ran out, under a lease.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_jobs(
        &self,
        kind: &str,
        now: Timestamp,
        lease: Duration,
        token: &str,
        limit: i64,
    ) -> Result<Vec<Leased>> {
        if !self.may_work() {
            return Ok(Vec::new());
        }
        let until = now.as_microsecond().saturating_add(i64::try_from(lease.as_micros()).unwrap_or(i64::MAX));
        let is_due: bool = reading!(self, db => sqlx::query_scalar(IS_DUE).bind(kind).bind(now.as_microsecond())
            .fetch_one(db).await?);
        if !is_due {
            return Ok(Vec::new());
        }
        let mut tx = self.begin().await?;
        let rows: Vec<(i64, String, i64, i64)> = within!(&mut tx, db => sqlx::query_as(CLAIM).bind(kind)
            .bind(now.as_microsecond()).bind(token).bind(until).bind(limit).fetch_all(db).await?);
        tx.commit_aside().await?;
        let leased = rows.into_iter().filter_map(|(id, kind, key, attempt)| {
            Job::from_parts(&kind, key).map(|job| Leased { id, job, attempt, token: token.to_owned() })
        });
        Ok(leased.collect())
    }

    /// Removes jobs that are done, each where its lease still holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn complete_jobs(&self, jobs: &[Leased]) -> Result<()> {
        let mut tx = self.begin().await?;
        for job in jobs {
            within!(&mut tx, db => sqlx::query(COMPLETE).bind(job.id).bind(&job.token).execute(db).await?.rows_affected());
        }
        tx.commit().await
    }

    /// Puts a job back for later; when a fresh one for the same row waits already, this one goes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn retry_job(&self, job: &Leased, after: Timestamp, error: &str) -> Result<()> {
        self.put_back(RETRY, job, after, error).await
    }

    /// Puts a job back for later as if it had not been tried: what it needs is away, and will come again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn postpone_job(&self, job: &Leased, after: Timestamp, error: &str) -> Result<()> {
        self.put_back(POSTPONE, job, after, error).await
    }

    async fn put_back(&self, statement: &'static str, job: &Leased, after: Timestamp, error: &str) -> Result<()> {
        let mut tx = self.begin().await?;
        let kept = within!(&mut tx, db => sqlx::query(statement).bind(job.id).bind(&job.token)
            .bind(after.as_microsecond()).bind(error).execute(db).await?.rows_affected());
        if kept == 0 {
            within!(&mut tx, db => sqlx::query(COMPLETE).bind(job.id).bind(&job.token).execute(db).await?.rows_affected());
        }
        tx.commit().await
    }

    /// Gives a job up; it stays visible with its error.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fail_job(&self, job: &Leased, error: &str) -> Result<()> {
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(FAIL).bind(job.id).bind(&job.token).bind(error).execute(db).await?.rows_affected());
        tx.commit().await
    }

    /// Ends all leases. Only for a worker that knows to be alone, at its start.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_leases(&self) -> Result<()> {
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(RELEASE).execute(db).await?.rows_affected());
        tx.commit().await
    }

    /// Whether jobs of a kind are due or being done.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_due_jobs(&self, kind: &str, now: Timestamp) -> Result<bool> {
        let count: i64 = reading!(self, db => sqlx::query_scalar(HAS_DUE).bind(kind).bind(now.as_microsecond())
            .fetch_one(db).await?);
        Ok(count > 0)
    }

    /// Whether work on the index waits or is being done, up to the number of a job.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_index_jobs_until(&self, last: i64) -> Result<bool> {
        let count: i64 = reading!(self, db => sqlx::query_scalar(COUNT_INDEX_UNTIL).bind(last).fetch_one(db).await?);
        Ok(count > 0)
    }

    /// Asks for every public article to be indexed again; gives the number of the last job.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_index_jobs_for_all(&self, now: Timestamp) -> Result<i64> {
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(INSERT_ALL_INDEX).bind(now.as_microsecond()).execute(db).await?.rows_affected());
        let last = within!(&mut tx, db => sqlx::query_scalar(LAST_INDEX).fetch_one(db).await?);
        tx.commit().await?;
        Ok(last)
    }

    /// Jobs by state.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn job_counts(&self) -> Result<JobCounts> {
        Ok(reading!(self, db => sqlx::query_as(COUNT).fetch_one(db).await?))
    }

    /// From when on work that waits is done; nothing when none does.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_waiting(&self, job: Job) -> Result<Option<Timestamp>> {
        let at_us: Option<i64> = reading!(self, db => sqlx::query_scalar(SELECT_WAITING).bind(job.kind())
            .bind(job.key()).fetch_one(db).await?);
        Ok(at_us.map(|at_us| Timestamp::from_microsecond(at_us).unwrap_or(Timestamp::UNIX_EPOCH)))
    }

    /// The same work given up before, if it was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_failed_job(&self, job: Job) -> Result<Option<FailedJob>> {
        Ok(reading!(self, db => sqlx::query_as(FIND_FAILED).bind(job.kind()).bind(job.key())
            .fetch_optional(db).await?))
    }

    /// Has a job that was given up tried again; `false` when there is none with the number, or the same work waits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn retry_failed_job(&self, id: i64, now: Timestamp) -> Result<bool> {
        let mut tx = self.begin().await?;
        let done = within!(&mut tx, db => sqlx::query(RETRY_FAILED).bind(id).bind(now.as_microsecond())
            .execute(db).await?.rows_affected());
        tx.commit().await?;
        Ok(done > 0)
    }

    /// Jobs that were given up, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_failed_jobs(&self, limit: i64) -> Result<Vec<FailedJob>> {
        Ok(reading!(self, db => sqlx::query_as(LIST_FAILED).bind(limit).fetch_all(db).await?))
    }
}

impl Tx {
    /// Asks for work, in the same transaction as what calls for it; nothing happens when the same work waits already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_job(&mut self, job: Job, run_after: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(INSERT).bind(job.kind()).bind(job.key()).bind(run_after.as_microsecond())
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// Asks for work now, also where it waits for a later time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hasten_job(&mut self, job: Job, now: Timestamp) -> Result<()> {
        self.add_job(job, now).await?;
        within!(self, db => sqlx::query(HASTEN).bind(job.kind()).bind(job.key()).bind(now.as_microsecond())
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// Forgets that the same work was given up before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_failed_jobs(&mut self, job: Job) -> Result<()> {
        within!(self, db => sqlx::query(FORGET_FAILED).bind(job.kind()).bind(job.key()).execute(db).await?.rows_affected());
        Ok(())
    }
}
