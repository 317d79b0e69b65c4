//! The page of somebody who came from a provider that tells no address: they give one, then the code that was sent there.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::providers::{set, welcome};
use super::sign_in::{with_form_cookie, with_form_secret};
use crate::service::{Error, Kind};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::form::Fields;
use crate::web::page::{Cache, Frame};
use crate::web::session::Cookie;
use crate::web::visits::Visitor;

/// The page: an address is asked for, or the code that was sent to it.
#[derive(Debug, Template)]
#[template(path = "first_address.html")]
pub(crate) struct FirstAddressPage<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) is_sent: bool,
    pub(crate) error: Option<String>,
}

/// `GET /connexion/adresse`
pub(crate) async fn show(State(site): State<Site>, frame: Frame, headers: HeaderMap) -> Result<Response, Fault> {
    page(&site, frame, &headers, None, None).await
}

/// `POST /connexion/adresse`
pub(crate) async fn act(
    State(site): State<Site>,
    frame: Frame,
    visitor: Visitor,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    if !fields.is_ours(&site, &headers) {
        return page(&site, frame, &headers, None, Some("sign-in-stale")).await;
    }
    let (browser, language) = (browser(&site, &headers), frame.locale.lang());
    let repository = &site.repository;
    if fields.raw("action") == "code" {
        return match repository.take_first_code(&browser, fields.raw("code"), language, &visitor.client()).await {
            Ok((signed_in, back)) => {
                let mut response = welcome(&site, frame, back, signed_in).await?;
                set(&mut response, &site, None);
                Ok(response)
            }
            Err(error) if error.kind() == Kind::Unauthenticated => {
                page(&site, frame, &headers, None, Some("first-code-wrong")).await
            }
            Err(Error::Throttled) => page(&site, frame, &headers, None, Some("first-code-tries")).await,
            Err(error) => late(&frame, error),
        };
    }
    let (name, email) = (fields.text("nom"), fields.text("courriel"));
    match repository.ask_for_first_code(&browser, (&name, &email), language, &visitor.client()).await {
        Ok(()) => Ok(Redirect::to(&frame.href("/connexion/adresse")).into_response()),
        Err(error) => {
            let key = match error.kind() {
                Kind::Invalid => "join-wrong",
                Kind::Unavailable => "sign-in-throttled",
                _ => return late(&frame, error),
            };
            page(&site, frame, &headers, Some((name, email)), Some(key)).await
        }
    }
}

async fn page(
    site: &Site,
    frame: Frame,
    headers: &HeaderMap,
    typed: Option<(String, String)>,
    error: Option<&'static str>,
) -> Result<Response, Fault> {
    let first = match site.repository.first_sign_in(&browser(site, headers)).await {
        Ok(first) => first,
        Err(error) => return late(&frame, error),
    };
    let is_sent = first.code.is_some() && typed.is_none();
    let (name, email) = typed.unwrap_or((first.name, first.email));
    let error = error.map(|key| frame.t(key));
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (frame, secret) = with_form_secret(frame)?;
    let page = FirstAddressPage { frame: &frame, name, email, is_sent, error };
    let page = frame.send_as(status, &page, Cache::Never)?;
    Ok(with_form_cookie(site, page, &secret))
}

/// Nothing waits in this browser: the person begins again.
fn late(frame: &Frame, error: Error) -> Result<Response, Fault> {
    match error {
        Error::Provider(refused) => {
            Ok(Redirect::to(&format!("{}?refus={}", frame.href("/connexion"), refused.code())).into_response())
        }
        error => Err(error.into()),
    }
}

fn browser(site: &Site, headers: &HeaderMap) -> String {
    Cookie::Elsewhere.read(&site.settings, headers).unwrap_or_default()
}
