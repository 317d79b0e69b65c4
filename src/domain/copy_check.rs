//! Looks at copies elsewhere: what was found there, and when.

use jiff::Timestamp;

use super::extraction::FundingMention;
use super::{ArticleId, Licence, VersionType};

/// What was found where a copy stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CopyState {
    /// A file that anybody can read, under the title of the article.
    Open,
    /// A file under another title.
    OtherWork,
    /// A file that cannot be read.
    Unreadable,
    /// A page that names no file.
    Page,
    /// Something that is not for everybody.
    Refused,
    /// Nothing any more.
    Gone,
    /// No answer.
    Silent,
    /// The site has too much to do.
    Busy,
    /// The site wants it left alone, or it may not be asked.
    Barred,
}

impl CopyState {
    /// All states.
    pub const ALL: [Self; 9] = [
        Self::Open,
        Self::OtherWork,
        Self::Unreadable,
        Self::Page,
        Self::Refused,
        Self::Gone,
        Self::Silent,
        Self::Busy,
        Self::Barred,
    ];

    /// The code kept in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::OtherWork => "other_work",
            Self::Unreadable => "unreadable",
            Self::Page => "page",
            Self::Refused => "refused",
            Self::Gone => "gone",
            Self::Silent => "silent",
            Self::Busy => "busy",
            Self::Barred => "barred",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A copy that is looked at again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedCopy {
    /// The article.
    pub article: ArticleId,
    /// Address of the copy.
    pub url: String,
    /// When it is looked at next.
    pub due: Timestamp,
    /// When it was looked at last.
    pub checked: Option<Timestamp>,
    /// What was found then.
    pub state: Option<CopyState>,
    /// Address of the file behind it.
    pub file_url: Option<String>,
    /// Tag of that file, as its server gives it.
    pub etag: Option<String>,
    /// Date of that file, as its server gives it.
    pub last_modified: Option<String>,
    /// Digest of that file.
    pub sha256: Option<String>,
    /// Digest of the file that was read for its acknowledgements last.
    pub funding_sha256: Option<String>,
    /// Since when nothing is found there.
    pub failing: Option<Timestamp>,
    /// Whether it is taken to be gone.
    pub is_dead: bool,
}

/// Funding that was read in the file of a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyFunding {
    /// Address of the copy.
    pub url: String,
    /// Address of the file behind it.
    pub file_url: String,
    /// When the file was read.
    pub read_at: Timestamp,
    /// Fund and number.
    pub mention: FundingMention,
    /// Page of the file, from 1.
    pub page: Option<u32>,
    /// The words that say so.
    pub snippet: String,
}

/// One look at a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyCheck {
    /// What was found.
    pub state: CopyState,
    /// Address of the file behind it.
    pub file_url: Option<String>,
    /// Digest of that file.
    pub sha256: Option<String>,
    /// Its size in bytes.
    pub size_bytes: Option<i64>,
    /// Licence that stands in it.
    pub licence: Option<Licence>,
    /// Version that it says to be.
    pub version: Option<VersionType>,
    /// What else is to be known, in English: a status, what the server said.
    pub detail: String,
}

impl CopyCheck {
    /// A look that found no file.
    #[must_use]
    pub fn of(state: CopyState, detail: impl Into<String>) -> Self {
        let (file_url, sha256, size_bytes, licence, version) = (None, None, None, None, None);
        Self { state, file_url, sha256, size_bytes, licence, version, detail: detail.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_come_back_from_their_codes() {
        for state in CopyState::ALL {
            assert_eq!(CopyState::from_code(state.code()), Some(state));
        }
    }
}
