//! Rows of tables: consecutive lines whose cells line up.

use super::join::{self, Words};
use super::line::Line;

/// Rows that make a table.
const LEAST_ROWS: usize = 3;
/// Rules from which on each row of a table has its own.
const LEAST_RULES: usize = 4;

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

/// The rows of a table, all with the cells of its columns; cells of several lines are one where rules part the rows.
pub(in crate::extract) fn grid(lines: &[Line], rules: &[f64], words: &Words) -> Vec<Vec<String>> {
    let cells: Vec<Vec<(String, f64, f64)>> = lines.iter().map(Line::cells).collect();
    let columns = columns(&cells);
    let parted = rules.len() >= LEAST_RULES;
    let band = |line: &Line| rules.iter().filter(|rule| **rule < line.y).count();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut last_band = None;
    for (line, own) in lines.iter().zip(cells) {
        let mut row = vec![String::new(); columns.len().max(1)];
        for (text, x0, x1) in own {
            let place = column_of(&columns, x0, x1);
            if let Some(cell) = row.get_mut(place) {
                join::append(cell, text.trim(), words);
            }
        }
        let same_band = parted && last_band == Some(band(line));
        last_band = Some(band(line));
        let hangs = row.first().is_some_and(String::is_empty);
        match rows.last_mut() {
            Some(above) if same_band && hangs => {
                above.iter_mut().zip(&row).for_each(|(cell, more)| join::append(cell, more, words));
            }
            _ => rows.push(row),
        }
    }
    rows
}

/// The edges of the columns: those of the rows with the most usual number of cells above one.
fn columns(cells: &[Vec<(String, f64, f64)>]) -> Vec<(f64, f64)> {
    let mut counts: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for row in cells.iter().filter(|row| row.len() > 1) {
        *counts.entry(row.len()).or_default() += 1;
    }
    let Some((usual, _)) = counts.into_iter().max_by_key(|(cells, rows)| (*rows, *cells)) else { return Vec::new() };
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for row in cells.iter().filter(|row| row.len() == usual) {
        if columns.is_empty() {
            columns = row.iter().map(|(_, x0, x1)| (*x0, *x1)).collect();
        }
        for (column, (_, x0, x1)) in columns.iter_mut().zip(row) {
            *column = (column.0.min(*x0), column.1.max(*x1));
        }
    }
    columns
}

/// The column that a cell shares most with, else the nearest.
fn column_of(columns: &[(f64, f64)], x0: f64, x1: f64) -> usize {
    let shared = |column: &(f64, f64)| column.1.min(x1) - column.0.max(x0);
    let best = columns.iter().enumerate().max_by(|a, b| shared(a.1).total_cmp(&shared(b.1)));
    best.map_or(0, |(place, _)| place)
}

/// Whether two cells share their left edge, right edge or middle.
fn lines_up(a: &(String, f64, f64), b: &(String, f64, f64)) -> bool {
    let near = |x: f64, y: f64| (x - y).abs() < 3.0;
    near(a.1, b.1) || near(a.2, b.2) || near(f64::midpoint(a.1, a.2), f64::midpoint(b.1, b.2))
}
