//! Runs of sources: what they counted, how they ended, which records were broken.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::ids::{RunId, SourceId};
use crate::domain::source::{HarvestRun, RecordFault, RunOutcome, Tally};

const INSERT: &str = "INSERT INTO harvest_runs (source_id, started_us, tally) VALUES ($1, $2, $3) RETURNING id";
const UPDATE: &str = "UPDATE harvest_runs SET ended_us = $2, outcome = $3, tally = $4, total = $5, since_s = $6, \
     error = $7 WHERE id = $1";
const CLOSE_LEFT: &str = "UPDATE harvest_runs SET ended_us = $2, outcome = 'interrupted' \
     WHERE source_id = $1 AND outcome IS NULL";
const SELECT: &str = "SELECT id, source_id, started_us, ended_us, outcome, tally, total, since_s, error \
     FROM harvest_runs WHERE source_id = $1 ORDER BY id DESC LIMIT $2";
const INSERT_FAULT: &str = "INSERT INTO harvest_faults (run_id, identifier, reason) VALUES ($1, $2, $3)";
const SELECT_FAULTS: &str = "SELECT identifier, reason FROM harvest_faults WHERE run_id = $1 ORDER BY id LIMIT $2";

#[derive(sqlx::FromRow)]
struct RunRow {
    id: RunId,
    source_id: SourceId,
    started_us: i64,
    ended_us: Option<i64>,
    outcome: Option<String>,
    tally: String,
    total: Option<i64>,
    since_s: Option<i64>,
    error: Option<String>,
}

impl TryFrom<RunRow> for HarvestRun {
    type Error = Error;

    fn try_from(row: RunRow) -> Result<Self> {
        let outcome = match &row.outcome {
            Some(code) => Some(RunOutcome::from_code(code).ok_or(Error::Inconsistent {
                column: "outcome",
                id: row.id.0,
                source: None,
            })?),
            None => None,
        };
        Ok(Self {
            id: row.id,
            source: row.source_id,
            started_at: Timestamp::from_microsecond(row.started_us).unwrap_or(Timestamp::UNIX_EPOCH),
            ended_at: row.ended_us.and_then(|us| Timestamp::from_microsecond(us).ok()),
            outcome,
            tally: serde_json::from_str(&row.tally)?,
            total: row.total.and_then(|total| u64::try_from(total).ok()),
            since: row.since_s.and_then(|second| Timestamp::from_second(second).ok()),
            error: row.error,
        })
    }
}

impl Store {
    /// Runs of a source, latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_runs(&self, source: SourceId, limit: i64) -> Result<Vec<HarvestRun>> {
        let rows: Vec<RunRow> =
            reading!(self, db => sqlx::query_as(SELECT).bind(source).bind(limit).fetch_all(db).await?);
        rows.into_iter().map(HarvestRun::try_from).collect()
    }

    /// Records that were broken in a run, in the order they came.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_faults(&self, run: RunId, limit: i64) -> Result<Vec<RecordFault>> {
        let rows: Vec<(Option<String>, String)> =
            reading!(self, db => sqlx::query_as(SELECT_FAULTS).bind(run).bind(limit).fetch_all(db).await?);
        Ok(rows.into_iter().map(|(identifier, reason)| RecordFault { identifier, reason }).collect())
    }
}

impl Tx {
    /// Begins a run; one that its process left unfinished is closed. Only with the lock of the source.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_run(&mut self, source: SourceId, now: Timestamp) -> Result<HarvestRun> {
        within!(self, db => sqlx::query(CLOSE_LEFT).bind(source).bind(now.as_microsecond()).execute(db).await?.rows_affected());
        let tally = serde_json::to_string(&Tally::default())?;
        let id = within!(self, db => sqlx::query_scalar(INSERT).bind(source).bind(now.as_microsecond()).bind(tally)
            .fetch_one(db).await?);
        let tally = Tally::default();
        let (ended_at, outcome, total, since, error) = (None, None, None, None, None);
        Ok(HarvestRun { id, source, started_at: now, ended_at, outcome, tally, total, since, error })
    }

    /// Writes how far a run has come, or how it ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_run(&mut self, run: &HarvestRun) -> Result<()> {
        let tally = serde_json::to_string(&run.tally)?;
        let total = run.total.and_then(|total| i64::try_from(total).ok());
        within!(self, db => sqlx::query(UPDATE).bind(run.id).bind(run.ended_at.map(Timestamp::as_microsecond))
            .bind(run.outcome.map(RunOutcome::code)).bind(tally).bind(total)
            .bind(run.since.map(Timestamp::as_second)).bind(&run.error).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Notes a broken record.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_fault(&mut self, run: RunId, fault: &RecordFault) -> Result<()> {
        within!(self, db => sqlx::query(INSERT_FAULT).bind(run).bind(&fault.identifier).bind(&fault.reason)
            .execute(db).await?.rows_affected());
        Ok(())
    }
}
