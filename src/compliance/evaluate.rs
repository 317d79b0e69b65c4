//! The evaluation itself: rules in order, then the outcome.

use std::cmp::Reverse;
use std::ops::ControlFlow;

use jiff::civil::Date;

use super::policies::PolicyTable;
use super::{Context, Known, RULES, Reason, action, link, worlds};
use crate::domain::verdict::{Outcome, Verdict};
use crate::domain::{ArticleId, Award, AwardLink, Copy, Fund, LinkTier, Metadata};

/// Everything that a verdict rests on.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// Description of the version shown, with the copies held elsewhere.
    pub metadata: &'a Metadata,
    /// The file held here: a repository of kind funder, with the day since when, or from which on, it is open.
    pub own_copy: Option<&'a Copy>,
    /// The link that is judged.
    pub link: &'a AwardLink,
    /// The award that the register holds under the link's number.
    pub award: Option<&'a Award>,
    /// The day as of which it is judged.
    pub on: Date,
    /// Whether an approved exception is on file.
    pub exception: bool,
    /// The rules that it is judged by.
    pub rules: &'a PolicyTable,
}

/// The verdict for one (article, award) pair.
#[must_use]
pub fn evaluate(inputs: &Inputs<'_>) -> Verdict {
    let mut context = Context::new(inputs);
    let mut covered = true;
    for rule in RULES {
        context.enter(rule.id());
        if rule.apply(&mut context) == ControlFlow::Break(()) {
            covered = false;
            break;
        }
    }
    let tier = link::tier(inputs);
    let concluded = conclude(&mut context, covered);
    let computed = published(concluded, tier);
    if computed != concluded {
        context.enter("link");
        context.unknown(Reason::WithheldByLink, &[]);
    }
    let outcome = if context.exempt { Outcome::Exempt } else { computed };
    // What would mend an article is the same, whoever confirms its award.
    let mended = if context.exempt { Outcome::Exempt } else { concluded };
    Verdict {
        award: inputs.link.clone(),
        tier,
        policy: context.policy.map(|policy| policy.id.clone()),
        rules_version: inputs.rules.as_of.clone(),
        observed_on: inputs.on,
        published: inputs.metadata.published().map(|date| date.latest()),
        due: context.due.map(|(_, last)| last),
        opened: first_opening(&context),
        outcome,
        computed,
        next_action: action::next(&context, mended),
        findings: context.findings,
    }
}

/// What cannot be told comes before the tests, and a failed test is not published where it rests on an estimate or on a
/// policy that is not evaluated. An exception stands above all of it, but this stays beside it.
fn conclude(context: &mut Context<'_>, covered: bool) -> Outcome {
    if !covered {
        return Outcome::OutOfScope;
    }
    if context.uncertain {
        return Outcome::Undetermined;
    }
    let outcome = worlds::outcome(context);
    match context.withhold {
        Some(reason) if is_negative(outcome) => {
            context.enter("policy");
            let policy = context.policy.map_or("", |policy| policy.id.as_str());
            context.unknown(reason, &[("policy", policy)]);
            Outcome::Undetermined
        }
        _ => outcome,
    }
}

/// What may be published of an outcome: nothing negative on a link that was only read or inferred (tiers C and D of
/// `indicators.json`); such an article is undetermined until somebody confirms its award. The one rule for pages, lists,
/// reports, sets and data.
#[must_use]
pub fn published(outcome: Outcome, tier: LinkTier) -> Outcome {
    if is_negative(outcome) && tier > LinkTier::B { Outcome::Undetermined } else { outcome }
}

fn is_negative(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Closed | Outcome::Partly | Outcome::OpenWithoutLicence | Outcome::CompliantLate)
}

fn first_opening(context: &Context<'_>) -> Option<Date> {
    let counting = context.copies.iter().filter(|tests| tests.counts());
    counting.filter_map(|tests| tests.copy.open_from).map(|opened| opened.latest().min(context.inputs.on)).min()
}

/// The verdicts for all awards that an article names, each award once; an article that names none gets none.
///
/// `known` holds the rules, the register and the exceptions.
#[must_use]
pub fn evaluate_all(
    article: ArticleId,
    metadata: &Metadata,
    own_copy: Option<&Copy>,
    on: Date,
    known: &Known<'_>,
) -> Vec<Verdict> {
    let links = metadata.awards.iter().enumerate();
    let distinct = links.filter(|(at, link)| !is_repeated(&metadata.awards, *at, link)).map(|(_, link)| link);
    distinct
        .map(|link| {
            let (award, exception) = (known.award(link), known.exemption(article, link, on).is_some());
            evaluate(&Inputs { metadata, own_copy, link, award, on, exception, rules: known.rules })
        })
        .collect()
}

/// Whether another link says as much or more: the same number before it; or, where it names a fund only, an award of
/// that fund, or the same fund before it.
fn is_repeated(all: &[AwardLink], at: usize, link: &AwardLink) -> bool {
    let mut others = all.iter().enumerate().filter(|(other_at, _)| *other_at != at);
    match &link.number {
        Some(number) => others.any(|(other_at, other)| other_at < at && other.number.as_ref() == Some(number)),
        None => others.any(|(other_at, other)| match other.number {
            Some(_) => other.fund == link.fund || link.fund == Fund::Frq,
            None => other_at < at && other.fund == link.fund,
        }),
    }
}

/// From the most lenient to the strictest (`policy_rules.json`, `several_awards`: the strictest result is the article's).
const BY_STRICTNESS: [Outcome; 9] = [
    Outcome::OutOfScope,
    Outcome::Exempt,
    Outcome::Compliant,
    Outcome::NotYetDue,
    Outcome::Undetermined,
    Outcome::CompliantLate,
    Outcome::OpenWithoutLicence,
    Outcome::Partly,
    Outcome::Closed,
];

/// The rank of an outcome, the strictest last.
pub(crate) fn strictness(outcome: Outcome) -> usize {
    BY_STRICTNESS.iter().position(|other| *other == outcome).unwrap_or_default()
}

/// The overall outcome of an article: the strictest of its verdicts.
#[must_use]
pub fn strictest(verdicts: &[Verdict]) -> Option<Outcome> {
    strictest_verdict(verdicts).map(|verdict| verdict.outcome)
}

/// The outcome that an article is published under where it stands alone, as in the name of a set: the strictest of what
/// may be published of its verdicts.
#[must_use]
pub fn published_outcome(verdicts: &[Verdict]) -> Option<Outcome> {
    published_of(verdicts.iter().map(|verdict| (verdict.outcome, verdict.tier)))
}

/// The same of outcomes with the tiers of their links.
#[must_use]
pub fn published_of(links: impl IntoIterator<Item = (Outcome, LinkTier)>) -> Option<Outcome> {
    let shown = links.into_iter().map(|(outcome, tier)| published(outcome, tier));
    shown.max_by_key(|outcome| strictness(*outcome))
}

/// The verdict with the strictest outcome, the first of several.
#[must_use]
pub fn strictest_verdict<'v>(verdicts: impl IntoIterator<Item = &'v Verdict>) -> Option<&'v Verdict> {
    verdicts.into_iter().min_by_key(|verdict| Reverse(strictness(verdict.outcome)))
}
