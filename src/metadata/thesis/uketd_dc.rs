//! `UKETD_DC` 2.0, the British application profile for theses that repository software kept offering.
//!
//! The schema is served at the address that providers have always announced.

use super::{institution, is_thesis};
use crate::domain::{AwardNumber, Doi, Lang, Orcid, ResourceType};
use crate::metadata::language::{three_letters, xml_lang};
use crate::metadata::oai_dc::DC;
use crate::metadata::qdc::{DCTERMS, write_subjects, write_titles};
use crate::metadata::text::lines;
use crate::metadata::xml::{Fragment, document};
use crate::metadata::{Crosswalk, Format, Record, WriteError, XmlFormat, funder};

/// Schema and namespace of the profile.
const XML: XmlFormat = XmlFormat {
    schema: "http://naca.central.cranfield.ac.uk/ethos-oai/2.0/uketd_dc.xsd",
    namespace: "http://naca.central.cranfield.ac.uk/ethos-oai/2.0/",
};

/// Namespace of the profile's own terms.
const TERMS: &str = "http://naca.central.cranfield.ac.uk/ethos-oai/terms/";

/// The `uketd_dc` crosswalk.
#[derive(Debug, Clone, Copy)]
pub(in crate::metadata) struct UketdDc;

impl Crosswalk for UketdDc {
    fn format(&self) -> &'static Format {
        &Format {
            prefix: "uketd_dc",
            xml: Some(XML),
            media_type: "application/xml",
            extension: "xml",
            label: "UKETD_DC",
        }
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn applies(&self, record: &Record<'_>) -> bool {
        is_thesis(record)
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        let namespaces = [
            ("xmlns:uketd_dc", XML.namespace),
            ("xmlns:dc", DC),
            ("xmlns:dcterms", DCTERMS),
            ("xmlns:uketdterms", TERMS),
        ];
        Ok(document(&XML, "uketd_dc:uketddc", &namespaces, |xml| {
            write_titles(xml, record);
            write_author(xml, record);
            for text in &record.metadata.abstracts {
                xml.leaf("dcterms:abstract", &[("xml:lang", xml_lang(&text.lang))], &lines(&text.text));
            }
            write_degree(xml, record);
            write_funding(xml, record);
            write_links(xml, record);
            write_rights(xml, record);
            write_subjects(xml, record);
        }))
    }
}

fn write_author(xml: &mut Fragment, record: &Record<'_>) {
    for author in &record.metadata.authors {
        xml.line("dc:creator", &[], &author.sort_name());
        let orcid = author.orcid.as_ref().map(Orcid::url).unwrap_or_default();
        xml.leaf("uketdterms:authoridentifier", &[], &orcid);
        for place in &author.affiliations {
            xml.line("uketdterms:department", &[], &place.name);
        }
    }
}

fn write_degree(xml: &mut Fragment, record: &Record<'_>) {
    xml.leaf("uketdterms:institution", &[], &institution(record).unwrap_or_default());
    xml.leaf("dcterms:issued", &[], &record.issued().map(|date| date.to_string()).unwrap_or_default());
    let Some(kind) = record.metadata.resource_type else { return };
    let level = if kind == ResourceType::DoctoralThesis { "doctoral" } else { "masters" };
    xml.leaf("dc:type", &[("xml:lang", "en")], &kind.label(Lang::EN));
    xml.leaf("dc:type", &[], &kind.coar_uri());
    xml.leaf("uketdterms:qualificationlevel", &[], level);
    if let Some(version) = record.metadata.version {
        xml.leaf("dc:type", &[], &version.coar_uri());
    }
}

fn write_funding(xml: &mut Fragment, record: &Record<'_>) {
    if let Some(lang) = record.metadata.language.as_ref().filter(|lang| **lang != Lang::UND) {
        xml.leaf("dc:language", &[("xsi:type", "dcterms:ISO639-2")], three_letters(lang));
    }
    for award in &record.metadata.awards {
        xml.leaf("uketdterms:sponsor", &[], funder::name(award.fund, Lang::FR));
        let number = award.number.as_ref().map(AwardNumber::as_str).unwrap_or_default();
        xml.leaf("uketdterms:grantnumber", &[], number);
    }
}

fn write_links(xml: &mut Fragment, record: &Record<'_>) {
    xml.leaf("dcterms:isReferencedBy", &[], &record.url);
    let address = [("xsi:type", "dcterms:URI")];
    xml.leaf("dc:identifier", &address, record.open_file().unwrap_or_default());
    let doi = record.metadata.doi.as_ref().map(Doi::url).unwrap_or_default();
    xml.leaf("dc:identifier", &address, &doi);
    xml.leaf("dc:format", &[], record.media_type.as_str());
}

/// The profile holds to a `dcterms` of before `accessRights` and `license`.
fn write_rights(xml: &mut Fragment, record: &Record<'_>) {
    xml.leaf("dc:rights", &[("xml:lang", "en")], &record.access_today().label(Lang::EN));
    if let Some((_, end)) = record.embargo() {
        xml.leaf("uketdterms:embargodate", &[], &end.to_string());
    }
    if let Some(licence) = &record.metadata.licence {
        xml.leaf("dc:rights", &[], &licence.uri().unwrap_or_else(|| licence.label(Lang::FR)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccessRight, Metadata};
    use crate::metadata::reading::{read, texts};
    use crate::metadata::samples;

    #[test]
    fn a_thesis_has_its_institution_level_sponsor_and_embargo() {
        let kind = Some(ResourceType::MastersThesis);
        let metadata = Metadata { resource_type: kind, access: Some(AccessRight::Embargoed), ..samples::full() };
        let record = samples::closed(&metadata);
        assert!(UketdDc.applies(&record));
        let nodes = read(&UketdDc.write(&record).unwrap()).unwrap();
        assert_eq!(texts(&nodes, "uketdterms:institution"), ["Presses de l’essai"]);
        assert_eq!(texts(&nodes, "uketdterms:qualificationlevel"), ["masters"]);
        assert_eq!(texts(&nodes, "uketdterms:grantnumber"), ["900101"]);
        assert_eq!(texts(&nodes, "uketdterms:embargodate"), ["2025-09-14"]);
        assert_eq!(texts(&nodes, "dcterms:alternative").len(), 1);
        assert!(!UketdDc.applies(&samples::record(&samples::full())));
    }
}
