//! The administrator's page of people: looking for them, changing what they may do.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::account::view::role_name;
use crate::domain::clock::quebec_date;
use crate::domain::user::{Account, Role, User};
use crate::service::{Kind, PeopleQuery};
use crate::web::Site;
use crate::web::address::with_pairs;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::form::{Fields, clean};
use crate::web::member::Administrator;
use crate::web::page::{Cache, Frame};

/// Where the page is.
const PATH: &str = "/administration/comptes";

/// The page.
#[derive(Debug, Template)]
#[template(path = "people.html")]
pub(crate) struct PeoplePage<'a> {
    frame: &'a Frame,
    words: String,
    roles: Vec<RoleChoice>,
    people: Vec<PersonLine>,
    done: bool,
    error: Option<String>,
}

/// A role to choose.
#[derive(Debug)]
struct RoleChoice {
    value: &'static str,
    label: String,
    chosen: bool,
}

/// An account in the list.
#[derive(Debug)]
struct PersonLine {
    id: String,
    name: String,
    email: String,
    note: String,
    roles: Vec<RoleChoice>,
    is_trusted: bool,
    is_closed: bool,
    is_self: bool,
}

fn roles(chosen: Option<Role>, frame: &Frame) -> Vec<RoleChoice> {
    let choice = |role: Role| RoleChoice {
        value: role.code(),
        label: role_name(role, frame.locale),
        chosen: Some(role) == chosen,
    };
    Role::ALL.into_iter().map(choice).collect()
}

impl<'a> PeoplePage<'a> {
    /// The page with the people that were looked for.
    pub(crate) fn new(frame: &'a Frame, user: &User, query: &PeopleQuery, people: &[Account], done: bool) -> Self {
        let line = |account: &Account| PersonLine {
            id: account.user.id.to_string(),
            name: account.user.name.clone(),
            email: account.user.email.clone(),
            note: frame.ta("people-since", "date", &frame.locale.day(quebec_date(account.created_at))),
            roles: roles(Some(account.user.role), frame),
            is_trusted: account.is_trusted,
            is_closed: account.disabled_at.is_some(),
            is_self: account.user.id == user.id,
        };
        Self {
            frame,
            words: query.words.clone(),
            roles: roles(query.role, frame),
            people: people.iter().map(line).collect(),
            done,
            error: None,
        }
    }
}

fn query(words: &str, role: &str) -> PeopleQuery {
    PeopleQuery { words: clean(words), role: Role::from_code(role) }
}

/// `GET /administration/comptes`
pub(crate) async fn list(
    State(site): State<Site>,
    Administrator { frame, user }: Administrator,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let query = query(pairs.first("q"), pairs.first("role"));
    let people = site.repository.people(&query).await?;
    frame.send(&PeoplePage::new(&frame, &user, &query, &people, pairs.first("fait") == "change"), Cache::Never)
}

/// `POST /administration/comptes`
pub(crate) async fn change(
    State(site): State<Site>,
    Administrator { frame, user }: Administrator,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let query = query(fields.raw("q"), fields.raw("filtre"));
    let refused = if fields.is_ours(&site, &headers) {
        let id = fields.raw("compte").parse().map_err(|_| Fault::not_found())?;
        let role = Role::from_code(fields.raw("role")).ok_or_else(|| Fault::of(Kind::Invalid))?;
        let (trusted, open) = (!fields.raw("confiance").is_empty(), fields.raw("ferme").is_empty());
        match site.repository.change_rights(&user, id, role, trusted, open).await {
            Ok(()) => {
                let filter = query.role.map(Role::code).unwrap_or_default();
                let pairs = [("q", query.words.as_str()), ("role", filter), ("fait", "change")];
                let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
                return Ok(Redirect::to(&with_pairs(&frame.href(PATH), &pairs)).into_response());
            }
            Err(error) if error.kind() == Kind::Invalid => "people-own",
            Err(error) => return Err(error.into()),
        }
    } else {
        "form-stale"
    };
    let people = site.repository.people(&query).await?;
    let page = PeoplePage::new(&frame, &user, &query, &people, false);
    let page = PeoplePage { error: Some(frame.t(refused)), ..page };
    frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)
}
