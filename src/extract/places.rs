//! The lines of a page with their places.
//!
//! The blocks of an [`Extraction`](crate::domain::extraction::Extraction) hold paragraphs whose lines are joined;
//! where each line stood is known only in here, so this view of a page belongs to the extractor.

use serde::Serialize;

use super::finish::narrow;
use super::layout::{LaidPage, Line};
use crate::domain::extraction::Rect;

/// The lines of one page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlacedPage {
    /// Place in the file, from 1.
    pub number: u32,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// Lines in reading order, running heads and page numbers included.
    pub lines: Vec<PlacedLine>,
}

/// A piece of a line without wide gaps: the line of a column, or the cell of a table's row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlacedLine {
    /// The text.
    pub text: String,
    /// Where it stands, in points from the top left corner of the page, its own direction taken as horizontal.
    pub bounds: Rect,
    /// Baseline, in points from the top.
    pub baseline: f32,
    /// Direction in degrees; 0 reads from left to right.
    pub angle: i16,
}

/// The lines of a laid-out page; `number` counts from 1.
pub(super) fn page(laid: &LaidPage, number: u32) -> PlacedPage {
    let lines = laid.chunks.iter().flat_map(|chunk| chunk.lines.iter().flat_map(|line| pieces(line, chunk.angle)));
    PlacedPage { number, width: narrow(laid.width), height: narrow(laid.height), lines: lines.collect() }
}

fn pieces(line: &Line, angle: i16) -> Vec<PlacedLine> {
    let (y, size) = (line.y, line.size);
    let piece = |(text, x0, x1): (String, f64, f64)| PlacedLine {
        text: text.trim().to_owned(),
        bounds: Rect { x0: narrow(x0), y0: narrow(y - 0.75 * size), x1: narrow(x1), y1: narrow(y + 0.22 * size) },
        baseline: narrow(y),
        angle,
    };
    line.cells().into_iter().map(piece).filter(|piece| !piece.text.is_empty()).collect()
}
