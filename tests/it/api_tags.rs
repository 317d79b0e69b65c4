//! Tags of drafts and deposits: whoever changes something says what they saw of it, on every route that changes it.

use axum::body::Body;
use axum::http::Request;
use parvis::domain::user::{Role, Scope};
use parvis::web::{Site, SiteSettings, router};
use serde_json::json;
use tower::ServiceExt;

use crate::support::program::Program;
use crate::support::{TestSite, pdf};

fn article(text: &str) -> Vec<u8> {
    pdf(&[&format!("{text}\nAnne Roy\nAbstract\nA study of snow.")])
}

#[tokio::test]
async fn no_route_changes_a_draft_that_is_another_one_by_now() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Read, Scope::Deposit]).await;
    let made = program.json("POST", "/api/v1/drafts", &json!({"metadata": {"licence": "CC-BY-4.0"}})).await;
    let path = format!("/api/v1/drafts/{}", made.json()["id"]);
    let before = made.header("etag").to_owned();
    let put = async |tag: &str, text: &str| {
        let headers = [("content-type", "application/pdf"), ("if-match", tag)];
        program.send("PUT", &format!("{path}/file"), &headers, article(text)).await
    };
    let first = put(&before, "La neige").await;
    assert_eq!(first.status, 200, "{}", first.text());
    let with_file = first.header("etag").to_owned();
    assert_ne!(with_file, before, "a file raises the tag");
    assert_eq!(put(&before, "La glace").await.status, 412);
    let other = put(&with_file, "La glace").await;
    assert_eq!(other.status, 200);
    assert_ne!(other.header("etag"), with_file, "so does another file");
    site.work().await;
    let stale = [("content-type", "application/json"), ("if-match", with_file.as_str())];
    let confirmed = json!({"rights_confirmed": true}).to_string();
    for (method, path, body) in [
        ("PATCH", path.clone(), "{}".to_owned()),
        ("POST", format!("{path}/submission"), confirmed),
        ("DELETE", path.clone(), String::new()),
    ] {
        let refused = program.send(method, &path, &stale, body).await;
        assert_eq!((refused.status.as_u16(), refused.json()["status"].as_u64()), (412, Some(412)), "{method}");
    }
    let tag = program.get(&path).await.header("etag").to_owned();
    assert_eq!(tag, other.header("etag"), "what was read from the file raises nothing");
    assert_eq!(program.send("DELETE", &path, &[("if-match", &tag)], "").await.status, 204);
    site.finish().await;
}

#[tokio::test]
async fn a_deposit_has_a_tag_that_its_corrections_raise() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Read, Scope::Deposit]).await;
    let saying = json!({"metadata": {"title": {"fr": "La neige"}, "authors": [{"family": "Roy", "given": "Anne"}],
        "language": "fr", "type": "journal_article", "version": "AM", "licence": "CC-BY-4.0", "access": "open",
        "dates": {"online": "2026-03"}, "awards": [{"funder": "frqnt", "number": "312345"}]}});
    let path = format!("/api/v1/deposits/{}", program.deposit(&saying, &article("La neige")).await);
    site.work().await;
    let tag = program.get(&path).await.header("etag").to_owned();
    assert!(tag.starts_with("\"d"), "{tag}");
    let change = |tag: String, title: &str| {
        let body = json!({"metadata": {"title": {"fr": title}}}).to_string();
        let (program, path) = (&program, &path);
        async move { program.send("PATCH", path, &[("content-type", "application/json"), ("if-match", &tag)], body).await }
    };
    let changed = change(tag.clone(), "La neige du nord").await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert_ne!(changed.header("etag"), tag);
    assert_eq!(change(tag, "La neige du sud").await.status, 412);
    let shown = program.get(&path).await;
    assert_eq!(
        (shown.json()["title"].as_str(), shown.header("etag")),
        (Some("La neige du nord"), changed.header("etag"))
    );
    site.finish().await;
}

#[tokio::test]
async fn each_answer_says_what_is_left_of_the_quota_and_what_is_beyond_it_is_refused() {
    let site = TestSite::new().await;
    for (path, status) in [("/api/v1/articles", 200), ("/api/v1/articles/9", 404), ("/api/v1/drafts", 401)] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("ratelimit-policy"), "\"api\";q=3000;w=60", "{path}");
        assert!(answer.header("ratelimit").starts_with("\"api\";r=299"), "{path}: {}", answer.header("ratelimit"));
    }
    assert_eq!(site.get("/a-propos").await.header("ratelimit"), "", "pages are not counted");
    let settings = SiteSettings { api_rate: 1, ..SiteSettings::new("https://parvis.example.org", "Parvis") };
    let strict = router(Site::new(site.repository.clone(), settings));
    let get = async || {
        let request = Request::get("/api/v1/articles").body(Body::empty()).unwrap();
        strict.clone().oneshot(request).await.unwrap()
    };
    assert_eq!(get().await.status(), 200);
    let refused = get().await;
    let header = |name: &str| refused.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!((refused.status().as_u16(), header("content-type").as_str()), (429, "application/problem+json"));
    let wait: u64 = header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait) && header("ratelimit").starts_with("\"api\";r=0;t="), "{wait}");
}
