//! The description of the API against the API, and requests that are sent again under the same key.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use parvis::domain::user::{Role, Scope};
use regex::Regex;
use serde_json::{Value, json};

use crate::support::program::{Program, form};
use crate::support::{TestSite, pdf};

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

#[tokio::test]
async fn the_description_names_every_route_and_every_method_and_no_other() {
    let site = TestSite::new().await;
    let answer = site.get("/api/v1/openapi.json").await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
    let described = answer.json();
    assert_eq!(described["openapi"].as_str().unwrap().split('.').take(2).collect::<Vec<_>>(), ["3", "1"]);
    assert_eq!(described["servers"][0]["url"], "https://parvis.example.org");
    let program = Program::new(&site, Role::Depositor, &[Scope::Read]).await;
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/api/mod.rs");
    let source = std::fs::read_to_string(source).unwrap();
    let routes: BTreeSet<_> = Regex::new(r#"\.route\(\s*"([^"]+)""#)
        .unwrap()
        .captures_iter(&source)
        .map(|found| found[1].to_owned())
        .collect();
    let paths: BTreeSet<_> = described["paths"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(routes, paths);
    for path in &paths {
        let address = path.replace("{id}", "1").replace("{number}", "312345");
        for method in METHODS {
            let request = Request::builder().method(method).uri(&address).body(Body::empty()).unwrap();
            let known = site.send(request).await.status != 405;
            let keyed = Request::builder().method(method).uri(&address).header("idempotency-key", "a b");
            let keyed = keyed.header("authorization", format!("Bearer {}", program.token)).body(Body::empty()).unwrap();
            assert_eq!(site.send(keyed).await.status != 405, known, "a key changes nothing: {method} {path}");
            assert_eq!(described["paths"][path].get(method.to_lowercase()).is_some(), known, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn every_reference_of_the_description_leads_somewhere() {
    let site = TestSite::new().await;
    let described = site.get("/api/v1/openapi.json").await.json();
    let text = described.to_string();
    let references: BTreeSet<_> = Regex::new(r##""#(/components/[^"]+)""##)
        .unwrap()
        .captures_iter(&text)
        .map(|found| found[1].to_owned())
        .collect();
    assert!(references.len() > 10);
    for reference in references {
        assert!(described.pointer(&reference).is_some(), "{reference}");
    }
    let ids = Regex::new(r#""operationId":"([^"]+)""#).unwrap();
    let ids: Vec<_> = ids.captures_iter(&text).map(|found| found[1].to_owned()).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{ids:?}");
}

#[tokio::test]
async fn the_page_of_the_api_lists_each_request_in_both_languages_and_its_example_works() {
    let site = TestSite::new().await;
    let (french, english) = (site.get("/api").await.text(), site.get("/en/api").await.text());
    let described = site.get("/api/v1/openapi.json").await.json();
    for (path, item) in described["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let line = format!("<code>{} {path}</code>", method.to_uppercase());
            assert!(french.contains(&line) && english.contains(&line), "{line}");
        }
    }
    assert!(french.contains("Commence un dépôt") && english.contains("Begins a deposit"));
    let example = Regex::new(r"(?s)<textarea[^>]*>(\{\s+&#34;metadata.*?)</textarea>").unwrap();
    let example = example.captures(&french).unwrap()[1].replace("&#34;", "\"");
    let program = Program::new(&site, Role::Depositor, &[Scope::Deposit]).await;
    let made = program.json("POST", "/api/v1/drafts", &serde_json::from_str::<Value>(&example).unwrap()).await;
    assert_eq!(made.status, 201, "{}", made.text());
    site.finish().await;
}

#[tokio::test]
async fn a_request_sent_again_under_its_key_makes_nothing_more() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Read, Scope::Deposit]).await;
    let (media_type, body) =
        form(&[("metadata", None, b"{\"language\":\"fr\"}"), ("file", Some("a.pdf"), &pdf(&["Neige"]))]);
    let headers = [("content-type", media_type.as_str()), ("idempotency-key", "\"k-1\"")];
    let first = program.send("POST", "/api/v1/drafts", &headers, body.clone()).await;
    assert_eq!(first.status, 201, "{}", first.text());
    let other_boundary = String::from_utf8_lossy(&body).replace("limite", "autre-limite");
    let again = [("content-type", "multipart/form-data; boundary=autre-limite"), ("idempotency-key", "k-1")];
    let second = program.send("POST", "/api/v1/drafts", &again, other_boundary).await;
    assert_eq!((second.status, second.header("idempotent-replayed")), (first.status, "true"));
    assert_eq!((second.text(), second.header("location")), (first.text(), first.header("location")));
    let other = program
        .send("POST", "/api/v1/drafts", &[("content-type", "application/json"), ("idempotency-key", "k-1")], "{}")
        .await;
    assert_eq!(
        (other.status.as_u16(), other.json()["type"].as_str().unwrap().ends_with("#idempotency-other")),
        (422, true)
    );
    let stranger = Program::named(&site, "autre@example.org", Role::Depositor, &[Scope::Deposit]).await;
    let theirs = [("content-type", "application/json"), ("idempotency-key", "k-1")];
    assert_eq!(stranger.send("POST", "/api/v1/drafts", &theirs, "{}").await.status, 201, "keys belong to an account");
    assert_eq!(program.get("/api/v1/drafts").await.json()["drafts"].as_array().unwrap().len(), 1);
    site.clock.advance_seconds(25 * 3_600);
    let later = program
        .send("POST", "/api/v1/drafts", &[("content-type", "application/json"), ("idempotency-key", "k-1")], "{}")
        .await;
    assert_eq!(later.status, 201, "after a day the key is free");
    for key in ["a b", "\"\"", ""] {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        assert_eq!(program.send("POST", "/api/v1/drafts", &headers, "{}").await.status, 422, "{key:?}");
    }
}

#[tokio::test]
async fn a_request_that_made_nothing_may_be_sent_again_and_two_at_once_make_one_thing() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Read, Scope::Deposit]).await;
    let headers = [("content-type", "application/json"), ("idempotency-key", "k")];
    let wrong = json!({"metadata": {"doi": "x"}}).to_string();
    assert_eq!(program.send("POST", "/api/v1/drafts", &headers, wrong.clone()).await.status, 422);
    assert_eq!(program.send("POST", "/api/v1/drafts", &headers, wrong).await.header("idempotent-replayed"), "");
    let sending = (0..8).map(|_| program.send("POST", "/api/v1/drafts", &headers, "{}"));
    let answers = futures_util::future::join_all(sending).await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    assert!(made >= 1 && answers.iter().all(|answer| [201, 409].contains(&answer.status.as_u16())));
    assert_eq!(program.get("/api/v1/drafts").await.json()["drafts"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn lists_come_in_pages_that_miss_nothing() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Read, Scope::Deposit]).await;
    for _ in 0..7 {
        assert_eq!(program.json("POST", "/api/v1/drafts", &json!({})).await.status, 201);
    }
    let (mut numbers, mut address) = (Vec::new(), Some("/api/v1/drafts?limit=3".to_owned()));
    while let Some(path) = address {
        let answer = program.get(&path).await;
        let page = answer.json();
        numbers.extend(page["drafts"].as_array().unwrap().iter().map(|draft| draft["id"].as_i64().unwrap()));
        address = page["next"].as_str().map(|next| next.strip_prefix("https://parvis.example.org").unwrap().to_owned());
        assert_eq!(answer.header("link").contains("rel=\"next\""), address.is_some());
    }
    assert_eq!(numbers, [7, 6, 5, 4, 3, 2, 1]);
    for odd in ["limit=-1", "limit=x&before=y", "before=-9", "limit=999999999999999999999"] {
        assert_eq!(program.get(&format!("/api/v1/drafts?{odd}")).await.status, 200, "{odd}");
    }
}

#[tokio::test]
async fn files_verdicts_and_awards_are_read_by_anybody() {
    let site = TestSite::new().await;
    let article = site
        .publish(r#"{"title":{"fr":"Pluie"},"language":"fr","access":"open","awards":[{"funder":"frqnt","number":"312345"}]}"#, &pdf(&["Pluie"]))
        .await;
    let files = site.get(&format!("/api/v1/articles/{article}/files")).await.json();
    let roles: Vec<_> = files["files"].as_array().unwrap().iter().map(|file| file["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["deposited", "described"]);
    for file in files["files"].as_array().unwrap() {
        let path = file["url"].as_str().unwrap().strip_prefix("https://parvis.example.org").unwrap().to_owned();
        assert_eq!(site.get(&path).await.body.len() as u64, file["size_bytes"].as_u64().unwrap());
    }
    let verdicts = site.get(&format!("/api/v1/articles/{article}/verdicts")).await.json();
    assert_eq!(verdicts["verdicts"][0]["award"]["number"], "312345");
    assert!(!verdicts["verdicts"][0]["findings"].as_array().unwrap().is_empty());
    for path in
        ["/api/v1/articles/99/files", "/api/v1/articles/99/verdicts", "/api/v1/awards/999999", "/api/v1/awards/x"]
    {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
}
