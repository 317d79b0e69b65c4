//! Counts over some articles, of which every indicator is made. Articles can be taken out again.

use std::collections::BTreeMap;

use super::standing::{Family, Model, Route, Stage, Standing, YearOn, strictest_standing};
use crate::domain::LinkTier;
use crate::domain::verdict::Outcome;

/// Days after publication that still count as almost immediate (`indicators.json`, `immediate_rate`, second value).
const TOLERANCE_DAYS: i32 = 7;

/// A share that keeps what it was made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub numerator: u64,
    /// Out of how many.
    pub denominator: u64,
}

impl Rate {
    /// A share.
    #[must_use]
    pub fn of(numerator: u64, denominator: u64) -> Self {
        Self { numerator, denominator }
    }

    /// Thousandths, rounded half up, in whole numbers so that it is the same everywhere; `None` out of nothing.
    #[must_use]
    pub fn per_mille(self) -> Option<u64> {
        let doubled = u128::from(self.denominator) * 2;
        let rounded = (u128::from(self.numerator) * 2000 + u128::from(self.denominator)).checked_div(doubled)?;
        u64::try_from(rounded).ok()
    }
}

/// How often each value was seen; what falls to nothing is forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally<K: Ord>(BTreeMap<K, u64>);

impl<K: Ord> Default for Tally<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord + Copy> Tally<K> {
    fn count(&mut self, key: K, step: Step) {
        let count = self.0.entry(key).or_default();
        step.apply(count);
        if *count == 0 {
            self.0.remove(&key);
        }
    }

    /// How often a value was seen.
    #[must_use]
    pub fn get(&self, key: K) -> u64 {
        self.0.get(&key).copied().unwrap_or_default()
    }

    /// How many there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// The values in their order with how often each was seen.
    pub fn iter(&self) -> impl Iterator<Item = (K, u64)> {
        self.0.iter().map(|(key, count)| (*key, *count))
    }
}

/// In or out.
#[derive(Debug, Clone, Copy)]
enum Step {
    In,
    Out,
}

impl Step {
    fn apply(self, count: &mut u64) {
        *count = match self {
            Self::In => count.saturating_add(1),
            Self::Out => count.saturating_sub(1),
        };
    }

    fn when(self, is_so: bool, count: &mut u64) {
        if is_so {
            self.apply(count);
        }
    }
}

/// Counts over some articles: the nine outcomes part them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    outcomes: Tally<Outcome>,
    due: Tally<Outcome>,
    immediate: u64,
    almost_immediate: u64,
    pub(super) lag_unknown: u64,
    pub(super) free: u64,
    pub(super) free_unknown: u64,
    pub(super) year_on: Tally<YearOn>,
    pub(super) open_lags: Tally<i32>,
    pub(super) deposit_lags: Tally<i32>,
    pub(super) open: u64,
    pub(super) licences: Tally<Family>,
    pub(super) licence_accepted: u64,
    pub(super) versions: Tally<Stage>,
    pub(super) routes: Tally<Route>,
    pub(super) models: Tally<Model>,
    pub(super) pids: [u64; 3],
    pub(super) in_repository: u64,
    pub(super) place_unknown: u64,
    pub(super) tiers: Tally<LinkTier>,
}

impl Summary {
    /// Counts an article once, with the strictest of some standings and the surest of their links.
    pub fn add<'s>(&mut self, standings: impl IntoIterator<Item = &'s Standing> + Clone) {
        self.step(standings, Step::In);
    }

    /// Takes an article out that was counted with the same standings.
    pub fn remove<'s>(&mut self, standings: impl IntoIterator<Item = &'s Standing> + Clone) {
        self.step(standings, Step::Out);
    }

    fn step<'s>(&mut self, standings: impl IntoIterator<Item = &'s Standing> + Clone, step: Step) {
        let Some(tier) = standings.clone().into_iter().map(|standing| standing.tier).min() else { return };
        let Some(strictest) = strictest_standing(standings) else { return };
        self.tiers.count(tier, step);
        self.outcomes.count(strictest.outcome, step);
        for (count, has) in self.pids.iter_mut().zip(strictest.pids) {
            step.when(has, count);
        }
        self.models.count(strictest.model, step);
        if strictest.free_1y != YearOn::Early {
            self.year_on.count(strictest.free_1y, step);
        }
        if let Some(days) = strictest.deposit_lag {
            self.deposit_lags.count(days, step);
        }
        if let Some(days) = strictest.open_lag {
            self.open_lags.count(days, step);
        }
        if strictest.due {
            self.step_due(strictest, step);
        }
    }

    fn step_due(&mut self, standing: &Standing, step: Step) {
        self.due.count(standing.outcome, step);
        match standing.open_lag {
            Some(days) => {
                step.when(days <= 0, &mut self.immediate);
                step.when(days <= TOLERANCE_DAYS, &mut self.almost_immediate);
            }
            None => step.when(standing.free != Some(false), &mut self.lag_unknown),
        }
        step.when(standing.free == Some(true), &mut self.free);
        step.when(standing.free.is_none(), &mut self.free_unknown);
        step.when(standing.in_repository == Some(true), &mut self.in_repository);
        step.when(standing.in_repository.is_none(), &mut self.place_unknown);
        if standing.free == Some(true) {
            self.versions.count(standing.version, step);
            self.routes.count(standing.route, step);
        }
        if standing.open {
            step.apply(&mut self.open);
            self.licences.count(standing.licence, step);
            step.when(standing.licence_accepted, &mut self.licence_accepted);
        }
    }

    /// How many have an outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> u64 {
        self.outcomes.get(outcome)
    }

    /// `D_all`: everything linked to the funder.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.outcomes.total()
    }

    /// `D_scope`: what is, or may be, in scope.
    #[must_use]
    pub fn in_scope(&self) -> u64 {
        self.all() - self.count(Outcome::OutOfScope)
    }

    /// `D_due`: in scope, with a due date that is not in the future. What has no known due date may be due, so it is
    /// counted: it widens the bounds instead of vanishing.
    #[must_use]
    pub fn due(&self) -> u64 {
        self.due.total()
    }

    /// `compliance_rate`: compliant out of `D_due` − exempt − undetermined.
    #[must_use]
    pub fn compliance_rate(&self) -> Rate {
        let denominator = self.due_less_exempt() - self.due.get(Outcome::Undetermined);
        Rate::of(self.due.get(Outcome::Compliant), denominator)
    }

    /// `compliance_rate_bounds`, low: as if nothing undetermined complied.
    #[must_use]
    pub fn compliance_low(&self) -> Rate {
        Rate::of(self.due.get(Outcome::Compliant), self.due_less_exempt())
    }

    /// `compliance_rate_bounds`, high: as if everything undetermined complied.
    #[must_use]
    pub fn compliance_high(&self) -> Rate {
        let numerator = self.due.get(Outcome::Compliant) + self.due.get(Outcome::Undetermined);
        Rate::of(numerator, self.due_less_exempt())
    }

    /// Undetermined out of `D_due` − exempt: the share that goes with every compliance rate.
    #[must_use]
    pub fn undetermined_share(&self) -> Rate {
        Rate::of(self.due.get(Outcome::Undetermined), self.due_less_exempt())
    }

    /// `immediate_rate`: a copy that counts was open on the day of publication, out of `D_due`.
    #[must_use]
    pub fn immediate_rate(&self) -> Rate {
        Rate::of(self.immediate, self.due())
    }

    /// `immediate_rate` with the tolerance of seven days, which is ours.
    #[must_use]
    pub fn almost_immediate_rate(&self) -> Rate {
        Rate::of(self.almost_immediate, self.due())
    }

    fn due_less_exempt(&self) -> u64 {
        self.due() - self.due.get(Outcome::Exempt)
    }
}
