//! Where the text leads: addresses, citations to their entries of the bibliography, mentions to figures and tables.
//!
//! Works on the finished blocks, by what is printed: numbers and labels in brackets, names with years, the words that
//! captions begin with, marks of notes. What is ambiguous is left alone.

mod addresses;
mod index;
mod mentions;
mod notes;

#[cfg(test)]
mod tests;

use super::linked::is_read;
use crate::domain::extraction::{BlockKind, LinkTarget, Page, TextLink};
use index::Index;
use notes::Notes;

/// Most links of one block.
const MOST_LINKS: usize = 400;

/// Finds the links of all blocks, which hold those already that the file lays over their words; `known` gives the
/// addresses that the file links to from a page, counted from 0.
pub(super) fn attach(pages: &mut [Page], known: &dyn Fn(usize) -> Vec<String>) {
    let index = Index::new(pages);
    for (number, page) in pages.iter_mut().enumerate() {
        let has_address = |text: &str| text.contains("://") || text.contains("10.") || text.contains("www.");
        let known = if page.blocks.iter().any(|block| has_address(&block.text)) { known(number) } else { Vec::new() };
        let notes = Notes::new(page);
        for (place, block) in page.blocks.iter_mut().enumerate().filter(|(_, block)| is_read(block.kind)) {
            let laid = std::mem::take(&mut block.links);
            let (mut found, mut laid) = addresses::settle(addresses::find(&block.text, &known), laid);
            if block.kind != BlockKind::Reference {
                let own = LinkTarget::Block { page: page.number, place };
                let mut marks = if has_marks(block.kind) { notes.find(&block.text, &index) } else { Vec::new() };
                if has_marks(block.kind) {
                    marks.extend(notes.find_raised(block));
                }
                let mentions = mentions::find(&block.text, &index).into_iter().chain(marks);
                let mentions: Vec<TextLink> = mentions.filter(|link| link.target != own).collect();
                laid.retain(|link| !mentions.iter().any(|mention| overlap(link, mention)));
                found.extend(mentions);
            }
            found.extend(laid);
            block.links = apart(found);
        }
        for block in page.blocks.iter_mut().filter(|block| block.kind == BlockKind::Table) {
            let laid = std::mem::take(&mut block.links);
            let (printed, laid) = addresses::settle(addresses::find(&block.text, &known), laid);
            let mentions = in_cells(&block.text, &index);
            let laid = laid.into_iter().filter(|link| !mentions.iter().any(|mention| overlap(link, mention)));
            block.links = apart(laid.chain(printed).chain(mentions.iter().cloned()).collect());
        }
    }
}

/// The mentions and citations in the cells of a table; numbers alone in brackets are values there.
fn in_cells(text: &str, index: &Index) -> Vec<TextLink> {
    let mut found = Vec::new();
    let mut start = 0;
    for cell in text.split_inclusive(['\t', '\n']) {
        if cell.contains(char::is_alphabetic) {
            let own = mentions::find(cell, index).into_iter();
            found.extend(own.map(|link| TextLink { start: link.start + start, end: link.end + start, ..link }));
        }
        start += cell.len();
    }
    found
}

/// Kinds whose raised marks are those of notes, not of affiliations.
fn has_marks(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::FrontMatter | BlockKind::Footnote)
}

fn overlap(a: &TextLink, b: &TextLink) -> bool {
    a.start < b.end && b.start < a.end
}

/// The links in order, without those that begin within another.
fn apart(mut links: Vec<TextLink>) -> Vec<TextLink> {
    links.sort_by_key(|link| (link.start, std::cmp::Reverse(link.end)));
    let mut end = 0;
    links.retain(|link| {
        let free = link.start >= end && link.end > link.start;
        if free {
            end = link.end;
        }
        free
    });
    links.truncate(MOST_LINKS);
    links
}
