//! Headings that stand over several columns: centred over them, often with a rule below that is as wide as they are.

use std::ops::RangeInclusive;

use super::{Cell, Rules, number, shared};
use crate::extract::layout::line::Line;

/// Lines of a table that may be such headings.
const MOST_HEADS: usize = 4;
/// How far below the baseline of a heading its rule is at most, in parts of the type size.
const BELOW: f64 = 1.4;
/// Share of a column's width that stands under a heading or a rule.
const UNDER: f64 = 0.5;
/// How far a heading may stand from the middle of its columns: in parts of the type size, and of their width.
const OFF: f64 = 0.9;
const OFF_SHARE: f64 = 0.1;
/// The same for a name that stands alone in its line.
const OFF_ALONE: f64 = 0.04;

/// Columns by their first and last one.
pub(super) type Columns = RangeInclusive<usize>;

/// For each cell of each line the columns that it stands over as a heading.
pub(super) fn find(
    rows: &[Vec<Cell>],
    lines: &[Line],
    columns: &[(f64, f64)],
    rules: &Rules,
) -> Vec<Vec<Option<Columns>>> {
    let mut found: Vec<Vec<Option<Columns>>> = rows.iter().map(|row| vec![None; row.len()]).collect();
    let heads = heads(lines, rules);
    let mut above = true;
    for at in 0..heads.min(rows.len().saturating_sub(1)) {
        let (Some(row), Some(line), Some(next)) = (rows.get(at), lines.get(at), lines.get(at + 1)) else { break };
        let table = Table { row, columns, below: rows.get(at + 1..).unwrap_or_default() };
        let by_rule = table.by_rule(line, next, rules);
        let underlined = by_rule.iter().any(Option::is_some);
        let own = if underlined { by_rule } else { table.by_place(line.size) };
        if !above && !underlined {
            continue;
        }
        // Below other headings, and below a title, may be more of them.
        above = own.iter().any(Option::is_some) || row.len() <= rows.get(at + 1).map_or(0, Vec::len);
        if let Some(slot) = found.get_mut(at) {
            *slot = own;
        }
    }
    found
}

/// The columns that the only cell of a line reaches over, as the name of a group of rows does: all of them where it
/// begins in the first or is centred over all, or all but the first.
pub(super) fn alone(row: &[Cell], columns: &[(f64, f64)]) -> Option<Columns> {
    let [cell] = row else { return None };
    let under = |column: &(f64, f64)| shared(*column, (cell.x0, cell.x1)) > 0.0;
    let (first, last) = (columns.iter().position(under)?, columns.iter().rposition(under)?);
    if last == first || !is_worded(cell) {
        return None;
    }
    let centred = |from: &usize| {
        let ends = columns.get(*from).zip(columns.last());
        ends.is_some_and(|(start, end)| {
            let off = f64::midpoint(cell.x0, cell.x1) - f64::midpoint(start.0, end.1);
            off.abs() < OFF_ALONE * (end.1 - start.0)
        })
    };
    let whole = if first == 0 { Some(0) } else { [1, 0].into_iter().find(centred) };
    Some(whole.map_or(first..=last, |from| from..=columns.len() - 1))
}

/// How many lines may be headings: those above the first rule between the lines, or the first ones.
fn heads(lines: &[Line], rules: &Rules) -> usize {
    let band = |line: &Line| rules.rows.iter().filter(|rule| **rule < line.y).count();
    let first = lines.first().map(band);
    let banded = lines.iter().take_while(|line| Some(band(line)) == first).count();
    banded.min(MOST_HEADS)
}

/// How far a place is from the middle of a cell.
fn from_middle(cell: &Cell, x: f64) -> f64 {
    (f64::midpoint(cell.x0, cell.x1) - x).abs()
}

/// How far a place is from a cell, nothing under it.
fn from_edge(cell: &Cell, x: f64) -> f64 {
    (cell.x0 - x).max(x - cell.x1).max(0.0)
}

fn is_worded(cell: &Cell) -> bool {
    cell.text.chars().filter(|char| char.is_alphanumeric()).count() > 1
}

/// A line of a table whose headings are looked for.
struct Table<'a> {
    row: &'a [Cell],
    columns: &'a [(f64, f64)],
    /// The lines below it.
    below: &'a [Vec<Cell>],
}

impl Table<'_> {
    /// The columns that the rule below each cell covers.
    fn by_rule(&self, line: &Line, next: &Line, rules: &Rules) -> Vec<Option<Columns>> {
        let low = (line.y + BELOW * line.size).min(next.y);
        let parts: Vec<(f64, f64)> = rules
            .parts
            .iter()
            .filter(|rule| rule.y0 > line.y && rule.y0 < low)
            .map(|rule| (rule.x0, rule.x1))
            .collect();
        let under = |cell: &Cell| {
            let within = |rule: &&(f64, f64)| {
                let slack = 0.5 * line.size;
                let centre = f64::midpoint(cell.x0, cell.x1);
                rule.0 < centre && centre < rule.1 && cell.x0 > rule.0 - slack && cell.x1 < rule.1 + slack
            };
            let rule = parts.iter().find(within)?;
            let covered = |column: &(f64, f64)| shared(*rule, *column) > UNDER * (column.1 - column.0).max(0.1);
            self.range(covered).filter(|range| self.is_free(range, cell) && self.is_parted(range))
        };
        self.row.iter().map(|cell| Some(cell).filter(|cell| is_worded(cell)).and_then(under)).collect()
    }

    /// The columns that each cell is centred over, if one of them reaches over two, or stands between two.
    fn by_place(&self, size: f64) -> Vec<Option<Columns>> {
        let plain = |cell: &Cell| {
            let centre = f64::midpoint(cell.x0, cell.x1);
            let wide = self.columns.iter().filter(|column| {
                shared(**column, (cell.x0, cell.x1)) > UNDER * (column.1 - column.0).min(cell.x1 - cell.x0).max(0.1)
            });
            let between = !self.columns.iter().any(|column| column.0 <= centre && centre <= column.1);
            wide.count() < 2 && !between
        };
        if self.row.iter().all(plain) {
            return vec![None; self.row.len()];
        }
        let (by_middle, by_edge) = (self.over(size, &from_middle), self.over(size, &from_edge));
        let count =
            |found: &[Option<Columns>]| found.iter().flatten().map(|it| it.end() - it.start() + 1).sum::<usize>();
        if count(&by_edge) > count(&by_middle) { by_edge } else { by_middle }
    }

    /// The columns that each cell is centred over among those that are nearer to it than to the others.
    fn over(&self, size: f64, away: &dyn Fn(&Cell, f64) -> f64) -> Vec<Option<Columns>> {
        let nearest = |column: &(f64, f64)| {
            let middle = f64::midpoint(column.0, column.1);
            self.row.iter().min_by(|a, b| away(a, middle).total_cmp(&away(b, middle)))
        };
        let over = |cell: &Cell| {
            let all = self.range(|column| nearest(column).is_some_and(|other| std::ptr::eq(other, cell)))?;
            let ranges = all.clone().flat_map(|first| all.clone().map(move |last| first..=last));
            let likely = ranges.filter(|range| range.start() < range.end() && self.is_centred(cell, range, size));
            let best = likely.max_by_key(|range| range.end() - range.start())?;
            (self.is_free(&best, cell) && self.is_parted(&best)).then_some(best)
        };
        self.row.iter().map(|cell| Some(cell).filter(|cell| is_worded(cell)).and_then(over)).collect()
    }

    /// The first and last of the columns that are meant, all those between them too, if they are two at least.
    fn range(&self, meant: impl Fn(&(f64, f64)) -> bool) -> Option<Columns> {
        let first = self.columns.iter().position(&meant)?;
        let last = self.columns.iter().rposition(&meant)?;
        let all = self.columns.get(first..=last).is_some_and(|columns| columns.iter().all(&meant));
        (all && last > first).then_some(first..=last)
    }

    fn edges(&self, range: &Columns) -> Option<(f64, f64)> {
        Some((self.columns.get(*range.start())?.0, self.columns.get(*range.end())?.1))
    }

    fn is_centred(&self, cell: &Cell, range: &Columns, size: f64) -> bool {
        let Some((x0, x1)) = self.edges(range) else { return false };
        let off = (f64::midpoint(cell.x0, cell.x1) - f64::midpoint(x0, x1)).abs();
        off < (OFF * size).min(OFF_SHARE * (x1 - x0) + 1.0) && cell.x0 > x0 - size && cell.x1 < x1 + size
    }

    /// Whether no other cell of the line stands in the columns.
    fn is_free(&self, range: &Columns, cell: &Cell) -> bool {
        let Some(edges) = self.edges(range) else { return false };
        self.row.iter().all(|other| std::ptr::eq(other, cell) || shared(edges, (other.x0, other.x1)) <= 0.0)
    }

    /// Whether the line below has a cell in the first and in the last of the columns, and none that reaches over all.
    fn is_parted(&self, range: &Columns) -> bool {
        let edges = [range.start(), range.end()].map(|at| self.columns.get(*at).copied());
        let [Some(first), Some(last)] = edges else { return false };
        let Some(below) = self.below.first() else { return false };
        let stands = |column: (f64, f64), cell: &Cell| shared(column, (cell.x0, cell.x1)) > 0.0;
        let has = |column| below.iter().any(|cell| stands(column, cell));
        let over = below.iter().any(|cell| stands(first, cell) && stands(last, cell));
        let cells = below.iter().filter(|cell| shared((first.0, last.1), (cell.x0, cell.x1)) > 0.0).count();
        has(first) && has(last) && !over && number(cells) >= UNDER * number(range.end() - range.start() + 1)
    }
}
