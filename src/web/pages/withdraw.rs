//! Taking a public article away: a curator says why, a tombstone with the reason stays.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::description::{self, FieldView};
use super::view::{self, Text};
use crate::domain::clock::quebec_date;
use crate::domain::review::WithdrawalRequest;
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
    /// Who asks for it since when, and why.
    asked: Option<(String, String)>,
    reason: FieldView,
    errors: Vec<(&'static str, String)>,
}

impl<'a> WithdrawPage<'a> {
    /// The form for an article.
    pub(crate) fn new(
        frame: &'a Frame,
        article: &Article,
        asked: Option<&WithdrawalRequest>,
        fields: &Fields,
        errors: &FieldErrors,
    ) -> Self {
        let words = |asked: &WithdrawalRequest| {
            let day = frame.locale.day(quebec_date(asked.at));
            let name = Some(asked.name.clone()).filter(|name| !name.is_empty());
            let name = name.unwrap_or_else(|| frame.t("thread-gone"));
            let since = frame.locale.text_with("withdrawal-asked-by", &[("name", &name), ("date", &day)]);
            (since, asked.reason.clone())
        };
        Self {
            frame,
            title: view::title(&article.version.metadata, frame.locale),
            article_href: frame.href(&format!("/articles/{}", article.id)),
            asked: asked.map(words),
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
    let asked = site.repository.withdrawal_asked(id).await?;
    // What the depositor says is what the tombstone will say, unless the curator finds other words.
    let reason = asked.as_ref().map(|asked| ("raison".to_owned(), asked.reason.clone()));
    let fields = Fields::of(reason.into_iter().collect());
    frame.send(&WithdrawPage::new(&frame, &article, asked.as_ref(), &fields, &FieldErrors::default()), Cache::Never)
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
        (true, false) if fields.raw("action") == "decliner" => {
            match site.repository.decline_withdrawal(id, user.id, &fields.text("raison")).await {
                Ok(()) => return Ok(Redirect::to(&format!("{}?fait=decline", frame.href("/revision"))).into_response()),
                Err(error) if error.kind() == Kind::Invalid => FieldErrors::one("raison", "back-reason-long"),
                Err(error) => return Err(error.into()),
            }
        }
        (true, false) => {
            site.repository.withdraw(id, Some(user.id), &fields.text("raison")).await?;
            return Ok(Redirect::to(&frame.href(&format!("/articles/{id}"))).into_response());
        }
    };
    let asked = site.repository.withdrawal_asked(id).await?;
    let page = WithdrawPage::new(&frame, &article, asked.as_ref(), &fields, &errors);
    frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)
}

async fn public(site: &Site, id: ArticleId) -> Result<Box<Article>, Fault> {
    match site.repository.show(id).await? {
        Shown::Article(article) => Ok(article),
        Shown::Tombstone(_) => Err(Fault::of(Kind::Gone)),
    }
}
