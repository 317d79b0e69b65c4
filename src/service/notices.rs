//! Tells people what happened to their deposits: one message for all that happened within ten minutes, and one a morning
//! for curators. What is to be told is written down by the database with what happens (`notices`), so that no way to
//! change a deposit can forget it.

use jiff::{SignedDuration, Timestamp};

use super::alerts::announced;
use super::{Repository, Result, ReviewItem};
use crate::domain::Lang;
use crate::domain::clock::{quebec_date, quebec_moment};
use crate::domain::ids::UserId;
use crate::domain::letter::{Announced, DepositNews, Happening, Letter, ReviewDigest};
use crate::domain::review::{QueueQuery, QueueState};
use crate::domain::user::Role;
use crate::store::{NewMail, Notice};

/// How long happenings are gathered.
const GATHERED: SignedDuration = SignedDuration::from_mins(10);
/// People that are told at a time.
const BATCH: i64 = 100;
/// Happenings that one message tells.
const MOST_TOLD: i64 = 200;
/// Deposits that a digest lists.
const LISTED: usize = 20;
/// Waiting deposits that are counted.
const MOST_WAITING: i64 = 1_000;
/// Hour of the day at which digests are due, in Québec.
const HOUR: i8 = 7;

impl Repository {
    /// Queues what people have not been told yet; gives the number of messages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn tell_depositors(&self) -> Result<usize> {
        if !self.sends_mail() {
            let mut tx = self.parts.store.begin().await?;
            tx.forget_all_notices().await?;
            tx.commit().await?;
            return Ok(0);
        }
        let before = self.now().checked_sub(GATHERED).unwrap_or(Timestamp::UNIX_EPOCH);
        let mut queued = 0;
        for user in self.parts.store.list_untold(before, BATCH).await? {
            queued += usize::from(self.tell(user).await?);
        }
        if queued > 0 {
            self.parts.work_added.notify_waiters();
        }
        Ok(queued)
    }

    async fn tell(&self, user: UserId) -> Result<bool> {
        let account = self.parts.store.find_account(user).await?;
        let account = account.filter(|account| account.wants_news && account.disabled_at.is_none());
        let mut tx = self.parts.store.begin().await?;
        let notices = tx.list_notices(user, MOST_TOLD).await?;
        let Some(last) = notices.last().map(|notice| notice.id) else { return Ok(false) };
        if let Some(account) = &account {
            let letter = self.deposit_news(&notices, account.user.role, account.language).await?;
            let mail = NewMail {
                dedupe_key: &format!("notices-{user}:{last}"),
                recipient: &account.user.email,
                language: account.language,
                letter: &letter,
                due: self.now(),
            };
            tx.add_mail(&mail).await?;
        }
        tx.forget_notices(user, last).await?;
        tx.commit().await?;
        Ok(account.is_some())
    }

    async fn deposit_news(&self, notices: &[Notice], role: Role, lang: Lang) -> Result<Letter> {
        let mut deposits: Vec<(crate::domain::DepositId, Happening)> = Vec::new();
        for notice in notices {
            match deposits.iter_mut().find(|(id, _)| *id == notice.deposit_id) {
                Some((_, known)) if known.actions.contains(&notice.action) => {}
                Some((_, known)) => known.actions.push(notice.action.clone()),
                None => {
                    let item = self.review_outline(notice.deposit_id).await?;
                    let url = self.page(lang, &format!("/depots/{}", notice.deposit_id));
                    let deposit = Announced { url, ..outline(&item) };
                    let actions = vec![notice.action.clone()];
                    deposits.push((notice.deposit_id, Happening { deposit, actions }));
                }
            }
        }
        let home = if role >= Role::Curator { "/revision" } else { "/depots" };
        Ok(Letter::DepositNews(DepositNews {
            deposits: deposits.into_iter().map(|(_, happening)| happening).collect(),
            url: self.page(lang, home),
            stop_url: self.page(lang, "/compte#profil"),
        }))
    }

    /// Queues the morning's list of waiting deposits for curators, once a day; gives the number of messages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn send_digests(&self) -> Result<usize> {
        let now = self.now();
        let today = quebec_date(now);
        if !self.sends_mail() || now < quebec_moment(today, HOUR) {
            return Ok(0);
        }
        let of = |state| QueueQuery { state, ..QueueQuery::default() };
        let mut waiting = self.parts.store.list_queue(&of(QueueState::Withdrawals), UserId(0), MOST_WAITING).await?;
        waiting.extend(self.parts.store.list_queue(&of(QueueState::Waiting), UserId(0), MOST_WAITING).await?);
        let mut listed = Vec::new();
        for id in waiting.iter().take(LISTED) {
            listed.push(self.review_outline(*id).await?);
        }
        if listed.is_empty() {
            return Ok(0);
        }
        let mut queued = 0;
        for curator in self.parts.store.list_accounts_as(Role::Curator).await? {
            if !curator.wants_news {
                continue;
            }
            let lang = curator.language;
            let deposit = |item: &ReviewItem| {
                let url = self.page(lang, &format!("/revision/{}", item.deposit.id));
                Announced { url, ..outline(item) }
            };
            let letter = Letter::ReviewDigest(ReviewDigest {
                total: u64::try_from(waiting.len()).unwrap_or_default(),
                deposits: listed.iter().map(deposit).collect(),
                url: self.page(lang, "/revision"),
                stop_url: self.page(lang, "/compte#profil"),
            });
            let mail = NewMail {
                dedupe_key: &format!("digest-{}:{today}", curator.user.id),
                recipient: &curator.user.email,
                language: lang,
                letter: &letter,
                due: now,
            };
            let mut tx = self.parts.store.begin().await?;
            tx.add_mail(&mail).await?;
            tx.commit().await?;
            queued += 1;
        }
        Ok(queued)
    }

    /// The absolute address of a page in a language.
    pub(super) fn page(&self, lang: Lang, path: &str) -> String {
        let prefix = if lang == Lang::EN { "/en" } else { "" };
        format!("{}{prefix}{path}", self.parts.site.base_url)
    }
}

/// Title and byline of a deposit: those of its article, else the name of its file.
fn outline(item: &ReviewItem) -> Announced {
    match item.article.as_ref().filter(|article| article.version.metadata.main_title().is_some()) {
        Some(article) => announced(article),
        None => Announced {
            title: item.deposit.file.name.clone(),
            lang: Lang::UND,
            byline: String::new(),
            url: String::new(),
        },
    }
}
