//! What was known when: articles as they were public before a moment, and the tables of rules in use.

use jiff::Timestamp;

use super::article::ArticleRow;
use super::{Result, Store};
use crate::domain::{Article, ArticleId, Sha256};

const SELECT_KNOWN: &str = "SELECT a.id, o.state, o.published_us, a.datestamp_s, NULL AS withdrawal_reason, \
     v.id AS version_id, v.number, v.metadata, v.created_us AS version_created_us, f.sha256, f.name, f.media_type, \
     f.size_bytes, f.pages FROM article_observations o JOIN articles a ON a.id = o.article_id \
     JOIN versions v ON v.id = o.version_id JOIN files f ON f.sha256 = v.file_sha256 \
     WHERE o.article_id > $1 AND o.article_id <= $2 AND o.state = 'published' AND o.id = (SELECT MAX(l.id) \
     FROM article_observations l WHERE l.article_id = o.article_id AND l.at_us < $3) ORDER BY a.id";
const SELECT_HISTORY: &str = "SELECT o.at_us, o.state, v.number, (SELECT u.name FROM events e \
     JOIN users u ON u.id = e.user_id WHERE e.article_id = o.article_id AND e.at_us = v.created_us LIMIT 1) AS by, \
     (SELECT e.action FROM events e WHERE e.article_id = o.article_id AND e.at_us = v.created_us LIMIT 1) AS act \
     FROM article_observations o JOIN versions v ON v.id = o.version_id WHERE o.article_id = $1 ORDER BY o.id";
const LAST_RULES: &str = "SELECT sha256 FROM rule_tables ORDER BY id DESC LIMIT 1";
const INSERT_RULES: &str = "INSERT INTO rule_tables (sha256, as_of, rules, at_us) VALUES ($1, $2, $3, $4)";
const RULES_AT: &str = "SELECT rules FROM rule_tables ORDER BY CASE WHEN at_us < $1 THEN 0 ELSE 1 END, \
     CASE WHEN at_us < $1 THEN -id ELSE id END LIMIT 1";

/// Articles that changed at or after a moment, and those of awards of which the register then said something else.
const SELECT_CHANGED: &str = "SELECT article_id FROM article_observations WHERE at_us >= $1 \
     UNION SELECT w.article_id FROM award_observations o JOIN standing_awards w ON w.number = o.number WHERE o.at_us >= $1";

/// One observation of an article, for people.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Observation {
    /// When, in microseconds since 1970.
    pub at_us: i64,
    /// State from then on.
    pub state: String,
    /// Number of the version shown.
    pub number: i64,
    /// Who made the version, where a person did.
    pub by: Option<String>,
    /// What made it, a code of the history.
    pub act: Option<String>,
}

impl Store {
    /// The articles that were public just before a moment, as they were shown then, with numbers after one up to
    /// another.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_known(&self, after: ArticleId, last: ArticleId, before: Timestamp) -> Result<Vec<Article>> {
        let rows: Vec<ArticleRow> = reading!(self, db => sqlx::query_as(SELECT_KNOWN).bind(after).bind(last)
            .bind(before.as_microsecond()).fetch_all(db).await?);
        rows.into_iter().map(Article::try_from).collect()
    }

    /// Some articles as they were just before a moment, those that were public then, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_known_of(&self, ids: &[ArticleId], before: Timestamp) -> Result<Vec<Article>> {
        let mut articles = Vec::new();
        // Numbers without a gap are one question.
        for run in ids.chunk_by(|one, next| next.0 == one.0.saturating_add(1)) {
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                articles.extend(self.list_known(ArticleId(first.0 - 1), *last, before).await?);
            }
        }
        Ok(articles)
    }

    /// Articles that changed at or after a moment, and those of awards of which the register said something else before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_changed_since(&self, moment: Timestamp) -> Result<Vec<ArticleId>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_CHANGED).bind(moment.as_microsecond()).fetch_all(db).await?))
    }

    /// What was observed of an article, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_observations(&self, article: ArticleId) -> Result<Vec<Observation>> {
        Ok(reading!(self, db => sqlx::query_as(SELECT_HISTORY).bind(article).fetch_all(db).await?))
    }

    /// Notes a table of rules, unless it is the last one noted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_rules(&self, as_of: &str, rules: &str, now: Timestamp) -> Result<()> {
        let sha256 = Sha256::of(rules.as_bytes());
        let mut tx = self.begin().await?;
        let last: Option<String> = within!(&mut tx, db => sqlx::query_scalar(LAST_RULES).fetch_optional(db).await?);
        if last.as_deref() != Some(sha256.as_str()) {
            within!(&mut tx, db => sqlx::query(INSERT_RULES).bind(sha256.as_str()).bind(as_of).bind(rules)
                .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        }
        tx.commit().await
    }

    /// The table of rules in use just before a moment; for a moment before the first one, the first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_rules(&self, before: Timestamp) -> Result<Option<String>> {
        Ok(reading!(self, db => sqlx::query_scalar(RULES_AT).bind(before.as_microsecond()).fetch_optional(db).await?))
    }
}
