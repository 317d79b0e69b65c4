//! Requests that a program sends again under the same key: the first one is carried out, the others get its answer
//! (draft-ietf-httpapi-idempotency-key-header, "The Idempotency-Key HTTP Header Field").

use jiff::{SignedDuration, Timestamp};

use super::{Error, Repository, Result};
use crate::domain::Sha256;
use crate::domain::ids::UserId;

/// Answers that are kept for one account; more come again when a day has passed.
const MOST_KEPT: i64 = 5_000;

/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// After this a request that never was answered is taken for lost: longer than any upload may take.
const UNDERWAY: SignedDuration = SignedDuration::from_mins(35);

/// What is kept of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Status.
    pub status: u16,
    /// Where what was made stands.
    pub location: Option<String>,
    /// The body.
    pub body: String,
}

/// Where a request under a key stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// It comes for the first time and is to be carried out.
    First,
    /// The same request is being carried out at this moment.
    Underway,
    /// Another request had the key.
    Other,
    /// It was answered.
    Answered(KeptAnswer),
}

impl Repository {
    /// Notes a request under a key, unless it came before.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn ask_once(&self, account: UserId, key: &str, request: &Sha256) -> Result<Asked> {
        self.forget_old_answers().await?;
        let mut tx = self.parts.store.begin().await?;
        if tx.begin_answer(account, key, request, self.now()).await? {
            if tx.count_answers(account).await? > MOST_KEPT {
                return Err(Error::Throttled);
            }
            tx.commit().await?;
            return Ok(Asked::First);
        }
        drop(tx);
        let Some(kept) = self.parts.store.find_answer(account, key).await? else { return Ok(Asked::Underway) };
        if kept.request != request.as_str() {
            return Ok(Asked::Other);
        }
        let Some(status) = kept.status else { return Ok(Asked::Underway) };
        let status = u16::try_from(status).map_err(|error| Error::internal("a kept status is none", error))?;
        let body = kept.answer.unwrap_or_default();
        Ok(Asked::Answered(KeptAnswer { status, location: kept.location, body }))
    }

    /// Keeps the answer to a request.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keep_answer(&self, account: UserId, key: &str, answer: &KeptAnswer) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        tx.set_answer(account, key, answer.status, answer.location.as_deref(), &answer.body).await?;
        Ok(tx.commit().await?)
    }

    /// Gives a key free whose request made nothing, so that it may be sent again.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn drop_answer(&self, account: UserId, key: &str) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        tx.delete_answer(account, key).await?;
        Ok(tx.commit().await?)
    }

    /// Forgets answers after their day; gives how many there were.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_old_answers(&self) -> Result<usize> {
        let since = |span| self.now().checked_sub(span).unwrap_or(Timestamp::MIN);
        let mut tx = self.parts.store.begin().await?;
        let gone = tx.forget_answers(since(KEPT), since(UNDERWAY)).await?;
        tx.commit().await?;
        Ok(usize::try_from(gone).unwrap_or(usize::MAX))
    }
}
