//! Tables as text: rows by line, cells by tabulator, with what stands out in the cells.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::layout::{Grid, Line};
use super::pdf::Link;
use super::{faces, linked, scripts};
use crate::domain::extraction::{Block, BlockKind, Faced, Script, Table, TextLink};

/// The block of a table: its text, what stands over several columns, the exponents, faces and links in its cells;
/// `areas` are those of its page that lead to addresses. Headings are set in a face of their own as it is.
pub(super) fn table(grid: Grid, areas: &[Link]) -> Block {
    let mut text = String::new();
    let (mut found, mut faced, mut links): (Vec<Script>, Vec<Faced>, Vec<TextLink>) = Default::default();
    for (at, row) in grid.rows.into_iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        for (column, cell) in row.into_iter().enumerate() {
            if column > 0 {
                text.push('\t');
            }
            let start = text.len();
            let own = composed(cell.text);
            text.push_str(&own);
            let set: Vec<Line> = cell.parts.into_iter().map(Line::new).collect();
            let moved = |script: Script| Script { start: script.start + start, end: script.end + start, ..script };
            found.extend(scripts::all(&set, &own).into_iter().map(moved));
            let led = linked::place(&set, &own, areas).into_iter();
            links.extend(led.map(|link| TextLink { start: link.start + start, end: link.end + start, ..link }));
            let moved = |part: Faced| Faced { start: part.start + start, end: part.end + start, ..part };
            faced.extend(faces::all(&set, &own).0.into_iter().map(moved));
        }
    }
    let scripts = scripts::settled(found, &text);
    let block = Block { text, scripts, links, spans: grid.spans, ..Block::new(BlockKind::Table, "") };
    let body = Table::of(&block.text, &block.spans).body;
    let begin = body.iter().flatten().map(|cell| cell.start).next().unwrap_or(block.text.len());
    let bytes = body.iter().flatten().map(|cell| cell.end - cell.start).sum();
    faced.retain(|part| part.start >= begin);
    Block { faces: faces::settled(faced, bytes), ..block }
}

/// A text in which letters and their accents are one character each.
pub(super) fn composed(text: String) -> String {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes { text } else { text.nfc().collect() }
}
