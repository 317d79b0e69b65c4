//! Reports that people of the funder get by mail: a link to the report of the last day of each period, never a file, so
//! that what is read is what the site says, and nothing lies in mail boxes.

use jiff::Timestamp;

use super::report_pieces::report_address;
use super::submit::random_token;
use super::{Error, Repository, Result};
use crate::compliance::subject::Subject;
use crate::domain::ids::SubscriptionId;
use crate::domain::letter::{Letter, ReportReady};
use crate::domain::subscription::{NewSubscription, Subscription};
use crate::domain::user::{Role, User};
use crate::reporting::{Form, subject_name};
use crate::store::NewMail;

/// Reports that one account gets.
const MOST_SUBSCRIPTIONS: usize = 50;
/// Subscriptions that are looked at a time.
const BATCH: i64 = 100;

impl Repository {
    /// The reports that an account gets.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn subscriptions_of(&self, user: &User) -> Result<Vec<Subscription>> {
        Ok(self.parts.store.list_subscriptions(user.id).await?)
    }

    /// Has a report sent to an account, from the end of the period on.
    ///
    /// # Errors
    /// When the account may not read reports, gets very many already, or there is no such report or file.
    pub async fn subscribe(&self, user: &User, new: NewSubscription) -> Result<()> {
        if user.role < Role::Funder {
            return Err(Error::NotOpen);
        }
        let subject = Subject::parse(&new.kind, &new.value).map_err(|error| Error::Invalid(error.to_string()))?;
        if !new.file.is_empty() && Form::of_file_name(&new.file).is_none() {
            return Err(Error::Invalid(format!("a report has no file {:?}", new.file)));
        }
        if self.subscriptions_of(user).await?.len() >= MOST_SUBSCRIPTIONS {
            return Err(Error::Invalid(format!("nobody can get more than {MOST_SUBSCRIPTIONS} reports")));
        }
        let now = self.now();
        let due = new.period.next(now);
        let new = NewSubscription { user: user.id, kind: subject.kind().to_owned(), value: subject.value(), ..new };
        let mut tx = self.parts.store.begin().await?;
        tx.add_subscription(&new, &random_token()?, due, now).await?;
        Ok(tx.commit().await?)
    }

    /// Ends a subscription of an account.
    ///
    /// # Errors
    /// When the account has no such subscription.
    pub async fn unsubscribe(&self, user: &User, id: SubscriptionId) -> Result<()> {
        let own = self.subscriptions_of(user).await?;
        let found = own.iter().find(|one| one.id == id).ok_or(Error::NotFound { what: "subscription" })?;
        self.remove_subscription(found.id).await
    }

    /// The subscription that a link of a message belongs to.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn subscription_of_link(&self, token: &str) -> Result<Option<Subscription>> {
        Ok(self.parts.store.find_subscription(token).await?)
    }

    /// Ends a subscription by the link of a message. Ending it twice is no error.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unsubscribe_by_link(&self, token: &str) -> Result<()> {
        match self.parts.store.find_subscription(token).await? {
            Some(found) => self.remove_subscription(found.id).await,
            None => Ok(()),
        }
    }

    async fn remove_subscription(&self, id: SubscriptionId) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        tx.forget_mail_about(&format!("report-{id}")).await?;
        tx.remove_subscription(id).await?;
        Ok(tx.commit().await?)
    }

    /// Queues a link to each report that is due; gives the number of messages. Does nothing where the site sends no
    /// mail. Whoever may not read reports any more gets none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn send_due_reports(&self) -> Result<usize> {
        if !self.sends_mail() {
            return Ok(0);
        }
        let (now, mut queued, mut after) = (self.now(), 0, SubscriptionId(0));
        loop {
            let batch = self.parts.store.list_due_subscriptions(now, after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = last.id;
            for subscription in &batch {
                queued += usize::from(self.send_report(subscription, now).await?);
            }
        }
        if queued > 0 {
            self.parts.work_added.notify_waiters();
        }
        Ok(queued)
    }

    async fn send_report(&self, subscription: &Subscription, now: Timestamp) -> Result<bool> {
        let Ok(subject) = Subject::parse(&subscription.kind, &subscription.value) else { return Ok(false) };
        let (base, lang) = (&self.parts.site.base_url, subscription.language);
        // Whoever comes late gets the report of the period that ended last.
        let day = subscription.period.last_day(now);
        let letter = Letter::ReportReady(ReportReady {
            title: subject_name(&subject, lang),
            day: day.to_string(),
            url: report_address(base, lang, &subscription.file, &subject, Some(day)),
            page_url: report_address(base, lang, "", &subject, Some(day)),
            stop_url: self.link_with_token(lang, "/rapports/abonnements/arreter", &subscription.token),
        });
        let mut tx = self.parts.store.begin().await?;
        if !tx.advance_subscription(subscription, subscription.period.next(now)).await? {
            return Ok(false);
        }
        let may_read = subscription.role >= Role::Funder;
        if may_read {
            let mail = NewMail {
                dedupe_key: &format!("report-{}:{day}", subscription.id),
                recipient: &subscription.email,
                language: lang,
                letter: &letter,
                due: now,
            };
            tx.add_mail(&mail).await?;
        }
        tx.commit().await?;
        Ok(may_read)
    }
}
