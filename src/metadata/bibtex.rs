//! BibTeX for one record, UTF-8 (as biber and modern BibTeX read it).

use super::text::{folded, one_line};
use super::{Crosswalk, Format, Record, WriteError};
use crate::domain::{Lang, Person, ResourceType};

/// The BibTeX crosswalk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bibtex;

impl Crosswalk for Bibtex {
    fn format(&self) -> &'static Format {
        &Format { prefix: "bibtex", xml: None, media_type: "application/x-bibtex", extension: "bib", label: "BibTeX" }
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        let (kind, container) = entry_type(record.metadata.resource_type);
        let mut entry = Entry(format!("@{kind}{{{},\n", key(record)));
        write_work(&mut entry, record);
        write_container(&mut entry, record, container);
        write_links(&mut entry, record);
        entry.0.push_str("}\n");
        Ok(entry.0)
    }
}

/// The entry type, and the field that names what the work appeared in.
fn entry_type(kind: Option<ResourceType>) -> (&'static str, &'static str) {
    use ResourceType as T;
    match kind {
        Some(
            T::JournalArticle
            | T::ReviewArticle
            | T::DataPaper
            | T::Letter
            | T::Editorial
            | T::BookReview
            | T::Corrigendum,
        ) => ("article", "journal"),
        Some(T::ConferencePaper | T::ConferenceObject) => ("inproceedings", "booktitle"),
        Some(T::Proceedings) => ("proceedings", "series"),
        Some(T::DoctoralThesis) => ("phdthesis", "series"),
        Some(T::MastersThesis) => ("mastersthesis", "series"),
        Some(T::Book) => ("book", "series"),
        Some(T::BookPart) => ("incollection", "booktitle"),
        Some(T::Report | T::ResearchReport | T::WorkingPaper) => ("techreport", "series"),
        Some(T::Preprint | T::Dataset | T::Software) | None => ("misc", "howpublished"),
    }
}

/// `tremblay2025-42`: readable, and unique by the article's number.
fn key(record: &Record<'_>) -> String {
    let family = record.metadata.authors.first().map(|author| folded(&author.family)).unwrap_or_default();
    let name: String = family.chars().filter(char::is_ascii_alphanumeric).take(30).collect();
    let year = record.date().map(|date| date.year().to_string()).unwrap_or_default();
    format!("{}{year}-{}", if name.is_empty() { "article" } else { &name }, record.id)
}

/// An entry that is being written.
struct Entry(String);

impl Entry {
    fn field(&mut self, name: &str, value: &str) {
        self.raw(name, &escape(value));
    }

    /// A value whose marks have been dealt with.
    fn raw(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.0.extend(["  ", name, " = {", value, "},\n"]);
        }
    }
}

fn write_work(entry: &mut Entry, record: &Record<'_>) {
    let metadata = record.metadata;
    if let Some(title) = metadata.main_title().map(|title| escape(&title.text)).filter(|title| !title.is_empty()) {
        // The inner braces keep capitals as they are in styles that lower them.
        entry.raw("title", &format!("{{{title}}}"));
    }
    entry.raw("author", &metadata.authors.iter().map(author).collect::<Vec<_>>().join(" and "));
    if let Some(date) = record.date() {
        entry.field("year", &format!("{:04}", date.year()));
        entry.field("date", &date.to_string());
    }
    entry.field("abstract", record.main_abstract().unwrap_or_default());
    let keywords: Vec<&str> = metadata.keywords.iter().map(|word| word.text.as_str()).collect();
    entry.field("keywords", &keywords.join(", "));
    match metadata.language.map(|lang| lang.to_string()).as_deref() {
        Some("fr") => entry.field("langid", "french"),
        Some("en") => entry.field("langid", "english"),
        _ => {}
    }
}

fn write_container(entry: &mut Entry, record: &Record<'_>, container: &str) {
    use ResourceType as T;
    let Some(journal) = &record.metadata.journal else { return };
    let publisher = match record.metadata.resource_type {
        Some(T::DoctoralThesis | T::MastersThesis) => "school",
        Some(T::Report | T::ResearchReport | T::WorkingPaper) => "institution",
        _ => "publisher",
    };
    entry.field(container, &journal.title);
    entry.field(publisher, journal.publisher.as_deref().unwrap_or_default());
    entry.field("volume", journal.volume.as_deref().unwrap_or_default());
    entry.field("number", journal.issue.as_deref().unwrap_or_default());
    match record.page_range() {
        (Some(first), Some(last)) => entry.field("pages", &format!("{first}--{last}")),
        (first, _) => entry.field("pages", first.unwrap_or_default()),
    }
    entry.field("issn", journal.issn.as_ref().map_or("", |issn| issn.as_str()));
}

fn write_links(entry: &mut Entry, record: &Record<'_>) {
    if let Some(doi) = &record.metadata.doi {
        entry.raw("doi", &verbatim(doi.as_str()));
    }
    entry.raw("url", &verbatim(&record.url));
    if let Some(licence) = &record.metadata.licence {
        entry.field("copyright", &licence.short_name(record.metadata.language.unwrap_or(Lang::FR)));
    }
}

/// `Family, Given`; braces keep a group, and a name that holds the separators of BibTeX, in one piece.
fn author(person: &Person) -> String {
    let part = |name: &str| {
        let clean = escape(name);
        let splits = clean.contains(',') || clean.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
        if splits { format!("{{{clean}}}") } else { clean }
    };
    if person.given.trim().is_empty() {
        format!("{{{}}}", escape(&person.family))
    } else {
        format!("{}, {}", part(&person.family), part(&person.given))
    }
}

/// Escapes what TeX would read as a command. Braces become commands because BibTeX counts escaped braces too.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '#' | '$' | '%' | '&' | '_' => out.extend(['\\', c]),
            other => out.push(other),
        }
    }
    out
}

/// An identifier or address, which styles print verbatim: only what would end the field is percent-encoded.
fn verbatim(text: &str) -> String {
    one_line(text).replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C").replace(' ', "%20")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::metadata::samples;

    fn write(record: &Record<'_>) -> String {
        Bibtex.write(record).unwrap()
    }

    /// Depth of braces at the end, and the least on the way, counted as BibTeX does: each brace counts.
    fn braces(entry: &str) -> (i32, i32) {
        let mut depth = 0;
        let mut least_inside = i32::MAX;
        let body = entry.trim_end();
        for (at, c) in body.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if at > body.find('{').unwrap() && at + 1 < body.len() {
                least_inside = least_inside.min(depth);
            }
        }
        (depth, least_inside)
    }

    #[test]
    fn an_article_is_written_with_its_journal() {
        let metadata = samples::full();
        insta::assert_snapshot!(write(&samples::record(&metadata)), @r#"
        @article{tremblay2025-42,
          title = {{Lacs de thermokarst et tourbières du Nunavik}},
          author = {Tremblay, Marie-Ève and Qumaq, Jaani P. and {Groupe Toundra}},
          year = {2025},
          date = {2025-03-14},
          abstract = {Les lacs grandissent.},
          keywords = {pergélisol, permafrost},
          langid = {french},
          journal = {Revue d’essai},
          publisher = {Presses de l’essai},
          volume = {12},
          number = {3},
          pages = {45--67},
          issn = {0317-8471},
          doi = {10.5555/essai.42},
          url = {https://depot.example.org/articles/42},
          copyright = {CC BY 4.0},
        }
        "#);
    }

    #[test]
    fn a_name_that_holds_and_stays_one_author() {
        let person = Person { given: "A".into(), family: "Sturm and Drang".into(), ..Person::default() };
        assert_eq!(author(&person), "{Sturm and Drang}, A");
    }

    #[test]
    fn a_thesis_names_its_school() {
        let mut metadata = samples::full();
        metadata.resource_type = Some(ResourceType::DoctoralThesis);
        let entry = write(&samples::record(&metadata));
        assert!(entry.starts_with("@phdthesis{tremblay2025-42,\n"));
        assert!(entry.contains("  school = {Presses de l’essai},\n"));
    }

    proptest! {
        #[test]
        fn braces_balance_whatever_the_metadata(metadata in samples::any_metadata()) {
            prop_assert_eq!(braces(&write(&samples::record(&metadata))), (0, 1));
        }
    }

    #[test]
    fn braces_balance_in_a_hostile_record() {
        let metadata = samples::hostile();
        assert_eq!(braces(&write(&samples::record(&metadata))), (0, 1));
    }
}
