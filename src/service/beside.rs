//! What stands beside an article on its page and takes work to find: related articles, and where its texts come from.
//!
//! Kept in memory while neither the article nor the index changes. Nobody waits long for it: what is not found in time
//! is left out, and is there for the next visitor.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::index::blocking;
use super::{Error, Repository, Result};
use crate::domain::extraction::{Candidate, Reading};
use crate::domain::ids::VersionId;
use crate::domain::related::{Related, Subject};
use crate::domain::{Article, ArticleId, ArticleState, Lang, Localised, Metadata};

/// Related articles that are shown.
const MOST_RELATED: usize = 6;
/// Articles remembered: those that many look at, not all that crawlers pass by.
const REMEMBERED: usize = 500;
/// How long a page waits.
const PATIENCE: Duration = Duration::from_millis(400);

/// What stands beside an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Beside {
    /// Related articles, nearest first, with why; only what names an article in a list is kept of them.
    pub related: Vec<(Related, Article)>,
    /// Where the titles come from, in the order of the description.
    pub titles: Vec<TextOrigin>,
    /// Where the abstracts come from.
    pub abstracts: Vec<TextOrigin>,
}

/// Where a text of a description comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextOrigin {
    /// Somebody gave it with the file.
    Deposited,
    /// The file states it (JATS).
    Stated,
    /// It was read from the text of the file, on this page.
    ReadFrom(Option<u32>),
    /// A curator wrote it, or a partner's record.
    Edited,
}

/// What was found before, by article: the version and the generation of the index that it holds for.
#[derive(Debug, Default)]
pub struct BesideCache(Mutex<HashMap<ArticleId, Kept>>);

type Kept = (VersionId, u64, Arc<Beside>);

impl BesideCache {
    fn find(&self, article: &Article, generation: u64) -> Option<Arc<Beside>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (version, of, beside) = kept.get(&article.id)?;
        (*version == article.version.id && *of == generation).then(|| Arc::clone(beside))
    }

    fn keep(&self, article: &Article, generation: u64, beside: &Arc<Beside>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= REMEMBERED {
            kept.clear();
        }
        kept.insert(article.id, (article.version.id, generation, Arc::clone(beside)));
    }
}

impl Repository {
    /// What stands beside an article; nothing when it cannot be found, or not in time.
    pub async fn beside(&self, article: &Article) -> Arc<Beside> {
        let generation = self.parts.index.generation();
        if let Some(known) = self.parts.beside.find(article, generation) {
            return known;
        }
        let (repository, of) = (self.clone(), article.clone());
        let looking = tokio::spawn(async move {
            let found = Arc::new(repository.look_beside(&of).await?);
            repository.parts.beside.keep(&of, generation, &found);
            Ok::<_, Error>(found)
        });
        match tokio::time::timeout(PATIENCE, looking).await {
            Ok(Ok(Ok(found))) => found,
            Ok(Ok(Err(error))) => {
                tracing::warn!(article.id = %article.id, error = &error as &dyn std::error::Error, "nothing found beside an article");
                Arc::default()
            }
            Ok(Err(_)) | Err(_) => Arc::default(),
        }
    }

    async fn look_beside(&self, article: &Article) -> Result<Beside> {
        let related = self.related(article).await?;
        let stated = self.parts.store.find_deposit_of(article.id).await?.map(|deposit| deposit.metadata);
        let reading = self.reading_of(&article.version.file).await.ok();
        let metadata = &article.version.metadata;
        let stated = stated.unwrap_or_default();
        Ok(Beside {
            related,
            titles: metadata.titles.iter().map(|text| origin(text, &stated, reading.as_ref(), &TITLES)).collect(),
            abstracts: metadata
                .abstracts
                .iter()
                .map(|text| origin(text, &stated, reading.as_ref(), &ABSTRACTS))
                .collect(),
        })
    }

    async fn related(&self, article: &Article) -> Result<Vec<(Related, Article)>> {
        let metadata = &article.version.metadata;
        let subject = Subject {
            article: article.id,
            titles: metadata.titles.clone(),
            abstracts: metadata.abstracts.clone(),
            keywords: metadata.keywords.clone(),
            language: metadata.language.unwrap_or(Lang::UND),
            doi: metadata.doi.clone(),
        };
        let index = self.parts.index.clone();
        let found = blocking(move || index.related(&subject, MOST_RELATED)).await?;
        let ids: Vec<ArticleId> = found.iter().map(|related| related.article).collect();
        let mut articles = self.parts.store.list_articles(&ids).await?;
        articles.retain(|article| article.state == ArticleState::Published);
        let with_article = found.into_iter().filter_map(|related| {
            let at = articles.iter().position(|article| article.id == related.article)?;
            Some((related, in_list(articles.swap_remove(at))))
        });
        Ok(with_article.collect())
    }
}

/// An article without what only its own page shows.
fn in_list(mut article: Article) -> Article {
    let metadata = &mut article.version.metadata;
    metadata.abstracts = Vec::new();
    metadata.awards = Vec::new();
    metadata.copies = Vec::new();
    for author in &mut metadata.authors {
        author.affiliations = Vec::new();
    }
    article
}

/// The texts of one kind in a description, and among what was read.
struct Kind {
    stated: fn(&Metadata) -> &[Localised],
    read: fn(&Reading) -> &[Candidate<Localised>],
}

const TITLES: Kind =
    Kind { stated: |metadata| &metadata.titles, read: |reading| &reading.extraction.candidates.titles };
const ABSTRACTS: Kind =
    Kind { stated: |metadata| &metadata.abstracts, read: |reading| &reading.extraction.candidates.abstracts };

fn origin(text: &Localised, stated: &Metadata, reading: Option<&Reading>, kind: &Kind) -> TextOrigin {
    let is = |other: &Localised| other.text == text.text;
    if (kind.stated)(stated).iter().any(is) {
        return TextOrigin::Deposited;
    }
    let Some(reading) = reading else { return TextOrigin::Edited };
    if reading.metadata.as_ref().is_some_and(|inside| (kind.stated)(inside).iter().any(is)) {
        return TextOrigin::Stated;
    }
    let read = (kind.read)(reading).iter().find(|candidate| is(&candidate.value));
    read.map_or(TextOrigin::Edited, |candidate| TextOrigin::ReadFrom(candidate.page))
}
