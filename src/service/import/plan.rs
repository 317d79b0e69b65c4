//! What would become of each row, before anything happens; asked once more when its turn comes.

use std::collections::HashMap;

use super::bundle::List;
use super::{Bundle, ImportError};
use crate::domain::import::{FaultCode, ImportRow, RowFate, RowFault, RowProgress};
use crate::domain::{AccessRight, ArticleId, ArticleState, Metadata, Sha256};
use crate::metadata::bulk::{BulkRecord, BulkRow, MOST_ROWS, read_bulk};
use crate::service::harvest::matching::{Known, titles_of};
use crate::service::record_file::{RecordOrigin, record_file};
use crate::service::{Error, Repository, Result};
use crate::store::Tx;

/// Largest description, in bytes of JSON: abstracts of 40,000 letters, 3,000 authors.
const LARGEST_ROW_BYTES: usize = 2 * 1024 * 1024;
/// Rows that are looked at together.
const BATCH: usize = 200;
/// Letters of a title that people are shown.
const LONGEST_TITLE: usize = 300;

/// What an earlier row of the same import says.
#[derive(Default)]
struct Earlier {
    by_author: HashMap<String, Known>,
    dois: HashMap<String, i64>,
    files: HashMap<Sha256, i64>,
}

impl Earlier {
    fn author(metadata: &Metadata) -> String {
        titles_of(ArticleId(0), metadata).first().map(|row| row.author.clone()).unwrap_or_default()
    }

    fn find(&self, metadata: &Metadata, digest: &Sha256, is_version: bool) -> Option<i64> {
        let by_doi = || self.dois.get(metadata.doi.as_ref()?.as_str()).copied();
        let by_title = || self.by_author.get(&Self::author(metadata))?.find(metadata).map(|row| row.0);
        let same = || by_doi().or_else(by_title).filter(|_| !is_version);
        self.files.get(digest).copied().or_else(same)
    }

    fn add(&mut self, number: i64, metadata: &Metadata, digest: Sha256) {
        self.files.insert(digest, number);
        self.dois.extend(metadata.doi.as_ref().map(|doi| (doi.as_str().to_owned(), number)));
        self.by_author.entry(Self::author(metadata)).or_default().add(ArticleId(number), metadata);
    }
}

/// A row that can be read, with what goes with it.
pub(super) struct Asked<'a> {
    pub(super) metadata: &'a Metadata,
    /// Digest of its file, or of the record that stands for one.
    pub(super) digest: &'a Sha256,
    pub(super) has_file: bool,
    pub(super) version_of: Option<ArticleId>,
}

impl Repository {
    /// What would become of each row of a bundle.
    ///
    /// # Errors
    /// When a list cannot be used at all, or the store fails.
    pub async fn plan_import(&self, bundle: &Bundle) -> Result<Vec<ImportRow>, ImportError> {
        let mut rows: Vec<(ImportRow, Option<ArticleId>)> = Vec::new();
        for list in &bundle.lists {
            let (name, bytes) = (list.name.clone(), list.bytes.clone());
            let read = tokio::task::spawn_blocking(move || read_bulk(&name, &bytes)).await;
            let read = read.map_err(|error| Error::internal("the reading thread stopped", error))?;
            for row in read.map_err(|source| ImportError::List { name: list.name.clone(), source })? {
                let number = i64::try_from(rows.len()).unwrap_or(i64::MAX).saturating_add(1);
                rows.push(begun(bundle, list, number, row));
            }
            if rows.len() > MOST_ROWS {
                return Err(ImportError::TooLarge(bundle.name()));
            }
        }
        if rows.is_empty() {
            return Err(ImportError::NoList);
        }
        self.note_titles().await?;
        let mut earlier = Earlier::default();
        for batch in rows.chunks_mut(BATCH) {
            self.plan_batch(batch, &mut earlier).await?;
        }
        Ok(rows.into_iter().map(|(row, _)| row).collect())
    }

    async fn plan_batch(&self, batch: &mut [(ImportRow, Option<ArticleId>)], earlier: &mut Earlier) -> Result<()> {
        let works: Vec<&Metadata> = batch.iter().filter_map(|(row, _)| row.metadata.as_ref()).collect();
        let known = self.known_of(&works).await?;
        let mut tx = self.parts.store.begin().await?;
        for (row, version_of) in batch {
            let (Some(metadata), true) = (&row.metadata, row.fate.is_work()) else { continue };
            let digest = self.digest_of(row.file.as_ref(), metadata)?;
            let asked = Asked { metadata, digest: &digest, has_file: row.file.is_some(), version_of: *version_of };
            row.fate = match earlier.find(metadata, &digest, version_of.is_some()) {
                Some(number) => RowFate::Same(number),
                None => self.judge(&mut tx, &asked, &known).await?,
            };
            if row.fate.is_work() {
                earlier.add(row.number, metadata, digest);
            }
        }
        Ok(())
    }

    /// The digest of a row's file, or of the record that stands for one.
    pub(super) fn digest_of(&self, file: Option<&Sha256>, metadata: &Metadata) -> Result<Sha256> {
        file.map_or_else(|| self.record_of(metadata).map(|bytes| Sha256::of(&bytes)), |file| Ok(file.clone()))
    }

    /// The record of a row without a file, as the file that stands for it.
    pub(super) fn record_of(&self, metadata: &Metadata) -> Result<Vec<u8>> {
        let site = &self.parts.site;
        let origin = RecordOrigin { number: 0, url: &site.base_url, repository: &site.name, changed: None };
        record_file(&origin, metadata)
    }

    /// What becomes of a row, as things stand now: by the rules of every deposit (bytes, DOI) and of harvested records
    /// (title, author and year).
    pub(super) async fn judge(&self, tx: &mut Tx, asked: &Asked<'_>, known: &Known) -> Result<RowFate> {
        if let Some(existing) = tx.find_by_file(asked.digest).await? {
            let (state, failure, twin) = self.parts.store.deposit_outcome(existing.deposit).await?;
            match (state, failure, twin) {
                (_, _, Some(twin)) => return Ok(RowFate::Here(twin)),
                (ArticleState::Rejected, Some(_), None) => {}
                (ArticleState::Rejected, None, None) => return Ok(RowFate::Fault(RowFault::of(FaultCode::Declined))),
                _ => return Ok(RowFate::Here(existing.article)),
            }
        }
        if let Some(article) = asked.version_of {
            let found = self.parts.store.find_article(article).await?;
            let is_public = found.is_some_and(|found| found.state == ArticleState::Published);
            return Ok(match (is_public, asked.has_file) {
                (false, _) => RowFate::Fault(RowFault::at(FaultCode::Article, "version_of", &article.to_string())),
                (true, false) => RowFate::Fault(RowFault::at(FaultCode::VersionFile, "file", "")),
                (true, true) => RowFate::Version(article),
            });
        }
        if let Some(article) = known.find(asked.metadata) {
            let completes = asked.has_file && tx.is_record_only(article).await? && self.is_public(article).await?;
            return Ok(if completes { RowFate::Version(article) } else { RowFate::Here(article) });
        }
        let is_nameless = !asked.has_file && asked.metadata.titles.is_empty();
        Ok(if is_nameless { RowFate::Fault(RowFault::at(FaultCode::Title, "title", "")) } else { RowFate::New })
    }

    async fn is_public(&self, article: ArticleId) -> Result<bool> {
        let found = self.parts.store.find_article(article).await?;
        Ok(found.is_some_and(|found| found.state == ArticleState::Published))
    }
}

/// A row as it was read, its file found.
fn begun(bundle: &Bundle, list: &List, number: i64, row: BulkRow) -> (ImportRow, Option<ArticleId>) {
    let line = row.line.and_then(|line| i64::try_from(line).ok());
    let empty = |fate| ImportRow {
        number,
        source: list.name.chars().take(200).collect(),
        line,
        title: String::new(),
        metadata: None,
        file: None,
        fate,
        progress: RowProgress::Planned,
    };
    let record = match row.read {
        Ok(record) => record,
        Err(fault) => return (empty(RowFate::Fault(fault)), None),
    };
    let version_of = record.version_of;
    let title = title_of(&record);
    let found = if record.is_own_file {
        Some((list.name.clone(), bundle.own(list)))
    } else {
        record.file.map(|name| (name.clone(), bundle.find(list, &name)))
    };
    let (file, fault) = match found {
        None => (None, None),
        Some((_, Ok(file))) => (Some(file.sha256.clone()), None),
        Some((name, Err(code))) => (None, Some(RowFault::at(code, "file", &name))),
    };
    let metadata = if file.is_some() { record.metadata } else { without_file(record.metadata) };
    let is_large = serde_json::to_vec(&metadata).map_or(usize::MAX, |json| json.len()) > LARGEST_ROW_BYTES;
    let fault = fault.or(is_large.then(|| RowFault::of(FaultCode::Large)));
    let fate = fault.map_or(RowFate::New, RowFate::Fault);
    (ImportRow { title, metadata: Some(metadata), file, ..empty(fate) }, version_of)
}

fn title_of(record: &BulkRecord) -> String {
    let title = record.metadata.main_title().map(|title| title.text.clone());
    let title = title.or_else(|| record.file.clone()).or_else(|| record.metadata.doi.as_ref().map(ToString::to_string));
    title.unwrap_or_default().chars().take(LONGEST_TITLE).collect()
}

/// What a record without a file says: licence, version and embargo are of a file that is not here (as for harvested
/// records, `service/harvest/make.rs`).
fn without_file(metadata: Metadata) -> Metadata {
    Metadata { version: None, licence: None, access: Some(AccessRight::MetadataOnly), embargo_until: None, ..metadata }
}
