//! Review: the queue of curators, and the page where they compare, correct and decide.
//!
//! `queue` lists deposits, `desk` is the page, around the form that depositors fill as well (`description`). The service
//! decides what is allowed; nothing here changes an article.

pub(crate) mod desk;
pub(crate) mod queue;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::viewer::ViewerPage;
use crate::service::{Decision, Error, Kind};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::form::{FieldErrors, Fields};
use crate::web::member::{Curator, DepositNumber};
use crate::web::page::{Cache, set};
use crate::web::security::{FILE_POLICY, FRAMED_POLICY};
use desk::{Desk, Wanted};

/// `GET /revision/{id}`
pub(crate) async fn show(
    State(site): State<Site>,
    Curator { frame, .. }: Curator,
    DepositNumber(id): DepositNumber,
) -> Result<Response, Fault> {
    let item = site.repository.review_item(id).await?;
    Desk { site: &site, frame: &frame, item: &item }.show().await
}

/// `POST /revision/{id}`
pub(crate) async fn decide(
    State(site): State<Site>,
    Curator { frame, user }: Curator,
    DepositNumber(id): DepositNumber,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let item = site.repository.review_item(id).await?;
    let desk = Desk { site: &site, frame: &frame, item: &item };
    if !fields.is_ours(&site, &headers) {
        return desk.again(&fields, &FieldErrors::one("decision", "form-stale")).await;
    }
    let (done, outcome) = match desk.wanted(&fields) {
        Ok(Wanted::Decision(decision)) => {
            (desk::done_code(&decision), site.repository.decide(id, user.id, decision).await)
        }
        Ok(Wanted::Correction(metadata)) => ("corrige", site.repository.correct(id, user.id, *metadata).await),
        Ok(Wanted::Check) => return desk.again(&fields, &FieldErrors::default()).await,
        Err(errors) => return desk.again(&fields, &errors).await,
    };
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("{}?fait={done}", frame.href("/revision"))).into_response()),
        Err(error) => desk.again(&fields, &refusal(&error).ok_or(error)?).await,
    }
}

/// What a refused decision means to the curator; nothing for a fault of ours.
fn refusal(error: &Error) -> Option<FieldErrors> {
    match (error, error.kind()) {
        (Error::Transition(_), _) => Some(FieldErrors::one("decision", "form-decided")),
        (_, Kind::Conflict) => Some(FieldErrors::one("doi", "form-doi-taken")),
        _ => None,
    }
}

/// `GET /revision/{id}/lecture`: the file in the viewer, which the page of the review shows in a frame.
pub(crate) async fn read(
    State(site): State<Site>,
    Curator { frame, .. }: Curator,
    DepositNumber(id): DepositNumber,
) -> Result<Response, Fault> {
    let item = site.repository.review_outline(id).await?;
    let page = ViewerPage::of_deposit(&frame, &item).ok_or_else(Fault::not_found)?;
    let mut response = frame.send(&page, Cache::Never)?;
    set(response.headers_mut(), header::CONTENT_SECURITY_POLICY, FRAMED_POLICY);
    Ok(response)
}

/// `GET /revision/{id}/fichier`: the file as it came, for curators.
pub(crate) async fn file(
    State(site): State<Site>,
    _: Curator,
    DepositNumber(id): DepositNumber,
) -> Result<Response, Fault> {
    let (file, stream) = site.repository.review_file(id).await?;
    let name = utf8_percent_encode(&file.name, NON_ALPHANUMERIC);
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, file.media_type.as_str());
    set(&mut headers, header::CONTENT_LENGTH, &stream.size.to_string());
    set(&mut headers, header::CONTENT_DISPOSITION, &format!("inline; filename*=UTF-8''{name}"));
    set(&mut headers, header::CACHE_CONTROL, "no-store");
    set(&mut headers, header::CONTENT_SECURITY_POLICY, FILE_POLICY);
    Ok((headers, Body::from_stream(stream.bytes)).into_response())
}
