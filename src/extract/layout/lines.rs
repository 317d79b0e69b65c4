//! Pieces of one column to its lines from top to bottom.

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
