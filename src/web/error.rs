//! The only place where a failure becomes a page, a problem document (RFC 9457) or a line in the log.
//!
//! Handlers return a [`Fault`]; [`render`] turns it, and every bare error of a layer, into what the visitor gets.
//! An internal failure shows the number of the request and nothing else.

use std::error::Error;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tower_http::request_id::RequestId;

use super::Site;
use super::page::{Cache, Frame};
use super::pages::errors::ErrorPage;
use crate::service::{self, Kind};

/// The pause that every 503 asks for: whoever is sent away must learn when to come again (OAI-PMH 2.0 §3.1.2.2).
pub(crate) const RETRY_AFTER_SECONDS: &str = "5";

/// Marks a response whose body already tells the visitor what went wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rendered;

/// Why a handler gave up.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    kind: Kind,
    source: Option<Arc<dyn Error + Send + Sync>>,
    /// Whether the account may not see the page at all.
    wrong_role: bool,
}

impl Fault {
    /// A failure of a kind, with nothing more to tell.
    pub(crate) fn of(kind: Kind) -> Self {
        Self { kind, source: None, wrong_role: false }
    }

    /// No such page.
    pub(crate) fn not_found() -> Self {
        Self::of(Kind::NotFound)
    }

    /// Not allowed: a closed file, or a form that is not one of ours.
    pub(crate) fn forbidden() -> Self {
        Self::of(Kind::Forbidden)
    }

    /// A page for those who review deposits.
    pub(crate) fn wrong_role() -> Self {
        Self { wrong_role: true, ..Self::of(Kind::Forbidden) }
    }

    /// A failure of ours.
    pub(crate) fn internal(source: impl Error + Send + Sync + 'static) -> Self {
        Self { source: Some(Arc::new(source)), ..Self::of(Kind::Internal) }
    }

    /// What may be told: nothing of a failure of ours.
    fn detail(&self) -> Option<String> {
        let hidden = matches!(self.kind, Kind::Internal | Kind::Unavailable);
        self.source.as_ref().filter(|_| !hidden).map(ToString::to_string)
    }

    fn log(&self, request_id: &str) {
        let chain = self.source.as_ref().map(|source| describe(source.as_ref())).unwrap_or_default();
        tracing::error!(request.id = request_id, error.chain = chain, "a request failed");
    }
}

impl From<service::Error> for Fault {
    fn from(error: service::Error) -> Self {
        let fault = Self::of(error.kind());
        Self { source: Some(Arc::new(error)), ..fault }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = status_of(self.kind).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The answer to a panic in a handler, before [`render`] makes it a page.
pub(crate) fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Middleware: gives every error response its page or problem document.
pub(crate) async fn render(State(site): State<Site>, request: Request, next: Next) -> Response {
    let visit = Visit::of(&request);
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.extensions().get::<Rendered>().is_some() {
        return response;
    }
    let fault = response.extensions().get::<Fault>().cloned();
    let fault = fault.unwrap_or_else(|| Fault::of(kind_of(status)));
    if status.is_server_error() {
        fault.log(&visit.request_id);
    }
    let mut rendered = visit.render(&site, status, &fault).await;
    // Allow and Content-Range belong to 405 and 416 (RFC 9110 §15.5.6, §15.5.17).
    for name in [header::ALLOW, header::CONTENT_RANGE] {
        if let Some(value) = response.headers().get(&name) {
            rendered.headers_mut().insert(name, value.clone());
        }
    }
    // Programs learn how to say who they are (RFC 6750 §3).
    if status == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Bearer realm=\"Parvis\"");
        rendered.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        rendered.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_SECONDS));
    }
    rendered
}

/// What is kept of a request to answer it when it failed.
struct Visit {
    uri: Uri,
    headers: HeaderMap,
    request_id: String,
}

impl Visit {
    fn of(request: &Request) -> Self {
        let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
        let mut headers = HeaderMap::new();
        if let Some(cookie) = request.headers().get(header::COOKIE) {
            headers.insert(header::COOKIE, cookie.clone());
        }
        Self { uri: request.uri().clone(), headers, request_id: id.unwrap_or_default().to_owned() }
    }

    async fn render(&self, site: &Site, status: StatusCode, fault: &Fault) -> Response {
        if self.uri.path().starts_with("/api/") {
            return self.problem(status, fault);
        }
        let frame = Frame::read(site, &self.uri, &self.headers).await;
        let page = if fault.wrong_role {
            ErrorPage::wrong_role(&frame)
        } else {
            ErrorPage::new(&frame, fault.kind, &self.request_id)
        };
        frame.send_as(status, &page, Cache::Never).unwrap_or_else(|_| status.into_response())
    }

    fn problem(&self, status: StatusCode, fault: &Fault) -> Response {
        let title = status.canonical_reason().unwrap_or("Error");
        let mut problem = json!({
            "type": "about:blank", "title": title, "status": status.as_u16(), "request_id": self.request_id,
        });
        if let (Some(detail), Some(fields)) = (fault.detail(), problem.as_object_mut()) {
            fields.insert("detail".to_owned(), detail.into());
        }
        let headers = [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
        (status, headers, problem.to_string()).into_response()
    }
}

fn status_of(kind: Kind) -> StatusCode {
    match kind {
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Gone => StatusCode::GONE,
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn kind_of(status: StatusCode) -> Kind {
    match status {
        StatusCode::NOT_FOUND => Kind::NotFound,
        StatusCode::GONE => Kind::Gone,
        StatusCode::CONFLICT => Kind::Conflict,
        StatusCode::FORBIDDEN => Kind::Forbidden,
        StatusCode::UNAUTHORIZED => Kind::Unauthenticated,
        StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge,
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => Kind::Unavailable,
        other if other.is_server_error() => Kind::Internal,
        _ => Kind::Invalid,
    }
}

/// The error and its causes in one line.
fn describe(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line
}
