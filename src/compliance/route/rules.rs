//! The three ways, one function each.

use jiff::civil::Date;

use super::policy::Choice;
use super::{Answer, Code, Entry, Found, JournalFacts, Snapshot, Step, Way, WayAnswer};
use crate::compliance::policies::{LicenceScope, Policy};
use crate::domain::Licence;
use crate::domain::journal::{Directory, Permission};
use crate::domain::metadata::JournalModel;

/// The ways under all policies that are possible: an answer stands where they agree.
pub(super) fn ways(choice: &Choice<'_>, facts: &JournalFacts) -> Vec<WayAnswer> {
    let Some(strictest) = choice.possible.last() else { return Vec::new() };
    let mut ways = vec![Way::Journal, Way::Deposit];
    // Without a licence to show, one copy in time is all that a policy asks for.
    ways.extend(choice.possible.iter().any(|policy| policy.licence_required).then_some(Way::Mixed));
    let answered = ways.into_iter().map(|way| {
        let mut shown = under(way, strictest, facts);
        let agreed = choice.possible.iter().all(|policy| under(way, policy, facts).answer == shown.answer);
        if !agreed {
            shown.conclude(Code::PoliciesDisagree);
        } else if shown.answer == Answer::No && !choice.may_refuse {
            shown.conclude(Code::Withheld);
        }
        shown
    });
    answered.collect()
}

impl WayAnswer {
    fn of(way: Way, steps: Vec<Step>) -> Self {
        let weights = steps.iter().filter_map(|step| match step.found {
            Found::Weighs(answer) => Some(answer),
            Found::Note => None,
        });
        Self { way, answer: weights.min().unwrap_or(Answer::Unknown), steps }
    }

    /// Leaves the answer open, and says why.
    fn conclude(&mut self, code: Code) {
        self.answer = Answer::Unknown;
        self.steps.push(Step {
            code,
            found: Found::Weighs(Answer::Unknown),
            source: None,
            observed: None,
            details: Vec::new(),
        });
    }
}

fn under(way: Way, policy: &Policy, facts: &JournalFacts) -> WayAnswer {
    let steps = match way {
        Way::Journal => journal(policy, facts),
        Way::Deposit => deposit(policy, &facts.finder),
        Way::Mixed => mixed(policy, facts),
    };
    WayAnswer::of(way, steps)
}

/// Where steps come from: a directory on the day of its snapshot.
#[derive(Clone, Copy)]
struct Origin(Directory, Option<Date>);

impl Origin {
    fn says(self, code: Code, answer: Answer) -> Step {
        self.step(code, Found::Weighs(answer), Vec::new())
    }

    fn step(self, code: Code, found: Found, details: Vec<(&'static str, String)>) -> Step {
        Step { code, found, source: Some(self.0), observed: self.1, details }
    }
}

/// Route G: the journal is open at once and its licence is accepted.
fn journal(policy: &Policy, facts: &JournalFacts) -> Vec<Step> {
    let (entry, from, mut steps) = listing(facts);
    if let Some(entry) = entry {
        steps.push(licence(policy, &entry.route.licences, from));
        let fee = match entry.route.model {
            Some(JournalModel::Diamond) => Code::NoFee,
            _ => Code::FeePossible,
        };
        steps.push(from.step(fee, Found::Note, Vec::new()));
    }
    if policy.repository_required {
        steps.push(from.says(Code::RepositoryRequired, Answer::No));
    }
    steps
}

/// Whether a directory lists the journal as open, and its entry.
fn listing(facts: &JournalFacts) -> (Option<&Entry>, Origin, Vec<Step>) {
    let from = |snapshot: &Snapshot, directory| {
        Origin(directory, snapshot.entry.as_ref().map_or(snapshot.taken, |entry| Some(entry.observed)))
    };
    let doaj = from(&facts.doaj, Directory::Doaj);
    if let Some(entry) = facts.doaj.entry.as_ref().filter(|entry| entry.is_current) {
        return (Some(entry), doaj, vec![doaj.says(Code::Listed, Answer::Yes)]);
    }
    let finder = from(&facts.finder, Directory::OpenPolicyFinder);
    let is_open = |entry: &&Entry| entry.route.model.is_some_and(is_open_model);
    if let Some(entry) = facts.finder.entry.as_ref().filter(is_open) {
        return (Some(entry), finder, vec![finder.says(Code::Listed, Answer::Yes)]);
    }
    let code = match (&facts.doaj.entry, facts.doaj.taken) {
        (Some(_), _) => Code::NoMoreListed,
        (None, Some(_)) => Code::NotListed,
        (None, None) => Code::NoSnapshot,
    };
    (None, doaj, vec![doaj.says(code, Answer::Unknown)])
}

fn is_open_model(model: JournalModel) -> bool {
    matches!(model, JournalModel::Diamond | JournalModel::FullOa)
}

/// Whether one of some licences is accepted.
fn licence(policy: &Policy, licences: &[Licence], from: Origin) -> Step {
    if !policy.licence_required {
        return from.says(Code::LicenceNotRequired, Answer::Yes);
    }
    let named =
        |all: Vec<&Licence>| vec![("licences", all.into_iter().map(Licence::code).collect::<Vec<_>>().join(" "))];
    let scopes = || licences.iter().map(|licence| (licence, policy.licence_scope(Some(licence))));
    let accepted: Vec<_> = scopes()
        .filter(|(_, scope)| matches!(scope, LicenceScope::Accepted | LicenceScope::AcceptedWhenRelevant))
        .map(|(licence, _)| licence)
        .collect();
    if !accepted.is_empty() {
        return from.step(Code::LicenceAccepted, Found::Weighs(Answer::Yes), named(accepted));
    }
    let (code, answer) = if licences.is_empty() {
        (Code::LicenceUnstated, Answer::Unknown)
    } else if scopes().all(|(_, scope)| scope == LicenceScope::Rejected) {
        (Code::LicenceRejected, Answer::No)
    } else {
        (Code::LicenceReview, Answer::Unknown)
    };
    from.step(code, Found::Weighs(answer), named(licences.iter().collect()))
}

/// Route R: a version that counts may be put into a repository in time, under an accepted licence.
fn deposit(policy: &Policy, finder: &Snapshot) -> Vec<Step> {
    let Some(entry) = &finder.entry else {
        let code = if finder.taken.is_some() { Code::NotListed } else { Code::NoSnapshot };
        return vec![Origin(Directory::OpenPolicyFinder, finder.taken).says(code, Answer::Unknown)];
    };
    let from = Origin(Directory::OpenPolicyFinder, Some(entry.observed));
    if entry.route.permissions.is_empty() {
        return vec![from.says(Code::DepositSilent, Answer::Unknown)];
    }
    let best = fitting(policy, entry).map(|permission| permitted(policy, permission, from));
    let best = best.max_by_key(|(answer, is_free, _)| (*answer, *is_free));
    best.map_or_else(|| vec![from.says(Code::VersionRefused, Answer::No)], |(_, _, steps)| steps)
}

/// What may be deposited of a version that counts.
fn fitting<'a>(policy: &'a Policy, entry: &'a Entry) -> impl Iterator<Item = &'a Permission> {
    let counts = |permission: &&Permission| permission.versions.iter().any(|one| policy.versions_any_of.contains(one));
    entry.route.permissions.iter().filter(counts)
}

/// The answer of one permission, whether it is free, and its steps.
fn permitted(policy: &Policy, permission: &Permission, from: Origin) -> (Answer, bool, Vec<Step>) {
    let versions = permission.versions.iter().filter(|one| policy.versions_any_of.contains(one));
    let versions = versions.map(|version| version.code()).collect::<Vec<_>>().join(" ");
    let mut steps = vec![from.step(Code::VersionAllowed, Found::Weighs(Answer::Yes), vec![("versions", versions)])];
    let months = permission.embargo_months;
    let in_time = months <= u16::from(policy.embargo_months_max);
    let details = vec![("months", months.to_string()), ("most", policy.embargo_months_max.to_string())];
    steps.push(if in_time {
        from.step(Code::EmbargoKept, Found::Weighs(Answer::Yes), details)
    } else {
        from.step(Code::EmbargoTooLong, Found::Weighs(Answer::No), details)
    });
    steps.push(licence(policy, &permission.licences, from));
    if permission.needs_fee {
        steps.push(from.step(Code::DepositFee, Found::Note, Vec::new()));
    }
    let answer = WayAnswer::of(Way::Deposit, steps.clone()).answer;
    (answer, !permission.needs_fee, steps)
}

/// Route M: one copy is free in time, and one free copy carries an accepted licence ("at least one version").
fn mixed(policy: &Policy, facts: &JournalFacts) -> Vec<Step> {
    let (journal_entry, journal_from, listed) = listing(facts);
    let opens =
        if listed.iter().any(|step| step.found == Found::Weighs(Answer::Yes)) { Answer::Yes } else { Answer::Unknown };
    let weight = |step: &Step| if let Found::Weighs(answer) = step.found { answer } else { Answer::Unknown };
    let of_journal =
        journal_entry.map_or(Answer::Unknown, |entry| weight(&licence(policy, &entry.route.licences, journal_from)));
    let mut in_time = vec![(opens, journal_from)];
    let mut licensed = vec![(of_journal, journal_from)];
    let finder = Origin(
        Directory::OpenPolicyFinder,
        facts.finder.entry.as_ref().map_or(facts.finder.taken, |entry| Some(entry.observed)),
    );
    match facts.finder.entry.as_ref().filter(|entry| !entry.route.permissions.is_empty()) {
        None => {
            in_time.push((Answer::Unknown, finder));
            licensed.push((Answer::Unknown, finder));
        }
        Some(entry) => {
            for permission in fitting(policy, entry) {
                let opens_in_time = permission.embargo_months <= u16::from(policy.embargo_months_max);
                in_time.push((if opens_in_time { Answer::Yes } else { Answer::No }, finder));
                licensed.push((weight(&licence(policy, &permission.licences, finder)), finder));
            }
        }
    }
    let best = |all: &[(Answer, Origin)], yes: Code, otherwise: Code| {
        let (answer, from) = all.iter().max_by_key(|(answer, _)| *answer).copied().unwrap_or((Answer::Unknown, finder));
        from.says(if answer == Answer::Yes { yes } else { otherwise }, answer)
    };
    vec![
        best(&in_time, Code::MixedInTime, Code::MixedNotInTime),
        best(&licensed, Code::MixedLicensed, Code::MixedNotLicensed),
    ]
}
