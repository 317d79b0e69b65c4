//! The words that the index knows, and those that resemble one: the server's own correction walks its dictionaries by
//! the same automaton.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::{Distributed, query, schema, terms};
use crate::search::error::SearchError;
use crate::search::spelling::Dictionary;
use crate::search::syntax::Scope;

/// Words that resemble one, in one field.
const MOST: usize = 200;

/// The dictionaries of an index.
pub(super) struct Words<'a>(pub(super) &'a Distributed);

impl Dictionary for Words<'_> {
    fn has(&self, scope: Scope, wanted: &[String]) -> Result<bool, SearchError> {
        let wanted: Vec<String> = wanted.iter().map(|term| terms::whole(term)).collect();
        let any: Vec<Value> =
            schema::of(scope).iter().map(|(field, _)| json!({ "terms": { *field: wanted } })).collect();
        let body = json!({
            "size": 0,
            "track_total_hits": 1,
            "query": { "bool": { "filter": [{ "bool": { "should": any, "minimum_should_match": 1 } }] } },
        });
        Ok(query::total(&self.0.ask("_search", &body)?) > 0)
    }

    fn similar(&self, scope: Scope, kind: char, word: &str, distance: u8) -> Result<HashMap<String, u64>, SearchError> {
        let term = terms::whole(&format!("{kind}{word}"));
        let fields: Vec<&str> = schema::of(scope).into_iter().map(|(field, _)| field).collect();
        let answer = self.0.ask("_search", &question(&fields, &term, distance))?;
        let mut found: HashMap<String, u64> = HashMap::new();
        for field in fields {
            // The server leaves the very term out.
            let own = answer.pointer(&format!("/aggregations/{field}/doc_count")).and_then(Value::as_u64);
            if let Some(count) = own.filter(|count| *count > 0) {
                *found.entry(word.to_owned()).or_default() += count;
            }
            let options = answer.pointer(&format!("/suggest/{field}/0/options")).and_then(Value::as_array);
            for option in options.into_iter().flatten() {
                let known = option.get("text").and_then(Value::as_str).and_then(|term| term.strip_prefix(kind));
                let count = option.get("freq").and_then(Value::as_u64);
                if let (Some(known), Some(count)) = (known, count) {
                    *found.entry(known.to_owned()).or_default() += count;
                }
            }
        }
        Ok(found)
    }
}

fn question(fields: &[&str], term: &str, distance: u8) -> Value {
    let (mut suggest, mut counts) = (Map::new(), Map::new());
    for field in fields {
        let like = json!({
            "field": field,
            "analyzer": "keyword",
            "suggest_mode": "always",
            "max_edits": distance,
            "prefix_length": 1,
            "min_word_length": 1,
            "max_term_freq": 1_000_000_000,
            "size": MOST,
            "shard_size": MOST,
        });
        suggest.insert((*field).to_owned(), json!({ "text": term, "term": like }));
        counts.insert((*field).to_owned(), json!({ "filter": { "term": { *field: term } } }));
    }
    json!({ "size": 0, "track_total_hits": false, "suggest": suggest, "aggs": counts })
}
