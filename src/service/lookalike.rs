//! Articles that a draft may be: told before its depositor types anything.

use super::{Error, Repository, Result};
use crate::domain::draft::Draft;
use crate::domain::{ArticleId, ArticleState, Metadata};
use crate::store::NewEvent;

/// Articles that are told.
const MOST: usize = 3;

/// An article that a draft may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookalike {
    /// The article.
    pub article: ArticleId,
    /// Where it stands.
    pub state: ArticleState,
    /// What it says of itself.
    pub metadata: Metadata,
}

impl Repository {
    /// The articles here with the DOI of a description, or with one of its titles and its first author; those that the
    /// depositor called other ones are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn lookalikes(&self, draft: &Draft, metadata: &Metadata) -> Result<Vec<Lookalike>> {
        self.note_titles().await?;
        let known = self.known_of(&[metadata]).await?;
        let apart = |article: &ArticleId| draft.content.apart.contains(article);
        let all: Vec<ArticleId> = known.all_like(metadata).into_iter().filter(|article| !apart(article)).collect();
        let articles = self.parts.store.list_articles(&all).await?;
        let told = articles
            .into_iter()
            .filter(|article| !matches!(article.state, ArticleState::Rejected | ArticleState::Draft));
        let told = told.map(|article| Lookalike {
            article: article.id,
            state: article.state,
            metadata: article.version.metadata,
        });
        let mut told: Vec<Lookalike> = told.collect();
        // The one with the same DOI is the likeliest; several may have its title.
        told.sort_by_key(|like| metadata.doi.is_none() || like.metadata.doi != metadata.doi);
        told.truncate(MOST);
        Ok(told)
    }

    /// Ends a draft whose depositor says to be an author of an article that is here. The article comes among theirs where
    /// its names bear that out; its history tells of it in any case.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn claim_lookalike(&self, draft: &Draft, article: ArticleId) -> Result<()> {
        let (user, now) = (draft.owner, self.now());
        let found = self.parts.store.find_article(article).await?;
        if found.is_none_or(|found| found.state != ArticleState::Published) {
            return Err(Error::NotFound { what: "article" });
        }
        let is_theirs = self.may_claim(user, article).await?;
        let mut tx = self.parts.store.begin().await?;
        if is_theirs {
            tx.put_claim(user, article, true, now).await?;
        }
        tx.add_event(&NewEvent { article, at: now, user: Some(user), action: "claim", reason: None }).await?;
        tx.delete_draft(draft.id).await?;
        Ok(tx.commit().await?)
    }
}
