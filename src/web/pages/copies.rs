//! Asking for a copy of a file under embargo, answering, and fetching it. Links of messages only show; buttons act.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::sign_in::{with_form_cookie, with_form_secret};
use super::view::{self, Text};
use crate::domain::Article;
use crate::service::{Kind, Shown};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::{Id, Pairs};
use crate::web::form::Fields;
use crate::web::page::{Cache, Frame, set};
use crate::web::visits::Visitor;

/// The form that asks for a copy, or word that the request is on its way.
#[derive(Debug, Template)]
#[template(path = "copy_ask.html")]
pub(crate) struct CopyAskPage<'a> {
    frame: &'a Frame,
    title: Text,
    article_href: String,
    sent: bool,
    email: String,
    message: String,
    error: Option<String>,
}

impl<'a> CopyAskPage<'a> {
    /// The form.
    pub(crate) fn new(frame: &'a Frame, article: &Article, fields: &Fields, error: Option<&str>) -> Self {
        Self {
            frame,
            title: view::title(&article.version.metadata, frame.locale),
            article_href: frame.href(&format!("/articles/{}", article.id)),
            sent: false,
            email: fields.text("courriel"),
            message: fields.text("message"),
            error: error.map(|key| frame.t(key)),
        }
    }

    /// Word that the request is on its way.
    pub(crate) fn sent(self) -> Self {
        Self { sent: true, ..self }
    }
}

/// What the page behind a link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Telling {
    /// A request to answer: who asks, and why.
    Answer {
        /// Address of the reader.
        email: String,
        /// The reader's words.
        message: String,
    },
    /// It is answered.
    Answered,
    /// A file to fetch.
    Fetch,
    /// The link gives nothing any more.
    Gone,
}

/// The page behind a link.
#[derive(Debug, Template)]
#[template(path = "copy_link.html")]
pub(crate) struct CopyLinkPage<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) telling: Telling,
    pub(crate) title: Option<Text>,
    pub(crate) token: String,
}

impl<'a> CopyLinkPage<'a> {
    fn new(frame: &'a Frame, telling: Telling, article: Option<&Article>, token: &str) -> Self {
        let title = article.map(|article| view::title(&article.version.metadata, frame.locale));
        Self { frame, telling, title, token: token.to_owned() }
    }
}

/// An article whose depositor can be asked.
async fn asked_for(site: &Site, id: crate::domain::ArticleId) -> Result<Box<Article>, Fault> {
    match site.repository.show(id).await? {
        Shown::Article(article) if site.repository.takes_copy_requests(&article).await? => Ok(Box::new(*article)),
        _ => Err(Fault::not_found()),
    }
}

/// `GET /articles/{id}/copie`
pub(crate) async fn show(State(site): State<Site>, frame: Frame, Id(id): Id, pairs: Pairs) -> Result<Response, Fault> {
    let article = asked_for(&site, id).await?;
    let (frame, secret) = with_form_secret(frame)?;
    let page = CopyAskPage::new(&frame, &article, &Fields::default(), None);
    let page = if pairs.first("fait") == "envoye" { page.sent() } else { page };
    Ok(with_form_cookie(&site, frame.send(&page, Cache::Never)?, &secret))
}

/// `POST /articles/{id}/copie`
pub(crate) async fn ask(
    State(site): State<Site>,
    frame: Frame,
    Id(id): Id,
    visitor: Visitor,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let article = asked_for(&site, id).await?;
    let language = frame.locale.lang();
    let key = if fields.is_ours(&site, &headers) {
        let (email, message) = (fields.text("courriel"), fields.text("message"));
        match site.repository.ask_for_copy(id, (&email, &message), language, &visitor.client()).await {
            Ok(()) => {
                let here = frame.href(&format!("/articles/{id}/copie?fait=envoye"));
                return Ok(Redirect::to(&here).into_response());
            }
            Err(error) if error.kind() == Kind::Invalid => "copy-wrong",
            Err(error) if error.kind() == Kind::Unavailable => "alert-many",
            Err(error) => return Err(error.into()),
        }
    } else {
        "form-stale"
    };
    let (frame, secret) = with_form_secret(frame)?;
    let page = CopyAskPage::new(&frame, &article, &fields, Some(key));
    Ok(with_form_cookie(&site, frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)?, &secret))
}

/// `GET /copies/repondre`
pub(crate) async fn request(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    let token = pairs.first("jeton");
    match site.repository.copy_request(token).await {
        Ok((request, article)) => {
            let telling = if request.is_answered {
                Telling::Answered
            } else {
                Telling::Answer { email: request.email, message: request.message }
            };
            frame.send(&CopyLinkPage::new(&frame, telling, Some(&article), token), Cache::Never)
        }
        Err(error) => gone(&frame, error),
    }
}

/// `POST /copies/repondre`: the link itself is the proof, so that no sign-in stands between a mail and its answer.
pub(crate) async fn answer(State(site): State<Site>, frame: Frame, fields: Fields) -> Result<Response, Fault> {
    let token = fields.raw("lien");
    match site.repository.answer_copy_request(token, fields.raw("action") == "accepter").await {
        Ok(()) => frame.send(&CopyLinkPage::new(&frame, Telling::Answered, None, ""), Cache::Never),
        Err(error) => gone(&frame, error),
    }
}

/// `GET /copies/lire`
pub(crate) async fn offer(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    let token = pairs.first("jeton");
    match site.repository.granted_copy(token).await {
        Ok((_, article)) => frame.send(&CopyLinkPage::new(&frame, Telling::Fetch, Some(&article), token), Cache::Never),
        Err(error) => gone(&frame, error),
    }
}

/// `POST /copies/lire`: gives the file, and counts it.
pub(crate) async fn fetch(State(site): State<Site>, frame: Frame, fields: Fields) -> Result<Response, Fault> {
    let (file, stream) = match site.repository.take_copy(fields.raw("lien")).await {
        Ok(given) => given,
        Err(error) => return gone(&frame, error),
    };
    let name = utf8_percent_encode(&file.name, NON_ALPHANUMERIC);
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, file.media_type.as_str());
    set(&mut headers, header::CONTENT_LENGTH, &stream.size.to_string());
    set(&mut headers, header::CONTENT_DISPOSITION, &format!("attachment; filename*=UTF-8''{name}"));
    set(&mut headers, header::CACHE_CONTROL, "no-store");
    Ok((headers, Body::from_stream(stream.bytes)).into_response())
}

fn gone(frame: &Frame, error: crate::service::Error) -> Result<Response, Fault> {
    if error.kind() == Kind::NotFound {
        let page = CopyLinkPage::new(frame, Telling::Gone, None, "");
        return frame.send_as(StatusCode::NOT_FOUND, &page, Cache::Never);
    }
    Err(error.into())
}
