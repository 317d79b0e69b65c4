//! OpenAIRE Guidelines for Literature Repositories 4.0, application profile `oai_openaire`.
//!
//! Levels and cross rules: <https://openaire-guidelines-for-literature-repository-managers.readthedocs.io/en/v4.0.0/>.
//! The schema is one unbounded choice, so that the tests here check the mandatory elements themselves.

use super::language::{three_letters, xml_lang};
use super::oai_dc::DC;
use super::record::is_group;
use super::text::{lines, one_line};
use super::xml::{Fragment, document};
use super::{Crosswalk, Format, Record, WriteError, XmlFormat, funder};
use crate::domain::vocabulary::find_field;
use crate::domain::{AwardLink, Doi, Lang, Localised, PartialDate, Person, ResourceType, Ror};

/// Schema and namespace of the guidelines.
const XML: XmlFormat = XmlFormat {
    schema: "https://www.openaire.eu/schema/repo-lit/4.0/openaire.xsd",
    namespace: "http://namespace.openaire.eu/schema/oaire/",
};

/// The `oai_openaire` crosswalk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Openaire;

impl Crosswalk for Openaire {
    fn format(&self) -> &'static Format {
        &Format {
            prefix: "oai_openaire",
            xml: Some(XML),
            media_type: "application/xml",
            extension: "xml",
            label: "OpenAIRE 4",
        }
    }

    fn is_kept(&self) -> bool {
        true
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        let namespaces = [
            ("xmlns:oaire", XML.namespace),
            ("xmlns:datacite", "http://datacite.org/schema/kernel-4"),
            ("xmlns:dc", DC),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ];
        Ok(document(&XML, "oaire:resource", &namespaces, |xml| {
            write_titles(xml, &record.metadata.titles);
            xml.group("datacite:creators", &[], |xml| {
                record.metadata.authors.iter().for_each(|author| write_creator(xml, author));
            });
            xml.group("oaire:fundingReferences", &[], |xml| {
                record.metadata.awards.iter().for_each(|award| write_funding(xml, award));
            });
            write_relations(xml, record);
            write_dates(xml, record);
            write_description(xml, record);
            write_rights(xml, record);
            write_citation(xml, record);
        }))
    }
}

fn write_titles(xml: &mut Fragment, titles: &[Localised]) {
    xml.group("datacite:titles", &[], |xml| {
        for (index, title) in titles.iter().enumerate() {
            let kind = if index == 0 { "" } else { "TranslatedTitle" };
            xml.line("datacite:title", &[("titleType", kind), ("xml:lang", xml_lang(&title.lang))], &title.text);
        }
    });
}

fn write_creator(xml: &mut Fragment, author: &Person) {
    if one_line(&author.sort_name()).is_empty() {
        return;
    }
    let kind = if is_group(author) { "Organizational" } else { "Personal" };
    xml.group("datacite:creator", &[], |xml| {
        xml.line("datacite:creatorName", &[("nameType", kind)], &author.sort_name());
        if !is_group(author) {
            xml.line("datacite:givenName", &[], &author.given);
            xml.line("datacite:familyName", &[], &author.family);
        }
        if let Some(orcid) = &author.orcid {
            let scheme = [("nameIdentifierScheme", "ORCID"), ("schemeURI", "https://orcid.org")];
            xml.leaf("datacite:nameIdentifier", &scheme, orcid.as_str());
        }
        for place in &author.affiliations {
            let ror = place.ror.as_ref().map(Ror::url).unwrap_or_default();
            let scheme = if ror.is_empty() { "" } else { "ROR" };
            let identifier = [("affiliationIdentifier", ror.as_str()), ("affiliationIdentifierScheme", scheme)];
            xml.line("datacite:affiliation", &identifier, &place.name);
        }
    });
}

/// One reference for each grant. Only one identifier has room: ROR, which Crossref's registry is being merged into.
fn write_funding(xml: &mut Fragment, award: &AwardLink) {
    xml.group("oaire:fundingReference", &[], |xml| {
        xml.leaf("oaire:funderName", &[], funder::name(award.fund, Lang::FR));
        xml.leaf("oaire:funderIdentifier", &[("funderIdentifierType", "ROR")], funder::ror_url(award.fund));
        xml.leaf("oaire:fundingStream", &[], funder::sector(award.fund).unwrap_or_default());
        if let Some(number) = &award.number {
            xml.leaf("oaire:awardNumber", &[("awardURI", &number.doi_url())], number.as_str());
        }
    });
}

/// Our page identifies the record; the article's DOI names another copy of it.
fn write_relations(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    xml.leaf("datacite:identifier", &[("identifierType", "URL")], &record.url);
    let doi = metadata.doi.as_ref().map(Doi::as_str).unwrap_or_default();
    xml.group("datacite:alternateIdentifiers", &[], |xml| {
        xml.leaf("datacite:alternateIdentifier", &[("alternateIdentifierType", "DOI")], doi);
    });
    xml.group("datacite:relatedIdentifiers", &[], |xml| {
        let related = |xml: &mut Fragment, kind, relation, text: &str| {
            let attributes = [("relatedIdentifierType", kind), ("relationType", relation)];
            xml.line("datacite:relatedIdentifier", &attributes, text);
        };
        related(xml, "DOI", "IsVersionOf", doi);
        for url in metadata.copy_urls() {
            related(xml, "URL", "IsVersionOf", url);
        }
        if let Some(issn) = metadata.journal.as_ref().and_then(|journal| journal.issn.as_ref()) {
            related(xml, "ISSN", "IsPartOf", issn.as_str());
        }
    });
}

/// `Accepted` and `Available` mean the two ends of an embargo here, and stand for nothing else.
fn write_dates(xml: &mut Fragment, record: &Record<'_>) {
    xml.group("datacite:dates", &[], |xml| {
        let date = |xml: &mut Fragment, kind, date: &str| xml.leaf("datacite:date", &[("dateType", kind)], date);
        date(xml, "Issued", &record.issued().map(|date| date.to_string()).unwrap_or_default());
        if let Some((start, end)) = record.embargo() {
            date(xml, "Accepted", &start.to_string());
            date(xml, "Available", &end.to_string());
        }
    });
}

fn write_description(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    if let Some(lang) = metadata.language.as_ref().filter(|lang| **lang != Lang::UND) {
        xml.leaf("dc:language", &[], three_letters(lang));
    }
    if let Some(publisher) = metadata.journal.as_ref().and_then(|journal| journal.publisher.as_deref()) {
        xml.line("dc:publisher", &[], publisher);
    }
    let (general, uri, label) = resource_type(metadata.resource_type);
    xml.leaf("oaire:resourceType", &[("resourceTypeGeneral", general), ("uri", &uri)], &label);
    for text in &metadata.abstracts {
        xml.leaf("dc:description", &[("xml:lang", xml_lang(&text.lang))], &lines(&text.text));
    }
    xml.leaf("dc:format", &[], record.media_type.as_str());
    xml.group("datacite:sizes", &[], |xml| xml.leaf("datacite:size", &[], &format!("{} B", record.size_bytes)));
    xml.group("datacite:subjects", &[], |xml| {
        for word in &metadata.keywords {
            xml.line("datacite:subject", &[("xml:lang", xml_lang(&word.lang))], &word.text);
        }
        if let Some(field) = metadata.field.as_deref().and_then(find_field) {
            for (lang, label) in [("fr", &field.label_fr), ("en", &field.label_en)] {
                xml.leaf("datacite:subject", &[("subjectScheme", "CRDC 2020"), ("xml:lang", lang)], label);
            }
        }
    });
}

/// The general type, and the COAR term; schema 4.0 knows no corrigendum and takes it as a contribution to a journal.
fn resource_type(kind: Option<ResourceType>) -> (&'static str, String, String) {
    let general = match kind {
        Some(ResourceType::Dataset) => "dataset",
        Some(ResourceType::Software) => "software",
        None => "other research product",
        Some(_) => "literature",
    };
    let coar = |id: &str, label: &str| (format!("http://purl.org/coar/resource_type/{id}"), label.to_owned());
    let (uri, label) = match kind {
        None => coar("c_1843", "other"),
        Some(ResourceType::Corrigendum) => coar("c_3e5a", "contribution to journal"),
        Some(kind) => (kind.coar_uri(), kind.label(Lang::EN)),
    };
    (general, uri, label)
}

/// The access right of today; the licence holds from the day the file is open.
fn write_rights(xml: &mut Fragment, record: &Record<'_>) {
    let access = record.access_today();
    let access_uri = access.coar_uri();
    xml.leaf("datacite:rights", &[("rightsURI", &access_uri)], &access.label(Lang::EN));
    if let Some(licence) = &record.metadata.licence {
        let from = record.embargo_end().or(record.published_here).map(PartialDate::from_day).or(record.issued());
        let from = from.map(|date| date.to_string()).unwrap_or_default();
        let uri = licence.uri().unwrap_or_default();
        xml.leaf("oaire:licenseCondition", &[("startDate", &from), ("uri", &uri)], &licence.label(Lang::EN));
    }
    if let Some(version) = record.metadata.version {
        xml.leaf("oaire:version", &[("uri", &version.coar_uri())], version.code());
    }
    if let Some(file) = record.open_file() {
        let kind = match record.metadata.resource_type {
            Some(ResourceType::Dataset) => "dataset",
            Some(ResourceType::Software) => "software",
            _ => "fulltext",
        };
        let media_type = record.media_type.as_str();
        let attributes = [("accessRightsURI", access_uri.as_str()), ("mimeType", media_type), ("objectType", kind)];
        xml.leaf("oaire:file", &attributes, file);
    }
}

fn write_citation(xml: &mut Fragment, record: &Record<'_>) {
    let Some(journal) = &record.metadata.journal else { return };
    let (first, last) = record.page_range();
    xml.line("dc:source", &[], &super::oai_dc::source(journal));
    xml.line("oaire:citationTitle", &[], &one_line(&journal.title));
    xml.line("oaire:citationVolume", &[], journal.volume.as_deref().unwrap_or_default());
    xml.line("oaire:citationIssue", &[], journal.issue.as_deref().unwrap_or_default());
    xml.line("oaire:citationStartPage", &[], first.unwrap_or_default());
    xml.line("oaire:citationEndPage", &[], last.unwrap_or_default());
}

#[cfg(test)]
mod tests;
