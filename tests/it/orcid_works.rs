//! What ORCID tells of a person's works, over a server on this machine that answers in the shapes of its public API 3.0.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};

use axum::Router;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use parvis::source::LookupSettings;

use crate::providers::sign_in;
use crate::support::provider::TestProvider;
use crate::support::visitor::Visitor;
use crate::support::{TestSite, pdf};

const ID: &str = "0000-0002-1825-0097";
const ORCID: &str = "scopes = []\norcid_claim = \"sub\"\nproves_orcid = true";

/// A server whose status can be changed, and how often it was asked.
struct Server {
    root: String,
    status: Arc<AtomicU16>,
    asked: Arc<AtomicUsize>,
}

fn works() -> String {
    let work = |doi: &str, title: &str| {
        serde_json::json!({"external-ids": {"external-id": [{"external-id-type": "doi", "external-id-value": doi,
            "external-id-normalized": {"value": doi}, "external-id-relationship": "self"}]},
            "work-summary": [{"title": {"title": {"value": title}}, "publication-date": {"year": {"value": "2024"}}}]})
    };
    serde_json::json!({"group": [work("10.5555/ici", "Le dégel"), work("10.5555/ailleurs", "Le gel & ailleurs")]})
        .to_string()
}

async fn server() -> Server {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let (status, asked) = (Arc::new(AtomicU16::new(200)), Arc::new(AtomicUsize::new(0)));
    let (state, count) = (Arc::clone(&status), Arc::clone(&asked));
    let router = Router::new().fallback(move |uri: Uri, headers: HeaderMap| {
        count.fetch_add(1, Ordering::SeqCst);
        assert!(headers.get(header::ACCEPT).unwrap().to_str().unwrap().starts_with("application/json"));
        let known = uri.path() == format!("/v3.0/{ID}/works");
        let status = if known { state.load(Ordering::SeqCst) } else { 404 };
        let body = if status == 200 { works() } else { String::from("{}") };
        async move { (StatusCode::from_u16(status).unwrap(), [(header::CONTENT_TYPE, "application/json")], body) }
    });
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    Server { root, status, asked }
}

async fn site(server: &Server) -> (TestSite, TestProvider) {
    let provider = TestProvider::start().await;
    provider.behave().claims =
        serde_json::json!({"sub": ID, "name": "Léa Roy", "email": "lea@x.example", "email_verified": true});
    let lookups = LookupSettings { orcid: Some(server.root.clone()), ..LookupSettings::default() };
    let providers = provider.settings(&[("orcid", ORCID)]);
    (TestSite::with_providers_and_lookups(providers, lookups).await, provider)
}

#[tokio::test]
async fn works_of_a_proven_record_are_claimed_or_deposited_with_one_click() {
    let server = server().await;
    let (site, provider) = site(&server).await;
    let sidecar =
        r#"{"title":{"fr":"Le dégel"},"language":"fr","doi":"10.5555/ici","authors":[{"given":"L.","family":"Roy"}]}"#;
    let here = site.publish(sidecar, &pdf(&["Le dégel"])).await;
    let mut lea = Visitor::new(&site);
    sign_in(&mut lea, &provider, "orcid").await;
    assert!(lea.get("/depots").await.text().contains("sont demandés à ORCID"));
    site.work().await;
    let page = lea.get("/en/depots").await.text();
    assert!(page.contains("In your ORCID record, and not here yet") && page.contains("value=\"10.5555/ailleurs\""));
    assert!(page.contains("Le gel &#38; ailleurs") && !page.contains("value=\"10.5555/ici\""));
    assert!(page.contains(&format!("name=\"article\" value=\"{here}\"")), "ORCID says that it is theirs");
    let token = crate::support::visitor::fields(&page).into_iter().find(|(name, _)| name == "jeton").unwrap();
    let claim = [token.clone(), ("article".to_owned(), here.to_string()), ("action".to_owned(), "oui".to_owned())];
    assert_eq!(lea.post("/depots", &claim).await.status, 303);
    assert!(lea.get("/depots").await.text().contains("id=\"ailleurs\""), "it is among theirs");
    let begun = lea.post("/deposer/notice", &[token, ("notice".to_owned(), "10.5555/ailleurs".to_owned())]).await;
    assert!(begun.header("location").starts_with("/deposer/"), "{}", begun.text());
    assert_eq!(server.asked.load(Ordering::SeqCst), 1, "the answer is kept");
    site.finish().await;
}

#[tokio::test]
async fn a_service_that_fails_is_told_and_left_alone_for_a_while() {
    for (status, note) in [(429, "ne répond pas"), (503, "ne répond pas"), (500, "ne répond pas"), (404, "")] {
        let server = server().await;
        server.status.store(status, Ordering::SeqCst);
        let (site, provider) = site(&server).await;
        let mut lea = Visitor::new(&site);
        sign_in(&mut lea, &provider, "orcid").await;
        lea.get("/depots").await;
        site.work().await;
        let asked = server.asked.load(Ordering::SeqCst);
        let page = lea.get("/depots").await.text();
        assert_eq!(page.contains("ne répond pas"), !note.is_empty(), "{status}");
        site.work().await;
        assert_eq!(server.asked.load(Ordering::SeqCst), asked, "{status}: it is left alone");
        server.status.store(200, Ordering::SeqCst);
        site.clock.advance_seconds(901);
        lea.get("/depots").await;
        site.work().await;
        let is_known = lea.get("/depots").await.text().contains("10.5555/ailleurs");
        assert_eq!(
            is_known,
            status != 404,
            "{status}: a silent service is asked again, a record that is not there later"
        );
        site.finish().await;
    }
}

#[tokio::test]
async fn a_typed_id_is_not_asked_about() {
    let server = server().await;
    let (site, provider) = site(&server).await;
    provider.behave().claims["sub"] = "x".into();
    let mut lea = Visitor::new(&site);
    sign_in(&mut lea, &provider, "orcid").await;
    let mut form = crate::support::visitor::form_of(&lea.get("/compte").await.text(), "profil");
    crate::support::visitor::set(&mut form, "orcid", ID);
    lea.post("/compte", &form).await;
    assert!(!lea.get("/depots").await.text().contains("ORCID"));
    site.work().await;
    assert_eq!(server.asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn the_proven_id_of_a_depositor_goes_to_the_author_of_their_name() {
    let server = server().await;
    let (site, provider) = site(&server).await;
    let mut lea = Visitor::new(&site);
    sign_in(&mut lea, &provider, "orcid").await;
    let user = site.repository.people(&parvis::service::PeopleQuery::default()).await.unwrap().remove(0).user.id;
    let record =
        |authors: &str| format!("@article{{x, title = {{Le gel}}, doi = {{10.5555/x}}, author = {{{authors}}}}}");
    for (authors, expected) in [("Roy, Léa and Côté, Jean", 1), ("Roy, Léa and Roy, Lea", 0), ("Roy, L.", 0)] {
        let token = crate::support::visitor::fields(&lea.get("/deposer").await.text());
        let token = token.into_iter().find(|(name, _)| name == "jeton").unwrap();
        let begun = lea.post("/deposer/notice", &[token, ("notice".to_owned(), record(authors))]).await;
        let id = begun.header("location").rsplit('/').next().unwrap().parse().unwrap();
        let draft = site.repository.draft(id, user).await.unwrap();
        let authors_found = parvis::service::proposed(&draft.content, None).authors;
        let named =
            authors_found.iter().filter(|author| author.orcid.as_ref().is_some_and(|orcid| orcid.as_str() == ID));
        assert_eq!(named.count(), expected, "{authors}");
    }
}
