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
use tower_http::request_id::RequestId;

use super::api::{problem, rate};
use super::i18n::Locale;
use super::page::{Cache, Frame, set};
use super::pages::errors::ErrorPage;
use super::{Site, negotiate, sword};
use crate::domain::user::Scope;
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
    /// What a program is told.
    told: Option<Arc<Told>>,
}

/// What a program is told beside the kind of a failure.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// The status, where the kind has another one.
    pub(crate) status: Option<StatusCode>,
    /// What the problem is called in its address.
    pub(crate) code: &'static str,
    /// What is wrong and what to do, in the language of the one who asks.
    pub(crate) detail: String,
    /// What is wrong with parts of the request: a JSON pointer (RFC 6901), and the message.
    pub(crate) fields: Vec<(String, String)>,
    /// What the token lacks.
    pub(crate) scope: Option<Scope>,
    /// The address of what is here already.
    pub(crate) see: Option<String>,
    /// Seconds to wait before the next try.
    pub(crate) retry_after: Option<u32>,
}

impl Fault {
    /// A failure of a kind, with nothing more to tell.
    pub(crate) fn of(kind: Kind) -> Self {
        Self { kind, source: None, wrong_role: false, told: None }
    }

    /// A failure that a program is told more about.
    pub(crate) fn told(kind: Kind, told: Told) -> Self {
        Self { told: Some(Arc::new(told)), ..Self::of(kind) }
    }

    /// The token of a program has not the scope that this needs.
    pub(crate) fn lacks(scope: Scope) -> Self {
        Self::told(Kind::Forbidden, Told { code: "scope", scope: Some(scope), ..Told::default() })
    }

    /// What a program is told.
    pub(crate) fn words(&self) -> Option<&Told> {
        self.told.as_deref()
    }

    /// What kind of failure it is.
    pub(crate) fn kind(&self) -> Kind {
        self.kind
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
        let kind = if service::lacks_room(&source) { Kind::NoRoom } else { Kind::Internal };
        Self { source: Some(Arc::new(source)), ..Self::of(kind) }
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
        let status = self.told.as_ref().and_then(|told| told.status).unwrap_or_else(|| status_of(self.kind));
        let mut response = status.into_response();
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
    // Allow and Content-Range belong to 405 and 416 (RFC 9110 §15.5.6, §15.5.17), the quota to every answer; links lead on.
    for name in [header::ALLOW, header::CONTENT_RANGE, header::LINK, rate::LIMIT, rate::POLICY] {
        if let Some(value) = response.headers().get(&name) {
            rendered.headers_mut().insert(name, value.clone());
        }
    }
    if let Some(challenge) = visit.challenge(status, &fault) {
        set(rendered.headers_mut(), header::WWW_AUTHENTICATE, &challenge);
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        rendered.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_SECONDS));
    }
    if let Some(seconds) = fault.words().and_then(|told| told.retry_after) {
        set(rendered.headers_mut(), header::RETRY_AFTER, &seconds.to_string());
    }
    rendered
}

/// A request of a program that failed.
pub(crate) struct Failed<'a> {
    pub(crate) site: &'a Site,
    pub(crate) status: StatusCode,
    pub(crate) locale: Locale,
    pub(crate) request_id: &'a str,
}

impl Failed<'_> {
    /// The name of the status in the language of the one who asks.
    pub(crate) fn title(&self) -> String {
        let key = format!("problem-{}", self.status.as_u16());
        let known = self.locale.has(&key).then(|| self.locale.text(&key));
        known.unwrap_or_else(|| self.status.canonical_reason().unwrap_or("Error").to_owned())
    }

    /// What is wrong and what to do.
    pub(crate) fn detail(&self, fault: &Fault) -> Option<String> {
        if let Some(told) = fault.words().filter(|told| !told.detail.is_empty()) {
            return Some(told.detail.clone());
        }
        if let Some(scope) = fault.words().and_then(|told| told.scope) {
            return Some(self.locale.text_with("problem-scope", &[("scope", scope.code())]));
        }
        let key = format!("problem-{}-detail", self.status.as_u16());
        self.locale.has(&key).then(|| self.locale.text(&key))
    }
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
        for name in [header::COOKIE, header::ACCEPT_LANGUAGE] {
            if let Some(value) = request.headers().get(&name) {
                headers.insert(name, value.clone());
            }
        }
        Self { uri: request.uri().clone(), headers, request_id: id.unwrap_or_default().to_owned() }
    }

    async fn render(&self, site: &Site, status: StatusCode, fault: &Fault) -> Response {
        if self.uri.path().starts_with("/api/") {
            return problem::answer(&self.of_program(site, status), fault);
        }
        if self.is_sword() {
            return sword::error::answer(&self.of_program(site, status), fault);
        }
        let frame = Frame::read(site, &self.uri, &self.headers).await;
        let page = if fault.wrong_role {
            ErrorPage::wrong_role(&frame)
        } else {
            ErrorPage::new(&frame, fault.kind, &self.request_id)
        };
        frame.send_as(status, &page, Cache::Never).unwrap_or_else(|_| status.into_response())
    }

    fn is_sword(&self) -> bool {
        self.uri.path().starts_with("/sword/")
    }

    fn of_program<'a>(&'a self, site: &'a Site, status: StatusCode) -> Failed<'a> {
        Failed { site, status, locale: negotiate::language(&self.headers), request_id: &self.request_id }
    }

    /// How programs say who they are (RFC 6750 §3), and what their token lacks (§3.1).
    fn challenge(&self, status: StatusCode, fault: &Fault) -> Option<String> {
        let scope = fault.words().and_then(|told| told.scope);
        match (status, scope) {
            // Clients of SWORD send nothing before they are asked for it (RFC 7617 §2).
            (StatusCode::UNAUTHORIZED, _) if self.is_sword() => {
                Some("Basic realm=\"Parvis\", charset=\"UTF-8\"".to_owned())
            }
            (StatusCode::UNAUTHORIZED, _) => Some("Bearer realm=\"Parvis\"".to_owned()),
            (StatusCode::FORBIDDEN, Some(scope)) => {
                let scope = scope.code();
                Some(format!("Bearer realm=\"Parvis\", error=\"insufficient_scope\", scope=\"{scope}\""))
            }
            _ => None,
        }
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
        Kind::Unavailable | Kind::NoSearch => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Busy => StatusCode::TOO_MANY_REQUESTS,
        Kind::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
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
        StatusCode::TOO_MANY_REQUESTS => Kind::Busy,
        StatusCode::INSUFFICIENT_STORAGE => Kind::NoRoom,
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
