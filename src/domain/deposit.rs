//! A deposit: a file and what somebody said about it, on its way into the repository.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::article::File;
use super::extraction::ExtractionFailure;
use super::ids::UserId;
use super::{ArticleId, DepositId, Metadata};

/// What any entrance (form, API, command line, source) hands to `service::submit`.
#[derive(Debug, Clone)]
pub struct NewDeposit {
    /// The description given with the file; empty values are filled from the file's candidates.
    pub metadata: Metadata,
    /// Name of the file as it came.
    pub file_name: String,
    /// Where it comes from.
    pub origin: DepositOrigin,
    /// Whether candidates are accepted without a person (`ingest`, `demo`) or a curator decides.
    pub review: ReviewMode,
    /// Who deposits, when somebody is signed in.
    pub depositor: Option<UserId>,
    /// The article that it is another version of, when the depositor says so.
    pub version_of: Option<ArticleId>,
}

/// Where a deposit comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DepositOrigin {
    /// The web form.
    Web,
    /// A program, over the REST API.
    Api,
    /// A program, over SWORD.
    Sword,
    /// `parvis ingest`.
    Ingest,
    /// `parvis demo`.
    Demo,
    /// A file fetched from a source.
    Harvest,
    /// A record of a source or of a bulk import, without the file that it describes.
    Record,
    /// A file of a bulk import.
    Import,
}

impl DepositOrigin {
    /// The code kept in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Api => "api",
            Self::Sword => "sword",
            Self::Ingest => "ingest",
            Self::Demo => "demo",
            Self::Harvest => "harvest",
            Self::Record => "record",
            Self::Import => "import",
        }
    }
}

/// Who decides about candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewMode {
    /// Nobody: the best candidates fill the gaps.
    Auto,
    /// A curator.
    Person,
    /// The depositor, who has seen them all; a curator decides about the deposit.
    Confirmed,
}

impl ReviewMode {
    /// The code kept in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Person => "person",
            Self::Confirmed => "confirmed",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Auto, Self::Person, Self::Confirmed].into_iter().find(|mode| mode.code() == code)
    }
}

/// A deposit that was taken in.
#[derive(Debug, Clone, PartialEq)]
pub struct Deposit {
    /// Number.
    pub id: DepositId,
    /// The article that it makes or made.
    pub article: ArticleId,
    /// The description given with the file.
    pub metadata: Metadata,
    /// The file.
    pub file: File,
    /// Who decides.
    pub review: ReviewMode,
    /// Who deposited it.
    pub depositor: Option<UserId>,
    /// When it came.
    pub created_at: Timestamp,
    /// Why the file could not be read, when it could not.
    pub failure: Option<ExtractionFailure>,
    /// The article that it turned out to be a copy of.
    pub duplicate_of: Option<ArticleId>,
    /// The article that it is another version of, as its depositor says.
    pub version_of: Option<ArticleId>,
}

/// What became of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Submission {
    /// New here, or handed in again after it could not be read.
    Created(DepositId, ArticleId),
    /// Handed in before and still on its way.
    Underway(DepositId, ArticleId),
    /// The same DOI or the same bytes are here already.
    Duplicate(ArticleId),
    /// A curator refused the same bytes before.
    Declined(ArticleId),
}
