//! The file of a container (SWORD 2.0 §6.4, §6.5.1, §6.6, §6.7.1): an article has one.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::auth::Depositor;
use super::collection::{complete, put};
use super::container::open;
use super::documents::Container;
use super::error::{SwordError, sworded};
use super::receive::Received;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::member::DraftNumber;
use crate::web::page::set;
use crate::web::security::FILE_POLICY;

/// `GET` of an EM-IRI.
pub(crate) async fn show(
    State(site): State<Site>,
    depositor: Depositor,
    DraftNumber(id): DraftNumber,
) -> Result<Response, Fault> {
    let draft = site.repository.draft(id, depositor.user.id).await?;
    let file = draft.file.as_ref().ok_or_else(Fault::not_found)?;
    let stream = site.repository.draft_file(&draft).await?;
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, file.media_type.as_str());
    set(&mut headers, header::CONTENT_LENGTH, &stream.size.to_string());
    set(&mut headers, header::CACHE_CONTROL, "no-store");
    set(&mut headers, header::CONTENT_SECURITY_POLICY, FILE_POLICY);
    set(&mut headers, header::HeaderName::from_static("packaging"), super::BINARY);
    Ok((headers, Body::from_stream(stream.bytes)).into_response())
}

/// `PUT` of an EM-IRI: another file.
pub(crate) async fn replace(
    State(site): State<Site>,
    depositor: Depositor,
    DraftNumber(id): DraftNumber,
    received: Received,
) -> Result<StatusCode, Fault> {
    write(&site, &depositor, id, received).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST` to an EM-IRI: the file of a container that has none.
pub(crate) async fn add(
    State(site): State<Site>,
    depositor: Depositor,
    DraftNumber(id): DraftNumber,
    received: Received,
) -> Result<Response, Fault> {
    if open(&site, &depositor, id).await?.file.is_some() {
        return Err(SwordError::Method.told(depositor.locale, "sword-one-file"));
    }
    let draft = write(&site, &depositor, id, received).await?;
    let mut response = Container::of(depositor.intake(&site), &draft).await?.send(StatusCode::CREATED);
    set(response.headers_mut(), header::LOCATION, &site.settings.absolute(&format!("/sword/v2/edit-media/{id}")));
    Ok(response)
}

async fn write(
    site: &Site,
    depositor: &Depositor,
    id: crate::domain::ids::DraftId,
    received: Received,
) -> Result<crate::domain::draft::Draft, Fault> {
    open(site, depositor, id).await?;
    if received.file.is_none() {
        return Err(SwordError::BadRequest.told(depositor.locale, "deposit-error-none"));
    }
    let intake = depositor.intake(site);
    // A file alone completes nothing: the description may follow, and the SE-IRI is where a client says that all is there.
    let draft = put(intake, id, received, false).await.map_err(sworded)?;
    complete(intake, draft, true).await
}

/// `DELETE` of an EM-IRI: the container stays, without its file (§6.6).
pub(crate) async fn delete(
    State(site): State<Site>,
    depositor: Depositor,
    DraftNumber(id): DraftNumber,
) -> Result<StatusCode, Fault> {
    let draft = open(&site, &depositor, id).await?;
    site.repository.remove_draft_file(&draft).await?;
    Ok(StatusCode::NO_CONTENT)
}
