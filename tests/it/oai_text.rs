//! JATS over OAI-PMH with the full text of what is open, and of nothing else.

use crate::oai::{between, walk};
use crate::support::{TestSite, pdf, samples};

fn sidecar(number: usize, access: &str) -> String {
    format!(r#"{{"title":{{"fr":"Les tourbières {number}"}},"language":"fr",{access},"licence":"cc-by-4.0"}}"#)
}

const OPEN: &str = r#""access":"open""#;

#[tokio::test]
async fn the_text_of_an_open_article_goes_out_and_that_of_a_closed_one_stays() {
    let site = TestSite::new().await;
    let text = |word: &str| pdf(&[&format!("Les {word} du Nord couvrent une grande étendue du pays.")]);
    site.publish(&sidecar(1, OPEN), &text("tourbières")).await;
    site.publish(&sidecar(2, r#""access":"restricted""#), &text("merisiers")).await;
    let embargoed = r#""access":"embargoed","embargo_until":"2026-11-22""#;
    let later = site.publish(&sidecar(3, embargoed), &text("bouleaux")).await;
    let page = site.get("/oai?verb=ListRecords&metadataPrefix=jats").await.text();
    assert_eq!(between(&page, "<body>", "</body>").len(), 1, "{page}");
    assert!(page.contains("tourbières du Nord") && !page.contains("merisiers") && !page.contains("bouleaux"));
    let record = format!("/oai?verb=GetRecord&metadataPrefix=jats&identifier=oai:parvis.example.org:{later}");
    assert!(!site.get(&record).await.text().contains("bouleaux"));
    site.clock.advance_seconds(86_400);
    site.repository.lift_embargoes().await.unwrap();
    site.work().await;
    assert!(site.get(&record).await.text().contains("bouleaux"), "the embargo has ended");
    site.finish().await;
}

#[tokio::test]
async fn a_deposited_jats_file_goes_out_with_its_own_body() {
    let site = TestSite::new().await;
    let file = std::fs::read(samples().join("articles/19-bibliotheques-litteratie.xml")).unwrap();
    let id = site.publish(&sidecar(1, OPEN), &file).await;
    let record = format!("/oai?verb=GetRecord&metadataPrefix=jats&identifier=oai:parvis.example.org:{id}");
    let record = site.get(&record).await.text();
    let theirs = String::from_utf8(file).unwrap();
    for element in ["<sec", "<table-wrap", "<ref ", "<element-citation", "<italic>"] {
        let part = |xml: &str| xml.split_once("<body").unwrap().1.matches(element).count();
        assert_eq!(part(&record), part(&theirs), "{element}");
    }
    assert_eq!(record.matches("<body").count(), 1);
    site.finish().await;
}

#[tokio::test]
async fn pages_with_full_texts_are_short_and_those_of_other_formats_as_long_as_ever() {
    let site = TestSite::new().await;
    for number in 0..13 {
        site.publish(&sidecar(number, OPEN), &pdf(&[&format!("Texte {number}")])).await;
    }
    let records = |page: &str| between(page, "<record>", "</record>").len();
    let first = site.get("/oai?verb=ListRecords&metadataPrefix=jats").await.text();
    assert_eq!(records(&first), 10);
    assert_eq!(walk(&site, "verb=ListRecords&metadataPrefix=jats").await.len(), 13);
    assert_eq!(records(&site.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").await.text()), 13);
    let headers = site.get("/oai?verb=ListIdentifiers&metadataPrefix=jats").await.text();
    assert_eq!(between(&headers, "<header>", "</header>").len(), 13);
    site.finish().await;
}
