//! The parts of a paragraph brought together.

use super::LaidPage;
use super::blocks::Chunk;
use crate::domain::extraction::BlockKind;

/// Moves each block that goes on with another behind it: what stands between, other than figures, tables, captions
/// and footnotes, goes behind it, or before the text that it interrupts at the end of a page. `links` holds for every
/// block in reading order the one that it goes on with. Blocks that cannot be moved so do not go on.
pub(super) fn bring_together(pages: &mut [LaidPage], links: &[Option<usize>]) {
    let mut order = Order::new(pages);
    let mut continued = vec![false; links.len()];
    for (next, first) in links.iter().enumerate() {
        if let (Some(first), Some(continues)) = (first, continued.get_mut(next)) {
            *continues = order.bring(*first, next, links).is_some();
        }
    }
    let chunks = pages.iter_mut().flat_map(|page| std::mem::take(&mut page.chunks));
    let mut chunks: Vec<Option<Chunk>> = chunks
        .zip(continued)
        .map(|(mut chunk, continues)| {
            if chunk.kind != BlockKind::Reference {
                chunk.continues = continues;
            }
            Some(chunk)
        })
        .collect();
    for (page, places) in pages.iter_mut().zip(order.pages) {
        page.chunks = places.into_iter().filter_map(|place| chunks.get_mut(place).and_then(Option::take)).collect();
    }
}

struct Order {
    /// For each page its blocks, by their places in the first order.
    pages: Vec<Vec<usize>>,
    /// Whether a block in the first order parts a text that goes on behind it.
    parts_text: Vec<bool>,
    in_flow: Vec<bool>,
    /// Page of every block.
    page_of: Vec<usize>,
}

impl Order {
    fn new(pages: &[LaidPage]) -> Self {
        let kinds: Vec<BlockKind> = pages.iter().flat_map(|page| &page.chunks).map(|chunk| chunk.kind).collect();
        let mut places = 0..kinds.len();
        Self {
            pages: pages.iter().map(|page| places.by_ref().take(page.chunks.len()).collect()).collect(),
            parts_text: kinds.iter().map(|kind| kind.is_flow() && !kind.is_aside()).collect(),
            page_of: pages.iter().enumerate().flat_map(|(page, laid)| laid.chunks.iter().map(move |_| page)).collect(),
            in_flow: kinds.iter().map(|kind| kind.is_flow()).collect(),
        }
    }

    /// Page of a block, and its place there.
    fn find(&self, block: usize) -> Option<(usize, usize)> {
        let page = *self.page_of.get(block)?;
        let place = self.pages.get(page)?.iter().position(|other| *other == block)?;
        Some((page, place))
    }

    fn parts_text(&self, block: usize) -> bool {
        self.parts_text.get(block) == Some(&true)
    }

    /// Brings a block behind the one that it goes on with; `None` where that cannot be.
    fn bring(&mut self, first: usize, next: usize, links: &[Option<usize>]) -> Option<()> {
        let ((page, start), (end_page, end)) = (self.find(first)?, self.find(next)?);
        if page == end_page {
            let between = self.pages.get(page)?.get(start + 1..end)?;
            if between.iter().any(|block| self.parts_text(*block)) {
                self.pages.get_mut(page)?.get_mut(start + 1..=end)?.rotate_right(1);
            }
            return Some(());
        }
        let mut whole = self.pages.get(page + 1..end_page)?.iter().flatten();
        if whole.any(|block| self.parts_text(*block)) {
            return None;
        }
        self.end_page_with(page, start, links)?;
        let blocks = self.pages.get(end_page)?;
        let before = blocks.get(..end)?;
        if before.iter().any(|block| self.parts_text(*block)) {
            let top = before.iter().position(|block| self.in_flow.get(*block) == Some(&true))?;
            self.pages.get_mut(end_page)?.get_mut(top..=end)?.rotate_right(1);
        }
        Some(())
    }

    /// Makes a block and the parts of its text before it on its page the last text there.
    fn end_page_with(&mut self, page: usize, place: usize, links: &[Option<usize>]) -> Option<()> {
        let blocks = self.pages.get(page)?;
        let Some(last) = blocks.iter().rposition(|block| self.parts_text(*block)).filter(|last| *last > place) else {
            return Some(());
        };
        let mut head = place;
        while let Some(first) = blocks.get(head).and_then(|block| links.get(*block)).copied().flatten() {
            // A text that fills the page from the one before it has no place before it for others.
            head = blocks.iter().position(|block| *block == first)?;
        }
        self.pages.get_mut(page)?.get_mut(head..=last)?.rotate_left(place + 1 - head);
        Some(())
    }
}
