//! What depositors take back, and the withdrawals that they ask for.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::ids::{DraftId, UserId};
use crate::domain::review::WithdrawalRequest;
use crate::domain::{ArticleId, DepositId};

const SELECT_OPEN: &str = "SELECT w.article_id, w.deposit_id, u.name, w.reason, w.asked_us FROM withdrawal_requests w \
     JOIN users u ON u.id = w.user_id WHERE w.article_id = $1 AND w.state = 'asked'";
const COUNT_OPEN: &str = "SELECT COUNT(*) FROM withdrawal_requests WHERE state = 'asked'";
const INSERT: &str = "INSERT INTO withdrawal_requests (article_id, deposit_id, user_id, reason, asked_us, state) \
     VALUES ($1, $2, $3, $4, $5, 'asked') ON CONFLICT (article_id) WHERE state = 'asked' DO NOTHING";
const SETTLE: &str = "UPDATE withdrawal_requests SET state = $2, settled_by = $3, settled_us = $4 \
     WHERE article_id = $1 AND state = 'asked'";
const SELECT_TAKEN_BACK: &str = "SELECT t.id FROM drafts t JOIN deposits d ON d.id = t.taken_back AND d.depositor = t.owner \
     WHERE t.taken_back = $1 AND t.deposit_id IS NULL ORDER BY t.id DESC LIMIT 1";
const REOPEN: &str = "UPDATE drafts SET deposit_id = NULL, taken_back = $1, updated_us = $3, warned_us = NULL \
     WHERE id = (SELECT MAX(d.id) FROM drafts d WHERE d.deposit_id = $1 AND d.owner = $2) RETURNING id";
const MARK: &str = "UPDATE drafts SET taken_back = $2 WHERE id = $1";

impl Store {
    /// The withdrawal of an article that its depositor asks for and that nobody has decided.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_withdrawal(&self, article: ArticleId) -> Result<Option<WithdrawalRequest>> {
        let row: Option<(ArticleId, DepositId, String, String, i64)> =
            reading!(self, db => sqlx::query_as(SELECT_OPEN).bind(article).fetch_optional(db).await?);
        let Some((article, deposit, name, reason, asked_us)) = row else { return Ok(None) };
        let broken = |_| Error::Inconsistent { column: "asked_us", id: article.0, source: None };
        let at = Timestamp::from_microsecond(asked_us).map_err(broken)?;
        Ok(Some(WithdrawalRequest { article, deposit, name, reason, at }))
    }

    /// How many withdrawals are asked for and not decided.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_withdrawals(&self) -> Result<i64> {
        Ok(reading!(self, db => sqlx::query_scalar(COUNT_OPEN).fetch_one(db).await?))
    }

    /// The draft that a deposit became again, while it is there and was not handed in once more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_taken_back(&self, deposit: DepositId) -> Result<Option<DraftId>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_TAKEN_BACK).bind(deposit).fetch_optional(db).await?))
    }
}

impl Tx {
    /// Writes down that a depositor asks for a withdrawal; `false` when one is asked for already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask_withdrawal(
        &mut self,
        article: ArticleId,
        deposit: DepositId,
        by: UserId,
        reason: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let added = within!(self, db => sqlx::query(INSERT).bind(article).bind(deposit).bind(by).bind(reason)
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(added > 0)
    }

    /// Ends the request for a withdrawal: granted, declined or called back. `false` when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settle_withdrawal(
        &mut self,
        article: ArticleId,
        state: &str,
        by: Option<UserId>,
        now: Timestamp,
    ) -> Result<bool> {
        let settled = within!(self, db => sqlx::query(SETTLE).bind(article).bind(state).bind(by)
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(settled > 0)
    }

    /// Opens the draft again that an account made a deposit of; nothing when it made none of a draft.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reopen_draft(&mut self, deposit: DepositId, owner: UserId, now: Timestamp) -> Result<Option<DraftId>> {
        Ok(within!(self, db => sqlx::query_scalar(REOPEN).bind(deposit).bind(owner).bind(now.as_microsecond())
            .fetch_optional(db).await?))
    }

    /// Notes which deposit a draft was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mark_taken_back(&mut self, draft: DraftId, deposit: DepositId) -> Result<()> {
        within!(self, db => sqlx::query(MARK).bind(draft).bind(deposit).execute(db).await?.rows_affected());
        Ok(())
    }
}
