//! Searches that people follow by mail.
//!
//! Who has no account confirms the address by a link, and ends an alert by another; nobody learns from an answer which
//! addresses are known here. What an alert announces is the articles that went public here after those announced
//! before, up to a moment at which all of them are in the index. That moment and the message are written in one
//! transaction, so that each article is announced once and a crash loses none.

use jiff::{SignedDuration, Timestamp};

use super::accounts::normal_address;
use super::submit::random_token;
use super::throttle::Turn;
use super::{Client, Error, Repository, Result};
use crate::domain::alert::{Alert, Frequency, NewAlert};
use crate::domain::ids::AlertId;
use crate::domain::letter::{AlertNews, Announced, ConfirmAlert, Letter};
use crate::domain::query::{Added, SearchQuery, Sort};
use crate::domain::user::User;
use crate::domain::{Article, Lang, Person};
use crate::mail::is_address;
use crate::store::{NewMail, Tx};

/// Alerts of one address.
const MOST_ALERTS: i64 = 50;
/// Longest address of a search that is followed, in bytes.
const LONGEST_ADDRESS: usize = 2_000;
/// How long an address may be confirmed.
const CONFIRM_WITHIN: SignedDuration = SignedDuration::from_hours(48);
/// Articles that a message lists.
const LISTED: usize = 20;
/// Authors that a line names.
const AUTHORS: usize = 3;
/// Alerts that are looked at a time.
const BATCH: i64 = 100;

impl Repository {
    /// Follows a search at an address that somebody typed. A message with a link goes there; until that is used, and
    /// at the latest for two days, nothing else does. The answer is the same whatever is known of the address.
    ///
    /// # Errors
    /// When the address is none, or too many ask at once.
    pub async fn ask_for_alert(&self, alert: NewAlert, client: &Client) -> Result<()> {
        let email = normal_address(&alert.email)?;
        if !is_address(&email) {
            return Err(Error::Invalid(format!("not an e-mail address: {email:?}")));
        }
        if alert.address.len() > LONGEST_ADDRESS {
            return Err(Error::Invalid("the search is too long to be followed: leave something out".to_owned()));
        }
        let now = self.now();
        match self.turn(&email, client.network()).await? {
            Turn::Yes => {}
            Turn::TooManyForAddress => return Ok(()),
            Turn::TooManyForAll => return Err(Error::Throttled),
        }
        let alert = NewAlert { email, ..alert };
        let mut tx = self.parts.store.begin().await?;
        if tx.count_alerts(&alert.email).await? < MOST_ALERTS {
            let written = tx.put_alert(&alert, &random_token()?, now).await?;
            self.queue_confirmation(&mut tx, &written, alert.language, now).await?;
        }
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    async fn queue_confirmation(&self, tx: &mut Tx, alert: &Alert, lang: Lang, now: Timestamp) -> Result<()> {
        let confirm = ConfirmAlert { confirm_url: self.link_with_token(lang, "/alertes/confirmer", &alert.token) };
        let mail = NewMail {
            dedupe_key: &format!("alert-{}:confirm:{}", alert.id, now.as_microsecond()),
            recipient: &alert.email,
            language: lang,
            letter: &Letter::ConfirmAlert(confirm),
            due: now,
        };
        Ok(tx.add_mail(&mail).await?)
    }

    /// Follows a search at the address of an account, which needs no confirmation.
    ///
    /// # Errors
    /// When the account follows very many already.
    pub async fn follow_as(&self, user: &User, alert: NewAlert) -> Result<()> {
        let alert = NewAlert { email: normal_address(&user.email)?, ..alert };
        let now = self.now();
        let mut tx = self.parts.store.begin().await?;
        if tx.count_alerts(&alert.email).await? >= MOST_ALERTS {
            return Err(Error::Invalid(format!("nobody can follow more than {MOST_ALERTS} searches")));
        }
        let written = tx.put_alert(&alert, &random_token()?, now).await?;
        tx.change_alert(written.id, &alert.email, alert.frequency, now).await?;
        tx.confirm_alert(&written, now).await?;
        Ok(tx.commit().await?)
    }

    /// The alert that a link of a message belongs to.
    ///
    /// # Errors
    /// When there is none, or no longer.
    pub async fn alert_of_link(&self, token: &str) -> Result<Alert> {
        self.parts.store.find_alert(token).await?.ok_or(Error::NotFound { what: "alert" })
    }

    /// Confirms the address of an alert; a second time changes nothing.
    ///
    /// # Errors
    /// When there is no such alert, or no longer.
    pub async fn confirm_alert(&self, token: &str) -> Result<Alert> {
        let alert = self.alert_of_link(token).await?;
        let mut tx = self.parts.store.begin().await?;
        tx.confirm_alert(&alert, self.now()).await?;
        tx.commit().await?;
        Ok(alert)
    }

    /// Ends an alert: its address and all messages about it are removed. Ending it twice is no error.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn stop_alert(&self, token: &str) -> Result<()> {
        match self.parts.store.find_alert(token).await? {
            Some(alert) => self.remove_alerts(&[alert.id]).await,
            None => Ok(()),
        }
    }

    /// The searches that an account follows.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn alerts_of(&self, user: &User) -> Result<Vec<Alert>> {
        Ok(self.parts.store.list_alerts(&user.email).await?)
    }

    /// Changes how often news of a search come.
    ///
    /// # Errors
    /// When the account follows no such search.
    pub async fn change_alert(&self, user: &User, id: AlertId, frequency: Frequency) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        if !tx.change_alert(id, &user.email, frequency, self.now()).await? {
            return Err(Error::NotFound { what: "alert" });
        }
        Ok(tx.commit().await?)
    }

    /// Ends an alert of an account.
    ///
    /// # Errors
    /// When the account follows no such search.
    pub async fn remove_alert(&self, user: &User, id: AlertId) -> Result<()> {
        let own = self.alerts_of(user).await?;
        let alert = own.iter().find(|alert| alert.id == id).ok_or(Error::NotFound { what: "alert" })?;
        self.remove_alerts(&[alert.id]).await
    }

    async fn remove_alerts(&self, ids: &[AlertId]) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        for id in ids {
            tx.forget_mail_about(&format!("alert-{id}")).await?;
            tx.remove_alert(*id).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Queues the news that are due, and forgets addresses that nobody confirmed; gives the number of messages. Does
    /// nothing where the site sends no mail: news then wait.
    ///
    /// # Errors
    /// When the store or the index fails.
    pub async fn announce_due(&self) -> Result<usize> {
        if !self.sends_mail() {
            return Ok(0);
        }
        let now = self.now();
        let limit = now.checked_sub(CONFIRM_WITHIN).unwrap_or(Timestamp::UNIX_EPOCH);
        let unconfirmed = self.parts.store.list_unconfirmed_alerts(limit).await?;
        if !unconfirmed.is_empty() {
            self.remove_alerts(&unconfirmed).await?;
        }
        let (mut queued, mut after) = (0, AlertId(0));
        loop {
            let batch = self.parts.store.list_due_alerts(now, after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = last.id;
            for alert in &batch {
                queued += usize::from(self.announce(alert).await?);
            }
        }
        if queued > 0 {
            self.parts.work_added.notify_waiters();
        }
        Ok(queued)
    }

    /// Queues the news of one alert; whether there were any.
    async fn announce(&self, alert: &Alert) -> Result<bool> {
        let (until, is_behind) = self.indexed_until(alert.announced_until).await?;
        if until <= alert.announced_until {
            return Ok(false);
        }
        let news = self.news(alert, until).await?;
        if news.is_none() && is_behind {
            // What the index lacks may be news: the next round looks again, not the next day.
            return Ok(false);
        }
        let mut tx = self.parts.store.begin().await?;
        let now = self.now();
        if !tx.advance_alert(alert, until, alert.frequency.next(now)).await? {
            return Ok(false);
        }
        if let Some(news) = &news {
            let mail = NewMail {
                dedupe_key: &format!("alert-{}:news:{}", alert.id, until.as_microsecond()),
                recipient: &alert.email,
                language: alert.language,
                letter: news,
                due: now,
            };
            tx.add_mail(&mail).await?;
        }
        tx.commit().await?;
        Ok(news.is_some())
    }

    /// The last moment up to which every article that went public after another is in the index, and whether that is
    /// some time ago because the index is behind.
    ///
    /// Moments of publication are taken inside write transactions, and these exclude each other: once one of ours could
    /// begin, whatever was published earlier can be read, with the job that indexes it.
    async fn indexed_until(&self, after: Timestamp) -> Result<(Timestamp, bool)> {
        let barrier = self.parts.store.begin().await?;
        let now = self.now();
        drop(barrier);
        let waiting = self.parts.store.first_unindexed_after(after).await?;
        let before = |at: Timestamp| at.checked_sub(SignedDuration::from_micros(1)).unwrap_or(at);
        Ok((waiting.map_or(now, |at| before(at).min(now)), waiting.is_some()))
    }

    async fn news(&self, alert: &Alert, until: Timestamp) -> Result<Option<Letter>> {
        let span = Added { after_us: alert.announced_until.as_microsecond(), until_us: until.as_microsecond() };
        let query = SearchQuery { sort: Sort::Added, added: Some(span), limit: LISTED, ..alert.search.clone() };
        let found = self.search(query).await?;
        if found.articles.is_empty() {
            return Ok(None);
        }
        let base = &self.parts.site.base_url;
        let announced =
            |article: &Article| Announced { url: format!("{base}/articles/{}", article.id), ..announced(article) };
        Ok(Some(Letter::AlertNews(AlertNews {
            search: alert.name.clone(),
            search_url: format!("{base}{}", alert.address),
            total: found.result.total,
            articles: found.articles.iter().map(announced).collect(),
            stop_url: self.link_with_token(alert.language, "/alertes/arreter", &alert.token),
        })))
    }

    /// The address of a page in the language of a message, with the secret of an alert.
    pub(super) fn link_with_token(&self, lang: Lang, path: &str, token: &str) -> String {
        let prefix = if lang == Lang::EN { "/en" } else { "" };
        format!("{}{prefix}{path}?jeton={token}", self.parts.site.base_url)
    }
}

/// Title and byline of an article: the same in every language, so that no wording is needed.
pub(super) fn announced(article: &Article) -> Announced {
    let metadata = &article.version.metadata;
    let title = metadata.main_title();
    let mut names: Vec<String> = metadata.authors.iter().take(AUTHORS).map(Person::display_name).collect();
    if metadata.authors.len() > AUTHORS {
        names.push("…".to_owned());
    }
    let journal = metadata.journal.as_ref().map(|journal| journal.title.clone());
    let year = metadata.year().map(|year| year.to_string());
    let parts = [Some(names.join(", ")), journal, year].into_iter().flatten().filter(|part| !part.is_empty());
    Announced {
        title: title.map_or_else(|| format!("№ {}", article.id), |title| title.text.clone()),
        lang: title.map_or(Lang::UND, |title| title.lang),
        byline: parts.collect::<Vec<_>>().join(" · "),
        url: String::new(),
    }
}
