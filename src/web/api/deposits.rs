//! `/api/v1/deposits`: what the account handed in.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::{Body, SayingJson, said};
use super::intake::{Intake, Related};
use super::problem::ProblemJson;
use super::schema::{DescriptionJson, FileJson};
use super::withdrawal::WithdrawalJson;
use super::{Language, Page, Problems, description, listed, page_of, private};
use crate::domain::review::Comment;
use crate::domain::user::Scope;
use crate::domain::{ArticleId, DepositId, Sha256};
use crate::service::ReviewItem;
use crate::web::error::Fault;
use crate::web::i18n::Locale;
use crate::web::member::{DepositNumber, Program};
use crate::web::pages::deposit_description::{base, own};
use crate::web::pages::description::{parse, typed};
use crate::web::{Site, SiteSettings};

/// What was handed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DepositJson {
    #[schema(value_type = i64)]
    id: DepositId,
    /// The article that it makes or made.
    #[schema(value_type = i64)]
    article: ArticleId,
    /// `draft` (taken back), `submitted`, `in_review`, `returned`, `accepted`, `published`, `rejected` or `withdrawn`.
    state: &'static str,
    title: Option<String>,
    /// RFC 3339.
    created_at: String,
    /// The page where a person follows it.
    url: String,
    file: FileJson,
    /// The description as it stands.
    metadata: DescriptionJson,
    /// Why its file cannot be read, when it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<String>,
    /// The article that it turned out to be a copy or a version of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>, nullable = false)]
    duplicate_of: Option<ArticleId>,
    /// That its depositor asks to withdraw it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    withdrawal: Option<WithdrawalJson>,
    /// What was said about it, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    comments: Vec<CommentJson>,
}

/// Something said about a deposit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CommentJson {
    /// Who said it.
    name: String,
    at: String,
    body: String,
}

/// A page of deposits.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DepositsJson {
    deposits: Vec<DepositJson>,
    /// Where the next page stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl DepositJson {
    /// A deposit as its program sees it.
    pub(crate) fn of(item: &ReviewItem, comments: &[Comment], site: &SiteSettings, locale: Locale) -> Self {
        let (deposit, metadata) = (&item.deposit, base(item).clone());
        let failure = deposit.failure.and_then(|failure| serde_json::to_value(failure).ok());
        let said = |comment: &Comment| CommentJson {
            name: comment.name.clone(),
            at: comment.at.to_string(),
            body: comment.body.clone(),
        };
        Self {
            id: deposit.id,
            article: deposit.article,
            state: item.state.code(),
            title: metadata.main_title().map(|title| title.text.clone()),
            created_at: deposit.created_at.to_string(),
            url: site.absolute(&locale.address(&format!("/depots/{}", deposit.id))),
            file: FileJson::of(&deposit.file, None),
            metadata: metadata.into(),
            failure: failure.and_then(|value| value.as_str().map(str::to_owned)),
            duplicate_of: deposit.duplicate_of,
            withdrawal: item.withdrawal.as_ref().map(WithdrawalJson::of),
            comments: comments.iter().map(said).collect(),
        }
    }
}

/// The deposits of the account, latest first.
#[utoipa::path(
    get, path = "/api/v1/deposits", operation_id = "listDeposits", tag = "deposits", params(Page),
    responses((status = 200, body = DepositsJson), Problems), security(("token" = ["read"])),
)]
pub(crate) async fn list(
    State(site): State<Site>,
    program: Program,
    Language(locale): Language,
    page: Page,
) -> Result<Response, Fault> {
    let account = program.require(Scope::Read)?;
    let found = site.repository.deposits_before(account.user.id, page.before.map(DepositId), page.limit + 1).await?;
    let number = |item: &ReviewItem| item.deposit.id.0;
    let (found, next) = page_of(&site.settings, "/api/v1/deposits", &page, found, number);
    let deposits = found.iter().map(|item| DepositJson::of(item, &[], &site.settings, locale)).collect();
    Ok(listed(&DepositsJson { deposits, next: next.clone() }, next.as_deref()))
}

/// A deposit of the account: where it stands and what was said about it.
#[utoipa::path(
    get, path = "/api/v1/deposits/{id}", operation_id = "showDeposit", tag = "deposits",
    params(("id" = i64, Path, description = "Number of the deposit")),
    responses((status = 200, body = DepositJson, headers(("ETag" = String, description = "Tag for `If-Match`"))), Problems),
    security(("token" = ["read"])),
)]
pub(crate) async fn show(
    State(site): State<Site>,
    program: Program,
    Language(locale): Language,
    DepositNumber(id): DepositNumber,
) -> Result<Response, Fault> {
    let account = program.require(Scope::Read)?;
    let item = site.repository.review_outline(id).await?;
    if item.deposit.depositor != Some(account.user.id) {
        return Err(Fault::not_found());
    }
    let comments = site.repository.comments(id).await?;
    let shown = DepositJson::of(&item, &comments, &site.settings, locale);
    Ok(private(StatusCode::OK, &shown, None, Some(&tag(&item)?)))
}

/// The tag of a deposit as it stands: its state, its file and its description.
fn tag(item: &ReviewItem) -> Result<String, Fault> {
    let description = serde_json::to_vec(base(item)).map_err(Fault::internal)?;
    let text = [item.state.code().as_bytes(), item.deposit.file.sha256.as_str().as_bytes(), &description].concat();
    Ok(format!("\"d{}\"", Sha256::of(&text).as_str().get(..16).unwrap_or_default()))
}

/// Corrects the description of a deposit that waits for a curator or was sent back (RFC 7396).
#[utoipa::path(
    patch, path = "/api/v1/deposits/{id}", operation_id = "changeDeposit", tag = "deposits",
    params(
        ("id" = i64, Path, description = "Number of the deposit"),
        ("If-Match" = Option<String>, Header, description = "Tag of the deposit that the change is about; another one is refused"),
    ),
    request_body(content((SayingJson = "application/merge-patch+json"), (SayingJson = "application/json"))),
    responses((status = 200, body = DepositJson), (status = 412, body = ProblemJson, content_type = "application/problem+json", description = "The deposit changed since"), Problems), security(("token" = ["deposit"])),
)]
pub(crate) async fn change(
    State(site): State<Site>,
    program: Program,
    Language(locale): Language,
    DepositNumber(id): DepositNumber,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    let user = &program.require(Scope::Deposit)?.user;
    let intake = Intake { site: &site, user, locale };
    let item = own(&site, user, id).await?;
    super::body::unchanged_since(&headers, &tag(&item)?)?;
    let saying = said(&intake, &body.json()?)?;
    if saying.related != Related::Unsaid {
        return Err(intake.invalid(vec![("/version_of".to_owned(), locale.text("api-key"))]));
    }
    if let Some(stated) = &saying.metadata {
        let before = base(&item);
        let stated = description::read(Some(before), stated, locale).map_err(|faults| intake.invalid(faults))?;
        let kept = crate::domain::Metadata { copies: before.copies.clone(), ..before.clone() };
        let metadata = parse::parse(&typed(&stated.metadata), &kept, site.repository.clock().today());
        let wrong = |errors| intake.invalid(description::faults(&errors, None, &stated.metadata, locale));
        let metadata = metadata.map_err(wrong)?;
        if super::body::is_conditional(&headers) {
            site.repository.revise_seen(&item, user.id, &metadata).await.map_err(super::body::changed_or)?;
        } else {
            site.repository.revise_own(id, user.id, &metadata).await?;
        }
    }
    let item = site.repository.review_outline(id).await?;
    let shown = DepositJson::of(&item, &[], &site.settings, locale);
    Ok(private(StatusCode::OK, &shown, None, Some(&tag(&item)?)))
}
