//! One container: its receipt, what is stated about it, its completion, its statement, its end (SWORD 2.0 §6.4 to §6.9).

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::auth::Depositor;
use super::collection::{complete, put};
use super::documents::{Container, xml};
use super::error::{SwordError, sworded};
use super::receive::Received;
use crate::domain::draft::Draft;
use crate::domain::ids::DraftId;
use crate::service::Kind;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::member::DraftNumber;

/// A draft that can still be changed; after it was handed in, its page and the REST API go on.
pub(super) async fn open(site: &Site, depositor: &Depositor, id: DraftId) -> Result<Draft, Fault> {
    let draft = site.repository.draft(id, depositor.user.id).await?;
    match draft.deposit {
        None => Ok(draft),
        Some(_) => Err(SwordError::Method.told(depositor.locale, "sword-handed-in")),
    }
}

/// `GET` of an Edit-IRI.
pub(crate) async fn show(
    State(site): State<Site>,
    depositor: Depositor,
    DraftNumber(id): DraftNumber,
) -> Result<Response, Fault> {
    let draft = site.repository.draft(id, depositor.user.id).await?;
    Ok(Container::of(depositor.intake(&site), &draft).await?.send(StatusCode::OK))
}

/// `PUT` of an Edit-IRI: another description (§6.5.2), with another file (§6.5.3).
pub(crate) async fn replace(
    State(site): State<Site>,
    depositor: Depositor,
    DraftNumber(id): DraftNumber,
    received: Received,
) -> Result<Response, Fault> {
    if received.metadata.is_none() {
        return Err(SwordError::BadRequest.told(depositor.locale, "sword-entry"));
    }
    change(&site, &depositor, id, received, true).await
}

/// `POST` to an SE-IRI: more to state (§6.7.2), a file (§6.7.3), or the word that all is there (§9.3).
pub(crate) async fn add(
    State(site): State<Site>,
    depositor: Depositor,
    DraftNumber(id): DraftNumber,
    received: Received,
) -> Result<Response, Fault> {
    change(&site, &depositor, id, received, false).await
}

async fn change(
    site: &Site,
    depositor: &Depositor,
    id: DraftId,
    received: Received,
    replaces: bool,
) -> Result<Response, Fault> {
    let intake = depositor.intake(site);
    let draft = open(site, depositor, id).await?;
    let adds_file = !replaces && received.file.is_some();
    if adds_file && draft.file.is_some() {
        return Err(SwordError::Method.told(depositor.locale, "sword-one-file"));
    }
    let in_progress = received.in_progress;
    let draft = put(intake, id, received, replaces).await.map_err(sworded)?;
    let draft = complete(intake, draft, in_progress).await.map_err(sworded)?;
    let status = if adds_file { StatusCode::CREATED } else { StatusCode::OK };
    Ok(Container::of(intake, &draft).await?.send(status))
}

/// `DELETE` of an Edit-IRI (§6.8): the container ends, and with it a deposit that nobody has decided. What was decided
/// is not the client's to delete.
pub(crate) async fn delete(
    State(site): State<Site>,
    depositor: Depositor,
    DraftNumber(id): DraftNumber,
) -> Result<StatusCode, Fault> {
    let (repository, user) = (&site.repository, depositor.user.id);
    let mut draft = repository.draft(id, user).await?;
    if let Some(deposit) = draft.deposit {
        let taken = repository.take_back(deposit, user).await;
        let taken = taken.map_err(|error| match error.kind() {
            Kind::Conflict => SwordError::Method.told(depositor.locale, "sword-decided"),
            _ => error.into(),
        })?;
        draft = repository.draft(taken, user).await?;
    }
    repository.delete_draft(&draft).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /sword/v2/statement/{id}`
pub(crate) async fn statement(
    State(site): State<Site>,
    depositor: Depositor,
    DraftNumber(id): DraftNumber,
) -> Result<Response, Fault> {
    let draft = site.repository.draft(id, depositor.user.id).await?;
    let container = Container::of(depositor.intake(&site), &draft).await?;
    Ok(xml(StatusCode::OK, "application/atom+xml;type=feed", &container.statement(), None))
}

/// `GET /sword/v2/statement/{id}/rdf`
pub(crate) async fn statement_rdf(
    State(site): State<Site>,
    depositor: Depositor,
    DraftNumber(id): DraftNumber,
) -> Result<Response, Fault> {
    let draft = site.repository.draft(id, depositor.user.id).await?;
    let container = Container::of(depositor.intake(&site), &draft).await?;
    Ok(xml(StatusCode::OK, "application/rdf+xml", &container.statement_rdf(), None))
}
