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
async fn fields_versions_and_compliance_are_counted_too() {
    let site = TestSite::new().await;
    let first =
        r#"{"title":{"fr":"Un"},"language":"fr","field":"RDF102","version":"AM","awards":[{"funder":"frqnt"}]}"#;
    let second = r#"{"title":{"fr":"Deux"},"language":"fr","field":"RDF103","version":"VoR"}"#;
    site.publish(first, &pdf(&["Un"])).await;
    site.publish(second, &pdf(&["Deux"])).await;
    let all = site.get("/api/v1/articles").await.json();
    for facet in ["domaine", "version"] {
        assert_eq!(all["facets"][facet].as_array().map(Vec::len), Some(2), "{facet}: {}", all["facets"]);
    }
    assert_eq!(all["facets"]["conformite"], serde_json::json!([{"value": "undetermined", "count": 1}]));
    for filter in ["domaine=RDF102", "version=VoR", "conformite=undetermined"] {
        assert_eq!(site.get(&format!("/api/v1/articles?{filter}")).await.json()["total"], 1, "{filter}");
    }
    let page = site.get("/recherche").await.text();
    assert!(page.contains("Informatique et systèmes d’information") && page.contains("Manuscrit accepté"), "{page}");
    site.finish().await;
}

#[tokio::test]
async fn a_search_has_one_address_and_robots_one_page() {
    let site = site_with_two().await;
    let form = site.get("/en/recherche?langue=fr&q=&de=2020&a=").await;
    assert_eq!((form.status.as_u16(), form.header("location")), (308, "/en/recherche?langue=fr&de=2020"));
    let page = site.get("/recherche?langue=fr").await.text();
    assert!(
        page.contains("noindex")
            && page.contains(r#"rel="canonical" href="https://parvis.example.org/recherche?langue=fr""#)
    );
    assert!(!page.contains(r#"hreflang="x-default""#));
    let whole = site.get("/recherche").await;
    assert!(!whole.text().contains("noindex"));
    assert_eq!(site.get_with("/recherche", &[("if-none-match", whole.header("etag"))]).await.status, 304);
    let robots = site.get("/robots.txt").await.text();
    for path in ["/recherche?", "/en/recherche?", "/recherche/", "/en/recherche/"] {
        assert!(robots.contains(&format!("Disallow: {path}\n")), "{robots}");
    }
    site.finish().await;
}

#[tokio::test]
async fn the_bars_of_the_years_lead_to_them() {
    let site = site_with_two().await;
    let page = site.get("/recherche?langue=en&de=2021").await.text();
    let chart = page.split("<svg class=\"histogram\"").nth(1).and_then(|rest| rest.split("</svg>").next());
    assert!(chart.is_none(), "one year alone has no histogram");
    let page = site.get("/recherche?de=2023").await.text();
    let chart = page.split("<svg class=\"histogram\"").nth(1).and_then(|rest| rest.split("</svg>").next()).unwrap();
    assert!(chart.contains("/recherche?annee=2022") && chart.contains("class=\"out\""), "{chart}");
    let chosen = site.get("/recherche?annee=2024").await.text();
    assert!(chosen.contains("aria-current=\"true\"><span>2024"), "{chosen}");
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

/// A site whose one bilingual article teaches what `climate change` is called.
async fn bilingual_site() -> TestSite {
    let site = TestSite::new().await;
    let teacher = r#"{"title":{"fr":"Au nord"},"language":"fr","dates":{"online":"2024-05-02"},
        "keywords":{"fr":["changements climatiques","neige"],"en":["climate change","snow"]},
        "authors":[{"given":"Léa","family":"Tremblay"}]}"#;
    let english = r#"{"title":{"en":"Cities and climate change"},"language":"en","dates":{"online":"2022-01-01"}}"#;
    site.publish(teacher, &pdf(&["Au nord", "Les changements climatiques avancent."])).await;
    site.publish(english, &pdf(&["Cities", "Climate change is here."])).await;
    site
}

#[tokio::test]
async fn a_typing_error_is_answered_with_what_was_meant_and_said_so() {
    let site = site_with_two().await;
    let page = site.get("/recherche?q=boreals%20forets%20erabel").await.text();
    assert!(page.contains("Aucun résultat pour") && page.contains("érable"), "{page}");
    assert!(page.contains("exact=oui"), "no way to the words as typed");
    let found = site.get("/api/v1/articles?q=erabel").await.json();
    assert_eq!((found["total"].as_u64(), found["correction"]["q"].as_str()), (Some(1), Some("érable")));
    let exact = site.get("/api/v1/articles?q=erabel&exact=oui").await.json();
    assert_eq!((exact["total"].as_u64(), exact["correction"].is_null()), (Some(0), true));
    let english = site.get("/en/recherche?q=dreems%20OR%20sleep").await.text();
    assert!(english.contains("Did you mean") && english.contains("dreams"), "{english}");
    site.finish().await;
}

#[tokio::test]
async fn the_other_language_is_searched_too_and_can_be_left_out() {
    let site = bilingual_site().await;
    let page = site.get("/recherche?q=changement%20climatique").await.text();
    assert!(page.contains("Recherché aussi") && page.contains("climate change"), "{page}");
    assert!(page.contains("pont=non") && page.contains("Trouvé par"));
    let found = site.get("/api/v1/articles?q=changement%20climatique").await.json();
    assert_eq!((found["total"].as_u64(), found["also_searched"][0].as_str()), (Some(2), Some("climate change")));
    let closed = site.get("/recherche?q=changement%20climatique&pont=non").await.text();
    assert!(!closed.contains("Recherché aussi") && closed.contains("aussi dans l’autre langue"));
    assert_eq!(site.get("/api/v1/articles?q=changement%20climatique&pont=non").await.json()["total"], 1);
    site.finish().await;
}

#[tokio::test]
async fn suggestions_come_as_json_that_may_be_kept() {
    let site = bilingual_site().await;
    let answer = site.get("/api/v1/suggestions?q=tremb").await;
    assert!(answer.header("cache-control").contains("max-age"));
    let json = answer.json();
    assert_eq!(json["suggestions"][0]["kind"], "author");
    assert_eq!(json["suggestions"][0]["text"], "Léa Tremblay");
    let found =
        site.get(&format!("/api/v1/articles?q={}", encoded(json["suggestions"][0]["q"].as_str().unwrap()))).await;
    assert_eq!(found.json()["total"], 1);
    assert_eq!(site.get("/api/v1/suggestions?q=changements%20cli").await.json()["suggestions"][0]["kind"], "subject");
    for typed in ["", "%00", "%F0%9F%A6%89", "e", &"a".repeat(5_000)] {
        assert_eq!(
            site.get(&format!("/api/v1/suggestions?q={typed}")).await.json()["suggestions"],
            serde_json::json!([])
        );
    }
    site.finish().await;
}

#[tokio::test]
async fn a_query_with_operators_is_explained_in_both_languages() {
    let site = site_with_two().await;
    let french =
        site.get(&format!("/recherche?q={}", encoded("(forêt OU toundra -\"sol nu\" annee:2020.."))).await.text();
    assert!(french.contains("comprise ainsi") && french.contains("parenthèse n’est jamais fermée"), "{french}");
    assert!(french.contains("sans l’expression exacte") && french.contains("publié à partir de 2020"), "{french}");
    let english = site.get(&format!("/en/recherche?q={}", encoded("title:forest \"open"))).await.text();
    assert!(english.contains("in the title “forest”") && english.contains("never closed"), "{english}");
    let plain = site.get("/recherche?q=forêt").await.text();
    assert!(!plain.contains("comprise ainsi"));
    site.finish().await;
}

#[tokio::test]
async fn titles_are_an_order_of_their_own() {
    let site = TestSite::new().await;
    for title in ["Zone", "Écoles", "Eau"] {
        let sidecar = format!(r#"{{"title":{{"fr":"{title}"}},"language":"fr","dates":{{"online":"2024-01-01"}}}}"#);
        site.publish(&sidecar, &pdf(&[title])).await;
    }
    let found = site.get("/api/v1/articles?tri=titre").await.json();
    let titles: Vec<&str> =
        found["hits"].as_array().unwrap().iter().map(|hit| hit["titles"][0]["text"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Eau", "Écoles", "Zone"]);
    site.finish().await;
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
