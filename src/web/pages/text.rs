//! The parts of a reading page, as HTML will have them; `builder` makes them from the blocks of an extraction.

use super::builder::Builder;
use super::gallery::{Gallery, Image};
use super::linked::Linked;
use super::tables::TableCell;
use super::view::{LangAttribute, Marked};
use super::ways::Ways;
use crate::domain::Lang;
use crate::domain::extraction::Extraction;

/// One page of the text.
#[derive(Debug)]
pub(crate) struct TextPage {
    pub(crate) number: u32,
    pub(crate) printed: Option<String>,
    pub(crate) parts: Vec<Part>,
}

/// A part of a page, as HTML will have it.
#[derive(Debug)]
pub(crate) enum Part {
    /// A heading of level 2 to 4.
    Heading { level: u8, anchor: String, lang: LangAttribute, text: Linked },
    /// A paragraph; the class tells abstract, front matter and what goes on from the page before.
    Paragraph { class: &'static str, lang: LangAttribute, text: Linked },
    /// Items of a list.
    List { items: Vec<(LangAttribute, Linked)> },
    /// Entries of the bibliography.
    References { items: Vec<Target> },
    /// A table, and the picture of it.
    Table {
        lang: LangAttribute,
        caption: Option<Target>,
        /// Whether it goes on from the page before, and has no caption of its own.
        continued: bool,
        heads: Vec<Vec<TableCell>>,
        rows: Vec<Vec<TableCell>>,
        image: Option<Image>,
        /// Whether the picture comes first, since the cells could not be told apart.
        failed: bool,
    },
    /// A displayed formula: as it is printed, where there is a picture of it, and its signs.
    Formula { image: Option<Image>, text: Marked },
    /// Code or what a program printed, in its lines.
    Code { text: Marked },
    /// A figure: its parts as they are printed, its caption, the words in it.
    Figure { images: Vec<Image>, caption: Option<Target>, words: Option<Marked>, href: Option<String> },
    /// A text that could not be read: as it is printed, and what was read.
    LostText { image: Image, read: Target },
    /// The part before, which could not be read whole, as it is printed.
    AsPrinted { image: Image },
    /// A page without text, as it is printed.
    WholePage { image: Image },
    /// The caption of a figure whose picture is in the file only.
    Caption { caption: Target, href: Option<String> },
    /// A footnote.
    Footnote { note: Target },
}

impl Part {
    /// Whether a word that is looked for stands in it.
    pub(crate) fn has_marks(&self) -> bool {
        match self {
            Self::Formula { text, .. } | Self::Code { text } => text.has_marks(),
            Self::Heading { text, .. } | Self::Paragraph { text, .. } => text.has_marks(),
            Self::LostText { read: target, .. }
            | Self::Caption { caption: target, .. }
            | Self::Footnote { note: target } => target.text.has_marks(),
            Self::List { items } => items.iter().any(|(_, text)| text.has_marks()),
            Self::References { items } => items.iter().any(|item| item.text.has_marks()),
            Self::Figure { caption, words, .. } => {
                caption.iter().any(|caption| caption.text.has_marks()) || words.iter().any(Marked::has_marks)
            }
            Self::Table { caption, heads, rows, .. } => {
                let mut cells = heads.iter().chain(rows).flatten();
                caption.iter().any(|caption| caption.text.has_marks()) || cells.any(|cell| cell.text.has_marks())
            }
            Self::AsPrinted { .. } | Self::WholePage { .. } => false,
        }
    }
}

/// A text that others lead to: an entry of the bibliography, a note, a caption.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// Its name on the page.
    pub(crate) anchor: String,
    pub(crate) lang: LangAttribute,
    pub(crate) text: Linked,
    /// Names of the places from which one comes.
    pub(crate) back: Vec<String>,
}

/// An entry of the table of contents.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) level: u8,
    pub(crate) anchor: String,
    pub(crate) lang: LangAttribute,
    pub(crate) text: String,
}

/// A text ready to be shown.
#[derive(Debug, Default)]
pub(crate) struct ReadingText {
    pub(crate) pages: Vec<TextPage>,
    pub(crate) contents: Vec<Entry>,
}

impl ReadingText {
    /// The text of an extraction whose language is `lang`, with its pictures; `mark` marks the words that are looked for.
    pub(crate) fn of(
        extraction: &Extraction,
        lang: Option<Lang>,
        gallery: &Gallery,
        mark: &dyn Fn(&str) -> Marked,
    ) -> Self {
        let ways = Ways::new(extraction);
        let mut builder = Builder::new(mark, lang, gallery, &ways);
        for page in &extraction.pages {
            builder.page(page);
        }
        builder.text
    }
}
