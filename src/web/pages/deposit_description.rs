//! The description of a deposit, corrected by its depositor: the same fields that curators see, without sending the file
//! again. Who is trusted may publish from here.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::conversation::notes;
use super::description::{self, Group, parse};
use super::progress;
use super::view::Text;
use crate::domain::user::User;
use crate::domain::{ArticleState, DepositId, Metadata};
use crate::service::{Kind, ReviewItem};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::form::{FieldErrors, Fields};
use crate::web::member::{DepositNumber, Member};
use crate::web::page::{Cache, Frame};

/// The page.
#[derive(Debug, Template)]
#[template(path = "deposit_description.html")]
pub(crate) struct DescriptionPage<'a> {
    frame: &'a Frame,
    title: Text,
    back: String,
    errors: Vec<(&'static str, String)>,
    /// What curators said about fields.
    notes: Vec<(String, String, String)>,
    groups: Vec<Group>,
    answer: String,
    may_publish: bool,
}

impl<'a> DescriptionPage<'a> {
    /// The page with what was typed.
    pub(crate) fn new(
        frame: &'a Frame,
        item: &ReviewItem,
        fields: &Fields,
        errors: &FieldErrors,
        notes: Vec<(String, String, String)>,
        may_publish: bool,
    ) -> Self {
        Self {
            frame,
            title: progress::title(item, frame.locale),
            back: frame.href(&format!("/depots/{}", item.deposit.id)),
            errors: errors.summary(frame.locale),
            notes,
            groups: description::groups(fields, errors, frame.locale),
            answer: fields.raw("message").to_owned(),
            may_publish,
        }
    }
}

/// A deposit that its own depositor may correct now.
pub(crate) async fn own(site: &Site, user: &User, id: DepositId) -> Result<ReviewItem, Fault> {
    let item = site.repository.review_outline(id).await?;
    let open = matches!(item.state, ArticleState::InReview | ArticleState::Returned);
    if item.deposit.depositor != Some(user.id) {
        return Err(Fault::not_found());
    }
    if open { Ok(item) } else { Err(Fault::of(Kind::Conflict)) }
}

/// The description of a deposit as it stands.
pub(crate) fn base(item: &ReviewItem) -> &Metadata {
    item.article.as_ref().map_or(&item.deposit.metadata, |article| &article.version.metadata)
}

/// `GET /depots/{id}/description`
pub(crate) async fn show(
    State(site): State<Site>,
    Member { frame, user }: Member,
    DepositNumber(id): DepositNumber,
) -> Result<Response, Fault> {
    let item = own(&site, &user, id).await?;
    page(&site, &frame, &user, &item, &description::typed(base(&item)), &FieldErrors::default()).await
}

/// `POST /depots/{id}/description`
pub(crate) async fn send(
    State(site): State<Site>,
    Member { frame, user }: Member,
    DepositNumber(id): DepositNumber,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let item = own(&site, &user, id).await?;
    if !fields.is_ours(&site, &headers) {
        return page(&site, &frame, &user, &item, &fields, &FieldErrors::one("decision", "form-stale")).await;
    }
    let publish = fields.raw("decision") == "publier";
    let read = if publish { parse::parse_complete } else { parse::parse };
    let metadata = match read(&fields, base(&item), frame.today) {
        Ok(metadata) => metadata,
        Err(errors) => return page(&site, &frame, &user, &item, &fields, &errors).await,
    };
    let answer = fields.text("message");
    if !answer.is_empty() {
        site.repository.comment(id, &user, None, &answer).await?;
    }
    let done = if publish {
        site.repository.publish_own(id, user.id, &metadata).await
    } else {
        site.repository.revise_own(id, user.id, &metadata).await
    };
    match done {
        Ok(()) => Ok(Redirect::to(&frame.href(&format!("/depots/{id}"))).into_response()),
        Err(error) if error.kind() == Kind::Conflict => {
            page(&site, &frame, &user, &item, &fields, &FieldErrors::one("doi", "form-doi-taken")).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    site: &Site,
    frame: &Frame,
    user: &User,
    item: &ReviewItem,
    fields: &Fields,
    errors: &FieldErrors,
) -> Result<Response, Fault> {
    let comments = site.repository.comments(item.deposit.id).await?;
    let may_publish = site.repository.account(user.id).await?.is_trusted;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let notes = notes(frame, item, &comments);
    let page = DescriptionPage::new(frame, item, fields, errors, notes, may_publish);
    frame.send_as(status, &page, Cache::Never)
}
