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
const SELECT_SEEN: &str =
    "SELECT route, imported_us, ended_us IS NULL FROM journal_routes WHERE issn = $1 ORDER BY directory";
const UPSERT_SNAPSHOT: &str = "INSERT INTO journal_snapshots (directory, imported_us) VALUES ($1, $2) \
     ON CONFLICT (directory) DO UPDATE SET imported_us = excluded.imported_us";
const SELECT_SNAPSHOTS: &str = "SELECT directory, imported_us FROM journal_snapshots";
const UPSERT_TITLE: &str = "INSERT INTO journal_titles (issn, title, search) VALUES ($1, $2, $3) \
     ON CONFLICT (issn) DO UPDATE SET title = excluded.title, search = excluded.search";
const SELECT_UNTITLED: &str = "SELECT r.issn, r.route FROM journal_routes r WHERE NOT EXISTS \
     (SELECT 1 FROM journal_titles t WHERE t.issn = r.issn)";
/// Words are letters and digits alone, so that none of them is a pattern.
const SELECT_FOUND: &str = "SELECT MIN(issn), title FROM journal_titles WHERE search LIKE $1 AND search LIKE $2 \
     AND search LIKE $3 AND search LIKE $4 GROUP BY title ORDER BY LENGTH(title), title LIMIT $5";

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

    /// What directories say of the journal with an ISSN, each with when that was taken in, and whether
    /// the directory still lists it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_journal_entries(&self, issn: &Issn) -> Result<Vec<(JournalRoute, Timestamp, bool)>> {
        let rows: Vec<(String, i64, bool)> =
            reading!(self, db => sqlx::query_as(SELECT_SEEN).bind(issn.as_str()).fetch_all(db).await?);
        rows.into_iter().map(|(route, at_us, is_listed)| Ok((read(&route)?, moment(at_us)?, is_listed))).collect()
    }

    /// When each directory was taken in last, by its code.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_journal_snapshots(&self) -> Result<Vec<(String, Timestamp)>> {
        let rows: Vec<(String, i64)> = reading!(self, db => sqlx::query_as(SELECT_SNAPSHOTS).fetch_all(db).await?);
        rows.into_iter().map(|(directory, at_us)| Ok((directory, moment(at_us)?))).collect()
    }

    /// Journals whose title holds words that begin with up to four others, the shortest title first: ISSN and title.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_journals(&self, words: &[String], limit: i64) -> Result<Vec<(String, String)>> {
        let pattern = |at: usize| words.get(at).map_or_else(|| "%".to_owned(), |word| format!("% {word}%"));
        Ok(reading!(self, db => sqlx::query_as(SELECT_FOUND).bind(pattern(0)).bind(pattern(1)).bind(pattern(2))
            .bind(pattern(3)).bind(limit).fetch_all(db).await?))
    }

    /// Journals that cannot be found by their titles yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_untitled_journals(&self) -> Result<Vec<(String, JournalRoute)>> {
        let rows: Vec<(String, String)> = reading!(self, db => sqlx::query_as(SELECT_UNTITLED).fetch_all(db).await?);
        rows.into_iter().map(|(issn, route)| Ok((issn, read(&route)?))).collect()
    }
}

fn read(route: &str) -> Result<JournalRoute> {
    serde_json::from_str(route).map_err(|_| Error::Inconsistent { column: "route", id: 0, source: None })
}

fn moment(at_us: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(at_us).map_err(|_| Error::Inconsistent { column: "imported_us", id: 0, source: None })
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

    /// Notes when a directory was taken in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_journal_snapshot(&mut self, directory: Directory, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(UPSERT_SNAPSHOT).bind(directory.code()).bind(now.as_microsecond())
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// Has a journal found by its title.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_journal_title(&mut self, issn: &str, title: &str, search: &str) -> Result<()> {
        within!(self, db => sqlx::query(UPSERT_TITLE).bind(issn).bind(title).bind(search).execute(db).await?.rows_affected());
        Ok(())
    }
}
