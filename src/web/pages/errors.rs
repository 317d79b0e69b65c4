//! What a visitor sees when something is not there or went wrong.

use askama::Template;

use crate::service::Kind;
use crate::web::error::Fault;
use crate::web::page::Frame;

/// The page of an error.
#[derive(Debug, Template)]
#[template(path = "error.html")]
pub(crate) struct ErrorPage<'a> {
    frame: &'a Frame,
    title: String,
    advice: String,
    request_id: Option<String>,
}

impl<'a> ErrorPage<'a> {
    /// The page for a kind of failure; failures of ours show the number of the request.
    pub(crate) fn new(frame: &'a Frame, kind: Kind, request_id: &str) -> Self {
        let (title, advice) = keys(kind);
        let ours = matches!(kind, Kind::Internal | Kind::Unavailable | Kind::NoRoom | Kind::NoSearch);
        Self {
            frame,
            title: frame.t(title),
            advice: frame.t(advice),
            request_id: Some(request_id.to_owned()).filter(|id| ours && !id.is_empty()),
        }
    }

    /// The page for an account that may not review deposits, or not manage the site.
    pub(crate) fn wrong_role(frame: &'a Frame) -> Self {
        let (title, advice) = if frame.path.starts_with("/administration/") {
            ("error-administrator", "error-administrator-advice")
        } else {
            ("error-role", "error-role-advice")
        };
        Self { frame, title: frame.t(title), advice: frame.t(advice), request_id: None }
    }
}

fn keys(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::NotFound => ("error-not-found", "error-not-found-advice"),
        Kind::Gone => ("error-gone", "error-gone-advice"),
        Kind::Invalid | Kind::Conflict => ("error-invalid", "error-invalid-advice"),
        Kind::Forbidden => ("error-forbidden", "error-forbidden-advice"),
        Kind::Unauthenticated => ("error-sign-in", "error-sign-in-advice"),
        Kind::TooLarge => ("error-too-large", "error-too-large-advice"),
        Kind::Busy => ("error-busy", "error-busy-advice"),
        Kind::NoRoom => ("error-no-room", "error-no-room-advice"),
        Kind::NoSearch => ("error-no-search", "error-no-search-advice"),
        Kind::Unavailable => ("error-unavailable", "error-unavailable-advice"),
        Kind::Internal => ("error-internal", "error-internal-advice"),
    }
}

/// Any address that is none of ours.
pub(crate) async fn not_found() -> Fault {
    Fault::not_found()
}
