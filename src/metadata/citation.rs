//! The reference of the box « Comment citer »: author and date, after APA 7 (Publication Manual, 7th ed., ch. 9).
//!
//! Small on purpose: one style in two languages, as pieces that a template can set in italics. Other styles are for a
//! CSL processor fed with the CSL-JSON export.

use std::fmt;

use super::Record;
use super::text::one_line;
use crate::domain::{Doi, Lang, Person, ResourceType, VersionType};

/// A reference in pieces; written out it is plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Citation {
    /// The pieces in order. Spaces and punctuation belong to them.
    pub pieces: Vec<Piece>,
}

/// A piece of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Upright text.
    Plain(String),
    /// Title of a journal or of a work that stands alone, or a volume: in italics.
    Italic(String),
    /// An address that leads where it says.
    Link(String),
}

impl Piece {
    /// The text of the piece.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Italic(text) | Self::Link(text) => text,
        }
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| f.write_str(piece.text()))
    }
}

/// Words that change with the language of the page.
struct Words {
    and: &'static str,
    undated: &'static str,
    inside: &'static str,
    lang: Lang,
}

/// The reference of a record, in French or English words.
#[must_use]
pub fn citation(record: &Record<'_>, lang: Lang) -> Citation {
    let words = if lang == Lang::EN {
        Words { and: "&", undated: "n.d.", inside: "In ", lang }
    } else {
        Words { and: "et", undated: "s. d.", inside: "Dans ", lang: Lang::FR }
    };
    let mut citation = Citation::default();
    let authors = authors(&record.metadata.authors, &words);
    let year = record.date().map_or_else(|| words.undated.to_owned(), |date| format!("{:04}", date.year()));
    if authors.is_empty() {
        citation.push_title(record, &words);
        citation.plain(&format!(" ({year})."));
    } else {
        citation.plain(&format!("{authors} ({year}). "));
        citation.push_title(record, &words);
    }
    citation.push_container(record, &words);
    citation.plain(" ");
    let address = record.metadata.doi.as_ref().map_or_else(|| record.url.to_string(), Doi::url);
    citation.pieces.push(Piece::Link(address));
    citation
}

impl Citation {
    fn plain(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Plain(last)) => last.push_str(text),
            _ if text.is_empty() => {}
            _ => self.pieces.push(Piece::Plain(text.to_owned())),
        }
    }

    fn italic(&mut self, text: &str) {
        self.pieces.push(Piece::Italic(text.to_owned()));
    }

    /// The title with what kind of text it is, when it is not the published article.
    fn push_title(&mut self, record: &Record<'_>, words: &Words) {
        let metadata = record.metadata;
        let title = metadata.main_title().map(|title| one_line(&title.text)).unwrap_or_default();
        let title = title.trim_end_matches('.');
        if metadata.journal.is_some() && !stands_alone(metadata.resource_type) {
            self.plain(title);
        } else {
            self.italic(title);
        }
        if let Some(note) = note(metadata.resource_type, metadata.version, words) {
            self.plain(&format!(" [{note}]"));
        }
        if !title.ends_with(['?', '!', '…']) || self.pieces.last().is_some_and(|piece| piece.text().ends_with(']')) {
            self.plain(".");
        }
    }

    fn push_container(&mut self, record: &Record<'_>, words: &Words) {
        let Some(journal) = &record.metadata.journal else { return };
        let kind = record.metadata.resource_type;
        let part = |text: &Option<String>| text.as_deref().map(one_line).filter(|text| !text.is_empty());
        if stands_alone(kind) {
            self.plain(&part(&journal.publisher).map(|name| format!(" {name}.")).unwrap_or_default());
            return;
        }
        let inside = matches!(kind, Some(ResourceType::ConferencePaper | ResourceType::BookPart));
        self.plain(if inside { " " } else { "" });
        self.plain(if inside { words.inside } else { " " });
        self.italic(&one_line(&journal.title));
        if let Some(volume) = part(&journal.volume) {
            self.plain(", ");
            self.italic(&volume);
        }
        if let Some(issue) = part(&journal.issue) {
            self.plain(&format!("{}({issue})", if journal.volume.is_some() { "" } else { ", " }));
        }
        match record.page_range() {
            (Some(first), Some(last)) => self.plain(&format!(", {}–{}", one_line(first), one_line(last))),
            (Some(first), None) => self.plain(&format!(", {}", one_line(first))),
            (None, _) => {}
        }
        self.plain(".");
    }
}

/// Works whose own title is in italics and that have a publisher instead of a journal.
fn stands_alone(kind: Option<ResourceType>) -> bool {
    use ResourceType as T;
    matches!(
        kind,
        Some(
            T::DoctoralThesis
                | T::MastersThesis
                | T::Book
                | T::Proceedings
                | T::Report
                | T::ResearchReport
                | T::WorkingPaper
                | T::Dataset
                | T::Software
        )
    )
}

/// What the reader should know of the text: a thesis, a preprint, or a version before the published one.
fn note(kind: Option<ResourceType>, version: Option<VersionType>, words: &Words) -> Option<&'static str> {
    let english = words.lang == Lang::EN;
    let choose = |fr, en| Some(if english { en } else { fr });
    match (kind, version) {
        (Some(ResourceType::DoctoralThesis), _) => choose("thèse de doctorat", "doctoral dissertation"),
        (Some(ResourceType::MastersThesis), _) => choose("mémoire de maîtrise", "master’s thesis"),
        (Some(ResourceType::Preprint), _) => choose("prépublication", "preprint"),
        (_, Some(VersionType::AM)) => choose("manuscrit accepté", "accepted manuscript"),
        (_, Some(VersionType::SMUR | VersionType::AO)) => choose("manuscrit soumis", "submitted manuscript"),
        _ => None,
    }
}

/// APA 7 §9.8: up to twenty authors; of more, the first nineteen and the last.
fn authors(people: &[Person], words: &Words) -> String {
    let names: Vec<String> = people.iter().map(author).filter(|name| !name.is_empty()).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first, second] if words.lang != Lang::EN => format!("{first} {} {second}", words.and),
        [rest @ .., last] if rest.len() > 19 => {
            format!("{}, … {last}", rest.iter().take(19).cloned().collect::<Vec<_>>().join(", "))
        }
        [rest @ .., last] => {
            let comma = if words.lang == Lang::EN { "," } else { "" };
            format!("{}{comma} {} {last}", rest.join(", "), words.and)
        }
    }
}

/// `Tremblay, M.-È.`; a group stands as it is.
fn author(person: &Person) -> String {
    let family = one_line(&person.family);
    let names: Vec<String> = person.given.split([' ', '.', '\u{A0}']).filter_map(initials).collect();
    match (family.is_empty(), names.is_empty()) {
        (_, true) => family,
        (true, false) => one_line(&person.given),
        (false, false) => format!("{family}, {}", names.join(" ")),
    }
}

/// `Marie-Ève` to `M.-È.`.
fn initials(name: &str) -> Option<String> {
    let letters: Vec<String> = name
        .split('-')
        .filter_map(|part| part.chars().find(|c| c.is_alphabetic()))
        .map(|c| format!("{}.", c.to_uppercase()))
        .collect();
    (!letters.is_empty()).then(|| letters.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Metadata;
    use crate::metadata::samples;

    #[test]
    fn an_article_is_cited_with_its_journal_in_italics() {
        let metadata = Metadata { version: Some(VersionType::VoR), ..samples::full() };
        let reference = citation(&samples::record(&metadata), Lang::FR);
        assert_eq!(
            reference.to_string(),
            "Tremblay, M.-È., Qumaq, J. P. et Groupe Toundra (2025). Lacs de thermokarst et tourbières du Nunavik. \
             Revue d’essai, 12(3), 45–67. https://doi.org/10.5555/essai.42"
        );
        assert!(reference.pieces.contains(&Piece::Italic("Revue d’essai".into())));
        assert!(reference.pieces.contains(&Piece::Italic("12".into())));
    }

    #[test]
    fn english_words_stand_in_an_english_reference() {
        let metadata = Metadata { dates: crate::domain::Dates::default(), ..samples::full() };
        let record = Record { published_here: None, ..samples::record(&metadata) };
        assert_eq!(
            citation(&record, Lang::EN).to_string(),
            "Tremblay, M.-È., Qumaq, J. P., & Groupe Toundra (n.d.). Lacs de thermokarst et tourbières du Nunavik \
             [accepted manuscript]. Revue d’essai, 12(3), 45–67. https://doi.org/10.5555/essai.42"
        );
    }

    #[test]
    fn a_thesis_is_cited_with_its_university() {
        let mut metadata = samples::full();
        metadata.resource_type = Some(ResourceType::DoctoralThesis);
        metadata.authors.truncate(1);
        metadata.doi = None;
        let reference = citation(&samples::record(&metadata), Lang::FR);
        assert!(
            reference
                .to_string()
                .ends_with("Nunavik [thèse de doctorat]. Presses de l’essai. https://depot.example.org/articles/42")
        );
        assert!(matches!(&reference.pieces[1], Piece::Italic(title) if title.starts_with("Lacs")));
    }

    #[test]
    fn a_work_without_author_begins_with_its_title() {
        let mut metadata = samples::full();
        metadata.authors.clear();
        metadata.journal = None;
        metadata.titles[0].text = "Où va la neige ?".into();
        let text = citation(&samples::record(&metadata), Lang::FR).to_string();
        assert!(text.starts_with("Où va la neige ? [manuscrit accepté]. (2025). https://"), "{text}");
    }

    #[test]
    fn of_more_than_twenty_authors_the_first_nineteen_and_the_last_are_named() {
        let mut metadata = samples::full();
        metadata.authors =
            (1..=25).map(|n| Person { family: format!("N{n}"), given: "A".into(), ..Person::default() }).collect();
        let text = citation(&samples::record(&metadata), Lang::EN).to_string();
        assert!(text.contains("N19, A., … N25, A. (2025)") && !text.contains("N20"));
    }
}
