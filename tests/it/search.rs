//! Searching through the JSON interface.

use crate::support::{BASE_URL, TestSite, pdf};

async fn site_with_two() -> TestSite {
    let site = TestSite::new().await;
    let french = r#"{"title":{"fr":"Les forêts boréales","en":"Boreal forests"},"language":"fr","licence":"cc-by-4.0",
        "authors":[{"given":"Léa","family":"Roy"}],"dates":{"online":"2024-05-02"},"awards":[{"funder":"frqnt"}]}"#;
    let english = r#"{"title":{"en":"Memory and sleep"},"language":"en","dates":{"online":"2022-01-01"},
        "awards":[{"funder":"frqs"}]}"#;
    site.publish(french, &pdf(&["Les forêts boréales", "L’érable à sucre côtoie l’épinette."])).await;
    site.publish(english, &pdf(&["Memory and sleep", "Dreams were recorded every night."])).await;
    site
}

#[tokio::test]
async fn french_words_are_found_without_accents_behind_an_elision_and_in_the_plural() {
    let site = site_with_two().await;
    for words in ["erable", "érable", "érables", "foret", "l'érable", "épinettes"] {
        let found = site.get(&format!("/api/v1/articles?q={}", encoded(words))).await.json();
        assert_eq!(found["total"], 1, "{words}: {found}");
    }
    site.finish().await;
}

#[tokio::test]
async fn a_hit_names_the_page_and_marks_the_words() {
    let site = site_with_two().await;
    let found = site.get("/api/v1/articles?q=dreams").await.json().to_string();
    assert!(found.contains("\"page\":2"), "{found}");
    site.finish().await;
}

#[tokio::test]
async fn facets_count_and_filter() {
    let site = site_with_two().await;
    assert_eq!(site.get("/api/v1/articles").await.json()["total"], 2);
    for filter in ["langue=fr", "secteur=frqnt", "annee=2024", "licence=cc-by-4.0"] {
        assert_eq!(site.get(&format!("/api/v1/articles?{filter}")).await.json()["total"], 1, "{filter}");
    }
    site.finish().await;
}

#[tokio::test]
async fn nothing_that_people_type_breaks_a_search() {
    let site = site_with_two().await;
    let long = "a ".repeat(5_000);
    for words in ["\"", "(((", "titre:", "-", "OR OR", "*", "\u{0}\u{1}", "🦉", "<script>alert(1)</script>", &long] {
        for path in ["/recherche", "/en/recherche", "/api/v1/articles"] {
            let answer = site.get(&format!("{path}?q={}", encoded(words))).await;
            assert!(answer.status.is_success(), "{path} {words:?}: {}", answer.status);
            assert!(!answer.text().contains("<script>alert"), "{path}");
        }
    }
    site.finish().await;
}

#[tokio::test]
async fn paging_gives_every_article_once() {
    let site = TestSite::new().await;
    for number in 0..7 {
        let sidecar =
            format!(r#"{{"title":{{"fr":"Article {number}"}},"dates":{{"online":"2024-01-0{}"}}}}"#, number % 3 + 1);
        site.publish(&sidecar, &pdf(&[&format!("Texte numéro {number}")])).await;
    }
    let (mut seen, mut address) = (Vec::new(), "/api/v1/articles?limite=2".to_owned());
    loop {
        let page = site.get(address.trim_start_matches(BASE_URL)).await.json();
        seen.extend(page["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_i64().unwrap()));
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut address),
            None => break,
        }
        assert!(seen.len() <= 7, "{seen:?}");
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 7);
    site.finish().await;
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
