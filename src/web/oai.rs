//! `/oai`: OAI-PMH 2.0, and mirrored sources beside it. The protocol is the `harvest` crate's; here are only HTTP's two ways to ask (§3.1.1).

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use harvest::{Datestamp, ProtocolError};

use super::Site;
use super::error::{Fault, RETRY_AFTER_SECONDS, Rendered};
use super::extract::SourcePath;

/// `GET /oai`
pub(crate) async fn get(State(site): State<Site>, RawQuery(query): RawQuery) -> Result<Response, Fault> {
    answer(&site, query.as_deref().map(str::as_bytes), None).await
}

/// `POST /oai`; the media type is not insisted on, the body is read as a form in any case.
pub(crate) async fn post(State(site): State<Site>, RawQuery(query): RawQuery, body: Bytes) -> Result<Response, Fault> {
    answer(&site, query.as_deref().map(str::as_bytes), Some(&body)).await
}

/// `GET /oai/miroirs/{name}`
pub(crate) async fn get_mirror(
    State(site): State<Site>,
    SourcePath(name): SourcePath,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    mirrored(&site, &name, query.as_deref().map(str::as_bytes), None).await
}

/// `POST /oai/miroirs/{name}`
pub(crate) async fn post_mirror(
    State(site): State<Site>,
    SourcePath(name): SourcePath,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Result<Response, Fault> {
    mirrored(&site, &name, query.as_deref().map(str::as_bytes), Some(&body)).await
}

async fn mirrored(site: &Site, name: &str, query: Option<&[u8]>, body: Option<&[u8]>) -> Result<Response, Fault> {
    let Some(_place) = site.repository.oai_place().await else { return Ok(busy()) };
    let provider = site.repository.mirror(name).await?;
    let arguments = harvest::parse_arguments(query, body);
    let now = time_of(site, &arguments).await?;
    Ok(document(harvest::answer(&provider, &provider.config(), arguments, now).await?))
}

async fn answer(site: &Site, query: Option<&[u8]>, body: Option<&[u8]>) -> Result<Response, Fault> {
    let Some(_place) = site.repository.oai_place().await else { return Ok(busy()) };
    let arguments = harvest::parse_arguments(query, body);
    let now = time_of(site, &arguments).await?;
    let provider = site.repository.oai_provider();
    Ok(document(harvest::answer(&provider, &site.repository.oai_config(), arguments, now).await?))
}

/// The time of an answer. A list ends with what could be read when its first page was asked for, so that later pages need
/// not wait for those who write.
async fn time_of(site: &Site, arguments: &Result<Vec<(String, String)>, ProtocolError>) -> Result<Datestamp, Fault> {
    let goes_on = arguments.as_ref().is_ok_and(|given| given.iter().any(|(name, _)| name == "resumptionToken"));
    Ok(if goes_on { site.repository.oai_time() } else { site.repository.oai_now().await? })
}

/// Long lists are written while they are sent.
fn document(answer: harvest::Response) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/xml; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    let parts = answer.into_parts().map(Ok::<_, Infallible>);
    (headers, Body::from_stream(futures_util::stream::iter(parts))).into_response()
}

/// Too many at once: quickly said, with the pause after which harvesters come again (OAI-PMH 2.0 §3.1.2.2).
pub(super) fn busy() -> Response {
    let text = "Too many harvesters at the same time. Please repeat this request later.\n";
    let headers = [(header::RETRY_AFTER, RETRY_AFTER_SECONDS), (header::CACHE_CONTROL, "no-store")];
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, headers, text).into_response();
    response.extensions_mut().insert(Rendered);
    response
}
