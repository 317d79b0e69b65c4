//! The inbox for announcements of other services (W3C Linked Data Notifications, COAR Notify 1.0). Nothing that a payload
//! names is ever fetched. What it says about where it comes from proves nothing, so a curator decides what is shown,
//! save for machines that the settings name by their addresses.

use super::{Client, Error, Repository, Result};
use crate::domain::announcement::{Announcement, NewAnnouncement};
use crate::domain::ids::{AnnouncementId, UserId};
use crate::domain::{ArticleId, ArticleState, Doi};
use crate::metadata::{NotifyError, read_announcement};

/// Announcements that may wait for a curator, in all and from one network, so that no sender uses up what is there for all;
/// more are refused until some are decided.
const MOST_WAITING: i64 = 20_000;
const MOST_WAITING_NEAR: i64 = 200;
/// Announcements on a page, and with an article.
const MOST_LISTED: i64 = 100;

/// Why an announcement is not taken in.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// The payload is none.
    #[error(transparent)]
    Payload(#[from] NotifyError),
    /// It is for another service.
    #[error("target names another service than this one")]
    Target,
    /// It is about nothing that is public here.
    #[error("context names no public article of this repository, neither by its address nor by its DOI")]
    About,
    /// Too many wait.
    #[error("the inbox is full; try again tomorrow")]
    Full,
    /// A fault of ours.
    #[error(transparent)]
    Service(#[from] Error),
}

/// An announcement that was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// Its number.
    pub id: AnnouncementId,
    /// Whether it is shown; `None` until a curator decides.
    pub shown: Option<bool>,
}

impl Repository {
    /// Takes an announcement in; the same one twice is one.
    ///
    /// # Errors
    /// When it is none, is not for us or about nothing of ours, or too many wait.
    pub async fn receive_announcement(&self, body: &[u8], client: &Client) -> Result<Accepted, InboxError> {
        let new = read_announcement(body)?;
        let is_ours = |target: &String| self.below_base(target).is_some();
        if !new.targets.iter().any(is_ours) {
            return Err(InboxError::Target);
        }
        let article = self.article_named(&new).await?.ok_or(InboxError::About)?;
        let is_trusted = client.address.is_some_and(|address| self.parts.notify_trusted.contains(&address));
        let network = self.network_mark(client)?;
        let (all, near) = self.parts.store.count_waiting_announcements(&network).await.map_err(Error::from)?;
        if !is_trusted && (all >= MOST_WAITING || near >= MOST_WAITING_NEAR) {
            return Err(InboxError::Full);
        }
        let keep = async || -> Result<Accepted> {
            let mut tx = self.parts.store.begin().await?;
            let (id, shown) =
                tx.add_announcement(&new, article, &network, is_trusted.then_some(true), self.now()).await?;
            tx.commit().await?;
            Ok(Accepted { id, shown })
        };
        Ok(keep().await?)
    }

    /// What stands behind our address, when an address is ours.
    fn below_base<'a>(&self, address: &'a str) -> Option<&'a str> {
        let rest = address.strip_prefix(self.parts.site.base_url.as_str())?;
        (rest.is_empty() || rest.starts_with(['/', '#', '?'])).then_some(rest)
    }

    /// The public article that an announcement is about.
    async fn article_named(&self, new: &NewAnnouncement) -> Result<Option<ArticleId>> {
        for address in &new.about {
            let named = match (self.below_base(address), Doi::parse(address)) {
                (Some(path), _) => number_in(path),
                (None, Ok(doi)) => {
                    let found = self.parts.store.list_by_doi(&[doi.as_str().to_owned()]).await?;
                    found.first().map(|(_, article)| *article)
                }
                (None, Err(_)) => None,
            };
            let Some(named) = named else { continue };
            let found = self.parts.store.find_article(named).await?;
            if found.is_some_and(|found| found.state == ArticleState::Published) {
                return Ok(Some(named));
            }
        }
        Ok(None)
    }

    /// An announcement that is shown.
    ///
    /// # Errors
    /// When there is none, or it is not shown.
    pub async fn shown_announcement(&self, id: AnnouncementId) -> Result<Announcement> {
        let found = self.parts.store.find_announcement(id).await?.filter(|found| found.shown == Some(true));
        found.ok_or(Error::NotFound { what: "announcement" })
    }

    /// The latest announcements that are shown.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn shown_announcements(&self) -> Result<Vec<Announcement>> {
        Ok(self.parts.store.list_shown_announcements(MOST_LISTED).await?)
    }

    /// The announcements that are shown with an article.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn announcements_of(&self, article: ArticleId) -> Result<Vec<Announcement>> {
        Ok(self.parts.store.list_announcements_of(article, MOST_LISTED).await?)
    }

    /// The announcements that wait, and those that were decided about.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn announcements(&self) -> Result<(Vec<Announcement>, Vec<Announcement>)> {
        let waiting = self.parts.store.list_waiting_announcements(MOST_LISTED).await?;
        Ok((waiting, self.parts.store.list_decided_announcements(MOST_LISTED).await?))
    }

    /// Shows an announcement with its article, or not.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn decide_announcement(&self, id: AnnouncementId, shown: bool, curator: UserId) -> Result<()> {
        if self.parts.store.find_announcement(id).await?.is_none() {
            return Err(Error::NotFound { what: "announcement" });
        }
        let mut tx = self.parts.store.begin().await?;
        tx.decide_announcement(id, shown, curator).await?;
        Ok(tx.commit().await?)
    }
}

/// The article in a path of ours: `/articles/7`, in any language, with or without what follows.
fn number_in(path: &str) -> Option<ArticleId> {
    let path = path.strip_prefix("/en").unwrap_or(path).strip_prefix("/articles/")?;
    path.split(['/', '?', '#']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_known_by_any_of_its_addresses() {
        for path in ["/articles/7", "/en/articles/7", "/articles/7/lire", "/articles/7?x=1", "/articles/7#a"] {
            assert_eq!(number_in(path), Some(ArticleId(7)), "{path}");
        }
        for path in ["", "/", "/articles/", "/articles/x", "/articles/-1", "/autres/7"] {
            assert_eq!(number_in(path), None, "{path}");
        }
    }
}
