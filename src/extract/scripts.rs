//! Exponents and indices: which parts of a block's text are set higher or lower than their line.
//!
//! The text itself stays as it is, so that `CO2` is found as everybody types it; readers see it as it is printed.

use super::layout::{Chunk, Line, Span, raise};
use crate::domain::extraction::{Block, BlockKind, Script};

/// Largest size of such a part, as a share of the line's.
const MOST_SIZE: f64 = 0.88;
/// Least distance from the baseline, as a share of the line's size: small capitals stand on it.
const LEAST_RISE: f64 = 0.1;
/// Most distance: what stands further away belongs to another line.
const MOST_RISE: f64 = 0.9;
/// Characters of the text that may stand between two of the lines: hyphens that were undone, spaces, marks.
const MOST_BETWEEN: usize = 4;
/// Share of a text above which nothing is raised or lowered: its lines are of two sizes, and no formula.
const MOST_SHARE: usize = 2;

/// Whether a kind of block is running text, whose type is told.
pub(super) fn is_running(kind: BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::Paragraph
            | BlockKind::Abstract
            | BlockKind::ListItem
            | BlockKind::Caption
            | BlockKind::Footnote
            | BlockKind::Reference
    )
}

/// The parts of a block that are set higher or lower, in order.
pub(super) fn of(chunk: &Chunk, block: &Block) -> Vec<Script> {
    let told = is_running(block.kind) || matches!(block.kind, BlockKind::Heading(_));
    if !told || !chunk.lines.iter().any(has_scripts) {
        return Vec::new();
    }
    place(&chunk.lines, &block.text)
}

/// How far a part stands above (1) or below (-1) the line.
type Rise = i8;

fn has_scripts(line: &Line) -> bool {
    line.spans.iter().any(|span| rise(line, span) != 0)
}

/// How a part of a line stands.
fn rise(line: &Line, span: &Span) -> Rise {
    let away = (line.y - span.y) / line.size.max(0.1);
    let small = span.size < MOST_SIZE * line.size;
    match away {
        away if !small || !(LEAST_RISE..MOST_RISE).contains(&away.abs()) => 0,
        away if away > 0.0 => 1,
        _ => -1,
    }
}

/// Finds the characters of the lines one after the other in the text that was made of them: where each begins and ends in
/// it, in bytes, and what was told of its part of a line.
pub(super) fn placed<T: Copy>(
    lines: &[Line],
    text: &str,
    tell: impl Fn(&Line, &Span) -> T,
) -> impl Iterator<Item = (usize, usize, T)> {
    let spans = lines.iter().flat_map(|line| line.spans.iter().map(move |span| (line, span)));
    let signs = spans.flat_map(move |(line, span)| {
        let told = tell(line, span);
        span.text.chars().map(move |sign| (sign, told))
    });
    found_in(signs, text)
}

/// Finds characters one after the other in the text that was made of them.
pub(super) fn found_in<T>(
    signs: impl Iterator<Item = (char, T)>,
    text: &str,
) -> impl Iterator<Item = (usize, usize, T)> {
    let mut rest = text.char_indices();
    signs.filter(|(sign, _)| !sign.is_whitespace()).filter_map(move |(sign, told)| {
        // Marks are written as raised characters: they are their own script.
        let mark = raise(sign);
        let ahead = rest.clone().take(MOST_BETWEEN).position(|(_, other)| other == sign || other == mark)?;
        let (start, found) = rest.nth(ahead)?;
        (found == sign).then_some((start, start + sign.len_utf8(), told))
    })
}

/// Those of the lines that a text was made of, unless too much of it is.
fn place(lines: &[Line], text: &str) -> Vec<Script> {
    settled(all(lines, text), text)
}

/// All parts of lines that are set higher or lower, where they are in the text that was made of them.
pub(super) fn all(lines: &[Line], text: &str) -> Vec<Script> {
    let mut found: Vec<Script> = Vec::new();
    for (start, end, rise) in placed(lines, text, rise).filter(|(.., rise)| *rise != 0) {
        add(&mut found, start, end, rise > 0, text);
    }
    found
}

/// The parts that were found in a text; none where they are most of it.
pub(super) fn settled(mut found: Vec<Script>, text: &str) -> Vec<Script> {
    let raised: usize = found.iter().map(|script| script.end - script.start).sum();
    if raised * MOST_SHARE > text.len() {
        found.clear();
    }
    found
}

/// Adds a character to the part before, when that goes on with it.
fn add(found: &mut Vec<Script>, start: usize, end: usize, raised: bool, text: &str) {
    match found.last_mut() {
        Some(last) if last.raised == raised && text.get(last.end..start).is_some_and(str::is_empty) => last.end = end,
        _ => found.push(Script { start, end, raised }),
    }
}

/// Moves parts of a text whose beginning was taken away, each between two places; of one that reaches into it the rest stays.
pub(super) fn move_up<T>(parts: &mut Vec<T>, taken: usize, ends: fn(&mut T) -> (&mut usize, &mut usize)) {
    parts.retain_mut(|part| {
        let (start, end) = ends(part);
        (*start, *end) = (start.saturating_sub(taken), end.saturating_sub(taken));
        *start < *end
    });
}

/// Moves the parts of a text whose beginning was taken away; those that went with it are left out.
pub(super) fn shift(scripts: &mut Vec<Script>, taken: usize) {
    scripts.retain(|script| script.start >= taken);
    for script in scripts {
        script.start -= taken;
        script.end -= taken;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(spans: &[(&str, f64, f64)]) -> Line {
        let mut x = 0.0;
        let spans = spans.iter().map(|(text, y, size)| {
            let x0 = x;
            x += 10.0;
            Span { x1: x, size: *size, ..Span::plain(text, x0, *y) }
        });
        Line::new(spans.collect())
    }

    fn shown(lines: &[Line], text: &str) -> Vec<(String, bool)> {
        place(lines, text).iter().map(|one| (text[one.start..one.end].to_owned(), one.raised)).collect()
    }

    #[test]
    fn exponents_and_indices_are_found_in_the_joined_text() {
        let lines = [
            line(&[("Le CO", 100.0, 10.0), ("2", 102.0, 7.0), (" monte de 10", 100.0, 10.0), ("-3", 96.0, 7.0)]),
            line(&[("par an et l'eau des ri-", 112.0, 10.0)]),
            line(&[("vières de 5 m", 124.0, 10.0), ("2", 120.0, 7.0)]),
        ];
        let text = "Le CO2 monte de 10-3 par an et l'eau des rivières de 5 m2";
        let wanted = [("2", false), ("-3", true), ("2", true)];
        assert_eq!(shown(&lines, text), wanted.map(|(text, raised)| (text.to_owned(), raised)));
    }

    #[test]
    fn small_capitals_and_lines_of_two_sizes_are_not_raised() {
        assert_eq!(shown(&[line(&[("R", 100.0, 10.0), ("OY ET AL", 100.0, 7.5)])], "ROY ET AL"), []);
        assert_eq!(shown(&[line(&[("a", 100.0, 10.0), ("bcdefgh", 104.0, 7.0)])], "abcdefgh"), []);
    }

    #[test]
    fn a_text_that_is_not_that_of_the_lines_loses_nothing_but_the_parts() {
        let lines = [line(&[("Une longue ligne", 100.0, 10.0), ("2", 96.0, 7.0)])];
        assert_eq!(shown(&lines, "Autre texte"), []);
        assert_eq!(shown(&lines, ""), []);
    }

    #[test]
    fn a_mark_that_is_written_raised_takes_no_letter_of_the_word() {
        let lines = [line(&[("a", 96.0, 7.0), ("Marée et débit en m", 100.0, 10.0), ("2", 96.0, 7.0)])];
        assert_eq!(shown(&lines, "ᵃ\u{202f}Marée et débit en m2"), [("2".to_owned(), true)]);
    }

    #[test]
    fn what_was_taken_from_the_beginning_moves_the_rest() {
        let script = |start, end| Script { start, end, raised: true };
        let mut scripts = vec![script(1, 2), script(8, 9)];
        shift(&mut scripts, 5);
        assert_eq!(scripts, [script(3, 4)]);
    }
}
