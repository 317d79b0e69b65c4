//! Laid-out pages to the pages of the domain: text joined, languages told.

use super::layout::{
    Chunk, LaidPage, Line, RunIns, Words, extent, grid, join_lines, join_over_break, listing, split_steps,
};
use super::pdf::Link;
use super::{cells, faces, language, linked, scripts};
use crate::domain::Lang;
use crate::domain::extraction::{Block, BlockKind, Page, Rect};

/// The words of the document that decide about hyphens.
pub(super) fn words(pages: &[LaidPage]) -> Words {
    Words::new(
        pages.iter().flat_map(|page| &page.chunks).filter(|chunk| chunk.kind.is_flow()).flat_map(|chunk| &chunk.lines),
    )
}

/// All pages, counted from 1; `links` gives the areas of a page, counted from 0, that lead to addresses.
pub(super) fn pages(laid: &[LaidPage], words: &Words, links: &dyn Fn(usize) -> Vec<Link>) -> Vec<Page> {
    let run_ins = RunIns::new(laid);
    let page = |(index, number): (usize, u32), laid| {
        let maker = Maker { words, areas: linked::leading(links(index)) };
        maker.page(laid, number, &run_ins)
    };
    let mut pages: Vec<Page> = (0..).zip(1..).zip(laid).map(|(place, laid)| page(place, laid)).collect();
    mend_breaks(&mut pages, words);
    pages
}

/// Makes the words whole that column and page breaks cut within paragraphs.
fn mend_breaks(pages: &mut [Page], words: &Words) {
    let mut open: Option<&mut Block> = None;
    for block in pages.iter_mut().flat_map(|page| &mut page.blocks) {
        let text = matches!(block.kind, BlockKind::Paragraph | BlockKind::Abstract | BlockKind::ListItem);
        if text
            && block.continues
            && let Some(before) = open.as_mut()
        {
            let length = block.text.len();
            join_over_break(&mut before.text, &mut block.text, words);
            let taken = length.saturating_sub(block.text.len());
            scripts::shift(&mut block.scripts, taken);
            faces::shift(&mut block.faces, taken);
            linked::shift(&mut block.links, taken);
        }
        if text {
            open = Some(block);
        }
    }
    for page in pages {
        page.blocks.retain(|block| !block.text.is_empty() || block.kind == BlockKind::Figure);
    }
}

/// What makes the blocks of one page.
struct Maker<'a> {
    words: &'a Words,
    /// Areas that lead to addresses.
    areas: Vec<Link>,
}

impl Maker<'_> {
    fn page(&self, laid: &LaidPage, number: u32, run_ins: &RunIns) -> Page {
        let mut blocks: Vec<Block> = Vec::with_capacity(laid.chunks.len());
        for chunk in &laid.chunks {
            match run_ins.split(chunk, number) {
                Some((heading, rest)) => {
                    blocks.push(self.block(&heading));
                    blocks.extend(rest.map(|rest| self.block(&rest)));
                }
                None => match split_steps(chunk) {
                    Some(steps) => blocks.extend(steps.iter().map(|step| self.block(step))),
                    None => blocks.push(self.block(chunk)),
                },
            }
        }
        blocks.retain(|block| !block.text.is_empty() || block.kind == BlockKind::Figure);
        Page { number, label: laid.label.clone(), width: narrow(laid.width), height: narrow(laid.height), blocks }
    }

    fn block(&self, chunk: &Chunk) -> Block {
        let areas = if chunk.angle == 0 { self.areas.as_slice() } else { &[] };
        let content = match chunk.kind {
            BlockKind::Table if chunk.tagged.as_ref().is_none_or(|tag| tag.rows.is_empty()) => {
                cells::table(grid(&chunk.lines, &chunk.rules, self.words), areas)
            }
            kind => Block { text: text(chunk, self.words), ..Block::new(kind, "") },
        };
        let plain = Block {
            bounds: area(chunk).or_else(|| bounds(&chunk.lines, chunk.angle)),
            continues: chunk.continues,
            alt: chunk.tagged.as_ref().and_then(|tag| tag.alt.clone()),
            ..content
        };
        if plain.kind == BlockKind::Table {
            return plain;
        }
        let (scripts, faces) = (scripts::of(chunk, &plain), faces::of(chunk, &plain));
        Block { scripts, faces, links: linked::of(chunk, &plain, &self.areas), ..plain }
    }
}

/// Gives blocks too short to tell the language that the text on both sides of them has.
fn inherit_languages(blocks: &mut [Block]) {
    let told = |block: &Block| if block.kind.is_flow() { block.lang } else { None };
    let mut after: Vec<Option<Lang>> = Vec::with_capacity(blocks.len());
    let mut next = None;
    for block in blocks.iter().rev() {
        after.push(next);
        next = told(block).or(next);
    }
    let mut before: Option<Lang> = None;
    for (block, after) in blocks.iter_mut().zip(after.into_iter().rev()) {
        let own = told(block);
        let takes = matches!(
            block.kind,
            BlockKind::Heading(_)
                | BlockKind::Paragraph
                | BlockKind::ListItem
                | BlockKind::Caption
                | BlockKind::Footnote
        );
        let agreed = before.filter(|lang| after == Some(*lang) && !language::speaks_against(&block.text, *lang));
        if takes && own.is_none() && agreed.is_some() {
            block.lang = agreed;
        }
        before = own.or(before);
    }
}

/// Tells the language of the blocks of a page: by their own words, else by those of the text around them.
pub(super) fn tell_languages(page: &mut Page) {
    for block in &mut page.blocks {
        block.lang = match block.kind {
            BlockKind::Formula | BlockKind::Code | BlockKind::PageNumber | BlockKind::Figure => None,
            BlockKind::Table => language::of_cells(&block.text),
            BlockKind::Heading(_)
            | BlockKind::Title
            | BlockKind::Caption
            | BlockKind::Footnote
            | BlockKind::ListItem
            | BlockKind::Reference => language::of_block(&block.text).or_else(|| language::of_phrase(&block.text)),
            _ => language::of_block(&block.text),
        };
    }
    inherit_languages(&mut page.blocks);
}

/// The text of a block: lines joined, or the rows and cells of a table that the file itself tells.
fn text(chunk: &Chunk, words: &Words) -> String {
    let text = match chunk.kind {
        BlockKind::Table => {
            let rows = chunk.tagged.iter().flat_map(|tag| &tag.rows);
            let row =
                |row: &Vec<Vec<Line>>| row.iter().map(|cell| join_lines(cell, words)).collect::<Vec<_>>().join("\t");
            rows.map(row).collect::<Vec<_>>().join("\n")
        }
        BlockKind::Figure => chunk.lines.iter().map(|line| line.text.trim()).collect::<Vec<_>>().join("\n"),
        BlockKind::Code => listing(&chunk.lines),
        BlockKind::ListItem => with_bullet(join_lines(&chunk.lines, words)),
        _ => join_lines(&chunk.lines, words),
    };
    cells::composed(text)
}

/// The text of an item whose bullet has no meaning in its font: what stands alone before items is one.
fn with_bullet(text: String) -> String {
    match text.strip_prefix("\u{fffd} ") {
        Some(rest) => format!("• {rest}"),
        None => text,
    }
}

/// The box of a figure or ruled table, or that of all signs of a formula.
fn area(chunk: &Chunk) -> Option<Rect> {
    let formula = chunk.kind == BlockKind::Formula && chunk.angle == 0 && !chunk.lines.is_empty();
    let area = chunk.area.or_else(|| formula.then(|| extent(&chunk.lines)))?;
    Some(Rect { x0: narrow(area.x0), y0: narrow(area.y0), x1: narrow(area.x1), y1: narrow(area.y1) })
}

fn bounds(lines: &[Line], angle: i16) -> Option<Rect> {
    let x0 = lines.iter().map(|line| line.x0).reduce(f64::min)?;
    let x1 = lines.iter().map(|line| line.x1).reduce(f64::max)?;
    let y0 = lines.iter().map(|line| line.y - 0.75 * line.size).reduce(f64::min)?;
    let y1 = lines.iter().map(|line| line.y + 0.22 * line.size).reduce(f64::max)?;
    let radians = f64::from(angle).to_radians();
    let turn = |x: f64, y: f64| (x * radians.cos() - y * radians.sin(), x * radians.sin() + y * radians.cos());
    let ((ax, ay), (bx, by)) = (turn(x0, y0), turn(x1, y1));
    Some(Rect { x0: narrow(ax.min(bx)), y0: narrow(ay.min(by)), x1: narrow(ax.max(bx)), y1: narrow(ay.max(by)) })
}

/// A coordinate for storage: a tenth of a point is enough.
pub(super) fn narrow(points: f64) -> f32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "page coordinates are small; precision beyond f32 has no meaning"
    )]
    let stored = ((points * 10.0).round() / 10.0) as f32;
    stored
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_sign_before_an_item_is_a_bullet() {
        assert_eq!(with_bullet("\u{fffd} la glace".to_owned()), "• la glace");
        assert_eq!(with_bullet("la\u{fffd} glace".to_owned()), "la\u{fffd} glace");
    }
}
