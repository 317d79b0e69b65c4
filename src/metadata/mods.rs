//! MODS 3.8 of the Library of Congress: <https://www.loc.gov/standards/mods/userguide/>.

use super::language::{bibliographic, xml_lang};
use super::record::is_group;
use super::text::{lines, one_line};
use super::thesis::is_thesis;
use super::xml::{Fragment, document};
use super::{Crosswalk, Format, Record, WriteError, XmlFormat, funder};
use crate::domain::vocabulary::find_field;
use crate::domain::{AwardNumber, Doi, Fund, Issn, Lang, Person, ResourceType};

/// Schema and namespace of the Library of Congress.
const XML: XmlFormat =
    XmlFormat { schema: "http://www.loc.gov/standards/mods/v3/mods-3-8.xsd", namespace: "http://www.loc.gov/mods/v3" };

/// The `mods` crosswalk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mods;

impl Crosswalk for Mods {
    fn format(&self) -> &'static Format {
        &Format { prefix: "mods", xml: Some(XML), media_type: "application/mods+xml", extension: "xml", label: "MODS" }
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        let attributes =
            [("xmlns", XML.namespace), ("xmlns:xlink", "http://www.w3.org/1999/xlink"), ("version", "3.8")];
        Ok(document(&XML, "mods", &attributes, |xml| {
            write_titles(xml, record);
            record.metadata.authors.iter().for_each(|author| write_author(xml, author));
            for fund in funder::funds(&record.metadata.awards) {
                write_funder(xml, fund);
            }
            write_work(xml, record);
            write_subjects(xml, record);
            write_host(xml, record);
            write_links(xml, record);
            write_rights(xml, record);
            write_record_info(xml, record);
        }))
    }
}

fn write_titles(xml: &mut Fragment, record: &Record<'_>) {
    for (index, title) in record.metadata.titles.iter().enumerate() {
        let kind = if index == 0 { "" } else { "translated" };
        let code = bibliographic(title.lang).filter(|_| title.lang != Lang::UND).unwrap_or_default();
        let attributes = [("type", kind), ("lang", code), ("xml:lang", xml_lang(&title.lang))];
        xml.group("titleInfo", &attributes, |xml| xml.line("title", &[], &title.text));
    }
}

fn write_role(xml: &mut Fragment, code: &str) {
    xml.open("role", &[]);
    xml.leaf("roleTerm", &[("type", "code"), ("authority", "marcrelator")], code);
    xml.close("role");
}

fn write_author(xml: &mut Fragment, author: &Person) {
    if one_line(&author.sort_name()).is_empty() {
        return;
    }
    let kind = if is_group(author) { "corporate" } else { "personal" };
    xml.group("name", &[("type", kind)], |xml| {
        if is_group(author) {
            xml.line("namePart", &[], &author.family);
        } else {
            xml.line("namePart", &[("type", "family")], &author.family);
            xml.line("namePart", &[("type", "given")], &author.given);
        }
        write_role(xml, "aut");
        for place in &author.affiliations {
            xml.line("affiliation", &[], &place.name);
        }
        if let Some(orcid) = &author.orcid {
            xml.leaf("nameIdentifier", &[("type", "orcid")], &orcid.url());
        }
        for ror in author.affiliations.iter().filter_map(|place| place.ror.as_ref()) {
            xml.leaf("nameIdentifier", &[("type", "ror"), ("displayLabel", "affiliation")], &ror.url());
        }
    });
}

fn write_funder(xml: &mut Fragment, fund: Fund) {
    xml.group("name", &[("type", "corporate"), ("authority", "ror"), ("valueURI", funder::ror_url(fund))], |xml| {
        xml.leaf("namePart", &[("xml:lang", "fr")], funder::name(fund, Lang::FR));
        write_role(xml, "fnd");
        xml.leaf("nameIdentifier", &[("type", "ror")], funder::ror_url(fund));
        xml.leaf("nameIdentifier", &[("type", "fundref")], &funder::crossref_url(fund));
    });
}

fn write_work(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    let kind = match metadata.resource_type {
        Some(ResourceType::Dataset | ResourceType::Software) => "software, multimedia",
        _ => "text",
    };
    xml.leaf("typeOfResource", &[], kind);
    let genre = metadata.resource_type.map(|kind| (kind.label(Lang::EN), kind.coar_uri()));
    let (label, uri) =
        genre.unwrap_or_else(|| ("other".to_owned(), "http://purl.org/coar/resource_type/c_1843".into()));
    xml.leaf("genre", &[("authority", "coar"), ("valueURI", &uri), ("xml:lang", "en")], &label);
    xml.group("originInfo", &[], |xml| {
        let publisher = metadata.journal.as_ref().and_then(|journal| journal.publisher.as_deref());
        xml.line("publisher", &[], publisher.unwrap_or_default());
        let date = record.issued().map(|date| date.to_string()).unwrap_or_default();
        xml.leaf("dateIssued", &[("encoding", "w3cdtf"), ("keyDate", "yes")], &date);
        let accepted = metadata.dates.accepted.map(|date| date.to_string()).unwrap_or_default();
        xml.leaf("dateOther", &[("encoding", "w3cdtf"), ("type", "accepted")], &accepted);
    });
    if let Some(lang) = metadata.language.as_ref().filter(|lang| **lang != Lang::UND) {
        let (authority, code) = match bibliographic(*lang) {
            Some(code) => ("iso639-2b", code),
            None => ("rfc3066", lang.as_str()),
        };
        xml.group("language", &[], |xml| {
            xml.leaf("languageTerm", &[("type", "code"), ("authority", authority)], code);
        });
    }
    xml.group("physicalDescription", &[], |xml| {
        xml.leaf("internetMediaType", &[], record.media_type.as_str());
        xml.leaf("extent", &[], &format!("{} B", record.size_bytes));
        xml.leaf("digitalOrigin", &[], "born digital");
    });
}

fn write_subjects(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    for text in &metadata.abstracts {
        xml.leaf("abstract", &[("xml:lang", xml_lang(&text.lang))], &lines(&text.text));
    }
    for word in &metadata.keywords {
        xml.group("subject", &[("xml:lang", xml_lang(&word.lang))], |xml| xml.line("topic", &[], &word.text));
    }
    if let Some(field) = metadata.field.as_deref().and_then(find_field) {
        for (lang, label) in [("fr", &field.label_fr), ("en", &field.label_en)] {
            xml.group("subject", &[("xml:lang", lang)], |xml| xml.leaf("topic", &[], label));
        }
    }
    if let Some(version) = metadata.version {
        xml.leaf("note", &[("type", "version"), ("typeURI", &version.coar_uri())], version.code());
    }
    for award in &metadata.awards {
        let number = award.number.as_ref().map(AwardNumber::as_str).unwrap_or_default();
        let text = format!("{} {number}", funder::name(award.fund, Lang::FR));
        xml.line("note", &[("type", "funding"), ("xml:lang", "fr")], &text);
    }
}

fn write_host(xml: &mut Fragment, record: &Record<'_>) {
    let Some(journal) = record.metadata.journal.as_ref().filter(|_| !is_thesis(record)) else { return };
    let (first, last) = record.page_range();
    xml.group("relatedItem", &[("type", "host")], |xml| {
        xml.group("titleInfo", &[], |xml| xml.line("title", &[], &journal.title));
        xml.leaf("identifier", &[("type", "issn")], journal.issn.as_ref().map(Issn::as_str).unwrap_or_default());
        xml.group("part", &[], |xml| {
            for (kind, number) in [("volume", &journal.volume), ("issue", &journal.issue)] {
                xml.group("detail", &[("type", kind)], |xml| {
                    xml.line("number", &[], number.as_deref().unwrap_or_default());
                });
            }
            xml.group("extent", &[("unit", "pages")], |xml| {
                xml.line("start", &[], first.unwrap_or_default());
                xml.line("end", &[], last.unwrap_or_default());
            });
        });
    });
}

fn write_links(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    xml.leaf("identifier", &[("type", "uri")], &record.url);
    xml.leaf("identifier", &[("type", "doi")], metadata.doi.as_ref().map(Doi::as_str).unwrap_or_default());
    xml.group("location", &[], |xml| {
        xml.leaf("url", &[("usage", "primary display"), ("access", "object in context")], &record.url);
        xml.leaf("url", &[("access", "raw object")], record.open_file().unwrap_or_default());
    });
    for number in metadata.awards.iter().filter_map(|award| award.number.as_ref()) {
        xml.empty("relatedItem", &[("otherType", "award"), ("xlink:href", &number.doi_url())]);
    }
}

fn write_rights(xml: &mut Fragment, record: &Record<'_>) {
    let access = record.access_today();
    let attributes = [("type", "restriction on access"), ("xlink:href", &access.coar_uri()), ("xml:lang", "en")];
    xml.leaf("accessCondition", &attributes, &access.label(Lang::EN));
    if let Some(end) = record.embargo_end() {
        xml.leaf("accessCondition", &[("type", "embargo end date")], &end.to_string());
    }
    if let Some(licence) = &record.metadata.licence {
        let uri = licence.uri().unwrap_or_default();
        let text = if uri.is_empty() { licence.label(Lang::EN) } else { uri.clone() };
        xml.leaf("accessCondition", &[("type", "use and reproduction"), ("xlink:href", &uri)], &text);
    }
}

fn write_record_info(xml: &mut Fragment, record: &Record<'_>) {
    xml.group("recordInfo", &[], |xml| {
        xml.line("recordContentSource", &[], record.repository);
        let here = record.published_here.map(|day| day.to_string()).unwrap_or_default();
        xml.leaf("recordCreationDate", &[("encoding", "w3cdtf")], &here);
        let changed = record.changed.map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default();
        xml.leaf("recordChangeDate", &[("encoding", "w3cdtf")], &changed);
        xml.leaf("recordIdentifier", &[], &record.id.to_string());
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::reading::{all, read, texts};
    use crate::metadata::samples;

    #[test]
    fn every_mandatory_element_of_a_full_record_is_there() {
        let metadata = samples::full();
        let nodes = read(&Mods.write(&samples::record(&metadata)).unwrap()).unwrap();
        assert_eq!(texts(&nodes, "mods/titleInfo/title").len(), 2);
        assert_eq!(texts(&nodes, "name/role/roleTerm"), ["aut", "aut", "aut", "fnd", "fnd"]);
        assert_eq!(texts(&nodes, "typeOfResource"), ["text"]);
        assert_eq!(texts(&nodes, "genre"), ["journal article"]);
        assert_eq!(all(&nodes, "dateIssued")[0].attribute("encoding"), "w3cdtf");
        assert_eq!(texts(&nodes, "languageTerm"), ["fre"]);
        assert_eq!(all(&nodes, "abstract")[1].attribute("xml:lang"), "en");
        assert_eq!(texts(&nodes, "detail/number"), ["12", "3"]);
        assert_eq!((texts(&nodes, "extent/start"), texts(&nodes, "extent/end")), (vec!["45"], vec!["67"]));
        assert_eq!(all(&nodes, "location/url")[0].attribute("usage"), "primary display");
        assert!(texts(&nodes, "accessCondition").contains(&"https://creativecommons.org/licenses/by/4.0/"));
        assert_eq!(texts(&nodes, "recordChangeDate"), ["2025-04-02T10:20:30Z"]);
        let identifiers = texts(&nodes, "nameIdentifier");
        for id in ["https://orcid.org/0000-0002-1825-0097", "https://ror.org/00b9f9778", "https://ror.org/04sjchr03"] {
            assert!(identifiers.contains(&id), "{id}");
        }
        assert_eq!(all(&nodes, "mods/relatedItem")[1].attribute("xlink:href"), "https://doi.org/10.69777/900101");
    }
}
