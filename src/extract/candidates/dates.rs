//! Dates of receipt, acceptance and publication, in French and English.

use std::sync::LazyLock;

use regex::Regex;

use super::from_page;
use crate::domain::PartialDate;
use crate::domain::extraction::{BlockKind, Candidate, DateRole, Origin, Page};

const MONTHS: [(&str, &str); 12] = [
    ("january", "janvier"),
    ("february", "février"),
    ("march", "mars"),
    ("april", "avril"),
    ("may", "mai"),
    ("june", "juin"),
    ("july", "juillet"),
    ("august", "août"),
    ("september", "septembre"),
    ("october", "octobre"),
    ("november", "novembre"),
    ("december", "décembre"),
];

static LABELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:(received|submitted|reçue?|soumise?)|(accepted|acceptée?)|",
        r"(published(?:\s+online)?|publiée?(?:\s+en\s+ligne)?|available\s+online|mise?\s+en\s+ligne|online\s+publication))",
        r"(?:\s+(?:le|on|date|in\s+final\s+form))?\s*[:,]?\s*",
        r"(\d{4}-\d{2}-\d{2}|\d{1,2}(?:er|st|nd|rd|th)?\s+\p{L}{3,10}\.?,?\s+\d{4}|\p{L}{3,10}\.?\s+\d{1,2},?\s+\d{4}|\p{L}{3,10}\s+\d{4})",
    ))
    .ok()
});

/// Dates with their roles, from the first two pages and the last one.
pub(super) fn read(pages: &[Page]) -> Vec<Candidate<(DateRole, PartialDate)>> {
    let mut out: Vec<Candidate<(DateRole, PartialDate)>> = Vec::new();
    let Some(pattern) = LABELLED.as_ref() else { return out };
    let ends = pages.iter().enumerate().filter(|(place, _)| *place < 2 || *place + 1 == pages.len());
    for (_, page) in ends {
        for block in page.blocks.iter().filter(|block| block.kind != BlockKind::Reference) {
            for found in pattern.captures_iter(&block.text) {
                let role = if found.get(1).is_some() {
                    DateRole::Received
                } else if found.get(2).is_some() {
                    DateRole::Accepted
                } else {
                    DateRole::Online
                };
                let date = found.get(4).and_then(|date| parse(date.as_str()));
                let whole = found.get(0).map_or("", |whole| whole.as_str());
                if let Some(date) = date.filter(|_| !out.iter().any(|known| known.value.0 == role)) {
                    out.push(from_page((role, date), 0.9, Origin::Text, page.number, whole));
                }
            }
        }
    }
    out
}

/// A date in words or digits, to the day or to the month.
fn parse(text: &str) -> Option<PartialDate> {
    if let Ok(date) = PartialDate::parse(text) {
        return Some(date);
    }
    let (mut day, mut month, mut year) = (None, None, None);
    for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
        let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
        match digits.len() {
            4 => year = digits.parse::<u16>().ok(),
            1 | 2 => day = digits.parse::<u8>().ok(),
            _ => month = month.or(month_number(word)),
        }
    }
    let (month, year) = (month?, year?);
    let written = day.map_or(format!("{year:04}-{month:02}"), |day| format!("{year:04}-{month:02}-{day:02}"));
    PartialDate::parse(&written).ok()
}

fn month_number(word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.').to_lowercase();
    let fits = |name: &str| name == word || word.chars().count() >= 3 && name.starts_with(&word);
    MONTHS.iter().position(|(english, french)| fits(english) || fits(french)).map(|place| place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words_are_read_in_both_languages() {
        for (text, date) in [
            ("22 avril 2024", "2024-04-22"),
            ("1er août 2023", "2023-08-01"),
            ("August 30, 2018", "2018-08-30"),
            ("6 Oct. 2026", "2026-10-06"),
            ("mars 2021", "2021-03"),
            ("2020-02-29", "2020-02-29"),
        ] {
            assert_eq!(parse(text).map(|date| date.to_string()).as_deref(), Some(date), "{text}");
        }
        assert_eq!(parse("31 février 2024"), None);
        assert_eq!(parse("chapter 2024"), None);
    }
}
