//! An abstract without a heading: the paragraph between the names and the body that is set apart.

use super::labels::{is_aftermath, keyword_label, label, opens_body, squeeze};
use super::parts;
use crate::domain::extraction::BlockKind;
use crate::extract::candidates::affiliations::is_affiliation;
use crate::extract::candidates::front::{Front, FrontBlock};
use crate::extract::language;
use crate::extract::layout::Line;

/// Shortest and longest abstract of this kind in characters.
const SHORTEST: usize = 200;
const LONGEST: usize = 3_000;
/// Most paragraphs it is made of.
const MOST_BLOCKS: usize = 4;

/// The paragraphs found.
pub(super) struct Unlabelled<'f, 'l> {
    pub(super) blocks: Vec<&'f FrontBlock<'l>>,
    pub(super) confidence: f32,
}

/// Parts that tell an abstract by their labels alone.
const LEAST_PARTS: usize = 3;

/// Finds the paragraphs below the title that each begin with the label of a part: `Introduction: …`, `Methods: …`.
pub(super) fn find_parts<'f, 'l>(front: &'f Front<'l>) -> Option<Unlabelled<'f, 'l>> {
    let page = front.title_page();
    let flow: Vec<&FrontBlock<'_>> =
        front.blocks.iter().skip(front.title.end).filter(|block| block.page == page && is_text(block)).collect();
    let start = flow.iter().position(|block| parts::opens_parts(&block.text))?;
    let blocks: Vec<&FrontBlock<'_>> =
        flow.into_iter().skip(start).take_while(|block| parts::begins_part(&block.text)).collect();
    (blocks.len() >= LEAST_PARTS).then_some(Unlabelled { blocks, confidence: 0.88 })
}

/// Finds the paragraphs between the byline and the first heading or the keywords.
pub(super) fn find<'f, 'l>(front: &'f Front<'l>) -> Option<Unlabelled<'f, 'l>> {
    if front.title.is_empty() {
        return None;
    }
    let page = front.title_page();
    let mut blocks: Vec<&FrontBlock<'_>> = Vec::new();
    let mut ended = None;
    let flow = front.blocks.iter().skip(front.title.end).filter(|block| block.page == page && is_text(block));
    for block in flow {
        let text = squeeze(&block.text);
        if label(&text).is_some() {
            return None;
        }
        if keyword_label(&text).is_some() || opens_body(&text) && !is_affiliation(&text) {
            ended = Some(block);
            break;
        }
        let heading = matches!(block.chunk.kind, BlockKind::Heading(_));
        let apart = blocks.last().is_some_and(|last| !is_set_like(last, block));
        if !blocks.is_empty() && (heading || apart || is_aftermath(&text)) {
            break;
        }
        let goes_on = blocks.last().is_some_and(|last| !last.text.trim_end().ends_with(['.', '!', '?', '»', '”']))
            && text.starts_with(char::is_lowercase);
        if !heading && (is_prose(&text) || goes_on) && !is_aftermath(&text) {
            blocks.push(block);
        }
    }
    let chars: usize = blocks.iter().map(|block| block.text.chars().count()).sum();
    if blocks.len() > MOST_BLOCKS || !(SHORTEST..LONGEST).contains(&chars) {
        return None;
    }
    let slanted = blocks.iter().all(|block| block.chunk.is_italic() || block.chunk.is_bold());
    let narrow = blocks.first().is_some_and(|block| is_narrow(block, front));
    let confidence = match (ended.is_some(), slanted || narrow) {
        (true, true) => 0.8,
        (false, true) => 0.65,
        (true, false) => 0.6,
        (false, false) => return None,
    };
    Some(Unlabelled { blocks, confidence })
}

fn is_text(block: &FrontBlock<'_>) -> bool {
    matches!(
        block.chunk.kind,
        BlockKind::FrontMatter | BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::Abstract
    )
}

/// Whether a text is a paragraph of sentences.
fn is_prose(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let low = text.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    words > 25 && low * 10 > words * 6 && language::of_block(text).is_some()
}

fn is_set_like(one: &FrontBlock<'_>, other: &FrontBlock<'_>) -> bool {
    let style = |block: &FrontBlock<'_>| (block.chunk.is_bold(), block.chunk.is_italic());
    style(one) == style(other) && (one.chunk.size() - other.chunk.size()).abs() < 0.05 * one.chunk.size()
}

/// Whether a paragraph is indented on both sides of the text below it.
fn is_narrow(block: &FrontBlock<'_>, front: &Front<'_>) -> bool {
    let edges = |lines: &[Line]| {
        let left = lines.iter().map(|line| line.x0).fold(f64::INFINITY, f64::min);
        (left, lines.iter().map(|line| line.x1).fold(f64::NEG_INFINITY, f64::max))
    };
    let (left, right) = edges(&block.chunk.lines);
    let below = block.chunk.lines.last().map_or(0.0, |line| line.y);
    let after = front.blocks.iter().filter(|other| {
        other.page == block.page
            && other.chunk.lines.len() >= 3
            && other.chunk.lines.first().is_some_and(|line| line.y > below)
    });
    let size = block.chunk.size();
    let wide = after
        .map(|other| edges(&other.chunk.lines))
        .fold((f64::INFINITY, f64::NEG_INFINITY), |all, one| (all.0.min(one.0), all.1.max(one.1)));
    left > wide.0 + size && right < wide.1 - size
}
