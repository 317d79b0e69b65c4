//! What authors call things in the other language: one question for all phrases of a query.

use std::collections::HashMap;

use serde_json::json;

use super::{Distributed, counting, schema};
use crate::search::crossing::{Phrases, beginnings};
use crate::search::error::SearchError;
use crate::search::syntax::Asked;

/// Phrases of the other language that are looked at.
const MOST: usize = 1_000;

/// The pairs that a query may lead to.
#[derive(Debug, Default)]
pub(super) struct Learned(HashMap<String, u64>);

impl Learned {
    /// Asks for all pairs that begin as words of a query.
    pub(super) fn of(index: &Distributed, asked: &Asked) -> Result<Self, SearchError> {
        let beginnings = beginnings(asked);
        if beginnings.is_empty() {
            return Ok(Self::default());
        }
        let any = beginnings.iter().map(|beginning| literal(beginning)).collect::<Vec<_>>().join("|");
        let include = format!("({any}).*");
        // By values, not by their numbers: OpenSearch 2.19 fails on some expressions otherwise (`IncludeExclude`).
        let terms = json!({ "field": schema::PAIRS, "include": include, "execution_hint": "map", "size": MOST });
        let body = json!({
            "size": 0,
            "query": { "terms": { schema::PAIR_KEYS: beginnings } },
            "aggs": { "pairs": { "terms": terms } },
        });
        Ok(Self(counting::buckets(&index.ask("_search", &body)?, "/aggregations/pairs/buckets")))
    }
}

impl Phrases for Learned {
    fn after(&self, beginning: &str) -> Result<HashMap<String, u64>, SearchError> {
        let led = self.0.iter().filter_map(|(term, count)| Some((term.strip_prefix(beginning)?.to_owned(), *count)));
        Ok(led.collect())
    }
}

/// A text as a regular expression that matches it alone (Lucene's `RegExp`: whatever is no letter or digit may mean
/// something there).
pub(super) fn literal(text: &str) -> String {
    let mut expression = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            expression.push('\\');
        }
        expression.push(c);
    }
    expression
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_expressions_is_taken_literally() {
        assert_eq!(literal("fa.b|c é1"), "fa\\.b\\|c é1");
    }
}
