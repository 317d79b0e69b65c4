//! Files that come in pieces: how much of each is there.

use jiff::Timestamp;

use super::{Result, Store, Tx};
use crate::domain::ids::UserId;

const INSERT: &str = "INSERT INTO uploads (token, owner, name, length, received, updated_us) \
     VALUES ($1, $2, $3, $4, 0, $5)";
const SELECT: &str = "SELECT name, length, received FROM uploads WHERE token = $1 AND owner = $2";
const UPDATE: &str = "UPDATE uploads SET received = $3, updated_us = $4 WHERE token = $1 AND received = $2";
const DELETE: &str = "DELETE FROM uploads WHERE token = $1";
const COUNT: &str = "SELECT COUNT(*) FROM uploads WHERE owner = $1";
const SELECT_OLD: &str = "SELECT token FROM uploads WHERE updated_us < $1";

/// A file on its way.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct UploadRow {
    /// Name of the file as it came.
    pub name: String,
    /// Bytes that it will have.
    pub length: i64,
    /// Bytes that have come.
    pub received: i64,
}

impl Store {
    /// A file on its way from an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_upload(&self, token: &str, owner: UserId) -> Result<Option<UploadRow>> {
        Ok(reading!(self, db => sqlx::query_as(SELECT).bind(token).bind(owner).fetch_optional(db).await?))
    }

    /// Files of an account on their way.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_uploads(&self, owner: UserId) -> Result<i64> {
        Ok(reading!(self, db => sqlx::query_scalar(COUNT).bind(owner).fetch_one(db).await?))
    }

    /// Files of which nothing has come since a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_old_uploads(&self, before: Timestamp) -> Result<Vec<String>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_OLD).bind(before.as_microsecond()).fetch_all(db).await?))
    }
}

impl Tx {
    /// Begins a file.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_upload(
        &mut self,
        token: &str,
        owner: UserId,
        name: &str,
        length: i64,
        now: Timestamp,
    ) -> Result<()> {
        within!(self, db => sqlx::query(INSERT).bind(token).bind(owner).bind(name).bind(length)
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Notes that a file has come up to `received`; `false` when it no longer stood at `from`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_received(&mut self, token: &str, from: i64, received: i64, now: Timestamp) -> Result<bool> {
        let changed = within!(self, db => sqlx::query(UPDATE).bind(token).bind(from).bind(received)
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(changed == 1)
    }

    /// Forgets a file on its way.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_upload(&mut self, token: &str) -> Result<()> {
        within!(self, db => sqlx::query(DELETE).bind(token).execute(db).await?.rows_affected());
        Ok(())
    }
}
