//! What directories say of journals, by ISSN.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::Issn;
use crate::domain::journal::{Directory, JournalRoute};

const UPSERT: &str = "INSERT INTO journal_routes (issn, directory, route, imported_us) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (issn, directory) DO UPDATE SET route = excluded.route, imported_us = excluded.imported_us, \
     ended_us = NULL";
const SELECT: &str = "SELECT route FROM journal_routes WHERE issn = $1 AND ended_us IS NULL ORDER BY directory";
const COUNT: &str = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN imported_us < $2 THEN 1 ELSE 0 END), 0) FROM journal_routes \
     WHERE directory = $1 AND ended_us IS NULL";
const END: &str =
    "UPDATE journal_routes SET ended_us = $2 WHERE directory = $1 AND imported_us < $2 AND ended_us IS NULL";

impl Store {
    /// What directories say of the journal with an ISSN.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_journal_routes(&self, issn: &Issn) -> Result<Vec<JournalRoute>> {
        let rows: Vec<String> =
            reading!(self, db => sqlx::query_scalar(SELECT).bind(issn.as_str()).fetch_all(db).await?);
        let broken = |_| Error::Inconsistent { column: "route", id: 0, source: None };
        rows.iter().map(|row| serde_json::from_str(row).map_err(broken)).collect()
    }
}

impl Tx {
    /// Writes what a directory says of a journal, under each of its ISSNs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_journal_route(&mut self, route: &JournalRoute, now: Timestamp) -> Result<()> {
        let broken = |_| Error::Inconsistent { column: "route", id: 0, source: None };
        let text = serde_json::to_string(route).map_err(broken)?;
        for issn in &route.issns {
            within!(self, db => sqlx::query(UPSERT).bind(issn.as_str()).bind(route.directory.code()).bind(&text)
                .bind(now.as_microsecond()).execute(db).await?);
        }
        Ok(())
    }

    /// How many ISSNs a directory names, and how many of them it does not name since a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_journal_routes(&mut self, directory: Directory, since: Timestamp) -> Result<(i64, i64)> {
        Ok(within!(self, db => sqlx::query_as(COUNT).bind(directory.code()).bind(since.as_microsecond())
            .fetch_one(db).await?))
    }

    /// Ends what a directory says of journals that it does not name since a moment; gives how many ISSNs that were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_journal_routes(&mut self, directory: Directory, since: Timestamp) -> Result<u64> {
        Ok(within!(self, db => sqlx::query(END).bind(directory.code()).bind(since.as_microsecond()).execute(db).await?
            .rows_affected()))
    }
}
