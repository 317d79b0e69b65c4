//! The index as its callers see it.

mod crossing;
mod french;
mod keeping;
mod mending;
mod paging;
mod querying;
mod relating;
mod suggesting;

use super::*;
use crate::domain::query::{Facet, Piece};
use crate::domain::{Lang, Localised};

/// An article with a French title and pages.
fn article(id: i64, title: &str, pages: &[&str]) -> Entry {
    Entry {
        titles: vec![Localised::new(Lang::FR, title)],
        language: Lang::FR,
        year: Some(2020),
        published_days: Some(18_300 + i32::try_from(id).unwrap()),
        pages: (1..).zip(pages.iter().map(|&page| page.to_owned())).collect(),
        ..Entry::new(ArticleId(id))
    }
}

fn index_of(entries: &[Entry]) -> Index {
    let index = Index::in_memory().unwrap();
    index.upsert(entries).unwrap();
    index.commit().unwrap();
    index
}

fn asked(text: &str) -> SearchQuery {
    SearchQuery { text: text.to_owned(), limit: 20, ..SearchQuery::default() }
}

/// The articles that a query finds, in order.
fn found(index: &Index, text: &str) -> Vec<i64> {
    found_by(index, &asked(text))
}

fn found_by(index: &Index, query: &SearchQuery) -> Vec<i64> {
    index.search(query).unwrap().hits.iter().map(|hit| hit.article.0).collect()
}

fn shown(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| if piece.marked { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
}

/// Counts of a facet as text.
fn counts(result: &SearchResult, facet: Facet) -> String {
    let (_, values) = result.facets.iter().find(|(of, _)| *of == facet).unwrap();
    values.iter().map(|count| format!("{}:{}", count.value, count.count)).collect::<Vec<_>>().join(" ")
}
