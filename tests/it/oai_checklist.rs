//! What the protocol, its guidelines and real harvesters ask of a provider, point by point, where it takes the whole
//! program to tell: each test is named after its points (H transport, I Identify, F formats, S sets, R records, D
//! dates, T tokens, O operation). The rest is tested in the `harvest` crate, by the same names.

use std::collections::BTreeMap;
use std::path::Path;

use axum::body::Body;
use axum::http::Request;
use parvis::domain::ArticleId;

use crate::oai::{between, site_with, walk};
use crate::support::{BASE_URL, TestSite, pdf};

/// The points, by letter and number.
const POINTS: [(char, usize); 10] =
    [('h', 15), ('x', 12), ('i', 13), ('f', 7), ('s', 13), ('r', 13), ('d', 12), ('t', 20), ('e', 16), ('o', 6)];
/// Points that are figures of a benchmark or take killing a process: where they are.
const ELSEWHERE: [(&str, &str); 4] =
    [("o1", "tests/bench"), ("o2", "tests/bench"), ("o3", "tests/clients/kill_and_resume.py"), ("t16", "tests/bench")];

const LIST: &str = "/oai?verb=ListRecords&metadataPrefix=oai_dc";

fn sources(folder: &Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_point_has_a_test_named_after_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = String::new();
    for folder in ["src", "tests/it", "harvest/src", "harvest/tests"] {
        sources(&root.join(folder), &mut all);
    }
    let names: Vec<&str> = all.split("fn ").skip(1).filter_map(|rest| rest.split('(').next()).collect();
    let points = POINTS.iter().flat_map(|(letter, last)| (1..=*last).map(move |number| format!("{letter}{number}")));
    let is_tested = |point: &String| names.iter().any(|name| name.split('_').any(|word| word == point));
    let missing: Vec<String> =
        points.filter(|point| !is_tested(point) && ELSEWHERE.iter().all(|(other, _)| other != point)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(ELSEWHERE.iter().all(|(_, place)| root.join(place).exists()));
}

#[tokio::test]
async fn h1_h4_protocol_errors_are_documents_with_status_200() {
    let site = site_with(1, 100).await;
    for query in ["verb=Nonsense", "verb=ListRecords&metadataPrefix=none", "verb=ListSets&resumptionToken=x", ""] {
        let answer = site.get(&format!("/oai?{query}")).await;
        assert_eq!(answer.status, 200, "{query}");
        assert!(answer.header("content-type").starts_with("text/xml"), "{query}");
        assert!(answer.text().contains("<error code="), "{query}");
    }
    site.finish().await;
}

#[tokio::test]
async fn h5_h6_answers_are_compressed_when_asked_and_only_then() {
    let site = site_with(3, 100).await;
    let encoding = |accepted: &'static str| {
        let site = &site;
        async move {
            let headers = [("accept-encoding", accepted)];
            let headers: &[(&str, &str)] = if accepted.is_empty() { &[] } else { &headers };
            let answer = site.get_with(LIST, headers).await;
            assert!(answer.header("vary").to_ascii_lowercase().contains("accept-encoding"), "{accepted}");
            answer.header("content-encoding").to_owned()
        }
    };
    for (accepted, expected) in
        [("", ""), ("identity", ""), ("gzip;q=0", ""), ("gzip;q=1.0, identity;q=0.5", "gzip"), ("compress", "")]
    {
        assert_eq!(encoding(accepted).await, expected, "{accepted}");
    }
    let identify = site.get("/oai?verb=Identify").await.text();
    for offered in between(&identify, "<compression>", "</compression>") {
        assert_eq!(site.get_with(LIST, &[("accept-encoding", offered)]).await.header("content-encoding"), offered);
    }
    site.finish().await;
}

#[tokio::test]
async fn h8_a_harvester_who_never_pauses_is_never_sent_away() {
    let site = site_with(30, 1).await;
    assert_eq!(walk(&site, "verb=ListRecords&metadataPrefix=oai_dc").await.len(), 30);
    site.finish().await;
}

#[tokio::test]
async fn h9_h14_whoever_asks_by_whatever_name_gets_the_same_answer_and_no_cookie() {
    let site = site_with(1, 100).await;
    for (name, value) in
        [("host", "autre.example.org"), ("user-agent", ""), ("user-agent", "Sickle"), ("from", "a@example.org")]
    {
        let answer = site.get_with("/oai?verb=Identify", &[(name, value)]).await;
        assert_eq!(answer.status, 200, "{name}: {value}");
        assert_eq!(answer.header("set-cookie"), "");
        assert!(answer.text().contains(&format!("<request verb=\"Identify\">{BASE_URL}/oai</request>")));
    }
    site.finish().await;
}

#[tokio::test]
async fn h13_other_methods_and_endless_requests_are_refused_and_head_is_get_without_a_body() {
    let site = site_with(1, 100).await;
    let send = |method: &str, body: &str| {
        let request = Request::builder().method(method).uri("/oai?verb=Identify").body(Body::from(body.to_owned()));
        site.send(request.unwrap())
    };
    let refused = send("PUT", "").await;
    assert_eq!(refused.status, 405);
    assert!(refused.header("allow").contains("GET") && refused.header("allow").contains("POST"));
    let head = send("HEAD", "").await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert!(head.header("content-type").starts_with("text/xml"));
    assert_eq!(send("POST", &"a".repeat(200_000)).await.status, 413);
    assert_eq!(site.get(&format!("/oai?verb=Identify&x={}", "a".repeat(60_000))).await.status, 200);
    site.finish().await;
}

#[tokio::test]
async fn i5_the_earliest_datestamp_bounds_every_record_and_never_moves_forward() {
    let site = site_with(2, 100).await;
    let earliest = || async {
        let identify = site.get("/oai?verb=Identify").await.text();
        between(&identify, "<earliestDatestamp>", "</earliestDatestamp>").concat()
    };
    let before = earliest().await;
    for id in [1, 2] {
        site.clock.advance_seconds(60);
        site.repository.withdraw(ArticleId(id), None, "Erreur").await.unwrap();
    }
    site.work().await;
    assert_eq!(earliest().await, before, "harvesters keep it");
    let list = site.get(LIST).await.text();
    assert!(between(&list, "<datestamp>", "</datestamp>").iter().all(|stamp| **stamp >= *before));
    site.finish().await;
}

#[tokio::test]
async fn f6_formats_that_are_written_differently_renew_every_datestamp_once() {
    let site = site_with(3, 100).await;
    let renew = || async {
        site.clock.advance_seconds(60);
        site.repository.renew_when_formats_changed().await.unwrap()
    };
    assert_eq!(renew().await, 0, "a new site has nothing to renew");
    site.repository.store().put_site_value("formats_written", "an older release").await.unwrap();
    assert_eq!((renew().await, renew().await), (3, 0));
    let list = site.get(LIST).await.text();
    assert!(
        between(&list, "<datestamp>", "</datestamp>").iter().all(|stamp| *stamp == "2026-11-21T12:02:02Z"),
        "{list}"
    );
    site.finish().await;
}

#[tokio::test]
async fn f7_r12_a_record_for_openaire_has_what_is_mandatory_there_and_all_lead_to_the_page() {
    let site = site_with(2, 100).await;
    let list = site.get("/oai?verb=ListRecords&metadataPrefix=oai_openaire").await.text();
    for record in between(&list, "<record>", "</record>") {
        for mandatory in [
            "<datacite:title",
            "<datacite:date dateType=\"Issued\">",
            "<datacite:identifier identifierType=",
            "<datacite:rights rightsURI=\"http://purl.org/coar/access_right/",
            "<oaire:resourceType ",
            "uri=\"http://purl.org/coar/resource_type/",
            "<oaire:funderName>",
        ] {
            assert!(record.contains(mandatory), "{mandatory}: {record}");
        }
    }
    let list = site.get(LIST).await.text();
    for (at, record) in between(&list, "<record>", "</record>").iter().enumerate() {
        let page = format!("<dc:identifier>{BASE_URL}/articles/{}</dc:identifier>", at + 1);
        assert!(record.contains(&page), "{page}: {record}");
    }
    site.finish().await;
}

#[tokio::test]
async fn s5_s13_d9_sets_and_days_select_what_they_say() {
    let site = site_with(2, 100).await;
    site.publish(r#"{"title":{"en":"Sleep"},"language":"en","access":"restricted"}"#, &pdf(&["Sleep"])).await;
    // One minute before midnight in Greenwich, and the next day.
    for (seconds, number) in [(43_200 - 60, 1), (120, 2)] {
        site.clock.advance_seconds(seconds);
        site.publish(&format!(r#"{{"title":{{"en":"Night {number}"}}}}"#), &pdf(&[&format!("Night {number}")])).await;
    }
    let count = |arguments: &'static str| {
        let site = &site;
        async move { walk(site, &format!("verb=ListIdentifiers&metadataPrefix=oai_dc&{arguments}")).await.len() }
    };
    assert_eq!((count("set=openaire").await, count("set=open").await), (4, 0));
    assert_eq!((count("set=langue").await, count("set=langue:en").await, count("set=langue:fr").await), (3, 1, 2));
    assert_eq!((count("until=2026-11-21").await, count("from=2026-11-22").await), (4, 1));
    assert_eq!(count("from=2026-11-21&until=2026-11-21&set=langue:fr").await, 2);
    site.finish().await;
}

#[tokio::test]
async fn r10_reading_downloading_and_reindexing_renew_no_datestamp() {
    let site = site_with(2, 100).await;
    let stamps = || async {
        let list = site.get(LIST).await.text();
        between(&list, "<datestamp>", "</datestamp>").concat()
    };
    let before = stamps().await;
    site.clock.advance_seconds(3_600);
    for path in ["/articles/1", "/articles/1/fichier.pdf", "/articles/1/lire", "/recherche?q=Article"] {
        assert!(site.get(path).await.status.is_success(), "{path}");
    }
    site.repository.reindex().await.unwrap();
    site.work().await;
    site.repository.refresh_sets_when_due().await.unwrap();
    assert_eq!(stamps().await, before);
    site.finish().await;
}

#[tokio::test]
async fn d12_lists_come_from_the_database_and_wait_for_no_index() {
    let site = site_with(1, 100).await;
    site.clock.advance_seconds(60);
    site.repository.withdraw(ArticleId(1), None, "Erreur").await.unwrap();
    let list = site.get(LIST).await.text();
    assert!(list.contains("status=\"deleted\"><identifier>oai:parvis.example.org:1<"), "{list}");
    assert_eq!(site.repository.store().job_counts().await.unwrap().pending, 1, "the index does not know yet");
    site.work().await;
    site.finish().await;
}

/// Whether a record is deleted, by identifier.
type Held = BTreeMap<String, bool>;

/// Harvests what changed since, and gives the date to go on from.
async fn harvest_since(site: &TestSite, from: Option<&str>, held: &mut Held) -> String {
    let from = from.map(|from| format!("&from={from}")).unwrap_or_default();
    let mut query = format!("verb=ListIdentifiers&metadataPrefix=oai_dc{from}");
    let mut first_date = None;
    loop {
        let page = site.get(&format!("/oai?{query}")).await.text();
        first_date.get_or_insert_with(|| between(&page, "<responseDate>", "</responseDate>").concat());
        for header in page.split("<header").skip(1) {
            let identifier = between(header, "<identifier>", "</identifier>").concat();
            held.insert(identifier, header.starts_with(" status=\"deleted\""));
        }
        match between(&page, "<resumptionToken", "</resumptionToken>").concat().rsplit_once('>') {
            Some((_, token)) if !token.is_empty() => query = format!("verb=ListIdentifiers&resumptionToken={token}"),
            _ => return first_date.unwrap(),
        }
    }
}

#[tokio::test]
async fn o4_fifty_incremental_harvests_during_constant_change_end_with_what_the_database_holds() {
    let site = site_with(4, 3).await;
    let (mut held, mut from) = (Held::new(), None);
    for round in 0..50_i64 {
        match round % 5 {
            0 => {
                site.publish(&format!(r#"{{"title":{{"fr":"Ronde {round}"}}}}"#), &pdf(&[&format!("Ronde {round}")]))
                    .await;
            }
            3 => {
                site.repository.withdraw(ArticleId(round / 5 + 1), None, "Erreur").await.unwrap();
                site.work().await;
            }
            _ => site.clock.advance_seconds(1),
        }
        from = Some(harvest_since(&site, from.as_deref(), &mut held).await);
    }
    let mut whole = Held::new();
    harvest_since(&site, None, &mut whole).await;
    assert_eq!((whole.len(), whole.values().filter(|deleted| **deleted).count()), (14, 10));
    assert_eq!(held, whole);
    site.finish().await;
}

#[tokio::test]
async fn o5_the_pages_for_people_lead_to_the_endpoint() {
    let site = TestSite::new().await;
    assert!(site.get("/").await.text().contains(r#"<link rel="alternate" href="/oai?verb=Identify" type="text/xml""#));
    assert!(site.get("/donnees").await.text().contains("/oai?verb=Identify"));
    site.finish().await;
}
