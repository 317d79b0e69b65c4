//! Deposits: what came in, and whether it is here already.

use jiff::Timestamp;

use super::file::FileRow;
use super::{Error, Result, Store, Tx};
use crate::domain::article::File;
use crate::domain::deposit::{Deposit, DepositOrigin, ReviewMode};
use crate::domain::extraction::ExtractionFailure;
use crate::domain::ids::UserId;
use crate::domain::{ArticleId, ArticleState, DepositId, Sha256};

const INSERT_FILE: &str = "INSERT INTO files (sha256, name, media_type, size_bytes, created_us) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (sha256) DO UPDATE SET created_us = excluded.created_us";
const INSERT_ARTICLE: &str =
    "INSERT INTO articles (state, file_sha256, created_us) VALUES ('submitted', $1, $2) RETURNING id";
const INSERT_DEPOSIT: &str = "INSERT INTO deposits (article_id, file_sha256, metadata, origin, review, depositor, \
     created_us, version_of) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
const SELECT_BY_FILE: &str = "SELECT a.id, a.state, (SELECT MAX(d.id) FROM deposits d WHERE d.article_id = a.id) \
     AS deposit_id FROM articles a WHERE a.file_sha256 = $1";
const UPDATE_DEPOSIT: &str = "UPDATE deposits SET metadata = $2, review = $3, depositor = $4, failure = NULL, \
     duplicate_of = NULL, version_of = $5 WHERE id = $1";
const UPDATE_FAILURE: &str = "UPDATE deposits SET failure = $2 WHERE id = $1";
const UPDATE_DUPLICATE: &str = "UPDATE deposits SET duplicate_of = $2 WHERE id = $1";
const SELECT_DEPOSIT: &str = "SELECT d.id, d.article_id, d.metadata, d.review, d.depositor, d.failure, d.duplicate_of, \
     d.version_of, d.created_us, f.sha256, f.name, f.media_type, f.size_bytes, f.pages \
     FROM deposits d JOIN files f ON f.sha256 = d.file_sha256 WHERE d.id = $1";
const SELECT_STATE: &str = "SELECT a.state, d.failure, d.duplicate_of FROM deposits d \
     JOIN articles a ON a.id = d.article_id WHERE d.id = $1";
const SELECT_MINE: &str = "SELECT id FROM deposits WHERE depositor = $1 ORDER BY id DESC LIMIT $2";
const SELECT_BEFORE: &str = "SELECT id FROM deposits WHERE depositor = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
const SELECT_OF_ARTICLE: &str = "SELECT MAX(id) FROM deposits WHERE article_id = $1";
const SELECT_FILE: &str = "SELECT COUNT(*) FROM files WHERE sha256 = $1";

/// A deposit to be written.
#[derive(Debug)]
pub struct NewDepositRow<'a> {
    /// Its article.
    pub article: ArticleId,
    /// Its file.
    pub file: &'a Sha256,
    /// Description given with it, as JSON.
    pub metadata: &'a str,
    /// Where it comes from.
    pub origin: DepositOrigin,
    /// Who decides.
    pub review: ReviewMode,
    /// Who deposits it.
    pub depositor: Option<UserId>,
    /// When.
    pub created_at: Timestamp,
    /// The article that it is another version of.
    pub version_of: Option<ArticleId>,
}

/// An article whose first file has the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Existing {
    /// The article.
    pub article: ArticleId,
    /// Where it stands.
    pub state: ArticleState,
    /// Its latest deposit.
    pub deposit: DepositId,
}

#[derive(sqlx::FromRow)]
struct DepositRow {
    id: i64,
    article_id: i64,
    metadata: String,
    review: String,
    depositor: Option<i64>,
    failure: Option<String>,
    duplicate_of: Option<i64>,
    version_of: Option<i64>,
    created_us: i64,
    #[sqlx(flatten)]
    file: FileRow,
}

impl TryFrom<DepositRow> for Deposit {
    type Error = Error;

    fn try_from(row: DepositRow) -> Result<Self> {
        let broken = |column| Error::Inconsistent { column, id: row.id, source: None };
        let metadata = serde_json::from_str(&row.metadata).map_err(|source| Error::Inconsistent {
            column: "metadata",
            id: row.id,
            source: Some(source),
        })?;
        Ok(Self {
            id: DepositId(row.id),
            article: ArticleId(row.article_id),
            metadata,
            file: row.file.into_file(row.id)?,
            review: ReviewMode::from_code(&row.review).ok_or_else(|| broken("review"))?,
            depositor: row.depositor.map(UserId),
            created_at: Timestamp::from_microsecond(row.created_us).map_err(|_| broken("created_us"))?,
            failure: row.failure.as_deref().map(failure_from_code).transpose()?,
            duplicate_of: row.duplicate_of.map(ArticleId),
            version_of: row.version_of.map(ArticleId),
        })
    }
}

fn failure_from_code(code: &str) -> Result<ExtractionFailure> {
    Ok(serde_json::from_value(serde_json::Value::String(code.to_owned()))?)
}

fn failure_code(failure: ExtractionFailure) -> Result<String> {
    Ok(serde_json::to_value(failure)?.as_str().unwrap_or_default().to_owned())
}

impl Store {
    /// A deposit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_deposit(&self, id: DepositId) -> Result<Option<Deposit>> {
        let row: Option<DepositRow> =
            reading!(self, db => sqlx::query_as(SELECT_DEPOSIT).bind(id).fetch_optional(db).await?);
        row.map(Deposit::try_from).transpose()
    }

    /// The latest deposit of an article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_deposit_of(&self, article: ArticleId) -> Result<Option<Deposit>> {
        let id: Option<DepositId> =
            reading!(self, db => sqlx::query_scalar(SELECT_OF_ARTICLE).bind(article).fetch_one(db).await?);
        match id {
            Some(id) => self.find_deposit(id).await,
            None => Ok(None),
        }
    }

    /// What became of a deposit: the state of its article, why its file could not be read, whose twin it is.
    ///
    /// # Errors
    /// When it is not there or the database fails.
    pub async fn deposit_outcome(
        &self,
        id: DepositId,
    ) -> Result<(ArticleState, Option<ExtractionFailure>, Option<ArticleId>)> {
        let (state, failure, twin): (String, Option<String>, Option<i64>) =
            reading!(self, db => sqlx::query_as(SELECT_STATE).bind(id).fetch_one(db).await?);
        let state =
            ArticleState::from_code(&state).ok_or(Error::Inconsistent { column: "state", id: id.0, source: None })?;
        Ok((state, failure.as_deref().map(failure_from_code).transpose()?, twin.map(ArticleId)))
    }

    /// Deposits of an account, latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_deposits_of(&self, depositor: UserId, limit: i64) -> Result<Vec<DepositId>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_MINE).bind(depositor).bind(limit).fetch_all(db).await?))
    }

    /// Deposits of an account, by falling number, before one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_deposits_before(
        &self,
        depositor: UserId,
        before: Option<DepositId>,
        limit: i64,
    ) -> Result<Vec<DepositId>> {
        let before = before.unwrap_or(DepositId(i64::MAX));
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_BEFORE).bind(depositor).bind(before).bind(limit)
            .fetch_all(db).await?))
    }

    /// Whether a file has a row; blobs without one are orphans.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_file(&self, sha256: &Sha256) -> Result<bool> {
        let count: i64 =
            reading!(self, db => sqlx::query_scalar(SELECT_FILE).bind(sha256.as_str()).fetch_one(db).await?);
        Ok(count > 0)
    }
}

impl Tx {
    /// Notes a file; nothing happens when its bytes are known already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_file(&mut self, file: &File, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(INSERT_FILE).bind(file.sha256.as_str()).bind(&file.name)
            .bind(file.media_type.as_str()).bind(file.size_bytes).bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Makes an article that waits for its file to be read.
    ///
    /// # Errors
    /// A conflict when the same bytes already made one.
    pub async fn add_article(&mut self, file: &Sha256, now: Timestamp) -> Result<ArticleId> {
        Ok(within!(self, db => sqlx::query_scalar(INSERT_ARTICLE).bind(file.as_str()).bind(now.as_microsecond())
            .fetch_one(db).await?))
    }

    /// Writes a deposit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_deposit(&mut self, deposit: &NewDepositRow<'_>) -> Result<DepositId> {
        Ok(within!(self, db => sqlx::query_scalar(INSERT_DEPOSIT).bind(deposit.article).bind(deposit.file.as_str())
            .bind(deposit.metadata).bind(deposit.origin.code()).bind(deposit.review.code()).bind(deposit.depositor)
            .bind(deposit.created_at.as_microsecond()).bind(deposit.version_of).fetch_one(db).await?))
    }

    /// The article that the same bytes made, with its latest deposit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_by_file(&mut self, sha256: &Sha256) -> Result<Option<Existing>> {
        let row: Option<(ArticleId, String, DepositId)> =
            within!(self, db => sqlx::query_as(SELECT_BY_FILE).bind(sha256.as_str()).fetch_optional(db).await?);
        row.map(|(article, state, deposit)| {
            let state = ArticleState::from_code(&state).ok_or(Error::Inconsistent {
                column: "state",
                id: article.0,
                source: None,
            })?;
            Ok(Existing { article, state, deposit })
        })
        .transpose()
    }

    /// Starts a deposit again with a new description, by whoever hands it in now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn restart_deposit(&mut self, id: DepositId, deposit: &NewDepositRow<'_>) -> Result<()> {
        within!(self, db => sqlx::query(UPDATE_DEPOSIT).bind(id).bind(deposit.metadata).bind(deposit.review.code())
            .bind(deposit.depositor).bind(deposit.version_of).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Notes why the file could not be read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_failure(&mut self, id: DepositId, failure: ExtractionFailure) -> Result<()> {
        let code = failure_code(failure)?;
        within!(self, db => sqlx::query(UPDATE_FAILURE).bind(id).bind(code).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Notes that the deposit turned out to be an article that is here already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_duplicate(&mut self, id: DepositId, twin: ArticleId) -> Result<()> {
        within!(self, db => sqlx::query(UPDATE_DUPLICATE).bind(id).bind(twin).execute(db).await?.rows_affected());
        Ok(())
    }
}
