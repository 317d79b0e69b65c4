//! Regions of a page that readers see as pictures: figures, formulas, tables as printed, and what could not be read.
//!
//! Which regions a page has follows from its blocks alone, so the page that names a picture, the address that serves it
//! and the process that draws it always mean the same one.

mod formula;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::extraction::{Block, BlockKind, Page, Rect};

/// The sign for a character that nobody can recover.
const UNKNOWN: char = '\u{FFFD}';
/// Most pictures of one page; a page of nothing but formulas has fewer.
const MOST_PICTURES: usize = 80;
/// Smallest side of a picture in points: anything smaller shows nothing.
const LEAST_SIDE: f32 = 6.0;
/// Smallest sides in points of a figure on the first page without a caption: smaller ones are logos and badges.
const LEAST_BARE: (f32, f32) = (110.0, 60.0);
/// Room in points that is added around a region where nothing else stands.
const MARGIN: f32 = 3.0;
/// Room above and below a formula: its signs reach further than the box of their line.
const FORMULA_MARGIN: f32 = 9.0;
/// Distance in points up to which lines of formulas are one picture.
const SAME_FORMULA: f32 = 14.0;
/// Characters from which on a page whose text is mostly lost is shown whole.
const LEAST_LOST: usize = 400;
/// Longest text of a table's cell; cells with more are paragraphs that were taken for a table.
const LONGEST_CELL: usize = 400;

/// A region of a page to show as a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Its number on the page, from 1.
    pub number: u32,
    /// What it shows.
    pub subject: Subject,
    /// Where it stands on the page.
    pub bounds: Rect,
    /// The places of its blocks among those of the page: one, or several lines of a formula; none for a whole page.
    pub blocks: std::ops::Range<usize>,
}

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A figure.
    Figure,
    /// A displayed formula.
    Formula,
    /// A table, beside its cells.
    Table,
    /// A table whose cells could not be told apart: the picture comes first.
    FailedTable,
    /// A text some characters of which could not be read, beside it.
    GappyText,
    /// A text that could not be read: the picture comes first.
    LostText,
    /// A page without text.
    WholePage,
}

/// What is asked of the drawing process: regions of one page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawing {
    /// Page number from 1.
    pub page: u32,
    /// The regions in the order of their pictures.
    pub areas: Vec<Rect>,
}

impl Picture {
    /// The pictures of a page, in reading order.
    #[must_use]
    pub fn list(page: &Page) -> Vec<Self> {
        let whole = Rect { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height };
        let whole_page = || Self { number: 1, subject: Subject::WholePage, bounds: whole, blocks: 0..0 };
        if is_lost(page) {
            return vec![whole_page()];
        }
        let mut found: Vec<Self> = Vec::new();
        let formulas = formula::blocks(page);
        for (at, block) in page.blocks.iter().enumerate() {
            let subject = if formulas.contains(&at) { Some(Subject::Formula) } else { subject(block, page) };
            let Some((subject, bounds)) = subject.zip(block.bounds) else { continue };
            match found.last_mut() {
                Some(last) if last.goes_on(subject, &bounds, at) => {
                    last.bounds = union(&last.bounds, &bounds);
                    last.blocks.end = at + 1;
                }
                _ => found.push(Self { number: 0, subject, bounds, blocks: at..at + 1 }),
            }
        }
        if found.is_empty() && is_without_text(page) {
            found.push(whole_page());
        }
        for picture in &mut found {
            picture.bounds = picture.with_margin(page);
        }
        found.retain(|picture| width(&picture.bounds) >= LEAST_SIDE && height(&picture.bounds) >= LEAST_SIDE);
        found.truncate(MOST_PICTURES);
        for (number, picture) in (1..).zip(&mut found) {
            picture.number = number;
        }
        found
    }

    /// Whether a formula goes on in the next block.
    fn goes_on(&self, subject: Subject, bounds: &Rect, at: usize) -> bool {
        let apart = bounds.y0 - self.bounds.y1;
        // A number stands beside its formula, as far away as the column is wide.
        let sideways = if apart < 0.0 { formula::NUMBER_NEAR } else { formula::LINES_NEAR };
        self.subject == Subject::Formula
            && subject == Subject::Formula
            && self.blocks.end == at
            && (-height(&self.bounds) - SAME_FORMULA..SAME_FORMULA).contains(&apart)
            && side_by_side(&self.bounds, bounds, sideways)
    }

    /// Leaves out of a figure's box the running heads and the running text that it reaches into.
    fn without_text(&self, page: &Page) -> Rect {
        let mut own = self.bounds;
        if self.subject != Subject::Figure {
            return own;
        }
        let foreign = |block: &&Block| !block.kind.is_flow() || formula::is_prose(block);
        for block in page.blocks.iter().filter(foreign) {
            let Some(other) = block.bounds else { continue };
            let (across, down) = (f32::midpoint(own.x0, own.x1), middle(&own));
            let crosses = other.y1.min(own.y1) - other.y0.max(own.y0) > 2.0;
            if !crosses || !side_by_side(&own, &other, -2.0) {
                continue;
            }
            let beside = block.kind.is_flow();
            if beside && other.x1 <= across {
                own.x0 = own.x0.max(other.x1);
            } else if beside && other.x0 >= across {
                own.x1 = own.x1.min(other.x0);
            } else if other.y1 <= down {
                own.y0 = own.y0.max(other.y1);
            } else if other.y0 >= down {
                own.y1 = own.y1.min(other.y0);
            }
        }
        own
    }

    /// The region with room around it, as far as no other block of the page stands there.
    fn with_margin(&self, page: &Page) -> Rect {
        let (sides, ends) = match self.subject {
            Subject::Formula => (MARGIN, FORMULA_MARGIN),
            Subject::WholePage => (0.0, 0.0),
            _ => (MARGIN, MARGIN),
        };
        let own = self.without_text(page);
        let mut room = Rect { x0: own.x0 - sides, y0: own.y0 - ends, x1: own.x1 + sides, y1: own.y1 + ends };
        let others = page.blocks.iter().enumerate().filter(|(at, _)| !self.blocks.contains(at));
        for other in others.filter_map(|(_, block)| block.bounds) {
            if side_by_side(&own, &other, 0.0) {
                if middle(&other) < own.y0 {
                    room.y0 = room.y0.max(other.y1).min(own.y0);
                } else if middle(&other) > own.y1 {
                    room.y1 = room.y1.min(other.y0).max(own.y1);
                }
            } else if other.y0 < own.y1 && own.y0 < other.y1 {
                if other.x1 <= own.x0 {
                    room.x0 = room.x0.max(other.x1);
                } else {
                    room.x1 = room.x1.min(other.x0);
                }
            }
        }
        Rect { x0: room.x0.max(0.0), y0: room.y0.max(0.0), x1: room.x1.min(page.width), y1: room.y1.min(page.height) }
    }
}

/// What a block is shown as besides its text, if anything.
fn subject(block: &Block, page: &Page) -> Option<Subject> {
    match block.kind {
        BlockKind::Figure => is_shown(block, page).then_some(Subject::Figure),
        BlockKind::Formula => None,
        BlockKind::Table if is_failed(&block.text) => Some(Subject::FailedTable),
        BlockKind::Table => Some(Subject::Table),
        kind if kind.is_flow() => unread(&block.text),
        _ => None,
    }
}

/// Whether a figure belongs to the article: not the badges and logos of a first page.
fn is_shown(block: &Block, page: &Page) -> bool {
    let captioned = page.blocks.iter().any(|other| other.kind == BlockKind::Caption);
    let large = |bounds: Rect| width(&bounds) >= LEAST_BARE.0 && height(&bounds) >= LEAST_BARE.1;
    page.number > 1 || captioned || block.bounds.is_some_and(large)
}

/// Whether the cells of a table could not be told apart: one column, one row, paragraphs for cells, or lost signs.
fn is_failed(text: &str) -> bool {
    let rows: Vec<usize> = text.lines().map(|row| row.split('\t').count()).collect();
    let columns = rows.iter().copied().max().unwrap_or_default();
    let long = text.split(['\t', '\n']).any(|cell| cell.chars().count() > LONGEST_CELL);
    rows.len() < 2 || columns < 2 || long || unread(text).is_some()
}

/// Whether most of a page's text could not be read: one picture of it all reads better than one of each part.
fn is_lost(page: &Page) -> bool {
    let signs = || page.blocks.iter().flat_map(|block| block.text.chars()).filter(|sign| !sign.is_whitespace());
    let all = signs().count();
    all >= LEAST_LOST
        && signs().filter(|sign| *sign == UNKNOWN).count() * 2 > all
        && page.width > 0.0
        && page.height > 0.0
}

/// How a text with lost characters is shown: some stay text with the picture beside it, from one in eight the picture
/// comes first.
pub(crate) fn unread(text: &str) -> Option<Subject> {
    let lost = text.chars().filter(|c| *c == UNKNOWN).count();
    let all = text.chars().filter(|c| !c.is_whitespace()).count();
    match lost {
        0 => None,
        lost if lost * 8 >= all => Some(Subject::LostText),
        _ => Some(Subject::GappyText),
    }
}

fn is_without_text(page: &Page) -> bool {
    page.blocks.iter().all(|block| block.text.trim().is_empty()) && page.width > 0.0 && page.height > 0.0
}

fn width(rect: &Rect) -> f32 {
    rect.x1 - rect.x0
}

fn height(rect: &Rect) -> f32 {
    rect.y1 - rect.y0
}

fn middle(rect: &Rect) -> f32 {
    f32::midpoint(rect.y0, rect.y1)
}

fn side_by_side(one: &Rect, other: &Rect, slack: f32) -> bool {
    one.x0 < other.x1 + slack && other.x0 < one.x1 + slack
}

fn union(one: &Rect, other: &Rect) -> Rect {
    Rect { x0: one.x0.min(other.x0), y0: one.y0.min(other.y0), x1: one.x1.max(other.x1), y1: one.y1.max(other.y1) }
}
