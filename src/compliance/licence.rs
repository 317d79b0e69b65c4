//! Rule `licence`: at least one free copy that counts carries an accepted licence.

use std::ops::ControlFlow;

use super::policies::LicenceScope;
use super::scope::is_thesis;
use super::{Context, Reason, Rule};
use crate::domain::Licence;

/// Licence of each copy that counts (`policy_rules.json`, frq-2022 `licence_test`, algorithm step 7). It need not be the
/// copy that was open in time: that is the mixed route.
pub(super) struct LicenceTest;

impl Rule for LicenceTest {
    fn id(&self) -> &'static str {
        "licence"
    }

    fn apply(&self, context: &mut Context<'_>) -> ControlFlow<()> {
        let Some(policy) = context.policy else { return ControlFlow::Continue(()) };
        let thesis = context.inputs.metadata.resource_type.is_some_and(is_thesis);
        let spared = thesis && policy.licence_applies_to_theses.is_some();
        context.licence_required = policy.licence_required && !spared;
        if !context.licence_required {
            context.note(Some(true), Reason::LicenceNotRequired, &[("policy", &policy.id)]);
            return ControlFlow::Continue(());
        }
        let mut copies = std::mem::take(&mut context.copies);
        for tests in &mut copies {
            let scope = policy.licence_scope(tests.copy.licence.as_ref());
            let (passed, reason) = judge(scope);
            tests.licence = passed;
            if tests.may_count() {
                let licence = tests.copy.licence.as_ref().map_or("", Licence::code);
                context.note(passed, reason, &[("copy", tests.label), ("licence", licence)]);
            }
        }
        context.copies = copies;
        ControlFlow::Continue(())
    }
}

fn judge(scope: LicenceScope) -> (Option<bool>, Reason) {
    match scope {
        LicenceScope::Accepted => (Some(true), Reason::LicenceAccepted),
        LicenceScope::AcceptedWhenRelevant => (Some(true), Reason::LicenceAcceptedNoDerivatives),
        LicenceScope::Rejected => (Some(false), Reason::LicenceRejected),
        LicenceScope::ManualReview => (None, Reason::LicenceManualReview),
        LicenceScope::Unknown => (None, Reason::LicenceMissing),
    }
}
