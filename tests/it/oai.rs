//! OAI-PMH through the web, over real articles. The protocol itself is tested in the `harvest` crate.

use std::collections::BTreeSet;

use parvis::domain::Metadata;
use parvis::domain::deposit::ReviewMode;

use crate::support::{TestSite, pdf};

pub(crate) async fn site_with(articles: usize, page_size: usize) -> TestSite {
    let site = TestSite::with_page_size(page_size).await;
    for number in 0..articles {
        let sidecar = format!(
            r#"{{"title":{{"fr":"Article {number} <&>"}},"language":"fr","type":"journal_article",
            "awards":[{{"funder":"frqnt","number":"90010{}"}}],"dates":{{"online":"2024-01"}}}}"#,
            number % 10
        );
        site.publish(&sidecar, &pdf(&[&format!("Texte numéro {number}")])).await;
        site.clock.advance_seconds(i64::from(number % 2 == 0));
    }
    site
}

pub(crate) fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

pub(crate) async fn walk(site: &TestSite, first: &str) -> Vec<String> {
    let (mut identifiers, mut query) = (Vec::new(), first.to_owned());
    for _ in 0..100 {
        let page = site.get(&format!("/oai?{query}")).await.text();
        identifiers.extend(between(&page, "<identifier>", "</identifier>").iter().map(ToString::to_string));
        let token = page.rsplit_once("</resumptionToken>").and_then(|(before, _)| before.rsplit_once('>'));
        match token {
            Some((_, token)) if !token.is_empty() => query = format!("verb=ListRecords&resumptionToken={token}"),
            _ => return identifiers,
        }
    }
    panic!("the list never ends");
}

#[tokio::test]
async fn all_six_verbs_answer_as_xml() {
    let site = site_with(2, 100).await;
    for query in [
        "verb=Identify",
        "verb=ListMetadataFormats",
        "verb=ListSets",
        "verb=ListIdentifiers&metadataPrefix=oai_dc",
        "verb=ListRecords&metadataPrefix=oai_dc",
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:parvis.example.org:1",
    ] {
        let answer = site.get(&format!("/oai?{query}")).await;
        assert_eq!(answer.status, 200);
        assert!(answer.header("content-type").starts_with("text/xml"), "{query}");
        assert!(!answer.text().contains("<error"), "{query}: {}", answer.text());
        let posted = site.post("/oai", query).await;
        assert_eq!(without_date(&posted.text()), without_date(&answer.text()), "{query}");
    }
    site.finish().await;
}

fn without_date(xml: &str) -> String {
    let date = between(xml, "<responseDate>", "</responseDate>").concat();
    xml.replacen(&date, "", 1)
}

#[tokio::test]
async fn pages_put_together_are_the_whole_repository_each_record_once() {
    let site = site_with(7, 3).await;
    let identifiers = walk(&site, "verb=ListRecords&metadataPrefix=oai_dc").await;
    assert_eq!(identifiers.len(), 7, "{identifiers:?}");
    assert_eq!(identifiers.iter().collect::<BTreeSet<_>>().len(), 7);
    site.finish().await;
}

#[tokio::test]
async fn a_record_changed_during_a_harvest_comes_again_and_none_is_lost() {
    let site = site_with(6, 2).await;
    let first = site.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").await.text();
    let token = between(&first, "<resumptionToken", "</resumptionToken>").concat();
    let token = token.rsplit_once('>').unwrap().1.to_owned();
    site.clock.advance_seconds(10);
    site.repository.withdraw(parvis::domain::ArticleId(1), None, "Erreur").await.unwrap();
    site.work().await;
    let mut seen: Vec<String> =
        between(&first, "<identifier>", "</identifier>").iter().map(ToString::to_string).collect();
    seen.extend(walk(&site, &format!("verb=ListRecords&resumptionToken={token}")).await);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 6);
    let later = site.get("/oai?verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-21T12:00:10Z").await.text();
    assert!(later.contains("status=\"deleted\""), "{later}");
    site.finish().await;
}

#[tokio::test]
async fn sets_select_their_members_alone() {
    let site = site_with(2, 100).await;
    site.publish(r#"{"title":{"en":"Sleep"},"language":"en"}"#, &pdf(&["Sleep"])).await;
    let of = |set: &'static str| {
        let site = &site;
        async move { walk(site, &format!("verb=ListRecords&metadataPrefix=oai_dc&set={set}")).await.len() }
    };
    assert_eq!((of("langue:fr").await, of("langue").await, of("secteur:frqnt").await), (2, 3, 2));
    assert_eq!(of("langue:f").await, 0);
    site.finish().await;
}

#[tokio::test]
async fn r8_drafts_and_refused_files_are_never_seen() {
    let site = site_with(1, 100).await;
    site.submit_for(Metadata::default(), &pdf(&["Brouillon"]), ReviewMode::Person).await.unwrap();
    site.work().await;
    assert_eq!(walk(&site, "verb=ListIdentifiers&metadataPrefix=oai_dc").await.len(), 1);
    let record = site.get("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:parvis.example.org:2").await.text();
    assert!(record.contains("idDoesNotExist"), "{record}");
    site.finish().await;
}

#[tokio::test]
async fn hostile_arguments_are_answered_never_with_a_server_error() {
    let site = site_with(1, 100).await;
    for query in [
        "",
        "verb=%FF",
        "verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=%3Cx%3E",
        "verb=GetRecord&identifier=%22%3E",
        "x",
    ] {
        let answer = site.get(&format!("/oai?{query}")).await;
        assert_eq!(answer.status, 200, "{query}");
        assert!(answer.text().contains("<error"), "{query}");
    }
    site.finish().await;
}

#[tokio::test]
async fn a_format_for_theses_lists_theses_alone() {
    let site = site_with(5, 2).await;
    let thesis = r#"{"title":{"fr":"Thèse"},"type":"doctoral_thesis","language":"fr"}"#;
    let id = site.publish(thesis, &pdf(&["Une thèse"])).await;
    let found = walk(&site, "verb=ListRecords&metadataPrefix=etdms").await;
    assert_eq!(found, [format!("oai:parvis.example.org:{id}")]);
    let article = site.get("/oai?verb=GetRecord&metadataPrefix=etdms&identifier=oai:parvis.example.org:1").await.text();
    assert!(article.contains("cannotDisseminateFormat"), "{article}");
    let formats = site.get("/oai?verb=ListMetadataFormats&identifier=oai:parvis.example.org:1").await.text();
    assert!(formats.contains(">oai_dc<") && !formats.contains(">etdms<"), "{formats}");
    site.finish().await;
}

#[tokio::test]
async fn an_answer_waits_for_a_write_that_was_stamped_before_it() {
    let site = site_with(1, 100).await;
    site.clock.advance_seconds(30);
    let stamped = site.clock.now();
    let mut write = site.repository.store().begin().await.unwrap();
    write.stamp_published(parvis::domain::ArticleId(1), stamped, None, None).await.unwrap();
    site.clock.advance_seconds(5);
    let asked = site.get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc");
    let finish = async {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        write.commit().await.unwrap();
    };
    let (answer, ()) = tokio::join!(asked, finish);
    let seen = between(&answer.text(), "<datestamp>", "</datestamp>").concat();
    assert_eq!(seen, stamped.to_string(), "a harvester that goes on from the answer's date would miss it");
    site.finish().await;
}

#[tokio::test]
async fn later_pages_come_while_somebody_writes() {
    let site = site_with(3, 2).await;
    let first = site.get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc").await.text();
    let (before, _) = first.rsplit_once("</resumptionToken>").unwrap();
    let token = before.rsplit_once('>').unwrap().1;
    let write = site.repository.store().begin().await.unwrap();
    let later = site.get(&format!("/oai?verb=ListIdentifiers&resumptionToken={token}")).await.text();
    assert_eq!(between(&later, "<identifier>", "</identifier>").len(), 1);
    drop(write);
    site.finish().await;
}

#[tokio::test]
async fn i7_i8_i9_i10_i11_the_repository_describes_itself_from_its_settings() {
    let site = site_with(1, 100).await;
    let identify = site.get("/oai?verb=Identify").await.text();
    for said in [
        "<sampleIdentifier>oai:parvis.example.org:1</sampleIdentifier>",
        "<metadataPolicy><URL>https://parvis.example.org/donnees</URL>",
        "<dataPolicy>",
        "<collectionIcon><url>https://parvis.example.org/favicon.ico</url>",
        "<baseURL>https://ami.example.org/oai</baseURL>",
        "appliesTo=\"http://www.openarchives.org/OAI/2.0/entity#metadata\"",
        "<rightsReference ref=\"https://creativecommons.org/publicdomain/zero/1.0/\"",
    ] {
        assert!(identify.contains(said), "{said}: {identify}");
    }
    let icon = site.get("/favicon.ico").await;
    let icon = site.get(icon.header("location")).await;
    assert_eq!((icon.status.as_u16(), icon.header("content-type")), (200, "image/svg+xml"));
    site.finish().await;
}
