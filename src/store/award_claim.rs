//! What holders say of articles that may come of their awards. Words are only ever added; the last one counts.

use jiff::Timestamp;

use super::{Result, Store, Tx};
use crate::domain::ids::UserId;
use crate::domain::{ArticleId, AwardNumber};

const INSERT: &str =
    "INSERT INTO award_claims (user_id, article_id, number, is_theirs, at_us) VALUES ($1, $2, $3, $4, $5)";
const SELECT: &str = "SELECT article_id, number, is_theirs FROM award_claims WHERE user_id = $1 ORDER BY id";

impl Store {
    /// What somebody said of articles and awards, the first word first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_award_claims(&self, user: UserId) -> Result<Vec<(ArticleId, AwardNumber, bool)>> {
        let rows: Vec<(ArticleId, String, bool)> =
            reading!(self, db => sqlx::query_as(SELECT).bind(user).fetch_all(db).await?);
        let read = |(article, number, is_theirs): (ArticleId, String, bool)| {
            Some((article, AwardNumber::parse(&number).ok()?, is_theirs))
        };
        Ok(rows.into_iter().filter_map(read).collect())
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
}
