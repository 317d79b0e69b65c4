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
        let parsed = rows.into_iter().map(|(sha256, size)| {
            let broken = |_| Error::Inconsistent { column: "sha256", id: 0, source: None };
            Ok((Sha256::parse(&sha256).map_err(broken)?, size))
        });
        parsed.collect()
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
