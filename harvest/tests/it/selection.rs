use harvest::Granularity;

use crate::endpoint::Endpoint;
use crate::memory::{Item, Memory, stamp};

const STAMPS: [&str; 5] = [
    "2024-03-09T23:59:59Z",
    "2024-03-10T00:00:00Z",
    "2024-03-10T12:00:00Z",
    "2024-03-10T23:59:59Z",
    "2024-03-11T00:00:00Z",
];

fn endpoint() -> Endpoint {
    Endpoint::new(Memory::new(
        STAMPS.into_iter().zip(1..).map(|(datestamp, number)| Item::new(number, datestamp)).collect(),
    ))
}

fn numbers(endpoint: &Endpoint, arguments: &str) -> Vec<u8> {
    let identifiers = endpoint.identifiers(&format!("metadataPrefix=oai_dc&{arguments}"));
    identifiers.iter().map(|identifier| identifier.rsplit(':').next().unwrap().parse().unwrap()).collect()
}

#[test]
fn d2_datestamps_are_whole_seconds_in_utc() {
    let answer = endpoint().get("verb=ListIdentifiers&metadataPrefix=oai_dc");
    let headers = answer.child("ListIdentifiers").all("header");
    let datestamps: Vec<_> = headers.map(|header| header.child("datestamp").text.clone()).collect();
    assert_eq!(datestamps, STAMPS);
}

#[test]
fn d3_both_bounds_are_inclusive_and_neighbouring_spans_split_the_list() {
    let endpoint = endpoint();
    assert_eq!(numbers(&endpoint, "from=2024-03-10T12:00:00Z&until=2024-03-10T12:00:00Z"), [3]);
    assert_eq!(numbers(&endpoint, "until=2024-03-10T11:59:59Z"), [1, 2]);
    assert_eq!(numbers(&endpoint, "from=2024-03-10T12:00:00Z"), [3, 4, 5]);
}

#[test]
fn d4_days_can_be_asked_for_at_second_granularity() {
    assert_eq!(numbers(&endpoint(), "from=2024-03-10"), [2, 3, 4, 5]);
}

#[test]
fn d4_seconds_are_refused_where_datestamps_are_days() {
    let mut endpoint = endpoint();
    endpoint.config.granularity = Granularity::Day;
    let errors = endpoint.errors("verb=ListRecords&metadataPrefix=oai_dc&from=2024-03-10T00:00:00Z");
    assert_eq!(errors, ["badArgument"]);
    assert_eq!(numbers(&endpoint, "from=2024-03-10&until=2024-03-10"), [2, 3, 4]);
}

#[test]
fn d8_bounds_outside_all_datestamps_match_no_record() {
    for bound in [
        "until=2019-12-31",
        "until=0001-01-01",
        "from=2030-01-01",
        "from=9999-12-31T23:59:59Z",
        "from=2027-01-01&until=2028-01-01",
    ] {
        let errors = endpoint().errors(&format!("verb=ListRecords&metadataPrefix=oai_dc&{bound}"));
        assert_eq!(errors, ["noRecordsMatch"], "{bound}");
    }
}

#[test]
fn d9_a_day_as_upper_bound_covers_the_whole_utc_day() {
    assert_eq!(numbers(&endpoint(), "until=2024-03-10"), [1, 2, 3, 4]);
    assert_eq!(numbers(&endpoint(), "from=2024-03-10&until=2024-03-10"), [2, 3, 4]);
}

#[test]
fn d11_a_record_stamped_with_the_response_date_is_in_that_list_or_in_the_next() {
    let mut endpoint = endpoint();
    endpoint.now = stamp("2024-03-10T23:59:59Z");
    assert_eq!(numbers(&endpoint, "from=2024-03-10"), [2, 3, 4]);
    let answered = endpoint.get("verb=Identify").child("responseDate").text.clone();
    endpoint.now = stamp("2024-03-11T06:00:00Z");
    assert_eq!(numbers(&endpoint, &format!("from={answered}")), [4, 5]);
}
