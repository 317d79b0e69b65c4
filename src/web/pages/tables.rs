//! Tables of the reading page: headings that stand over several columns, cells with links, exponents and faces in them.

use super::linked::{Linked, Way};
use super::view::Marked;
use crate::domain::extraction::{Block, Cell, Faced, Table};

/// A cell as HTML will have it.
#[derive(Debug)]
pub(crate) struct TableCell {
    pub(crate) text: Linked,
    /// How many columns and rows it stands in.
    pub(crate) columns: usize,
    pub(crate) rows: usize,
}

/// The rows of headings of a table, and the other rows; `ways` are those of its trimmed text.
pub(super) fn rows(
    block: &Block,
    ways: &[(usize, usize, Way)],
    mark: &dyn Fn(&str) -> Marked,
) -> (Vec<Vec<TableCell>>, Vec<Vec<TableCell>>) {
    let table = Table::of(&block.text, &block.spans);
    let shown = |cell: &Cell| TableCell { text: text(block, cell, ways, mark), columns: cell.columns, rows: cell.rows };
    let all = |rows: &[Vec<Cell>]| rows.iter().map(|row| row.iter().map(shown).collect()).collect();
    (all(&table.head), all(&table.body))
}

/// The text of a cell; one that `mark` changes has nothing set in it, since places would not fit it.
fn text(block: &Block, cell: &Cell, ways: &[(usize, usize, Way)], mark: &dyn Fn(&str) -> Marked) -> Linked {
    let whole = block.text.get(cell.start..cell.end).unwrap_or_default();
    let own = whole.trim();
    let marked = mark(own);
    if marked.0.iter().map(|piece| piece.text.len()).sum::<usize>() != own.len() {
        return Linked::new(marked, &[], &[]);
    }
    let from = cell.start + whole.len() - whole.trim_start().len();
    let end = from + own.len();
    let skipped = block.text.len() - block.text.trim_start().len();
    let first = ways.partition_point(|(start, ..)| start + skipped < from);
    let ways: Vec<(usize, usize, Way)> = ways
        .iter()
        .skip(first)
        .map(|(start, stop, way)| (start + skipped, stop + skipped, way))
        .take_while(|(_, stop, _)| *stop <= end)
        .map(|(start, stop, way)| (start - from, stop - from, way.clone()))
        .collect();
    let faces = block.faces.iter().skip(block.faces.partition_point(|part| part.start < from));
    let faces: Vec<Faced> = faces
        .take_while(|part| part.end <= end)
        .map(|part| Faced { start: part.start - from, end: part.end - from, ..*part })
        .collect();
    Linked::new(marked, &ways, &faces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extraction::{BlockKind, Face, Spanning};

    #[test]
    fn links_exponents_and_faces_stand_in_their_cells() {
        let block = Block {
            faces: vec![Faced { start: 14, end: 18, face: Face::Bold }, Faced { start: 90, end: 99, face: Face::Bold }],
            spans: vec![Spanning { row: 0, column: 1, columns: 2 }],
            ..Block::new(BlockKind::Table, "\tLake\t\nkm2\tA\t 0.91\nb\tc\td")
        };
        // The text without the tabulator before it.
        let ways = [(8, 9, Way::Script { raised: true }), (20, 21, Way::Out("https://exemple.org".to_owned()))];
        let (heads, body) = rows(&block, &ways, &Marked::plain);
        let cell = |cell: &TableCell| format!("{} {}x{}", cell.text, cell.columns, cell.rows);
        let shown: Vec<String> = heads.iter().flatten().map(cell).collect();
        assert_eq!(shown, ["km<sup>2</sup> 1x2", "Lake 2x1", "A 1x1", "<b>0.91</b> 1x1"]);
        let link =
            "<a href=\"https://exemple.org\" rel=\"external nofollow\" data-address=\"https://exemple.org\">c</a> 1x1";
        assert_eq!(body[0].iter().map(cell).collect::<Vec<_>>(), ["b 1x1", link, "d 1x1"]);
    }
}
