//! What can go wrong with the index.

use std::path::PathBuf;

/// An error of the search. No query is an error.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index could not be read or written.
    #[error("the search index failed")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Another process writes to the index.
    #[error("the search index is being written by another process")]
    Busy,
    /// The server of the index does not answer, or is overloaded.
    #[error("the search server does not answer: {what}")]
    Unavailable {
        /// What happened.
        what: String,
    },
    /// The server of the index refuses what it is asked: the settings are to be looked at.
    #[error("the search server refuses (status {status}): {what}; check PARVIS_SEARCH and its account")]
    Refused {
        /// The status; 0 when nothing was sent.
        status: u16,
        /// Its words.
        what: String,
    },
    /// A file beside the index could not be read or written.
    #[error("cannot use {path}")]
    Folder {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        match error {
            tantivy::TantivyError::LockFailure(tantivy::directory::error::LockError::LockBusy, _) => Self::Busy,
            other => Self::Engine(Box::new(other)),
        }
    }
}
