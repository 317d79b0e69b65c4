//! New articles from records: with the file where its licence lets us fetch it, else as a record alone.
//!
//! Everything comes in through [`Repository::submit`], whose currency is files. An article that is known by a record
//! alone has that record as its file, written as JATS; its access right says that there is nothing to read, so nobody
//! is ever given it. A PDF that comes later completes it (`service::complete`).

use super::super::record_file::{RecordOrigin, once, record_file};
use super::super::{Kind, Repository, Result};
use super::copies::{addresses, copies_of};
use super::matching::titles_of;
use crate::domain::article::MediaType;
use crate::domain::award::LinkOrigin;
use crate::domain::deposit::{DepositOrigin, NewDeposit, Submission};
use crate::domain::ids::VersionId;
use crate::domain::source::{KeptRecord, Source};
use crate::domain::{AccessRight, ArticleId, AwardLink, Metadata};
use crate::metadata::Foreign;

/// Bytes of a file in which its type shows.
const HEAD_BYTES: usize = 1_024;

/// What came of making an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Made {
    /// The article; `None` when a curator refused it before.
    pub(super) article: Option<ArticleId>,
    /// Whether it was here already.
    pub(super) was_here: bool,
    /// Whether its file was fetched.
    pub(super) with_file: bool,
    /// Why the file did not come, when it should have.
    pub(super) complaint: Option<String>,
}

/// The description of an article that is known by its record alone: what the record says of its file is about the copy.
fn described(source: &Source, record: &KeptRecord, foreign: &Foreign) -> Metadata {
    Metadata { copies: copies_of(source, record, foreign), ..followed(&Metadata::default(), foreign) }
}

/// A description that follows its record: what we added ourselves stays.
pub(super) fn followed(before: &Metadata, foreign: &Foreign) -> Metadata {
    let mut metadata = Metadata {
        version: None,
        licence: None,
        access: Some(AccessRight::MetadataOnly),
        embargo_until: None,
        copies: before.copies.clone(),
        field: before.field.clone(),
        ..foreign.metadata.clone()
    };
    metadata.dates.deposited = before.dates.deposited;
    // What a holder confirmed is no word of the record.
    let confirmed = before.awards.iter().filter(|link| link.origin == LinkOrigin::Holder);
    let is_new = |link: &&AwardLink| !foreign.metadata.awards.iter().any(|known| known.number == link.number);
    metadata.awards.extend(confirmed.filter(is_new).cloned());
    metadata.doi = metadata.doi.or_else(|| before.doi.clone());
    metadata
}

impl Repository {
    /// Makes an article from a record, or finds the one that it made before.
    pub(super) async fn make_article(&self, source: &Source, record: &KeptRecord, foreign: &Foreign) -> Result<Made> {
        let mut complaint = None;
        if source.settings.fetch_files && may_be_fetched(foreign) {
            match self.submit_file(source, record, foreign).await? {
                Ok(submission) => return self.note_made(source, record, foreign, submission, true, None).await,
                Err(reason) => complaint = Some(reason),
            }
        }
        let metadata = described(source, record, foreign);
        let bytes = jats_of(source, record, &metadata)?;
        let name = format!("{}.xml", record.record.identifier);
        let deposit = deposit(source, metadata, name, DepositOrigin::Record);
        let submission = self.submit(deposit, once(bytes)).await?;
        self.note_made(source, record, foreign, submission, false, complaint).await
    }

    /// Fetches the file of a record and hands it in; the reason in words when it cannot be had.
    pub(super) async fn submit_file(
        &self,
        source: &Source,
        record: &KeptRecord,
        foreign: &Foreign,
    ) -> Result<Result<Submission, String>> {
        let Some(url) = foreign.files.first() else { return Ok(Err("no file is named".to_owned())) };
        let bytes = match self.parts.net.get_file(url).await {
            Ok(bytes) => bytes,
            Err(error) => return Ok(Err(format!("{url}: {}", super::run::chain(&error)))),
        };
        if MediaType::sniff(bytes.get(..bytes.len().min(HEAD_BYTES)).unwrap_or_default()) != Some(MediaType::Pdf) {
            return Ok(Err(format!("{url}: not a PDF")));
        }
        let mut metadata = foreign.metadata.clone();
        metadata.access = Some(AccessRight::Open);
        metadata.copies = copies_of(source, record, foreign);
        let name = url.split(['?', '#']).next().unwrap_or_default().to_owned();
        let deposit = deposit(source, metadata, name, DepositOrigin::Harvest);
        match self.submit(deposit, once(bytes)).await {
            Ok(submission) => Ok(Ok(submission)),
            Err(error) if matches!(error.kind(), Kind::Invalid | Kind::TooLarge) => Ok(Err(format!("{url}: {error}"))),
            Err(error) => Err(error),
        }
    }

    /// Links the record to the article that it made, before the article's own file is read.
    async fn note_made(
        &self,
        source: &Source,
        record: &KeptRecord,
        foreign: &Foreign,
        submission: Submission,
        with_file: bool,
        complaint: Option<String>,
    ) -> Result<Made> {
        let (article, was_here) = match submission {
            Submission::Created(_, article) | Submission::Underway(_, article) => (article, false),
            // Its own record came before: the process ended before it was noted.
            Submission::Duplicate(article) if !with_file => (article, false),
            Submission::Duplicate(article) => (article, true),
            Submission::Declined(_) => return Ok(Made { article: None, was_here: true, with_file, complaint }),
        };
        if !was_here {
            let url = addresses(&copies_of(source, record, foreign));
            let mut tx = self.parts.store.begin().await?;
            tx.set_record_article(record.id, article, true, url.as_deref()).await?;
            tx.set_titles(article, VersionId(0), &titles_of(article, &foreign.metadata)).await?;
            tx.commit().await?;
        }
        Ok(Made { article: Some(article), was_here, with_file, complaint })
    }
}

fn deposit(source: &Source, metadata: Metadata, file_name: String, origin: DepositOrigin) -> NewDeposit {
    NewDeposit { metadata, file_name, origin, review: source.settings.review, depositor: None, version_of: None }
}

/// Whether the licence lets everybody give the file on, and the source says that it is open.
pub(super) fn may_be_fetched(foreign: &Foreign) -> bool {
    let metadata = &foreign.metadata;
    let licensed = metadata.licence.as_ref().is_some_and(|licence| licence.code().starts_with("cc"));
    licensed && metadata.access == Some(AccessRight::Open) && !foreign.files.is_empty()
}

/// The record as a JATS file; the same bytes whenever the record is the same.
fn jats_of(source: &Source, record: &KeptRecord, metadata: &Metadata) -> Result<Vec<u8>> {
    let url = metadata.copies.first().and_then(|copy| copy.url.as_deref()).unwrap_or(&source.place.base_url);
    let (number, changed) = (record.id.0, Some(record.record.datestamp));
    record_file(&RecordOrigin { number, url, repository: &source.title, changed }, metadata)
}
