//! RIS for one record: a tag a line, each value on one line, CRLF line ends (RIS specification of Research Information
//! Systems, 2011 set of tags).

use super::text::one_line;
use super::{Crosswalk, Format, Record, WriteError};
use crate::domain::{Lang, PartialDate, ResourceType};

/// The RIS crosswalk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ris;

impl Crosswalk for Ris {
    fn format(&self) -> &'static Format {
        &Format {
            prefix: "ris",
            xml: None,
            media_type: "application/x-research-info-systems",
            extension: "ris",
            label: "RIS",
        }
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        let mut lines = Lines(String::new());
        lines.tag("TY", reference_type(record.metadata.resource_type));
        write_work(&mut lines, record);
        write_journal(&mut lines, record);
        write_links(&mut lines, record);
        lines.0.push_str("ER  - \r\n");
        Ok(lines.0)
    }
}

fn reference_type(kind: Option<ResourceType>) -> &'static str {
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
        ) => "JOUR",
        Some(T::ConferencePaper | T::ConferenceObject) => "CPAPER",
        Some(T::Proceedings) => "CONF",
        Some(T::DoctoralThesis | T::MastersThesis) => "THES",
        Some(T::Book) => "BOOK",
        Some(T::BookPart) => "CHAP",
        Some(T::Report | T::ResearchReport | T::WorkingPaper) => "RPRT",
        Some(T::Preprint) => "UNPB",
        Some(T::Dataset) => "DATA",
        Some(T::Software) => "COMP",
        None => "GEN",
    }
}

struct Lines(String);

impl Lines {
    fn tag(&mut self, tag: &str, value: &str) {
        let value = one_line(value);
        if !value.is_empty() {
            self.0.extend([tag, "  - ", &value, "\r\n"]);
        }
    }
}

fn write_work(lines: &mut Lines, record: &Record<'_>) {
    let metadata = record.metadata;
    let main = metadata.main_title();
    lines.tag("TI", main.map_or("", |title| &title.text));
    for other in metadata.titles.iter().filter(|title| Some(*title) != main) {
        lines.tag("TT", &other.text);
    }
    for author in &metadata.authors {
        lines.tag("AU", &author.sort_name());
    }
    if let Some(date) = record.date() {
        lines.tag("PY", &format!("{:04}", date.year()));
        lines.tag("DA", &slashed(date));
    }
    for text in &metadata.abstracts {
        lines.tag("AB", &text.text);
    }
    for word in &metadata.keywords {
        lines.tag("KW", &word.text);
    }
    lines.tag("LA", &metadata.language.map(|lang| lang.to_string()).unwrap_or_default());
}

/// `YYYY/MM/DD/`, unknown parts left empty.
fn slashed(date: PartialDate) -> String {
    let text = date.to_string();
    let mut parts = text.split('-');
    let mut next = || parts.next().unwrap_or_default();
    format!("{}/{}/{}/", next(), next(), next())
}

fn write_journal(lines: &mut Lines, record: &Record<'_>) {
    let Some(journal) = &record.metadata.journal else { return };
    lines.tag("T2", &journal.title);
    lines.tag("VL", journal.volume.as_deref().unwrap_or_default());
    lines.tag("IS", journal.issue.as_deref().unwrap_or_default());
    let (first, last) = record.page_range();
    lines.tag("SP", first.unwrap_or_default());
    lines.tag("EP", last.unwrap_or_default());
    lines.tag("SN", journal.issn.as_ref().map_or("", |issn| issn.as_str()));
    lines.tag("PB", journal.publisher.as_deref().unwrap_or_default());
}

fn write_links(lines: &mut Lines, record: &Record<'_>) {
    lines.tag("DO", record.metadata.doi.as_ref().map_or("", |doi| doi.as_str()));
    lines.tag("UR", &record.url);
    lines.tag("L1", record.open_file().unwrap_or_default());
    if let Some(licence) = &record.metadata.licence {
        lines.tag("N1", &licence.short_name(record.metadata.language.unwrap_or(Lang::FR)));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::metadata::samples;

    /// Whether each line is a tag and only the first and last are `TY` and `ER`.
    fn is_sound(text: &str) -> bool {
        let lines: Vec<&str> = text.strip_suffix("\r\n").unwrap().split("\r\n").collect();
        let shaped = lines.iter().all(|line| line.get(2..6) == Some("  - ") && !line.contains(['\n', '\r']));
        let count = |tag: &str| lines.iter().filter(|line| line.starts_with(tag)).count();
        shaped && lines[0].starts_with("TY") && lines[lines.len() - 1] == "ER  - " && count("TY") + count("ER") == 2
    }

    #[test]
    fn an_article_is_written_with_its_journal() {
        let metadata = samples::full();
        let text = Ris.write(&samples::record(&metadata)).unwrap();
        assert!(is_sound(&text));
        insta::assert_snapshot!(text.replace("\r\n", "\n"), @r#"
        TY  - JOUR
        TI  - Lacs de thermokarst et tourbières du Nunavik
        TT  - Thermokarst lakes and peatlands of Nunavik
        AU  - Tremblay, Marie-Ève
        AU  - Qumaq, Jaani P.
        AU  - Groupe Toundra
        PY  - 2025
        DA  - 2025/03/14/
        AB  - Les lacs grandissent.
        AB  - Lakes are growing.
        KW  - pergélisol
        KW  - permafrost
        LA  - fr
        T2  - Revue d’essai
        VL  - 12
        IS  - 3
        SP  - 45
        EP  - 67
        SN  - 0317-8471
        PB  - Presses de l’essai
        DO  - 10.5555/essai.42
        UR  - https://depot.example.org/articles/42
        L1  - https://depot.example.org/articles/42/article.pdf
        N1  - CC BY 4.0
        ER  -
        "#);
    }

    #[test]
    fn a_line_break_in_a_title_can_not_end_the_record() {
        let metadata = samples::hostile();
        assert!(is_sound(&Ris.write(&samples::record(&metadata)).unwrap()));
    }

    proptest! {
        #[test]
        fn every_line_is_a_tag_whatever_the_metadata(metadata in samples::any_metadata()) {
            prop_assert!(is_sound(&Ris.write(&samples::record(&metadata)).unwrap()));
        }
    }
}
