//! The columns that describe a file, read alike wherever a file is joined.

use super::{Error, Result};
use crate::domain::Sha256;
use crate::domain::article::{File, MediaType};

/// A row of `files`, or its columns in a wider row.
#[derive(sqlx::FromRow)]
pub(super) struct FileRow {
    sha256: String,
    name: String,
    media_type: String,
    size_bytes: i64,
    pages: Option<i64>,
}

impl FileRow {
    /// The file; `id` names the row that it was joined to, for the error.
    pub(super) fn into_file(self, id: i64) -> Result<File> {
        let broken = |column| Error::Inconsistent { column, id, source: None };
        Ok(File {
            sha256: Sha256::parse(&self.sha256).map_err(|_| broken("sha256"))?,
            name: self.name,
            media_type: MediaType::from_name(&self.media_type).ok_or_else(|| broken("media_type"))?,
            size_bytes: self.size_bytes,
            pages: self.pages,
        })
    }
}
