use std::collections::HashSet;
use std::time::Duration;

use harvest::Datestamp;

use crate::dom::Element;
use crate::endpoint::{Endpoint, token};
use crate::memory::{Item, Memory, stamp};

const PAGE_SIZE: usize = 10;

fn endpoint(count: u64) -> Endpoint {
    Endpoint::paged(Memory::of_size(count), PAGE_SIZE)
}

fn resume(endpoint: &Endpoint, token: &str) -> Element {
    endpoint.get(&format!("verb=ListIdentifiers&resumptionToken={token}"))
}

fn first_page(endpoint: &Endpoint, arguments: &str) -> Element {
    endpoint.get(&format!("verb=ListIdentifiers&metadataPrefix=oai_dc{arguments}")).child("ListIdentifiers").clone()
}

fn identifiers(page: &Element) -> Vec<String> {
    page.all("header").map(|header| header.child("identifier").text.clone()).collect()
}

#[test]
fn t1_t14_t15_tokens_end_a_list_exactly_at_every_boundary() {
    for (count, sizes) in
        [(1, vec![1]), (9, vec![9]), (10, vec![10]), (11, vec![10, 1]), (20, vec![10, 10]), (21, vec![10, 10, 1])]
    {
        for verb in ["ListIdentifiers", "ListRecords"] {
            let pages = endpoint(count).walk(verb, "metadataPrefix=oai_dc");
            let found: Vec<_> = pages.iter().map(|page| page.all("header").chain(page.all("record")).count()).collect();
            assert_eq!(found, sizes, "{count}");
            let last = pages.last().unwrap().find("resumptionToken");
            assert_eq!(last.map(|token| token.text.as_str()), (sizes.len() > 1).then_some(""));
        }
    }
}

#[test]
fn t2_t17_the_pages_together_are_the_list_even_with_one_datestamp_for_all() {
    let mut endpoint = endpoint(95);
    for item in &mut endpoint.memory.items {
        item.datestamp = stamp("2024-01-01T00:00:00Z");
    }
    let all = endpoint.identifiers("metadataPrefix=oai_dc");
    let expected: Vec<String> = (1..=95).map(|number| format!("oai:depot.example.org:{number}")).collect();
    assert_eq!(all, expected);
}

#[test]
fn t3_t4_cursor_and_size_are_given_on_every_page() {
    let pages = endpoint(25).walk("ListRecords", "metadataPrefix=oai_dc");
    let attribute = |name: &str| -> Vec<String> {
        pages.iter().map(|page| page.child("resumptionToken").attribute(name).unwrap().to_owned()).collect()
    };
    assert_eq!(attribute("cursor"), ["0", "10", "20"]);
    assert_eq!(attribute("completeListSize"), ["25", "25", "25"]);
}

#[test]
fn t4_an_unknown_size_is_not_given() {
    let mut endpoint = endpoint(25);
    endpoint.memory.counts = false;
    for page in endpoint.walk("ListRecords", "metadataPrefix=oai_dc") {
        assert_eq!(page.child("resumptionToken").attribute("completeListSize"), None);
    }
}

#[test]
fn t4_a_size_overtaken_by_changes_is_corrected() {
    let mut endpoint = endpoint(25);
    let text = token(&first_page(&endpoint, "")).unwrap();
    endpoint.memory.items.truncate(14);
    let answer = resume(&endpoint, &text);
    let last = answer.child("ListIdentifiers").child("resumptionToken");
    assert_eq!((last.attribute("cursor"), last.attribute("completeListSize")), (Some("10"), Some("14")));
}

#[test]
fn t4_a_size_is_never_smaller_than_what_is_known_to_follow() {
    let mut endpoint = endpoint(25);
    let text = token(&first_page(&endpoint, "")).unwrap();
    endpoint.memory.items.extend((100..120).map(|number| Item::new(number, "2024-03-01T12:00:04Z")));
    let second = resume(&endpoint, &text);
    let third = resume(&endpoint, &token(second.child("ListIdentifiers")).unwrap());
    let size = third.child("ListIdentifiers").child("resumptionToken").attribute("completeListSize");
    assert_eq!(size, Some("31"));
}

#[test]
fn t6_recent_tokens_give_the_same_page_again() {
    let endpoint = endpoint(35);
    let one = token(&first_page(&endpoint, "")).unwrap();
    let page = resume(&endpoint, &one);
    let two = token(page.child("ListIdentifiers")).unwrap();
    let next = resume(&endpoint, &two);
    assert_eq!(resume(&endpoint, &two), next);
    assert_eq!(resume(&endpoint, &one), page);
}

#[test]
fn t7_unchanged_records_are_delivered_exactly_once_while_others_change() {
    let mut endpoint = endpoint(60);
    let mut page = first_page(&endpoint, "");
    let mut seen = Vec::new();
    let mut changed = HashSet::new();
    for step in 0_usize.. {
        seen.extend(identifiers(&page));
        let Some(token) = token(&page) else { break };
        // One record already seen, one not yet seen, and a new one.
        for index in [step, 59 - step] {
            let item = &mut endpoint.memory.items[index];
            item.datestamp = endpoint.now.plus_seconds(1);
            changed.insert(item.identifier());
        }
        endpoint
            .memory
            .items
            .push(Item { datestamp: endpoint.now.plus_seconds(1), ..Item::new(1000 + step as u64, "2024-01-01") });
        endpoint.now = endpoint.now.plus_seconds(2);
        page = resume(&endpoint, &token).child("ListIdentifiers").clone();
    }
    let unchanged =
        endpoint.memory.items.iter().take(60).map(Item::identifier).filter(|identifier| !changed.contains(identifier));
    for identifier in unchanged {
        assert_eq!(seen.iter().filter(|other| **other == identifier).count(), 1, "{identifier}");
    }
}

#[test]
fn t8_a_token_is_honoured_until_its_expiration_date_and_not_after() {
    let mut endpoint = endpoint(25);
    endpoint.config.token_lifetime = Some(Duration::from_hours(48));
    let page = first_page(&endpoint, "");
    let expiration = page.child("resumptionToken").attribute("expirationDate").unwrap().to_owned();
    assert_eq!(expiration, "2026-01-03T00:00:00Z");
    let text = token(&page).unwrap();
    endpoint.now = stamp(&expiration);
    assert!(resume(&endpoint, &text).find("ListIdentifiers").is_some());
    endpoint.now = endpoint.now.plus_seconds(1);
    assert_eq!(resume(&endpoint, &text).child("error").attribute("code"), Some("badResumptionToken"));
}

#[test]
fn t8_tokens_without_end_have_no_expiration_date() {
    let mut endpoint = endpoint(25);
    endpoint.config.token_lifetime = None;
    let page = first_page(&endpoint, "");
    assert_eq!(page.child("resumptionToken").attribute("expirationDate"), None);
    endpoint.now = Datestamp::MAX;
    assert!(resume(&endpoint, &token(&page).unwrap()).find("ListIdentifiers").is_some());
}

#[test]
fn t9_altered_tokens_are_bad_resumption_tokens() {
    let endpoint = endpoint(25);
    let text = token(&first_page(&endpoint, "")).unwrap();
    for altered in [&text[1..], &text[..text.len() - 1], &format!("{text}x"), &text.to_uppercase()] {
        assert_eq!(resume(&endpoint, altered).child("error").attribute("code"), Some("badResumptionToken"));
    }
}

#[test]
fn t9_a_token_of_a_format_that_is_gone_is_a_bad_resumption_token() {
    let mut endpoint = endpoint(25);
    let text = token(&first_page(&endpoint, "")).unwrap();
    endpoint.memory.formats.remove(0);
    assert_eq!(resume(&endpoint, &text).child("error").attribute("code"), Some("badResumptionToken"));
}

#[test]
fn t10_a_token_of_one_verb_is_refused_by_another() {
    let endpoint = endpoint(25);
    let text = token(&first_page(&endpoint, "")).unwrap();
    for verb in ["ListRecords", "ListSets"] {
        assert_eq!(endpoint.errors(&format!("verb={verb}&resumptionToken={text}")), ["badResumptionToken"]);
    }
}

#[test]
fn t11_tokens_need_no_encoding_in_a_url() {
    for page in endpoint(95).walk("ListRecords", "metadataPrefix=oai_dc&from=2024-01-01") {
        let text = &page.child("resumptionToken").text;
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte)), "{text}");
    }
}

#[test]
fn t12_a_token_tolerates_no_other_argument() {
    let endpoint = endpoint(25);
    let text = token(&first_page(&endpoint, "")).unwrap();
    let errors = endpoint.errors(&format!("verb=ListIdentifiers&resumptionToken={text}&metadataPrefix=oai_dc"));
    assert_eq!(errors, ["badArgument"]);
}

#[test]
fn t13_tokens_survive_a_restart_and_serve_a_second_process() {
    let text = token(&first_page(&endpoint(25), "")).unwrap();
    assert_eq!(identifiers(resume(&endpoint(25), &text).child("ListIdentifiers")).len(), PAGE_SIZE);
}

#[test]
fn t14_when_the_rest_has_changed_meanwhile_it_is_given_rather_than_an_empty_page() {
    let mut endpoint = endpoint(15);
    let text = token(&first_page(&endpoint, "")).unwrap();
    for item in endpoint.memory.items.iter_mut().skip(PAGE_SIZE) {
        item.datestamp = endpoint.now.plus_seconds(60);
    }
    endpoint.now = endpoint.now.plus_seconds(120);
    let answer = resume(&endpoint, &text);
    let page = answer.child("ListIdentifiers");
    assert_eq!(identifiers(page).len(), 5);
    assert_eq!(page.child("resumptionToken").text, "");
}

#[test]
fn t14_a_bound_of_the_harvester_is_kept_when_the_rest_has_left_it() {
    let mut endpoint = endpoint(15);
    let text = token(&first_page(&endpoint, "&until=2025-01-01")).unwrap();
    for item in endpoint.memory.items.iter_mut().skip(PAGE_SIZE) {
        item.datestamp = stamp("2025-06-01T00:00:00Z");
    }
    assert_eq!(resume(&endpoint, &text).child("error").attribute("code"), Some("noRecordsMatch"));
}

#[test]
fn t14_filters_that_reject_whole_pages_leave_no_empty_page() {
    let mut endpoint = endpoint(95);
    for item in endpoint.memory.items.iter_mut().filter(|item| item.number % 31 != 0) {
        item.broken = true;
    }
    let pages = endpoint.walk("ListRecords", "metadataPrefix=oai_dc");
    assert_eq!(pages.len(), 1);
    assert_eq!(pages[0].all("record").count(), 3);
    assert!(pages[0].find("resumptionToken").is_none());
}

#[test]
fn t18_the_walk_ends_although_records_keep_arriving() {
    let mut endpoint = endpoint(25);
    let mut page = first_page(&endpoint, "&until=2099-01-01");
    let mut pages = 1;
    while let Some(token) = token(&page) {
        for number in 0..PAGE_SIZE as u64 {
            let number = 1000 + 100 * pages + number;
            endpoint
                .memory
                .items
                .push(Item { datestamp: endpoint.now.plus_seconds(1), ..Item::new(number, "2024-01-01") });
        }
        endpoint.now = endpoint.now.plus_seconds(2);
        page = resume(&endpoint, &token).child("ListIdentifiers").clone();
        pages += 1;
    }
    assert_eq!(pages, 3);
}

#[test]
fn t19_a_token_of_get_works_by_post() {
    let endpoint = endpoint(25);
    let text = token(&first_page(&endpoint, "")).unwrap();
    let query = format!("verb=ListIdentifiers&resumptionToken={text}");
    assert_eq!(endpoint.raw(b"", Some(query.as_bytes())), endpoint.raw(query.as_bytes(), None));
}

#[test]
fn x6_the_token_is_repeated_as_an_argument() {
    let endpoint = endpoint(25);
    let text = token(&first_page(&endpoint, "")).unwrap();
    assert_eq!(resume(&endpoint, &text).child("request").attribute("resumptionToken"), Some(text.as_str()));
}
