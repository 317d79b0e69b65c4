//! Searching: the index finds, the database says what may be shown.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;

use super::index::blocking;
use super::{Repository, Result};
use crate::domain::query::{Passage, SearchQuery, SearchResult};
use crate::domain::understood::{Suggestion, Understood};
use crate::domain::{Article, ArticleId, ArticleState};
use crate::search::Marker;

/// Lists of whole searches that are sent at the same time.
pub const MOST_LISTS: usize = 8;
/// How long somebody waits for a place among them.
const LONGEST_WAIT: Duration = Duration::from_millis(500);

/// A page of hits with their articles.
#[derive(Debug, Clone)]
pub struct Found {
    /// Hits, facets and the way on.
    pub result: SearchResult,
    /// The articles of the hits, in their order.
    pub articles: Vec<Article>,
    /// How the query was read.
    pub understood: Understood,
}

impl Repository {
    /// Searches. Hits whose article is no longer public are left out.
    ///
    /// # Errors
    /// When the index or the store fails.
    pub async fn search(&self, query: SearchQuery) -> Result<Found> {
        let understood = self.parts.index.explain(&query.text);
        let index = self.parts.index.clone();
        let mut result = blocking(move || index.search(&query)).await?;
        let ids: Vec<ArticleId> = result.hits.iter().map(|hit| hit.article).collect();
        let mut articles = self.parts.store.list_articles(&ids).await?;
        articles.retain(|article| article.state == ArticleState::Published);
        result.hits.retain(|hit| articles.iter().any(|article| article.id == hit.article));
        Ok(Found { result, articles, understood })
    }

    /// Every article that a search finds, in its order, as it stands in the index now.
    ///
    /// # Errors
    /// When the index fails.
    pub async fn list_search(&self, query: SearchQuery) -> Result<Vec<ArticleId>> {
        let index = self.parts.index.clone();
        blocking(move || index.list(&query)).await
    }

    /// Those of some articles that are public, in the order asked: one statement for all.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn published_among(&self, ids: &[ArticleId]) -> Result<Vec<Article>> {
        let mut articles = self.parts.store.list_articles(ids).await?;
        articles.retain(|article| article.state == ArticleState::Published);
        Ok(articles)
    }

    /// A place among the lists that are sent at the same time, or `None` when all stay taken.
    pub async fn list_place(&self) -> Option<OwnedSemaphorePermit> {
        let place = Arc::clone(&self.parts.lists).acquire_owned();
        tokio::time::timeout(LONGEST_WAIT, place).await.ok()?.ok()
    }

    /// What marks the words of a query in any text, by the same analysis as the search.
    #[must_use]
    pub fn marker(&self, query: &str) -> Marker {
        self.parts.index.marker(query)
    }

    /// Titles, authors and keywords that somebody may mean who has typed their beginning.
    ///
    /// # Errors
    /// When the index fails.
    pub async fn suggest(&self, typed: &str) -> Result<Vec<Suggestion>> {
        let (index, typed) = (self.parts.index.clone(), typed.to_owned());
        blocking(move || index.suggest(&typed)).await
    }

    /// The passages of an article's pages that match a query, best first.
    ///
    /// # Errors
    /// When the index fails.
    pub async fn passages(&self, article: ArticleId, query: &str) -> Result<Vec<Passage>> {
        let (index, query) = (self.parts.index.clone(), query.to_owned());
        blocking(move || index.passages(&query, article, 50)).await
    }
}
