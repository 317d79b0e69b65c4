//! Rows whose cells are set in several lines that stand as far apart within rows as between them: a row begins where a
//! column has a cell that has one in the first line of each row alone, such as a number, or where the text of a column
//! begins again below a gap.

use std::ops::Range;

use super::{LEAST_WORDS, Row, cell, has, has_numbers, is_full, is_open, number};

/// Rows from which on it can be told where they begin, by a column and by texts that begin again.
const LEAST_ROWS: usize = 2;
const LEAST_AGAIN: usize = 3;
/// Words that cells further down have on average where texts begin again.
const LEAST_TEXT: f64 = 2.0;
/// Share of the cells further down in their rows that go on with the words above them by how they begin or how those end.
const OPEN: f64 = 0.5;
/// Share of them for whose first word the line above had no room.
const FULL: f64 = 0.8;

/// Joins the lines of such rows, in the longest part of a table that no rule parts, where that joins more than was joined.
pub(super) fn join(rows: &[Row<'_>], columns: &[(f64, f64)], joins: &mut [bool]) {
    let body = longest_band(rows);
    let known = joins.get(body.clone()).unwrap_or_default().iter().filter(|join| !**join).count();
    let by_column = (0..columns.len()).map(|anchor| starts(rows, body.clone(), |_, row| has(row, anchor)));
    let again = |above: &Row<'_>, row: &Row<'_>| (0..columns.len()).any(|at| has(row, at) && !has(above, at));
    let by_text = Some(starts(rows, body.clone(), again));
    let by_text = by_text.filter(|starts| starts.len() >= LEAST_AGAIN && words(rows, &body, starts) >= LEAST_TEXT);
    let likely =
        by_column.chain(by_text).filter(|starts| starts.len() < known && are_rows(rows, &body, starts, columns));
    // A column of words has a cell in most lines of a row.
    let Some(best) = likely.min_by_key(Vec::len) else { return };
    for (at, join) in joins.iter_mut().enumerate().take(body.end).skip(body.start) {
        *join = !best.contains(&at);
    }
}

/// The lines between two rules, or between a rule and an end, where most are.
fn longest_band(rows: &[Row<'_>]) -> Range<usize> {
    let mut longest = 0..0;
    let mut start = 0;
    for band in rows.chunk_by(|a, b| a.band == b.band) {
        if band.len() > longest.len() {
            longest = start..start + band.len();
        }
        start += band.len();
    }
    longest
}

/// The first line, and those that begin a row as seen from the line above.
fn starts(rows: &[Row<'_>], body: Range<usize>, begins: impl Fn(&Row<'_>, &Row<'_>) -> bool) -> Vec<usize> {
    let pairs = rows.get(body.clone()).unwrap_or_default().windows(2);
    let further = (body.start + 1..).zip(pairs).filter(|(_, pair)| matches!(pair, [above, row] if begins(above, row)));
    std::iter::once(body.start).chain(further.map(|(at, _)| at)).collect()
}

/// How many words the cells of lines that begin no row have on average.
fn words(rows: &[Row<'_>], body: &Range<usize>, starts: &[usize]) -> f64 {
    let further = body.clone().filter(|at| !starts.contains(at)).filter_map(|at| rows.get(at));
    let cells: Vec<&str> = further.flat_map(|row| row.cells.iter().flatten()).map(|cell| cell.text.as_str()).collect();
    let is_word = |word: &&str| word.chars().filter(|char| char.is_alphabetic()).count() >= 2;
    let words: usize = cells.iter().map(|text| text.split_whitespace().filter(is_word).count()).sum();
    number(words) / number(cells.len().max(1))
}

/// Whether all lines that begin no row go on with cells above them.
fn are_rows(rows: &[Row<'_>], body: &Range<usize>, starts: &[usize], columns: &[(f64, f64)]) -> bool {
    let (mut open, mut full, mut all, mut worded) = (0_usize, 0_usize, 0_usize, false);
    for at in body.clone().skip(1).filter(|at| !starts.contains(at)) {
        let Some((above, row)) = rows.get(at - 1).zip(rows.get(at)) else { return false };
        let mut wrapped = false;
        for (column, edges) in columns.iter().enumerate() {
            let Some(below) = cell(row, column) else { continue };
            let Some(before) = cell(above, column) else { return false };
            let (fills, goes_on) = (is_full(before, below, *edges, row.line.size), is_open(before, below));
            all += 1;
            full += usize::from(fills);
            open += usize::from(goes_on);
            wrapped |= fills || goes_on;
            worded |= before.text.split_whitespace().count() + below.text.split_whitespace().count() >= LEAST_WORDS;
        }
        if !wrapped {
            return false;
        }
    }
    let ends = starts.iter().copied().skip(1).chain([body.end]);
    let counts = starts.iter().copied().zip(ends).any(|(start, end)| has_numbers(rows, start..end));
    let likely = number(open) >= OPEN * number(all) && number(full) >= FULL * number(all);
    starts.len() >= LEAST_ROWS && worded && !counts && likely
}
