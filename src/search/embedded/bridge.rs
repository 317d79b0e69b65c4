//! What authors call things in the other language, looked up in the dictionary of the index.

use std::collections::HashMap;

use tantivy::Searcher;

use super::schema::Fields;
use crate::search::crossing::Phrases;
use crate::search::error::SearchError;

/// The pairs of an index.
pub(super) struct Learned<'a> {
    /// The fields.
    pub(super) fields: &'a Fields,
    /// The index at one moment.
    pub(super) searcher: &'a Searcher,
}

impl Phrases for Learned<'_> {
    fn after(&self, beginning: &str) -> Result<HashMap<String, u64>, SearchError> {
        let mut counts: HashMap<String, u64> = HashMap::new();
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(self.fields.pairs)?;
            let range = inverted.terms().range().ge(beginning).lt(format!("{beginning}\u{10ffff}"));
            let mut stream = range.into_stream().map_err(tantivy::TantivyError::from)?;
            while let Some((term, info)) = stream.next() {
                let other = std::str::from_utf8(term).ok().and_then(|term| term.strip_prefix(beginning));
                if let Some(other) = other {
                    *counts.entry(other.to_owned()).or_default() += u64::from(info.doc_freq);
                }
            }
        }
        Ok(counts)
    }
}
