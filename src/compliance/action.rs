//! What would mend a verdict.

use super::context::CopyTests;
use super::{Context, Reason};
use crate::domain::verdict::{NextAction, Outcome};

/// The one thing to do next.
pub(super) fn next(context: &Context<'_>, outcome: Outcome) -> NextAction {
    match outcome {
        // A late opening cannot be mended.
        Outcome::Compliant | Outcome::CompliantLate | Outcome::OutOfScope | Outcome::Exempt => NextAction::None,
        Outcome::OpenWithoutLicence => NextAction::AddLicence,
        Outcome::Partly | Outcome::Closed => NextAction::DepositManuscript,
        Outcome::NotYetDue => before_due(context),
        Outcome::Undetermined => clarify(context),
    }
}

fn before_due(context: &Context<'_>) -> NextAction {
    let due = context.due.map(|(first, _)| first);
    let opens_by_due = |tests: &CopyTests<'_>| {
        tests.accepted == Some(true) && tests.copy.open_from.is_some_and(|opens| Some(opens.latest()) <= due)
    };
    if context.copies.iter().any(CopyTests::counts) {
        NextAction::AddLicence
    } else if context.copies.iter().any(opens_by_due) {
        NextAction::Wait
    } else {
        NextAction::DepositManuscript
    }
}

/// What is missing: the first thing that could not be told, in the order of the rules. What only matters once tests
/// have failed comes last.
fn clarify(context: &Context<'_>) -> NextAction {
    let open = context.findings.iter().filter(|finding| finding.passed.is_none());
    open.filter_map(|finding| Reason::from_code(&finding.code)).find_map(missing).unwrap_or(NextAction::AskFunder)
}

fn missing(reason: Reason) -> Option<NextAction> {
    match reason {
        Reason::AwardNumberMissing
        | Reason::AwardNotInRegister
        | Reason::AwardOfAnotherFund
        | Reason::LaunchDateMissing
        | Reason::AwardPeriodMissing
        | Reason::WithheldOnEstimate => Some(NextAction::ConfirmAward),
        Reason::ProgrammeRulesMissing
        | Reason::TypeUnclear
        | Reason::LicenceManualReview
        | Reason::WithheldByPolicy => Some(NextAction::AskFunder),
        Reason::TypeMissing => Some(NextAction::ConfirmType),
        Reason::CopyVersionUnknown | Reason::CopyProof => Some(NextAction::ConfirmVersion),
        Reason::CopyPlaceUnknown | Reason::CopyAccessUnknown | Reason::OpenedDateUnknown => {
            Some(NextAction::ConfirmCopy)
        }
        Reason::PublishedDateMissing | Reason::PublishedYearOnly => Some(NextAction::AddDate),
        Reason::LicenceMissing => Some(NextAction::AddLicence),
        _ => None,
    }
}
