//! One decision on exceptions for several articles: the same motive, proof and last day, by the rules of each.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::act::chosen;
use crate::domain::ArticleId;
use crate::domain::verdict::Outcome;
use crate::service::{DeskLine, Error};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::form::{FieldErrors, Fields};
use crate::web::member::DeskMember;
use crate::web::page::{Cache, Frame};
use crate::web::pages::awards::outcome_key;
use crate::web::pages::description::FieldView;
use crate::web::pages::exception;
use crate::web::pages::view::{self, Text};

/// The form, with the articles that it is about.
#[derive(Debug, Template)]
#[template(path = "desk_exceptions.html")]
pub(crate) struct ExceptionsPage<'a> {
    frame: &'a Frame,
    articles: Vec<Line>,
    fields: Vec<FieldView>,
    errors: Vec<(&'static str, String)>,
    refused: Vec<(String, String)>,
    granted: Option<String>,
    back: String,
}

#[derive(Debug)]
struct Line {
    id: String,
    title: Text,
    computed: String,
}

fn line(line: &DeskLine, frame: &Frame) -> Line {
    let computed = Outcome::from_code(&line.row.outcome).map(|outcome| frame.t(&outcome_key(outcome)));
    Line {
        id: line.article.id.to_string(),
        title: view::title(&line.article.version.metadata, frame.locale),
        computed: computed.unwrap_or_default(),
    }
}

/// The form about some articles.
pub(super) async fn form(
    site: &Site,
    member: &DeskMember,
    articles: &[ArticleId],
    fields: &Fields,
    errors: &FieldErrors,
) -> Result<Response, Fault> {
    let frame = &member.frame;
    let lines = site.repository.desk_selection(&member.desk, articles).await?;
    let page = ExceptionsPage {
        frame,
        articles: lines.iter().map(|one| line(one, frame)).collect(),
        fields: exception::form_of_several(fields, errors, frame.locale),
        errors: errors.summary(frame.locale),
        refused: Vec::new(),
        granted: None,
        back: frame.href(super::PATH),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    frame.send_as(status, &page, Cache::Never)
}

/// `POST /conformite/suivi/exceptions`
pub(crate) async fn grant(
    State(site): State<Site>,
    member: DeskMember,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let (frame, articles) = (&member.frame, chosen(&fields));
    if !frame.may_review() {
        return Err(Fault::wrong_role());
    }
    let read = if !fields.is_ours(&site, &headers) {
        Err(FieldErrors::one("explication", "form-stale"))
    } else if articles.is_empty() {
        Err(FieldErrors::one("explication", "desk-error-none"))
    } else {
        exception::request(&fields)
    };
    let request = match read {
        Ok(request) => request,
        Err(errors) => return form(&site, &member, &articles, &fields, &errors).await,
    };
    let (done, refused) = site.repository.act_on_exceptions(&articles, member.user.id, &request).await?;
    if refused.is_empty() {
        let pairs = [("exception".to_owned(), done.to_string())];
        return Ok(Redirect::to(&crate::web::address::with_pairs(&frame.href(super::PATH), &pairs)).into_response());
    }
    let left: Vec<_> = refused.iter().map(|(article, _)| *article).collect();
    let lines = site.repository.desk_selection(&member.desk, &left).await?;
    let why = |(article, error): &(ArticleId, Error)| {
        let title = lines.iter().find(|line| line.article.id == *article);
        let title = title.map(|line| view::title(&line.article.version.metadata, frame.locale).text);
        let text = match error {
            Error::Exception(refusal) => exception::refused(*refusal).summary(frame.locale).remove(0).1,
            _ => frame.t("desk-exception-refused"),
        };
        (title.unwrap_or_else(|| article.to_string()), text)
    };
    let page = ExceptionsPage {
        frame,
        articles: lines.iter().map(|one| line(one, frame)).collect(),
        fields: exception::form_of_several(&fields, &FieldErrors::default(), frame.locale),
        errors: Vec::new(),
        refused: refused.iter().map(why).collect(),
        granted: (done > 0)
            .then(|| frame.locale.text_count("desk-done-exception", u64::try_from(done).unwrap_or_default())),
        back: frame.href(super::PATH),
    };
    frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)
}
