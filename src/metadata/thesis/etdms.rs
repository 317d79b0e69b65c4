//! ETD-MS 1.1, the format of NDLTD and of Theses Canada: <https://ndltd.org/resources/etd-ms-metadata-standard/>.

use super::{institution, is_thesis};
use crate::domain::{Doi, Lang, Orcid, ResourceType};
use crate::metadata::language::{three_letters, xml_lang};
use crate::metadata::oai_dc::DC;
use crate::metadata::qdc::{DCTERMS, write_subjects};
use crate::metadata::text::lines;
use crate::metadata::xml::{Fragment, document};
use crate::metadata::{Crosswalk, Format, Record, WriteError, XmlFormat, funder};

/// Schema and namespace of NDLTD.
const XML: XmlFormat = XmlFormat {
    schema: "http://www.ndltd.org/standards/metadata/etdms/1.1/etdms11.xsd",
    namespace: "http://www.ndltd.org/standards/metadata/etdms/1.1/",
};

/// The `etdms` crosswalk.
#[derive(Debug, Clone, Copy)]
pub(in crate::metadata) struct Etdms;

impl Crosswalk for Etdms {
    fn format(&self) -> &'static Format {
        &Format { prefix: "etdms", xml: Some(XML), media_type: "application/xml", extension: "xml", label: "ETD-MS" }
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn applies(&self, record: &Record<'_>) -> bool {
        is_thesis(record)
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        let namespaces = [("xmlns", XML.namespace), ("xmlns:dc", DC), ("xmlns:dcterms", DCTERMS)];
        Ok(document(&XML, "thesis", &namespaces, |xml| {
            write_thesis(xml, record);
            write_links(xml, record);
            write_degree(xml, record);
        }))
    }
}

fn write_thesis(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    for (index, title) in metadata.titles.iter().enumerate() {
        let name = if index == 0 { "dc:title" } else { "dcterms:alternative" };
        xml.line(name, &[("xml:lang", xml_lang(&title.lang))], &title.text);
    }
    for author in &metadata.authors {
        let orcid = author.orcid.as_ref().map(Orcid::url).unwrap_or_default();
        xml.line("dc:creator", &[("resource", &orcid)], &author.sort_name());
    }
    write_subjects(xml, record);
    for text in &metadata.abstracts {
        let attributes = [("role", "abstract"), ("xml:lang", xml_lang(&text.lang))];
        xml.leaf("dc:description", &attributes, &lines(&text.text));
    }
    xml.leaf("dc:publisher", &[], &institution(record).unwrap_or_default());
    for fund in funder::funds(&metadata.awards) {
        let attributes = [("role", "funder"), ("resource", funder::ror_url(fund)), ("xml:lang", "fr")];
        xml.leaf("dc:contributor", &attributes, funder::name(fund, Lang::FR));
    }
    xml.leaf("dc:date", &[], &record.issued().map(|date| date.to_string()).unwrap_or_default());
    xml.leaf("dc:type", &[], "Electronic Thesis or Dissertation");
    if let Some(version) = metadata.version {
        xml.leaf("dc:type", &[], &version.coar_uri());
    }
}

fn write_links(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    xml.leaf("dc:format", &[], record.media_type.as_str());
    xml.leaf("dc:identifier", &[], &record.url);
    xml.leaf("dc:identifier", &[], record.open_file().unwrap_or_default());
    xml.leaf("dc:identifier", &[], &metadata.doi.as_ref().map(Doi::url).unwrap_or_default());
    if let Some(lang) = metadata.language.as_ref().filter(|lang| **lang != Lang::UND) {
        xml.leaf("dc:language", &[], three_letters(lang));
    }
    for award in &metadata.awards {
        xml.leaf("dc:relation", &[], &funder::grant_agreement(award));
    }
    xml.leaf("dc:rights", &[("xml:lang", "en")], &record.access_today().label(Lang::EN));
    if let Some((_, end)) = record.embargo() {
        xml.leaf("dcterms:available", &[], &end.to_string());
    }
    if let Some(licence) = &metadata.licence {
        xml.leaf("dc:rights", &[], &licence.uri().unwrap_or_else(|| licence.label(Lang::FR)));
    }
}

/// The degree; level 1 is a master's, level 2 a doctor's (ETD-MS 1.1, thesis.degree.level).
fn write_degree(xml: &mut Fragment, record: &Record<'_>) {
    let (name, level) = match record.metadata.resource_type {
        Some(ResourceType::DoctoralThesis) => ("Doctorat", "2"),
        Some(ResourceType::MastersThesis) => ("Maîtrise", "1"),
        _ => return,
    };
    let field = record.metadata.field.as_deref().and_then(crate::domain::vocabulary::find_field);
    xml.group("degree", &[], |xml| {
        xml.leaf("name", &[("xml:lang", "fr")], name);
        xml.leaf("level", &[], level);
        xml.leaf("discipline", &[("xml:lang", "fr")], field.map(|field| field.label_fr.as_str()).unwrap_or_default());
        xml.leaf("grantor", &[], &institution(record).unwrap_or_default());
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::reading::{all, read, texts};
    use crate::metadata::samples;

    #[test]
    fn a_thesis_names_its_degree_and_an_article_does_not_exist_here() {
        let mut metadata = samples::full();
        assert!(!Etdms.applies(&samples::record(&metadata)));
        metadata.resource_type = Some(ResourceType::DoctoralThesis);
        let record = samples::record(&metadata);
        assert!(Etdms.applies(&record));
        let nodes = read(&Etdms.write(&record).unwrap()).unwrap();
        assert_eq!(texts(&nodes, "degree/level"), ["2"]);
        assert_eq!(texts(&nodes, "degree/grantor"), ["Presses de l’essai"]);
        assert_eq!(texts(&nodes, "dc:description").len(), 2);
        assert_eq!(all(&nodes, "dc:creator")[0].attribute("resource"), "https://orcid.org/0000-0002-1825-0097");
        assert!(texts(&nodes, "dc:identifier").contains(&"https://depot.example.org/articles/42/article.pdf"));
    }
}
