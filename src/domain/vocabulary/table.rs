//! Reads an embedded CSV table into rows of named cells.

use std::collections::HashMap;

/// One row: column name to cell, empty cells left out.
pub(super) type Row = HashMap<String, String>;

/// Reads a table that is part of the program; a test proves that each one parses.
pub(super) fn read(csv_text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(csv_text.as_bytes());
    let rows = reader.deserialize::<Row>().filter_map(Result::ok);
    rows.map(|row| row.into_iter().filter(|(_, cell)| !cell.is_empty()).collect()).collect()
}

/// The rows of a table by a cell that tells them apart; of several with the same one, the last counts.
pub(super) fn index(rows: &'static [Row], column: &str) -> HashMap<&'static str, &'static Row> {
    rows.iter().filter_map(|row| Some((row.get(column)?.as_str(), row))).collect()
}

/// A cell of the row that an index gave, empty when there is none.
pub(super) fn cell_of(row: Option<&&'static Row>, column: &str) -> &'static str {
    row.and_then(|row| row.get(column)).map_or("", String::as_str)
}

/// A cell, empty when absent.
pub(super) fn cell(row: &Row, column: &str) -> String {
    row.get(column).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_table_parses_without_losing_a_row() {
        let tables = [
            include_str!("access_rights.csv"),
            include_str!("fields_of_research.csv"),
            include_str!("funders.csv"),
            include_str!("institution_aliases.csv"),
            include_str!("institutions.csv"),
            include_str!("languages.csv"),
            include_str!("licences.csv"),
            include_str!("places.csv"),
            include_str!("resource_types.csv"),
            include_str!("versions.csv"),
        ];
        for table in tables {
            assert_eq!(read(table).len() + 1, table.trim_end().lines().count());
        }
    }
}
