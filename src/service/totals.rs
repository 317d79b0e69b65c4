//! Totals of the site, which its home page shows.
//!
//! They are counted each time while that is cheap. Where it is not, the last ones are shown for a time in proportion to
//! what counting takes, then counted anew in the background; so no page waits, and at most a hundredth of the time goes
//! into counting. They outlive the process, or the first visitor after a start would wait.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::sync::OwnedMutexGuard;

use super::{Counts, Repository, Result};

/// Articles that are counted each time: some thousandths of a second.
const FEW: i64 = 2_000;
/// How many times as long as counting took its result is shown.
const WORTH: u32 = 100;
/// Name of the value that outlives the process.
const NAME: &str = "totals";

/// The totals that were counted last.
#[derive(Debug, Default)]
pub struct Totals {
    last: Mutex<Option<Counted>>,
    counting: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug, Clone, Copy)]
struct Counted {
    counts: Counts,
    at: Instant,
    took: Duration,
}

/// What is kept for the next process.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    counts: Counts,
    took_ms: u64,
}

impl Counted {
    fn is_cheap(&self) -> bool {
        self.counts.articles <= FEW
    }

    fn is_fresh(&self, now: Instant) -> bool {
        !self.is_cheap() && now.duration_since(self.at) < self.took.saturating_mul(WORTH)
    }
}

impl Totals {
    fn last(&self) -> Option<Counted> {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, counted: Counted) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(counted);
    }
}

impl Repository {
    /// Totals over the public articles, on a large site as they were some minutes ago.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn totals(&self) -> Result<Counts> {
        let totals = &self.parts.totals;
        if totals.last().is_none()
            && let Some(kept) = self.kept_totals().await?
        {
            totals.note(kept);
        }
        let Some(last) = totals.last().filter(|last| !last.is_cheap()) else {
            let place = Arc::clone(&totals.counting).lock_owned().await;
            return self.count_totals(place).await;
        };
        if !last.is_fresh(Instant::now())
            && let Ok(place) = Arc::clone(&totals.counting).try_lock_owned()
        {
            let repository = self.clone();
            tokio::spawn(async move {
                if let Err(error) = repository.count_totals(place).await {
                    tracing::warn!(error = &error as &dyn std::error::Error, "the totals cannot be counted");
                }
            });
        }
        Ok(last.counts)
    }

    /// What an earlier process counted, when that took long: worth showing, and to be counted anew.
    async fn kept_totals(&self) -> Result<Option<Counted>> {
        let Some(text) = self.parts.store.find_site_value(NAME).await? else { return Ok(None) };
        let Ok(Kept { counts, took_ms }) = serde_json::from_str(&text) else { return Ok(None) };
        let took = Duration::from_millis(took_ms);
        let at = Instant::now().checked_sub(took.saturating_mul(WORTH)).unwrap_or_else(Instant::now);
        Ok(Some(Counted { counts, at, took }))
    }

    async fn count_totals(&self, _place: OwnedMutexGuard<()>) -> Result<Counts> {
        let at = Instant::now();
        let counts = self.parts.store.counts().await?;
        let counted = Counted { counts, at, took: at.elapsed() };
        self.parts.totals.note(counted);
        if !counted.is_cheap() {
            let took_ms = u64::try_from(counted.took.as_millis()).unwrap_or(u64::MAX);
            let text = serde_json::to_string(&Kept { counts, took_ms }).unwrap_or_default();
            self.parts.store.put_site_value(NAME, &text).await?;
        }
        Ok(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_articles_are_counted_each_time_and_the_totals_of_many_are_shown_for_a_time() {
        let at = Instant::now();
        let counted = |articles| {
            let counts = Counts { articles, ..Counts::default() };
            Counted { counts, at, took: Duration::from_secs(2) }
        };
        assert!(counted(40).is_cheap() && !counted(40).is_fresh(at));
        let slow = counted(100_000);
        assert!(!slow.is_cheap() && slow.is_fresh(at + Duration::from_secs(199)));
        assert!(!slow.is_fresh(at + Duration::from_secs(201)));
    }
}
