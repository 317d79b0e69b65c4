//! The rows and cells of a table, with the places of its cells in the text.

use super::Spanning;

/// A cell of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Where it begins in the text of its table, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// How many columns it stands in.
    pub columns: usize,
    /// How many rows it stands in.
    pub rows: usize,
}

/// A table by its rows: those of its heading, and the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Rows of headings, one at least unless the table is empty.
    pub head: Vec<Vec<Cell>>,
    /// The rows below.
    pub body: Vec<Vec<Cell>>,
}

impl Table {
    /// The rows of a table's text, whose cells are parted by tabulators; rows without text are left out. Where
    /// headings stand over several columns, the row below them is one of headings too, and a heading beside them
    /// stands in all of these rows.
    #[must_use]
    pub fn of(text: &str, spans: &[Spanning]) -> Self {
        let mut at = 0;
        let mut body: Vec<Vec<Cell>> = Vec::new();
        let mut heads = 1;
        for (number, line) in text.split('\n').enumerate() {
            let start = at;
            at += line.len() + 1;
            if line.trim().is_empty() {
                continue;
            }
            let over = || spans.iter().filter(|span| span.row == number);
            let below = text.get(at..).unwrap_or_default().split('\n').next().unwrap_or_default();
            // What stands alone in a row further down is the name of a group of rows.
            let beside = line.split('\t').filter(|cell| !cell.trim().is_empty()).count() > 1;
            if over().next().is_some() && body.len() <= heads && (beside || body.is_empty()) {
                heads = body.len() + if has_numbers(below) { 1 } else { 2 };
            }
            body.push(row(line, start, &|column| {
                over().find(|span| span.column == column).map_or(1, |span| span.columns.max(1))
            }));
        }
        let rest = body.split_off(heads.min(body.len()));
        let mut table = Self { head: body, body: rest };
        if !table.body.is_empty() {
            table.join_heads(text);
        } else if heads > 1 {
            table.body = table.head.split_off(1);
        }
        table
    }

    /// Lets a heading that stands alone in its column be one of all rows of headings.
    fn join_heads(&mut self, text: &str) {
        let rows = self.head.len();
        let is_empty = |cell: &Cell| text.get(cell.start..cell.end).is_none_or(|text| text.trim().is_empty());
        let columns = self.head.iter().map(|row| row.iter().map(|cell| cell.columns).sum()).max().unwrap_or(0_usize);
        for column in (0..columns).filter(|_| rows > 1) {
            let places: Vec<(usize, usize, Cell)> = self
                .head
                .iter()
                .enumerate()
                .filter_map(|(at, row)| place_of(row, column).map(|(place, cell)| (at, place, cell)))
                .collect();
            let mut filled = places.iter().filter(|(.., cell)| !is_empty(cell));
            let alone = filled.next().filter(|_| filled.next().is_none());
            let single = places.len() == rows && places.iter().all(|(.., cell)| cell.columns == 1);
            let Some((_, _, cell)) = alone.filter(|_| single) else { continue };
            for (at, place, _) in &places {
                let joined = Cell { rows: if *at == 0 { rows } else { 0 }, ..*cell };
                if let Some(slot) = self.head.get_mut(*at).and_then(|row| row.get_mut(*place)) {
                    *slot = joined;
                }
            }
        }
        for row in &mut self.head {
            row.retain(|cell| cell.rows > 0);
        }
    }
}

/// Whether at least half of the cells of a line are numbers, as in no row of headings.
fn has_numbers(line: &str) -> bool {
    let cells = || line.split('\t').filter(|cell| !cell.trim().is_empty());
    let is_number = |cell: &&str| {
        cell.contains(|char: char| char.is_ascii_digit())
            && cell.chars().filter(|char| char.is_alphabetic()).count() < 2
    };
    cells().filter(is_number).count() * 2 >= cells().count().max(1)
}

/// The cell that begins in a column, with its place in the row.
fn place_of(row: &[Cell], column: usize) -> Option<(usize, Cell)> {
    let mut at = 0;
    for (place, cell) in row.iter().enumerate() {
        if at == column {
            return Some((place, *cell));
        }
        at += cell.columns;
    }
    None
}

/// The cells of a line; those behind one that stands over several columns belong to it while they are empty.
fn row(line: &str, start: usize, columns_at: &dyn Fn(usize) -> usize) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let (mut at, mut covered) = (start, 0_usize);
    for (column, text) in line.split('\t').enumerate() {
        let cell = Cell { start: at, end: at + text.len(), columns: 1, rows: 1 };
        at = cell.end + 1;
        match cells.last_mut() {
            Some(last) if covered > 0 && text.trim().is_empty() => {
                last.columns += 1;
                covered -= 1;
            }
            _ => {
                cells.push(cell);
                covered = columns_at(column).saturating_sub(1);
            }
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, spans: &[(usize, usize, usize)]) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
        let spans =
            spans.iter().map(|(row, column, columns)| Spanning { row: *row, column: *column, columns: *columns });
        let table = Table::of(text, &spans.collect::<Vec<_>>());
        let cell = |cell: &Cell| format!("{} {}x{}", &text[cell.start..cell.end], cell.columns, cell.rows);
        let rows = |rows: &[Vec<Cell>]| rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        (rows(&table.head), rows(&table.body))
    }

    #[test]
    fn headings_over_columns_and_beside_them_stand_in_their_rows_once() {
        let (head, body) = shown("\tFrench\t\nLake\tP\tR\nCarré\t1\t2", &[(0, 1, 2)]);
        assert_eq!(head, [vec!["Lake 1x2", "French 2x1"], vec!["P 1x1", "R 1x1"]]);
        assert_eq!(body, [["Carré 1x1", "1 1x1", "2 1x1"]]);
    }

    #[test]
    fn a_table_without_such_headings_has_one_row_of_them() {
        let (head, body) = shown("Lake\tDepth\n\nCarré\t1", &[]);
        assert_eq!(
            (head, body),
            (vec![vec!["Lake 1x1".into(), "Depth 1x1".into()]], vec![vec!["Carré 1x1".to_owned(), "1 1x1".to_owned()]])
        );
        assert_eq!(shown("", &[(0, 0, 2)]), (Vec::new(), Vec::new()));
    }

    #[test]
    fn numbers_below_a_heading_over_columns_are_no_headings() {
        let (head, body) = shown("Lake\tDepth\t\nCarré\t1,2\t3 m", &[(0, 1, 2)]);
        assert_eq!(head, [["Lake 1x1", "Depth 2x1"]]);
        assert_eq!(body, [["Carré 1x1", "1,2 1x1", "3 m 1x1"]]);
    }

    #[test]
    fn a_name_of_a_group_of_rows_is_no_heading() {
        let (head, body) = shown("Lake\tDepth\nOf the north\t\nCarré\tdeep", &[(1, 0, 2)]);
        assert_eq!(head, [["Lake 1x1", "Depth 1x1"]]);
        assert_eq!(body, [vec!["Of the north 2x1"], vec!["Carré 1x1", "deep 1x1"]]);
    }

    #[test]
    fn what_does_not_fit_the_text_changes_nothing() {
        let (head, body) = shown("a\tb\n1\t2", &[(0, 0, 9), (7, 0, 2)]);
        assert_eq!(head, [["a 1x1", "b 1x1"]]);
        assert_eq!(body, [["1 1x1", "2 1x1"]]);
    }
}
