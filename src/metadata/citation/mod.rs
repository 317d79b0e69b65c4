//! The reference of the box « Citer cet article », in the styles that people are asked for, in French or English.
//!
//! A CSL processor (`hayagriva`) lays the references out; the styles and the words of both languages stand in `styles/`,
//! written for the kinds of works held here: those in circulation are made for one language, and some of them mix it
//! into a reference in another. Pieces come out, which a template can set in italics and link.

mod item;
mod kept;
mod pieces;
mod processor;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use super::Record;
use crate::domain::Lang;

/// A style of references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// American Psychological Association, 7th edition.
    Apa,
    /// Modern Language Association, 9th edition.
    Mla,
    /// Chicago Manual of Style, 18th edition, author-date.
    Chicago,
    /// ICMJE Recommendations and Citing Medicine.
    Vancouver,
    /// ISO 690:2021.
    Iso690,
}

impl Style {
    /// All styles, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Apa, Self::Mla, Self::Chicago, Self::Vancouver, Self::Iso690];

    /// Its short name in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Apa => "apa",
            Self::Mla => "mla",
            Self::Chicago => "chicago",
            Self::Vancouver => "vancouver",
            Self::Iso690 => "iso690",
        }
    }

    /// Its name for people, the same in all languages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Apa => "APA",
            Self::Mla => "MLA",
            Self::Chicago => "Chicago",
            Self::Vancouver => "Vancouver",
            Self::Iso690 => "ISO 690",
        }
    }
}

/// A reference in pieces; written out it is plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Citation {
    /// The pieces in order. Spaces and punctuation belong to them.
    pub pieces: Vec<Piece>,
}

/// A piece of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Upright text.
    Plain(String),
    /// Title of a journal or of a work that stands alone, or a volume: in italics.
    Italic(String),
    /// Words that lead to an address.
    Link {
        /// The words.
        text: String,
        /// The address.
        href: String,
    },
}

impl Piece {
    /// The text of the piece.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Italic(text) | Self::Link { text, .. } => text,
        }
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| f.write_str(piece.text()))
    }
}

/// The references of a record in all styles, in the order of [`Style::ALL`]. Laying them out takes longer than the rest of a
/// page, so the last ones are kept in memory.
#[must_use]
pub fn citations(record: &Record<'_>, lang: Lang) -> Arc<[(Style, Citation)]> {
    let item = item::of(record, lang);
    kept::find_or_make(&item, lang, || {
        Style::ALL.into_iter().map(|style| (style, processor::render(&item, style, lang))).collect()
    })
}

/// The reference of a record in a style, in French or English words.
#[must_use]
pub fn citation(record: &Record<'_>, style: Style, lang: Lang) -> Citation {
    processor::render(&item::of(record, lang), style, lang)
}
