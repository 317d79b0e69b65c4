//! Places text on pages and notes of what element of the structure it is.

use super::Error;
use super::fonts::Face;

/// A4, lying.
pub(super) const PAGE: (f32, f32) = (841.89, 595.28);
/// Space around the text.
pub(super) const MARGIN: f32 = 40.0;
/// Size of running text.
pub(super) const TEXT: f32 = 9.0;
/// Where the text of a page ends.
const BOTTOM: f32 = PAGE.1 - MARGIN - 12.0;
/// A line is so much higher than its letters.
pub(super) const LEADING: f32 = 1.35;

/// What an element is (ISO 32000-1, 14.8.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Heading(u16),
    Paragraph,
    Table,
    TableHead,
    TableBody,
    Row,
    HeadCell,
    RowHead,
    Cell,
}

impl Kind {
    pub(super) fn is_heading(self) -> bool {
        matches!(self, Self::Heading(_))
    }
}

/// An element of the structure.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) kind: Kind,
    pub(super) parent: Option<usize>,
    /// What it says, for headings.
    pub(super) text: String,
    /// Where it begins.
    pub(super) place: (usize, f32),
}

/// A line of text, or a rule.
#[derive(Debug)]
pub(super) enum Mark {
    Text { element: Option<usize>, is_bold: bool, size: f32, at: (f32, f32), text: String },
    Rule { from: (f32, f32), to: f32 },
}

/// Pages and structure as they grow.
pub(super) struct Layout {
    pub(super) faces: [Face; 2],
    pub(super) pages: Vec<Vec<Mark>>,
    pub(super) elements: Vec<Element>,
    /// What stands at the foot of each page.
    pub(super) foot: String,
    /// Where the next line begins.
    pub(super) y: f32,
}

impl Layout {
    pub(super) fn new(foot: String) -> Result<Self, Error> {
        let faces = [Face::new(dejavu::sans_condensed::regular())?, Face::new(dejavu::sans_condensed::bold())?];
        Ok(Self { faces, pages: vec![Vec::new()], elements: Vec::new(), foot, y: MARGIN })
    }

    pub(super) fn face(&self, is_bold: bool) -> &Face {
        let [regular, bold] = &self.faces;
        if is_bold { bold } else { regular }
    }

    /// Width of the text.
    pub(super) fn width() -> f32 {
        PAGE.0 - 2.0 * MARGIN
    }

    /// Begins a page.
    pub(super) fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = MARGIN;
    }

    /// Whether so much more has its place on the page.
    pub(super) fn has_room(&self, height: f32) -> bool {
        self.y + height <= BOTTOM
    }

    /// Adds an element below another; gives its number.
    pub(super) fn element(&mut self, kind: Kind, parent: Option<usize>, text: &str) -> usize {
        let place = (self.pages.len().saturating_sub(1), self.y);
        self.elements.push(Element { kind, parent, text: text.to_owned(), place });
        self.elements.len() - 1
    }

    /// Puts a mark on the page.
    pub(super) fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    pub(super) fn heading(&mut self, level: u16, text: &str) {
        let size = match level {
            1 => 18.0,
            2 => 13.0,
            _ => 10.0,
        };
        self.y += size * 0.8;
        // A heading stays with what follows it.
        if !self.has_room(size * LEADING + 60.0) {
            self.turn();
        }
        self.block(Kind::Heading(level), text, size, true);
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        self.block(Kind::Paragraph, text, TEXT, false);
        self.y += TEXT * 0.5;
    }

    fn block(&mut self, kind: Kind, text: &str, size: f32, is_bold: bool) {
        let lines = self.face(is_bold).lines(text, size, Self::width());
        if lines.is_empty() {
            return;
        }
        if !self.has_room(size * LEADING) {
            self.turn();
        }
        let element = self.element(kind, None, text);
        for text in lines {
            if !self.has_room(size * LEADING) {
                self.turn();
            }
            let at = (MARGIN, self.y + size);
            self.mark(Mark::Text { element: Some(element), is_bold, size, at, text });
            self.y += size * LEADING;
        }
    }
}
