//! How much articles are used, after the rules of COUNTER 5.1 as far as a site without accounts can follow them.
//!
//! Counted in memory, added up by month, written in batches: no request waits for it, and what is not written yet is
//! written when the site stops. Visitors are known for a day at most, by a number that only this process can make
//! ([`ledger`]); neither addresses nor agents are kept. Robots that say what they are count nothing ([`robots`]).

mod ledger;
mod robots;

use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use self::ledger::Ledger;
use self::robots::is_robot;
use super::{Repository, Result};
use crate::domain::ArticleId;
use crate::domain::usage::{Use, UsedMonth};

/// A use of an article by somebody.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'a> {
    /// The article.
    pub article: ArticleId,
    /// What is done with it.
    pub kind: Use,
    /// Whether only a part of the file was asked for: viewers fetch one file in many parts.
    pub is_part: bool,
    /// Where the request came from, when it is known.
    pub address: Option<IpAddr>,
    /// The program that asked (`User-Agent`).
    pub agent: &'a str,
}

/// What was counted and is not written yet.
#[derive(Debug, Default)]
pub struct Usage(Mutex<Ledger>);

impl Usage {
    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Repository {
    /// Counts a use, unless a robot made it or the same visitor did the same a moment ago.
    pub fn note_visit(&self, visit: &Visit<'_>) {
        if !is_robot(visit.agent) {
            self.parts.usage.ledger().note(visit, self.parts.clock.now());
        }
    }

    /// Writes what was counted. What cannot be written is kept for the next time.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn write_usage(&self) -> Result<usize> {
        let months = self.parts.usage.ledger().take(self.parts.clock.now());
        if months.is_empty() {
            return Ok(0);
        }
        match self.parts.store.add_usage(&months).await {
            Ok(()) => Ok(months.len()),
            Err(error) => {
                self.parts.usage.ledger().give_back(&months);
                Err(error.into())
            }
        }
    }

    /// The months in which an article was used, in their order, with what is not written yet.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn usage(&self, article: ArticleId) -> Result<Vec<UsedMonth>> {
        Ok(self.with_fresh_usage(article, self.parts.store.list_usage(article).await?))
    }

    /// Months that were written down, with what is not written yet.
    pub(super) fn with_fresh_usage(&self, article: ArticleId, mut months: Vec<UsedMonth>) -> Vec<UsedMonth> {
        for fresh in self.parts.usage.ledger().waiting(article) {
            match months.iter_mut().find(|known| known.month == fresh.month) {
                Some(known) => known.counts += fresh.counts,
                None => months.push(fresh),
            }
        }
        months.sort_by_key(|used| used.month);
        months
    }
}
