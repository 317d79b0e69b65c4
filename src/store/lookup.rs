//! Answers of services that describe works, kept so that nobody is asked twice.

use jiff::Timestamp;

use super::{Result, Store, Tx};

const SELECT: &str = "SELECT body FROM lookup_answers WHERE service = $1 AND key = $2 \
     AND fetched_us > CASE WHEN body IS NULL THEN CAST($4 AS BIGINT) ELSE $3 END";
const UPSERT: &str = "INSERT INTO lookup_answers (service, key, body, fetched_us) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (service, key) DO UPDATE SET body = excluded.body, fetched_us = excluded.fetched_us";

impl Store {
    /// What a service answered: nothing kept, or its answer, which may be that it does not know the work. Answers are
    /// taken that came after `known_since`, and such ignorance after `unknown_since`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_lookup(
        &self,
        service: &str,
        key: &str,
        known_since: Timestamp,
        unknown_since: Timestamp,
    ) -> Result<Option<Option<String>>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT).bind(service).bind(key)
            .bind(known_since.as_microsecond()).bind(unknown_since.as_microsecond()).fetch_optional(db).await?))
    }
}

impl Tx {
    /// Keeps what a service answered.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_lookup(&mut self, service: &str, key: &str, body: Option<&str>, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(UPSERT).bind(service).bind(key).bind(body).bind(now.as_microsecond())
            .execute(db).await?.rows_affected());
        Ok(())
    }
}
