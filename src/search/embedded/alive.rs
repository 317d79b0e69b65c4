//! Terms of articles that are still in the index: dictionaries keep those of removed ones for a while.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, Term};

use crate::search::error::SearchError;

/// Where the first article stands that has a term and was not removed.
pub(super) fn first_alive(searcher: &Searcher, term: &Term) -> Result<Option<DocAddress>, SearchError> {
    for (segment, reader) in (0..).zip(searcher.segment_readers()) {
        let inverted = reader.inverted_index(term.field())?;
        let postings = inverted
            .read_postings(term, IndexRecordOption::Basic)
            .map_err(|error| SearchError::Engine(Box::new(error)))?;
        let Some(mut postings) = postings else { continue };
        let mut doc = postings.doc();
        while doc != TERMINATED {
            if !reader.is_deleted(doc) {
                return Ok(Some(DocAddress::new(segment, doc)));
            }
            doc = postings.advance();
        }
    }
    Ok(None)
}
