//! What our writers write comes back, and what other repositories write is understood.

use super::*;
use crate::domain::{AwardNumber, Fund, Lang, Licence, ResourceType, VersionType};
use crate::metadata::{find, samples};

/// What comes back of a full record over a format.
fn there_and_back(writer: &str, reader: &str) -> Foreign {
    let mut metadata = samples::full();
    if reader == "oai_etdms" {
        metadata.resource_type = Some(ResourceType::DoctoralThesis);
    }
    let xml = find(writer).unwrap().write(&samples::record(&metadata)).unwrap();
    read_foreign(reader, &xml).unwrap()
}

#[test]
fn each_format_gives_back_what_it_has_a_place_for() {
    for (writer, reader) in [
        ("oai_openaire", "oai_openaire"),
        ("jats", "jats"),
        ("dim", "dim"),
        ("mods", "mods"),
        ("qdc", "qdc"),
        ("oai_dc", "oai_dc"),
        ("etdms", "oai_etdms"),
    ] {
        let found = there_and_back(writer, reader);
        let (metadata, full) = (&found.metadata, samples::full());
        assert_eq!(metadata.titles, full.titles, "{reader}");
        let names = |authors: &[crate::domain::Person]| {
            authors.iter().map(crate::domain::Person::sort_name).collect::<Vec<_>>()
        };
        assert_eq!(names(&metadata.authors), names(&full.authors), "{reader}");
        assert_eq!(metadata.abstracts, full.abstracts, "{reader}");
        assert_eq!(metadata.doi, full.doi, "{reader}");
        assert_eq!(metadata.language, full.language, "{reader}");
        assert_eq!(metadata.year(), full.year(), "{reader}");
        assert_eq!(metadata.licence, full.licence, "{reader}");
        assert_eq!(metadata.version, full.version, "{reader}");
        let numbers: Vec<_> = metadata.awards.iter().filter_map(|award| award.number.clone()).collect();
        assert_eq!(numbers, [AwardNumber::parse("900101").unwrap()], "{reader}: {:?}", metadata.awards);
        assert!(found.pages.iter().any(|page| page == samples::URL), "{reader}: {:?}", found.pages);
        assert!(found.files.iter().any(|file| file.ends_with("/article.pdf")), "{reader}: {:?}", found.files);
        let kind = if reader == "oai_etdms" { ResourceType::DoctoralThesis } else { ResourceType::JournalArticle };
        assert_eq!(metadata.resource_type, Some(kind), "{reader}");
        if !["oai_etdms", "jats", "qdc"].contains(&reader) {
            let journal = metadata.journal.as_ref().unwrap();
            assert_eq!(journal.title, "Revue d’essai", "{reader}");
            assert_eq!(journal.issn, full.journal.as_ref().unwrap().issn, "{reader}");
            assert_eq!((journal.volume.as_deref(), journal.pages.as_deref()), (Some("12"), Some("45-67")), "{reader}");
        }
    }
}

#[test]
fn rich_formats_keep_people_and_places() {
    for (writer, reader) in [("oai_openaire", "oai_openaire"), ("dim", "dim"), ("mods", "mods")] {
        let found = there_and_back(writer, reader);
        let first = &found.metadata.authors[0];
        assert_eq!(first.orcid, samples::full().authors[0].orcid, "{reader}");
        assert_eq!(first.affiliations[0].name, "Université Laval", "{reader}");
    }
}

#[test]
fn nothing_that_any_text_holds_stops_a_reader() {
    let metadata = samples::hostile();
    for crosswalk in crate::metadata::formats() {
        let Some(format) = crosswalk.format().xml else { continue };
        let Some(reader) = find_reader(crosswalk.format().prefix, format.namespace) else { continue };
        let xml = crosswalk.write(&samples::record(&metadata)).unwrap();
        let found = reader.read(&xml).unwrap();
        assert!(!found.metadata.titles.is_empty(), "{}", reader.name());
    }
    for broken in ["", "<a", "<a></b>", "text", "<a>&unknown;</a><b/>"] {
        for reader in readers() {
            let _ = reader.read(broken);
        }
    }
    let deep = format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000));
    assert!(matches!(read_foreign("oai_dc", &deep), Err(ReadError::TooLarge)));
}

/// As EPrints sites of Québec write it: no type of OpenAIRE, the DOI in a relation, the citation as an identifier.
#[test]
fn dublin_core_of_eprints_is_understood() {
    let xml = "<oai_dc:dc xmlns:oai_dc='http://www.openarchives.org/OAI/2.0/oai_dc/' \
        xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:relation>https://depot.example.org/id/eprint/77/</dc:relation>\
        <dc:title>La tourbe &amp; le gel</dc:title><dc:creator>Roy, Léa</dc:creator><dc:creator>Côté, Jo</dc:creator>\
        <dc:subject>Écologie</dc:subject><dc:description>Appuyé par le FRQNT (900102).</dc:description>\
        <dc:publisher>Presses</dc:publisher><dc:date>2023-04</dc:date><dc:type>Article de revue scientifique</dc:type>\
        <dc:type>Article</dc:type><dc:type>PeerReviewed</dc:type><dc:format>application/pdf</dc:format>\
        <dc:language>fr</dc:language><dc:rights>cc_by_4.0</dc:rights>\
        <dc:identifier>https://depot.example.org/id/eprint/77/1/tourbe.pdf</dc:identifier>\
        <dc:identifier>Roy, Léa et Côté, Jo (2023). La tourbe. Revue, 12 (3). pp. 1-9.</dc:identifier>\
        <dc:relation>http://dx.doi.org/10.5555/Tourbe</dc:relation><dc:relation>10.5555/autre</dc:relation></oai_dc:dc>";
    let found = read_foreign("oai_dc", xml).unwrap();
    let metadata = &found.metadata;
    assert_eq!(metadata.titles[0], crate::domain::Localised::new(Lang::FR, "La tourbe & le gel"));
    assert_eq!(metadata.doi.as_ref().unwrap().as_str(), "10.5555/tourbe");
    assert_eq!((metadata.resource_type, metadata.peer_reviewed), (Some(ResourceType::JournalArticle), Some(true)));
    assert_eq!(metadata.licence, Licence::parse("cc-by-4.0").ok());
    assert_eq!(found.files, ["https://depot.example.org/id/eprint/77/1/tourbe.pdf"]);
    assert_eq!(metadata.abstracts.len(), 1);
}

/// As DSpace 7 gives its own registry: sponsors in words, handle as address, an embargo.
#[test]
fn dim_of_dspace_is_understood() {
    let field = |name: &str, text: &str| {
        let mut parts = name.split('.').chain(["", ""]);
        let (schema, element, qualifier) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        format!("<dim:field mdschema='{schema}' element='{element}' qualifier='{qualifier}'>{text}</dim:field>")
    };
    let fields = [
        field("dc.title", "Snow"),
        field("dc.contributor.author", "Roy, Léa"),
        field("dc.contributor.advisor", "Bois, Jo"),
        field("dc.date.accessioned", "2024-02-03T10:00:00Z"),
        field("dc.date.available", "2025-02-03"),
        field("dc.date.issued", "2024"),
        field("dc.identifier.uri", "http://hdl.handle.net/1866/1"),
        field("dc.identifier.doi", "10.5555/snow"),
        field("dc.description.sponsorship", "Fonds de recherche du Québec – Santé (FRQS), 277777"),
        field("dc.type", "Article"),
        field("oaire.version", "Version acceptée / Accepted Manuscript"),
        field("dcterms.version", "info:eu-repo/semantics/acceptedVersion"),
    ];
    let xml = format!("<dim:dim xmlns:dim='http://www.dspace.org/xmlns/dspace/dim'>{}</dim:dim>", fields.concat());
    let found = read_foreign("dim", &xml).unwrap();
    assert_eq!(found.pages, ["http://hdl.handle.net/1866/1"]);
    assert_eq!(found.available.unwrap().to_string(), "2025-02-03");
    assert_eq!(found.metadata.version, Some(VersionType::AM));
    assert_eq!(found.thanks.len(), 1);
    assert_eq!(found.metadata.authors.len(), 1);
}

#[test]
fn funding_references_name_fund_and_award_by_identifier_or_name() {
    let reference = |inside: &str| {
        format!(
            "<r xmlns='http://namespace.openaire.eu/schema/oaire/'><fundingReferences><fundingReference>{inside}\
             </fundingReference></fundingReferences></r>"
        )
    };
    let awards = |inside: &str| read_foreign("oai_openaire", &reference(inside)).unwrap().metadata.awards;
    let number = AwardNumber::parse("900101").ok();
    let by_id = "<funderName>X</funderName><funderIdentifier funderIdentifierType='Crossref Funder ID'>\
        https://doi.org/10.13039/501100000156</funderIdentifier><awardNumber>900101</awardNumber>";
    assert_eq!((awards(by_id)[0].fund, awards(by_id)[0].number.clone()), (Fund::Frqs, number));
    let by_stream =
        "<funderName>Fonds de recherche du Québec</funderName><fundingStream>Nature et technologies</fundingStream>";
    assert_eq!(awards(by_stream)[0].fund, Fund::Frqnt);
    assert!(awards("<funderName>NSERC</funderName><awardNumber>900101</awardNumber>").is_empty());
}

#[test]
fn the_best_format_is_chosen_from_what_is_offered() {
    let offered = |prefixes: &[(&str, &str)]| {
        let all: Vec<_> = prefixes.iter().map(|(prefix, space)| ((*prefix).to_owned(), (*space).to_owned())).collect();
        best_reader(&all).map(|(at, reader)| (at, reader.name()))
    };
    assert_eq!(offered(&[("oai_dc", ""), ("dim", ""), ("oai_openaire", "")]), Some((2, "oai_openaire")));
    assert_eq!(offered(&[("oai_dc", ""), ("etdms", ""), ("m", "http://www.loc.gov/mods/v3")]), Some((2, "mods")));
    assert_eq!(offered(&[("oai_etdms", ""), ("rdf", "")]), None);
}
