use std::fmt;

use harvest::{
    Config, Format, Header, Identity, Keyed, Lookup, Position, Provider, Record, Selection, Set, SetSpec, TokenKey,
    parse_arguments, respond,
};

use crate::endpoint::{BASE_URL, Endpoint, block_on};
use crate::memory::{Item, Memory, stamp};

fn endpoint() -> Endpoint {
    Endpoint::new(Memory::new(vec![Item::new(1, "2024-01-01T00:00:00Z")]))
}

fn assert_error(query: &str, code: &str) {
    assert_eq!(endpoint().errors(query), [code], "{query}");
}

#[test]
fn e1_e2_bad_verb_stands_alone() {
    for query in ["", "verb=", "verb=junk&junk=1", "verb=listrecords&from=x", "verb=Identify&verb=Identify"] {
        assert_error(query, "badVerb");
    }
}

#[test]
fn e8_unsupported_prefix_is_cannot_disseminate_format() {
    assert_error("verb=ListRecords&metadataPrefix=junk", "cannotDisseminateFormat");
    assert_error("verb=ListIdentifiers&metadataPrefix=all", "cannotDisseminateFormat");
    assert_error("verb=GetRecord&identifier=oai:depot.example.org:1&metadataPrefix=junk", "cannotDisseminateFormat");
}

#[test]
fn e9_unknown_identifier_is_id_does_not_exist() {
    assert_error("verb=GetRecord&identifier=junk&metadataPrefix=oai_dc", "idDoesNotExist");
    assert_error("verb=ListMetadataFormats&identifier=oai:depot.example.org:2", "idDoesNotExist");
}

#[test]
fn e10_nothing_matching_is_no_records_match() {
    for verb in ["ListRecords", "ListIdentifiers"] {
        assert_error(&format!("verb={verb}&metadataPrefix=oai_dc&from=2024-01-02"), "noRecordsMatch");
    }
    assert_error("verb=ListRecords&metadataPrefix=mirror", "noRecordsMatch");
}

#[test]
fn e11_bad_token_is_bad_resumption_token() {
    for verb in ["ListRecords", "ListIdentifiers", "ListSets"] {
        for token in ["junk", "%00", "%C3%A9", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            assert_error(&format!("verb={verb}&resumptionToken={token}"), "badResumptionToken");
        }
    }
}

#[test]
fn e12_without_sets_there_is_no_set_hierarchy() {
    assert_error("verb=ListSets", "noSetHierarchy");
    assert_error("verb=ListRecords&metadataPrefix=oai_dc&set=a", "noSetHierarchy");
}

#[test]
fn e13_an_item_without_any_format_has_no_metadata_formats() {
    let mut endpoint = endpoint();
    endpoint.memory.items[0].formats.clear();
    let errors = endpoint.errors("verb=ListMetadataFormats&identifier=oai:depot.example.org:1");
    assert_eq!(errors, ["noMetadataFormats"]);
}

#[test]
fn e14_all_faults_of_a_step_are_reported_each_with_a_text() {
    let query = "verb=ListRecords&metadataPrefix=junk&set=a";
    assert_eq!(endpoint().errors(query), ["cannotDisseminateFormat", "noSetHierarchy"]);
    assert!(endpoint().get(query).all("error").all(|error| error.text.len() > 20));
    let query = "verb=GetRecord&identifier=junk&metadataPrefix=junk";
    assert_eq!(endpoint().errors(query), ["cannotDisseminateFormat", "idDoesNotExist"]);
}

#[test]
fn e15_bad_argument_precedes_whatever_the_repository_lacks() {
    assert_error("verb=ListRecords&metadataPrefix=junk&set=a&from=x", "badArgument");
    assert_error("verb=GetRecord&identifier=junk&metadataPrefix=junk&junk=1", "badArgument");
    assert_error("verb=ListRecords&resumptionToken=junk&set=a", "badArgument");
}

#[test]
fn e15_an_empty_list_is_reported_only_when_the_rest_is_sound() {
    assert_error("verb=ListRecords&metadataPrefix=junk&from=2999-01-01", "cannotDisseminateFormat");
}

/// A service whose storage has failed.
struct Broken;

#[derive(Debug)]
struct Outage;

impl fmt::Display for Outage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the database is away")
    }
}

impl std::error::Error for Outage {}

impl Provider for Broken {
    type Error = Outage;

    async fn identify(&self) -> Result<Identity, Outage> {
        Err(Outage)
    }

    async fn formats(&self) -> Result<Vec<Format>, Outage> {
        Ok(vec![Format::oai_dc()])
    }

    async fn item_formats(&self, _: &str) -> Result<Option<Vec<Format>>, Outage> {
        Err(Outage)
    }

    async fn sets(&self, _: Option<&SetSpec>, _: usize) -> Result<Vec<Set>, Outage> {
        Err(Outage)
    }

    async fn record(&self, _: &str, _: &str) -> Result<Lookup, Outage> {
        Err(Outage)
    }

    async fn headers(&self, _: &Selection, _: Option<&Position>, _: usize) -> Result<Vec<Keyed<Header>>, Outage> {
        Err(Outage)
    }

    async fn records(&self, _: &Selection, _: Option<&Position>, _: usize) -> Result<Vec<Keyed<Record>>, Outage> {
        Err(Outage)
    }

    async fn count(&self, _: &Selection) -> Result<Option<u64>, Outage> {
        Err(Outage)
    }
}

#[test]
fn e16_a_failure_of_the_service_is_no_document() {
    let config = Config::new(BASE_URL, TokenKey::new([1; 32]));
    for query in [
        "verb=Identify",
        "verb=ListSets",
        "verb=ListMetadataFormats&identifier=a",
        "verb=GetRecord&identifier=a&metadataPrefix=oai_dc",
        "verb=ListIdentifiers&metadataPrefix=oai_dc",
        "verb=ListRecords&metadataPrefix=oai_dc",
    ] {
        let arguments = parse_arguments(Some(query.as_bytes()), None);
        let outcome = block_on(respond(&Broken, &config, arguments, stamp("2026-01-01")));
        assert!(outcome.is_err(), "{query}");
    }
    let arguments = parse_arguments(Some(b"verb=junk"), None);
    assert!(block_on(respond(&Broken, &config, arguments, stamp("2026-01-01"))).is_ok());
}
