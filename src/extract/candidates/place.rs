//! Volume, issue and pages in one line of text: labelled (`vol. 7, no 2, p. 45-67`) or in the short forms of citations.

use std::sync::LazyLock;

use crate::domain::Issn;
use crate::domain::extraction::PageRange;
use crate::extract::pattern::Regex;

/// A page: a number, or a letter or two before one.
macro_rules! page {
    () => {
        "([A-Za-z]{0,2}[0-9]{1,7})"
    };
}
/// One page or two with a dash between them.
macro_rules! pages {
    () => {
        concat!(r"(?:(?i:pp?\.|pages?)\s*)?", page!(), r"(?:\s*[-–—‑−\u{ad}]\s*", page!(), ")?")
    };
}
/// A year of publication.
macro_rules! year {
    () => {
        "(?:19|20)[0-9]{2}"
    };
}

/// `vol. 7`, `Volume 12a`, `tome IV`.
static VOLUME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?:(?i:vol(?:ume|\.)?)|[Tt]ome|TOME)\s*:?\s*([0-9]{1,4}[a-z]?|[IVXLC]+)(?:[^0-9A-Za-z]|$)")
        .ok()
});
/// `no 2`, `n° 3-4`, `numéro 172`, `Issue 3`.
static ISSUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[\s,;:(|·–—-])(?i:n(?:os?|º|°|r)\.?|num[ée]ro|number|issue|iss\.|fasc(?:icule|\.))\s*:?\s*([0-9]{1,4}(?:[-–/][0-9]{1,4})?)(?:[^0-9A-Za-z]|$)",
    )
    .ok()
});
/// `p. 45-67`, `pages 205–218`.
static PAGES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(r"(?-u:\b)(?i:pp?\.?|pages?)\s*:?\s*", page!(), r"\s*[-–—‑−\u{ad}]\s*", page!())).ok()
});
/// `vol. 75:1–31`, `vol. 7, no 2, 45-67`: pages without a label behind a volume.
static RANGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(concat!(r"[:,]\s*", page!(), r"\s*[-–—‑−\u{ad}]\s*", page!(), r"(?:[^0-9]|$)")).ok());
/// `12(3), 45–67`, `1(3), 13`, `1(1), 2019`.
static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:^|[^0-9.(/])([0-9]{1,4})\s?\(([0-9]{1,4}(?:[-–/][0-9]{1,4})?)\)(?:\s*[,:]\s*",
        pages!(),
        ")?"
    ))
    .ok()
});
/// `128 (2021) 104512`.
static BEFORE_YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(r"(?:^|[^0-9.(/])([0-9]{1,4})\s*\(", year!(), r"\)\s*[,:]?\s*", pages!())).ok()
});
/// `(2020) 12:345–367`, `2022, 14, 123`, `2020;12(3):34`, `2019, 12 (3), pp.45-67`.
static AFTER_YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:\(",
        year!(),
        r"\)[.,]?\s+|",
        year!(),
        r"\s*[,;]\s*)([0-9]{1,4})(?:\s*\(([0-9]{1,4})\))?\s*[:,]\s*",
        pages!()
    ))
    .ok()
});
/// `5.1 (#3)`, `5.1 – Roy 2019`: volume, issue and number of the article.
static DOTTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:^|\s)([0-9]{1,3})\.([0-9]{1,3})(?:\s*\(#([0-9]{1,4})\)|\s+[–—]\s+[^0-9]{3,80}\s",
        year!(),
        "(?:[^0-9]|$))"
    ))
    .ok()
});
/// `ABCD 70, 2017`: the short name of a series, its volume and the year.
static SERIES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(concat!(r"(?:^|\s)[A-Z]{3,}\s+([0-9]{1,4}),\s+", year!(), r"(?:[^0-9]|$)")).ok());
static ISSN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"([0-9]{4})\s?[-–‑]\s?([0-9]{3}[0-9Xx])(?:[^0-9]|$)").ok());

/// Characters behind the word ISSN in which numbers of a journal's forms (print, online) stand.
const ISSN_REACH: usize = 80;

/// Volume, issue and pages that stand in one text.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) volume: Option<String>,
    pub(super) issue: Option<String>,
    pub(super) pages: Option<PageRange>,
}

/// Reads the place that a text states: by its labels, or else in a short form, the last of them.
pub(super) fn read(text: &str) -> Option<Place> {
    if !text.contains(|char: char| char.is_ascii_digit()) {
        return None;
    }
    let place = labelled(text).or_else(|| short(text))?;
    (place != Place::default()).then_some(place)
}

/// The first group of a pattern in a text.
fn first<'t>(pattern: &LazyLock<Option<Regex>>, text: &'t str) -> Option<regex_lite::Captures<'t>> {
    pattern.as_ref().and_then(|pattern| pattern.captures(text))
}

fn group(found: &regex_lite::Captures<'_>, number: usize) -> Option<String> {
    found.get(number).map(|part| part.as_str().to_owned())
}

/// `vol. 7, no 2, p. 45-67` and its kin. An issue alone counts beside pages only: many other things are numbered.
fn labelled(text: &str) -> Option<Place> {
    let lower = text.to_lowercase();
    let labelled = ["vol", "tome", "pp", "p.", "page"].iter().any(|label| lower.contains(label));
    if !labelled {
        return None;
    }
    let volume = first(&VOLUME, text);
    let behind = volume.as_ref().and_then(|found| text.get(found.get(1)?.end()..));
    let pages = first(&PAGES, text).or_else(|| first(&RANGE, behind?));
    let pages = pages.and_then(|found| range_of(&group(&found, 1)?, group(&found, 2).as_deref()));
    let volume = volume.as_ref().and_then(|found| group(found, 1));
    let issue = first(&ISSUE, behind.unwrap_or(text)).and_then(|found| group(&found, 1));
    if volume.is_none() {
        // `12(3), p. 45-67` has a label for its pages alone.
        let mut place = short(text).unwrap_or_default();
        place.issue = place.issue.or_else(|| issue.filter(|_| pages.is_some()));
        place.pages = pages.or(place.pages);
        return Some(place);
    }
    Some(Place { volume, issue, pages })
}

/// The short forms of citations, the last of a kind in the text.
fn short(text: &str) -> Option<Place> {
    if let Some(found) = last(&DOTTED, text) {
        let pages = group(&found, 3).map(|number| PageRange::new(&number, None));
        return Some(Place { volume: group(&found, 1), issue: group(&found, 2), pages });
    }
    if let Some(found) = last(&AFTER_YEAR, text) {
        return Some(Place { volume: group(&found, 1), issue: group(&found, 2), pages: pages_of(&found, 3) });
    }
    if let Some(found) = last(&BEFORE_YEAR, text) {
        return Some(Place { volume: group(&found, 1), issue: None, pages: pages_of(&found, 2) });
    }
    if let Some(found) = last(&NUMBERED, text) {
        let issue = group(&found, 2).filter(|issue| !is_year(issue));
        let pages = pages_of(&found, 3).filter(|range| range.last.is_some() || !is_year(&range.first));
        return Some(Place { volume: group(&found, 1), issue, pages });
    }
    last(&SERIES, text).map(|found| Place { volume: group(&found, 1), ..Place::default() })
}

fn last<'t>(pattern: &LazyLock<Option<Regex>>, text: &'t str) -> Option<regex_lite::Captures<'t>> {
    pattern.as_ref().and_then(|pattern| pattern.captures_iter(text).last())
}

fn pages_of(found: &regex_lite::Captures<'_>, at: usize) -> Option<PageRange> {
    range_of(&group(found, at)?, group(found, at + 1).as_deref())
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("19") || text.starts_with("20"))
}

/// A range of pages in a text of nothing else.
pub(super) fn range(text: &str) -> Option<PageRange> {
    let mut parts = text.split(['-', '–', '—', '‑', '−']).map(str::trim).filter(|part| !part.is_empty());
    let first = parts.next()?;
    range_of(first, parts.next())
}

/// A range whose last page does not come before the first. A shortened last page (`345–67`) is completed.
fn range_of(first: &str, last: Option<&str>) -> Option<PageRange> {
    let Some(last) = last else { return Some(PageRange::new(first, None)) };
    let head = first.len().checked_sub(last.len()).filter(|missing| *missing > 0).and_then(|n| first.get(..n));
    let last = head.map_or_else(|| last.to_owned(), |head| format!("{head}{last}"));
    let number = |text: &str| text.trim_start_matches(|char: char| char.is_ascii_alphabetic()).parse::<u64>().ok();
    let ordered = number(first)? <= number(&last)?;
    ordered.then(|| PageRange::new(first, Some(&last)))
}

/// The ISSN that stand behind their label.
pub(super) fn issns(text: &str) -> Vec<Issn> {
    let mut found: Vec<Issn> = Vec::new();
    for (start, _) in text.match_indices("ISSN") {
        let reach: String = text.get(start..).unwrap_or_default().chars().take(ISSN_REACH).collect();
        let numbers = ISSN.as_ref().into_iter().flat_map(|pattern| pattern.captures_iter(&reach));
        let parsed =
            numbers.filter_map(|one| Issn::parse(&format!("{}{}", one.get(1)?.as_str(), one.get(2)?.as_str())).ok());
        for issn in parsed.collect::<Vec<_>>() {
            if !found.contains(&issn) {
                found.push(issn);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let place = read(text).unwrap_or_default();
        let part = |value: Option<String>| value.unwrap_or_else(|| "-".into());
        format!("{} {} {}", part(place.volume), part(place.issue), part(place.pages.map(|pages| pages.to_string())))
    }

    #[test]
    fn forms_of_french_and_english_journals_are_read() {
        for (text, wanted) in [
            ("Cahiers inventés de géologie, vol. 7, n° 2, 2014, p. 101-120", "7 2 101-120"),
            ("Volume 61, numéro 172, avril 2017", "61 172 -"),
            ("Vol. 12, no 3, p. 45–67", "12 3 45-67"),
            ("Imaginary Letters | Volume 12 | Issue 3-4", "12 3-4 -"),
            ("Études inventées, tome XLV, 2014", "XLV - -"),
            ("Actes de la rencontre inventée 2012, volume 3 : Affiches, pages 205–218", "3 - 205-218"),
            ("Imaginary Research vol 75:1–31, 2018", "75 - 1-31"),
            ("Doe, (2018). A title. Journal of Invention, 1(3), 13.", "1 3 13"),
            ("Proceedings of Invention 1(1), 2019", "1 1 -"),
            ("Journal of Imaginary Ice 128 (2021) 104512", "128 - 104512"),
            ("Imaginary River Res (2020) 12:345–67", "12 - 345-367"),
            ("Roy, J. A title of ice. Ice 2022, 14, 123.", "14 - 123"),
            ("Roy J. A title. Imaginary Medicine. 2020;12(4):e34", "12 4 e34"),
            ("Ana Roy. La glace. Revue inventée, 2019, 12 (3), pp.45-67.", "12 3 45-67"),
            ("Roy, J. (2017). La glace. Cahiers inventés, 61(172), 45–67", "61 172 45-67"),
            ("Invention C 5.1 (#3) – Roy 2019", "5 1 3"),
            ("Sydney, Australia, IMLR 70, 2017.", "70 - -"),
        ] {
            assert_eq!(told(text), wanted, "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_place() {
        for text in [
            "Received 3 March 2020; accepted 1 May 2021",
            "The volume of the lake is 3 km",
            "Page 3 of 12",
            "Section 3.2",
            "Montréal (Québec) H3C 3J7",
            "no 3 samples were kept",
            "© Ana Roy, 2020",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_behind_the_word_issn_are_checked() {
        let found = issns("ISSN 0317-8471 (imprimé) 2434-561X (numérique); tél. 0317-8472");
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), ["0317-8471", "2434-561X"]);
        assert!(issns("Tel. 0317-8471").is_empty());
    }
}
