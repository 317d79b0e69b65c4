//! Reading order of the pieces of a page: columns left to right between what spans them.

use super::pieces::Piece;
use super::{median, number, tenths};

const DEEPEST: usize = 6;
/// Lines that each side of a gutter needs.
const LEAST_LINES: usize = 3;
/// Lines of a text beside which short lines may make a column that is not much narrower.
const LEAST_TEXT: usize = 8;
/// Distance from the columns above, in parts of the type size, from which on a heading stands below both.
const HEADING_GAP: f64 = 1.5;
/// Cells of one row that are looked at.
const MOST_CELLS: usize = 40;
/// Distance in points up to which baselines are the same.
const SAME_ROW: f64 = 1.0;
/// Pieces that names and addresses above two columns have at most.
const MOST_HEAD_PIECES: usize = 40;

/// How far, in points, the gutter of one page may be from that of another.
const SAME_GUTTER: f64 = 12.0;

/// A gutter and how many lines stand on its weaker side.
struct Gutter {
    x: f64,
    score: usize,
    /// Whether other pages have it too.
    common: bool,
}

/// The gutters that the pages of a document have in common: a page of formulas or short lines, which shows none by
/// itself, has its columns where the other pages have them.
pub(super) fn common_gutters<'p>(pages: impl Iterator<Item = &'p [Piece]>) -> Vec<f64> {
    let found: Vec<f64> = pages.filter_map(|pieces| Some(find_gutter(pieces, &[])?.x)).collect();
    let mut common: Vec<f64> = Vec::new();
    for x in &found {
        let known = common.iter().any(|other| (other - x).abs() < SAME_GUTTER);
        let alike = found.iter().filter(|other| (*other - x).abs() < SAME_GUTTER).count();
        if !known && alike >= 2 {
            common.push(*x);
        }
    }
    common
}

/// A run of pieces between those that cross a gutter.
enum Band {
    Across(Vec<Piece>),
    Columns(Vec<Piece>, Vec<Piece>),
}

/// Splits the pieces of a page into regions in reading order, each a single column.
pub(super) fn order(pieces: Vec<Piece>, common: &[f64]) -> Vec<Vec<Piece>> {
    let mut regions = Vec::new();
    split(pieces, 0, common, &mut regions);
    regions
}

fn split(pieces: Vec<Piece>, depth: usize, common: &[f64], regions: &mut Vec<Vec<Piece>>) {
    if pieces.is_empty() {
        return;
    }
    let gutter = if depth < DEEPEST { find_gutter(&pieces, common) } else { None };
    let Some(gutter) = gutter else {
        regions.push(pieces);
        return;
    };
    for band in bands(pieces, &gutter) {
        match band {
            Band::Across(inner) => split(inner, depth + 2, common, regions),
            Band::Columns(left, right) => {
                split(left, depth + 1, common, regions);
                split(right, depth + 1, common, regions);
            }
        }
    }
}

/// The gutter that parts most lines.
fn find_gutter(pieces: &[Piece], common: &[f64]) -> Option<Gutter> {
    let left = pieces.iter().map(|piece| piece.x0).fold(f64::INFINITY, f64::min);
    let right = pieces.iter().map(|piece| piece.x1).fold(f64::NEG_INFINITY, f64::max);
    let mut starts: std::collections::BTreeMap<i64, (usize, f64)> = std::collections::BTreeMap::new();
    for piece in pieces {
        if piece.x0 > left + 0.15 * (right - left) {
            let start = starts.entry(tenths(piece.x0) / 30).or_insert((0, piece.x0));
            start.0 += 1;
            start.1 = start.1.min(piece.x0);
        }
    }
    let mut starts: Vec<(usize, f64)> = starts.into_values().filter(|(count, _)| *count >= LEAST_LINES).collect();
    starts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let mut order: Vec<&Piece> = if starts.is_empty() { Vec::new() } else { pieces.iter().collect() };
    order.sort_by(|a, b| a.y.total_cmp(&b.y));
    let candidates = starts.into_iter().take(8).map(|(_, x)| {
        let x = x - 1.5;
        let common = common.iter().any(|other| (other - x).abs() < SAME_GUTTER);
        Gutter { x, score: weigh(&order, x, common), common }
    });
    candidates.filter(|gutter| gutter.score > 0).max_by_key(|gutter| gutter.score)
}

/// Lines that a gutter parts; the pieces are given from the top down.
fn weigh(order: &[&Piece], x: f64, common: bool) -> usize {
    let mut score = 0;
    let mut band: Vec<&Piece> = Vec::new();
    for &piece in order {
        if crosses(piece, x) {
            score += band_score(&band, x, common);
            band.clear();
        } else {
            band.push(piece);
        }
    }
    score + band_score(&band, x, common)
}

/// Whether a piece stands on both sides of a gutter by more than an overfull line would.
fn crosses(piece: &Piece, x: f64) -> bool {
    let least = 1.5 * piece.size;
    x - piece.x0 > least && piece.x1 - x > least
}

fn is_left(piece: &Piece, x: f64) -> bool {
    f64::midpoint(piece.x0, piece.x1) < x
}

/// Lines on the weaker side of a band, 0 when its sides are not two columns of text.
fn band_score(band: &[&Piece], x: f64, common: bool) -> usize {
    let (on_left, on_right): (Vec<&Piece>, Vec<&Piece>) = band.iter().partition(|piece| is_left(piece, x));
    let (Some(left), Some(right)) = (Column::new(&on_left), Column::new(&on_right)) else { return 0 };
    let gap = right.start - left.x1;
    let overlap = left.bottom.min(right.bottom) - left.top.max(right.top);
    let apart = gap > 0.55 * left.size.min(right.size) && overlap > 0.0;
    let balanced = left.width() > 0.35 * right.width() && right.width() > 0.35 * left.width();
    let text = left.is_text() && right.is_text();
    let known = common && left.is_wide() && right.is_wide() && !left.lines_up_with(&right);
    let columns = balanced && (text || known);
    let (narrow, wide) = if left.width() < right.width() { (&left, &right) } else { (&right, &left) };
    // Short lines beside a text: names and dates beside an abstract.
    let beside = (!balanced || wide.lines >= LEAST_TEXT)
        && wide.is_text()
        && narrow.width() > 4.0 * narrow.size
        && narrow.lines > LEAST_LINES
        && !narrow.lines_up_with(wide);
    // Short last lines of the right column, taken for lines of the left one, tell that the gutter is too far right.
    let astray = on_left.iter().filter(|piece| piece.x0 > left.x1).count();
    if apart && (columns || beside) { left.lines.min(right.lines).saturating_sub(2 * astray).max(1) } else { 0 }
}

/// What the pieces on one side of a gutter look like together.
struct Column {
    x0: f64,
    /// Left edge of all lines but a few that hang out.
    start: f64,
    x1: f64,
    top: f64,
    bottom: f64,
    size: f64,
    lines: usize,
    filled: usize,
    baselines: Vec<f64>,
}

impl Column {
    fn new(pieces: &[&Piece]) -> Option<Self> {
        let size = median(pieces.iter().map(|piece| piece.size).collect());
        let mut rows: std::collections::BTreeMap<i64, (f64, f64, f64)> = std::collections::BTreeMap::new();
        for piece in pieces {
            let row =
                rows.entry(tenths(piece.y / size.max(1.0)) / 6).or_insert((f64::INFINITY, f64::NEG_INFINITY, 0.0));
            *row = (row.0.min(piece.x0), row.1.max(piece.x1), row.2 + piece.x1 - piece.x0);
        }
        if rows.len() < LEAST_LINES {
            return None;
        }
        let mut ends: Vec<f64> = rows.values().map(|row| row.1).collect();
        ends.sort_by(f64::total_cmp);
        let x0 = rows.values().map(|row| row.0).fold(f64::INFINITY, f64::min);
        let mut starts: Vec<f64> = rows.values().map(|row| row.0).collect();
        starts.sort_by(f64::total_cmp);
        let start = starts.get(starts.len() / 10).copied()?;
        let x1 = ends.get(ends.len() * 9 / 10).copied()?;
        let filled = rows.values().filter(|row| row.2 > 0.6 * (x1 - x0)).count();
        let top = pieces.iter().map(|piece| piece.top()).fold(f64::INFINITY, f64::min);
        let bottom = pieces.iter().map(|piece| piece.bottom()).fold(f64::NEG_INFINITY, f64::max);
        Some(Self {
            x0,
            start,
            x1,
            top,
            bottom,
            size,
            lines: rows.len(),
            filled,
            baselines: pieces.iter().map(|piece| piece.y).collect(),
        })
    }

    fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    /// Whether most lines share their baseline with another column's: rows of a table do, notes in the margin do not.
    fn lines_up_with(&self, other: &Self) -> bool {
        let shared =
            self.baselines.iter().filter(|y| other.baselines.iter().any(|other| (*y - other).abs() < 0.8)).count();
        number(shared) > 0.5 * number(self.baselines.len())
    }

    fn is_wide(&self) -> bool {
        self.width() > 7.0 * self.size
    }

    /// Lines of text fill their column; the cells of a table do not.
    fn is_text(&self) -> bool {
        self.is_wide() && number(self.filled) > 0.42 * number(self.lines)
    }
}

/// Parts the pieces at a gutter into what spans it and what stands in columns, from top to bottom.
fn bands(mut pieces: Vec<Piece>, gutter: &Gutter) -> Vec<Band> {
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut out: Vec<Band> = Vec::new();
    let mut open: Vec<Piece> = Vec::new();
    let cells = crossed_rows(&pieces, gutter.x);
    for piece in pieces {
        let next = cells.partition_point(|y| *y < piece.y - SAME_ROW);
        let cell = cells.get(next).is_some_and(|y| *y < piece.y + SAME_ROW);
        if cell || crosses(&piece, gutter.x) {
            let below = heading_below(&mut open, gutter);
            close(&mut out, std::mem::take(&mut open), gutter);
            push_across(&mut out, below.into_iter().chain([piece]).collect());
        } else {
            open.push(piece);
        }
    }
    close(&mut out, open, gutter);
    out
}

/// The baselines of rows of three cells and more, one of which crosses a gutter: names and addresses beside each other. The
/// pieces are given from the top down, and so are the baselines.
fn crossed_rows(pieces: &[Piece], x: f64) -> Vec<f64> {
    let row = |piece: &&Piece| {
        let start = pieces.partition_point(|other| other.y < piece.y - SAME_ROW);
        let beside = pieces.iter().skip(start).take_while(|other| other.y < piece.y + SAME_ROW).take(MOST_CELLS);
        let sides =
            beside.filter(|other| other.float.is_none()).map(|other| (other.x1 < piece.x0, other.x0 > piece.x1));
        let (left, right) = sides.fold((false, false), |all, side| (all.0 || side.0, all.1 || side.1));
        left && right
    };
    let crossing = pieces.iter().filter(|piece| piece.float.is_none() && crosses(piece, x));
    crossing.filter(row).map(|piece| piece.y).collect()
}

/// Takes out the heading, in larger or bolder type, that stands alone below both columns of a band: it belongs to the text
/// across them.
fn heading_below(band: &mut Vec<Piece>, gutter: &Gutter) -> Option<Piece> {
    let [.., above, last] = band.as_slice() else { return None };
    let bold = |piece: &Piece| piece.spans.iter().all(|span| span.style.bold) && !piece.spans.is_empty();
    let styled = (last.size > 1.1 * above.size || bold(last) && !bold(above)) && last.words() > 0;
    let apart = last.y - above.y > HEADING_GAP * above.size.min(last.size);
    let both = band.iter().any(|piece| !is_left(piece, gutter.x));
    (styled && apart && both && last.float.is_none() && is_left(last, gutter.x)).then(|| band.pop()).flatten()
}

fn close(out: &mut Vec<Band>, mut band: Vec<Piece>, gutter: &Gutter) {
    if let Some(end) = head_end(&band, gutter) {
        let rest = band.split_off(end);
        push_across(out, band);
        band = rest;
    }
    if band.is_empty() {
        return;
    }
    if band_score(&band.iter().collect::<Vec<_>>(), gutter.x, gutter.common) > 0 {
        let (left, right) = band.into_iter().partition(|piece| is_left(piece, gutter.x));
        out.push(Band::Columns(left, right));
    } else {
        push_across(out, band);
    }
}

/// Where a loose head above two columns ends: names and addresses in rows of cells, a wide gap below them.
fn head_end(band: &[Piece], gutter: &Gutter) -> Option<usize> {
    let x = gutter.x;
    let gap = |pair: &[Piece]| match pair {
        [above, below] => (below.y - above.y) / above.size.max(below.size).max(1.0),
        _ => 0.0,
    };
    let gaps = band.windows(2).take(MOST_HEAD_PIECES).map(gap).enumerate().filter(|(_, gap)| *gap > 1.9);
    let widest = gaps.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(place, _)| place + 1);
    widest.filter(|&end| {
        let (head, rest) = band.split_at_checked(end).unwrap_or_default();
        let rest: Vec<&Piece> = rest.iter().collect();
        let (left, right): (Vec<&Piece>, Vec<&Piece>) = rest.iter().partition(|piece| is_left(piece, x));
        let (Some(left), Some(right)) = (Column::new(&left), Column::new(&right)) else { return false };
        let width = left.width().min(right.width());
        let loose = head.iter().all(|piece| piece.x1 - piece.x0 < 0.75 * width);
        let both = head.iter().any(|piece| is_left(piece, x)) && head.iter().any(|piece| !is_left(piece, x));
        loose && both && band_score(&rest, x, gutter.common) > 0
    })
}

fn push_across(out: &mut Vec<Band>, mut pieces: Vec<Piece>) {
    match out.last_mut() {
        Some(Band::Across(open)) => open.append(&mut pieces),
        _ => out.push(Band::Across(pieces)),
    }
}
