//! Rows of tables: consecutive lines whose cells line up.

use super::line::Line;

/// Rows that make a table.
const LEAST_ROWS: usize = 3;

/// For each line whether it is a row of a table.
pub(super) fn rows(lines: &[Line]) -> Vec<bool> {
    let cells: Vec<Vec<(String, f64, f64)>> = lines.iter().map(cells).collect();
    let mut marks = vec![false; lines.len()];
    let mut start = 0;
    while start < lines.len() {
        let mut end = start + 1;
        while end < lines.len() && follows(lines, &cells, end) {
            end += 1;
        }
        if end - start >= LEAST_ROWS && cells.get(start).is_some_and(|first| first.len() >= 2) {
            marks.iter_mut().take(end).skip(start).for_each(|mark| *mark = true);
        }
        start = end;
    }
    marks
}

/// The cells of a line; the mark of a list's item or of a reference is none.
fn cells(line: &Line) -> Vec<(String, f64, f64)> {
    let mut cells = line.cells();
    if cells.len() > 1 && cells.first().is_some_and(|(text, ..)| is_mark(text)) {
        cells.remove(0);
    }
    cells
}

/// Whether a cell holds nothing but a bullet, a number with a point or a label in brackets.
fn is_mark(text: &str) -> bool {
    let text = text.trim();
    let inner = text.trim_matches(['(', ')', '[', ']', '.']);
    match inner.len() {
        0 => false,
        _ if text.chars().count() == 1 && !text.starts_with(char::is_alphanumeric) => true,
        1..=3 => inner.len() < text.len() && inner.chars().all(char::is_alphanumeric),
        _ => false,
    }
}

/// Whether the line at `place` is a row below the row before it.
fn follows(lines: &[Line], cells: &[Vec<(String, f64, f64)>], place: usize) -> bool {
    let above = place.checked_sub(1).and_then(|above| Some((lines.get(above)?, cells.get(above)?)));
    let (Some((above, above_cells)), Some(line), Some(own)) = (above, lines.get(place), cells.get(place)) else {
        return false;
    };
    let near = line.y - above.y < 3.2 * line.size;
    let aligned = own.iter().filter(|cell| above_cells.iter().any(|other| lines_up(cell, other))).count();
    near && own.len() >= 2 && above_cells.len() >= 2 && aligned >= 2.min(own.len())
}

/// Whether two cells share their left edge, right edge or middle.
fn lines_up(a: &(String, f64, f64), b: &(String, f64, f64)) -> bool {
    let near = |x: f64, y: f64| (x - y).abs() < 3.0;
    near(a.1, b.1) || near(a.2, b.2) || near(f64::midpoint(a.1, a.2), f64::midpoint(b.1, b.2))
}
