//! DSpace Intermediate Metadata: flat fields of a schema, an element and a qualifier, in DSpace's own registry.
//!
//! <https://wiki.lyrasis.org/display/DSDOC7x/Metadata+and+Bitstream+Format+Registries>

use super::language::{three_letters, xml_lang};
use super::text::lines;
use super::xml::{Fragment, document};
use super::{Crosswalk, Format, Record, WriteError, XmlFormat, funder};
use crate::domain::vocabulary::find_field;
use crate::domain::{AwardNumber, Doi, Issn, Lang, Orcid, PartialDate, Ror};

/// Schema and namespace, as DSpace announces them.
const XML: XmlFormat =
    XmlFormat { schema: "http://www.dspace.org/schema/dim.xsd", namespace: "http://www.dspace.org/xmlns/dspace/dim" };

/// The `dim` crosswalk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dim;

impl Crosswalk for Dim {
    fn format(&self) -> &'static Format {
        &Format {
            prefix: "dim",
            xml: Some(XML),
            media_type: "application/xml",
            extension: "xml",
            label: "DSpace (DIM)",
        }
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        Ok(document(&XML, "dim:dim", &[("xmlns:dim", XML.namespace)], |xml| {
            let mut fields = Fields(xml);
            write_texts(&mut fields, record);
            write_people(&mut fields, record);
            write_dates(&mut fields, record);
            write_journal(&mut fields, record);
            write_rights(&mut fields, record);
        }))
    }
}

/// Writes fields by their dotted name, `dc.title.alternative`.
struct Fields<'x>(&'x mut Fragment);

impl Fields<'_> {
    fn put(&mut self, name: &str, text: &str) {
        self.put_in(name, Lang::UND, text);
    }

    fn put_in(&mut self, name: &str, lang: Lang, text: &str) {
        self.put_as(name, lang, "", text);
    }

    /// With the identifier of what the field names as authority.
    fn put_as(&mut self, name: &str, lang: Lang, authority: &str, text: &str) {
        let mut parts = name.split('.');
        let mut part = || parts.next().unwrap_or_default();
        let sure = if authority.is_empty() { "" } else { "600" };
        let attributes = [
            ("mdschema", part()),
            ("element", part()),
            ("qualifier", part()),
            ("lang", xml_lang(&lang)),
            ("authority", authority),
            ("confidence", sure),
        ];
        self.0.leaf("dim:field", &attributes, &lines(text));
    }
}

fn write_texts(fields: &mut Fields<'_>, record: &Record<'_>) {
    let metadata = record.metadata;
    for (index, title) in metadata.titles.iter().enumerate() {
        fields.put_in(if index == 0 { "dc.title" } else { "dc.title.alternative" }, title.lang, &title.text);
    }
    for text in &metadata.abstracts {
        fields.put_in("dc.description.abstract", text.lang, &text.text);
    }
    for word in &metadata.keywords {
        fields.put_in("dc.subject", word.lang, &word.text);
    }
    if let Some(field) = metadata.field.as_deref().and_then(find_field) {
        fields.put_in("dc.subject.other", Lang::FR, &field.label_fr);
        fields.put_in("dc.subject.other", Lang::EN, &field.label_en);
    }
    if let Some(kind) = metadata.resource_type {
        fields.put_as("dc.type", Lang::EN, &kind.coar_uri(), &kind.label(Lang::EN));
    }
    if let Some(version) = metadata.version {
        fields.put_as("oaire.version", Lang::UND, &version.coar_uri(), version.code());
    }
    if let Some(lang) = metadata.language.as_ref().filter(|lang| **lang != Lang::UND) {
        fields.put("dc.language.iso", three_letters(lang));
    }
}

fn write_people(fields: &mut Fields<'_>, record: &Record<'_>) {
    for author in &record.metadata.authors {
        let orcid = author.orcid.as_ref().map(Orcid::url).unwrap_or_default();
        fields.put_as("dc.contributor.author", Lang::UND, &orcid, &author.sort_name());
        fields.put("dc.identifier.orcid", author.orcid.as_ref().map(Orcid::as_str).unwrap_or_default());
        for place in &author.affiliations {
            let ror = place.ror.as_ref().map(Ror::url).unwrap_or_default();
            fields.put_as("dc.contributor.affiliation", Lang::UND, &ror, &place.name);
        }
    }
    for fund in funder::funds(&record.metadata.awards) {
        fields.put_as("dc.contributor.funder", Lang::FR, funder::ror_url(fund), funder::name(fund, Lang::FR));
    }
    for award in &record.metadata.awards {
        fields.put("dc.relation", &funder::grant_agreement(award));
        let number = award.number.as_ref();
        let address = number.map(AwardNumber::doi_url).unwrap_or_default();
        let text = number.map(AwardNumber::as_str).unwrap_or_default();
        fields.put_as("oaire.awardNumber", Lang::UND, &address, text);
    }
}

fn write_dates(fields: &mut Fields<'_>, record: &Record<'_>) {
    let text = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let here = record.published_here.map(PartialDate::from_day);
    fields.put("dc.date.issued", &text(record.issued()));
    fields.put("dc.date.accepted", &text(record.metadata.dates.accepted));
    fields.put("dc.date.accessioned", &text(record.deposited));
    fields.put("dc.date.available", &text(record.embargo_end().map(PartialDate::from_day).or(here)));
    fields.put("dc.rights.embargodate", &text(record.embargo_end().map(PartialDate::from_day)));
}

fn write_journal(fields: &mut Fields<'_>, record: &Record<'_>) {
    fields.put("dc.identifier.uri", &record.url);
    fields.put("dc.identifier.uri", record.open_file().unwrap_or_default());
    let metadata = record.metadata;
    fields.put("dc.identifier.doi", metadata.doi.as_ref().map(Doi::as_str).unwrap_or_default());
    let Some(journal) = &metadata.journal else { return };
    let (first, last) = record.page_range();
    for (name, text) in [
        ("dc.relation.ispartof", Some(journal.title.as_str())),
        ("dc.identifier.issn", journal.issn.as_ref().map(Issn::as_str)),
        ("dc.publisher", journal.publisher.as_deref()),
        ("oaire.citation.title", Some(journal.title.as_str())),
        ("oaire.citation.volume", journal.volume.as_deref()),
        ("oaire.citation.issue", journal.issue.as_deref()),
        ("oaire.citation.startPage", first),
        ("oaire.citation.endPage", last),
    ] {
        fields.put(name, text.unwrap_or_default());
    }
}

fn write_rights(fields: &mut Fields<'_>, record: &Record<'_>) {
    let access = record.access_today();
    fields.put_as("dc.rights", Lang::EN, &access.coar_uri(), &access.label(Lang::EN));
    if let Some(licence) = &record.metadata.licence {
        fields.put_in("dc.rights.license", Lang::EN, &licence.label(Lang::EN));
        fields.put("dc.rights.uri", &licence.uri().unwrap_or_default());
    }
    fields.put("dc.format.mimetype", record.media_type.as_str());
    fields.put("dc.format.extent", &format!("{} B", record.size_bytes));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::reading::{all, read};
    use crate::metadata::samples;

    #[test]
    fn fields_have_a_schema_an_element_and_maybe_a_qualifier() {
        let metadata = samples::full();
        let nodes = read(&Dim.write(&samples::record(&metadata)).unwrap()).unwrap();
        let fields = all(&nodes, "dim:dim/dim:field");
        let find = |schema: &str, element: &str, qualifier: &str| {
            let found = fields.iter().find(|field| {
                [field.attribute("mdschema"), field.attribute("element"), field.attribute("qualifier")]
                    == [schema, element, qualifier]
            });
            *found.unwrap_or_else(|| panic!("{schema}.{element}.{qualifier}"))
        };
        assert_eq!(find("dc", "title", "").attribute("lang"), "fr");
        assert_eq!(find("dc", "title", "alternative").text, "Thermokarst lakes and peatlands of Nunavik");
        assert_eq!(find("dc", "contributor", "author").attribute("authority"), "https://orcid.org/0000-0002-1825-0097");
        assert_eq!(find("dc", "contributor", "affiliation").attribute("authority"), "https://ror.org/04sjchr03");
        assert_eq!(find("oaire", "awardNumber", "").text, "900101");
        assert_eq!(find("oaire", "version", "").text, "AM");
        assert_eq!(find("dc", "rights", "uri").text, "https://creativecommons.org/licenses/by/4.0/");
        assert_eq!(find("oaire", "citation", "volume").text, "12");
    }
}
