//! Pieces of one column to its lines from top to bottom.

use super::limits::{self, has_word};
use super::line::Line;
use super::pieces::Piece;

/// Builds the lines of a region.
pub(super) fn build(mut pieces: Vec<Piece>) -> Vec<Line> {
    let mut rows: Vec<(Piece, Vec<Piece>)> = Vec::new();
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y));
    for piece in pieces {
        let place = rows.iter().rposition(|(main, _)| shares_line(main, &piece));
        match place.and_then(|place| rows.get_mut(place)) {
            Some((main, others)) if main.size >= piece.size * 0.98 => others.push(piece),
            Some((main, others)) => others.push(std::mem::replace(main, piece)),
            None => rows.push((piece, Vec::new())),
        }
        if rows.len() > 4_000 {
            break;
        }
    }
    rows.sort_by(|a, b| a.0.y.total_cmp(&b.0.y));
    let rows = gather_fragments(limits::gather(rows));
    let spans = |(main, others): (Piece, Vec<Piece>)| {
        others.into_iter().fold(main.spans, |mut all, piece| {
            all.extend(piece.spans);
            all
        })
    };
    let line = |row: (Piece, Vec<Piece>)| match row.0.float {
        Some(place) => Line::float(place, &row.0),
        None => Line::new(spans(row)),
    };
    rows.into_iter().map(line).collect()
}

type Row = (Piece, Vec<Piece>);

/// Puts the numerators, denominators and limits of formulas on the line that they belong to: rows of symbols that
/// stand a little above or below another row, in its gaps.
fn gather_fragments(rows: Vec<Row>) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        let takes = out.last().is_some_and(|last| {
            let near = (row.0.y - last.0.y).abs() < reach(last, &row);
            near && match (is_fragment(last), is_fragment(&row)) {
                (true, true) => fits(last, &row),
                (true, false) => fits(last, &row) && is_within(last, &row),
                (false, true) => fits(last, &row) && is_within(&row, last),
                (false, false) => false,
            }
        });
        match out.last_mut() {
            Some(last) if takes => take(last, row),
            _ => out.push(row),
        }
    }
    out
}

/// How far apart the baselines of two rows of one formula may be.
fn reach(a: &Row, b: &Row) -> f64 {
    0.85 * a.0.size.max(b.0.size)
}

fn pieces((main, others): &Row) -> impl Iterator<Item = &Piece> + Clone {
    std::iter::once(main).chain(others)
}

/// Whether a row holds symbols only.
fn is_fragment(row: &Row) -> bool {
    row.0.float.is_none() && pieces(row).all(|piece| piece.spans.iter().all(|span| !has_word(&span.text)))
}

/// Whether no piece of one row stands above or below a piece of the other.
fn fits(a: &Row, b: &Row) -> bool {
    let apart = |one: &Piece, other: &Piece| one.x1 < other.x0 + 1.0 || other.x1 < one.x0 + 1.0;
    a.0.float.is_none() && pieces(a).all(|one| pieces(b).all(|other| apart(one, other)))
}

/// Whether a row of symbols stands in the gaps of a line.
fn is_within(fragment: &Row, line: &Row) -> bool {
    let start = pieces(line).map(|piece| piece.x0).fold(f64::INFINITY, f64::min);
    let end = pieces(line).map(|piece| piece.x1).fold(f64::NEG_INFINITY, f64::max);
    pieces(fragment).all(|piece| piece.x0 > start && piece.x1 < end)
}

/// Joins two rows; the one with words, or the wider one, tells where the line stands.
fn take(last: &mut Row, row: Row) {
    let width = |row: &Row| pieces(row).map(|piece| piece.x1 - piece.x0).sum::<f64>();
    let rank = |row: &Row| (!is_fragment(row), row.0.size, width(row));
    let higher = rank(&row).partial_cmp(&rank(last)) == Some(std::cmp::Ordering::Greater);
    let other = if higher { std::mem::replace(last, row) } else { row };
    last.1.push(other.0);
    last.1.extend(other.1);
}

/// Whether a piece stands on the line of another.
fn shares_line(main: &Piece, piece: &Piece) -> bool {
    if main.float.is_some() || piece.float.is_some() {
        return false;
    }
    let size = main.size.max(piece.size);
    let apart = (main.y - piece.y).abs();
    if apart < 0.25 * main.size.min(piece.size) {
        return true;
    }
    let overlap = main.bottom().min(piece.bottom()) - main.top().max(piece.top());
    let small = main.size.min(piece.size) < 0.85 * size;
    small && apart < 0.5 * size && overlap > 0.55 * (piece.bottom() - piece.top()).min(main.bottom() - main.top())
}
