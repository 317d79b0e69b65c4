//! Makes an article public, or takes it away: one transaction each.

use super::extract::pages_of;
use super::{Error, Repository, Result};
use crate::domain::article::{ArticleEvent, Version};
use crate::domain::deposit::Deposit;
use crate::domain::extraction::Reading;
use crate::domain::ids::{UserId, VersionId};
use crate::domain::job::Job;
use crate::domain::{AccessRight, Article, ArticleId, ArticleState, Metadata, TransitionError};
use crate::store::{NewEvent, NewVersion, Tx};

impl Repository {
    /// Accepts and publishes a deposit: the immutable version, the sets, the datestamp and the index job at once.
    ///
    /// # Errors
    /// When the article is not one that can be accepted now, or another article has its DOI.
    pub(super) async fn publish_deposit(
        &self,
        deposit: &Deposit,
        metadata: &Metadata,
        reading: &Reading,
        curator: Option<UserId>,
    ) -> Result<()> {
        let article = deposit.article;
        let mut tx = self.parts.store.begin().await?;
        if let Some(known) = self.article_to_complete(&mut tx, deposit, metadata).await? {
            return self.complete_article(tx, deposit, known, metadata, reading, curator).await;
        }
        // Read once the transaction holds the lock, so that datestamps follow the order of commits.
        let now = self.now();
        let state = tx.get_state(article).await?;
        let accepted = state.next(ArticleEvent::Accept)?;
        let published = accepted.next(ArticleEvent::Publish)?;
        tx.set_state(article, state, published).await?;
        tx.set_doi(article, metadata.doi.as_ref()).await?;
        let file = &deposit.file.sha256;
        let version = tx.add_version(&NewVersion { article, metadata, file, created_at: now }).await?;
        tx.set_pages(file, pages_of(reading)).await?;
        let shown = shown_as(deposit, version, metadata, now);
        self.stamp(&mut tx, &shown).await?;
        tx.add_event(&NewEvent { article, at: now, user: curator, action: "publish", reason: None }).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Makes a corrected description the next version of a public article.
    pub(super) async fn publish_correction(
        &self,
        deposit: &Deposit,
        metadata: &Metadata,
        curator: UserId,
    ) -> Result<()> {
        let article = deposit.article;
        let mut tx = self.parts.store.begin().await?;
        let now = self.now();
        let state = tx.get_state(article).await?;
        if state != ArticleState::Published {
            return Err(TransitionError { from: state, event: ArticleEvent::Publish }.into());
        }
        tx.set_doi(article, metadata.doi.as_ref()).await?;
        // The file of a later deposit may have completed the article since.
        let shown = self.parts.store.find_article(article).await?.ok_or(Error::NotFound { what: "article" })?;
        let deposit = &Deposit { file: shown.version.file, ..deposit.clone() };
        let file = &deposit.file.sha256;
        let version = tx.add_version(&NewVersion { article, metadata, file, created_at: now }).await?;
        self.stamp(&mut tx, &shown_as(deposit, version, metadata, now)).await?;
        let user = Some(curator);
        tx.add_event(&NewEvent { article, at: now, user, action: "correct", reason: None }).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Sets what follows from a public change: datestamp, embargo day, sets and the index job.
    pub(super) async fn stamp(&self, tx: &mut Tx, article: &Article) -> Result<()> {
        let (now, today) = (self.now(), self.parts.clock.today());
        let metadata = &article.version.metadata;
        let embargo = match (article.is_open_on(today), metadata.access, metadata.embargo_until) {
            (false, Some(AccessRight::Embargoed), Some(end)) => Some(end.latest()),
            _ => None,
        };
        tx.stamp_published(article.id, now, embargo, metadata.language).await?;
        tx.set_sets(article.id, &self.current_sets(article).await?).await?;
        tx.add_job(Job::Index(article.id), now).await?;
        self.want_doi(tx, article).await
    }

    /// Takes a public article away; a tombstone with the reason stays for ever.
    ///
    /// # Errors
    /// When the article is not public.
    pub async fn withdraw(&self, id: ArticleId, curator: Option<UserId>, reason: &str) -> Result<()> {
        if reason.trim().is_empty() {
            return Err(Error::Invalid("a withdrawal needs a reason".to_owned()));
        }
        let mut tx = self.parts.store.begin().await?;
        let now = self.now();
        let state = tx.get_state(id).await?;
        tx.set_state(id, state, state.next(ArticleEvent::Withdraw)?).await?;
        tx.stamp_withdrawn(id, now, reason.trim()).await?;
        tx.settle_withdrawal(id, "granted", curator, now).await?;
        tx.add_job(Job::Index(id), now).await?;
        self.want_doi_hidden(&mut tx, id).await?;
        tx.add_event(&NewEvent { article: id, at: now, user: curator, action: "withdraw", reason: Some(reason) })
            .await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Opens the files whose embargo ends today: nobody touched their rows, yet harvesters must see the change.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn lift_embargoes(&self) -> Result<usize> {
        let mut tx = self.parts.store.begin().await?;
        let (now, today) = (self.now(), self.parts.clock.today());
        let lifted = tx.lift_embargoes(today, now).await?;
        for article in self.parts.store.list_articles(&lifted).await? {
            self.stamp(&mut tx, &article).await?;
        }
        tx.commit().await?;
        Ok(lifted.len())
    }
}

fn shown_as(deposit: &Deposit, version: VersionId, metadata: &Metadata, now: jiff::Timestamp) -> Article {
    Article {
        id: deposit.article,
        own_doi: None,
        state: ArticleState::Published,
        version: Version {
            id: version,
            number: 1,
            metadata: metadata.clone(),
            file: deposit.file.clone(),
            created_at: now,
        },
        published_at: Some(now),
        datestamp: Some(now),
        withdrawal_reason: None,
    }
}
