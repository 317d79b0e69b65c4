//! From the blocks of an extraction to the parts of a reading page: nested headings, joined paragraphs, lists, tables
//! and figures with their captions, footnotes, references.

use super::figures;
use super::gallery::{Gallery, Image};
use super::linked::Linked;
use super::tables;
use super::text::{Entry, Part, ReadingText, Target, TextPage};
use super::view::{LangAttribute, Marked};
use super::ways::{self, Ways};
use crate::domain::Lang;
use crate::domain::extraction::{Block, BlockKind, Page};
use crate::domain::picture::{Subject, unread};

/// Deepest heading under the page's own `h1`.
const DEEPEST_HEADING: u8 = 4;

/// Makes the text page by page.
pub(super) struct Builder<'a> {
    mark: &'a dyn Fn(&str) -> Marked,
    lang: Option<Lang>,
    gallery: &'a Gallery,
    ways: &'a Ways,
    pub(super) text: ReadingText,
    /// Level of the last heading, so that none is skipped on the way down.
    level: u8,
    /// Whether the captions of tables stand below them, as the last page that told says.
    below: bool,
}

/// A heading without the stop that parts it from the text where it opens a paragraph.
fn heading_text(text: &str) -> &str {
    let bare = text.trim().trim_end_matches(['.', ':', '–', '—', ' ', '\u{a0}', '\u{202f}']);
    if bare.is_empty() { text.trim() } else { bare }
}

impl<'a> Builder<'a> {
    /// A text without pages so far.
    pub(super) fn new(
        mark: &'a dyn Fn(&str) -> Marked,
        lang: Option<Lang>,
        gallery: &'a Gallery,
        ways: &'a Ways,
    ) -> Self {
        Self { mark, lang, gallery, ways, text: ReadingText::default(), level: 1, below: false }
    }

    /// Adds a page.
    pub(super) fn page(&mut self, page: &Page) {
        let mut parts = Vec::new();
        self.below = figures::are_captions_below(&page.blocks).unwrap_or(self.below);
        let whole = self.gallery.of_page(page.number);
        if let Some((picture, src)) = whole {
            parts.push(Part::WholePage { image: self.gallery.image(picture, src, "", page.number) });
        }
        for (at, block) in page.blocks.iter().enumerate().filter(|(_, block)| block.kind.is_flow()) {
            let shown = self.gallery.of_block(page.number, at);
            let image = shown.map(|(picture, src)| {
                let blocks = page.blocks.get(picture.blocks.clone()).unwrap_or_default();
                let text = blocks.iter().map(|block| block.text.trim()).collect::<Vec<_>>().join(" ");
                let image = self.gallery.image(picture, src, &text, page.number);
                figures::described(image, picture.subject, blocks)
            });
            match shown.map(|(picture, _)| picture.subject).zip(image) {
                // The picture of the page shows it.
                _ if whole.is_some() && unread(&block.text) == Some(Subject::LostText) => {}
                Some((subject, image)) => self.pictured(page, at, (subject, image), &mut parts),
                None if block.text.trim().is_empty() => {}
                None => self.block(page, at, &mut parts),
            }
        }
        let printed = page.label.clone().filter(|label| *label != page.number.to_string());
        self.text.pages.push(TextPage { number: page.number, printed, parts });
    }

    /// A block that is shown as a picture too.
    fn pictured(&mut self, page: &Page, at: usize, (subject, image): (Subject, Image), parts: &mut Vec<Part>) {
        let Some(block) = page.blocks.get(at) else { return };
        let text = (self.mark)(block.text.trim());
        match subject {
            Subject::Figure => {
                let words = (!block.text.trim().is_empty()).then_some(text);
                let nameless = || self.gallery.nameless(subject, page.number);
                let alt = if image.described { image.alt } else { nameless() };
                figures::push_figure(parts, Image { alt, ..image }, words, self.gallery.page_href(page.number));
            }
            Subject::Formula => parts.push(Part::Formula { image: Some(image), text }),
            Subject::Table | Subject::FailedTable => {
                let failed = subject == Subject::FailedTable;
                let table = self.table((block, (page.number, at)), parts, Some(image), failed);
                parts.push(table);
            }
            Subject::LostText if !matches!(block.kind, BlockKind::Heading(_) | BlockKind::Caption) => {
                parts.push(Part::LostText { image, read: self.target(block, (page.number, at)) });
            }
            Subject::GappyText | Subject::LostText => {
                self.plain(page, block, at, parts);
                let nameless = self.gallery.nameless(subject, page.number);
                parts.push(Part::AsPrinted { image: Image { alt: nameless, ..image } });
            }
            Subject::WholePage => {}
        }
    }

    /// A block without a picture of its own.
    fn block(&mut self, page: &Page, at: usize, parts: &mut Vec<Part>) {
        let Some(block) = page.blocks.get(at) else { return };
        match parts.last_mut() {
            // A further line of the formula that the picture shows.
            Some(Part::Formula { text, .. }) if self.gallery.shows(page.number, at) => {
                text.append((self.mark)(block.text.trim()));
            }
            _ => self.plain(page, block, at, parts),
        }
    }

    /// A block as text alone.
    fn plain(&mut self, page: &Page, block: &Block, at: usize, parts: &mut Vec<Part>) {
        let place = (page.number, at);
        let (lang, text) = (self.lang_of(block), self.ways.link(block, place, self.mark));
        let joins = block.continues && block.kind != BlockKind::Table;
        let Some(text) = (if joins { self.join(page, at, text, parts) } else { Some(text) }) else { return };
        match block.kind {
            BlockKind::Heading(level) => {
                let plain = heading_text(&block.text);
                let head = Block { text: plain.to_owned(), ..block.clone() };
                let text = self.ways.link(&head, place, self.mark);
                parts.push(self.heading(level, lang, text, plain));
            }
            BlockKind::ListItem => push_item(parts, lang, text),
            BlockKind::Reference => push_reference(parts, self.target(block, place)),
            BlockKind::Table => {
                let table = self.table((block, place), parts, None, false);
                parts.push(table);
            }
            BlockKind::Caption => {
                figures::push_caption(
                    parts,
                    self.target(block, place),
                    self.gallery.page_href(page.number),
                    self.below,
                );
            }
            BlockKind::Footnote => parts.push(Part::Footnote { note: self.target(block, place) }),
            BlockKind::Formula => parts.push(Part::Formula { image: None, text: (self.mark)(block.text.trim()) }),
            BlockKind::Code => parts.push(Part::Code { text: (self.mark)(&block.text) }),
            BlockKind::Abstract => parts.push(Part::Paragraph { class: "abstract", lang, text }),
            BlockKind::FrontMatter => parts.push(Part::Paragraph { class: "front", lang, text }),
            BlockKind::Paragraph if block.continues => {
                parts.push(Part::Paragraph { class: "continued", lang, text });
            }
            BlockKind::Paragraph => parts.push(Part::Paragraph { class: "", lang, text }),
            // The title is the heading of the whole page; heads and numbers are no text; a figure that cannot be
            // shown has its caption.
            BlockKind::Title | BlockKind::Figure | BlockKind::RunningHead | BlockKind::PageNumber => {}
        }
    }

    /// Adds what goes on from a paragraph before to it, over the end of a page too; gives it back when there is none, or
    /// when it is all that its page has.
    fn join(&mut self, page: &Page, at: usize, rest: Linked, parts: &mut [Part]) -> Option<Linked> {
        if let Some(text) = open(parts) {
            text.append(rest);
            return None;
        }
        let over = parts.iter().all(is_aside) && has_more(page, at);
        match self.text.pages.last_mut().filter(|_| over).and_then(|before| open(&mut before.parts)) {
            Some(text) => {
                text.append_over_break(page.number, rest);
                None
            }
            None => Some(rest),
        }
    }

    /// A block that others may lead to.
    fn target(&self, block: &Block, place: ways::Place) -> Target {
        Target {
            anchor: ways::anchor(place),
            lang: self.lang_of(block),
            text: self.ways.link(block, place, self.mark),
            back: self.ways.back(place),
        }
    }

    /// The language of a block where it differs from that of the text.
    fn lang_of(&self, block: &Block) -> LangAttribute {
        LangAttribute(block.lang.filter(|lang| Some(*lang) != self.lang && *lang != Lang::UND))
    }

    fn heading(&mut self, level: u8, lang: LangAttribute, text: Linked, plain: &str) -> Part {
        let level = (level + 1).clamp(2, DEEPEST_HEADING).min(self.level + 1);
        self.level = level;
        let anchor = format!("s{}", self.text.contents.len() + 1);
        self.text.contents.push(Entry { level, anchor: anchor.clone(), lang, text: plain.to_owned() });
        Part::Heading { level, anchor, lang, text }
    }

    /// The table, with the caption that stands right before it when that is a table's.
    fn table(
        &self,
        (block, place): (&Block, ways::Place),
        parts: &mut Vec<Part>,
        image: Option<Image>,
        failed: bool,
    ) -> Part {
        let (heads, rows) = tables::rows(block, self.ways.of(place), self.mark);
        let caption = match parts.last() {
            Some(Part::Caption { caption, .. }) if !self.below && figures::is_of_table(&caption.text) => {
                Some(caption.clone())
            }
            _ => None,
        };
        if caption.is_some() {
            parts.pop();
        }
        let image = image.map(|image| figures::called(image, caption.as_ref(), None));
        let continued = block.continues && caption.is_none();
        Part::Table { lang: self.lang_of(block), caption, continued, heads, rows, image, failed }
    }
}

/// The running text that may go on, over what stands between: footnotes, figures and tables.
fn open(parts: &mut [Part]) -> Option<&mut Linked> {
    match parts.iter_mut().rev().find(|part| !is_aside(part))? {
        Part::Paragraph { text, .. } => Some(text),
        Part::List { items } => items.last_mut().map(|(_, text)| text),
        Part::References { items } => items.last_mut().map(|item| &mut item.text),
        _ => None,
    }
}

fn is_aside(part: &Part) -> bool {
    use Part::{AsPrinted, Caption, Figure, Footnote, Table};
    matches!(part, Footnote { .. } | Figure { .. } | Table { .. } | Caption { .. } | AsPrinted { .. })
}

/// Whether a page has text of its own behind a block.
fn has_more(page: &Page, at: usize) -> bool {
    let own = |block: &Block| block.kind.is_flow() && !block.continues && !block.text.trim().is_empty();
    page.blocks.iter().skip(at + 1).any(own)
}

fn push_item(parts: &mut Vec<Part>, lang: LangAttribute, text: Linked) {
    if let Some(Part::List { items }) = parts.last_mut() {
        items.push((lang, text));
    } else {
        parts.push(Part::List { items: vec![(lang, text)] });
    }
}

fn push_reference(parts: &mut Vec<Part>, entry: Target) {
    if let Some(Part::References { items }) = parts.last_mut() {
        items.push(entry);
    } else {
        parts.push(Part::References { items: vec![entry] });
    }
}
