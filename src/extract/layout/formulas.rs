//! Displayed formulas: which lines of a column are theirs.

use super::blocks::Chunk;
use super::limits::has_word;
use super::line::Line;
use super::number;
use crate::domain::extraction::BlockKind;

/// Longest text in characters of a part of a formula that stands on a line of its own.
const LONGEST_PART: usize = 40;
/// Words of four letters or more that a formula may have: names of functions.
const MOST_WORDS: usize = 2;
/// Room above and below a formula as wide as its column, in parts of the leading.
const ROOM: f64 = 1.25;

/// Signs that a formula as wide as its column has.
const RELATIONS: [char; 14] = ['=', '≤', '≥', '<', '>', '≈', '∼', '∝', '→', '∈', '≡', '∑', '∏', '∫'];
/// Lines that a part of a formula has at most.
const MOST_LINES: usize = 8;
/// How far a number may stand beside its formula, in parts of the type size.
const MOST_ASIDE: f64 = 40.0;

/// Whether a line is set as a displayed formula in a column that begins at `left`: indented, mostly symbols, hardly a
/// word.
pub(super) fn is_display(line: &Line, left: f64) -> bool {
    line.x0 > left + 1.2 * line.size && is_symbolic(line) && words(line) <= MOST_WORDS
}

/// The words of a line, each in one type: letters of several types are variables with their indices.
fn words(line: &Line) -> usize {
    let runs = line.spans.iter().flat_map(|span| span.text.split(|char: char| !char.is_alphabetic()));
    runs.filter(|run| has_word(run)).count()
}

/// Whether many characters of a line are those of formulas.
fn is_symbolic(line: &Line) -> bool {
    let all = line.text.chars().filter(|char| !char.is_whitespace()).count();
    let math: usize = line.spans.iter().filter(|span| span.style.is_math()).map(|span| span.text.chars().count()).sum();
    let signs = line.text.chars().filter(|char| is_sign(*char)).count();
    let symbolic = number(math) > 0.3 * number(all)
        || signs >= 1 && number(signs) > 0.05 * number(all)
        || signs >= 2 && number(signs) > 0.04 * number(all);
    symbolic && all > 2
}

/// Whether a character is one of formulas.
fn is_sign(char: char) -> bool {
    "=+−∑∫≤≥∈×·∂√∞→⟨⟩∝≈~^_|{}".contains(char)
}

/// Finds the lines of formulas that their own look does not tell, among lines whose kinds are told so far: formulas
/// as wide as the column, with room around them, and numbers, limits, numerators and denominators beside a formula.
pub(super) fn extend(lines: &[Line], kinds: &mut [BlockKind], leading: f64) {
    for place in 0..lines.len() {
        if kinds.get(place) == Some(&BlockKind::Paragraph) && stands_alone(lines, place, leading) {
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

/// Whether a line is nothing but a formula, with room above and below.
fn stands_alone(lines: &[Line], place: usize, leading: f64) -> bool {
    let Some(line) = lines.get(place) else { return false };
    let far = |other: Option<&Line>| other.is_none_or(|other| (line.y - other.y).abs() > ROOM * leading);
    let above = place.checked_sub(1).and_then(|above| lines.get(above));
    let neighbours = above.is_some() || lines.get(place + 1).is_some();
    neighbours
        && far(above)
        && far(lines.get(place + 1))
        && line.spans.iter().any(|span| span.style.is_math())
        && line.text.contains(RELATIONS)
        && is_symbolic(line)
        && words(line) == 0
}

/// Makes formulas whole that gaps and columns have parted: what is nothing but signs beside a formula belongs to it, rows
/// of signs are no table, and parts that touch are one formula.
pub(super) fn gather(chunks: &mut Vec<Chunk>) {
    for chunk in chunks.iter_mut().filter(|chunk| is_equation(chunk)) {
        chunk.kind = BlockKind::Formula;
    }
    for at in (0..chunks.len()).chain((0..chunks.len()).rev()) {
        let beside = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten().filter_map(|near| chunks.get(near));
        let mut formulas = beside.filter(|near| near.kind == BlockKind::Formula).peekable();
        let beside_one = formulas.peek().is_some();
        let own = chunks.get(at).filter(|own| beside_one && is_loose(own));
        let part = own.is_some_and(|own| formulas.any(|near| touches(own, near)));
        if let Some(own) = chunks.get_mut(at).filter(|_| part) {
            own.kind = BlockKind::Formula;
        }
    }
    chunks.dedup_by(|next, last| {
        let one = next.kind == BlockKind::Formula && last.kind == BlockKind::Formula && touches(next, last);
        let plain = next.tagged.is_none() && last.tagged.is_none() && !next.opens_column;
        if one && plain {
            last.lines.append(&mut next.lines);
            last.left = last.left.min(next.left);
        }
        one && plain
    });
}

/// Whether a block is a formula by itself: rows of signs taken for a table, or a line that a tag calls a paragraph.
fn is_equation(chunk: &Chunk) -> bool {
    let lines = &chunk.lines;
    let all = |test: &dyn Fn(&Line) -> bool| !lines.is_empty() && lines.iter().all(test);
    let symbolic = || lines.iter().filter(|line| is_symbolic(line) || has_bracket(&line.text)).count();
    match chunk.kind {
        BlockKind::Table => {
            let words: usize = lines.iter().map(words).sum();
            let bracketed = lines.iter().filter(|line| has_bracket(&line.text)).count() * 2 > lines.len();
            let numbered = lines.iter().filter(|line| line.text.split_whitespace().next_back().is_some_and(is_number));
            let related = all(&|line| line.text.contains(RELATIONS));
            chunk.area.is_none()
                && chunk.tagged.is_none()
                && words * 4 <= lines.len()
                && symbolic() * 5 > lines.len() * 4
                && (bracketed || related && numbered.count() * 2 > lines.len())
        }
        BlockKind::Paragraph => {
            chunk.tagged.is_some()
                && lines.len() <= MOST_LINES
                && symbolic() == lines.len()
                && all(&|line| words(line) == 0 && !line.bold)
                && lines.iter().any(|line| line.text.contains(RELATIONS))
        }
        _ => false,
    }
}

/// Whether a block is nothing but signs and numbers, or the large brackets of a formula.
fn is_loose(chunk: &Chunk) -> bool {
    let text = matches!(chunk.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Table);
    let bracketed = chunk.lines.iter().any(|line| has_bracket(&line.text));
    let part = |line: &Line| is_part(line) || bracketed && words(line) <= 1 && !line.bold;
    text && chunk.area.is_none()
        && chunk.angle == 0
        && !chunk.lines.is_empty()
        && chunk.lines.len() <= MOST_LINES
        && chunk.lines.iter().all(part)
}

fn has_bracket(text: &str) -> bool {
    text.contains(|char: char| matches!(char, '⎛'..='⎭' | '⎰' | '⎱' | '︷' | '︸'))
}

/// Whether two blocks stand one right above the other, or side by side.
fn touches(a: &Chunk, b: &Chunk) -> bool {
    let extent = |chunk: &Chunk| {
        let top = chunk.lines.iter().map(|line| line.y - 0.75 * line.size).fold(f64::INFINITY, f64::min);
        let bottom = chunk.lines.iter().map(|line| line.y + 0.22 * line.size).fold(f64::NEG_INFINITY, f64::max);
        (top, bottom)
    };
    let sides = |chunk: &Chunk| {
        let left = chunk.lines.iter().map(|line| line.x0).fold(f64::INFINITY, f64::min);
        (left, chunk.lines.iter().map(|line| line.x1).fold(f64::NEG_INFINITY, f64::max))
    };
    let ((a_top, a_bottom), (b_top, b_bottom)) = (extent(a), extent(b));
    let ((a_left, a_right), (b_left, b_right)) = (sides(a), sides(b));
    let size = a.size().max(b.size());
    let apart = (a_top - b_bottom).max(b_top - a_bottom);
    let aside = (a_left - b_right).max(b_left - a_right);
    a.angle == b.angle && (apart < 0.6 * size && aside < 3.0 * size || apart < -0.3 * size && aside < MOST_ASIDE * size)
}

/// Whether a line may be a part of a formula: few characters, no word.
fn is_part(line: &Line) -> bool {
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
fn is_number(text: &str) -> bool {
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

    fn chunk(kind: BlockKind, lines: Vec<Line>) -> Chunk {
        Chunk::new(kind, lines, 0)
    }

    fn gathered(mut chunks: Vec<Chunk>) -> Vec<(BlockKind, usize)> {
        gather(&mut chunks);
        chunks.into_iter().map(|chunk| (chunk.kind, chunk.lines.len())).collect()
    }

    #[test]
    fn the_brackets_of_cases_stay_with_their_formula() {
        let found = gathered(vec![
            chunk(BlockKind::Paragraph, vec![line(TEXT, 0.0, 0.0, false)]),
            chunk(BlockKind::Formula, vec![line("⎧ a + b", 40.0, 20.0, true)]),
            chunk(BlockKind::Paragraph, vec![line("x = ⎨ c when d", 20.0, 30.0, true)]),
            chunk(BlockKind::Table, vec![line("⎩ 0 ⎭", 40.0, 40.0, true)]),
            chunk(BlockKind::Paragraph, vec![line("(4)", 200.0, 40.0, false)]),
            chunk(BlockKind::Paragraph, vec![line(TEXT, 0.0, 70.0, false)]),
        ]);
        let (text, formula) = (BlockKind::Paragraph, BlockKind::Formula);
        assert_eq!(found, [(text, 1), (formula, 4), (text, 1)]);
    }

    #[test]
    fn rows_of_relations_with_their_numbers_are_no_table() {
        let row = |y: f64, number: &str| {
            Line::new([line("a ≤ b", 20.0, y, true).spans, line(number, 200.0, y, false).spans].concat())
        };
        let rows = || vec![row(0.0, "(1)"), row(12.0, "(2)"), row(24.0, "(3)")];
        assert_eq!(gathered(vec![chunk(BlockKind::Table, rows())]), [(BlockKind::Formula, 3)]);
        let plain = vec![line("12 14", 20.0, 0.0, false), line("31 7", 20.0, 12.0, false)];
        assert_eq!(gathered(vec![chunk(BlockKind::Table, plain)]), [(BlockKind::Table, 2)]);
    }
}
