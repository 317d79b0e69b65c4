//! The inbox for announcements of other services: what is taken in, what is refused and how, who decides what is shown.

use axum::body::Body;
use axum::http::Request;
use parvis::domain::user::Role;
use serde_json::{Value, json};

use crate::support::visitor::{Visitor, fields};
use crate::support::{Answer, BASE_URL, TestSite, pdf};

const PASSWORD: &str = "un bon mot de passe";
const INBOX: &str = "/notifications/inbox";
const DESK: &str = "/administration/annonces";

fn review(article: &str) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/activitystreams", "https://coar-notify.net"],
        "id": "urn:uuid:94ecae35-dcfd-4182-8550-22c7164fe23f",
        "type": ["Announce", "coar-notify:ReviewAction"],
        "actor": { "id": "https://revue.example.org", "type": "Service", "name": "Revue <b>du Nord</b>" },
        "origin": { "id": "https://revue.example.org/system", "type": "Service" },
        "target": { "id": BASE_URL, "inbox": format!("{BASE_URL}{INBOX}"), "type": "Service" },
        "context": { "id": article },
        "object": { "id": "https://revue.example.org/avis/1", "type": ["Page", "sorg:Review"] }
    })
}

async fn send(site: &TestSite, media_type: &str, body: &str) -> Answer {
    let request = Request::post(INBOX).header("content-type", media_type);
    site.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

async fn site() -> (TestSite, String) {
    let site = TestSite::new().await;
    site.repository.put_user("c@example.org", "Camille", Role::Curator, PASSWORD).await.unwrap();
    let sidecar = r#"{"title":{"fr":"Pluie"},"language":"fr","doi":"10.5555/pluie"}"#;
    let article = site.publish(sidecar, &pdf(&["Pluie"])).await;
    (site, format!("/articles/{article}"))
}

/// Presses a button of the first announcement on the curator's page.
async fn decide(visitor: &mut Visitor<'_>, action: &str) {
    let mut form = fields(&visitor.get(DESK).await.text());
    form.push(("action".to_owned(), action.to_owned()));
    assert_eq!(visitor.post(DESK, &form).await.status, 303);
}

#[tokio::test]
async fn a_review_is_shown_with_its_article_once_a_curator_says_so() {
    let (site, article) = site().await;
    let link = site.get(&article).await.header("link").to_owned();
    assert!(link.contains(&format!("<{BASE_URL}{INBOX}>; rel=\"http://www.w3.org/ns/ldp#inbox\"")), "{link}");
    let payload = review(&format!("{BASE_URL}{article}")).to_string();
    for _ in 0..2 {
        assert_eq!(send(&site, "application/ld+json", &payload).await.status, 202, "twice is once");
    }
    assert!(!site.get(&article).await.text().contains("revue.example.org"));
    assert_eq!(site.get(INBOX).await.json()["contains"], json!([]));
    assert_eq!(site.get(&format!("{INBOX}/1")).await.status, 404);
    let mut visitor = Visitor::new(&site);
    visitor.sign_in("c@example.org", PASSWORD).await;
    let desk = visitor.get(DESK).await.text();
    assert_eq!(desk.matches("name=\"annonce\"").count(), 1, "twice is once");
    assert!(!desk.contains("<b>du Nord") && desk.contains("https://revue.example.org/avis/1"), "{desk}");
    decide(&mut visitor, "montrer").await;
    let shown = site.get(&article).await.text();
    assert!(shown.contains("Évaluation") && shown.contains("href=\"https://revue.example.org/avis/1\""), "{shown}");
    assert_eq!(site.get(INBOX).await.json()["contains"], json!([format!("{BASE_URL}{INBOX}/1")]));
    let kept = site.get(&format!("{INBOX}/1")).await;
    assert_eq!(kept.header("content-type"), "application/ld+json");
    assert_eq!(kept.json()["object"]["id"], "https://revue.example.org/avis/1");
    decide(&mut visitor, "taire").await;
    assert!(!site.get(&article).await.text().contains("revue.example.org"));
    site.finish().await;
}

#[tokio::test]
async fn endorsements_and_copies_are_taken_in_and_an_article_is_known_by_its_doi() {
    let (site, article) = site().await;
    let mut endorsement = review("https://doi.org/10.5555/PLUIE");
    endorsement["type"] = json!(["Announce", "coar-notify:EndorsementAction"]);
    endorsement["id"] = json!("urn:uuid:2");
    assert_eq!(send(&site, "application/ld+json; charset=utf-8", &endorsement.to_string()).await.status, 202);
    let mut copy = review(&format!("{BASE_URL}/en{article}"));
    copy["type"] = json!(["Announce", "coar-notify:RelationshipAction"]);
    copy["id"] = json!("urn:uuid:3");
    copy["object"] = json!({ "id": "urn:uuid:4", "type": "Relationship", "as:subject": "https://miroir.example.org/1",
        "as:relationship": "http://purl.org/vocab/frbr/core#reproduction", "as:object": format!("{BASE_URL}/en{article}") });
    assert_eq!(send(&site, "application/activity+json", &copy.to_string()).await.status, 202);
    let mut visitor = Visitor::new(&site);
    visitor.sign_in("c@example.org", PASSWORD).await;
    let desk = visitor.get(DESK).await.text();
    assert!(desk.contains("Recommandation") && desk.contains("https://miroir.example.org/1"), "{desk}");
    site.finish().await;
}

#[tokio::test]
async fn bad_input_is_told_clearly() {
    let (site, article) = site().await;
    let good = review(&format!("{BASE_URL}{article}"));
    let told = async |media_type: &str, body: String| {
        let answer = send(&site, media_type, &body).await;
        assert_eq!(answer.header("content-type"), "application/problem+json");
        (answer.status.as_u16(), answer.json()["detail"].as_str().unwrap().to_owned())
    };
    assert_eq!(told("text/plain", good.to_string()).await.0, 415);
    assert_eq!(told("", good.to_string()).await.0, 415);
    for body in ["", "{", "[]", "\u{0}"] {
        assert_eq!(told("application/ld+json", body.to_owned()).await.0, 400, "{body:?}");
    }
    for (pointer, value, part) in [
        ("/target", json!({ "id": "https://ailleurs.example.org" }), "target"),
        ("/target", json!({ "id": format!("{BASE_URL}.evil.example") }), "target"),
        ("/context", json!({ "id": format!("{BASE_URL}/articles/999") }), "context"),
        ("/context", json!({ "id": "http://169.254.169.254/latest/meta-data" }), "context"),
        ("/type", json!(["Offer", "coar-notify:ReviewAction"]), "Announce"),
        ("/object", json!({ "id": "javascript:alert(1)" }), "object"),
    ] {
        let mut payload = good.clone();
        *payload.pointer_mut(pointer).unwrap() = value;
        let (status, detail) = told("application/ld+json", payload.to_string()).await;
        assert!(status == 422 && detail.contains(part), "{status} {detail}");
    }
    let mut large = good.clone();
    large["summary"] = json!("a".repeat(100_000));
    assert_eq!(send(&site, "application/ld+json", &large.to_string()).await.status, 413);
    assert!(site.repository.announcements().await.unwrap().0.is_empty());
    site.finish().await;
}

async fn send_from(site: &TestSite, address: &str, payload: &Value) -> Answer {
    let request = Request::post(INBOX).header("content-type", "application/ld+json").header("x-forwarded-for", address);
    site.send(request.body(Body::from(payload.to_string())).unwrap()).await
}

#[tokio::test]
async fn a_name_is_squatted_by_nobody_and_one_sender_leaves_room_for_others() {
    let (site, article) = site().await;
    let mut first = review(&format!("{BASE_URL}{article}"));
    first["object"]["id"] = json!("https://ailleurs.example.org/faux");
    assert_eq!(send_from(&site, "198.51.100.1", &first).await.status, 202);
    let second = review(&format!("{BASE_URL}{article}"));
    assert_eq!(send_from(&site, "198.51.100.2", &second).await.status, 202);
    let mut other = review(&format!("{BASE_URL}{article}"));
    other["origin"]["id"] = json!("https://autre.example.org/system");
    assert_eq!(send_from(&site, "198.51.100.2", &other).await.status, 202);
    let (waiting, _) = site.repository.announcements().await.unwrap();
    assert_eq!(waiting.len(), 3, "what another network or origin calls so takes nothing away");
    for number in 0..250 {
        let mut payload = review(&format!("{BASE_URL}{article}"));
        payload["id"] = json!(format!("urn:x:{number}"));
        let answer = send_from(&site, "203.0.113.7", &payload).await;
        assert_eq!(answer.status.as_u16(), if number < 200 { 202 } else { 503 }, "{number}");
    }
    let mut late = review(&format!("{BASE_URL}{article}"));
    late["id"] = json!("urn:x:late");
    late["origin"]["id"] = json!("https://tard.example.org/system");
    assert_eq!(send_from(&site, "192.0.2.9", &late).await.status, 202);
    let (waiting, _) = site.repository.announcements().await.unwrap();
    let place = waiting.iter().position(|one| one.origin.contains("tard")).unwrap();
    assert!(place < 5, "the first of each network stand in front: {place}");
    site.finish().await;
}
