//! The front of an article: the blocks of its first pages with their lines, and paragraphs put together again.

use crate::domain::extraction::{BlockKind, Page};
use crate::extract::layout::{Chunk, LaidPage, Line, Words, join_lines};

/// Pages on which title, authors and abstracts stand.
const FRONT_PAGES: usize = 2;

/// Words of sections and sentences of thanks and funding, in lower case.
const THANKS: [&str; 9] = [
    "acknowledg",
    "remerci",
    "funding",
    "funded",
    "financement",
    "financial",
    "soutien",
    "source of support",
    "sources of support",
];

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

/// A paragraph of the flow, whole again over column and page breaks.
pub(super) struct Paragraph {
    pub(super) page: u32,
    pub(super) text: String,
    /// Whether it stands under a heading of thanks or funding.
    pub(super) is_thanks: bool,
}

/// The paragraphs of a document without headings, references, running heads.
pub(super) fn paragraphs(pages: &[Page]) -> Vec<Paragraph> {
    let mut out: Vec<Paragraph> = Vec::new();
    let mut thanks = false;
    let mut open: Option<usize> = None;
    for page in pages {
        for block in &page.blocks {
            match block.kind {
                BlockKind::Heading(_) => {
                    thanks = is_thanks(&block.text);
                }
                BlockKind::Reference
                | BlockKind::Formula
                | BlockKind::RunningHead
                | BlockKind::PageNumber
                | BlockKind::Title => {}
                _ => match open.and_then(|open| out.get_mut(open)) {
                    Some(last) if block.continues => {
                        last.text.push(' ');
                        last.text.push_str(&block.text);
                    }
                    _ => {
                        let opening: String = block.text.chars().take(40).collect();
                        let is_thanks = thanks || is_thanks(&opening);
                        if !matches!(block.kind, BlockKind::Footnote | BlockKind::Caption | BlockKind::Table) {
                            open = Some(out.len());
                        }
                        out.push(Paragraph { page: page.number, text: block.text.clone(), is_thanks });
                    }
                },
            }
        }
    }
    out
}

fn is_thanks(text: &str) -> bool {
    let lower = text.to_lowercase();
    THANKS.iter().any(|word| lower.contains(word))
}
