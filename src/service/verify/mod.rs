//! Looks at copies of articles elsewhere, again and again: whether they are there, open, and what they are said to be.
//!
//! Off unless the settings allow it. Every look is kept; the article changes only when a look moves something: a copy seen
//! open for the first time, one that is gone (seen twice, days apart), one that came back. So verdicts of past days stay what
//! they were, and the list of changes tells what moved. `look` asks and judges, `page` finds the file behind a page.

mod look;
mod page;

use jiff::{SignedDuration, Timestamp};

use super::{Repository, Result, merge};
use crate::domain::article::Article;
use crate::domain::copy_check::{CopyCheck, CopyFunding, CopyState, WatchedCopy};
use crate::domain::extraction::{Candidate, FundingMention};
use crate::domain::verdict::Outcome;
use crate::domain::{AccessRight, ArticleId, ArticleState, Copy, Metadata, PartialDate};
use crate::store::{CheckRow, CopyCounts};

/// Articles whose copies are written down at a time.
const BATCH: i64 = 200;
/// Longest address that is looked at, in bytes; hardly a server takes longer ones.
const LONGEST_URL: usize = 2_000;
/// Copies looked at in a round.
const ROUND: i64 = 20;
/// Who looks, in the observations.
const OURSELVES: &str = "verification";
/// Days that lie between two looks of which the second confirms that a copy is gone, and how long a host may be silent.
const GONE_DAYS: i64 = 3;
const SILENT_DAYS: i64 = 14;
/// Mentions of funding that are kept of one file, and shown of one article.
const MOST_FUNDING: usize = 50;
/// Days until a host that has too much to do is asked again, where it does not say.
const BUSY_DAYS: i64 = 1;

/// What a look at a copy moves in its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moved {
    SeenOpen,
    Gone,
    Back,
    Completed,
}

impl Moved {
    /// The code kept in the history of the article.
    fn action(self) -> &'static str {
        match self {
            Self::SeenOpen | Self::Completed => "copy_verified",
            Self::Gone => "copy_gone",
            Self::Back => "copy_back",
        }
    }
}

impl Repository {
    /// Looks at copies that are due, within the limit of a day; gives how many.
    ///
    /// # Errors
    /// When the store fails, or the program cannot read files. A server that misbehaves is what was found.
    pub async fn verify_copies(&self) -> Result<usize> {
        let settings = &self.parts.visits.settings;
        if !settings.on {
            return Ok(0);
        }
        self.watch_copies().await?;
        let now = self.now();
        let today = self.parts.store.count_copy_checks(days_after(now, -1)).await?;
        let due = self.parts.store.list_due_copies(now, settings.a_day.saturating_sub(today).clamp(0, ROUND)).await?;
        for copy in &due {
            self.verify_copy(copy).await?;
        }
        Ok(due.len())
    }

    /// The copies of an article that were looked at, as they stood then.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn looked_at(&self, article: ArticleId) -> Result<Vec<WatchedCopy>> {
        Ok(self.parts.store.list_watched(article).await?)
    }

    /// Every look at the copies of an article, the first one first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn copy_checks(&self, article: ArticleId) -> Result<Vec<CheckRow>> {
        Ok(self.parts.store.list_copy_checks(article).await?)
    }

    /// The funding that was read in files of copies of an article, the last reading first: each fund and award of a copy once.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn funding_in_copies(&self, article: ArticleId) -> Result<Vec<CopyFunding>> {
        let most = i64::try_from(MOST_FUNDING).unwrap_or(i64::MAX);
        let mut read: Vec<CopyFunding> = Vec::new();
        for one in self.parts.store.list_copy_funding(article, most).await? {
            if !read.iter().any(|known| known.url == one.url && known.mention == one.mention) {
                read.push(one);
            }
        }
        Ok(read)
    }

    /// Those of some articles that need no file here: every award that they name is content with a copy elsewhere, or asks
    /// for none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn satisfied_elsewhere(&self, articles: &[Article]) -> Result<Vec<ArticleId>> {
        let mut satisfied = Vec::new();
        for article in articles {
            let verdicts = self.verdicts(article).await?;
            let is_content = |outcome| {
                matches!(outcome, Outcome::Compliant | Outcome::CompliantLate | Outcome::OutOfScope | Outcome::Exempt)
            };
            if !verdicts.is_empty() && verdicts.iter().all(|verdict| is_content(verdict.outcome)) {
                satisfied.push(article.id);
            }
        }
        Ok(satisfied)
    }

    /// How many copies stand how; nothing where nobody looks at them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn copy_counts(&self) -> Result<Option<CopyCounts>> {
        if !self.parts.visits.settings.on {
            return Ok(None);
        }
        Ok(Some(self.parts.store.copy_counts().await?))
    }

    /// Writes down which copies are to be looked at, where a version is new.
    async fn watch_copies(&self) -> Result<()> {
        loop {
            let unwatched = self.parts.store.list_unwatched(BATCH).await?;
            if unwatched.is_empty() {
                return Ok(());
            }
            let ids: Vec<ArticleId> = unwatched.iter().map(|(article, _)| *article).collect();
            let articles = self.parts.store.list_articles(&ids).await?;
            let mut tx = self.parts.store.begin().await?;
            for (id, version) in unwatched {
                let article = articles.iter().find(|article| article.id == id);
                let copies = article.map(|article| article.version.metadata.copies.as_slice()).unwrap_or_default();
                let urls: Vec<String> = copies
                    .iter()
                    .filter_map(|copy| copy.url.clone())
                    .filter(|url| is_web(url) && url.len() <= LONGEST_URL)
                    .collect();
                tx.watch_copies(id, version, &urls, self.now()).await?;
            }
            tx.commit().await?;
        }
    }

    async fn verify_copy(&self, copy: &WatchedCopy) -> Result<()> {
        let Some(article) = self.parts.store.find_article(copy.article).await? else { return Ok(()) };
        let stated = article.version.metadata.copies.iter().find(|stated| stated.url.as_deref() == Some(&copy.url));
        let is_withdrawn = stated.is_none_or(|stated| stated.withdrawn.is_some()) && !copy.is_dead;
        let looked = if is_withdrawn {
            // Its source took it away: nothing to look for.
            look::without_file(copy, copy.state.unwrap_or(CopyState::Gone), "taken away at its source")
        } else {
            self.look_at_copy(copy, &article.version.metadata).await?
        };
        let seen = standing(looked.copy, &looked.check, self.now(), self.parts.visits.settings.days, looked.pause);
        self.settle_copy(copy.article, seen, &looked.check, &looked.funding).await
    }

    /// Keeps a look, and moves the article where the look moves something. The article is read again: a look takes long.
    async fn settle_copy(
        &self,
        id: ArticleId,
        copy: WatchedCopy,
        check: &CopyCheck,
        funding: &[Candidate<FundingMention>],
    ) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        tx.add_copy_check(&copy, check, OURSELVES).await?;
        tx.add_copy_funding(id, check.sha256.as_deref().unwrap_or_default(), &evidence(&copy, funding, self.now()))
            .await?;
        let found = self.parts.store.find_article(id).await?;
        if let Some(article) = found.filter(|article| article.state == ArticleState::Published) {
            let seen = moved(&article, &copy, check, PartialDate::from_day(self.parts.clock.today()));
            let mut metadata = seen.as_ref().map_or(&article.version.metadata, |(metadata, _)| metadata).clone();
            // What people chose to name stays what the article names.
            if metadata.awards.is_empty() || !tx.is_touched(id).await? {
                merge::add_awards(&mut metadata.awards, funding);
            }
            if metadata != article.version.metadata {
                let action = seen.map_or("award_read", |(_, moved)| moved.action());
                self.revise(&mut tx, &article, &metadata, action, &copy.url).await?;
            }
        }
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }
}

/// The funding that the file of a copy names, as it is kept.
fn evidence(copy: &WatchedCopy, funding: &[Candidate<FundingMention>], now: Timestamp) -> Vec<CopyFunding> {
    let one = |found: &Candidate<FundingMention>| CopyFunding {
        url: copy.url.clone(),
        file_url: copy.file_url.clone().unwrap_or_default(),
        read_at: now,
        mention: found.value.clone(),
        page: found.page,
        // PostgreSQL keeps no U+0000.
        snippet: found.snippet.replace('\0', ""),
    };
    funding.iter().take(MOST_FUNDING).map(one).collect()
}

/// How a copy stands after a look.
fn standing(
    copy: WatchedCopy,
    check: &CopyCheck,
    now: Timestamp,
    days: i64,
    pause: Option<SignedDuration>,
) -> WatchedCopy {
    let usual = days_after(now, days);
    let fails = matches!(check.state, CopyState::Gone | CopyState::Silent);
    let unknown = matches!(check.state, CopyState::Busy | CopyState::Barred);
    let failing = if fails || unknown { copy.failing } else { None };
    let failing = if fails { failing.or(Some(now)) } else { failing };
    let lasts = |wanted: i64| failing.is_some_and(|since| since <= days_after(now, -wanted));
    let is_dead = match check.state {
        CopyState::Gone => copy.is_dead || lasts(GONE_DAYS),
        CopyState::Silent => copy.is_dead || lasts(SILENT_DAYS),
        CopyState::Open => false,
        _ => copy.is_dead,
    };
    let due = match check.state {
        CopyState::Gone | CopyState::Silent if !is_dead => usual.min(days_after(now, GONE_DAYS)),
        CopyState::Busy => {
            let asked = pause.and_then(|pause| now.checked_add(pause).ok());
            asked.unwrap_or_else(|| days_after(now, BUSY_DAYS)).min(usual)
        }
        _ => usual,
    };
    WatchedCopy { due, checked: Some(now), state: Some(check.state), failing, is_dead, ..copy }
}

/// The description of an article after a look at one of its copies, when the look moves something.
fn moved(article: &Article, seen: &WatchedCopy, check: &CopyCheck, today: PartialDate) -> Option<(Metadata, Moved)> {
    let mut metadata = article.version.metadata.clone();
    let copy = metadata.copies.iter_mut().find(|copy| copy.url.as_deref() == Some(&seen.url))?;
    let moved = match check.state {
        CopyState::Open => opened(copy, check, today),
        _ if seen.is_dead && copy.withdrawn.is_none() => {
            copy.withdrawn = Some(today);
            Some(Moved::Gone)
        }
        _ => None,
    }?;
    Some((metadata, moved))
}

/// A copy that was seen open: since when it is, as far as nobody said, and what it says of itself where nobody did.
fn opened(copy: &mut Copy, check: &CopyCheck, today: PartialDate) -> Option<Moved> {
    let before = copy.clone();
    let is_back = copy.withdrawn.take().is_some();
    copy.access = Some(AccessRight::Open);
    let is_ahead = copy.open_from.is_some_and(|opens| opens.earliest() > today.latest());
    if is_ahead {
        // It opened before the day that was announced.
        copy.open_from = None;
    }
    if copy.open_from.is_none() && is_back {
        // What it was meanwhile nobody saw.
        copy.seen_open = Some(today);
    } else if copy.open_from.is_none() {
        copy.seen_open.get_or_insert(today);
    }
    copy.licence = copy.licence.take().or_else(|| check.licence.clone());
    copy.version = copy.version.or(check.version);
    if *copy == before {
        None
    } else if is_back {
        Some(Moved::Back)
    } else if copy.seen_open == before.seen_open && copy.access == before.access {
        Some(Moved::Completed)
    } else {
        Some(Moved::SeenOpen)
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn days_after(now: Timestamp, days: i64) -> Timestamp {
    let end = if days < 0 { Timestamp::MIN } else { Timestamp::MAX };
    now.checked_add(SignedDuration::from_hours(days.saturating_mul(24))).unwrap_or(end)
}

#[cfg(test)]
mod tests;
