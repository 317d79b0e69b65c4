//! What is made of a list of results: exports of all of it, feeds.

use std::collections::HashSet;

use crate::support::{Answer, BASE_URL, TestSite, pdf};

/// Generated articles: several batches, the last one not full.
const MANY: u64 = 2_105;

fn lines(csv: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).collect()
}

/// The numbers of the articles that the pages of results show, in their order.
async fn paged(site: &TestSite, query: &str) -> Vec<String> {
    let (mut all, mut address) = (Vec::new(), format!("/api/v1/articles?limite=100&{query}"));
    loop {
        let page = site.get(address.trim_start_matches(BASE_URL)).await.json();
        all.extend(page.get("hits").unwrap().as_array().unwrap().iter().map(|hit| hit.get("id").unwrap().to_string()));
        match page.get("next").and_then(serde_json::Value::as_str) {
            Some(next) => next.clone_into(&mut address),
            None => return all,
        }
    }
}

#[tokio::test]
async fn the_whole_list_is_exported_in_its_order_and_each_article_once() {
    let site = TestSite::generated(MANY).await;
    for query in ["", "q=donn%C3%A9es", "q=data&tri=titre", "tri=ajouts&de=2018"] {
        let expected = paged(&site, query).await;
        assert!(expected.len() > 100, "{query}: {} articles", expected.len());
        let answer = site.get(&format!("/recherche/export/csv?{query}")).await;
        assert_eq!(answer.status, 200, "{query}");
        let numbers: Vec<String> = lines(&answer.text()).iter().map(|record| record[0].to_owned()).collect();
        assert_eq!(numbers.len(), numbers.iter().collect::<HashSet<_>>().len());
        assert_eq!(numbers, expected, "{query}");
    }
    site.finish().await;
}

#[tokio::test]
async fn every_format_holds_the_whole_list() {
    let site = TestSite::generated(MANY).await;
    let articles = paged(&site, "q=analyse").await.len();
    let get = async |format: &str| site.get(&format!("/en/recherche/export/{format}?q=analyse")).await;
    let csl = get("csl").await;
    assert_eq!(csl.json().as_array().map(Vec::len), Some(articles));
    let bibtex = get("bibtex").await;
    assert_eq!(bibtex.text().matches("\n}\n").count(), articles);
    assert_eq!(bibtex.text().lines().filter(|line| line.starts_with('@')).collect::<HashSet<_>>().len(), articles);
    let ris = get("ris").await;
    assert_eq!(ris.text().matches("\r\nER  - \r\n").count(), articles);
    for (answer, extension) in [(csl, "json"), (bibtex, "bib"), (ris, "ris"), (get("csv").await, "csv")] {
        let name = format!("attachment; filename=\"parvis-results-2026-11-21.{extension}\"");
        assert_eq!(answer.header("content-disposition"), name);
        assert_eq!(answer.header("x-robots-tag"), "noindex");
    }
    site.finish().await;
}

#[tokio::test]
async fn a_list_of_nothing_is_a_sound_file_and_another_format_is_none() {
    let site = TestSite::new().await;
    let get = async |format: &str| site.get(&format!("/recherche/export/{format}?q=zyxw")).await;
    assert_eq!(get("csl").await.json(), serde_json::json!([]));
    assert_eq!(get("bibtex").await.text(), "");
    let csv = get("csv").await.text();
    assert!(csv.starts_with("Numéro,Titre,Autrices et auteurs,Année,") && csv.ends_with("Résumé\r\n"), "{csv}");
    let english = site.get("/en/recherche/export/csv").await.text();
    assert!(english.starts_with("Number,Title,Authors,Year,"), "{english}");
    for format in ["oai_dc", "xml", "CSV", "%00", "csv.exe"] {
        assert_eq!(get(format).await.status, 404, "{format}");
    }
    site.finish().await;
}

#[tokio::test]
async fn a_title_that_is_a_formula_comes_as_text() {
    let site = TestSite::new().await;
    let sidecar = r#"{"title":{"fr":"=HYPERLINK(\"http://x\",\"a, b\")"},"language":"fr","licence":"cc-by-4.0"}"#;
    site.publish(sidecar, &pdf(&["Formule"])).await;
    let csv = site.get("/recherche/export/csv").await.text();
    assert_eq!(&lines(&csv)[0][1], "'=HYPERLINK(\"http://x\",\"a, b\")");
    site.finish().await;
}

async fn site_with_three() -> TestSite {
    let site = TestSite::new().await;
    for (number, title) in ["Neige & <glace>", "Neige ancienne", "Pluie"].into_iter().enumerate() {
        let sidecar = format!(
            r#"{{"title":{{"fr":"{title}"}},"language":"fr","dates":{{"online":"20{}-01-01"}},
            "abstract":{{"fr":"Un <b>résumé</b>."}},"authors":[{{"given":"Léa","family":"O'Roy & fils"}}]}}"#,
            24 - number
        );
        site.publish(&sidecar, &pdf(&[title])).await;
        site.clock.advance_seconds(3600);
    }
    site
}

fn titles(feed: &Answer) -> Vec<String> {
    let text = feed.text();
    let parts = text.split("<title").skip(2).map(|rest| rest.split_once('>').unwrap().1.split_once('<').unwrap().0);
    parts.map(str::to_owned).collect()
}

#[tokio::test]
async fn a_search_is_a_feed_of_its_latest_additions() {
    let site = site_with_three().await;
    for kind in ["atom", "rss"] {
        for prefix in ["", "/en"] {
            let address = format!("{prefix}/recherche/flux.{kind}?q=neige");
            let feed = site.get(&address).await;
            assert_eq!(titles(&feed), ["Neige ancienne", "Neige &#38; &#60;glace&#62;"], "{}", feed.text());
            assert!(feed.header("content-type").starts_with(&format!("application/{kind}+xml")));
            let text = feed.text();
            assert!(
                text.contains(&format!("{BASE_URL}{address}"))
                    && text.contains(&format!("{BASE_URL}{prefix}/recherche?q=neige"))
            );
            assert!(text.contains("Roy &#38; fils") && !text.contains("<b>"));
            quick_xml_reads(&text);
            let again = site.get_with(&address, &[("if-none-match", feed.header("etag"))]).await;
            assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
        }
    }
    let page = site.get("/recherche?q=neige&tri=titre").await.text();
    assert!(page.contains(r#"href="/recherche/flux.atom?q=neige" type="application/atom+xml""#), "{page}");
    let rss = site.get("/recherche/flux.rss?q=neige").await.text();
    assert!(rss.contains("<pubDate>Sat, 21 Nov 2026 13:00:00 ") && rss.contains("<description>Un &#38;#60;b"), "{rss}");
    site.finish().await;
}

fn quick_xml_reads(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
}

#[tokio::test]
async fn a_feed_of_nothing_is_a_sound_feed() {
    let site = TestSite::new().await;
    for address in ["/recherche/flux.atom?q=%22(%3Cx", "/recherche/flux.rss?langue=%00&suite=zz&limite=1"] {
        let feed = site.get(address).await;
        assert_eq!(feed.status, 200, "{address}");
        assert!(titles(&feed).is_empty());
        quick_xml_reads(&feed.text());
    }
    site.finish().await;
}
