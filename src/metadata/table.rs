//! A list of articles as a table: comma-separated values (RFC 4180) for spreadsheets.

use super::text::{lines, one_line};
use super::{Record, WriteError};
use crate::domain::vocabulary::{find_field, find_institution};
use crate::domain::{Lang, Metadata};

/// The columns, in their order; the messages `csv-{column}` of the locales are their headings.
pub const COLUMNS: [&str; 20] = [
    "number",
    "title",
    "authors",
    "year",
    "date",
    "journal",
    "volume",
    "issue",
    "pages",
    "doi",
    "type",
    "version",
    "licence",
    "access",
    "language",
    "field",
    "institutions",
    "awards",
    "address",
    "abstract",
];

/// The cells of a record, names of codes in a language. Several values stand in one cell, separated by semicolons.
#[must_use]
pub fn cells(record: &Record<'_>, lang: Lang) -> [String; COLUMNS.len()] {
    let metadata = record.metadata;
    let journal = metadata.journal.as_ref();
    let of_journal = |text: Option<&String>| text.map(|text| one_line(text)).unwrap_or_default();
    [
        record.id.to_string(),
        metadata.main_title().map(|title| one_line(&title.text)).unwrap_or_default(),
        joined(metadata.authors.iter().map(|author| one_line(&author.sort_name()))),
        record.date().map(|date| date.year().to_string()).unwrap_or_default(),
        record.date().map(|date| date.to_string()).unwrap_or_default(),
        of_journal(journal.map(|journal| &journal.title)),
        of_journal(journal.and_then(|journal| journal.volume.as_ref())),
        of_journal(journal.and_then(|journal| journal.issue.as_ref())),
        of_journal(journal.and_then(|journal| journal.pages.as_ref())),
        metadata.doi.as_ref().map(ToString::to_string).unwrap_or_default(),
        metadata.resource_type.map(|kind| kind.label(lang)).unwrap_or_default(),
        version(metadata, lang),
        metadata.licence.as_ref().map(|licence| licence.short_name(lang)).unwrap_or_default(),
        record.access_today().label(lang),
        metadata.language.map(|lang| lang.to_string()).unwrap_or_default(),
        field(metadata, lang),
        institutions(metadata, lang),
        joined(metadata.awards.iter().filter_map(|link| link.number.as_ref()).map(ToString::to_string)),
        record.url.to_string(),
        record.main_abstract().map(lines).unwrap_or_default(),
    ]
}

/// A line of the table, with the line end of RFC 4180 §2.1.
///
/// # Errors
/// When the writer fails.
pub fn line<T: AsRef<str>>(cells: &[T]) -> Result<Vec<u8>, WriteError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(cells.iter().map(|cell| harmless(cell.as_ref()))).map_err(WriteError::Csv)?;
    writer.into_inner().map_err(|error| WriteError::Csv(error.into_error().into()))
}

/// Spreadsheets run what begins with one of these signs as a formula (OWASP, *CSV Injection*): an apostrophe in front
/// makes it text.
#[must_use]
pub fn harmless(cell: &str) -> String {
    let first = cell.trim_start().chars().next();
    if first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn version(metadata: &Metadata, lang: Lang) -> String {
    metadata.known_version().map(|version| version.label(lang)).unwrap_or_default()
}

fn field(metadata: &Metadata, lang: Lang) -> String {
    let code = metadata.field.as_deref().unwrap_or_default();
    find_field(code).map_or_else(|| one_line(code), |field| field.label(lang).to_owned())
}

fn institutions(metadata: &Metadata, lang: Lang) -> String {
    let affiliations = metadata.authors.iter().flat_map(|author| &author.affiliations);
    let mut names: Vec<String> = affiliations
        .map(|affiliation| {
            let known = affiliation.ror.as_ref().and_then(find_institution);
            known.map_or_else(|| one_line(&affiliation.name), |institution| institution.name(lang).to_owned())
        })
        .collect();
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| !name.is_empty() && seen.insert(name.clone()));
    names.join("; ")
}

fn joined(values: impl Iterator<Item = String>) -> String {
    values.filter(|value| !value.is_empty()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::metadata::samples;

    fn read_back(text: &[u8]) -> Vec<String> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), 1);
        records[0].iter().map(str::to_owned).collect()
    }

    #[test]
    fn an_article_is_one_line_in_the_language_asked() {
        let metadata = samples::full();
        let cells = cells(&samples::record(&metadata), Lang::EN);
        let line = line(&cells).unwrap();
        assert!(line.ends_with(b"\r\n"));
        assert_eq!(read_back(&line), cells);
        assert_eq!(cells[1], "Lacs de thermokarst et tourbières du Nunavik");
        assert_eq!(cells[2], "Tremblay, Marie-Ève; Qumaq, Jaani P.; Groupe Toundra");
        assert_eq!((cells[3].as_str(), cells[12].as_str()), ("2025", "CC BY 4.0"));
    }

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_is_text() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", " \t=cmd|' /C calc'!A0", "\r\n=1", "＝1"] {
            assert!(harmless(cell).starts_with('\''), "{cell:?}");
        }
        for cell in ["", "a=b", "1-2", "« - »", "courriel@example.org", "– tiret"] {
            assert_eq!(harmless(cell), cell);
        }
    }

    proptest! {
        #[test]
        fn any_record_is_one_line_of_as_many_cells(metadata in samples::any_metadata()) {
            let line = line(&cells(&samples::record(&metadata), Lang::FR)).unwrap();
            prop_assert_eq!(read_back(&line).len(), COLUMNS.len());
        }
    }
}
