//! Figures against hand-made standings.

use jiff::civil::date;

use super::*;
use crate::domain::verdict::{NextAction, Outcome};
use crate::domain::{Fund, LinkTier};

fn standing(outcome: Outcome, fund: Fund) -> Standing {
    Standing {
        year: Some(2026),
        fund,
        number: None,
        programme: None,
        institution: None,
        field: None,
        language: None,
        policy: None,
        tier: LinkTier::A,
        outcome,
        action: NextAction::None,
        due: !matches!(outcome, Outcome::OutOfScope | Outcome::NotYetDue),
        due_on: Some(date(2026, 1, 1)),
        open_lag: None,
        deposit_lag: None,
        free: Some(false),
        free_1y: YearOn::Early,
        open: false,
        licence: Family::None,
        licence_accepted: false,
        version: Stage::Unknown,
        route: Route::None,
        model: Model::Unknown,
        pids: [false; 3],
        in_repository: Some(false),
    }
}

fn past(outcome: Outcome) -> Standing {
    standing(outcome, Fund::Frqs)
}

fn summary(all: &[Standing]) -> Summary {
    let mut summary = Summary::default();
    for standing in all {
        summary.add([standing]);
    }
    summary
}

#[test]
fn the_rates_follow_the_formulas() {
    use Outcome::{Closed, Compliant, Exempt, NotYetDue, OutOfScope, Undetermined};
    let outcomes = [Compliant, Compliant, Compliant, Closed, Undetermined, Exempt, NotYetDue, OutOfScope];
    let summary = summary(&outcomes.map(past));
    assert_eq!((summary.all(), summary.in_scope(), summary.due()), (8, 7, 6));
    assert_eq!(summary.compliance_rate(), Rate::of(3, 4));
    assert_eq!(summary.compliance_low(), Rate::of(3, 5));
    assert_eq!(summary.compliance_high(), Rate::of(4, 5));
    assert_eq!(summary.undetermined_share(), Rate::of(1, 5));
}

#[test]
fn what_complies_before_it_is_due_is_counted_but_not_in_the_rate() {
    let early = Standing { due: false, ..past(Outcome::Compliant) };
    let summary = summary(&[early, past(Outcome::Closed)]);
    assert_eq!(summary.count(Outcome::Compliant), 1);
    assert_eq!(summary.compliance_rate(), Rate::of(0, 1));
}

#[test]
fn immediate_is_the_day_of_publication_and_almost_a_week_later() {
    let opened = |days| Standing { open_lag: Some(days), ..past(Outcome::CompliantLate) };
    let summary = summary(&[-31, 0, 7, 8, 120].map(opened));
    assert_eq!(summary.immediate_rate(), Rate::of(2, 5));
    assert_eq!(summary.almost_immediate_rate(), Rate::of(3, 5));
    let days = Figure::of(Indicator::OpenLagDays, &summary).days.unwrap();
    assert_eq!((days.p25, days.median, days.p75, days.p90), (0, 7, 8, 120));
}

#[test]
fn a_rate_is_rounded_half_up_and_there_is_none_out_of_nothing() {
    let per_mille = |numerator, denominator| Rate::of(numerator, denominator).per_mille();
    assert_eq!(per_mille(2, 3), Some(667));
    assert_eq!(per_mille(1, 2000), Some(1));
    assert_eq!(per_mille(1, 2001), Some(0));
    assert_eq!(per_mille(0, 0), None);
    assert_eq!(per_mille(u64::MAX, u64::MAX), Some(1000));
}

#[test]
fn an_article_counts_once_over_all_and_once_in_each_group() {
    let mut articles = Barometer::default();
    let other = standing(Outcome::Closed, Fund::Frqnt);
    articles.add_article(&[past(Outcome::Compliant), other, past(Outcome::Undetermined)]);
    articles.add_article(&[]);
    assert_eq!(articles.total.all(), 1);
    assert_eq!(articles.by(Dimension::Year).next().unwrap().1.count(Outcome::Closed), 1);
    assert_eq!(articles.sector(Fund::Frqs).unwrap().count(Outcome::Undetermined), 1);
    assert_eq!(articles.sector(Fund::Frqnt).unwrap().all(), 1);
}

#[test]
fn taking_out_what_was_counted_leaves_what_was_before() {
    let open = Standing {
        open: true,
        free: Some(true),
        free_1y: YearOn::Free,
        open_lag: Some(0),
        deposit_lag: Some(3),
        licence: Family::By,
        licence_accepted: true,
        pids: [true; 3],
        in_repository: Some(true),
        ..past(Outcome::Compliant)
    };
    let mut counted = Barometer::default();
    counted.add_article(&[past(Outcome::Closed)]);
    let before = counted.clone();
    counted.add_article(&[open.clone(), standing(Outcome::Partly, Fund::Frqsc)]);
    assert_ne!(counted, before);
    counted.remove_article(&[open, standing(Outcome::Partly, Fund::Frqsc)]);
    assert_eq!(counted, before);
}

#[test]
fn every_indicator_has_shares_within_what_they_are_counted_in() {
    let unknown = Standing { free: None, ..past(Outcome::Undetermined) };
    let counted = summary(&[past(Outcome::Compliant), unknown, past(Outcome::Closed)]);
    assert_eq!(Indicator::ALL.len(), 16);
    for indicator in Indicator::ALL {
        let figure = Figure::of(*indicator, &counted);
        assert!(!figure.shares.is_empty(), "{indicator:?}");
        assert!(figure.shares.iter().all(|(_, rate)| rate.numerator <= rate.denominator), "{indicator:?}");
        assert!(figure.unknown.numerator <= figure.unknown.denominator, "{indicator:?}");
        assert_eq!(Indicator::find(indicator.id()), Some(*indicator));
        assert!(figure.bounds.is_none_or(|(low, high)| low.numerator <= high.numerator), "{indicator:?}");
    }
    let oa = Figure::of(Indicator::OaRate, &counted);
    assert_eq!((oa.unknown, oa.bounds.unwrap().1), (Rate::of(1, 3), Rate::of(1, 3)));
}

#[test]
fn the_table_of_formulas_and_the_indicators_agree() {
    let file: serde_json::Value = serde_json::from_str(crate::domain::vocabulary::INDICATORS).unwrap();
    let ids: Vec<_> = file["indicators"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, Indicator::ALL.iter().map(|indicator| indicator.id()).collect::<Vec<_>>());
}

#[test]
fn small_counts_are_told_from_none_and_from_enough() {
    let of = |count: usize| Figure::of(Indicator::OaRate, &summary(&vec![past(Outcome::Closed); count])).is_small();
    assert_eq!([of(0), of(1), of(4), of(5)], [false, true, true, false]);
}

#[test]
fn what_cannot_be_told_a_year_on_or_of_a_place_widens_the_bounds() {
    let seen = |free_1y, in_repository| Standing { free_1y, in_repository, ..past(Outcome::Closed) };
    let counted = summary(&[
        seen(YearOn::Free, Some(true)),
        seen(YearOn::Unknown, None),
        seen(YearOn::Closed, Some(false)),
        seen(YearOn::Early, Some(false)),
    ]);
    let a_year_on = Figure::of(Indicator::OaRate1y, &counted);
    assert_eq!((a_year_on.first(), a_year_on.unknown), (Rate::of(1, 3), Rate::of(1, 3)));
    let held = Figure::of(Indicator::RepositoryCoverage, &counted);
    assert_eq!(held.bounds, Some((Rate::of(1, 4), Rate::of(2, 4))));
}
