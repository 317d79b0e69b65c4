//! What changed in the order in which it did: for `ResourceSync`, which lists it as OAI-PMH does, deletions among it.

use harvest::Datestamp;
use jiff::Timestamp;

use super::oai::timestamp;
use super::{Repository, Result};
use crate::domain::{Article, ArticleId};
use crate::store::OaiSelection;

impl Repository {
    /// Public and withdrawn articles in the order in which they changed, after a place in that order, up to a moment.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list_changes(
        &self,
        after: Option<(Timestamp, ArticleId)>,
        until: Datestamp,
        limit: i64,
    ) -> Result<Vec<Article>> {
        let all = OaiSelection { from: Timestamp::MIN, until: timestamp(until), set: None };
        let rows = self.parts.store.list_oai(&all, after, limit).await?;
        Ok(rows.into_iter().map(|row| row.article).collect())
    }

    /// The places after which the changes are cut into parts of `step`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list_change_marks(&self, step: i64) -> Result<Vec<(Timestamp, ArticleId)>> {
        Ok(self.parts.store.list_marks(step).await?)
    }

    /// When the first record changed last; nothing is older.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn first_change(&self) -> Result<Option<Timestamp>> {
        Ok(self.parts.store.earliest_datestamp().await?)
    }
}
