//! What programs get when something went wrong: a problem document (RFC 9457) in the language they ask for.

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::web::error::{Failed, Fault};
use crate::web::page::set;

/// What went wrong (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemJson {
    /// Address of the kind of problem; `about:blank` where the status says it all.
    r#type: String,
    /// The kind of problem, in the language asked for.
    title: String,
    /// HTTP status.
    status: u16,
    /// What is wrong here and what to do, in the language asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// Parts of the request that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblemJson>,
    /// Address of what is here already.
    #[serde(skip_serializing_if = "Option::is_none")]
    see: Option<String>,
    /// Number of the request, to name when you write to us.
    request_id: String,
}

/// A part of the request that is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldProblemJson {
    /// Where it stands in the body, as a JSON pointer (RFC 6901).
    pub(crate) pointer: String,
    /// What is wrong and what to do.
    pub(crate) detail: String,
}

/// The answer to a request that failed.
pub(crate) fn answer(failed: &Failed<'_>, fault: &Fault) -> Response {
    let told = fault.words();
    let code = told.map(|told| told.code).filter(|code| !code.is_empty());
    let fields = told.map(|told| told.fields.clone()).unwrap_or_default();
    let problem = ProblemJson {
        r#type: code.map_or("about:blank".to_owned(), |code| failed.site.settings.absolute(&format!("/api#{code}"))),
        title: failed.title(),
        status: failed.status.as_u16(),
        detail: failed.detail(fault),
        errors: fields.into_iter().map(|(pointer, detail)| FieldProblemJson { pointer, detail }).collect(),
        see: told.and_then(|told| told.see.clone()),
        request_id: failed.request_id.to_owned(),
    };
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, "application/problem+json");
    set(&mut headers, header::CONTENT_LANGUAGE, failed.locale.tag());
    set(&mut headers, header::CACHE_CONTROL, "no-store");
    let text = serde_json::to_string(&problem).unwrap_or_default();
    (failed.status, headers, text).into_response()
}
