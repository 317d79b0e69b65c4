//! What holds for every input: outcomes part the pairs, and less data never gives a better outcome.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::reason_codes;
use super::tests::{Pair, award, copy, partial};
use crate::domain::award::AwardKind;
use crate::domain::verdict::Outcome;
use crate::domain::{
    AccessRight, Award, Copy, CopyHost, Fund, Licence, PartialDate, RepositoryKind, ResourceType, VersionType,
};

/// Days near the edges of the policies and of the embargo, so that they meet often.
fn day() -> impl Strategy<Value = Date> {
    let edges = [
        date(2019, 3, 31),
        date(2019, 4, 1),
        date(2022, 6, 30),
        date(2022, 7, 1),
        date(2023, 6, 30),
        date(2023, 7, 1),
        date(2024, 2, 29),
        date(2025, 2, 28),
    ];
    (prop::sample::select(edges.to_vec()), -1i32..=1)
        .prop_map(|(edge, days)| edge.checked_add(jiff::Span::new().days(days)).unwrap_or(edge))
}

fn partial_day() -> impl Strategy<Value = Option<PartialDate>> {
    (day(), prop::sample::select(vec![4usize, 7, 10, 10, 10]))
        .prop_map(|(day, length)| partial(&day.to_string()[..length]))
}

fn maybe<T: Clone + std::fmt::Debug + 'static>(values: &[T]) -> impl Strategy<Value = Option<T>> + use<T> {
    prop::option::weighted(0.9, prop::sample::select(values.to_vec()))
}

fn any_copy() -> impl Strategy<Value = Copy> {
    let kinds = [
        RepositoryKind::Institutional,
        RepositoryKind::Funder,
        RepositoryKind::PersonalSite,
        RepositoryKind::SocialNetwork,
    ];
    (
        any::<bool>(),
        maybe(&kinds),
        maybe(&VersionType::ALL),
        maybe(&Licence::all()),
        maybe(&AccessRight::ALL),
        prop::option::weighted(0.9, partial_day()),
    )
        .prop_map(|(publisher, repository_kind, version, licence, access, opened)| {
            let host = if publisher { CopyHost::Publisher } else { CopyHost::Repository };
            let open_from = opened.flatten();
            Copy { version, licence, access, open_from, ..copy(host, repository_kind, VersionType::AM, "unknown") }
        })
}

fn any_award() -> impl Strategy<Value = Award> {
    (
        prop::sample::select(vec![Fund::Frq, Fund::Frqnt, Fund::Frqs]),
        any::<bool>(),
        prop::option::weighted(0.9, day()),
        prop::bool::weighted(0.2),
        prop::option::weighted(0.8, day()),
        prop::option::weighted(0.8, day()),
        prop::option::of(prop::sample::select(vec![2019u16, 2022])),
    )
        .prop_map(
            |(fund, infrastructure, launched, launch_estimated, active_from, active_to, programme_policy)| {
                let kind = if infrastructure { AwardKind::Infrastructure } else { AwardKind::Grant };
                Award { fund, kind, launched, launch_estimated, active_from, active_to, programme_policy, ..award() }
            },
        )
}

fn any_type() -> impl Strategy<Value = Option<ResourceType>> {
    let usual = prop::sample::select(vec![ResourceType::JournalArticle, ResourceType::DoctoralThesis]);
    let any_kind = prop::sample::select(ResourceType::ALL.to_vec());
    prop_oneof![6 => usual.prop_map(Some), 2 => any_kind.prop_map(Some), 1 => Just(None)]
}

prop_compose! {
    fn any_pair()(
        resource_type in any_type(),
        peer_reviewed in prop::option::of(prop::bool::weighted(0.9)),
        online in prop::option::weighted(0.9, partial_day()),
        own in prop::option::of(any_copy()),
        copies in prop::collection::vec(any_copy(), 0..3),
        award in prop::option::weighted(0.9, any_award()),
        on in day(),
        exception in prop::bool::weighted(0.05),
    ) -> Pair {
        Pair::new().with(|pair| {
            pair.metadata.resource_type = resource_type;
            pair.metadata.peer_reviewed = peer_reviewed;
            pair.metadata.dates.online = online.flatten();
            pair.metadata.copies = copies;
            pair.own = own;
            pair.award = award;
            pair.on = on;
            pair.exception = exception;
        })
    }
}

/// Takes one datum of a copy away.
type Change = fn(&mut Copy);

/// Every pair that lacks one datum of this one, with the datum's name.
fn with_one_datum_less(pair: &Pair) -> Vec<(&'static str, Pair)> {
    let without = |change: fn(&mut Pair)| pair.clone().with(change);
    let mut fewer = vec![
        ("launch date", without(|pair| pair.award.iter_mut().for_each(|award| award.launched = None))),
        ("programme rules", without(|pair| pair.award.iter_mut().for_each(|award| award.programme_policy = None))),
        ("start of funding", without(|pair| pair.award.iter_mut().for_each(|award| award.active_from = None))),
        ("end of funding", without(|pair| pair.award.iter_mut().for_each(|award| award.active_to = None))),
        ("register entry", without(|pair| pair.award = None)),
        ("award number", without(|pair| pair.link.number = None)),
        ("type", without(|pair| pair.metadata.resource_type = None)),
        ("publication date", without(|pair| pair.metadata.dates.online = None)),
    ];
    let changes: [(&'static str, Change); 4] = [
        ("version", |copy| copy.version = None),
        ("licence", |copy| copy.licence = None),
        ("opening date", |copy| copy.open_from = None),
        ("kind of repository", |copy| copy.repository_kind = None),
    ];
    for (name, change) in changes {
        fewer.push((name, pair.clone().with(|pair| pair.own.iter_mut().for_each(change))));
        for at in 0..pair.metadata.copies.len() {
            fewer.push((name, pair.clone().with(|pair| change(&mut pair.metadata.copies[at]))));
        }
    }
    fewer
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn taking_a_datum_away_keeps_the_outcome_or_makes_it_undetermined(pair in any_pair()) {
        let before = pair.evaluate().outcome;
        for (name, fewer) in with_one_datum_less(&pair) {
            let after = fewer.evaluate().outcome;
            prop_assert!(after == before || after == Outcome::Undetermined, "without {name}: {before:?} to {after:?}");
        }
    }

    #[test]
    fn outcomes_part_the_pairs_and_agree_with_what_was_found(pair in any_pair()) {
        let verdict = pair.evaluate();
        prop_assert_eq!(&verdict, &pair.evaluate());
        let passed = |code: &str| verdict.findings.iter().any(|finding| finding.code == code);
        prop_assert!(verdict.findings.iter().all(|finding| reason_codes().contains(&finding.code.as_ref())));
        prop_assert_eq!(verdict.outcome == Outcome::Exempt, pair.exception);
        match verdict.outcome {
            Outcome::Compliant => prop_assert!(passed("opened_in_time") && passed("copy_accepted")),
            Outcome::CompliantLate => prop_assert!(verdict.opened > verdict.due),
            Outcome::OpenWithoutLicence => prop_assert!(passed("licence_rejected")),
            Outcome::Closed | Outcome::Partly => prop_assert!(passed("due_passed")),
            Outcome::NotYetDue => prop_assert!(verdict.due.is_some_and(|due| due >= verdict.observed_on)),
            Outcome::Undetermined => prop_assert!(verdict.findings.iter().any(|finding| finding.passed.is_none())),
            Outcome::OutOfScope => prop_assert!(verdict.findings.last().is_some_and(|last| last.passed == Some(false))),
            Outcome::Exempt => prop_assert!(passed("exception_on_file")),
        }
    }

    #[test]
    fn nothing_is_held_against_an_award_on_an_estimate(pair in any_pair()) {
        let estimated = pair.with(|pair| pair.award.iter_mut().for_each(|award| award.launch_estimated = true));
        let negative = [Outcome::Closed, Outcome::Partly, Outcome::OpenWithoutLicence, Outcome::CompliantLate];
        prop_assert!(!negative.contains(&estimated.evaluate().outcome));
    }
}
