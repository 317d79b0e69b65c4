//! Where in its journal an article stands: volume, issue, pages and ISSN.
//!
//! They are read from XMP (PRISM), the document's subject, running heads, statements of how to cite, and the printed
//! page numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::front::{Front, FrontBlock};
use super::place::{self, Place};
use super::source::Source;
use super::{from_page, from_source, identifiers, journals};
use crate::domain::Issn;
use crate::domain::extraction::{BlockKind, Candidate, Origin, Page, PageRange};

/// Characters of a block that is read as a statement of where an article appears.
const LONGEST: usize = 1_200;
/// Beginnings of footnotes and side notes that say where the article itself appears.
const STATEMENTS: [&str; 14] = [
    "citation",
    "cite ",
    "citer",
    "how to cite",
    "to cite",
    "pour citer",
    "référence à citer",
    "proceedings",
    "the proceedings",
    "actes d",
    "appearing in",
    "published in",
    "publié dans",
    "copyright",
];
/// Fewest pages whose printed numbers follow each other before they tell the article's pages.
const FEWEST_NUMBERS: usize = 2;
/// Digits of the longest page number.
const LONGEST_NUMBER: usize = 5;

/// What is known of the article's place in its journal, each list with the surest first.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) volumes: Vec<Candidate<String>>,
    pub(super) issues: Vec<Candidate<String>>,
    pub(super) ranges: Vec<Candidate<PageRange>>,
    pub(super) issns: Vec<Candidate<Issn>>,
}

/// Where one statement stands.
#[derive(Clone, Copy)]
struct At<'t> {
    confidence: f32,
    origin: Origin,
    page: Option<u32>,
    text: &'t str,
}

impl<'t> At<'t> {
    /// A value that the XMP packet states.
    fn xmp(text: &'t str) -> Self {
        Self { confidence: 0.95, origin: Origin::Xmp, page: None, text }
    }

    fn candidate<T>(&self, value: T) -> Candidate<T> {
        match self.page {
            Some(page) => from_page(value, self.confidence, self.origin, page, self.text),
            None => from_source(value, self.confidence, self.origin, self.text),
        }
    }
}

/// Reads all statements of where the article stands.
pub(super) fn read(front: &Front<'_>, pages: &[Page], source: &Source) -> Places {
    let mut out = Places::default();
    out.add_xmp(source);
    if let Some(subject) = &source.subject {
        out.add(place::read(subject), At { confidence: 0.85, origin: Origin::Info, page: None, text: subject });
    }
    for (page, _, _, text) in journals::rows(front) {
        out.add(place::read(&text), At { confidence: 0.85, origin: Origin::Layout, page: Some(page), text: &text });
    }
    for (page, text) in journals::furniture(front) {
        out.add(place::read(&text), At { confidence: 0.8, origin: Origin::Layout, page: Some(page), text: &text });
    }
    for (confidence, block) in statements(front) {
        let at = At { confidence, origin: Origin::Layout, page: Some(block.page), text: &block.text };
        out.add(place::read(&block.text), at);
    }
    for block in &front.blocks {
        out.add_issns(
            &block.text,
            At { confidence: 0.9, origin: Origin::Text, page: Some(block.page), text: &block.text },
        );
    }
    out.add_numbers(pages);
    out.sort();
    out
}

/// Blocks of the first page that say where the article appears.
pub(super) fn statements<'f, 'l>(front: &'f Front<'l>) -> impl Iterator<Item = (f32, &'f FrontBlock<'l>)> {
    let title_page = front.title_page();
    let near = front.blocks.iter().enumerate().filter(move |(place, block)| {
        block.page <= title_page && !front.title.contains(place) && block.text.chars().count() <= LONGEST
    });
    near.filter_map(move |(place, block)| {
        let lower = block.text.to_lowercase();
        let told = place
            .checked_sub(1)
            .and_then(|before| front.blocks.get(before))
            .is_some_and(|before| before.text.chars().count() < 40 && is_statement(&before.text.to_lowercase()));
        let confidence = match block.chunk.kind {
            _ if told || is_statement(&lower) => 0.85,
            BlockKind::RunningHead => return None,
            _ if place < 3 => 0.8,
            BlockKind::FrontMatter => 0.7,
            _ => return None,
        };
        Some((confidence, block))
    })
}

fn is_statement(lower: &str) -> bool {
    STATEMENTS.iter().any(|start| lower.starts_with(start))
}

impl Places {
    fn add(&mut self, found: Option<Place>, at: At<'_>) {
        let Some(found) = found else { return };
        if let Some(volume) = found.volume {
            identifiers::keep(&mut self.volumes, at.candidate(volume));
        }
        if let Some(issue) = found.issue {
            identifiers::keep(&mut self.issues, at.candidate(issue));
        }
        if let Some(range) = found.pages {
            identifiers::keep(&mut self.ranges, at.candidate(range));
        }
    }

    fn add_xmp(&mut self, source: &Source) {
        let xmp = &source.xmp;
        for volume in &xmp.volumes {
            identifiers::keep(&mut self.volumes, At::xmp(volume).candidate(volume.clone()));
        }
        for issue in &xmp.issues {
            identifiers::keep(&mut self.issues, At::xmp(issue).candidate(issue.clone()));
        }
        let stated =
            xmp.first_pages.first().map(|first| PageRange::new(first, xmp.last_pages.first().map(String::as_str)));
        let range = xmp.page_ranges.first().and_then(|text| place::range(text));
        if let Some(range) = range.or(stated) {
            let text = range.to_string();
            self.ranges.push(At::xmp(&text).candidate(range));
        }
        for issn in &xmp.issns {
            if let Ok(value) = Issn::parse(issn) {
                identifiers::keep(&mut self.issns, At::xmp(issn).candidate(value));
            }
        }
    }

    fn add_issns(&mut self, text: &str, at: At<'_>) {
        for issn in place::issns(text) {
            identifiers::keep(&mut self.issns, at.candidate(issn));
        }
    }

    /// The article's pages by the printed page numbers. A first page that prints none counts backwards from the next.
    fn add_numbers(&mut self, pages: &[Page]) {
        let Some((first, last)) = printed(pages) else { return };
        let range = PageRange::new(&first.to_string(), Some(&last.to_string()));
        // A statement that names the first page alone is completed by the numbers.
        for known in &mut self.ranges {
            if known.value.last.is_none() && known.value.first == range.first && last > first {
                known.value.last.clone_from(&range.last);
            }
        }
        // Copies that authors keep are numbered from 1, and so are reports.
        let confidence = if first > 1 { 0.7 } else { 0.3 };
        if self.ranges.is_empty() || first > 1 {
            let text = range.to_string();
            let at = At { confidence, origin: Origin::Layout, page: Some(1), text: &text };
            identifiers::keep(&mut self.ranges, at.candidate(range));
        }
    }

    fn sort(&mut self) {
        fn best<T>(all: &mut [Candidate<T>]) {
            all.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        }
        best(&mut self.volumes);
        best(&mut self.issues);
        best(&mut self.ranges);
        best(&mut self.issns);
    }
}

/// The numbers of the first and last page where the printed numbers follow each other on most pages.
fn printed(pages: &[Page]) -> Option<(u32, u32)> {
    let mut votes: BTreeMap<u32, usize> = BTreeMap::new();
    for page in pages {
        let offsets: BTreeSet<u32> = numbers_of(page).filter_map(|number| number.checked_sub(page.number)).collect();
        for offset in offsets {
            *votes.entry(offset).or_default() += 1;
        }
    }
    let (offset, agreeing) = votes.into_iter().max_by_key(|(_, count)| *count)?;
    let last = u32::try_from(pages.len()).ok()?;
    let enough = agreeing >= FEWEST_NUMBERS && agreeing * 3 >= pages.len() * 2;
    enough.then_some((offset + 1, offset + last))
}

/// The numbers at the edges of a page, its own among them.
fn numbers_of(page: &Page) -> impl Iterator<Item = u32> {
    let edge = |kind| matches!(kind, BlockKind::PageNumber | BlockKind::RunningHead);
    let texts = page.blocks.iter().filter(move |block| edge(block.kind)).map(|block| block.text.as_str());
    let numbers = texts.flat_map(|text| text.split(|char: char| !char.is_ascii_digit()));
    numbers.filter(|digits| (1..=LONGEST_NUMBER).contains(&digits.len())).filter_map(|digits| digits.parse().ok())
}
