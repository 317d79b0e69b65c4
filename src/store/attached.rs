//! What other tables hold about an article, asked for at once: about most articles they hold nothing, and each statement that
//! finds nothing costs as much as one that finds something.

use super::{Result, Store};
use crate::domain::ArticleId;

const SELECT: &str = "SELECT \
     EXISTS (SELECT 1 FROM exception_acts WHERE article_id = $1) AS exceptions, \
     EXISTS (SELECT 1 FROM copy_watch WHERE article_id = $1 AND checked_us IS NOT NULL) AS looks, \
     EXISTS (SELECT 1 FROM copy_funding WHERE article_id = $1) AS funding, \
     EXISTS (SELECT 1 FROM announcements WHERE article_id = $1 AND shown = TRUE) AS announcements, \
     EXISTS (SELECT 1 FROM usage_months WHERE article_id = $1) AS uses";

/// Whether there is anything of each kind about an article.
#[expect(clippy::struct_excessive_bools, reason = "each stands for a table of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Attached {
    /// Acts on exceptions.
    pub exceptions: bool,
    /// Copies that were looked at.
    pub looks: bool,
    /// Funding that was read in copies.
    pub funding: bool,
    /// Announcements that are shown.
    pub announcements: bool,
    /// Uses that are written down.
    pub uses: bool,
}

impl Store {
    /// What there is about an article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attached(&self, article: ArticleId) -> Result<Attached> {
        Ok(reading!(self, db => sqlx::query_as(SELECT).bind(article).fetch_one(db).await?))
    }
}
