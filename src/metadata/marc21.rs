//! MARC 21 in XML, under the prefixes `marc21` and `marcxml`.
//!
//! Fields: <https://www.loc.gov/marc/bibliographic/>; content designators after RDA.

use super::language::bibliographic;
use super::record::is_group;
use super::text::{lines, one_line};
use super::thesis::{institution, is_thesis};
use super::xml::{Fragment, document};
use super::{Crosswalk, Format, Record, WriteError, XmlFormat, funder};
use crate::domain::vocabulary::find_field;
use crate::domain::{AccessRight, AwardNumber, Issn, Lang, Orcid, PartialDate, Person, ResourceType};

/// Schema and namespace of the Library of Congress.
const XML: XmlFormat = XmlFormat {
    schema: "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd",
    namespace: "http://www.loc.gov/MARC21/slim",
};

/// The crosswalk under one of its names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marc21(&'static Format);

/// Under the name of the format.
pub(super) const MARC21: Marc21 = Marc21(&format("marc21", "MARC 21"));

/// Under the name of its XML form, which other harvesters ask for.
pub(super) const MARCXML: Marc21 = Marc21(&format("marcxml", "MARCXML"));

const fn format(prefix: &'static str, label: &'static str) -> Format {
    Format { prefix, xml: Some(XML), media_type: "application/marcxml+xml", extension: "xml", label }
}

impl Crosswalk for Marc21 {
    fn format(&self) -> &'static Format {
        self.0
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        Ok(document(&XML, "record", &[("xmlns", XML.namespace), ("type", "Bibliographic")], |xml| {
            write_control(xml, record);
            write_codes(xml, record);
            write_names(xml, record, 1);
            write_titles(xml, record);
            write_notes(xml, record);
            write_subjects(xml, record);
            write_names(xml, record, 7);
            write_host(xml, record);
            write_links(xml, record);
        }))
    }
}

/// A data field; nothing when its first subfield says nothing.
fn field(xml: &mut Fragment, tag: &str, indicators: [&str; 2], subfields: &[(&str, &str)]) {
    if subfields.first().is_none_or(|(_, text)| one_line(text).is_empty()) {
        return;
    }
    let [first, second] = indicators;
    xml.open("datafield", &[("tag", tag), ("ind1", first), ("ind2", second)]);
    for (code, text) in subfields {
        xml.line("subfield", &[("code", code)], text);
    }
    xml.close("datafield");
}

/// Leader and fields 001 to 008.
fn write_control(xml: &mut Fragment, record: &Record<'_>) {
    let kind = match record.metadata.resource_type {
        Some(ResourceType::Dataset | ResourceType::Software) => 'm',
        _ => 'a',
    };
    // Bibliographic level: part of a serial or book, or a work of its own.
    let level = if record.metadata.journal.is_some() && !is_thesis(record) { 'b' } else { 'm' };
    xml.open("leader", &[]);
    xml.raw_text(&format!("     n{kind}{level} a22     ui 4500"));
    xml.close("leader");
    let control = |xml: &mut Fragment, tag, text: &str| {
        xml.open("controlfield", &[("tag", tag)]);
        xml.raw_text(text);
        xml.close("controlfield");
    };
    control(xml, "001", &record.id.to_string());
    if let Some(changed) = record.changed {
        control(xml, "005", &changed.strftime("%Y%m%d%H%M%S.0").to_string());
    }
    control(xml, "006", "m     o  d        ");
    control(xml, "007", "cr |n|||||||||");
    control(xml, "008", &fixed_data(record));
}

/// Field 008 of a text in electronic form: day entered, year, place unknown, language.
fn fixed_data(record: &Record<'_>) -> String {
    let entered = record.published_here.map(|day| day.strftime("%y%m%d").to_string());
    let entered = entered.unwrap_or_else(|| "||||||".to_owned());
    let dates = record.issued().map_or_else(|| "nuuuuuuuu".to_owned(), |date| format!("s{:04}    ", date.year()));
    let lang = record.metadata.language.map_or(Some("und"), bibliographic).unwrap_or("mis");
    format!("{entered}{dates}xx      o     000 0 {lang} d")
}

fn write_codes(xml: &mut Fragment, record: &Record<'_>) {
    if let Some(doi) = &record.metadata.doi {
        field(xml, "024", ["7", " "], &[("a", doi.as_str()), ("2", "doi")]);
    }
    if let Some(lang) = record.metadata.language.as_ref().filter(|lang| **lang != Lang::UND) {
        match bibliographic(*lang) {
            Some(code) => field(xml, "041", ["0", " "], &[("a", code)]),
            None => field(xml, "041", ["0", "7"], &[("a", lang.iso639_3()), ("2", "iso639-3")]),
        }
    }
}

/// Main entry (`hundreds` 1: the first author) or added entries (7: the others and the funders).
fn write_names(xml: &mut Fragment, record: &Record<'_>, hundreds: u8) {
    let main = hundreds == 1;
    for author in record.metadata.authors.iter().enumerate().filter(|(at, _)| (*at == 0) == main) {
        write_name(xml, author.1, hundreds);
    }
    for fund in funder::funds(&record.metadata.awards).into_iter().filter(|_| !main) {
        let (name, ror) = (funder::name(fund, Lang::FR), funder::ror_url(fund));
        field(xml, "710", ["2", " "], &[("a", name), ("e", "bailleur de fonds"), ("4", "fnd"), ("1", ror)]);
    }
}

fn write_name(xml: &mut Fragment, author: &Person, hundreds: u8) {
    let name = author.sort_name();
    let orcid = author.orcid.as_ref().map(Orcid::url).unwrap_or_default();
    let places: Vec<String> = author.affiliations.iter().map(|place| one_line(&place.name)).collect();
    let mut subfields = vec![("a", name.as_str())];
    subfields.extend(places.iter().map(|place| ("u", place.as_str())));
    subfields.extend([("e", "auteur"), ("4", "aut"), ("1", orcid.as_str())]);
    let (tag, first) = if is_group(author) { ("10", "2") } else { ("00", "1") };
    field(xml, &format!("{hundreds}{tag}"), [first, " "], &subfields);
}

fn write_titles(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    let added = if metadata.authors.is_empty() { "0" } else { "1" };
    for (index, title) in metadata.titles.iter().enumerate() {
        match index {
            0 => field(xml, "245", [added, "0"], &[("a", &title.text)]),
            _ => field(xml, "246", ["3", "1"], &[("a", &title.text)]),
        }
    }
    if let Some(version) = metadata.version {
        field(xml, "250", [" ", " "], &[("a", &version.label(Lang::FR))]);
    }
    let publisher = metadata.journal.as_ref().and_then(|journal| journal.publisher.as_deref()).unwrap_or_default();
    let year = record.issued().map(|date| format!("{:04}", date.year())).unwrap_or_default();
    if publisher.trim().is_empty() {
        field(xml, "264", [" ", "1"], &[("c", &year)]);
    } else {
        field(xml, "264", [" ", "1"], &[("b", publisher), ("c", &year)]);
    }
    field(xml, "336", [" ", " "], &[("a", "texte"), ("b", "txt"), ("2", "rdacontent/fre")]);
    field(xml, "337", [" ", " "], &[("a", "informatique"), ("b", "c"), ("2", "rdamedia/fre")]);
    field(xml, "338", [" ", " "], &[("a", "ressource en ligne"), ("b", "cr"), ("2", "rdacarrier/fre")]);
}

/// Thesis, access, abstract, funding, licence and language.
fn write_notes(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    if let Some(kind) = metadata.resource_type.filter(|_| is_thesis(record)) {
        let grantor = institution(record).unwrap_or_default();
        let year = record.issued().map(|date| format!("{:04}", date.year())).unwrap_or_default();
        field(xml, "502", [" ", " "], &[("b", &kind.label(Lang::FR)), ("c", &grantor), ("d", &year)]);
    }
    let access = record.access_today();
    let (label, uri) = (access.label(Lang::FR), access.coar_uri());
    if access == AccessRight::Open {
        let unrestricted = ("f", "Unrestricted online access");
        field(xml, "506", ["0", " "], &[("a", &label), unrestricted, ("2", "star"), ("u", &uri)]);
    } else {
        let opens = record.embargo_end().map(|day| day.strftime("%Y%m%d").to_string()).unwrap_or_default();
        field(xml, "506", ["1", " "], &[("a", &label), ("g", &opens), ("u", &uri)]);
    }
    for text in &metadata.abstracts {
        field(xml, "520", ["3", " "], &[("a", &lines(&text.text))]);
    }
    for award in &metadata.awards {
        let number = award.number.as_ref().map(AwardNumber::as_str).unwrap_or_default();
        field(xml, "536", [" ", " "], &[("a", funder::name(award.fund, Lang::FR)), ("f", number)]);
    }
    if let Some(licence) = &metadata.licence {
        let uri = licence.uri().unwrap_or_default();
        field(xml, "540", [" ", " "], &[("a", &licence.label(Lang::FR)), ("u", &uri)]);
    }
    let language = match metadata.language {
        Some(Lang::FR) => "Texte en français.",
        Some(Lang::EN) => "Texte en anglais.",
        _ => "",
    };
    field(xml, "546", [" ", " "], &[("a", language)]);
}

fn write_subjects(xml: &mut Fragment, record: &Record<'_>) {
    for word in &record.metadata.keywords {
        field(xml, "653", [" ", " "], &[("a", &word.text)]);
    }
    if let Some(topic) = record.metadata.field.as_deref().and_then(find_field) {
        field(xml, "650", [" ", "4"], &[("a", &topic.label_fr)]);
        field(xml, "650", [" ", "4"], &[("a", &topic.label_en)]);
    }
    if let Some(kind) = record.metadata.resource_type {
        field(xml, "655", [" ", "4"], &[("a", &kind.label(Lang::FR)), ("1", &kind.coar_uri())]);
    }
}

/// The journal or book that holds the work.
fn write_host(xml: &mut Fragment, record: &Record<'_>) {
    let Some(journal) = record.metadata.journal.as_ref().filter(|_| !is_thesis(record)) else { return };
    let number = |mark: &str, text: &Option<String>| {
        text.as_deref().map(one_line).filter(|text| !text.is_empty()).map(|text| format!("{mark} {text}"))
    };
    let issue = [number("vol.", &journal.volume), number("no", &journal.issue)];
    let issue = issue.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let year = record.metadata.published().map(|date: PartialDate| format!("({:04})", date.year()));
    let when = [Some(issue), year].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let pages = number("p.", &journal.pages);
    let part = [Some(when), pages].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let issn = journal.issn.as_ref().map(Issn::as_str).unwrap_or_default();
    field(xml, "773", ["0", " "], &[("t", &journal.title), ("g", &part), ("x", issn)]);
}

fn write_links(xml: &mut Fragment, record: &Record<'_>) {
    if let Some(file) = record.open_file() {
        let media_type = record.media_type.as_str();
        field(xml, "856", ["4", "0"], &[("u", file), ("q", media_type), ("z", "Texte intégral en libre accès")]);
    }
    field(xml, "856", ["4", "2"], &[("u", &record.url), ("z", "Notice dans le dépôt")]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::reading::{Node, all, read};
    use crate::metadata::samples;

    fn nodes(record: &Record<'_>) -> Vec<Node> {
        read(&MARC21.write(record).unwrap()).unwrap()
    }

    /// The subfields of the first data field with a tag.
    fn subfields(nodes: &[Node], tag: &str) -> Vec<String> {
        let at = nodes.iter().position(|node| node.attribute("tag") == tag).unwrap_or_else(|| panic!("no {tag}"));
        let inside = nodes[at + 1..].iter().take_while(|node| node.path.ends_with("/subfield"));
        inside.map(|node| format!("${}{}", node.attribute("code"), node.text)).collect()
    }

    #[test]
    fn fixed_fields_have_their_length() {
        let metadata = samples::full();
        let nodes = nodes(&samples::record(&metadata));
        assert_eq!(all(&nodes, "leader")[0].text, "     nab a22     ui 4500");
        let control = |tag: &str| nodes.iter().find(|node| node.attribute("tag") == tag).unwrap().text.clone();
        assert_eq!(control("001"), "42");
        assert_eq!(control("005"), "20250402102030.0");
        assert_eq!(control("006").len(), 18);
        assert_eq!(control("008"), "250401s2025    xx      o     000 0 fre d");
        assert_eq!(control("008").len(), 40);
    }

    #[test]
    fn the_fields_of_a_full_record_are_there() {
        let metadata = samples::full();
        let nodes = nodes(&samples::record(&metadata));
        assert_eq!(subfields(&nodes, "024"), ["$a10.5555/essai.42", "$2doi"]);
        assert_eq!(subfields(&nodes, "041"), ["$afre"]);
        assert!(subfields(&nodes, "100").contains(&"$1https://orcid.org/0000-0002-1825-0097".to_owned()));
        assert_eq!(subfields(&nodes, "245"), ["$aLacs de thermokarst et tourbières du Nunavik"]);
        assert_eq!(subfields(&nodes, "264"), ["$bPresses de l’essai", "$c2025"]);
        assert!(subfields(&nodes, "506").contains(&"$fUnrestricted online access".to_owned()));
        assert_eq!(subfields(&nodes, "520"), ["$aLes lacs grandissent."]);
        assert_eq!(subfields(&nodes, "536")[1], "$f900101");
        assert_eq!(subfields(&nodes, "540")[1], "$uhttps://creativecommons.org/licenses/by/4.0/");
        assert_eq!(subfields(&nodes, "773"), ["$tRevue d’essai", "$gvol. 12, no 3 (2025), p. 45-67", "$x0317-8471"]);
        assert_eq!(subfields(&nodes, "856")[0], "$uhttps://depot.example.org/articles/42/article.pdf");
        let indicators = nodes.iter().filter(|node| node.path.ends_with("datafield"));
        assert!(indicators.clone().all(|node| node.attribute("ind1").len() == 1 && node.attribute("ind2").len() == 1));
    }

    #[test]
    fn a_thesis_has_its_note_and_no_host() {
        let mut metadata = samples::full();
        metadata.resource_type = Some(ResourceType::DoctoralThesis);
        let nodes = nodes(&samples::record(&metadata));
        assert_eq!(subfields(&nodes, "502")[1], "$cPresses de l’essai");
        assert!(nodes.iter().all(|node| node.attribute("tag") != "773"));
    }

    #[test]
    fn both_names_write_the_same() {
        let metadata = samples::full();
        let record = samples::record(&metadata);
        assert_eq!(MARC21.write(&record).unwrap(), MARCXML.write(&record).unwrap());
    }
}
