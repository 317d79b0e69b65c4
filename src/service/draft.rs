//! Drafts: a file or a record begins one, its form fills itself, and handing it in makes a deposit.

use bytes::Bytes;
use futures_util::Stream;

use super::{Error, FileStream, Repository, Result};
use crate::domain::article::File;
use crate::domain::deposit::{DepositOrigin, NewDeposit, ReviewMode, Submission};
use crate::domain::draft::{Depositor, Draft, DraftContent, Found, KnownRecord, RecordOrigin};
use crate::domain::ids::{DraftId, UserId};
use crate::domain::job::Job;
use crate::domain::{ArticleId, ArticleState, Metadata};

/// Drafts that an account is shown.
const MOST_LISTED: i64 = 20;

/// What a file led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftStart {
    /// A draft, new or the one that has this file already.
    Draft(DraftId),
    /// The same bytes made an article before.
    Known(ArticleId),
}

impl Repository {
    /// Begins a draft with a file, or gives an existing one its file. The job that reads it follows.
    ///
    /// # Errors
    /// When the file is empty, too large, of a type that is not taken, or cannot be kept.
    pub async fn draft_with_file<S, E>(
        &self,
        owner: UserId,
        into: Option<DraftId>,
        name: &str,
        bytes: S,
    ) -> Result<DraftStart>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.take_draft_file(owner, (into, None), name, bytes).await
    }

    /// Gives a draft its file, as long as the draft is what somebody saw.
    ///
    /// # Errors
    /// As above, and when the draft was changed meanwhile.
    pub async fn replace_draft_file<S, E>(&self, seen: &Draft, name: &str, bytes: S) -> Result<DraftStart>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.take_draft_file(seen.owner, (Some(seen.id), Some(seen)), name, bytes).await
    }

    async fn take_draft_file<S, E>(
        &self,
        owner: UserId,
        (into, seen): (Option<DraftId>, Option<&Draft>),
        name: &str,
        bytes: S,
    ) -> Result<DraftStart>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let file = self.keep_file(name, bytes).await?;
        if let Some(known) = self.blocking_article(&file, owner).await? {
            return Ok(DraftStart::Known(known));
        }
        if into.is_none()
            && let Some(draft) = self.parts.store.find_draft_with(owner, &file.sha256).await?
        {
            return Ok(DraftStart::Draft(draft));
        }
        let now = self.now();
        let content = self.begun_by(owner, &DraftContent::default()).await?;
        let mut tx = self.parts.store.begin().await?;
        self.require_as_seen(seen).await?;
        self.hold_file(&mut tx, &file, now).await?;
        let draft = match into {
            Some(draft) => {
                if !tx.set_draft_file(draft, &file.sha256, now).await? {
                    return Err(Error::Invalid("the draft was handed in before this file came".to_owned()));
                }
                draft
            }
            None => tx.add_draft(owner, &content, Some(&file.sha256), now).await?,
        };
        tx.add_job(Job::ReadDraft(draft), now).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(DraftStart::Draft(draft))
    }

    /// Refuses a change of a draft that is not what somebody saw: another description, another file, handed in. To be called
    /// while nobody else writes.
    async fn require_as_seen(&self, seen: Option<&Draft>) -> Result<()> {
        let Some(seen) = seen else { return Ok(()) };
        let now = self.draft(seen.id, seen.owner).await?;
        let sha256 = |draft: &Draft| draft.file.as_ref().map(|file| file.sha256.clone());
        let is_same = now.revision == seen.revision && sha256(&now) == sha256(seen) && now.deposit == seen.deposit;
        if is_same { Ok(()) } else { Err(Error::Changed) }
    }

    /// The article that the same bytes made, unless this account may hand them in again.
    async fn blocking_article(&self, file: &File, owner: UserId) -> Result<Option<ArticleId>> {
        let mut tx = self.parts.store.begin().await?;
        let existing = tx.find_by_file(&file.sha256).await?;
        drop(tx);
        let Some(existing) = existing else { return Ok(None) };
        let may = self.may_restart(&existing, owner).await?;
        Ok((!may).then_some(existing.article))
    }

    /// Begins a draft without a file.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn draft_with_content(&self, owner: UserId, content: &DraftContent) -> Result<DraftId> {
        let content = self.begun_by(owner, content).await?;
        let mut tx = self.parts.store.begin().await?;
        let id = tx.add_draft(owner, &content, None, self.now()).await?;
        tx.commit().await?;
        self.want_record(&self.draft(id, owner).await?).await?;
        Ok(id)
    }

    /// The content of a draft with the one who begins it, where ORCID has said who they are.
    async fn begun_by(&self, owner: UserId, content: &DraftContent) -> Result<DraftContent> {
        let account = self.account(owner).await?;
        let proven = account.orcid.filter(|_| account.is_orcid_proven);
        let depositor = proven.map(|orcid| Depositor { name: account.user.name, orcid });
        Ok(DraftContent { depositor, ..content.clone() })
    }

    /// A draft of an account; to anybody else it does not exist.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn draft(&self, id: DraftId, owner: UserId) -> Result<Draft> {
        let draft = self.parts.store.find_draft(id).await?.filter(|draft| draft.owner == owner);
        draft.ok_or(Error::NotFound { what: "draft" })
    }

    /// The drafts of an account that were not handed in, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn drafts_of(&self, owner: UserId) -> Result<Vec<Draft>> {
        let mut drafts = Vec::new();
        for id in self.parts.store.list_drafts_of(owner, MOST_LISTED).await? {
            drafts.extend(self.parts.store.find_draft(id).await?);
        }
        Ok(drafts)
    }

    /// What a draft was at an earlier revision, while that is remembered.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn draft_at(&self, id: DraftId, revision: i64) -> Result<Option<DraftContent>> {
        Ok(self.parts.store.find_draft_revision(id, revision).await?)
    }

    /// Writes a draft over the revision that it was read at; `false` when somebody was quicker.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn save_draft(&self, draft: &Draft, content: &DraftContent) -> Result<bool> {
        let mut tx = self.parts.store.begin().await?;
        let saved = tx.set_draft_content(draft.id, draft.revision, content, self.now()).await?;
        tx.commit().await?;
        Ok(saved)
    }

    /// Writes a draft as long as it is what somebody saw.
    ///
    /// # Errors
    /// When it was changed meanwhile, or the store fails.
    pub async fn replace_draft(&self, seen: &Draft, content: &DraftContent) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        self.require_as_seen(Some(seen)).await?;
        if content != &seen.content && !tx.set_draft_content(seen.id, seen.revision, content, self.now()).await? {
            return Err(Error::Changed);
        }
        Ok(tx.commit().await?)
    }

    /// Drafts of an account that were not handed in, by falling number, before one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn drafts_before(&self, owner: UserId, before: Option<DraftId>, limit: i64) -> Result<Vec<Draft>> {
        let mut drafts = Vec::new();
        for id in self.parts.store.list_drafts_before(owner, before, limit).await? {
            drafts.extend(self.parts.store.find_draft(id).await?);
        }
        Ok(drafts)
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn delete_draft(&self, draft: &Draft) -> Result<()> {
        self.throw_away(draft, None).await
    }

    /// Throws a draft away as long as it is what somebody saw.
    ///
    /// # Errors
    /// When it was changed meanwhile, or the store fails.
    pub async fn delete_seen_draft(&self, seen: &Draft) -> Result<()> {
        self.throw_away(seen, Some(seen)).await
    }

    async fn throw_away(&self, draft: &Draft, seen: Option<&Draft>) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        self.require_as_seen(seen).await?;
        tx.delete_draft(draft.id).await?;
        tx.commit().await?;
        let file = draft.file.as_ref().map(|file| file.sha256.clone());
        self.forget_unused_files(file.as_slice()).await
    }

    /// The file of a draft.
    ///
    /// # Errors
    /// When it has none, or it cannot be read.
    pub async fn draft_file(&self, draft: &Draft) -> Result<FileStream> {
        let file = draft.file.as_ref().ok_or(Error::NotFound { what: "file" })?;
        let (size, bytes) = self.parts.blobs.get(&file.sha256, None).await?;
        Ok(FileStream { size, bytes })
    }

    /// Takes the file of a draft away.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_draft_file(&self, draft: &Draft) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        tx.clear_draft_file(draft.id, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// The job that reads the file of a draft.
    ///
    /// # Errors
    /// A fault of ours, worth another try.
    pub async fn read_draft(&self, id: DraftId) -> Result<()> {
        let Some(draft) = self.parts.store.find_draft(id).await?.filter(Draft::is_reading) else { return Ok(()) };
        let Some(file) = &draft.file else { return Ok(()) };
        let found = match self.reading_of(file).await {
            Ok(reading) => Ok(Found {
                metadata: reading.metadata,
                pages: i64::try_from(reading.extraction.pages.len()).unwrap_or(i64::MAX),
                candidates: reading.extraction.candidates,
                warnings: reading.extraction.warnings,
            }),
            Err(Error::File(failure)) => Err(failure),
            Err(error) => return Err(error),
        };
        let mut tx = self.parts.store.begin().await?;
        tx.set_draft_found(id, &file.sha256, &found).await?;
        tx.commit().await?;
        match self.parts.store.find_draft(id).await? {
            Some(draft) => self.want_record(&draft).await,
            None => Ok(()),
        }
    }

    /// Hands a draft in with the description that its depositor confirmed.
    ///
    /// # Errors
    /// When it has no file that can be read, or was handed in before.
    pub async fn hand_in(&self, draft: &Draft, metadata: Metadata, origin: DepositOrigin) -> Result<Submission> {
        if draft.found.is_none() {
            return Err(Error::Invalid("the draft has no file that was read".to_owned()));
        }
        self.hand_in_as(draft, None, metadata, (origin, ReviewMode::Confirmed)).await
    }

    /// The same, as long as the draft is what somebody saw.
    ///
    /// # Errors
    /// As above, and when it was changed meanwhile.
    pub async fn hand_in_seen(&self, seen: &Draft, metadata: Metadata, origin: DepositOrigin) -> Result<Submission> {
        if seen.found.is_none() {
            return Err(Error::Invalid("the draft has no file that was read".to_owned()));
        }
        self.hand_in_as(seen, Some(seen), metadata, (origin, ReviewMode::Confirmed)).await
    }

    /// Hands a draft in with what was stated about it and nothing more: a curator decides about what is read from the
    /// file.
    ///
    /// # Errors
    /// When it has no file, or was handed in before.
    pub async fn hand_in_unseen(&self, draft: &Draft, stated: Metadata, origin: DepositOrigin) -> Result<Submission> {
        self.hand_in_as(draft, None, stated, (origin, ReviewMode::Person)).await
    }

    async fn hand_in_as(
        &self,
        draft: &Draft,
        seen: Option<&Draft>,
        metadata: Metadata,
        (origin, review): (DepositOrigin, ReviewMode),
    ) -> Result<Submission> {
        let (Some(file), None) = (&draft.file, draft.deposit) else {
            return Err(Error::Invalid("the draft has no file, or was handed in before".to_owned()));
        };
        let metadata = self.with_journal_model(metadata).await?;
        let deposit = NewDeposit {
            metadata,
            file_name: file.name.clone(),
            origin,
            review,
            depositor: Some(draft.owner),
            version_of: draft.content.version_of,
        };
        let mut tx = self.parts.store.begin().await?;
        self.require_as_seen(seen).await?;
        let submission = self.register_within(&mut tx, &deposit, file).await?;
        if let Submission::Created(id, _) = submission {
            tx.close_draft(draft.id, id).await?;
        }
        tx.commit().await?;
        let submission = match submission {
            // Two windows handed the same draft in: the second one is led to the deposit that the first one made.
            here @ (Submission::Underway(..) | Submission::Duplicate(_)) => {
                let own = self.own_deposit_of(file, draft.owner).await?;
                if let Some(Submission::Created(id, _)) = own {
                    let mut tx = self.parts.store.begin().await?;
                    tx.close_draft(draft.id, id).await?;
                    tx.commit().await?;
                }
                own.unwrap_or(here)
            }
            other => other,
        };
        if let Submission::Created(id, _) = submission {
            // What was read is kept, so that this takes no time; the job does it where it fails.
            if let Err(error) = self.extract_deposit(id).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "a deposit waits for its job");
            }
            self.parts.work_added.notify_waiters();
        }
        Ok(submission)
    }
}

impl Repository {
    /// The deposit that an account made of a file.
    async fn own_deposit_of(&self, file: &File, owner: UserId) -> Result<Option<Submission>> {
        let mut tx = self.parts.store.begin().await?;
        let existing = tx.find_by_file(&file.sha256).await?;
        drop(tx);
        let Some(existing) = existing else { return Ok(None) };
        let made = self.parts.store.find_deposit(existing.deposit).await?;
        let own = made.filter(|made| made.depositor == Some(owner));
        Ok(own.map(|made| Submission::Created(made.id, made.article)))
    }

    /// A draft that adds a file to a public article, begun with what the article says; the one that is under way for it
    /// already, where there is one.
    ///
    /// # Errors
    /// When the article is not public.
    pub async fn draft_for_article(&self, owner: UserId, article: ArticleId) -> Result<DraftId> {
        let found = self.parts.store.find_article(article).await?;
        let found = found.filter(|found| found.state == ArticleState::Published);
        let found = found.ok_or(Error::NotFound { what: "article" })?;
        for draft in self.drafts_of(owner).await? {
            if draft.content.version_of == Some(article) {
                return Ok(draft.id);
            }
        }
        // Who may read the file, and where other copies are, is not for the new file to repeat.
        let metadata = Metadata { access: None, embargo_until: None, copies: Vec::new(), ..found.version.metadata };
        let record = KnownRecord { origin: RecordOrigin::Article, metadata };
        let content = DraftContent { records: vec![record], version_of: Some(article), ..DraftContent::default() };
        self.draft_with_content(owner, &content).await
    }
}
