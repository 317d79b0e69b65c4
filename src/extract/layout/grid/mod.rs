//! The rows and cells of a table: which columns its lines have, and which lines are one row.

mod anchored;
mod columns;
mod heads;

use std::ops::Range;

use super::join::{self, Words};
use super::line::{Line, Span, text_of};
use super::number;
use super::pieces::WIDE_SPACE;
use super::tables;
use crate::domain::extraction::Spanning;
use crate::extract::pdf::Shape;
use columns::columns;
use heads::Columns;

/// Rules from which on each row of a table has its own.
const LEAST_RULES: usize = 4;
/// Gap between cells, in parts of the type size: such as no space within a cell has, and as few have.
const CELL_GAP: f64 = 1.05;
const NARROW_GAP: f64 = 0.85;
/// Share of a cell's width from which it stands below or above another.
const SHARED: f64 = 0.4;
/// How much further apart rows stand than the lines of a cell.
const ROW_STEP: f64 = 1.15;
/// Distance, in parts of the type size, up to which lines may be those of one cell.
const LEADING: f64 = 1.45;
/// Distance, in parts of the type size, below which lines are no rows one above the other.
const BESIDE: f64 = 0.85;
/// Words from which on a cell is a text that may need several lines.
const LEAST_WORDS: usize = 3;

/// The level rules of a table.
#[derive(Debug, Clone, Default)]
pub(in crate::extract) struct Rules {
    /// Heights of those that are as wide as the table.
    pub(in crate::extract) rows: Vec<f64>,
    /// The shorter ones.
    pub(in crate::extract) parts: Vec<Shape>,
}

/// A table by its rows.
pub(in crate::extract) struct Grid {
    pub(in crate::extract) rows: Vec<Vec<Filled>>,
    /// Headings and names of groups of rows that stand over several columns.
    pub(in crate::extract) spans: Vec<Spanning>,
}

/// The text of a cell, and the parts of lines that it was set in.
#[derive(Debug, Clone, Default)]
pub(in crate::extract) struct Filled {
    pub(in crate::extract) text: String,
    pub(in crate::extract) parts: Vec<Vec<Span>>,
}

/// A part of a line between wide gaps.
#[derive(Debug, Clone)]
struct Cell {
    text: String,
    x0: f64,
    x1: f64,
    parts: Vec<Vec<Span>>,
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
pub(in crate::extract) fn grid(lines: &[Line], rules: &Rules, words: &Words) -> Grid {
    let lines = &*tables::level_names(lines);
    let (cells, columns) = columns(lines);
    let band = |line: &Line| rules.rows.iter().filter(|rule| **rule < line.y).count();
    let over = heads::find(&cells, lines, &columns, rules);
    let alone: Vec<Option<Columns>> = cells.iter().map(|row| heads::alone(row, &columns)).collect();
    let spans: Vec<Vec<Columns>> = over.iter().map(|row| row.iter().flatten().cloned().collect()).collect();
    let rows: Vec<Row<'_>> = lines
        .iter()
        .zip(cells)
        .zip(over)
        .map(|((line, own), over)| Row {
            line,
            heads: own.iter().any(|cell| is_over_two(cell, &columns)) || over.iter().any(Option::is_some),
            cells: place(own, &over, &columns, words),
            band: band(line),
        })
        .collect();
    let mut joins = joins(&rows, &columns, rules.rows.len() >= LEAST_RULES);
    anchored::join(&rows, &columns, &mut joins);
    part_from_heads(&rows, &spans, &mut joins);
    let mut grid = Grid { rows: Vec::new(), spans: Vec::new() };
    let mut groups: Vec<Option<Columns>> = Vec::new();
    for (((row, joins), over), alone) in rows.into_iter().zip(joins).zip(spans).zip(alone) {
        let cells = row
            .cells
            .into_iter()
            .map(|cell| cell.map(|cell| Filled { text: cell.text, parts: cell.parts }).unwrap_or_default());
        match (grid.rows.last_mut(), groups.last_mut()) {
            (Some(above), Some(group)) if joins => {
                *group = None;
                for (cell, more) in above.iter_mut().zip(cells) {
                    join::append(&mut cell.text, &more.text, words);
                    cell.parts.extend(more.parts);
                }
            }
            _ => {
                groups.push(alone.filter(|_| over.is_empty()));
                grid.spans.extend(over.into_iter().map(|columns| spanning(grid.rows.len(), &columns)));
                grid.rows.push(cells.collect());
            }
        }
    }
    grid.leave_filled();
    grid.add_groups(&groups);
    grid
}

fn spanning(row: usize, columns: &Columns) -> Spanning {
    Spanning { row, column: *columns.start(), columns: columns.end() - columns.start() + 1 }
}

/// Parts the lines below headings over several columns from those.
fn part_from_heads(rows: &[Row<'_>], spans: &[Vec<Columns>], joins: &mut [bool]) {
    let mut open: &[Columns] = &[];
    for ((row, own), joins) in rows.iter().zip(spans).zip(joins) {
        let below = open.iter().any(|columns| columns.clone().any(|at| has(row, at)));
        *joins &= own.is_empty() && !below;
        if !*joins {
            open = own;
        }
    }
}

impl Grid {
    /// Adds the names of groups of rows, each alone in its row and moved to the first of the columns that it stands over.
    fn add_groups(&mut self, groups: &[Option<Columns>]) {
        for (at, (row, group)) in self.rows.iter_mut().zip(groups).enumerate() {
            let filled = row.iter().position(|cell| !cell.text.is_empty());
            if let Some((columns, from)) = group.as_ref().zip(filled) {
                row.swap(from, *columns.start());
                self.spans.push(spanning(at, columns));
            }
        }
        self.spans.sort_by_key(|span| (span.row, span.column));
    }

    /// Leaves out the headings over columns in which a line below, joined to theirs, has words.
    fn leave_filled(&mut self) {
        let rows = &self.rows;
        self.spans.retain(|span| {
            let others = rows.get(span.row).and_then(|row| row.get(span.column + 1..span.column + span.columns));
            others.is_some_and(|others| others.iter().all(|cell| cell.text.is_empty()))
        });
    }
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
        Cell { text: text_of(&group).trim().to_owned(), x0, x1, parts: vec![group] }
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

/// Whether a cell stands over two columns.
fn is_over_two(cell: &Cell, columns: &[(f64, f64)]) -> bool {
    columns.iter().filter(|column| shared(**column, (cell.x0, cell.x1)) > 0.0).count() > 1
}

/// The cells of a line, each in its column, or in the first of those that it stands over.
fn place(cells: Vec<Cell>, over: &[Option<Columns>], columns: &[(f64, f64)], words: &Words) -> Vec<Option<Cell>> {
    let mut row: Vec<Option<Cell>> = vec![None; columns.len().max(1)];
    for (cell, over) in cells.into_iter().zip(over) {
        let column = over.as_ref().map_or_else(|| column_of(columns, (cell.x0, cell.x1)), |over| *over.start());
        match row.get_mut(column) {
            Some(Some(known)) => {
                join::append(&mut known.text, &cell.text, words);
                known.x1 = known.x1.max(cell.x1);
                known.parts.extend(cell.parts);
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
