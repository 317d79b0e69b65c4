//! What directories say of a journal: whether all of it is open, and what its authors may put where.

use serde::{Deserialize, Serialize};

use super::metadata::JournalModel;
use super::{Issn, Licence, VersionType};

/// A directory of journals whose snapshot the site has taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Directory {
    /// The Directory of Open Access Journals.
    Doaj,
    /// Open Policy Finder, formerly Sherpa Romeo.
    OpenPolicyFinder,
}

impl Directory {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Doaj, Self::OpenPolicyFinder];

    /// The code kept in the database and used in messages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Doaj => "doaj",
            Self::OpenPolicyFinder => "open-policy-finder",
        }
    }

    /// Whether a snapshot names all of its journals, so that one that is not there left it. DOAJ publishes its whole list;
    /// Open Policy Finder is asked in pages.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self == Self::Doaj
    }
}

/// What a directory says of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalRoute {
    /// The directory.
    pub directory: Directory,
    /// Title of the journal.
    pub title: String,
    /// Its ISSNs, at least one.
    pub issns: Vec<Issn>,
    /// How it is paid for, where the directory tells.
    pub model: Option<JournalModel>,
    /// Licences of its own articles.
    pub licences: Vec<Licence>,
    /// What its authors may put into an institution's repository.
    pub permissions: Vec<Permission>,
}

/// What authors may put into an institution's repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permission {
    /// Which versions.
    pub versions: Vec<VersionType>,
    /// Months after publication; 0 is at once.
    pub embargo_months: u16,
    /// Under which licences; empty where none is asked for.
    pub licences: Vec<Licence>,
    /// Whether a fee must be paid for it.
    pub needs_fee: bool,
}
