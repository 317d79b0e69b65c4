//! Which article of ours a description is about: by DOI, else by title, first author and year.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::domain::{ArticleId, Metadata, Person};
use crate::store::TitleRow;

/// Shorter titles (« Introduction ») tell nothing, in letters.
const SHORTEST: usize = 14;
/// A title as long as this is enough where a year is missing, in letters.
const LONG: usize = 40;
/// What parts a title from its subtitle.
const MARKS: [&str; 11] = [": ", " : ", "\u{a0}: ", " – ", " — ", " - ", ". ", "? ", "! ", " / ", " = "];

/// The titles that an article is recognised by; one that says nothing when it has none.
pub(in crate::service) fn titles_of(article: ArticleId, metadata: &Metadata) -> Vec<TitleRow> {
    let author = metadata.authors.first().map(family_key).unwrap_or_default();
    let row = |text: &str| TitleRow {
        article_id: article,
        whole: key(text),
        short: short_key(text),
        author: author.clone(),
        year: metadata.year().map(i64::from),
        doi: metadata.doi.as_ref().map(|doi| doi.as_str().to_owned()),
    };
    let mut rows: Vec<TitleRow> = metadata.titles.iter().map(|title| row(&title.text)).collect();
    if rows.is_empty() {
        rows.push(row(""));
    }
    rows
}

/// What is known of articles that some descriptions may be about.
#[derive(Debug, Default)]
pub(in crate::service) struct Known {
    pub(in crate::service) dois: HashMap<String, ArticleId>,
    pub(in crate::service) titles: Vec<TitleRow>,
}

impl Known {
    /// Adds an article that has just been made.
    pub(in crate::service) fn add(&mut self, article: ArticleId, metadata: &Metadata) {
        self.dois.extend(metadata.doi.as_ref().map(|doi| (doi.as_str().to_owned(), article)));
        self.titles.extend(titles_of(article, metadata));
    }

    /// All articles that a description may be about, for a person to decide: those with its DOI, and those with one of its
    /// titles and its first author, whatever their DOIs.
    pub(in crate::service) fn all_like(&self, metadata: &Metadata) -> Vec<ArticleId> {
        let by_doi = metadata.doi.as_ref().and_then(|doi| self.dois.get(doi.as_str())).copied();
        let without_doi = |row: &TitleRow| TitleRow { doi: None, ..row.clone() };
        let asked: Vec<TitleRow> = titles_of(ArticleId(0), metadata).iter().map(without_doi).collect();
        let same = |row: &&TitleRow| asked.iter().any(|title| are_same(title, row));
        let by_title = self.titles.iter().filter(same).map(|row| row.article_id);
        let mut all: Vec<ArticleId> = by_doi.into_iter().chain(by_title).collect();
        all.sort();
        all.dedup();
        all
    }

    /// The article that a description is about.
    pub(in crate::service) fn find(&self, metadata: &Metadata) -> Option<ArticleId> {
        let by_doi = metadata.doi.as_ref().and_then(|doi| self.dois.get(doi.as_str()));
        by_doi.copied().or_else(|| {
            let asked = titles_of(ArticleId(0), metadata);
            let same = |row: &&TitleRow| asked.iter().any(|title| are_same(title, row));
            self.titles.iter().find(same).map(|row| row.article_id)
        })
    }
}

/// Whether two titles, with author and year, are of one work. Two different DOIs are two works.
fn are_same(one: &TitleRow, other: &TitleRow) -> bool {
    let two_dois = matches!((&one.doi, &other.doi), (Some(a), Some(b)) if a != b);
    if two_dois || one.author.is_empty() || one.author != other.author {
        return false;
    }
    let years = one.year.zip(other.year);
    if one.whole == other.whole {
        // Online in one year, in an issue in the next.
        let near = years.map_or(length(&one.whole) >= LONG, |(a, b)| a.abs_diff(b) <= 1);
        return length(&one.whole) >= SHORTEST && near;
    }
    // The same but for a subtitle that only one of them has.
    let cut = one.short == other.whole || other.short == one.whole;
    cut && length(&one.short).min(length(&other.short)) >= SHORTEST && years.is_some_and(|(a, b)| a == b)
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Family name; of a name that is given whole, its last word.
fn family_key(person: &Person) -> String {
    let family = person.family.trim();
    let name = if person.given.is_empty() { family.rsplit(' ').next().unwrap_or(family) } else { family };
    key(name)
}

/// The title before its subtitle; the whole one when what stands before is too short.
fn short_key(text: &str) -> String {
    let cut = MARKS.iter().filter_map(|mark| text.find(mark)).min();
    let short = key(cut.and_then(|at| text.get(..at)).unwrap_or(text));
    if length(&short) < SHORTEST { key(text) } else { short }
}

/// Letters and digits alone, lower case, without accents and mark-up.
fn key(text: &str) -> String {
    let plain = without_tags(text);
    plain.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `<i>Salmo salar</i>` without its tags; a lone `<` stays.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let tag = after
            .split_once('>')
            .filter(|(name, _)| name.len() < 40 && name.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()));
        rest = tag.map_or(after, |(_, rest)| rest);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Doi, Lang, Localised, PartialDate};

    fn work(title: &str, author: &str, year: &str, doi: Option<&str>) -> Metadata {
        let mut metadata = Metadata {
            titles: vec![Localised::new(Lang::UND, title)],
            doi: doi.map(|doi| Doi::parse(doi).unwrap()),
            ..Metadata::default()
        };
        metadata.authors.extend((!author.is_empty()).then(|| Person {
            given: "L.".into(),
            family: author.into(),
            ..Person::default()
        }));
        metadata.dates.issue = PartialDate::parse(year).ok();
        metadata
    }

    fn matches(one: &Metadata, other: &Metadata) -> bool {
        let mut known = Known::default();
        known.add(ArticleId(7), one);
        known.find(other) == Some(ArticleId(7))
    }

    #[test]
    fn one_work_is_recognised_whatever_its_accents_mark_up_and_subtitle() {
        let ours = work("Étude de l’érable à sucre : le cas du Témiscamingue", "Côté", "2023", None);
        for (title, author, year) in [
            ("ÉTUDE DE L'ERABLE A SUCRE: LE CAS DU TEMISCAMINGUE", "COTE", "2023"),
            ("Étude de l’<i>érable</i> à sucre. Le cas du Témiscamingue", "Côté", "2024"),
            ("Étude de l’érable à sucre", "Côté", "2023"),
            ("E\u{301}tude de l'érable à sucre – le cas du Témiscamingue", "Co\u{302}te\u{301}", "2022"),
        ] {
            assert!(matches(&ours, &work(title, author, year, None)), "{title}");
            assert!(matches(&work(title, author, year, None), &ours), "{title}, the other way round");
        }
    }

    #[test]
    fn another_author_year_or_doi_is_another_work() {
        let ours = work("Étude de l’érable à sucre : le cas du Témiscamingue", "Côté", "2023", Some("10.5555/a"));
        for other in [
            work("Étude de l’érable à sucre : le cas du Témiscamingue", "Roy", "2023", None),
            work("Étude de l’érable à sucre : le cas du Témiscamingue", "Côté", "2019", None),
            work("Étude de l’érable à sucre : le cas du Témiscamingue", "Côté", "2023", Some("10.5555/b")),
            work("Étude de l’érable à sucre : le cas de l’Abitibi", "Côté", "2023", None),
            work("Étude de l’érable à sucre", "Côté", "2022", None),
            work("Étude de l’érable à sucre : le cas du Témiscamingue", "", "2023", None),
        ] {
            assert!(!matches(&ours, &other), "{other:?}");
        }
        assert!(!matches(&work("Introduction", "Roy", "2023", None), &work("Introduction", "Roy", "2023", None)));
    }

    #[test]
    fn a_doi_decides_before_any_title() {
        let ours = work("Un titre", "Roy", "2023", Some("10.5555/a"));
        assert!(matches(&ours, &work("Tout autre chose", "Bois", "1999", Some("10.5555/a"))));
    }

    #[test]
    fn a_name_given_whole_is_known_by_its_last_word() {
        let mut whole = work("Étude de l’érable à sucre et du bouleau", "x", "2023", None);
        whole.authors[0] = Person { family: "Léa Côté".into(), ..Person::default() };
        assert!(matches(&work("Étude de l’érable à sucre et du bouleau", "Côté", "2023", None), &whole));
    }
}
