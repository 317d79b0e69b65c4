//! The form that follows a search by mail, with an account or with an address alone.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::{Choice, PATH, choices};
use crate::domain::alert::{Frequency, NewAlert};
use crate::domain::query::{SearchQuery, Sort};
use crate::service::Kind;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::form::Fields;
use crate::web::page::{Cache, Frame};
use crate::web::session::{self, Cookie};
use crate::web::visits::Visitor;
use crate::web::{address, search_feeds, search_name};

/// Where the form is.
const FORM: &str = "/alertes/nouvelle";
/// Where it leads who has no account.
const ASKED: &str = "/alertes/demande";
/// Names of the fields of the form, which are no part of the search.
const FIELDS: [&str; 3] = ["jeton", "courriel", "frequence"];

/// The form.
#[derive(Debug, Template)]
#[template(path = "alert_new.html")]
pub(crate) struct NewAlertPage<'a> {
    frame: &'a Frame,
    name: String,
    search_href: String,
    atom_href: String,
    rss_href: String,
    sends_mail: bool,
    account: Option<String>,
    hidden: Vec<(String, String)>,
    email: String,
    choices: Vec<Choice>,
    /// What was wrong, and whether it was the address.
    error: Option<String>,
    wrong_address: bool,
}

/// What somebody wrote into the form, and what was wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Typed {
    email: String,
    frequency: Frequency,
    error: Option<&'static str>,
}

impl<'a> NewAlertPage<'a> {
    /// The form for a search.
    pub(crate) fn new(frame: &'a Frame, query: &SearchQuery, sends_mail: bool, typed: Typed) -> Self {
        let query = followed(query);
        let href = |path: &str| address::of(frame.locale, path, &query);
        Self {
            frame,
            name: search_name::name(&query, frame.locale),
            search_href: href("/recherche"),
            atom_href: href(search_feeds::ATOM),
            rss_href: href(search_feeds::RSS),
            sends_mail,
            account: frame.user.as_ref().map(|user| user.email.clone()),
            hidden: address::pairs(&query),
            choices: choices(typed.frequency, frame.locale),
            wrong_address: typed.error == Some("alert-email-wrong"),
            error: typed.error.map(|key| frame.t(key)),
            email: typed.email,
        }
    }
}

/// The address of the form for a search.
pub(crate) fn href(frame: &Frame, query: &SearchQuery) -> String {
    address::of(frame.locale, FORM, &followed(query))
}

/// A search as it is followed: in no order and from no page in particular.
pub(super) fn followed(query: &SearchQuery) -> SearchQuery {
    SearchQuery { sort: Sort::default(), after: None, limit: address::PAGE_SIZE, ..query.clone() }
}

/// `GET /alertes/nouvelle`
pub(crate) async fn show(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    form(&site, frame, &address::read(&pairs), Typed::default())
}

/// `POST /alertes/nouvelle`
pub(crate) async fn send(
    State(site): State<Site>,
    frame: Frame,
    visitor: Visitor,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let query = followed(&address::read(&Pairs(fields.pairs_without(&FIELDS))));
    let email = fields.text("courriel");
    let frequency = Frequency::from_code(&fields.text("frequence")).unwrap_or_default();
    let again = |error| Typed { email: email.clone(), frequency, error: Some(error) };
    if !site.repository.sends_mail() {
        return form(&site, frame, &query, Typed::default());
    }
    if !fields.is_ours(&site, &headers) {
        return form(&site, frame, &query, again("alert-stale"));
    }
    let alert = NewAlert {
        email: email.clone(),
        address: address::of(frame.locale, "/recherche", &SearchQuery { sort: Sort::Added, ..query.clone() }),
        name: search_name::name(&query, frame.locale),
        language: frame.locale.lang(),
        frequency,
        search: query.clone(),
    };
    let (done, leads_to, refused) = match &frame.user {
        Some(user) => (site.repository.follow_as(user, alert).await, format!("{PATH}?fait=ajoutee"), "alert-limit"),
        None => (site.repository.ask_for_alert(alert, &visitor.client()).await, ASKED.to_owned(), "alert-email-wrong"),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&frame.href(&leads_to)).into_response()),
        Err(error) if error.kind() == Kind::Invalid => form(&site, frame, &query, again(refused)),
        Err(error) if error.kind() == Kind::Unavailable => form(&site, frame, &query, again("alert-many")),
        Err(error) => Err(error.into()),
    }
}

/// The form, with a fresh token for who has no session.
fn form(site: &Site, frame: Frame, query: &SearchQuery, typed: Typed) -> Result<Response, Fault> {
    let secret = match frame.user {
        None if site.repository.sends_mail() => session::random_word(),
        _ => None,
    };
    let token = secret.as_deref().map_or(frame.form_token.clone(), session::form_token);
    let frame = Frame { form_token: token, ..frame };
    let status = if typed.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = NewAlertPage::new(&frame, query, site.repository.sends_mail(), typed);
    let mut response = frame.send_as(status, &page, Cache::Never)?;
    if let Some(cookie) = secret.and_then(|secret| Cookie::Form.set(&site.settings, &secret)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
