//! The daily copy of all descriptions, for those who would rather fetch one file than harvest.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Sha256;
use super::dataset::TableFile;

/// All descriptions of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dump {
    /// The day in Québec.
    pub day: Date,
    /// Everything that changed before this moment is in it; a harvest from here on misses nothing.
    pub made_at: Timestamp,
    /// Its files of records.
    pub parts: Vec<DumpPart>,
    /// The data sets as tables.
    pub tables: Vec<TableFile>,
}

/// A file of a dump.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DumpPart {
    /// What the file is.
    pub kind: DumpKind,
    /// Digest of its bytes, as they are fetched.
    pub sha256: Sha256,
    /// Size in bytes.
    pub size_bytes: u64,
    /// Lines in it, a heading not counted.
    pub records: u64,
    /// Day of the first dump since which its bytes are the same; unknown in dumps that did not note it.
    #[serde(default)]
    pub since: Option<Date>,
}

/// The files that a dump has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DumpKind {
    /// Every record, withdrawn ones with their identifier only: JSON Lines, gzip.
    Articles,
    /// The records that changed since the dump before: the same form.
    Changes,
    /// The open files, with digest, size and licence: CSV, gzip.
    Files,
    /// What the indicators count of each (article, award): CSV, gzip.
    Standings,
    /// The figures made of that: CSV, gzip.
    Figures,
    /// Exceptions by ground and act: CSV, gzip.
    Exceptions,
}

impl DumpKind {
    /// Those that are written; the others were, until the data sets had tables of their own.
    pub const OF_RECORDS: [Self; 3] = [Self::Articles, Self::Changes, Self::Files];

    /// Name of the file.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Articles => "articles.jsonl.gz",
            Self::Changes => "changements.jsonl.gz",
            Self::Files => "fichiers.csv.gz",
            Self::Standings => "comptes.csv.gz",
            Self::Figures => "indicateurs.csv.gz",
            Self::Exceptions => "exceptions.csv.gz",
        }
    }

    /// Media type of what is compressed.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Articles | Self::Changes => "application/jsonl",
            Self::Files | Self::Standings | Self::Figures | Self::Exceptions => "text/csv",
        }
    }

    /// The file with a name.
    #[must_use]
    pub fn of_file_name(name: &str) -> Option<Self> {
        [Self::Articles, Self::Changes, Self::Files, Self::Standings, Self::Figures]
            .into_iter()
            .find(|kind| kind.file_name() == name)
    }
}
