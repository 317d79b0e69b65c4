//! Review as a conversation: the queue and who looks after what, comments, and what a depositor does after them.

use super::{Error, Repository, Result, ReviewItem};
use crate::domain::article::ArticleEvent;
use crate::domain::ids::UserId;
use crate::domain::review::{Assignee, Comment, QueueQuery};
use crate::domain::user::{Role, User};
use crate::domain::{ArticleState, DepositId, Metadata};
use crate::store::{NewEvent, NewVersion};

/// Longest comment, in characters.
const LONGEST_COMMENT: usize = 10_000;
/// Comments of one deposit.
const MOST_COMMENTS: i64 = 500;

/// A deposit in the queue.
#[derive(Debug, Clone)]
pub struct QueueLine {
    /// The deposit.
    pub item: ReviewItem,
    /// Who looks after it.
    pub assignee: Option<Assignee>,
    /// How much was said about it.
    pub comments: i64,
}

impl Repository {
    /// Deposits of the queue of a curator.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn queue(&self, query: &QueueQuery, curator: UserId, limit: i64) -> Result<Vec<QueueLine>> {
        let mut lines = Vec::new();
        for id in self.parts.store.list_queue(query, curator, limit).await? {
            let (assignee, comments) = (self.assignee(id).await?, self.parts.store.count_comments(id).await?);
            lines.push(QueueLine { item: self.review_outline(id).await?, assignee, comments });
        }
        Ok(lines)
    }

    /// Who looks after a deposit.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn assignee(&self, id: DepositId) -> Result<Option<Assignee>> {
        Ok(self.parts.store.find_assignee(id).await?)
    }

    /// Who may look after deposits.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn curators(&self) -> Result<Vec<Assignee>> {
        let mut all = Vec::new();
        for role in [Role::Curator, Role::Administrator] {
            let accounts = self.parts.store.list_accounts_as(role).await?;
            all.extend(accounts.into_iter().map(|account| Assignee { id: account.user.id, name: account.user.name }));
        }
        Ok(all)
    }

    /// Gives a deposit to a curator to look after, or to nobody.
    ///
    /// # Errors
    /// When the deposit is not there, or the account is no curator's.
    pub async fn assign(&self, id: DepositId, curator: Option<UserId>) -> Result<()> {
        self.review_outline(id).await?;
        if let Some(wanted) = curator
            && !self.curators().await?.iter().any(|known| known.id == wanted)
        {
            return Err(Error::NotFound { what: "curator" });
        }
        let mut tx = self.parts.store.begin().await?;
        tx.assign(id, curator).await?;
        Ok(tx.commit().await?)
    }

    /// What was said about a deposit, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn comments(&self, id: DepositId) -> Result<Vec<Comment>> {
        Ok(self.parts.store.list_comments(id).await?)
    }

    /// Says something about a deposit: its depositor, or a curator.
    ///
    /// # Errors
    /// When there is no such deposit for this account, or the words are none or too many.
    pub async fn comment(&self, id: DepositId, by: &User, field: Option<&str>, body: &str) -> Result<()> {
        let item = self.review_outline(id).await?;
        if item.deposit.depositor != Some(by.id) && by.role < Role::Curator {
            return Err(Error::NotFound { what: "deposit" });
        }
        let body = body.trim();
        let many = self.parts.store.count_comments(id).await? >= MOST_COMMENTS;
        if body.is_empty() || body.chars().count() > LONGEST_COMMENT || many {
            return Err(Error::Invalid(format!("a comment has 1 to {LONGEST_COMMENT} characters")));
        }
        let mut tx = self.parts.store.begin().await?;
        tx.add_comment(id, by.id, field, body, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Takes the corrected description of a depositor; what was sent back waits for a curator again, with the same file.
    ///
    /// # Errors
    /// When the deposit is somebody else's, or can no longer be corrected.
    pub async fn revise_own(&self, id: DepositId, depositor: UserId, metadata: &Metadata) -> Result<()> {
        self.revise_over(id, depositor, metadata, None).await
    }

    /// The same, as long as the deposit is what somebody saw.
    ///
    /// # Errors
    /// As above, and when it was changed meanwhile.
    pub async fn revise_seen(&self, seen: &ReviewItem, depositor: UserId, metadata: &Metadata) -> Result<()> {
        self.revise_over(seen.deposit.id, depositor, metadata, Some(seen)).await
    }

    async fn revise_over(
        &self,
        id: DepositId,
        depositor: UserId,
        metadata: &Metadata,
        seen: Option<&ReviewItem>,
    ) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        let item = self.review_outline(id).await?;
        if item.deposit.depositor != Some(depositor) {
            return Err(Error::NotFound { what: "deposit" });
        }
        if seen.is_some_and(|seen| !is_same(seen, &item)) {
            return Err(Error::Changed);
        }
        let (article, now) = (item.deposit.article, self.now());
        let state = tx.get_state(article).await?;
        if state != ArticleState::InReview {
            tx.set_state(article, state, state.next(ArticleEvent::BeginReview)?).await?;
        }
        let file = &item.deposit.file.sha256;
        tx.add_version(&NewVersion { article, metadata, file, created_at: now }).await?;
        let event = NewEvent { article, at: now, user: Some(depositor), action: "revise", reason: None };
        tx.add_event(&event).await?;
        Ok(tx.commit().await?)
    }

    /// Publishes a deposit of somebody who may do so without a curator.
    ///
    /// # Errors
    /// When the account may not, the deposit is somebody else's, or the description cannot be public.
    pub async fn publish_own(&self, id: DepositId, depositor: UserId, metadata: &Metadata) -> Result<()> {
        if !self.account(depositor).await?.is_trusted {
            return Err(Error::NotOpen);
        }
        let named = self.review_outline(id).await?.deposit.version_of;
        if let Some(named) = named
            && !self.parts.store.is_depositor_of(depositor, named).await?
        {
            // A new version of somebody else's article is for a curator to decide.
            return Err(Error::NotOpen);
        }
        self.revise_own(id, depositor, metadata).await?;
        let item = self.review_outline(id).await?;
        let reading = self.reading_of(&item.deposit.file).await?;
        self.publish_deposit(&item.deposit, metadata, &reading, Some(depositor)).await
    }
}

/// Whether a deposit is what it was: its state, its file and its description.
fn is_same(seen: &ReviewItem, now: &ReviewItem) -> bool {
    let described = |item: &ReviewItem| item.article.as_ref().map(|article| article.version.metadata.clone());
    seen.state == now.state
        && seen.deposit.file.sha256 == now.deposit.file.sha256
        && seen.deposit.metadata == now.deposit.metadata
        && described(seen) == described(now)
}
