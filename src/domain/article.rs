//! An article: one permanent address, immutable versions, and a state that one function moves.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::VersionId;
use super::{AccessRight, ArticleId, Doi, Metadata, Sha256};

/// An article with the version that is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Number, part of its address.
    pub id: ArticleId,
    /// The DOI that this site registered for it; the description carries it where no publisher gave one.
    pub own_doi: Option<Doi>,
    /// Where it stands.
    pub state: ArticleState,
    /// Current version.
    pub version: Version,
    /// When it was first published here.
    pub published_at: Option<Timestamp>,
    /// OAI datestamp: the last change that a harvester should see, whole seconds.
    pub datestamp: Option<Timestamp>,
    /// Why it was withdrawn.
    pub withdrawal_reason: Option<String>,
}

impl Article {
    /// The DOI that a publisher gave.
    #[must_use]
    pub fn publisher_doi(&self) -> Option<&Doi> {
        self.version.metadata.doi.as_ref().filter(|doi| self.own_doi.as_ref() != Some(*doi))
    }

    /// Whether anybody may read the file today.
    #[must_use]
    pub fn is_open_on(&self, today: jiff::civil::Date) -> bool {
        match self.version.metadata.access.unwrap_or(AccessRight::Open) {
            AccessRight::Open => true,
            AccessRight::Embargoed => self.version.metadata.embargo_until.is_some_and(|end| end.latest() <= today),
            AccessRight::Restricted | AccessRight::MetadataOnly => false,
        }
    }
}

/// One immutable version.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Number of the row.
    pub id: VersionId,
    /// Place among the article's versions, from 1.
    pub number: i64,
    /// Description.
    pub metadata: Metadata,
    /// The deposited file.
    pub file: File,
    /// When the version was made.
    pub created_at: Timestamp,
}

/// A deposited file, kept by content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Digest, which is its key in the blob store.
    pub sha256: Sha256,
    /// Name for people, safe for a download.
    pub name: String,
    /// Media type by content.
    pub media_type: MediaType,
    /// Size in bytes.
    pub size_bytes: i64,
    /// Pages, once it was read.
    pub pages: Option<i64>,
}

/// Media types that are taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MediaType {
    /// `application/pdf`
    Pdf,
    /// `application/jats+xml`
    Jats,
}

impl MediaType {
    /// The media type's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jats => "application/jats+xml",
        }
    }

    /// Usual file name extension.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jats => "xml",
        }
    }

    /// Reads the media type's name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Pdf, Self::Jats].into_iter().find(|media| media.as_str() == name)
    }

    /// Tells the type from the first kilobyte: a PDF header within it, or an XML document.
    #[must_use]
    pub fn sniff(head: &[u8]) -> Option<Self> {
        if head.windows(5).take(1024).any(|bytes| bytes == b"%PDF-") {
            return Some(Self::Pdf);
        }
        let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        let looks_xml =
            text.starts_with(b"<?xml") || text.starts_with(b"<article") || text.starts_with(b"<!DOCTYPE article");
        looks_xml.then_some(Self::Jats)
    }
}

/// Where an article stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArticleState {
    /// Being written by the depositor.
    Draft,
    /// Handed in; the file is being read.
    Submitted,
    /// Waits for a curator.
    InReview,
    /// Sent back with a comment.
    Returned,
    /// Refused with a reason.
    Rejected,
    /// Taken, about to be published.
    Accepted,
    /// Public.
    Published,
    /// Taken away; a tombstone stays for ever.
    Withdrawn,
}

/// What moves an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArticleEvent {
    /// The depositor hands it in.
    Submit,
    /// The file was read, or its depositor corrected the description, and people must look.
    BeginReview,
    /// A curator or an import rule takes it.
    Accept,
    /// A curator sends it back.
    Return,
    /// A curator refuses it.
    Reject,
    /// It goes public.
    Publish,
    /// It is taken away.
    Withdraw,
    /// Its depositor takes it back before it is decided.
    TakeBack,
}

/// A step that the state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an article that is {from:?} cannot {event:?}")]
pub struct TransitionError {
    /// The state it was in.
    pub from: ArticleState,
    /// The step that was asked.
    pub event: ArticleEvent,
}

impl ArticleState {
    /// All states.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::Submitted,
        Self::InReview,
        Self::Returned,
        Self::Rejected,
        Self::Accepted,
        Self::Published,
        Self::Withdrawn,
    ];

    /// The code kept in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::InReview => "in_review",
            Self::Returned => "returned",
            Self::Rejected => "rejected",
            Self::Accepted => "accepted",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The state after an event.
    ///
    /// # Errors
    /// When the step is not allowed from here.
    pub fn next(self, event: ArticleEvent) -> Result<Self, TransitionError> {
        use ArticleEvent as E;
        match (self, event) {
            (Self::Draft | Self::Returned, E::Submit) => Ok(Self::Submitted),
            (Self::Submitted | Self::Returned, E::BeginReview) => Ok(Self::InReview),
            (Self::Submitted | Self::InReview, E::Accept) => Ok(Self::Accepted),
            (Self::InReview, E::Return) => Ok(Self::Returned),
            (Self::Submitted | Self::InReview, E::Reject) => Ok(Self::Rejected),
            (Self::Accepted, E::Publish) => Ok(Self::Published),
            (Self::Published, E::Withdraw) => Ok(Self::Withdrawn),
            (Self::Submitted | Self::InReview | Self::Returned, E::TakeBack) => Ok(Self::Draft),
            (from, event) => Err(TransitionError { from, event }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_withdrawn_article_never_comes_back() {
        use ArticleEvent as E;
        for event in [E::Submit, E::BeginReview, E::Accept, E::Return, E::Reject, E::Publish, E::Withdraw, E::TakeBack]
        {
            assert!(ArticleState::Withdrawn.next(event).is_err());
        }
    }

    #[test]
    fn nothing_is_published_that_was_not_accepted() {
        for state in ArticleState::ALL {
            let allowed = state.next(ArticleEvent::Publish).is_ok();
            assert_eq!(allowed, state == ArticleState::Accepted);
        }
    }

    #[test]
    fn a_depositor_takes_back_what_nobody_has_decided_and_nothing_else() {
        for state in ArticleState::ALL {
            let waits = matches!(state, ArticleState::Submitted | ArticleState::InReview | ArticleState::Returned);
            assert_eq!(state.next(ArticleEvent::TakeBack).is_ok(), waits, "{state:?}");
        }
        assert_eq!(ArticleState::Draft.next(ArticleEvent::Submit), Ok(ArticleState::Submitted));
    }

    #[test]
    fn the_type_of_a_file_is_told_by_its_content() {
        assert_eq!(MediaType::sniff(b"\n\n%PDF-1.4"), Some(MediaType::Pdf));
        assert_eq!(MediaType::sniff(b"\xEF\xBB\xBF<?xml version='1.0'?>"), Some(MediaType::Jats));
        assert_eq!(MediaType::sniff(b"<html>"), None);
        assert_eq!(MediaType::sniff(b""), None);
    }
}
