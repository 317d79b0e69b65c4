//! Copies that readers ask for; tokens are kept as digests.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::copy_request::{CopyRequest, GrantedCopy, NewCopyRequest};
use crate::domain::{ArticleId, Lang, Sha256};

const INSERT: &str = "INSERT INTO copy_requests (article_id, email, message, language, answer_sha256, state, created_us, \
     downloads_left) VALUES ($1, $2, $3, $4, $5, 'asked', $6, 0)";
const SELECT: &str =
    "SELECT id, article_id, email, message, language, state FROM copy_requests WHERE answer_sha256 = $1";
const REFUSE: &str = "UPDATE copy_requests SET state = 'refused', message = '' WHERE id = $1 AND state = 'asked'";
const GRANT: &str = "UPDATE copy_requests SET state = 'granted', message = '', file_sha256 = $2, until_us = $3, \
     downloads_left = $4 WHERE id = $1 AND state = 'asked'";
const SELECT_GRANTED: &str = "SELECT article_id, downloads_left FROM copy_requests WHERE file_sha256 = $1 AND until_us > $2 AND downloads_left > 0";
const USE: &str = "UPDATE copy_requests SET downloads_left = downloads_left - 1 \
     WHERE file_sha256 = $1 AND until_us > $2 AND downloads_left > 0 RETURNING article_id";
const FORGET: &str = "DELETE FROM copy_requests WHERE created_us < $1";

impl Store {
    /// The request that a token answers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_copy_request(&self, answer: &Sha256) -> Result<Option<CopyRequest>> {
        let row: Option<(i64, ArticleId, String, String, String, String)> =
            reading!(self, db => sqlx::query_as(SELECT).bind(answer.as_str()).fetch_optional(db).await?);
        row.map(|(id, article, email, message, language, state)| {
            let language =
                Lang::parse(&language).map_err(|_| Error::Inconsistent { column: "language", id, source: None })?;
            Ok(CopyRequest { id, article, email, message, language, is_answered: state != "asked" })
        })
        .transpose()
    }

    /// The copy that a token gives, while it does.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_granted_copy(&self, token: &Sha256, now: Timestamp) -> Result<Option<GrantedCopy>> {
        let row: Option<(ArticleId, i64)> = reading!(self, db => sqlx::query_as(SELECT_GRANTED).bind(token.as_str())
            .bind(now.as_microsecond()).fetch_optional(db).await?);
        Ok(row.map(|(article, downloads_left)| GrantedCopy { article, downloads_left }))
    }
}

impl Tx {
    /// Writes a request down.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_copy_request(&mut self, request: &NewCopyRequest<'_>, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(INSERT).bind(request.article).bind(request.email).bind(request.message)
            .bind(request.language.as_str()).bind(request.answer.as_str()).bind(now.as_microsecond())
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// Refuses a request; `false` when it was answered before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn refuse_copy(&mut self, id: i64) -> Result<bool> {
        Ok(within!(self, db => sqlx::query(REFUSE).bind(id).execute(db).await?.rows_affected()) == 1)
    }

    /// Grants a request until a moment, for some downloads; `false` when it was answered before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn grant_copy(&mut self, id: i64, token: &Sha256, until: Timestamp, downloads: i64) -> Result<bool> {
        let granted = within!(self, db => sqlx::query(GRANT).bind(id).bind(token.as_str())
            .bind(until.as_microsecond()).bind(downloads).execute(db).await?.rows_affected());
        Ok(granted == 1)
    }

    /// Uses one download up; the article, unless the token gives nothing any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_copy(&mut self, token: &Sha256, now: Timestamp) -> Result<Option<ArticleId>> {
        Ok(within!(self, db => sqlx::query_scalar(USE).bind(token.as_str()).bind(now.as_microsecond())
            .fetch_optional(db).await?))
    }

    /// Removes what was asked before a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_copy_requests(&mut self, before: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(FORGET).bind(before.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }
}
