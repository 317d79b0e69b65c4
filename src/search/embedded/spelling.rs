//! The words of the index, walked by the engine's automaton.

use std::collections::HashMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::{Searcher, Term};

use super::schema::Fields;
use crate::search::error::SearchError;
use crate::search::spelling::Dictionary;
use crate::search::syntax::Scope;

/// The dictionaries of an index.
pub(super) struct Words<'a> {
    /// The fields.
    pub(super) fields: &'a Fields,
    /// The index at one moment.
    pub(super) searcher: &'a Searcher,
}

impl Dictionary for Words<'_> {
    fn has(&self, scope: Scope, terms: &[String]) -> Result<bool, SearchError> {
        for (field, _) in self.fields.of(scope) {
            for term in terms {
                if self.searcher.doc_freq(&Term::from_field_text(field, term))? > 0 {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn similar(&self, scope: Scope, kind: char, word: &str, distance: u8) -> Result<HashMap<String, u64>, SearchError> {
        let mut found: HashMap<String, u64> = HashMap::new();
        let (from, term) = (kind.to_string(), format!("{kind}{word}"));
        for (field, _) in self.fields.of(scope) {
            let query = FuzzyTermQuery::new(Term::from_field_text(field, &term), distance, true);
            for reader in self.searcher.segment_readers() {
                let inverted = reader.inverted_index(field)?;
                let search = inverted.terms().search(query.automaton()?).ge(&from);
                let mut stream = search.into_stream().map_err(tantivy::TantivyError::from)?;
                while let Some((key, info)) = stream.next() {
                    let known = std::str::from_utf8(key).ok().and_then(|key| key.strip_prefix(kind));
                    let Some(word) = known else { continue };
                    *found.entry(word.to_owned()).or_default() += u64::from(info.doc_freq);
                }
            }
        }
        Ok(found)
    }
}
