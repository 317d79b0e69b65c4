//! `/api/v1/drafts`: deposits that are being written, by programs.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::{Body, said};
use super::intake::Intake;
use super::problem::{FieldProblemJson, ProblemJson};
use super::schema::{DescriptionJson, FileJson};
use super::{Language, Page, Problems, description, page_of, private};
use crate::domain::draft::Draft;
use crate::domain::user::Scope;
use crate::domain::{ArticleId, DepositId};
use crate::service::{Lookalike, proposed};
use crate::web::error::Fault;
use crate::web::member::{DraftNumber, Program};
use crate::web::pages::deposit::save;
use crate::web::{Site, SiteSettings};

/// A deposit that is being written.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DraftJson {
    #[schema(value_type = i64)]
    id: crate::domain::ids::DraftId,
    url: String,
    /// The page where a person can go on with it.
    page: String,
    /// `no_file`, `reading` (its file is being read), `unreadable`, `ready` (to be completed or handed in) or `handed_in`.
    state: &'static str,
    /// Raised with every change.
    revision: i64,
    /// RFC 3339.
    updated_at: String,
    file: Option<FileJson>,
    /// The description as it stands: what was stated, and behind it what was read.
    metadata: DescriptionJson,
    /// What keeps it from being handed in.
    missing: Vec<FieldProblemJson>,
    /// Articles here that it may be.
    lookalikes: Vec<LookalikeJson>,
    /// The article that it is another version of.
    #[schema(value_type = Option<i64>)]
    version_of: Option<ArticleId>,
    /// The deposit that it became.
    #[schema(value_type = Option<i64>)]
    deposit: Option<DepositId>,
}

/// An article that a draft may be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LookalikeJson {
    #[schema(value_type = i64)]
    article: ArticleId,
    title: Option<String>,
    state: &'static str,
    url: String,
}

/// A page of drafts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DraftsJson {
    drafts: Vec<DraftJson>,
    /// Where the next page stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl LookalikeJson {
    fn of(like: &Lookalike, site: &SiteSettings) -> Self {
        Self {
            article: like.article,
            title: like.metadata.main_title().map(|title| title.text.clone()),
            state: like.state.code(),
            url: site.absolute(&format!("/articles/{}", like.article)),
        }
    }
}

fn state_of(draft: &Draft) -> &'static str {
    match draft {
        Draft { deposit: Some(_), .. } => "handed_in",
        Draft { file: None, .. } => "no_file",
        Draft { failure: Some(_), .. } => "unreadable",
        Draft { found: None, .. } => "reading",
        _ => "ready",
    }
}

/// The tag of a draft as it stands: its description and its file. What is read from the file does not raise it, or whoever
/// changes a draft while its file is being read would be refused for nothing they could know.
fn tag(draft: &Draft) -> String {
    let file = draft.file.as_ref().and_then(|file| file.sha256.as_str().get(..12)).unwrap_or("none");
    format!("\"r{}-{file}\"", draft.revision)
}

impl Intake<'_> {
    async fn shown(&self, draft: &Draft) -> Result<DraftJson, Fault> {
        let (site, today) = (&self.site.settings, self.site.repository.clock().today());
        let base = proposed(&draft.content, draft.found.as_ref());
        let missing = match save::ready(draft, today, true) {
            _ if draft.deposit.is_some() => Vec::new(),
            Ok(_) => Vec::new(),
            Err(errors) => description::faults(&errors, None, &base, self.locale),
        };
        let metadata = save::described(draft, today).unwrap_or(base);
        let lookalikes = match (draft.deposit, draft.content.version_of) {
            (None, None) => self.site.repository.lookalikes(draft, &metadata).await?,
            _ => Vec::new(),
        };
        Ok(DraftJson {
            id: draft.id,
            url: site.absolute(&format!("/api/v1/drafts/{}", draft.id)),
            page: site.absolute(&self.locale.address(&format!("/deposer/{}", draft.id))),
            state: state_of(draft),
            revision: draft.revision,
            updated_at: draft.updated_at.to_string(),
            file: draft.file.as_ref().map(|file| FileJson::of(file, None)),
            metadata: metadata.into(),
            missing: missing.into_iter().map(|(pointer, detail)| FieldProblemJson { pointer, detail }).collect(),
            lookalikes: lookalikes.iter().map(|like| LookalikeJson::of(like, site)).collect(),
            version_of: draft.content.version_of,
            deposit: draft.deposit,
        })
    }

    pub(super) async fn send(&self, status: StatusCode, draft: &Draft) -> Result<Response, Fault> {
        let shown = self.shown(draft).await?;
        let made = (status == StatusCode::CREATED).then(|| shown.url.clone());
        Ok(private(status, &shown, made.as_deref(), Some(&tag(draft))))
    }
}

/// Begins a deposit: with a file, a description, or both.
///
/// A form (`multipart/form-data`) has the description in its part `metadata`, as JSON, before the file in its part `file`.
/// The file is read within seconds; what is found fills what was not stated.
#[utoipa::path(
    post, path = "/api/v1/drafts", operation_id = "createDraft", tag = "drafts",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same request within a day, it gets the answer to the first one"),
        ("Content-Disposition" = Option<String>, Header, description = "Name of the file: `attachment; filename=\"article.pdf\"`"),
    ),
    request_body(content(
        (super::body::SayingJson = "application/json"),
        (super::body::FormJson = "multipart/form-data"),
        (String = "application/pdf"),
        (String = "application/jats+xml"),
    )),
    responses(
        (status = 201, body = DraftJson, headers(("Location" = String, description = "Address of the draft"))),
        Problems,
    ),
    security(("token" = ["deposit"])),
)]
pub(crate) async fn create(
    State(site): State<Site>,
    program: Program,
    Language(locale): Language,
    body: Body,
) -> Result<Response, Fault> {
    let intake = Intake::of(&site, &program, Scope::Deposit, locale)?;
    let draft = match body {
        Body::Json(bytes) => {
            let saying = said(&intake, &bytes)?;
            let content = intake.content(None, &saying).await?;
            site.repository.draft_with_content(intake.user.id, &content).await?
        }
        Body::File(name, bytes) => intake.file(None, &name, bytes).await?,
        Body::Form(mut form) => form.begin(&intake).await?,
    };
    let draft = site.repository.draft(draft, intake.user.id).await?;
    intake.send(StatusCode::CREATED, &draft).await
}

/// The drafts of the account that were not handed in, latest first.
#[utoipa::path(
    get, path = "/api/v1/drafts", operation_id = "listDrafts", tag = "drafts", params(Page),
    responses((status = 200, body = DraftsJson), Problems), security(("token" = ["read"])),
)]
pub(crate) async fn list(
    State(site): State<Site>,
    program: Program,
    Language(locale): Language,
    page: Page,
) -> Result<Response, Fault> {
    let intake = Intake::of(&site, &program, Scope::Read, locale)?;
    let before = page.before.map(crate::domain::ids::DraftId);
    let found = site.repository.drafts_before(intake.user.id, before, page.limit + 1).await?;
    let (found, next) = page_of(&site.settings, "/api/v1/drafts", &page, found, |draft: &Draft| draft.id.0);
    let mut drafts = Vec::new();
    for draft in &found {
        drafts.push(intake.shown(draft).await?);
    }
    Ok(super::listed(&DraftsJson { drafts, next: next.clone() }, next.as_deref()))
}

/// A draft: how far it is, its description, and what it lacks.
#[utoipa::path(
    get, path = "/api/v1/drafts/{id}", operation_id = "showDraft", tag = "drafts",
    params(("id" = i64, Path, description = "Number of the draft")),
    responses((status = 200, body = DraftJson, headers(("ETag" = String, description = "Tag for `If-Match`"))), Problems),
    security(("token" = ["read"])),
)]
pub(crate) async fn show(
    State(site): State<Site>,
    program: Program,
    Language(locale): Language,
    DraftNumber(id): DraftNumber,
) -> Result<Response, Fault> {
    let intake = Intake::of(&site, &program, Scope::Read, locale)?;
    let draft = site.repository.draft(id, intake.user.id).await?;
    intake.send(StatusCode::OK, &draft).await
}

/// Changes the description of a draft (RFC 7396): what is not named stays, `null` empties.
#[utoipa::path(
    patch, path = "/api/v1/drafts/{id}", operation_id = "changeDraft", tag = "drafts",
    params(
        ("id" = i64, Path, description = "Number of the draft"),
        ("If-Match" = Option<String>, Header, description = "Tag of the draft that the change is about; another one is refused"),
    ),
    request_body(content(
        (super::body::SayingJson = "application/merge-patch+json"), (super::body::SayingJson = "application/json"),
    )),
    responses((status = 200, body = DraftJson), (status = 412, body = ProblemJson, content_type = "application/problem+json", description = "The draft changed since"), Problems),
    security(("token" = ["deposit"])),
)]
pub(crate) async fn change(
    State(site): State<Site>,
    program: Program,
    Language(locale): Language,
    DraftNumber(id): DraftNumber,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    let intake = Intake::of(&site, &program, Scope::Deposit, locale)?;
    let draft = intake.open_draft(id).await?;
    super::body::unchanged_since(&headers, &tag(&draft))?;
    let saying = said(&intake, &body.json()?)?;
    let draft = if super::body::is_conditional(&headers) {
        intake.say_seen(&draft, &saying).await?
    } else {
        intake.say(draft, &saying).await?
    };
    intake.send(StatusCode::OK, &draft).await
}

/// Gives a draft its file, in place of the one it has.
#[utoipa::path(
    put, path = "/api/v1/drafts/{id}/file", operation_id = "putDraftFile", tag = "drafts",
    params(
        ("id" = i64, Path, description = "Number of the draft"),
        ("Content-Disposition" = Option<String>, Header, description = "Name of the file: `attachment; filename=\"article.pdf\"`"),
        ("If-Match" = Option<String>, Header, description = "Tag of the draft that the change is about; another one is refused"),
    ),
    request_body(content((String = "application/pdf"), (String = "application/jats+xml"))),
    responses((status = 200, body = DraftJson), (status = 412, body = ProblemJson, content_type = "application/problem+json", description = "The draft changed since"), Problems), security(("token" = ["deposit"])),
)]
pub(crate) async fn put_file(
    State(site): State<Site>,
    program: Program,
    Language(locale): Language,
    DraftNumber(id): DraftNumber,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    let intake = Intake::of(&site, &program, Scope::Deposit, locale)?;
    let draft = intake.open_draft(id).await?;
    super::body::unchanged_since(&headers, &tag(&draft))?;
    let (name, bytes) = body.file()?;
    let draft = if super::body::is_conditional(&headers) {
        intake.file_seen(&draft, &name, bytes).await?
    } else {
        intake.file(Some(draft.id), &name, bytes).await?
    };
    let draft = site.repository.draft(draft, intake.user.id).await?;
    intake.send(StatusCode::OK, &draft).await
}

/// Throws a draft away; what was handed in stays.
#[utoipa::path(
    delete, path = "/api/v1/drafts/{id}", operation_id = "deleteDraft", tag = "drafts",
    params(
        ("id" = i64, Path, description = "Number of the draft"),
        ("If-Match" = Option<String>, Header, description = "Tag of the draft that the change is about; another one is refused"),
    ),
    responses((status = 204, description = "It is gone"), (status = 412, body = ProblemJson, content_type = "application/problem+json", description = "The draft changed since"), Problems), security(("token" = ["deposit"])),
)]
pub(crate) async fn delete(
    State(site): State<Site>,
    program: Program,
    Language(locale): Language,
    DraftNumber(id): DraftNumber,
    headers: HeaderMap,
) -> Result<StatusCode, Fault> {
    let intake = Intake::of(&site, &program, Scope::Deposit, locale)?;
    let draft = intake.open_draft(id).await?;
    super::body::unchanged_since(&headers, &tag(&draft))?;
    if super::body::is_conditional(&headers) {
        site.repository.delete_seen_draft(&draft).await.map_err(super::body::changed_or)?;
    } else {
        site.repository.delete_draft(&draft).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Hands a draft in: a curator decides about it.
///
/// Waits for the file to be read. What is missing or wrong is told, each at its place.
#[utoipa::path(
    post, path = "/api/v1/drafts/{id}/submission", operation_id = "submitDraft", tag = "drafts",
    params(
        ("id" = i64, Path, description = "Number of the draft"),
        ("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same request within a day, it gets the answer to the first one"),
        ("If-Match" = Option<String>, Header, description = "Tag of the draft that the change is about; another one is refused"),
    ),
    request_body(content((super::body::SubmissionJson = "application/json"))),
    responses(
        (status = 412, body = ProblemJson, content_type = "application/problem+json", description = "The draft changed since"),
        (status = 201, body = super::deposits::DepositJson, headers(("Location" = String, description = "Address of the deposit"))),
        Problems,
    ),
    security(("token" = ["deposit"])),
)]
pub(crate) async fn submit(
    State(site): State<Site>,
    program: Program,
    Language(locale): Language,
    DraftNumber(id): DraftNumber,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    let intake = Intake::of(&site, &program, Scope::Deposit, locale)?;
    let draft = intake.open_draft(id).await?;
    super::body::unchanged_since(&headers, &tag(&draft))?;
    let rights = super::body::confirms_rights(&intake, &body.json()?)?;
    let deposit = intake.hand_in(draft, rights, super::body::is_conditional(&headers)).await?;
    let item = site.repository.review_outline(deposit).await?;
    let shown = super::deposits::DepositJson::of(&item, &[], &site.settings, locale);
    let address = site.settings.absolute(&format!("/api/v1/deposits/{deposit}"));
    Ok(private(StatusCode::CREATED, &shown, Some(&address), None))
}
