//! Rule `copies`: for each copy, whether it is open on the day, and whether its version and its place count.

use std::ops::ControlFlow;

use jiff::civil::Date;

use super::context::CopyTests;
use super::policies::{Policy, PolicyTable};
use super::{Context, Reason, Rule};
use crate::domain::{AccessRight, Copy, CopyHost, VersionType};

/// Open, version and place of each copy (`policy_rules.json`, algorithm step 4).
pub(super) struct Copies;

impl Rule for Copies {
    fn id(&self) -> &'static str {
        "copies"
    }

    fn apply(&self, context: &mut Context<'_>) -> ControlFlow<()> {
        let Some(policy) = context.policy else { return ControlFlow::Continue(()) };
        let inputs = context.inputs;
        let elsewhere = inputs.metadata.copies.iter().map(CopyTests::elsewhere);
        let mut copies: Vec<CopyTests<'_>> = inputs.own_copy.map(CopyTests::own).into_iter().chain(elsewhere).collect();
        for tests in &mut copies {
            tests.free = is_free(tests.copy, inputs.on);
            let (version, place) = (version_counts(policy, tests.copy), place_counts(inputs.rules, policy, tests.copy));
            tests.accepted = both(version, place);
            note(context, tests, version, place);
        }
        if copies.is_empty() {
            context.note(Some(false), Reason::NoCopy, &[]);
        }
        context.copies = copies;
        ControlFlow::Continue(())
    }
}

/// Whether a copy can be read on a day. `access` is what the record says of the copy, `open_from` since when; without
/// that day an open copy was not seen to be open on the day asked for, and an embargoed one may have opened since.
/// `seen_open` proves that it was open on that day, and tells nothing of the days before.
pub(super) fn is_free(copy: &Copy, on: Date) -> Option<bool> {
    let gone = copy.withdrawn.is_some_and(|day| day.earliest() <= on);
    if gone || matches!(copy.access, Some(AccessRight::Restricted | AccessRight::MetadataOnly)) {
        return Some(false);
    }
    if copy.seen_open.is_some_and(|seen| seen.latest() <= on) {
        return Some(true);
    }
    let opens = copy.open_from?;
    if opens.earliest() > on {
        Some(false)
    } else if opens.latest() <= on || copy.access == Some(AccessRight::Open) {
        Some(true)
    } else {
        None
    }
}

/// Whether version and place of a copy count under a policy.
pub(super) fn accepts(rules: &PolicyTable, policy: &Policy, copy: &Copy) -> Option<bool> {
    both(version_counts(policy, copy), place_counts(rules, policy, copy))
}

/// A proof counts only after a person compared it with the manuscript (`versions.csv`).
fn version_counts(policy: &Policy, copy: &Copy) -> Option<bool> {
    match copy.version? {
        VersionType::NA | VersionType::P => None,
        version => Some(policy.versions_any_of.contains(&version)),
    }
}

fn place_counts(rules: &PolicyTable, policy: &Policy, copy: &Copy) -> Option<bool> {
    match copy.host {
        CopyHost::Publisher => Some(!policy.repository_required),
        CopyHost::Repository => rules.accepts_repository(policy, copy.repository_kind),
    }
}

/// Kleene's "and".
fn both(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Notes the test that decides about a copy: whether it is open at all, then a failed test before an unknown one.
fn note(context: &mut Context<'_>, tests: &CopyTests<'_>, version: Option<bool>, place: Option<bool>) {
    let copy = ("copy", tests.label);
    let named = ("version", tests.copy.version.map_or("", VersionType::code));
    match (tests.free, version, place) {
        (Some(false), ..) => note_closed(context, tests),
        (None, ..) => context.unknown(Reason::CopyAccessUnknown, &[copy]),
        (_, Some(false), _) => context.note(Some(false), Reason::CopyVersionRejected, &[copy, named]),
        (_, _, Some(false)) => context.note(Some(false), Reason::CopyPlaceRejected, &[copy]),
        (_, None, _) if tests.copy.version == Some(VersionType::P) => context.unknown(Reason::CopyProof, &[copy]),
        (_, None, _) => context.unknown(Reason::CopyVersionUnknown, &[copy]),
        (_, _, None) => context.unknown(Reason::CopyPlaceUnknown, &[copy]),
        (Some(true), Some(true), Some(true)) => context.note(Some(true), Reason::CopyAccepted, &[copy, named]),
    }
}

fn note_closed(context: &mut Context<'_>, tests: &CopyTests<'_>) {
    let copy = ("copy", tests.label);
    let closed = matches!(tests.copy.access, Some(AccessRight::Restricted | AccessRight::MetadataOnly));
    let barred = closed || tests.copy.withdrawn.is_some();
    match tests.copy.open_from.filter(|_| !barred) {
        Some(opens) => {
            context.note(Some(false), Reason::CopyEmbargoed, &[copy, ("opens", &opens.to_string())]);
        }
        None => context.note(Some(false), Reason::CopyNotOpen, &[copy]),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::PartialDate;

    #[test]
    fn a_copy_is_open_only_where_a_day_proves_it() {
        let free = |access, open_from: Option<&str>| {
            let copy = Copy {
                host: CopyHost::Publisher,
                repository_kind: None,
                url: None,
                version: None,
                licence: None,
                access,
                open_from: open_from.map(|text| PartialDate::parse(text).unwrap()),
                seen_open: None,
                withdrawn: None,
            };
            is_free(&copy, date(2025, 6, 15))
        };
        let (open, embargoed) = (Some(AccessRight::Open), Some(AccessRight::Embargoed));
        assert_eq!(free(open, Some("2025-06-15")), Some(true));
        assert_eq!(free(open, Some("2025-06-16")), Some(false));
        assert_eq!(free(open, Some("2025-06")), Some(true));
        assert_eq!(free(open, None), None);
        assert_eq!(free(embargoed, Some("2025-06-15")), Some(true));
        assert_eq!(free(embargoed, Some("2025-06")), None);
        assert_eq!(free(embargoed, None), None);
        assert_eq!(free(None, Some("2025-01")), Some(true));
        assert_eq!(free(None, None), None);
        assert_eq!(free(Some(AccessRight::Restricted), Some("2025-01-01")), Some(false));
        assert_eq!(free(Some(AccessRight::MetadataOnly), None), Some(false));
    }

    #[test]
    fn a_copy_that_was_seen_open_proves_the_days_after_and_none_before() {
        let mut copy = Copy {
            host: CopyHost::Publisher,
            repository_kind: None,
            url: None,
            version: None,
            licence: None,
            access: Some(AccessRight::Open),
            open_from: None,
            seen_open: PartialDate::parse("2025-06-15").ok(),
            withdrawn: None,
        };
        assert_eq!(is_free(&copy, date(2025, 6, 14)), None);
        assert_eq!(is_free(&copy, date(2025, 6, 15)), Some(true));
        copy.access = Some(AccessRight::Restricted);
        assert_eq!(is_free(&copy, date(2025, 6, 15)), Some(false));
    }

    #[test]
    fn a_copy_that_was_taken_away_is_open_no_more() {
        let day = |text: &str| PartialDate::parse(text).ok();
        let copy = Copy {
            host: CopyHost::Repository,
            repository_kind: None,
            url: None,
            version: None,
            licence: None,
            access: Some(AccessRight::Open),
            open_from: day("2024-01-01"),
            seen_open: None,
            withdrawn: day("2025-03-01"),
        };
        assert_eq!(is_free(&copy, date(2025, 2, 28)), Some(true));
        assert_eq!(is_free(&copy, date(2025, 3, 1)), Some(false));
    }
}
