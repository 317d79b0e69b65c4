//! What reading a PDF or a JATS file gives: pages, blocks in reading order, and candidates for the metadata.
//!
//! Coordinates are in PDF points with the origin at the top left corner of the page as it is shown (rotation applied).

mod parts;
mod table;

pub use parts::{Face, Faced, LinkTarget, Script, Spanning, TextLink};
pub use table::{Cell, Table};

use serde::{Deserialize, Serialize};

use super::{
    AwardNumber, Doi, Fund, Issn, Lang, Licence, Localised, Metadata, Orcid, PartialDate, Person, VersionType,
};

/// Everything that was read from one file. Stored as JSON, keyed by (file hash, extractor version).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// Version of the extractor that wrote this; a new version makes older extractions stale.
    pub extractor: String,
    /// The pages in the order of the file. JATS texts have one page a section.
    pub pages: Vec<Page>,
    /// What was found about the article, best first in each list.
    pub candidates: Candidates,
    /// What could not be read, in the order it was met.
    pub warnings: Vec<Warning>,
}

/// What reading one file gave: the extraction, and the description that a JATS file carries itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Description stated by the file (JATS); a PDF has candidates only.
    pub metadata: Option<Metadata>,
    /// Pages and candidates.
    pub extraction: Extraction,
    /// Whether nothing may be added behind the file: it is encrypted or signed, or its structure is not sound.
    #[serde(default)]
    pub sealed: bool,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Place in the file, from 1.
    pub number: u32,
    /// Label printed by the file's page labels (`iv`, `123`), when it has any.
    pub label: Option<String>,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// Blocks in reading order, running heads and page numbers included (see [`BlockKind::is_flow`]).
    pub blocks: Vec<Block>,
}

impl Page {
    /// The text of the page in reading order, a line break between blocks, without running heads and page numbers.
    #[must_use]
    pub fn text(&self) -> String {
        let flow = self.blocks.iter().filter(|block| block.kind.is_flow());
        flow.map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// A run of text that belongs together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// What the block is.
    pub kind: BlockKind,
    /// Its text: lines joined, hyphenation undone. Rows of a table are separated by `\n`, its cells by `\t`, the
    /// labels of a figure by `\n`. Marks of notes and affiliations behind a word are superscript characters after
    /// a narrow no-break space (U+202F, `Roy\u{202f}¹`), and stand so before the note itself (`¹\u{202f}Voir…`).
    pub text: String,
    /// Where it stands on the page, when known.
    pub bounds: Option<Rect>,
    /// Its language, when it was long enough to tell.
    pub lang: Option<Lang>,
    /// Whether the text goes on from the block before in reading order (over a column or page break). A table that goes
    /// on repeats its first row.
    pub continues: bool,
    /// What a tagged file says of a figure or formula for those who cannot see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// The parts of the text that lead somewhere, in order, none within another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<TextLink>,
    /// The parts of the text that are set higher or lower than the line, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scripts: Vec<Script>,
    /// The parts of the text that are set in another face than the rest of it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faces: Vec<Faced>,
    /// What stands over several columns of a table, by row and column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Spanning>,
}

impl Block {
    /// A block of which nothing but its kind and text are known.
    #[must_use]
    pub fn new(kind: BlockKind, text: &str) -> Self {
        let text = text.to_owned();
        Self {
            kind,
            text,
            bounds: None,
            lang: None,
            continues: false,
            alt: None,
            links: Vec::new(),
            scripts: Vec::new(),
            faces: Vec::new(),
            spans: Vec::new(),
        }
    }
}

/// The role of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The article's title on its first page.
    Title,
    /// Authors, affiliations, dates and the like under the title.
    FrontMatter,
    /// A heading of level 1 (section) to 3.
    Heading(u8),
    /// A paragraph of the abstract.
    Abstract,
    /// A paragraph.
    Paragraph,
    /// An item of a list, its mark included.
    ListItem,
    /// A table, rows by line, cells by tabulator.
    Table,
    /// The caption of a figure or table.
    Caption,
    /// A footnote.
    Footnote,
    /// One entry of the bibliography.
    Reference,
    /// A displayed formula.
    Formula,
    /// Code or what a program printed: its lines, with the spaces that set them in.
    Code,
    /// A figure: its box, and the labels in it by line, if any.
    Figure,
    /// A running head or foot.
    RunningHead,
    /// A page number.
    PageNumber,
}

impl BlockKind {
    /// Whether the block belongs to the text that people read (not a running head or page number).
    #[must_use]
    pub fn is_flow(self) -> bool {
        !matches!(self, Self::RunningHead | Self::PageNumber)
    }

    /// Whether the block may stand between the parts of a text, at the end of a column or page.
    #[must_use]
    pub fn is_aside(self) -> bool {
        matches!(self, Self::Figure | Self::Table | Self::Caption | Self::Footnote)
    }

    /// Whether a block of another kind may be the rest of one of this kind.
    #[must_use]
    pub fn goes_on_in(self, next: Self) -> bool {
        self == next || (self, next) == (Self::ListItem, Self::Paragraph)
    }
}

/// A rectangle in points from the top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

/// What was found about the article; nothing here is a fact until a person or an import rule accepts it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Candidates {
    /// Titles, each with its language.
    pub titles: Vec<Candidate<Localised>>,
    /// Lists of all authors in order, with affiliations, e-mail and ORCID where read.
    pub authors: Vec<Candidate<Vec<Person>>>,
    /// Abstracts, each with its language.
    pub abstracts: Vec<Candidate<Localised>>,
    /// Keywords, each with its language.
    pub keywords: Vec<Candidate<Localised>>,
    /// The article's own DOI.
    pub dois: Vec<Candidate<Doi>>,
    /// Language of the text.
    pub languages: Vec<Candidate<Lang>>,
    /// Licence statements.
    pub licences: Vec<Candidate<Licence>>,
    /// Cues of the version: accepted manuscript, preprint banner, publisher's layout.
    pub versions: Vec<Candidate<VersionType>>,
    /// Title of the journal.
    pub journals: Vec<Candidate<String>>,
    /// Volume of the journal.
    #[serde(default)]
    pub volumes: Vec<Candidate<String>>,
    /// Issue of the journal.
    #[serde(default)]
    pub issues: Vec<Candidate<String>>,
    /// Pages of the article in its journal, or its number there.
    #[serde(default)]
    pub page_ranges: Vec<Candidate<PageRange>>,
    /// ISSN of the journal, one for each of its forms.
    #[serde(default)]
    pub issns: Vec<Candidate<Issn>>,
    /// Dates with their role.
    pub dates: Vec<Candidate<(DateRole, PartialDate)>>,
    /// ORCID iDs printed in the file.
    pub orcids: Vec<Candidate<Orcid>>,
    /// FRQ funding found in the acknowledgements.
    pub funding: Vec<Candidate<FundingMention>>,
}

/// A value read from the file, how sure it is and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate<T> {
    /// The value.
    pub value: T,
    /// How sure, 0 to 1.
    pub confidence: f32,
    /// Where it was read.
    pub origin: Origin,
    /// Page number from 1, when it was read from a page.
    pub page: Option<u32>,
    /// The words that it was read from, at most 300 characters.
    pub snippet: String,
}

/// The pages of an article in its journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRange {
    /// First page, or the article's number in journals without pages.
    pub first: String,
    /// Last page, when it is known and another one.
    pub last: Option<String>,
}

impl PageRange {
    /// A range of pages; one page when both are the same.
    #[must_use]
    pub fn new(first: &str, last: Option<&str>) -> Self {
        Self { first: first.to_owned(), last: last.filter(|last| *last != first).map(str::to_owned) }
    }

    /// Reads a range as descriptions write it (`45-67`).
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut parts = text.split(['-', '–', '—']).map(str::trim).filter(|part| !part.is_empty());
        Self::new(parts.next().unwrap_or_default(), parts.next())
    }
}

impl std::fmt::Display for PageRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.last {
            Some(last) => write!(f, "{}-{last}", self.first),
            None => f.write_str(&self.first),
        }
    }
}

/// The part of the file that a candidate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The document information dictionary.
    Info,
    /// The XMP packet.
    Xmp,
    /// Type size and position on the first pages.
    Layout,
    /// A pattern in the text.
    Text,
    /// Elements of a JATS file.
    Jats,
}

/// The role of a date found in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateRole {
    /// Received by the journal.
    Received,
    /// Accepted for publication.
    Accepted,
    /// First published online.
    Online,
    /// Date of the issue.
    Issue,
}

/// An FRQ fund named in the text, with the award number beside it if any.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FundingMention {
    /// The fund, `frq` when no sector is named.
    pub fund: Fund,
    /// The award's file number, when one stands near by.
    pub number: Option<AwardNumber>,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Page number from 1, when it concerns one page.
    pub page: Option<u32>,
    /// What happened.
    pub kind: WarningKind,
}

/// Kinds of partial failure; a file that cannot be read at all is an error instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// The file's structure was damaged and was repaired.
    Repaired,
    /// A font gives no way from its glyphs to characters: U+FFFD stands in their place.
    UnmappedGlyphs,
    /// A page could not be read.
    PageUnreadable,
    /// A page holds no text (it may be a scan).
    NoText,
    /// A budget (operators, glyphs, bytes, pages) was used up: the rest was left out.
    BudgetExhausted,
}

/// Why nothing could be read from a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ExtractionFailure {
    /// Zero bytes.
    #[error("the file is empty")]
    Empty,
    /// Neither a PDF nor JATS XML.
    #[error("the file is neither a PDF nor JATS XML")]
    WrongType,
    /// The PDF asks for a password.
    #[error("the PDF is protected by a password")]
    Encrypted,
    /// The PDF is too damaged to give a page.
    #[error("the PDF is damaged beyond reading")]
    Damaged,
    /// The file needs more memory, time or output than allowed.
    #[error("the file exceeds the limits of memory, time or output")]
    LimitsExceeded,
}
