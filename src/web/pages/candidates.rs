//! What was read from a file, value by value: how sure it is, and where it stands.

use crate::domain::extraction::{Candidate, Candidates, DateRole, FundingMention, Warning, WarningKind};
use crate::domain::{Lang, Localised, PartialDate, Person};
use crate::web::i18n::Locale;
use crate::web::pages::view::{self, LangAttribute};

/// Candidates shown of one kind.
const MOST_SHOWN: usize = 5;
/// Longest place in the file that is shown, in characters.
const LONGEST_SNIPPET: usize = 240;
/// From here on a candidate is as good as certain.
const SURE: f32 = 0.8;
/// From here on a candidate fills a gap by itself (`service::merge`).
const LIKELY: f32 = 0.5;

/// Candidates of one kind.
#[derive(Debug)]
pub(crate) struct CandidateGroup {
    pub(crate) label: String,
    pub(crate) values: Vec<CandidateView>,
}

/// A candidate as people read it.
#[derive(Debug)]
pub(crate) struct CandidateView {
    pub(crate) value: String,
    pub(crate) lang: LangAttribute,
    pub(crate) confidence: String,
    pub(crate) class: &'static str,
    pub(crate) page: Option<String>,
    pub(crate) snippet: Option<String>,
}

/// What was found, kinds without candidates left out.
pub(crate) fn groups(found: &Candidates, locale: Locale) -> Vec<CandidateGroup> {
    let lang = locale.lang();
    let plain = |text: String| (text, Lang::UND);
    let localised = |text: &Localised| (text.text.clone(), text.lang);
    let groups = [
        group("found-titles", &found.titles, locale, localised),
        group("found-authors", &found.authors, locale, |people| plain(names(people))),
        group("found-abstracts", &found.abstracts, locale, localised),
        group("found-keywords", &found.keywords, locale, localised),
        group("found-dois", &found.dois, locale, |doi| plain(doi.to_string())),
        group("found-languages", &found.languages, locale, |code| {
            plain(view::capitalised(&view::language_name(*code, locale)))
        }),
        group("found-licences", &found.licences, locale, |licence| plain(view::capitalised(&licence.label(lang)))),
        group("found-versions", &found.versions, locale, |version| plain(view::capitalised(&version.label(lang)))),
        group("found-journals", &found.journals, locale, |title| plain(title.clone())),
        group("found-volumes", &found.volumes, locale, |volume| plain(volume.clone())),
        group("found-issues", &found.issues, locale, |issue| plain(issue.clone())),
        group("found-pages", &found.page_ranges, locale, |pages| plain(pages.to_string())),
        group("found-issns", &found.issns, locale, |issn| plain(issn.to_string())),
        group("found-dates", &found.dates, locale, |date| plain(dated(*date, locale))),
        group("found-orcids", &found.orcids, locale, |orcid| plain(orcid.to_string())),
        group("found-funding", &found.funding, locale, |mention| plain(funding(mention, locale))),
    ];
    groups.into_iter().filter(|group| !group.values.is_empty()).collect()
}

/// What could not be read, in words.
pub(crate) fn warnings(told: &[Warning], locale: Locale) -> Vec<String> {
    let mut kinds: Vec<WarningKind> = Vec::new();
    for warning in told {
        if !kinds.contains(&warning.kind) {
            kinds.push(warning.kind);
        }
    }
    let key = |kind: WarningKind| match kind {
        WarningKind::Repaired => "found-warning-repaired",
        WarningKind::UnmappedGlyphs => "found-warning-glyphs",
        WarningKind::PageUnreadable => "found-warning-page",
        WarningKind::NoText => "found-warning-no-text",
        WarningKind::BudgetExhausted => "found-warning-budget",
    };
    kinds.into_iter().map(|kind| locale.text(key(kind))).collect()
}

fn group<T>(key: &str, found: &[Candidate<T>], locale: Locale, write: impl Fn(&T) -> (String, Lang)) -> CandidateGroup {
    let view = |candidate: &Candidate<T>| {
        let (value, lang) = write(&candidate.value);
        let (class, confidence) = confidence(candidate.confidence);
        let snippet =
            Some(shortened(&candidate.snippet)).filter(|text| !text.is_empty() && !value.contains(text.as_str()));
        CandidateView {
            value,
            lang: LangAttribute::of(lang),
            confidence: locale.text(confidence),
            class,
            page: candidate.page.map(|page| locale.text_with("found-page", &[("page", &page.to_string())])),
            snippet,
        }
    };
    CandidateGroup { label: locale.text(key), values: found.iter().take(MOST_SHOWN).map(view).collect() }
}

/// Colour and word for a confidence.
pub(crate) fn confidence(value: f32) -> (&'static str, &'static str) {
    if value >= SURE {
        ("good", "confidence-sure")
    } else if value >= LIKELY {
        ("middle", "confidence-likely")
    } else {
        ("bad", "confidence-doubtful")
    }
}

/// A text on one line, cut to what a page shows of a place in the file.
pub(crate) fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= LONGEST_SNIPPET {
        return text;
    }
    text.chars().take(LONGEST_SNIPPET).chain(['…']).collect()
}

fn names(people: &[Person]) -> String {
    people.iter().map(Person::display_name).collect::<Vec<_>>().join("; ")
}

fn dated((role, date): (DateRole, PartialDate), locale: Locale) -> String {
    let key = match role {
        DateRole::Received => "found-date-received",
        DateRole::Accepted => "found-date-accepted",
        DateRole::Online => "found-date-online",
        DateRole::Issue => "found-date-issue",
    };
    locale.text_with(key, &[("date", &locale.date(date))])
}

fn funding(mention: &FundingMention, locale: Locale) -> String {
    let fund = view::fund_name(mention.fund, locale);
    match &mention.number {
        Some(number) => format!("{fund}, {number}"),
        None => fund,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Doi;
    use crate::domain::extraction::Origin;

    #[test]
    fn a_candidate_says_how_sure_it_is_and_where_it_stands() {
        let doi = |confidence, snippet: &str| Candidate {
            value: Doi::parse("10.5555/abc").unwrap(),
            confidence,
            origin: Origin::Text,
            page: Some(3),
            snippet: snippet.to_owned(),
        };
        let dois = vec![doi(0.9, "10.5555/abc"), doi(0.6, &"mot ".repeat(100)), doi(0.2, "")];
        let found = groups(&Candidates { dois, ..Candidates::default() }, Locale::French);
        let values: Vec<_> = found.iter().flat_map(|group| &group.values).collect();
        assert_eq!(values.iter().map(|view| view.class).collect::<Vec<_>>(), ["good", "middle", "bad"]);
        assert_eq!(values.iter().filter(|view| view.snippet.is_some()).count(), 1);
        assert!(values.iter().all(|view| view.page.as_deref().is_some_and(|page| page.contains('3'))));
    }
}
