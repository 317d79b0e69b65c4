//! What can go wrong in a use case, and what it means to the one who asked.

use crate::domain::exception::Refusal;
use crate::domain::extraction::ExtractionFailure;
use crate::domain::source::SourceName;
use crate::domain::{ArticleId, TransitionError};
use crate::{blob, search, source, store};

/// An error of a use case; adapters' own errors stay inside as sources.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is nothing at this address.
    #[error("no such {what}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
    },
    /// What was given cannot be used.
    #[error("{0}")]
    Invalid(String),
    /// The file cannot be taken in.
    #[error("the file cannot be taken in")]
    File(#[source] ExtractionFailure),
    /// It is here already.
    #[error("article {0} is here already")]
    Duplicate(ArticleId),
    /// The step is not allowed now.
    #[error("the step is not allowed now")]
    Transition(#[from] TransitionError),
    /// An act on an exception lacks something, or does not follow from what was decided.
    #[error("the exception cannot be changed so")]
    Exception(#[source] Refusal),
    /// It is not what the one who changes it saw.
    #[error("it was changed meanwhile")]
    Changed,
    /// It waits for no decision any more.
    #[error("somebody decided about it already, or it was taken back")]
    Decided,
    /// The file may not be read now.
    #[error("the file is not open")]
    NotOpen,
    /// Name or password is wrong.
    #[error("the address or the password is wrong")]
    WrongPassword,
    /// A provider opens nothing.
    #[error("the provider opens nothing")]
    Provider(#[from] super::Refused),
    /// The account has no password.
    #[error("the account has no password")]
    NoPassword,
    /// Too many tries; later again.
    #[error("too many tries")]
    Throttled,
    /// A source has this name already.
    #[error("a source is called {0} already: choose another name")]
    SourceName(SourceName),
    /// Another run of the source is under way.
    #[error("the source {0} is being harvested already: its run must end first")]
    SourceBusy(SourceName),
    /// A source cannot be used.
    #[error("the source cannot be used")]
    Source(#[from] source::Error),
    /// The database.
    #[error("the store failed")]
    Store(#[from] store::Error),
    /// The files.
    #[error("the file store failed")]
    Blob(#[from] blob::Error),
    /// The index.
    #[error("the search index failed")]
    Search(#[from] search::SearchError),
    /// A stored value cannot be read.
    #[error("a stored value cannot be read")]
    Json(#[from] serde_json::Error),
    /// A job that nothing but somebody's act can help.
    #[error("{0}")]
    GivenUp(String),
    /// Anything else of ours.
    #[error("{what}")]
    Internal {
        /// What failed.
        what: &'static str,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// What an error means to the one who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// There is nothing at this address.
    NotFound,
    /// It was here and is gone for good.
    Gone,
    /// What was given cannot be used.
    Invalid,
    /// It contradicts what is here.
    Conflict,
    /// Not allowed.
    Forbidden,
    /// Sign in first.
    Unauthenticated,
    /// Too many bytes.
    TooLarge,
    /// Try again later.
    Unavailable,
    /// The search server does not answer; everything else works.
    NoSearch,
    /// More is asked than can be answered now.
    Busy,
    /// The disk is full.
    NoRoom,
    /// A fault of ours.
    Internal,
}

impl Error {
    /// Wraps a failure of ours.
    pub fn internal<E>(what: &'static str, source: E) -> Self
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self::Internal { what, source: source.into() }
    }

    /// The size that a file exceeded, in bytes, when that is what went wrong.
    #[must_use]
    pub fn exceeded_bytes(&self) -> Option<u64> {
        match self {
            Self::Blob(blob::Error::TooLarge { limit_bytes }) => Some(*limit_bytes),
            _ => None,
        }
    }

    /// The error and its causes in one line.
    pub(super) fn chain(&self) -> String {
        let mut line = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            line.push_str(": ");
            line.push_str(&error.to_string());
            cause = error.source();
        }
        line
    }

    /// Whether the search server did not answer: what was to be done can be done later, as it is.
    #[must_use]
    pub fn is_search_away(&self) -> bool {
        matches!(self, Self::Search(search::SearchError::Unavailable { .. }))
    }

    /// What the error means to the one who asked.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::NotFound { .. } | Self::Blob(blob::Error::NotFound(_)) => Kind::NotFound,
            Self::Invalid(_)
            | Self::Exception(_)
            | Self::File(_)
            | Self::Source(_)
            | Self::Blob(blob::Error::Upload(_)) => Kind::Invalid,
            Self::Duplicate(_)
            | Self::Transition(_)
            | Self::Changed
            | Self::Decided
            | Self::SourceName(_)
            | Self::SourceBusy(_) => Kind::Conflict,
            Self::NotOpen | Self::Provider(_) | Self::NoPassword => Kind::Forbidden,
            Self::WrongPassword => Kind::Unauthenticated,
            Self::Throttled => Kind::Unavailable,
            Self::Store(error) => match error.kind() {
                store::Kind::NotFound => Kind::NotFound,
                store::Kind::Conflict => Kind::Conflict,
                store::Kind::Unavailable => Kind::Unavailable,
                store::Kind::NoRoom => Kind::NoRoom,
                store::Kind::Invalid => Kind::Invalid,
                store::Kind::Internal => Kind::Internal,
            },
            Self::Blob(blob::Error::TooLarge { .. }) => Kind::TooLarge,
            Self::Blob(error) if lacks_room(error) => Kind::NoRoom,
            Self::Search(search::SearchError::Unavailable { .. } | search::SearchError::Refused { .. }) => {
                Kind::NoSearch
            }
            Self::Blob(_) | Self::Search(_) | Self::Json(_) | Self::GivenUp(_) | Self::Internal { .. } => {
                Kind::Internal
            }
        }
    }
}

/// Whether an error comes of a disk that is full, a quota or a limit on the size of files.
#[must_use]
pub fn lacks_room(error: &(dyn std::error::Error + 'static)) -> bool {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    let mut cause = Some(error);
    while let Some(error) = cause {
        let kind = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        if matches!(kind, Some(StorageFull | QuotaExceeded | FileTooLarge)) {
            return true;
        }
        cause = error.source();
    }
    false
}
