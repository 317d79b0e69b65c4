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
