//! The blocks of the elements of one page.

use std::collections::BTreeMap;

use super::super::blocks::{self, Chunk};
use super::super::formulas;
use super::super::line::Line;
use super::super::lines;
use super::super::pieces::Piece;
use super::{Tagged, chars, element_of, extent};
use crate::domain::extraction::BlockKind;
use crate::extract::pdf::{Element, Role};

/// Most lines of a formula that is tagged as text.
const FORMULA_LINES: usize = 4;
/// Most bytes of a label that stands beside its text.
const LONGEST_LABEL: usize = 8;
/// Most characters of a heading.
const LONGEST_HEADING: usize = 200;

/// The blocks of the elements of one page.
pub(super) fn build(pieces: Vec<Piece>, elements: &[Element], body_size: f64) -> Vec<Chunk> {
    let left = pieces.iter().map(|piece| piece.x0).fold(f64::INFINITY, f64::min);
    let mut by_element: BTreeMap<u32, Vec<Piece>> = BTreeMap::new();
    for piece in pieces {
        if let Some((place, _)) = element_of(&piece, elements) {
            by_element.entry(place).or_default().push(piece);
        }
    }
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut tables: Vec<(u32, usize)> = Vec::new();
    for (place, pieces) in with_labels(by_element, elements) {
        let element = usize::try_from(place).ok().and_then(|place| elements.get(place));
        let Some(element) = element else { continue };
        if let Role::Cell { table, row, column } = element.role {
            let at = tables.iter().find(|(known, _)| *known == table).map(|(_, at)| *at);
            let at = at.unwrap_or_else(|| {
                tables.push((table, chunks.len()));
                chunks.push(tagged(place, BlockKind::Table, Vec::new(), None));
                chunks.len() - 1
            });
            if let Some(chunk) = chunks.get_mut(at) {
                add_cell(chunk, (row, column), lines::build(pieces));
            }
            continue;
        }
        for part in parts(pieces) {
            let lines = lines::build(part);
            let found = match element.role {
                Role::Text | Role::Note => blocks::build(lines, body_size, 0),
                _ => vec![Chunk::new(BlockKind::Paragraph, lines, 0)],
            };
            chunks.extend(found.into_iter().map(|chunk| of_element(chunk, (place, element), left)));
        }
    }
    let mut chunks: Vec<Chunk> = chunks.into_iter().flat_map(as_table).collect();
    let mut above = f64::INFINITY;
    for chunk in &mut chunks {
        let (top, bottom) = extent(chunk);
        chunk.opens_column = top < above;
        above = bottom;
    }
    chunks
}

/// Joins what stands on one line in two elements, one of which is no more than a label: the number of an item or of a
/// formula.
fn with_labels(by_element: BTreeMap<u32, Vec<Piece>>, elements: &[Element]) -> Vec<(u32, Vec<Piece>)> {
    let mut joined: Vec<(u32, Vec<Piece>)> = Vec::new();
    let is_label = |pieces: &[Piece]| pieces.iter().map(chars).sum::<usize>() <= LONGEST_LABEL;
    let is_cell = |place: u32| {
        let element = usize::try_from(place).ok().and_then(|place| elements.get(place));
        element.is_some_and(|element| matches!(element.role, Role::Cell { .. }))
    };
    for (place, pieces) in by_element {
        let beside = |last: &Vec<Piece>| {
            let same = |a: &Piece, b: &Piece| (a.y - b.y).abs() < 0.3 * a.size.min(b.size);
            pieces.first().is_some_and(|first| last.iter().any(|last| same(last, first)))
        };
        match joined.last_mut() {
            Some((own, last)) if !is_cell(place) && !is_cell(*own) && beside(last) && is_label(&pieces) => {
                last.extend(pieces);
            }
            Some((own, last)) if !is_cell(place) && !is_cell(*own) && beside(last) && is_label(last) => {
                *own = place;
                last.extend(pieces);
            }
            _ => joined.push((place, pieces)),
        }
    }
    joined
}

/// Gives a block of an element its kind.
fn of_element(mut chunk: Chunk, (place, element): (u32, &Element), left: f64) -> Chunk {
    chunk.kind = match (element.role, chunk.lines.as_slice()) {
        (Role::Item, _) => BlockKind::ListItem,
        (Role::Caption, _) => BlockKind::Caption,
        (Role::Note, _) => BlockKind::Footnote,
        (Role::Reference, _) => BlockKind::Reference,
        (Role::Formula, _) => BlockKind::Formula,
        (Role::Text, lines)
            if chunk.kind == BlockKind::Paragraph
                && lines.len() <= FORMULA_LINES
                && lines.iter().all(|line| formulas::is_display(line, left)) =>
        {
            BlockKind::Formula
        }
        _ => chunk.kind,
    };
    let kind = sure(element.role, &chunk);
    chunk.tagged = Some(Tagged { element: place, kind, rows: Vec::new(), alt: element.alt.clone() });
    chunk
}

fn tagged(element: u32, kind: BlockKind, lines: Vec<Line>, alt: Option<String>) -> Chunk {
    let mut chunk = Chunk::new(kind, lines, 0);
    chunk.tagged = Some(Tagged { element, kind: None, rows: Vec::new(), alt });
    chunk
}

/// The parts of an element that stand in different columns: its text goes up to the right.
pub(super) fn parts(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut parts: Vec<Vec<Piece>> = Vec::new();
    let (mut right, mut low) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    for piece in pieces {
        let next = piece.x0 > right && piece.y < low - 1.5 * piece.size;
        match parts.last_mut() {
            Some(part) if !next => part.push(piece.clone()),
            _ => {
                (right, low) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
                parts.push(vec![piece.clone()]);
            }
        }
        (right, low) = (right.max(piece.x1), low.max(piece.y));
    }
    parts
}

/// The kind that only the tree may give, kept until the roles of the document are known.
fn sure(role: Role, chunk: &Chunk) -> Option<BlockKind> {
    let length: usize = chunk.lines.iter().map(|line| line.text.chars().count()).sum();
    let letters = chunk.lines.iter().any(|line| line.text.chars().any(char::is_alphabetic));
    match role {
        Role::Heading(level) if letters && length <= LONGEST_HEADING && !blocks::is_caption(chunk.first_text()) => {
            Some(BlockKind::Heading(level))
        }
        Role::Title if letters => Some(BlockKind::Title),
        Role::Caption | Role::Note | Role::Formula => Some(chunk.kind),
        _ => None,
    }
}

fn add_cell(chunk: &mut Chunk, (row, column): (u32, u32), lines: Vec<Line>) {
    let Some(tag) = chunk.tagged.as_mut() else { return };
    if tag.rows.is_empty() || row != tag.element {
        tag.rows.push(Vec::new());
        tag.element = row;
    }
    if let Some(cells) = tag.rows.last_mut() {
        while cells.len() < usize::try_from(column).unwrap_or_default() {
            cells.push(Vec::new());
        }
        cells.push(lines);
    }
}

/// A table whose cells are told; one of a single column or row serves to set text side by side.
fn as_table(mut chunk: Chunk) -> Vec<Chunk> {
    let Some(tag) = chunk.tagged.as_mut().filter(|tag| !tag.rows.is_empty()) else { return vec![chunk] };
    let columns = tag.rows.iter().map(Vec::len).max().unwrap_or_default();
    let element = tag.element;
    let cells = tag.rows.iter().flatten().cloned();
    if columns < 2 || tag.rows.len() < 2 {
        let text = cells.filter(|lines| !lines.is_empty());
        return text.map(|lines| tagged(element, BlockKind::Paragraph, lines, None)).collect();
    }
    chunk.lines = cells.flatten().collect();
    for row in &mut tag.rows {
        row.resize_with(columns, Vec::new);
    }
    for column in (0..columns).rev() {
        if tag.rows.iter().all(|row| row.get(column).is_none_or(Vec::is_empty)) {
            tag.rows.iter_mut().for_each(|row| _ = row.remove(column));
        }
    }
    tag.kind = Some(BlockKind::Table);
    vec![chunk]
}
