//! Answers that are kept for programs which send a request again under the same key.

use jiff::Timestamp;

use super::{Result, Store, Tx};
use crate::domain::Sha256;
use crate::domain::ids::UserId;

const INSERT: &str = "INSERT INTO kept_answers (account, key, request, begun_us) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (account, key) DO NOTHING";
const SELECT: &str = "SELECT request, status, location, answer FROM kept_answers WHERE account = $1 AND key = $2";
const COUNT: &str = "SELECT COUNT(*) FROM kept_answers WHERE account = $1";
const UPDATE: &str = "UPDATE kept_answers SET status = $3, location = $4, answer = $5 WHERE account = $1 AND key = $2";
const DELETE: &str = "DELETE FROM kept_answers WHERE account = $1 AND key = $2 AND status IS NULL";
const FORGET: &str = "DELETE FROM kept_answers WHERE begun_us < $1 OR (status IS NULL AND begun_us < $2)";

/// What is kept of a request and its answer.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AnswerRow {
    /// Digest of the request, in hexadecimal.
    pub request: String,
    /// Status; nothing while the first request is being answered.
    pub status: Option<i64>,
    /// Where what was made stands.
    pub location: Option<String>,
    /// The body.
    pub answer: Option<String>,
}

impl Store {
    /// What is kept under a key of an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_answer(&self, account: UserId, key: &str) -> Result<Option<AnswerRow>> {
        Ok(reading!(self, db => sqlx::query_as(SELECT).bind(account).bind(key).fetch_optional(db).await?))
    }
}

impl Tx {
    /// How many answers are kept for an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_answers(&mut self, account: UserId) -> Result<i64> {
        Ok(within!(self, db => sqlx::query_scalar(COUNT).bind(account).fetch_one(db).await?))
    }

    /// Notes that a request is being answered; `false` when its key is taken.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_answer(&mut self, account: UserId, key: &str, request: &Sha256, now: Timestamp) -> Result<bool> {
        let added = within!(self, db => sqlx::query(INSERT).bind(account).bind(key).bind(request.as_str())
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(added == 1)
    }

    /// Keeps what was answered.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_answer(
        &mut self,
        account: UserId,
        key: &str,
        status: u16,
        location: Option<&str>,
        answer: &str,
    ) -> Result<()> {
        within!(self, db => sqlx::query(UPDATE).bind(account).bind(key).bind(i64::from(status)).bind(location)
            .bind(answer).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Gives a key free whose request made nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_answer(&mut self, account: UserId, key: &str) -> Result<()> {
        within!(self, db => sqlx::query(DELETE).bind(account).bind(key).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Forgets answers that were begun before `kept_since`, and those never given that were begun before
    /// `underway_since`; says how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_answers(&mut self, kept_since: Timestamp, underway_since: Timestamp) -> Result<u64> {
        Ok(within!(self, db => sqlx::query(FORGET).bind(kept_since.as_microsecond())
            .bind(underway_since.as_microsecond()).execute(db).await?.rows_affected()))
    }
}
