//! `/oai`: OAI-PMH 2.0. The protocol is the `harvest` crate's; here are only HTTP's two ways to ask (§3.1.1).

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::Site;
use super::error::Fault;

/// `GET /oai`
pub(crate) async fn get(State(site): State<Site>, RawQuery(query): RawQuery) -> Result<Response, Fault> {
    answer(&site, query.as_deref().map(str::as_bytes), None).await
}

/// `POST /oai`; the media type is not insisted on, the body is read as a form in any case.
pub(crate) async fn post(State(site): State<Site>, RawQuery(query): RawQuery, body: Bytes) -> Result<Response, Fault> {
    answer(&site, query.as_deref().map(str::as_bytes), Some(&body)).await
}

async fn answer(site: &Site, query: Option<&[u8]>, body: Option<&[u8]>) -> Result<Response, Fault> {
    let now = site.repository.oai_now().await?;
    let arguments = harvest::parse_arguments(query, body);
    let provider = site.repository.oai_provider();
    let document = harvest::respond(&provider, &site.repository.oai_config(), arguments, now).await?;
    let headers = [(header::CONTENT_TYPE, "text/xml; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, document).into_response())
}
