use harvest::{About, DeletedRecords, OriginDescription, RightsStatement};

use crate::dom::Element;
use crate::endpoint::Endpoint;
use crate::memory::{Item, Memory, dublin_core, spec, stamp};

/// Twelve items, every third deleted, in pages of five.
fn endpoint() -> Endpoint {
    let mut memory = Memory::of_size(12).with_sets(&["a"]);
    for item in &mut memory.items {
        item.sets = vec![spec("a")];
        if item.number % 3 == 0 {
            item.deleted = vec!["oai_dc"];
        }
    }
    Endpoint::paged(memory, 5)
}

fn records(endpoint: &Endpoint) -> Vec<Element> {
    let pages = endpoint.walk("ListRecords", "metadataPrefix=oai_dc");
    pages.iter().flat_map(|page| page.all("record")).cloned().collect()
}

fn single(endpoint: &Endpoint, number: u64) -> Element {
    let query = format!("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:depot.example.org:{number}");
    endpoint.get(&query).child("GetRecord").child("record").clone()
}

#[test]
fn r1_both_lists_have_the_same_headers_in_the_same_order() {
    let endpoint = endpoint();
    let pages = endpoint.walk("ListIdentifiers", "metadataPrefix=oai_dc");
    let headers: Vec<_> = pages.iter().flat_map(|page| page.all("header")).cloned().collect();
    let of_records: Vec<_> = records(&endpoint).iter().map(|record| record.child("header").clone()).collect();
    assert_eq!(headers, of_records);
    assert_eq!(headers.len(), 12);
}

#[test]
fn r2_deletions_have_a_header_only_and_live_records_have_metadata() {
    let mut endpoint = endpoint();
    for item in &mut endpoint.memory.items {
        item.about = vec![About::Other(dublin_core("about"))];
    }
    let records = records(&endpoint);
    assert_eq!(
        records.iter().filter(|record| record.child("header").attribute("status") == Some("deleted")).count(),
        4
    );
    for record in records {
        let deleted = record.child("header").attribute("status").is_some();
        assert_eq!(record.find("metadata").is_none(), deleted);
        assert_eq!(record.find("about").is_none(), deleted);
    }
}

#[test]
fn r3_a_repository_without_deletions_shows_none() {
    let mut endpoint = endpoint();
    endpoint.config.deleted_records = DeletedRecords::No;
    assert!(!endpoint.raw(b"verb=ListRecords&metadataPrefix=oai_dc", None).contains("status="));
    assert_eq!(records(&endpoint).len(), 8);
    assert_eq!(endpoint.identifiers("metadataPrefix=oai_dc").len(), 8);
    let errors = endpoint.errors("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:depot.example.org:3");
    assert_eq!(errors, ["idDoesNotExist"]);
}

#[test]
fn r4_a_single_record_has_the_header_of_the_lists() {
    let endpoint = endpoint();
    for (record, number) in records(&endpoint).into_iter().zip(1..) {
        assert_eq!(single(&endpoint, number), record);
    }
}

#[test]
fn r5_a_deletion_stays_visible_with_its_sets() {
    let header = single(&endpoint(), 3).child("header").clone();
    assert_eq!(header.attribute("status"), Some("deleted"));
    assert_eq!(header.texts("setSpec"), ["a"]);
}

#[test]
fn r7_a_restored_item_has_a_new_datestamp_and_no_status() {
    let mut endpoint = endpoint();
    endpoint.memory.items[2].deleted.clear();
    endpoint.memory.items[2].datestamp = stamp("2025-05-05T05:05:05Z");
    let record = single(&endpoint, 3);
    assert_eq!(record.child("header").attribute("status"), None);
    assert_eq!(record.child("header").child("datestamp").text, "2025-05-05T05:05:05Z");
    assert!(record.find("metadata").is_some());
}

#[test]
fn r11_about_holds_at_most_one_rights_statement_and_the_whole_provenance() {
    let origin = |base_url: &str, origin| OriginDescription {
        base_url: base_url.to_owned(),
        identifier: "oai:x:1".to_owned(),
        datestamp: "2001-02-03".to_owned(),
        metadata_namespace: "http://www.openarchives.org/OAI/2.0/oai_dc/".to_owned(),
        harvest_date: "2002-02-02T14:10:02Z".to_owned(),
        altered: true,
        origin,
    };
    let nested =
        origin("https://second.example.org/oai", Some(Box::new(origin("https://first.example.org/oai", None))));
    let rights = |url: &str| About::Rights(RightsStatement::Reference(url.to_owned()));
    let about = vec![
        rights("https://x.example/1"),
        About::Provenance(nested),
        rights("https://x.example/2"),
        About::Other(dublin_core("x")),
    ];
    let item = Item { about, ..Item::new(1, "2024-01-01T00:00:00Z") };
    let record = single(&Endpoint::new(Memory::new(vec![item])), 1);
    let abouts: Vec<_> = record.all("about").map(|about| about.children[0].clone()).collect();
    let names: Vec<_> = abouts.iter().map(|about| about.name.as_str()).collect();
    assert_eq!(names, ["rights", "provenance", "oai_dc:dc"]);
    assert_eq!(abouts[0].child("rightsReference").attribute("ref"), Some("https://x.example/1"));
    let second = abouts[1].child("originDescription");
    assert_eq!(second.attribute("harvestDate"), Some("2002-02-02T14:10:02Z"));
    assert_eq!(second.attribute("altered"), Some("true"));
    assert_eq!(second.child("datestamp").text, "2001-02-03");
    assert_eq!(second.child("originDescription").child("baseURL").text, "https://first.example.org/oai");
}

#[test]
fn x12_a_record_that_cannot_be_rendered_is_left_out_and_breaks_no_page() {
    let mut endpoint = endpoint();
    for item in endpoint.memory.items.iter_mut().filter(|item| item.number < 9) {
        item.broken = true;
    }
    let pages = endpoint.walk("ListRecords", "metadataPrefix=oai_dc");
    let sizes: Vec<_> = pages.iter().map(|page| page.all("record").count()).collect();
    assert_eq!(sizes, [5, 1]);
    let errors = endpoint.errors("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:depot.example.org:1");
    assert_eq!(errors, ["cannotDisseminateFormat"]);
}

#[test]
fn x12_when_nothing_can_be_rendered_nothing_matches() {
    let mut endpoint = endpoint();
    for item in &mut endpoint.memory.items {
        item.broken = true;
        item.deleted.clear();
    }
    assert_eq!(endpoint.errors("verb=ListRecords&metadataPrefix=oai_dc"), ["noRecordsMatch"]);
}
