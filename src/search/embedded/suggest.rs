//! What somebody may mean who has typed a beginning, looked up in the dictionary of the index.

use tantivy::{Searcher, Term};

use super::alive::first_alive;
use super::schema::Fields;
use crate::domain::understood::Suggestion;
use crate::search::error::SearchError;
use crate::search::suggesting::{Candidates, MAX_TERMS, beginning};

/// What somebody may mean who has typed `typed`: subjects, then authors, then titles.
pub(super) fn suggest(fields: &Fields, searcher: &Searcher, typed: &str) -> Result<Vec<Suggestion>, SearchError> {
    let Some(beginning) = beginning(typed) else { return Ok(Vec::new()) };
    let mut candidates = Candidates::default();
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(fields.suggestions)?;
        let range = inverted.terms().range().ge(&beginning).lt(format!("{beginning}\u{10ffff}"));
        let mut stream = range.into_stream().map_err(tantivy::TantivyError::from)?;
        for _ in 0..MAX_TERMS {
            let Some((key, info)) = stream.next() else { break };
            if let Ok(term) = std::str::from_utf8(key) {
                candidates.add(term, u64::from(info.doc_freq));
            }
        }
    }
    candidates.chosen(|term| is_alive(fields, searcher, term))
}

/// Whether an article that is still in the index has a term.
fn is_alive(fields: &Fields, searcher: &Searcher, term: &str) -> Result<bool, SearchError> {
    Ok(first_alive(searcher, &Term::from_field_text(fields.suggestions, term))?.is_some())
}
