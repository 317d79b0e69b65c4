//! Text placed as on the page, on a grid of characters.

use crate::extract::{PlacedLine, PlacedPage};

/// Lines whose baselines are this close, in parts of their height, share a row.
const SAME_ROW: f32 = 0.35;
/// Baselines further apart than this, in parts of a line's height, leave an empty row between them.
const ROW_GAP: f32 = 2.1;
/// Characters of a row at most, whatever a file says of its width.
const WIDEST: usize = 500;
/// Lines that are long enough to tell the width of a character.
const TELLING: usize = 20;

/// The pages as text, a form feed after each.
pub(super) fn to_text(pages: &[PlacedPage]) -> String {
    pages.iter().map(|page| page_text(page) + "\u{c}").collect()
}

/// One page; lines in another direction than most follow below, each on a row of its own.
fn page_text(page: &PlacedPage) -> String {
    let angle = main_angle(&page.lines);
    let (straight, turned): (Vec<&PlacedLine>, Vec<&PlacedLine>) =
        page.lines.iter().partition(|line| line.angle == angle);
    let width = character_width(&straight);
    let left = straight.iter().map(|line| line.bounds.x0).fold(f32::INFINITY, f32::min);
    let mut text = String::new();
    let mut before: Option<f32> = None;
    for row in rows(straight) {
        let Some(first) = row.first() else { continue };
        if before.is_some_and(|before| first.baseline - before > ROW_GAP * height(first)) {
            text.push('\n');
        }
        before = Some(first.baseline);
        text.push_str(&row_text(&row, left, width));
        text.push('\n');
    }
    for line in turned {
        text.push_str(&line.text);
        text.push('\n');
    }
    text
}

/// The direction that most characters have.
fn main_angle(lines: &[PlacedLine]) -> i16 {
    let mut counts: Vec<(i16, usize)> = Vec::new();
    for line in lines {
        match counts.iter_mut().find(|(angle, _)| *angle == line.angle) {
            Some((_, count)) => *count += line.text.len(),
            None => counts.push((line.angle, line.text.len())),
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(angle, _)| angle)
}

/// The width of a character such that nearly every line fits between its edges: narrower than the mean.
fn character_width(lines: &[&PlacedLine]) -> f32 {
    let per_character = |line: &&PlacedLine| (line.bounds.x1 - line.bounds.x0) / count(&line.text);
    let long = |line: &&&PlacedLine| line.text.chars().count() >= TELLING;
    let mut widths: Vec<f32> = lines.iter().filter(long).map(per_character).filter(|width| *width > 0.5).collect();
    if widths.is_empty() {
        widths = lines.iter().map(per_character).filter(|width| *width > 0.5).collect();
    }
    widths.sort_by(f32::total_cmp);
    widths.get(widths.len() / 10).copied().unwrap_or(5.0)
}

fn count(text: &str) -> f32 {
    f32::from(u16::try_from(text.chars().count()).unwrap_or(u16::MAX).max(1))
}

fn height(line: &PlacedLine) -> f32 {
    (line.bounds.y1 - line.bounds.y0).max(1.0)
}

/// Lines that stand beside each other, from top to bottom, each row from left to right.
fn rows(mut lines: Vec<&PlacedLine>) -> Vec<Vec<&PlacedLine>> {
    lines.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut rows: Vec<Vec<&PlacedLine>> = Vec::new();
    for line in lines {
        let beside = |row: &&mut Vec<&PlacedLine>| {
            row.first().is_some_and(|first| line.baseline - first.baseline < SAME_ROW * height(first))
        };
        match rows.last_mut().filter(beside) {
            Some(row) => row.push(line),
            None => rows.push(vec![line]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.bounds.x0.total_cmp(&b.bounds.x0));
    }
    rows
}

/// Each piece begins in its column, or two spaces after the one before where that one is too long.
fn row_text(row: &[&PlacedLine], left: f32, width: f32) -> String {
    let mut text = String::new();
    let mut length = 0;
    for piece in row {
        let column = columns((piece.bounds.x0 - left) / width);
        let start = if length == 0 { column } else { column.max(length + 2) };
        text.extend(std::iter::repeat_n(' ', start - length));
        text.push_str(&piece.text);
        length = start + piece.text.chars().count();
    }
    text
}

/// A number of columns, bounded.
fn columns(number: f32) -> usize {
    (0..WIDEST).find(|column| f32::from(u16::try_from(*column).unwrap_or(u16::MAX)) + 0.5 >= number).unwrap_or(WIDEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extraction::Rect;

    fn line(text: &str, x0: f32, baseline: f32) -> PlacedLine {
        let x1 = x0 + 5.0 * count(text);
        let bounds = Rect { x0, y0: baseline - 7.5, x1, y1: baseline + 2.2 };
        PlacedLine { text: text.to_owned(), bounds, baseline, angle: 0 }
    }

    fn text(lines: Vec<PlacedLine>) -> String {
        to_text(&[PlacedPage { number: 1, width: 595.0, height: 842.0, lines }])
    }

    #[test]
    fn columns_stand_beside_each_other() {
        let lines =
            vec![line("gauche un", 50.0, 100.0), line("gauche deux", 50.0, 112.0), line("droite", 150.0, 100.1)];
        assert_eq!(text(lines), "gauche un           droite\ngauche deux\n\u{c}");
    }

    #[test]
    fn a_wide_gap_between_lines_leaves_an_empty_row() {
        let lines = vec![line("titre", 100.0, 50.0), line("texte", 50.0, 100.0), line("suite", 50.0, 112.0)];
        assert_eq!(text(lines), "          titre\n\ntexte\nsuite\n\u{c}");
    }

    #[test]
    fn pieces_that_would_overlap_are_kept_apart() {
        let lines = vec![line("abcdefghij", 50.0, 100.0), line("klm", 60.0, 100.0)];
        assert_eq!(text(lines), "abcdefghij  klm\n\u{c}");
    }

    #[test]
    fn turned_lines_follow_below_and_absurd_places_are_bounded() {
        let turned = PlacedLine { angle: 90, ..line("marge", 10.0, 10.0) };
        let far = line("loin", 1e9, 100.0);
        let nowhere = line("ailleurs", f32::NAN, 112.0);
        let found = text(vec![turned, line("texte", 50.0, 100.0), far, nowhere]);
        assert!(found.ends_with("marge\n\u{c}") && found.len() < 2_000, "{found:?}");
    }
}
