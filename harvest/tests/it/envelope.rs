use crate::dom::Element;
use crate::endpoint::{BASE_URL, Endpoint};
use crate::memory::{Item, Memory};

const IDENTIFIER: &str = "oai:depot.example.org:1";

fn endpoint() -> Endpoint {
    Endpoint::new(Memory::new(vec![Item::new(1, "2024-01-01T00:00:00Z")]).with_sets(&["a"]))
}

const SIX_VERBS: [&str; 6] = [
    "verb=Identify",
    "verb=ListMetadataFormats",
    "verb=ListSets",
    "verb=GetRecord&identifier=oai:depot.example.org:1&metadataPrefix=oai_dc",
    "verb=ListIdentifiers&metadataPrefix=oai_dc",
    "verb=ListRecords&metadataPrefix=oai_dc",
];

#[test]
fn x1_the_root_has_the_names_that_validators_look_for() {
    for query in SIX_VERBS.into_iter().chain(["verb=junk"]) {
        let root = endpoint().get(query);
        assert_eq!(root.name, "OAI-PMH");
        assert_eq!(root.attribute("xmlns"), Some("http://www.openarchives.org/OAI/2.0/"));
        assert_eq!(root.attribute("xmlns:xsi"), Some("http://www.w3.org/2001/XMLSchema-instance"));
        let location = "http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd";
        assert_eq!(root.attribute("xsi:schemaLocation"), Some(location));
    }
}

#[test]
fn x2_the_document_begins_with_an_utf8_declaration_and_has_no_doctype() {
    let document = endpoint().raw(b"verb=Identify", None);
    assert!(document.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH "));
    assert!(!document.contains("<!DOCTYPE"));
}

#[test]
fn x4_the_response_date_is_the_moment_given_in_utc_seconds() {
    assert_eq!(endpoint().get("verb=Identify").child("responseDate").text, "2026-01-01T00:00:00Z");
}

#[test]
fn x5_the_request_names_the_base_url_character_for_character() {
    let mut endpoint = endpoint();
    endpoint.config.base_url = "https://Depot.example.org:8443/oai/?a=1&b=2".to_owned();
    let answer = endpoint.get("verb=Identify");
    assert_eq!(answer.child("request").text, endpoint.config.base_url);
    assert_eq!(answer.child("Identify").child("baseURL").text, endpoint.config.base_url);
}

#[test]
fn x6_the_request_repeats_exactly_the_arguments_received() {
    let answer = endpoint().get("set=a&until=2025-12-31&verb=ListIdentifiers&metadataPrefix=oai_dc&from=2020-01-01");
    let mut attributes = answer.child("request").attributes.clone();
    attributes.sort();
    let expected = [
        ("from", "2020-01-01"),
        ("metadataPrefix", "oai_dc"),
        ("set", "a"),
        ("until", "2025-12-31"),
        ("verb", "ListIdentifiers"),
    ];
    assert_eq!(attributes, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn x6_the_arguments_are_repeated_with_errors_other_than_bad_verb_and_bad_argument() {
    let endpoint = endpoint();
    let unknown = endpoint.get("verb=GetRecord&identifier=oai%3Ax%3A%2B9&metadataPrefix=oai_dc");
    assert_eq!(unknown.child("request").attribute("identifier"), Some("oai:x:+9"));
    let junk = endpoint.get("verb=ListRecords&resumptionToken=%3Cjunk%09%3E");
    assert_eq!(junk.child("request").attribute("resumptionToken"), Some("<junk\t>"));
    assert_eq!(junk.child("error").attribute("code"), Some("badResumptionToken"));
}

#[test]
fn x7_bad_verb_and_bad_argument_hide_the_arguments() {
    for query in ["verb=junk", "verb=Identify&junk=1", "", "verb=ListRecords&metadataPrefix=oai_dc&from=x", "verb=%FF"]
    {
        let answer = endpoint().get(query);
        assert_eq!(answer.child("request").attributes, [], "{query}");
        assert_eq!(answer.child("request").text, BASE_URL);
    }
}

#[test]
fn x8_records_with_odd_characters_stay_in_the_list() {
    let mut endpoint = endpoint();
    let controls: String = (0..0x20).filter_map(char::from_u32).collect();
    endpoint.memory.items[0].title = format!("a{controls}\u{fffe}\u{ffff}𝔸😀é");
    let document = endpoint.raw(b"verb=ListRecords&metadataPrefix=oai_dc", None);
    let legal = |character: char| matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
    assert!(document.chars().all(legal));
    assert!(document.contains("𝔸😀é</dc:title>"));
    assert_eq!(Element::read(&document).child("ListRecords").all("record").count(), 1);
}

#[test]
fn x9_hostile_values_are_escaped_in_attributes_and_messages() {
    let answer = endpoint().get("verb=GetRecord&identifier=bad%22%3Cid%3E%26'&metadataPrefix=oai_dc");
    assert_eq!(answer.child("request").attribute("identifier"), Some("bad\"<id>&'"));
    assert_eq!(answer.child("error").attribute("code"), Some("idDoesNotExist"));
    assert!(answer.child("error").text.contains("bad\"<id>&'"));
    let answer = endpoint().get("verb=Identify&%3Cscript%3E=%00");
    assert!(answer.child("error").text.contains("<script>"));
}

#[test]
fn x10_markup_in_titles_is_escaped_once() {
    let mut endpoint = endpoint();
    endpoint.memory.items[0].title = "H<sub>2</sub>O & more".to_owned();
    let document = endpoint.raw(b"verb=ListRecords&metadataPrefix=oai_dc", None);
    assert!(document.contains("<dc:title>H&lt;sub>2&lt;/sub>O &amp; more</dc:title>"));
    endpoint.memory.sets[0].name = "R&D".to_owned();
    assert!(endpoint.raw(b"verb=ListSets", None).contains("<setName>R&amp;D</setName>"));
}

#[test]
fn x11_there_is_exactly_one_kind_of_third_child() {
    for query in SIX_VERBS {
        let children: Vec<_> = endpoint().get(query).children.into_iter().map(|child| child.name).collect();
        let verb = query.trim_start_matches("verb=").split('&').next().unwrap();
        assert_eq!(children, ["responseDate", "request", verb]);
    }
    let answer = endpoint().get("verb=GetRecord");
    assert!(answer.children[2..].iter().all(|child| child.name == "error"));
    assert_eq!(answer.children.len(), 4);
}

#[test]
fn h2_h3_get_and_post_and_any_order_give_the_same_document() {
    let endpoint = endpoint();
    for query in SIX_VERBS {
        let get = endpoint.raw(query.as_bytes(), None);
        assert_eq!(endpoint.raw(b"", Some(query.as_bytes())), get);
        let mut pairs: Vec<_> = query.split('&').collect();
        pairs.reverse();
        let reversed = endpoint.get(&pairs.join("&"));
        assert_eq!(reversed.children[2], Element::read(&get).children[2]);
    }
}

#[test]
fn h11_encoded_identifiers_arrive_intact() {
    let answer = endpoint().get("verb=GetRecord&identifier=oai%3Adepot.example.org%3A1&metadataPrefix=oai_dc");
    assert_eq!(answer.child("GetRecord").child("record").child("header").child("identifier").text, IDENTIFIER);
}

#[test]
fn h12_bytes_that_are_not_utf8_are_bad_argument_and_never_repeated() {
    for query in ["verb=ListRecords&metadataPrefix=%FF", "verb=ListRecords&metadataPrefix=%ED%A0%80", "%FF"] {
        let document = endpoint().raw(query.as_bytes(), None);
        assert!(document.contains("<error code=\"badArgument\">"), "{query}");
        assert!(!document.contains('\u{fffd}'));
    }
}

#[test]
fn h15_url_and_body_are_united() {
    let document = endpoint().raw(b"verb=ListRecords", Some(b"metadataPrefix=oai_dc"));
    assert!(document.contains("<ListRecords>"));
    let document = endpoint().raw(b"verb=ListRecords&metadataPrefix=oai_dc", Some(b"metadataPrefix=oai_dc"));
    assert!(document.contains("<error code=\"badArgument\">"));
    let document = endpoint().raw(b"verb=Identify", Some(b"verb=Identify"));
    assert!(document.contains("<error code=\"badVerb\">"));
}

#[test]
fn o6_a_style_sheet_is_one_instruction_before_the_root_and_only_if_wanted() {
    let mut endpoint = endpoint();
    assert_eq!(endpoint.raw(b"verb=Identify", None).matches("<?").count(), 1);
    endpoint.config.stylesheet = Some("/oai.xsl?a=1&b=\"?>".to_owned());
    let document = endpoint.raw(b"verb=Identify", None);
    assert!(
        document.contains("<?xml-stylesheet type=\"text/xsl\" href=\"/oai.xsl?a=1&amp;b=&quot;?&gt;\"?>\n<OAI-PMH")
    );
    assert_eq!(document.matches("<?").count(), 2);
}
