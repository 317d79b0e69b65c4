//! Awards of an article with their verdicts, in plain words.

use std::borrow::Cow;

use super::view;
use crate::domain::award::AwardLink;
use crate::domain::copy_check::CopyFunding;
use crate::domain::verdict::{Finding, NextAction, Outcome, Verdict};
use crate::domain::{Fund, Licence, Metadata, PartialDate, ResourceType, VersionType};
pub(crate) use crate::reporting::words::{action_key, outcome_key};
use crate::web::i18n::Locale;

/// An award, and what the rules say of the article under it.
#[derive(Debug)]
pub(crate) struct AwardView {
    pub(crate) name: String,
    pub(crate) doi: Option<String>,
    pub(crate) verdict: Option<VerdictView>,
    /// Where its name was read in copies elsewhere.
    pub(crate) read: Vec<ReadIn>,
    link: AwardLink,
}

/// Words of a copy that name an award.
#[derive(Debug)]
pub(crate) struct ReadIn {
    pub(crate) href: String,
    /// Which copy, and its page.
    pub(crate) place: String,
    pub(crate) snippet: String,
}

/// A verdict as people read it.
#[derive(Debug)]
pub(crate) struct VerdictView {
    pub(crate) class: &'static str,
    pub(crate) outcome: String,
    pub(crate) meaning: String,
    /// What the rules say where an exception stands above them.
    pub(crate) without_exception: Option<String>,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) action: Option<String>,
    pub(crate) facts: Vec<(String, String)>,
}

/// One finding in a sentence.
#[derive(Debug)]
pub(crate) struct Reason {
    pub(crate) class: &'static str,
    pub(crate) state: String,
    pub(crate) text: String,
}

/// The awards that an article names, each with its verdict.
pub(crate) fn award_views(metadata: &Metadata, verdicts: &[Verdict], locale: Locale) -> Vec<AwardView> {
    let linked = metadata.awards.iter().filter(|link| !verdicts.iter().any(|verdict| same(&verdict.award, link)));
    let judged = verdicts.iter().map(|verdict| award_view(&verdict.award, Some(verdict), locale));
    judged.chain(linked.map(|link| award_view(link, None, locale))).collect()
}

fn same(one: &AwardLink, other: &AwardLink) -> bool {
    one.fund == other.fund && one.number == other.number
}

fn award_view(link: &AwardLink, verdict: Option<&Verdict>, locale: Locale) -> AwardView {
    let fund = view::fund_name(link.fund, locale);
    AwardView {
        name: match &link.number {
            Some(number) => locale.text_with("award-name", &[("fund", &fund), ("number", number.as_str())]),
            None => locale.text_with("award-without-number", &[("fund", &fund)]),
        },
        doi: link.number.as_ref().map(crate::domain::AwardNumber::doi_url),
        verdict: verdict.map(|verdict| verdict_view(verdict, locale)),
        read: Vec::new(),
        link: link.clone(),
    }
}

/// Says of awards where copies elsewhere name them.
pub(crate) fn add_readings(awards: &mut [AwardView], read: &[CopyFunding], locale: Locale) {
    for award in awards {
        let of_award = |one: &&CopyFunding| match &award.link.number {
            Some(number) => one.mention.number.as_ref() == Some(number),
            None => one.mention.number.is_none() && one.mention.fund == award.link.fund,
        };
        award.read = read.iter().filter(of_award).map(|one| read_in(one, locale)).collect();
    }
}

fn read_in(one: &CopyFunding, locale: Locale) -> ReadIn {
    let copy = copy_name(&one.url, locale);
    let place = match one.page {
        Some(page) => locale.text_with("award-read-page", &[("copy", &copy), ("page", &page.to_string())]),
        None => locale.text_with("award-read", &[("copy", &copy)]),
    };
    ReadIn { href: one.url.clone(), place, snippet: one.snippet.clone() }
}

fn verdict_view(verdict: &Verdict, locale: Locale) -> VerdictView {
    let key = outcome_key(verdict.outcome);
    VerdictView {
        class: class(verdict.outcome),
        outcome: locale.text(&key),
        meaning: locale.text(&format!("{key}-meaning")),
        without_exception: (verdict.computed != verdict.outcome).then(|| {
            let computed = locale.text(&outcome_key(verdict.computed));
            locale.text_with("verdict-without-exception", &[("outcome", &computed)])
        }),
        reasons: verdict.findings.iter().map(|finding| reason(finding, verdict, locale)).collect(),
        action: Some(verdict.next_action)
            .filter(|action| *action != NextAction::None)
            .map(|action| locale.text(&action_key(action))),
        facts: facts(verdict, locale),
    }
}

fn facts(verdict: &Verdict, locale: Locale) -> Vec<(String, String)> {
    let policy = verdict.policy.as_deref().map(|id| policy_name(id, locale));
    let facts = [
        ("verdict-policy", policy),
        ("verdict-due", verdict.due.map(|day| locale.day(day))),
        ("verdict-tier", Some(locale.text(&format!("tier-{}", verdict.tier.as_str().to_ascii_lowercase())))),
        ("verdict-observed", Some(locale.day(verdict.observed_on))),
    ];
    facts.into_iter().filter_map(|(key, value)| value.map(|value| (locale.text(key), value))).collect()
}

/// The colour and sign of an outcome.
pub(crate) fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Compliant | Outcome::Exempt => "good",
        Outcome::CompliantLate | Outcome::OpenWithoutLicence | Outcome::Partly => "middle",
        Outcome::Closed => "bad",
        Outcome::NotYetDue | Outcome::Undetermined | Outcome::OutOfScope => "neutral",
    }
}

fn reason(finding: &Finding, verdict: &Verdict, locale: Locale) -> Reason {
    let (class, state) = match finding.passed {
        Some(true) => ("yes", "finding-state-yes"),
        Some(false) => ("no", "finding-state-no"),
        None => ("unsure", "finding-state-unsure"),
    };
    // A sentence may name the policy even where its finding leaves that to the verdict.
    let policy = verdict.policy.iter().map(|policy| ("policy", detail("policy", policy, locale)));
    let own = finding.details.iter().map(|(name, value)| (name.as_ref(), detail(name, value, locale)));
    let details: Vec<_> = policy.chain(own).collect();
    let arguments: Vec<_> = details.iter().map(|(name, value)| (*name, value.as_ref())).collect();
    let unnamed = finding.details.iter().any(|(name, value)| name == "policy" && value.is_empty());
    let key = match finding.code.as_ref() {
        "type_covered" if unnamed => "finding-type-covered-any".to_owned(),
        code => finding_key(code),
    };
    Reason { class, state: locale.text(state), text: locale.text_with(&key, &arguments) }
}

/// What speaks against a verdict or leaves it open, in sentences.
pub(crate) fn open_reasons(verdict: &Verdict, locale: Locale) -> Vec<Reason> {
    let open = verdict.findings.iter().filter(|finding| finding.passed != Some(true));
    open.map(|finding| reason(finding, verdict, locale)).collect()
}

/// A value of a finding in words: dates, codes and the names of copies; anything else as it is.
fn detail<'a>(name: &str, value: &'a str, locale: Locale) -> Cow<'a, str> {
    let lang = locale.lang();
    let words = match name {
        "launched" | "earliest" | "latest" | "opens" | "published" | "opened" | "due" => {
            PartialDate::parse(value).ok().map(|date| locale.date(date))
        }
        "policy" => Some(policy_name(value, locale)),
        "type" => ResourceType::from_code(value).map(|kind| kind.label(lang)),
        "version" => VersionType::from_code(value).map(|version| view::version_name(version, locale)),
        "licence" => Licence::parse(value).ok().map(|licence| licence.short_name(lang)),
        "fund" => Fund::from_key(value).map(|fund| view::fund_name(fund, locale)),
        "copy" => Some(copy_name(value, locale)),
        _ => None,
    };
    words.map_or(Cow::Borrowed(value), Cow::Owned)
}

/// Our own copy, the publisher's or a repository's; a copy with an address is named by its host.
fn copy_name(label: &str, locale: Locale) -> String {
    match label {
        "own" => locale.text("copy-own"),
        "publisher" => locale.text("copy-publisher"),
        "repository" => locale.text("copy-repository"),
        address => {
            let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
            let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
            locale.text_with("copy-at", &[("host", host.strip_prefix("www.").unwrap_or(host))])
        }
    }
}

/// The name of a policy, its id when we have no name for it.
pub(crate) fn policy_name(id: &str, locale: Locale) -> String {
    let key = format!("policy-{id}");
    if locale.has(&key) { locale.text(&key) } else { id.to_owned() }
}

/// The message of a finding.
pub(crate) fn finding_key(code: &str) -> String {
    format!("finding-{}", code.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_named_by_their_host() {
        assert!(copy_name("https://www.revue.example.org/a?b", Locale::French).contains("revue.example.org"));
        assert!(!copy_name("https://www.revue.example.org/a", Locale::French).contains("www."));
        assert_ne!(copy_name("own", Locale::English), "own");
    }

    #[test]
    fn details_are_written_in_words() {
        assert_eq!(detail("due", "2024-05-14", Locale::English), "May\u{a0}14, 2024");
        assert_eq!(detail("licence", "cc-by-4.0", Locale::French), "CC BY 4.0");
        assert_eq!(detail("days", "12", Locale::French), "12");
    }
}
