//! Files: the columns that describe one, read alike wherever a file is joined, and those that nothing names any more.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::Sha256;
use crate::domain::article::{File, MediaType};

const SELECT: &str = "SELECT sha256, name, media_type, size_bytes, pages FROM files WHERE sha256 = $1";
const DELETE_UNUSED: &str = "DELETE FROM files WHERE sha256 = $1 \
     AND NOT EXISTS (SELECT 1 FROM articles WHERE file_sha256 = $1) \
     AND NOT EXISTS (SELECT 1 FROM versions WHERE file_sha256 = $1) \
     AND NOT EXISTS (SELECT 1 FROM deposits WHERE file_sha256 = $1) \
     AND NOT EXISTS (SELECT 1 FROM drafts WHERE file_sha256 = $1) \
     AND NOT EXISTS (SELECT 1 FROM import_rows WHERE file_sha256 = $1)";

const SELECT_UNUSED: &str = "SELECT f.sha256 FROM files f WHERE f.created_us < $1 \
     AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.file_sha256 = f.sha256) \
     AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.file_sha256 = f.sha256) \
     AND NOT EXISTS (SELECT 1 FROM deposits d WHERE d.file_sha256 = f.sha256) \
     AND NOT EXISTS (SELECT 1 FROM drafts t WHERE t.file_sha256 = f.sha256) \
     AND NOT EXISTS (SELECT 1 FROM import_rows r WHERE r.file_sha256 = f.sha256) LIMIT $2";

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

impl Store {
    /// A file that is kept.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_file(&self, sha256: &Sha256) -> Result<Option<File>> {
        let row: Option<FileRow> =
            reading!(self, db => sqlx::query_as(SELECT).bind(sha256.as_str()).fetch_optional(db).await?);
        row.map(|row| row.into_file(0)).transpose()
    }
}

impl Store {
    /// Files that came before a moment and that nothing names.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_unused_files(&self, before: Timestamp, limit: i64) -> Result<Vec<Sha256>> {
        let all: Vec<String> = reading!(self, db => sqlx::query_scalar(SELECT_UNUSED).bind(before.as_microsecond())
            .bind(limit).fetch_all(db).await?);
        Ok(all.iter().filter_map(|sha256| Sha256::parse(sha256).ok()).collect())
    }
}

impl Tx {
    /// Forgets a file that nothing names; `false` when something does.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_unused_file(&mut self, sha256: &Sha256) -> Result<bool> {
        let gone = within!(self, db => sqlx::query(DELETE_UNUSED).bind(sha256.as_str()).execute(db).await?
            .rows_affected());
        Ok(gone == 1)
    }
}
