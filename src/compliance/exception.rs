//! Rule `exception`: an exception that the funder approved stands above every test.

use std::ops::ControlFlow;

use super::{Context, Reason, Rule};

/// An approved exception (`policy_rules.json`, `exceptions`). The other tests are still made and shown beside it.
pub(super) struct Exception;

impl Rule for Exception {
    fn id(&self) -> &'static str {
        "exception"
    }

    fn apply(&self, context: &mut Context<'_>) -> ControlFlow<()> {
        if context.inputs.exception {
            context.exempt = true;
            context.note(Some(true), Reason::ExceptionOnFile, &[]);
        }
        ControlFlow::Continue(())
    }
}
