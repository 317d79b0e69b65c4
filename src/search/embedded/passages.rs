//! Where in an article the words of a query stand, and the passage to show.

use tantivy::index::SegmentReader;
use tantivy::{DocId, Searcher};

use super::adjacent::Places;
use super::compile::adjacent;
use super::document::Page;
use super::schema::Fields;
use crate::domain::Lang;
use crate::domain::query::Passage;
use crate::search::analysis::stretch;
use crate::search::excerpt::excerpt;
use crate::search::mark::Marker;
use crate::search::syntax::Group;

/// Words that a passage of about 240 characters can hold.
const WINDOW: u32 = 40;
/// Places that are looked at in one article.
const MAX_PLACES: usize = 20_000;

/// A group of words at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Position of its first word in the text of the article.
    position: u32,
    /// Number of words.
    length: u32,
    /// Number of the group.
    group: usize,
}

/// A stretch of a page where words of the query stand close together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cluster {
    /// Different groups, then places, weighed.
    worth: usize,
    first: u32,
    last: u32,
}

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

/// The passage of the page that matches best.
pub(super) fn best(pages: &[Page], places: &[Place], marker: &Marker, lang: Lang) -> Option<Passage> {
    let clusters =
        pages.iter().enumerate().filter_map(|(index, page)| Some((page, densest(on(pages, index, places))?)));
    // Of equals the first page: `max_by_key` would give the last.
    let (page, cluster) = clusters.rev().max_by_key(|(_, cluster)| cluster.worth)?;
    Some(passage(page, cluster, marker, lang))
}

/// The passages of all pages that match, in the order of the pages.
pub(super) fn every(pages: &[Page], places: &[Place], marker: &Marker, lang: Lang, limit: usize) -> Vec<Passage> {
    let clusters =
        pages.iter().enumerate().filter_map(|(index, page)| Some((page, densest(on(pages, index, places))?)));
    clusters.take(limit).map(|(page, cluster)| passage(page, cluster, marker, lang)).collect()
}

/// Places whose first word stands on a page.
fn on<'a>(pages: &[Page], index: usize, places: &'a [Place]) -> &'a [Place] {
    let start = pages.get(index).map_or(0, |page| page.start);
    let end = pages.get(index + 1).map_or(u32::MAX, |page| page.start);
    let from = places.partition_point(|place| place.position < start);
    let to = places.partition_point(|place| place.position < end);
    places.get(from..to).unwrap_or_default()
}

/// The window with the most groups, then the most words; the first of equals.
fn densest(places: &[Place]) -> Option<Cluster> {
    let mut best: Option<Cluster> = None;
    for (index, first) in places.iter().enumerate() {
        let inside: Vec<&Place> = places
            .iter()
            .skip(index)
            .take_while(|place| place.position - first.position < WINDOW)
            .take(usize::try_from(WINDOW).unwrap_or_default())
            .collect();
        let mut groups: Vec<usize> = inside.iter().map(|place| place.group).collect();
        groups.sort_unstable();
        groups.dedup();
        let words: u32 = inside.iter().map(|place| place.length).sum();
        let worth = groups.len() * 10_000 + usize::try_from(words).unwrap_or_default();
        let last = inside.iter().map(|place| place.position.saturating_add(place.length - 1)).max();
        if best.is_none_or(|best| worth > best.worth) {
            best = last.map(|last| Cluster { worth, first: first.position, last });
        }
    }
    best
}

fn passage(page: &Page, cluster: Cluster, marker: &Marker, lang: Lang) -> Passage {
    let word = |position: u32| usize::try_from(position.saturating_sub(page.start)).unwrap_or(usize::MAX);
    let core = stretch(&page.text, word(cluster.first), word(cluster.last));
    let pieces = excerpt(&page.text, core.unwrap_or(0..0), marker);
    Passage { page: page.number, lang, pieces }
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
