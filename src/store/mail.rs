//! The queue of messages: claimed for a while, then noted as sent, put back or given up.

use std::time::Duration;

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::Lang;
use crate::domain::letter::Letter;

const INSERT: &str = "INSERT INTO mail (dedupe_key, recipient, language, kind, parameters, state, attempts, due_us, \
     created_us) VALUES ($1, $2, $3, $4, $5, 'pending', 0, $6, $6) ON CONFLICT (dedupe_key) DO NOTHING";
const CLAIM: &str = "UPDATE mail SET attempts = attempts + 1, due_us = $2 \
     WHERE id IN (SELECT id FROM mail WHERE state = 'pending' AND due_us <= $1 ORDER BY due_us, id LIMIT $3) \
     RETURNING id, recipient, language, kind, parameters, attempts, created_us";
const SENT: &str = "UPDATE mail SET state = 'sent', recipient = '', parameters = '{}', error = NULL WHERE id = $1";
const RETRY: &str = "UPDATE mail SET due_us = $2, error = $3 WHERE id = $1 AND state = 'pending'";
const FAIL: &str = "UPDATE mail SET state = 'failed', error = $2 WHERE id = $1 AND state = 'pending'";
const FORGET_OLD: &str = "DELETE FROM mail WHERE state <> 'pending' AND created_us < $1";
const FORGET_KEYS: &str = "DELETE FROM mail WHERE dedupe_key >= $1 AND dedupe_key < $2";
const COUNT: &str = "SELECT COALESCE(SUM(CASE WHEN state = 'pending' THEN 1 ELSE 0 END), 0) AS pending, \
     COALESCE(SUM(CASE WHEN state = 'sent' THEN 1 ELSE 0 END), 0) AS sent, \
     COALESCE(SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), 0) AS failed FROM mail";

/// A message to be queued.
#[derive(Debug)]
pub struct NewMail<'a> {
    /// What it is about, such as `alert:7:…`: a second message with the same key is not queued.
    pub dedupe_key: &'a str,
    /// Address.
    pub recipient: &'a str,
    /// Language of its wording.
    pub language: Lang,
    /// What it says.
    pub letter: &'a Letter,
    /// When it may go.
    pub due: Timestamp,
}

/// A message that is being sent.
#[derive(Debug)]
pub struct Claimed {
    /// Row.
    pub id: i64,
    /// Address.
    pub recipient: String,
    /// Language of its wording.
    pub language: Lang,
    /// What it says; an error when this release cannot read it.
    pub letter: Result<Letter, serde_json::Error>,
    /// Which try this is, from 1.
    pub attempt: i64,
    /// When it was queued.
    pub created_at: Timestamp,
}

/// Messages by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct MailCounts {
    /// Waiting.
    pub pending: i64,
    /// Sent of late.
    pub sent: i64,
    /// Given up of late.
    pub failed: i64,
}

#[derive(sqlx::FromRow)]
struct MailRow {
    id: i64,
    recipient: String,
    language: String,
    kind: String,
    parameters: String,
    attempts: i64,
    created_us: i64,
}

impl TryFrom<MailRow> for Claimed {
    type Error = Error;

    fn try_from(row: MailRow) -> Result<Self> {
        let broken = |column| Error::Inconsistent { column, id: row.id, source: None };
        Ok(Self {
            id: row.id,
            language: Lang::parse(&row.language).map_err(|_| broken("language"))?,
            letter: Letter::from_parts(&row.kind, &row.parameters),
            attempt: row.attempts,
            created_at: Timestamp::from_microsecond(row.created_us).map_err(|_| broken("created_us"))?,
            recipient: row.recipient,
        })
    }
}

impl Store {
    /// Claims messages that are due: nobody else gets them before the lease ends, and then they are due again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_mail(&self, now: Timestamp, lease: Duration, limit: i64) -> Result<Vec<Claimed>> {
        if !self.may_work() {
            return Ok(Vec::new());
        }
        let until = now.as_microsecond().saturating_add(i64::try_from(lease.as_micros()).unwrap_or(i64::MAX));
        let mut tx = self.begin().await?;
        let rows: Vec<MailRow> = within!(&mut tx, db => sqlx::query_as(CLAIM).bind(now.as_microsecond()).bind(until)
            .bind(limit).fetch_all(db).await?);
        tx.commit_aside().await?;
        rows.into_iter().map(Claimed::try_from).collect()
    }

    /// Notes that a message was sent: its address and content are forgotten, its key stays for a while.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mail_sent(&self, id: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(SENT).bind(id).execute(db).await?.rows_affected());
        tx.commit().await
    }

    /// Puts a message back for later.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn retry_mail(&self, id: i64, due: Timestamp, error: &str) -> Result<()> {
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(RETRY).bind(id).bind(due.as_microsecond()).bind(error).execute(db).await?.rows_affected());
        tx.commit().await
    }

    /// Gives a message up; it stays visible for a while.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fail_mail(&self, id: i64, error: &str) -> Result<()> {
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(FAIL).bind(id).bind(error).execute(db).await?.rows_affected());
        tx.commit().await
    }

    /// Removes what was sent or given up before a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_mail_before(&self, before: Timestamp) -> Result<()> {
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(FORGET_OLD).bind(before.as_microsecond()).execute(db).await?.rows_affected());
        tx.commit().await
    }

    /// Messages by state.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mail_counts(&self) -> Result<MailCounts> {
        Ok(reading!(self, db => sqlx::query_as(COUNT).fetch_one(db).await?))
    }
}

impl Tx {
    /// Queues a message, in the same transaction as what calls for it; one with the same key stays as it is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_mail(&mut self, mail: &NewMail<'_>) -> Result<()> {
        let (kind, parameters) = mail.letter.to_parts()?;
        within!(self, db => sqlx::query(INSERT).bind(mail.dedupe_key).bind(mail.recipient)
            .bind(mail.language.as_str()).bind(kind).bind(parameters).bind(mail.due.as_microsecond())
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// Removes every message whose key is `{subject}:…`, whatever became of it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_mail_about(&mut self, subject: &str) -> Result<()> {
        // `;` is the sign behind `:`.
        within!(self, db => sqlx::query(FORGET_KEYS).bind(format!("{subject}:")).bind(format!("{subject};"))
            .execute(db).await?.rows_affected());
        Ok(())
    }
}
