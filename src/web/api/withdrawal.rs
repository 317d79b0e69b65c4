//! `/api/v1/deposits/{id}/withdrawal`, and the end of a deposit: what a depositor wants back.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::body::Body;
use super::deposits::DepositJson;
use super::drafts::DraftJson;
use super::intake::Intake;
use super::{Language, Problems, private};
use crate::domain::DepositId;
use crate::domain::review::WithdrawalRequest;
use crate::domain::user::Scope;
use crate::service::{Error, Kind, ReviewItem};
use crate::web::Site;
use crate::web::error::{Fault, Told};
use crate::web::member::{DepositNumber, Program};

/// Why an article is to be withdrawn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonJson {
    /// In the depositor's words, 1 to 2,000 characters. Once granted, it may stand at the address of the article for ever.
    reason: String,
}

/// That the depositor asks to withdraw the article, while nobody has decided that.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WithdrawalJson {
    reason: String,
    /// RFC 3339.
    asked_at: String,
}

impl WithdrawalJson {
    pub(super) fn of(asked: &WithdrawalRequest) -> Self {
        Self { reason: asked.reason.clone(), asked_at: asked.at.to_string() }
    }
}

/// Takes a deposit back that nobody has decided: it is a draft again, with everything that it said.
///
/// What was decided is not taken back: ask for a withdrawal of what is public.
#[utoipa::path(
    delete, path = "/api/v1/deposits/{id}", operation_id = "takeDepositBack", tag = "deposits",
    params(("id" = i64, Path, description = "Number of the deposit")),
    responses((status = 200, body = DraftJson, description = "The draft that it is again"), Problems),
    security(("token" = ["deposit"])),
)]
pub(crate) async fn take_back(
    State(site): State<Site>,
    program: Program,
    Language(locale): Language,
    DepositNumber(id): DepositNumber,
) -> Result<Response, Fault> {
    let intake = Intake::of(&site, &program, Scope::Deposit, locale)?;
    let taken = site.repository.take_back(id, intake.user.id).await;
    let draft = taken.map_err(|error| decided(&intake, error, "api-decided"))?;
    let draft = site.repository.draft(draft, intake.user.id).await?;
    intake.send(StatusCode::OK, &draft).await
}

/// Asks that a public article be withdrawn: a curator decides.
#[utoipa::path(
    post, path = "/api/v1/deposits/{id}/withdrawal", operation_id = "askWithdrawal", tag = "deposits",
    params(
        ("id" = i64, Path, description = "Number of the deposit"),
        ("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same request within a day, it gets the answer to the first one"),
    ),
    request_body(content((ReasonJson = "application/json"))),
    responses((status = 202, body = DepositJson), Problems), security(("token" = ["deposit"])),
)]
pub(crate) async fn ask(
    State(site): State<Site>,
    program: Program,
    Language(locale): Language,
    DepositNumber(id): DepositNumber,
    body: Body,
) -> Result<Response, Fault> {
    let intake = Intake::of(&site, &program, Scope::Deposit, locale)?;
    site.repository.own_deposit(id, intake.user.id).await?;
    let wrong = || intake.invalid(vec![("/reason".to_owned(), locale.text("api-reason"))]);
    let value: Value = serde_json::from_slice(&body.json()?).map_err(|_| wrong())?;
    let said: ReasonJson = match serde_json::from_value(value.clone()) {
        Ok(said) if value.is_object() => said,
        _ => return Err(wrong()),
    };
    let reason = crate::web::form::clean(&said.reason);
    match site.repository.ask_withdrawal(id, intake.user.id, &reason).await {
        Ok(()) => shown(&intake, id, StatusCode::ACCEPTED).await,
        Err(error) if error.kind() == Kind::Invalid => Err(wrong()),
        Err(error) => Err(decided(&intake, error, "api-not-public")),
    }
}

/// Calls the request for a withdrawal back.
#[utoipa::path(
    delete, path = "/api/v1/deposits/{id}/withdrawal", operation_id = "callWithdrawalBack", tag = "deposits",
    params(("id" = i64, Path, description = "Number of the deposit")),
    responses((status = 200, body = DepositJson), Problems), security(("token" = ["deposit"])),
)]
pub(crate) async fn call_back(
    State(site): State<Site>,
    program: Program,
    Language(locale): Language,
    DepositNumber(id): DepositNumber,
) -> Result<Response, Fault> {
    let intake = Intake::of(&site, &program, Scope::Deposit, locale)?;
    site.repository.call_withdrawal_back(id, intake.user.id).await?;
    shown(&intake, id, StatusCode::OK).await
}

async fn shown(intake: &Intake<'_>, id: DepositId, status: StatusCode) -> Result<Response, Fault> {
    let item: ReviewItem = intake.site.repository.review_outline(id).await?;
    let deposit = DepositJson::of(&item, &[], &intake.site.settings, intake.locale);
    Ok(private(status, &deposit, None, None))
}

/// What a step that the state of the deposit does not allow is told as.
fn decided(intake: &Intake<'_>, error: Error, key: &str) -> Fault {
    match error.kind() {
        Kind::Conflict => {
            let told = Told { code: "state", detail: intake.locale.text(key), ..Told::default() };
            Fault::told(Kind::Conflict, told)
        }
        _ => error.into(),
    }
}
