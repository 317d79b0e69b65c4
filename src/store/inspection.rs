//! What a check of the whole site asks of the rows: who names a file, what the index should hold, which records should be
//! there, and which work was lost.

use jiff::Timestamp;

use super::{Result, Store, Tx, Wording};
use crate::domain::ids::VersionId;
use crate::domain::job::Job;
use crate::domain::{ArticleId, Sha256};

const OWNER: &str = "SELECT COALESCE((SELECT MIN(article_id) FROM versions WHERE file_sha256 = $1), \
     (SELECT MIN(article_id) FROM deposits WHERE file_sha256 = $1))";
/// By number, as `article.rs` says.
const SELECT_SHOWN: &str = "SELECT id, version_id FROM articles WHERE COALESCE(state, '') = 'published' AND id > $1 \
     ORDER BY id LIMIT $2";
const SELECT_STAMPED: &str = "SELECT a.id, CASE WHEN a.state IN ('published', 'withdrawn') THEN 1 ELSE 0 END, \
     CASE WHEN a.datestamp_s IS NULL THEN 0 ELSE 1 END, \
     CASE WHEN a.datestamp_s < v.created_us / 1000000 OR a.datestamp_s < (SELECT MAX(e.at_us) FROM events e \
     WHERE e.article_id = a.id AND e.action = 'withdraw') / 1000000 THEN 1 ELSE 0 END \
     FROM articles a LEFT JOIN versions v ON v.id = a.version_id \
     WHERE (COALESCE(a.state, '') IN ('published', 'withdrawn') OR COALESCE(a.datestamp_s, -1) >= 0) AND a.id > $1 ORDER BY a.id LIMIT $2";
const SELECT_STALE_SETS: &str = "SELECT DISTINCT s.article_id FROM article_sets s JOIN articles a ON a.id = s.article_id \
     WHERE COALESCE(s.datestamp_s, -1) <> COALESCE(a.datestamp_s, -1) ORDER BY 1";
const STAMP_SETS: &str = "UPDATE article_sets SET datestamp_s = (SELECT datestamp_s FROM articles WHERE id = $1) \
     WHERE article_id = $1";
const STAMP: &str = "UPDATE articles SET datestamp_s = $2 WHERE id = $1 AND datestamp_s IS NULL \
     AND state IN ('published', 'withdrawn')";
const SELECT_WAITING: &str = "SELECT DISTINCT key FROM jobs WHERE kind = $1 AND state <> 'failed'";
const SELECT_KEPT: &str = "SELECT sets, xml FROM oai_fragments WHERE article_id = $1 AND format = $2 AND basis = $3 \
     AND (until_day IS NULL OR until_day > $4)";
const FORGET_KEPT: &str = "DELETE FROM oai_fragments WHERE article_id = $1";
/// Deposits that are handed in, with nothing that says what became of them and no job that reads their file.
const LOST_EXTRACT: &str = "SELECT d.id FROM deposits d JOIN articles a ON a.id = d.article_id \
     WHERE a.state = 'submitted' AND d.failure IS NULL AND d.duplicate_of IS NULL \
     AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = 'extract' AND j.key = d.id) ORDER BY d.id";
const LOST_READ: &str = "SELECT d.id FROM drafts d WHERE d.file_sha256 IS NOT NULL AND d.found IS NULL \
     AND d.failure IS NULL AND d.deposit_id IS NULL \
     AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = 'read_draft' AND j.key = d.id) ORDER BY d.id";
const LOST_IMPORT: &str = "SELECT i.id FROM imports i WHERE i.state = 'running' \
     AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = 'import' AND j.key = i.id) ORDER BY i.id";
/// DOIs that were chosen for public articles and that no registry was told of.
const LOST_DOI: &str = "SELECT o.article_id FROM own_dois o JOIN articles a ON a.id = o.article_id \
     WHERE o.is_test = $1 AND o.state = 'reserved' AND o.error IS NULL AND a.state = 'published' \
     AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = 'register_doi' AND j.key = o.article_id) ORDER BY o.article_id";

/// An article that has a record, or should have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamped {
    /// The article.
    pub article: ArticleId,
    /// Whether its state gives it a record.
    pub is_public: bool,
    /// Whether harvesters find it.
    pub has_datestamp: bool,
    /// Whether it changed after its datestamp.
    pub is_early: bool,
}

impl Store {
    /// An article that a file belongs to, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn owner_of_file(&self, sha256: &Sha256) -> Result<Option<ArticleId>> {
        Ok(reading!(self, db => sqlx::query_scalar(OWNER).bind(sha256.as_str()).fetch_one(db).await?))
    }

    /// Public articles after one, in their order, with the row of the version that is shown.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_shown(&self, after: ArticleId, limit: i64) -> Result<Vec<(ArticleId, Option<VersionId>)>> {
        Ok(reading!(self, db => sqlx::query_as(SELECT_SHOWN).bind(after).bind(limit).fetch_all(db).await?))
    }

    /// Articles after one, in their order, that have a record or should have one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_stamped(&self, after: ArticleId, limit: i64) -> Result<Vec<Stamped>> {
        let rows: Vec<(ArticleId, i32, i32, i32)> =
            reading!(self, db => sqlx::query_as(SELECT_STAMPED).bind(after).bind(limit).fetch_all(db).await?);
        let stamped = |(article, public, stamped, early)| Stamped {
            article,
            is_public: public == 1,
            has_datestamp: stamped == 1,
            is_early: early == 1,
        };
        Ok(rows.into_iter().map(stamped).collect())
    }

    /// Articles whose sets have another datestamp than they.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_stale_sets(&self) -> Result<Vec<ArticleId>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_STALE_SETS).fetch_all(db).await?))
    }

    /// The rows that jobs of a kind wait for, or are at work on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_waiting(&self, kind: &str) -> Result<Vec<i64>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_WAITING).bind(kind).fetch_all(db).await?))
    }

    /// The sets and the text of a kept record that holds now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_kept(&self, article: ArticleId, wording: &Wording) -> Result<Option<(String, String)>> {
        Ok(reading!(self, db => sqlx::query_as(SELECT_KEPT).bind(article).bind(wording.format).bind(&wording.basis)
            .bind(wording.today.to_string()).fetch_optional(db).await?))
    }

    /// Work that nothing would ever do: neither done, nor given up, nor in the queue. DOIs are looked at where the site
    /// registers some, real ones or those of its test mode.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_lost_jobs(&self, test_dois: Option<bool>) -> Result<Vec<Job>> {
        let mut lost = Vec::new();
        for (kind, sql) in [("extract", LOST_EXTRACT), ("read_draft", LOST_READ), ("import", LOST_IMPORT)] {
            let keys: Vec<i64> = reading!(self, db => sqlx::query_scalar(sql).fetch_all(db).await?);
            lost.extend(keys.into_iter().filter_map(|key| Job::from_parts(kind, key)));
        }
        if let Some(is_test) = test_dois {
            let articles: Vec<ArticleId> =
                reading!(self, db => sqlx::query_scalar(LOST_DOI).bind(is_test).fetch_all(db).await?);
            lost.extend(articles.into_iter().map(Job::RegisterDoi));
        }
        Ok(lost)
    }

    /// Queues work again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn queue(&self, jobs: &[Job], now: Timestamp) -> Result<()> {
        let mut tx = self.begin().await?;
        for job in jobs {
            tx.add_job(*job, now).await?;
        }
        tx.commit().await
    }
}

impl Tx {
    /// Stamps an article that should have a record and has no datestamp; `false` where that is not what is wrong.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stamp_unstamped(&mut self, article: ArticleId, now: Timestamp) -> Result<bool> {
        let stamped = within!(self, db => sqlx::query(STAMP).bind(article).bind(now.as_second()).execute(db).await?
            .rows_affected());
        Ok(stamped == 1)
    }

    /// Gives the sets of an article its datestamp.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stamp_sets(&mut self, article: ArticleId) -> Result<()> {
        within!(self, db => sqlx::query(STAMP_SETS).bind(article).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Forgets the records that are kept of an article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_kept(&mut self, article: ArticleId) -> Result<()> {
        within!(self, db => sqlx::query(FORGET_KEPT).bind(article).execute(db).await?.rows_affected());
        Ok(())
    }
}
