//! Characters to words, lines, columns and blocks in reading order.
//!
//! Works on geometry and on the document as a whole (running heads are what repeats, body text is the size most
//! used). It knows neither PDF syntax nor what an article's metadata are.

mod accents;
mod bidi;
mod blocks;
mod breaks;
mod captions;
mod code;
mod columns;
mod displays;
mod fences;
mod floats;
mod flow;
mod formulas;
mod fractions;
mod furniture;
mod grid;
mod headings;
mod initials;
mod join;
mod limits;
mod line;
mod lines;
mod marks;
mod numbers;
mod open_tables;
mod order;
mod outline;
mod pieces;
mod reach;
mod references;
mod roles;
mod run_in;
mod section_names;
mod steps;
mod tables;
mod tagged;
mod vocabulary;
mod weights;
mod wide;

#[cfg(test)]
mod flow_tests;
#[cfg(test)]
mod head_tests;
#[cfg(test)]
mod tests;

pub(super) use blocks::Chunk;
pub(super) use code::listing;
pub(super) use displays::extent;
pub(super) use grid::{Grid, grid};
pub(super) use join::{Words, join_lines, join_over_break};
pub(super) use line::{Line, Span, folded, text_of};
pub(super) use marks::{as_printed, raise};
pub(super) use pieces::WIDE_SPACE;
pub(super) use run_in::RunIns;
pub(super) use steps::split as split_steps;

use super::pdf::{Element, Glyph, PageGlyphs, Shape};
use crate::domain::extraction::BlockKind;
use fences::Fences;
use floats::Float;
use pieces::Piece;

/// A page with its blocks in reading order.
pub(super) struct LaidPage {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) chunks: Vec<Chunk>,
    /// Label that the file gives the page.
    pub(super) label: Option<String>,
    /// Titles that the file's outline places on the page, each with its level from 1.
    titles: Vec<(u8, String)>,
}

/// A page whose characters are gathered to pieces of lines, by direction.
#[derive(Default)]
pub(super) struct RawPage {
    width: f64,
    height: f64,
    frames: Vec<Frame>,
    shapes: Vec<Shape>,
    label: Option<String>,
    titles: Vec<(u8, String)>,
}

/// The text of one direction on a page.
struct Frame {
    angle: i16,
    pieces: Vec<Piece>,
}

/// Directions of text on one page that are told apart.
const MOST_ANGLES: usize = 12;
/// Watermarks are larger than this and slanted.
const WATERMARK_SIZE: f64 = 30.0;

/// Gathers the characters of a page to pieces of lines.
pub(super) fn gather(page: PageGlyphs) -> RawPage {
    let PageGlyphs { width, height, glyphs, shapes, label, titles } = page;
    let mut by_angle: Vec<(i16, Vec<Glyph>)> = Vec::new();
    match glyphs.first().map(|first| first.angle) {
        // Most pages have one direction.
        Some(angle) if glyphs.iter().all(|glyph| glyph.angle == angle) => by_angle.push((angle, glyphs)),
        _ => part_directions(glyphs, &mut by_angle),
    }
    let fences = Fences::new(&shapes);
    let total: usize = by_angle.iter().map(|(_, group)| group.len()).sum();
    by_angle.retain(|(angle, group)| {
        let large = group.first().is_some_and(|glyph| glyph.size > WATERMARK_SIZE);
        angle % 90 == 0 || !large || group.len() * 2 > total
    });
    by_angle.sort_by_key(|(_, group)| std::cmp::Reverse(group.len()));
    let frames = by_angle
        .into_iter()
        .map(|(angle, group)| Frame { angle, pieces: pieces::gather(accents::compose(group), &fences) });
    let mut page = RawPage { width, height, frames: frames.collect(), shapes, label, titles };
    fractions::level(&mut page);
    page
}

fn part_directions(glyphs: Vec<Glyph>, by_angle: &mut Vec<(i16, Vec<Glyph>)>) {
    for glyph in glyphs {
        let room = by_angle.len() < MOST_ANGLES;
        match by_angle.iter_mut().find(|(angle, _)| *angle == glyph.angle) {
            Some((_, group)) => group.push(glyph),
            None if room => by_angle.push((glyph.angle, vec![glyph])),
            None => {}
        }
    }
}

/// Lays out all pages of a document, whose structure tree holds `elements`.
pub(super) fn lay_out(mut pages: Vec<RawPage>, elements: &[Element]) -> Vec<LaidPage> {
    let furniture = furniture::take(&mut pages);
    let body_size = body_size(&pages);
    for page in &mut pages {
        initials::settle(page, body_size);
    }
    weights::settle(&mut pages);
    code::forget_in_typescripts(&mut pages);
    pages.iter_mut().for_each(code::join_lines);
    let mut floats: Vec<Vec<Float>> = pages.iter_mut().map(|page| take_floats(page, body_size)).collect();
    let level = pages.iter().flat_map(|page| &page.frames).filter(|frame| frame.angle == 0);
    let gutters = columns::common_gutters(level.map(|frame| frame.pieces.as_slice()));
    let mut laid: Vec<LaidPage> = Vec::with_capacity(pages.len());
    for (index, ((page, (heads, feet)), floats)) in pages.into_iter().zip(furniture).zip(&mut floats).enumerate() {
        let RawPage { width, height, mut frames, label, titles, .. } = page;
        let mut chunks = Vec::new();
        let level = frames.iter_mut().find(|frame| frame.angle == 0);
        let told = level.and_then(|frame| tagged::take(&mut frame.pieces, floats, elements, (height, body_size)));
        for frame in frames {
            let side = frame.angle != 0 && !(heads.is_empty() && chunks.is_empty());
            for region in columns::order(frame.pieces, &gutters) {
                let lines = lines::build(region);
                let mut found = blocks::build(lines, body_size, frame.angle);
                end_caption(chunks.last_mut(), &mut found);
                if side && found.iter().map(|chunk| chunk.lines.len()).sum::<usize>() <= 2 {
                    for chunk in &mut found {
                        chunk.kind = BlockKind::RunningHead;
                    }
                }
                chunks.append(&mut found);
            }
        }
        for chunk in &mut chunks {
            fill(chunk, floats);
        }
        if let Some(mut told) = told {
            tagged::insert(&mut told, chunks);
            chunks = told;
            tagged::describe(&mut chunks, elements, index);
        }
        captions::part(&mut chunks);
        displays::gather(&mut chunks);
        chunks.splice(0..0, heads);
        chunks.extend(feet);
        laid.push(LaidPage { width, height, chunks, label, titles });
    }
    roles::assign(&mut laid, body_size);
    laid
}

/// Gives a caption over the whole page its last line, which is as short as a line of the column below it.
fn end_caption(last: Option<&mut Chunk>, found: &mut Vec<Chunk>) {
    let Some(caption) = last.filter(|last| last.kind == BlockKind::Caption) else { return };
    let (Some(before), Some(rest)) = (caption.lines.last(), found.first()) else { return };
    let open = !before.text.trim_end().ends_with(['.', '!', '?', ':']);
    let goes_on = rest.lines.first().is_some_and(|line| {
        let gap = line.y - before.y;
        (line.size - before.size).abs() < 0.05 * before.size
            && (line.x0 - before.x0).abs() < 0.3 * before.size
            && gap > 0.0
            && gap < 1.4 * before.size
    });
    if open && goes_on && rest.kind == BlockKind::Paragraph && rest.lines.len() <= 2 {
        caption.lines.extend(found.remove(0).lines);
        if let Some(first) = found.first_mut() {
            first.opens_column = true;
        }
    }
}

/// The figures and ruled tables of a page.
fn take_floats(page: &mut RawPage, body_size: f64) -> Vec<Float> {
    let shapes = std::mem::take(&mut page.shapes);
    let size = (page.width, page.height);
    let level = page.frames.iter_mut().find(|frame| frame.angle == 0);
    let mut found = level.map(|frame| floats::take(&mut frame.pieces, &shapes, size, body_size)).unwrap_or_default();
    for frame in page.frames.iter_mut().filter(|frame| frame.angle != 0) {
        floats::take_turned(&mut found, &mut frame.pieces, frame.angle);
    }
    found
}

/// Gives the block that stands for a float its content.
fn fill(chunk: &mut Chunk, floats: &mut [Float]) {
    let place = chunk.lines.first().and_then(|line| line.float);
    let Some(float) = place.and_then(|place| floats.get_mut(place)) else { return };
    chunk.kind = float.kind;
    chunk.area = Some(float.bounds);
    chunk.rules = std::mem::take(&mut float.rules);
    chunk.lines = lines::build(std::mem::take(&mut float.pieces));
    chunk.lines.extend(lines::build(std::mem::take(&mut float.turned)));
}

/// The size of type that most characters have.
fn body_size(pages: &[RawPage]) -> f64 {
    let mut counts: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
    for piece in pages.iter().flat_map(|page| &page.frames).flat_map(|frame| &frame.pieces) {
        for span in &piece.spans {
            *counts.entry(tenths(span.size)).or_default() += span.text.len();
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count).map_or(100, |(size, _)| size);
    f64::from(i32::try_from(most).unwrap_or(100)) / 10.0
}

/// Tenths of a point as a whole number.
fn tenths(points: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "saturates, and page coordinates are small")]
    let whole = (points * 10.0).round() as i64;
    whole
}

/// A count as a number to calculate with.
fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The middle value, 0 for none.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
