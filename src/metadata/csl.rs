//! CSL-JSON for one record (schema `csl-data.json` of citation-style-language.org, version 1.0).

use serde_json::{Map, Value, json};

use super::text::{lines, one_line};
use super::{Crosswalk, Format, Record, WriteError};
use crate::domain::{Lang, PartialDate, Person, ResourceType};

/// The CSL-JSON crosswalk.
#[derive(Debug, Clone, Copy)]
pub(super) struct CslJson;

impl Crosswalk for CslJson {
    fn format(&self) -> &'static Format {
        &Format {
            prefix: "csl",
            xml: None,
            media_type: "application/vnd.citationstyles.csl+json",
            extension: "json",
            label: "CSL-JSON",
        }
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        serde_json::to_string_pretty(&Value::Object(item(record))).map_err(WriteError::Json)
    }
}

/// One item of CSL-JSON.
pub(super) fn item(record: &Record<'_>) -> Map<String, Value> {
    let metadata = record.metadata;
    let (kind, genre) = item_type(metadata.resource_type);
    let mut item = Map::new();
    item.insert("id".into(), json!(record.url));
    item.insert("type".into(), json!(kind));
    put(&mut item, "genre", genre);
    put(&mut item, "title", metadata.main_title().map_or("", |title| &title.text));
    let authors: Vec<Value> = metadata.authors.iter().filter_map(name).collect();
    if !authors.is_empty() {
        item.insert("author".into(), Value::Array(authors));
    }
    if let Some(date) = record.date() {
        item.insert("issued".into(), json!({ "date-parts": [date_parts(date)] }));
    }
    put_journal(&mut item, record);
    put(&mut item, "DOI", metadata.doi.as_ref().map_or("", |doi| doi.as_str()));
    put(&mut item, "URL", &record.url);
    if let Some(text) = record.main_abstract().map(lines).filter(|text| !text.is_empty()) {
        item.insert("abstract".into(), Value::String(text));
    }
    let words: Vec<&str> = metadata.keywords.iter().map(|word| word.text.as_str()).collect();
    put(&mut item, "keyword", &words.join(", "));
    put(
        &mut item,
        "language",
        &metadata.language.filter(|lang| *lang != Lang::UND).map(|l| l.to_string()).unwrap_or_default(),
    );
    item
}

fn put(item: &mut Map<String, Value>, key: &str, value: &str) {
    let value = one_line(value);
    if !value.is_empty() {
        item.insert(key.into(), Value::String(value));
    }
}

fn put_journal(item: &mut Map<String, Value>, record: &Record<'_>) {
    let Some(journal) = &record.metadata.journal else { return };
    put(item, "container-title", &journal.title);
    put(item, "publisher", journal.publisher.as_deref().unwrap_or_default());
    put(item, "volume", journal.volume.as_deref().unwrap_or_default());
    put(item, "issue", journal.issue.as_deref().unwrap_or_default());
    put(item, "page", journal.pages.as_deref().unwrap_or_default());
    put(item, "ISSN", journal.issn.as_ref().map_or("", |issn| issn.as_str()));
}

/// The item type, and the genre that says what the type leaves open.
fn item_type(kind: Option<ResourceType>) -> (&'static str, &'static str) {
    use ResourceType as T;
    match kind {
        Some(T::JournalArticle | T::ReviewArticle | T::DataPaper | T::Letter | T::Editorial | T::Corrigendum) => {
            ("article-journal", "")
        }
        Some(T::BookReview) => ("review-book", ""),
        Some(T::ConferencePaper | T::ConferenceObject) => ("paper-conference", ""),
        Some(T::DoctoralThesis) => ("thesis", "Doctoral thesis"),
        Some(T::MastersThesis) => ("thesis", "Master's thesis"),
        Some(T::Preprint) => ("article", "Preprint"),
        Some(T::Report | T::ResearchReport | T::WorkingPaper) => ("report", ""),
        Some(T::Book | T::Proceedings) => ("book", ""),
        Some(T::BookPart) => ("chapter", ""),
        Some(T::Dataset) => ("dataset", ""),
        Some(T::Software) => ("software", ""),
        None => ("document", ""),
    }
}

fn name(person: &Person) -> Option<Value> {
    let (family, given) = (one_line(&person.family), one_line(&person.given));
    match (family.is_empty(), given.is_empty()) {
        (true, true) => None,
        (false, true) => Some(json!({ "literal": family })),
        (true, false) => Some(json!({ "literal": given })),
        (false, false) => Some(json!({ "family": family, "given": given })),
    }
}

fn date_parts(date: PartialDate) -> Vec<i32> {
    date.to_string().split('-').filter_map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::samples;

    #[test]
    fn an_article_has_the_fields_that_citation_styles_read() {
        let metadata = samples::full();
        let item = item(&samples::record(&metadata));
        assert_eq!(item["type"], "article-journal");
        assert_eq!(item["author"][0], json!({ "family": "Tremblay", "given": "Marie-Ève" }));
        assert_eq!(item["author"][2], json!({ "literal": "Groupe Toundra" }));
        assert_eq!(item["issued"], json!({ "date-parts": [[2025, 3, 14]] }));
        assert_eq!(item["page"], "45-67");
        assert_eq!(item["DOI"], "10.5555/essai.42");
    }

    #[test]
    fn a_date_known_to_the_month_has_two_parts() {
        assert_eq!(date_parts(PartialDate::parse("2024-02").unwrap()), [2024, 2]);
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let metadata = crate::domain::Metadata::default();
        let item = item(&super::Record { published_here: None, ..samples::record(&metadata) });
        let keys: Vec<&String> = item.keys().collect();
        assert_eq!(keys, ["URL", "id", "type"]);
    }
}
