//! Displayed formulas made whole: what gaps and columns have parted, and the box that holds all of it.

use super::blocks::Chunk;
use super::formulas::{RELATIONS, is_number, is_part, is_symbolic, words};
use super::limits::{is_function, is_operator, is_variable};
use super::line::{Line, Span};
use super::tables::cells;
use crate::domain::extraction::BlockKind;
use crate::extract::pdf::{Shape, ShapeKind};

/// Lines that a part of a formula has at most.
const MOST_LINES: usize = 8;
/// How far a number may stand beside its formula, in parts of the type size.
const MOST_ASIDE: f64 = 40.0;
/// Distances in parts of the type size up to which parts belong to a formula: above and below it, the same for what
/// stands indented over or under it, and beside it.
const TOUCHING: f64 = 0.6;
const NEAR: f64 = 1.3;
const BESIDE: f64 = 3.0;
/// The same between the halves of a formula that the columns have parted: less than between columns of text.
const PARTED: f64 = 1.6;
/// Most formulas of a page that are compared with each other.
const MOST_FORMULAS: usize = 200;

/// Makes formulas whole that gaps and columns have parted: what is nothing but signs beside a formula belongs to it, rows
/// of signs are no table, and parts that touch are one formula.
pub(super) fn gather(chunks: &mut Vec<Chunk>) {
    for chunk in chunks.iter_mut().filter(|chunk| is_equation(chunk)) {
        chunk.kind = BlockKind::Formula;
    }
    let boxes: Vec<Shape> = chunks.iter().map(|chunk| extent(&chunk.lines)).collect();
    let mut formulas: Vec<usize> =
        (0..).zip(chunks.iter()).filter(|(_, chunk)| chunk.kind == BlockKind::Formula).map(|(at, _)| at).collect();
    if formulas.is_empty() || formulas.len() > MOST_FORMULAS {
        return;
    }
    // Parts stand above and below their formula, some behind another part.
    for at in (0..chunks.len()).chain((0..chunks.len()).rev()) {
        let Some((own, bounds)) = chunks.get(at).zip(boxes.get(at)) else { continue };
        let takes = |near: &usize| {
            let formula = chunks.get(*near).zip(boxes.get(*near));
            formula.is_some_and(|formula| belongs((own, bounds), formula, near.abs_diff(at) == 1))
        };
        if may_be_part(own) && formulas.iter().any(takes) {
            formulas.push(at);
            if let Some(own) = chunks.get_mut(at) {
                own.kind = BlockKind::Formula;
            }
        }
    }
    merge(chunks);
}

/// Puts the parts of each formula into the first of them.
fn merge(chunks: &mut Vec<Chunk>) {
    let mut boxes: Vec<Shape> = chunks.iter().map(|chunk| extent(&chunk.lines)).collect();
    let mut at = 0;
    while at < chunks.len() {
        let own = chunks.get(at).zip(boxes.get(at));
        let first = own.and_then(|own| {
            let earlier = chunks.iter().zip(&boxes).take(at);
            earlier.enumerate().rev().find(|(place, last)| is_one(*last, own, place + 1 == at)).map(|(place, _)| place)
        });
        let Some(first) = first else {
            at += 1;
            continue;
        };
        let (next, bounds) = (chunks.remove(at), boxes.remove(at));
        if let Some((last, whole)) = chunks.get_mut(first).zip(boxes.get_mut(first)) {
            last.lines.extend(next.lines);
            last.lines.sort_by(|a, b| a.y.total_cmp(&b.y));
            last.left = last.left.min(next.left);
            whole.include(&bounds);
        }
        // It has grown to what may touch another one before it.
        at = first;
    }
}

/// Whether a formula goes on with another one, right after it or over what the columns have put between them.
fn is_one((last, whole): (&Chunk, &Shape), (next, own): (&Chunk, &Shape), follows: bool) -> bool {
    let plain = last.tagged.is_none() && next.tagged.is_none() && last.angle == next.angle;
    if last.kind != BlockKind::Formula || next.kind != BlockKind::Formula || !plain {
        return false;
    }
    let (apart, aside) = distances(whole, own);
    let size = last.size().max(next.size());
    let height = (own.y1 - own.y0).min(whole.y1 - whole.y0);
    let over = apart < NEAR * size && aside < 0.0;
    let number = is_number(&next.plain()) && apart < NEAR * size && aside < MOST_ASIDE * size;
    let near = over || number || touches((last, whole), (next, own));
    // Some columns part the halves of a formula, or its number.
    let parted = number || apart < -0.5 * height && aside < PARTED * size;
    follows && near && (!next.opens_column || parted) || aside < 0.0 && apart < 0.0
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

/// Whether a block may be a part of a formula by its text: signs and numbers, or the large brackets of a formula.
fn may_be_part(chunk: &Chunk) -> bool {
    let text = matches!(chunk.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Table);
    let bracketed = chunk.lines.iter().any(|line| has_bracket(&line.text));
    let few = |line: &Line| words(line) <= usize::from(bracketed || is_symbolic(line) && chunk.lines.len() == 1);
    text && chunk.area.is_none()
        && chunk.angle == 0
        && !chunk.lines.is_empty()
        && chunk.lines.len() <= MOST_LINES
        && chunk.lines.iter().all(|line| !line.bold && line.float.is_none() && few(line))
        && (chunk.kind == BlockKind::Table || !chunk.lines.iter().any(|line| is_text(line, chunk.left)))
}

/// Whether a line begins at the edge of its column with a word, or announces what follows.
fn is_text(line: &Line, left: f64) -> bool {
    let first = line.spans.first().filter(|span| !span.style.is_math());
    let word = first.and_then(|span| span.text.split_whitespace().next()).unwrap_or_default();
    let plain = word.chars().count() > 1 && word.chars().all(|char| char.is_alphabetic() && !is_variable(char));
    let named = is_function(word);
    line.x0 < left + 0.5 * line.size && plain && !named || line.text.trim_end().ends_with(':')
}

/// Whether a block belongs to a formula by the place where it stands; `beside` is whether nothing is between them in the
/// order of the text.
fn belongs((own, part): (&Chunk, &Shape), (formula, whole): (&Chunk, &Shape), beside: bool) -> bool {
    let (apart, aside) = distances(part, whole);
    let size = own.size().max(formula.size());
    let signs = own.lines.iter().all(is_part);
    let bracketed = own.lines.iter().any(|line| has_bracket(&line.text));
    // A formula stands within the lines of some texts.
    let height = (part.y1 - part.y0).min(whole.y1 - whole.y0);
    let overlaps = apart < -0.5 * height && aside < BESIDE * size && own.lines.iter().any(is_symbolic);
    let indented = part.x0 > own.left + 1.2 * size && part.x0 > whole.x0 - 2.0 * size;
    let right = own.lines.iter().map(end).fold(f64::NEG_INFINITY, f64::max);
    let over = indented && right < whole.x1 + 2.0 * size && apart < NEAR * size;
    formula.angle == own.angle
        && (beside && (signs || bracketed) && touches((own, part), (formula, whole))
            || (signs || bracketed) && (over || overlaps)
            || overlaps)
}

/// Right edge of a line without the number of its formula.
fn end(line: &Line) -> f64 {
    match cells(line).as_slice() {
        [.., (_, _, end), (last, ..)] if is_number(last) => *end,
        _ if is_number(&line.text) => f64::NEG_INFINITY,
        _ => line.x1,
    }
}

fn has_bracket(text: &str) -> bool {
    text.contains(|char: char| matches!(char, '⎛'..='⎭' | '⎰' | '⎱' | '︷' | '︸'))
}

/// Whether two blocks stand one right above the other, or side by side.
fn touches((a, a_box): (&Chunk, &Shape), (b, b_box): (&Chunk, &Shape)) -> bool {
    let size = a.size().max(b.size());
    let (apart, aside) = distances(a_box, b_box);
    a.angle == b.angle
        && (apart < TOUCHING * size && aside < BESIDE * size || apart < -0.3 * size && aside < MOST_ASIDE * size)
}

/// How far two boxes are apart from top to bottom and from side to side, below zero where they overlap.
fn distances(a: &Shape, b: &Shape) -> (f64, f64) {
    ((a.y0 - b.y1).max(b.y0 - a.y1), (a.x0 - b.x1).max(b.x0 - a.x1))
}

/// The box of the signs of a formula: its limits, exponents and large signs reach out of the boxes of its lines.
pub(in crate::extract) fn extent(lines: &[Line]) -> Shape {
    let mut spans = lines.iter().flat_map(|line| &line.spans).map(bounds);
    let first = spans.next().unwrap_or(Shape { kind: ShapeKind::Drawing, x0: 0.0, y0: 0.0, x1: 0.0, y1: 0.0 });
    spans.fold(first, |mut whole, span| {
        whole.include(&span);
        whole
    })
}

fn bounds(span: &Span) -> Shape {
    let (above, below) = if span.text.contains(is_operator) {
        (0.95, 0.45)
    } else if has_bracket(&span.text) {
        (0.75, 0.9)
    } else {
        (0.75, 0.22)
    };
    let (y0, y1) = (span.y - above * span.size, span.y + below * span.size);
    Shape { kind: ShapeKind::Drawing, x0: span.x0, y0, x1: span.x1, y1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pdf::{MadeFor, Style};

    const TEXT: &str = "The depth of the snow follows from its weight";

    fn line(text: &str, x0: f64, y: f64, math: bool) -> Line {
        let made_for = if math { MadeFor::Formulas } else { MadeFor::Text };
        Line::new(vec![Span { style: Style { made_for, ..Style::default() }, ..Span::plain(text, x0, y) }])
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

    #[test]
    fn a_formula_holds_its_limits_and_a_number_far_below_it() {
        let found = gathered(vec![
            chunk(BlockKind::Paragraph, vec![line(TEXT, 0.0, 0.0, false)]),
            Chunk { left: 0.0, ..chunk(BlockKind::Paragraph, vec![line("n", 52.0, 20.0, true)]) },
            chunk(BlockKind::Formula, vec![line("x = ∑ a + b", 40.0, 40.0, true)]),
            Chunk { left: 0.0, ..chunk(BlockKind::Paragraph, vec![line("(4)", 200.0, 60.0, false)]) },
            Chunk { left: 0.0, ..chunk(BlockKind::Paragraph, vec![line("and so", 0.0, 75.0, false)]) },
        ]);
        let (text, formula) = (BlockKind::Paragraph, BlockKind::Formula);
        assert_eq!(found, [(text, 1), (formula, 3), (text, 1)]);
    }

    #[test]
    fn the_halves_of_a_formula_that_a_gap_parts_are_one() {
        let half = |x0: f64| vec![line("a ∼ b", x0, 0.0, true), line("c ∼ d", x0, 12.0, true)];
        let right = |x0: f64| Chunk { opens_column: true, ..chunk(BlockKind::Formula, half(x0)) };
        assert_eq!(gathered(vec![chunk(BlockKind::Formula, half(0.0)), right(38.0)]).len(), 1);
        assert_eq!(gathered(vec![chunk(BlockKind::Formula, half(0.0)), right(60.0)]).len(), 2);
    }

    #[test]
    fn the_box_of_a_formula_holds_raised_and_large_signs() {
        let raised = Span { size: 7.0, ..Span::plain("2", 60.0, 90.0) };
        let large = Span::plain("∑", 40.0, 100.0);
        let found = extent(&[Line::new(vec![large, raised])]);
        assert_eq!((found.x0, found.x1), (40.0, 65.0));
        assert!(found.y0 < 85.0 && found.y1 > 104.0, "{found:?}");
    }
}
