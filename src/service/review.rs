//! Review: what curators see and decide; each decision keeps who, why and when.

use super::{Error, FileStream, Repository, Result};
use crate::domain::article::{ArticleEvent, File};
use crate::domain::deposit::Deposit;
use crate::domain::extraction::Reading;
use crate::domain::ids::{DraftId, UserId};
use crate::domain::review::WithdrawalRequest;
use crate::domain::{Article, ArticleId, ArticleState, DepositId, Metadata};
use crate::store::{Event, NewEvent};

/// A deposit as a curator or its depositor sees it.
#[derive(Debug, Clone)]
pub struct ReviewItem {
    /// The deposit.
    pub deposit: Deposit,
    /// Its article, once the file was read.
    pub article: Option<Article>,
    /// Where it stands.
    pub state: ArticleState,
    /// What was read from the file, once it was.
    pub reading: Option<Reading>,
    /// What happened so far.
    pub history: Vec<Event>,
    /// That its depositor asks to withdraw it, while nobody has decided that.
    pub withdrawal: Option<WithdrawalRequest>,
    /// The draft that it became again, when its depositor took it back and it is still there.
    pub draft: Option<DraftId>,
}

/// What a curator decides.
#[derive(Debug, Clone)]
pub enum Decision {
    /// Publish with this description.
    Accept(Box<Metadata>),
    /// Send back with a comment.
    Return(String),
    /// Refuse with a reason.
    Reject(String),
}

impl Repository {
    /// Articles that wait for a curator, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn review_queue(&self, limit: i64) -> Result<Vec<Article>> {
        Ok(self.parts.store.list_in_review(limit).await?)
    }

    /// Deposits of an account, latest first, without what was read from their files.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn deposits_of(&self, depositor: UserId, limit: i64) -> Result<Vec<ReviewItem>> {
        let mut items = Vec::new();
        for id in self.parts.store.list_deposits_of(depositor, limit).await? {
            items.push(self.review_outline(id).await?);
        }
        Ok(items)
    }

    /// Deposits of an account, by falling number, before one, without what was read from their files.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn deposits_before(
        &self,
        depositor: UserId,
        before: Option<DepositId>,
        limit: i64,
    ) -> Result<Vec<ReviewItem>> {
        let mut items = Vec::new();
        for id in self.parts.store.list_deposits_before(depositor, before, limit).await? {
            items.push(self.review_outline(id).await?);
        }
        Ok(items)
    }

    /// The latest deposit of an article, without what was read from its file.
    ///
    /// # Errors
    /// When there is none.
    pub async fn review_outline_of(&self, article: ArticleId) -> Result<ReviewItem> {
        let deposit = self.parts.store.find_deposit_of(article).await?.ok_or(Error::NotFound { what: "deposit" })?;
        self.review_outline(deposit.id).await
    }

    /// The file of a deposit, open or not: for curators.
    ///
    /// # Errors
    /// When the deposit is not there or its file cannot be read.
    pub async fn review_file(&self, id: DepositId) -> Result<(File, FileStream)> {
        let file = self.review_outline(id).await?.deposit.file;
        let (size, bytes) = self.parts.blobs.get(&file.sha256, None).await?;
        Ok((file, FileStream { size, bytes }))
    }

    /// A deposit.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn review_item(&self, id: DepositId) -> Result<ReviewItem> {
        let mut item = self.review_outline(id).await?;
        item.reading = match item.state {
            ArticleState::Submitted | ArticleState::Rejected => None,
            _ => Some(self.reading_of(&item.deposit.file).await?),
        };
        Ok(item)
    }

    /// A deposit, without what was read from its file.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn review_outline(&self, id: DepositId) -> Result<ReviewItem> {
        let mut deposit = self.parts.store.find_deposit(id).await?.ok_or(Error::NotFound { what: "deposit" })?;
        let (state, ..) = self.parts.store.deposit_outcome(id).await?;
        let article = self.parts.store.find_article(deposit.article).await?;
        // The file of a later deposit may have completed the article since.
        if let Some(shown) = article.as_ref().filter(|_| state == ArticleState::Published) {
            deposit.file.clone_from(&shown.version.file);
        }
        let history = self.parts.store.list_events(deposit.article).await?;
        let withdrawal = match state {
            ArticleState::Published => self.parts.store.find_withdrawal(deposit.article).await?,
            _ => None,
        };
        let draft = match state {
            ArticleState::Draft => self.parts.store.find_taken_back(id).await?,
            _ => None,
        };
        Ok(ReviewItem { deposit, article, state, reading: None, history, withdrawal, draft })
    }

    /// Carries a curator's decision out.
    ///
    /// # Errors
    /// When the article does not wait for one, or its DOI belongs to another article.
    pub async fn decide(&self, id: DepositId, curator: UserId, decision: Decision) -> Result<()> {
        let deposit = self.parts.store.find_deposit(id).await?.ok_or(Error::NotFound { what: "deposit" })?;
        match decision {
            Decision::Accept(metadata) => {
                require_title(&metadata)?;
                let reading = self.reading_of(&deposit.file).await?;
                self.publish_deposit(&deposit, &metadata, &reading, Some(curator)).await
            }
            Decision::Return(reason) => self.close_review(&deposit, curator, ArticleEvent::Return, &reason).await,
            Decision::Reject(reason) => self.close_review(&deposit, curator, ArticleEvent::Reject, &reason).await,
        }
    }

    /// Publishes a corrected description of a public article as a new version.
    ///
    /// # Errors
    /// When the article is not public, has no title, or its DOI belongs to another article.
    pub async fn correct(&self, id: DepositId, curator: UserId, metadata: Metadata) -> Result<()> {
        require_title(&metadata)?;
        let deposit = self.parts.store.find_deposit(id).await?.ok_or(Error::NotFound { what: "deposit" })?;
        self.publish_correction(&deposit, &metadata, curator).await
    }

    /// What was stated when an article was handed in, before anything was read from its file.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn stated_metadata(&self, article: ArticleId) -> Result<Option<Metadata>> {
        Ok(self.parts.store.find_deposit_of(article).await?.map(|deposit| deposit.metadata))
    }

    async fn close_review(&self, deposit: &Deposit, by: UserId, event: ArticleEvent, reason: &str) -> Result<()> {
        if reason.trim().is_empty() {
            return Err(Error::Invalid("a decision against a deposit needs a reason".to_owned()));
        }
        let article = deposit.article;
        let mut tx = self.parts.store.begin().await?;
        let state = tx.get_state(article).await?;
        let next = state.next(event)?;
        tx.set_state(article, state, next).await?;
        if next == ArticleState::Rejected {
            tx.set_doi(article, None).await?;
        }
        let action = next.code();
        tx.add_event(&NewEvent { article, at: self.now(), user: Some(by), action, reason: Some(reason.trim()) })
            .await?;
        Ok(tx.commit().await?)
    }
}

/// Nothing goes public without a title: several formats for harvesters have no way to leave it out.
fn require_title(metadata: &Metadata) -> Result<()> {
    match metadata.main_title() {
        Some(title) if !title.text.is_empty() => Ok(()),
        _ => Err(Error::Invalid("an article needs a title".to_owned())),
    }
}
