//! Tables that go on over the page: rules above and below their heading, and none below their last row.

use super::lines;
use super::number;
use super::pieces::Piece;
use super::{blocks, tables};
use crate::extract::pdf::Shape;

/// Lines of such a table below its heading.
const LEAST_LINES: usize = 3;
/// Lines of its heading at most.
const MOST_HEADING: usize = 4;
/// Distance between two of its lines, in parts of the type size, from which on the lower one is none.
const APART: f64 = 2.6;
/// Size of notes below it, in parts of its own.
const NOTES: f64 = 0.93;

/// What such a table covers, whose heading stands between two rules that no other of their length follows: all that is
/// below them on the page, if every piece stands under one cell of the heading.
pub(super) fn below(top: &Shape, rule: &Shape, pieces: &[Piece]) -> Option<Shape> {
    let mut heading_area = *top;
    heading_area.include(rule);
    let beside = |piece: &&Piece| piece.x1 > rule.x0 && piece.x0 < rule.x1;
    let heading: Vec<&Piece> =
        pieces.iter().filter(beside).filter(|piece| piece.y > heading_area.y0 && piece.y < heading_area.y1).collect();
    let columns = columns(&heading)?;
    let mut rest: Vec<&Piece> = pieces.iter().filter(beside).filter(|piece| piece.y > heading_area.y1).collect();
    rest.sort_by(|a, b| a.y.total_cmp(&b.y));
    let size = rest.first()?.size;
    let fits = |piece: &Piece| {
        let over = columns.iter().filter(|(x0, x1)| piece.x0 < *x1 && piece.x1 > *x0).count();
        let within = piece.x0 > rule.x0 - size && piece.x1 < rule.x1 + size;
        piece.float.is_none() && over <= 1 && within && !blocks::is_caption(&piece.text())
    };
    let mut y = heading_area.y1;
    let mut rows: Vec<Piece> = Vec::new();
    for piece in rest {
        let alike = (piece.size - size).abs() < 0.1 * size;
        if piece.y - y > APART * size || !alike || !fits(piece) {
            // Notes are all that may stand below.
            let note = piece.float.is_none() && piece.size < NOTES * size;
            if note {
                break;
            }
            return None;
        }
        y = y.max(piece.y);
        rows.push(piece.clone());
    }
    let rows = lines::build(rows);
    let cells = rows.iter().filter(|row| tables::cells(row).len() > 1).count();
    let mut area = heading_area;
    area.y1 = y + 0.3 * size;
    (rows.len() >= LEAST_LINES && number(cells) >= 0.3 * number(rows.len())).then_some(area)
}

/// The edges of the cells of a heading, from left to right, if there are two at least.
fn columns(heading: &[&Piece]) -> Option<Vec<(f64, f64)>> {
    let mut edges: Vec<(f64, f64)> = heading.iter().map(|piece| (piece.x0, piece.x1)).collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for (x0, x1) in edges {
        match columns.last_mut() {
            Some(last) if x0 < last.1 => last.1 = last.1.max(x1),
            _ => columns.push((x0, x1)),
        }
    }
    let lines = lines::build(heading.iter().map(|piece| (*piece).clone()).collect());
    (columns.len() >= 2 && lines.len() <= MOST_HEADING).then_some(columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::layout::line::Span;
    use crate::extract::pdf::ShapeKind;

    fn rule(y: f64) -> Shape {
        Shape { kind: ShapeKind::Rule, x0: 0.0, y0: y, x1: 300.0, y1: y + 0.5 }
    }

    /// How far down the table reaches whose heading is followed by texts with their left edges and heights.
    fn end(rows: &[(&str, f64, f64)]) -> Option<f64> {
        let heading = [("Lake", 0.0, 15.0), ("What was done there", 100.0, 15.0)];
        let pieces = heading.iter().chain(rows).map(|(text, x0, y)| Piece::new(Span::plain(text, *x0, *y)));
        below(&rule(0.0), &rule(20.0), &pieces.collect::<Vec<_>>()).map(|area| area.y1)
    }

    #[test]
    fn a_table_without_a_rule_below_it_goes_to_the_end_of_its_page() {
        let rows = [("North", 0.0, 32.0), ("Snow was", 100.0, 32.0), ("weighed", 100.0, 44.0), ("South", 0.0, 56.0)];
        let rows = [rows.as_slice(), &[("Nothing", 100.0, 56.0)]].concat();
        assert_eq!(end(&rows), Some(59.0));
        let text = [rows.as_slice(), &[("A line of text that stands below both of the cells", 0.0, 68.0)]].concat();
        assert_eq!(end(&text), None);
        let apart = [rows.as_slice(), &[("Methods", 0.0, 100.0)]].concat();
        assert_eq!(end(&apart), None);
    }
}
