//! Which blocks of a page are displayed formulas, with what was parted from them: numbers, accents, limits of sums.

use std::collections::BTreeSet;

use super::{Rect, height, side_by_side};
use crate::domain::extraction::{Block, BlockKind, Page};

/// Longest text that may be a part of a formula, in characters.
const LONGEST_PART: usize = 200;
/// Longest text that is nothing but a sign or a number, in characters.
const LONGEST_SIGN: usize = 6;
/// Letters from which on a run of them is a word, not a name or a function.
const WORD_LETTERS: usize = 4;
/// Words from which on a text is prose.
const PROSE_WORDS: usize = 8;
/// Distances in points: of lines that touch, of a sign above or below, and of a number beside its formula.
const TOUCHING: f32 = 6.0;
const SIGN_NEAR: f32 = 14.0;
pub(super) const NUMBER_NEAR: f32 = 250.0;
/// Distance in points to the side up to which lines belong together.
pub(super) const LINES_NEAR: f32 = 60.0;

/// The places of the blocks that are formulas or parts of them.
pub(super) fn blocks(page: &Page) -> BTreeSet<usize> {
    let all = &page.blocks;
    let own = |block: &Block| block.kind == BlockKind::Formula && !is_in_prose(block, page);
    let mut found: BTreeSet<usize> = (0..).zip(all).filter(|(_, block)| own(block)).map(|(at, _)| at).collect();
    let joins = |at: usize, found: &BTreeSet<usize>| {
        let neighbours = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
        all.get(at).is_some_and(|block| {
            let mut beside = neighbours.filter(|near| found.contains(near)).filter_map(|near| all.get(near));
            is_part(block) && beside.any(|near| belongs(block, near))
        })
    };
    // Parts stand before and after their formula, some behind another part.
    for at in (0..all.len()).chain((0..all.len()).rev()) {
        if !found.contains(&at) && joins(at, &found) {
            found.insert(at);
        }
    }
    found
}

/// Whether a block may be a part of a formula by its text: signs, few words.
fn is_part(block: &Block) -> bool {
    let text = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Abstract);
    let runs = block.text.split_whitespace().count();
    text && block.text.chars().count() <= LONGEST_PART && words(&block.text) * 4 <= runs
}

/// Whether a block is running text.
pub(super) fn is_prose(block: &Block) -> bool {
    let running = matches!(
        block.kind,
        BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Abstract | BlockKind::Footnote | BlockKind::Reference
    );
    running && words(&block.text) >= PROSE_WORDS
}

fn words(text: &str) -> usize {
    let letters = |run: &&str| run.chars().filter(|c| c.is_alphabetic()).count() >= WORD_LETTERS;
    text.split(|c: char| !c.is_alphabetic()).filter(letters).count()
}

/// Whether a part stands where it belongs to a formula.
fn belongs(part: &Block, formula: &Block) -> bool {
    let (Some(part_box), Some(own)) = (part.bounds, formula.bounds) else { return false };
    let apart = (part_box.y0 - own.y1).max(own.y0 - part_box.y1);
    let is_sign = part.text.trim().chars().count() <= LONGEST_SIGN;
    let beside = apart < -0.5 * height(&part_box).min(height(&own));
    if beside {
        return side_by_side(&part_box, &own, NUMBER_NEAR);
    }
    let near = if is_sign { SIGN_NEAR } else { TOUCHING };
    apart < near && side_by_side(&part_box, &own, LINES_NEAR)
}

/// Whether a formula stands within the lines of a text: a picture of it would cut through them.
fn is_in_prose(formula: &Block, page: &Page) -> bool {
    let Some(own) = formula.bounds else { return true };
    page.blocks.iter().filter(|other| other.kind != BlockKind::Formula && other.kind.is_flow()).any(|other| {
        let prose = words(&other.text) >= PROSE_WORDS;
        other.bounds.is_some_and(|bounds| prose && crosses(&own, &bounds))
    })
}

/// Whether more than half of a formula's height is within a text's lines, and some of its width.
fn crosses(own: &Rect, text: &Rect) -> bool {
    let shared = own.y1.min(text.y1) - own.y0.max(text.y0);
    shared > 0.5 * height(own) && side_by_side(own, text, 0.0)
}
