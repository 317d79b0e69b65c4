//! Turning the second factor on and off: a square code to point a device at, drawn here as SVG, and the same as text.

use std::fmt::Write;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use qrcode::{Color, QrCode};

use crate::domain::user::User;
use crate::service::{Enrolment, Error, Kind, RecoveryCodes};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::form::Fields;
use crate::web::member::Member;
use crate::web::page::{Cache, Frame};
use crate::web::pages::sign_in::redirect;
use crate::web::session::{Cookie, form_token};

/// White modules around a code (ISO/IEC 18004 §6.3.8).
const QUIET: usize = 4;

/// The page.
#[derive(Debug, Template)]
#[template(path = "account_factor.html")]
pub(crate) struct FactorPage<'a> {
    frame: &'a Frame,
    is_on: bool,
    /// The secret in groups of four, and as it goes back with the form.
    secret: String,
    shown_secret: String,
    address: String,
    code: Option<Square>,
    recovery: Vec<String>,
    error: Option<String>,
}

/// A square code as SVG: the length of its side and the path of its dark modules.
#[derive(Debug)]
pub(crate) struct Square {
    side: usize,
    path: String,
}

impl Square {
    fn of(text: &str) -> Option<Self> {
        let code = QrCode::new(text.as_bytes()).ok()?;
        let width = code.width();
        let mut path = String::new();
        let dark = code.into_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
        for (at, _) in dark {
            let _infallible = write!(path, "M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET);
        }
        Some(Self { side: width + 2 * QUIET, path })
    }
}

impl<'a> FactorPage<'a> {
    /// The page that turns it on with a secret that was proposed.
    pub(crate) fn offer(frame: &'a Frame, enrolment: &Enrolment, error: Option<&str>) -> Self {
        let groups: Vec<_> = enrolment.secret.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
        Self {
            code: Square::of(&enrolment.address),
            shown_secret: groups.join(" "),
            secret: enrolment.secret.clone(),
            address: enrolment.address.clone(),
            ..Self::on(frame, error)
        }
        .off()
    }

    /// The page of a factor that is on.
    pub(crate) fn on(frame: &'a Frame, error: Option<&str>) -> Self {
        let text = String::new;
        Self {
            frame,
            is_on: true,
            secret: text(),
            shown_secret: text(),
            address: text(),
            code: None,
            recovery: Vec::new(),
            error: error.map(|key| frame.t(key)),
        }
    }

    fn off(self) -> Self {
        Self { is_on: false, ..self }
    }

    /// The page with new recovery codes.
    pub(crate) fn codes(frame: &'a Frame, codes: RecoveryCodes) -> Self {
        Self { recovery: codes.0, ..Self::on(frame, None) }
    }
}

/// `GET /compte/second-facteur`
pub(crate) async fn show(State(site): State<Site>, Member { frame, user }: Member) -> Result<Response, Fault> {
    page(&site, &frame, &user, None, None).await
}

/// `POST /compte/second-facteur`
pub(crate) async fn act(
    State(site): State<Site>,
    Member { frame, user }: Member,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let secret = Some(fields.text("secret")).filter(|secret| !secret.is_empty());
    if !fields.is_ours(&site, &headers) {
        return page(&site, &frame, &user, secret, Some("form-stale")).await;
    }
    let token = Cookie::Session.read(&site.settings, &headers).unwrap_or_default();
    let repository = &site.repository;
    let password = fields.raw("mot_de_passe");
    let refused = match fields.raw("action") {
        "activer" => {
            let wanted = secret.clone().unwrap_or_default();
            match repository.turn_factor_on(&user, &wanted, fields.raw("code"), &token).await {
                Ok((codes, session)) => return shown_once(&site, frame, codes, &session.0),
                Err(error) => error,
            }
        }
        "desactiver" => match repository.turn_factor_off(&user, password, &token).await {
            Ok(session) => {
                let cookie = Cookie::Session.set(&site.settings, &session.0);
                return Ok(redirect(&frame.href("/compte?fait=sans-facteur"), [cookie, None]));
            }
            Err(error) => error,
        },
        "codes" => match repository.renew_recovery_codes(&user, password).await {
            Ok(codes) => return frame.send(&FactorPage::codes(&frame, codes), Cache::Never),
            Err(error) => error,
        },
        _ => return Err(Fault::not_found()),
    };
    page(&site, &frame, &user, secret, Some(message(refused, fields.raw("action"))?)).await
}

/// The recovery codes, in the session's new clothes.
fn shown_once(site: &Site, frame: Frame, codes: RecoveryCodes, session: &str) -> Result<Response, Fault> {
    let frame = Frame { form_token: form_token(session), ..frame };
    let mut response = frame.send(&FactorPage::codes(&frame, codes), Cache::Never)?;
    if let Some(cookie) = Cookie::Session.set(&site.settings, session) {
        response.headers_mut().append(axum::http::header::SET_COOKIE, cookie);
    }
    Ok(response)
}

fn message(error: Error, action: &str) -> Result<&'static str, Fault> {
    match (error.kind(), action) {
        (Kind::Unauthenticated, "activer") => Ok("factor-code-wrong"),
        (Kind::Unauthenticated, _) => Ok("account-password-wrong"),
        (Kind::Invalid, "activer") => Ok("form-stale"),
        (Kind::Unavailable, _) => Ok("sign-in-throttled"),
        _ if matches!(error, Error::NoPassword) => Ok("account-no-password"),
        _ => Err(error.into()),
    }
}

async fn page(
    site: &Site,
    frame: &Frame,
    user: &User,
    secret: Option<String>,
    error: Option<&str>,
) -> Result<Response, Fault> {
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if site.repository.account(user.id).await?.has_second_factor {
        return frame.send_as(status, &FactorPage::on(frame, error), Cache::Never);
    }
    let enrolment = match secret {
        Some(secret) => site.repository.enrolment(user, &secret),
        None => site.repository.propose_factor(user)?,
    };
    frame.send_as(status, &FactorPage::offer(frame, &enrolment, error), Cache::Never)
}
