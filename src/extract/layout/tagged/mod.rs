//! Blocks of tagged pages: as the structure tree says, where it is sane.
//!
//! A page is believed when the tree holds nearly all of its text, not in one lump, and does not jump back and forth in
//! its columns; else it is laid out by geometry alone. What the tree leaves out is put in where it stands.

mod build;
mod sane;

use std::collections::BTreeMap;

use super::blocks::Chunk;
use super::floats::Float;
use super::headings::{Look, look};
use super::line::Line;
use super::pieces::Piece;
use super::{LaidPage, lines, number};
use crate::domain::extraction::BlockKind;
use crate::extract::pdf::{Element, Mark, Role, Tag};

/// Widest gap, in parts of the type size, over which a line goes on in what the tree leaves out.
const BESIDE: f64 = 3.0;
/// Part of the text that headings may be.
const MOST_HEADINGS: f64 = 0.2;
/// Headings from which on the tree names all of them.
pub(super) const LEAST_NAMED: usize = 3;

/// What the structure tree says of a block.
#[derive(Debug, Clone, Default)]
pub(in crate::extract) struct Tagged {
    /// Place of its element in the tree; of the row that was read last in a table.
    element: u32,
    /// Its role, where that is sure.
    kind: Option<BlockKind>,
    /// The cells of a table, row by row.
    pub(in crate::extract) rows: Vec<Vec<Vec<Line>>>,
    /// Alternative description of a figure or formula.
    pub(in crate::extract) alt: Option<String>,
}

/// Takes the tagged text out of a page's pieces, as blocks in the order of the tree; `None` leaves all as it is.
pub(super) fn take(
    pieces: &mut Vec<Piece>,
    floats: &mut [Float],
    elements: &[Element],
    (page_height, body_size): (f64, f64),
) -> Option<Vec<Chunk>> {
    if elements.is_empty() || !sane::is_sane(pieces, floats, elements) {
        return None;
    }
    release(pieces, floats, elements);
    let (mut own, rest): (Vec<Piece>, Vec<Piece>) =
        std::mem::take(pieces).into_iter().partition(|piece| element_of(piece, elements).is_some());
    let at_edge = |piece: &Piece| {
        piece.tag() == Some(Mark::Artifact) && !(0.15 * page_height..=0.85 * page_height).contains(&piece.y)
    };
    let (edge, rest): (Vec<Piece>, Vec<Piece>) = rest.into_iter().partition(at_edge);
    let told = own.len();
    for mut piece in rest {
        let beside = own.get(..told).and_then(|own| beside(own, &piece));
        if piece.float.is_some() || beside.is_none() {
            pieces.push(piece);
        } else {
            piece.spans.iter_mut().for_each(|span| span.tag = beside);
            own.push(piece);
        }
    }
    let mut chunks: Vec<Chunk> = lines::build(edge).into_iter().map(furniture).collect();
    chunks.extend(build::build(own, elements, body_size));
    Some(chunks)
}

/// The element of the text that a piece stands beside on its line: leaders and signs are often left out of the tree.
fn beside(own: &[Piece], piece: &Piece) -> Tag {
    let gap = |other: &Piece| (piece.x0 - other.x1).max(other.x0 - piece.x1);
    let near = own.iter().filter(|other| {
        (other.y - piece.y).abs() < 0.3 * other.size.min(piece.size) && gap(other) < BESIDE * other.size
    });
    near.min_by(|a, b| gap(a).total_cmp(&gap(b)))?.tag()
}

fn furniture(line: Line) -> Chunk {
    Chunk::new(BlockKind::RunningHead, vec![line], 0)
}

/// The element of text that a piece belongs to; figures hold labels, which geometry finds.
fn element_of<'e>(piece: &Piece, elements: &'e [Element]) -> Option<(u32, &'e Element)> {
    let Some(Mark::Element(place)) = piece.tag() else { return None };
    let element = elements.get(usize::try_from(place).ok()?)?;
    (element.role != Role::Figure).then_some((place, element))
}

fn chars(piece: &Piece) -> usize {
    piece.spans.iter().map(|span| span.text.len()).sum()
}

/// Gives the text that geometry put into floats, and the tree does not, back to the page.
fn release(pieces: &mut Vec<Piece>, floats: &mut [Float], elements: &[Element]) {
    for (place, float) in floats.iter_mut().enumerate() {
        let all: usize = float.pieces.iter().map(chars).sum();
        let text = |piece: &Piece| element_of(piece, elements).is_some();
        let told: usize = float.pieces.iter().filter(|piece| text(piece)).map(chars).sum();
        if told * 2 > all {
            pieces.append(&mut float.pieces);
            pieces.append(&mut float.turned);
            pieces.retain(|piece| piece.float != Some(place));
        }
    }
}

fn extent(chunk: &Chunk) -> (f64, f64) {
    let top = chunk.lines.iter().map(|line| line.y - 0.75 * line.size).fold(f64::INFINITY, f64::min);
    let bottom = chunk.lines.iter().map(|line| line.y).fold(f64::NEG_INFINITY, f64::max);
    chunk.area.map_or((top, bottom), |area| (area.y0, area.y1))
}

fn sides(chunk: &Chunk) -> (f64, f64) {
    let x0 = chunk.lines.iter().map(|line| line.x0).fold(f64::INFINITY, f64::min);
    let x1 = chunk.lines.iter().map(|line| line.x1).fold(f64::NEG_INFINITY, f64::max);
    chunk.area.map_or((x0, x1), |area| (area.x0, area.x1))
}

/// Puts blocks that the tree leaves out behind the last one that stands above them in their column.
pub(super) fn insert(chunks: &mut Vec<Chunk>, others: Vec<Chunk>) {
    for other in others {
        let (top, (x0, x1)) = (extent(&other).0, sides(&other));
        let above = |chunk: &Chunk| {
            let (left, right) = sides(chunk);
            left < x1 && x0 < right && f64::midpoint(extent(chunk).0, extent(chunk).1) < top
        };
        let place = chunks.iter().rposition(above).map_or(0, |place| place + 1);
        chunks.insert(place, other);
    }
}

/// Gives figures the descriptions that the tree has for them: one by one, where a page has as many of both.
pub(super) fn describe(chunks: &mut [Chunk], elements: &[Element], page: usize) {
    let alts: Vec<&Element> =
        elements.iter().filter(|element| element.role == Role::Figure && element.page == Some(page)).collect();
    let figures = chunks.iter_mut().filter(|chunk| chunk.kind == BlockKind::Figure);
    let figures: Vec<&mut Chunk> = figures.collect();
    if figures.len() == alts.len() {
        for (figure, element) in figures.into_iter().zip(alts) {
            figure.tagged.get_or_insert_default().alt.clone_from(&element.alt);
        }
    }
}

/// Marks the title that the tree names; tells whether there is one.
pub(super) fn mark_title(page: &mut LaidPage) -> bool {
    let named = |chunk: &Chunk| chunk.tagged.as_ref().is_some_and(|tag| tag.kind == Some(BlockKind::Title));
    let mut found = false;
    for chunk in page.chunks.iter_mut().filter(|chunk| named(chunk)) {
        chunk.kind = BlockKind::Title;
        found = true;
    }
    found
}

/// Gives headings the level that the tree names, counted from the highest below the title; tells where they stand and
/// what they look like.
pub(super) fn mark_headings(pages: &mut [LaidPage]) -> BTreeMap<(usize, usize), Look> {
    let heading = |chunk: &Chunk| match chunk.tagged.as_ref()?.kind? {
        BlockKind::Heading(level) if chunk.kind != BlockKind::Title && chunk.kind.is_flow() => Some(level),
        _ => None,
    };
    let mut named = BTreeMap::new();
    let size = |chunk: &Chunk| chunk.lines.iter().map(|line| line.text.len()).sum::<usize>();
    let (mut all, mut held, mut highest) = (0, 0, u8::MAX);
    for chunk in pages.iter().flat_map(|page| &page.chunks) {
        all += size(chunk);
        if let Some(level) = heading(chunk) {
            held += size(chunk);
            highest = highest.min(level);
        }
    }
    if number(held) > MOST_HEADINGS * number(all) {
        return named;
    }
    for (page, laid) in pages.iter_mut().enumerate() {
        for (place, chunk) in laid.chunks.iter_mut().enumerate() {
            if let Some(level) = heading(chunk) {
                chunk.kind = BlockKind::Heading((level + 1 - highest).clamp(1, 3));
                named.insert((page, place), look(chunk));
            }
        }
    }
    named
}

/// Gives blocks whose kind the tree is sure of that kind again, and joins paragraphs over columns and pages.
pub(super) fn settle(pages: &mut [LaidPage]) {
    let mut seen: Option<u32> = None;
    for chunk in pages.iter_mut().flat_map(|page| &mut page.chunks) {
        let Some(tag) = &chunk.tagged else { continue };
        match tag.kind {
            Some(kind)
                if !matches!(kind, BlockKind::Heading(_) | BlockKind::Title) && chunk.kind != BlockKind::Reference =>
            {
                chunk.kind = kind;
            }
            _ => {}
        }
        let text = matches!(
            chunk.kind,
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Abstract | BlockKind::Footnote
        );
        if text && tag.rows.is_empty() {
            chunk.continues |= seen == Some(tag.element);
            seen = Some(tag.element);
        }
    }
}
