//! What holders say of articles under their awards. Words are only ever added, or marked as taken back; the last one that
//! was not counts.

use jiff::Timestamp;

use super::{Result, Store, Tx};
use crate::domain::ids::UserId;
use crate::domain::{ArticleId, AwardNumber};

const INSERT: &str =
    "INSERT INTO award_claims (user_id, article_id, number, is_theirs, at_us) VALUES ($1, $2, $3, $4, $5)";
const SELECT: &str = "SELECT c.article_id, c.number, c.is_theirs, c.at_us FROM award_claims c WHERE c.user_id = $1 \
     AND c.taken_back_us IS NULL AND NOT EXISTS (SELECT 1 FROM award_claims l WHERE l.user_id = c.user_id \
     AND l.article_id = c.article_id AND l.number = c.number AND l.id > c.id) ORDER BY c.id DESC";
const SELECT_ALL: &str = "SELECT article_id, number, is_theirs, at_us, taken_back_us FROM award_claims \
     WHERE user_id = $1 ORDER BY id";
const TAKE_BACK: &str = "UPDATE award_claims SET taken_back_us = $4 WHERE user_id = $1 AND article_id = $2 \
     AND number = $3 AND taken_back_us IS NULL";

/// What a holder says of an article and an award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwardClaim {
    /// The article.
    pub article: ArticleId,
    /// The award.
    pub number: AwardNumber,
    /// Whether the article comes of the award.
    pub is_theirs: bool,
    /// When they said so.
    pub said_at: Timestamp,
}

/// A word of a holder as it is kept, whatever became of it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AwardClaimRow {
    /// The article.
    pub article_id: ArticleId,
    /// Number of the award.
    pub number: String,
    /// Whether the article comes of the award.
    pub is_theirs: bool,
    /// When they said so.
    pub at_us: i64,
    /// When they took it back.
    pub taken_back_us: Option<i64>,
}

impl Store {
    /// What somebody says of articles and awards now, the last word first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_award_claims(&self, user: UserId) -> Result<Vec<AwardClaim>> {
        let rows: Vec<(ArticleId, String, bool, i64)> =
            reading!(self, db => sqlx::query_as(SELECT).bind(user).fetch_all(db).await?);
        let read = |(article, number, is_theirs, at_us): (ArticleId, String, bool, i64)| {
            let number = AwardNumber::parse(&number).ok()?;
            Some(AwardClaim { article, number, is_theirs, said_at: Timestamp::from_microsecond(at_us).ok()? })
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// Every word of somebody, the first one first, those that were taken back too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_award_words(&self, user: UserId) -> Result<Vec<AwardClaimRow>> {
        Ok(reading!(self, db => sqlx::query_as(SELECT_ALL).bind(user).fetch_all(db).await?))
    }
}

impl Tx {
    /// Writes down whether an article comes of somebody's award.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_award_claim(
        &mut self,
        user: UserId,
        article: ArticleId,
        number: &AwardNumber,
        is_theirs: bool,
        now: Timestamp,
    ) -> Result<()> {
        within!(self, db => sqlx::query(INSERT).bind(user).bind(article).bind(number.as_str()).bind(is_theirs)
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Marks what somebody said of an article and an award as taken back; `false` when nothing was said.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_award_claim_back(
        &mut self,
        user: UserId,
        article: ArticleId,
        number: &AwardNumber,
        now: Timestamp,
    ) -> Result<bool> {
        let marked = within!(self, db => sqlx::query(TAKE_BACK).bind(user).bind(article).bind(number.as_str())
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(marked > 0)
    }
}
