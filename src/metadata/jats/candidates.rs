//! The metadata again, as candidates with their origin: a curator sees them beside the depositor's values.

use crate::domain::extraction::{Candidate, Candidates, DateRole, FundingMention, Origin, PageRange};
use crate::domain::{Metadata, PartialDate, Person};

/// Longest snippet in characters (see [`Candidate::snippet`]).
const SNIPPET_CHARS: usize = 300;
/// Confidence in a language that was told from the text.
const DETECTED: f32 = 0.8;

/// Candidates for everything that the front matter says.
pub(super) fn of(metadata: &Metadata, received: Option<PartialDate>, language_stated: bool) -> Candidates {
    let names = |people: &[Person]| people.iter().map(Person::display_name).collect::<Vec<_>>().join(", ");
    let authors = Some(metadata.authors.clone()).filter(|authors| !authors.is_empty());
    let orcids = metadata.authors.iter().filter_map(|author| author.orcid.clone());
    let journal = metadata.journal.clone().unwrap_or_default();
    let title = Some(journal.title).filter(|title| !title.is_empty());
    let funding = metadata.awards.iter().map(|link| FundingMention { fund: link.fund, number: link.number.clone() });
    let mut languages = all(metadata.language, ToString::to_string);
    if !language_stated {
        for candidate in &mut languages {
            candidate.confidence = DETECTED;
            candidate.origin = Origin::Text;
        }
    }
    Candidates {
        titles: all(metadata.titles.clone(), |title| title.text.clone()),
        authors: all(authors, |authors| names(authors)),
        abstracts: all(metadata.abstracts.clone(), |text| text.text.clone()),
        keywords: all(metadata.keywords.clone(), |word| word.text.clone()),
        dois: all(metadata.doi.clone(), ToString::to_string),
        languages,
        licences: all(metadata.licence.clone(), |licence| licence.code().to_owned()),
        versions: all(metadata.version, |version| version.code().to_owned()),
        journals: all(title, Clone::clone),
        volumes: all(journal.volume, Clone::clone),
        issues: all(journal.issue, Clone::clone),
        page_ranges: all(journal.pages.map(|pages| PageRange::parse(&pages)), ToString::to_string),
        issns: all(journal.issn, ToString::to_string),
        dates: all(dates(metadata, received), |(_, date)| date.to_string()),
        orcids: all(orcids, ToString::to_string),
        funding: all(funding, |mention| {
            format!("{} {}", mention.fund.acronym(), mention.number.as_ref().map_or("", |number| number.as_str()))
        }),
    }
}

fn dates(metadata: &Metadata, received: Option<PartialDate>) -> Vec<(DateRole, PartialDate)> {
    let dates = &metadata.dates;
    let all = [
        (DateRole::Received, received),
        (DateRole::Accepted, dates.accepted),
        (DateRole::Online, dates.online),
        (DateRole::Issue, dates.issue),
    ];
    all.into_iter().filter_map(|(role, date)| Some((role, date?))).collect()
}

fn all<T>(values: impl IntoIterator<Item = T>, words: impl Fn(&T) -> String) -> Vec<Candidate<T>> {
    let candidate = |value: T| {
        let snippet = words(&value).trim().chars().take(SNIPPET_CHARS).collect();
        Candidate { value, confidence: 1.0, origin: Origin::Jats, page: Some(1), snippet }
    };
    values.into_iter().map(candidate).collect()
}
