//! `/administration/titulaires`: curators compare what people say with the register, and confirm or refuse.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use crate::domain::AwardNumber;
use crate::domain::clock::quebec_date;
use crate::domain::ids::UserId;
use crate::domain::vocabulary::find_institution;
use crate::service::{HolderRequest, Kind};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::form::Fields;
use crate::web::member::Curator;
use crate::web::page::{Cache, Frame};

/// Where the page is.
const PATH: &str = "/administration/titulaires";

/// The page.
#[derive(Debug, Template)]
#[template(path = "holder_requests.html")]
pub(crate) struct RequestsPage<'a> {
    frame: &'a Frame,
    requests: Vec<RequestView>,
    error: Option<String>,
}

#[derive(Debug)]
struct RequestView {
    user: String,
    number: String,
    name: String,
    email: String,
    day: String,
    holder: String,
    place: String,
    institution: String,
    /// Whether a check holds, and what it says.
    checks: Vec<(bool, String)>,
    is_own: bool,
    is_taken: bool,
}

fn view(request: &HolderRequest, curator: UserId, frame: &Frame) -> RequestView {
    let locale = frame.locale;
    let check = |key: &str, holds: bool| {
        let end = if holds { "yes" } else { "no" };
        (holds, frame.t(&format!("holder-check-{key}-{end}")))
    };
    let account = &request.account;
    let place = request.award.institution.as_ref().and_then(find_institution);
    RequestView {
        user: account.user.id.to_string(),
        number: request.award.number.to_string(),
        name: account.user.name.clone(),
        email: account.user.email.clone(),
        day: locale.day(quebec_date(request.asked_at)),
        holder: request.award.holder.clone(),
        place: place.map(|place| place.name(locale.lang()).to_owned()).unwrap_or_default(),
        institution: account.institution.clone().unwrap_or_default(),
        checks: vec![
            check("name", request.has_same_name),
            check("place", request.has_same_institution),
            check("orcid", account.is_orcid_proven),
        ],
        is_own: account.user.id == curator,
        is_taken: request.is_taken,
    }
}

async fn page<'a>(site: &Site, member: &'a Curator, error: Option<String>) -> Result<RequestsPage<'a>, Fault> {
    let requests = site.repository.holder_requests().await?;
    let frame = &member.frame;
    Ok(RequestsPage {
        frame,
        requests: requests.iter().map(|request| view(request, member.user.id, frame)).collect(),
        error,
    })
}

/// `GET /administration/titulaires`
pub(crate) async fn show(State(site): State<Site>, member: Curator) -> Result<Response, Fault> {
    let page = page(&site, &member, None).await?;
    member.frame.send(&page, Cache::Never)
}

/// `POST /administration/titulaires`
pub(crate) async fn decide(
    State(site): State<Site>,
    member: Curator,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let (status, wrong) = if fields.is_ours(&site, &headers) {
        let user = fields.raw("compte").parse().map_err(|_| Fault::not_found())?;
        let number = AwardNumber::parse(fields.raw("octroi")).map_err(|_| Fault::not_found())?;
        let confirm = fields.raw("action") == "confirmer";
        match site.repository.decide_held(&member.user, user, &number, confirm).await {
            Ok(()) => return Ok(Redirect::to(&member.frame.href(PATH)).into_response()),
            Err(error) if error.kind() == Kind::Conflict => (StatusCode::CONFLICT, "holder-error-decided"),
            Err(error) if error.kind() == Kind::Invalid => (StatusCode::UNPROCESSABLE_ENTITY, "holder-error-decide"),
            Err(error) => return Err(error.into()),
        }
    } else {
        (StatusCode::UNPROCESSABLE_ENTITY, "form-stale")
    };
    let page = page(&site, &member, Some(member.frame.t(wrong))).await?;
    member.frame.send_as(status, &page, Cache::Never)
}
