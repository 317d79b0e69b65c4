//! The columns of a table, by the cells of its lines.

use std::collections::{BTreeMap, BTreeSet};

use super::{CELL_GAP, Cell, NARROW_GAP, SHARED, cells_of, shared};
use crate::extract::layout::line::Line;

/// How far columns may reach into each other, in parts of the type size.
const REACH: f64 = 0.3;
/// Lines whose cells are compared with each other; columns of longer tables are those of their usual rows.
const MOST_LINES: usize = 300;
/// How far the edges of cells that are set flush may lie apart, in parts of the type size.
const FLUSH: f64 = 0.4;
/// Lines from which on a column has two cells at least.
const LEAST_LINES: usize = 4;

/// The cells of the lines, and the edges of the columns from left to right. Narrow gaps part cells where that gives
/// more columns, each with cells that are set flush.
pub(super) fn columns(lines: &[Line]) -> (Vec<Vec<Cell>>, Vec<(f64, f64)>) {
    let size = lines.first().map_or(0.0, |line| line.size);
    let cells = |gap| lines.iter().map(|line| cells_of(line, gap)).collect::<Vec<_>>();
    let wide = cells(CELL_GAP);
    let usual = usual_columns(&wide);
    if lines.len() > MOST_LINES {
        return (wide, usual);
    }
    let mut best = (parted_columns(&wide, size), wide);
    if best.0.len() <= usual.len() {
        best.0 = usual;
    }
    let narrow = cells(NARROW_GAP);
    let columns = parted_columns(&narrow, size);
    if columns.len() > best.0.len() && columns.iter().all(|column| is_flush(&narrow, *column, size)) {
        best = (columns, narrow);
    }
    (best.1, best.0)
}

/// Whether two cells of a column have the same left or right edge.
fn is_flush(rows: &[Vec<Cell>], column: (f64, f64), size: f64) -> bool {
    let within = |cell: &&Cell| shared((cell.x0, cell.x1), column) > SHARED * (cell.x1 - cell.x0);
    let cells: Vec<&Cell> = rows.iter().filter_map(|row| row.iter().find(within)).collect();
    let near = |a: f64, b: f64| (a - b).abs() < FLUSH * size;
    let alike = |a: &Cell, b: &Cell| near(a.x0, b.x0) || near(a.x1, b.x1);
    cells.iter().enumerate().any(|(at, cell)| cells.iter().skip(at + 1).any(|other| alike(cell, other)))
}

/// What cells cover that stand in one column each: those that reach over two cells of another line are headings and say
/// nothing. A column that has no cell beside one of the next columns is a heading between them.
fn parted_columns(rows: &[Vec<Cell>], size: f64) -> Vec<(f64, f64)> {
    let over = |cell: &Cell, other: &Cell| {
        shared((cell.x0, cell.x1), (other.x0, other.x1)) > SHARED * (other.x1 - other.x0).max(1.0)
    };
    let spans = |cell: &Cell| rows.iter().any(|row| row.iter().filter(|other| over(cell, other)).count() > 1);
    let mut single: Vec<(usize, &Cell)> =
        (0..).zip(rows).flat_map(|(at, row)| row.iter().map(move |cell| (at, cell))).collect();
    single.retain(|(_, cell)| !spans(cell));
    single.sort_by(|a, b| a.1.x0.total_cmp(&b.1.x0));
    let mut columns: Vec<Column> = Vec::new();
    for (row, cell) in single {
        match columns.last_mut() {
            Some(column) if cell.x0 < column.x1 - REACH * size => {
                column.x1 = column.x1.max(cell.x1);
                column.rows.insert(row);
            }
            _ => columns.push(Column { x0: cell.x0, x1: cell.x1, rows: BTreeSet::from([row]) }),
        }
    }
    let least = if rows.len() < LEAST_LINES { 1 } else { 2 };
    columns.retain(|column| column.rows.len() >= least);
    while let Some(lone) = lone_column(&columns) {
        columns.remove(lone);
    }
    columns.into_iter().map(|column| (column.x0, column.x1)).collect()
}

/// A column in the making: its edges, and the lines that have a cell in it.
struct Column {
    x0: f64,
    x1: f64,
    rows: BTreeSet<usize>,
}

/// The column with the fewest cells among those that never stand beside the next one on either side.
fn lone_column(columns: &[Column]) -> Option<usize> {
    let beside = |at: Option<usize>, own: &Column| {
        at.and_then(|at| columns.get(at)).is_some_and(|other| !other.rows.is_disjoint(&own.rows))
    };
    let lone = columns
        .iter()
        .enumerate()
        .filter(|(at, own)| columns.len() > 2 && !beside(at.checked_sub(1), own) && !beside(at.checked_add(1), own));
    lone.min_by_key(|(_, own)| own.rows.len()).map(|(at, _)| at)
}

/// The columns of the rows with the most usual number of cells above one.
fn usual_columns(cells: &[Vec<Cell>]) -> Vec<(f64, f64)> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for row in cells.iter().filter(|row| row.len() > 1) {
        *counts.entry(row.len()).or_default() += 1;
    }
    let Some((usual, _)) = counts.into_iter().max_by_key(|(cells, rows)| (*rows, *cells)) else { return Vec::new() };
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for row in cells.iter().filter(|row| row.len() == usual) {
        if columns.is_empty() {
            columns = row.iter().map(|cell| (cell.x0, cell.x1)).collect();
        }
        for (column, cell) in columns.iter_mut().zip(row) {
            *column = (column.0.min(cell.x0), column.1.max(cell.x1));
        }
    }
    columns
}
