//! Who deposits: HTTP Basic with the address of an account and one of its tokens in place of the password (SWORD 2.0 §8),
//! or the token as a bearer.
//!
//! Passwords open nothing here: they would go around the second factor, and programs keep them. Nobody deposits for
//! somebody else: `On-Behalf-Of` is refused, whatever the role.

use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;

use super::error::SwordError;
use crate::domain::user::{Scope, User};
use crate::service::Kind;
use crate::web::api::intake::Intake;
use crate::web::error::Fault;
use crate::web::i18n::Locale;
use crate::web::{Site, negotiate};

/// A program that may deposit for an account.
#[derive(Debug, Clone)]
pub(crate) struct Depositor {
    pub(crate) user: User,
    pub(crate) locale: Locale,
}

impl Depositor {
    /// What it works with.
    pub(crate) fn intake<'a>(&'a self, site: &'a Site) -> Intake<'a> {
        Intake { site, user: &self.user, locale: self.locale }
    }
}

/// The address and the token of `Authorization`; no address for a bearer.
fn credentials(parts: &Parts) -> Option<(Option<String>, String)> {
    let line = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, value) = line.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some((None, value.trim().to_owned()));
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(data_encoding::BASE64.decode(value.trim().as_bytes()).ok()?).ok()?;
    let (address, token) = pair.split_once(':')?;
    Some((Some(address.trim().to_lowercase()), token.to_owned()))
}

/// Middleware: lets programs in. Whoever is not let in may send everything first: several clients send a file before they
/// are asked who they are, and hear nothing when they are cut off meanwhile.
pub(super) async fn admit(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match Depositor::from_request_parts(&mut parts, &site).await {
        Ok(depositor) => {
            parts.extensions.insert(depositor);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(fault) => {
            drain(body, site.repository.max_upload_bytes()).await;
            fault.into_response()
        }
    }
}

/// Reads a body to its end, or up to a size.
async fn drain(body: Body, most: u64) {
    let (mut chunks, mut received) = (body.into_data_stream(), 0_u64);
    while let Some(Ok(chunk)) = chunks.next().await {
        received = received.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if received > most.saturating_mul(2) {
            return;
        }
    }
}

impl FromRequestParts<Site> for Depositor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Fault> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let locale = negotiate::language(&parts.headers);
        let unknown = || Fault::of(Kind::Unauthenticated);
        let (address, token) = credentials(parts).ok_or_else(unknown)?;
        let bearer = site.repository.bearer(&token).await?.ok_or_else(unknown)?;
        let user = bearer.account.user;
        if address.is_some_and(|address| address != user.email) {
            return Err(unknown());
        }
        if !bearer.scopes.contains(&Scope::Deposit) {
            return Err(Fault::lacks(Scope::Deposit));
        }
        let other = parts.headers.get("on-behalf-of").is_some_and(|value| !value.as_bytes().trim_ascii().is_empty());
        if other {
            return Err(SwordError::Mediation.told(locale, "sword-mediation"));
        }
        Ok(Self { user, locale })
    }
}
