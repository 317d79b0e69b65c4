use crate::endpoint::Endpoint;
use crate::memory::{Item, Memory};

/// Item 1 has both formats, item 2 one, item 3 had one that is deleted.
fn endpoint() -> Endpoint {
    let both = Item { formats: vec!["oai_dc", "mirror"], ..Item::new(1, "2024-01-01T00:00:00Z") };
    let one = Item::new(2, "2024-01-02T00:00:00Z");
    let half =
        Item { formats: vec!["oai_dc", "mirror"], deleted: vec!["mirror"], ..Item::new(3, "2024-01-03T00:00:00Z") };
    Endpoint::new(Memory::new(vec![both, one, half]))
}

fn prefixes(query: &str) -> Vec<String> {
    let answer = endpoint().get(query);
    let formats = answer.child("ListMetadataFormats").all("metadataFormat");
    formats.map(|format| format.child("metadataPrefix").text.clone()).collect()
}

#[test]
fn f1_oai_dc_is_listed_with_schema_and_namespace() {
    let answer = endpoint().get("verb=ListMetadataFormats");
    let format = answer.child("ListMetadataFormats").child("metadataFormat");
    let children: Vec<_> = format.children.iter().map(|child| (child.name.as_str(), child.text.as_str())).collect();
    let expected = [
        ("metadataPrefix", "oai_dc"),
        ("schema", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"),
        ("metadataNamespace", "http://www.openarchives.org/OAI/2.0/oai_dc/"),
    ];
    assert_eq!(children, expected);
}

#[test]
fn f2_formats_of_an_item_are_those_it_can_give() {
    assert_eq!(prefixes("verb=ListMetadataFormats"), ["oai_dc", "mirror"]);
    assert_eq!(prefixes("verb=ListMetadataFormats&identifier=oai:depot.example.org:1"), ["oai_dc", "mirror"]);
    assert_eq!(prefixes("verb=ListMetadataFormats&identifier=oai:depot.example.org:2"), ["oai_dc"]);
    assert_eq!(prefixes("verb=ListMetadataFormats&identifier=oai:depot.example.org:3"), ["oai_dc"]);
}

#[test]
fn f3_metadata_carries_its_own_namespaces() {
    let answer = endpoint().get("verb=ListRecords&metadataPrefix=oai_dc");
    let root = &answer.child("ListRecords").child("record").child("metadata").children[0];
    assert_eq!(root.attribute("xmlns:oai_dc"), Some("http://www.openarchives.org/OAI/2.0/oai_dc/"));
    assert!(root.attribute("xsi:schemaLocation").unwrap().ends_with(" http://www.openarchives.org/OAI/2.0/oai_dc.xsd"));
}

#[test]
fn f5_lists_hold_only_items_that_have_or_had_the_format() {
    assert_eq!(endpoint().identifiers("metadataPrefix=mirror"), ["oai:depot.example.org:1", "oai:depot.example.org:3"]);
    let errors = endpoint().errors("verb=GetRecord&identifier=oai:depot.example.org:2&metadataPrefix=mirror");
    assert_eq!(errors, ["cannotDisseminateFormat"]);
}

#[test]
fn r13_a_deletion_concerns_one_format_only() {
    let endpoint = endpoint();
    let status = |prefix: &str| {
        let answer =
            endpoint.get(&format!("verb=GetRecord&identifier=oai:depot.example.org:3&metadataPrefix={prefix}"));
        answer.child("GetRecord").child("record").child("header").attribute("status").map(str::to_owned)
    };
    assert_eq!((status("oai_dc"), status("mirror").as_deref()), (None, Some("deleted")));
}
