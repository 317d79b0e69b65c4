//! What somebody may mean who has typed a beginning.

use serde_json::json;

use super::learned::literal;
use super::{Distributed, counting, schema};
use crate::domain::understood::Suggestion;
use crate::search::error::SearchError;
use crate::search::suggesting::{Candidates, MAX_TERMS, beginning};

/// Articles of each part of the index that are looked at: of a short beginning that very many have, the rest is left out.
const LOOKED_AT: usize = 20_000;

impl Distributed {
    /// What somebody may mean who has typed `typed`: subjects, then authors, then titles.
    pub(in crate::search) fn suggest(&self, typed: &str) -> Result<Vec<Suggestion>, SearchError> {
        let Some(beginning) = beginning(typed) else { return Ok(Vec::new()) };
        let terms = json!({
            "field": schema::SUGGESTIONS,
            "include": format!("{}.*", literal(&beginning)),
            "execution_hint": "map",
            "order": { "_key": "asc" },
            "size": MAX_TERMS,
        });
        let body = json!({
            "size": 0,
            "track_total_hits": false,
            "terminate_after": LOOKED_AT,
            "query": { "prefix": { schema::SUGGESTIONS: beginning } },
            "aggs": { "terms": { "terms": terms } },
        });
        let mut candidates = Candidates::default();
        for (term, articles) in counting::buckets(&self.ask("_search", &body)?, "/aggregations/terms/buckets") {
            candidates.add(&term, articles);
        }
        // Counted are articles that are here alone.
        candidates.chosen(|_| Ok(true))
    }
}
