//! The page of an account: what it says of itself, what keeps it safe, which programs act for it. `join` makes accounts
//! and new passwords, `factor` is the second factor, `leave` the export and the end, `view` what the page shows.

pub(crate) mod factor;
pub(crate) mod join;
pub(crate) mod leave;
pub(crate) mod view;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::providers::{offers, problem};
use super::sign_in::redirect;
use crate::domain::user::{Scope, User};
use crate::domain::{Lang, Orcid, Sha256};
use crate::service::{Error, Kind, NewToken, Profile};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::form::Fields;
use crate::web::member::Member;
use crate::web::page::{Cache, Frame};
use crate::web::session::Cookie;
use view::{AccountPage, Problem, Typed};

/// Where the page is.
pub(crate) const PATH: &str = "/compte";

/// What came of a form.
enum Done {
    /// It was carried out: the word for it in the address.
    With(&'static str),
    /// The session has another token.
    Renewed(&'static str, String),
    /// A token for programs, shown once.
    Token(String),
    /// It could not be carried out.
    Wrong(Problem),
}

/// `GET /compte`
pub(crate) async fn show(
    State(site): State<Site>,
    Member { frame, user }: Member,
    headers: HeaderMap,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let refusal = problem(&site, &frame, &pairs);
    let typed = Typed { done: pairs.first("fait").to_owned(), refusal, ..Typed::default() };
    page(&site, &frame, &user, &headers, typed).await
}

/// `POST /compte`
pub(crate) async fn act(
    State(site): State<Site>,
    Member { frame, user }: Member,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let token = Cookie::Session.read(&site.settings, &headers).unwrap_or_default();
    let section = view::section_of(fields.raw("action"));
    let done = if fields.is_ours(&site, &headers) {
        carry_out(&site, &user, &token, &fields).await?
    } else {
        Done::Wrong(Problem { section, key: "form-stale" })
    };
    let here = frame.href(PATH);
    match done {
        Done::With(done) => Ok(Redirect::to(&format!("{here}?fait={done}")).into_response()),
        Done::Renewed(done, token) => {
            Ok(redirect(&format!("{here}?fait={done}"), [Cookie::Session.set(&site.settings, &token), None]))
        }
        Done::Token(token) => {
            page(&site, &frame, &user, &headers, Typed { token: Some(token), ..Typed::default() }).await
        }
        Done::Wrong(problem) => {
            let typed = Typed { problem: Some(problem), fields: Some(fields), ..Typed::default() };
            page(&site, &frame, &user, &headers, typed).await
        }
    }
}

async fn page(site: &Site, frame: &Frame, user: &User, headers: &HeaderMap, typed: Typed) -> Result<Response, Fault> {
    let typed = Typed { offers: offers(site, frame.locale), ..typed };
    let token = Cookie::Session.read(&site.settings, headers).unwrap_or_default();
    let view = site.repository.account_view(user.id).await?;
    let status = if typed.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    frame.send_as(status, &AccountPage::new(frame, &view, &token, &typed), Cache::Never)
}

async fn carry_out(site: &Site, user: &User, token: &str, fields: &Fields) -> Result<Done, Fault> {
    let repository = &site.repository;
    let action = fields.raw("action");
    let outcome = match action {
        "profil" => match profile(fields) {
            Ok(profile) => repository.change_profile(user.id, profile).await.map(|()| Done::With("profil")),
            Err(problem) => return Ok(Done::Wrong(problem)),
        },
        "mot-de-passe" => {
            let (current, wanted) = (fields.raw("actuel"), fields.raw("nouveau"));
            let changed = repository.change_password(user, current, wanted, token).await;
            changed.map(|session| Done::Renewed("mot-de-passe", session.0))
        }
        "session" => {
            let Ok(id) = Sha256::parse(fields.raw("session")) else { return Err(Fault::not_found()) };
            repository.end_session(user.id, &id).await.map(|()| Done::With("session"))
        }
        "delier" => {
            let (issuer, subject) = (fields.raw("emetteur"), fields.raw("sujet"));
            repository.unlink(user, issuer, subject, fields.raw("mot_de_passe")).await.map(|()| Done::With("delier"))
        }
        "sessions" => repository.end_other_sessions(user.id, token).await.map(|()| Done::With("sessions")),
        "jeton" => repository.add_token(user, &new_token(fields)).await.map(Done::Token),
        "jeton-fin" => {
            let Ok(id) = fields.raw("numero").parse() else { return Err(Fault::not_found()) };
            repository.remove_token(user.id, id).await.map(|()| Done::With("jeton-fin"))
        }
        _ => return Err(Fault::not_found()),
    };
    outcome.or_else(|error| refused(action, error))
}

/// What a refusal means at its form; a fault of ours stays one.
fn refused(action: &str, error: Error) -> Result<Done, Fault> {
    let key = match (action, error.kind()) {
        ("delier", _) if matches!(error, Error::Provider(_)) => "provider-refused-last-way",
        _ if matches!(error, Error::NoPassword) => "account-no-password",
        (_, Kind::Unauthenticated) => "account-password-wrong",
        (_, Kind::Unavailable) => "sign-in-throttled",
        ("profil", Kind::Invalid) => "account-name-wrong",
        ("mot-de-passe", Kind::Invalid) => "account-password-short",
        ("jeton", Kind::Invalid) => "account-token-wrong",
        _ => return Err(error.into()),
    };
    Ok(Done::Wrong(Problem { section: view::section_of(action), key }))
}

fn profile(fields: &Fields) -> Result<Profile, Problem> {
    let orcid = Some(fields.text("orcid")).filter(|orcid| !orcid.is_empty());
    let orcid = orcid.as_deref().map(Orcid::parse).transpose();
    Ok(Profile {
        name: fields.text("nom"),
        language: if fields.raw("langue") == "en" { Lang::EN } else { Lang::FR },
        orcid: orcid.map_err(|_| Problem { section: "profil", key: "account-orcid-wrong" })?,
        institution: Some(fields.text("institution")),
        wants_news: !fields.raw("nouvelles").is_empty(),
    })
}

fn new_token(fields: &Fields) -> NewToken {
    let scopes = Scope::ALL.into_iter().filter(|scope| !fields.raw(&format!("portee_{}", scope.code())).is_empty());
    NewToken {
        name: fields.text("nom"),
        scopes: scopes.collect(),
        days: fields.raw("jours").parse().unwrap_or_default(),
    }
}
