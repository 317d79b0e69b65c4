//! Where in the pages of an article the words of a query stand: read from the text by the analysis that it was indexed
//! with, so that the places are those that the embedded engine keeps.

use std::collections::HashMap;

use crate::domain::Lang;
use crate::search::analysis::{Chain, Terms, detect, words};
use crate::search::mark::Marker;
use crate::search::passages::{MAX_PLACES, Page, Place};
use crate::search::syntax::Group;

/// Positions of each word of each group, counted from the first word of the group.
type Starts = HashMap<(usize, u32), Vec<u32>>;

/// The places of groups of words, in order.
pub(super) fn places(pages: &[Page], lang: Lang, groups: &[Group], terms: &mut Terms) -> Vec<Place> {
    let wanted = wanted(groups);
    let marker = Marker::of(groups);
    let mut starts = Starts::new();
    for page in pages {
        let found = words(&page.text);
        let chain = detect(&found, Chain::of(lang));
        for word in found {
            if !marker.may_mark(&page.text, &word) {
                continue;
            }
            let position = page.start.saturating_add(word.position);
            for term in terms.of(word.exact, chain) {
                for (group, slot) in wanted.get(term).into_iter().flatten() {
                    if let Some(start) = position.checked_sub(*slot) {
                        starts.entry((*group, *slot)).or_default().push(start);
                    }
                }
            }
        }
    }
    ordered(groups, starts)
}

/// The words of groups that a term stands for.
fn wanted(groups: &[Group]) -> HashMap<String, Vec<(usize, u32)>> {
    let mut wanted: HashMap<String, Vec<(usize, u32)>> = HashMap::new();
    for (group, asked) in groups.iter().enumerate() {
        for (slot, form) in (0..).zip(&asked.slots) {
            for term in asked.terms(form) {
                wanted.entry(term).or_default().push((group, slot));
            }
        }
    }
    wanted
}

/// The places where all words of a group stand at their distances.
fn ordered(groups: &[Group], mut starts: Starts) -> Vec<Place> {
    for positions in starts.values_mut() {
        positions.sort_unstable();
        positions.dedup();
    }
    let mut all = Vec::new();
    for (group, asked) in groups.iter().enumerate() {
        let slots = u32::try_from(asked.slots.len()).unwrap_or(u32::MAX);
        let mut common = starts.get(&(group, 0)).cloned().unwrap_or_default();
        for slot in 1..slots {
            let other = starts.get(&(group, slot)).map_or(&[][..], Vec::as_slice);
            common.retain(|start| other.binary_search(start).is_ok());
        }
        let room = MAX_PLACES.saturating_sub(all.len());
        all.extend(common.into_iter().take(room).map(|position| Place { position, length: slots, group }));
    }
    all.sort_unstable();
    all
}
