//! From tests that may be unknown to one outcome: the outcome on which all the ways to fill the gaps agree.
//!
//! Each copy either passes, fails or leaves open each test, so it stands for a set of possible results; the article's
//! results are the unions of one result a copy. There are at most sixteen, so the sets are bits of one word. Taking a
//! datum away can only add ways: the outcome stays or becomes undetermined.

use super::Context;
use super::context::CopyTests;
use crate::domain::verdict::Outcome;

/// A result of the tests: which of them some copy passes.
type Result4 = u8;
/// A set of results, bit `n` for result `n`.
type ResultSet = u16;

const FREE: Result4 = 1;
const COUNTS: Result4 = 2;
const IN_TIME: Result4 = 4;
const LICENSED: Result4 = 8;

/// The outcome of the tests on copies, timing and licence.
pub(super) fn outcome(context: &Context<'_>) -> Outcome {
    let required = context.licence_required;
    let results = context.copies.iter().fold(1 << 0, |all, tests| unions(all, results_of(tests, required)));
    let due_passed = due_passed(context);
    let mut outcomes = members(results).flat_map(|result| ways(due_passed).map(move |passed| verdict(result, passed)));
    let first = outcomes.next().unwrap_or(Outcome::Undetermined);
    if outcomes.all(|other| other == first) { first } else { Outcome::Undetermined }
}

/// The table of outcomes (`policy_rules.json`, `verdicts`). Before the due date nothing is held against the article. A
/// copy that is both late and without an accepted licence lacks the licence: that can still be mended.
fn verdict(result: Result4, due_passed: bool) -> Outcome {
    let has = |bit| result & bit != 0;
    match (has(COUNTS), has(IN_TIME), has(LICENSED)) {
        (true, true, true) => Outcome::Compliant,
        _ if !due_passed => Outcome::NotYetDue,
        (true, false, true) => Outcome::CompliantLate,
        (true, _, false) => Outcome::OpenWithoutLicence,
        (false, ..) if has(FREE) => Outcome::Partly,
        (false, ..) => Outcome::Closed,
    }
}

/// Whether the due date has passed on the day; on the due day itself it has not.
fn due_passed(context: &Context<'_>) -> Option<bool> {
    let (first, last) = context.due?;
    match context.inputs.on {
        on if on > last => Some(true),
        on if on <= first => Some(false),
        _ => None,
    }
}

/// The results that one copy may give.
fn results_of(tests: &CopyTests<'_>, licence_required: bool) -> ResultSet {
    let licence = if licence_required { tests.licence } else { Some(true) };
    let mut set = 0;
    for free in ways(tests.free) {
        for counts in ways(tests.accepted) {
            for in_time in ways(tests.in_time) {
                for licensed in ways(licence) {
                    let full = FREE | COUNTS | if in_time { IN_TIME } else { 0 } | if licensed { LICENSED } else { 0 };
                    let result = match (free, counts) {
                        (false, _) => 0,
                        (true, false) => FREE,
                        (true, true) => full,
                    };
                    set |= 1 << result;
                }
            }
        }
    }
    set
}

/// Both answers when it is unknown.
fn ways(answer: Option<bool>) -> impl Iterator<Item = bool> {
    [true, false].into_iter().filter(move |way| answer.is_none_or(|known| known == *way))
}

fn members(set: ResultSet) -> impl Iterator<Item = Result4> {
    (0..16).filter(move |result| set & (1 << result) != 0)
}

/// Every union of a result of one set with a result of the other.
fn unions(left: ResultSet, right: ResultSet) -> ResultSet {
    members(left).flat_map(|a| members(right).map(move |b| a | b)).fold(0, |set, result| set | (1 << result))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_result_has_one_outcome_before_and_after_the_due_date() {
        for result in 0..16 {
            let before = verdict(result, false);
            assert!(matches!(before, Outcome::Compliant | Outcome::NotYetDue), "{result}: {before:?}");
            assert_ne!(verdict(result, true), Outcome::NotYetDue, "{result}");
        }
    }

    #[test]
    fn unions_take_one_result_of_each_side() {
        let set = |results: &[u8]| results.iter().fold(0, |set, result| set | (1u16 << result));
        assert_eq!(unions(set(&[0]), set(&[1, 3])), set(&[1, 3]));
        assert_eq!(unions(set(&[3, 7]), set(&[11, 1])), set(&[3, 7, 11, 15]));
        assert_eq!(members(set(&[0, 15])).collect::<Vec<_>>(), [0, 15]);
    }
}
