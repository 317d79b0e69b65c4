//! The article's title and its translation.

use super::front::Front;
use super::source::Source;
use super::{from_page, from_source};
use crate::domain::extraction::{BlockKind, Candidate, Origin};
use crate::domain::{Lang, Localised};
use crate::extract::language;

/// Titles, the one set on the first page first.
pub(super) fn read(
    front: &Front<'_>,
    translated: &[(u32, Localised)],
    source: &Source,
    main: Lang,
) -> Vec<Candidate<Localised>> {
    let mut found: Vec<Candidate<Localised>> = Vec::new();
    let blocks: Vec<_> =
        front.blocks.iter().filter(|block| block.page == 1 && block.chunk.kind == BlockKind::Title).collect();
    let set = trim_marks(&front.join(&blocks));
    let mut given = source.titles();
    if !set.is_empty() {
        let agrees = given.iter().any(|(title, _)| folded(title) == folded(&set));
        let lang = language::of_block(&set).filter(|lang| *lang == Lang::FR || *lang == Lang::EN).unwrap_or(main);
        found.push(from_page(Localised::new(lang, &set), if agrees { 0.98 } else { 0.9 }, Origin::Layout, 1, &set));
    }
    given.retain(|(title, _)| folded(title) != folded(&set));
    for (page, title) in translated {
        found.push(from_page(title.clone(), 0.8, Origin::Layout, *page, &title.text));
    }
    for (title, origin) in given {
        found.push(from_source(Localised::new(main, &title), if set.is_empty() { 0.8 } else { 0.4 }, origin, &title));
    }
    found
}

/// A title without the mark of its footnote.
fn trim_marks(title: &str) -> String {
    title.trim().trim_end_matches(['*', '∗', '†', '‡', '⋆']).trim_end().to_owned()
}

fn folded(title: &str) -> String {
    title.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
