//! Taking a public article away: a curator says why, a tombstone with the reason stays.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::description::{self, FieldView};
use super::view::{self, Text};
use crate::domain::{Article, ArticleId};
use crate::service::{Kind, Shown};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Id;
use crate::web::form::{FieldErrors, Fields};
use crate::web::member::Curator;
use crate::web::page::{Cache, Frame};

/// The form that asks for the reason.
#[derive(Debug, Template)]
#[template(path = "withdraw.html")]
pub(crate) struct WithdrawPage<'a> {
    frame: &'a Frame,
    title: Text,
    article_href: String,
    reason: FieldView,
    errors: Vec<(&'static str, String)>,
}

impl<'a> WithdrawPage<'a> {
    /// The form for an article.
    pub(crate) fn new(frame: &'a Frame, article: &Article, fields: &Fields, errors: &FieldErrors) -> Self {
        Self {
            frame,
            title: view::title(&article.version.metadata, frame.locale),
            article_href: frame.href(&format!("/articles/{}", article.id)),
            reason: description::comment("raison", fields, errors, frame.locale),
            errors: errors.summary(frame.locale),
        }
    }
}

/// `GET /articles/{id}/retrait`
pub(crate) async fn show(
    State(site): State<Site>,
    Curator { frame, .. }: Curator,
    Id(id): Id,
) -> Result<Response, Fault> {
    let article = public(&site, id).await?;
    frame.send(&WithdrawPage::new(&frame, &article, &Fields::default(), &FieldErrors::default()), Cache::Never)
}

/// `POST /articles/{id}/retrait`
pub(crate) async fn send(
    State(site): State<Site>,
    Curator { frame, user }: Curator,
    Id(id): Id,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let article = public(&site, id).await?;
    let errors = match (fields.is_ours(&site, &headers), fields.text("raison").is_empty()) {
        (false, _) => FieldErrors::one("raison", "form-stale"),
        (true, true) => FieldErrors::one("raison", "form-reason-none"),
        (true, false) => {
            site.repository.withdraw(id, Some(user.id), &fields.text("raison")).await?;
            return Ok(Redirect::to(&frame.href(&format!("/articles/{id}"))).into_response());
        }
    };
    let page = WithdrawPage::new(&frame, &article, &fields, &errors);
    frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)
}

async fn public(site: &Site, id: ArticleId) -> Result<Box<Article>, Fault> {
    match site.repository.show(id).await? {
        Shown::Article(article) => Ok(article),
        Shown::Tombstone(_) => Err(Fault::of(Kind::Gone)),
    }
}
