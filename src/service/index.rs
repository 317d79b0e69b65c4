//! Keeps the search index in line with the database, and the records for harvesters behind it.

use jiff::civil::Date;

use super::cited::cited_dois;
use super::sets::{institutions_of, sectors_of};
use super::standing::COMPLIANCE_SET;
use super::{Error, Repository, Result};
use crate::domain::{Article, ArticleId, ArticleState, Lang, Metadata};
use crate::search::Entry;

impl Repository {
    /// Brings the index in line with the database for some articles, in one commit.
    ///
    /// # Errors
    /// When the store, the files or the index fail.
    pub async fn index_articles(&self, ids: &[ArticleId]) -> Result<()> {
        let mut articles = self.parts.store.list_articles(ids).await?;
        articles.retain(|article| article.state == ArticleState::Published);
        let articles = self.parts.store.with_sets(articles).await?;
        let mut entries = Vec::with_capacity(articles.len());
        for (article, sets) in &articles {
            entries.push(Entry { compliance: compliance_of(sets), ..self.entry(article).await? });
        }
        let mut gone = ids.to_vec();
        gone.retain(|id| articles.iter().all(|(article, _)| article.id != *id));
        let index = self.parts.index.clone();
        blocking(move || {
            index.remove(&gone)?;
            index.upsert(&entries)?;
            index.commit()
        })
        .await?;
        let public: Vec<ArticleId> = articles.iter().map(|(article, _)| article.id).collect();
        self.keep_published(&public).await;
        Ok(())
    }

    /// Asks for every public article to be indexed again.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reindex(&self) -> Result<()> {
        self.parts.store.add_index_jobs_for_all(self.now()).await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Tells a new index that the jobs which fill it are written down, so that the next start need not ask again.
    ///
    /// # Errors
    /// When the index cannot note it.
    pub fn rebuild_asked(&self) -> Result<()> {
        Ok(self.parts.index.rebuild_finished()?)
    }

    async fn entry(&self, article: &Article) -> Result<Entry> {
        let metadata = &article.version.metadata;
        let open = article.is_open_on(self.parts.clock.today());
        let (pages, references) = match self.reading_of(&article.version.file).await {
            Ok(reading) => {
                let pages = reading.extraction.pages.iter().filter(|_| open);
                let pages = pages.map(|page| (page.number, page.text())).collect();
                (pages, cited_dois(&reading.extraction, metadata.doi.as_ref()))
            }
            Err(Error::File(_)) => (Vec::new(), Vec::new()),
            Err(error) => return Err(error),
        };
        let added_us = article.published_at.map(jiff::Timestamp::as_microsecond);
        Ok(Entry { added_us, references, ..entry_of(article.id, metadata, pages) })
    }
}

/// What the index knows of an article: its description, and the numbers and texts of its pages.
#[must_use]
pub fn entry_of(article: ArticleId, metadata: &Metadata, pages: Vec<(u32, String)>) -> Entry {
    Entry {
        titles: metadata.titles.clone(),
        authors: metadata.authors.iter().flat_map(|author| [author.display_name(), author.sort_name()]).collect(),
        abstracts: metadata.abstracts.clone(),
        keywords: metadata.keywords.clone(),
        language: metadata.language.unwrap_or(Lang::UND),
        year: metadata.year(),
        published_days: metadata.published().map(|date| days(date.earliest())),
        doi: metadata.doi.clone(),
        journal: metadata.journal.as_ref().map(|journal| journal.title.clone()),
        institutions: institutions_of(metadata),
        sectors: sectors_of(metadata).iter().map(|fund| fund.key().to_owned()).collect(),
        licence: Some(metadata.licence_or_unknown().code().to_owned()),
        resource_type: metadata.resource_type.map(|kind| kind.code().to_owned()),
        field: metadata.field.clone(),
        version: metadata.known_version().map(|known| known.code().to_owned()),
        awards: metadata.awards.iter().filter_map(|link| link.number.as_ref().map(ToString::to_string)).collect(),
        orcids: metadata.authors.iter().filter_map(|author| author.orcid.clone()).collect(),
        pages,
        ..Entry::new(article)
    }
}

/// What the policies say of an article, by the set that it is written down in: it changes with the calendar, and each
/// change of the set asks for the article to be indexed again (`standing`).
fn compliance_of(sets: &[String]) -> Option<String> {
    sets.iter().find_map(|set| set.strip_prefix(COMPLIANCE_SET)).map(str::to_owned)
}

fn days(date: Date) -> i32 {
    date.since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days())
}

/// Runs work of the index on a thread that may block.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::result::Result<T, crate::search::SearchError> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|error| Error::internal("the index thread stopped", error))??)
}
