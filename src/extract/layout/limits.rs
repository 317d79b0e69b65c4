//! Limits of sums and the like, which are set in small type over and under their sign, put on its line.

use super::line::Span;
use super::number;
use super::pieces::Piece;
use super::run_in::cut_span;

/// Signs and names over and under which limits stand.
const SIGNS: &str = "∑∏∐∫∮⋃⋂⨆⨄⋁⋀⨁⨂⊔⊎";
const NAMES: [&str; 5] = ["max", "min", "sup", "inf", "lim"];
/// Distance of baselines in parts of the sign's size.
const NEAR: f64 = 1.45;
/// Type of limits in parts of the size of their line.
const SMALL: f64 = 0.86;

type Row = (Piece, Vec<Piece>);

/// Puts rows of limits, from the top down, on the lines of their signs.
pub(super) fn gather(rows: Vec<Row>) -> Vec<Row> {
    let has_signs = |row: &Row| pieces(row).any(|piece| !operators(piece).is_empty());
    if !rows.iter().any(has_signs) {
        return rows;
    }
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    for place in 0..rows.len() {
        let Some(host) = host_of(&rows, place) else { continue };
        let row = rows.get_mut(place).and_then(Option::take);
        if let (Some(row), Some(Some(host))) = (row, rows.get_mut(host)) {
            put(host, row);
        }
    }
    rows.into_iter().flatten().collect()
}

/// The line that a row of limits belongs to: the next or the last one, over other limits.
fn host_of(rows: &[Option<Row>], place: usize) -> Option<usize> {
    let row = rows.get(place)?.as_ref()?;
    let fits = |at: &usize| rows.get(*at).and_then(Option::as_ref).is_some_and(|host| stands_at_signs(row, host));
    let mut below = (place + 1..rows.len()).take(3);
    let mut above = (0..place).rev().filter(|at| rows.get(*at).is_some_and(Option::is_some)).take(2);
    above.find(&fits).or_else(|| below.find(&fits))
}

fn pieces((main, others): &Row) -> impl Iterator<Item = &Piece> + Clone {
    std::iter::once(main).chain(others)
}

/// Whether each part of a row stands over or under a sign of another row, in smaller type.
fn stands_at_signs(row: &Row, host: &Row) -> bool {
    let size = host.0.size;
    let near = (row.0.y - host.0.y).abs() < NEAR * size;
    if !near || row.0.float.is_some() || host.0.float.is_some() {
        return false;
    }
    let signs: Vec<(f64, f64)> = pieces(host).flat_map(operators).collect();
    pieces(row).all(|piece| {
        let plain = piece.spans.iter().all(|span| span.text.chars().count() <= 16 && !has_word(&span.text));
        plain && piece.size < SMALL * size && sign_of(piece, &signs, size).is_some()
    })
}

/// Whether a sign is one over and under which limits stand.
pub(super) fn is_operator(sign: char) -> bool {
    SIGNS.contains(sign)
}

/// Whether a word is the name of a function under which limits stand.
pub(super) fn is_function(word: &str) -> bool {
    NAMES.contains(&word)
}

/// A run of more letters than names of variables and functions have; letters made for formulas alone are variables.
pub(super) fn has_word(text: &str) -> bool {
    text.split(|char: char| !char.is_alphabetic() || is_variable(char)).any(|word| word.chars().count() >= 4)
}

/// Whether a letter is one of the mathematical alphabets (Unicode block 1D400–1D7FF).
pub(super) fn is_variable(char: char) -> bool {
    ('\u{1d400}'..='\u{1d7ff}').contains(&char)
}

/// The edges of the signs in a piece that limits may stand at; within a span, characters are taken to be equally wide.
fn operators(piece: &Piece) -> Vec<(f64, f64)> {
    let mut found = Vec::new();
    for span in &piece.spans {
        if !span.text.is_ascii() || NAMES.iter().any(|name| span.text.contains(name)) {
            edges(span, &mut found);
        }
    }
    found
}

fn edges(span: &Span, found: &mut Vec<(f64, f64)>) {
    let all = number(span.text.chars().count().max(1));
    let at = |byte: usize| {
        let before = span.text.get(..byte).map_or(0, |text| text.chars().count());
        span.x0 + (span.x1 - span.x0) * number(before) / all
    };
    for (byte, sign) in span.text.match_indices(|char| SIGNS.contains(char)) {
        found.push((at(byte), at(byte + sign.len())));
    }
    for name in NAMES {
        found.extend(span.text.match_indices(name).map(|(byte, _)| (at(byte), at(byte + name.len()))));
    }
}

/// The sign over or under whose middle a piece stands.
fn sign_of(piece: &Piece, signs: &[(f64, f64)], size: f64) -> Option<(f64, f64)> {
    let middle = f64::midpoint(piece.x0, piece.x1);
    let reach = |sign: &(f64, f64)| (f64::midpoint(sign.0, sign.1) - middle).abs();
    let nearest = signs.iter().min_by(|a, b| reach(a).total_cmp(&reach(b))).copied();
    nearest.filter(|sign| reach(sign) < 0.9 * size)
}

/// Adds the limits right behind their signs, the lower ones first.
fn put(host: &mut Row, row: Row) {
    for piece in std::iter::once(&mut host.0).chain(&mut host.1) {
        piece.spans = std::mem::take(&mut piece.spans).into_iter().flat_map(cut).collect();
    }
    let signs: Vec<(f64, f64)> = pieces(host).flat_map(operators).collect();
    let (y, size) = (host.0.y, host.0.size);
    let mut limits: Vec<Piece> = std::iter::once(row.0).chain(row.1).collect();
    for limit in &mut limits {
        let Some((_, end)) = sign_of(limit, &signs, size) else { continue };
        let start = end - if limit.y > y { 0.02 } else { 0.01 } * size;
        for (place, span) in limit.spans.iter_mut().enumerate() {
            span.x0 = start + 0.000_1 * size * number(place);
            span.x1 = span.x0;
            span.space_before |= place == 0;
        }
        if let Some(last) = limit.spans.last_mut() {
            last.space_after = true;
        }
    }
    host.1.extend(limits);
}

/// Parts a span behind each of its signs, where the limits have their place.
fn cut(span: Span) -> Vec<Span> {
    let sign = span.text.match_indices(|char| SIGNS.contains(char)).map(|(byte, sign)| byte + sign.len()).next();
    let name = NAMES.iter().filter_map(|name| Some(span.text.find(name)? + name.len())).min();
    match sign.into_iter().chain(name).min().filter(|end| *end < span.text.len()) {
        Some(end) => {
            let (head, mut rest) = cut_span(&span, end);
            rest.text.drain(..rest.text.len() - rest.text.trim_start().len());
            std::iter::once(head).chain(cut(rest)).collect()
        }
        None => vec![span],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::layout::fences::Fences;
    use crate::extract::layout::lines;
    use crate::extract::layout::pieces::gather as gather_pieces;
    use crate::extract::pdf::{Glyph, MadeFor, Style};

    /// Glyphs half as wide as their size.
    fn glyphs(text: &str, x0: f64, y: f64, size: f64) -> Vec<Glyph> {
        let style = Style { made_for: MadeFor::Formulas, ..Style::default() };
        let glyph = |(place, char): (usize, char)| {
            let x0 = x0 + 0.5 * size * number(place);
            Glyph { char, x0, x1: x0 + 0.5 * size, y, size, angle: 0, style, tag: None }
        };
        text.chars().enumerate().map(glyph).collect()
    }

    fn texts(parts: &[(&str, f64, f64, f64)]) -> Vec<String> {
        let glyphs = parts.iter().flat_map(|(text, x, y, size)| glyphs(text, *x, *y, *size)).collect();
        lines::build(gather_pieces(glyphs, &Fences::new(&[]))).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn limits_stand_behind_their_sign() {
        let sum = [("n", 51.0, 88.0, 7.0), ("k=", 38.0, 100.0, 10.0), ("∑", 50.0, 100.0, 10.0)];
        let parts = [&sum[..], &[("a+b", 57.0, 100.0, 10.0), ("i=1", 47.0, 112.0, 7.0)]].concat();
        assert_eq!(texts(&parts), ["k= ∑ i=1 n a+b"]);
        assert_eq!(texts(&[("y=max", 20.0, 100.0, 10.0), ("x∈A", 34.0, 109.0, 7.0)]), ["y=max x∈A"]);
    }

    #[test]
    fn small_type_elsewhere_stays_on_its_line() {
        let beside = [("∑", 50.0, 100.0, 10.0), ("n", 90.0, 112.0, 7.0)];
        assert_eq!(texts(&beside), ["∑", "n"]);
        let words = [("∑", 50.0, 100.0, 10.0), ("note", 46.0, 112.0, 7.0)];
        assert_eq!(texts(&words), ["∑", "note"]);
    }
}
