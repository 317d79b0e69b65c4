//! Who may see a page: extractors that let people with an account, curators or administrators in, and programs by their
//! tokens.
//!
//! A visitor without a session is led to the sign-in page and back; an account that may not gets a page that says so.

use axum::extract::{FromRequestParts, Path};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};

use super::Site;
use super::address::with_pairs;
use super::error::Fault;
use super::page::Frame;
use crate::domain::DepositId;
use crate::domain::ids::{AnnouncementId, DraftId, ImportId};
use crate::domain::user::{Account, Role, Scope, User};
use crate::service::{Bearer, Desk, Kind};

/// Somebody who signed in: every account may deposit.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) frame: Frame,
    pub(crate) user: User,
}

/// Somebody of the funder: reads every report.
#[derive(Debug, Clone)]
pub(crate) struct Funder {
    pub(crate) frame: Frame,
    pub(crate) user: User,
}

/// Somebody who may review deposits.
#[derive(Debug, Clone)]
pub(crate) struct Curator {
    pub(crate) frame: Frame,
    pub(crate) user: User,
}

/// Somebody who has a work list: the funder's, or that of an institution.
#[derive(Debug, Clone)]
pub(crate) struct DeskMember {
    pub(crate) frame: Frame,
    pub(crate) user: User,
    pub(crate) desk: Desk,
}

/// Somebody who manages the site.
#[derive(Debug, Clone)]
pub(crate) struct Administrator {
    pub(crate) frame: Frame,
    pub(crate) user: User,
}

/// A program that acts for an account (RFC 6750 §2.1). Cookies open nothing here, so that no page of another site can
/// act as somebody who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Program(pub(crate) Bearer);

impl Program {
    /// The account, when the token has a scope.
    pub(crate) fn require(&self, scope: Scope) -> Result<&Account, Fault> {
        if self.0.scopes.contains(&scope) { Ok(&self.0.account) } else { Err(Fault::lacks(scope)) }
    }
}

/// Why somebody is not let in.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Nobody is signed in: the address of the sign-in page that leads back here.
    SignIn(String),
    /// The account may not do this.
    Forbidden,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn(address) => Redirect::to(&address).into_response(),
            Self::Forbidden => Fault::wrong_role().into_response(),
        }
    }
}

impl Frame {
    /// Whether the visitor may read every report.
    pub(crate) fn may_read_reports(&self) -> bool {
        self.user.as_ref().is_some_and(|user| user.role >= Role::Funder)
    }

    /// Whether the visitor may review deposits.
    pub(crate) fn may_review(&self) -> bool {
        self.user.as_ref().is_some_and(|user| user.role >= Role::Curator)
    }

    /// Whether the visitor may manage the site.
    pub(crate) fn may_administer(&self) -> bool {
        self.user.as_ref().is_some_and(|user| user.role >= Role::Administrator)
    }

    /// Whether the visitor's account has a role, or one that may do more.
    pub(crate) fn require(self, role: Role) -> Result<(Self, User), Refusal> {
        match self.user.clone() {
            None => {
                let back = self.here_in(self.locale);
                Err(Refusal::SignIn(with_pairs(&self.href("/connexion"), &[("retour".to_owned(), back)])))
            }
            Some(user) if user.role >= role => Ok((self, user)),
            Some(_) => Err(Refusal::Forbidden),
        }
    }
}

impl FromRequestParts<Site> for Member {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Refusal> {
        let (frame, user) = Frame::read(site, &parts.uri, &parts.headers).await.require(Role::Depositor)?;
        Ok(Self { frame, user })
    }
}

impl FromRequestParts<Site> for Funder {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Refusal> {
        let (frame, user) = Frame::read(site, &parts.uri, &parts.headers).await.require(Role::Funder)?;
        Ok(Self { frame, user })
    }
}

impl FromRequestParts<Site> for Curator {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Refusal> {
        let (frame, user) = Frame::read(site, &parts.uri, &parts.headers).await.require(Role::Curator)?;
        Ok(Self { frame, user })
    }
}

impl FromRequestParts<Site> for DeskMember {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let read = Frame::read(site, &parts.uri, &parts.headers).await;
        let (frame, user) = read.require(Role::Depositor).map_err(IntoResponse::into_response)?;
        let desk = site.repository.desk_of(&user).await.map_err(|error| Fault::from(error).into_response())?;
        let desk = desk.ok_or_else(|| Refusal::Forbidden.into_response())?;
        Ok(Self { frame, user, desk })
    }
}

impl FromRequestParts<Site> for Administrator {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Refusal> {
        let (frame, user) = Frame::read(site, &parts.uri, &parts.headers).await.require(Role::Administrator)?;
        Ok(Self { frame, user })
    }
}

impl FromRequestParts<Site> for Program {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Fault> {
        // Somebody before the handler may have looked the token up.
        if let Some(program) = parts.extensions.get::<Self>() {
            return Ok(program.clone());
        }
        let line = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (scheme, token) = line.split_once(' ').unwrap_or_default();
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Fault::of(Kind::Unauthenticated));
        }
        let bearer = site.repository.bearer(token.trim()).await?;
        bearer.map(Self).ok_or_else(|| Fault::of(Kind::Unauthenticated))
    }
}

/// The deposit that the path names; a number that is none is a page that does not exist.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DepositNumber(pub(crate) DepositId);

impl FromRequestParts<Site> for DepositNumber {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Fault> {
        let number: Result<Path<String>, _> = Path::from_request_parts(parts, site).await;
        number.ok().and_then(|Path(text)| text.parse().ok()).map(Self).ok_or_else(Fault::not_found)
    }
}

/// The draft that the path names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DraftNumber(pub(crate) DraftId);

impl FromRequestParts<Site> for DraftNumber {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Fault> {
        let number: Result<Path<String>, _> = Path::from_request_parts(parts, site).await;
        number.ok().and_then(|Path(text)| text.parse().ok()).map(Self).ok_or_else(Fault::not_found)
    }
}

/// The announcement that the path names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AnnouncementNumber(pub(crate) AnnouncementId);

impl FromRequestParts<Site> for AnnouncementNumber {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Fault> {
        let number: Result<Path<String>, _> = Path::from_request_parts(parts, site).await;
        number.ok().and_then(|Path(text)| text.parse().ok()).map(Self).ok_or_else(Fault::not_found)
    }
}

/// The bulk import that the path names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ImportNumber(pub(crate) ImportId);

impl FromRequestParts<Site> for ImportNumber {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Fault> {
        let number: Result<Path<String>, _> = Path::from_request_parts(parts, site).await;
        number.ok().and_then(|Path(text)| text.parse().ok()).map(Self).ok_or_else(Fault::not_found)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::ids::UserId;
    use crate::web::SiteSettings;
    use crate::web::i18n::Locale;

    fn frame(role: Option<Role>) -> Frame {
        let user = role.map(|role| User { id: UserId(1), email: "a@b.example".into(), name: "A".into(), role });
        Frame {
            locale: Locale::English,
            site: Arc::new(SiteSettings::new("http://x", "Parvis")),
            path: "/depots/7".to_owned(),
            query: None,
            user,
            form_token: String::new(),
            today: jiff::civil::date(2026, 11, 21),
            known_tag: None,
        }
    }

    #[test]
    fn a_visitor_is_led_to_sign_in_and_back() {
        let Err(Refusal::SignIn(address)) = frame(None).require(Role::Depositor) else { panic!("let in") };
        assert_eq!(address, "/en/connexion?retour=%2Fen%2Fdepots%2F7");
    }

    #[test]
    fn a_role_includes_the_lesser_ones_and_no_greater_one() {
        assert!(frame(Some(Role::Administrator)).require(Role::Curator).is_ok());
        assert!(frame(Some(Role::Curator)).require(Role::Depositor).is_ok());
        assert!(matches!(frame(Some(Role::Depositor)).require(Role::Curator), Err(Refusal::Forbidden)));
        assert!(!frame(Some(Role::Depositor)).may_review());
        assert!(frame(Some(Role::Curator)).may_review());
        assert!(!frame(Some(Role::Curator)).may_administer());
        assert!(frame(Some(Role::Administrator)).may_administer());
    }
}
