//! Drafts: deposits that are being written, and what they were at their latest revisions.

use jiff::Timestamp;

use super::file::FileRow;
use super::{Error, Result, Store, Tx};
use crate::domain::draft::{Draft, DraftContent, Found};
use crate::domain::extraction::ExtractionFailure;
use crate::domain::ids::{DraftId, UserId};
use crate::domain::{DepositId, Sha256};

/// Revisions that are remembered of a draft.
const MOST_REVISIONS: i64 = 50;

const INSERT: &str = "INSERT INTO drafts (owner, revision, content, file_sha256, created_us, updated_us) \
     VALUES ($1, 1, $2, $3, $4, $4) RETURNING id";
const INSERT_REVISION: &str = "INSERT INTO draft_revisions (draft_id, revision, content) VALUES ($1, $2, $3)";
const FORGET_REVISIONS: &str = "DELETE FROM draft_revisions WHERE draft_id = $1 AND revision <= $2";
const SELECT: &str = "SELECT id, owner, revision, content, file_sha256, found, failure, deposit_id, updated_us \
     FROM drafts WHERE id = $1";
const SELECT_FILE: &str = "SELECT sha256, name, media_type, size_bytes, pages FROM files WHERE sha256 = $1";
const SELECT_MINE: &str =
    "SELECT id FROM drafts WHERE owner = $1 AND deposit_id IS NULL ORDER BY updated_us DESC, id DESC LIMIT $2";
const SELECT_BEFORE: &str =
    "SELECT id FROM drafts WHERE owner = $1 AND deposit_id IS NULL AND id < $2 ORDER BY id DESC LIMIT $3";
const SELECT_BY_FILE: &str = "SELECT id FROM drafts WHERE owner = $1 AND file_sha256 = $2 AND deposit_id IS NULL \
     ORDER BY id DESC LIMIT 1";
const SELECT_REVISION: &str = "SELECT content FROM draft_revisions WHERE draft_id = $1 AND revision = $2";
const UPDATE: &str = "UPDATE drafts SET revision = revision + 1, content = $3, updated_us = $4, warned_us = NULL \
     WHERE id = $1 AND revision = $2 AND deposit_id IS NULL";
const UPDATE_FILE: &str = "UPDATE drafts SET file_sha256 = $2, found = NULL, failure = NULL, updated_us = $3, warned_us = NULL \
     WHERE id = $1 AND deposit_id IS NULL";
const CLEAR_FILE: &str = "UPDATE drafts SET file_sha256 = NULL, found = NULL, failure = NULL, updated_us = $2, warned_us = NULL \
     WHERE id = $1 AND deposit_id IS NULL";
const UPDATE_FOUND: &str = "UPDATE drafts SET found = $3, failure = $4 WHERE id = $1 AND file_sha256 = $2";
const CLOSE: &str = "UPDATE drafts SET deposit_id = $2 WHERE id = $1 AND deposit_id IS NULL";
const SELECT_OLD: &str = "SELECT id FROM drafts WHERE deposit_id IS NULL AND updated_us < $1 \
     AND warned_us IS NULL ORDER BY owner, id LIMIT $2";
const SELECT_WARNED: &str = "SELECT id FROM drafts WHERE deposit_id IS NULL AND updated_us < $1 \
     AND warned_us < $2 ORDER BY id LIMIT $3";
const WARN: &str = "UPDATE drafts SET warned_us = $2 WHERE id = $1";
const DELETE: &str = "DELETE FROM drafts WHERE id = $1 AND deposit_id IS NULL";

#[derive(sqlx::FromRow)]
struct DraftRow {
    id: DraftId,
    owner: UserId,
    revision: i64,
    content: String,
    file_sha256: Option<String>,
    found: Option<String>,
    failure: Option<String>,
    deposit_id: Option<DepositId>,
    updated_us: i64,
}

impl DraftRow {
    fn into_draft(self, file: Option<FileRow>) -> Result<Draft> {
        let broken = |column| Error::Inconsistent { column, id: self.id.0, source: None };
        Ok(Draft {
            id: self.id,
            owner: self.owner,
            revision: self.revision,
            content: serde_json::from_str(&self.content)?,
            file: file.map(|file| file.into_file(self.id.0)).transpose()?,
            found: self.found.as_deref().map(serde_json::from_str).transpose()?,
            failure: self.failure.as_deref().map(serde_json::from_str).transpose()?,
            deposit: self.deposit_id,
            updated_at: Timestamp::from_microsecond(self.updated_us).map_err(|_| broken("updated_us"))?,
        })
    }
}

impl Store {
    /// A draft.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_draft(&self, id: DraftId) -> Result<Option<Draft>> {
        let row: Option<DraftRow> = reading!(self, db => sqlx::query_as(SELECT).bind(id).fetch_optional(db).await?);
        let Some(row) = row else { return Ok(None) };
        let file: Option<FileRow> = match &row.file_sha256 {
            Some(sha256) => {
                reading!(self, db => sqlx::query_as(SELECT_FILE).bind(sha256).fetch_optional(db).await?)
            }
            None => None,
        };
        row.into_draft(file).map(Some)
    }

    /// The drafts of an account that were not handed in, the one changed last in front.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_drafts_of(&self, owner: UserId, limit: i64) -> Result<Vec<DraftId>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_MINE).bind(owner).bind(limit).fetch_all(db).await?))
    }

    /// The drafts of an account that were not handed in, by falling number, before one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_drafts_before(&self, owner: UserId, before: Option<DraftId>, limit: i64) -> Result<Vec<DraftId>> {
        let before = before.unwrap_or(DraftId(i64::MAX));
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_BEFORE).bind(owner).bind(before).bind(limit)
            .fetch_all(db).await?))
    }

    /// The draft of an account with a file, when it was not handed in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_draft_with(&self, owner: UserId, file: &Sha256) -> Result<Option<DraftId>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_BY_FILE).bind(owner).bind(file.as_str())
            .fetch_optional(db).await?))
    }

    /// Drafts that nobody touched since a moment and whose depositors were not told, by depositor.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_old_drafts(&self, before: Timestamp, limit: i64) -> Result<Vec<DraftId>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_OLD).bind(before.as_microsecond()).bind(limit)
            .fetch_all(db).await?))
    }

    /// Drafts that nobody touched since a moment, and whose depositors were told before another one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_warned_drafts(
        &self,
        before: Timestamp,
        warned_before: Timestamp,
        limit: i64,
    ) -> Result<Vec<DraftId>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_WARNED).bind(before.as_microsecond())
            .bind(warned_before.as_microsecond()).bind(limit).fetch_all(db).await?))
    }

    /// What a draft was at an earlier revision, while that is remembered.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_draft_revision(&self, id: DraftId, revision: i64) -> Result<Option<DraftContent>> {
        let json: Option<String> = reading!(self, db => sqlx::query_scalar(SELECT_REVISION).bind(id).bind(revision)
            .fetch_optional(db).await?);
        Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
    }
}

impl Tx {
    /// Begins a draft.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_draft(
        &mut self,
        owner: UserId,
        content: &DraftContent,
        file: Option<&Sha256>,
        now: Timestamp,
    ) -> Result<DraftId> {
        let json = serde_json::to_string(content)?;
        let id: DraftId = within!(self, db => sqlx::query_scalar(INSERT).bind(owner).bind(&json)
            .bind(file.map(Sha256::as_str)).bind(now.as_microsecond()).fetch_one(db).await?);
        within!(self, db => sqlx::query(INSERT_REVISION).bind(id).bind(1_i64).bind(&json).execute(db).await?.rows_affected());
        Ok(id)
    }

    /// Writes the content of a draft as its next revision; `false` when the draft is no longer at `revision`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_draft_content(
        &mut self,
        id: DraftId,
        revision: i64,
        content: &DraftContent,
        now: Timestamp,
    ) -> Result<bool> {
        let json = serde_json::to_string(content)?;
        let changed = within!(self, db => sqlx::query(UPDATE).bind(id).bind(revision).bind(&json)
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        if changed == 0 {
            return Ok(false);
        }
        let next = revision.saturating_add(1);
        within!(self, db => sqlx::query(INSERT_REVISION).bind(id).bind(next).bind(&json).execute(db).await?.rows_affected());
        within!(self, db => sqlx::query(FORGET_REVISIONS).bind(id).bind(next - MOST_REVISIONS).execute(db).await?.rows_affected());
        Ok(true)
    }

    /// Gives a draft its file, in place of another; it is to be read then. `false` when it was handed in meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_draft_file(&mut self, id: DraftId, file: &Sha256, now: Timestamp) -> Result<bool> {
        let changed = within!(self, db => sqlx::query(UPDATE_FILE).bind(id).bind(file.as_str())
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(changed > 0)
    }

    /// Takes the file of a draft away.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clear_draft_file(&mut self, id: DraftId, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(CLEAR_FILE).bind(id).bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Writes what was read from the file of a draft, or why nothing was; nothing happens when it has another file by now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_draft_found(
        &mut self,
        id: DraftId,
        file: &Sha256,
        found: &Result<Found, ExtractionFailure>,
    ) -> Result<()> {
        let json = found.as_ref().ok().map(serde_json::to_string).transpose()?;
        let failure = found.as_ref().err().map(serde_json::to_string).transpose()?;
        within!(self, db => sqlx::query(UPDATE_FOUND).bind(id).bind(file.as_str()).bind(json).bind(failure)
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// Notes the deposit that a draft became; it can no longer be changed then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn close_draft(&mut self, id: DraftId, deposit: DepositId) -> Result<()> {
        within!(self, db => sqlx::query(CLOSE).bind(id).bind(deposit).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Notes that the depositor of a draft was told that it will go.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn warn_draft(&mut self, id: DraftId, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(WARN).bind(id).bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Throws a draft away; one that was handed in stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_draft(&mut self, id: DraftId) -> Result<()> {
        within!(self, db => sqlx::query(DELETE).bind(id).execute(db).await?.rows_affected());
        Ok(())
    }
}
