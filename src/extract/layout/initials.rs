//! Large initials that begin a text and stand beside its first lines: they belong to the first word.

use super::RawPage;
use super::line::Span;
use super::pieces::Piece;

/// Size from which on a letter is such an initial, in parts of the body size.
const LEAST_SIZE: f64 = 1.7;
/// Room between an initial and the lines beside it, in parts of the body size.
const BESIDE: f64 = 1.5;
/// How far such a line may reach into it, in points.
const FLUSH: f64 = 2.5;
/// How far the spans of one line may lie apart in height, in parts of the body size.
const LEVEL: f64 = 0.4;
/// Words of the line that goes on with the initial.
const LEAST_WORDS: usize = 3;
/// How far above its baseline an initial reaches at most, in parts of its size.
const HEIGHT: f64 = 0.85;

/// Puts the initials of a page before the lines that go on with them.
pub(super) fn settle(page: &mut RawPage, body_size: f64) {
    let Some(frame) = page.frames.iter_mut().find(|frame| frame.angle == 0) else { return };
    if !frame.pieces.iter().any(|piece| begins_large(piece, body_size)) {
        return;
    }
    let mut initials: Vec<Span> = Vec::new();
    let mut pieces: Vec<Piece> = Vec::with_capacity(frame.pieces.len());
    for mut piece in std::mem::take(&mut frame.pieces) {
        if begins_large(&piece, body_size) {
            initials.push(piece.spans.remove(0));
            pieces.extend(levels(piece.spans, body_size));
        } else {
            pieces.push(piece);
        }
    }
    for initial in initials {
        if let Some(alone) = set(&mut pieces, initial, body_size) {
            pieces.push(Piece::new(alone));
        }
    }
    frame.pieces = pieces;
}

/// Whether a piece begins with a capital alone in large type, and does not go on in it.
fn begins_large(piece: &Piece, body_size: f64) -> bool {
    let Some(first) = piece.spans.first() else { return false };
    let mut chars = first.text.trim().chars();
    let capital = chars.next().is_some_and(|char| char.is_uppercase() && char < '\u{250}');
    let rest = piece.spans.iter().skip(1).all(|span| span.size < LEAST_SIZE * body_size);
    first.size > LEAST_SIZE * body_size && capital && chars.next().is_none() && rest
}

/// The lines that were taken for one beside the large letter.
fn levels(spans: Vec<Span>, body_size: f64) -> Vec<Piece> {
    let mut lines: Vec<Piece> = Vec::new();
    for span in spans {
        match lines.iter_mut().find(|line| (line.y - span.y).abs() < LEVEL * body_size) {
            Some(line) => line.push(span),
            None => lines.push(Piece::new(span)),
        }
    }
    lines
}

/// Puts an initial before its line, or gives it back.
fn set(pieces: &mut [Piece], initial: Span, body_size: f64) -> Option<Span> {
    let (top, bottom) = (initial.y - HEIGHT * initial.size, initial.y + LEVEL * body_size);
    let beside = |piece: &Piece| {
        let near = piece.x0 > initial.x1 - FLUSH && piece.x0 < initial.x1 + BESIDE * body_size;
        near && piece.y > top && piece.y < bottom && piece.size < LEAST_SIZE * body_size
    };
    let lines: Vec<usize> = (0..).zip(pieces.iter()).filter(|(_, piece)| beside(piece)).map(|(at, _)| at).collect();
    let y = |at: &usize| pieces.get(*at).map_or(f64::INFINITY, |piece| piece.y);
    let first = lines.iter().copied().min_by(|a, b| y(a).total_cmp(&y(b)));
    let text = first.and_then(|first| pieces.get(first)).is_some_and(|line| line.words() >= LEAST_WORDS);
    let (Some(first), true, true) = (first, text, lines.len() > 1) else { return Some(initial) };
    // The lines beside it begin where the text does, as if nothing stood there.
    for at in lines {
        let Some(piece) = pieces.get_mut(at) else { continue };
        if at == first {
            let span = Span { x1: piece.x0, y: piece.y, size: piece.size, tag: piece.tag(), ..initial.clone() };
            piece.spans.insert(0, span);
        } else if let Some(span) = piece.spans.first_mut() {
            span.x0 = initial.x0;
        }
        piece.x0 = initial.x0;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::Frame;
    use super::*;

    fn span(text: &str, x0: f64, y: f64, size: f64) -> Span {
        Span { size, ..Span::plain(text, x0, y) }
    }

    fn settled(pieces: Vec<Piece>) -> Vec<(String, f64)> {
        let mut page = RawPage { frames: vec![Frame { angle: 0, pieces }], ..RawPage::default() };
        settle(&mut page, 10.0);
        page.frames.remove(0).pieces.iter().map(|piece| (piece.text(), piece.x0)).collect()
    }

    #[test]
    fn a_large_initial_belongs_to_the_line_beside_its_top() {
        let mut first = Piece::new(span("S", 72.0, 112.0, 24.0));
        first.push(span("and ice is thin in all of March", 90.0, 112.0, 10.0));
        first.push(span("now falls on all of the land", 90.0, 100.0, 10.0));
        let next = Piece::new(span("and melts when the sun is high", 72.0, 124.0, 10.0));
        let read = settled(vec![first, next]);
        let wanted = [
            ("and ice is thin in all of March", 72.0),
            ("Snow falls on all of the land", 72.0),
            ("and melts when the sun is high", 72.0),
        ];
        assert_eq!(read, wanted.map(|(text, x)| (text.to_owned(), x)));
    }

    #[test]
    fn a_large_letter_without_lines_beside_it_stays() {
        let letter = Piece::new(span("A", 72.0, 112.0, 24.0));
        let below = Piece::new(span("the list of all that begins so", 72.0, 130.0, 10.0));
        assert_eq!(settled(vec![letter, below])[1], ("A".to_owned(), 72.0));
    }
}
