//! Tables that go on over the end of a page.

use crate::domain::extraction::{Block, BlockKind, Page};

/// Marks the tables at the top of a page that repeat the heading of the one at the end of the page before.
pub(super) fn mark(pages: &mut [Page]) {
    let mut heading: Option<String> = None;
    for page in pages {
        let last = page.blocks.iter().rev().find(|block| !is_aside(block)).and_then(heading_of).map(ToOwned::to_owned);
        let mut flow = page.blocks.iter_mut().filter(|block| block.kind.is_flow()).peekable();
        // A caption may say again what it is.
        flow.next_if(|block| block.kind == BlockKind::Caption);
        if let Some(first) = flow.next().filter(|first| heading.is_some() && heading_of(first) == heading.as_deref()) {
            first.continues = true;
        }
        heading = last;
    }
}

/// What may stand below a table that goes on.
fn is_aside(block: &Block) -> bool {
    !block.kind.is_flow() || block.kind == BlockKind::Footnote
}

/// The first row of a table with several columns.
fn heading_of(block: &Block) -> Option<&str> {
    let heading = block.text.lines().next().filter(|_| block.kind == BlockKind::Table)?;
    (heading.contains('\t') && heading.contains(char::is_alphabetic)).then_some(heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(blocks: &[(BlockKind, &str)]) -> Page {
        let blocks = blocks.iter().map(|(kind, text)| Block::new(*kind, text)).collect();
        Page { number: 1, label: None, width: 600.0, height: 800.0, blocks }
    }

    fn continued(first: &[(BlockKind, &str)], second: &[(BlockKind, &str)]) -> Vec<bool> {
        let mut pages = [page(first), page(second)];
        mark(&mut pages);
        pages[1].blocks.iter().map(|block| block.continues).collect()
    }

    #[test]
    fn a_table_goes_on_where_the_next_page_repeats_its_heading() {
        use BlockKind::{Caption, Footnote, PageNumber, Paragraph, Table};
        let first =
            [(Paragraph, "Voici."), (Table, "Année\tLac\n2019\tCarré"), (Footnote, "1. Note."), (PageNumber, "3")];
        let rest = (Table, "Année\tLac\n2020\tRond");
        assert_eq!(continued(&first, &[rest, (Paragraph, "Suite.")]), [true, false]);
        assert_eq!(continued(&first, &[(Caption, "Tableau 1 (suite)"), rest]), [false, true]);
        assert_eq!(continued(&first, &[(Table, "Mois\tLac\nmai\tRond")]), [false]);
        assert_eq!(continued(&first, &[(Paragraph, "Texte."), rest]), [false, false]);
        assert_eq!(continued(&[first[1], (Paragraph, "Puis.")], &[rest]), [false]);
    }
}
