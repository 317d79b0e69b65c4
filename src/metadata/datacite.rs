//! DataCite Metadata Schema 4.6, bare (`datacite`) and in the envelope of DataCite's own provider (`oai_datacite`).
//!
//! <https://datacite-metadata-schema.readthedocs.io/en/4.6/>

use super::language::xml_lang;
use super::record::is_group;
use super::text::{lines, one_line};
use super::xml::{Fragment, document};
use super::{Crosswalk, Format, Record, WriteError, XmlFormat, funder};
use crate::domain::vocabulary::find_field;
use crate::domain::{AwardLink, Issn, Lang, Licence, Localised, PartialDate, Person, ResourceType, Ror, VersionType};

/// Schema and namespace of a record.
const XML: XmlFormat = XmlFormat {
    schema: "https://schema.datacite.org/meta/kernel-4.6/metadata.xsd",
    namespace: "http://datacite.org/schema/kernel-4",
};

/// Schema and namespace of the envelope.
const ENVELOPE: XmlFormat = XmlFormat {
    schema: "http://schema.datacite.org/oai/oai-1.1/oai.xsd",
    namespace: "http://schema.datacite.org/oai/oai-1.1/",
};

/// What stands in a mandatory element whose value nobody knows (DataCite 4.6, appendix 3).
pub(super) const UNAVAILABLE: &str = ":unav";

/// The `datacite` crosswalk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Datacite;

/// The `oai_datacite` crosswalk.
#[derive(Debug, Clone, Copy)]
pub(super) struct OaiDatacite;

impl Crosswalk for Datacite {
    fn format(&self) -> &'static Format {
        &Format {
            prefix: "datacite",
            xml: Some(XML),
            media_type: "application/vnd.datacite.datacite+xml",
            extension: "xml",
            label: "DataCite",
        }
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        Ok(document(&XML, "resource", &[("xmlns", XML.namespace)], |xml| write_resource(xml, record)))
    }
}

impl Crosswalk for OaiDatacite {
    fn format(&self) -> &'static Format {
        &Format {
            prefix: "oai_datacite",
            xml: Some(ENVELOPE),
            media_type: "application/xml",
            extension: "xml",
            label: "DataCite (OAI)",
        }
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        Ok(document(&ENVELOPE, "oai_datacite", &[("xmlns", ENVELOPE.namespace)], |xml| {
            xml.leaf("schemaVersion", &[], "4.6");
            xml.line("datacentreSymbol", &[], record.repository);
            xml.open("payload", &[]);
            xml.root(&XML, "resource", &[("xmlns", XML.namespace)]);
            write_resource(xml, record);
            xml.close("resource");
            xml.close("payload");
        }))
    }
}

fn write_resource(xml: &mut Fragment, record: &Record<'_>) {
    write_identifiers(xml, record);
    write_creators(xml, &record.metadata.authors);
    write_titles(xml, &record.metadata.titles);
    write_publication(xml, record);
    write_subjects(xml, record);
    write_dates(xml, record);
    write_file(xml, record);
    write_rights(xml, record);
    xml.group("descriptions", &[], |xml| {
        for text in &record.metadata.abstracts {
            let attributes = [("descriptionType", "Abstract"), ("xml:lang", xml_lang(&text.lang))];
            xml.leaf("description", &attributes, &lines(&text.text));
        }
    });
    xml.group("fundingReferences", &[], |xml| {
        record.metadata.awards.iter().for_each(|award| write_funding(xml, award));
    });
    write_journal(xml, record);
}

/// The kernel wants a DOI; a work without one goes out with the address of its page.
fn write_identifiers(xml: &mut Fragment, record: &Record<'_>) {
    if let Some(doi) = &record.metadata.doi {
        xml.leaf("identifier", &[("identifierType", "DOI")], doi.as_str());
        xml.group("alternateIdentifiers", &[], |xml| {
            xml.leaf("alternateIdentifier", &[("alternateIdentifierType", "URL")], &record.url);
        });
    } else {
        xml.leaf("identifier", &[("identifierType", "URL")], &record.url);
    }
    xml.group("relatedIdentifiers", &[], |xml| {
        for url in record.metadata.copies.iter().filter_map(|copy| copy.url.as_deref()) {
            xml.line("relatedIdentifier", &[("relatedIdentifierType", "URL"), ("relationType", "HasVersion")], url);
        }
    });
}

fn write_creators(xml: &mut Fragment, authors: &[Person]) {
    xml.open("creators", &[]);
    let named = |author: &&Person| !one_line(&author.sort_name()).is_empty();
    authors.iter().filter(named).for_each(|author| write_creator(xml, author));
    if !authors.iter().any(|author| named(&author)) {
        xml.group("creator", &[], |xml| xml.leaf("creatorName", &[], UNAVAILABLE));
    }
    xml.close("creators");
}

fn write_creator(xml: &mut Fragment, author: &Person) {
    let kind = if is_group(author) { "Organizational" } else { "Personal" };
    xml.group("creator", &[], |xml| {
        xml.line("creatorName", &[("nameType", kind)], &author.sort_name());
        if !is_group(author) {
            xml.line("givenName", &[], &author.given);
            xml.line("familyName", &[], &author.family);
        }
        if let Some(orcid) = &author.orcid {
            let scheme = [("nameIdentifierScheme", "ORCID"), ("schemeURI", "https://orcid.org")];
            xml.leaf("nameIdentifier", &scheme, &orcid.url());
        }
        for place in &author.affiliations {
            let ror = place.ror.as_ref().map(Ror::url).unwrap_or_default();
            let (scheme, base) = if ror.is_empty() { ("", "") } else { ("ROR", "https://ror.org") };
            let identifier =
                [("affiliationIdentifier", ror.as_str()), ("affiliationIdentifierScheme", scheme), ("schemeURI", base)];
            xml.line("affiliation", &identifier, &place.name);
        }
    });
}

fn write_titles(xml: &mut Fragment, titles: &[Localised]) {
    xml.open("titles", &[]);
    let mut kind = "";
    for title in titles.iter().filter(|title| !one_line(&title.text).is_empty()) {
        xml.line("title", &[("titleType", kind), ("xml:lang", xml_lang(&title.lang))], &title.text);
        kind = "TranslatedTitle";
    }
    if kind.is_empty() {
        xml.leaf("title", &[], UNAVAILABLE);
    }
    xml.close("titles");
}

/// Who made the work available: the publisher, else this repository.
fn write_publication(xml: &mut Fragment, record: &Record<'_>) {
    let publisher = record.metadata.journal.as_ref().and_then(|journal| journal.publisher.as_deref());
    let publisher = publisher.map(one_line).filter(|name| !name.is_empty());
    xml.line("publisher", &[], &publisher.unwrap_or_else(|| one_line(record.repository)));
    if let Some(date) = record.issued() {
        xml.leaf("publicationYear", &[], &format!("{:04}", date.year()));
    }
    let kind = record.metadata.resource_type;
    let label = kind.map_or_else(|| "other".to_owned(), |kind| kind.label(Lang::EN));
    xml.leaf("resourceType", &[("resourceTypeGeneral", general_type(kind))], &label);
    if let Some(lang) = record.metadata.language.as_ref().filter(|lang| **lang != Lang::UND) {
        xml.leaf("language", &[], lang.as_str());
    }
    xml.leaf("version", &[], record.metadata.version.map(VersionType::code).unwrap_or_default());
}

/// `resourceTypeGeneral` (DataCite 4.6, property 10).
pub(super) fn general_type(kind: Option<ResourceType>) -> &'static str {
    use ResourceType as T;
    match kind {
        Some(T::JournalArticle | T::ReviewArticle | T::Letter | T::Editorial | T::BookReview | T::Corrigendum) => {
            "JournalArticle"
        }
        Some(T::DataPaper) => "DataPaper",
        Some(T::ConferencePaper) => "ConferencePaper",
        Some(T::Proceedings) => "ConferenceProceeding",
        Some(T::DoctoralThesis | T::MastersThesis) => "Dissertation",
        Some(T::Preprint) => "Preprint",
        Some(T::Report | T::ResearchReport) => "Report",
        Some(T::Book) => "Book",
        Some(T::BookPart) => "BookChapter",
        Some(T::Dataset) => "Dataset",
        Some(T::Software) => "Software",
        Some(T::WorkingPaper | T::ConferenceObject) => "Text",
        None => "Other",
    }
}

fn write_subjects(xml: &mut Fragment, record: &Record<'_>) {
    xml.group("subjects", &[], |xml| {
        for word in &record.metadata.keywords {
            xml.line("subject", &[("xml:lang", xml_lang(&word.lang))], &word.text);
        }
        if let Some(field) = record.metadata.field.as_deref().and_then(find_field) {
            for (lang, label) in [("fr", &field.label_fr), ("en", &field.label_en)] {
                xml.leaf("subject", &[("subjectScheme", "CRDC 2020"), ("xml:lang", lang)], label);
            }
        }
    });
}

fn write_dates(xml: &mut Fragment, record: &Record<'_>) {
    let text = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let available = record.embargo_end().or(record.published_here).map(|day| day.to_string());
    xml.group("dates", &[], |xml| {
        xml.leaf("date", &[("dateType", "Issued")], &text(record.issued()));
        xml.leaf("date", &[("dateType", "Accepted")], &text(record.metadata.dates.accepted));
        xml.leaf("date", &[("dateType", "Submitted")], &text(record.deposited));
        xml.leaf("date", &[("dateType", "Available")], &available.unwrap_or_default());
    });
}

fn write_file(xml: &mut Fragment, record: &Record<'_>) {
    xml.group("sizes", &[], |xml| xml.leaf("size", &[], &format!("{} B", record.size_bytes)));
    xml.group("formats", &[], |xml| xml.leaf("format", &[], record.media_type.as_str()));
}

/// The licence with its SPDX identifier, and the access right of today.
fn write_rights(xml: &mut Fragment, record: &Record<'_>) {
    xml.group("rightsList", &[], |xml| {
        if let Some(licence) = &record.metadata.licence {
            let (uri, spdx) = (licence.uri().unwrap_or_default(), spdx(licence));
            let (scheme, base) = if spdx.is_empty() { ("", "") } else { ("SPDX", "https://spdx.org/licenses/") };
            let attributes = [
                ("rightsURI", uri.as_str()),
                ("rightsIdentifier", spdx.as_str()),
                ("rightsIdentifierScheme", scheme),
                ("schemeURI", base),
                ("xml:lang", "en"),
            ];
            xml.leaf("rights", &attributes, &licence.label(Lang::EN));
        }
        let access = record.access_today();
        xml.leaf("rights", &[("rightsURI", &access.coar_uri()), ("xml:lang", "en")], &access.label(Lang::EN));
    });
}

/// The SPDX identifier: our codes of Creative Commons' international licences are SPDX's in lower case.
pub(super) fn spdx(licence: &Licence) -> String {
    let code = licence.code();
    let known = code.starts_with("cc0-") || (code.starts_with("cc-by") && !code.ends_with("-ca"));
    if known { code.to_ascii_uppercase() } else { String::new() }
}

fn write_funding(xml: &mut Fragment, award: &AwardLink) {
    xml.group("fundingReference", &[], |xml| {
        xml.leaf("funderName", &[], funder::name(award.fund, Lang::FR));
        let scheme = [("funderIdentifierType", "ROR"), ("schemeURI", "https://ror.org")];
        xml.leaf("funderIdentifier", &scheme, funder::ror_url(award.fund));
        if let Some(number) = &award.number {
            xml.leaf("awardNumber", &[("awardURI", &number.doi_url())], number.as_str());
        }
    });
}

/// The journal or book as the item that the work was published in; the order of its parts is the schema's.
fn write_journal(xml: &mut Fragment, record: &Record<'_>) {
    let Some(journal) = &record.metadata.journal else { return };
    let kind = match record.metadata.resource_type {
        Some(ResourceType::BookPart) => "Book",
        Some(ResourceType::ConferencePaper) => "ConferenceProceeding",
        _ => "Journal",
    };
    let (first, last) = record.page_range();
    xml.group("relatedItems", &[], |xml| {
        xml.group("relatedItem", &[("relatedItemType", kind), ("relationType", "IsPublishedIn")], |xml| {
            let issn = journal.issn.as_ref().map(Issn::as_str).unwrap_or_default();
            xml.leaf("relatedItemIdentifier", &[("relatedItemIdentifierType", "ISSN")], issn);
            xml.group("titles", &[], |xml| xml.line("title", &[], &journal.title));
            xml.line("volume", &[], journal.volume.as_deref().unwrap_or_default());
            xml.line("issue", &[], journal.issue.as_deref().unwrap_or_default());
            xml.line("firstPage", &[], first.unwrap_or_default());
            xml.line("lastPage", &[], last.unwrap_or_default());
            xml.line("publisher", &[], journal.publisher.as_deref().unwrap_or_default());
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Metadata;
    use crate::metadata::reading::{all, read, texts};
    use crate::metadata::samples;

    #[test]
    fn a_full_record_has_the_six_mandatory_properties_and_its_identifiers() {
        let metadata = samples::full();
        let nodes = read(&Datacite.write(&samples::record(&metadata)).unwrap()).unwrap();
        assert_eq!(texts(&nodes, "resource/identifier"), ["10.5555/essai.42"]);
        assert_eq!(texts(&nodes, "creators/creator/creatorName").len(), 3);
        assert_eq!(texts(&nodes, "resource/titles/title").len(), 2);
        assert_eq!(texts(&nodes, "resource/publisher"), ["Presses de l’essai"]);
        assert_eq!(texts(&nodes, "resource/publicationYear"), ["2025"]);
        assert_eq!(all(&nodes, "resource/resourceType")[0].attribute("resourceTypeGeneral"), "JournalArticle");
        assert_eq!(all(&nodes, "affiliation")[0].attribute("affiliationIdentifier"), "https://ror.org/04sjchr03");
        assert_eq!(all(&nodes, "rightsList/rights")[0].attribute("rightsIdentifier"), "CC-BY-4.0");
        assert_eq!(texts(&nodes, "funderIdentifier"), ["https://ror.org/00b9f9778", "https://ror.org/00w3qhf76"]);
        assert_eq!(texts(&nodes, "resource/version"), ["AM"]);
    }

    #[test]
    fn what_nobody_knows_is_told_by_the_code_for_it() {
        let metadata = Metadata::default();
        let nodes = read(&Datacite.write(&samples::record(&metadata)).unwrap()).unwrap();
        assert_eq!(texts(&nodes, "creatorName"), [":unav"]);
        assert_eq!(texts(&nodes, "title"), [":unav"]);
        assert_eq!(all(&nodes, "identifier")[0].attribute("identifierType"), "URL");
        assert_eq!(texts(&nodes, "publisher"), ["Dépôt d’essai"]);
    }

    #[test]
    fn the_envelope_holds_the_same_resource() {
        let metadata = samples::full();
        let record = samples::record(&metadata);
        let envelope = OaiDatacite.write(&record).unwrap();
        assert!(envelope.contains(&format!("<payload>{}</payload>", Datacite.write(&record).unwrap())));
        assert!(envelope.contains("<schemaVersion>4.6</schemaVersion>"));
    }

    #[test]
    fn only_licences_of_the_list_have_an_spdx_identifier() {
        for code in Licence::all() {
            let known = Licence::parse(&spdx(&code));
            assert!(spdx(&code).is_empty() || known == Ok(code.clone()), "{code:?}");
        }
        assert_eq!(spdx(&Licence::parse("cc-by-nc-nd-4.0").unwrap()), "CC-BY-NC-ND-4.0");
        for code in ["cc-by-2.5-ca", "ogl-ca-2.0", "all-rights-reserved"] {
            assert_eq!(spdx(&Licence::parse(code).unwrap()), "", "{code}");
        }
    }
}
