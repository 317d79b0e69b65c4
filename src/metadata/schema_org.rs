//! schema.org JSON-LD for one record: the article page embeds it, content negotiation serves it.

use serde_json::{Map, Value, json};

use super::record::is_group;
use super::text::{lines, one_line};
use super::{Crosswalk, Format, Record, WriteError, funder};
use crate::domain::vocabulary::find_field;
use crate::domain::{AwardLink, Doi, Fund, Journal, Lang, Licence, Orcid, Person, ResourceType};

/// The schema.org crosswalk.
#[derive(Debug, Clone, Copy)]
pub(super) struct SchemaOrg;

impl Crosswalk for SchemaOrg {
    fn format(&self) -> &'static Format {
        &Format {
            prefix: "schema_org",
            xml: None,
            media_type: "application/ld+json",
            extension: "jsonld",
            label: "JSON-LD",
        }
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        serde_json::to_string_pretty(&json_ld(record)).map_err(WriteError::Json)
    }
}

/// JSON-LD for a `<script type="application/ld+json">`: no `<` stands in it, so that no text can end the element.
#[must_use]
pub fn script_text(record: &Record<'_>) -> String {
    json_ld(record).to_string().replace('<', "\\u003c")
}

/// The record as a schema.org work.
#[must_use]
pub fn json_ld(record: &Record<'_>) -> Value {
    let metadata = record.metadata;
    let mut work = Map::new();
    work.insert("@context".into(), json!("https://schema.org"));
    work.insert("@type".into(), json!(work_type(metadata.resource_type)));
    work.insert("@id".into(), json!(metadata.doi.as_ref().map_or_else(|| record.url.to_string(), Doi::url)));
    put_description(&mut work, record);
    put_people(&mut work, record);
    put_rights(&mut work, record);
    if let Some(journal) = &metadata.journal {
        put_journal(&mut work, journal, record);
    }
    work.retain(|_, value| !is_empty(value));
    Value::Object(work)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn work_type(kind: Option<ResourceType>) -> &'static str {
    use ResourceType as T;
    match kind {
        Some(T::DoctoralThesis | T::MastersThesis) => "Thesis",
        Some(T::Report | T::ResearchReport | T::WorkingPaper) => "Report",
        Some(T::Book | T::Proceedings) => "Book",
        Some(T::BookPart) => "Chapter",
        Some(T::Dataset) => "Dataset",
        Some(T::Software) => "SoftwareSourceCode",
        _ => "ScholarlyArticle",
    }
}

fn put_description(work: &mut Map<String, Value>, record: &Record<'_>) {
    let metadata = record.metadata;
    let main = metadata.main_title();
    let title = main.map(|title| one_line(&title.text));
    let others: Vec<String> =
        metadata.titles.iter().filter(|title| Some(*title) != main).map(|title| one_line(&title.text)).collect();
    let words: Vec<String> = metadata.keywords.iter().map(|word| one_line(&word.text)).collect();
    let field = metadata.field.as_deref().and_then(find_field);
    work.insert("name".into(), json!(title));
    work.insert("headline".into(), json!(title));
    work.insert("alternateName".into(), json!(others));
    work.insert("abstract".into(), json!(record.main_abstract().map(lines)));
    work.insert("keywords".into(), json!(words));
    work.insert("about".into(), json!(field.map(|field| field.label(metadata.language.unwrap_or(Lang::FR)))));
    work.insert("inLanguage".into(), json!(metadata.language.filter(|lang| *lang != Lang::UND)));
    work.insert("datePublished".into(), json!(record.date()));
    work.insert("creativeWorkStatus".into(), json!(metadata.version.map(|version| version.label(Lang::EN))));
    work.insert("url".into(), json!(record.url));
    let identifiers: Vec<Value> = metadata.doi.iter().map(identifier).collect();
    work.insert("identifier".into(), json!(identifiers));
    work.insert("sameAs".into(), json!(metadata.doi.as_ref().map(Doi::url)));
}

fn identifier(doi: &Doi) -> Value {
    json!({ "@type": "PropertyValue", "propertyID": "doi", "value": doi, "url": doi.url() })
}

fn put_people(work: &mut Map<String, Value>, record: &Record<'_>) {
    let authors: Vec<Value> = record.metadata.authors.iter().map(author).collect();
    work.insert("author".into(), json!(authors));
    let funders: Vec<Value> = funder::funds(&record.metadata.awards).into_iter().map(organisation).collect();
    work.insert("funder".into(), json!(funders));
    let grants: Vec<Value> = record.metadata.awards.iter().filter_map(grant).collect();
    work.insert("funding".into(), json!(grants));
}

fn organisation(fund: Fund) -> Value {
    json!({ "@type": "Organization", "@id": funder::ror_url(fund), "name": funder::name(fund, Lang::FR) })
}

fn grant(award: &AwardLink) -> Option<Value> {
    let number = award.number.as_ref()?;
    Some(json!({ "@type": "Grant", "identifier": number, "url": number.doi_url(), "funder": organisation(award.fund) }))
}

/// A person, or an organisation when there is no given name.
fn author(person: &Person) -> Value {
    let kind = if is_group(person) { "Organization" } else { "Person" };
    let mut author = Map::new();
    author.insert("@type".into(), json!(kind));
    author.insert("name".into(), json!(one_line(&person.display_name())));
    if kind == "Person" {
        author.insert("familyName".into(), json!(one_line(&person.family)));
        author.insert("givenName".into(), json!(one_line(&person.given)));
    }
    author.insert("@id".into(), json!(person.orcid.as_ref().map(Orcid::url)));
    let places = person.affiliations.iter().map(|place| match &place.ror {
        Some(ror) => json!({ "@type": "Organization", "name": one_line(&place.name), "@id": ror.url() }),
        None => json!({ "@type": "Organization", "name": one_line(&place.name) }),
    });
    author.insert("affiliation".into(), Value::Array(places.collect()));
    author.retain(|_, value| !is_empty(value));
    Value::Object(author)
}

fn put_rights(work: &mut Map<String, Value>, record: &Record<'_>) {
    work.insert("isAccessibleForFree".into(), json!(record.is_open));
    work.insert("license".into(), json!(record.metadata.licence.as_ref().and_then(Licence::uri)));
    if let Some(file) = record.open_file() {
        work.insert(
            "encoding".into(),
            json!({
                "@type": "MediaObject",
                "contentUrl": file,
                "encodingFormat": record.media_type.as_str(),
                "contentSize": format!("{} B", record.size_bytes),
            }),
        );
    }
    work.insert("provider".into(), json!({ "@type": "Organization", "name": one_line(record.repository) }));
}

/// `PublicationIssue` in a `PublicationVolume` in a `Periodical`, as far as each is known.
fn put_journal(work: &mut Map<String, Value>, journal: &Journal, record: &Record<'_>) {
    let mut part = json!({ "@type": "Periodical", "name": one_line(&journal.title) });
    if let (Some(issn), Some(periodical)) = (&journal.issn, part.as_object_mut()) {
        periodical.insert("issn".into(), json!(issn));
    }
    if let Some(volume) = &journal.volume {
        part = json!({ "@type": "PublicationVolume", "volumeNumber": one_line(volume), "isPartOf": part });
    }
    if let Some(issue) = &journal.issue {
        part = json!({ "@type": "PublicationIssue", "issueNumber": one_line(issue), "isPartOf": part });
    }
    work.insert("isPartOf".into(), part);
    let (first, last) = record.page_range();
    work.insert("pageStart".into(), json!(first.map(one_line)));
    work.insert("pageEnd".into(), json!(last.map(one_line)));
    if let Some(publisher) = &journal.publisher {
        work.insert("publisher".into(), json!({ "@type": "Organization", "name": one_line(publisher) }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::samples;

    #[test]
    fn people_places_and_funds_carry_their_identifiers() {
        let metadata = samples::full();
        let work = json_ld(&samples::record(&metadata));
        assert_eq!(work["@type"], "ScholarlyArticle");
        assert_eq!(work["@id"], "https://doi.org/10.5555/essai.42");
        assert_eq!(work["author"][0]["@id"], "https://orcid.org/0000-0002-1825-0097");
        assert_eq!(work["author"][0]["affiliation"][0]["@id"], "https://ror.org/04sjchr03");
        assert_eq!(work["author"][2]["@type"], "Organization");
        assert_eq!(work["funder"].as_array().unwrap().len(), 2);
        assert_eq!(work["funding"][0]["url"], "https://doi.org/10.69777/900101");
        assert_eq!(work["isPartOf"]["isPartOf"]["isPartOf"]["issn"], "0317-8471");
        assert_eq!(work["license"], "https://creativecommons.org/licenses/by/4.0/");
        assert_eq!(work["inLanguage"], "fr");
    }

    #[test]
    fn a_closed_file_has_no_address() {
        let metadata = samples::full();
        let work = json_ld(&samples::closed(&metadata));
        assert_eq!(work["isAccessibleForFree"], false);
        assert!(work.get("encoding").is_none());
    }

    #[test]
    fn no_text_can_end_the_script_element() {
        let mut metadata = samples::hostile();
        metadata.titles[0].text = "</script><script>alert(1)</script>".into();
        let text = script_text(&samples::record(&metadata));
        assert!(!text.contains('<'));
        let again: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(again["alternateName"].as_array().unwrap().len() + 1, metadata.titles.len());
    }
}
