//! Tables as text: rows by line, cells by tabulator, with what stands out in the cells.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::layout::{Grid, Line};
use super::{faces, scripts};
use crate::domain::extraction::{Block, BlockKind, Faced, Script};

/// The block of a table: its text, where the headings over several columns stand, the exponents and faces in its cells.
/// Headings are set in a face of their own as it is.
pub(super) fn table(grid: Grid) -> Block {
    let mut text = String::new();
    let (mut found, mut faced, mut bytes): (Vec<Script>, Vec<Faced>, usize) = (Vec::new(), Vec::new(), 0);
    let heads = grid.spans.iter().map(|span| span.row + 2).max().unwrap_or(1);
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
            let lines: Vec<Line> = cell.parts.into_iter().map(Line::new).collect();
            let moved = |script: Script| Script { start: script.start + start, end: script.end + start, ..script };
            found.extend(scripts::all(&lines, &own).into_iter().map(moved));
            if at >= heads {
                let (parts, all) = faces::all(&lines, &own);
                let moved = |part: Faced| Faced { start: part.start + start, end: part.end + start, ..part };
                faced.extend(parts.into_iter().map(moved));
                bytes += all;
            }
        }
    }
    let (scripts, faces) = (scripts::settled(found, &text), faces::settled(faced, bytes));
    Block { text, scripts, faces, spans: grid.spans, ..Block::new(BlockKind::Table, "") }
}

/// A text in which letters and their accents are one character each.
pub(super) fn composed(text: String) -> String {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes { text } else { text.nfc().collect() }
}
