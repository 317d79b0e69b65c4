//! Articles that came from elsewhere and may be somebody's: found by their ORCID iD, or by their name together with their
//! institution. One word of theirs settles it.

use super::{Error, Repository, Result};
use crate::domain::ids::UserId;
use crate::domain::query::SearchQuery;
use crate::domain::user::Account;
use crate::domain::{Article, ArticleId, ArticleState, Person};
use crate::store::NewEvent;

/// Articles that are looked at for each way to find them.
const LOOKED_AT: usize = 40;
/// Articles that are offered at a time.
const OFFERED: usize = 10;

impl Repository {
    /// Articles that may be somebody's, and that they have said nothing of.
    ///
    /// # Errors
    /// When the store or the index fails.
    pub async fn offered_articles(&self, user: UserId) -> Result<Vec<Article>> {
        let account = self.account(user).await?;
        let known = self.parts.store.list_claims(user).await?;
        let mut offered: Vec<Article> = Vec::new();
        for text in questions(&account) {
            let query = SearchQuery { text, limit: LOOKED_AT, ..SearchQuery::default() };
            for article in self.search(query).await?.articles {
                let is_new = !offered.iter().any(|other| other.id == article.id)
                    && !known.iter().any(|(other, _)| *other == article.id);
                if is_new
                    && is_author(&account, &article)
                    && offered.len() < OFFERED
                    && !self.parts.store.is_depositor_of(user, article.id).await?
                {
                    offered.push(article);
                }
            }
        }
        // ORCID itself says that they wrote these, whatever the articles say.
        let named: Vec<ArticleId> = self.named_by_orcid(&account).await?.into_iter().collect();
        for article in self.parts.store.list_articles(&named).await? {
            let is_new = !offered.iter().any(|other| other.id == article.id)
                && !known.iter().any(|(other, _)| *other == article.id)
                && article.state == ArticleState::Published;
            if is_new && offered.len() < OFFERED && !self.parts.store.is_depositor_of(user, article.id).await? {
                offered.push(article);
            }
        }
        Ok(offered)
    }

    /// Articles that somebody said are theirs, the latest word first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn claimed_articles(&self, user: UserId) -> Result<Vec<Article>> {
        let claims = self.parts.store.list_claims(user).await?;
        let mine: Vec<_> = claims.into_iter().filter(|(_, mine)| *mine).map(|(article, _)| article).collect();
        Ok(self.parts.store.list_articles(&mine).await?)
    }

    /// Whether an article names somebody among its authors.
    pub(super) async fn may_claim(&self, user: UserId, article: ArticleId) -> Result<bool> {
        let account = self.account(user).await?;
        let found = self.parts.store.find_article(article).await?;
        let Some(found) = found.filter(|found| found.state == ArticleState::Published) else { return Ok(false) };
        Ok(is_author(&account, &found) || self.named_by_orcid(&account).await?.contains(&article))
    }

    /// Takes somebody's word on an article that was offered to them.
    ///
    /// # Errors
    /// When it was not.
    pub async fn claim(&self, user: UserId, article: ArticleId, mine: bool) -> Result<()> {
        if !self.may_claim(user, article).await? {
            return Err(Error::NotFound { what: "article" });
        }
        if self.parts.store.list_claims(user).await?.contains(&(article, mine)) {
            return Ok(());
        }
        let now = self.now();
        let mut tx = self.parts.store.begin().await?;
        tx.put_claim(user, article, mine, now).await?;
        if mine {
            tx.add_event(&NewEvent { article, at: now, user: Some(user), action: "claim", reason: None }).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// How articles of an account are looked for.
fn questions(account: &Account) -> Vec<String> {
    let orcid = account.orcid.as_ref().map(|orcid| format!("orcid:{orcid}"));
    let name = account.institution.as_ref().map(|_| {
        let plain: String =
            account.user.name.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-')).collect();
        format!("auteur:({plain})")
    });
    orcid.into_iter().chain(name).collect()
}

/// Whether an article names an account among its authors: by its ORCID iD, or by its name at its institution. Another
/// iD of an author of the same name says that it is somebody else.
fn is_author(account: &Account, article: &Article) -> bool {
    article.version.metadata.authors.iter().any(|author| match (&author.orcid, &account.orcid) {
        (Some(theirs), Some(own)) => theirs == own,
        _ => same_name(author, &account.user.name) && works_at(author, account.institution.as_deref()),
    })
}

pub(super) fn same_name(author: &Person, name: &str) -> bool {
    let words = |text: &str| {
        let mut words: Vec<String> = folded(text).split_whitespace().map(str::to_owned).collect();
        words.sort();
        words
    };
    !name.trim().is_empty() && words(&author.display_name()) == words(name)
}

fn works_at(author: &Person, institution: Option<&str>) -> bool {
    let Some(institution) = institution.map(folded).filter(|name| name.chars().count() > 3) else { return false };
    author.affiliations.iter().any(|place| folded(&place.name).contains(&institution))
}

/// Letters without accents and capitals, everything else as spaces.
fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let letters = text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    letters.flat_map(char::to_lowercase).map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Affiliation;

    fn author(given: &str, family: &str, place: &str) -> Person {
        let affiliations = vec![Affiliation { name: place.to_owned(), ror: None }];
        Person { given: given.to_owned(), family: family.to_owned(), affiliations, ..Person::default() }
    }

    #[test]
    fn a_name_is_somebody_s_only_at_their_institution() {
        let roy = author("Ève-Marie", "Roy", "Dép. de biologie, Université Laval, Québec");
        assert!(same_name(&roy, "Eve-Marie Roy") && same_name(&roy, "ROY Ève Marie") && !same_name(&roy, "Ève Roy"));
        assert!(works_at(&roy, Some("Universite laval")));
        assert!(!works_at(&roy, Some("McGill")) && !works_at(&roy, None) && !works_at(&roy, Some("dé")));
    }
}
