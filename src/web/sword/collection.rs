//! The service document and the one collection (SWORD 2.0 §6.1 to §6.3).

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use tokio_util::io::ReaderStream;

use super::auth::Depositor;
use super::documents::{self, Container, xml};
use super::error::{SwordError, sworded};
use super::receive::Received;
use crate::domain::deposit::DepositOrigin;
use crate::domain::draft::{Draft, DraftContent};
use crate::domain::ids::DraftId;
use crate::web::Site;
use crate::web::api::intake::Intake;
use crate::web::error::Fault;

/// Containers that are listed.
const MOST_LISTED: i64 = 100;

/// `GET /sword/v2/servicedocument`
pub(crate) async fn service(State(site): State<Site>, depositor: Depositor) -> Response {
    let text = documents::service(depositor.intake(&site));
    xml(StatusCode::OK, "application/atomsvc+xml", &text, None)
}

/// `GET /sword/v2/collection`: what was not handed in yet.
pub(crate) async fn list(State(site): State<Site>, depositor: Depositor) -> Result<Response, Fault> {
    let intake = depositor.intake(&site);
    let drafts = site.repository.drafts_before(depositor.user.id, None, MOST_LISTED).await?;
    let mut containers = Vec::new();
    for draft in &drafts {
        containers.push(Container::of(intake, draft).await?);
    }
    let text = documents::feed(intake, &depositor.user, &containers, site.repository.clock().now());
    Ok(xml(StatusCode::OK, "application/atom+xml;type=feed", &text, None))
}

/// `POST /sword/v2/collection`
pub(crate) async fn create(
    State(site): State<Site>,
    depositor: Depositor,
    received: Received,
) -> Result<Response, Fault> {
    let intake = depositor.intake(&site);
    if received.metadata.is_none() && received.file.is_none() {
        return Err(SwordError::BadRequest.told(depositor.locale, "deposit-error-none"));
    }
    let draft = begin(intake, received).await.map_err(sworded)?;
    Ok(Container::of(intake, &draft).await?.send(StatusCode::CREATED))
}

/// A draft of what came, handed in where it is complete; one that cannot be is not left behind.
async fn begin(intake: Intake<'_>, received: Received) -> Result<Draft, Fault> {
    let repository = &intake.site.repository;
    let id = repository.draft_with_content(intake.user.id, &DraftContent::default()).await?;
    let in_progress = received.in_progress;
    let begun = async { complete(intake, put(intake, id, received, true).await?, in_progress).await };
    match begun.await {
        Ok(draft) => Ok(draft),
        Err(fault) => {
            let draft = repository.draft(id, intake.user.id).await?;
            repository.delete_draft(&draft).await?;
            Err(fault)
        }
    }
}

/// Writes what came to a draft: what is stated first, so that a wrong statement takes no file.
pub(super) async fn put(intake: Intake<'_>, id: DraftId, received: Received, replaces: bool) -> Result<Draft, Fault> {
    let mut draft = intake.open_draft(id).await?;
    if let Some(stated) = &received.metadata {
        draft = intake.state(draft, stated, replaces).await?;
    }
    if let Some((name, file)) = received.file {
        intake.file(Some(id), &name, ReaderStream::new(file)).await?;
        draft = intake.open_draft(id).await?;
    }
    Ok(draft)
}

/// Hands a draft in that is complete (§9.1). Without a file it waits for one.
pub(super) async fn complete(intake: Intake<'_>, draft: Draft, in_progress: bool) -> Result<Draft, Fault> {
    if in_progress || draft.file.is_none() {
        return Ok(draft);
    }
    let repository = &intake.site.repository;
    let metadata = intake.stated(&draft)?;
    let submission = repository.hand_in_unseen(&draft, metadata, DepositOrigin::Sword).await?;
    intake.outcome(submission)?;
    Ok(repository.draft(draft.id, draft.owner).await?)
}
