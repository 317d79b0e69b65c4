//! What directories say of journals, by ISSN.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::Issn;
use crate::domain::journal::JournalRoute;

const UPSERT: &str = "INSERT INTO journal_routes (issn, directory, route, imported_us) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (issn, directory) DO UPDATE SET route = excluded.route, imported_us = excluded.imported_us";
const SELECT: &str = "SELECT route FROM journal_routes WHERE issn = $1 ORDER BY directory";

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
                .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        }
        Ok(())
    }
}
