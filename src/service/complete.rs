//! Files for articles that were known by a harvested record alone: a deposit with the same DOI does not double the
//! article, it completes it.

use super::extract::pages_of;
use super::{Error, Repository, Result};
use crate::domain::article::{ArticleEvent, Version};
use crate::domain::deposit::{Deposit, DepositOrigin, NewDeposit};
use crate::domain::extraction::Reading;
use crate::domain::ids::UserId;
use crate::domain::{Article, ArticleId, ArticleState, Metadata};
use crate::store::{NewEvent, NewVersion, Tx};

impl Repository {
    /// Whether the DOI of a deposit belongs to an article that has no file yet, or that the deposit is a version of.
    pub(super) async fn completes_article(&self, tx: &mut Tx, deposit: &NewDeposit) -> Result<bool> {
        let Some(doi) = deposit.metadata.doi.as_ref().filter(|_| deposit.origin != DepositOrigin::Record) else {
            return Ok(false);
        };
        match tx.find_by_doi(doi).await? {
            Some(article) => Ok(deposit.version_of == Some(article) || tx.is_record_only(article).await?),
            None => Ok(false),
        }
    }

    /// The article that a deposit's file and description become the next version of, if there is one: the one that its
    /// depositor named, while it is public, else one without a file that has its DOI.
    pub(super) async fn article_to_complete(
        &self,
        tx: &mut Tx,
        deposit: &Deposit,
        metadata: &Metadata,
    ) -> Result<Option<ArticleId>> {
        if let Some(named) = deposit.version_of
            && tx.get_state(named).await? == ArticleState::Published
        {
            return Ok(Some(named));
        }
        let Some(doi) = &metadata.doi else { return Ok(None) };
        match tx.find_by_doi(doi).await?.filter(|holder| *holder != deposit.article) {
            Some(holder) if tx.is_record_only(holder).await? => Ok(Some(holder)),
            _ => Ok(None),
        }
    }

    /// Publishes an accepted deposit as the next version of the article that lacked its file. The deposit's own article
    /// never was public; it is closed as the duplicate that it is.
    pub(super) async fn complete_article(
        &self,
        mut tx: Tx,
        deposit: &Deposit,
        article: ArticleId,
        metadata: &Metadata,
        reading: &Reading,
        curator: Option<UserId>,
    ) -> Result<()> {
        let now = self.now();
        let state = tx.get_state(article).await?;
        let known = self.parts.store.find_article(article).await?;
        let Some(known) = known.filter(|_| matches!(state, ArticleState::InReview | ArticleState::Published)) else {
            // Its record is still being read: the job or the curator tries again.
            return Err(Error::internal("the article is not ready for its file", state.code()));
        };
        if state == ArticleState::InReview {
            let published = state.next(ArticleEvent::Accept)?.next(ArticleEvent::Publish)?;
            tx.set_state(article, state, published).await?;
        }
        let metadata = with_known(metadata.clone(), &known.version.metadata);
        let file = &deposit.file;
        let new = NewVersion { article, metadata: &metadata, file: &file.sha256, created_at: now };
        let id = tx.add_version(&new).await?;
        tx.set_pages(&file.sha256, pages_of(reading)).await?;
        let version = Version { id, metadata, file: file.clone(), ..known.version.clone() };
        tx.set_doi(deposit.article, None).await?;
        if version.metadata.doi.is_some() {
            tx.set_doi(article, version.metadata.doi.as_ref()).await?;
        }
        self.stamp(&mut tx, &Article { state: ArticleState::Published, version, ..known }).await?;
        tx.add_event(&NewEvent { article, at: now, user: curator, action: "complete", reason: None }).await?;
        let own = tx.get_state(deposit.article).await?;
        tx.set_duplicate(deposit.id, article).await?;
        tx.set_state(deposit.article, own, own.next(ArticleEvent::Reject)?).await?;
        let reason = format!("article {article}");
        let event =
            NewEvent { article: deposit.article, at: now, user: curator, action: "duplicate", reason: Some(&reason) };
        tx.add_event(&event).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }
}

/// What the deposit says, and the copies and awards that were known before.
fn with_known(mut metadata: Metadata, known: &Metadata) -> Metadata {
    for copy in &known.copies {
        if !metadata.copies.iter().any(|other| other.url == copy.url) {
            metadata.copies.push(copy.clone());
        }
    }
    for link in &known.awards {
        let told = metadata.awards.iter().any(|other| match (&other.number, &link.number) {
            (Some(one), Some(two)) => one == two,
            _ => other.fund == link.fund,
        });
        if !told {
            metadata.awards.push(link.clone());
        }
    }
    metadata
}
