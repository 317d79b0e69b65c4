//! Fills what a depositor did not say with what was read from the file. What was said always wins.

use unicode_normalization::UnicodeNormalization;

use crate::domain::award::LinkOrigin;
use crate::domain::extraction::{Candidate, Candidates, DateRole, FundingMention, Reading};
use crate::domain::{AwardLink, Journal, Lang, Localised, Metadata, PartialDate};
use crate::metadata::overlay;

/// Below this, a candidate is shown to people but fills no gap by itself.
const ENOUGH: f32 = 0.5;

/// Fills the gaps of a description: first from what a JATS file states, then from candidates, best first. A title is
/// always there at the end, the file's name if need be.
#[must_use]
pub(super) fn fill(stated: Metadata, reading: &Reading, file_name: &str) -> Metadata {
    let mut metadata = fill_gaps(stated, reading.metadata.as_ref(), &reading.extraction.candidates);
    if metadata.titles.is_empty() {
        let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
        metadata.titles.push(Localised::new(metadata.language.unwrap_or(Lang::UND), stem));
    }
    metadata
}

/// Fills the gaps of a description, and leaves open what nobody knows.
#[must_use]
pub(super) fn fill_gaps(stated: Metadata, inside: Option<&Metadata>, found: &Candidates) -> Metadata {
    let mut metadata = match inside {
        Some(inside) => overlay(inside.clone(), stated),
        None => stated,
    };
    from_candidates(&mut metadata, found);
    metadata
}

pub(super) fn best<T: Clone>(candidates: &[Candidate<T>]) -> Option<T> {
    candidates.iter().find(|candidate| candidate.confidence >= ENOUGH).map(|candidate| candidate.value.clone())
}

fn from_candidates(metadata: &mut Metadata, found: &Candidates) {
    metadata.language = metadata.language.or_else(|| best(&found.languages));
    metadata.doi = metadata.doi.take().or_else(|| best(&found.dois));
    metadata.licence = metadata.licence.take().or_else(|| best(&found.licences));
    metadata.version = metadata.version.or_else(|| best(&found.versions));
    if metadata.authors.is_empty() {
        metadata.authors = best(&found.authors).unwrap_or_default();
    }
    add_journal(metadata, found);
    add_texts(&mut metadata.titles, &found.titles);
    add_texts(&mut metadata.abstracts, &found.abstracts);
    if metadata.keywords.is_empty() {
        let enough = found.keywords.iter().filter(|candidate| candidate.confidence >= ENOUGH);
        metadata.keywords = enough.map(|candidate| candidate.value.clone()).collect();
    }
    add_dates(metadata, found);
    add_awards(&mut metadata.awards, &found.funding);
}

/// Names the journal, and says where in it the article stands when the file speaks of the same journal.
fn add_journal(metadata: &mut Metadata, found: &Candidates) {
    let read = best(&found.journals);
    let same = match (&metadata.journal, &read) {
        (Some(stated), Some(title)) => folded(&stated.title) == folded(title),
        (None, Some(_)) => true,
        (_, None) => false,
    };
    let Some(title) = read.filter(|_| same) else { return };
    let journal = metadata.journal.get_or_insert_with(|| Journal { title, ..Journal::default() });
    journal.issn = journal.issn.take().or_else(|| best(&found.issns));
    // A volume with another volume's pages would be worse than a gap.
    if journal.volume.is_none() && journal.issue.is_none() && journal.pages.is_none() {
        journal.volume = best(&found.volumes);
        journal.issue = best(&found.issues);
        journal.pages = best(&found.page_ranges).map(|pages| pages.to_string());
    }
}

/// Adds a text for each language that has none yet. A single text in an undetermined language stays alone.
fn add_texts(texts: &mut Vec<Localised>, found: &[Candidate<Localised>]) {
    for candidate in found.iter().filter(|candidate| candidate.confidence >= ENOUGH) {
        let known = texts.iter().any(|text| text.lang == candidate.value.lang || text.lang == Lang::UND);
        if !known && !candidate.value.text.is_empty() {
            texts.push(candidate.value.clone());
        }
    }
}

fn add_dates(metadata: &mut Metadata, found: &Candidates) {
    let of = |role: DateRole| -> Option<PartialDate> {
        let fits = |candidate: &&Candidate<(DateRole, PartialDate)>| {
            candidate.value.0 == role && candidate.confidence >= ENOUGH
        };
        found.dates.iter().find(fits).map(|candidate| candidate.value.1)
    };
    let dates = &mut metadata.dates;
    dates.accepted = dates.accepted.or_else(|| of(DateRole::Accepted));
    if dates.online.is_none() && dates.issue.is_none() {
        (dates.online, dates.issue) = (of(DateRole::Online), of(DateRole::Issue));
    }
}

/// Adds the funds that the acknowledgements name and nobody declared.
pub(super) fn add_awards(awards: &mut Vec<AwardLink>, funding: &[Candidate<FundingMention>]) {
    for candidate in funding.iter().filter(|candidate| candidate.confidence >= ENOUGH) {
        let mention = &candidate.value;
        let known = awards.iter().any(|link| match &mention.number {
            Some(number) => link.number.as_ref() == Some(number),
            None => link.fund == mention.fund,
        });
        if !known {
            awards.push(AwardLink {
                fund: mention.fund,
                number: mention.number.clone(),
                origin: LinkOrigin::Acknowledgement,
            });
        }
    }
}

/// Whether two descriptions have a title in common: letters and digits alone are compared, without accents.
#[must_use]
pub(super) fn same_title(one: &Metadata, other: &Metadata) -> bool {
    one.titles.iter().any(|a| other.titles.iter().any(|b| folded(&a.text) == folded(&b.text)))
}

/// The letters and digits of a text in lower case without accents.
pub(super) fn folded(text: &str) -> String {
    text.nfd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extraction::{Extraction, Origin, PageRange};
    use crate::domain::{Doi, Fund};

    fn candidate<T>(value: T, confidence: f32) -> Candidate<T> {
        Candidate { value, confidence, origin: Origin::Text, page: Some(1), snippet: String::new() }
    }

    fn reading(candidates: Candidates) -> Reading {
        let extraction = Extraction { extractor: "1".into(), pages: Vec::new(), candidates, warnings: Vec::new() };
        Reading { metadata: None, extraction, sealed: false }
    }

    #[test]
    fn what_was_stated_wins_over_what_was_read() {
        let stated = Metadata { doi: Some(Doi::parse("10.5555/stated").unwrap()), ..Metadata::default() };
        let found =
            Candidates { dois: vec![candidate(Doi::parse("10.5555/read").unwrap(), 0.9)], ..Candidates::default() };
        assert_eq!(fill(stated, &reading(found), "a.pdf").doi.unwrap().as_str(), "10.5555/stated");
    }

    #[test]
    fn an_unsure_candidate_fills_no_gap() {
        let found =
            Candidates { dois: vec![candidate(Doi::parse("10.5555/read").unwrap(), 0.3)], ..Candidates::default() };
        let filled = fill(Metadata::default(), &reading(found), "Mon article.pdf");
        assert_eq!(filled.doi, None);
        assert_eq!(filled.titles, vec![Localised::new(Lang::UND, "Mon article")]);
    }

    #[test]
    fn a_fund_that_was_declared_is_not_added_again() {
        let mention = FundingMention { fund: Fund::Frqs, number: None };
        let found = Candidates { funding: vec![candidate(mention, 0.9)], ..Candidates::default() };
        let link = AwardLink { fund: Fund::Frqs, number: None, origin: LinkOrigin::Declared };
        let stated = Metadata { awards: vec![link.clone()], ..Metadata::default() };
        assert_eq!(fill(stated, &reading(found), "a.pdf").awards, vec![link]);
    }

    #[test]
    fn the_place_in_the_journal_is_filled_for_the_same_journal_alone() {
        let found = || Candidates {
            journals: vec![candidate("Revue inventée".to_owned(), 0.85)],
            volumes: vec![candidate("12".to_owned(), 0.85)],
            issues: vec![candidate("3".to_owned(), 0.4)],
            page_ranges: vec![candidate(PageRange::new("45", Some("67")), 0.85)],
            ..Candidates::default()
        };
        let filled = |title: Option<&str>| {
            let journal = title.map(|title| Journal { title: title.into(), ..Journal::default() });
            fill(Metadata { journal, ..Metadata::default() }, &reading(found()), "a.pdf").journal.unwrap()
        };
        for title in [None, Some("Revue Inventée")] {
            let journal = filled(title);
            assert_eq!((journal.volume.as_deref(), journal.issue.as_deref()), (Some("12"), None));
            assert_eq!(journal.pages.as_deref(), Some("45-67"));
        }
        assert_eq!(filled(Some("Autre revue")).volume, None);
    }

    #[test]
    fn titles_are_the_same_whatever_their_accents_case_and_marks() {
        let titled = |text: &str| Metadata { titles: vec![Localised::new(Lang::FR, text)], ..Metadata::default() };
        assert!(same_title(&titled("Le pergélisol : état"), &titled("LE PERGELISOL: ETAT")));
        assert!(!same_title(&titled("Le pergélisol"), &titled("La toundra")));
    }
}
