//! What programs find on the site without reading pages as people do.

use crate::support::{BASE_URL, TestSite, pdf};

const SIDECAR: &str = r#"{"title":{"fr":"Le dégel du lac","en":"The thawing lake"},"language":"fr","type":"journal_article",
    "licence":"cc-by-4.0","doi":"10.5555/machines.1","keywords":{"fr":["lac"]},"abstract":{"fr":"Un <résumé>."},
    "journal":{"title":"Revue","volume":"2","pages":"3-9"},"dates":{"online":"2024-02-03"},
    "authors":[{"given":"Léa","family":"Roy","orcid":"0000-0002-1825-0097","affiliations":[{"name":"Université Laval"}]},
    {"given":"Ann","family":"Côté"}]}"#;

fn meta<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!("<meta name=\"{name}\" content=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[tokio::test]
async fn an_article_describes_itself_in_its_head() {
    let site = TestSite::new().await;
    let id = site.publish(SIDECAR, &pdf(&["Lac"])).await;
    let html = site.get(&format!("/articles/{id}")).await.text();
    assert_eq!(meta(&html, "citation_author"), ["Roy, Léa", "Côté, Ann"]);
    assert_eq!(meta(&html, "citation_author_institution"), ["Université Laval"]);
    assert_eq!(meta(&html, "citation_author_orcid"), ["https://orcid.org/0000-0002-1825-0097"]);
    assert_eq!(meta(&html, "citation_publication_date"), ["2024/02/03"]);
    assert_eq!(meta(&html, "citation_pdf_url"), [format!("{BASE_URL}/articles/{id}/fichier.pdf")]);
    assert_eq!(meta(&html, "citation_fulltext_html_url"), [format!("{BASE_URL}/articles/{id}/lire")]);
    assert_eq!(meta(&html, "DC.creator"), ["Roy, Léa", "Côté, Ann"]);
    let json = html.split("<script type=\"application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let work: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(
        (work["@type"].as_str(), work["@context"].as_str()),
        (Some("ScholarlyArticle"), Some("https://schema.org"))
    );
    assert_eq!(work["license"], "https://creativecommons.org/licenses/by/4.0/");
    assert_eq!(work["author"][0]["affiliation"][0]["name"], "Université Laval");
    site.finish().await;
}

#[tokio::test]
async fn every_page_of_a_language_names_its_own_address_and_that_of_the_other() {
    let site = TestSite::new().await;
    let id = site.publish(SIDECAR, &pdf(&["Lac"])).await;
    for (path, own) in [(format!("/articles/{id}"), "fr"), (format!("/en/articles/{id}"), "en")] {
        let html = site.get(&format!("{path}?page=2")).await.text();
        assert!(html.contains(&format!("<link rel=\"canonical\" href=\"{BASE_URL}{path}\">")), "{own}");
        for (lang, there) in [("fr-CA", ""), ("en-CA", "/en"), ("x-default", "")] {
            let link = format!("hreflang=\"{lang}\" href=\"{BASE_URL}{there}/articles/{id}\"");
            assert!(html.contains(&link), "{link}");
        }
    }
    site.finish().await;
}

#[tokio::test]
async fn typed_links_lead_from_the_header_and_from_the_link_set_to_the_same_places() {
    let site = TestSite::new().await;
    let id = site.publish(SIDECAR, &pdf(&["Lac"])).await;
    let header = site.get(&format!("/articles/{id}")).await.header("link").to_owned();
    let set = site.get(&format!("/articles/{id}/linkset.json")).await;
    assert_eq!(set.header("content-type"), "application/linkset+json");
    let landing = set.json()["linkset"][0].clone();
    for relation in ["cite-as", "type", "author", "license", "item", "describedby"] {
        assert!(header.contains(&format!("rel=\"{relation}\"")), "{relation} in the header");
        for target in landing[relation].as_array().unwrap() {
            assert!(header.contains(&format!("<{}>", target["href"].as_str().unwrap())), "{relation}");
        }
    }
    site.finish().await;
}

#[tokio::test]
async fn crawlers_find_every_article_with_the_time_of_its_last_change() {
    let site = TestSite::new().await;
    let id = site.publish(SIDECAR, &pdf(&["Lac"])).await;
    let robots = site.get("/robots.txt").await.text();
    assert!(robots.contains(&format!("Sitemap: {BASE_URL}/sitemap.xml")) && !robots.contains("Disallow: /articles"));
    let map = site.get("/sitemap.xml").await.text();
    assert!(map.contains(&format!("<loc>{BASE_URL}/articles/{id}</loc><lastmod>2026-11-21T")), "{map}");
    let feed = site.get("/flux.atom").await.text();
    assert!(feed.contains("xmlns=\"http://www.w3.org/2005/Atom\"") && feed.contains("Un &#60;résumé&#62;."));
    let search = site.get("/opensearch.xml").await.text();
    assert!(search.contains(&format!("template=\"{BASE_URL}/recherche?q={{searchTerms}}\"")));
    site.finish().await;
}
