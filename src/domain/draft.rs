//! A draft: a deposit that is still being written. What is known about the article stays apart from what the person
//! changed, so that a record that arrives later fills what nobody touched.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::article::File;
use super::extraction::{Candidates, ExtractionFailure, Warning};
use super::ids::{DraftId, UserId};
use super::{ArticleId, DepositId, Doi, Metadata, Orcid};

/// A deposit that is still being written.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Number.
    pub id: DraftId,
    /// Whose it is.
    pub owner: UserId,
    /// Raised with every change of the content.
    pub revision: i64,
    /// What it consists of.
    pub content: DraftContent,
    /// The file, once there is one.
    pub file: Option<File>,
    /// What was read from the file, once it was.
    pub found: Option<Found>,
    /// Why the file could not be read, when it could not.
    pub failure: Option<ExtractionFailure>,
    /// The deposit that it became.
    pub deposit: Option<DepositId>,
    /// Last change.
    pub updated_at: Timestamp,
}

impl Draft {
    /// Whether its file is still being read.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        self.file.is_some() && self.found.is_none() && self.failure.is_none()
    }
}

/// What a draft consists of, beside its file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftContent {
    /// Descriptions that others give of the article, the one to believe first in front.
    pub records: Vec<KnownRecord>,
    /// Fields of the form that the person wrote, by name, as they were typed.
    pub edits: BTreeMap<String, String>,
    /// Articles that look the same and that the person called other ones.
    pub apart: Vec<ArticleId>,
    /// The article that this is another version of.
    pub version_of: Option<ArticleId>,
    /// What services said of its DOI.
    pub looked_up: Option<LookedUp>,
    /// Its depositor, where ORCID has said who they are.
    pub depositor: Option<Depositor>,
}

/// A depositor whose ORCID iD is proven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Depositor {
    /// Their name.
    pub name: String,
    /// Their iD.
    pub orcid: Orcid,
}

/// What became of asking services about a DOI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookedUp {
    /// The DOI.
    pub doi: Doi,
    /// What they said.
    pub outcome: LookupOutcome,
}

/// What services said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookupOutcome {
    /// One of them described the work.
    Found,
    /// None of them knows it.
    Unknown,
    /// At least one did not answer, and no other knows it.
    Silent,
}

impl LookupOutcome {
    /// The code used in messages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Unknown => "unknown",
            Self::Silent => "silent",
        }
    }
}

/// A description that somebody else gives of the article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KnownRecord {
    /// Where it comes from.
    pub origin: RecordOrigin,
    /// What it says.
    pub metadata: Metadata,
}

/// Where a description comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordOrigin {
    /// Crossref's record of the DOI.
    Crossref,
    /// `DataCite`'s record of the DOI.
    Datacite,
    /// `OpenAlex`'s record of the work.
    Openalex,
    /// A record that the person pasted.
    Pasted,
    /// What the program states that deposits for the person.
    Program,
    /// What the article says that the draft adds a file to.
    Article,
    /// What the deposit said that its depositor took back.
    Deposit,
}

impl RecordOrigin {
    /// The code used in messages and tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Crossref => "crossref",
            Self::Datacite => "datacite",
            Self::Openalex => "openalex",
            Self::Pasted => "pasted",
            Self::Program => "program",
            Self::Article => "article",
            Self::Deposit => "deposit",
        }
    }
}

/// What was read from the file of a draft: what a form needs of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// What a JATS file says of itself.
    pub metadata: Option<Metadata>,
    /// What was found in the text.
    pub candidates: Candidates,
    /// What could not be read.
    pub warnings: Vec<Warning>,
    /// Number of pages.
    pub pages: i64,
}
