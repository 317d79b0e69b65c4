//! Faces: which parts of a block's text are set in italic, bold or typewriter type beside the rest of it.

use super::layout::{Chunk, Line, Span};
use super::scripts::{is_running, move_up, placed};
use crate::domain::extraction::{Block, Face, Faced};

/// Share of a text above which nothing of it stands out from the rest.
const MOST_SHARE: f64 = 0.7;

/// The parts of a block that stand out by their type, in order.
pub(super) fn of(chunk: &Chunk, block: &Block) -> Vec<Faced> {
    let spans = || chunk.lines.iter().flat_map(|line| &line.spans);
    let first = spans().next().map(face);
    if !is_running(block.kind) || spans().all(|span| Some(face(span)) == first) {
        return Vec::new();
    }
    place(&chunk.lines, &block.text)
}

/// The face of a part of a line; type that is made for formulas has none.
fn face(span: &Span) -> Option<Face> {
    let style = span.style;
    match (style.bold, style.italic) {
        _ if style.is_math() => None,
        _ if style.is_mono() => Some(Face::Typewriter),
        (true, true) => Some(Face::BoldItalic),
        (true, false) => Some(Face::Bold),
        (false, true) => Some(Face::Italic),
        (false, false) => None,
    }
}

fn place(lines: &[Line], text: &str) -> Vec<Faced> {
    let (found, bytes) = all(lines, text);
    settled(found, bytes)
}

/// All parts of lines that are set in a face, where they are in the text that was made of them, and how many bytes of
/// it were found.
pub(super) fn all(lines: &[Line], text: &str) -> (Vec<Faced>, usize) {
    let mut found: Vec<Faced> = Vec::new();
    let mut all = 0_usize;
    for (start, end, face) in placed(lines, text, |_, span| face(span)) {
        all += end - start;
        let Some(face) = face else { continue };
        match found.last_mut() {
            Some(last) if last.face == face && joins(text, last.end, start) => last.end = end,
            _ => found.push(Faced { start, end, face }),
        }
    }
    // Marks alone say nothing: a point behind a word in italics, a bullet.
    found.retain(|part| text.get(part.start..part.end).is_some_and(|part| part.contains(char::is_alphanumeric)));
    (found, all)
}

/// The parts that were found in so many bytes of a text, without those in the face that most of it has.
pub(super) fn settled(mut found: Vec<Faced>, all: usize) -> Vec<Faced> {
    let most = MOST_SHARE * bytes(all);
    let faced = |face: Face| found.iter().filter(|part| part.face == face).map(|part| part.end - part.start).sum();
    let usual = found.iter().map(|part| part.face).find(|face| bytes(faced(*face)) > most);
    found.retain(|part| Some(part.face) != usual);
    found
}

/// Whether nothing stands between two places of a text but a space, or the point of a number.
fn joins(text: &str, start: usize, end: usize) -> bool {
    let digit = |char: Option<char>| char.is_some_and(|char| char.is_ascii_digit());
    let number = || {
        digit(text.get(..start).and_then(|text| text.chars().next_back()))
            && digit(text.get(end..).and_then(|text| text.chars().next()))
    };
    text.get(start..end)
        .is_some_and(|between| between.chars().all(char::is_whitespace) || matches!(between, "." | ",") && number())
}

fn bytes(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Moves the parts of a text whose beginning was taken away.
pub(super) fn shift(faces: &mut Vec<Faced>, taken: usize) {
    move_up(faces, taken, |part| (&mut part.start, &mut part.end));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pdf::{MadeFor, Style};

    fn line(spans: &[(&str, Style)]) -> Line {
        let mut x = 0.0;
        let spans = spans.iter().map(|(text, style)| {
            let x0 = x;
            x += 10.0;
            Span { x1: x, style: *style, ..Span::plain(text, x0, 100.0) }
        });
        Line::new(spans.collect())
    }

    fn shown(lines: &[Line], text: &str) -> Vec<(String, Face)> {
        place(lines, text).iter().map(|part| (text[part.start..part.end].to_owned(), part.face)).collect()
    }

    #[test]
    fn words_in_another_face_are_found_over_the_ends_of_lines() {
        let plain = Style::default();
        let italic = Style { italic: true, ..plain };
        let code = Style { made_for: MadeFor::Code, ..plain };
        let lines = [
            line(&[("Le mot ", plain), ("ci-", italic)]),
            line(&[("tadelle ronde", italic), (" se lit par ", plain), ("lire(x)", code), (", dit-on.", plain)]),
        ];
        let text = "Le mot citadelle ronde se lit par lire(x), dit-on.";
        let wanted = [("citadelle ronde", Face::Italic), ("lire(x)", Face::Typewriter)];
        assert_eq!(shown(&lines, text), wanted.map(|(text, face)| (text.to_owned(), face)));
    }

    #[test]
    fn a_number_is_one_part_whatever_type_its_point_is_set_in() {
        let plain = Style::default();
        let bold = Style { bold: true, ..plain };
        let lines = [line(&[("mais ", plain), ("0", bold), (".", plain), ("91", bold), (" et ", plain), ("1", bold)])];
        let wanted = [("0.91", Face::Bold), ("1", Face::Bold)];
        assert_eq!(shown(&lines, "mais 0.91 et 1"), wanted.map(|(text, face)| (text.to_owned(), face)));
    }

    #[test]
    fn nothing_stands_out_of_a_text_that_is_all_in_italics_but_what_is_bold() {
        let italic = Style { italic: true, ..Style::default() };
        let bold = Style { bold: true, ..italic };
        let lines = [line(&[("Nous avons mesuré ", italic), ("la neige", bold), (" de deux lacs.", italic)])];
        let text = "Nous avons mesuré la neige de deux lacs.";
        assert_eq!(shown(&lines, text), [("la neige".to_owned(), Face::BoldItalic)]);
    }

    #[test]
    fn what_was_taken_from_the_beginning_moves_the_rest() {
        let part = |start, end| Faced { start, end, face: Face::Bold };
        let mut parts = vec![part(0, 2), part(4, 8), part(9, 12)];
        shift(&mut parts, 5);
        assert_eq!(parts, [part(0, 3), part(4, 7)]);
    }
}
