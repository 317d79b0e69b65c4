//! What the engine takes for the same words when it does nothing but rank them.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::queries::Asked;

/// Hits of a page.
const LIMIT: usize = 20;

/// Mean time of the queries of words alone: all words in the text, one form each, the twenty best; no facets, no
/// passages, no page.
pub(crate) fn bare_engine(data: &Path, queries: &[Asked]) -> anyhow::Result<Duration> {
    let index = tantivy::Index::open_in_dir(newest(&data.join("index"))?)?;
    let body = index.schema().get_field("body")?;
    let searcher = index.reader()?.searcher();
    let mut times = Vec::new();
    for asked in queries.iter().filter(|asked| !asked.words.is_empty()) {
        let term = |word: &String| {
            let term = Term::from_field_text(body, &format!("={word}"));
            (Occur::Must, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>)
        };
        let query = BooleanQuery::new(asked.words.iter().map(term).collect());
        searcher.search(&query, &TopDocs::with_limit(LIMIT).order_by_score())?;
        let begun = Instant::now();
        searcher.search(&query, &TopDocs::with_limit(LIMIT).order_by_score())?;
        times.push(begun.elapsed());
    }
    let count = u32::try_from(times.len().max(1))?;
    Ok(times.iter().sum::<Duration>() / count)
}

/// The folder of the index itself, below the one of its generations.
fn newest(dir: &Path) -> anyhow::Result<std::path::PathBuf> {
    let generations = std::fs::read_dir(dir)?.filter_map(|entry| Some(entry.ok()?.path()));
    generations.filter(|path| path.join("meta.json").exists()).max().context("there is no index")
}
