//! Tables: rows that stay together, and heads that are drawn again on every page. The head is told once in the
//! structure; where it is drawn again it is an artifact, so that nobody hears it twice.

use super::layout::{Kind, LEADING, Layout, MARGIN, Mark, TEXT};

/// Space within a cell.
const PADDING: f32 = 3.0;
/// Most lines of a cell; what is longer is cut, so that a row has its place on a page.
const MOST_LINES: usize = 12;

/// A column.
pub(super) struct Column {
    pub(super) head: String,
    pub(super) width: f32,
}

/// A table on its way.
pub(super) struct Table {
    columns: Vec<Column>,
    body: usize,
}

impl Table {
    /// Begins a table with its head.
    pub(super) fn begin(layout: &mut Layout, columns: Vec<Column>) -> Self {
        let table = layout.element(Kind::Table, None, "");
        let head = layout.element(Kind::TableHead, Some(table), "");
        let body = layout.element(Kind::TableBody, Some(table), "");
        let table = Self { columns, body };
        let heads: Vec<String> = table.columns.iter().map(|column| column.head.clone()).collect();
        let cells = table.broken(layout, &heads, true);
        if !layout.has_room(height(&cells) * 3.0) {
            layout.turn();
        }
        let row = layout.element(Kind::Row, Some(head), "");
        table.draw(layout, &cells, Some((row, true)), true);
        table
    }

    /// Adds a row.
    pub(super) fn row(&mut self, layout: &mut Layout, cells: &[String]) {
        let cells = self.broken(layout, cells, false);
        if !layout.has_room(height(&cells)) {
            layout.turn();
            let heads: Vec<String> = self.columns.iter().map(|column| column.head.clone()).collect();
            let heads = self.broken(layout, &heads, true);
            self.draw(layout, &heads, None, true);
        }
        let row = layout.element(Kind::Row, Some(self.body), "");
        self.draw(layout, &cells, Some((row, false)), false);
    }

    /// The lines of each cell.
    fn broken(&self, layout: &Layout, cells: &[String], is_bold: bool) -> Vec<Vec<String>> {
        let lines = |(text, column): (&String, &Column)| {
            let mut lines = layout.face(is_bold).lines(text, TEXT, column.width - 2.0 * PADDING);
            if lines.len() > MOST_LINES {
                lines.truncate(MOST_LINES);
                lines.push("…".to_owned());
            }
            if lines.is_empty() {
                // A cell without content would be missing in the structure, and the others in the wrong column.
                lines.push("—".to_owned());
            }
            lines
        };
        cells.iter().zip(&self.columns).map(lines).collect()
    }

    fn draw(&self, layout: &mut Layout, cells: &[Vec<String>], row: Option<(usize, bool)>, is_bold: bool) {
        let mut x = MARGIN;
        for (place, (lines, column)) in cells.iter().zip(&self.columns).enumerate() {
            let kind = match (row, place) {
                (Some((_, true)), _) => Kind::HeadCell,
                (_, 0) => Kind::RowHead,
                _ => Kind::Cell,
            };
            let element = row.map(|(row, _)| layout.element(kind, Some(row), ""));
            let mut y = layout.y + PADDING;
            for text in lines {
                let at = (x + PADDING, y + TEXT);
                layout.mark(Mark::Text { element, is_bold, size: TEXT, at, text: text.clone() });
                y += TEXT * LEADING;
            }
            x += column.width;
        }
        layout.y += height(cells);
        layout.mark(Mark::Rule { from: (MARGIN, layout.y), to: x });
    }
}

fn height(cells: &[Vec<String>]) -> f32 {
    let lines = cells.iter().map(Vec::len).max().unwrap_or_default().max(1);
    f32::from(u16::try_from(lines).unwrap_or(u16::MAX)) * TEXT * LEADING + 2.0 * PADDING
}
