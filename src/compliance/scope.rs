//! Rule `scope`: which kinds of work the policy covers, and only what peers reviewed.

use std::ops::ControlFlow;

use super::policies::{Policy, TypeScope};
use super::{Context, Reason, Rule};
use crate::domain::ResourceType;

/// Type of work and peer review (`policy_rules.json`, `resource_types_*`, `peer_reviewed_required`).
pub(super) struct Scope;

/// What one policy says of a work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Coverage {
    In,
    Unclear,
    Out(Reason),
}

impl Rule for Scope {
    fn id(&self) -> &'static str {
        "scope"
    }

    fn apply(&self, context: &mut Context<'_>) -> ControlFlow<()> {
        let Some(kind) = context.inputs.metadata.resource_type else {
            context.uncertain = true;
            context.unknown(Reason::TypeMissing, &[]);
            return ControlFlow::Continue(());
        };
        match overall(context, kind) {
            Some(Coverage::Out(reason)) => {
                context.note(Some(false), reason, &[("type", kind.code())]);
                return ControlFlow::Break(());
            }
            Some(Coverage::In) => covered(context, kind),
            Some(Coverage::Unclear) => {
                context.uncertain = true;
                context.unknown(Reason::TypeUnclear, &[("type", kind.code())]);
            }
            None => context.unknown(Reason::TypeDependsOnPolicy, &[("type", kind.code())]),
        }
        ControlFlow::Continue(())
    }
}

/// What the policy says; while the policy cannot be told, what all of them say, or `None` when they differ.
fn overall(context: &Context<'_>, kind: ResourceType) -> Option<Coverage> {
    let peer_reviewed = context.inputs.metadata.peer_reviewed;
    if let (Some(policy), false) = (context.policy, context.uncertain) {
        return Some(coverage(policy, kind, peer_reviewed));
    }
    let mut all = context.inputs.rules.policies.iter().map(|policy| coverage(policy, kind, peer_reviewed));
    let first = all.next()?;
    let is_out = |coverage: Coverage| matches!(coverage, Coverage::Out(_));
    all.all(|other| other == first || (is_out(other) && is_out(first))).then_some(first)
}

fn coverage(policy: &Policy, kind: ResourceType, peer_reviewed: Option<bool>) -> Coverage {
    match policy.scope_of(kind) {
        TypeScope::NotCovered => Coverage::Out(Reason::TypeNotCovered),
        TypeScope::Encouraged => Coverage::Out(Reason::TypeEncouraged),
        _ if policy.peer_reviewed_required && peer_reviewed == Some(false) && !is_thesis(kind) => {
            Coverage::Out(Reason::NotPeerReviewed)
        }
        TypeScope::Unclear => Coverage::Unclear,
        TypeScope::Covered => Coverage::In,
    }
}

/// Articles, reviews and data papers of journals are taken as reviewed unless the record denies it: the field is rarely
/// filled, and the versions that count (AM, `VoR` …) are reviewed by definition (NISO RP-8-2008; `versions.csv`).
/// A jury examines theses; the policy of 2022 covers them all the same (domain.md §1.2).
fn covered(context: &mut Context<'_>, kind: ResourceType) {
    let policy = context.policy.map_or("", |policy| policy.id.as_str());
    context.note(Some(true), Reason::TypeCovered, &[("type", kind.code()), ("policy", policy)]);
    let reason = match context.inputs.metadata.peer_reviewed {
        _ if is_thesis(kind) => Reason::PeerReviewNotNeeded,
        Some(true) => Reason::PeerReviewed,
        _ => Reason::PeerReviewPresumed,
    };
    context.note(Some(true), reason, &[]);
}

pub(super) fn is_thesis(kind: ResourceType) -> bool {
    matches!(kind, ResourceType::DoctoralThesis | ResourceType::MastersThesis)
}
