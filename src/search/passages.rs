//! Where in an article the words of a query stand, and the passage to show.

use super::analysis::stretch;
use super::excerpt::excerpt;
use super::mark::Marker;
use crate::domain::Lang;
use crate::domain::query::Passage;

/// Words that a passage of about 240 characters can hold.
const WINDOW: u32 = 40;
/// Places that are looked at in one article.
pub(crate) const MAX_PLACES: usize = 20_000;

/// A page of an article as it was indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// Number from 1.
    pub(crate) number: u32,
    /// Position of its first word in the text of the article.
    pub(crate) start: u32,
    /// Its text.
    pub(crate) text: String,
}

/// A group of words at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Position of its first word in the text of the article.
    pub(crate) position: u32,
    /// Number of words.
    pub(crate) length: u32,
    /// Number of the group.
    pub(crate) group: usize,
}

/// A stretch of a page where words of the query stand close together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cluster {
    /// Different groups, then places, weighed.
    worth: usize,
    first: u32,
    last: u32,
}

/// The passage of the page that matches best.
pub(crate) fn best(pages: &[Page], places: &[Place], marker: &Marker, lang: Lang) -> Option<Passage> {
    let clusters =
        pages.iter().enumerate().filter_map(|(index, page)| Some((page, densest(on(pages, index, places))?)));
    // Of equals the first page: `max_by_key` would give the last.
    let (page, cluster) = clusters.rev().max_by_key(|(_, cluster)| cluster.worth)?;
    Some(passage(page, cluster, marker, lang))
}

/// The passages of all pages that match, in the order of the pages.
pub(crate) fn every(pages: &[Page], places: &[Place], marker: &Marker, lang: Lang, limit: usize) -> Vec<Passage> {
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
