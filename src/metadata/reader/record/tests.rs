//! Tests of the records of single works, with texts written for them.

use super::*;
use crate::domain::{AwardNumber, Fund, ResourceType};

fn pasted(text: &str) -> Metadata {
    read_pasted(text).unwrap().metadata
}

fn names(metadata: &Metadata) -> Vec<String> {
    metadata.authors.iter().map(crate::domain::Person::sort_name).collect()
}

#[test]
fn bibtex_is_read_with_its_accents_names_and_months() {
    let metadata = pasted(
        r#"@string{revue = "Revue du gel"}
        @article{roy2024, title = {Le gel des {\'e}rables {\`a} sucre et la coul{\'e}e du printemps},
        author = {Roy, Anne-Marie and de la Tour, {\'E}mile and {Consortium du gel}}, journal = revue,
        year = 2024, month = may, volume = 3, number = 2, pages = {45--67}, doi = {10.5555/GEL.1}, issn = {0317-8471},
        langid = {french}, keywords = {gel, {\'e}rable}}"#,
    );
    assert_eq!(metadata.titles[0].text, "Le gel des érables à sucre et la coulée du printemps");
    assert_eq!(names(&metadata), ["Roy, Anne-Marie", "de la Tour, Émile", "Consortium du gel"]);
    assert_eq!(metadata.doi.as_ref().unwrap().as_str(), "10.5555/gel.1");
    assert_eq!(metadata.dates.issue.unwrap().to_string(), "2024-05");
    let journal = metadata.journal.unwrap();
    assert_eq!((journal.title.as_str(), journal.pages.as_deref()), ("Revue du gel", Some("45-67")));
    assert_eq!(journal.issn.unwrap().as_str(), "0317-8471");
    assert_eq!((metadata.language, metadata.keywords.len()), (Some(Lang::FR), 2));
}

#[test]
fn ris_is_read_with_lines_that_go_on() {
    let text = "TY  - JOUR\r\nTI  - Ice on\r\n the river in spring, seen from the northern shore of the lake\r\n\
        AU  - Roy, Anne\r\nAU  - Tremblay, Luc\r\nPY  - 2023/04/12/\r\nJO  - Journal of Ice\r\nVL  - 5\r\nSP  - 10-19\r\n\
        DO  - https://doi.org/10.5555/ice\r\nSN  - 0317-8471\r\nKW  - ice\r\nER  - \r\nTY  - BOOK\r\nER  - \r\n";
    let read = read_pasted(text).unwrap();
    assert_eq!(read.records, 2);
    let metadata = read.metadata;
    assert!(metadata.titles[0].text.starts_with("Ice on the river"));
    assert_eq!((metadata.language, metadata.titles[0].lang), (Some(Lang::EN), Lang::EN));
    assert_eq!(metadata.dates.issue.unwrap().to_string(), "2023-04-12");
    assert_eq!(metadata.journal.unwrap().pages.as_deref(), Some("10-19"));
    assert_eq!(metadata.resource_type, Some(ResourceType::JournalArticle));
}

#[test]
fn csl_json_is_read_alone_or_in_a_list() {
    let item = r#"{"type":"article-journal","title":"Neige","author":[{"family":"Roy","given":"Anne"},
        {"literal":"Chaire de la neige"}],"issued":{"date-parts":[["2024",3]]},"container-title":"Revue",
        "DOI":"10.5555/neige","page":"1-9","language":"fr-CA"}"#;
    for text in [item.to_owned(), format!("[{item}]")] {
        let metadata = pasted(&text);
        assert_eq!(names(&metadata), ["Roy, Anne", "Chaire de la neige"]);
        assert_eq!(metadata.dates.issue.unwrap().to_string(), "2024-03");
        assert_eq!(metadata.language, Some(Lang::FR));
    }
}

#[test]
fn what_is_no_record_is_told_as_such() {
    for (text, error) in [
        ("", PasteError::Unknown),
        ("Un titre", PasteError::Unknown),
        ("@article{a, title = {", PasteError::Broken("BibTeX")),
        ("{\"title\":", PasteError::Broken("CSL-JSON")),
        ("[]", PasteError::Broken("CSL-JSON")),
        ("{\"title\": 3, \"author\": \"x\"}", PasteError::Empty),
        ("TY  - JOUR\nER  - ", PasteError::Empty),
    ] {
        let read = read_pasted(text);
        match (read, error) {
            (Err(read), error) => assert_eq!(read, error, "{text}"),
            // A number is a poor title, and one nevertheless.
            (Ok(read), PasteError::Empty) => assert_eq!(read.metadata.titles[0].text, "3"),
            (Ok(read), _) => panic!("{text}: {read:?}"),
        }
    }
}

#[test]
fn crossref_names_funders_by_registry_or_by_name_and_licences_by_address() {
    let answer = r#"{"status":"ok","message":{"DOI":"10.5555/X","type":"journal-article","title":["Ice &amp; snow"],
        "subtitle":["a study"],"container-title":["Journal of Ice"],"ISSN":["0317-8471"],"volume":"4",
        "author":[{"given":"Anne","family":"Roy","ORCID":"http://orcid.org/0000-0002-1825-0097",
        "affiliation":[{"name":"Université Laval","id":[{"id":"https://ror.org/04sjchr03","id-type":"ROR"}]}]},
        {"name":"Ice Consortium"}],
        "abstract":"<jats:title>Abstract</jats:title><jats:p>Ice melts when p < 0.05.</jats:p>",
        "published-online":{"date-parts":[[2024,5,14]]},"issued":{"date-parts":[[2024,5,14]]},
        "license":[{"URL":"https://creativecommons.org/licenses/by/4.0/","content-version":"vor"}],
        "funder":[{"DOI":"10.13039/501100003151","name":"FRQNT","award":["312345","2019-B2Z-261749"]},
        {"name":"Fonds de recherche du Québec – Santé"},{"name":"NSERC","award":["RGPIN-2020-01"]}]}}"#;
    let metadata = read_record(RecordShape::Crossref, answer).unwrap();
    assert_eq!(metadata.titles[0].text, "Ice & snow : a study");
    assert_eq!(names(&metadata), ["Roy, Anne", "Ice Consortium"]);
    assert!(metadata.authors[0].orcid.is_some() && metadata.authors[0].affiliations[0].ror.is_some());
    assert!(metadata.abstracts[0].text.ends_with("Ice melts when p < 0.05."));
    assert_eq!(metadata.licence.unwrap().code(), "cc-by-4.0");
    assert_eq!(metadata.dates.online.unwrap().to_string(), "2024-05-14");
    let awards: Vec<_> = metadata.awards.iter().map(|link| (link.fund, link.number.clone())).collect();
    let number = |text: &str| AwardNumber::parse(text).ok();
    assert_eq!(awards, [(Fund::Frqnt, number("312345")), (Fund::Frqnt, number("261749")), (Fund::Frqs, None)]);
}

#[test]
fn datacite_and_openalex_are_read_in_their_own_shapes() {
    let answer = r#"{"data":{"attributes":{"doi":"10.5555/dc","titles":[{"title":"Neige","lang":"fr"},{"title":"Snow","lang":"en"}],
        "creators":[{"name":"Roy, Anne","nameIdentifiers":[{"nameIdentifier":"https://orcid.org/0000-0002-1825-0097"}],
        "affiliation":["Université Laval"]}],"publicationYear":2023,"types":{"resourceTypeGeneral":"JournalArticle"},
        "rightsList":[{"rightsIdentifier":"cc-by-4.0"}],"language":"fr",
        "fundingReferences":[{"funderName":"FRQ","awardUri":"https://doi.org/10.69777/312345"}]}}}"#;
    let metadata = read_record(RecordShape::Datacite, answer).unwrap();
    assert_eq!((metadata.titles.len(), metadata.year()), (2, Some(2023)));
    assert!(metadata.authors[0].orcid.is_some());
    assert_eq!(metadata.awards[0].number, AwardNumber::parse("312345").ok());

    let answer = r#"{"id":"https://openalex.org/W1","doi":"https://doi.org/10.5555/oa","title":"Snow","language":"en",
        "type":"article","publication_date":"2024-02-03","biblio":{"volume":"2","first_page":"1","last_page":"4"},
        "authorships":[{"author":{"display_name":"Anne Roy","orcid":null},"institutions":[{"display_name":"Laval"}]}],
        "primary_location":{"license":"cc-by","source":{"display_name":"Journal of Snow","issn_l":"0317-8471"}},
        "abstract_inverted_index":{"Snow":[0,2],"falls;":[1],"melts.":[3]}}"#;
    let metadata = read_record(RecordShape::Openalex, answer).unwrap();
    assert_eq!(metadata.abstracts[0].text, "Snow falls; Snow melts.");
    assert_eq!(names(&metadata), ["Roy, Anne"]);
    assert_eq!(metadata.journal.unwrap().title, "Journal of Snow");
}

#[test]
fn answers_of_any_shape_are_no_description_and_no_failure() {
    for text in [
        "",
        "null",
        "[]",
        "{}",
        "{\"message\":3}",
        "{\"data\":{\"attributes\":{}}}",
        "{\"id\":\"x\"}",
        "{\"message\":{\"title\":{}}}",
    ] {
        for shape in [RecordShape::Crossref, RecordShape::Datacite, RecordShape::Openalex] {
            assert_eq!(read_record(shape, text), None, "{text}");
        }
    }
}
