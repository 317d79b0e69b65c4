use super::*;
use crate::error::ErrorCode;

fn decode(query: &str) -> Vec<(String, String)> {
    crate::parse_arguments(Some(query.as_bytes()), None).unwrap()
}

fn parse(query: &str) -> Result<Request, Vec<ProtocolError>> {
    Request::parse(&decode(query), Granularity::Second)
}

fn codes(query: &str) -> Vec<ErrorCode> {
    parse(query).unwrap_err().into_iter().map(|error| error.code).collect()
}

fn assert_bad_argument(query: &str) {
    assert_eq!(codes(query), [ErrorCode::BadArgument], "{query}");
}

#[test]
fn e1_missing_empty_unknown_or_miscased_verb_is_bad_verb() {
    for query in
        ["", "metadataPrefix=oai_dc", "verb=", "verb=identify", "verb=Identify%20", "verb=junk", "Verb=Identify"]
    {
        assert_eq!(codes(query), [ErrorCode::BadVerb], "{query}");
    }
}

#[test]
fn e2_verb_repeated_is_bad_verb() {
    assert_eq!(codes("verb=Identify&verb=Identify"), [ErrorCode::BadVerb]);
    assert_eq!(codes("verb=Identify&verb=ListSets&junk=1"), [ErrorCode::BadVerb]);
}

#[test]
fn e3_argument_the_verb_does_not_define_is_bad_argument() {
    for query in [
        "verb=Identify&resumptionToken=a",
        "verb=Identify&junk=1",
        "verb=ListMetadataFormats&resumptionToken=a",
        "verb=ListMetadataFormats&metadataPrefix=oai_dc",
        "verb=GetRecord&identifier=a&metadataPrefix=oai_dc&resumptionToken=a",
        "verb=ListRecords&metadataPrefix=oai_dc&identifier=a",
        "verb=ListIdentifiers&metadataPrefix=oai_dc&=",
        "verb=ListSets&from=2020-01-01",
    ] {
        assert_bad_argument(query);
    }
}

#[test]
fn i13_identify_takes_no_argument() {
    assert_bad_argument("verb=Identify&identifier=a");
    assert_eq!(parse("verb=Identify"), Ok(Request::Identify));
}

#[test]
fn e4_argument_repeated_is_bad_argument() {
    assert_bad_argument("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc");
    assert_bad_argument("verb=GetRecord&identifier=a&identifier=b&metadataPrefix=oai_dc");
    assert_bad_argument("verb=ListSets&resumptionToken=a&resumptionToken=a");
}

#[test]
fn h15_a_name_in_both_url_and_body_counts_as_repeated() {
    let arguments =
        crate::parse_arguments(Some(b"verb=ListRecords&set=a"), Some(b"metadataPrefix=oai_dc&set=a")).unwrap();
    let errors = Request::parse(&arguments, Granularity::Second).unwrap_err();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].code, ErrorCode::BadArgument);
}

#[test]
fn e5_missing_required_argument_is_bad_argument() {
    for query in [
        "verb=ListRecords",
        "verb=ListIdentifiers&from=2020-01-01",
        "verb=GetRecord&identifier=a",
        "verb=GetRecord&metadataPrefix=oai_dc",
    ] {
        assert_bad_argument(query);
    }
    assert_eq!(codes("verb=GetRecord"), [ErrorCode::BadArgument; 2]);
}

#[test]
fn e6_token_beside_another_argument_is_bad_argument() {
    assert_bad_argument("verb=ListRecords&resumptionToken=a&metadataPrefix=oai_dc");
    assert_bad_argument("verb=ListIdentifiers&set=a&resumptionToken=a");
    assert_bad_argument("verb=ListRecords&resumptionToken=a&from=2020-01-01");
    let alone = Request::ListRecords(ListArgs::Next { token: "a".to_owned() });
    assert_eq!(parse("verb=ListRecords&resumptionToken=a"), Ok(alone));
}

#[test]
fn e7_malformed_and_empty_values_are_bad_argument() {
    for query in [
        "verb=ListRecords&metadataPrefix=",
        "verb=ListRecords&metadataPrefix=oai%20dc",
        "verb=ListRecords&metadataPrefix=oai_dc&set=",
        "verb=ListRecords&metadataPrefix=oai_dc&set=a::b",
        "verb=ListRecords&metadataPrefix=oai_dc&set=%C3%A9",
        "verb=ListRecords&metadataPrefix=oai_dc&from=",
        "verb=ListRecords&resumptionToken=",
        "verb=GetRecord&identifier=&metadataPrefix=oai_dc",
        "verb=GetRecord&identifier=a%00b&metadataPrefix=oai_dc",
        "verb=ListMetadataFormats&identifier",
    ] {
        assert_bad_argument(query);
    }
}

#[test]
fn s7_a_malformed_set_is_bad_argument() {
    assert_bad_argument("verb=ListIdentifiers&metadataPrefix=oai_dc&set=a/b");
}

#[test]
fn d4_days_are_accepted_at_second_granularity_and_seconds_refused_at_day_granularity() {
    assert!(parse("verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-01").is_ok());
    assert!(parse("verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-01T00:00:00Z").is_ok());
    let seconds = decode("verb=ListRecords&metadataPrefix=oai_dc&until=2020-01-01T00:00:00Z");
    assert_eq!(Request::parse(&seconds, Granularity::Day).unwrap_err()[0].code, ErrorCode::BadArgument);
    let days = decode("verb=ListRecords&metadataPrefix=oai_dc&until=2020-01-01");
    assert!(Request::parse(&days, Granularity::Day).is_ok());
}

#[test]
fn d5_different_granularities_are_bad_argument() {
    assert_bad_argument("verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-01&until=2021-01-01T00:00:00Z");
}

#[test]
fn d6_from_later_than_until_is_bad_argument_and_equal_is_fine() {
    assert_bad_argument("verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-02&until=2020-01-01");
    assert_bad_argument("verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-01T00:00:01Z&until=2020-01-01T00:00:00Z");
    assert!(parse("verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-01&until=2020-01-01").is_ok());
}

#[test]
fn d7_malformed_dates_are_bad_argument() {
    for date in ["2020", "2020-02", "2020-02-30", "2020-01-01T00:00Z", "2020-01-01T24:00:00Z", "2020-01-01t00:00:00z"] {
        assert_bad_argument(&format!("verb=ListRecords&metadataPrefix=oai_dc&from={date}"));
        assert_bad_argument(&format!("verb=ListIdentifiers&metadataPrefix=oai_dc&until={date}"));
    }
}

#[test]
fn e14_every_fault_is_reported_with_a_text() {
    let errors = parse("verb=ListRecords&from=2020&until=x&set=::&junk=1&junk=2").unwrap_err();
    assert_eq!(errors.len(), 6, "{errors:?}");
    assert!(errors.iter().all(|error| error.code == ErrorCode::BadArgument && error.message.len() > 10));
}

#[test]
fn h2_the_order_of_arguments_does_not_matter() {
    let one = parse("verb=GetRecord&identifier=a&metadataPrefix=b");
    assert_eq!(one, parse("metadataPrefix=b&identifier=a&verb=GetRecord"));
    assert!(one.is_ok());
}
