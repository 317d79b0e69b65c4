//! Who holds which award, as people say and curators decide.

use jiff::Timestamp;

use super::{Result, Store, Tx};
use crate::domain::ids::UserId;
use crate::domain::{ArticleId, AwardNumber};

const ASK: &str = "INSERT INTO award_holders (user_id, number, state, asked_us) VALUES ($1, $2, 'asked', $3) \
     ON CONFLICT (user_id, number) DO UPDATE SET state = 'asked', asked_us = excluded.asked_us, decided_us = NULL, \
     decided_by = NULL WHERE award_holders.state = 'refused'";
const OF_USER: &str = "SELECT number, state FROM award_holders WHERE user_id = $1 ORDER BY number";
const COUNT_OF: &str = "SELECT COUNT(*) FROM award_holders WHERE user_id = $1";
const ASKED: &str = "SELECT user_id, number, asked_us FROM award_holders WHERE state = 'asked' \
     ORDER BY asked_us, user_id, number LIMIT $1";
const HOLDER: &str = "SELECT user_id FROM award_holders WHERE number = $1 AND state = 'confirmed'";
const DECIDE: &str = "UPDATE award_holders SET state = $3, decided_us = $4, decided_by = $5 \
     WHERE user_id = $1 AND number = $2 AND state = 'asked'";
const FORGET: &str = "DELETE FROM award_holders WHERE user_id = $1 AND number = $2";
const ARTICLES: &str = "SELECT DISTINCT article_id FROM standing_awards WHERE number = $1 \
     ORDER BY article_id DESC LIMIT $2";
const HOLDERS: &str = "SELECT DISTINCT h.user_id FROM award_holders h JOIN users u ON u.id = h.user_id \
     WHERE h.state = 'confirmed' AND u.disabled_us IS NULL AND h.user_id > $1 ORDER BY h.user_id LIMIT $2";
/// Whom an article concerns. Who said that it is not theirs is left alone, and so is who said that it does not come of their
/// award, unless it comes of another one of theirs.
const CONCERNED: &str = "SELECT p.user_id FROM (\
     SELECT h.user_id, 1 AS holds FROM standing_awards w JOIN award_holders h ON h.number = w.number \
     AND h.state = 'confirmed' WHERE w.article_id = $1 AND NOT EXISTS (SELECT 1 FROM award_claims c \
     WHERE c.article_id = $1 AND c.user_id = h.user_id AND c.number = h.number AND c.is_theirs = FALSE \
     AND c.taken_back_us IS NULL AND NOT EXISTS (SELECT 1 FROM award_claims l WHERE l.article_id = $1 \
     AND l.user_id = c.user_id AND l.number = c.number AND l.id > c.id)) \
     UNION SELECT user_id, 0 FROM claims WHERE article_id = $1 AND mine = TRUE \
     UNION SELECT depositor, 0 FROM deposits WHERE article_id = $1 AND depositor IS NOT NULL) p \
     WHERE NOT EXISTS (SELECT 1 FROM claims c WHERE c.article_id = $1 AND c.user_id = p.user_id AND c.mine = FALSE) \
     AND (p.holds = 1 OR NOT EXISTS (SELECT 1 FROM award_claims c WHERE c.article_id = $1 AND c.user_id = p.user_id \
     AND c.is_theirs = FALSE AND c.taken_back_us IS NULL AND NOT EXISTS (SELECT 1 FROM award_claims l \
     WHERE l.article_id = $1 AND l.user_id = c.user_id AND l.number = c.number AND l.id > c.id))) \
     GROUP BY p.user_id ORDER BY p.user_id";
const HELD: &str = "SELECT number, state, asked_us, decided_us FROM award_holders WHERE user_id = $1 ORDER BY number";

/// Somebody who says that they hold an award.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AskedHolder {
    /// Who.
    pub user_id: UserId,
    /// The award.
    pub number: String,
    /// When they said so.
    pub asked_us: i64,
}

/// An award that somebody says is theirs, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct HeldRow {
    /// Its number.
    pub number: String,
    /// What became of it: `asked`, `confirmed` or `refused`.
    pub state: String,
    /// When they said so.
    pub asked_us: i64,
    /// When a curator decided.
    pub decided_us: Option<i64>,
}

impl Store {
    /// The awards that somebody says are theirs, with the moments.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_held_rows(&self, user: UserId) -> Result<Vec<HeldRow>> {
        Ok(reading!(self, db => sqlx::query_as(HELD).bind(user).fetch_all(db).await?))
    }

    /// The awards that somebody says are theirs, with what became of it: `asked`, `confirmed` or `refused`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_held(&self, user: UserId) -> Result<Vec<(String, String)>> {
        Ok(reading!(self, db => sqlx::query_as(OF_USER).bind(user).fetch_all(db).await?))
    }

    /// Those who wait for a decision, the longest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_asked_holders(&self, limit: i64) -> Result<Vec<AskedHolder>> {
        Ok(reading!(self, db => sqlx::query_as(ASKED).bind(limit).fetch_all(db).await?))
    }

    /// Who holds an award.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_holder(&self, number: &AwardNumber) -> Result<Option<UserId>> {
        Ok(reading!(self, db => sqlx::query_scalar(HOLDER).bind(number.as_str()).fetch_optional(db).await?))
    }

    /// The public articles under an award, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_articles_of_award(&self, number: &AwardNumber, limit: i64) -> Result<Vec<ArticleId>> {
        Ok(reading!(self, db => sqlx::query_scalar(ARTICLES).bind(number.as_str()).bind(limit).fetch_all(db).await?))
    }

    /// Confirmed holders of awards with an open account, after one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_holders(&self, after: UserId, limit: i64) -> Result<Vec<UserId>> {
        Ok(reading!(self, db => sqlx::query_scalar(HOLDERS).bind(after).bind(limit).fetch_all(db).await?))
    }

    /// The accounts that an article concerns: confirmed holders of its awards, who says that they wrote it, who deposited
    /// it; nobody who said that it is not theirs, or not of their award.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_concerned(&self, article: ArticleId) -> Result<Vec<UserId>> {
        Ok(reading!(self, db => sqlx::query_scalar(CONCERNED).bind(article).fetch_all(db).await?))
    }
}

impl Tx {
    /// Writes down that somebody says they hold an award; what was asked or confirmed stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask_holder(&mut self, user: UserId, number: &AwardNumber, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(ASK).bind(user).bind(number.as_str()).bind(now.as_microsecond())
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// How many awards somebody named.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_held(&mut self, user: UserId) -> Result<i64> {
        Ok(within!(self, db => sqlx::query_scalar(COUNT_OF).bind(user).fetch_one(db).await?))
    }

    /// Confirms or refuses what somebody asked for; `false` when it waits no more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn decide_holder(
        &mut self,
        (user, number): (UserId, &AwardNumber),
        state: &str,
        (curator, now): (UserId, Timestamp),
    ) -> Result<bool> {
        let moved = within!(self, db => sqlx::query(DECIDE).bind(user).bind(number.as_str()).bind(state)
            .bind(now.as_microsecond()).bind(curator).execute(db).await?.rows_affected());
        Ok(moved == 1)
    }

    /// Forgets that somebody holds an award.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_holder(&mut self, user: UserId, number: &AwardNumber) -> Result<()> {
        within!(self, db => sqlx::query(FORGET).bind(user).bind(number.as_str()).execute(db).await?.rows_affected());
        Ok(())
    }
}
