//! Displayed formulas: which lines of a column are theirs.

use super::limits::{has_word, is_variable};
use super::line::{Line, Span};
use super::number;
use crate::domain::extraction::BlockKind;

/// Longest text in characters of a part of a formula that stands on a line of its own.
const LONGEST_PART: usize = 40;
/// Words of four letters or more that a formula may have: names of functions.
const MOST_WORDS: usize = 2;
/// The same beside the number of a formula, where words name what is counted.
const MOST_NAMES: usize = 10;
/// Room above and below a formula as wide as its column, in parts of the leading.
const ROOM: f64 = 1.25;

/// Names of operators and functions that are as long as words.
const OPERATORS: [&str; 14] = [
    "minimize",
    "maximize",
    "minimise",
    "maximise",
    "argmin",
    "argmax",
    "softmax",
    "sigmoid",
    "diag",
    "rank",
    "sign",
    "tanh",
    "otherwise",
    "sinon",
];
/// Signs that a formula as wide as its column has.
pub(super) const RELATIONS: [char; 14] = ['=', '≤', '≥', '<', '>', '≈', '∼', '∝', '→', '∈', '≡', '∑', '∏', '∫'];

/// Whether a line is set as a displayed formula in a column that begins at `left`: indented, mostly symbols, hardly a
/// word.
pub(super) fn is_display(line: &Line, left: f64) -> bool {
    line.x0 > left + 1.2 * line.size && is_symbolic(line) && words(line) <= MOST_WORDS
}

/// The words of a line, each in one type: letters of several types are variables with their indices.
pub(super) fn words(line: &Line) -> usize {
    let runs =
        line.spans.iter().flat_map(|span| span.text.split(|char: char| !char.is_alphabetic() || is_variable(char)));
    runs.filter(|run| has_word(run) && !OPERATORS.contains(run)).count()
}

/// Whether many characters of a line are those of formulas.
pub(super) fn is_symbolic(line: &Line) -> bool {
    let all = line.text.chars().filter(|char| !char.is_whitespace()).count();
    let math = |span: &Span| span.text.chars().filter(|char| span.style.is_math() || is_variable(*char)).count();
    let math: usize = line.spans.iter().map(math).sum();
    let signs = line.text.chars().filter(|char| is_sign(*char)).count();
    let symbolic = number(math) > 0.3 * number(all)
        || signs >= 1 && number(signs) > 0.05 * number(all)
        || signs >= 2 && number(signs) > 0.04 * number(all);
    symbolic && all > 2
}

/// Whether a character is one of formulas.
fn is_sign(char: char) -> bool {
    "=+−∑∏∫≤≥≠∈∉×·⋅∂∇√∞→⇒↦⟨⟩∝≈∼≃≡~^_|∥{}∪∩⊂⊆∀∃∧∨⊗⊕".contains(char)
}

/// Finds the lines of formulas that their own look does not tell, among lines whose kinds are told so far: formulas
/// as wide as the column, with room around them, and numbers, limits, numerators and denominators beside a formula.
pub(super) fn extend(lines: &[Line], kinds: &mut [BlockKind], leading: f64) {
    for place in 0..lines.len() {
        if kinds.get(place) == Some(&BlockKind::Paragraph) && stands_alone(lines, kinds, place, leading) {
            set(kinds, place);
        }
    }
    // Parts stand above and below their formula, some behind another part.
    for place in (0..lines.len()).chain((0..lines.len()).rev()) {
        let plain = matches!(kinds.get(place), Some(BlockKind::Paragraph | BlockKind::ListItem));
        if plain && lines.get(place).is_some_and(is_part) && belongs(lines, kinds, place) {
            set(kinds, place);
        }
    }
}

fn set(kinds: &mut [BlockKind], place: usize) {
    if let Some(kind) = kinds.get_mut(place) {
        *kind = BlockKind::Formula;
    }
}

/// Whether a line is nothing but a formula, or ends with the number of one, with room above and below all such lines
/// around it.
fn stands_alone(lines: &[Line], kinds: &[BlockKind], place: usize, leading: f64) -> bool {
    let Some(line) = lines.get(place).filter(|line| is_bare(line) || is_numbered(line)) else { return false };
    let mut neighbours = 0;
    let mut far = |run: &mut dyn Iterator<Item = usize>| {
        let mut last = line;
        for at in run {
            let Some(other) = lines.get(at) else { return true };
            neighbours += 1;
            if kinds.get(at) == Some(&BlockKind::Formula) || (other.y - last.y).abs() > ROOM * leading {
                return true;
            }
            let part = is_part(other) && other.x0 > line.x0 + line.size;
            if !part && !is_bare(other) && !is_numbered(other) {
                return false;
            }
            last = other;
        }
        true
    };
    let room = far(&mut (0..place).rev()) && far(&mut (place + 1..lines.len()));
    room && neighbours > 0
}

/// Whether a line holds a relation and no word, and is not made of the marks that fonts give which tell their letters
/// wrongly.
fn is_bare(line: &Line) -> bool {
    line.float.is_none()
        && line.spans.iter().any(|span| span.style.is_math())
        && line.text.contains(RELATIONS)
        && is_symbolic(line)
        && words(line) == 0
        && line.text.chars().filter(|char| "!\"#$%&@?;".contains(*char)).count() * 12 < line.text.chars().count()
}

/// Whether a line holds a relation, and the number of a formula far to the right.
fn is_numbered(line: &Line) -> bool {
    let cells = line.cells();
    let [.., (before, ..), (number, ..)] = cells.as_slice() else { return false };
    line.float.is_none()
        && is_number(number)
        && line.text.contains(RELATIONS)
        && !before.trim_end().ends_with([':', ';'])
        && words(line) <= MOST_NAMES
}

/// Whether a line may be a part of a formula: few characters, no word.
pub(super) fn is_part(line: &Line) -> bool {
    line.float.is_none()
        && !line.bold
        && line.text.chars().count() <= LONGEST_PART
        && words(line) == 0
        && !line.text.trim_start().starts_with(['•', '–', '—'])
}

/// Whether a formula stands right above or below a line, or beside it.
fn belongs(lines: &[Line], kinds: &[BlockKind], place: usize) -> bool {
    let Some(line) = lines.get(place) else { return false };
    let beside = [place.checked_sub(1), place.checked_add(1)].into_iter().flatten();
    beside.filter(|near| kinds.get(*near) == Some(&BlockKind::Formula)).filter_map(|near| lines.get(near)).any(|near| {
        let size = near.size.max(line.size);
        let apart = (near.y - line.y).abs();
        let within = line.x0 > near.x0 - 2.0 * size && line.x1 < near.x1 + 2.0 * size;
        within && apart < 1.15 * size || is_number(&line.text) && apart < 1.6 * size && line.x0 > near.x0
    })
}

/// Whether a text is the number of a formula.
pub(super) fn is_number(text: &str) -> bool {
    let inner = text.trim().strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    inner.is_some_and(|inner| {
        inner.len() <= 6
            && inner.starts_with(|char: char| char.is_ascii_alphanumeric())
            && inner.contains(|char: char| char.is_ascii_digit())
            && inner.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '\''))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::layout::line::Span;
    use crate::extract::pdf::{MadeFor, Style};

    fn line(text: &str, x0: f64, y: f64, math: bool) -> Line {
        let made_for = if math { MadeFor::Formulas } else { MadeFor::Text };
        Line::new(vec![Span { style: Style { made_for, ..Style::default() }, ..Span::plain(text, x0, y) }])
    }

    fn told(lines: &[Line]) -> Vec<bool> {
        let display = |line: &Line| is_display(line, 0.0);
        let kind = |line: &Line| if display(line) { BlockKind::Formula } else { BlockKind::Paragraph };
        let mut kinds: Vec<BlockKind> = lines.iter().map(kind).collect();
        extend(lines, &mut kinds, 12.0);
        kinds.into_iter().map(|kind| kind == BlockKind::Formula).collect()
    }

    const TEXT: &str = "The depth of the snow follows from its weight";

    #[test]
    fn numbers_and_denominators_belong_to_the_formula_beside_them() {
        let lines = [
            line(TEXT, 0.0, 0.0, false),
            line("x = a + b", 40.0, 20.0, true),
            line("c + d", 55.0, 29.0, true),
            line("(4)", 200.0, 30.0, false),
            line(TEXT, 0.0, 50.0, false),
        ];
        assert_eq!(told(&lines), [false, true, true, true, false]);
    }

    #[test]
    fn a_formula_as_wide_as_its_column_has_room_around_it() {
        let apart = |room: f64| {
            [line(TEXT, 0.0, 0.0, false), line("x = a + b", 0.0, room, true), line(TEXT, 0.0, 2.0 * room, false)]
        };
        assert_eq!(told(&apart(20.0)), [false, true, false]);
        assert_eq!(told(&apart(12.0)), [false, false, false]);
    }

    #[test]
    fn short_lines_of_text_are_no_parts_of_formulas() {
        let lines = [line("x = a + b", 40.0, 0.0, true), line("Here is c", 0.0, 20.0, false)];
        assert_eq!(told(&lines), [true, false]);
    }

    #[test]
    fn formulas_as_wide_as_their_column_may_follow_each_other() {
        let lines = [
            line(TEXT, 0.0, 0.0, false),
            line("x = a + b", 0.0, 20.0, true),
            line("y = c + d", 0.0, 32.0, true),
            line(TEXT, 0.0, 52.0, false),
        ];
        assert_eq!(told(&lines), [false, true, true, false]);
    }

    #[test]
    fn a_number_far_to_the_right_tells_a_formula_of_words() {
        let numbered = |y: f64| {
            let words = line("depth = snow that fell / days", 0.0, y, false).spans;
            Line::new([words, line("(2)", 300.0, y, false).spans].concat())
        };
        let apart = |room: f64| [line(TEXT, 0.0, 0.0, false), numbered(room), line(TEXT, 0.0, 2.0 * room, false)];
        assert_eq!(told(&apart(20.0)), [false, true, false]);
        assert_eq!(told(&apart(12.0)), [false, false, false]);
    }
}
