//! The one thing that mends an article, for whoever asks.

use super::super::{Error, Repository, Result};
use crate::compliance::strictest_verdict;
use crate::domain::ids::UserId;
use crate::domain::user::{Role, User};
use crate::domain::verdict::{NextAction, Outcome, Verdict};
use crate::domain::{Article, ArticleId, ArticleState, DepositId};

/// Where an article is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fix {
    /// There is nothing to do, or nothing but to wait.
    Nothing,
    /// At the desk of its deposit, at a field of its description.
    Review(DepositId, Option<&'static str>),
    /// In a word to those who look after its deposit, which is the visitor's own, about a field of its description.
    Tell(DepositId, Option<&'static str>),
    /// In a deposit that is begun with what is known of the article, at a field of its form: first of all its file.
    Deposit(&'static str),
    /// The funder is to be asked.
    Ask,
}

/// An article with what mends it.
#[derive(Debug, Clone)]
pub struct FixView {
    /// The article.
    pub article: Article,
    /// The verdict that asks for most; `None` where the article names no award.
    pub verdict: Option<Verdict>,
    /// What is said of it: what is not sure is undetermined.
    pub outcome: Option<Outcome>,
    /// What mends it.
    pub fix: Fix,
}

/// The field of a description that an action is about.
fn field(action: NextAction) -> Option<&'static str> {
    match action {
        NextAction::AddLicence => Some("licence"),
        NextAction::AddDate => Some("en_ligne"),
        NextAction::ConfirmAward => Some("octrois"),
        NextAction::ConfirmVersion => Some("version"),
        NextAction::ConfirmType => Some("type"),
        _ => None,
    }
}

/// The place in the form of a deposit that an action is about.
fn place(action: NextAction) -> &'static str {
    match action {
        NextAction::ConfirmAward => "octroi",
        _ => field(action).unwrap_or("fichier"),
    }
}

impl Repository {
    /// What mends a public article, for somebody.
    ///
    /// # Errors
    /// When the article is not public, or the store fails.
    pub async fn fix_of(&self, user: &User, article: ArticleId) -> Result<FixView> {
        let found = self.parts.store.find_article(article).await?;
        let found = found.filter(|found| found.state == ArticleState::Published);
        let article = found.ok_or(Error::NotFound { what: "article" })?;
        let verdicts = self.verdicts(&article).await?;
        let outcome = crate::compliance::published_outcome(&verdicts);
        let verdict = strictest_verdict(&verdicts).cloned();
        let action = verdict.as_ref().map_or(NextAction::None, |verdict| verdict.next_action);
        let fix = self.fix(user, &article, action).await?;
        Ok(FixView { article, verdict, outcome, fix })
    }

    async fn fix(&self, user: &User, article: &Article, action: NextAction) -> Result<Fix> {
        match action {
            NextAction::None | NextAction::Wait => Ok(Fix::Nothing),
            NextAction::AskFunder => Ok(Fix::Ask),
            NextAction::DepositManuscript => Ok(Fix::Deposit(place(action))),
            _ => Ok(match self.parts.store.find_deposit_of(article.id).await? {
                Some(deposit) if user.role >= Role::Curator => {
                    // What is said of a copy is not in the form; why it is asked for stands beside it.
                    Fix::Review(deposit.id, field(action).or(Some("regles")))
                }
                Some(deposit) if deposit.depositor == Some(user.id) => Fix::Tell(deposit.id, field(action)),
                _ => Fix::Deposit(place(action)),
            }),
        }
    }

    /// Whether an article is somebody's to mend: they hold one of its awards, wrote it or deposited it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn concerns(&self, user: UserId, article: ArticleId) -> Result<bool> {
        Ok(self.parts.store.list_concerned(article).await?.contains(&user))
    }
}
