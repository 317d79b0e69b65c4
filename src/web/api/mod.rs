//! The JSON API, version 1, and the exports. Field names are English and never change within a version.

pub(crate) mod account;
pub(crate) mod articles;
pub(crate) mod awards;
pub(crate) mod export;
pub(crate) mod list;
pub(crate) mod suggestions;
pub(crate) mod usage;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::error::Fault;

/// Sends a value as JSON; anybody's page may read it, and it may be kept for a minute.
fn json<T: Serialize>(value: &T) -> Result<Response, Fault> {
    let text = serde_json::to_string(value).map_err(Fault::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::CACHE_CONTROL, "public, max-age=60"),
    ];
    Ok((headers, text).into_response())
}
