//! Where in an article the words of a query stand, by the positions that the index keeps.

use tantivy::index::SegmentReader;
use tantivy::{DocId, Searcher};

use super::adjacent::Places;
use super::compile::adjacent;
use super::schema::Fields;
use crate::domain::Lang;
use crate::search::passages::{MAX_PLACES, Place};
use crate::search::syntax::Group;

/// The groups of a query opened for reading in one segment.
pub(super) struct Locator {
    groups: Vec<(u32, Option<Places>)>,
}

impl Locator {
    /// Opens the postings of all groups.
    pub(super) fn open(fields: &Fields, reader: &SegmentReader, groups: &[Group]) -> tantivy::Result<Self> {
        let open = |group: &Group| {
            let length = u32::try_from(group.slots.len()).unwrap_or(u32::MAX);
            Ok((length, Places::open(reader, &adjacent(fields.body, group))?))
        };
        Ok(Self { groups: groups.iter().map(open).collect::<tantivy::Result<_>>()? })
    }

    /// Places in a document, in order. Documents must be asked in rising order.
    pub(super) fn places(&mut self, doc: DocId) -> Vec<Place> {
        let mut all = Vec::new();
        for (group, (length, places)) in self.groups.iter_mut().enumerate() {
            let starts = places.as_mut().map_or(&[][..], |places| places.in_document(doc));
            let room = MAX_PLACES.saturating_sub(all.len());
            all.extend(starts.iter().take(room).map(|position| Place { position: *position, length: *length, group }));
        }
        all.sort_unstable();
        all
    }
}

/// The language column of an article.
pub(super) fn language(searcher: &Searcher, address: tantivy::DocAddress) -> tantivy::Result<Lang> {
    let reader = searcher.segment_reader(address.segment_ord);
    let mut code = String::new();
    if let Some(column) = reader.fast_fields().str("language")?
        && let Some(number) = column.term_ords(address.doc_id).next()
    {
        column.ord_to_str(number, &mut code)?;
    }
    Ok(Lang::parse(&code).unwrap_or(Lang::UND))
}
