//! Running heads and feet, and page numbers: what repeats at the edges of pages.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::blocks::Chunk;
use super::line::Line;
use super::pieces::Piece;
use super::{RawPage, tenths};
use crate::domain::extraction::BlockKind;

/// Parts of the page height in which running heads and feet stand.
const TOP: f64 = 0.13;
const BOTTOM: f64 = 0.88;
/// Rows, counted from the edge, that may be furniture.
const OUTER_ROWS: usize = 3;

static PAGE_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^[^0-9_A-Za-zÀ-ÖØ-öø-ÿŒœ]{0,3}(?:page|p\.)?\s*(?:[0-9]{1,4}|[ivxl]{1,6}|[0-9]{1,4}\s*(?:/|of|de|sur)\s*[0-9]{1,4})[^0-9_A-Za-zÀ-ÖØ-öø-ÿŒœ]{0,3}$").ok()
});

/// A row of pieces at the edge of a page.
struct Row {
    pieces: Vec<usize>,
    text: String,
    /// Size of its type in half points: a title that running heads repeat is larger than they are.
    half_points: i64,
    is_top: bool,
}

impl Row {
    fn key(&self) -> (String, i64, bool) {
        (fold(&self.text), self.half_points, self.is_top)
    }
}

/// Takes the running heads and feet out of all pages; gives them back by page, heads and feet apart.
pub(super) fn take(pages: &mut [RawPage]) -> Vec<(Vec<Chunk>, Vec<Chunk>)> {
    let rows: Vec<Vec<Row>> = pages.iter().map(edge_rows).collect();
    let mut counts: HashMap<(String, i64, bool), usize> = HashMap::new();
    for row in rows.iter().flatten() {
        *counts.entry(row.key()).or_default() += 1;
    }
    let repeated = |row: &Row| {
        let many = counts.get(&row.key()).copied().unwrap_or_default();
        many >= 2 && row.text.chars().any(char::is_alphanumeric)
    };
    pages.iter_mut().zip(rows).map(|(page, rows)| remove(page, rows, &repeated)).collect()
}

fn remove(page: &mut RawPage, rows: Vec<Row>, repeated: &dyn Fn(&Row) -> bool) -> (Vec<Chunk>, Vec<Chunk>) {
    let (mut heads, mut feet) = (Vec::new(), Vec::new());
    let Some(frame) = page.frames.iter_mut().find(|frame| frame.angle == 0) else { return (heads, feet) };
    let mut gone: Vec<usize> = Vec::new();
    for row in rows {
        let kind = if is_page_number(&row.text) {
            BlockKind::PageNumber
        } else if repeated(&row) {
            BlockKind::RunningHead
        } else {
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

fn is_page_number(text: &str) -> bool {
    PAGE_NUMBER.as_ref().is_some_and(|pattern| pattern.is_match(text.trim()))
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
    let mut rows = zone_rows(&frame.pieces, true, &|piece| piece.y < TOP * page.height);
    rows.extend(zone_rows(&frame.pieces, false, &|piece| piece.y > BOTTOM * page.height));
    rows
}

fn zone_rows(pieces: &[Piece], is_top: bool, inside: &dyn Fn(&Piece) -> bool) -> Vec<Row> {
    let mut order: Vec<(usize, &Piece)> = pieces.iter().enumerate().filter(|(_, piece)| inside(piece)).collect();
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
    let finish = |(_, mut row): (f64, Vec<(usize, &Piece)>)| {
        row.sort_by(|a, b| a.1.x0.total_cmp(&b.1.x0));
        let texts = row.iter().flat_map(|(_, piece)| &piece.spans).map(|span| span.text.as_str());
        let half_points = row.first().map_or(0, |(_, piece)| tenths(piece.size) / 5);
        Row {
            half_points,
            text: texts.collect::<Vec<_>>().join(" "),
            pieces: row.iter().map(|(place, _)| *place).collect(),
            is_top,
        }
    };
    rows.into_iter().map(finish).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn numbers_do_not_tell_running_heads_apart() {
        assert_eq!(fold("Revue d’essai 12 (3)"), fold("Revue d’essai 4 (31)"));
    }
}
