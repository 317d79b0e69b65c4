//! Everything that is kept about a person, as a file, and the end of an account.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::service::{Error, Kind};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::form::Fields;
use crate::web::member::Member;
use crate::web::page::{Cache, Frame};
use crate::web::pages::sign_in::redirect;
use crate::web::session::Cookie;

/// The page that asks once more.
#[derive(Debug, Template)]
#[template(path = "account_leave.html")]
pub(crate) struct LeavePage<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) email: String,
    pub(crate) error: Option<String>,
}

/// `GET /compte/donnees.json`
pub(crate) async fn export(State(site): State<Site>, Member { user, .. }: Member) -> Result<Response, Fault> {
    let everything = site.repository.export_account(&user).await?;
    let text = serde_json::to_string_pretty(&everything).map_err(Fault::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"parvis-donnees.json\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text).into_response())
}

/// `GET /compte/effacer`
pub(crate) async fn show(Member { frame, user }: Member) -> Result<Response, Fault> {
    frame.send(&LeavePage { frame: &frame, email: user.email, error: None }, Cache::Never)
}

/// `POST /compte/effacer`
pub(crate) async fn erase(
    State(site): State<Site>,
    Member { frame, user }: Member,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let key = if fields.is_ours(&site, &headers) {
        match site.repository.erase_account(&user, fields.raw("mot_de_passe")).await {
            Ok(()) => return Ok(redirect(&frame.href("/"), [Cookie::Session.remove(&site.settings), None])),
            Err(error) if error.kind() == Kind::Unauthenticated => "account-password-wrong",
            Err(error) if error.kind() == Kind::Unavailable => "sign-in-throttled",
            Err(Error::NoPassword) => "account-no-password",
            Err(error) => return Err(error.into()),
        }
    } else {
        "form-stale"
    };
    let page = LeavePage { frame: &frame, email: user.email, error: Some(frame.t(key)) };
    frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)
}
