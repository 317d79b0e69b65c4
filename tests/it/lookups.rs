//! Records of DOIs from services on this machine, which answer in the shapes that theirs have.

use parvis::domain::draft::{DraftContent, LookupOutcome, RecordOrigin};
use parvis::domain::ids::UserId;
use parvis::domain::user::Role;
use parvis::source::LookupSettings;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::{StatusCode, Uri, header};

use crate::support::TestSite;

const CROSSREF: &str = r#"{"status":"ok","message":{"DOI":"10.5555/gel","type":"journal-article","title":["Le gel du fleuve"],
    "container-title":["Revue du gel"],"author":[{"given":"Anne","family":"Roy"}],"language":"fr",
    "license":[{"URL":"https://creativecommons.org/licenses/by/4.0/"}],
    "funder":[{"DOI":"10.13039/501100003151","award":["312345"]}]}}"#;
const DATACITE: &str = r#"{"data":{"attributes":{"doi":"10.5555/gel","titles":[{"title":"Le gel du lac"}],
    "creators":[{"name":"Roy, Anne"}],"publicationYear":2023,"types":{"resourceTypeGeneral":"JournalArticle"}}}}"#;

/// A service that answers by path.
struct Server {
    root: String,
    requests: Arc<AtomicUsize>,
}

impl Server {
    async fn start(answer: impl Fn(&str) -> (u16, String) + Clone + Send + Sync + 'static) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&requests);
        let router = Router::new().fallback(move |uri: Uri| {
            count.fetch_add(1, Ordering::SeqCst);
            let (status, body) = answer(uri.path());
            async move { (StatusCode::from_u16(status).unwrap(), [(header::CONTENT_TYPE, "application/json")], body) }
        });
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { root, requests }
    }
}

async fn site(server: &Server) -> (TestSite, UserId) {
    let services = [(RecordOrigin::Crossref, "crossref"), (RecordOrigin::Datacite, "datacite")];
    let services = services.map(|(origin, name)| (origin, format!("{}/{name}", server.root))).to_vec();
    let site = TestSite::with_lookups(LookupSettings { services, orcid: None }).await;
    let user =
        site.repository.put_user("d@example.org", "Camille", Role::Depositor, "un bon mot de passe").await.unwrap();
    (site, user)
}

fn about(doi: &str) -> DraftContent {
    DraftContent { edits: [("doi".to_owned(), doi.to_owned())].into(), ..DraftContent::default() }
}

async fn looked_up(site: &TestSite, user: UserId) -> (Option<LookupOutcome>, Vec<RecordOrigin>) {
    let id = site.repository.draft_with_content(user, &about("10.5555/gel")).await.unwrap();
    site.work().await;
    let content = site.repository.draft(id, user).await.unwrap().content;
    let origins = content.records.iter().map(|record| record.origin).collect();
    (content.looked_up.map(|looked| looked.outcome), origins)
}

#[tokio::test]
async fn the_record_of_a_doi_fills_the_form_and_is_asked_for_once() {
    let server = Server::start(|path| match path {
        "/crossref/works/10.5555%2Fgel" => (200, CROSSREF.to_owned()),
        _ => (404, String::new()),
    })
    .await;
    let (site, user) = site(&server).await;
    let found = (Some(LookupOutcome::Found), vec![RecordOrigin::Crossref]);
    assert_eq!(looked_up(&site, user).await, found);
    assert_eq!(looked_up(&site, user).await, found);
    assert_eq!(server.requests.load(Ordering::SeqCst), 1, "the answer is kept");
    site.finish().await;
}

#[tokio::test]
async fn what_one_service_does_not_know_the_next_one_is_asked() {
    let server = Server::start(|path| match path {
        "/datacite/dois/10.5555%2Fgel" => (200, DATACITE.to_owned()),
        _ => (404, "Resource not found.".to_owned()),
    })
    .await;
    let (site, user) = site(&server).await;
    assert_eq!(looked_up(&site, user).await, (Some(LookupOutcome::Found), vec![RecordOrigin::Datacite]));
    site.finish().await;
}

#[tokio::test]
async fn a_service_that_fails_or_is_overloaded_is_told_and_holds_nobody_up() {
    for (status, body) in
        [(429, ""), (503, ""), (500, "oops"), (200, "<html>maintenance</html>"), (200, "{\"message\":[]}")]
    {
        let server = Server::start(move |_| (status, body.to_owned())).await;
        let (site, user) = site(&server).await;
        let (outcome, records) = looked_up(&site, user).await;
        let expected = if status == 200 { LookupOutcome::Unknown } else { LookupOutcome::Silent };
        assert_eq!((outcome, records), (Some(expected), Vec::new()), "{status} {body}");
        site.finish().await;
    }
}

#[tokio::test]
async fn a_doi_that_nobody_knows_is_told_as_such() {
    let server = Server::start(|_| (404, String::new())).await;
    let (site, user) = site(&server).await;
    assert_eq!(looked_up(&site, user).await.0, Some(LookupOutcome::Unknown));
    site.finish().await;
}

#[tokio::test]
async fn nobody_is_asked_by_default() {
    let site = TestSite::new().await;
    let user =
        site.repository.put_user("d@example.org", "Camille", Role::Depositor, "un bon mot de passe").await.unwrap();
    assert_eq!(looked_up(&site, user).await, (None, Vec::new()));
    site.finish().await;
}
