//! Paragraphs that go on over a column or page break, and over what stands between their parts.
//!
//! What stands between may look like text: the lines of an algorithm, remnants of a figure, notes below a table. The
//! parts of a paragraph are brought together, so that each part stands behind the one it goes on from with nothing but
//! figures, tables, captions and footnotes between them.

use super::blocks::{Chunk, is_list_mark};
use super::headings::is_numbered;
use super::join::halves;
use super::line::Line;
use std::collections::HashSet;

use super::{LaidPage, order};
use crate::domain::extraction::BlockKind;

/// Type smaller than this part of the body size is not running text.
const SMALL: f64 = 0.93;
/// Distance in points up to which blocks begin at the same place.
const SAME_LEFT: f64 = 2.0;
/// Part of a column that the last line of a text leaves free where its sentence ends there.
const SHORT: f64 = 0.25;
/// Bytes of a word that is known by itself, of one that is known as a part of others, and of one that is no word.
const SHORT_WORD: usize = 5;
const LONG_WORD: usize = 7;
const LONGEST_WORD: usize = 60;

/// What a block tells about the text before and after it.
struct Part<'p> {
    page: usize,
    chunk: &'p Chunk,
    /// Right edge of its column.
    right: f64,
    small: bool,
    /// Whether a float stands between it and the text before, or the end of a column.
    after_float: bool,
    /// Whether it opens a column too.
    after_break: bool,
}

impl Part<'_> {
    fn is_text(&self) -> bool {
        use BlockKind::{Abstract, ListItem, Paragraph, Reference};
        matches!(self.chunk.kind, Paragraph | Abstract | Reference | ListItem)
    }

    /// Whether its sentence has not ended.
    fn is_open(&self) -> bool {
        let text = self.chunk.last_text().trim_end();
        let unclosed = || {
            let count = |wanted: char| {
                self.chunk.lines.iter().flat_map(|line| line.text.chars()).filter(move |c| *c == wanted).count()
            };
            text.ends_with(';') && self.is_full() && count('(') > count(')')
        };
        !text.ends_with(['.', '!', '?', ':', ';', '»', '”']) || unclosed()
    }

    /// Whether its last line fills the column.
    fn is_full(&self) -> bool {
        self.chunk.lines.last().is_some_and(|line| line.x1 > self.right - line.size)
    }

    /// Whether its last line ends so early that its text ends there.
    fn is_short(&self) -> bool {
        let width = self.right - self.chunk.left;
        self.chunk.lines.last().is_none_or(|line| line.x1 < self.right - SHORT * width)
    }

    fn starts_low(&self) -> bool {
        let text = self.chunk.first_text();
        text.starts_with(|char: char| char.is_lowercase() || char == '(')
            && !(text.starts_with('(') && is_list_mark(text))
    }

    /// Whether a text of this kind and type may go on in another block.
    fn fits(&self, next: &Self) -> bool {
        let kind = self.chunk.kind;
        let alike = |line: &Line, other: &Line| line.size.min(other.size) > SMALL * line.size.max(other.size);
        // Names in typewriter type are set smaller.
        kind.goes_on_in(next.chunk.kind)
            && kind != BlockKind::Reference
            && self.chunk.lines.iter().any(|line| next.chunk.lines.iter().any(|other| alike(line, other)))
    }

    /// Whether a block at the start of a column or page goes on with the text right before it.
    fn goes_on(&self, next: &Self) -> bool {
        let Some(first) = next.chunk.lines.first() else { return false };
        let right = self.chunk.lines.iter().map(|line| line.x1).fold(f64::NEG_INFINITY, f64::max);
        let full = self.runs_on() && self.chunk.lines.last().is_some_and(|line| line.x1 > right - line.size);
        let full = full && self.chunk.lines.len() > 1;
        let level = self.chunk.kind == BlockKind::Paragraph && full && first.x0 < next.chunk.left + 0.4 * first.size;
        let starts = first.text.starts_with(|char: char| char.is_alphanumeric()) && !is_numbered(&first.text);
        // "Algorithm 1" opens something of its own.
        let mut words = first.text.split_whitespace();
        let named = words.next().is_some_and(|word| word.starts_with(char::is_uppercase))
            && words.next().is_some_and(|word| word.starts_with(|char: char| char.is_ascii_digit()));
        self.fits(next) && (next.starts_low() || level && starts && !named && !first.bold)
    }

    /// Whether it ends as a line within a sentence may.
    fn runs_on(&self) -> bool {
        let text = self.chunk.last_text().trim_end();
        text.ends_with(|char: char| char.is_alphanumeric() || matches!(char, ',' | '-' | ';'))
    }
}

/// Marks the blocks that go on with a text before, and brings them together.
pub(super) fn mark_continued(pages: &mut [LaidPage], body_size: f64) {
    let parts = parts(pages, body_size);
    let mut links = vec![None; parts.len()];
    claim_broken_words(&parts, &mut links);
    Claims::new(&parts, &mut links).claim();
    drop(parts);
    order::bring_together(pages, &links);
}

/// All blocks in reading order.
fn parts(pages: &[LaidPage], body_size: f64) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut broken = false;
    for (page, laid) in pages.iter().enumerate() {
        for chunk in &laid.chunks {
            let small = chunk.size() < SMALL * body_size;
            let part = Part {
                page,
                chunk,
                right: right_of(chunk, laid),
                small,
                after_float: broken,
                after_break: broken || chunk.opens_column,
            };
            broken = match chunk.kind {
                // A note below a table or figure stands between the parts of a text as the table does.
                BlockKind::Paragraph if small && part.after_float => true,
                BlockKind::Formula if small && part.after_break => true,
                BlockKind::Code => chunk.opens_column,
                BlockKind::Heading(_) | BlockKind::Title | BlockKind::Formula => false,
                kind if kind.is_aside() => true,
                _ if part.is_text() => false,
                _ => part.after_break,
            };
            parts.push(part);
        }
    }
    parts
}

/// Where the column of a block ends: as far as the text goes that begins where it does.
fn right_of(chunk: &Chunk, page: &LaidPage) -> f64 {
    let beside = page.chunks.iter().filter(|other| {
        matches!(other.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Abstract)
            && other.angle == chunk.angle
            && (other.left - chunk.left).abs() < SAME_LEFT
    });
    beside.chain([chunk]).flat_map(|other| &other.lines).map(|line| line.x1).fold(f64::NEG_INFINITY, f64::max)
}

/// Links the halves of words that stand apart: the whole word is known to the document.
fn claim_broken_words(parts: &[Part<'_>], links: &mut [Option<usize>]) {
    let mut pairs: Vec<(usize, usize, String)> = Vec::new();
    for (at, part) in parts.iter().enumerate().filter(|(_, part)| part.is_text() && !part.small) {
        if !part.chunk.last_text().trim_end().ends_with(['-', '‐', '\u{ad}']) {
            continue;
        }
        let mut ended = false;
        for (next, other) in parts.iter().enumerate().skip(at + 1).filter(|(_, other)| other.is_text()) {
            if other.page > part.page + 1 {
                break;
            }
            if (other.after_break || ended) && other.starts_low() && part.fits(other) {
                let word = halves(part.chunk.last_text(), other.chunk.first_text());
                pairs.extend(word.map(|(left, right)| (at, next, format!("{left}{right}"))));
            }
            ended = !other.is_open();
        }
    }
    let wanted: HashSet<&str> = pairs.iter().map(|(_, _, word)| word.as_str()).collect();
    let known = known_words(parts, &wanted);
    let mut last = None;
    for (first, next, word) in &pairs {
        let free = links.get(*next).is_some_and(Option::is_none);
        if last != Some(first)
            && free
            && known.contains(word)
            && let Some(link) = links.get_mut(*next)
        {
            *link = Some(*first);
            last = Some(first);
        }
    }
}

/// Those of some words that the document has, the long ones as parts of others too.
fn known_words(parts: &[Part<'_>], wanted: &HashSet<&str>) -> HashSet<String> {
    let mut known = HashSet::new();
    if wanted.is_empty() {
        return known;
    }
    let lines = parts.iter().flat_map(|part| &part.chunk.lines);
    for word in lines.flat_map(|line| line.text.split(|char: char| !char.is_alphabetic())) {
        if !(SHORT_WORD..LONGEST_WORD).contains(&word.len()) {
            continue;
        }
        let word = word.to_lowercase();
        let starts = (LONG_WORD..word.len()).filter_map(|end| word.get(..end));
        let ends = (1..word.len().saturating_sub(LONG_WORD)).filter_map(|start| word.get(start..));
        known.extend(starts.chain(ends).chain([word.as_str()]).filter(|part| wanted.contains(part)).map(str::to_owned));
    }
    known
}

/// The texts that wait for what goes on with them, page by page.
struct Claims<'p, 'l> {
    parts: &'p [Part<'p>],
    links: &'l mut [Option<usize>],
    /// Texts that something goes on with.
    taken: Vec<bool>,
    /// The text right before, where its sentence is open.
    open: Option<usize>,
    /// Open texts that a break ended.
    waiting: Vec<usize>,
    /// Whether a formula or program stands before, within the text.
    displayed: bool,
}

impl<'p, 'l> Claims<'p, 'l> {
    fn new(parts: &'p [Part<'p>], links: &'l mut [Option<usize>]) -> Self {
        let mut taken = vec![false; parts.len()];
        for first in links.iter().flatten() {
            if let Some(taken) = taken.get_mut(*first) {
                *taken = true;
            }
        }
        Self { parts, links, taken, open: None, waiting: Vec::new(), displayed: false }
    }

    fn claim(mut self) {
        for (at, part) in self.parts.iter().enumerate() {
            if part.after_break
                && let Some(open) = self.open
                && self.part(open).is_some_and(|open| open.is_full() && open.runs_on() && !open.small)
                && self.waiting.last() != Some(&open)
            {
                self.waiting.push(open);
            }
            let note = part.small && part.after_float;
            match part.chunk.kind {
                BlockKind::Paragraph if note => {}
                BlockKind::Formula if part.small && part.after_break => {}
                BlockKind::ListItem if note && !self.open_part().is_some_and(|open| open.fits(part)) => {}
                _ if part.is_text() => {
                    let link = self.links.get(at).copied().flatten().or_else(|| self.find(at, part));
                    self.link(at, link);
                    self.open = part.is_open().then_some(at);
                    self.displayed = false;
                }
                BlockKind::Code if part.chunk.opens_column => {}
                BlockKind::Heading(_) | BlockKind::Title => {
                    self.open = None;
                    self.waiting.clear();
                }
                BlockKind::Formula | BlockKind::Code => (self.open, self.displayed) = (None, true),
                _ => {}
            }
        }
    }

    fn part(&self, at: usize) -> Option<&'p Part<'p>> {
        self.parts.get(at)
    }

    fn open_part(&self) -> Option<&'p Part<'p>> {
        self.open.and_then(|open| self.part(open))
    }

    fn link(&mut self, next: usize, first: Option<usize>) {
        if let Some(link) = self.links.get_mut(next) {
            *link = first;
        }
        if let Some(taken) = first.and_then(|first| self.taken.get_mut(first)) {
            *taken = true;
        }
    }

    /// The text that a block goes on with.
    fn find(&self, at: usize, part: &Part<'_>) -> Option<usize> {
        let free = |first: &usize| self.taken.get(*first) == Some(&false);
        if !part.after_break || part.chunk.kind == BlockKind::Reference || self.ends_caption(at, part) {
            return None;
        }
        let low = part.starts_low();
        let near = self.open.filter(free).filter(|open| self.part(*open).is_some_and(|open| open.goes_on(part)));
        let far = || {
            let fits = |first: &&usize| {
                let before = self.part(**first);
                before.is_some_and(|before| before.fits(part) && part.page <= before.page + 1) && free(first)
            };
            self.waiting.iter().rev().find(fits).copied().filter(|_| low && !self.displayed && !part.small)
        };
        match near {
            Some(open) if low && self.part(open).is_some_and(Part::is_short) => far().or(near),
            Some(open) if !low && !part.chunk.opens_column && self.awaits_other(at, open) => None,
            Some(_) => near,
            None => far(),
        }
    }

    /// Whether a block is the rest of the word that the caption right before it breaks off in.
    fn ends_caption(&self, at: usize, part: &Part<'_>) -> bool {
        let caption = at.checked_sub(1).and_then(|before| self.part(before));
        caption.is_some_and(|caption| {
            caption.chunk.kind == BlockKind::Caption
                && halves(caption.chunk.last_text(), part.chunk.first_text()).is_some()
        })
    }

    /// Whether a block after this one begins in the middle of a sentence that only the open text can have begun.
    fn awaits_other(&self, at: usize, open: usize) -> bool {
        let Some(open) = self.part(open) else { return false };
        let mut ended = false;
        for part in self.parts.iter().skip(at) {
            match part.chunk.kind {
                BlockKind::Heading(_) | BlockKind::Title => return false,
                BlockKind::Formula if !part.small => ended = false,
                _ if part.page > open.page + 1 => return false,
                _ if part.is_text() && !part.small => {
                    if part.chunk.opens_column && part.starts_low() {
                        return ended && open.fits(part);
                    }
                    ended = !part.is_open();
                }
                _ => {}
            }
        }
        false
    }
}
