//! Broken answers: repaired where that is certain, reported record by record where it is not.

use std::collections::BTreeSet;

use harvest::client::{FaultReason, HarvestError, HarvestPage, Repair};

use super::server::{Answer, Server, dc, envelope, harvester, page, record, second, settings, with_metadata};
use super::{all, delivered, walk};

/// Harvests one page.
async fn read(body: impl Into<Vec<u8>>) -> HarvestPage {
    let server = Server::of(vec![Answer::ok(body)]).await;
    let (client, _) = harvester(settings());
    let (mut pages, _) = all(client.harvest(server.plan(), None).unwrap()).await;
    assert_eq!(pages.len(), 1);
    pages.remove(0)
}

async fn fails(body: &str) -> HarvestError {
    let server = Server::of(vec![Answer::ok(body)]).await;
    let (client, _) = harvester(settings());
    walk(&mut client.harvest(server.plan(), None).unwrap()).await.1.unwrap()
}

fn metadata(page: &HarvestPage, index: usize) -> &str {
    page.records[index].metadata.as_ref().unwrap().as_str()
}

fn repaired(page: &HarvestPage, repair: Repair) {
    assert_eq!(page.repairs, BTreeSet::from([repair]));
    assert!(page.faults.is_empty());
}

#[tokio::test]
async fn control_characters_are_removed() {
    let page = read(page(&[with_metadata(1, "2024-01-01", &dc("a\u{b}b&#0;c\u{fffe}"))], "")).await;
    assert!(metadata(&page, 0).contains(">abc<"));
    repaired(&page, Repair::Characters);
}

#[tokio::test]
async fn windows_1252_under_the_name_of_utf_8_is_read() {
    let body = page(&[with_metadata(1, "2024-01-01", &dc("é l’@tude"))], "");
    for declared in ["UTF-8", "ISO-8859-1", "windows-1252", "utf8mb4"] {
        let body = body.replace("UTF-8", declared);
        let body: Vec<u8> = body.bytes().map(|byte| if byte == b'@' { 0xE9 } else { byte }).collect();
        let page = read(body).await;
        assert!(metadata(&page, 0).contains(">é l’étude<"));
        repaired(&page, Repair::Encoding);
    }
}

#[tokio::test]
async fn undeclared_entities_and_lone_signs_are_replaced() {
    let page =
        read(page(&[with_metadata(1, "2024-01-01", &dc("l&eacute;g&egrave;re&nbsp;: R&D, p < 5 &zzz;"))], "")).await;
    assert!(metadata(&page, 0).contains(">légère\u{a0}: R&amp;D, p &lt; 5 &amp;zzz;<"));
    repaired(&page, Repair::References);
}

#[tokio::test]
async fn the_protocol_is_read_in_other_namespaces_or_none() {
    let body = page(&[record(1, "2024-01-01")], "");
    let name = "xmlns=\"http://www.openarchives.org/OAI/2.0/\"";
    for other in
        ["", "xmlns=\"http://www.openarchives.org/OAI/2.0\"", "xmlns=\"https://www.openarchives.org/OAI/2.0/\""]
    {
        let page = read(body.replace(name, other)).await;
        assert_eq!(delivered(&[page]), [1]);
    }
    let prefixed = body.replace("xmlns=", "xmlns:o=");
    let mut tags = prefixed;
    for tag in [
        "OAI-PMH",
        "responseDate",
        "request ",
        "ListRecords",
        "record>",
        "header",
        "identifier>",
        "datestamp",
        "metadata>",
    ] {
        tags =
            tags.replace(&format!("<{tag}"), &format!("<o:{tag}")).replace(&format!("</{tag}"), &format!("</o:{tag}"));
    }
    let page = read(tags.replace("</request>", "</o:request>")).await;
    assert!(page.repairs.is_empty() && page.records.len() == 1, "{page:?}");
}

#[tokio::test]
async fn namespaces_declared_around_the_record_come_along_with_it() {
    let bare = "<oai_dc:dc xsi:schemaLocation='a b'><dc:title>T</dc:title></oai_dc:dc>";
    let body = page(&[with_metadata(1, "2024-01-01", bare)], "").replace(
        "<ListRecords>",
        "<ListRecords xmlns:oai_dc='http://www.openarchives.org/OAI/2.0/oai_dc/' xmlns:dc='http://purl.org/dc/elements/1.1/'>",
    );
    let page = read(body).await;
    assert_eq!(page.records[0].metadata.as_ref().unwrap().namespace(), "http://www.openarchives.org/OAI/2.0/oai_dc/");
    assert!(metadata(&page, 0).contains("xmlns:xsi="));
    assert!(page.repairs.is_empty());
}

#[tokio::test]
async fn missing_namespaces_of_metadata_are_supplied() {
    for bare in ["<oai_dc:dc xsi:schemaLocation='a b'><dc:title>T</dc:title></oai_dc:dc>", "<dc><title>T</title></dc>"]
    {
        let body = page(&[with_metadata(1, "2024-01-01", bare)], "");
        let page = read(body.replace("xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"", "")).await;
        let fragment = page.records[0].metadata.as_ref().unwrap();
        assert_eq!(fragment.namespace(), "http://www.openarchives.org/OAI/2.0/oai_dc/");
        repaired(&page, Repair::MetadataNamespace);
    }
}

#[tokio::test]
async fn one_broken_record_costs_no_other() {
    let broken = with_metadata(2, &second(2), "<a xmlns='urn:a'><b></c></a>");
    let attribute = with_metadata(3, &second(3), "<a xmlns='urn:a' b=1/>");
    let inner = "<record xmlns='http://www.loc.gov/MARC21/slim'><leader>x</leader></record>";
    let records =
        [record(1, &second(1)), broken, attribute, with_metadata(4, &second(4), inner), record(5, &second(5))];
    for body in [page(&records, ""), page(&records, "").replace("</header><metadata>", "</header>\n <metadata>")] {
        let page = read(body).await;
        assert_eq!(delivered(std::slice::from_ref(&page)), [1, 4, 5]);
        let faults: Vec<_> = page.faults.iter().map(|fault| fault.identifier.as_deref().unwrap()).collect();
        assert_eq!(faults, ["oai:depot.example.org:2", "oai:depot.example.org:3"]);
        assert!(matches!(&page.faults[0].reason, FaultReason::Markup(reason) if reason.contains("</c>")));
    }
}

#[tokio::test]
async fn a_broken_last_record_does_not_hide_the_token() {
    let broken = with_metadata(1, &second(1), "<a xmlns='urn:a'><b></a>");
    let server =
        Server::of(vec![Answer::ok(page(&[broken], "t")), Answer::ok(page(&[record(2, &second(2))], ""))]).await;
    let (client, _) = harvester(settings());
    let (pages, _) = all(client.harvest(server.plan(), None).unwrap()).await;
    assert_eq!((delivered(&pages), pages[0].faults.len()), (vec![2], 1));
}

#[tokio::test]
async fn records_without_what_they_need_are_reported() {
    let header = |content: &str| format!("<record><header>{content}</header><metadata>{}</metadata></record>", dc("T"));
    let records = [
        "<record/>".to_owned(),
        header("<datestamp>2024-01-01</datestamp>"),
        header("<identifier>a</identifier><datestamp>hier</datestamp>"),
        record(4, "2024-01-01").replace(&dc("Title 4"), ""),
        record(5, "2024-01-01").replace(&dc("Title 5"), "text only"),
        record(6, "2024-01-01"),
    ];
    let page = read(page(&records, "")).await;
    assert_eq!(delivered(std::slice::from_ref(&page)), [6]);
    let reasons: Vec<_> = page.faults.iter().map(|fault| &fault.reason).collect();
    assert!(matches!(
        reasons[..],
        [
            FaultReason::NoHeader,
            FaultReason::NoIdentifier,
            FaultReason::Datestamp(_),
            FaultReason::NoMetadata,
            FaultReason::Metadata(_)
        ]
    ));
}

#[tokio::test]
async fn identifiers_are_taken_as_they_are() {
    for identifier in ["oai:https://spectrum.example.org:1", "https://x.example/a?b=c&amp;d#e", "oai:x:un deux", "12"] {
        let body = page(&[record(1, "2024-01-01").replace("oai:depot.example.org:1", &format!(" {identifier}\n"))], "");
        let page = read(body).await;
        assert_eq!(page.records[0].header.identifier, identifier.replace("&amp;", "&"));
    }
}

#[tokio::test]
async fn datestamps_and_sets_that_break_the_rules_are_understood_or_left_out() {
    let fraction = read(page(&[record(1, "2024-01-01T10:00:00.123Z")], "")).await;
    assert_eq!(fraction.records[0].header.datestamp.to_string(), "2024-01-01T10:00:00Z");
    repaired(&fraction, Repair::Datestamp);
    let sets = "</datestamp><setSpec>a:b</setSpec><setSpec>Génie civil</setSpec>";
    let set = read(page(&[record(1, "2024-01-01").replace("</datestamp>", sets)], "")).await;
    assert_eq!(set.records[0].header.sets, [crate::memory::spec("a:b")]);
    repaired(&set, Repair::SetSpec);
}

#[tokio::test]
async fn about_containers_are_kept_and_broken_ones_left_out() {
    let about = "</metadata><about><p:x xmlns:p='urn:p'/></about><about/><about>text</about>";
    let page = read(page(&[record(1, "2024-01-01").replace("</metadata>", about)], "")).await;
    let [harvest::About::Other(fragment)] = &page.records[0].about[..] else { panic!("{page:?}") };
    assert_eq!(fragment.namespace(), "urn:p");
    repaired(&page, Repair::About);
}

#[tokio::test]
async fn document_types_are_refused_before_anything_is_expanded() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]>";
    let error = fails(&page(&[record(1, "2024-01-01")], "").replacen('\n', bomb, 1)).await;
    assert!(matches!(error, HarvestError::DocumentType), "{error}");
    let inside = read(page(&[with_metadata(1, "2024-01-01", bomb), record(2, "2024-01-01")], "")).await;
    assert_eq!((inside.records.len(), inside.faults.len()), (1, 1));
}

#[tokio::test]
async fn deep_nesting_is_no_danger() {
    let deep = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
    let in_header = record(1, "2024-01-01").replace("<header>", &format!("<header>{deep}"));
    let page = read(page(&[in_header, record(2, "2024-01-01")], "")).await;
    assert_eq!((page.records.len(), page.faults.len()), (1, 1));
}

#[tokio::test]
async fn what_is_not_the_protocol_is_named() {
    for (body, reason) in [
        ("<rss version='2.0'></rss>", "the root element is <rss>"),
        ("Erreur interne", "there is no root element"),
        ("", "there is no root element"),
        (&envelope(""), "there is neither a list nor an error"),
    ] {
        let error = fails(body).await;
        assert!(matches!(&error, HarvestError::NotOai(said) if said == reason), "{error}");
    }
}
