//! Running heads and feet, and page numbers: what repeats at the edges of pages.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use super::blocks::Chunk;
use super::line::Line;
use super::pieces::Piece;
use super::{RawPage, floats, median, tenths};
use crate::domain::extraction::BlockKind;
use crate::extract::pdf::Shape;

/// Parts of the page height in which running heads and feet stand.
const TOP: f64 = 0.13;
const BOTTOM: f64 = 0.88;
/// Rows, counted from the edge, that may be furniture.
const OUTER_ROWS: usize = 3;

/// Marks before and behind a page number.
const MOST_MARKS: usize = 3;

/// Gap that parts a running head from the text, in parts of the type size and of the distance of lines.
const HEAD_GAP: f64 = 1.6;
const HEAD_STEP: f64 = 1.3;
/// How far the left edges of lines of one text may lie apart, in parts of the type size.
const INDENT: f64 = 3.0;
/// Type of exponents and limits in parts of that of their line.
const SCRIPT: f64 = 0.86;
/// Distance of labels from what is drawn, in parts of their size, above or below it and beside it, where an axis may
/// stand between; their size as a share of the usual one; and most words.
const LABEL_NEAR: f64 = 1.6;
const LABEL_BESIDE: f64 = 4.0;
const LABEL_SIZE: f64 = 0.9;
const LABEL_WORDS: usize = 2;
/// Numbered lines that a page of a manuscript has at least.
const LEAST_NUMBERED: usize = 8;

/// A row of pieces at the edge of a page.
struct Row {
    pieces: Vec<usize>,
    text: String,
    /// Size of its type in half points: a title that running heads repeat is larger than they are.
    half_points: i64,
    is_top: bool,
    /// Baseline.
    y: f64,
    standing: Standing,
}

/// How a row stands to what is further from the edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It is the outermost row, and a wide gap parts it from the next.
    Apart,
    /// Lines of the same type follow it as those of a text do.
    InText,
    /// It is one of several rows of numbers: the scale of a figure.
    InScale,
    Near,
}

impl Row {
    fn key(&self) -> (String, i64, bool) {
        (fold(&self.text), self.half_points, self.is_top)
    }

    fn place(&self) -> (bool, i64, i64) {
        (self.is_top, tenths(self.y) / 30, self.half_points)
    }

    fn is_number(&self) -> bool {
        is_page_number(&self.text) && !matches!(self.standing, Standing::InText | Standing::InScale)
    }
}

/// Takes the running heads and feet out of all pages; gives them back by page, heads and feet apart.
pub(super) fn take(pages: &mut [RawPage]) -> Vec<(Vec<Chunk>, Vec<Chunk>)> {
    let rows: Vec<Vec<Row>> = pages.iter().map(edge_rows).collect();
    let mut counts: HashMap<(String, i64, bool), usize> = HashMap::new();
    let mut texts: HashMap<String, usize> = HashMap::new();
    for row in rows.iter().flatten() {
        *counts.entry(row.key()).or_default() += 1;
        *texts.entry(row.text.clone()).or_default() += 1;
    }
    // The last lines of entries are alike but for their numbers: within a text, they are no heads for that.
    let repeats = |row: &Row| {
        let many = if row.standing == Standing::InText { texts.get(&row.text) } else { counts.get(&row.key()) };
        many.is_some_and(|many| *many >= 2)
            && row.text.chars().any(char::is_alphanumeric)
            && row.standing != Standing::InScale
    };
    let places = head_places(&rows, &repeats);
    let is_furniture = |row: &Row| repeats(row) || row.standing == Standing::Apart && places.contains(&row.place());
    let mut numbers: HashMap<(bool, i64, i64), usize> = HashMap::new();
    for row in rows.iter().flatten().filter(|row| row.is_number()) {
        *numbers.entry(row.place()).or_default() += 1;
    }
    let is_counted = |row: &Row| numbers.get(&row.place()).is_some_and(|many| *many >= 2);
    let found = pages.iter_mut().zip(rows);
    found
        .map(|(page, rows)| {
            let (mut heads, feet) = remove(page, rows, &is_furniture, &is_counted);
            heads.extend(take_line_numbers(page));
            (heads, feet)
        })
        .collect()
}

/// Where heads and feet stand that change from page to page: at a height where others repeat or count the pages,
/// or where several pages have a row apart from their text.
fn head_places(rows: &[Vec<Row>], repeats: &dyn Fn(&Row) -> bool) -> HashSet<(bool, i64, i64)> {
    let mut apart: HashMap<(bool, i64, i64), usize> = HashMap::new();
    let mut places = HashSet::new();
    for row in rows.iter().flatten() {
        if repeats(row) || row.is_number() {
            places.insert(row.place());
        }
        if row.standing == Standing::Apart {
            *apart.entry(row.place()).or_default() += 1;
        }
    }
    let pages = rows.iter().filter(|rows| !rows.is_empty()).count();
    places.extend(apart.into_iter().filter(|(_, count)| *count >= 2 && count * 2 >= pages).map(|(place, _)| place));
    places
}

/// Takes out the numbers that manuscripts count their lines with.
fn take_line_numbers(page: &mut RawPage) -> Option<Chunk> {
    let frame = page.frames.iter_mut().find(|frame| frame.angle == 0)?;
    let number = |piece: &Piece| {
        let counts = |char: char| char.is_ascii_digit() || char == '+' || char.is_whitespace();
        let may_be = piece.spans.iter().all(|span| span.text.chars().all(counts));
        may_be.then(|| piece.text().trim().parse::<u32>().ok().filter(|number| *number < 10_000)).flatten()
    };
    let mut columns: HashMap<i64, Vec<(f64, u32)>> = HashMap::new();
    for piece in &frame.pieces {
        if let Some(number) = number(piece) {
            columns.entry(tenths(piece.x1) / 20).or_default().push((piece.y, number));
        }
    }
    let text = |edge: i64| {
        let beyond = |piece: &&Piece| number(piece).is_none() && tenths(piece.x0) / 20 < edge && piece.words() > 1;
        frame.pieces.iter().filter(beyond).count()
    };
    let edge = columns.into_iter().find_map(|(edge, mut numbers)| {
        if numbers.len() < LEAST_NUMBERED {
            return None;
        }
        numbers.sort_by(|a, b| a.0.total_cmp(&b.0));
        let steps = numbers.windows(2).filter(|pair| matches!(pair, [a, b] if b.1 > a.1 && b.1 - a.1 <= 5)).count();
        let all = frame.pieces.len() - numbers.len();
        let text = text(edge);
        let beside = text == 0 || text * 10 > all * 9;
        (steps * 10 >= (numbers.len() - 1) * 9 && beside).then_some(edge)
    })?;
    let counted = |piece: &Piece| number(piece).is_some() && tenths(piece.x1) / 20 == edge;
    let (numbers, rest): (Vec<Piece>, Vec<Piece>) = std::mem::take(&mut frame.pieces).into_iter().partition(counted);
    frame.pieces = rest;
    let lines = numbers.into_iter().map(|piece| Line::new(piece.spans)).collect();
    Some(Chunk::new(BlockKind::RunningHead, lines, 0))
}

/// Takes out the rows that are furniture. A number further in than text counts the pages only where those of other pages
/// stand.
fn remove(
    page: &mut RawPage,
    rows: Vec<Row>,
    repeated: &dyn Fn(&Row) -> bool,
    counted: &dyn Fn(&Row) -> bool,
) -> (Vec<Chunk>, Vec<Chunk>) {
    let (mut heads, mut feet) = (Vec::new(), Vec::new());
    let Some(frame) = page.frames.iter_mut().find(|frame| frame.angle == 0) else { return (heads, feet) };
    let mut gone: Vec<usize> = Vec::new();
    let (mut text_above, mut text_below) = (false, false);
    for row in rows {
        let beyond_text = if row.is_top { &mut text_above } else { &mut text_below };
        let kind = if row.is_number() && (!*beyond_text || counted(&row)) {
            BlockKind::PageNumber
        } else if repeated(&row) {
            BlockKind::RunningHead
        } else {
            *beyond_text = true;
            continue;
        };
        let taken = row.pieces.iter().filter_map(|&place| frame.pieces.get(place));
        let line = Line::new(taken.flat_map(|piece| piece.spans.clone()).collect());
        let target = if row.is_top { &mut heads } else { &mut feet };
        target.push(Chunk::new(kind, vec![line], 0));
        gone.extend(row.pieces);
    }
    let mut place = 0;
    frame.pieces.retain(|_| {
        place += 1;
        !gone.contains(&(place - 1))
    });
    (heads, feet)
}

/// Whether a text is the number of a page: "12", "- 3 -", "Page 4", "5/12", "3 of 9", "iv".
fn is_page_number(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let body = text.trim_start_matches(is_mark);
    let marks = text.get(..text.len() - body.len()).unwrap_or_default().chars();
    let labelled = if marks.clone().count() > MOST_MARKS {
        None
    } else {
        ["page", "p."].iter().find_map(|word| body.strip_prefix(word))
    };
    let number = labelled.unwrap_or(body).trim_start();
    let core = number.trim_end_matches(is_mark);
    let after = number.get(core.len()..).unwrap_or_default().chars().count();
    marks.skip(MOST_MARKS).all(char::is_whitespace) && after <= MOST_MARKS && (is_roman(core) || is_count(core))
}

/// Whether a character is neither letter nor digit.
fn is_mark(char: char) -> bool {
    !matches!(char, '0'..='9' | '_' | 'A'..='Z' | 'a'..='z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ' | 'Œ' | 'œ')
}

fn is_roman(text: &str) -> bool {
    (1..=6).contains(&text.len()) && text.chars().all(|char| matches!(char, 'i' | 'v' | 'x' | 'l'))
}

/// Whether a text is a number, or a number of so many.
fn is_count(text: &str) -> bool {
    let is_number = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let rest = text.trim_start_matches(|char: char| char.is_ascii_digit());
    let number = text.get(..text.len() - rest.len()).unwrap_or_default();
    let total = ["/", "of", "de", "sur"].iter().find_map(|word| rest.trim_start().strip_prefix(word));
    is_number(number) && (rest.is_empty() || total.is_some_and(|total| is_number(total.trim_start())))
}

/// Text without what changes from page to page.
fn fold(text: &str) -> String {
    let mut out = String::new();
    for char in text.chars().filter(|char| !char.is_whitespace()) {
        if !char.is_ascii_digit() {
            out.extend(char.to_lowercase());
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

fn edge_rows(page: &RawPage) -> Vec<Row> {
    let Some(frame) = page.frames.iter().find(|frame| frame.angle == 0) else { return Vec::new() };
    let (top, bottom) = (TOP * page.height, BOTTOM * page.height);
    // Figures that reach into the text have labels at the edges of pages too. Most pages have nothing as small there.
    let drawings = LazyCell::new(|| {
        let mut drawings = floats::drawings(page);
        drawings.retain(|drawing| drawing.y1 > top && drawing.y0 < top || drawing.y0 < bottom && drawing.y1 > bottom);
        drawings
    });
    let usual = median(frame.pieces.iter().filter(|piece| piece.words() > 2).map(|piece| piece.size).collect());
    let is_label = |piece: &Piece| {
        if piece.size >= LABEL_SIZE * usual || piece.words() > LABEL_WORDS {
            return false;
        }
        let bounds = floats::bounds(piece);
        let middle = f64::midpoint(bounds.y0, bounds.y1);
        let beside = |drawing: &Shape| {
            let level = drawing.y0 < middle && middle < drawing.y1;
            drawing.is_near(&bounds, if level { LABEL_BESIDE } else { LABEL_NEAR } * piece.size)
        };
        drawings.iter().any(beside)
    };
    let step = step(&frame.pieces);
    let mut rows = zone_rows(&frame.pieces, step, true, &|piece| piece.y < top && !is_label(piece));
    rows.extend(zone_rows(&frame.pieces, step, false, &|piece| piece.y > bottom && !is_label(piece)));
    rows
}

fn zone_rows(pieces: &[Piece], step: f64, is_top: bool, inside: &dyn Fn(&Piece) -> bool) -> Vec<Row> {
    let mut order: Vec<(usize, &Piece)> = pieces.iter().enumerate().filter(|(_, piece)| inside(piece)).collect();
    let outermost = order.iter().map(|(_, piece)| piece.y);
    let outermost = if is_top { outermost.reduce(f64::min) } else { outermost.reduce(f64::max) }.unwrap_or_default();
    let next_gap = pieces.iter().map(|piece| (piece.y - outermost).abs()).filter(|gap| *gap > 3.0).reduce(f64::min);
    order.sort_by(|a, b| a.1.y.total_cmp(&b.1.y));
    if !is_top {
        order.reverse();
    }
    let mut rows: Vec<(f64, Vec<(usize, &Piece)>)> = Vec::new();
    for (place, piece) in order {
        let full = rows.len() == OUTER_ROWS;
        match rows.last_mut() {
            Some((y, row)) if (*y - piece.y).abs() < 3.0 => row.push((place, piece)),
            _ if full => break,
            _ => rows.push((piece.y, vec![(place, piece)])),
        }
    }
    let finish = |(y, mut row): (f64, Vec<(usize, &Piece)>)| {
        row.sort_by(|a, b| a.1.x0.total_cmp(&b.1.x0));
        let texts = row.iter().flat_map(|(_, piece)| &piece.spans).map(|span| span.text.as_str());
        let half_points = row.first().map_or(0, |(_, piece)| tenths(piece.size) / 5);
        let size = row.iter().map(|(_, piece)| piece.size).fold(0.0, f64::max);
        let wide = next_gap.is_some_and(|gap| gap > HEAD_GAP * size && gap > HEAD_STEP * step);
        let standing = if wide && (y - outermost).abs() < 3.0 {
            Standing::Apart
        } else if row.first().is_some_and(|(_, first)| is_in_text(first, pieces, step, is_top)) {
            Standing::InText
        } else {
            Standing::Near
        };
        Row {
            y,
            standing,
            half_points,
            text: texts.collect::<Vec<_>>().join(" "),
            pieces: row.iter().map(|(place, _)| *place).collect(),
            is_top,
        }
    };
    let mut rows: Vec<Row> = rows.into_iter().filter(|(_, row)| !is_script(row, pieces)).map(finish).collect();
    if rows.iter().filter(|row| is_page_number(&row.text)).count() > 1 {
        for row in rows.iter_mut().filter(|row| is_page_number(&row.text) && row.standing != Standing::Apart) {
            row.standing = Standing::InScale;
        }
    }
    rows
}

/// Whether two lines of the same type follow a piece, further from the edge, as the lines of a text do.
fn is_in_text(piece: &Piece, pieces: &[Piece], step: f64, is_top: bool) -> bool {
    let next = |piece: &Piece| {
        pieces.iter().find(|other| {
            let away = if is_top { other.y - piece.y } else { piece.y - other.y };
            away > 3.0
                && away < HEAD_STEP * step
                && (other.x0 - piece.x0).abs() < INDENT * piece.size
                && (tenths(other.size) - tenths(piece.size)).abs() < 5
        })
    };
    next(piece).and_then(next).is_some()
}

/// The usual distance of the lines of a page.
fn step(pieces: &[Piece]) -> f64 {
    let mut rows: Vec<f64> = pieces.iter().map(|piece| piece.y).collect();
    rows.sort_by(f64::total_cmp);
    let steps = rows.windows(2).filter_map(|pair| match pair {
        [above, below] => Some(below - above).filter(|step| *step > 3.0),
        _ => None,
    });
    median(steps.collect())
}

/// Whether all pieces of a row are raised or lowered at larger type: exponents and limits, of the first line of a page
/// too, are no heads.
fn is_script(row: &[(usize, &Piece)], pieces: &[Piece]) -> bool {
    let at = |small: &Piece, large: &Piece| {
        small.size < SCRIPT * large.size
            && (small.y - large.y).abs() < large.size
            && small.x0 < large.x1 + large.size
            && large.x0 < small.x1 + large.size
    };
    row.iter().all(|(_, piece)| pieces.iter().any(|other| at(piece, other)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::layout::Frame;
    use crate::extract::layout::line::Span;
    use crate::extract::pdf::ShapeKind;

    #[test]
    fn page_numbers_are_told_from_text() {
        for text in ["12", "- 3 -", "Page 4", "5/12", "3 of 9", "iv"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["2019 was", "mix of", "1.2", ""] {
            assert!(!is_page_number(text), "{text}");
        }
    }

    #[test]
    fn labels_of_a_figure_at_the_top_of_a_page_are_no_running_head() {
        let rows = |size: f64, shapes: Vec<Shape>| {
            let label = Span { size, ..Span::plain("0.5", 62.0, 80.0) };
            let text = Span::plain("The depth of the snow follows from its weight", 50.0, 300.0);
            let pieces = [label, text].map(Piece::new).to_vec();
            let frames = vec![Frame { angle: 0, pieces }];
            edge_rows(&RawPage { width: 600.0, height: 800.0, frames, shapes, ..RawPage::default() }).len()
        };
        let drawing = Shape { kind: ShapeKind::Drawing, x0: 80.0, y0: 70.0, x1: 300.0, y1: 250.0 };
        assert_eq!(rows(6.0, vec![drawing]), 0);
        assert_eq!(rows(10.0, vec![drawing]), 1);
        assert_eq!(rows(6.0, Vec::new()), 1);
    }

    #[test]
    fn numbers_do_not_tell_running_heads_apart() {
        assert_eq!(fold("Revue d’essai 12 (3)"), fold("Revue d’essai 4 (31)"));
    }
}
