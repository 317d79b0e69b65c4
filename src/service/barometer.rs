//! The barometer: counts over all articles that follow each change, and never count everything anew for a page.
//!
//! The database keeps what is counted of each article (`store/standing.rs`); its triggers name the articles that
//! changed, and each kept row says until which day the calendar leaves it true. Before figures are given, what is
//! untrue is counted again, and only that; the sums in memory follow by taking the old rows out and the new ones in.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError};

use super::awards::words;
use super::comply::{evaluate_on, own_copy};
use super::knowledge::Knowledge;
use super::{Repository, Result};
use crate::compliance::indicators::{Barometer, Figure, Indicator, Standing, standings, strictest_standing};
use crate::compliance::published_of;
use crate::domain::verdict::Outcome;
use crate::domain::{Article, ArticleId, ArticleState, AwardNumber};
use crate::store::{EvidenceMark, NewDesk, NewStanding, StandingFilter, StandingRow};

/// Articles counted in one transaction.
const BATCH: i64 = 500;
/// Articles that somebody who asks for figures waits for; the worker counts the rest.
const MOST_AT_ONCE: usize = 200;
/// Up to so many articles the awards are read one by one.
const FEW: usize = 20;
/// Kept rows read at a time.
const PAGE: i64 = 5_000;
/// Form of the kept rows: another one has everything counted anew.
const FORM: &str = "4";
/// Where the form is noted.
const FORM_KEY: &str = "standings_form";
/// Where it is noted how often kept rows were changed.
const REVISION_KEY: &str = "standings_revision";
/// Where it is noted for which day and revision the figures were kept.
const DAY_KEY: &str = "barometer_day";
/// Observation days that are shown.
const MOST_DAYS: i64 = 400;
/// Longest text that lists are chosen by, in bytes: an index of PostgreSQL takes 2,704 at most (its manual, *B-Tree Indexes*).
const LONGEST_KEY: usize = 1_000;

/// The sums in memory, true for one revision of the kept rows.
#[derive(Debug, Default)]
pub struct BarometerCache {
    sums: std::sync::Mutex<Option<(u64, Arc<Barometer>)>>,
    /// Held while a batch is counted again, so that two requests do not do the same work.
    counting: tokio::sync::Mutex<()>,
}

impl BarometerCache {
    fn get(&self) -> Option<(u64, Arc<Barometer>)> {
        self.sums.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn put(&self, revision: u64, barometer: Arc<Barometer>) {
        *self.sums.lock().unwrap_or_else(PoisonError::into_inner) = Some((revision, barometer));
    }
}

/// An article that was counted again: what was counted before, and what is now.
type Recounted = (Vec<Standing>, Vec<Standing>);

impl Repository {
    /// Counts over all articles as of today, each once, with its strictest verdict. Whoever asks counts again what
    /// changed, up to 200 articles; where more waits, the worker counts it and [`Self::is_counting`] says so.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn barometer(&self) -> Result<Arc<Barometer>> {
        self.count_again(MOST_AT_ONCE).await?;
        let revision = self.standings_revision().await?;
        if let Some((known, barometer)) = self.parts.barometer.get()
            && known == revision
        {
            return Ok(barometer);
        }
        let barometer = Arc::new(self.count_kept().await?);
        self.parts.barometer.put(revision, barometer.clone());
        Ok(barometer)
    }

    /// Whether articles wait to be counted again.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_counting(&self) -> Result<bool> {
        Ok(!self.parts.store.list_stale_standings(self.parts.clock.today(), 1).await?.is_empty())
    }

    /// Counts again all that changed since, or that the calendar may have turned; gives the number of articles.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn refresh_standings(&self) -> Result<usize> {
        self.count_again(usize::MAX).await
    }

    /// Counts again until nothing is untrue or so many articles are done.
    pub(super) async fn count_again(&self, most: usize) -> Result<usize> {
        let store = &self.parts.store;
        if store.find_site_value(FORM_KEY).await?.as_deref() != Some(FORM) {
            let mut tx = store.begin().await?;
            tx.mark_standings_stale().await?;
            tx.put_site_value(FORM_KEY, FORM).await?;
            tx.commit().await?;
        }
        let (today, mut done) = (self.parts.clock.today(), 0);
        let batch = i64::try_from(most).unwrap_or(BATCH).min(BATCH);
        let mut knowledge: Option<(EvidenceMark, Knowledge)> = None;
        while done < most {
            let _counting = self.parts.barometer.counting.lock().await;
            let stale = store.list_stale_standings(today, batch).await?;
            if stale.is_empty() {
                break;
            }
            // A few articles need a few awards; a whole site needs the whole register, once.
            if stale.len() >= FEW && knowledge.is_none() {
                let mark = store.evidence_mark().await?;
                knowledge = Some((mark, self.knowledge().await?));
            }
            if self.recount(&stale, knowledge.as_ref()).await? {
                done += stale.len();
            } else {
                knowledge = None;
            }
        }
        Ok(done)
    }

    /// Counts articles again, unless what is known of awards, exceptions and rules is no longer what it was: says so.
    async fn recount(&self, ids: &[ArticleId], knowledge: Option<&(EvidenceMark, Knowledge)>) -> Result<bool> {
        let mut tx = self.parts.store.begin().await?;
        if let Some((mark, _)) = knowledge
            && tx.evidence_mark().await? != *mark
        {
            return Ok(false);
        }
        let articles = self.parts.store.list_articles(ids).await?;
        let public = articles.into_iter().filter(|article| article.state == ArticleState::Published);
        let mut counted = HashMap::new();
        for article in public {
            let own;
            let known = if let Some((_, knowledge)) = knowledge {
                knowledge
            } else {
                own = self.knowledge_of(&article).await?;
                &own
            };
            let (now, until) = self.standings_of(&article, known);
            let holders = holders(&now, known);
            counted.insert(article.id, (now, until, holders));
        }
        let mut moved: Vec<Recounted> = Vec::new();
        for id in ids {
            let before = tx.take_standing(*id).await?;
            let before = before.map(|json| serde_json::from_str(&json)).transpose().unwrap_or_default();
            let now = match counted.remove(id) {
                Some((now, until, holders)) if !now.is_empty() => {
                    tx.put_standing(&kept(*id, (&now, &holders), until, &serde_json::to_string(&now)?)).await?;
                    now
                }
                _ => Vec::new(),
            };
            moved.push((before.unwrap_or_default(), now));
        }
        let revision = self.standings_revision().await?;
        tx.put_site_value(REVISION_KEY, &(revision + 1).to_string()).await?;
        tx.commit().await?;
        self.follow(revision, &moved);
        Ok(true)
    }

    /// Has the sums in memory follow a change, when they were true before it.
    fn follow(&self, revision: u64, moved: &[Recounted]) {
        let Some((known, barometer)) = self.parts.barometer.get() else { return };
        if known != revision {
            return;
        }
        let mut barometer = Arc::unwrap_or_clone(barometer);
        for (before, now) in moved {
            barometer.remove_article(before);
            barometer.add_article(now);
        }
        self.parts.barometer.put(revision + 1, Arc::new(barometer));
    }

    fn standings_of(&self, article: &Article, knowledge: &Knowledge) -> (Vec<Standing>, Option<jiff::civil::Date>) {
        let (url, today) = (self.file_url(article), self.parts.clock.today());
        let known = knowledge.known();
        let verdicts = evaluate_on(article, &known, &url, today);
        standings(article, &own_copy(article, &url), &verdicts, &known, today)
    }

    async fn standings_revision(&self) -> Result<u64> {
        let value = self.parts.store.find_site_value(REVISION_KEY).await?;
        Ok(value.and_then(|text| text.parse().ok()).unwrap_or_default())
    }

    /// Sums the kept rows up.
    async fn count_kept(&self) -> Result<Barometer> {
        let (mut barometer, mut after) = (Barometer::default(), ArticleId(0));
        loop {
            let rows = self.parts.store.list_standings(after, PAGE).await?;
            let Some((last, _)) = rows.last() else { return Ok(barometer) };
            after = *last;
            for (_, json) in &rows {
                let standings: Vec<Standing> = serde_json::from_str(json)?;
                barometer.add_article(&standings);
            }
        }
    }

    /// A page of the articles that a filter chooses, with how many there are.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn filter_standings(
        &self,
        filter: &StandingFilter,
        offset: i64,
        limit: i64,
    ) -> Result<(i64, Vec<(StandingRow, Article)>)> {
        self.count_again(MOST_AT_ONCE).await?;
        let total = self.parts.store.count_standings(filter).await?;
        let rows = self.parts.store.filter_standings(filter, offset, limit).await?;
        let ids: Vec<_> = rows.iter().map(|row| row.article_id).collect();
        let mut articles: HashMap<_, _> =
            self.parts.store.list_articles(&ids).await?.into_iter().map(|article| (article.id, article)).collect();
        let rows = rows.into_iter().filter_map(|row| {
            let article = articles.remove(&row.article_id)?;
            Some((row, article))
        });
        Ok((total, rows.collect()))
    }

    /// Keeps the figures of today when they are other ones than those kept; the last ones of a day stay. Says whether it
    /// did.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keep_barometer_when_due(&self) -> Result<bool> {
        let today = self.parts.clock.today();
        self.refresh_standings().await?;
        let state = format!("{today} {}", self.standings_revision().await?);
        if self.parts.store.find_site_value(DAY_KEY).await?.as_deref() == Some(&state) {
            return Ok(false);
        }
        let barometer = self.barometer().await?;
        let mut tx = self.parts.store.begin().await?;
        for indicator in Indicator::ALL {
            let figure = Figure::of(*indicator, &barometer.total);
            tx.put_barometer_day(
                today,
                indicator.id(),
                indicator.version(),
                &serde_json::to_string(&[figure.first().numerator, figure.first().denominator])?,
            )
            .await?;
        }
        tx.put_site_value(DAY_KEY, &state).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// An indicator by the days that it was observed on, latest first: numerator and denominator of its first share.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn indicator_days(&self, indicator: Indicator) -> Result<Vec<(String, [u64; 2])>> {
        let days = self.parts.store.list_barometer_days(indicator.id(), indicator.version(), MOST_DAYS).await?;
        days.into_iter().map(|(day, figures)| Ok((day, serde_json::from_str(&figures)?))).collect()
    }
}

fn kept<'a>(
    article: ArticleId,
    (standings, holders): (&'a [Standing], &'a [Option<String>]),
    until: Option<jiff::civil::Date>,
    counted: &'a str,
) -> NewStanding<'a> {
    NewStanding {
        article,
        whole: said(&standings.iter().collect::<Vec<_>>()),
        desks: places(standings).into_iter().map(|(place, own)| (place, said(&own))).collect(),
        until,
        counted,
        awards: standings
            .iter()
            .zip(holders)
            .map(|(one, holder)| {
                let text = |value: &'a Option<String>| value.as_deref().filter(|text| text.len() <= LONGEST_KEY);
                let of_award = [Some(one.fund.key()), text(&one.number), text(&one.programme), text(&one.institution)];
                let [fund, number, programme, institution] = of_award;
                [fund, number, programme, institution, text(&one.policy), text(holder)]
            })
            .collect(),
    }
}

/// The standings under awards that each institution manages.
fn places(standings: &[Standing]) -> BTreeMap<&str, Vec<&Standing>> {
    let mut places = BTreeMap::<_, Vec<_>>::new();
    for standing in standings {
        if let Some(place) = &standing.institution {
            places.entry(place.as_str()).or_default().push(standing);
        }
    }
    places
}

/// What is said of some links.
fn said<'a>(standings: &[&'a Standing]) -> NewDesk<'a> {
    let strictest = strictest_standing(standings.iter().copied());
    let links = || standings.iter().map(|standing| (standing.outcome, standing.tier));
    let tier = links().map(|(_, tier)| tier).min();
    NewDesk {
        outcome: strictest.map(|standing| standing.outcome.code()).unwrap_or_default(),
        shown: published_of(links()).map(Outcome::code).unwrap_or_default(),
        action: strictest.map(|standing| standing.action.code()).unwrap_or_default(),
        tier: tier.map(crate::domain::LinkTier::as_str).unwrap_or_default(),
        year: strictest.and_then(|standing| standing.year),
        due_on: strictest.and_then(|standing| standing.due_on),
    }
}

/// The holder of the award of each standing, as work lists look for them: letters without accents, the family name first.
fn holders(standings: &[Standing], knowledge: &Knowledge) -> Vec<Option<String>> {
    let holder = |standing: &Standing| {
        let number = AwardNumber::parse(standing.number.as_deref()?).ok()?;
        let words = words(&knowledge.awards.get(&number)?.holder).join(" ");
        Some(words).filter(|words| !words.is_empty())
    };
    standings.iter().map(holder).collect()
}
