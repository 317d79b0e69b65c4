//! Articles and their immutable versions.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use super::file::FileRow;
use super::{Error, Result, Store, Tx};
use crate::domain::article::{MediaType, Version};
use crate::domain::ids::VersionId;
use crate::domain::{Article, ArticleId, ArticleState, Doi, Lang, Metadata, Sha256};

/// Columns of [`ArticleRow`], in one place so that each query reads them alike.
macro_rules! article_fields {
    () => {
        "SELECT a.id, a.state, a.published_us, a.datestamp_s, a.withdrawal_reason, a.own_doi, v.id AS version_id, \
         v.number, v.metadata, v.created_us AS version_created_us, f.sha256, f.name, f.media_type, f.size_bytes, f.pages "
    };
}

/// The same with the version that is shown.
macro_rules! article_columns {
    () => {
        concat!(
            article_fields!(),
            "FROM articles a JOIN versions v ON v.id = a.version_id JOIN files f ON f.sha256 = v.file_sha256 "
        )
    };
}

// Statements that look for public articles by number or by embargo hide the state from the planner (`COALESCE`): it would
// take the index by state, which holds nearly all articles, and sort them for each batch.
pub(super) const SELECT_ARTICLE: &str = concat!(article_columns!(), "WHERE a.id = $1");
const SELECT_AS: &str = concat!(
    article_fields!(),
    "FROM articles a JOIN versions v ON v.article_id = a.id JOIN files f ON f.sha256 = v.file_sha256 \
     WHERE a.id = $1 AND f.media_type = $2 ORDER BY v.number DESC LIMIT 1"
);
const SELECT_LATEST: &str =
    concat!(article_columns!(), "WHERE a.state = 'published' ORDER BY a.published_us DESC, a.id DESC LIMIT $1");
const SELECT_PAGE: &str =
    concat!(article_columns!(), "WHERE COALESCE(a.state, '') = 'published' AND a.id > $1 ORDER BY a.id LIMIT $2");
const SELECT_BETWEEN: &str =
    concat!(article_columns!(), "WHERE COALESCE(a.state, '') = 'published' AND a.id > $1 AND a.id <= $2 ORDER BY a.id");
const SELECT_VERSIONS: &str = concat!(
    article_fields!(),
    "FROM articles a JOIN versions v ON v.article_id = a.id JOIN files f ON f.sha256 = v.file_sha256 \
     WHERE a.id > $1 AND a.id <= $2 ORDER BY a.id, v.number"
);
const SELECT_IN_REVIEW: &str = concat!(article_columns!(), "WHERE a.state = 'in_review' ORDER BY a.id LIMIT $1");
const SELECT_REVISIONS: &str = "SELECT id, record_revision FROM articles";
const SELECT_IDS: &str = article_columns!();
const SELECT_STATE: &str = "SELECT state FROM articles WHERE id = $1";
const SELECT_BY_DOI: &str = "SELECT id FROM articles WHERE doi = $1 OR own_doi = $1";
const UPDATE_STATE: &str = "UPDATE articles SET state = $2 WHERE id = $1 AND state = $3";
/// A DOI of this site is none of a publisher, wherever it comes from.
const UPDATE_DOI: &str = "UPDATE articles SET doi = NULLIF($2, own_doi) WHERE id = $1 \
     AND NOT EXISTS (SELECT 1 FROM articles other WHERE other.own_doi = $2 AND other.id <> $1)";
const UPDATE_PUBLISHED: &str = "UPDATE articles SET published_us = COALESCE(published_us, $2), datestamp_s = $3, \
     embargo_until = $4, language = $5 WHERE id = $1";
const UPDATE_WITHDRAWN: &str = "UPDATE articles SET withdrawal_reason = $2, datestamp_s = $3 WHERE id = $1";
const TOUCH: &str = "UPDATE articles SET datestamp_s = $2 WHERE id = $1";
const TOUCH_PUBLISHED: &str =
    "UPDATE articles SET datestamp_s = $1 WHERE COALESCE(state, '') = 'published' AND id > $2 AND id <= $3";
const UPDATE_VERSION: &str = "UPDATE articles SET version_id = $2 WHERE id = $1";
const LIFT_EMBARGOES: &str = "UPDATE articles SET embargo_until = NULL, datestamp_s = $2 \
     WHERE embargo_until IS NOT NULL AND embargo_until <= $1 AND COALESCE(state, '') = 'published' RETURNING id";
const INSERT_VERSION: &str = "INSERT INTO versions (article_id, number, metadata, file_sha256, created_us) \
     VALUES ($1, (SELECT COALESCE(MAX(number), 0) + 1 FROM versions WHERE article_id = $1), $2, $3, $4) RETURNING id";
const UPDATE_PAGES: &str = "UPDATE files SET pages = $2 WHERE sha256 = $1";
const COUNT: &str = "SELECT COUNT(*) AS articles, CAST(COALESCE(SUM(f.pages), 0) AS BIGINT) AS pages, \
     COALESCE(SUM(CASE WHEN a.language = 'fr' THEN 1 ELSE 0 END), 0) AS french, \
     COALESCE(SUM(CASE WHEN a.language = 'en' THEN 1 ELSE 0 END), 0) AS english, \
     COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM article_sets s WHERE s.article_id = a.id AND s.set_spec = 'acces:ouvert') \
     THEN 1 ELSE 0 END), 0) AS open \
     FROM articles a JOIN versions v ON v.id = a.version_id JOIN files f ON f.sha256 = v.file_sha256 WHERE a.state = 'published'";
const LATEST_CHANGE: &str = "SELECT COALESCE(MAX(datestamp_s), 0) FROM articles WHERE datestamp_s IS NOT NULL";

/// A version to be written.
#[derive(Debug)]
pub struct NewVersion<'a> {
    /// The article that gets it.
    pub article: ArticleId,
    /// Its description.
    pub metadata: &'a Metadata,
    /// Its file.
    pub file: &'a Sha256,
    /// When it is made.
    pub created_at: Timestamp,
}

/// Totals over the public articles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow, Serialize, Deserialize)]
pub struct Counts {
    /// Articles.
    pub articles: i64,
    /// Pages of their files.
    pub pages: i64,
    /// Articles in French.
    pub french: i64,
    /// Articles in English.
    pub english: i64,
    /// Articles whose file everybody may read.
    pub open: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct ArticleRow {
    id: i64,
    state: String,
    published_us: Option<i64>,
    datestamp_s: Option<i64>,
    withdrawal_reason: Option<String>,
    #[sqlx(default)]
    own_doi: Option<String>,
    version_id: i64,
    number: i64,
    metadata: String,
    version_created_us: i64,
    #[sqlx(flatten)]
    file: FileRow,
}

impl TryFrom<ArticleRow> for Article {
    type Error = Error;

    fn try_from(row: ArticleRow) -> Result<Self> {
        let broken = |column| Error::Inconsistent { column, id: row.id, source: None };
        let mut metadata: Metadata = serde_json::from_str(&row.metadata).map_err(|source| Error::Inconsistent {
            column: "metadata",
            id: row.version_id,
            source: Some(source),
        })?;
        let own_doi = row.own_doi.as_deref().and_then(|text| Doi::parse(text).ok());
        metadata.doi = metadata.doi.or_else(|| own_doi.clone());
        Ok(Self {
            id: ArticleId(row.id),
            own_doi,
            state: ArticleState::from_code(&row.state).ok_or_else(|| broken("state"))?,
            published_at: row.published_us.and_then(|us| Timestamp::from_microsecond(us).ok()),
            datestamp: row.datestamp_s.and_then(|s| Timestamp::from_second(s).ok()),
            withdrawal_reason: row.withdrawal_reason,
            version: Version {
                id: VersionId(row.version_id),
                number: row.number,
                metadata,
                created_at: Timestamp::from_microsecond(row.version_created_us).map_err(|_| broken("created_us"))?,
                file: row.file.into_file(row.version_id)?,
            },
        })
    }
}

fn articles(rows: Vec<ArticleRow>) -> Result<Vec<Article>> {
    rows.into_iter().map(Article::try_from).collect()
}

impl Store {
    /// An article in any state.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_article(&self, id: ArticleId) -> Result<Option<Article>> {
        let row: Option<ArticleRow> =
            reading!(self, db => sqlx::query_as(SELECT_ARTICLE).bind(id).fetch_optional(db).await?);
        row.map(Article::try_from).transpose()
    }

    /// An article with the last of its versions whose file is of a type, whether it is the one shown or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_article_as(&self, id: ArticleId, media_type: MediaType) -> Result<Option<Article>> {
        let row: Option<ArticleRow> = reading!(self, db => sqlx::query_as(SELECT_AS).bind(id)
            .bind(media_type.as_str()).fetch_optional(db).await?);
        row.map(Article::try_from).transpose()
    }

    /// Articles by number, in the order asked, those that are not there left out. One statement for all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_articles(&self, ids: &[ArticleId]) -> Result<Vec<Article>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
        let sql = format!("{SELECT_IDS} WHERE a.id IN ({})", places.join(", "));
        let rows: Vec<ArticleRow> = reading!(self, db => {
            let query = sqlx::query_as(AssertSqlSafe(sql));
            ids.iter().fold(query, |query, id| query.bind(*id)).fetch_all(db).await?
        });
        let mut found = articles(rows)?;
        found.sort_by_key(|article| ids.iter().position(|id| *id == article.id));
        Ok(found)
    }

    /// Every version of the articles with numbers after one up to another, each as the article that shows it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_versions(&self, after: ArticleId, last: ArticleId) -> Result<Vec<Article>> {
        articles(reading!(self, db => sqlx::query_as(SELECT_VERSIONS).bind(after).bind(last).fetch_all(db).await?))
    }

    /// The revisions of some articles, which rise with every change that readers may see; those thrown away have none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn article_revisions(&self, ids: &[ArticleId]) -> Result<HashMap<ArticleId, u64>> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
        let sql = format!("{SELECT_REVISIONS} WHERE id IN ({})", places.join(", "));
        let rows: Vec<(ArticleId, i64)> = reading!(self, db => {
            let query = sqlx::query_as(AssertSqlSafe(sql));
            ids.iter().fold(query, |query, id| query.bind(*id)).fetch_all(db).await?
        });
        Ok(rows.into_iter().map(|(id, revision)| (id, revision.unsigned_abs())).collect())
    }

    /// The articles published last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_latest(&self, limit: i64) -> Result<Vec<Article>> {
        articles(reading!(self, db => sqlx::query_as(SELECT_LATEST).bind(limit).fetch_all(db).await?))
    }

    /// Public articles by number, after one: pages through all of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_published(&self, after: ArticleId, limit: i64) -> Result<Vec<Article>> {
        articles(reading!(self, db => sqlx::query_as(SELECT_PAGE).bind(after).bind(limit).fetch_all(db).await?))
    }

    /// Public articles with numbers after one, up to another.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_published_between(&self, after: ArticleId, last: ArticleId) -> Result<Vec<Article>> {
        articles(reading!(self, db => sqlx::query_as(SELECT_BETWEEN).bind(after).bind(last).fetch_all(db).await?))
    }

    /// Articles that wait for a curator, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_in_review(&self, limit: i64) -> Result<Vec<Article>> {
        articles(reading!(self, db => sqlx::query_as(SELECT_IN_REVIEW).bind(limit).fetch_all(db).await?))
    }

    /// Totals over the public articles.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn counts(&self) -> Result<Counts> {
        Ok(reading!(self, db => sqlx::query_as(COUNT).fetch_one(db).await?))
    }

    /// Second of the latest public change, 0 when there is none: what caches of totals are keyed by.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn latest_change(&self) -> Result<i64> {
        Ok(reading!(self, db => sqlx::query_scalar(LATEST_CHANGE).fetch_one(db).await?))
    }
}

impl Tx {
    /// The state of an article.
    ///
    /// # Errors
    /// When it is not there or the database fails.
    pub async fn get_state(&mut self, id: ArticleId) -> Result<ArticleState> {
        let code: Option<String> =
            within!(self, db => sqlx::query_scalar(SELECT_STATE).bind(id).fetch_optional(db).await?);
        let code = code.ok_or(Error::NotFound { what: "article" })?;
        ArticleState::from_code(&code).ok_or(Error::Inconsistent { column: "state", id: id.0, source: None })
    }

    /// Moves an article from one state to another; `false` when it was no longer in the first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_state(&mut self, id: ArticleId, from: ArticleState, to: ArticleState) -> Result<bool> {
        let done = within!(self, db => sqlx::query(UPDATE_STATE).bind(id).bind(to.code()).bind(from.code())
            .execute(db).await?.rows_affected());
        Ok(done == 1)
    }

    /// The article that has a DOI, whatever its state.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_by_doi(&mut self, doi: &Doi) -> Result<Option<ArticleId>> {
        Ok(within!(self, db => sqlx::query_scalar(SELECT_BY_DOI).bind(doi.as_str()).fetch_optional(db).await?))
    }

    /// Gives an article its DOI, or takes it away.
    ///
    /// # Errors
    /// A conflict when another article has it.
    pub async fn set_doi(&mut self, id: ArticleId, doi: Option<&Doi>) -> Result<()> {
        let set = within!(self, db => sqlx::query(UPDATE_DOI).bind(id).bind(doi.map(Doi::as_str)).execute(db).await?.rows_affected());
        // None: the article is there, so the DOI is that of another one of ours.
        if set == 0 { Err(Error::Conflict(sqlx::Error::RowNotFound)) } else { Ok(()) }
    }

    /// Adds a version and makes it the one shown.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_version(&mut self, version: &NewVersion<'_>) -> Result<VersionId> {
        let metadata = serde_json::to_string(version.metadata)?;
        let id: VersionId = within!(self, db => sqlx::query_scalar(INSERT_VERSION)
            .bind(version.article).bind(metadata).bind(version.file.as_str())
            .bind(version.created_at.as_microsecond()).fetch_one(db).await?);
        within!(self, db => sqlx::query(UPDATE_VERSION).bind(version.article).bind(id).execute(db).await?.rows_affected());
        Ok(id)
    }

    /// Notes how many pages a file has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_pages(&mut self, file: &Sha256, pages: i64) -> Result<()> {
        within!(self, db => sqlx::query(UPDATE_PAGES).bind(file.as_str()).bind(pages).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Marks a public change of an article: sets its datestamp and the columns that totals are made from.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stamp_published(
        &mut self,
        id: ArticleId,
        now: Timestamp,
        embargo_until: Option<jiff::civil::Date>,
        language: Option<Lang>,
    ) -> Result<()> {
        within!(self, db => sqlx::query(UPDATE_PUBLISHED).bind(id).bind(now.as_microsecond()).bind(now.as_second())
            .bind(embargo_until.map(|day| day.to_string())).bind(language.map(|lang| lang.as_str().to_owned()))
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// Stamps an article whose records changed although its description did not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch(&mut self, id: ArticleId, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(TOUCH).bind(id).bind(now.as_second()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Stamps the public articles with a number after one, up to another; gives how many there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_published(&mut self, after: ArticleId, last: ArticleId, now: Timestamp) -> Result<u64> {
        Ok(within!(self, db => sqlx::query(TOUCH_PUBLISHED).bind(now.as_second()).bind(after).bind(last)
            .execute(db).await?.rows_affected()))
    }

    /// Writes the reason on a tombstone and stamps it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stamp_withdrawn(&mut self, id: ArticleId, now: Timestamp, reason: &str) -> Result<()> {
        within!(self, db => sqlx::query(UPDATE_WITHDRAWN).bind(id).bind(reason).bind(now.as_second())
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// Ends the embargoes whose day has come and stamps their articles, which it returns.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lift_embargoes(&mut self, today: jiff::civil::Date, now: Timestamp) -> Result<Vec<ArticleId>> {
        Ok(within!(self, db => sqlx::query_scalar(LIFT_EMBARGOES).bind(today.to_string()).bind(now.as_second())
            .fetch_all(db).await?))
    }
}
