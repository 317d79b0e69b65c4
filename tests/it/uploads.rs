//! Files in pieces: what broke off goes on where it stopped (tus 1.0.0).

use axum::body::Body;
use axum::http::Request;
use parvis::domain::user::Role;

use crate::support::visitor::{Visitor, fields};
use crate::support::{Answer, TestSite, pdf};

const PASSWORD: &str = "un bon mot de passe";

struct Sender<'a> {
    visitor: Visitor<'a>,
    token: String,
}

impl<'a> Sender<'a> {
    async fn new(site: &'a TestSite, email: &str) -> Self {
        site.repository.put_user(email, "Camille", Role::Depositor, PASSWORD).await.unwrap();
        let mut visitor = Visitor::new(site);
        visitor.sign_in(email, PASSWORD).await;
        let page = visitor.get("/deposer").await.text();
        let token = fields(&page).into_iter().find(|(name, _)| name == "jeton").unwrap().1;
        Self { visitor, token }
    }

    async fn ask(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let request = Request::builder().method(method).uri(path);
        let request = request.header("tus-resumable", "1.0.0").header("x-jeton", &self.token);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.visitor.ask(request.header("accept", "application/json"), Body::from(body)).await
    }

    async fn begin(&mut self, length: usize) -> String {
        let headers = [("upload-length", length.to_string()), ("upload-metadata", "filename w6l0w6kucGRm".to_owned())];
        let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
        let begun = self.ask("POST", "/deposer/televersements", &headers, Vec::new()).await;
        assert_eq!(begun.status, 201);
        begun.header("location").to_owned()
    }

    async fn append(&mut self, address: &str, offset: usize, bytes: &[u8]) -> Answer {
        let offset = offset.to_string();
        let headers = [("upload-offset", offset.as_str()), ("content-type", "application/offset+octet-stream")];
        self.ask("PATCH", address, &headers, bytes.to_vec()).await
    }

    async fn stands(&mut self, address: &str) -> usize {
        self.ask("HEAD", address, &[], Vec::new()).await.header("upload-offset").parse().unwrap()
    }
}

#[tokio::test]
async fn a_file_in_two_parts_becomes_a_draft() {
    let site = TestSite::new().await;
    let mut sender = Sender::new(&site, "d@example.org").await;
    let bytes = pdf(&["Le chant des mésanges en hiver"]);
    let address = sender.begin(bytes.len()).await;
    assert_eq!(sender.append(&address, 0, &bytes[..200]).await.status, 204);
    assert_eq!(sender.stands(&address).await, 200);
    let early = sender.ask("POST", &address, &[], Vec::new()).await;
    assert_eq!(early.status, 422, "half a file is none");
    assert_eq!(sender.append(&address, 100, &bytes[100..]).await.status, 409, "from where it stands alone");
    assert_eq!(sender.append(&address, 200, &bytes[200..]).await.status, 204);
    let done = sender.ask("POST", &address, &[], Vec::new()).await;
    assert_eq!(done.status, 200, "{}", done.text());
    site.work().await;
    let draft = done.json()["address"].as_str().unwrap().to_owned();
    let page = sender.visitor.get(&draft).await.text();
    assert!(page.contains("Le chant des mésanges en hiver") && page.contains("été.pdf"));
    assert_eq!(sender.ask("HEAD", &address, &[], Vec::new()).await.status, 404);
    site.finish().await;
}

#[tokio::test]
async fn what_does_not_fit_is_refused_and_nobody_else_gets_at_a_file() {
    let site = TestSite::new().await;
    let mut sender = Sender::new(&site, "d@example.org").await;
    let large = [("upload-length", "5000001")];
    assert_eq!(sender.ask("POST", "/deposer/televersements", &large, Vec::new()).await.status, 413);
    assert_eq!(sender.ask("POST", "/deposer/televersements", &[], Vec::new()).await.status, 400);
    let address = sender.begin(3).await;
    assert_eq!(sender.append(&address, 0, b"abcd").await.status, 409, "more than was announced");
    assert_eq!(sender.ask("PATCH", &address, &[("upload-offset", "0")], b"abc".to_vec()).await.status, 415);
    let mut other = Sender::new(&site, "autre@example.org").await;
    assert_eq!(other.append(&address, 0, b"abc").await.status, 404);
    sender.token = "faux".to_owned();
    assert_eq!(sender.append(&address, 0, b"abc").await.status, 403);
    site.finish().await;
}
