//! What the rules share while one (article, award) pair is evaluated.

use std::ops::ControlFlow;

use jiff::civil::Date;

use super::policies::Policy;
use super::{Inputs, Reason};
use crate::domain::verdict::Finding;
use crate::domain::{Copy, CopyHost};

/// One test of the policies. A rule adds findings and fills in what it learnt; a later rule builds on it.
pub trait Rule: Sync {
    /// Its id, the name of its file.
    fn id(&self) -> &'static str;

    /// Applies it. `Break` when the pair is out of scope and no later rule matters.
    fn apply(&self, context: &mut Context<'_>) -> ControlFlow<()>;
}

/// The state of one evaluation.
pub struct Context<'a> {
    /// What is evaluated.
    pub(super) inputs: &'a Inputs<'a>,
    /// Policy chosen, or the one that the start of funding points to.
    pub(super) policy: Option<&'a Policy>,
    /// Whether the policy or the scope cannot be told, so that the outcome cannot be either.
    pub(super) uncertain: bool,
    /// Why a verdict of non-compliance must not be given.
    pub(super) withhold: Option<Reason>,
    /// Whether an exception is on file.
    pub(super) exempt: bool,
    /// Copies and what is known of each.
    pub(super) copies: Vec<CopyTests<'a>>,
    /// First and last day that the due date may mean; they differ when only the year of publication is known.
    pub(super) due: Option<(Date, Date)>,
    /// Whether a licence is required.
    pub(super) licence_required: bool,
    /// Findings in the order they were made.
    pub(super) findings: Vec<Finding>,
    rule: &'static str,
}

/// What is known of one copy; `None` is "cannot be told".
pub(super) struct CopyTests<'a> {
    pub(super) copy: &'a Copy,
    /// `own`, or an address, or the kind of host.
    pub(super) label: &'a str,
    /// Free to read on the day.
    pub(super) free: Option<bool>,
    /// Of a version and in a place that count.
    pub(super) accepted: Option<bool>,
    /// Open on the due date or before.
    pub(super) in_time: Option<bool>,
    /// Under a licence that is accepted.
    pub(super) licence: Option<bool>,
}

impl<'a> CopyTests<'a> {
    pub(super) fn own(copy: &'a Copy) -> Self {
        Self::labelled(copy, "own")
    }

    pub(super) fn elsewhere(copy: &'a Copy) -> Self {
        let host = match copy.host {
            CopyHost::Publisher => "publisher",
            CopyHost::Repository => "repository",
        };
        Self::labelled(copy, copy.url.as_deref().unwrap_or(host))
    }

    fn labelled(copy: &'a Copy, label: &'a str) -> Self {
        Self { copy, label, free: None, accepted: None, in_time: None, licence: None }
    }

    /// Whether it counts for sure.
    pub(super) fn counts(&self) -> bool {
        self.free == Some(true) && self.accepted == Some(true)
    }

    /// Whether it counts or may count.
    pub(super) fn may_count(&self) -> bool {
        self.free != Some(false) && self.accepted != Some(false)
    }
}

impl<'a> Context<'a> {
    pub(super) fn new(inputs: &'a Inputs<'a>) -> Self {
        Self {
            inputs,
            policy: None,
            uncertain: false,
            withhold: None,
            exempt: false,
            copies: Vec::new(),
            due: None,
            licence_required: false,
            findings: Vec::with_capacity(8),
            rule: "",
        }
    }

    /// Names the rule that the next findings belong to.
    pub(super) fn enter(&mut self, rule: &'static str) {
        self.rule = rule;
    }

    /// Adds a finding.
    pub(super) fn note(&mut self, passed: Option<bool>, reason: Reason, details: &[(&'static str, &str)]) {
        self.findings.push(Finding {
            rule: self.rule.into(),
            passed,
            code: reason.code().into(),
            details: details.iter().map(|(name, value)| ((*name).into(), (*value).to_owned())).collect(),
        });
    }

    /// Adds a finding that cannot be told.
    pub(super) fn unknown(&mut self, reason: Reason, details: &[(&'static str, &str)]) {
        self.note(None, reason, details);
    }
}
