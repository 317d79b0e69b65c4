//! When the bytes of each file were last read against their digest.

use jiff::Timestamp;

use super::{Error, Result, Store};
use crate::domain::Sha256;

const DUE: &str = "SELECT c.sha256, f.size_bytes FROM file_checks c JOIN files f ON f.sha256 = c.sha256 \
     WHERE c.is_sound = TRUE AND c.checked_us < $1 ORDER BY c.checked_us, c.sha256 LIMIT $2";
const DAMAGED_DUE: &str = "SELECT c.sha256, f.size_bytes FROM file_checks c JOIN files f ON f.sha256 = c.sha256 \
     WHERE c.is_sound = FALSE AND c.checked_us < $1 ORDER BY c.checked_us LIMIT $2";
const NOTE: &str = "UPDATE file_checks SET checked_us = $2, is_sound = $3 WHERE sha256 = $1";
const COUNT: &str = "SELECT COUNT(*) AS files, CAST(COALESCE(SUM(f.size_bytes), 0) AS BIGINT) AS bytes, \
     COALESCE(SUM(CASE WHEN c.is_sound = FALSE THEN 1 ELSE 0 END), 0) AS damaged, \
     COALESCE(SUM(CASE WHEN c.checked_us >= $1 THEN 1 ELSE 0 END), 0) AS checked, \
     COALESCE(SUM(CASE WHEN c.checked_us < $1 AND f.created_us < $1 THEN 1 ELSE 0 END), 0) AS overdue, \
     MAX(c.checked_us) AS last_us FROM file_checks c JOIN files f ON f.sha256 = c.sha256";
const DAMAGED: &str = "SELECT c.sha256, (SELECT MIN(v.article_id) FROM versions v WHERE v.file_sha256 = c.sha256) \
     AS article_id, c.checked_us FROM file_checks c WHERE c.is_sound = FALSE ORDER BY c.sha256 LIMIT $1";

const WITHOUT_REPLICA: &str = "SELECT c.sha256, f.size_bytes FROM file_checks c JOIN files f ON f.sha256 = c.sha256 \
     WHERE c.replica_us = 0 AND c.sha256 > $1 ORDER BY c.sha256 LIMIT $2";
const NOTE_REPLICA: &str = "UPDATE file_checks SET replica_us = $2 WHERE sha256 = $1";
const NOTE_REPAIR: &str = "UPDATE file_checks SET repaired_us = $2 WHERE sha256 = $1";
const FORGET_REPLICA: &str = "UPDATE file_checks SET replica_us = 0 WHERE replica_us <> 0";
const COUNT_REPLICA: &str = "SELECT COUNT(*) AS files, \
     COALESCE(SUM(CASE WHEN c.replica_us = 0 AND f.created_us < $1 THEN 1 ELSE 0 END), 0) AS missing, \
     COALESCE(SUM(CASE WHEN c.repaired_us >= $2 THEN 1 ELSE 0 END), 0) AS repaired, \
     MAX(c.replica_us) AS last_us FROM file_checks c JOIN files f ON f.sha256 = c.sha256";

/// What is known of the second copies of all files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct ReplicaCounts {
    /// Files.
    pub files: i64,
    /// Files from before a moment that are not kept a second time.
    pub missing: i64,
    /// Files whose second copy was put back since a moment.
    pub repaired: i64,
    /// When a file was last copied, in microseconds since 1970; 0 or nothing when never.
    pub last_us: Option<i64>,
}

/// What the checks of all files say together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct FileCounts {
    /// Files.
    pub files: i64,
    /// Their size in bytes.
    pub bytes: i64,
    /// Files that were missing or other ones when last read.
    pub damaged: i64,
    /// Files read since the day asked for.
    pub checked: i64,
    /// Files that were here on that day and have not been read since.
    pub overdue: i64,
    /// When a file was last read, in microseconds since 1970; 0 or nothing when never.
    pub last_us: Option<i64>,
}

/// A file that was missing or another one when last read.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DamagedFile {
    /// Its digest.
    pub sha256: String,
    /// An article that it belongs to.
    pub article_id: Option<i64>,
    /// When it was read, in microseconds since 1970.
    pub checked_us: i64,
}

impl Store {
    /// Files not read since a moment, and damaged ones not read since a later one, longest ago first, with their sizes
    /// in bytes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_files_to_check(
        &self,
        before: Timestamp,
        damaged_before: Timestamp,
        limit: i64,
    ) -> Result<Vec<(Sha256, i64)>> {
        let mut rows: Vec<(String, i64)> = reading!(self, db => sqlx::query_as(DAMAGED_DUE)
            .bind(damaged_before.as_microsecond()).bind(limit).fetch_all(db).await?);
        let due: Vec<(String, i64)> = reading!(self, db => sqlx::query_as(DUE)
            .bind(before.as_microsecond()).bind(limit).fetch_all(db).await?);
        rows.extend(due);
        parsed(rows)
    }

    /// Files behind a digest that are not kept a second time, in the order of their digests, with their sizes in bytes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_files_without_replica(&self, after: &str, limit: i64) -> Result<Vec<(Sha256, i64)>> {
        parsed(reading!(self, db => sqlx::query_as(WITHOUT_REPLICA).bind(after).bind(limit).fetch_all(db).await?))
    }

    /// Notes when a file was copied to the replica; `None` when it is no longer there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_replica_copy(&self, sha256: &Sha256, at: Option<Timestamp>) -> Result<()> {
        let at_us = at.map_or(0, Timestamp::as_microsecond);
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(NOTE_REPLICA).bind(sha256.as_str()).bind(at_us).execute(db).await?
            .rows_affected());
        tx.commit().await
    }

    /// Notes that the second copy of a file was put back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_repair(&self, sha256: &Sha256, at: Timestamp) -> Result<()> {
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(NOTE_REPAIR).bind(sha256.as_str()).bind(at.as_microsecond()).execute(db)
            .await?.rows_affected());
        tx.commit().await
    }

    /// Forgets what was copied: files are kept a second time elsewhere from now on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_replica_copies(&self) -> Result<()> {
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(FORGET_REPLICA).execute(db).await?.rows_affected());
        tx.commit().await
    }

    /// What is known of the second copies: of files from before a moment, and of those put back since another one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn replica_counts(&self, before: Timestamp, since: Timestamp) -> Result<ReplicaCounts> {
        Ok(reading!(self, db => sqlx::query_as(COUNT_REPLICA).bind(before.as_microsecond())
            .bind(since.as_microsecond()).fetch_one(db).await?))
    }

    /// Notes what reading a file gave.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_file_check(&self, sha256: &Sha256, at: Timestamp, is_sound: bool) -> Result<()> {
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(NOTE).bind(sha256.as_str()).bind(at.as_microsecond()).bind(is_sound)
            .execute(db).await?.rows_affected());
        tx.commit().await
    }

    /// What the checks since a moment say together.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn file_counts(&self, since: Timestamp) -> Result<FileCounts> {
        Ok(reading!(self, db => sqlx::query_as(COUNT).bind(since.as_microsecond()).fetch_one(db).await?))
    }

    /// Files that were missing or other ones when last read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_damaged_files(&self, limit: i64) -> Result<Vec<DamagedFile>> {
        Ok(reading!(self, db => sqlx::query_as(DAMAGED).bind(limit).fetch_all(db).await?))
    }
}

fn parsed(rows: Vec<(String, i64)>) -> Result<Vec<(Sha256, i64)>> {
    let parsed = rows.into_iter().map(|(sha256, size)| {
        let broken = |_| Error::Inconsistent { column: "sha256", id: 0, source: None };
        Ok((Sha256::parse(&sha256).map_err(broken)?, size))
    });
    parsed.collect()
}
