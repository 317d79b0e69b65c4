//! A line of text and the spans of equal type that it is made of.

use super::pieces::{Piece, WIDE_SPACE, is_word_gap};
use super::{bidi, marks, number};
use crate::extract::pdf::{Style, Tag};

/// Characters of one line in one size, style and height.
#[derive(Debug, Clone)]
pub(in crate::extract) struct Span {
    pub(in crate::extract) text: String,
    pub(in crate::extract) x0: f64,
    pub(in crate::extract) x1: f64,
    pub(in crate::extract) y: f64,
    pub(in crate::extract) size: f64,
    pub(in crate::extract) style: Style,
    pub(in crate::extract) space_before: bool,
    pub(in crate::extract) space_after: bool,
    /// Whether a vertical rule stands before it.
    pub(in crate::extract) fenced: bool,
    /// The element of the structure tree that it belongs to.
    pub(in crate::extract) tag: Tag,
}

#[cfg(test)]
impl Span {
    /// Plain type of 10 points whose characters are 5 points wide, on a baseline.
    pub(in crate::extract) fn plain(text: &str, x0: f64, y: f64) -> Self {
        Self {
            text: text.to_owned(),
            x0,
            x1: x0 + 5.0 * super::number(text.chars().count()),
            y,
            size: 10.0,
            style: Style::default(),
            space_before: false,
            space_after: false,
            fenced: false,
            tag: None,
        }
    }
}

/// A line of a column.
#[derive(Debug, Clone)]
pub(in crate::extract) struct Line {
    pub(in crate::extract) spans: Vec<Span>,
    pub(in crate::extract) x0: f64,
    pub(in crate::extract) x1: f64,
    /// Baseline.
    pub(in crate::extract) y: f64,
    /// Size that most characters have.
    pub(in crate::extract) size: f64,
    /// Whether nearly all characters are bold.
    pub(in crate::extract) bold: bool,
    /// Whether nearly all characters are italic.
    pub(in crate::extract) italic: bool,
    /// The text, words apart.
    pub(in crate::extract) text: String,
    /// The float that it stands for, by its place among those of the page.
    pub(super) float: Option<usize>,
}

impl Line {
    /// A line of spans in any order.
    pub(in crate::extract) fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_by(|a, b| place_of(a).total_cmp(&place_of(b)));
        let share = |test: fn(&Style) -> bool| {
            let all: usize = spans.iter().map(|span| span.text.len()).sum();
            let with: usize = spans.iter().filter(|span| test(&span.style)).map(|span| span.text.len()).sum();
            number(with) / number(all.max(1)) > 0.85
        };
        let (y, size) = main_type(&spans);
        Self {
            x0: spans.iter().map(|span| span.x0).fold(f64::INFINITY, f64::min),
            x1: spans.iter().map(|span| span.x1).fold(f64::NEG_INFINITY, f64::max),
            y,
            size,
            bold: share(|style| style.bold),
            italic: share(|style| style.italic),
            text: text_of(&spans),
            spans,
            float: None,
        }
    }

    /// An empty line in the place of a float.
    pub(super) fn float(place: usize, piece: &Piece) -> Self {
        Self { float: Some(place), x0: piece.x0, x1: piece.x1, y: piece.y, size: piece.size, ..Self::new(Vec::new()) }
    }

    /// The text split where gaps are wide enough for a table's columns, each part with its edges.
    pub(in crate::extract) fn cells(&self) -> Vec<(String, f64, f64)> {
        let parted = |pair: &Span, next: &Span| next.fenced || next.x0 - pair.x1 >= 1.05 * self.size;
        let cell = |group: &[Span]| {
            let x0 = group.first().map_or(0.0, |span| span.x0);
            let x1 = group.iter().map(|span| span.x1).fold(x0, f64::max);
            (text_of(group), x0, x1)
        };
        self.spans.chunk_by(|last, next| !parted(last, next)).map(cell).collect()
    }

    /// Whether a span is set higher and smaller than its line.
    pub(in crate::extract) fn is_superscript(&self, span: &Span) -> bool {
        span.y < self.y - 0.12 * self.size && span.size < 0.9 * self.size
    }
}

/// The letters and digits of a text alone, in lower case: titles are said again with other signs and spaces.
pub(in crate::extract) fn folded(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether two sizes of type are the same to the eye.
pub(super) fn is_as_large(a: f64, b: f64) -> bool {
    (a - b).abs() <= 0.05 * a.max(b)
}

/// Whether a word of one of two lines is as large as most of the other: names in typewriter type are set smaller.
pub(super) fn shares_size(before: &Line, line: &Line) -> bool {
    let worded = |span: &&Span| span.text.chars().filter(|char| char.is_alphabetic()).count() > 2;
    let has = |line: &Line, size: f64| line.spans.iter().filter(worded).any(|span| is_as_large(span.size, size));
    let mixed = |line: &Line| line.spans.iter().any(|span| span.style.is_mono());
    mixed(line) && has(line, before.size) || mixed(before) && has(before, line.size)
}

/// Room behind a bullet, in parts of the type size.
const BEHIND_BULLET: f64 = 0.4;

/// Whether a line begins with a bullet that its characters do not tell: one that has no meaning in its font, or an "o"
/// of typewriter type before other type.
pub(super) fn opens_with_bullet(line: &Line) -> bool {
    let [bullet, next, ..] = line.spans.as_slice() else { return false };
    let drawn = match bullet.text.trim() {
        "\u{fffd}" => true,
        "o" => bullet.style.is_mono() && !next.style.is_mono(),
        _ => false,
    };
    drawn && next.x0 - bullet.x1 > BEHIND_BULLET * line.size
}

/// Where a span stands in its line; a vowel point comes before the letter that it is set on, as seen from the left.
fn place_of(span: &Span) -> f64 {
    let mark = span.text.chars().next().is_some_and(bidi::is_rtl_mark);
    if mark { span.x0 - 0.05 * span.size } else { span.x0 }
}

/// Baseline and size that most characters of a line have.
fn main_type(spans: &[Span]) -> (f64, f64) {
    let mut types: Vec<(f64, f64, usize)> = Vec::new();
    for span in spans {
        let count = span.text.len();
        match types.iter_mut().find(|(y, size, _)| (y - span.y).abs() < 0.5 && (size - span.size).abs() < 0.3) {
            Some(found) => found.2 += count,
            None => types.push((span.y, span.size, count)),
        }
    }
    let most = types.into_iter().max_by(|a, b| a.2.cmp(&b.2).then(a.1.total_cmp(&b.1)));
    most.map_or((0.0, 0.0), |(y, size, _)| (y, size))
}

/// The text of spans in order, marks of notes set apart from words.
pub(in crate::extract) fn text_of(spans: &[Span]) -> String {
    let mut text = String::with_capacity(spans.iter().map(|span| span.text.len() + 1).sum());
    let mut last: Option<&Span> = None;
    let mut base: Option<&Span> = None;
    for (place, span) in spans.iter().enumerate() {
        let raised = base.is_some_and(|base| marks::is_raised(base, span));
        let gap = last.is_some_and(|last| is_word_gap(last, span));
        let in_mark = last.zip(base).is_some_and(|(last, base)| marks::is_raised(base, last));
        let mark = if raised && !in_mark { marks::mark_behind(&text, &span.text, gap) } else { None };
        match mark {
            Some(mark) => text.push_str(&mark),
            None if place == 0 && leads_note(spans) => {
                let gap = spans.get(1).is_some_and(|body| is_word_gap(span, body));
                text.push_str(&marks::mark_before(&span.text, gap));
            }
            None => {
                let behind = text.chars().next_back().is_some_and(marks::is_superscript);
                let parted = gap && !(place == 1 && leads_note(spans))
                    || in_mark && !raised && behind && opens_word(span)
                    || last.is_some_and(|last| is_stacked(last, span));
                if parted && !text.ends_with(' ') && !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(&span.text);
            }
        }
        if !raised {
            base = Some(span);
        }
        last = Some(span);
    }
    let text = if text.contains(WIDE_SPACE) { text.replace(WIDE_SPACE, " ") } else { text };
    bidi::logical(if text.contains(['‘', 'Œ', 'Æ']) { mended(&text) } else { text })
}

/// A text without two faults of old fonts: an opening quotation mark for an apostrophe between two letters (`l‘eau`), and
/// a capital ligature within a word of small letters (`cŒur`).
fn mended(text: &str) -> String {
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(char) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let within_small = before.is_lowercase() && next.is_lowercase();
        out.push(match char {
            '‘' if before.is_alphabetic() && next.is_alphabetic() => '’',
            'Œ' if within_small => 'œ',
            'Æ' if within_small => 'æ',
            other => other,
        });
        before = char;
    }
    out
}

/// Whether two spans stand one above the other, as an exponent and an index do.
fn is_stacked(last: &Span, span: &Span) -> bool {
    let shared = last.x1.min(span.x1) - last.x0.max(span.x0);
    let narrow = (last.x1 - last.x0).min(span.x1 - span.x0);
    shared > 0.6 * narrow && narrow > 0.0 && (last.y - span.y).abs() > 0.5 * last.size.max(span.size)
}

/// Whether the first span is the raised number that a note starts with.
pub(super) fn leads_note(spans: &[Span]) -> bool {
    match spans {
        [mark, body, ..] => marks::is_raised(body, mark) && marks::is_mark(mark.text.trim()) && opens_word(body),
        _ => false,
    }
}

fn opens_word(span: &Span) -> bool {
    span.text.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn apostrophes_and_ligatures_of_old_fonts_are_put_right_within_words_only() {
        assert_eq!(mended("l‘eau au cŒur des ‘nŒuds’ de l‘Œuvre"), "l’eau au cœur des ‘nœuds’ de l’Œuvre");
        assert_eq!(mended("Œuvray dit ‘oui’, ŒUVRE, PHŒNIX"), "Œuvray dit ‘oui’, ŒUVRE, PHŒNIX");
    }
}
