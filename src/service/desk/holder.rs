//! Holders of awards: people say which awards are theirs, and a curator who compares them with the register confirms it.
//! Nothing confirms itself: names are not unique, and what an account says of itself is nobody's proof.

use jiff::Timestamp;

use super::super::awards::words;
use super::super::declarations::Declared;
use super::super::{Error, Repository, Result};
use crate::compliance::{published_outcome, strictest_verdict};
use crate::domain::ids::UserId;
use crate::domain::user::{Account, User};
use crate::domain::verdict::{Outcome, Verdict};
use crate::domain::vocabulary::find_institution;
use crate::domain::{Article, ArticleId, ArticleState, Award, AwardNumber};

/// Awards that one account may name.
const MOST_HELD: i64 = 50;
/// Articles that are shown under an award.
const MOST_ARTICLES: i64 = 100;
/// Requests on the page of curators.
const MOST_ASKED: i64 = 100;

/// What became of somebody's word that they hold an award.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolderState {
    /// It waits for a curator.
    Asked,
    /// A curator confirmed it.
    Confirmed,
    /// A curator refused it.
    Refused,
}

impl HolderState {
    /// The code kept in the database and used in message keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Confirmed => "confirmed",
            Self::Refused => "refused",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Asked, Self::Confirmed, Self::Refused].into_iter().find(|state| state.code() == code)
    }
}

/// An award that somebody says is theirs, with the articles under it once that is confirmed.
#[derive(Debug, Clone)]
pub struct HeldAward {
    /// Its number.
    pub number: AwardNumber,
    /// What the register says of it.
    pub award: Option<Award>,
    /// What became of their word.
    pub state: HolderState,
    /// The articles under it, each with the verdict that asks for most, what is said of it, and whether its holder said
    /// that they wrote it; not those of which they said that they do not come of it.
    pub articles: Vec<HeldArticle>,
    /// What they said of articles and this award, the last word first.
    pub declared: Vec<Declared>,
}

/// An article under an award of somebody's.
#[derive(Debug, Clone)]
pub struct HeldArticle {
    /// The article.
    pub article: Article,
    /// The verdict that asks for most.
    pub verdict: Option<Verdict>,
    /// What is said of it: what is not sure is undetermined.
    pub outcome: Option<Outcome>,
    /// Whether they said that they wrote it, or deposited it.
    pub is_confirmed: bool,
}

/// Somebody's word that they hold an award, with what helps a curator to decide.
#[derive(Debug, Clone)]
pub struct HolderRequest {
    /// Who says so.
    pub account: Account,
    /// The award.
    pub award: Award,
    /// When they said so.
    pub asked_at: Timestamp,
    /// Whether the register's holder has their name.
    pub has_same_name: bool,
    /// Whether the institution of the register is the one that they name.
    pub has_same_institution: bool,
    /// Whether somebody else is confirmed as its holder.
    pub is_taken: bool,
}

impl Repository {
    /// Takes somebody's word that they hold an award of the register; saying it twice changes nothing.
    ///
    /// # Errors
    /// When the register does not know the award, or they name very many.
    pub async fn say_held(&self, user: UserId, number: &AwardNumber) -> Result<()> {
        if self.parts.store.find_award(number).await?.is_none() {
            return Err(Error::NotFound { what: "award" });
        }
        let mut tx = self.parts.store.begin().await?;
        if tx.count_held(user).await? >= MOST_HELD {
            return Err(Error::Invalid(format!("nobody can name more than {MOST_HELD} awards")));
        }
        tx.ask_holder(user, number, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Takes somebody's word back, and with it what they said of articles under the award.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unsay_held(&self, user: UserId, number: &AwardNumber) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        self.forget_words(&mut tx, user, number).await?;
        tx.forget_holder(user, number).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// The awards of somebody with the articles under them: of those that a curator confirmed alone.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn held_awards(&self, user: UserId) -> Result<Vec<HeldAward>> {
        self.count_again(super::MOST_COUNTED).await?;
        let claims = self.parts.store.list_claims(user).await?;
        let mut held = Vec::new();
        for (number, state) in self.parts.store.list_held(user).await? {
            let (Ok(number), Some(state)) = (AwardNumber::parse(&number), HolderState::from_code(&state)) else {
                continue;
            };
            let declared = self.declared_under(user, &number).await?;
            let mut articles = Vec::new();
            if state == HolderState::Confirmed {
                let ids = self.parts.store.list_articles_of_award(&number, MOST_ARTICLES).await?;
                for article in self.parts.store.list_articles(&ids).await? {
                    let is_rejected = declared.iter().any(|word| word.article.id == article.id && !word.is_theirs);
                    if article.state == ArticleState::Published && !is_rejected {
                        articles.push(self.held_article(user, article, &number, &claims).await?);
                    }
                }
            }
            let award = self.parts.store.find_award(&number).await?;
            held.push(HeldAward { number, award, state, articles, declared });
        }
        Ok(held)
    }

    async fn held_article(
        &self,
        user: UserId,
        article: Article,
        number: &AwardNumber,
        claims: &[(ArticleId, bool)],
    ) -> Result<HeldArticle> {
        let mut own: Vec<Verdict> = self.verdicts(&article).await?;
        own.retain(|verdict| verdict.award.number.as_ref() == Some(number));
        let is_confirmed =
            claims.contains(&(article.id, true)) || self.parts.store.is_depositor_of(user, article.id).await?;
        let (verdict, outcome) = (strictest_verdict(&own).cloned(), published_outcome(&own));
        Ok(HeldArticle { article, verdict, outcome, is_confirmed })
    }

    /// Words of people that wait for a curator, the longest first, up to a hundred.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn holder_requests(&self) -> Result<Vec<HolderRequest>> {
        let mut requests = Vec::new();
        for asked in self.parts.store.list_asked_holders(MOST_ASKED).await? {
            let Ok(number) = AwardNumber::parse(&asked.number) else { continue };
            let (Some(account), Some(award)) =
                (self.parts.store.find_account(asked.user_id).await?, self.parts.store.find_award(&number).await?)
            else {
                continue;
            };
            let taken = self.parts.store.find_holder(&number).await?;
            requests.push(HolderRequest {
                has_same_name: same_words(&award.holder, &account.user.name),
                has_same_institution: is_at(&award, account.institution.as_deref()),
                is_taken: taken.is_some(),
                asked_at: Timestamp::from_microsecond(asked.asked_us).unwrap_or(Timestamp::UNIX_EPOCH),
                account,
                award,
            });
        }
        Ok(requests)
    }

    /// Confirms or refuses that somebody holds an award. A refusal takes back what they said of articles under it.
    ///
    /// # Errors
    /// When somebody else is confirmed as its holder, the curator decides about their own word, or it waits no more: somebody
    /// else decided, or it was taken back.
    pub async fn decide_held(&self, curator: &User, user: UserId, number: &AwardNumber, confirm: bool) -> Result<()> {
        if curator.id == user {
            return Err(Error::Invalid("nobody decides about their own award".to_owned()));
        }
        let mut tx = self.parts.store.begin().await?;
        if confirm && self.parts.store.find_holder(number).await?.is_some_and(|holder| holder != user) {
            return Err(Error::Invalid("somebody else is confirmed as the holder of this award".to_owned()));
        }
        let state = if confirm { HolderState::Confirmed } else { HolderState::Refused };
        if !tx.decide_holder((user, number), state.code(), (curator.id, self.now())).await? {
            return Err(Error::Decided);
        }
        if !confirm {
            self.forget_words(&mut tx, user, number).await?;
        }
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }
}

/// Whether two names have the same words, in any order, accents aside.
fn same_words(one: &str, other: &str) -> bool {
    let sorted = |text: &str| {
        let mut all = words(text);
        all.sort();
        all
    };
    !sorted(one).is_empty() && sorted(one) == sorted(other)
}

/// Whether the institution of an award is the one that somebody names.
fn is_at(award: &Award, named: Option<&str>) -> bool {
    let (Some(place), Some(typed)) = (award.institution.as_ref().and_then(find_institution), named.map(words)) else {
        return false;
    };
    let known = [Some(place.name_fr.as_str()), Some(place.name_en.as_str()), place.acronym.as_deref()];
    !typed.is_empty() && known.into_iter().flatten().any(|name| words(name) == typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_s_holder_is_recognised_whatever_the_order_and_accents() {
        assert!(same_words("Côté, Ève-Marie", "Eve Marie COTE") && !same_words("Côté, Ève", "Ève Roy"));
        assert!(!same_words(", ", ""), "no name is nobody's");
    }
}
