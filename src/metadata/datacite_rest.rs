//! What `DataCite` is told of an article of ours: the attributes of a DOI in its REST API, after Metadata Schema 4.6.
//!
//! <https://support.datacite.org/docs/api-create-dois>, <https://datacite-metadata-schema.readthedocs.io/en/4.6/>. Lists that are
//! empty are sent as such: in an update, what is absent stays as it was.

use serde_json::{Map, Value, json};

use super::datacite::{UNAVAILABLE, general_type, spdx};
use super::record::is_group;
use super::text::{lines, one_line};
use super::{Record, funder};
use crate::domain::vocabulary::find_field;
use crate::domain::{AwardLink, Doi, Lang, Licence, Localised, PartialDate, Person, ResourceType, Ror, VersionType};

/// The attributes of an article under a DOI of ours; `publisher` is the one of its publisher, which some articles get later.
#[must_use]
pub fn registration(record: &Record<'_>, doi: &Doi, publisher: Option<&Doi>) -> Value {
    let metadata = record.metadata;
    let language = metadata.language.as_ref().filter(|lang| **lang != Lang::UND);
    json!({
        "doi": doi.as_str(),
        "url": record.url,
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "creators": creators(&metadata.authors),
        "titles": titles(&metadata.titles),
        "publisher": publisher_name(record),
        "publicationYear": record.issued().map(|date| date.year()),
        "types": kept(json!({
            "resourceTypeGeneral": general_type(metadata.resource_type),
            "resourceType": metadata.resource_type.map(|kind| kind.label(Lang::EN)),
        })),
        "subjects": subjects(record),
        "contributors": [hosting(record.repository)],
        "dates": dates(record),
        "language": language.map(Lang::as_str),
        "version": metadata.version.map(VersionType::code),
        "relatedIdentifiers": related(record, publisher),
        "relatedItems": kept_all(journal(record)),
        "sizes": [format!("{} B", record.size_bytes)],
        "formats": [record.media_type.as_str()],
        "rightsList": rights(record),
        "descriptions": kept_all(metadata.abstracts.iter().map(|text| {
            json!({"description": lines(&text.text), "descriptionType": "Abstract", "lang": code(&text.lang)})
        })),
        "fundingReferences": kept_all(metadata.awards.iter().map(funding)),
    })
}

/// An object without what is empty in it.
fn kept(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let map: Map<String, Value> =
                map.into_iter().map(|(key, value)| (key, kept(value))).filter(|(_, value)| !is_empty(value)).collect();
            Value::Object(map)
        }
        Value::Array(list) => Value::Array(list.into_iter().map(kept).filter(|value| !is_empty(value)).collect()),
        other => other,
    }
}

fn kept_all(values: impl IntoIterator<Item = Value>) -> Value {
    kept(Value::Array(values.into_iter().collect()))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The code of a language; nothing where nobody knows it.
fn code(lang: &Lang) -> Option<&str> {
    (*lang != Lang::UND).then(|| lang.as_str())
}

/// At least one: what stands in a mandatory property that nobody knows is `:unav` (appendix 3).
fn creators(authors: &[Person]) -> Value {
    let named = authors.iter().filter(|author| !one_line(&author.sort_name()).is_empty());
    match kept_all(named.map(creator)) {
        Value::Array(list) if list.is_empty() => json!([{"name": UNAVAILABLE}]),
        list => list,
    }
}

fn creator(author: &Person) -> Value {
    let own = |text: &str| (!is_group(author)).then(|| one_line(text));
    let affiliations = author.affiliations.iter().filter(|place| !one_line(&place.name).is_empty());
    json!({
        "name": one_line(&author.sort_name()),
        "nameType": if is_group(author) { "Organizational" } else { "Personal" },
        "givenName": own(&author.given),
        "familyName": own(&author.family),
        "nameIdentifiers": author.orcid.as_ref().map(|orcid| json!([{
            "nameIdentifier": orcid.url(), "nameIdentifierScheme": "ORCID", "schemeUri": "https://orcid.org",
        }])),
        "affiliation": affiliations.map(|place| json!({
            "name": one_line(&place.name),
            "affiliationIdentifier": place.ror.as_ref().map(Ror::url),
            "affiliationIdentifierScheme": place.ror.as_ref().map(|_| "ROR"),
            "schemeUri": place.ror.as_ref().map(|_| "https://ror.org"),
        })).collect::<Vec<_>>(),
    })
}

fn titles(titles: &[Localised]) -> Value {
    let known = titles.iter().filter(|title| !one_line(&title.text).is_empty()).enumerate().map(|(place, title)| {
        let kind = (place > 0).then_some("TranslatedTitle");
        json!({"title": one_line(&title.text), "titleType": kind, "lang": code(&title.lang)})
    });
    match kept_all(known) {
        Value::Array(list) if list.is_empty() => json!([{"title": UNAVAILABLE}]),
        list => list,
    }
}

/// Who made the work available: the publisher, else this repository.
fn publisher_name(record: &Record<'_>) -> Value {
    let publisher = record.metadata.journal.as_ref().and_then(|journal| journal.publisher.as_deref());
    let publisher = publisher.map(one_line).filter(|name| !name.is_empty());
    json!({"name": publisher.unwrap_or_else(|| one_line(record.repository))})
}

/// This repository, which keeps the file and lets it be read.
fn hosting(repository: &str) -> Value {
    json!({"name": one_line(repository), "nameType": "Organizational", "contributorType": "HostingInstitution"})
}

fn subjects(record: &Record<'_>) -> Value {
    let words = record
        .metadata
        .keywords
        .iter()
        .filter(|word| !one_line(&word.text).is_empty())
        .map(|word| json!({"subject": one_line(&word.text), "lang": code(&word.lang)}));
    let field = record.metadata.field.as_deref().and_then(find_field);
    let fields = field.iter().flat_map(|field| {
        [("fr", &field.label_fr), ("en", &field.label_en)]
            .map(|(lang, label)| json!({"subject": label, "subjectScheme": "CRDC 2020", "lang": lang}))
    });
    kept_all(words.chain(fields))
}

fn dates(record: &Record<'_>) -> Value {
    let text = |date: Option<PartialDate>| date.map(|date| date.to_string());
    let available = record.embargo_end().or(record.published_here).map(|day| day.to_string());
    let all = [
        ("Issued", text(record.issued())),
        ("Accepted", text(record.metadata.dates.accepted)),
        ("Submitted", text(record.deposited)),
        ("Available", available),
    ];
    all.into_iter().filter_map(|(kind, date)| Some(json!({"date": date?, "dateType": kind}))).collect()
}

/// The publisher's own DOI, of which ours names a version, or the same work where the file is the version of record; and copies elsewhere.
fn related(record: &Record<'_>, publisher: Option<&Doi>) -> Value {
    let same = record.metadata.version == Some(VersionType::VoR);
    let relation = if same { "IsIdenticalTo" } else { "IsVersionOf" };
    let doi = publisher.map(
        |doi| json!({"relatedIdentifier": doi.as_str(), "relatedIdentifierType": "DOI", "relationType": relation}),
    );
    let copies = record.metadata.copy_urls().map(
        |url| json!({"relatedIdentifier": one_line(url), "relatedIdentifierType": "URL", "relationType": "HasVersion"}),
    );
    doi.into_iter().chain(copies).collect()
}

/// The journal or book that the work appeared in.
fn journal(record: &Record<'_>) -> Option<Value> {
    let journal = record.metadata.journal.as_ref().filter(|journal| !one_line(&journal.title).is_empty())?;
    let kind = match record.metadata.resource_type {
        Some(ResourceType::BookPart) => "Book",
        Some(ResourceType::ConferencePaper) => "ConferenceProceeding",
        _ => "Journal",
    };
    let (first, last) = record.page_range();
    let line = |text: Option<&str>| text.map(one_line);
    Some(json!({
        "relatedItemType": kind,
        "relationType": "IsPublishedIn",
        "relatedItemIdentifier": journal.issn.as_ref().map(|issn| json!({
            "relatedItemIdentifier": issn.as_str(), "relatedItemIdentifierType": "ISSN",
        })),
        "titles": [{"title": one_line(&journal.title)}],
        "volume": line(journal.volume.as_deref()),
        "issue": line(journal.issue.as_deref()),
        "firstPage": line(first),
        "lastPage": line(last),
        "publisher": line(journal.publisher.as_deref()),
    }))
}

/// The licence with its SPDX identifier, and the access right of today.
fn rights(record: &Record<'_>) -> Value {
    let licence = record.metadata.licence.as_ref().map(|licence: &Licence| {
        let spdx = spdx(licence);
        let scheme = (!spdx.is_empty()).then_some(["SPDX", "https://spdx.org/licenses/"]);
        json!({
            "rights": licence.label(Lang::EN),
            "rightsUri": licence.uri(),
            "rightsIdentifier": spdx,
            "rightsIdentifierScheme": scheme.map(|[name, _]| name),
            "schemeUri": scheme.map(|[_, base]| base),
            "lang": "en",
        })
    });
    let access = record.access_today();
    let access = json!({"rights": access.label(Lang::EN), "rightsUri": access.coar_uri(), "lang": "en"});
    kept_all(licence.into_iter().chain([access]))
}

fn funding(award: &AwardLink) -> Value {
    json!({
        "funderName": funder::name(award.fund, Lang::FR),
        "funderIdentifier": funder::ror_url(award.fund),
        "funderIdentifierType": "ROR",
        "schemeUri": "https://ror.org",
        "awardNumber": award.number.as_ref().map(|number| number.as_str().to_owned()),
        "awardUri": award.number.as_ref().map(crate::domain::AwardNumber::doi_url),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Metadata;
    use crate::metadata::samples;

    fn sent(metadata: &Metadata, publisher: Option<&Doi>) -> Value {
        registration(&samples::record(metadata), &Doi::parse("10.80000/parvis.42").unwrap(), publisher)
    }

    #[test]
    fn a_full_article_is_told_with_people_places_licence_and_awards() {
        let told = sent(&samples::full(), None);
        assert_eq!(told["doi"], "10.80000/parvis.42");
        assert_eq!(told["creators"][0]["name"], "Tremblay, Marie-Ève");
        assert_eq!(
            told["creators"][0]["nameIdentifiers"][0]["nameIdentifier"],
            "https://orcid.org/0000-0002-1825-0097"
        );
        assert_eq!(told["creators"][0]["affiliation"][0]["affiliationIdentifier"], "https://ror.org/04sjchr03");
        assert_eq!(told["creators"][2], json!({"name": "Groupe Toundra", "nameType": "Organizational"}));
        assert_eq!(told["titles"][1]["titleType"], "TranslatedTitle");
        assert_eq!((&told["publicationYear"], &told["language"]), (&json!(2025), &json!("fr")));
        assert_eq!(told["types"]["resourceTypeGeneral"], "JournalArticle");
        assert_eq!(told["contributors"][0]["contributorType"], "HostingInstitution");
        assert_eq!(told["rightsList"][0]["rightsIdentifier"], "CC-BY-4.0");
        assert_eq!(told["fundingReferences"][0]["awardUri"], "https://doi.org/10.69777/900101");
        assert_eq!(told["fundingReferences"][1].get("awardNumber"), None);
        assert_eq!(told["relatedItems"][0]["relatedItemIdentifier"]["relatedItemIdentifier"], "0317-8471");
        assert_eq!(told["sizes"][0], "123456 B");
        assert!(!told.to_string().contains("secret@example.org"));
    }

    #[test]
    fn an_article_without_anything_has_what_the_schema_demands() {
        let told = sent(&Metadata::default(), None);
        assert_eq!((&told["creators"][0]["name"], &told["titles"][0]["title"]), (&json!(":unav"), &json!(":unav")));
        assert_eq!((&told["publisher"]["name"], &told["publicationYear"]), (&json!("Dépôt d’essai"), &json!(2025)));
        assert_eq!((&told["descriptions"], &told["language"]), (&json!([]), &Value::Null), "an update takes them away");
    }

    #[test]
    fn a_publishers_doi_is_named_by_what_the_file_is_of_it() {
        let publisher = Doi::parse("10.5555/essai.42").unwrap();
        let mut metadata = samples::full();
        let relation = |metadata: &Metadata| sent(metadata, Some(&publisher))["relatedIdentifiers"][0].clone();
        assert_eq!(relation(&metadata)["relationType"], "IsVersionOf");
        metadata.version = Some(VersionType::VoR);
        assert_eq!(relation(&metadata)["relationType"], "IsIdenticalTo");
        assert_eq!(relation(&metadata)["relatedIdentifier"], "10.5555/essai.42");
    }
}
