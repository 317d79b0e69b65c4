//! The front of an article: the blocks of its first pages with their lines.

use std::ops::Range;

use super::head;
use super::source::Source;
use crate::domain::extraction::BlockKind;
use crate::extract::layout::{Chunk, LaidPage, Line, Words, join_lines, median};
use crate::extract::pdf::{Document, Link};

/// Pages on which title, authors and abstracts stand.
const FRONT_PAGES: usize = 2;

/// Pages of a thesis among which its abstracts stand, and the length that makes a thesis.
const THESIS_PAGES: usize = 16;
const THESIS_LENGTH: usize = 40;
/// Last pages on which abstracts of journals of the humanities stand.
const END_PAGES: usize = 3;

/// Blocks of some pages in reading order.
pub(super) struct Front<'l> {
    pub(super) blocks: Vec<FrontBlock<'l>>,
    /// The blocks of the title.
    pub(super) title: Range<usize>,
    /// Height of the first page in points.
    pub(super) height: f64,
    /// Links of these pages, each with its page.
    pub(super) links: Vec<(u32, Link)>,
    words: &'l Words,
}

/// A block with the page it stands on.
pub(super) struct FrontBlock<'l> {
    pub(super) page: u32,
    pub(super) chunk: &'l Chunk,
    pub(super) text: String,
}

impl<'l> Front<'l> {
    /// The first pages, on which title, authors and most abstracts stand.
    pub(super) fn new(laid: &'l [LaidPage], words: &'l Words, source: &Source, document: &Document) -> Self {
        let mut front = Self::of_pages(laid, words, |place| place < FRONT_PAGES);
        front.title = head::title_run(&front.blocks, source);
        let pages = (0..FRONT_PAGES).zip(1..);
        front.links =
            pages.flat_map(|(index, page)| document.links(index).into_iter().map(move |link| (page, link))).collect();
        front
    }

    /// The other pages on which abstracts stand: the next ones of a thesis, the last ones of an article.
    pub(super) fn remote(laid: &'l [LaidPage], words: &'l Words) -> Self {
        let thesis =
            laid.len() >= THESIS_LENGTH || laid.iter().take(2).flat_map(|page| &page.chunks).any(is_thesis_page);
        Self::of_pages(laid, words, |place| {
            let near = if thesis { place < THESIS_PAGES } else { place + END_PAGES >= laid.len() };
            place >= FRONT_PAGES && near
        })
    }

    fn of_pages(laid: &'l [LaidPage], words: &'l Words, wanted: impl Fn(usize) -> bool) -> Self {
        let mut blocks = Vec::new();
        for ((place, page), number) in laid.iter().enumerate().zip(1..) {
            if !wanted(place) {
                continue;
            }
            for chunk in &page.chunks {
                blocks.push(FrontBlock { page: number, chunk, text: join_lines(&chunk.lines, words) });
            }
        }
        Self { blocks, title: 0..0, height: laid.first().map_or(0.0, |page| page.height), links: Vec::new(), words }
    }

    /// The blocks of the title.
    pub(super) fn title_blocks(&self) -> &[FrontBlock<'l>] {
        self.blocks.get(self.title.clone()).unwrap_or_default()
    }

    /// The size of type of most lines of running text.
    pub(super) fn text_size(&self) -> f64 {
        let flows = |block: &&FrontBlock<'_>| matches!(block.chunk.kind, BlockKind::Paragraph | BlockKind::Abstract);
        let lines = self.blocks.iter().filter(flows).flat_map(|block| &block.chunk.lines);
        median(lines.map(|line| line.size).collect())
    }

    /// The page that the title stands on, the first when there is none.
    pub(super) fn title_page(&self) -> u32 {
        self.title_blocks().first().map_or(1, |block| block.page)
    }

    /// The text of some lines, hyphens undone.
    pub(super) fn join_lines(&self, lines: &[Line]) -> String {
        join_lines(lines, self.words)
    }

    /// Joins the lines of several blocks, hyphens undone over their borders too.
    pub(super) fn join(&self, blocks: &[&FrontBlock<'l>]) -> String {
        let lines: Vec<Line> = blocks.iter().flat_map(|block| block.chunk.lines.clone()).collect();
        join_lines(&lines, self.words)
    }
}

/// Whether a block says that a thesis or dissertation is presented.
fn is_thesis_page(chunk: &Chunk) -> bool {
    let text = chunk.plain().to_lowercase();
    let works = ["thèse", "mémoire", "thesis", "dissertation", "essai"];
    let verbs = ["présenté", "soumis", "submitted", "presented", "in partial fulfil", "intitulé"];
    works.iter().any(|word| text.contains(word)) && verbs.iter().any(|word| text.contains(word))
}
