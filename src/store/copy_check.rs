//! Copies elsewhere that are looked at, and every look.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::copy_check::{CopyCheck, CopyFunding, CopyState, WatchedCopy};
use crate::domain::extraction::FundingMention;
use crate::domain::ids::VersionId;
use crate::domain::{ArticleId, AwardNumber, Fund, VersionType};

/// Articles whose copies are not those that are watched.
const SELECT_UNWATCHED: &str = "SELECT a.id, a.version_id FROM articles a WHERE a.state = 'published' \
     AND NOT EXISTS (SELECT 1 FROM copy_watch_versions w WHERE w.article_id = a.id AND w.version_id = a.version_id) \
     ORDER BY a.id LIMIT $1";
const NOTE_VERSION: &str = "INSERT INTO copy_watch_versions (article_id, version_id) VALUES ($1, $2) \
     ON CONFLICT (article_id) DO UPDATE SET version_id = excluded.version_id";
const WATCH: &str = "INSERT INTO copy_watch (article_id, url, due_us, is_dead) VALUES ($1, $2, $3, FALSE) \
     ON CONFLICT (article_id, url) DO NOTHING";
const SELECT_WATCHED: &str = "SELECT url FROM copy_watch WHERE article_id = $1";
const FORGET: &str = "DELETE FROM copy_watch WHERE article_id = $1 AND url = $2";
const SELECT_DUE: &str = "SELECT w.article_id, w.url, w.due_us, w.checked_us, w.outcome, w.file_url, w.etag, \
     w.last_modified, w.sha256, w.funding_sha256, w.failing_us, w.is_dead FROM copy_watch w JOIN articles a ON a.id = w.article_id \
     WHERE a.state = 'published' AND w.due_us <= $1 ORDER BY w.due_us, w.article_id, w.url LIMIT $2";
const SELECT_OF: &str = "SELECT article_id, url, due_us, checked_us, outcome, file_url, etag, last_modified, sha256, \
     funding_sha256, failing_us, is_dead FROM copy_watch WHERE article_id = $1 AND checked_us IS NOT NULL ORDER BY url";
const UPDATE: &str = "UPDATE copy_watch SET due_us = $3, checked_us = $4, outcome = $5, file_url = $6, etag = $7, \
     last_modified = $8, sha256 = $9, failing_us = $10, is_dead = $11, funding_sha256 = $12 WHERE article_id = $1 AND url = $2";
const INSERT_CHECK: &str = "INSERT INTO copy_checks (article_id, url, at_us, source, outcome, file_url, sha256, \
     size_bytes, licence, version, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const SELECT_DEAD: &str = "SELECT url FROM copy_watch WHERE article_id = $1 AND is_dead = TRUE";
const INSERT_FUNDING: &str = "INSERT INTO copy_funding (article_id, url, place, file_url, sha256, read_us, fund, number, \
     page, snippet) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
const SELECT_FUNDING: &str = "SELECT url, file_url, read_us, fund, number, page, snippet FROM copy_funding \
     WHERE article_id = $1 ORDER BY read_us DESC, url, place LIMIT $2";
const COUNT_CHECKS: &str = "SELECT COUNT(*) FROM copy_checks WHERE at_us > $1";
const COUNT: &str = "SELECT COUNT(*) AS watched, \
     COALESCE(SUM(CASE WHEN w.outcome = 'open' THEN 1 ELSE 0 END), 0) AS open, \
     COALESCE(SUM(CASE WHEN w.is_dead THEN 1 ELSE 0 END), 0) AS dead, \
     COALESCE(SUM(CASE WHEN w.checked_us IS NULL THEN 1 ELSE 0 END), 0) AS waiting \
     FROM copy_watch w JOIN articles a ON a.id = w.article_id WHERE a.state = 'published'";
const SELECT_CHECKS: &str =
    "SELECT at_us, url, outcome, source, detail FROM copy_checks WHERE article_id = $1 ORDER BY id";

/// How many copies stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct CopyCounts {
    /// Copies of public articles that are looked at.
    pub watched: i64,
    /// Those that were open when last looked at.
    pub open: i64,
    /// Those that are taken to be gone.
    pub dead: i64,
    /// Those that nobody has looked at yet.
    pub waiting: i64,
}

/// One look of the past.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CheckRow {
    /// When, in microseconds since 1970.
    pub at_us: i64,
    /// Address of the copy.
    pub url: String,
    /// What was found, a code.
    pub outcome: String,
    /// Who looked.
    pub source: String,
    /// What else is to be known.
    pub detail: String,
}

#[derive(sqlx::FromRow)]
struct WatchRow {
    article_id: ArticleId,
    url: String,
    due_us: i64,
    checked_us: Option<i64>,
    outcome: Option<String>,
    file_url: Option<String>,
    etag: Option<String>,
    last_modified: Option<String>,
    sha256: Option<String>,
    funding_sha256: Option<String>,
    failing_us: Option<i64>,
    is_dead: bool,
}

impl TryFrom<WatchRow> for WatchedCopy {
    type Error = Error;

    fn try_from(row: WatchRow) -> Result<Self> {
        let moment = |us: i64| {
            let broken = |_| Error::Inconsistent { column: "due_us", id: row.article_id.0, source: None };
            Timestamp::from_microsecond(us).map_err(broken)
        };
        Ok(Self {
            article: row.article_id,
            due: moment(row.due_us)?,
            checked: row.checked_us.map(moment).transpose()?,
            failing: row.failing_us.map(moment).transpose()?,
            state: row.outcome.as_deref().and_then(CopyState::from_code),
            url: row.url,
            file_url: row.file_url,
            etag: row.etag,
            last_modified: row.last_modified,
            sha256: row.sha256,
            funding_sha256: row.funding_sha256,
            is_dead: row.is_dead,
        })
    }
}

#[derive(sqlx::FromRow)]
struct FundingRow {
    url: String,
    file_url: String,
    read_us: i64,
    fund: String,
    number: Option<String>,
    page: Option<i64>,
    snippet: String,
}

impl FundingRow {
    fn read(self) -> Option<CopyFunding> {
        let number = self.number.map(|number| AwardNumber::parse(&number)).transpose().ok()?;
        Some(CopyFunding {
            url: self.url,
            file_url: self.file_url,
            read_at: Timestamp::from_microsecond(self.read_us).ok()?,
            mention: FundingMention { fund: Fund::from_key(&self.fund)?, number },
            page: self.page.and_then(|page| u32::try_from(page).ok()),
            snippet: self.snippet,
        })
    }
}

impl Store {
    /// Funding that was read in files of copies of an article, the last reading first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_copy_funding(&self, article: ArticleId, limit: i64) -> Result<Vec<CopyFunding>> {
        let rows: Vec<FundingRow> =
            reading!(self, db => sqlx::query_as(SELECT_FUNDING).bind(article).bind(limit).fetch_all(db).await?);
        Ok(rows.into_iter().filter_map(FundingRow::read).collect())
    }

    /// Public articles whose copies are not those that are watched.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_unwatched(&self, limit: i64) -> Result<Vec<(ArticleId, VersionId)>> {
        Ok(reading!(self, db => sqlx::query_as(SELECT_UNWATCHED).bind(limit).fetch_all(db).await?))
    }

    /// Copies that are due, the longest due first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_due_copies(&self, now: Timestamp, limit: i64) -> Result<Vec<WatchedCopy>> {
        let rows: Vec<WatchRow> = reading!(self, db => sqlx::query_as(SELECT_DUE).bind(now.as_microsecond())
            .bind(limit).fetch_all(db).await?);
        rows.into_iter().map(WatchedCopy::try_from).collect()
    }

    /// Copies of an article that were looked at.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_watched(&self, article: ArticleId) -> Result<Vec<WatchedCopy>> {
        let rows: Vec<WatchRow> = reading!(self, db => sqlx::query_as(SELECT_OF).bind(article).fetch_all(db).await?);
        rows.into_iter().map(WatchedCopy::try_from).collect()
    }

    /// All looks at the copies of an article, the first one first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_copy_checks(&self, article: ArticleId) -> Result<Vec<CheckRow>> {
        Ok(reading!(self, db => sqlx::query_as(SELECT_CHECKS).bind(article).fetch_all(db).await?))
    }

    /// How many looks there were since a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_copy_checks(&self, since: Timestamp) -> Result<i64> {
        Ok(reading!(self, db => sqlx::query_scalar(COUNT_CHECKS).bind(since.as_microsecond()).fetch_one(db).await?))
    }

    /// How many copies stand how.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn copy_counts(&self) -> Result<CopyCounts> {
        Ok(reading!(self, db => sqlx::query_as(COUNT).fetch_one(db).await?))
    }
}

impl Tx {
    /// The addresses of copies of an article that are taken to be gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_dead_copies(&mut self, article: ArticleId) -> Result<Vec<String>> {
        Ok(within!(self, db => sqlx::query_scalar(SELECT_DEAD).bind(article).fetch_all(db).await?))
    }

    /// Keeps the funding that was read in the file of a copy, by the digest of the file.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_copy_funding(&mut self, article: ArticleId, sha256: &str, read: &[CopyFunding]) -> Result<()> {
        for (one, place) in read.iter().zip(0_i64..) {
            let number = one.mention.number.as_ref().map(AwardNumber::as_str);
            within!(self, db => sqlx::query(INSERT_FUNDING).bind(article).bind(&one.url).bind(place).bind(&one.file_url)
                .bind(sha256).bind(one.read_at.as_microsecond()).bind(one.mention.fund.key()).bind(number)
                .bind(one.page.map(i64::from)).bind(&one.snippet).execute(db).await?.rows_affected());
        }
        Ok(())
    }

    /// Watches the copies of a version, and those of older ones no more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn watch_copies(
        &mut self,
        article: ArticleId,
        version: VersionId,
        urls: &[String],
        due: Timestamp,
    ) -> Result<()> {
        let before: Vec<String> =
            within!(self, db => sqlx::query_scalar(SELECT_WATCHED).bind(article).fetch_all(db).await?);
        for url in before.iter().filter(|url| !urls.contains(url)) {
            within!(self, db => sqlx::query(FORGET).bind(article).bind(url).execute(db).await?.rows_affected());
        }
        for url in urls {
            within!(self, db => sqlx::query(WATCH).bind(article).bind(url).bind(due.as_microsecond())
                .execute(db).await?.rows_affected());
        }
        within!(self, db => sqlx::query(NOTE_VERSION).bind(article).bind(version).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Writes a look down, and how the copy stands after it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_copy_check(&mut self, copy: &WatchedCopy, check: &CopyCheck, source: &str) -> Result<()> {
        let (at_us, us) = (copy.checked.map(Timestamp::as_microsecond), |at: Timestamp| at.as_microsecond());
        within!(self, db => sqlx::query(INSERT_CHECK).bind(copy.article).bind(&copy.url).bind(at_us).bind(source)
            .bind(check.state.code()).bind(&check.file_url).bind(&check.sha256).bind(check.size_bytes)
            .bind(check.licence.as_ref().map(|licence| licence.code().to_owned()))
            .bind(check.version.map(VersionType::code)).bind(&check.detail).execute(db).await?.rows_affected());
        within!(self, db => sqlx::query(UPDATE).bind(copy.article).bind(&copy.url).bind(us(copy.due)).bind(at_us)
            .bind(copy.state.map(CopyState::code)).bind(&copy.file_url).bind(&copy.etag).bind(&copy.last_modified)
            .bind(&copy.sha256).bind(copy.failing.map(us)).bind(copy.is_dead).bind(&copy.funding_sha256).execute(db).await?.rows_affected());
        Ok(())
    }
}
