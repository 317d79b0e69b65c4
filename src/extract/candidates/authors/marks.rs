//! Marks behind names and before affiliations: raised digits and letters, signs.
//!
//! The text worked on here holds them in brackets that no name has.

use crate::extract::layout::{Line, Span};

/// Brackets around the marks of a name in the text worked on here.
pub(super) const OPEN: char = '⟦';
pub(super) const CLOSE: char = '⟧';
/// Signs that serve as marks.
pub(super) const SIGNS: &str = "*∗†‡§¶⋆#✉¤◊♦♣♠♥○●△□■⊥‖☯";
/// Raised digits as characters of their own.
const RAISED_DIGITS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/// A part of a line that stands apart from the others, its marks bracketed.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) x0: f64,
    pub(super) x1: f64,
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) italic: bool,
}

impl Cell {
    /// Whether two cells are set in the same type.
    pub(super) fn is_set_like(&self, other: &Self) -> bool {
        self.bold == other.bold && self.italic == other.italic && (self.size - other.size).abs() < 0.06 * other.size
    }

    /// Whether two cells stand above each other, by most of the narrower one's width.
    pub(super) fn is_above_or_below(&self, other: &Self) -> bool {
        let shared = self.x1.min(other.x1) - self.x0.max(other.x0);
        shared > 0.3 * (self.x1 - self.x0).min(other.x1 - other.x0)
    }
}

/// The parts of a line that stand wide apart.
pub(super) fn cells(line: &Line) -> Vec<Cell> {
    let mut groups: Vec<Vec<&Span>> = Vec::new();
    for span in &line.spans {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| span.x0 - last.x1 < 1.05 * line.size) => group.push(span),
            _ => groups.push(vec![span]),
        }
    }
    groups.into_iter().map(|group| cell(line, &group)).collect()
}

fn cell(line: &Line, spans: &[&Span]) -> Cell {
    let main = spans.iter().find(|span| !line.is_superscript(span) && span.text.chars().any(char::is_alphabetic));
    let style = main.map(|span| span.style).unwrap_or_default();
    Cell {
        text: marked(line, spans),
        x0: spans.first().map_or(line.x0, |span| span.x0),
        x1: spans.iter().map(|span| span.x1).fold(f64::NEG_INFINITY, f64::max),
        size: main.map_or(line.size, |span| span.size),
        bold: style.bold,
        italic: style.italic,
    }
}

/// The text of spans with raised marks, and digits or signs after names, in brackets.
fn marked(line: &Line, spans: &[&Span]) -> String {
    let mut text = String::new();
    let mut last: Option<&Span> = None;
    for span in spans {
        let raised = line.is_superscript(span);
        let gap =
            last.is_some_and(|last| last.space_after || span.space_before || span.x0 - last.x1 > 0.16 * line.size);
        if gap && !raised {
            text.push(' ');
        }
        if raised && span.text.chars().any(|char| char.is_alphanumeric() || SIGNS.contains(char)) {
            text.extend([OPEN.to_string(), span.text.clone(), CLOSE.to_string()]);
        } else {
            bracket_marks(&span.text, &mut text);
        }
        last = Some(span);
    }
    text.replace("⟧⟦", "")
}

/// The parts of a text that begin with a mark.
pub(super) fn marked_parts(text: &str) -> Vec<(String, Vec<String>)> {
    let mut parts: Vec<(String, Vec<String>)> = Vec::new();
    for piece in text.split(OPEN) {
        let (mark, rest) = match piece.split_once(CLOSE) {
            Some((mark, rest)) => (Some(mark), rest),
            None => (None, piece),
        };
        let bare = rest.trim_start_matches([')', '.', ' ', ']', ':']);
        // Letters and digits of postal codes are no marks: `H3C 3J7`.
        let code = bare.chars().count() == 1
            || parts.last().is_some_and(|(before, _)| before.ends_with(|char: char| char.is_ascii_uppercase()));
        let opens = mark.is_some_and(|mark| mark.chars().count() <= 3)
            && bare.chars().next().is_none_or(char::is_alphabetic)
            && !code;
        match parts.last_mut() {
            Some(last) if !opens => {
                last.0.push_str(mark.unwrap_or_default());
                last.0.push_str(rest);
            }
            _ => parts.push((bare.to_owned(), mark.map(split_signs).unwrap_or_default())),
        }
    }
    parts
}

/// Copies a text, bracketing runs of digits and signs; commas between two marks belong to the run.
pub(super) fn bracket_marks(plain: &str, out: &mut String) {
    let chars: Vec<char> = plain.chars().collect();
    let is_mark = |place: usize| {
        chars
            .get(place)
            .is_some_and(|char| char.is_ascii_digit() || SIGNS.contains(*char) || RAISED_DIGITS.contains(*char))
    };
    // Four digits and more are those of a postal code.
    let is_code = |place: usize| (place..place + 4).all(|place| chars.get(place).is_some_and(char::is_ascii_digit));
    let mut place = 0;
    while let Some(char) = chars.get(place) {
        if !is_mark(place) {
            out.push(*char);
            place += 1;
            continue;
        }
        out.push(OPEN);
        while is_mark(place)
            || chars.get(place) == Some(&',')
                && (is_mark(place + 1)
                    || chars.get(place + 1) == Some(&' ') && is_mark(place + 2) && !is_code(place + 2))
        {
            out.extend(chars.get(place).copied().map(plain_digit));
            place += if chars.get(place + 1) == Some(&' ') && chars.get(place) == Some(&',') { 2 } else { 1 };
        }
        out.push(CLOSE);
    }
}

fn plain_digit(char: char) -> char {
    let place = RAISED_DIGITS.chars().position(|raised| raised == char);
    place.and_then(|place| u32::try_from(place).ok()).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(char)
}

/// Splits at commas outside of brackets, and after brackets that a new name follows.
pub(super) fn split_outside(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut inside = false;
    let mut closed = false;
    for char in text.chars() {
        let splits = char == ',' && !inside || closed && char.is_uppercase();
        if splits {
            parts.push(String::new());
        }
        inside = char == OPEN || inside && char != CLOSE;
        closed = char == CLOSE || closed && char == ' ';
        if let Some(last) = parts.last_mut()
            && (char != ',' || inside)
        {
            last.push(char);
        }
    }
    parts
}

/// A text without its bracketed marks, and the marks.
pub(super) fn take_marks(text: &str) -> (String, Vec<String>) {
    let (mut plain, mut marks, mut inside) = (String::new(), String::new(), false);
    for char in text.chars() {
        match char {
            OPEN => inside = true,
            CLOSE => {
                inside = false;
                marks.push(',');
            }
            _ if inside => marks.push(char),
            _ => plain.push(char),
        }
    }
    let marks = marks.split([',', ' ']).filter(|mark| !mark.is_empty()).flat_map(split_signs).collect();
    (plain, marks)
}

/// "1∗" is two marks.
pub(super) fn split_signs(mark: &str) -> Vec<String> {
    let letters: String = mark.chars().filter(|char| !SIGNS.contains(*char)).collect();
    let signs = mark.chars().filter(|char| SIGNS.contains(*char)).map(String::from);
    signs.chain((!letters.is_empty()).then_some(letters)).collect()
}
