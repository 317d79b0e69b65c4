//! Fractions within lines: a small numerator over a rule over a small denominator, read as `a/b`.

use super::line::{Span, text_of};
use super::pieces::Piece;
use super::{Frame, RawPage, median};
use crate::extract::pdf::{Shape, ShapeKind};

/// Widest and thickest rule of such a fraction, in points.
const MOST_WIDTH: f64 = 90.0;
const MOST_HEIGHT: f64 = 1.5;
/// Rules of a page that are looked at; more are drawings.
const MOST_RULES: usize = 200;
/// How far numerator and denominator may reach beyond the rule, in points.
const REACH: f64 = 1.5;
/// Size of their type as a share of that of the line.
const MOST_SIZE: f64 = 0.88;
/// Greatest distances of the baselines from the rule, in parts of their type sizes: above it and below it.
const ABOVE: f64 = 0.75;
const BELOW: f64 = 1.25;
/// How far below the rule the baseline of the line is, in parts of its type size: the rule is level with a minus sign.
const AXIS: std::ops::Range<f64> = 0.1..0.45;
/// How far numerator and denominator are set above and below the baseline then, in the same parts.
const RAISED: f64 = 0.33;
const LOWERED: f64 = 0.14;
/// Least size of the type beside it, as a share of that of the page: within an exponent it stays as it is.
const LEAST_BESIDE: f64 = 0.9;

/// Sets the fractions of a page in one line each, within the width that they have.
pub(super) fn level(page: &mut RawPage) {
    let rule = |shape: &&Shape| {
        shape.kind == ShapeKind::Rule && shape.width() < MOST_WIDTH && shape.height() < MOST_HEIGHT.min(shape.width())
    };
    let rules: Vec<Shape> = page.shapes.iter().filter(rule).take(MOST_RULES + 1).copied().collect();
    let Some(frame) = page.frames.iter_mut().find(|frame| frame.angle == 0) else { return };
    if rules.is_empty() || rules.len() > MOST_RULES {
        return;
    }
    let sizes = frame.pieces.iter().filter(|piece| piece.words() > 2).map(|piece| piece.size);
    let least = LEAST_BESIDE * median(sizes.collect());
    for rule in rules {
        set(frame, &rule, least);
    }
}

/// A span by the places of its piece and of itself.
type Place = (usize, usize);

/// Type that the fraction stands beside: its size, and its baseline.
#[derive(Clone, Copy, Default)]
struct Beside {
    size: f64,
    y: f64,
}

fn set(frame: &mut Frame, rule: &Shape, least: f64) {
    let (mut above, mut below): (Vec<Place>, Vec<Place>) = (Vec::new(), Vec::new());
    let mut tiny: Vec<(Place, f64, f64)> = Vec::new();
    let (mut over_size, mut under_size) = (0.0_f64, 0.0_f64);
    let mut beside = Beside::default();
    let near = |piece: &Piece| {
        let level = (piece.y - rule.y0).abs() < 2.0 * piece.size;
        level && piece.x1 > rule.x0 - piece.size && piece.x0 < rule.x1 + piece.size
    };
    for (at, piece) in frame.pieces.iter().enumerate().filter(|(_, piece)| near(piece)) {
        for (place, span) in piece.spans.iter().enumerate() {
            let inside = span.x0 > rule.x0 - REACH && span.x1 < rule.x1 + REACH;
            let (over, under) = ((rule.y0 - span.y) / span.size, (span.y - rule.y1) / span.size);
            if inside && (-0.1..ABOVE).contains(&over) {
                above.push((at, place));
                over_size = over_size.max(span.size);
            } else if inside && (0.3..BELOW).contains(&under) {
                below.push((at, place));
                under_size = under_size.max(span.size);
            } else if inside {
                tiny.push(((at, place), span.size, span.y));
            } else if AXIS.contains(&under) && span.size > beside.size && span.text.contains(is_level) {
                let touches = span.x1 > rule.x0 - span.size && span.x0 < rule.x1 + span.size;
                beside = if touches { Beside { size: span.size, y: span.y } } else { beside };
            }
        }
    }
    let fits = over_size.max(under_size) < MOST_SIZE * beside.size && beside.size > least;
    if above.is_empty() || below.is_empty() || !fits {
        return;
    }
    for (place, size, y) in tiny {
        if size < MOST_SIZE * over_size && (0.0..over_size).contains(&(rule.y0 - y)) {
            above.push(place);
        } else if size < MOST_SIZE * under_size && (0.0..BELOW * under_size).contains(&(y - rule.y1)) {
            below.push(place);
        }
    }
    let middle = f64::midpoint(rule.x0, rule.x1);
    let numerator = join(&frame.pieces, &above).map(|span| Span {
        text: format!("{}/", span.text),
        x0: rule.x0,
        x1: middle,
        y: beside.y - RAISED * beside.size,
        ..span
    });
    let denominator = join(&frame.pieces, &below).map(|span| Span {
        x0: middle,
        x1: rule.x1,
        y: beside.y + LOWERED * beside.size,
        space_before: false,
        ..span
    });
    let (Some(numerator), Some(denominator)) = (numerator, denominator) else { return };
    let mut gone: Vec<Place> = [above, below].concat();
    gone.sort_unstable();
    for (at, place) in gone.iter().rev() {
        if let Some(piece) = frame.pieces.get_mut(*at).filter(|piece| *place < piece.spans.len()) {
            piece.spans.remove(*place);
            piece.measure();
        }
    }
    frame.pieces.retain(|piece| piece.float.is_some() || !piece.spans.is_empty());
    // They belong to the line beside them, however high they stand.
    let on_line = |span: Span| Piece { y: beside.y, ..Piece::new(span) };
    frame.pieces.extend([on_line(numerator), on_line(denominator)]);
}

/// Whether a sign stands on its baseline, as those of large operators and roots do not.
fn is_level(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '=' | '<' | '>' | '≤' | '≥' | '(' | ')' | ',' | '.' | '+' | '−' | '-')
}

/// What stands above or below the rule as one span, in brackets where it is more than a sign or number.
fn join(pieces: &[Piece], places: &[Place]) -> Option<Span> {
    let span = |(at, place): &Place| pieces.get(*at)?.spans.get(*place).cloned();
    let mut spans: Vec<Span> = places.iter().filter_map(span).collect();
    spans.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let text = text_of(&spans);
    let is_sum = text.trim().contains(|char: char| char.is_whitespace() || matches!(char, '+' | '-' | '−' | '±' | '/'));
    let text = if is_sum { format!("({})", text.trim()) } else { text.trim().to_owned() };
    spans.into_iter().max_by(|a, b| a.size.total_cmp(&b.size)).map(|largest| Span { text, ..largest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::layout::lines;

    /// A line with two small texts above and below a rule, as it is read.
    fn read(above: &str, below: &str) -> String {
        read_in(above, below, 7.0).unwrap_or_default()
    }

    fn read_in(above: &str, below: &str, size: f64) -> Option<String> {
        let small = |text: &str, y: f64| Span { size, x1: 146.0, ..Span::plain(text, 132.0, y) };
        let spans = [Span::plain("half is", 90.0, 100.0), small(above, 95.5), small(below, 105.5)];
        let behind = Span { space_before: true, ..Span::plain("of it", 152.0, 100.0) };
        let pieces = spans.into_iter().chain([behind]).map(Piece::new).collect();
        let rule = Shape { kind: ShapeKind::Rule, x0: 131.0, y0: 97.3, x1: 147.0, y1: 97.7 };
        let mut page = RawPage { shapes: vec![rule], frames: vec![Frame { angle: 0, pieces }], ..RawPage::default() };
        level(&mut page);
        let pieces = page.frames.remove(0).pieces;
        let found = pieces.iter().any(|piece| piece.text().ends_with('/'));
        found.then(|| lines::build(pieces).iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn a_fraction_within_a_line_is_read_with_a_slash() {
        assert_eq!(read("1", "2"), "half is 1/2 of it");
        assert_eq!(read("a+b", "n"), "half is (a+b)/n of it");
    }

    #[test]
    fn what_stands_above_and_below_a_rule_in_type_as_large_as_that_beside_it_is_no_such_fraction() {
        assert_eq!(read_in("1", "2", 10.0), None);
    }
}
