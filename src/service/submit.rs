//! The one entrance: bytes and a description become a deposit that waits for its file to be read.

use bytes::Bytes;
use futures_util::Stream;

use super::{Error, Repository, Result};
use crate::domain::article::{ArticleEvent, File, MediaType};
use crate::domain::deposit::{NewDeposit, Submission};
use crate::domain::extraction::ExtractionFailure;
use crate::domain::ids::UserId;
use crate::domain::job::Job;
use crate::domain::{ArticleId, ArticleState, DepositId, Metadata, Sha256};
use crate::store::{Existing, NewDepositRow, NewEvent, Tx};

/// What became of a deposit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Not read yet.
    Underway,
    /// Public.
    Published(ArticleId),
    /// Waits for a person.
    InReview(ArticleId),
    /// Its file cannot be read.
    Refused(ExtractionFailure),
    /// It is an article that is here already.
    Duplicate(ArticleId),
    /// A curator refused it or took it away, or its depositor took it back.
    Declined(ArticleId),
    /// A fault of ours; the job is kept with this error.
    Failed(String),
}

impl Repository {
    /// Takes a file and its description in. The blob goes first, then one transaction writes the deposit, its file
    /// and the job that reads it; whatever happens in between leaves a blob that the sweep removes, nothing else.
    ///
    /// # Errors
    /// When the file is empty, too large, of a type that is not taken, or cannot be kept.
    pub async fn submit<S, E>(&self, deposit: NewDeposit, bytes: S) -> Result<Submission>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let file = self.keep_file(&deposit.file_name, bytes).await?;
        let submission = self.register(&deposit, &file).await?;
        self.parts.work_added.notify_waiters();
        Ok(submission)
    }

    /// Keeps the bytes of a file that may be deposited; it has no row yet.
    pub(super) async fn keep_file<S, E>(&self, name: &str, bytes: S) -> Result<File>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let stored = self.parts.blobs.put(&random_token()?, bytes, self.parts.max_upload_bytes).await?;
        let media_type = match MediaType::sniff(&stored.head) {
            Some(media_type) if stored.size_bytes > 0 => media_type,
            _ => {
                self.remove_unnamed(&stored.sha256).await?;
                let empty = stored.size_bytes == 0;
                return Err(Error::File(if empty { ExtractionFailure::Empty } else { ExtractionFailure::WrongType }));
            }
        };
        Ok(File {
            sha256: stored.sha256,
            name: safe_name(name, media_type),
            media_type,
            size_bytes: i64::try_from(stored.size_bytes).unwrap_or(i64::MAX),
            pages: None,
        })
    }

    /// Writes a deposit of a file that is kept already.
    pub(super) async fn register(&self, deposit: &NewDeposit, file: &File) -> Result<Submission> {
        let mut tx = self.parts.store.begin().await?;
        let submission = self.register_within(&mut tx, deposit, file).await?;
        tx.commit().await?;
        if matches!(submission, Submission::Duplicate(_)) {
            self.remove_unnamed(&file.sha256).await?;
        }
        Ok(submission)
    }

    /// The same in a transaction that goes on.
    pub(super) async fn register_within(&self, tx: &mut Tx, deposit: &NewDeposit, file: &File) -> Result<Submission> {
        let completes = self.completes_article(tx, deposit).await?;
        if let Some(doi) = &deposit.metadata.doi
            && !completes
            && let Some(article) = tx.find_by_doi(doi).await?
            && tx.find_by_file(&file.sha256).await?.is_none_or(|existing| existing.article != article)
        {
            return Ok(Submission::Duplicate(article));
        }
        match tx.find_by_file(&file.sha256).await? {
            Some(existing) => self.register_again(tx, deposit, existing, &file.sha256, completes).await,
            None => self.register_new(tx, deposit, file, completes).await,
        }
    }

    async fn register_new(
        &self,
        tx: &mut Tx,
        deposit: &NewDeposit,
        file: &File,
        completes: bool,
    ) -> Result<Submission> {
        let now = self.now();
        self.hold_file(tx, file, now).await?;
        let article = tx.add_article(&file.sha256, now).await?;
        tx.set_doi(article, deposit.metadata.doi.as_ref().filter(|_| !completes)).await?;
        let metadata = serde_json::to_string(&deposit.metadata)?;
        let row = NewDepositRow {
            article,
            file: &file.sha256,
            metadata: &metadata,
            origin: deposit.origin,
            review: deposit.review,
            depositor: deposit.depositor,
            created_at: now,
            version_of: deposit.version_of,
        };
        let id = tx.add_deposit(&row).await?;
        tx.add_job(Job::Extract(id), now).await?;
        tx.add_event(&NewEvent { article, at: now, user: deposit.depositor, action: "submit", reason: None }).await?;
        Ok(Submission::Created(id, article))
    }

    /// The same bytes came before: they are public, on their way or refused; what could not be read then, was taken back,
    /// or was sent back to its depositor, starts again.
    async fn register_again(
        &self,
        tx: &mut Tx,
        deposit: &NewDeposit,
        existing: Existing,
        file: &Sha256,
        completes: bool,
    ) -> Result<Submission> {
        let (_, failure, twin) = self.parts.store.deposit_outcome(existing.deposit).await?;
        match (existing.state, failure, twin) {
            (ArticleState::Submitted, ..) => Ok(Submission::Underway(existing.deposit, existing.article)),
            (ArticleState::Rejected, _, Some(twin)) => Ok(Submission::Duplicate(twin)),
            (ArticleState::Rejected, None, None) => Ok(Submission::Declined(existing.article)),
            (ArticleState::Draft, ..) | (ArticleState::Rejected, Some(_), None) => {
                self.restart(tx, deposit, existing, file, completes).await
            }
            (ArticleState::Returned, ..) if deposit.depositor.is_some() => {
                let before = self.parts.store.find_deposit(existing.deposit).await?;
                if before.is_some_and(|before| before.depositor == deposit.depositor) {
                    self.restart(tx, deposit, existing, file, completes).await
                } else {
                    Ok(Submission::Duplicate(existing.article))
                }
            }
            _ => Ok(Submission::Duplicate(existing.article)),
        }
    }

    /// Whether an account may hand in bytes again that made an article before: they could not be read, were taken back, or
    /// were sent back to it.
    pub(super) async fn may_restart(&self, existing: &Existing, owner: UserId) -> Result<bool> {
        let (_, failure, twin) = self.parts.store.deposit_outcome(existing.deposit).await?;
        match existing.state {
            ArticleState::Rejected => Ok(failure.is_some() && twin.is_none()),
            ArticleState::Draft => Ok(true),
            ArticleState::Returned => {
                let before = self.parts.store.find_deposit(existing.deposit).await?;
                Ok(before.is_some_and(|before| before.depositor == Some(owner)))
            }
            _ => Ok(false),
        }
    }

    async fn restart(
        &self,
        tx: &mut Tx,
        deposit: &NewDeposit,
        existing: Existing,
        file: &Sha256,
        completes: bool,
    ) -> Result<Submission> {
        let (article, now, user) = (existing.article, self.now(), deposit.depositor);
        let before = self.parts.store.find_deposit(existing.deposit).await?;
        if before.is_some_and(|before| before.depositor != user) {
            // What was said to somebody else is for nobody else.
            tx.forget_comments(existing.deposit).await?;
        }
        let metadata = serde_json::to_string(&deposit.metadata)?;
        let row = NewDepositRow {
            article,
            file,
            metadata: &metadata,
            origin: deposit.origin,
            review: deposit.review,
            depositor: user,
            created_at: now,
            version_of: deposit.version_of,
        };
        tx.restart_deposit(existing.deposit, &row).await?;
        tx.set_doi(article, deposit.metadata.doi.as_ref().filter(|_| !completes)).await?;
        tx.set_state(article, existing.state, ArticleState::Submitted).await?;
        tx.add_job(Job::Extract(existing.deposit), now).await?;
        tx.add_event(&NewEvent { article, at: now, user, action: "submit", reason: None }).await?;
        Ok(Submission::Created(existing.deposit, article))
    }

    /// What became of a deposit.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn outcome(&self, deposit: DepositId, article: ArticleId) -> Result<Outcome> {
        let (state, failure, twin) = self.parts.store.deposit_outcome(deposit).await?;
        Ok(match (state, failure, twin) {
            (_, Some(failure), _) => Outcome::Refused(failure),
            (_, _, Some(twin)) => Outcome::Duplicate(twin),
            (ArticleState::Published, ..) => Outcome::Published(article),
            (ArticleState::InReview | ArticleState::Returned, ..) => Outcome::InReview(article),
            (ArticleState::Rejected | ArticleState::Withdrawn | ArticleState::Draft, ..) => Outcome::Declined(article),
            _ => match self.parts.store.find_failed_job(Job::Extract(deposit)).await? {
                Some(failed) => Outcome::Failed(failed.error),
                None => Outcome::Underway,
            },
        })
    }

    /// Refuses a deposit whose file cannot be read; its bytes may be handed in again.
    pub(super) async fn refuse(&self, id: DepositId, article: ArticleId, failure: ExtractionFailure) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        let state = tx.get_state(article).await?;
        let rejected = state.next(ArticleEvent::Reject)?;
        tx.set_failure(id, failure).await?;
        tx.set_doi(article, None).await?;
        tx.set_state(article, state, rejected).await?;
        let reason = failure.to_string();
        tx.add_event(&NewEvent { article, at: self.now(), user: None, action: "refuse", reason: Some(&reason) })
            .await?;
        Ok(tx.commit().await?)
    }

    /// Marks a deposit as a copy of an article that is here already.
    pub(super) async fn mark_duplicate(&self, id: DepositId, article: ArticleId, twin: ArticleId) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        let state = tx.get_state(article).await?;
        tx.set_duplicate(id, twin).await?;
        tx.set_doi(article, None).await?;
        tx.set_state(article, state, state.next(ArticleEvent::Reject)?).await?;
        let reason = format!("article {twin}");
        tx.add_event(&NewEvent { article, at: self.now(), user: None, action: "duplicate", reason: Some(&reason) })
            .await?;
        Ok(tx.commit().await?)
    }

    pub(super) fn now(&self) -> jiff::Timestamp {
        self.parts.clock.now()
    }
}

/// A description with nothing in it but the day of deposit, for files that come without one.
pub(super) fn with_deposit_day(mut metadata: Metadata, today: jiff::civil::Date) -> Metadata {
    metadata.dates.deposited.get_or_insert(crate::domain::PartialDate::from_day(today));
    metadata
}

/// 32 hexadecimal digits from the system's random source.
pub(super) fn random_token() -> Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| Error::internal("no randomness", error.to_string()))?;
    Ok(data_encoding::HEXLOWER.encode(&bytes))
}

/// A file name that is safe in a header and on any disk: its last path segment, plain characters, our extension.
fn safe_name(name: &str, media_type: MediaType) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let plain: String = stem
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ') { c } else { '_' })
        .take(120)
        .collect();
    let plain = plain.trim_matches(['.', ' ']);
    format!("{}.{}", if plain.is_empty() { "article" } else { plain }, media_type.extension())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_loses_its_path_and_everything_that_could_harm() {
        assert_eq!(safe_name("../../etc/passwd", MediaType::Pdf), "passwd.pdf");
        assert_eq!(safe_name("C:\\été 2024.PDF", MediaType::Pdf), "été 2024.pdf");
        assert_eq!(safe_name("a\r\nb\"<x>.pdf", MediaType::Pdf), "a__b__x_.pdf");
        assert_eq!(safe_name("...", MediaType::Jats), "article.xml");
    }
}
