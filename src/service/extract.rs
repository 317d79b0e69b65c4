//! Reads deposited files, keeps what was read, and decides what happens next.

use std::sync::Arc;

use super::submit::with_deposit_day;
use super::{Error, Repository, Result, merge};
use crate::domain::article::{ArticleEvent, File, MediaType};
use crate::domain::deposit::{Deposit, ReviewMode};
use crate::domain::extraction::{Extraction, ExtractionFailure, Reading};
use crate::domain::{Article, ArticleState, DepositId};
use crate::extract::sandbox::Error as SandboxError;
use crate::extract::{EXTRACTOR_VERSION, Limits, extract, funding_of, is_sealed, read_text};
use crate::metadata::read_jats;
use crate::store::{NewEvent, NewVersion};

/// Reads a PDF or a JATS file. Pure; the child process calls it under its limits.
///
/// # Errors
/// Why nothing can be read from the file.
pub fn read_file(bytes: &[u8]) -> Result<Reading, ExtractionFailure> {
    let head = bytes.get(..bytes.len().min(2_048)).unwrap_or_default();
    match MediaType::sniff(head) {
        Some(MediaType::Pdf) => extract(bytes, &Limits::default()).map(|extraction| Reading {
            metadata: None,
            extraction,
            sealed: is_sealed(bytes),
        }),
        Some(MediaType::Jats) => {
            let (metadata, mut extraction) = read_jats(bytes).map_err(|error| error.failure())?;
            extraction.candidates.funding = funding_of(&extraction.pages);
            Ok(Reading { metadata: Some(metadata), extraction, sealed: true })
        }
        None if bytes.is_empty() => Err(ExtractionFailure::Empty),
        None => Err(ExtractionFailure::WrongType),
    }
}

/// Reads the text of a PDF or a JATS file, without languages and candidates: sooner done than [`read_file`].
///
/// # Errors
/// Why nothing can be read from the file.
pub fn read_file_text(bytes: &[u8]) -> Result<Extraction, ExtractionFailure> {
    match MediaType::sniff(bytes.get(..bytes.len().min(2_048)).unwrap_or_default()) {
        Some(MediaType::Pdf) => read_text(bytes, &Limits::default()),
        _ => read_file(bytes).map(|reading| reading.extraction),
    }
}

impl Repository {
    /// What was read from an article's file.
    ///
    /// # Errors
    /// When the file is gone or can no longer be read.
    pub async fn extraction(&self, article: &Article) -> Result<Arc<Extraction>> {
        Ok(Arc::new(self.reading_of(&article.version.file).await?.extraction))
    }

    /// What was read from a file: kept from before, or read now when the extractor is newer than what is kept.
    pub(super) async fn reading_of(&self, file: &File) -> Result<Reading> {
        if let Some(kept) = self.kept_reading(file).await? {
            return Ok(kept);
        }
        let permit = self.parts.readings.acquire().await;
        let bytes = self.parts.blobs.read(&file.sha256).await?;
        let read = self.parts.sandbox.read(bytes).await.map_err(|error| match error {
            SandboxError::File(failure) => Error::File(failure),
            SandboxError::Process(source) => Error::internal("the reading process could not be run", source),
        })?;
        drop(permit);
        let reading: Reading = serde_json::from_slice(&read)?;
        if reading.sealed {
            self.seal(&file.sha256).await?;
        }
        self.parts.blobs.put_derived(&reading_kind(), &file.sha256, read).await?;
        Ok(reading)
    }

    /// What was read from a file before, by the extractor of today.
    pub(super) async fn kept_reading(&self, file: &File) -> Result<Option<Reading>> {
        let kept = self.parts.blobs.find_derived(&reading_kind(), &file.sha256).await?;
        Ok(kept.and_then(|kept| serde_json::from_slice(&kept).ok()))
    }

    /// The job that follows a deposit: reads the file, then publishes it or hands it to a curator. Does nothing when
    /// that was done before.
    ///
    /// # Errors
    /// A fault of ours, worth another try; a file that cannot be read is refused and no error.
    pub async fn extract_deposit(&self, id: DepositId) -> Result<()> {
        let Some(deposit) = self.parts.store.find_deposit(id).await? else { return Ok(()) };
        let (state, failure, twin) = self.parts.store.deposit_outcome(id).await?;
        if state != ArticleState::Submitted || failure.is_some() || twin.is_some() {
            return Ok(());
        }
        let reading = match self.reading_of(&deposit.file).await {
            Ok(reading) => reading,
            Err(Error::File(failure)) => return self.refuse(id, deposit.article, failure).await,
            Err(error) => return Err(error),
        };
        // Meanwhile it may have been taken back, and even handed in again; then another job follows that.
        let current = self.parts.store.find_deposit(id).await?;
        let (state, ..) = self.parts.store.deposit_outcome(id).await?;
        if state != ArticleState::Submitted || current.as_ref() != Some(&deposit) {
            return Ok(());
        }
        let done = match deposit.review {
            ReviewMode::Auto => self.accept_automatically(&deposit, &reading).await,
            ReviewMode::Person | ReviewMode::Confirmed => self.begin_review(&deposit, &reading).await,
        };
        // Two jobs of one deposit, one from before a kill, may come here at the same time: the other one did it.
        if done.is_err() && self.parts.store.deposit_outcome(id).await?.0 != ArticleState::Submitted {
            return Ok(());
        }
        done
    }

    async fn accept_automatically(&self, deposit: &Deposit, reading: &Reading) -> Result<()> {
        let stated = with_deposit_day(deposit.metadata.clone(), self.parts.clock.today());
        let mut metadata = merge::fill(stated, reading, &deposit.file.name);
        if deposit.metadata.doi.is_none()
            && let Some(twin) = self.twin_by_doi(deposit, &mut metadata).await?
        {
            return self.mark_duplicate(deposit.id, deposit.article, twin).await;
        }
        self.publish_deposit(deposit, &metadata, reading, None).await
    }

    /// A DOI that was only read from the file may belong to another article (a cited one, a series): it makes a twin
    /// only where the titles agree as well, and is left out where they do not.
    async fn twin_by_doi(
        &self,
        deposit: &Deposit,
        metadata: &mut crate::domain::Metadata,
    ) -> Result<Option<crate::domain::ArticleId>> {
        let Some(doi) = metadata.doi.clone() else { return Ok(None) };
        let mut tx = self.parts.store.begin().await?;
        let own = [Some(deposit.article), deposit.version_of];
        let Some(other) = tx.find_by_doi(&doi).await?.filter(|other| !own.contains(&Some(*other))) else {
            return Ok(None);
        };
        let lacks_file = tx.is_record_only(other).await?;
        drop(tx);
        let same = match self.parts.store.find_article(other).await? {
            Some(article) => merge::same_title(&article.version.metadata, metadata),
            None => false,
        };
        if same && lacks_file {
            // Publishing completes that article.
            return Ok(None);
        }
        metadata.doi = None;
        Ok(same.then_some(other))
    }

    async fn begin_review(&self, deposit: &Deposit, reading: &Reading) -> Result<()> {
        let now = self.now();
        let stated = with_deposit_day(deposit.metadata.clone(), self.parts.clock.today());
        let metadata = match deposit.review {
            // Whatever was left out, the depositor left out.
            ReviewMode::Confirmed => stated,
            ReviewMode::Auto | ReviewMode::Person => merge::fill(stated, reading, &deposit.file.name),
        };
        let article = deposit.article;
        let mut tx = self.parts.store.begin().await?;
        let state = tx.get_state(article).await?;
        tx.set_state(article, state, state.next(ArticleEvent::BeginReview)?).await?;
        tx.add_version(&NewVersion { article, metadata: &metadata, file: &deposit.file.sha256, created_at: now })
            .await?;
        tx.set_pages(&deposit.file.sha256, pages_of(reading)).await?;
        tx.add_event(&NewEvent { article, at: now, user: None, action: "begin_review", reason: None }).await?;
        Ok(tx.commit().await?)
    }
}

/// The name of readings among what is derived from files.
fn reading_kind() -> String {
    format!("reading-{EXTRACTOR_VERSION}")
}

/// Number of pages of a file.
pub(super) fn pages_of(reading: &Reading) -> i64 {
    i64::try_from(reading.extraction.pages.len()).unwrap_or(i64::MAX)
}
