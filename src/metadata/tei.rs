//! TEI in the profile `AOfr` of HAL, which France's repository takes by SWORD and gives by OAI-PMH.
//!
//! <https://api.archives-ouvertes.fr/docs/sword>, <https://github.com/CCSDForge/HAL>

use super::language::xml_lang;
use super::record::is_group;
use super::text::{lines, one_line};
use super::xml::{Fragment, document};
use super::{Crosswalk, Format, Record, WriteError, XmlFormat, funder};
use crate::domain::vocabulary::find_field;
use crate::domain::{
    Affiliation, ArticleId, AwardLink, AwardNumber, Doi, Issn, Lang, Localised, Orcid, PartialDate, Person,
    ResourceType, Ror, VersionType,
};

/// Namespace of TEI and schema of HAL's profile.
const XML: XmlFormat = XmlFormat {
    schema: "https://api.archives-ouvertes.fr/documents/aofr.xsd",
    namespace: "http://www.tei-c.org/ns/1.0",
};

/// The `tei` crosswalk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tei;

impl Crosswalk for Tei {
    fn format(&self) -> &'static Format {
        &Format {
            prefix: "tei",
            xml: Some(XML),
            media_type: "application/tei+xml",
            extension: "xml",
            label: "TEI (HAL)",
        }
    }

    fn write(&self, record: &Record<'_>) -> Result<String, WriteError> {
        Ok(document(&XML, "TEI", &[("xmlns", XML.namespace)], |xml| {
            write_header(xml, record);
            for name in ["text", "body", "listBibl", "biblFull"] {
                xml.open(name, &[]);
            }
            write_title_statement(xml, record);
            write_edition(xml, record);
            write_publication(xml, record);
            write_notes(xml, record);
            write_source(xml, record);
            write_profile(xml, record);
            for name in ["biblFull", "listBibl", "body"] {
                xml.close(name);
            }
            write_places(xml, record.id, &places(&record.metadata.authors));
            xml.close("text");
        }))
    }
}

/// The header of the file, which speaks of the description and not of the work.
fn write_header(xml: &mut Fragment, record: &Record<'_>) {
    for name in ["teiHeader", "fileDesc", "titleStmt"] {
        xml.open(name, &[]);
    }
    xml.line("title", &[], &format!("{} {}", record.repository, record.id));
    xml.close("titleStmt");
    xml.group("publicationStmt", &[], |xml| {
        xml.line("distributor", &[], record.repository);
        let changed = record.changed.map(|at| at.strftime("%Y-%m-%d").to_string()).unwrap_or_default();
        if !changed.is_empty() {
            xml.empty("date", &[("when", &changed)]);
        }
    });
    xml.group("sourceDesc", &[], |xml| xml.leaf("p", &[], &record.url));
    xml.close("fileDesc");
    xml.close("teiHeader");
}

fn write_titles(xml: &mut Fragment, titles: &[Localised]) {
    for title in titles {
        xml.line("title", &[("xml:lang", xml_lang(&title.lang))], &title.text);
    }
}

/// The places where the authors work, each once, in the order of the byline.
fn places(authors: &[Person]) -> Vec<&Affiliation> {
    let mut places: Vec<&Affiliation> = Vec::new();
    for place in authors.iter().flat_map(|author| &author.affiliations) {
        if !one_line(&place.name).is_empty() && !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// Unique in a page of records too, where several articles stand in one document.
fn place_id(article: ArticleId, number: u32) -> String {
    format!("localStruct-{article}-{number}")
}

/// The organisations that the authors refer to.
fn write_places(xml: &mut Fragment, article: ArticleId, places: &[&Affiliation]) {
    xml.group("back", &[], |xml| {
        xml.group("listOrg", &[("type", "structures")], |xml| {
            for (number, place) in (1_u32..).zip(places) {
                let id = place_id(article, number);
                xml.group("org", &[("type", "institution"), ("xml:id", &id)], |xml| {
                    xml.leaf("idno", &[("type", "ROR")], &place.ror.as_ref().map(Ror::url).unwrap_or_default());
                    xml.line("orgName", &[], &place.name);
                });
            }
        });
    });
}

/// The people; groups stand in the profile, as HAL has it.
fn write_authors(xml: &mut Fragment, record: &Record<'_>) {
    let authors = &record.metadata.authors;
    let places = places(authors);
    for author in authors.iter().filter(|author| !is_group(author)) {
        xml.group("author", &[("role", "aut")], |xml| {
            xml.group("persName", &[], |xml| {
                xml.line("forename", &[("type", "first")], &author.given);
                xml.line("surname", &[], &author.family);
            });
            xml.leaf("idno", &[("type", "ORCID")], &author.orcid.as_ref().map(Orcid::url).unwrap_or_default());
            for (number, _) in (1_u32..).zip(&places).filter(|(_, place)| author.affiliations.contains(place)) {
                xml.empty("affiliation", &[("ref", &format!("#{}", place_id(record.id, number)))]);
            }
        });
    }
}

fn write_funder(xml: &mut Fragment, award: &AwardLink) {
    let number = award.number.as_ref().map(AwardNumber::as_str).unwrap_or_default();
    let text = format!("{} {number}", funder::name(award.fund, Lang::FR));
    xml.line("funder", &[("ref", funder::ror_url(award.fund)), ("xml:lang", "fr")], &text);
}

fn write_title_statement(xml: &mut Fragment, record: &Record<'_>) {
    xml.group("titleStmt", &[], |xml| {
        write_titles(xml, &record.metadata.titles);
        write_authors(xml, record);
        record.metadata.awards.iter().for_each(|award| write_funder(xml, award));
    });
}

/// The version we hold, its dates and its file.
fn write_edition(xml: &mut Fragment, record: &Record<'_>) {
    xml.open("editionStmt", &[]);
    xml.open("edition", &[("n", "v1"), ("type", "current")]);
    let date = |xml: &mut Fragment, kind, date: Option<PartialDate>| {
        xml.leaf("date", &[("type", kind)], &date.map(|date| date.to_string()).unwrap_or_default());
    };
    date(xml, "whenSubmitted", record.deposited);
    date(xml, "whenReleased", record.published_here.map(PartialDate::from_day));
    date(xml, "whenEndEmbargoed", record.embargo_end().map(PartialDate::from_day));
    if let Some(file) = record.open_file() {
        xml.empty("ref", &[("type", "file"), ("subtype", subtype(record)), ("n", "1"), ("target", file)]);
    }
    xml.close("edition");
    xml.close("editionStmt");
}

/// HAL's word for who made the file.
fn subtype(record: &Record<'_>) -> &'static str {
    use VersionType as V;
    match record.metadata.version {
        Some(V::VoR | V::CVoR | V::EVoR) => "publisherAgreement",
        _ => "author",
    }
}

fn write_publication(xml: &mut Fragment, record: &Record<'_>) {
    xml.group("publicationStmt", &[], |xml| {
        xml.line("distributor", &[], record.repository);
        xml.leaf("idno", &[("type", "url")], &record.url);
        let access = record.access_today();
        xml.open("availability", &[("status", if record.is_open { "free" } else { "restricted" })]);
        if let Some(licence) = &record.metadata.licence {
            let uri = licence.uri().unwrap_or_default();
            xml.leaf("licence", &[("target", &uri), ("xml:lang", "en")], &licence.label(Lang::EN));
        }
        xml.open("p", &[("xml:lang", "en")]);
        xml.leaf("ref", &[("target", &access.coar_uri())], &access.label(Lang::EN));
        xml.close("p");
        xml.close("availability");
    });
}

/// HAL's questions about the public (1: not said) and peer review, and the version by its COAR address.
fn write_notes(xml: &mut Fragment, record: &Record<'_>) {
    xml.open("notesStmt", &[]);
    if let Some(version) = record.metadata.version {
        xml.leaf("note", &[("type", "version"), ("n", version.code())], &version.coar_uri());
    }
    xml.empty("note", &[("type", "audience"), ("n", "1")]);
    xml.empty("note", &[("type", "popular"), ("n", "0")]);
    if let Some(reviewed) = record.metadata.peer_reviewed {
        xml.empty("note", &[("type", "peer"), ("n", if reviewed { "1" } else { "0" })]);
    }
    xml.close("notesStmt");
}

fn write_source(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    xml.open("sourceDesc", &[]);
    xml.open("biblStruct", &[]);
    xml.group("analytic", &[], |xml| {
        write_titles(xml, &metadata.titles);
        write_authors(xml, record);
    });
    xml.open("monogr", &[]);
    let journal = metadata.journal.as_ref();
    if let Some(journal) = journal {
        xml.leaf("idno", &[("type", "issn")], journal.issn.as_ref().map(Issn::as_str).unwrap_or_default());
        let level = if metadata.resource_type == Some(ResourceType::BookPart) { "m" } else { "j" };
        xml.line("title", &[("level", level)], &journal.title);
    }
    xml.open("imprint", &[]);
    if let Some(journal) = journal {
        xml.line("publisher", &[], journal.publisher.as_deref().unwrap_or_default());
        for (unit, text) in [("volume", &journal.volume), ("issue", &journal.issue), ("pp", &journal.pages)] {
            xml.line("biblScope", &[("unit", unit)], text.as_deref().unwrap_or_default());
        }
    }
    let date = record.issued().map(|date| date.to_string()).unwrap_or_default();
    xml.leaf("date", &[("type", "datePub")], &date);
    xml.close("imprint");
    xml.close("monogr");
    xml.leaf("idno", &[("type", "doi")], metadata.doi.as_ref().map(Doi::as_str).unwrap_or_default());
    xml.close("biblStruct");
    xml.close("sourceDesc");
}

fn write_profile(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    xml.open("profileDesc", &[]);
    if let Some(lang) = metadata.language.as_ref().filter(|lang| **lang != Lang::UND) {
        xml.group("langUsage", &[], |xml| xml.leaf("language", &[("ident", lang.as_str())], lang.as_str()));
    }
    xml.open("textClass", &[]);
    xml.group("keywords", &[("scheme", "author")], |xml| {
        for word in &metadata.keywords {
            xml.line("term", &[("xml:lang", xml_lang(&word.lang))], &word.text);
        }
    });
    if let Some(field) = metadata.field.as_deref().and_then(find_field) {
        xml.leaf("classCode", &[("scheme", "crdc"), ("n", &field.code), ("xml:lang", "fr")], &field.label_fr);
        xml.leaf(
            "classCode",
            &[("scheme", "halDomain"), ("n", domain(&field.code)), ("xml:lang", "en")],
            &field.label_en,
        );
    }
    let (code, kind) = typology(metadata.resource_type);
    xml.leaf("classCode", &[("scheme", "halTypology"), ("n", code)], kind);
    xml.close("textClass");
    for text in &metadata.abstracts {
        xml.group("abstract", &[("xml:lang", xml_lang(&text.lang))], |xml| {
            lines(&text.text).lines().for_each(|line| xml.line("p", &[], line));
        });
    }
    xml.group("particDesc", &[], |xml| {
        for group in metadata.authors.iter().filter(|author| is_group(author)) {
            xml.line("org", &[("type", "consortium")], &group.family);
        }
    });
    xml.close("profileDesc");
}

/// The domain of HAL that holds a field of the CRDC.
fn domain(crdc: &str) -> &'static str {
    match crdc.trim_start_matches("RDF") {
        "101" => "math",
        "102" => "info",
        "103" => "phys",
        "104" => "chim",
        "105" => "sdu",
        code if code.starts_with('2') => "spi",
        code if code.starts_with(['5', '6']) => "shs",
        code if code.starts_with(['3', '4']) || code == "106" => "sdv",
        _ => "sde",
    }
}

/// HAL's types of documents.
fn typology(kind: Option<ResourceType>) -> (&'static str, &'static str) {
    use ResourceType as T;
    match kind {
        Some(T::JournalArticle | T::ReviewArticle | T::DataPaper | T::Letter | T::Corrigendum) => {
            ("ART", "Journal articles")
        }
        Some(T::ConferencePaper | T::ConferenceObject) => ("COMM", "Conference papers"),
        Some(T::Proceedings) => ("PROCEEDINGS", "Proceedings"),
        Some(T::DoctoralThesis) => ("THESE", "Theses"),
        Some(T::MastersThesis) => ("MEM", "Master thesis"),
        Some(T::Preprint | T::WorkingPaper) => ("UNDEFINED", "Preprints, Working Papers, ..."),
        Some(T::Report | T::ResearchReport) => ("REPORT", "Reports"),
        Some(T::Book) => ("OUV", "Books"),
        Some(T::BookPart) => ("COUV", "Book sections"),
        Some(T::Software) => ("SOFTWARE", "Software"),
        Some(T::Editorial | T::BookReview | T::Dataset) | None => ("OTHER", "Other publications"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::reading::{all, read, texts};
    use crate::metadata::samples;

    #[test]
    fn a_full_record_fills_the_parts_of_the_profile() {
        let metadata = samples::full();
        let nodes = read(&Tei.write(&samples::record(&metadata)).unwrap()).unwrap();
        assert_eq!(texts(&nodes, "biblFull/titleStmt/title").len(), 2);
        assert_eq!(texts(&nodes, "analytic/author/persName/surname"), ["Tremblay", "Qumaq"]);
        assert_eq!(texts(&nodes, "particDesc/org"), ["Groupe Toundra"]);
        let places: Vec<_> = all(&nodes, "analytic/author/affiliation").iter().map(|at| at.attribute("ref")).collect();
        assert_eq!(places, ["#localStruct-42-1"]);
        assert_eq!(all(&nodes, "listOrg/org")[0].attribute("xml:id"), "localStruct-42-1");
        assert_eq!(texts(&nodes, "listOrg/org/idno"), ["https://ror.org/04sjchr03"]);
        let kinds: Vec<_> = all(&nodes, "notesStmt/note").iter().map(|note| note.attribute("type")).collect();
        assert_eq!(kinds, ["version", "audience", "popular", "peer"]);
        assert_eq!(texts(&nodes, "titleStmt/author/idno"), ["https://orcid.org/0000-0002-1825-0097"]);
        assert_eq!(all(&nodes, "titleStmt/funder")[0].attribute("ref"), "https://ror.org/00b9f9778");
        assert_eq!(
            all(&nodes, "edition/ref")[0].attribute("target"),
            "https://depot.example.org/articles/42/article.pdf"
        );
        let licence = all(&nodes, "availability/licence")[0];
        assert_eq!(licence.attribute("target"), "https://creativecommons.org/licenses/by/4.0/");
        assert_eq!(texts(&nodes, "biblScope"), ["12", "3", "45-67"]);
        assert_eq!(texts(&nodes, "biblStruct/idno"), ["10.5555/essai.42"]);
        let classes = all(&nodes, "textClass/classCode");
        assert_eq!(classes.iter().map(|class| class.attribute("n")).collect::<Vec<_>>(), ["RDF102", "info", "ART"]);
        assert_eq!(all(&nodes, "profileDesc/abstract")[1].attribute("xml:lang"), "en");
    }

    #[test]
    fn a_closed_file_is_not_linked() {
        let metadata = samples::full();
        assert!(!Tei.write(&samples::closed(&metadata)).unwrap().contains("article.pdf"));
    }
}
