//! Counting by the rules, in memory.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::Visit;
use crate::domain::ArticleId;
use crate::domain::clock::quebec_date;
use crate::domain::usage::{Month, Use, UseCounts, UsedMonth};

/// Doing the same again within this many seconds of the last time is a double click (COUNTER 5.1, §7.2).
const DOUBLE_CLICK_S: i64 = 30;
/// A part of a file within this many seconds of another one belongs to the same reading: viewers fetch as one scrolls.
const PARTS_S: i64 = 30 * 60;
/// Visitors and articles remembered at a time; beyond, single uses count and visits do not.
const MOST_REMEMBERED: usize = 400_000;

/// A visitor, for a day: nothing leads from the number back to an address.
type Visitor = u64;

/// What was counted since it was last written, and what tells double clicks and visits apart.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// The day, and its key: made by chance, never written, forgotten with the day.
    today: Option<(Date, [u8; 32])>,
    /// When a visitor last did something with an article, in seconds.
    last: HashMap<(Visitor, ArticleId, Use), i64>,
    /// Who looked at or read what in an hour (§7.4: without accounts, a visit is address, agent, day and hour).
    seen: HashSet<(i64, Visitor, ArticleId, Use)>,
    counts: HashMap<ArticleId, BTreeMap<Month, UseCounts>>,
}

impl Ledger {
    /// Counts a use.
    pub(super) fn note(&mut self, visit: &Visit<'_>, now: Timestamp) {
        let day = quebec_date(now);
        let Some(visitor) = self.visitor(visit, day) else { return };
        let second = now.as_second();
        let pause = if visit.is_part { PARTS_S } else { DOUBLE_CLICK_S };
        let before = self.last.get(&(visitor, visit.article, visit.kind)).copied();
        if before.is_some() || self.last.len() < MOST_REMEMBERED {
            self.last.insert((visitor, visit.article, visit.kind), second);
        }
        if before.is_some_and(|before| second - before <= pause) {
            return;
        }
        let hour = second.div_euclid(3_600);
        let first_look = self.is_first(hour, visitor, visit.article, Use::Look);
        let mut counted =
            UseCounts { investigations: 1, unique_investigations: u64::from(first_look), ..UseCounts::default() };
        if visit.kind == Use::Read {
            counted.requests = 1;
            counted.unique_requests = u64::from(self.is_first(hour, visitor, visit.article, Use::Read));
        }
        *self.counts.entry(visit.article).or_default().entry(Month::of(day)).or_default() += counted;
    }

    fn is_first(&mut self, hour: i64, visitor: Visitor, article: ArticleId, kind: Use) -> bool {
        self.seen.len() < MOST_REMEMBERED && self.seen.insert((hour, visitor, article, kind))
    }

    /// The number of a visitor today; a new day forgets those of the day before. `None` without a source of chance.
    fn visitor(&mut self, visit: &Visit<'_>, day: Date) -> Option<Visitor> {
        let key = match self.today {
            Some((today, key)) if today == day => key,
            _ => {
                let mut key = [0_u8; 32];
                getrandom::fill(&mut key).ok()?;
                self.today = Some((day, key));
                self.last.clear();
                self.seen.clear();
                key
            }
        };
        let address = visit.address.map(|address| address.to_string()).unwrap_or_default();
        let mut hash = Sha256::new();
        hash.update(key);
        hash.update(address.as_bytes());
        hash.update([0]);
        hash.update(visit.agent.as_bytes());
        let (first, _) =
            hash.finalize().as_slice().split_first_chunk::<8>().map(|(first, rest)| (*first, rest.len()))?;
        Some(u64::from_le_bytes(first))
    }

    /// Takes what was counted, and forgets what no rule needs any more.
    pub(super) fn take(&mut self, now: Timestamp) -> Vec<UsedMonth> {
        let second = now.as_second();
        self.last.retain(|_, last| second - *last <= PARTS_S);
        self.seen.retain(|(hour, ..)| *hour == second.div_euclid(3_600));
        std::mem::take(&mut self.counts).iter().flat_map(|(article, months)| used(*article, months)).collect()
    }

    /// Takes back what could not be written.
    pub(super) fn give_back(&mut self, months: &[UsedMonth]) {
        for used in months {
            *self.counts.entry(used.article).or_default().entry(used.month).or_default() += used.counts;
        }
    }

    /// What was counted of an article and is not written yet.
    pub(super) fn waiting(&self, article: ArticleId) -> Vec<UsedMonth> {
        self.counts.get(&article).into_iter().flat_map(|months| used(article, months)).collect()
    }
}

fn used(article: ArticleId, months: &BTreeMap<Month, UseCounts>) -> impl Iterator<Item = UsedMonth> + '_ {
    months.iter().map(move |(month, counts)| UsedMonth { article, month: *month, counts: *counts })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: ArticleId = ArticleId(7);

    fn visit(kind: Use, agent: &str) -> Visit<'_> {
        Visit { article: ARTICLE, kind, is_part: false, address: "192.0.2.7".parse().ok(), agent }
    }

    fn at(seconds: i64) -> Timestamp {
        // 21 November 2026, 12:00 in Greenwich.
        Timestamp::from_second(1_795_262_400 + seconds).unwrap()
    }

    fn total(ledger: &Ledger) -> (u64, u64, u64, u64) {
        let mut sum = UseCounts::default();
        ledger.waiting(ARTICLE).into_iter().for_each(|used| sum += used.counts);
        (sum.investigations, sum.unique_investigations, sum.requests, sum.unique_requests)
    }

    #[test]
    fn a_double_click_counts_once_and_goes_on_from_the_last_click() {
        let mut ledger = Ledger::default();
        for second in [0, 25, 50] {
            ledger.note(&visit(Use::Look, "one"), at(second));
        }
        assert_eq!(total(&ledger), (1, 1, 0, 0));
        ledger.note(&visit(Use::Look, "one"), at(81));
        assert_eq!(total(&ledger), (2, 1, 0, 0));
    }

    #[test]
    fn a_reading_is_an_investigation_too_and_the_same_visit() {
        let mut ledger = Ledger::default();
        ledger.note(&visit(Use::Look, "one"), at(0));
        ledger.note(&visit(Use::Read, "one"), at(5));
        ledger.note(&visit(Use::Read, "one"), at(100));
        ledger.note(&visit(Use::Read, "two"), at(100));
        assert_eq!(total(&ledger), (4, 2, 3, 2));
    }

    #[test]
    fn the_parts_of_one_file_count_once() {
        let mut ledger = Ledger::default();
        ledger.note(&visit(Use::Read, "one"), at(0));
        for second in [1, 60, 600, 2_000] {
            ledger.note(&Visit { is_part: true, ..visit(Use::Read, "one") }, at(second));
        }
        assert_eq!(total(&ledger), (1, 1, 1, 1));
    }

    #[test]
    fn another_hour_is_another_visit() {
        let mut ledger = Ledger::default();
        ledger.note(&visit(Use::Look, "one"), at(0));
        ledger.note(&visit(Use::Look, "one"), at(3_600));
        assert_eq!(total(&ledger), (2, 2, 0, 0));
    }

    #[test]
    fn a_new_day_knows_nobody_of_the_day_before() {
        let mut ledger = Ledger::default();
        ledger.note(&visit(Use::Look, "one"), at(0));
        let key = ledger.today;
        ledger.note(&visit(Use::Look, "one"), at(86_400));
        assert_ne!(ledger.today.map(|(_, key)| key), key.map(|(_, key)| key));
        assert_eq!((ledger.last.len(), ledger.seen.len()), (1, 1));
    }

    #[test]
    fn what_could_not_be_written_is_counted_again() {
        let mut ledger = Ledger::default();
        ledger.note(&visit(Use::Read, "one"), at(0));
        let taken = ledger.take(at(1));
        assert_eq!((taken.len(), total(&ledger)), (1, (0, 0, 0, 0)));
        ledger.give_back(&taken);
        ledger.note(&visit(Use::Read, "one"), at(2));
        assert_eq!(total(&ledger), (1, 1, 1, 1), "the double click is still known");
    }
}
