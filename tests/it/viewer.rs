//! The viewer of PDFs: who gets it, what it is given, and what its worker may do.

use crate::support::{TestSite, pdf};

const SIDECAR: &str =
    r#"{"title":{"fr":"Chant des <b>mésanges</b>"},"language":"fr","authors":[{"given":"Léa","family":"Roy"}]}"#;
const JATS: &str = "<article><front><article-meta><title-group><article-title>Chant</article-title></title-group>\
                    </article-meta></front><body><p>Texte.</p></body></article>";

/// The value of an attribute, its quotes back in place.
fn attribute(html: &str, name: &str) -> String {
    let start = html.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
    let end = start + html[start..].find('"').unwrap();
    html[start..end].replace("&#34;", "\"")
}

#[tokio::test]
async fn the_viewer_is_given_the_file_and_the_words_as_they_stand_in_it() {
    let site = TestSite::new().await;
    let article = site.publish(SIDECAR, &pdf(&["Les chercheurs écoutent", "Une chercheuse écoute."])).await;
    for prefix in ["", "/en"] {
        let html = site.get(&format!("{prefix}/articles/{article}/pdf?q=chercheur")).await.text();
        let file = attribute(&html, "data-file");
        assert_eq!(site.get(&file).await.header("accept-ranges"), "bytes");
        let words: Vec<String> = serde_json::from_str(&attribute(&html, "data-words")).unwrap();
        assert!(words.contains(&"chercheurs".to_owned()), "{words:?}");
        assert!(html.contains("href=\"#page=1\""), "the page with the word is named");
        assert!(html.contains(&format!("<a href=\"{file}\"")), "a plain link leads to the file");
        assert!(
            html.contains(&format!("href=\"{prefix}/articles/{article}/lire?q=chercheur\"")),
            "and one to the text"
        );
    }
    let html = site.get(&format!("/articles/{article}/pdf")).await.text();
    assert_eq!(attribute(&html, "data-words"), "[]");
    site.finish().await;
}

#[tokio::test]
async fn the_engine_comes_from_the_site_itself_and_only_its_worker_may_compile() {
    let site = TestSite::new().await;
    let article = site.publish(SIDECAR, &pdf(&["Chant"])).await;
    let page = site.get(&format!("/articles/{article}/pdf")).await;
    assert!(!page.header("content-security-policy").contains("unsafe"), "{}", page.header("content-security-policy"));
    let engine: serde_json::Value = serde_json::from_str(&attribute(&page.text(), "data-engine")).unwrap();
    let main = site.get(engine["main"].as_str().unwrap()).await;
    assert_eq!((main.status.as_u16(), main.header("content-type")), (200, "text/javascript; charset=utf-8"));
    assert!(!main.header("content-security-policy").contains("unsafe"));
    let worker = site.get(engine["worker"].as_str().unwrap()).await;
    assert_eq!(worker.status, 200);
    let policy = worker.header("content-security-policy");
    assert!(policy.contains("'wasm-unsafe-eval'") && !policy.contains("'unsafe-eval'"), "{policy}");
    for part in engine["parts"].as_object().unwrap().values() {
        assert_eq!(site.get(part.as_str().unwrap()).await.status, 200, "{part}");
    }
    site.finish().await;
}

#[tokio::test]
async fn there_is_no_viewer_without_an_open_pdf() {
    let site = TestSite::new().await;
    let closed = r#"{"title":{"fr":"Fermé"},"language":"fr","access":"restricted","authors":[{"family":"Roy"}]}"#;
    let closed = site.publish(closed, &pdf(&["Fermé"])).await;
    let jats = site.publish(SIDECAR, JATS.as_bytes()).await;
    for (article, status) in [(closed.to_string(), 403), (jats.to_string(), 404), ("99".to_owned(), 404)] {
        assert_eq!(site.get(&format!("/articles/{article}/pdf")).await.status, status, "{article}");
    }
    let html = site.get(&format!("/articles/{jats}/lire")).await.text();
    assert!(!html.contains("data-viewer"), "the reading page of a JATS file names no viewer");
    site.finish().await;
}

#[tokio::test]
async fn hostile_words_stay_words() {
    let site = TestSite::new().await;
    let article = site.publish(SIDECAR, &pdf(&["Chant"])).await;
    for words in ["%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "%00%FF", "%5B%22a%22%5D", &"chant+".repeat(400)] {
        for page in ["pdf", "lire"] {
            let answer = site.get(&format!("/articles/{article}/{page}?q={words}")).await;
            assert_eq!(answer.status, 200, "{page} {words}");
            assert!(!answer.text().contains("<script>alert"), "{page} {words}");
        }
    }
    site.finish().await;
}
