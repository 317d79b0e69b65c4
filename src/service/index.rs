//! Keeps the search index in line with the database, and the records for harvesters behind it.

use jiff::civil::Date;

use super::cited::cited_dois;
use super::sets::{institutions_of, sectors_of};
use super::standing::COMPLIANCE_SET;
use super::{Error, Repository, Result};
use crate::domain::{Article, ArticleId, ArticleState, Lang, Metadata};
use crate::search::{Entry, Gone};

/// The revision of articles that were thrown away, the largest number that databases and engines share.
const LAST_REVISION: u64 = i64::MAX.unsigned_abs();
/// Where the last job is noted that a new index waits for.
const REBUILD_MARK: &str = "search_rebuild_until";

impl Repository {
    /// Brings the index in line with the database for some articles, in one commit.
    ///
    /// # Errors
    /// When the store, the files or the index fail.
    pub async fn index_articles(&self, ids: &[ArticleId]) -> Result<()> {
        // Before the articles: what is written is at least as new as its revision says.
        let revisions = self.parts.store.article_revisions(ids).await?;
        let mut articles = self.parts.store.list_articles(ids).await?;
        articles.retain(|article| article.state == ArticleState::Published);
        let articles = self.parts.store.with_sets(articles).await?;
        let mut entries = Vec::with_capacity(articles.len());
        for (article, sets) in &articles {
            let revision = revisions.get(&article.id).copied().unwrap_or_default();
            entries.push(Entry { revision, compliance: compliance_of(sets), ..self.entry(article).await? });
        }
        let gone = ids.iter().filter(|id| articles.iter().all(|(article, _)| article.id != **id));
        // What has no row any more never comes back.
        let last = |article: &ArticleId| revisions.get(article).copied().unwrap_or(LAST_REVISION);
        let gone: Vec<Gone> = gone.map(|article| Gone { article: *article, revision: last(article) }).collect();
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
        let index = self.parts.index.clone();
        // Before the jobs, so that each of them finds the new index.
        blocking(move || index.begin_rebuild()).await?;
        self.add_index_jobs().await
    }

    /// Asks for what an index misses that another process or nobody has filled, and puts a new index in its place once
    /// it has everything; gives how often something was to be done.
    ///
    /// # Errors
    /// When the store or the index fails.
    pub async fn look_after_index(&self) -> Result<usize> {
        let index = self.parts.index.clone();
        if !index.is_shared() {
            return Ok(0);
        }
        let (filled, rebuilding) = blocking(move || Ok((index.is_filled()?, index.is_rebuilding()?))).await?;
        if !filled {
            self.fill_index().await?;
            return Ok(1);
        }
        let mark = self.parts.store.find_site_value(REBUILD_MARK).await?.and_then(|mark| mark.parse().ok());
        if !rebuilding || self.parts.store.has_index_jobs_until(mark.unwrap_or(i64::MAX)).await? {
            return Ok(0);
        }
        let index = self.parts.index.clone();
        blocking(move || index.finish_rebuild()).await?;
        tracing::info!("the new search index is in use");
        Ok(1)
    }

    async fn add_index_jobs(&self) -> Result<()> {
        let last = self.parts.store.add_index_jobs_for_all(self.now()).await?;
        self.parts.store.put_site_value(REBUILD_MARK, &last.to_string()).await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Asks for every public article to be put into a new index, and tells it that the jobs which do so are written
    /// down, so that the next start need not ask again.
    ///
    /// # Errors
    /// When the store or the index fails.
    pub async fn fill_index(&self) -> Result<()> {
        self.add_index_jobs().await?;
        let index = self.parts.index.clone();
        blocking(move || index.rebuild_finished()).await
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
        let made_from = Some(article.version.id);
        Ok(Entry { added_us, made_from, references, ..entry_of(article.id, metadata, pages) })
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
