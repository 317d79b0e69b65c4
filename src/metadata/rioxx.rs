//! RIOXX 3.0, the profile that CORE harvests: <https://rioxx.net/profiles/v3-0-final/>.
//!
//! The published schema contradicts the profile (it refuses a second creator and the attributes of `dc:relation`), so
//! that the tests here check the table of properties instead.

use super::language::{three_letters, xml_lang};
use super::oai_dc::DC;
use super::qdc::{DCTERMS, write_subjects};
use super::text::lines;
use super::xml::{Fragment, document};
use super::{Crosswalk, Format, Record, WriteError, XmlFormat, funder};
use crate::domain::{AccessRight, CopyHost, Issn, Lang, Licence, PartialDate, VersionType};

/// Schema and namespace of the profile.
const XML: XmlFormat = XmlFormat {
    schema: "http://www.rioxx.net/schema/v3.0/rioxx/rioxx.xsd",
    namespace: "http://www.rioxx.net/schema/v3.0/rioxx/",
};

/// Namespace of the profile's own terms.
const TERMS: &str = "http://www.rioxx.net/schema/v3.0/rioxxterms/";

/// COAR's term of works that fit no other.
const OTHER: &str = "https://purl.org/coar/resource_type/c_1843";

/// The `rioxx` crosswalk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rioxx;

impl Crosswalk for Rioxx {
    fn format(&self) -> &'static Format {
        &Format { prefix: "rioxx", xml: Some(XML), media_type: "application/xml", extension: "xml", label: "RIOXX 3" }
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        let namespaces =
            [("xmlns", XML.namespace), ("xmlns:rioxxterms", TERMS), ("xmlns:dc", DC), ("xmlns:dcterms", DCTERMS)];
        Ok(document(&XML, "rioxx", &namespaces, |xml| {
            write_work(xml, record);
            write_creators(xml, record);
            write_file(xml, record);
            write_elsewhere(xml, record);
            write_grants(xml, record);
            write_dates(xml, record);
        }))
    }
}

fn write_work(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    xml.leaf("dc:identifier", &[], &record.url);
    if let Some(title) = metadata.main_title() {
        xml.line("dc:title", &[("xml:lang", xml_lang(&title.lang))], &title.text);
    }
    xml.leaf("dc:language", &[], three_letters(metadata.language.as_ref().unwrap_or(&Lang::UND)));
    xml.leaf("dc:type", &[], &resource_type(record));
    for text in &metadata.abstracts {
        xml.leaf("dc:description", &[("xml:lang", xml_lang(&text.lang))], &lines(&text.text));
    }
    write_subjects(xml, record);
    if let Some(journal) = &metadata.journal {
        xml.leaf("dc:source", &[], journal.issn.as_ref().map(Issn::as_str).unwrap_or_default());
        xml.line("rioxxterms:publisher", &[], journal.publisher.as_deref().unwrap_or_default());
    }
}

/// COAR's addresses as the profile writes them.
fn secure(uri: &str) -> String {
    uri.replacen("http://purl.org/", "https://purl.org/", 1)
}

fn resource_type(record: &Record<'_>) -> String {
    record.metadata.resource_type.map_or_else(|| OTHER.to_owned(), |kind| secure(&kind.coar_uri()))
}

fn coar_version(version: Option<VersionType>) -> String {
    version.map(|version| secure(&version.coar_uri())).unwrap_or_default()
}

fn write_creators(xml: &mut Fragment, record: &Record<'_>) {
    for (index, author) in record.metadata.authors.iter().enumerate() {
        let first = if index == 0 { "true" } else { "" };
        xml.group("rioxxterms:creator", &[("first-named-author", first)], |xml| {
            xml.line("rioxxterms:name", &[], &author.sort_name());
            if let Some(orcid) = &author.orcid {
                xml.leaf("rioxxterms:id", &[], &orcid.url());
            }
        });
    }
}

/// The file, which only this repository holds at this address.
fn write_file(xml: &mut Fragment, record: &Record<'_>) {
    let text = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let licence = record.metadata.licence.as_ref().and_then(Licence::uri).unwrap_or_default();
    let was_closed = record.metadata.access == Some(AccessRight::Embargoed);
    let embargo_over =
        record.metadata.embargo_until.filter(|_| was_closed).map(|end| PartialDate::from_day(end.latest()));
    let here = record.published_here.map(PartialDate::from_day);
    let attributes = [
        ("rel", "item"),
        ("type", record.media_type.as_str()),
        ("coar_type", &resource_type(record)),
        ("coar_version", &coar_version(record.metadata.version)),
        ("deposit_date", &text(record.deposited)),
        ("resource_exposed_date", &text(embargo_over.max(here))),
        ("access_rights", &secure(&record.access_today().coar_uri())),
        ("license_ref", &licence),
    ];
    xml.leaf("dc:relation", &attributes, record.open_file().unwrap_or_default());
}

/// The publisher's DOI, and copies elsewhere.
fn write_elsewhere(xml: &mut Fragment, record: &Record<'_>) {
    let kind = resource_type(record);
    if let Some(doi) = &record.metadata.doi {
        let version = coar_version(Some(VersionType::VoR));
        let attributes = [("rel", "cite-as"), ("coar_type", kind.as_str()), ("coar_version", version.as_str())];
        xml.leaf("rioxxterms:ext_relation", &attributes, &doi.url());
    }
    for copy in record.metadata.copies.iter().filter(|copy| copy.host == CopyHost::Repository) {
        let version = coar_version(copy.version);
        let attributes = [("rel", "item"), ("coar_type", kind.as_str()), ("coar_version", version.as_str())];
        xml.line("rioxxterms:ext_relation", &attributes, copy.url.as_deref().unwrap_or_default());
    }
}

/// One element for each grant; without a number it still names the funder.
fn write_grants(xml: &mut Fragment, record: &Record<'_>) {
    for award in &record.metadata.awards {
        let attributes =
            [("funder_name", funder::name(award.fund, Lang::FR)), ("funder_id", funder::ror_url(award.fund))];
        match &award.number {
            Some(number) => xml.leaf("rioxxterms:grant", &attributes, number.as_str()),
            None => xml.empty("rioxxterms:grant", &attributes),
        }
    }
}

fn write_dates(xml: &mut Fragment, record: &Record<'_>) {
    let text = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
    xml.leaf("dcterms:dateAccepted", &[], &text(record.metadata.dates.accepted));
    xml.leaf("rioxxterms:publication_date", &[], &text(record.metadata.published()));
    let here = record.published_here.map(PartialDate::from_day);
    xml.leaf("rioxxterms:record_public_release_date", &[], &text(here));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Metadata;
    use crate::metadata::reading::{Node, all, read, texts};
    use crate::metadata::samples;

    fn nodes(record: &Record<'_>) -> Vec<Node> {
        read(&Rioxx.write(record).unwrap()).unwrap()
    }

    #[test]
    fn every_mandatory_property_of_the_profile_is_there() {
        let metadata = samples::full();
        let nodes = nodes(&samples::record(&metadata));
        assert_eq!(texts(&nodes, "dc:identifier"), [samples::URL]);
        assert_eq!(texts(&nodes, "dc:title"), ["Lacs de thermokarst et tourbières du Nunavik"]);
        assert_eq!(texts(&nodes, "dc:language"), ["fra"]);
        assert_eq!(texts(&nodes, "dc:type"), ["https://purl.org/coar/resource_type/c_6501"]);
        assert_eq!(texts(&nodes, "dc:source"), ["0317-8471"]);
        let creators = all(&nodes, "rioxxterms:creator");
        assert_eq!(creators.iter().filter(|one| one.attribute("first-named-author") == "true").count(), 1);
        assert_eq!((creators.len(), texts(&nodes, "rioxxterms:id").len()), (3, 1));
        let grants = all(&nodes, "rioxxterms:grant");
        assert_eq!(grants.iter().map(|grant| grant.text.as_str()).collect::<Vec<_>>(), ["900101", ""]);
        assert!(grants.iter().all(|grant| grant.attribute("funder_id").starts_with("https://ror.org/")));
    }

    #[test]
    fn the_file_carries_its_attributes_and_the_doi_is_elsewhere() {
        let metadata = samples::full();
        let nodes = nodes(&samples::record(&metadata));
        let file = all(&nodes, "dc:relation")[0];
        assert_eq!(file.attribute("access_rights"), "https://purl.org/coar/access_right/c_abf2");
        assert_eq!(file.attribute("license_ref"), "https://creativecommons.org/licenses/by/4.0/");
        assert_eq!(file.attribute("deposit_date"), "2025-03-20");
        let cited = all(&nodes, "rioxxterms:ext_relation")[0];
        assert_eq!((cited.attribute("rel"), cited.text.as_str()), ("cite-as", "https://doi.org/10.5555/essai.42"));
        assert!(!cited.attribute("coar_type").is_empty());
    }

    #[test]
    fn a_closed_file_is_not_linked_and_an_unknown_language_is_told() {
        let metadata = Metadata { access: Some(AccessRight::Embargoed), language: None, ..samples::full() };
        let nodes = nodes(&samples::closed(&metadata));
        assert!(all(&nodes, "dc:relation").is_empty());
        assert_eq!(texts(&nodes, "dc:language"), ["und"]);
    }
}
