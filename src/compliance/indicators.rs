//! Counts and rates over verdicts, by year and by sector (`indicators.json`).
//!
//! Verdicts are added one at a time and not kept. Every rate is a numerator over a denominator: whoever shows it shows
//! both, the undetermined share and the bounds.

use std::collections::BTreeMap;

use crate::domain::Fund;
use crate::domain::verdict::{Outcome, Verdict};

use super::evaluate::strictest_verdict;

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
    /// Thousandths, rounded half up, in whole numbers so that it is the same everywhere; `None` out of nothing.
    #[must_use]
    pub fn per_mille(self) -> Option<u64> {
        let doubled = u128::from(self.denominator) * 2;
        let rounded = (u128::from(self.numerator) * 2000 + u128::from(self.denominator)).checked_div(doubled)?;
        u64::try_from(rounded).ok()
    }
}

/// Counts over some verdicts: the nine outcomes part them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    outcomes: BTreeMap<Outcome, u64>,
    due: BTreeMap<Outcome, u64>,
    immediate: u64,
    almost_immediate: u64,
}

impl Summary {
    /// Counts a verdict.
    pub fn add(&mut self, verdict: &Verdict) {
        *self.outcomes.entry(verdict.outcome).or_default() += 1;
        if !is_due(verdict) {
            return;
        }
        *self.due.entry(verdict.outcome).or_default() += 1;
        if let Some(days) = open_lag_days(verdict) {
            self.immediate += u64::from(days <= 0);
            self.almost_immediate += u64::from(days <= TOLERANCE_DAYS);
        }
    }

    /// How many have an outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> u64 {
        self.outcomes.get(&outcome).copied().unwrap_or_default()
    }

    /// `D_all`: everything linked to the funder.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.outcomes.values().sum()
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
        self.due.values().sum()
    }

    /// `compliance_rate`: compliant out of `D_due` − exempt − undetermined.
    #[must_use]
    pub fn compliance_rate(&self) -> Rate {
        let denominator = self.due_less_exempt() - self.due_with(Outcome::Undetermined);
        Rate { numerator: self.due_with(Outcome::Compliant), denominator }
    }

    /// `compliance_rate_bounds`, low: as if nothing undetermined complied.
    #[must_use]
    pub fn compliance_low(&self) -> Rate {
        Rate { numerator: self.due_with(Outcome::Compliant), denominator: self.due_less_exempt() }
    }

    /// `compliance_rate_bounds`, high: as if everything undetermined complied.
    #[must_use]
    pub fn compliance_high(&self) -> Rate {
        let numerator = self.due_with(Outcome::Compliant) + self.due_with(Outcome::Undetermined);
        Rate { numerator, denominator: self.due_less_exempt() }
    }

    /// Undetermined out of `D_due` − exempt: the share that goes with every compliance rate.
    #[must_use]
    pub fn undetermined_share(&self) -> Rate {
        Rate { numerator: self.due_with(Outcome::Undetermined), denominator: self.due_less_exempt() }
    }

    /// `immediate_rate`: a copy that counts was open on the day of publication, out of `D_due`.
    #[must_use]
    pub fn immediate_rate(&self) -> Rate {
        Rate { numerator: self.immediate, denominator: self.due() }
    }

    /// `immediate_rate` with the tolerance of seven days, which is ours.
    #[must_use]
    pub fn almost_immediate_rate(&self) -> Rate {
        Rate { numerator: self.almost_immediate, denominator: self.due() }
    }

    fn due_with(&self, outcome: Outcome) -> u64 {
        self.due.get(&outcome).copied().unwrap_or_default()
    }

    fn due_less_exempt(&self) -> u64 {
        self.due() - self.due_with(Outcome::Exempt)
    }
}

/// On the due day itself a work without an open copy is not yet due: the day is not over.
fn is_due(verdict: &Verdict) -> bool {
    let excluded = matches!(verdict.outcome, Outcome::OutOfScope | Outcome::NotYetDue);
    !excluded && verdict.due.is_none_or(|due| due <= verdict.observed_on)
}

/// Days from publication to the first open copy that counts (`indicators.json`, `open_lag_days`).
fn open_lag_days(verdict: &Verdict) -> Option<i32> {
    let span = verdict.opened?.since(verdict.published?).ok()?;
    Some(span.get_days())
}

/// Summaries over everything, by year of publication and by sector.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Barometer {
    /// Over everything.
    pub total: Summary,
    /// By year of publication, `None` where it is unknown.
    pub by_year: BTreeMap<Option<i16>, Summary>,
    /// By fund.
    pub by_sector: BTreeMap<Fund, Summary>,
}

impl Barometer {
    /// Counts one verdict, as one (article, award) pair.
    pub fn add(&mut self, year: Option<i16>, sector: Fund, verdict: &Verdict) {
        self.total.add(verdict);
        self.by_year.entry(year).or_default().add(verdict);
        self.by_sector.entry(sector).or_default().add(verdict);
    }

    /// Counts one article with all its verdicts: once over all and in its year, once in each sector that funded it,
    /// each time with the strictest verdict. This is the count of publications that `D_all` asks for.
    pub fn add_article(&mut self, year: Option<i16>, verdicts: &[Verdict]) {
        let Some(overall) = strictest_verdict(verdicts) else { return };
        self.total.add(overall);
        self.by_year.entry(year).or_default().add(overall);
        for sector in Fund::ALL {
            let of_sector = verdicts.iter().filter(|verdict| verdict.award.fund == sector);
            if let Some(strictest) = strictest_verdict(of_sector) {
                self.by_sector.entry(sector).or_default().add(strictest);
            }
        }
    }
}

impl Extend<(Option<i16>, Fund, Verdict)> for Barometer {
    fn extend<I: IntoIterator<Item = (Option<i16>, Fund, Verdict)>>(&mut self, pairs: I) {
        for (year, sector, verdict) in pairs {
            self.add(year, sector, &verdict);
        }
    }
}

impl FromIterator<(Option<i16>, Fund, Verdict)> for Barometer {
    fn from_iter<I: IntoIterator<Item = (Option<i16>, Fund, Verdict)>>(pairs: I) -> Self {
        let mut barometer = Self::default();
        barometer.extend(pairs);
        barometer
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;
    use crate::domain::LinkTier;
    use crate::domain::award::{AwardLink, LinkOrigin};
    use crate::domain::verdict::NextAction;

    fn verdict(outcome: Outcome, fund: Fund, due: Option<Date>) -> Verdict {
        Verdict {
            award: AwardLink { fund, number: None, origin: LinkOrigin::Declared },
            tier: LinkTier::A,
            policy: None,
            rules_version: String::new(),
            observed_on: date(2026, 11, 21),
            published: Some(date(2026, 1, 1)),
            due,
            opened: None,
            outcome,
            computed: outcome,
            findings: Vec::new(),
            next_action: NextAction::None,
        }
    }

    fn past(outcome: Outcome) -> Verdict {
        verdict(outcome, Fund::Frqs, Some(date(2026, 1, 1)))
    }

    fn summary(verdicts: &[Verdict]) -> Summary {
        let mut summary = Summary::default();
        for verdict in verdicts {
            summary.add(verdict);
        }
        summary
    }

    #[test]
    fn the_rates_follow_the_formulas() {
        use Outcome::{Closed, Compliant, Exempt, NotYetDue, OutOfScope, Undetermined};
        let outcomes = [Compliant, Compliant, Compliant, Closed, Undetermined, Exempt, NotYetDue, OutOfScope];
        let summary = summary(&outcomes.map(past));
        assert_eq!((summary.all(), summary.in_scope(), summary.due()), (8, 7, 6));
        assert_eq!(summary.compliance_rate(), Rate { numerator: 3, denominator: 4 });
        assert_eq!(summary.compliance_low(), Rate { numerator: 3, denominator: 5 });
        assert_eq!(summary.compliance_high(), Rate { numerator: 4, denominator: 5 });
        assert_eq!(summary.undetermined_share(), Rate { numerator: 1, denominator: 5 });
    }

    #[test]
    fn what_complies_before_it_is_due_is_counted_but_not_in_the_rate() {
        let early = verdict(Outcome::Compliant, Fund::Frqs, Some(date(2027, 1, 1)));
        let summary = summary(&[early, past(Outcome::Closed)]);
        assert_eq!(summary.count(Outcome::Compliant), 1);
        assert_eq!(summary.compliance_rate(), Rate { numerator: 0, denominator: 1 });
    }

    #[test]
    fn what_has_no_due_date_widens_the_bounds() {
        let unknown = verdict(Outcome::Undetermined, Fund::Frqs, None);
        let summary = summary(&[unknown, past(Outcome::Compliant)]);
        assert_eq!(summary.compliance_rate().per_mille(), Some(1000));
        assert_eq!(summary.compliance_low().per_mille(), Some(500));
    }

    #[test]
    fn immediate_is_the_day_of_publication_and_almost_a_week_later() {
        let opened = |day| Verdict { opened: Some(day), ..past(Outcome::CompliantLate) };
        let days = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 1, 8), date(2026, 1, 9), date(2026, 5, 1)];
        let summary = summary(&days.map(opened));
        assert_eq!(summary.immediate_rate(), Rate { numerator: 2, denominator: 5 });
        assert_eq!(summary.almost_immediate_rate(), Rate { numerator: 3, denominator: 5 });
    }

    #[test]
    fn a_rate_is_rounded_half_up_and_there_is_none_out_of_nothing() {
        let per_mille = |numerator, denominator| Rate { numerator, denominator }.per_mille();
        assert_eq!(per_mille(2, 3), Some(667));
        assert_eq!(per_mille(1, 2000), Some(1));
        assert_eq!(per_mille(1, 2001), Some(0));
        assert_eq!(per_mille(0, 0), None);
        assert_eq!(per_mille(u64::MAX, u64::MAX), Some(1000));
    }

    #[test]
    fn an_article_counts_once_over_all_and_once_in_each_sector() {
        let verdicts = [
            verdict(Outcome::Compliant, Fund::Frqs, Some(date(2026, 1, 1))),
            verdict(Outcome::Closed, Fund::Frqnt, Some(date(2026, 1, 1))),
            verdict(Outcome::Undetermined, Fund::Frqs, Some(date(2026, 1, 1))),
        ];
        let mut articles = Barometer::default();
        articles.add_article(Some(2026), &verdicts);
        articles.add_article(Some(2026), &[]);
        assert_eq!(articles.total.all(), 1);
        assert_eq!(articles.by_year[&Some(2026)].count(Outcome::Closed), 1);
        assert_eq!(articles.by_sector[&Fund::Frqs].count(Outcome::Undetermined), 1);
        assert_eq!(articles.by_sector[&Fund::Frqnt].all(), 1);
        let pairs: Barometer = verdicts.into_iter().map(|v| (Some(2026), v.award.fund, v)).collect();
        assert_eq!(pairs.total.all(), 3);
        assert_eq!(pairs.by_sector[&Fund::Frqs].all(), 2);
    }
}
