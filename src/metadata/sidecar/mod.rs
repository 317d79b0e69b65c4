//! Sidecars of `parvis ingest`: the description that a depositor gives beside a file.
//!
//! `article.json` describes one file with the keys of [`Metadata`]; a CSV table describes a folder, a line a file.
//! Both refuse what they do not understand, so that no value is lost silently. Finding the files is for the caller.

mod columns;
mod csv_table;
mod json;

pub use columns::COLUMNS;

pub use csv_table::{CsvSidecar, Table, decode, read_csv};
pub use json::read_json;

use crate::domain::{ArticleId, Metadata};

/// Why a sidecar cannot be used; the message says where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum SidecarError {
    /// The JSON text is broken or a value does not fit its key.
    #[error("key {path}, line {line}: correct the value or leave the key out")]
    Json {
        /// The key, such as `authors[2].orcid`; `(the whole file)` when the whole text is concerned.
        path: String,
        /// Line, from 1.
        line: usize,
        /// What was expected.
        #[source]
        source: serde_json::Error,
    },
    /// The table could not be read.
    #[error("line {line}: the line has not the form of the header; check quotes and separators")]
    Csv {
        /// Line, from 1.
        line: u64,
        /// What the CSV reader says.
        #[source]
        source: csv::Error,
    },
    /// The bytes of the table could not be read from where they are.
    #[error("the table cannot be read")]
    Io(#[source] std::io::Error),
    /// The table is larger than any folder needs.
    #[error("the table exceeds {limit_bytes} bytes; split it")]
    TooLarge {
        /// The limit in bytes.
        limit_bytes: u64,
    },
    /// The header names a column that does not exist.
    #[error("line 1: unknown column {column:?}; known columns are {known}", known = COLUMNS.join(","))]
    UnknownColumn {
        /// The column as written.
        column: String,
    },
    /// The header names a column twice.
    #[error("line 1: column {column:?} stands twice; keep one of them")]
    RepeatedColumn {
        /// The column.
        column: &'static str,
    },
    /// The header has no column `file`.
    #[error("line 1: column \"file\" is missing; add it with the name of each file")]
    NoFileColumn,
    /// A line names no file.
    #[error("line {line}: column \"file\" is empty; give the name of the file")]
    NoFile {
        /// Line, from 1.
        line: u64,
    },
    /// A cell does not fit its column.
    #[error("line {line}, column {column:?}: {value:?} does not fit; {advice}")]
    Cell {
        /// Line, from 1.
        line: u64,
        /// The column.
        column: &'static str,
        /// The value, at most 100 characters.
        value: String,
        /// What to write instead.
        advice: &'static str,
    },
}

/// The description of one file of a folder.
pub type Described = (String, Metadata);

/// What a line of a table says.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribedRow {
    /// The file that it names.
    pub file: Option<String>,
    /// The article that it is another version of.
    pub version_of: Option<ArticleId>,
    /// The description.
    pub metadata: Metadata,
}

/// A line of a table.
#[derive(Debug)]
pub struct TableRow {
    /// Where it begins, from 1.
    pub line: u64,
    /// What it says, or what is wrong with it.
    pub read: Result<DescribedRow, SidecarError>,
}

/// Texts in the article's language come first, the order stays otherwise (see [`Metadata::titles`]).
fn put_own_language_first(metadata: &mut Metadata) {
    let Some(own) = metadata.language else { return };
    for texts in [&mut metadata.titles, &mut metadata.abstracts, &mut metadata.keywords] {
        texts.sort_by_key(|text| text.lang != own);
    }
}

#[cfg(test)]
mod tests;
