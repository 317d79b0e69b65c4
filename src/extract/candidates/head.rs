//! Where the title stands: as the layout says, unless that is a banner, the name of a journal or a cover page's label.

use std::ops::Range;
use std::sync::LazyLock;

use crate::extract::pattern::Regex;

use super::abstracts::opens_abstract;
use super::front::FrontBlock;
use super::source::Source;
use crate::domain::extraction::BlockKind;
use crate::extract::layout::folded;

/// Large print on first pages that is no title.
static BANNER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?i:hal id|hal open science|archive ouverte|accepted manuscript|author(?:[’']?s)? accepted manuscript",
        r"|accepted article|journal pre-?proofs?|manuscrit accept[ée]|preprint|pr[ée]publication|open access",
        r"|research (?:article|paper)|original (?:article|research|paper)|article(?: original)?|review(?: article)?",
        r"|short communication|technical note|note de recherche|working paper|document de travail|editorial|[ée]ditorial",
        r"|erratum|correction|arxiv:.*|researchgate|see discussions.*|to cite this version|pour citer.*",
        r"|supplementary (?:material|information)|th[èe]se(?: de doctorat)?|m[ée]moire(?: de ma[iî]trise)?",
        r"|(?:doctoral|master[’']?s|phd) thesis|table of contents|contents|sommaire|table des mati[èe]res",
        r"|universit[ée] (?:de |du |d[’'])?\S+(?: [àa] \S+)?|\S+ university)(?:$|\s*[:–—].*$|\s*hal-.*$)",
    ))
    .ok()
});

/// Most blocks that a title is made of.
const MOST_BLOCKS: usize = 4;
/// Most lines of a title.
const MOST_LINES: usize = 7;

/// The blocks of the title; empty when there is none. Behind a cover page without an abstract, those that say it again on
/// the page with the abstract.
pub(super) fn title_run(blocks: &[FrontBlock<'_>], source: &Source) -> Range<usize> {
    let run = stated_run(blocks, source);
    let has_abstract = |page: u32| blocks.iter().any(|block| block.page == page && opens_abstract(&block.text));
    if run.is_empty() || has_abstract(1) || !has_abstract(2) {
        return run;
    }
    let text = folded(&joined(blocks, &run));
    let again = blocks.iter().position(|block| block.page == 2 && folded(&block.text) == text);
    again.map_or(run, |place| place..place + 1)
}

fn stated_run(blocks: &[FrontBlock<'_>], source: &Source) -> Range<usize> {
    let marked = marked_run(blocks);
    let text = joined(blocks, &marked);
    let sound = !text.is_empty()
        && !is_banner(&text)
        && (is_legible(&text) || blocks.iter().all(|block| !is_legible(&block.text)));
    if sound && source.titles().iter().any(|(title, _)| folded(title) == folded(&text)) {
        return marked;
    }
    if let Some(run) = declared_run(blocks, source) {
        return run;
    }
    if sound { marked } else { largest_run(blocks).unwrap_or(marked) }
}

/// Whether a text is the label of a cover page or a banner.
pub(super) fn is_banner(text: &str) -> bool {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    BANNER.as_ref().is_some_and(|pattern| pattern.is_match(&text))
}

/// Whether a text is made of letters for the most part, which it is not where a font's encoding is lost.
fn is_legible(text: &str) -> bool {
    let (mut letters, mut all) = (0, 0);
    for char in text.chars().filter(|char| !char.is_whitespace()) {
        letters += usize::from(char.is_alphabetic() || char.is_ascii_digit());
        all += 1;
    }
    letters * 4 >= all * 3
}

/// The blocks that the layout calls title.
fn marked_run(blocks: &[FrontBlock<'_>]) -> Range<usize> {
    let is_title = |block: &FrontBlock<'_>| block.page == 1 && block.chunk.kind == BlockKind::Title;
    let start = blocks.iter().position(is_title).unwrap_or_default();
    let count = blocks.iter().skip(start).take_while(|block| is_title(block)).count();
    start..start + count
}

fn joined(blocks: &[FrontBlock<'_>], run: &Range<usize>) -> String {
    let texts = blocks.get(run.clone()).unwrap_or_default().iter().map(|block| block.text.as_str());
    texts.collect::<Vec<_>>().join(" ")
}

/// The blocks whose text is the title that the file declares.
fn declared_run(blocks: &[FrontBlock<'_>], source: &Source) -> Option<Range<usize>> {
    let wanted: Vec<String> = source.titles().iter().map(|(title, _)| folded(title)).collect();
    let longest = wanted.iter().map(String::len).max()?;
    (0..blocks.len()).find_map(|start| {
        let mut text = String::new();
        for end in start..blocks.len().min(start + MOST_BLOCKS) {
            let block = blocks.get(end)?;
            if !block.chunk.kind.is_flow() {
                return None;
            }
            text.push_str(&folded(&block.text));
            if text.len() > longest + 8 {
                return None;
            }
            if wanted.contains(&text) {
                return Some(start..end + 1);
            }
        }
        None
    })
}

/// The largest print in the upper part of the first page that is no banner.
fn largest_run(blocks: &[FrontBlock<'_>]) -> Option<Range<usize>> {
    let fits = |block: &FrontBlock<'_>| {
        let letters = block.text.chars().filter(|char| char.is_alphabetic()).count();
        block.page == 1
            && block.chunk.kind.is_flow()
            && block.chunk.angle == 0
            && block.chunk.lines.len() <= MOST_LINES
            && letters >= 12
            && block.text.contains(' ')
            && !block.text.contains('@')
            && is_legible(&block.text)
            && !is_banner(&block.text)
            && !block.text.contains("://")
    };
    let weight = |block: &FrontBlock<'_>| block.chunk.size() * if block.chunk.is_bold() { 1.08 } else { 1.0 };
    let most = blocks.iter().filter(|block| fits(block)).map(weight).fold(0.0, f64::max);
    let start = blocks.iter().position(|block| fits(block) && weight(block) > 0.97 * most)?;
    let rest = blocks.iter().skip(start).take(MOST_BLOCKS);
    let count = rest.take_while(|block| fits(block) && weight(block) > 0.97 * most).count();
    Some(start..start + count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn banners_are_no_titles() {
        for banner in
            ["HAL Id: hal-01234567", "Accepted Manuscript", "RESEARCH ARTICLE", "Université de Montréal", "Article"]
        {
            assert!(is_banner(banner), "{banner}");
        }
        for title in
            ["Article 23 of the charter and its readers", "Preprint servers in the humanities", "Université et cité"]
        {
            assert!(!is_banner(title), "{title}");
        }
    }
}
