//! What stands on the page of an article beside its description.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::{TestSite, pdf};

/// A browser, as they name themselves.
const BROWSER: (&str, &str) = ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0");

fn described(title: &str, keyword: &str, licence: &str) -> String {
    format!(
        r#"{{"title":{{"fr":"{title}"}},"language":"fr","keywords":{{"fr":["{keyword}"]}},{licence}
        "authors":[{{"given":"Léa","family":"O'Roy & <i>"}}]}}"#
    )
}

#[tokio::test]
async fn the_reference_stands_in_five_styles_in_the_language_of_the_page() {
    let site = TestSite::new().await;
    let id = site.publish(&described("Le lac", "eau", ""), &pdf(&["Lac"])).await;
    let french = site.get(&format!("/articles/{id}")).await.text();
    for style in ["apa", "mla", "chicago", "vancouver", "iso690"] {
        assert!(french.contains(&format!("id=\"reference-{style}\"")), "{style}");
    }
    assert!(french.contains("O’ROY &#38; &#60;I&#62;") || french.contains("O&#39;ROY &#38; &#60;I&#62;"), "escaped");
    assert!(french.contains("[en ligne]") && !french.contains("[online]"));
    assert!(site.get(&format!("/en/articles/{id}")).await.text().contains("[online]"));
    site.finish().await;
}

#[tokio::test]
async fn a_licence_is_explained_and_one_that_nobody_stated_is_said_to_be_missing() {
    let site = TestSite::new().await;
    let free = site.publish(&described("Le lac", "eau", "\"licence\":\"cc-by-nc-nd-4.0\","), &pdf(&["Lac"])).await;
    let none = site.publish(&described("La rive", "eau", ""), &pdf(&["Rive"])).await;
    let html = site.get(&format!("/articles/{free}")).await.text();
    assert!(html.contains("href=\"https://creativecommons.org/licenses/by-nc-nd/4.0/deed.fr\" rel=\"license\""));
    assert!(html.contains("à des fins non commerciales"));
    let html = site.get(&format!("/en/articles/{none}")).await.text();
    assert!(html.contains("No licence stated") && !html.contains("rel=\"license\""));
    site.finish().await;
}

#[tokio::test]
async fn related_articles_are_named_with_the_reason() {
    let site = TestSite::new().await;
    let one = site.publish(&described("Le dégel du pergélisol", "pergélisol", ""), &pdf(&["Sol"])).await;
    let two = site.publish(&described("Méthane et pergélisol", "Pergélisol", ""), &pdf(&["Gaz"])).await;
    for other in ["Les mésanges", "Le loyer", "La lecture", "Le sommeil", "La forêt"] {
        site.publish(&described(other, other, ""), &pdf(&[other])).await;
    }
    let html = site.get(&format!("/articles/{one}")).await.text();
    let related = &html[html.find("id=\"voisins\"").expect("related articles")..];
    assert!(related.contains(&format!("href=\"/articles/{two}\"")));
    assert!(related.contains("mots-clés en commun\u{A0}: Pergélisol"));
    assert_eq!(related.matches("class=\"why\"").count(), 1, "others have nothing in common");
    site.finish().await;
}

#[tokio::test]
async fn titles_and_abstracts_say_where_they_come_from() {
    let site = TestSite::new().await;
    let id = site.publish(&described("Le lac", "eau", ""), &pdf(&["Lac"])).await;
    let html = site.get(&format!("/articles/{id}")).await.text();
    assert!(html.contains("Titre\u{A0}: tel que déposé"));
    site.finish().await;
}

async fn total(site: &TestSite, id: parvis::domain::ArticleId, name: &str) -> u64 {
    let json = site.get(&format!("/api/v1/articles/{id}/usage")).await.json();
    json.pointer(&format!("/total/{name}")).and_then(serde_json::Value::as_u64).unwrap()
}

#[tokio::test]
async fn people_are_counted_once_a_visit_and_robots_and_looks_ahead_never() {
    let site = TestSite::new().await;
    let id = site.publish(&described("Le lac", "eau", ""), &pdf(&["Lac"])).await;
    let page = format!("/articles/{id}");
    site.get_with(&page, &[BROWSER]).await;
    site.get_with(&page, &[BROWSER]).await;
    site.get_with(&page, &[("user-agent", "Mozilla/5.0 (compatible; Googlebot/2.1)")]).await;
    site.get_with(&page, &[BROWSER, ("sec-purpose", "prefetch")]).await;
    site.send(Request::head(&page).header(BROWSER.0, BROWSER.1).body(Body::empty()).unwrap()).await;
    assert_eq!(total(&site, id, "total_item_investigations").await, 1);
    site.clock.advance_seconds(31);
    site.get_with(&page, &[BROWSER]).await;
    assert_eq!(total(&site, id, "total_item_investigations").await, 2);
    assert_eq!(total(&site, id, "unique_item_investigations").await, 1);
    site.finish().await;
}

#[tokio::test]
async fn the_parts_of_a_file_are_one_request_and_survive_the_process() {
    let site = TestSite::new().await;
    let id = site.publish(&described("Le lac", "eau", ""), &pdf(&["Lac"])).await;
    let file = format!("/articles/{id}/fichier.pdf");
    for range in ["bytes=0-99", "bytes=100-199", "bytes=200-"] {
        let part = site.get_with(&file, &[BROWSER, ("range", range)]).await;
        assert_eq!(part.status, StatusCode::PARTIAL_CONTENT);
        site.clock.advance_seconds(40);
    }
    site.get_with(&format!("/articles/{id}/lire"), &[BROWSER]).await;
    assert_eq!(site.repository.write_usage().await.unwrap(), 1);
    assert_eq!(site.repository.write_usage().await.unwrap(), 0, "nothing is written twice");
    let json = site.get(&format!("/api/v1/articles/{id}/usage")).await.json();
    assert_eq!(json["months"][0]["month"], "2026-11");
    assert_eq!(json["months"][0]["total_item_requests"], 2);
    assert_eq!(json["total"]["unique_item_requests"], 1);
    let html = site.get(&format!("/en/articles/{id}")).await.text();
    assert!(html.contains("2 views, including 2 reads and downloads, since November 2026."));
    site.finish().await;
}
