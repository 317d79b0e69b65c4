//! Which articles people say they wrote, or did not.

use jiff::Timestamp;

use super::{Result, Store, Tx};
use crate::domain::ArticleId;
use crate::domain::ids::UserId;

const UPSERT: &str = "INSERT INTO claims (user_id, article_id, mine, at_us) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (user_id, article_id) DO UPDATE SET mine = excluded.mine, at_us = excluded.at_us";
const SELECT: &str = "SELECT article_id, mine FROM claims WHERE user_id = $1 ORDER BY at_us DESC";
const SELECT_OWN: &str = "SELECT COUNT(*) FROM deposits WHERE article_id = $1 AND depositor = $2";

impl Store {
    /// What somebody said of articles, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_claims(&self, user: UserId) -> Result<Vec<(ArticleId, bool)>> {
        Ok(reading!(self, db => sqlx::query_as(SELECT).bind(user).fetch_all(db).await?))
    }

    /// Whether somebody deposited an article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_depositor_of(&self, user: UserId, article: ArticleId) -> Result<bool> {
        let count: i64 =
            reading!(self, db => sqlx::query_scalar(SELECT_OWN).bind(article).bind(user).fetch_one(db).await?);
        Ok(count > 0)
    }
}

impl Tx {
    /// Writes down whether somebody wrote an article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_claim(&mut self, user: UserId, article: ArticleId, mine: bool, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(UPSERT).bind(user).bind(article).bind(mine).bind(now.as_microsecond())
            .execute(db).await?.rows_affected());
        Ok(())
    }
}
