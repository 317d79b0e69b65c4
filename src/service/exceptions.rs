//! Exceptions to the policies: decided by curators, kept for ever, shown beside what the rules say.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Error, Repository, Result};
use crate::domain::exception::{Act, ExceptionAct, Ground};
use crate::domain::ids::UserId;
use crate::domain::{ArticleId, ArticleState, AwardNumber};
use crate::store::{NewEvent, Observation};

/// Characters of a motive or a proof that are kept.
const LONGEST_TEXT: usize = 4_000;

/// An act that somebody wants to do.
#[derive(Debug, Clone)]
pub struct ExceptionRequest {
    /// The award; every award of the article when none is named.
    pub award: Option<AwardNumber>,
    /// What to do.
    pub act: Act,
    /// On which ground.
    pub ground: Ground,
    /// Why, in words.
    pub motive: String,
    /// Where the proof is.
    pub proof: String,
    /// Last day on which a granted exception holds.
    pub expires: Option<Date>,
}

impl Repository {
    /// What was decided of the exceptions of an article, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn exception_acts(&self, article: ArticleId) -> Result<Vec<ExceptionAct>> {
        Ok(self.parts.store.list_exception_acts(article, Timestamp::MAX).await?)
    }

    /// What was observed of an article, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn observations(&self, article: ArticleId) -> Result<Vec<Observation>> {
        Ok(self.parts.store.list_observations(article).await?)
    }

    /// Does an act on an exception of a public article; one that says what the last one said is not done again.
    ///
    /// # Errors
    /// When the article is not public, does not name the award, or the act lacks something or does not follow from
    /// what was decided before.
    pub async fn act_on_exception(&self, article: ArticleId, user: UserId, request: &ExceptionRequest) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        let shown = self.parts.store.find_article(article).await?;
        let shown = shown.filter(|shown| shown.state == ArticleState::Published);
        let shown = shown.ok_or(Error::NotFound { what: "article" })?;
        let mut named = shown.version.metadata.awards.iter().filter_map(|link| link.number.as_ref());
        if request.award.as_ref().is_some_and(|number| named.all(|other| other != number)) {
            return Err(Error::Invalid("the article does not name this award".to_owned()));
        }
        let before = self.exception_acts(article).await?;
        let act = request.as_act(self.now());
        if before.last().is_some_and(|last| says_the_same(last, &act)) {
            return Ok(());
        }
        act.check(&before, self.parts.clock.today()).map_err(Error::Exception)?;
        tx.add_exception_act(article, user, &act).await?;
        let (action, reason) = (event(act.act), Some(act.motive.as_str()));
        tx.add_event(&NewEvent { article, at: act.at, user: Some(user), action, reason }).await?;
        // A round over all sets that runs now may still write what it knew before.
        Self::mark_sets_stale(&mut tx).await?;
        tx.commit().await?;
        let knowledge = self.knowledge_of(&shown).await?;
        self.refresh_batch(vec![shown], &knowledge.known()).await?;
        Ok(())
    }
}

impl ExceptionRequest {
    fn as_act(&self, at: Timestamp) -> ExceptionAct {
        let kept = |text: &str| text.trim().chars().take(LONGEST_TEXT).collect();
        ExceptionAct {
            award: self.award.clone(),
            at,
            by: None,
            act: self.act,
            ground: self.ground,
            motive: kept(&self.motive),
            proof: kept(&self.proof),
            expires: self.expires.filter(|_| self.act == Act::Grant),
        }
    }
}

fn says_the_same(last: &ExceptionAct, act: &ExceptionAct) -> bool {
    ExceptionAct { at: act.at, by: None, ..last.clone() } == *act
}

/// The code in the history of the article.
fn event(act: Act) -> &'static str {
    match act {
        Act::Grant => "exception_grant",
        Act::Refuse => "exception_refuse",
        Act::Revoke => "exception_revoke",
        Act::Appeal => "exception_appeal",
    }
}
