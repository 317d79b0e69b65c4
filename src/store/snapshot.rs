//! A copy of the whole database at one moment, and the files that its rows name.

use std::path::Path;

use super::pool::Pool;
use super::{Error, Result, Store};
use crate::domain::Sha256;

/// A consistent copy beside readers and writers (SQLite, *VACUUM with an INTO clause*). It is not synced.
const COPY: &str = "VACUUM INTO $1";
const SELECT_FILES: &str = "SELECT sha256, size_bytes FROM files WHERE sha256 > $1 ORDER BY sha256 LIMIT $2";

impl Store {
    /// Copies the database as it is now to a file that does not exist yet.
    ///
    /// # Errors
    /// When the database cannot be read or the file cannot be written.
    pub async fn copy_to(&self, file: &Path) -> Result<()> {
        match &self.pool {
            Pool::Sqlite { readers, .. } => {
                let name = file.to_string_lossy().into_owned();
                sqlx::query(COPY).bind(name).execute(readers).await?;
                Ok(())
            }
            Pool::Postgres { readers, .. } => super::transfer::copy_out(readers, file).await,
        }
    }

    /// Digests and sizes in bytes of the deposited files, in the order of the digests, after one.
    ///
    /// # Errors
    /// When the database fails or a digest is none.
    pub async fn list_files(&self, after: &str, limit: i64) -> Result<Vec<(Sha256, u64)>> {
        let rows: Vec<(String, i64)> =
            reading!(self, db => sqlx::query_as(SELECT_FILES).bind(after).bind(limit).fetch_all(db).await?);
        let file = |(sha256, size): (String, i64)| {
            let sha256 =
                Sha256::parse(&sha256).map_err(|_| Error::Inconsistent { column: "sha256", id: 0, source: None })?;
            Ok((sha256, u64::try_from(size).unwrap_or_default()))
        };
        rows.into_iter().map(file).collect()
    }
}
