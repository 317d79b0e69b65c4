//! What other services announce about articles here: reviews, endorsements, copies and other relations.

use jiff::Timestamp;

use super::ArticleId;
use super::ids::AnnouncementId;

/// What is announced (COAR Notify 1.0, patterns Announce Review, Announce Endorsement, Announce Relationship).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnnouncementKind {
    /// Somebody reviewed the article.
    Review,
    /// Somebody endorsed it.
    Endorsement,
    /// Something else is related to it: a copy, a version, data.
    Relationship,
}

impl AnnouncementKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Review, Self::Endorsement, Self::Relationship];

    /// The code kept in the database and used in messages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Endorsement => "endorsement",
            Self::Relationship => "relationship",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// An announcement as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnnouncement {
    /// Its own identifier, an IRI; the same one is the same announcement.
    pub iri: String,
    /// What it announces.
    pub kind: AnnouncementKind,
    /// The service that it comes from, as it says.
    pub origin: String,
    /// Who reviewed, endorsed or copied, as it says; empty when it does not.
    pub actor: String,
    /// Addresses that may name the article.
    pub about: Vec<String>,
    /// The address of the review, the endorsement or the related thing.
    pub object: String,
    /// The relation, an IRI; empty but for relationships.
    pub relation: String,
    /// Whom it is for, as it says.
    pub targets: Vec<String>,
}

/// An announcement about an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Number.
    pub id: AnnouncementId,
    /// The article.
    pub article: ArticleId,
    /// What it announces.
    pub kind: AnnouncementKind,
    /// The service that it comes from, as it says.
    pub origin: String,
    /// Who reviewed, endorsed or copied, as it says.
    pub actor: String,
    /// The address of the review, the endorsement or the related thing.
    pub object: String,
    /// The relation, an IRI.
    pub relation: String,
    /// Whether it is shown; `None` until somebody decided.
    pub shown: Option<bool>,
    /// When it came.
    pub received_at: Timestamp,
}
