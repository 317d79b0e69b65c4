//! Everything that is kept about a person, as a file, and the end of an account.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::domain::ids::UserId;
use crate::service::{Error, Kind};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::form::Fields;
use crate::web::member::Member;
use crate::web::page::{Cache, Frame};
use crate::web::pages::providers::{Offer, offers};
use crate::web::pages::sign_in::redirect;
use crate::web::session::Cookie;

/// The page that asks once more.
#[derive(Debug, Template)]
#[template(path = "account_leave.html")]
pub(crate) struct LeavePage<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) email: String,
    /// What is asked for before the account goes.
    pub(crate) proof: Proof,
    pub(crate) error: Option<String>,
}

/// How somebody shows once more who they are.
#[derive(Debug)]
pub(crate) enum Proof {
    /// The password of the account.
    Password,
    /// A sign-in through one of these providers: the account has no password.
    Providers(Vec<Offer>),
    /// They did so a moment ago.
    Shown,
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
pub(crate) async fn show(
    State(site): State<Site>,
    Member { frame, user }: Member,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let proof = proof(&site, &frame, user.id, &headers).await?;
    frame.send(&LeavePage { frame: &frame, email: user.email, proof, error: None }, Cache::Never)
}

async fn proof(site: &Site, frame: &Frame, user: UserId, headers: &HeaderMap) -> Result<Proof, Fault> {
    if !site.repository.proves_by_provider(user).await? {
        return Ok(Proof::Password);
    }
    let session = Cookie::Session.read(&site.settings, headers).unwrap_or_default();
    if site.repository.is_new_session(user, &session).await? {
        return Ok(Proof::Shown);
    }
    let view = site.repository.account_view(user).await?;
    let linked = |offer: &Offer| view.identities.iter().any(|way| way.provider == offer.name);
    Ok(Proof::Providers(offers(site, frame.locale).into_iter().filter(linked).collect()))
}

/// `POST /compte/effacer`
pub(crate) async fn erase(
    State(site): State<Site>,
    Member { frame, user }: Member,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let session = Cookie::Session.read(&site.settings, &headers).unwrap_or_default();
    let key = if fields.is_ours(&site, &headers) {
        match site.repository.erase_account(&user, fields.raw("mot_de_passe"), &session).await {
            Ok(()) => return Ok(redirect(&frame.href("/"), [Cookie::Session.remove(&site.settings), None])),
            Err(error) if error.kind() == Kind::Unauthenticated => "account-password-wrong",
            Err(error) if error.kind() == Kind::Unavailable => "sign-in-throttled",
            Err(Error::NoPassword) => "leave-late",
            Err(error) => return Err(error.into()),
        }
    } else {
        "form-stale"
    };
    let proof = proof(&site, &frame, user.id, &headers).await?;
    let page = LeavePage { frame: &frame, email: user.email, proof, error: Some(frame.t(key)) };
    frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)
}
