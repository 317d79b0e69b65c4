//! Signing in and out; an account with a second factor is asked for a code in between.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::providers::{Offer, offers, problem};
use crate::service::{Error, Kind, SessionToken, SignedIn};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::page::{Cache, Frame};
use crate::web::session::{self, Cookie};
use crate::web::visits::Visitor;

/// The sign-in page, with what went wrong before.
#[derive(Debug, Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignInPage<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) back: String,
    pub(crate) email: String,
    pub(crate) error: Option<String>,
    /// What went wrong with a provider.
    pub(crate) refusal: Option<String>,
    /// Providers to sign in with.
    pub(crate) offers: Vec<Offer>,
}

/// The page that asks for a code of the second factor.
#[derive(Debug, Template)]
#[template(path = "sign_in_code.html")]
pub(crate) struct CodePage<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) back: String,
    /// Secret of the first step.
    pub(crate) step: String,
    pub(crate) error: Option<String>,
}

/// What the page of the code sends.
#[derive(Deserialize)]
pub(crate) struct CodeForm {
    #[serde(default)]
    jeton: String,
    #[serde(default)]
    retour: String,
    #[serde(default)]
    etape: String,
    #[serde(default)]
    code: String,
}

/// What the form sends.
#[derive(Default, Deserialize)]
pub(crate) struct SignInForm {
    #[serde(default)]
    jeton: String,
    #[serde(default)]
    retour: String,
    #[serde(default)]
    courriel: String,
    #[serde(default)]
    mot_de_passe: String,
}

/// What the button « Se déconnecter » sends.
#[derive(Deserialize)]
pub(crate) struct SignOutForm {
    #[serde(default)]
    jeton: String,
}

/// `GET /connexion`
pub(crate) async fn show(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    let back = session::safe_return(pairs.first("retour")).to_owned();
    if frame.user.is_some() {
        return Ok(Redirect::to(&onward(&frame, back)).into_response());
    }
    let refusal = problem(&site, &frame, &pairs);
    form(&site, frame, again(back, String::new()), None, refusal)
}

/// `POST /connexion`
pub(crate) async fn sign_in(
    State(site): State<Site>,
    frame: Frame,
    visitor: Visitor,
    headers: HeaderMap,
    Form(sent): Form<SignInForm>,
) -> Result<Response, Fault> {
    let back = session::safe_return(&sent.retour).to_owned();
    if !session::is_ours(&site.settings, &headers, &sent.jeton) {
        let error = frame.t("sign-in-stale");
        return form(&site, frame, again(back, sent.courriel), Some(error), None);
    }
    match site.repository.sign_in(&sent.courriel, &sent.mot_de_passe, &visitor.client()).await {
        Ok(SignedIn::Whole(token)) => go_on(&site, frame, back, &token).await,
        Ok(SignedIn::Half(step)) => ask_for_code(&site, frame, back, step, None),
        Err(error) if matches!(error.kind(), Kind::Unauthenticated | Kind::Invalid) => {
            let message = frame.t("sign-in-wrong");
            form(&site, frame, again(back, sent.courriel), Some(message), None)
        }
        Err(Error::Throttled) => {
            let message = frame.t("sign-in-throttled");
            form(&site, frame, again(back, sent.courriel), Some(message), None)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /connexion/code`: the second step.
pub(crate) async fn send_code(
    State(site): State<Site>,
    frame: Frame,
    visitor: Visitor,
    headers: HeaderMap,
    Form(sent): Form<CodeForm>,
) -> Result<Response, Fault> {
    let back = session::safe_return(&sent.retour).to_owned();
    if !session::is_ours(&site.settings, &headers, &sent.jeton) {
        let error = frame.t("sign-in-stale");
        return form(&site, frame, again(back, String::new()), Some(error), None);
    }
    match site.repository.sign_in_with_code(&sent.etape, &sent.code, &visitor.client()).await {
        Ok(token) => go_on(&site, frame, back, &token).await,
        Err(error) if error.kind() == Kind::NotFound => {
            let message = frame.t("sign-in-code-late");
            form(&site, frame, again(back, String::new()), Some(message), None)
        }
        Err(Error::WrongPassword) => {
            let message = frame.t("sign-in-code-wrong");
            ask_for_code(&site, frame, back, sent.etape, Some(message))
        }
        Err(Error::Throttled) => {
            let message = frame.t("sign-in-throttled");
            ask_for_code(&site, frame, back, sent.etape, Some(message))
        }
        Err(error) => Err(error.into()),
    }
}

/// Leads on with the cookie of the new session.
pub(super) async fn go_on(site: &Site, frame: Frame, back: String, token: &SessionToken) -> Result<Response, Fault> {
    let user = site.repository.session(&token.0).await?;
    let back = onward(&Frame { user, ..frame }, back);
    let cookies = [Cookie::Session.set(&site.settings, &token.0), Cookie::Form.remove(&site.settings)];
    Ok(redirect(&back, cookies))
}

pub(super) fn ask_for_code(
    site: &Site,
    frame: Frame,
    back: String,
    step: String,
    error: Option<String>,
) -> Result<Response, Fault> {
    let (frame, secret) = with_form_secret(frame)?;
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = frame.send_as(status, &CodePage { frame: &frame, back, step, error }, Cache::Never)?;
    Ok(with_form_cookie(site, page, &secret))
}

/// `POST /deconnexion`
pub(crate) async fn sign_out(
    State(site): State<Site>,
    frame: Frame,
    headers: HeaderMap,
    Form(sent): Form<SignOutForm>,
) -> Result<Response, Fault> {
    if !session::is_ours(&site.settings, &headers, &sent.jeton) {
        return Err(Fault::forbidden());
    }
    if let Some(token) = Cookie::Session.read(&site.settings, &headers) {
        site.repository.sign_out(&token).await?;
    }
    Ok(redirect(&frame.href("/"), [Cookie::Session.remove(&site.settings), None]))
}

/// The fields of the form that are shown again.
fn again(retour: String, courriel: String) -> SignInForm {
    SignInForm { retour, courriel, ..SignInForm::default() }
}

/// The form with a fresh token; a failed try keeps the address that was typed, never the password.
fn form(
    site: &Site,
    frame: Frame,
    sent: SignInForm,
    error: Option<String>,
    refusal: Option<String>,
) -> Result<Response, Fault> {
    let (frame, secret) = with_form_secret(frame)?;
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (back, email, offers) = (sent.retour, sent.courriel, offers(site, frame.locale));
    let page = SignInPage { frame: &frame, back, email, error, refusal, offers };
    let page = frame.send_as(status, &page, Cache::Never)?;
    Ok(with_form_cookie(site, page, &secret))
}

/// The frame of a form for somebody without a session, and the secret that its token is made of.
pub(super) fn with_form_secret(frame: Frame) -> Result<(Frame, String), Fault> {
    let secret = session::random_word().ok_or_else(|| Fault::of(Kind::Internal))?;
    Ok((Frame { form_token: session::form_token(&secret), ..frame }, secret))
}

/// A page with the cookie that its form belongs to.
pub(super) fn with_form_cookie(site: &Site, mut page: Response, secret: &str) -> Response {
    if let Some(cookie) = Cookie::Form.set(&site.settings, secret) {
        page.headers_mut().append(header::SET_COOKIE, cookie);
    }
    page
}

/// Where somebody goes on who came from no page in particular: to the work that waits for them.
fn onward(frame: &Frame, back: String) -> String {
    match (back.as_str(), frame.may_review()) {
        ("/", true) => frame.href("/revision"),
        ("/", false) => frame.href("/depots"),
        _ => back,
    }
}

pub(super) fn redirect(to: &str, cookies: [Option<HeaderValue>; 2]) -> Response {
    let mut response = Redirect::to(to).into_response();
    for cookie in cookies.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::UserId;
    use crate::domain::user::{Role, User};
    use crate::web::i18n::Locale;
    use crate::web::pages::samples;

    #[test]
    fn everybody_goes_on_to_their_work_unless_they_came_from_a_page() {
        let user = |role| User { id: UserId(1), email: "a@b.example".into(), name: "A".into(), role };
        let frame = |role| Frame { user: Some(user(role)), ..samples::frame(Locale::English, "/connexion") };
        assert_eq!(onward(&frame(Role::Curator), "/".into()), "/en/revision");
        assert_eq!(onward(&frame(Role::Depositor), "/".into()), "/en/depots");
        assert_eq!(onward(&frame(Role::Curator), "/en/articles/7".into()), "/en/articles/7");
    }
}
