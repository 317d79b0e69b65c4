//! The rows and cells of a table: which columns its lines have, and which lines are one row.

mod anchored;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::join::{self, Words};
use super::line::{Line, Span, text_of};
use super::number;
use super::pieces::WIDE_SPACE;

/// Rules from which on each row of a table has its own.
const LEAST_RULES: usize = 4;
/// Gap between cells, in parts of the type size: such as no space within a cell has, and as few have.
const CELL_GAP: f64 = 1.05;
const NARROW_GAP: f64 = 0.85;
/// Share of a cell's width from which it stands below or above another.
const SHARED: f64 = 0.4;
/// How far columns may reach into each other, in parts of the type size.
const REACH: f64 = 0.3;
/// Lines whose cells are compared with each other; columns of longer tables are those of their usual rows.
const MOST_LINES: usize = 300;
/// How much further apart rows stand than the lines of a cell.
const ROW_STEP: f64 = 1.15;
/// Distance, in parts of the type size, up to which lines may be those of one cell.
const LEADING: f64 = 1.45;
/// Distance, in parts of the type size, below which lines are no rows one above the other.
const BESIDE: f64 = 0.85;
/// How far the edges of cells that are set flush may lie apart, in parts of the type size.
const FLUSH: f64 = 0.4;
/// Lines from which on a column has two cells at least.
const LEAST_LINES: usize = 4;
/// Words from which on a cell is a text that may need several lines.
const LEAST_WORDS: usize = 3;

/// A part of a line between wide gaps.
#[derive(Debug, Clone)]
struct Cell {
    text: String,
    x0: f64,
    x1: f64,
}

/// A line of a table, a place for each column.
struct Row<'a> {
    line: &'a Line,
    cells: Vec<Option<Cell>>,
    band: usize,
    /// Whether a cell stands over several columns.
    heads: bool,
}

/// The rows of a table, all with the cells of its columns; what is set in several lines within a row is one cell.
pub(in crate::extract) fn grid(lines: &[Line], rules: &[f64], words: &Words) -> Vec<Vec<String>> {
    let (cells, columns) = columns(lines);
    let band = |line: &Line| rules.iter().filter(|rule| **rule < line.y).count();
    let rows: Vec<Row<'_>> = lines
        .iter()
        .zip(cells)
        .map(|(line, own)| Row {
            line,
            heads: own.iter().any(|cell| is_over_two(cell, &columns)),
            cells: place(own, &columns, words),
            band: band(line),
        })
        .collect();
    let mut joins = joins(&rows, &columns, rules.len() >= LEAST_RULES);
    anchored::join(&rows, &columns, &mut joins);
    let mut grid: Vec<Vec<String>> = Vec::new();
    for (row, joins) in rows.into_iter().zip(joins) {
        let texts = row.cells.into_iter().map(|cell| cell.map(|cell| cell.text).unwrap_or_default());
        match grid.last_mut() {
            Some(above) if joins => {
                above.iter_mut().zip(texts).for_each(|(cell, more)| join::append(cell, &more, words));
            }
            _ => grid.push(texts.collect()),
        }
    }
    grid
}

/// The cells of a line, parted by gaps of a width in parts of the type size.
fn cells_of(line: &Line, gap: f64) -> Vec<Cell> {
    let narrow = gap < CELL_GAP;
    let spans = line.spans.iter().flat_map(|span| if narrow { parts(span) } else { vec![span.clone()] });
    let mut groups: Vec<Vec<Span>> = Vec::new();
    for span in spans {
        let parted = |last: &Span| span.fenced || span.x0 - last.x1 >= gap * line.size;
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| !parted(last)) => group.push(span),
            _ => groups.push(vec![span]),
        }
    }
    let cell = |group: Vec<Span>| {
        let x0 = group.first().map_or(0.0, |span| span.x0);
        let x1 = group.iter().map(|span| span.x1).fold(x0, f64::max);
        Cell { text: text_of(&group).trim().to_owned(), x0, x1 }
    };
    groups.into_iter().map(cell).filter(|cell| !cell.text.is_empty()).collect()
}

/// A span parted at its wide spaces, its width shared out by characters.
fn parts(span: &Span) -> Vec<Span> {
    let gaps = span.text.matches(WIDE_SPACE).count();
    if gaps == 0 {
        return vec![span.clone()];
    }
    let gap = NARROW_GAP * span.size;
    let chars = span.text.chars().count() - gaps;
    let width = ((span.x1 - span.x0 - number(gaps) * gap) / number(chars.max(1))).max(0.0);
    let mut x = span.x0;
    let part = |text: &str| {
        let x0 = x;
        let x1 = x0 + width * number(text.chars().count());
        x = x1 + gap;
        Span { text: text.to_owned(), x0, x1, ..span.clone() }
    };
    span.text.split(WIDE_SPACE).map(part).collect()
}

fn shared(a: (f64, f64), b: (f64, f64)) -> f64 {
    a.1.min(b.1) - a.0.max(b.0)
}

/// The cells of the lines, and the edges of the columns from left to right. Narrow gaps part cells where that gives
/// more columns, each with cells that are set flush.
fn columns(lines: &[Line]) -> (Vec<Vec<Cell>>, Vec<(f64, f64)>) {
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

/// Whether a cell stands over two columns.
fn is_over_two(cell: &Cell, columns: &[(f64, f64)]) -> bool {
    columns.iter().filter(|column| shared(**column, (cell.x0, cell.x1)) > 0.0).count() > 1
}

/// The cells of a line, each in its column.
fn place(cells: Vec<Cell>, columns: &[(f64, f64)], words: &Words) -> Vec<Option<Cell>> {
    let mut row: Vec<Option<Cell>> = vec![None; columns.len().max(1)];
    for cell in cells {
        match row.get_mut(column_of(columns, (cell.x0, cell.x1))) {
            Some(Some(known)) => {
                join::append(&mut known.text, &cell.text, words);
                known.x1 = known.x1.max(cell.x1);
            }
            Some(free) => *free = Some(cell),
            None => {}
        }
    }
    row
}

/// The column that a cell shares most with, else the nearest.
fn column_of(columns: &[(f64, f64)], cell: (f64, f64)) -> usize {
    let best = columns.iter().enumerate().max_by(|a, b| shared(*a.1, cell).total_cmp(&shared(*b.1, cell)));
    best.map_or(0, |(place, _)| place)
}

/// For each line whether it goes on with the row above it.
fn joins(rows: &[Row<'_>], columns: &[(f64, f64)], parted: bool) -> Vec<bool> {
    let by_step = row_step(rows).map(|step| joins_of(rows, columns, parted, Some(step)));
    let stepped = by_step.filter(|joins| groups(joins).all(|group| is_row(rows, group)));
    stepped.unwrap_or_else(|| joins_of(rows, columns, parted, None))
}

fn joins_of(rows: &[Row<'_>], columns: &[(f64, f64)], parted: bool, step: Option<f64>) -> Vec<bool> {
    let mut start = 0;
    let mut joins = Vec::with_capacity(rows.len());
    for at in 0..rows.len() {
        let join = goes_on(rows, at, columns, parted, step) && !has_numbers(rows, start..at + 1);
        if !join {
            start = at;
        }
        joins.push(join);
    }
    joins
}

/// The lines that are joined, row by row.
fn groups(joins: &[bool]) -> impl Iterator<Item = Range<usize>> {
    let starts = joins.iter().enumerate().filter(|(_, join)| !**join).map(|(at, _)| at);
    let ends: Vec<usize> = starts.chain([joins.len()]).collect();
    (1..ends.len()).filter_map(move |at| Some(*ends.get(at - 1)?..*ends.get(at)?))
}

/// Whether the line at a place belongs to the row of the line above it: no rule parts them, and a rule parts all rows,
/// or it stands nearer than rows do, or its words go on with those above.
fn goes_on(rows: &[Row<'_>], at: usize, columns: &[(f64, f64)], parted: bool, step: Option<f64>) -> bool {
    let Some((above, row)) = at.checked_sub(1).and_then(|above| Some((rows.get(above)?, rows.get(at)?))) else {
        return false;
    };
    let hangs = row.cells.first().is_some_and(Option::is_none);
    let near = row.line.y - above.line.y < LEADING * row.line.size;
    let apart = || (0..row.cells.len()).all(|at| !(has(above, at) && has(row, at)));
    let step_down = row.line.y - above.line.y;
    let beside = step_down < BESIDE * row.line.size && apart() || near && step.is_some_and(|step| step_down < step);
    above.band == row.band
        && (parted && hangs
            || beside && !(above.heads || row.heads)
            || near && hangs && is_wrapped(above, row, rows, columns))
}

/// The distance from which on lines belong to two rows, when rows stand further apart than the lines within them.
fn row_step(rows: &[Row<'_>]) -> Option<f64> {
    let mut steps: Vec<f64> = rows
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if a.band == b.band => Some(b.line.y - a.line.y),
            _ => None,
        })
        .filter(|step| *step > 0.0)
        .collect();
    steps.sort_by(f64::total_cmp);
    let jumps = steps.windows(2).filter_map(|pair| match pair {
        [a, b] => Some((b / a, f64::midpoint(*a, *b))),
        _ => None,
    });
    jumps.filter(|(ratio, _)| *ratio > ROW_STEP).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, step)| step)
}

/// Whether some lines look like one row by themselves: not all of them have a cell in each column.
fn is_row(rows: &[Row<'_>], lines: Range<usize>) -> bool {
    let own = rows.get(lines).unwrap_or_default();
    let width = own.first().map_or(0, |line| line.cells.len());
    let filled: Vec<usize> = (0..width).filter(|at| own.iter().any(|line| has(line, *at))).collect();
    let full = own.iter().filter(|line| filled.iter().all(|at| has(line, *at))).count();
    own.len() < 2 || full < own.len() && full <= 2
}

/// Whether two of some lines have numbers in the same column.
fn has_numbers(rows: &[Row<'_>], lines: Range<usize>) -> bool {
    let own = rows.get(lines).unwrap_or_default();
    let numbers = |at: usize| own.iter().filter(|line| cell(line, at).is_some_and(is_number)).count();
    (0..own.first().map_or(0, |line| line.cells.len())).any(|at| numbers(at) > 1)
}

fn cell<'a>(row: &'a Row<'_>, column: usize) -> Option<&'a Cell> {
    row.cells.get(column).and_then(Option::as_ref)
}

fn has(row: &Row<'_>, column: usize) -> bool {
    cell(row, column).is_some()
}

fn is_number(cell: &Cell) -> bool {
    let digits = cell.text.chars().filter(char::is_ascii_digit).count();
    digits > 0 && !cell.text.starts_with('(') && cell.text.chars().filter(|char| char.is_alphabetic()).count() <= 1
}

/// Whether a cell goes on with the words of that above it, by how one ends and the other begins.
fn is_open(above: &Cell, cell: &Cell) -> bool {
    cell.text.starts_with(|char: char| char.is_lowercase() || matches!(char, '(' | '&'))
        || above.text.ends_with([',', ';', '&', '-'])
}

/// Whether a cell had no room for the first word of the one below it.
fn is_full(above: &Cell, cell: &Cell, column: (f64, f64), size: f64) -> bool {
    let first = cell.text.split_whitespace().next().map_or(0, |word| word.chars().count());
    let word = number(first) * (cell.x1 - cell.x0) / number(cell.text.chars().count().max(1));
    above.x1 + word > column.1 - size
}

/// Whether each cell of a line goes on with the words above it, where the line above had no room for them.
fn is_wrapped(above: &Row<'_>, row: &Row<'_>, rows: &[Row<'_>], columns: &[(f64, f64)]) -> bool {
    let goes_on = |at: usize, cell: &Cell| {
        let (Some(before), Some(column)) = (self::cell(above, at), columns.get(at)) else { return false };
        is_open(before, cell) && is_full(before, cell, *column, row.line.size)
    };
    let worded = |at: usize| {
        let words = |row: &Row<'_>| self::cell(row, at).map_or(0, |cell| cell.text.split_whitespace().count());
        rows.iter().any(|row| words(row) >= LEAST_WORDS)
    };
    let own: Vec<(usize, &Cell)> =
        row.cells.iter().enumerate().filter_map(|(at, cell)| Some((at, cell.as_ref()?))).collect();
    own.iter().all(|(at, cell)| goes_on(*at, cell)) && own.iter().any(|(at, _)| worded(*at))
}

#[cfg(test)]
mod tests;
