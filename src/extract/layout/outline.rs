//! The outline of the file as evidence: the lines that it names are headings.

use std::collections::BTreeMap;

use super::LaidPage;
use super::blocks::Chunk;
use super::headings::{Look, is_numbered, is_open, look};
use super::line::folded;
use super::section_names::is_section;
use crate::domain::extraction::BlockKind;

/// Titles of the outline that must be found in the text before it decides what is no heading.
const LEAST_NAMED: usize = 3;

/// Lines that the outline of the file names are headings, at the level that it gives them. Where it names several,
/// a single block of another look that it does not name is none.
pub(super) fn follow(pages: &mut [LaidPage]) {
    let mut named: Vec<(usize, usize)> = Vec::new();
    let mut looks: Vec<Look> = Vec::new();
    for (number, page) in pages.iter_mut().enumerate() {
        for (level, title) in std::mem::take(&mut page.titles) {
            let wanted = folded(&title);
            if wanted.chars().count() < 4 {
                continue;
            }
            let Some(place) = find_title(page, &wanted) else { continue };
            if let Some(chunk) = page.chunks.get_mut(place) {
                chunk.kind = BlockKind::Heading(level.clamp(1, 3));
                looks.push(look(chunk));
                named.push((number, place));
            }
        }
    }
    if named.len() >= LEAST_NAMED {
        drop_others(pages, &|page, place| named.contains(&(page, place)), &looks);
    }
}

/// Where headings are named, a single block of another look that is not named is none.
pub(super) fn drop_others(pages: &mut [LaidPage], is_named: &dyn Fn(usize, usize) -> bool, looks: &[Look]) {
    let mut others: BTreeMap<Look, Vec<(usize, usize)>> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        for (place, chunk) in page.chunks.iter().enumerate() {
            let heading = matches!(chunk.kind, BlockKind::Heading(_)) && !is_named(number, place);
            let text = chunk.plain();
            if heading && !is_section(&text) && !is_numbered(&text) && !looks.contains(&look(chunk)) {
                others.entry(look(chunk)).or_default().push((number, place));
            }
        }
    }
    for (number, place) in others.into_values().filter(|places| places.len() == 1).flatten() {
        if let Some(chunk) = pages.get_mut(number).and_then(|page| page.chunks.get_mut(place)) {
            chunk.kind = BlockKind::Paragraph;
        }
    }
}

/// The block of a page that holds a title of the outline; a title over two blocks becomes one.
fn find_title(page: &mut LaidPage, wanted: &str) -> Option<usize> {
    let may_be = |chunk: &Chunk| {
        matches!(chunk.kind, BlockKind::Heading(_)) || is_open(chunk.kind) && chunk.lines.len() <= 4 && chunk.angle == 0
    };
    let texts: Vec<String> =
        page.chunks.iter().map(|chunk| if may_be(chunk) { folded(&chunk.plain()) } else { String::new() }).collect();
    if let Some(place) = texts.iter().position(|text| is_same(text, wanted)) {
        return Some(place);
    }
    let both = |pair: &[String]| match pair {
        [first, second] => !first.is_empty() && !second.is_empty() && is_same(&format!("{first}{second}"), wanted),
        _ => false,
    };
    let place = texts.windows(2).position(both)?;
    let second = page.chunks.remove(place + 1);
    page.chunks.get_mut(place)?.lines.extend(second.lines);
    Some(place)
}

fn is_same(text: &str, title: &str) -> bool {
    text == title || text.strip_suffix(title).is_some_and(|number| number.len() <= 6)
}
