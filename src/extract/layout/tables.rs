//! Rows of tables: consecutive lines whose cells line up.

use std::borrow::Cow;
use std::ops::Range;

use super::line::{Line, Span};
use super::number;

/// Rows that make a table.
const LEAST_ROWS: usize = 3;
/// Distance, in parts of the type size, of a name between two rows from each.
const HALF_ROW: f64 = 0.75;
/// Cells of rows that have such names.
const LEAST_CELLS: usize = 3;
/// How far, in points, a heading over two columns may stand from their middle.
const CENTRED: f64 = 3.0;
/// How much further apart than the rest two lines of one paragraph may be.
const EVEN_STEP: f64 = 1.1;

/// For each line whether it is a row of a table.
pub(super) fn rows(lines: &[Line]) -> Vec<bool> {
    let cells: Vec<Vec<(String, f64, f64)>> = lines.iter().map(cells).collect();
    let mut marks = vec![false; lines.len()];
    let mut start = 0;
    while start < lines.len() {
        let mut end = start + 1;
        while end < lines.len() {
            if follows(lines, &cells, end - 1, end) {
                end += 1;
            } else if is_between(lines, &cells, end) {
                end += 2;
            } else {
                break;
            }
        }
        let tabular = end - start >= LEAST_ROWS && cells.get(start).is_some_and(|first| first.len() >= 2);
        if tabular && !is_text(lines, &cells, start..end) {
            marks.iter_mut().take(end).skip(start).for_each(|mark| *mark = true);
        }
        start = end;
    }
    marks
}

/// Whether lines with wide spaces stand within a justified paragraph: they are as wide as the lines above and below them,
/// which follow at the same distance.
fn is_text(lines: &[Line], cells: &[Vec<(String, f64, f64)>], run: Range<usize>) -> bool {
    let Some([first, .., last]) = lines.get(run.clone()) else { return false };
    let rows = lines.get(run.clone()).unwrap_or_default();
    let left = rows.iter().map(|line| line.x0).fold(f64::INFINITY, f64::min);
    let right = rows.iter().map(|line| line.x1).fold(f64::NEG_INFINITY, f64::max);
    let em = first.size;
    let wide = |line: &Line| line.x1 > right - em;
    let step = EVEN_STEP * (last.y - first.y) / number(rows.len() - 1);
    let follows = |at: Option<usize>, beside: &Line| {
        let line = at.and_then(|at| Some((lines.get(at)?, cells.get(at)?)));
        line.filter(|(line, cells)| {
            line.float.is_none()
                && cells.len() == 1
                && (line.size - em).abs() < 0.05 * em
                && (line.y - beside.y).abs() < step
                && line.x0 < left + 2.5 * em
                && line.x0 > left - em
        })
    };
    let above = follows(run.start.checked_sub(1), first);
    rows.iter().all(wide) && above.is_some_and(|(above, _)| wide(above)) && follows(Some(run.end), last).is_some()
}

/// The cells of a line; the mark of a list's item or of a reference is none.
pub(super) fn cells(line: &Line) -> Vec<(String, f64, f64)> {
    let mut cells = line.cells();
    if cells.len() > 1 && cells.first().is_some_and(|(text, ..)| is_mark(text)) {
        cells.remove(0);
    }
    cells
}

/// Whether a cell holds nothing but a bullet, a number with a point or a label in brackets.
fn is_mark(text: &str) -> bool {
    let text = text.trim();
    let inner = text.trim_matches(['(', ')', '[', ']', '.', ':']);
    match inner.len() {
        0 => false,
        _ if text.chars().count() == 1 && !text.starts_with(char::is_alphanumeric) => true,
        1..=3 => inner.len() < text.len() && inner.chars().all(char::is_alphanumeric),
        _ => false,
    }
}

/// Whether the line at `place` is a row below the row at `above`.
fn follows(lines: &[Line], cells: &[Vec<(String, f64, f64)>], above: usize, place: usize) -> bool {
    let above = lines.get(above).zip(cells.get(above));
    let (Some((above, above_cells)), Some(line), Some(own)) = (above, lines.get(place), cells.get(place)) else {
        return false;
    };
    let near = line.y - above.y < 3.2 * line.size;
    let aligned = own.iter().filter(|cell| above_cells.iter().any(|other| lines_up(cell, other))).count();
    let rows = own.len() >= 2 && above_cells.len() >= 2;
    near && rows && (aligned >= 2.min(own.len()) || heads_pairs(above_cells, own))
}

/// Whether the line at `place` names two rows, between which it stands: it overlaps the one above, and the next line is a
/// row below that.
fn is_between(lines: &[Line], cells: &[Vec<(String, f64, f64)>], place: usize) -> bool {
    let at = |at: Option<usize>| at.and_then(|at| Some((lines.get(at)?, cells.get(at)?)));
    let (Some((above, row)), Some((line, own)), Some((below, _))) =
        (at(place.checked_sub(1)), at(Some(place)), at(place.checked_add(1)))
    else {
        return false;
    };
    let beside = line.y - above.y < HALF_ROW * line.size && below.y - line.y < HALF_ROW * line.size;
    let left = own.first().zip(row.first()).is_some_and(|(label, first)| label.2 < first.1);
    beside && own.len() == 1 && left && row.len() >= LEAST_CELLS && follows(lines, cells, place - 1, place + 1)
}

/// The lines of a table, the names between two rows put on the upper one.
pub(super) fn level_names(lines: &[Line]) -> Cow<'_, [Line]> {
    let cells: Vec<Vec<(String, f64, f64)>> = lines.iter().map(cells).collect();
    let names: Vec<bool> = (0..lines.len()).map(|place| is_between(lines, &cells, place)).collect();
    // A single one stands beside a heading of two lines.
    if names.iter().filter(|name| **name).count() < 2 {
        return Cow::Borrowed(lines);
    }
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    for (line, name) in lines.iter().zip(names) {
        match out.last_mut() {
            Some(row) if name => {
                let raised = line.y - row.y;
                let spans = line.spans.iter().map(|span| Span { y: span.y - raised, ..span.clone() });
                *row = Line::new(spans.chain(row.spans.iter().cloned()).collect());
            }
            _ => out.push(line.clone()),
        }
    }
    Cow::Owned(out)
}

/// Whether each cell of a line stands over the middle of two cells of the next one, and all of these have one.
fn heads_pairs(above: &[(String, f64, f64)], own: &[(String, f64, f64)]) -> bool {
    let pairs = |own: &[(String, f64, f64)]| {
        own.chunks(2).zip(above).all(|(pair, head)| match pair {
            [first, second] => (f64::midpoint(first.1, second.2) - f64::midpoint(head.1, head.2)).abs() < CENTRED,
            _ => false,
        })
    };
    // The first column may have a heading of its own.
    let rest = own.get(1..).unwrap_or_default();
    own.len() == 2 * above.len() && pairs(own) || rest.len() == 2 * above.len() && pairs(rest)
}

/// Whether two cells share their left edge, right edge or middle.
fn lines_up(a: &(String, f64, f64), b: &(String, f64, f64)) -> bool {
    let near = |x: f64, y: f64| (x - y).abs() < 3.0;
    near(a.1, b.1) || near(a.2, b.2) || near(f64::midpoint(a.1, a.2), f64::midpoint(b.1, b.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(y: f64, parts: &[(&str, f64)]) -> Line {
        let span = |(text, x0): &(&str, f64)| Span { space_before: true, ..Span::plain(text, *x0, y) };
        Line::new(parts.iter().map(span).collect())
    }

    /// Three lines with wide spaces between lines of text that are so far above and below.
    fn between(room: f64) -> Vec<bool> {
        let text = |y: f64| line(y, &[("words that fill a line of this column well enough to be text", 72.0)]);
        let wide = |y: f64| {
            line(y, &[("Long names of", 72.0), ("fish such as", 149.0), ("those of the lakes around here", 222.0)])
        };
        rows(&[text(0.0), wide(room), wide(room + 12.0), wide(room + 24.0), text(2.0 * room + 24.0)])
    }

    #[test]
    fn names_between_rows_and_headings_over_pairs_belong_to_the_table() {
        let row = |y: f64, texts: [&str; 3]| line(y, &[(texts[0], 120.0), (texts[1], 180.0), (texts[2], 240.0)]);
        let name = |y: f64| line(y, &[("Thickness", 30.0)]);
        let lines = [
            row(0.0, ["low", "0.64", "0.75"]),
            row(12.0, ["high", "0.01", "0.02"]),
            name(18.0),
            row(24.0, ["low", "0.65", "0.76"]),
            name(30.0),
            row(36.0, ["high", "0.02", "0.03"]),
        ];
        assert_eq!(rows(&lines), [true; 6]);
        let level: Vec<String> = level_names(&lines).iter().map(|line| line.text.clone()).collect();
        assert_eq!(level.len(), 4);
        assert!(level[1].starts_with("Thickness") && level[1].ends_with("0.02"), "{level:?}");
        let apart = [row(0.0, ["low", "0.64", "0.75"]), name(12.0), row(24.0, ["low", "0.65", "0.76"])];
        assert_eq!(rows(&apart), [false; 3]);
        let cell = |x0: f64| (String::new(), x0, x0 + 20.0);
        let head = |x: f64| (String::new(), x - 10.0, x + 10.0);
        let below = [cell(100.0), cell(140.0), cell(200.0), cell(240.0)];
        assert!(heads_pairs(&[head(130.0), head(230.0)], &below) && !heads_pairs(&[head(110.0), head(230.0)], &below));
    }

    #[test]
    fn a_justified_line_with_wide_spaces_is_no_row_of_a_table() {
        assert_eq!(between(12.0), [false; 5]);
        assert_eq!(between(24.0), [false, true, true, true, false]);
    }
}
