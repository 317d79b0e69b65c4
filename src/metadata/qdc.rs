//! Qualified Dublin Core: the fifteen elements, and their refinements from DCMI Metadata Terms.
//!
//! The root is the one that DSpace made common; <https://www.dublincore.org/specifications/dublin-core/dcmi-terms/>.

use super::language::{three_letters, xml_lang};
use super::oai_dc::DC;
use super::text::lines;
use super::xml::{Fragment, document};
use super::{Crosswalk, Format, Record, WriteError, XmlFormat, citation, funder};
use crate::domain::vocabulary::find_field;
use crate::domain::{AwardNumber, Lang, PartialDate};

/// Schema and namespace of the container.
const XML: XmlFormat = XmlFormat {
    schema: "http://www.ukoln.ac.uk/metadata/dcmi/xmlschema/qualifieddc.xsd",
    namespace: "http://dspace.org/qualifieddc/",
};

/// Namespace of DCMI Metadata Terms.
pub(super) const DCTERMS: &str = "http://purl.org/dc/terms/";

/// The `qdc` crosswalk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Qdc;

impl Crosswalk for Qdc {
    fn format(&self) -> &'static Format {
        &Format {
            prefix: "qdc",
            xml: Some(XML),
            media_type: "application/xml",
            extension: "xml",
            label: "Dublin Core (DCTERMS)",
        }
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        let namespaces = [("xmlns:qdc", XML.namespace), ("xmlns:dc", DC), ("xmlns:dcterms", DCTERMS)];
        Ok(document(&XML, "qdc:qualifieddc", &namespaces, |xml| {
            write_titles(xml, record);
            write_people(xml, record);
            write_description(xml, record);
            write_dates(xml, record);
            write_relations(xml, record);
            write_rights(xml, record);
        }))
    }
}

/// The title, and titles in other languages as alternatives.
pub(super) fn write_titles(xml: &mut Fragment, record: &Record<'_>) {
    for (index, title) in record.metadata.titles.iter().enumerate() {
        let name = if index == 0 { "dc:title" } else { "dcterms:alternative" };
        xml.line(name, &[("xml:lang", xml_lang(&title.lang))], &title.text);
    }
}

fn write_people(xml: &mut Fragment, record: &Record<'_>) {
    for author in &record.metadata.authors {
        xml.line("dc:creator", &[], &author.sort_name());
    }
    for fund in funder::funds(&record.metadata.awards) {
        xml.leaf("dc:contributor", &[("xml:lang", "fr")], funder::name(fund, Lang::FR));
    }
    if let Some(publisher) = record.metadata.journal.as_ref().and_then(|journal| journal.publisher.as_deref()) {
        xml.line("dc:publisher", &[], publisher);
    }
}

fn write_description(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    write_subjects(xml, record);
    for text in &metadata.abstracts {
        xml.leaf("dcterms:abstract", &[("xml:lang", xml_lang(&text.lang))], &lines(&text.text));
    }
    if let Some(kind) = metadata.resource_type {
        xml.leaf("dc:type", &[("xml:lang", "en")], &kind.label(Lang::EN));
        xml.leaf("dc:type", &[], &kind.coar_uri());
    }
    if let Some(version) = metadata.version {
        xml.leaf("dc:type", &[], &version.coar_uri());
    }
    if let Some(lang) = metadata.language.as_ref().filter(|lang| **lang != Lang::UND) {
        xml.leaf("dc:language", &[], three_letters(lang));
    }
    xml.leaf("dc:format", &[], record.media_type.as_str());
    xml.leaf("dcterms:extent", &[], &format!("{} B", record.size_bytes));
}

/// Keywords, and the field of research in both languages.
pub(super) fn write_subjects(xml: &mut Fragment, record: &Record<'_>) {
    for word in &record.metadata.keywords {
        xml.line("dc:subject", &[("xml:lang", xml_lang(&word.lang))], &word.text);
    }
    if let Some(field) = record.metadata.field.as_deref().and_then(find_field) {
        xml.leaf("dc:subject", &[("xml:lang", "fr")], &field.label_fr);
        xml.leaf("dc:subject", &[("xml:lang", "en")], &field.label_en);
    }
}

fn write_dates(xml: &mut Fragment, record: &Record<'_>) {
    let text = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let available = record.embargo_end().or(record.published_here).map(|day| day.to_string());
    xml.leaf("dcterms:issued", &[], &text(record.issued()));
    xml.leaf("dcterms:dateAccepted", &[], &text(record.metadata.dates.accepted));
    xml.leaf("dcterms:dateSubmitted", &[], &text(record.deposited));
    xml.leaf("dcterms:available", &[], &available.unwrap_or_default());
}

fn write_relations(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    xml.leaf("dc:identifier", &[], &record.url);
    xml.leaf("dc:identifier", &[], record.open_file().unwrap_or_default());
    xml.line(
        "dcterms:bibliographicCitation",
        &[],
        &citation::citation(record, citation::Style::Apa, Lang::EN).to_string(),
    );
    if let Some(doi) = &metadata.doi {
        xml.leaf("dcterms:isVersionOf", &[], &doi.url());
    }
    for url in metadata.copy_urls() {
        xml.line("dcterms:hasVersion", &[], url);
    }
    if let Some(journal) = &metadata.journal {
        xml.line("dcterms:isPartOf", &[], &journal.title);
        let issn = journal.issn.as_ref().map(|issn| format!("urn:ISSN:{issn}")).unwrap_or_default();
        xml.leaf("dcterms:isPartOf", &[], &issn);
    }
    for award in &metadata.awards {
        xml.leaf("dc:relation", &[], &funder::grant_agreement(award));
        xml.leaf("dc:relation", &[], &award.number.as_ref().map(AwardNumber::doi_url).unwrap_or_default());
    }
}

fn write_rights(xml: &mut Fragment, record: &Record<'_>) {
    let access = record.access_today();
    xml.leaf("dcterms:accessRights", &[("xml:lang", "en")], &access.label(Lang::EN));
    xml.leaf("dcterms:accessRights", &[], &access.coar_uri());
    if let Some(licence) = &record.metadata.licence {
        xml.leaf("dcterms:license", &[], &licence.uri().unwrap_or_else(|| licence.label(Lang::FR)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::reading::{read, texts};
    use crate::metadata::samples;

    #[test]
    fn the_refinements_of_the_application_profile_are_there() {
        let metadata = samples::full();
        let nodes = read(&Qdc.write(&samples::record(&metadata)).unwrap()).unwrap();
        for (name, value) in [
            ("dcterms:issued", "2025-03-14"),
            ("dcterms:dateAccepted", "2025-01-10"),
            ("dcterms:available", "2025-04-01"),
            ("dcterms:isPartOf", "Revue d’essai"),
            ("dcterms:isVersionOf", "https://doi.org/10.5555/essai.42"),
            ("dcterms:license", "https://creativecommons.org/licenses/by/4.0/"),
            ("dcterms:accessRights", "http://purl.org/coar/access_right/c_abf2"),
            ("dcterms:extent", "123456 B"),
            ("dc:relation", "info:eu-repo/grantAgreement/FRQ/NT/900101/CA//"),
        ] {
            assert!(texts(&nodes, name).contains(&value), "{name}");
        }
        assert_eq!(texts(&nodes, "dcterms:abstract").len(), 2);
        assert!(texts(&nodes, "dcterms:bibliographicCitation")[0].starts_with("Tremblay, M.-È."));
    }

    #[test]
    fn a_closed_file_has_no_address_and_says_when_it_opens() {
        let mut metadata = samples::full();
        metadata.access = Some(crate::domain::AccessRight::Embargoed);
        let xml = Qdc.write(&samples::closed(&metadata)).unwrap();
        assert!(!xml.contains("article.pdf"));
        assert!(xml.contains("<dcterms:available>2025-09-14</dcterms:available>"));
    }
}
