//! Records as harvesters get them, kept so that they get copies.
//!
//! A page whose records are all kept is one statement and no crosswalk. Any other page is written as ever, and kept
//! behind the answer. Most are kept before anybody asks (`fill`). The store sees to it that nothing kept is stale.

use std::sync::Arc;

use harvest::{Fragment, Header, Keyed, Position, Record, Selection, SetSpec};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::oai::{OaiProvider, Target, after_of, datestamp, identifier, provenance, selected};
use super::{Repository, Result};
use crate::domain::{AccessRight, Article, ArticleId, Sha256};
use crate::metadata::FORMATS_WRITTEN;
use crate::store::{KeptRow, NewFragment, OaiRow, OriginRow, Wording};

/// Pages that wait to be kept, or are being kept, at most; others are left to the next harvester.
const MOST_PAGES: u32 = 4;
/// Records that one transaction keeps: others write to the database as well.
const BATCH: usize = 500;

/// The places of pages that are being kept behind their answers.
#[derive(Debug, Clone)]
pub struct Keeping(Arc<Semaphore>);

impl Default for Keeping {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(usize::try_from(MOST_PAGES).unwrap_or(1))))
    }
}

impl Keeping {
    /// Ends once all pages that were being kept are.
    pub(super) async fn settle(&self) {
        drop(self.0.acquire_many(MOST_PAGES).await);
    }
}

/// The records of a page that is written now, to be kept.
pub(super) struct Page {
    wording: Wording,
    fragments: Vec<NewFragment>,
    place: OwnedSemaphorePermit,
}

impl Page {
    /// Notes a record, unless it is a withdrawal or could not be written.
    pub(super) fn note(&mut self, row: &OaiRow, record: &Record) {
        let Some(xml) = record.metadata.as_ref().filter(|_| !record.header.deleted) else { return };
        self.fragments.push(to_keep(row, xml, &self.wording));
    }
}

/// What is kept of a record that was written from a row.
pub(super) fn to_keep(row: &OaiRow, xml: &Fragment, wording: &Wording) -> NewFragment {
    NewFragment {
        article: row.article.id,
        revision: row.revision,
        until: holds_until(&row.article, wording),
        sets: row.sets.join(" "),
        xml: xml.as_str().to_owned(),
    }
}

/// The day that opens the file of an article, if it is closed today.
fn holds_until(article: &Article, wording: &Wording) -> Option<jiff::civil::Date> {
    let metadata = &article.version.metadata;
    let closed = metadata.access == Some(AccessRight::Embargoed) && !article.is_open_on(wording.today);
    metadata.embargo_until.filter(|_| closed).map(|end| end.latest())
}

impl Repository {
    /// Waits until the pages that were given to harvesters are kept.
    pub async fn settle_fragments(&self) {
        self.parts.keeping.settle().await;
    }

    /// Which kept records hold now; `None` for a format whose records are not kept.
    pub(super) fn wording(&self, target: &Target) -> Option<Wording> {
        if !target.crosswalk.is_kept() {
            return None;
        }
        let site = &self.parts.site;
        let basis = Sha256::of(format!("{FORMATS_WRITTEN}\n{}\n{}", site.base_url, site.name).as_bytes());
        let basis = basis.as_str().get(..16).unwrap_or_default().to_owned();
        Some(Wording { format: target.crosswalk.format().prefix, basis, today: target.today })
    }

    /// A page to be kept, while there is a place.
    pub(super) fn page_to_keep(&self, wording: Option<Wording>) -> Option<Page> {
        let wording = wording?;
        let place = Arc::clone(&self.parts.keeping.0).try_acquire_owned().ok()?;
        Some(Page { wording, fragments: Vec::new(), place })
    }

    /// Keeps the records of a page in the background. What fails costs time and nothing else.
    pub(super) fn keep_page(&self, page: Page) {
        let repository = self.clone();
        tokio::spawn(async move {
            if let Err(error) = repository.write_fragments(&page.wording, &page.fragments).await {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "records cannot be kept for the next harvester"
                );
            }
            drop(page.place);
        });
    }

    pub(super) async fn write_fragments(&self, wording: &Wording, fragments: &[NewFragment]) -> Result<()> {
        for batch in fragments.chunks(BATCH) {
            let mut tx = self.parts.store.begin().await?;
            for fragment in batch {
                tx.put_fragment(wording, fragment).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }
}

impl OaiProvider {
    /// The records of a page, when all of them are kept.
    pub(super) async fn kept_records(
        &self,
        selection: &Selection,
        after: Option<&Position>,
        limit: usize,
        (wording, target): (&Wording, &Target),
    ) -> Result<Option<Vec<Keyed<Record>>>> {
        let store = &self.repository.parts.store;
        let wanted = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = store.list_kept(&selected(selection), after_of(after), wanted, wording).await?;
        let Some(rows) = rows else { return Ok(None) };
        let foreign: Vec<ArticleId> = rows.iter().filter(|row| row.has_origin).map(|row| row.id).collect();
        let origins = if foreign.is_empty() { Vec::new() } else { store.list_origins(&foreign).await? };
        Ok(Some(rows.into_iter().map(|row| self.kept_record(row, target, &origins)).collect()))
    }

    fn kept_record(&self, row: KeptRow, target: &Target, origins: &[OriginRow]) -> Keyed<Record> {
        let deleted = row.xml.is_none();
        let header = Header {
            identifier: identifier(&self.domain, row.id),
            datestamp: datestamp(Some(row.datestamp)),
            sets: row.sets.split(' ').filter_map(SetSpec::parse).collect(),
            deleted,
        };
        let origin = origins.iter().find(|origin| origin.article_id == row.id && !deleted);
        let metadata = row.xml.map(|xml| Fragment::written(xml, &target.format));
        let entry = Record { header, metadata, about: origin.map(provenance).into_iter().collect() };
        Keyed { key: row.id.to_string(), entry }
    }
}
