use std::error::Error;

use super::*;
use crate::domain::{AccessRight, Fund, Lang, ResourceType, VersionType};

fn rows(table: &[u8]) -> Vec<Result<Described, SidecarError>> {
    read_csv(table).collect()
}

fn fault(table: &str) -> String {
    let faults: Vec<String> =
        rows(table.as_bytes()).into_iter().filter_map(Result::err).map(|error| error.to_string()).collect();
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults[0].clone()
}

#[test]
fn every_column_of_a_table_reaches_its_field() {
    let table = "\u{FEFF}file;title_fr;title_en;authors;doi;language;type;version;licence;access;embargo_until;accepted;\
        online;issue;deposited;journal;issn;volume;number;pages;publisher;abstract_fr;abstract_en;keywords_fr;keywords_en;\
        field;awards\n\
        a.pdf;Glace;Ice;\"Roy, Ève [0000-0002-1825-0097]; Groupe Neige\";10.5555/A;fr;journal_article;am;CC-BY-4.0;Open;\
        2025;2024-01;2024-02-03;2024-03;2024-04-05;Revue;0317-8471;1;2;3-4;Presses;Résumé;Abstract;\"gel; neige\";frost;\
        rdf102;\"frqnt:312345; frqs\"\n";
    let (file, metadata) = rows(table.as_bytes()).remove(0).unwrap();
    assert_eq!(file, "a.pdf");
    assert_eq!((metadata.titles[0].text.as_str(), metadata.titles[1].lang), ("Glace", Lang::EN));
    assert_eq!(metadata.authors[0].orcid.as_ref().unwrap().as_str(), "0000-0002-1825-0097");
    assert_eq!(metadata.authors[0].sort_name(), "Roy, Ève");
    assert_eq!(metadata.authors[1].family, "Groupe Neige");
    assert_eq!(metadata.doi.unwrap().as_str(), "10.5555/a");
    assert_eq!(metadata.resource_type, Some(ResourceType::JournalArticle));
    assert_eq!((metadata.version, metadata.access), (Some(VersionType::AM), Some(AccessRight::Open)));
    assert_eq!(metadata.dates.deposited.unwrap().to_string(), "2024-04-05");
    assert_eq!(metadata.journal.unwrap().issue.as_deref(), Some("2"));
    assert_eq!(metadata.keywords.len(), 3);
    assert_eq!(metadata.field.as_deref(), Some("RDF102"));
    assert_eq!(metadata.awards[0].number.as_ref().unwrap().as_str(), "312345");
    assert_eq!((metadata.awards[1].fund, &metadata.awards[1].number), (Fund::Frqs, &None));
}

#[test]
fn separators_and_encodings_are_recognised() {
    for table in [
        "file,title_fr\na.pdf,\"Été; hiver, \"\"gel\"\"\"\n".as_bytes(),
        "file\ttitle_fr\r\na.pdf\tÉté; hiver, \"gel\"\r\n".as_bytes(),
        b"file;title_fr\na.pdf;\"\xC9t\xE9; hiver, \"\"gel\"\"\"\n",
    ] {
        let (_, metadata) = rows(table).remove(0).unwrap();
        assert_eq!(metadata.titles[0].text, "Été; hiver, \"gel\"");
    }
}

#[test]
fn a_faulty_line_is_named_and_the_others_go_on() {
    let all = rows(b"file,doi\na.pdf,10.5555/a\nb.pdf,nonsense\n\n,\nc.pdf\nd.pdf,10.5555/d\n");
    let told: Vec<String> = all
        .iter()
        .map(|row| match row {
            Ok((file, _)) => file.clone(),
            Err(error) => error.to_string(),
        })
        .collect();
    assert_eq!(told[0], "a.pdf");
    assert_eq!(told[1], "line 3, column \"doi\": \"nonsense\" does not fit; write it as 10.5555/suffix");
    assert!(told[2].starts_with("line 6: "), "{told:?}");
    assert_eq!(told[3], "d.pdf");
    assert_eq!(told.len(), 4);
}

#[test]
fn a_faulty_header_is_the_only_item() {
    assert!(
        fault("file,tilte\na.pdf,x\n")
            .starts_with("line 1: unknown column \"tilte\"; known columns are file,title,title_fr")
    );
    assert!(fault("file,doi,DOI\na.pdf,,\n").contains("column \"doi\" stands twice"));
    assert!(fault("title_fr\nGlace\n").contains("column \"file\" is missing"));
    assert!(fault("").contains("column \"file\" is missing"));
}

#[test]
fn wrong_cells_say_what_to_write() {
    for (column, value, advice) in [
        ("authors", "Roy, Ève [0000-0002-1825-0098]", "0000-0000-0000-0000"),
        ("awards", "nserc:123456", "frqsc as fund"),
        ("online", "03/04/2024", "YYYY-MM-DD"),
        ("issn", "0317-8472", "eight digits"),
        ("licence", "libre", "CC-BY-4.0"),
        ("field", "RDF999", "RDF102"),
        ("language", "français", "fr or en"),
    ] {
        let told = fault(&format!("file;{column}\na.pdf;{value}\n"));
        assert!(told.contains(&format!("line 2, column {column:?}")) && told.contains(advice), "{told}");
    }
    assert!(fault("file,doi\n,10.5555/a\n").starts_with("line 2: column \"file\" is empty"));
}

#[test]
fn a_json_sidecar_is_read_with_its_mark_and_tidied() {
    let metadata =
        read_json("\u{FEFF}{\"title\":{\"fr\":\" E\u{301}te\u{301}  chaud \"},\"language\":\"fr\"}".as_bytes());
    assert_eq!(metadata.unwrap().titles[0].text, "Été chaud");
}

#[test]
fn texts_in_the_language_of_the_article_come_first() {
    let text = r#"{"title":{"en":"Ice","fr":"Glace"},"keywords":{"en":["b"],"fr":["z","a"]},"language":"fr"}"#;
    let metadata = read_json(text.as_bytes()).unwrap();
    let words: Vec<&str> = metadata.keywords.iter().map(|word| word.text.as_str()).collect();
    assert_eq!((metadata.titles[0].text.as_str(), words), ("Glace", vec!["z", "a", "b"]));
    let (_, metadata) = rows(b"file,language,title_fr,title_en\na.pdf,en,Glace,Ice\n").remove(0).unwrap();
    assert_eq!(metadata.titles[0].text, "Ice");
}

#[test]
fn a_faulty_key_of_a_json_sidecar_is_named_with_its_line() {
    for (text, place) in [
        ("{\n\"tilte\": {\"fr\": \"x\"}}", "key tilte, line 2: "),
        (
            "{\"authors\": [\n{\"family\": \"A\"},\n{\"family\": \"B\", \"orcid\": \"1\"}]}",
            "key authors[2].orcid, line 3: ",
        ),
        ("{\"dates\": {\"online\": \"hier\"}}", "key dates.online, line 1: "),
        ("{\"authors\": [{\"given\": \"A\"}]}", "key authors[1], line 1: "),
        ("{\"title\": \n", "key (the whole file), line 2: "),
        ("[]", "key (the whole file), line 1: "),
        ("", "key (the whole file), line 1: "),
    ] {
        let error = read_json(text.as_bytes()).unwrap_err();
        assert!(error.to_string().starts_with(place), "{error} for {text}");
        assert!(error.source().is_some());
    }
    assert!(read_json(b"{\"title\":{\"fr\":\"\xE9\"}}").is_err());
}
