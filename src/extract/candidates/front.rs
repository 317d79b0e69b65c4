//! The front of an article: the blocks of its first pages with their lines.

use crate::extract::layout::{Chunk, LaidPage, Line, Words, join_lines};

/// Pages on which title, authors and abstracts stand.
const FRONT_PAGES: usize = 2;

/// The blocks of the first pages in reading order.
pub(super) struct Front<'l> {
    pub(super) blocks: Vec<FrontBlock<'l>>,
    words: &'l Words,
}

/// A block with the page it stands on.
pub(super) struct FrontBlock<'l> {
    pub(super) page: u32,
    pub(super) chunk: &'l Chunk,
    pub(super) text: String,
}

impl<'l> Front<'l> {
    pub(super) fn new(laid: &'l [LaidPage], words: &'l Words) -> Self {
        let mut blocks = Vec::new();
        for (page, number) in laid.iter().take(FRONT_PAGES).zip(1..) {
            for chunk in &page.chunks {
                blocks.push(FrontBlock { page: number, chunk, text: join_lines(&chunk.lines, words) });
            }
        }
        Self { blocks, words }
    }

    /// Joins the lines of several blocks, hyphens undone over their borders too.
    pub(super) fn join(&self, blocks: &[&FrontBlock<'l>]) -> String {
        let lines: Vec<Line> = blocks.iter().flat_map(|block| block.chunk.lines.clone()).collect();
        join_lines(&lines, self.words)
    }
}
