//! Parts of a block's text that differ from the rest of it: by how they are set, by where they lead.

use serde::{Deserialize, Serialize};

/// An exponent, an index: a part of a block's text that is set higher or lower than its line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether it is set higher, not lower.
    pub raised: bool,
}

/// A part of a block's text that is set in another face than the rest of it: a word of another language, a title, code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Faced {
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// How it is set.
    pub face: Face,
}

/// How type looks beside the usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// Italic or slanted.
    Italic,
    /// Heavier.
    Bold,
    /// Both.
    BoldItalic,
    /// All characters equally wide, as code is set.
    Typewriter,
}

/// A part of a block's text that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextLink {
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Where it leads.
    pub target: LinkTarget,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkTarget {
    /// An address on the Web.
    Address(String),
    /// A block of the same file.
    Block {
        /// Number of its page, from 1.
        page: u32,
        /// Its place among the blocks of the page, from 0.
        place: usize,
    },
}

/// A heading of a table, or the name of a group of its rows, that stands over several columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spanning {
    /// The line of the text that it stands in, from 0.
    pub row: usize,
    /// The first of its columns, from 0; the cells of the others are empty in its line.
    pub column: usize,
    /// How many columns it stands over, two at least.
    pub columns: usize,
}
