//! The REST API, version 1, and the exports. Field names are English and never change within a version; what is told to
//! people stands in the language that a program asks for.
//!
//! `openapi` describes every route here, in a document made from the handlers; a test holds one against the other.
//! `drafts` and `deposits` are the deposit of programs: `intake` does what the deposit page does, `description` and `body`
//! read what they send, `once` answers a repeated request as the first time.

pub(crate) mod account;
pub(crate) mod articles;
pub(crate) mod awards;
pub(crate) mod body;
pub(crate) mod deposits;
mod description;
pub(crate) mod drafts;
pub(crate) mod export;
pub(crate) mod intake;
pub(crate) mod journals;
pub(crate) mod list;
pub(crate) mod once;
pub(crate) mod openapi;
pub(crate) mod problem;
pub(crate) mod rate;
mod schema;
pub(crate) mod suggestions;
pub(crate) mod usage;
pub(crate) mod verdicts;
pub(crate) mod withdrawal;

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use serde::Serialize;
use utoipa::openapi::{ContentBuilder, RefOr, ResponseBuilder};
use utoipa::{IntoParams, IntoResponses};

use super::error::Fault;
use super::extract::Pairs;
use super::i18n::Locale;
use super::page::set;
use super::{Site, SiteSettings, negotiate};

/// Entries on a page, unless a program asks for fewer or more.
const LIMIT: i64 = 20;
/// Most entries on a page.
const MOST: i64 = 100;

/// What is read, without a body.
pub(crate) fn reading(site: &Site) -> Router<Site> {
    let routes = Router::new()
        .route("/api/v1/openapi.json", get(openapi::show))
        .route("/api/v1/account", get(account::show))
        .route("/api/v1/articles", get(articles::list))
        .route("/api/v1/articles/{id}", get(articles::show))
        .route("/api/v1/articles/{id}/files", get(articles::files))
        .route("/api/v1/articles/{id}/usage", get(usage::show))
        .route("/api/v1/articles/{id}/verdicts", get(verdicts::list))
        .route("/api/v1/awards", get(awards::list))
        .route("/api/v1/awards/{number}", get(awards::show))
        .route("/api/v1/journals", get(journals::list))
        .route("/api/v1/journals/{issn}/routes", get(journals::routes))
        .route("/api/v1/suggestions", get(suggestions::list))
        .route("/api/v1/deposits", get(deposits::list));
    counted(routes, site)
}

/// Counts what programs ask.
fn counted(routes: Router<Site>, site: &Site) -> Router<Site> {
    routes.route_layer(from_fn_with_state(site.clone(), rate::count))
}

/// What takes descriptions.
pub(crate) fn describing(site: &Site) -> Router<Site> {
    let once = from_fn_with_state(site.clone(), once::carry_out);
    let routes = Router::new()
        .route(
            "/api/v1/deposits/{id}",
            get(deposits::show).patch(deposits::change).delete(withdrawal::take_back).route_layer(once.clone()),
        )
        .route(
            "/api/v1/deposits/{id}/withdrawal",
            post(withdrawal::ask).delete(withdrawal::call_back).route_layer(once.clone()),
        )
        .route(
            "/api/v1/drafts/{id}",
            get(drafts::show).patch(drafts::change).delete(drafts::delete).route_layer(once.clone()),
        )
        .route("/api/v1/drafts/{id}/submission", post(drafts::submit).route_layer(once));
    counted(routes, site)
}

/// What takes files.
pub(crate) fn uploading(site: &Site) -> Router<Site> {
    let once = from_fn_with_state(site.clone(), once::carry_out);
    let routes = Router::new()
        .route("/api/v1/drafts", get(drafts::list).post(drafts::create).route_layer(once.clone()))
        .route("/api/v1/drafts/{id}/file", put(drafts::put_file).route_layer(once));
    counted(routes, site)
}

/// The language that a program asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Language(pub(crate) Locale);

impl FromRequestParts<Site> for Language {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Self::Rejection> {
        Ok(Self(negotiate::language(&parts.headers)))
    }
}

/// A page of a list, by falling number.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Page {
    /// Entries on the page, 1 to 100; 20 when nothing is said.
    #[param(required = false)]
    limit: i64,
    /// The number before which the page begins; `next` of a page gives the one of the next.
    before: Option<i64>,
}

impl FromRequestParts<Site> for Page {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Self::Rejection> {
        let pairs = Pairs::of(&parts.uri);
        let limit = pairs.first("limit").parse().unwrap_or(LIMIT).clamp(1, MOST);
        Ok(Self { limit, before: pairs.first("before").parse().ok() })
    }
}

/// Cuts one more than a page holds to the page, and gives the address of the next one.
pub(crate) fn page_of<T>(
    site: &SiteSettings,
    path: &str,
    page: &Page,
    mut found: Vec<T>,
    number: impl Fn(&T) -> i64,
) -> (Vec<T>, Option<String>) {
    let most = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let more = found.len() > most;
    found.truncate(most);
    let last = found.last().filter(|_| more).map(number);
    (found, last.map(|last| site.absolute(&format!("{path}?limit={}&before={last}", page.limit))))
}

/// Sends a value as JSON; anybody's page may read it, and it may be kept for a minute.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<Response, Fault> {
    let text = serde_json::to_string(value).map_err(Fault::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::CACHE_CONTROL, "public, max-age=60"),
    ];
    Ok((headers, text).into_response())
}

/// Sends what no cache may keep.
pub(crate) fn private<T: Serialize>(
    status: StatusCode,
    value: &T,
    location: Option<&str>,
    tag: Option<&str>,
) -> Response {
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, "application/json");
    set(&mut headers, header::CACHE_CONTROL, "no-store");
    set(&mut headers, header::VARY, "authorization, accept-language");
    for (name, value) in [(header::LOCATION, location), (header::ETAG, tag)] {
        if let Some(value) = value {
            set(&mut headers, name, value);
        }
    }
    match serde_json::to_string(value) {
        Ok(text) => (status, headers, text).into_response(),
        Err(error) => Fault::internal(error).into_response(),
    }
}

/// Sends a page of a list of the account, with the address of the next one in a header as well (RFC 8288).
pub(crate) fn listed<T: Serialize>(value: &T, next: Option<&str>) -> Response {
    let mut response = private(StatusCode::OK, value, None, None);
    if let Some(next) = next {
        set(response.headers_mut(), header::LINK, &format!("<{next}>; rel=\"next\""));
    }
    response
}

/// What every route may answer when something is wrong.
pub(crate) enum Problems {}

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::response::Response>> {
        let schema = utoipa::openapi::Ref::from_schema_name("ProblemJson");
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let response = ResponseBuilder::new().description("Something is wrong (RFC 9457)");
        let response = response.content("application/problem+json", content).build();
        BTreeMap::from([("default".to_owned(), RefOr::T(response))])
    }
}
