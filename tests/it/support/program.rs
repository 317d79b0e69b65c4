//! A program that acts for an account by a token.

use axum::body::Body;
use axum::http::Request;
use parvis::domain::user::{Role, Scope, User};
use parvis::service::NewToken;
use serde_json::Value;

use super::{Answer, TestSite};

/// A program with a token.
pub(crate) struct Program<'a> {
    site: &'a TestSite,
    pub(crate) user: User,
    pub(crate) token: String,
}

impl<'a> Program<'a> {
    pub(crate) async fn new(site: &'a TestSite, role: Role, scopes: &[Scope]) -> Self {
        Self::named(site, "programme@example.org", role, scopes).await
    }

    pub(crate) async fn named(site: &'a TestSite, email: &str, role: Role, scopes: &[Scope]) -> Self {
        let id = site.repository.put_user(email, "Programme", role, "un bon mot de passe").await.unwrap();
        let user = site.repository.account(id).await.unwrap().user;
        let wanted = NewToken { name: "essai".to_owned(), scopes: scopes.to_vec(), days: 30 };
        let token = site.repository.add_token(&user, &wanted).await.unwrap();
        Self { site, user, token }
    }

    /// The line of `Authorization` with the token as a password.
    pub(crate) fn basic(&self) -> String {
        let pair = format!("{}:{}", self.user.email, self.token);
        format!("Basic {}", data_encoding::BASE64.encode(pair.as_bytes()))
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "").await
    }

    pub(crate) async fn json(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.send(method, path, &[("content-type", "application/json")], body.to_string()).await
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let request = Request::builder().method(method).uri(path);
        let mut request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        if !headers.iter().any(|(name, _)| *name == "authorization") {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        self.site.send(request.body(body.into()).unwrap()).await
    }

    /// The number of a draft with a description and a file that was read.
    pub(crate) async fn draft(&self, saying: &Value, file: &[u8]) -> i64 {
        let (media_type, body) =
            form(&[("metadata", None, saying["metadata"].to_string().as_bytes()), ("file", Some("a.pdf"), file)]);
        let made = self.send("POST", "/api/v1/drafts", &[("content-type", &media_type)], body).await;
        assert_eq!(made.status, 201, "{}", made.text());
        self.site.work().await;
        number(&made)
    }

    /// The number of a deposit of a description and a file.
    pub(crate) async fn deposit(&self, saying: &Value, file: &[u8]) -> i64 {
        let draft = self.draft(saying, file).await;
        let path = format!("/api/v1/drafts/{draft}/submission");
        let handed = self.json("POST", &path, &serde_json::json!({"rights_confirmed": true})).await;
        assert_eq!(handed.status, 201, "{}", handed.text());
        self.site.work().await;
        number(&handed)
    }
}

fn number(answer: &Answer) -> i64 {
    answer.json().get("id").and_then(Value::as_i64).unwrap()
}

/// A form of parts (name, name of its file, bytes), and its media type.
pub(crate) fn form(parts: &[(&str, Option<&str>, &[u8])]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        body.extend(format!("--limite\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--limite--\r\n");
    ("multipart/form-data; boundary=limite".to_owned(), body)
}
