//! Work lists: what the funder and institutions see of compliance, and what they do about it.
//!
//! A desk is the funder's, for everybody whose role reads reports, or that of an institution, for accounts that an
//! administrator gave it to: it sees the articles under awards which that institution manages, no others, and of each what is
//! said of those awards alone. `holder` is
//! who holds which award, `fix` the one thing that mends an article, `remind` the messages about it.

mod fix;
mod holder;
mod list;
mod remind;

pub use fix::{Fix, FixView};
pub use holder::{HeldArticle, HeldAward, HolderRequest, HolderState};
pub use list::{DeskLine, DeskLines, DeskNumbers};
pub use remind::{Reminded, ReminderLine, ReminderRules};

use super::{Error, Repository, Result};
use crate::domain::ids::UserId;
use crate::domain::user::{Role, User};
use crate::domain::vocabulary::find_institution;
use crate::domain::{ArticleId, Ror};

/// Articles that are counted again before anything is said of a list.
const MOST_COUNTED: usize = 200;
/// Articles that one act may be about.
const MOST_AT_ONCE: usize = 200;

/// Whose work list it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Desk {
    /// The funder's: all articles.
    Funder,
    /// That of an institution: the articles under awards that it manages.
    Institution(Ror),
}

impl Desk {
    /// The key that cases are kept under.
    fn key(&self) -> &str {
        self.institution().unwrap_or("frq")
    }

    /// The key, and whether it is that of an institution.
    fn place(&self) -> (&str, bool) {
        (self.key(), self.institution().is_some())
    }

    /// The ROR id of its institution.
    #[must_use]
    pub fn institution(&self) -> Option<&str> {
        match self {
            Self::Funder => None,
            Self::Institution(ror) => Some(ror.as_str()),
        }
    }
}

impl Repository {
    /// The desk of an account; `None` when it has none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn desk_of(&self, user: &User) -> Result<Option<Desk>> {
        if user.role >= Role::Funder {
            return Ok(Some(Desk::Funder));
        }
        let ror = self.parts.store.find_desk_institution(user.id).await?;
        Ok(ror.and_then(|ror| Ror::parse(&ror).ok()).map(Desk::Institution))
    }

    /// Who works at a desk: number and name.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn desk_members(&self, desk: &Desk) -> Result<Vec<(UserId, String)>> {
        Ok(self.parts.store.list_desk_members(desk.institution()).await?)
    }

    /// The institutions whose work lists accounts see, by account.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn desk_institutions(&self) -> Result<Vec<(UserId, Ror)>> {
        let rows = self.parts.store.list_desk_institutions().await?;
        Ok(rows.into_iter().filter_map(|(user, ror)| Some((user, Ror::parse(&ror).ok()?))).collect())
    }

    /// Gives an account the work list of an institution of the table, or takes it away.
    ///
    /// # Errors
    /// When the account is not there, is the administrator's own, or the institution is none of the table.
    pub async fn give_desk(&self, administrator: &User, id: UserId, institution: Option<&Ror>) -> Result<()> {
        let account = self.account(id).await?;
        if account.user.id == administrator.id {
            return Err(Error::Invalid("nobody changes their own rights".to_owned()));
        }
        if institution.is_some_and(|ror| find_institution(ror).is_none()) {
            return Err(Error::Invalid("the institution is not in the table of institutions".to_owned()));
        }
        let mut tx = self.parts.store.begin().await?;
        tx.set_desk_institution(id, institution.map(Ror::as_str)).await?;
        Ok(tx.commit().await?)
    }

    /// Those of some articles that a desk may act on, each once and not very many.
    async fn within_desk(&self, desk: &Desk, articles: &[ArticleId]) -> Result<Vec<ArticleId>> {
        let mut within: Vec<ArticleId> = Vec::new();
        for article in articles.iter().take(MOST_AT_ONCE) {
            let sees = match desk {
                Desk::Funder => true,
                Desk::Institution(ror) => self.parts.store.is_article_of(*article, ror.as_str()).await?,
            };
            if sees && !within.contains(article) {
                within.push(*article);
            }
        }
        Ok(within)
    }

    /// Has somebody at a desk look after articles, or nobody; gives how many.
    ///
    /// # Errors
    /// When that person does not work at the desk, or the store fails.
    pub async fn assign_cases(&self, desk: &Desk, articles: &[ArticleId], assignee: Option<UserId>) -> Result<usize> {
        if let Some(assignee) = assignee
            && self.desk_members(desk).await?.iter().all(|(id, _)| *id != assignee)
        {
            return Err(Error::Invalid("this person does not work at this desk".to_owned()));
        }
        let articles = self.listed(desk, articles).await?;
        let mut tx = self.parts.store.begin().await?;
        for article in &articles {
            tx.assign_case(desk.key(), *article, assignee).await?;
        }
        tx.commit().await?;
        Ok(articles.len())
    }

    /// Marks articles as followed up at a desk, until their outcome moves, or opens their cases again; gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn follow_cases(&self, desk: &Desk, user: &User, articles: &[ArticleId], done: bool) -> Result<usize> {
        let articles = self.listed(desk, articles).await?;
        let (mut tx, now) = (self.parts.store.begin().await?, self.now());
        for article in &articles {
            if done {
                tx.follow_case(desk.place(), *article, user.id, now).await?;
            } else {
                tx.reopen_case(desk.key(), *article).await?;
            }
        }
        tx.commit().await?;
        Ok(articles.len())
    }

    /// Those of some articles that stand on the list of a desk.
    async fn listed(&self, desk: &Desk, articles: &[ArticleId]) -> Result<Vec<ArticleId>> {
        let mut listed = Vec::new();
        for article in self.within_desk(desk, articles).await? {
            if self.parts.store.find_desk_row(desk.place(), article).await?.is_some() {
                listed.push(article);
            }
        }
        Ok(listed)
    }
}
