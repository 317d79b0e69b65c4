//! What holders say of articles under their awards. An award is somebody's once a curator confirmed it (`desk/holder`); then
//! articles that may come of it by their authors and its period (tier D of `indicators.json`) are offered to them alone, and
//! articles that name it may be said to be none of it. Nothing inferred is counted or shown before its holder said so.

use jiff::Timestamp;

use super::claims::same_name;
use super::{Error, Repository, Result};
use crate::compliance::falls_in_period;
use crate::domain::award::LinkOrigin;
use crate::domain::ids::UserId;
use crate::domain::{Article, ArticleId, ArticleState, Award, AwardLink, AwardNumber, Person};
use crate::store::Tx;

/// Awards of one name that are looked at.
const MOST_AWARDS: i64 = 50;
/// Pairs that are offered at a time, and awards of one's name.
const OFFERED: usize = 10;

/// An article that may come of an award.
#[derive(Debug, Clone, PartialEq)]
pub struct Awaiting {
    /// The article.
    pub article: Article,
    /// The award.
    pub award: Award,
}

/// What a holder said of an article and one of their awards.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared {
    /// The article as it is now.
    pub article: Article,
    /// Whether it comes of the award.
    pub is_theirs: bool,
    /// When they said so.
    pub said_at: Timestamp,
    /// Whether the article names the award now.
    pub is_linked: bool,
}

impl Repository {
    /// The awards of somebody that a curator confirmed and the register knows.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn awards_held(&self, holder: UserId) -> Result<Vec<Award>> {
        let mut held = Vec::new();
        for (number, state) in self.parts.store.list_held(holder).await? {
            if let (Ok(number), "confirmed") = (AwardNumber::parse(&number), state.as_str()) {
                held.extend(self.parts.store.find_award(&number).await?);
            }
        }
        Ok(held)
    }

    /// Awards of the register whose holder has somebody's name, and that they have not named yet: a name proves nothing, but
    /// saves them a search.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn awards_of_name(&self, user: UserId) -> Result<Vec<Award>> {
        let name = self.account(user).await?.user.name;
        let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let mut words: Vec<&str> = plain.split_whitespace().collect();
        words.truncate(4);
        if words.len() < 2 {
            // A family name alone is nobody's in particular.
            return Ok(Vec::new());
        }
        let known = self.parts.store.list_held(user).await?;
        let mut found = self.find_awards(&words.join(" "), MOST_AWARDS).await?;
        found
            .retain(|award| is_holder(award, &name) && known.iter().all(|(number, _)| number != award.number.as_str()));
        found.truncate(OFFERED);
        Ok(found)
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
                    && !said.iter().any(|known| known.article == article.id && known.number == award.number)
            };
            for award in awards.iter().filter(is_open) {
                awaiting.push(Awaiting { article: article.clone(), award: award.clone() });
            }
        }
        awaiting.truncate(OFFERED);
        Ok(awaiting)
    }

    /// What somebody says of articles and an award, the last word first.
    pub(super) async fn declared_under(&self, holder: UserId, number: &AwardNumber) -> Result<Vec<Declared>> {
        let mut said = self.parts.store.list_award_claims(holder).await?;
        said.retain(|word| word.number == *number);
        let ids: Vec<ArticleId> = said.iter().map(|word| word.article).collect();
        let mut articles = self.parts.store.list_articles(&ids).await?;
        let declared = said.into_iter().filter_map(|word| {
            let article = articles.swap_remove(articles.iter().position(|article| article.id == word.article)?);
            let is_linked = is_linked(&article, number);
            Some(Declared { article, is_theirs: word.is_theirs, said_at: word.said_at, is_linked })
        });
        Ok(declared.collect())
    }

    /// Takes a holder's word that an article comes of an award of theirs: the article names the award from now on.
    ///
    /// # Errors
    /// When nobody confirmed that they hold the award, or it was not offered to them.
    pub async fn confirm_award(&self, holder: UserId, article: ArticleId, number: &AwardNumber) -> Result<()> {
        self.declare_award(holder, article, number, true).await
    }

    /// Takes a holder's word that an article does not come of an award of theirs; what they confirmed before is taken back.
    /// What others say of it stays.
    ///
    /// # Errors
    /// When nobody confirmed that they hold the award, or the article neither names it nor was offered to them.
    pub async fn reject_award(&self, holder: UserId, article: ArticleId, number: &AwardNumber) -> Result<()> {
        self.declare_award(holder, article, number, false).await
    }

    async fn declare_award(&self, holder: UserId, id: ArticleId, number: &AwardNumber, is_theirs: bool) -> Result<()> {
        let missing = || Error::NotFound { what: "article" };
        let is_author =
            self.parts.store.list_claims(holder).await?.contains(&(id, true)) || self.may_claim(holder, id).await?;
        let mut tx = self.parts.store.begin().await?;
        // Nobody else writes from here on: what is read stays true.
        let held = self.awards_held(holder).await?;
        let award = held.iter().find(|award| award.number == *number).ok_or_else(missing)?;
        let article = self.parts.store.find_article(id).await?;
        let article = article.filter(|found| found.state == ArticleState::Published).ok_or_else(missing)?;
        let is_linked = is_linked(&article, number);
        let is_offered = is_author && (!is_theirs || may_come_of(&article, award));
        if !is_linked && !is_offered {
            return Err(missing());
        }
        tx.add_award_claim(holder, id, number, is_theirs, self.now()).await?;
        if is_theirs && !is_linked {
            let mut metadata = article.version.metadata.clone();
            let origin = LinkOrigin::Holder;
            metadata.awards.push(AwardLink { fund: award.fund, number: Some(number.clone()), origin });
            self.revise(&mut tx, &article, &metadata, "award_confirmed", number.as_str()).await?;
        } else if !is_theirs {
            self.leave_out(&mut tx, &article, number).await?;
        }
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Takes back what a holder said of an article and an award: neither yes nor no is said any more.
    ///
    /// # Errors
    /// When they said nothing, or the store fails.
    pub async fn unsay_award(&self, holder: UserId, id: ArticleId, number: &AwardNumber) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        if !self.forget_word(&mut tx, holder, id, number).await? {
            return Err(Error::NotFound { what: "declaration" });
        }
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Takes back everything that somebody said of articles and an award, which is theirs no more.
    pub(super) async fn forget_words(&self, tx: &mut Tx, holder: UserId, number: &AwardNumber) -> Result<()> {
        for word in self.parts.store.list_award_claims(holder).await? {
            if word.number == *number {
                self.forget_word(tx, holder, word.article, number).await?;
            }
        }
        Ok(())
    }

    async fn forget_word(&self, tx: &mut Tx, holder: UserId, id: ArticleId, number: &AwardNumber) -> Result<bool> {
        if !tx.take_award_claim_back(holder, id, number, self.now()).await? {
            return Ok(false);
        }
        if let Some(article) = self.parts.store.find_article(id).await? {
            self.leave_out(tx, &article, number).await?;
        }
        Ok(true)
    }

    /// Takes out of an article what rests on its holder's word alone. To be called while nobody else writes.
    async fn leave_out(&self, tx: &mut Tx, article: &Article, number: &AwardNumber) -> Result<()> {
        let mut metadata = article.version.metadata.clone();
        metadata.awards.retain(|link| !(link.number.as_ref() == Some(number) && link.origin == LinkOrigin::Holder));
        if metadata != article.version.metadata {
            self.revise(tx, article, &metadata, "award_rejected", number.as_str()).await?;
        }
        Ok(())
    }
}

/// Whether a name is that of an award's holder, `Family, Given`.
fn is_holder(award: &Award, name: &str) -> bool {
    let (family, given) = award.holder.split_once(',').unwrap_or((&award.holder, ""));
    let holder = Person { family: family.trim().to_owned(), given: given.trim().to_owned(), ..Person::default() };
    same_name(&holder, name)
}

fn is_linked(article: &Article, number: &AwardNumber) -> bool {
    article.version.metadata.awards.iter().any(|link| link.number.as_ref() == Some(number))
}

fn may_come_of(article: &Article, award: &Award) -> bool {
    let published = article.version.metadata.published();
    !is_linked(article, &award.number) && published.is_some_and(|published| falls_in_period(award, published))
}
