//! Tables: rows by line, cells by tabulator.

use super::tree::Element;

/// Most columns that one cell may span.
const MAX_SPAN: usize = 50;

/// The text of a `table`; a cell that spans columns is followed by empty ones so that columns stay in line.
pub(super) fn text(table: &Element) -> String {
    let rows = table.find_all("tr").into_iter().map(row);
    rows.filter(|row| !row.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

fn row(row: &Element) -> String {
    let cells = row.elements().filter(|cell| matches!(cell.name.as_str(), "td" | "th"));
    cells.map(|cell| format!("{}{}", cell.inline_text(), "\t".repeat(span(cell) - 1))).collect::<Vec<_>>().join("\t")
}

fn span(cell: &Element) -> usize {
    cell.attribute("colspan").and_then(|span| span.parse::<usize>().ok()).unwrap_or(1).clamp(1, MAX_SPAN)
}
