//! Unqualified Dublin Core for OAI-PMH, by the OpenAIRE 3 (DRIVER) conventions and the rules of BASE.
//!
//! OpenAIRE Guidelines for Literature Repository Managers 3.0; OAI-PMH 2.0, <https://www.openarchives.org/OAI/2.0/>.

use super::xml::{Fragment, document};
use super::{Crosswalk, Format, Record, WriteError, XmlFormat, funder};
use crate::domain::vocabulary::find_field;
use crate::domain::{Journal, Lang, VersionType};

/// Schema and namespace (OAI-PMH 2.0 §3.4).
const XML: XmlFormat = XmlFormat {
    schema: "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
    namespace: "http://www.openarchives.org/OAI/2.0/oai_dc/",
};

/// Namespace of the fifteen elements (DCMI).
pub(super) const DC: &str = "http://purl.org/dc/elements/1.1/";

/// The `oai_dc` crosswalk.
#[derive(Debug, Clone, Copy)]
pub(super) struct OaiDc;

impl Crosswalk for OaiDc {
    fn format(&self) -> &'static Format {
        &Format {
            prefix: "oai_dc",
            xml: Some(XML),
            media_type: "application/xml",
            extension: "xml",
            label: "Dublin Core",
        }
    }

    fn is_kept(&self) -> bool {
        true
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        Ok(document(&XML, "oai_dc:dc", &[("xmlns:oai_dc", XML.namespace), ("xmlns:dc", DC)], |xml| {
            write_description(xml, record);
            write_dates(xml, record);
            write_types(xml, record);
            write_links(xml, record);
            write_rights(xml, record);
        }))
    }
}

fn write_description(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    xml.localised("dc:title", &metadata.titles);
    for author in &metadata.authors {
        xml.leaf("dc:creator", &[], &author.sort_name());
    }
    xml.localised("dc:subject", &metadata.keywords);
    if let Some(field) = metadata.field.as_deref().and_then(find_field) {
        xml.leaf("dc:subject", &[("xml:lang", "fr")], &field.label_fr);
        xml.leaf("dc:subject", &[("xml:lang", "en")], &field.label_en);
    }
    xml.localised("dc:description", &metadata.abstracts);
    if let Some(publisher) = metadata.journal.as_ref().and_then(|journal| journal.publisher.as_deref()) {
        xml.leaf("dc:publisher", &[], publisher);
    }
}

fn write_dates(xml: &mut Fragment, record: &Record<'_>) {
    if let Some(date) = record.date() {
        xml.leaf("dc:date", &[], &date.to_string());
    }
    if let Some(end) = record.embargo_end() {
        xml.leaf("dc:date", &[], &format!("info:eu-repo/date/embargoEnd/{end}"));
    }
}

/// OpenAIRE 3: the publication type comes first, then the version.
fn write_types(xml: &mut Fragment, record: &Record<'_>) {
    let kind = record.metadata.resource_type.map_or("info:eu-repo/semantics/other", |kind| kind.eu_repo_uri());
    xml.leaf("dc:type", &[], kind);
    if let Some(version) = record.metadata.version.and_then(VersionType::eu_repo_uri) {
        xml.leaf("dc:type", &[], &version);
    }
    xml.leaf("dc:format", &[], record.media_type.as_str());
}

fn write_links(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    xml.leaf("dc:identifier", &[], &record.url);
    if let Some(file) = record.open_file() {
        xml.leaf("dc:identifier", &[], file);
    }
    if let Some(journal) = &metadata.journal {
        xml.leaf("dc:source", &[], &source(journal));
        if let Some(issn) = &journal.issn {
            xml.leaf("dc:source", &[], &format!("ISSN {issn}"));
        }
    }
    if let Some(lang) = metadata.language {
        xml.leaf("dc:language", &[], lang.iso639_3());
    }
    for award in &metadata.awards {
        xml.leaf("dc:relation", &[], &funder::grant_agreement(award));
    }
    if let Some(doi) = &metadata.doi {
        xml.leaf("dc:relation", &[], &format!("info:eu-repo/semantics/altIdentifier/doi/{doi}"));
    }
}

/// `Journal, 12(3), 45-67`.
pub(super) fn source(journal: &Journal) -> String {
    let issue = journal.issue.as_ref().map(|issue| format!("({issue})")).unwrap_or_default();
    let number = format!("{}{issue}", journal.volume.as_deref().unwrap_or_default());
    let parts = [journal.title.as_str(), &number, journal.pages.as_deref().unwrap_or_default()];
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
}

fn write_rights(xml: &mut Fragment, record: &Record<'_>) {
    xml.leaf("dc:rights", &[], &record.access_today().eu_repo_uri());
    if let Some(licence) = &record.metadata.licence {
        xml.leaf("dc:rights", &[], &licence.uri().unwrap_or_else(|| licence.label(Lang::FR)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccessRight, Metadata};
    use crate::metadata::reading::read;
    use crate::metadata::samples;

    fn write(record: &Record<'_>) -> String {
        OaiDc.write(record).unwrap()
    }

    #[test]
    fn an_open_article_is_written_by_the_openaire_conventions() {
        let metadata = samples::full();
        let xml = write(&samples::record(&metadata)).replace("><dc:", ">\n<dc:");
        insta::assert_snapshot!(xml, @r#"
        <oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">
        <dc:title xml:lang="fr">Lacs de thermokarst et tourbières du Nunavik</dc:title>
        <dc:title xml:lang="en">Thermokarst lakes and peatlands of Nunavik</dc:title>
        <dc:creator>Tremblay, Marie-Ève</dc:creator>
        <dc:creator>Qumaq, Jaani P.</dc:creator>
        <dc:creator>Groupe Toundra</dc:creator>
        <dc:subject xml:lang="fr">pergélisol</dc:subject>
        <dc:subject xml:lang="en">permafrost</dc:subject>
        <dc:subject xml:lang="fr">Informatique et systèmes d&apos;information</dc:subject>
        <dc:subject xml:lang="en">Computer and information sciences</dc:subject>
        <dc:description xml:lang="fr">Les lacs grandissent.</dc:description>
        <dc:description xml:lang="en">Lakes are growing.</dc:description>
        <dc:publisher>Presses de l’essai</dc:publisher>
        <dc:date>2025-03-14</dc:date>
        <dc:type>info:eu-repo/semantics/article</dc:type>
        <dc:type>info:eu-repo/semantics/acceptedVersion</dc:type>
        <dc:format>application/pdf</dc:format>
        <dc:identifier>https://depot.example.org/articles/42</dc:identifier>
        <dc:identifier>https://depot.example.org/articles/42/article.pdf</dc:identifier>
        <dc:source>Revue d’essai, 12(3), 45-67</dc:source>
        <dc:source>ISSN 0317-8471</dc:source>
        <dc:language>fra</dc:language>
        <dc:relation>info:eu-repo/grantAgreement/FRQ/NT/900101/CA//</dc:relation>
        <dc:relation>info:eu-repo/grantAgreement/FRQ///CA//</dc:relation>
        <dc:relation>info:eu-repo/semantics/altIdentifier/doi/10.5555/essai.42</dc:relation>
        <dc:rights>info:eu-repo/semantics/openAccess</dc:rights>
        <dc:rights>https://creativecommons.org/licenses/by/4.0/</dc:rights></oai_dc:dc>
        "#);
    }

    #[test]
    fn an_embargoed_article_says_until_when_and_hides_its_file() {
        let metadata = Metadata { access: Some(AccessRight::Embargoed), ..samples::full() };
        let xml = write(&samples::closed(&metadata));
        assert!(xml.contains("<dc:date>info:eu-repo/date/embargoEnd/2025-09-14</dc:date>"));
        assert!(xml.contains("<dc:rights>info:eu-repo/semantics/embargoedAccess</dc:rights>"));
        assert!(!xml.contains("article.pdf"));
    }

    #[test]
    fn hostile_text_comes_back_as_text() {
        let metadata = samples::hostile();
        let nodes = read(&write(&samples::record(&metadata))).unwrap();
        let title = &nodes.iter().find(|node| node.path == "oai_dc:dc/dc:title").unwrap().text;
        assert!(title.starts_with("<a href=\"x\" id='y'>&amp;]]></a>\u{202E}\u{5D0}"), "{title:?}");
        assert!(
            nodes.iter().any(|node| node.path.ends_with("dc:relation") && node.text.ends_with("10.5555/<a&b>\"'{}"))
        );
    }
}
