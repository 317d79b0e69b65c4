//! Lists: selection, granularity, ends that do not come, sets, formats, single records.

use harvest::client::{HarvestError, HttpSettings, ListOrder};

use super::server::{Answer, Server, envelope, error, harvester, identify, numbers, page, record, second, settings};
use super::{all, delivered, walk};
use crate::memory::stamp;

#[tokio::test]
async fn a_list_is_walked_to_its_end_whatever_it_says_of_its_size() {
    for attribute in ["", " completeListSize='1'", " completeListSize='-1' cursor='x'", " completeListSize='999999'"] {
        let first = page(&[record(1, &second(1))], "t&amp;/+ é")
            .replace("<resumptionToken", &format!("<resumptionToken{attribute}"));
        let server = Server::of(vec![Answer::ok(first), numbers(2..4, "")]).await;
        let (client, _) = harvester(settings());
        let (pages, harvest) = all(client.harvest(server.plan(), None).unwrap()).await;
        assert_eq!(delivered(&pages), [1, 2, 3], "{attribute}");
        assert_eq!(server.lists()[1].get("resumptionToken"), Some("t&/+ é"));
        assert_eq!(server.lists()[1].arguments.len(), 2);
        assert_eq!((harvest.checkpoint().records, harvest.checkpoint().pages), (3, 2));
    }
}

#[tokio::test]
async fn dates_and_set_are_sent_in_the_granularity_of_the_repository() {
    for (granularity, from) in [("YYYY-MM-DD", "2024-02-03"), ("YYYY-MM-DDThh:mm:ssZ", "2024-02-03T04:05:06Z")] {
        let server = Server::start(move |asked| match asked.get("verb") {
            Some("Identify") => Answer::ok(identify(granularity)),
            _ => error("noRecordsMatch"),
        })
        .await;
        let mut plan = server.plan();
        plan.from = Some(stamp("2024-02-03T04:05:06Z"));
        plan.until = Some(stamp("2025-01-01T00:00:00Z"));
        plan.set = Some("col/1 é".to_owned());
        let (client, _) = harvester(settings());
        all(client.harvest(plan, None).unwrap()).await;
        assert_eq!(server.lists()[0].get("from"), Some(from));
        assert_eq!(server.lists()[0].get("set"), Some("col/1 é"));
    }
}

#[tokio::test]
async fn a_server_that_lies_about_its_granularity_is_asked_in_the_other() {
    for said in ["YYYY-MM-DD", "YYYY-MM-DDThh:mm:ssZ"] {
        let server = Server::start(move |asked| match (asked.get("verb"), asked.get("from").map(str::len)) {
            (Some("Identify"), _) => Answer::ok(identify(said)),
            (_, length) if length == Some(said.len().min(20)) => error("badArgument"),
            _ => numbers(0..2, ""),
        })
        .await;
        let mut plan = server.plan();
        plan.from = Some(stamp("2024-01-01T00:00:00Z"));
        let (client, _) = harvester(settings());
        let (pages, _) = all(client.harvest(plan, None).unwrap()).await;
        assert_eq!(delivered(&pages), [0, 1]);
        assert_eq!(server.lists().len(), 2);
    }
}

#[tokio::test]
async fn bad_arguments_in_both_granularities_are_reported() {
    let server = Server::of(vec![error("badArgument")]).await;
    let mut plan = server.plan();
    plan.from = Some(stamp("2024-01-01T00:00:00Z"));
    let (client, _) = harvester(settings());
    let error = client.harvest(plan, None).unwrap().next_page().await.unwrap_err();
    assert!(matches!(&error, HarvestError::Protocol(errors) if errors[0].code == "badArgument"), "{error}");
    assert_eq!(server.lists().len(), 2);
}

#[tokio::test]
async fn a_format_that_is_advertised_and_not_given_is_reported() {
    let server = Server::of(vec![error("cannotDisseminateFormat")]).await;
    let (client, _) = harvester(settings());
    let error = client.harvest(server.plan(), None).unwrap().next_page().await.unwrap_err();
    assert_eq!(error.to_string(), "the repository refuses: cannotDisseminateFormat: Non.");
}

#[tokio::test]
async fn records_older_than_asked_for_are_left_out_and_counted() {
    let server = Server::of(vec![numbers(0..6, "t"), numbers(6..12, "")]).await;
    let mut plan = server.plan();
    plan.from = Some(stamp(&second(4)));
    let (client, _) = harvester(settings());
    let (pages, _) = all(client.harvest(plan, None).unwrap()).await;
    assert_eq!(delivered(&pages), (4..12).collect::<Vec<_>>());
    assert_eq!((pages[0].older, pages[1].older), (4, 0));
}

#[tokio::test]
async fn a_record_on_two_pages_is_delivered_once() {
    let server = Server::of(vec![numbers(0..4, "a"), numbers(2..6, "b"), numbers(6..8, "")]).await;
    let (client, _) = harvester(settings());
    let (pages, _) = all(client.harvest(server.plan(), None).unwrap()).await;
    assert_eq!(delivered(&pages), (0..8).collect::<Vec<_>>());
    assert_eq!(pages[1].repeated, 2);
}

#[tokio::test]
async fn one_token_for_all_pages_is_no_circle() {
    let server = Server::of(vec![numbers(0..2, "same"), numbers(2..4, "same"), numbers(4..5, "")]).await;
    let (client, _) = harvester(settings());
    let (pages, _) = all(client.harvest(server.plan(), None).unwrap()).await;
    assert_eq!(delivered(&pages), (0..5).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_list_that_gives_the_same_records_again_is_left() {
    for tokens in [["a", "a", "a"], ["a", "b", "c"]] {
        let answers = vec![numbers(0..2, tokens[0]), numbers(2..4, tokens[1]), numbers(2..4, tokens[2])];
        let server = Server::of(answers).await;
        let (client, _) = harvester(settings());
        let mut harvest = client.harvest(server.plan(), None).unwrap();
        let (pages, error) = walk(&mut harvest).await;
        assert!(matches!(error, Some(HarvestError::Endless { pages: 3, .. })), "{error:?}");
        assert_eq!(delivered(&pages), [0, 1, 2, 3]);
        assert!(!harvest.checkpoint().finished);
    }
}

#[tokio::test]
async fn empty_pages_are_passed_but_not_for_ever() {
    let empty = || Answer::ok(page(&[], "e"));
    let server = Server::of(vec![empty(), numbers(0..2, "t"), empty(), empty(), numbers(2..3, "u"), empty()]).await;
    let (client, _) = harvester(HttpSettings { max_empty_pages: 5, ..settings() });
    let (pages, error) = walk(&mut client.harvest(server.plan(), None).unwrap()).await;
    assert_eq!(delivered(&pages), [0, 1, 2]);
    assert!(matches!(error, Some(HarvestError::Endless { reason: "empty pages follow one another", .. })), "{error:?}");
    assert_eq!(pages.len(), 5 + 5);
}

#[tokio::test]
async fn a_list_may_have_only_so_many_pages() {
    let mut number = 0;
    let server = Server::start(move |_| {
        number += 1;
        numbers(number..number + 1, &number.to_string())
    })
    .await;
    let (client, _) = harvester(HttpSettings { max_pages: 8, ..settings() });
    let (pages, error) = walk(&mut client.harvest(server.plan(), None).unwrap()).await;
    assert_eq!(pages.len(), 7);
    assert!(matches!(error, Some(HarvestError::Endless { pages: 8, .. })), "{error:?}");
}

#[tokio::test]
async fn an_empty_list_and_the_error_in_its_place_end_a_harvest() {
    for answer in [
        Answer::ok(envelope("<ListRecords/>")),
        Answer::ok(envelope("<ListRecords></ListRecords>")),
        error("noRecordsMatch"),
    ] {
        let server = Server::of(vec![numbers(0..1, "t"), answer]).await;
        let (client, _) = harvester(settings());
        let (pages, _) = all(client.harvest(server.plan(), None).unwrap()).await;
        assert_eq!(delivered(&pages), [0]);
    }
}

#[tokio::test]
async fn deletions_are_delivered_without_metadata() {
    let deleted = record(7, &second(7)).replace("<header>", "<header status=\"deleted\">");
    let stub = "<record><header status='deleted'><identifier>oai:x:8</identifier><datestamp>2024-01-02</datestamp></header></record>";
    let server = Server::of(vec![Answer::ok(page(&[deleted, stub.to_owned()], ""))]).await;
    let (client, _) = harvester(settings());
    let (pages, _) = all(client.harvest(server.plan(), None).unwrap()).await;
    assert_eq!(delivered(&pages), [7, 8]);
    assert!(pages[0].records.iter().all(|record| record.header.deleted && record.metadata.is_none()));
}

#[tokio::test]
async fn the_order_of_a_list_is_observed() {
    for (numbers, order) in
        [([1, 1, 1], ListOrder::Unknown), ([1, 1, 2], ListOrder::Ascending), ([1, 3, 2], ListOrder::Other)]
    {
        let record = |(index, number): (u32, &u32)| record(index, &second(*number));
        let records: Vec<String> = (0..).zip(&numbers).map(record).collect();
        let server = Server::of(vec![Answer::ok(page(&records, ""))]).await;
        let (client, _) = harvester(settings());
        let (_, harvest) = all(client.harvest(server.plan(), None).unwrap()).await;
        assert_eq!(harvest.checkpoint().order, order);
    }
}

#[tokio::test]
async fn a_repository_is_described_although_it_breaks_the_rules() {
    let server = Server::start(|_| Answer::ok(identify("YYYY-MM-DDThh:mm:ssZ"))).await;
    let (client, _) = harvester(settings());
    let identity = client.identify(&server.base_url).await.unwrap();
    assert_eq!(identity.admin_emails, ["x+y@localhost"]);
    assert_eq!(identity.granularity, Some(harvest::Granularity::Second));
    assert_eq!(identity.deleted_records, Some(harvest::DeletedRecords::Transient));
    assert_eq!(identity.response_date, Some(stamp("2026-05-04T11:59:58Z")));
    assert_eq!(identity.compressions, ["gzip"]);
}

#[tokio::test]
async fn sets_are_listed_over_pages_each_once_with_the_names_they_have() {
    let set = |spec: &str| format!("<set><setSpec>{spec}</setSpec><setName>Nom &amp; {spec}</setName></set>");
    let one = format!("<ListSets>{}{}<resumptionToken>t</resumptionToken></ListSets>", set("a:b"), set("é/1"));
    let two = format!("<ListSets>{}{}</ListSets>", set("a:b"), set("c"));
    let circle = one.clone();
    let answers = [one, two];
    let mut turn = answers.into_iter();
    let server = Server::start(move |_| Answer::ok(envelope(&turn.next().unwrap()))).await;
    let (client, _) = harvester(settings());
    let sets = client.list_sets(&server.base_url).await.unwrap();
    let names: Vec<_> = sets.iter().map(|set| (set.spec.as_str(), set.name.as_str())).collect();
    assert_eq!(names, [("a:b", "Nom & a:b"), ("é/1", "Nom & é/1"), ("c", "Nom & c")]);
    let endless = Server::start(move |_| Answer::ok(envelope(&circle))).await;
    let error_of_circle = client.list_sets(&endless.base_url).await.unwrap_err();
    assert!(matches!(error_of_circle, HarvestError::Endless { .. }), "{error_of_circle}");
    let none = Server::start(|_| error("noSetHierarchy")).await;
    assert!(client.list_sets(&none.base_url).await.unwrap().is_empty());
}

#[tokio::test]
async fn formats_are_listed_without_those_nobody_can_ask_for() {
    let format = |prefix: &str| {
        format!(
            "<metadataFormat><metadataPrefix>{prefix}</metadataPrefix><schema>http://x.example/s.xsd</schema>\
             <metadataNamespace>urn:f</metadataNamespace></metadataFormat>"
        )
    };
    let list = format!("<ListMetadataFormats>{}{}</ListMetadataFormats>", format("etd_ms"), format("not legal"));
    let server = Server::start(move |_| Answer::ok(envelope(&list))).await;
    let (client, _) = harvester(settings());
    let formats = client.list_formats(&server.base_url, Some("oai:x:1 2")).await.unwrap();
    assert_eq!(formats.iter().map(harvest::Format::prefix).collect::<Vec<_>>(), ["etd_ms"]);
    assert_eq!(server.asked()[0].get("identifier"), Some("oai:x:1 2"));
}

#[tokio::test]
async fn a_single_record_is_found_or_not() {
    let server = Server::start(|asked| match asked.get("identifier") {
        Some("https://spectrum.example.org/1?a=b&c d") => {
            Answer::ok(envelope(&format!("<GetRecord>{}</GetRecord>", record(1, &second(1)))))
        }
        Some("empty") => Answer::ok(envelope("<GetRecord/>")),
        _ => error("idDoesNotExist"),
    })
    .await;
    let (client, _) = harvester(settings());
    let found = client.get_record(&server.plan(), "https://spectrum.example.org/1?a=b&c d").await.unwrap();
    assert_eq!(found.unwrap().header.identifier, "oai:depot.example.org:1");
    assert!(client.get_record(&server.plan(), "other").await.unwrap().is_none());
    assert!(matches!(client.get_record(&server.plan(), "empty").await, Err(HarvestError::NotOai(_))));
}
