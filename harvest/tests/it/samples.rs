//! Writes one answer of each kind to a directory, to be validated against the official schemas by hand:
//! `HARVEST_SAMPLES=dir cargo test -p harvest -- --ignored`.

use std::fs;
use std::path::PathBuf;

use harvest::{About, Description, OriginDescription, RightsStatement};

use crate::endpoint::{Endpoint, token};
use crate::identify::descriptions;
use crate::memory::{Memory, dublin_core, spec};

fn endpoint() -> Endpoint {
    let mut memory = Memory::of_size(25).with_sets(&["a", "a:b", "open_access"]);
    for item in &mut memory.items {
        item.sets = vec![spec("a"), spec("a:b")];
        item.title = format!("Tourbières & \u{1}pergélisol <{}> 😀", item.number);
        item.about = vec![About::Rights(RightsStatement::Reference(
            "https://creativecommons.org/publicdomain/zero/1.0/".to_owned(),
        ))];
        if item.number % 4 == 0 {
            item.deleted = vec!["oai_dc"];
        }
        let first = OriginDescription {
            base_url: "https://first.example.org/oai".to_owned(),
            identifier: "oai:first.example.org:1".to_owned(),
            datestamp: "2001-02-03".to_owned(),
            metadata_namespace: "http://www.openarchives.org/OAI/2.0/oai_dc/".to_owned(),
            harvest_date: "2002-02-02T14:10:02Z".to_owned(),
            altered: false,
            origin: None,
        };
        let second = OriginDescription { origin: Some(Box::new(first.clone())), altered: true, ..first };
        item.about.push(About::Provenance(second));
        item.about.push(About::Other(dublin_core("A record about the record")));
    }
    memory.identity.compressions = vec!["gzip".to_owned()];
    // The schema of the toolkit description cannot be had any more.
    memory.identity.descriptions =
        descriptions().into_iter().filter(|one| !matches!(one, Description::Toolkit(_))).collect();
    memory.sets[0].descriptions = descriptions()
        .into_iter()
        .filter(|one| matches!(one, Description::DublinCore(_) | Description::Branding(_)))
        .collect();
    Endpoint::paged(memory, 10)
}

#[test]
#[ignore = "writes files for validation by hand"]
fn every_kind_of_answer_is_written_to_the_directory_named() {
    let directory = PathBuf::from(std::env::var("HARVEST_SAMPLES").expect("name a directory"));
    let mut endpoint = endpoint();
    let first = endpoint.get("verb=ListRecords&metadataPrefix=oai_dc");
    let token = token(first.child("ListRecords")).unwrap();
    let next = format!("verb=ListRecords&resumptionToken={token}");
    let queries = [
        ("identify", "verb=Identify"),
        ("formats", "verb=ListMetadataFormats"),
        ("sets", "verb=ListSets"),
        ("record", "verb=GetRecord&identifier=oai:depot.example.org:1&metadataPrefix=oai_dc"),
        ("deleted", "verb=GetRecord&identifier=oai:depot.example.org:4&metadataPrefix=oai_dc"),
        ("identifiers", "verb=ListIdentifiers&metadataPrefix=oai_dc&set=a&from=2020-01-01&until=2030-01-01"),
        ("records", "verb=ListRecords&metadataPrefix=oai_dc"),
        ("records-next", next.as_str()),
        ("bad-verb", "verb=%3Cjunk%3E"),
        ("bad-arguments", "verb=ListRecords&from=x&junk=%00%26&set=::"),
        ("not-utf8", "verb=%FF"),
        ("hostile-identifier", "verb=GetRecord&identifier=bad%22%3Cid%3E%26'&metadataPrefix=junk"),
        ("illegal-identifier", "verb=GetRecord&identifier=%5Ba%25zz%23%23&metadataPrefix=oai_dc"),
        ("bad-token", "verb=ListRecords&resumptionToken=%00%3C%0A"),
        ("no-records", "verb=ListRecords&metadataPrefix=oai_dc&set=void&from=2030-01-01T00:00:00Z"),
    ];
    for (name, query) in queries {
        fs::write(directory.join(format!("{name}.xml")), endpoint.raw(query.as_bytes(), None)).unwrap();
    }
    endpoint.config.granularity = harvest::Granularity::Day;
    endpoint.config.stylesheet = Some("/oai.xsl".to_owned());
    let days = endpoint.raw(b"verb=ListRecords&metadataPrefix=oai_dc", None);
    fs::write(directory.join("records-days.xml"), days).unwrap();
    assert_eq!(fs::read_dir(directory).unwrap().count(), queries.len() + 1);
}
