//! Tables of the reading page: headings that stand over several columns, cells with exponents and faces in them.

use super::linked::{Linked, Way};
use super::view::Marked;
use crate::domain::extraction::{Block, Cell, Faced, Table};

/// A cell of a heading.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) text: Linked,
    /// How many columns and rows it stands in.
    pub(crate) columns: usize,
    pub(crate) rows: usize,
}

/// The rows of headings of a table, and the other rows.
pub(super) fn rows(block: &Block, mark: &dyn Fn(&str) -> Marked) -> (Vec<Vec<Head>>, Vec<Vec<Linked>>) {
    let table = Table::of(block);
    let head = |cell: &Cell| Head { text: text(block, cell, mark), columns: cell.columns, rows: cell.rows };
    let heads = table.head.iter().map(|row| row.iter().map(head).collect()).collect();
    let body = table.body.iter().map(|row| row.iter().map(|cell| text(block, cell, mark)).collect());
    (heads, body.collect())
}

/// The text of a cell; one that `mark` changes has nothing set in it, since places would not fit it.
fn text(block: &Block, cell: &Cell, mark: &dyn Fn(&str) -> Marked) -> Linked {
    let whole = block.text.get(cell.start..cell.end).unwrap_or_default();
    let own = whole.trim();
    let marked = mark(own);
    if marked.0.iter().map(|piece| piece.text.len()).sum::<usize>() != own.len() {
        return Linked::new(marked, &[], &[]);
    }
    let from = cell.start + whole.len() - whole.trim_start().len();
    let end = from + own.len();
    let scripts = block.scripts.iter().skip(block.scripts.partition_point(|script| script.start < from));
    let ways: Vec<(usize, usize, Way)> = scripts
        .take_while(|script| script.end <= end)
        .map(|script| (script.start - from, script.end - from, Way::Script { raised: script.raised }))
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
    use crate::domain::extraction::{BlockKind, Face, Script, Spanning};

    #[test]
    fn exponents_and_faces_stand_in_their_cells() {
        let block = Block {
            scripts: vec![Script { start: 9, end: 10, raised: true }],
            faces: vec![Faced { start: 14, end: 18, face: Face::Bold }, Faced { start: 90, end: 99, face: Face::Bold }],
            spans: vec![Spanning { row: 0, column: 1, columns: 2 }],
            ..Block::new(BlockKind::Table, "\tLake\t\nkm2\tA\t 0.91\nb\tc\td")
        };
        let (heads, body) = rows(&block, &Marked::plain);
        let cell = |cell: &Head| format!("{} {}x{}", cell.text, cell.columns, cell.rows);
        let shown: Vec<String> = heads.iter().flatten().map(cell).collect();
        assert_eq!(shown, ["km<sup>2</sup> 1x2", "Lake 2x1", "A 1x1", "<b>0.91</b> 1x1"]);
        assert_eq!(body[0].iter().map(ToString::to_string).collect::<Vec<_>>(), ["b", "c", "d"]);
    }
}
