//! The index as its callers see it.

mod crossing;
mod french;
mod keeping;
mod mending;
mod paging;
mod querying;
mod relating;
mod sharing;
mod suggesting;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

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

/// An empty index of the engine that is tested: on the server of `PARVIS_TEST_OPENSEARCH` where one is named.
fn empty() -> Index {
    empty_in(2)
}

/// An empty index that a server cuts into so many parts.
fn empty_in(shards: u16) -> Index {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let Some(host) = std::env::var("PARVIS_TEST_OPENSEARCH").ok().filter(|host| !host.is_empty()) else {
        return Index::in_memory().unwrap();
    };
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let settings = server(&host, &format!("t{}-{number}", std::process::id()));
    let opened = Index::connect(ServerSettings { shards, ..settings }).unwrap();
    assert!(opened.rebuilt);
    opened.index
}

/// How the server of the tests is asked.
fn server(host: &str, prefix: &str) -> ServerSettings {
    ServerSettings {
        hosts: vec![host.to_owned()],
        prefix: prefix.to_owned(),
        account: None,
        token: None,
        shards: 2,
        replicas: 0,
        patience: Duration::from_mins(1),
        user_agent: "parvis-test".to_owned(),
    }
}

fn gone(articles: &[i64]) -> Vec<Gone> {
    articles.iter().map(|id| Gone { article: ArticleId(*id), revision: 0 }).collect()
}

fn index_of(entries: &[Entry]) -> Index {
    filled(empty(), entries)
}

fn filled(index: Index, entries: &[Entry]) -> Index {
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
