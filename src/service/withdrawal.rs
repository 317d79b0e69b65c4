//! Depositors and what they want back: before it is decided, a deposit becomes a draft again; a public article is
//! withdrawn by a curator, whom its depositor asks with a reason.

use super::{Error, Repository, Result, ReviewItem};
use crate::domain::article::ArticleEvent;
use crate::domain::draft::{DraftContent, KnownRecord, RecordOrigin};
use crate::domain::ids::{DraftId, UserId};
use crate::domain::job::Job;
use crate::domain::review::WithdrawalRequest;
use crate::domain::{ArticleId, ArticleState, DepositId, Metadata, TransitionError};
use crate::store::{NewEvent, Tx};

/// Longest reason of a request, in characters.
pub(crate) const LONGEST_REASON: usize = 2_000;

impl Repository {
    /// Makes a deposit that nobody has decided its depositor's draft again, with everything that it said. Its history
    /// stays; its file and its DOI are free for another deposit.
    ///
    /// # Errors
    /// When the deposit is somebody else's, or was decided.
    pub async fn take_back(&self, id: DepositId, depositor: UserId) -> Result<DraftId> {
        let item = self.own_deposit(id, depositor).await?;
        let (article, now) = (item.deposit.article, self.now());
        let mut tx = self.parts.store.begin().await?;
        let state = tx.get_state(article).await?;
        tx.set_state(article, state, state.next(ArticleEvent::TakeBack)?).await?;
        tx.set_doi(article, None).await?;
        let draft = if let Some(draft) = tx.reopen_draft(id, depositor, now).await? {
            self.say_what_was_revised(&mut tx, draft, &item).await?;
            draft
        } else {
            let content = said_by(&item, DraftContent::default());
            let draft = tx.add_draft(depositor, &content, Some(&item.deposit.file.sha256), now).await?;
            tx.mark_taken_back(draft, id).await?;
            tx.add_job(Job::ReadDraft(draft), now).await?;
            draft
        };
        let event = NewEvent { article, at: now, user: Some(depositor), action: "take-back", reason: None };
        tx.add_event(&event).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(draft)
    }

    /// What the depositor corrected after handing in stands in no draft: it goes in front of everything else there.
    async fn say_what_was_revised(&self, tx: &mut Tx, id: DraftId, item: &ReviewItem) -> Result<()> {
        let mut since = item.history.iter().rev().take_while(|event| event.action != "submit");
        if !since.any(|event| event.action == "revise") {
            return Ok(());
        }
        let Some(draft) = self.parts.store.find_draft(id).await? else { return Ok(()) };
        tx.set_draft_content(id, draft.revision, &said_by(item, draft.content), self.now()).await?;
        Ok(())
    }

    /// Asks that a public article be withdrawn; asked twice, the first request stands.
    ///
    /// # Errors
    /// When the deposit is somebody else's, its article is not public, or the reason is none or too long.
    pub async fn ask_withdrawal(&self, id: DepositId, depositor: UserId, reason: &str) -> Result<()> {
        let item = self.own_deposit(id, depositor).await?;
        let reason = reason_of(reason)?;
        let (article, now) = (item.deposit.article, self.now());
        let mut tx = self.parts.store.begin().await?;
        let state = tx.get_state(article).await?;
        if state != ArticleState::Published {
            return Err(TransitionError { from: state, event: ArticleEvent::Withdraw }.into());
        }
        if tx.ask_withdrawal(article, id, depositor, reason, now).await? {
            let (user, action) = (Some(depositor), "withdrawal-ask");
            tx.add_event(&NewEvent { article, at: now, user, action, reason: Some(reason) }).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Calls a request for a withdrawal back; nothing happens where there is none.
    ///
    /// # Errors
    /// When the deposit is somebody else's.
    pub async fn call_withdrawal_back(&self, id: DepositId, depositor: UserId) -> Result<()> {
        let article = self.own_deposit(id, depositor).await?.deposit.article;
        self.settle(article, "called_back", depositor, ("withdrawal-unask", None)).await?;
        Ok(())
    }

    /// The withdrawal of an article that is asked for.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn withdrawal_asked(&self, article: ArticleId) -> Result<Option<WithdrawalRequest>> {
        Ok(self.parts.store.find_withdrawal(article).await?)
    }

    /// How many withdrawals wait for a curator.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn withdrawals_waiting(&self) -> Result<u64> {
        Ok(u64::try_from(self.parts.store.count_withdrawals().await?).unwrap_or_default())
    }

    /// Leaves an article public whose depositor asks to withdraw it, and says why.
    ///
    /// # Errors
    /// When nobody asks, or the reason is none or too long.
    pub async fn decline_withdrawal(&self, article: ArticleId, curator: UserId, reason: &str) -> Result<()> {
        let told = ("withdrawal-decline", Some(reason_of(reason)?));
        let found = self.settle(article, "declined", curator, told).await?;
        if found { Ok(()) } else { Err(Error::NotFound { what: "request" }) }
    }

    async fn settle(
        &self,
        article: ArticleId,
        state: &str,
        by: UserId,
        (action, reason): (&str, Option<&str>),
    ) -> Result<bool> {
        let now = self.now();
        let mut tx = self.parts.store.begin().await?;
        let found = tx.settle_withdrawal(article, state, Some(by), now).await?;
        if found {
            tx.add_event(&NewEvent { article, at: now, user: Some(by), action, reason }).await?;
        }
        tx.commit().await?;
        Ok(found)
    }

    /// A deposit of somebody, without its file's readings; to anybody else it does not exist.
    ///
    /// # Errors
    /// When it does not exist or is somebody else's.
    pub async fn own_deposit(&self, id: DepositId, depositor: UserId) -> Result<ReviewItem> {
        let item = self.review_outline(id).await?;
        if item.deposit.depositor == Some(depositor) { Ok(item) } else { Err(Error::NotFound { what: "deposit" }) }
    }
}

fn reason_of(text: &str) -> Result<&str> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST_REASON {
        return Err(Error::Invalid(format!("a reason has 1 to {LONGEST_REASON} characters")));
    }
    Ok(text)
}

/// The content of a draft that says what a deposit says now.
fn said_by(item: &ReviewItem, before: DraftContent) -> DraftContent {
    let described = item.article.as_ref().map_or(&item.deposit.metadata, |article| &article.version.metadata);
    // Where other copies are is not for a draft to say.
    let metadata = Metadata { copies: Vec::new(), ..described.clone() };
    DraftContent {
        records: vec![KnownRecord { origin: RecordOrigin::Deposit, metadata }],
        edits: std::collections::BTreeMap::new(),
        version_of: item.deposit.version_of,
        ..before
    }
}
