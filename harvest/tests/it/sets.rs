use harvest::{Description, LocalText};

use crate::endpoint::Endpoint;
use crate::memory::{Item, Memory, spec};

/// Items in `a`, `a:b`, `ab`, nothing, and one that says both `a` and `a:b`.
fn endpoint() -> Endpoint {
    let item = |number: u64, sets: &[&str]| Item {
        sets: sets.iter().map(|set| spec(set)).collect(),
        ..Item::new(number, "2024-01-01T00:00:00Z")
    };
    let items = vec![item(1, &["a"]), item(2, &["a:b"]), item(3, &["ab"]), item(4, &[]), item(5, &["a", "a:b"])];
    Endpoint::new(Memory::new(items).with_sets(&["a", "a:b", "ab", "void"]))
}

fn numbers(arguments: &str) -> Vec<String> {
    let identifiers = endpoint().identifiers(arguments);
    identifiers.iter().map(|identifier| identifier.rsplit(':').next().unwrap().to_owned()).collect()
}

#[test]
fn s2_ancestors_are_listed_as_sets() {
    let answer = endpoint().get("verb=ListSets");
    let specs: Vec<_> = answer.child("ListSets").all("set").map(|set| set.child("setSpec").text.clone()).collect();
    assert_eq!(specs, ["a", "a:b", "ab", "void"]);
    assert!(answer.child("ListSets").find("resumptionToken").is_none());
}

#[test]
fn s3_headers_carry_membership_everywhere_and_on_deletions_too() {
    let mut endpoint = endpoint();
    endpoint.memory.items[1].deleted = vec!["oai_dc"];
    let of = |query: &str, verb: &str| {
        let answer = endpoint.get(query);
        let list = answer.child(verb);
        let header = list.find("header").unwrap_or_else(|| list.child("record").child("header"));
        (header.attribute("status").map(str::to_owned), header.child("setSpec").text.clone())
    };
    let expected = (Some("deleted".to_owned()), "a:b".to_owned());
    assert_eq!(of("verb=ListIdentifiers&metadataPrefix=oai_dc&set=a:b", "ListIdentifiers"), expected);
    assert_eq!(of("verb=ListRecords&metadataPrefix=oai_dc&set=a:b", "ListRecords"), expected);
    assert_eq!(of("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:depot.example.org:2", "GetRecord"), expected);
}

#[test]
fn s4_only_the_deepest_sets_stand_in_a_header() {
    let answer = endpoint().get("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:depot.example.org:5");
    let header = answer.child("GetRecord").child("record").child("header");
    assert_eq!(header.texts("setSpec"), ["a:b"]);
}

#[test]
fn s5_a_set_holds_its_descendants_and_nothing_else() {
    assert_eq!(numbers("metadataPrefix=oai_dc&set=a"), ["1", "2", "5"]);
    assert_eq!(numbers("metadataPrefix=oai_dc&set=a:b"), ["2", "5"]);
    assert_eq!(numbers("metadataPrefix=oai_dc&set=a%3Ab"), ["2", "5"]);
    assert_eq!(numbers("metadataPrefix=oai_dc&set=ab"), ["3"]);
}

#[test]
fn s6_an_empty_set_is_listed_and_matches_no_record() {
    assert_eq!(endpoint().errors("verb=ListRecords&metadataPrefix=oai_dc&set=void"), ["noRecordsMatch"]);
}

#[test]
fn s7_an_unknown_set_matches_no_record_and_a_malformed_one_is_bad_argument() {
    assert_eq!(endpoint().errors("verb=ListRecords&metadataPrefix=oai_dc&set=unknown"), ["noRecordsMatch"]);
    assert_eq!(endpoint().errors("verb=ListRecords&metadataPrefix=oai_dc&set=a:"), ["badArgument"]);
}

#[test]
fn s8_without_sets_every_question_about_them_is_answered_so() {
    let mut endpoint = endpoint();
    endpoint.memory.sets.clear();
    for query in [
        "verb=ListSets",
        "verb=ListRecords&metadataPrefix=oai_dc&set=a",
        "verb=ListIdentifiers&metadataPrefix=oai_dc&set=a",
    ] {
        assert_eq!(endpoint.errors(query), ["noSetHierarchy"]);
    }
}

#[test]
fn s9_an_item_in_no_set_appears_in_unfiltered_lists() {
    assert_eq!(numbers("metadataPrefix=oai_dc"), ["1", "2", "3", "4", "5"]);
}

#[test]
fn s10_long_lists_of_sets_have_pages_and_refuse_junk_tokens() {
    for (count, pages) in [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)] {
        let specs: Vec<String> = (1..=count).map(|number| format!("s{number}")).collect();
        let specs: Vec<&str> = specs.iter().map(String::as_str).collect();
        let endpoint = Endpoint::paged(Memory::of_size(1).with_sets(&specs), 2);
        let walked = endpoint.walk("ListSets", "");
        assert_eq!(walked.len(), pages);
        let seen: Vec<_> =
            walked.iter().flat_map(|page| page.all("set")).map(|set| set.child("setSpec").text.as_str()).collect();
        assert_eq!(seen, specs);
        for (index, page) in walked.iter().enumerate().filter(|_| pages > 1) {
            let token = page.child("resumptionToken");
            assert_eq!(token.attribute("cursor"), Some((index * 2).to_string().as_str()));
            assert_eq!(token.attribute("completeListSize"), Some(count.to_string().as_str()));
        }
    }
    assert_eq!(endpoint().errors("verb=ListSets&resumptionToken=junk"), ["badResumptionToken"]);
}

#[test]
fn s11_a_set_can_be_described() {
    let mut endpoint = endpoint();
    let text = LocalText { language: Some("fr".to_owned()), text: "Articles en santé".to_owned() };
    endpoint.memory.sets[0].descriptions = vec![Description::DublinCore(vec![text])];
    let answer = endpoint.get("verb=ListSets");
    let description = &answer.child("ListSets").child("set").child("setDescription").child("oai_dc:dc").children[0];
    assert_eq!((description.name.as_str(), description.text.as_str()), ("dc:description", "Articles en santé"));
    assert_eq!(description.attribute("xml:lang"), Some("fr"));
}
