//! DOIs that this site registers for its articles.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::own_doi::{DoiState, OwnDoi};
use crate::domain::{ArticleId, Doi, Sha256};

/// Columns of [`Row`].
macro_rules! own_columns {
    () => {
        "SELECT article_id, doi, state, sent_sha256, failures, error FROM own_dois "
    };
}

const SELECT: &str = concat!(own_columns!(), "WHERE article_id = $1 AND is_test = $2");
const LIST: &str = concat!(own_columns!(), "WHERE is_test = $1 AND article_id > $2 ORDER BY article_id LIMIT $3");
const RESERVE: &str = "INSERT INTO own_dois (article_id, is_test, doi, state, changed_us) \
     VALUES ($1, $2, $3, 'reserved', $4) ON CONFLICT (article_id, is_test) DO NOTHING";
const SETTLE: &str = "UPDATE own_dois SET state = $3, sent_sha256 = $4, failures = 0, error = NULL, changed_us = $5 \
     WHERE article_id = $1 AND is_test = $2";
const NOTE_FAILURE: &str = "UPDATE own_dois SET failures = $3, error = $4, changed_us = $5 \
     WHERE article_id = $1 AND is_test = $2";
const FORGET_FAILURE: &str = "UPDATE own_dois SET failures = 0, error = NULL WHERE article_id = $1 AND is_test = $2";
const SHOW: &str = "UPDATE articles SET own_doi = $2 WHERE id = $1 AND own_doi IS NULL";
const COUNT: &str = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN error IS NOT NULL THEN 1 ELSE 0 END), 0), \
     MAX(CASE WHEN error IS NULL THEN changed_us END) FROM own_dois WHERE is_test = $1";
const HAS_ANY: &str = "SELECT COUNT(*) FROM own_dois WHERE article_id = $1";
/// By number, as `article.rs` says. A record without a file is described where it comes from.
const SELECT_WITHOUT: &str = "SELECT a.id FROM articles a LEFT JOIN own_dois o ON o.article_id = a.id AND o.is_test = $1 \
     WHERE COALESCE(a.state, '') = 'published' AND a.id > $2 AND COALESCE(a.doi, '') = '' \
     AND (o.state IS NULL OR o.state = 'reserved') AND NOT EXISTS (SELECT 1 FROM deposits d JOIN versions v \
     ON v.id = a.version_id WHERE d.article_id = a.id AND d.file_sha256 = v.file_sha256 AND d.origin = 'record') \
     ORDER BY a.id LIMIT $3";

/// How the DOIs of this site stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OwnDoiCounts {
    /// All.
    pub all: i64,
    /// Those whose last try failed.
    pub failed: i64,
    /// When the registry last took something, in microseconds.
    pub last_us: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Row {
    article_id: i64,
    doi: String,
    state: String,
    sent_sha256: Option<String>,
    failures: i64,
    error: Option<String>,
}

impl TryFrom<Row> for OwnDoi {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let broken = |column| Error::Inconsistent { column, id: row.article_id, source: None };
        Ok(Self {
            article: ArticleId(row.article_id),
            doi: Doi::parse(&row.doi).map_err(|_| broken("doi"))?,
            state: DoiState::from_code(&row.state).ok_or_else(|| broken("state"))?,
            sent: row.sent_sha256.and_then(|text| Sha256::try_from(text).ok()),
            failures: row.failures,
            error: row.error,
        })
    }
}

impl Store {
    /// The DOI that this site chose for an article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_own_doi(&self, article: ArticleId, is_test: bool) -> Result<Option<OwnDoi>> {
        let row: Option<Row> =
            reading!(self, db => sqlx::query_as(SELECT).bind(article).bind(is_test).fetch_optional(db).await?);
        row.map(OwnDoi::try_from).transpose()
    }

    /// The DOIs of this site by the number of their articles, after one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_own_dois(&self, is_test: bool, after: ArticleId, limit: i64) -> Result<Vec<OwnDoi>> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as(LIST).bind(is_test).bind(after).bind(limit)
            .fetch_all(db).await?);
        rows.into_iter().map(OwnDoi::try_from).collect()
    }

    /// How the DOIs of this site stand.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn own_doi_counts(&self, is_test: bool) -> Result<OwnDoiCounts> {
        let (all, failed, last_us): (i64, i64, Option<i64>) =
            reading!(self, db => sqlx::query_as(COUNT).bind(is_test).fetch_one(db).await?);
        Ok(OwnDoiCounts { all, failed, last_us })
    }

    /// Public articles with a file to which neither a publisher nor this site gave a DOI, by number, after one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_without_doi(&self, is_test: bool, after: ArticleId, limit: i64) -> Result<Vec<ArticleId>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_WITHOUT).bind(is_test).bind(after).bind(limit)
            .fetch_all(db).await?))
    }
}

impl Tx {
    /// Whether this site ever chose a DOI for an article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_own_doi(&mut self, article: ArticleId) -> Result<bool> {
        let count: i64 = within!(self, db => sqlx::query_scalar(HAS_ANY).bind(article).fetch_one(db).await?);
        Ok(count > 0)
    }

    /// Chooses the DOI of an article, once.
    ///
    /// # Errors
    /// A conflict when another article has it.
    pub async fn reserve_own_doi(
        &mut self,
        article: ArticleId,
        is_test: bool,
        doi: &Doi,
        now: Timestamp,
    ) -> Result<()> {
        within!(self, db => sqlx::query(RESERVE).bind(article).bind(is_test).bind(doi.as_str())
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Notes what the registry took.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settle_own_doi(
        &mut self,
        article: ArticleId,
        is_test: bool,
        state: DoiState,
        sent: Option<&Sha256>,
        now: Timestamp,
    ) -> Result<()> {
        within!(self, db => sqlx::query(SETTLE).bind(article).bind(is_test).bind(state.code())
            .bind(sent.map(Sha256::as_str)).bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Notes that the registry took nothing, and why.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_doi_failure(
        &mut self,
        article: ArticleId,
        is_test: bool,
        failures: i64,
        error: &str,
        now: Timestamp,
    ) -> Result<()> {
        within!(self, db => sqlx::query(NOTE_FAILURE).bind(article).bind(is_test).bind(failures).bind(error)
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Forgets the tries that failed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_doi_failure(&mut self, article: ArticleId, is_test: bool) -> Result<()> {
        within!(self, db => sqlx::query(FORGET_FAILURE).bind(article).bind(is_test).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Shows the DOI of an article from now on; `false` when it is shown already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn show_own_doi(&mut self, article: ArticleId, doi: &Doi) -> Result<bool> {
        let done = within!(self, db => sqlx::query(SHOW).bind(article).bind(doi.as_str()).execute(db).await?
            .rows_affected());
        Ok(done > 0)
    }
}
