//! The whole list of what a query finds, in its order: numbers alone, without passages.

use super::collect::Found;
use super::{Embedded, Page, parse};
use crate::domain::ArticleId;
use crate::domain::query::{SearchQuery, Sort};
use crate::search::error::SearchError;

impl Embedded {
    /// Every article that a query finds, in the order of its pages. The list is one moment's: articles that come or go
    /// while it is used neither shift it nor appear twice.
    pub(in crate::search) fn list(&self, query: &SearchQuery) -> Result<Vec<ArticleId>, SearchError> {
        let first = SearchQuery { after: None, limit: 0, ..query.clone() };
        let result = self.search(&first)?;
        let asked = parse(result.words(&query.text));
        let searcher = self.view.searcher();
        let sort = if query.sort == Sort::Relevance && !asked.is_ranked() { Sort::Newest } else { query.sort };
        let most = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX - 1);
        let page = Page::new(&first, sort, most, None);
        let (compiled, _) = self.compiled(&searcher, query, &asked, page.floor())?;
        let collected = searcher.search(&*compiled, &page)?;
        Ok(collected.found.iter().map(Found::article).map(ArticleId).collect())
    }
}
