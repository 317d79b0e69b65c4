//! Articles that may come of somebody's award, by the holder and the period (tier D of `indicators.json`), and what the holder
//! says of them. Nothing is counted and nothing shown of such a link before its holder confirmed it.

use super::claims::same_name;
use super::{Error, Repository, Result};
use crate::compliance::falls_in_period;
use crate::domain::award::LinkOrigin;
use crate::domain::ids::UserId;
use crate::domain::user::Account;
use crate::domain::{Article, ArticleId, ArticleState, Award, AwardLink, AwardNumber, Person};

/// Awards of one name that are looked at.
const MOST_AWARDS: i64 = 50;
/// Pairs that are offered at a time.
const OFFERED: usize = 10;

/// An article that may come of an award.
#[derive(Debug, Clone, PartialEq)]
pub struct Awaiting {
    /// The article.
    pub article: Article,
    /// The award.
    pub award: Award,
}

impl Repository {
    /// The awards whose holder has somebody's name.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn awards_held(&self, holder: UserId) -> Result<Vec<Award>> {
        self.held_by(&self.account(holder).await?).await
    }

    /// Articles of somebody that may come of an award of theirs, and that they have said nothing of: they wrote the article, it
    /// was published while the award ran or within three years after, and does not name it.
    ///
    /// # Errors
    /// When the store or the index fails.
    pub async fn awaiting_confirmation(&self, holder: UserId) -> Result<Vec<Awaiting>> {
        let awards = self.awards_held(holder).await?;
        if awards.is_empty() {
            return Ok(Vec::new());
        }
        let said = self.parts.store.list_award_claims(holder).await?;
        let mut articles = self.claimed_articles(holder).await?;
        articles.extend(self.offered_articles(holder).await?);
        let mut awaiting = Vec::new();
        for article in articles.into_iter().filter(|article| article.state == ArticleState::Published) {
            let is_open = |award: &&Award| {
                may_come_of(&article, award)
                    && !said.iter().any(|(known, number, _)| *known == article.id && *number == award.number)
            };
            for award in awards.iter().filter(is_open) {
                awaiting.push(Awaiting { article: article.clone(), award: award.clone() });
            }
        }
        awaiting.truncate(OFFERED);
        Ok(awaiting)
    }

    /// Takes a holder's word that an article comes of an award of theirs: the article names the award from now on.
    ///
    /// # Errors
    /// When it was not offered to them.
    pub async fn confirm_award(&self, holder: UserId, article: ArticleId, number: &AwardNumber) -> Result<()> {
        self.declare_award(holder, article, number, true).await
    }

    /// Takes a holder's word that an article does not come of an award of theirs; what they confirmed before is taken back.
    ///
    /// # Errors
    /// When it was not offered to them.
    pub async fn reject_award(&self, holder: UserId, article: ArticleId, number: &AwardNumber) -> Result<()> {
        self.declare_award(holder, article, number, false).await
    }

    async fn declare_award(&self, holder: UserId, id: ArticleId, number: &AwardNumber, is_theirs: bool) -> Result<()> {
        let missing = || Error::NotFound { what: "article" };
        let held = self.awards_held(holder).await?;
        let award = held.iter().find(|award| award.number == *number).ok_or_else(missing)?;
        let claimed = self.parts.store.list_claims(holder).await?.contains(&(id, true));
        if !claimed && !self.may_claim(holder, id).await? {
            return Err(missing());
        }
        let article = self.parts.store.find_article(id).await?.ok_or_else(missing)?;
        let links = |link: &&AwardLink| link.number.as_ref() == Some(number);
        let is_linked = article.version.metadata.awards.iter().any(|link| links(&link));
        if is_theirs && !is_linked && !may_come_of(&article, award) {
            return Err(missing());
        }
        let mut metadata = article.version.metadata.clone();
        if is_theirs && !is_linked {
            let origin = LinkOrigin::Holder;
            metadata.awards.push(AwardLink { fund: award.fund, number: Some(number.clone()), origin });
        } else if !is_theirs {
            metadata.awards.retain(|link| !(links(&link) && link.origin == LinkOrigin::Holder));
        }
        let mut tx = self.parts.store.begin().await?;
        tx.add_award_claim(holder, id, number, is_theirs, self.now()).await?;
        if metadata != article.version.metadata {
            let action = if is_theirs { "award_confirmed" } else { "award_rejected" };
            self.revise(&mut tx, &article, &metadata, action, number.as_str()).await?;
        }
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    async fn held_by(&self, account: &Account) -> Result<Vec<Award>> {
        let name: String = account.user.name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let mut words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
        words.truncate(4);
        if words.len() < 2 {
            // A family name alone is nobody's in particular.
            return Ok(Vec::new());
        }
        let mut found = self.find_awards(&words.join(" "), MOST_AWARDS).await?;
        found.retain(|award| is_holder(award, &account.user.name));
        Ok(found)
    }
}

/// Whether a name is that of an award's holder, `Family, Given`.
fn is_holder(award: &Award, name: &str) -> bool {
    let (family, given) = award.holder.split_once(',').unwrap_or((&award.holder, ""));
    let holder = Person { family: family.trim().to_owned(), given: given.trim().to_owned(), ..Person::default() };
    same_name(&holder, name)
}

fn may_come_of(article: &Article, award: &Award) -> bool {
    let metadata = &article.version.metadata;
    let names = metadata.awards.iter().any(|link| link.number.as_ref() == Some(&award.number));
    !names && metadata.published().is_some_and(|published| falls_in_period(award, published))
}
