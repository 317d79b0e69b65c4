//! The year of publication where no full date is printed: beside the volume, in the name of a meeting, behind the
//! copyright sign.

use std::sync::LazyLock;

use super::front::Front;
use super::{from_page, identifiers, journals, place, places};
use crate::domain::PartialDate;
use crate::domain::extraction::{BlockKind, Candidate, DateRole, Origin};
use crate::extract::pattern::Regex;

type Dated = Candidate<(DateRole, PartialDate)>;

/// A year with the sign before it and the sign behind it.
static YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[^0-9A-Za-z./:#_-])((?:19|20)[0-9]{2})(?:[a-z]?[^0-9A-Za-z/:_-]|[:]\s|$)").ok());
/// `© 2019`, `Copyright 2017 by`, `(c) 2020`.
static COPYRIGHT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i:©|\(c\)|copy-?right)[\s,©]*(?i:\(c\))?\s*((?:19|20)[0-9]{2})(?:[^0-9]|$)").ok());
/// Words of lines that tell when a copy was made, read or sent, not when the article appeared.
const OTHERS: [&str; 18] = [
    "arxiv",
    "download",
    "télécharg",
    "généré",
    "printed",
    "imprimé",
    "accessed",
    "consulté",
    "preprint",
    "draft",
    "brouillon",
    "manuscript",
    "received",
    "reçu",
    "submitted",
    "soumis",
    "accepted",
    "accepté",
];
/// How many words a line has in common with the title before it counts as the title repeated, in percent.
const SAME_AS_TITLE: usize = 50;

/// The year of publication, unless a date of publication is known.
pub(super) fn add(dates: &mut Vec<Dated>, front: &Front<'_>) {
    let published = |role: DateRole| matches!(role, DateRole::Online | DateRole::Issue);
    if dates.iter().any(|known| published(known.value.0)) {
        return;
    }
    let mut found: Vec<Dated> = Vec::new();
    let title = title_words(front);
    for (page, _, _, text) in journals::rows(front) {
        if let Some(year) = of_head(&text, &title) {
            found.extend(candidate(year, 0.75, page, &text));
        }
    }
    for (page, text) in journals::furniture(front) {
        if let Some(year) = of_citation(&text) {
            found.extend(candidate(year, 0.75, page, &text));
        }
    }
    for (_, block) in places::statements(front) {
        if let Some(year) = of_statement(&block.text) {
            found.extend(candidate(year, 0.7, block.page, &block.text));
        }
    }
    let edges = [BlockKind::RunningHead, BlockKind::Footnote, BlockKind::FrontMatter];
    for block in front.blocks.iter().filter(|block| block.page == 1 && edges.contains(&block.chunk.kind)) {
        let year = COPYRIGHT.as_ref().and_then(|pattern| pattern.captures(&block.text)).and_then(|found| found.get(1));
        if let Some(year) = year {
            found.extend(candidate(year.as_str(), 0.6, block.page, &block.text));
        }
    }
    // An article appears after it was accepted: another year is one of a model that nobody filled in.
    found.retain(|year| dates.iter().all(|known| known.value.1.year() <= year.value.1.year()));
    let mut kept: Vec<Dated> = Vec::new();
    for year in found {
        identifiers::keep(&mut kept, year);
    }
    kept.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    dates.extend(kept.into_iter().take(1));
}

fn candidate(year: &str, confidence: f32, page: u32, text: &str) -> Option<Dated> {
    let date = PartialDate::parse(year).ok()?;
    Some(from_page((DateRole::Issue, date), confidence, Origin::Layout, page, text))
}

/// The year of a running head or foot: beside a volume, or at the end of the name of a meeting with its place.
fn of_head<'t>(text: &'t str, title: &[String]) -> Option<&'t str> {
    let lower = text.to_lowercase();
    if OTHERS.iter().any(|word| lower.contains(word)) || repeats(&lower, title) {
        return None;
    }
    let numbered = place::read(text).is_some_and(|place| place.volume.is_some()) || is_dotted(text);
    let year = last_year(text)?;
    let behind = text.split(year).last().unwrap_or_default();
    let apart = behind.chars().filter(|char| char.is_alphanumeric()).count() <= 6;
    let meeting = apart && text.contains(',') && !lower.contains(" et al");
    (numbered || meeting).then_some(year)
}

/// The year in brackets of a running head or foot that cites the article with its volume.
fn of_citation(text: &str) -> Option<&str> {
    place::read(text).filter(|place| place.volume.is_some())?;
    let found = years(text);
    found.into_iter().find(|year| text.contains(&format!("({year})")))
}

/// Whether a text states a volume and an issue with a point between them.
fn is_dotted(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        word.split_once('.').is_some_and(|(volume, issue)| {
            [volume, issue]
                .iter()
                .all(|part| (1..=3).contains(&part.len()) && part.chars().all(|char| char.is_ascii_digit()))
        })
    })
}

/// The year of a statement of where the article appears, if all of its years are the same.
fn of_statement(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    let stated = ["proceedings", "appearing in", "actes d", "citation", "cite ", "how to cite", "pour citer"];
    let opens = stated.iter().any(|start| lower.starts_with(start));
    let all = years(text);
    let first = *all.first()?;
    (opens && all.iter().all(|year| *year == first)).then_some(first)
}

/// The years of a text in order.
fn years(text: &str) -> Vec<&str> {
    let Some(pattern) = YEAR.as_ref() else { return Vec::new() };
    pattern.captures_iter(text).filter_map(|found| found.get(1)).map(|year| year.as_str()).collect()
}

fn last_year(text: &str) -> Option<&str> {
    years(text).pop()
}

/// The words of the title in lower case.
fn title_words(front: &Front<'_>) -> Vec<String> {
    let text: Vec<&str> = front.title_blocks().iter().map(|block| block.text.as_str()).collect();
    words(&text.join(" ").to_lowercase())
}

fn words(lower: &str) -> Vec<String> {
    let parts = lower.split(|char: char| !char.is_alphabetic()).filter(|word| word.chars().count() > 2);
    parts.map(str::to_owned).collect()
}

/// Whether a running head is made of words of the title.
fn repeats(lower: &str, title: &[String]) -> bool {
    let all = words(lower);
    let same = all.iter().filter(|word| title.contains(word)).count();
    all.len() > 2 && same * 100 > all.len() * SAME_AS_TITLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_tells_the_year_beside_its_volume_or_its_meeting() {
        for (text, year) in [
            ("Imaginary Proceedings 1(1), 2019", Some("2019")),
            ("Imaginary Letters 6(60), 2024", Some("2024")),
            ("Invention C 7.1 (#1) – Roy and Gall 2021", Some("2021")),
            ("Invention C 5.1 – Roy and Gall 2019", Some("2019")),
            ("GEL 2011, Sorel, 27 juin – 1er juillet 2011", Some("2011")),
            ("22e Rencontre du gel, Sorel, 2015 [O.3]", Some("2015")),
            ("Roy et al., (2022). Un titre. Revue inventée, 5(49), 118", Some("2022")),
            ("Le fleuve en 1998", None),
            ("Downloaded from a library, 3 May 2019", None),
            ("Reçu le 3 mai, révisé en 2019", None),
        ] {
            assert_eq!(of_head(text, &[]), year, "{text}");
        }
        let title = words("the winter of ice, a study");
        assert_eq!(of_head("The winter of ice, a study of 1998", &title), None);
    }

    #[test]
    fn a_head_that_cites_the_article_tells_its_year() {
        let text = "Roy et al., (2022). The winter of 1998: a study. Journal of Invention, 5(49), 118.";
        assert_eq!(of_citation(text), Some("2022"));
        assert_eq!(of_citation("Roy (2022), as we said"), None);
    }

    #[test]
    fn a_statement_tells_the_year_when_it_has_one_alone() {
        let text = "Proceedings of the 20th Imaginary Meeting (IM) 2017, Sorel. IM volume 54. Copyright 2017 by us.";
        assert_eq!(of_statement(text), Some("2017"));
        assert_eq!(of_statement("Proceedings of 2015, printed in 2017"), None);
        assert_eq!(of_statement("We met in 2015"), None);
    }
}
