//! Reminders: a message to those whom articles concern, with what to do about each and the address where it is done.
//!
//! At most one in a period to one person, whoever asks; none to who said no; every one is logged. What is said is what to
//! do, never a verdict: much of what asks for something is only not known yet.

use jiff::{SignedDuration, Timestamp};

use super::super::alerts::announced;
use super::super::submit::random_token;
use super::super::{Error, Repository, Result};
use super::{Desk, HolderState};
use crate::domain::clock::{quebec_date, quebec_moment};
use crate::domain::ids::UserId;
use crate::domain::letter::{Letter, Reminded as RemindedArticle, Reminder};
use crate::domain::user::User;
use crate::domain::verdict::NextAction;
use crate::domain::{Article, ArticleId, ArticleState, AwardNumber};
use crate::store::{AwardClaim, NewMail};

/// Articles that a message lists.
const LISTED: usize = 20;
/// Articles of one award that the schedule looks at.
const MOST_ARTICLES: i64 = 100;
/// Holders that the schedule looks at, at a time.
const BATCH: i64 = 100;
/// From this hour on in Québec reminders go by schedule.
const HOUR: i8 = 7;
/// Where the day is noted that the schedule was last kept for.
const DAY_KEY: &str = "reminders_day";
/// Lines of the log on a page.
const MOST_LOGGED: i64 = 50;
/// Articles of a reminder that its log shows.
const MOST_SHOWN: i64 = 20;

/// When reminders go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReminderRules {
    /// Days within which one person gets at most one.
    pub days: i64,
    /// Whether they go by themselves.
    pub by_schedule: bool,
}

impl Default for ReminderRules {
    fn default() -> Self {
        Self { days: 30, by_schedule: false }
    }
}

/// What became of a wish to remind people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reminded {
    /// Messages that were queued.
    pub queued: usize,
    /// People who were reminded within the period.
    pub too_soon: usize,
    /// People who want none.
    pub unwanted: usize,
    /// Articles that ask for nothing that a person could do.
    pub settled: usize,
    /// Articles that nobody with an account is known for.
    pub unknown: usize,
}

/// A reminder as its log tells it.
#[derive(Debug, Clone)]
pub struct ReminderLine {
    /// Number.
    pub id: i64,
    /// When it was queued.
    pub at: Timestamp,
    /// To whom; nothing where the account is erased.
    pub name: Option<String>,
    /// At whose wish; nobody's when by schedule.
    pub asked_by: Option<String>,
    /// State of its message; nothing once that is forgotten.
    pub state: Option<String>,
    /// How many articles it named.
    pub total: u64,
    /// The first of them, with what was asked for each.
    pub articles: Vec<(Article, Option<NextAction>)>,
}

/// An article and what it asks of people.
type Asked = (ArticleId, NextAction);

/// Whether a person can do something about it now.
fn calls_for_somebody(action: NextAction) -> bool {
    !matches!(action, NextAction::None | NextAction::Wait | NextAction::AskFunder)
}

impl Repository {
    /// When reminders go.
    #[must_use]
    pub fn reminder_rules(&self) -> ReminderRules {
        self.parts.reminders
    }

    /// Queues reminders about articles of a desk at somebody's wish, one message to each person concerned.
    ///
    /// # Errors
    /// When the site sends no mail, or the store fails.
    pub async fn remind(&self, desk: &Desk, asked_by: &User, articles: &[ArticleId]) -> Result<Reminded> {
        if !self.sends_mail() {
            return Err(Error::Invalid("this site sends no mail".to_owned()));
        }
        self.count_again(super::MOST_COUNTED).await?;
        let (mut told, mut people) = (Reminded::default(), Vec::<(UserId, Vec<Asked>)>::new());
        for article in self.within_desk(desk, articles).await? {
            let Some(action) = self.asked_of(desk.place(), article).await? else {
                told.settled += 1;
                continue;
            };
            let concerned = self.parts.store.list_concerned(article).await?;
            told.unknown += usize::from(concerned.is_empty());
            for user in concerned {
                match people.iter_mut().find(|(known, _)| *known == user) {
                    Some((_, asked)) => asked.push((article, action)),
                    None => people.push((user, vec![(article, action)])),
                }
            }
        }
        for (user, asked) in people {
            self.remind_one(user, Some(asked_by.id), &asked, &mut told).await?;
        }
        self.parts.work_added.notify_waiters();
        Ok(told)
    }

    /// What an article asks of people at a desk, as it was counted last; nothing where nobody can do anything about it now.
    async fn asked_of(&self, desk: (&str, bool), article: ArticleId) -> Result<Option<NextAction>> {
        let row = self.parts.store.find_desk_row(desk, article).await?;
        let action = row.and_then(|(row, _)| NextAction::ALL.into_iter().find(|action| action.code() == row.action));
        Ok(action.filter(|action| calls_for_somebody(*action)))
    }

    async fn remind_one(
        &self,
        user: UserId,
        asked_by: Option<UserId>,
        asked: &[Asked],
        told: &mut Reminded,
    ) -> Result<()> {
        let account = self.parts.store.find_account(user).await?.filter(|account| account.disabled_at.is_none());
        let Some(account) = account else { return Ok(()) };
        let articles: Vec<_> = asked.iter().map(|(article, _)| *article).collect();
        let shown = self.parts.store.list_articles(&articles).await?;
        let now = self.now();
        let mut tx = self.parts.store.begin().await?;
        let (wanted, token) = match tx.reminder_choice(user).await? {
            Some(choice) => choice,
            None => (true, random_token()?),
        };
        if !wanted {
            told.unwanted += 1;
            return Ok(());
        }
        let period = SignedDuration::from_hours(24 * self.parts.reminders.days);
        if tx.last_reminder(user).await?.is_some_and(|last| now.duration_since(last) < period) {
            told.too_soon += 1;
            return Ok(());
        }
        let (mut named, mut lines) = (Vec::new(), Vec::new());
        for article in shown.iter().filter(|article| article.state == ArticleState::Published) {
            let Some(action) = asked.iter().find(|(id, _)| *id == article.id).map(|(_, action)| *action) else {
                continue;
            };
            named.push((article.id, action.code()));
            if lines.len() < LISTED {
                let url = self.page(account.language, &format!("/articles/{}/corriger", article.id));
                let article = crate::domain::letter::Announced { url, ..announced(article) };
                lines.push(RemindedArticle { article, action });
            }
        }
        if named.is_empty() {
            return Ok(());
        }
        tx.put_reminder_choice(user, &token, true).await?;
        let id = tx.add_reminder(user, asked_by, now, &named).await?;
        let stop_url = format!("{}?jeton={token}", self.page(account.language, "/rappels/arreter"));
        let letter = Letter::Reminder(Reminder {
            total: u64::try_from(named.len()).unwrap_or(u64::MAX),
            articles: lines,
            url: self.page(account.language, "/octrois"),
            stop_url,
        });
        let mail = NewMail {
            dedupe_key: &format!("reminder-{id}:"),
            recipient: &account.user.email,
            language: account.language,
            letter: &letter,
            due: now,
        };
        tx.add_mail(&mail).await?;
        tx.commit().await?;
        told.queued += 1;
        Ok(())
    }

    /// Reminds the confirmed holders of awards, once a day where the settings say so; gives the number of messages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remind_when_due(&self) -> Result<usize> {
        let now = self.now();
        let today = quebec_date(now);
        if !self.parts.reminders.by_schedule || !self.sends_mail() || now < quebec_moment(today, HOUR) {
            return Ok(0);
        }
        let day = today.to_string();
        if self.parts.store.find_site_value(DAY_KEY).await?.as_deref() == Some(&day) {
            return Ok(0);
        }
        let (mut told, mut after) = (Reminded::default(), UserId(0));
        loop {
            let holders = self.parts.store.list_holders(after, BATCH).await?;
            let Some(last) = holders.last() else { break };
            after = *last;
            for user in holders {
                let mut asked = Vec::new();
                for article in self.articles_held(user).await? {
                    asked.extend(self.asked_of(Desk::Funder.place(), article).await?.map(|action| (article, action)));
                }
                self.remind_one(user, None, &asked, &mut told).await?;
            }
        }
        let mut tx = self.parts.store.begin().await?;
        tx.put_site_value(DAY_KEY, &day).await?;
        tx.commit().await?;
        Ok(told.queued)
    }

    /// The articles under the awards of somebody that a curator confirmed, without those that they said are none of theirs.
    async fn articles_held(&self, user: UserId) -> Result<Vec<ArticleId>> {
        let (words, claims) =
            (self.parts.store.list_award_claims(user).await?, self.parts.store.list_claims(user).await?);
        let mut articles = Vec::new();
        for (number, state) in self.parts.store.list_held(user).await? {
            if state != HolderState::Confirmed.code() {
                continue;
            }
            let Ok(number) = AwardNumber::parse(&number) else { continue };
            let mut under = self.parts.store.list_articles_of_award(&number, MOST_ARTICLES).await?;
            under.retain(|id| {
                let is_denied = |word: &AwardClaim| word.article == *id && word.number == number && !word.is_theirs;
                !words.iter().any(is_denied) && !claims.contains(&(*id, false))
            });
            articles.extend(under);
        }
        articles.sort_unstable();
        articles.dedup();
        Ok(articles)
    }

    /// Whether somebody wants reminders.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn wants_reminders(&self, user: UserId) -> Result<bool> {
        Ok(self.parts.store.wants_reminders(user).await?)
    }

    /// Writes down whether somebody wants reminders.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn choose_reminders(&self, user: UserId, wanted: bool) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        tx.put_reminder_choice(user, &random_token()?, wanted).await?;
        Ok(tx.commit().await?)
    }

    /// Whether a link of a message ends somebody's reminders.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn knows_reminder_link(&self, token: &str) -> Result<bool> {
        Ok(self.parts.store.find_reminder_token(token).await?.is_some())
    }

    /// Ends the reminders of whoever a link was sent to; an unknown link, or one that was used, changes nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn stop_reminders(&self, token: &str) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        tx.stop_reminders(token).await?;
        Ok(tx.commit().await?)
    }

    /// The log of reminders before a number, the latest first: at the desk of an institution those about its articles.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reminder_log(&self, desk: &Desk, before: Option<i64>) -> Result<Vec<ReminderLine>> {
        let institution = desk.institution().unwrap_or_default();
        let rows = self.parts.store.list_reminders(before.unwrap_or(i64::MAX), institution, MOST_LOGGED).await?;
        let mut lines = Vec::new();
        for row in rows {
            let named = self.parts.store.list_reminded(row.id, institution, MOST_SHOWN).await?;
            let ids: Vec<_> = named.iter().map(|(id, _)| *id).collect();
            let shown = self.parts.store.list_articles(&ids).await?;
            let articles = shown.into_iter().map(|article| {
                let code = named.iter().find(|(id, _)| *id == article.id).map(|(_, code)| code.as_str());
                let action = NextAction::ALL.into_iter().find(|action| Some(action.code()) == code);
                (article, action)
            });
            lines.push(ReminderLine {
                id: row.id,
                at: Timestamp::from_microsecond(row.at_us).unwrap_or(Timestamp::UNIX_EPOCH),
                name: row.name.filter(|name| !name.is_empty()),
                asked_by: row.asked_by,
                state: row.state,
                total: u64::try_from(row.articles).unwrap_or_default(),
                articles: articles.collect(),
            });
        }
        Ok(lines)
    }
}
