//! Dates of receipt, acceptance and publication, in French and English.

use std::sync::LazyLock;

use crate::extract::pattern::Regex;

use super::from_page;
use crate::domain::PartialDate;
use crate::domain::extraction::{Block, BlockKind, Candidate, DateRole, Origin, Page};

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

/// What stands before a date, in lower case, and its role; the first word that matches counts.
const LABELS: [(&str, DateRole); 22] = [
    ("received", DateRole::Received),
    ("submitted", DateRole::Received),
    ("reçu", DateRole::Received),
    ("soumis", DateRole::Received),
    ("accepted", DateRole::Accepted),
    ("accepté", DateRole::Accepted),
    ("published online", DateRole::Online),
    ("publié en ligne", DateRole::Online),
    ("publiée en ligne", DateRole::Online),
    ("published", DateRole::Online),
    ("publié", DateRole::Online),
    ("available online", DateRole::Online),
    ("posted", DateRole::Online),
    ("date de publication", DateRole::Online),
    ("publication date", DateRole::Online),
    ("date of publication", DateRole::Online),
    ("prépublication du", DateRole::Online),
    ("mis en ligne", DateRole::Online),
    ("mise en ligne", DateRole::Online),
    ("defended", DateRole::Accepted),
    ("soutenue", DateRole::Accepted),
    ("en ligne", DateRole::Online),
];

/// Words between a label and its date.
const FILLERS: [&str; 12] = [
    "in final form",
    "by the editors",
    "by the editor",
    "par la rédaction",
    "online",
    "first",
    "le",
    "on",
    "date",
    ":",
    ",",
    "(",
];

/// A date at the start of a text in lower case.
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:[0-9]{4}[-/.][0-9]{2}[-/.][0-9]{2}|[0-9]{1,2}(?:er|st|nd|rd|th)?[\s-]+(?:of )?[a-zéû]+\.?,?[\s-]+[0-9]{4}",
        r"|[a-zéû]+\.?\s+[0-9]{1,2},?\s+[0-9]{4}|[a-zéû]+\s+[0-9]{4})",
    ))
    .ok()
});

/// Dates with their roles, from the first two pages and the last one.
pub(super) fn read(pages: &[Page]) -> Vec<Candidate<(DateRole, PartialDate)>> {
    let mut out: Vec<Candidate<(DateRole, PartialDate)>> = Vec::new();
    let ends = pages.iter().enumerate().filter(|(place, _)| *place < 2 || *place + 1 == pages.len());
    for (_, page) in ends {
        let read = |block: &&Block| block.kind != BlockKind::Reference;
        let blocks: Vec<&Block> = page.blocks.iter().filter(read).collect();
        for (place, block) in blocks.iter().enumerate() {
            let text = match blocks.get(place + 1) {
                Some(next) if is_label(&block.text) => format!("{} {}", block.text, next.text),
                _ => block.text.clone(),
            };
            for (role, date) in find(&text) {
                if !out.iter().any(|known| known.value.0 == role) {
                    out.push(from_page((role, date), 0.9, Origin::Text, page.number, &text));
                }
            }
        }
    }
    out
}

/// Whether a block is a label alone, with its date below.
fn is_label(text: &str) -> bool {
    let lower = text.trim().trim_end_matches(':').trim_end().to_lowercase();
    let told = |label: &str| lower.strip_prefix(label).is_some_and(|rest| matches!(rest, "" | "e" | "s" | "es"));
    LABELS.iter().any(|(label, _)| told(label))
}

/// The labelled dates of a text.
fn find(text: &str) -> Vec<(DateRole, PartialDate)> {
    if !text.contains(['1', '2']) {
        return Vec::new();
    }
    let lower = text.to_lowercase();
    let hits = LABELS.iter().flat_map(|(label, role)| lower.match_indices(label).map(move |hit| (hit, *role)));
    let dates = hits.filter_map(|((place, label), role)| {
        let behind = lower.get(place + label.len()..)?;
        // Archives write "Submitted on" above the date on which they got their copy.
        if label == "submitted" && behind.trim_start().starts_with("on ") {
            return None;
        }
        let mut rest = behind.trim_start_matches(['e', 's']);
        while let Some(after) = FILLERS.iter().find_map(|filler| rest.trim_start().strip_prefix(filler)) {
            rest = after;
        }
        let date = DATE.as_ref()?.find(rest.trim_start())?;
        Some((role, parse(date.as_str())?))
    });
    dates.collect()
}

/// A date in words or digits, to the day or to the month.
fn parse(text: &str) -> Option<PartialDate> {
    if let Ok(date) = PartialDate::parse(&text.replace(['/', '.'], "-")) {
        return Some(date);
    }
    let (mut day, mut month, mut year) = (None, None, None);
    for word in text.split([' ', ',', '-']).filter(|word| !word.is_empty()) {
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
    fn labels_give_dates_their_roles() {
        let found =
            |text: &str| find(text).into_iter().map(|(role, date)| (role, date.to_string())).collect::<Vec<_>>();
        assert_eq!(
            found("Reçue le 3 mars 2024 ; acceptée le 5 mai 2025; publié en ligne le 10 juin 2025.")[..2],
            [(DateRole::Received, "2024-03-03".to_owned()), (DateRole::Accepted, "2025-05-05".to_owned())]
        );
        assert!(found("Published online: 8 June 2022").contains(&(DateRole::Online, "2022-06-08".to_owned())));
        assert_eq!(found("Received by the editors March 3, 2014"), [(DateRole::Received, "2014-03-03".to_owned())]);
        assert_eq!(found("Mis en ligne le 3 mars 2020")[0], (DateRole::Online, "2020-03-03".to_owned()));
        assert!(found("Submitted on 3 Mar 2020").is_empty());
        assert!(found("They were accepted by 12 people in 2024").is_empty());
    }

    #[test]
    fn a_label_may_stand_above_its_date() {
        let blocks = ["Received", "24 October 2019", "Published :", "01 April 2021", "Accepted by all", "3 May 2020"];
        let blocks = blocks.map(|text| Block::new(BlockKind::Paragraph, text)).to_vec();
        let pages = [Page { number: 1, label: None, width: 595.0, height: 842.0, blocks }];
        let found: Vec<(DateRole, String)> =
            read(&pages).into_iter().map(|date| (date.value.0, date.value.1.to_string())).collect();
        let expected = [(DateRole::Received, "2019-10-24"), (DateRole::Online, "2021-04-01")];
        assert_eq!(found, expected.map(|(role, date)| (role, date.to_owned())));
    }

    #[test]
    fn dates_in_words_are_read_in_both_languages() {
        for (text, date) in [
            ("22 avril 2024", "2024-04-22"),
            ("1er août 2023", "2023-08-01"),
            ("August 30, 2018", "2018-08-30"),
            ("6 Oct. 2026", "2026-10-06"),
            ("mars 2021", "2021-03"),
            ("25-Mar-2020", "2020-03-25"),
            ("2020/03/25", "2020-03-25"),
            ("2020-02-29", "2020-02-29"),
        ] {
            assert_eq!(parse(text).map(|date| date.to_string()).as_deref(), Some(date), "{text}");
        }
        assert_eq!(parse("31 février 2024"), None);
        assert_eq!(parse("chapter 2024"), None);
    }
}
