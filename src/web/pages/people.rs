//! The administrator's page of people: looking for them, changing what they may do.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::account::view::role_name;
use crate::domain::Ror;
use crate::domain::clock::quebec_date;
use crate::domain::ids::UserId;
use crate::domain::user::{Account, Role, User};
use crate::domain::vocabulary::{Institution, find_institution, list_institutions};
use crate::service::{Kind, PeopleQuery, folded_words};
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
    /// Institutions whose work lists can be given.
    places: Vec<String>,
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
    /// Institution whose work list it sees.
    desk: String,
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
    pub(crate) fn new(
        frame: &'a Frame,
        user: &User,
        query: &PeopleQuery,
        people: &[Account],
        desks: &[(UserId, Ror)],
    ) -> Self {
        let lang = frame.locale.lang();
        let desk = |id: UserId| desks.iter().find(|(known, _)| *known == id).and_then(|(_, ror)| find_institution(ror));
        let line = |account: &Account| PersonLine {
            id: account.user.id.to_string(),
            name: account.user.name.clone(),
            email: account.user.email.clone(),
            note: frame.ta("people-since", "date", &frame.locale.day(quebec_date(account.created_at))),
            roles: roles(Some(account.user.role), frame),
            is_trusted: account.is_trusted,
            is_closed: account.disabled_at.is_some(),
            is_self: account.user.id == user.id,
            desk: desk(account.user.id).map(|place| place.name(lang).to_owned()).unwrap_or_default(),
        };
        Self {
            frame,
            words: query.words.clone(),
            roles: roles(query.role, frame),
            people: people.iter().map(line).collect(),
            places: list_institutions().iter().map(|place| place.name(lang).to_owned()).collect(),
            done: false,
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
    let desks = site.repository.desk_institutions().await?;
    let page = PeoplePage::new(&frame, &user, &query, &people, &desks);
    frame.send(&PeoplePage { done: pairs.first("fait") == "change", ..page }, Cache::Never)
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
        match decide(&site, &user, &fields).await? {
            None => {
                let filter = query.role.map(Role::code).unwrap_or_default();
                let pairs = [("q", query.words.as_str()), ("role", filter), ("fait", "change")];
                let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
                return Ok(Redirect::to(&with_pairs(&frame.href(PATH), &pairs)).into_response());
            }
            Some(refused) => refused,
        }
    } else {
        "form-stale"
    };
    let people = site.repository.people(&query).await?;
    let desks = site.repository.desk_institutions().await?;
    let page = PeoplePage::new(&frame, &user, &query, &people, &desks);
    let page = PeoplePage { error: Some(frame.t(refused)), ..page };
    frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)
}

/// Writes what a form says of an account; what is wrong with it otherwise. A form without the field of the work list leaves
/// that as it is.
async fn decide(site: &Site, administrator: &User, fields: &Fields) -> Result<Option<&'static str>, Fault> {
    let id = fields.raw("compte").parse().map_err(|_| Fault::not_found())?;
    let role = Role::from_code(fields.raw("role")).ok_or_else(|| Fault::of(Kind::Invalid))?;
    let (trusted, open) = (!fields.raw("confiance").is_empty(), fields.raw("ferme").is_empty());
    let Ok(place) = place(&fields.text("etablissement")) else { return Ok(Some("people-desk-unknown")) };
    let mut changed = site.repository.change_rights(administrator, id, role, trusted, open).await;
    if changed.is_ok() && fields.has("etablissement") {
        changed = site.repository.give_desk(administrator, id, place).await;
    }
    match changed {
        Ok(()) => Ok(None),
        Err(error) if error.kind() == Kind::Invalid => Ok(Some("people-own")),
        Err(error) => Err(error.into()),
    }
}

/// The institution of the table that is typed, by its name or its ROR id; none when nothing is.
fn place(typed: &str) -> Result<Option<&'static Ror>, ()> {
    let words = folded_words(typed);
    if words.is_empty() {
        return Ok(None);
    }
    let is_meant = |place: &&Institution| {
        [&place.name_fr, &place.name_en].into_iter().any(|name| folded_words(name) == words)
            || place.ror.as_str() == typed
    };
    list_institutions().iter().find(is_meant).map(|place| Some(&place.ror)).ok_or(())
}
