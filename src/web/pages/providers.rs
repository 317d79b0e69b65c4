//! Signing in through a provider, and linking one to an account: the way there and the way back.
//!
//! The way there is a page of its own that leads on by itself, since a browser holds the target of a form against the policy
//! of the page. The way back is one address for each provider in no language; what went wrong is told on the page that the
//! person came from.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::sign_in::{ask_for_code, go_on};
use crate::domain::Lang;
use crate::service::{Arrival, Error, Kind, ProviderAnswer, Refused, SignedIn, browser_secret};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::{Pairs, SourcePath};
use crate::web::form::Fields;
use crate::web::i18n::Locale;
use crate::web::page::{Cache, Frame};
use crate::web::session::{Cookie, safe_return};
use crate::web::visits::Visitor;

/// The page that leads on to a provider.
#[derive(Debug, Template)]
#[template(path = "provider.html")]
pub(crate) struct LeadOnPage<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) address: String,
    pub(crate) lead: String,
    pub(crate) link: String,
}

/// A provider on a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) name: String,
    pub(crate) label: String,
}

/// The providers that people may sign in with.
pub(crate) fn offers(site: &Site, locale: Locale) -> Vec<Offer> {
    let all = site.repository.providers().iter();
    all.map(|provider| Offer { name: provider.name.clone(), label: label(site, locale, &provider.name) }).collect()
}

/// The name of a provider for people; its name in the settings when it has gone from them.
pub(crate) fn label(site: &Site, locale: Locale, name: &str) -> String {
    let found = site.repository.providers().iter().find(|provider| provider.name == name);
    let label = found.map(|provider| match locale {
        Locale::French => &provider.label_fr,
        Locale::English => &provider.label_en,
    });
    label.map_or_else(|| name.to_owned(), Clone::clone)
}

/// What went wrong with a provider, by the pairs of the page that the person was led back to.
pub(crate) fn problem(site: &Site, frame: &Frame, pairs: &Pairs) -> Option<String> {
    let code = pairs.first("refus");
    match code {
        "" => None,
        "stale" => Some(frame.t("sign-in-stale")),
        "password" => Some(frame.t("account-password-wrong")),
        "throttled" => Some(frame.t("provider-refused-throttled")),
        code => {
            let refused = Refused::ALL.into_iter().find(|refused| refused.code() == code)?;
            let provider = pairs.first("fournisseur");
            let known = site.repository.providers().iter().any(|known| known.name == provider);
            let name = if known { label(site, frame.locale, provider) } else { frame.t("provider-unnamed") };
            Some(frame.ta(&format!("provider-refused-{}", refused.code()), "provider", &name))
        }
    }
}

/// `POST /connexion/fournisseurs/{name}`: somebody wants to sign in, or to link the provider to the account they are in.
pub(crate) async fn begin(
    State(site): State<Site>,
    frame: Frame,
    SourcePath(name): SourcePath,
    visitor: Visitor,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    if !site.repository.providers().iter().any(|provider| provider.name == name) {
        return Err(Fault::not_found());
    }
    if !fields.is_ours(&site, &headers) {
        return Ok(told(&frame, &name, "stale"));
    }
    let linking = frame.user.as_ref().map(|user| (user, fields.raw("mot_de_passe")));
    // The language is kept in the cookie, so that whatever comes back is answered in it.
    let browser = format!("{}.{}", frame.locale.lang().as_str(), browser_secret()?);
    let back = safe_return(fields.raw("retour"));
    let begun = site.repository.begin_with_provider(&name, linking, back, &browser, &visitor.client()).await;
    let address = match begun {
        Ok(address) => address,
        Err(error) => return refused(&frame, &name, error),
    };
    let provider = label(&site, frame.locale, &name);
    let (lead, link) =
        (frame.ta("provider-lead", "provider", &provider), frame.ta("provider-link", "provider", &provider));
    let mut response = frame.send(&LeadOnPage { frame: &frame, address, lead, link }, Cache::Never)?;
    set(&mut response, &site, Some(&browser));
    Ok(response)
}

/// `GET /connexion/retour/{name}`: a provider sends somebody back.
pub(crate) async fn come_back(
    State(site): State<Site>,
    frame: Frame,
    SourcePath(name): SourcePath,
    visitor: Visitor,
    headers: HeaderMap,
    pairs: Pairs,
) -> Result<Response, Fault> {
    if !site.repository.providers().iter().any(|provider| provider.name == name) {
        return Err(Fault::not_found());
    }
    let browser = Cookie::Elsewhere.read(&site.settings, &headers).unwrap_or_default();
    let language = if browser.starts_with("en.") { Lang::EN } else { Lang::FR };
    let frame = Frame { locale: Locale::of_lang(language), ..frame };
    let given = |name: &str| Some(pairs.first(name).to_owned()).filter(|text| !text.is_empty());
    let answer = ProviderAnswer {
        state: pairs.first("state").to_owned(),
        code: given("code").filter(|_| given("error").is_none()),
        issuer: given("iss"),
        session: Cookie::Session.read(&site.settings, &headers),
    };
    let ended = site.repository.end_with_provider(&name, &answer, &browser, language, &visitor.client()).await;
    let mut response = match ended {
        Ok(Arrival::SignedIn(signed_in, back)) => welcome(&site, frame, back, signed_in).await?,
        Ok(Arrival::Linked) => {
            Redirect::to(&format!("{}?fait=fournisseur#fournisseurs", frame.href("/compte"))).into_response()
        }
        Ok(Arrival::AddressNeeded) => {
            // The cookie goes on: it ties what follows to this browser.
            return Ok(Redirect::to(&frame.href("/connexion/adresse")).into_response());
        }
        Err(error) => refused(&frame, &name, error)?,
    };
    set(&mut response, &site, None);
    Ok(response)
}

/// Leads on into the account, or to its second step.
pub(super) async fn welcome(site: &Site, frame: Frame, back: String, signed_in: SignedIn) -> Result<Response, Fault> {
    match signed_in {
        SignedIn::Whole(token) => go_on(site, frame, back, &token).await,
        SignedIn::Half(step) => ask_for_code(site, frame, back, step, None),
    }
}

/// Sets the cookie of a sign-in elsewhere, or removes it.
pub(super) fn set(response: &mut Response, site: &Site, browser: Option<&str>) {
    let cookie = match browser {
        Some(browser) => Cookie::Elsewhere.set(&site.settings, browser),
        None => Cookie::Elsewhere.remove(&site.settings),
    };
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// Leads back to where the person came from, which tells what was wrong; a fault of ours stays one.
fn refused(frame: &Frame, name: &str, error: Error) -> Result<Response, Fault> {
    match error {
        Error::Provider(refused) => Ok(told(frame, name, refused.code())),
        Error::Throttled => Ok(told(frame, name, "throttled")),
        error if error.kind() == Kind::Unauthenticated => Ok(told(frame, name, "password")),
        error => Err(error.into()),
    }
}

fn told(frame: &Frame, name: &str, code: &str) -> Response {
    let (page, place) = if frame.user.is_some() { ("/compte", "#fournisseurs") } else { ("/connexion", "") };
    Redirect::to(&format!("{}?refus={code}&fournisseur={name}{place}", frame.href(page))).into_response()
}
