//! Review: the queue of curators, and the page where they compare, correct and decide.
//!
//! `desk` is the page, around the form that depositors fill as well (`description`). The service decides what is allowed;
//! nothing here changes an article.

pub(crate) mod desk;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::progress;
use super::view::{self, Text};
use crate::domain::clock::quebec_date;
use crate::service::{Decision, Error, Kind, ReviewItem};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::form::{FieldErrors, Fields};
use crate::web::member::{Curator, DepositNumber};
use crate::web::page::{Cache, Frame, set};
use crate::web::security::FILE_POLICY;
use desk::{Desk, Wanted};

/// Deposits in the queue.
const MOST_LISTED: i64 = 100;

/// The queue.
#[derive(Debug, Template)]
#[template(path = "review_queue.html")]
pub(crate) struct ReviewQueuePage<'a> {
    frame: &'a Frame,
    done: Option<String>,
    waiting: Vec<WaitingLine>,
}

/// A deposit in the queue.
#[derive(Debug)]
pub(crate) struct WaitingLine {
    href: String,
    title: Text,
    authors: String,
    note: String,
}

impl<'a> ReviewQueuePage<'a> {
    /// The queue; `done` names the decision that led back here.
    pub(crate) fn new(frame: &'a Frame, items: &[ReviewItem], done: &str) -> Self {
        let locale = frame.locale;
        let line = |item: &ReviewItem| {
            let day = locale.day(quebec_date(item.deposit.created_at));
            let by = progress::depositor(item);
            WaitingLine {
                href: frame.href(&format!("/revision/{}", item.deposit.id)),
                title: progress::title(item, locale),
                authors: item.article.as_ref().map(|a| view::byline(&a.version.metadata, locale)).unwrap_or_default(),
                note: [Some(day), by].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            }
        };
        let done = ["publie", "renvoye", "refuse", "corrige"].into_iter().find(|known| *known == done);
        Self {
            frame,
            done: done.map(|done| frame.t(&format!("review-done-{done}"))),
            waiting: items.iter().map(line).collect(),
        }
    }
}

/// `GET /revision`
pub(crate) async fn queue(
    State(site): State<Site>,
    Curator { frame, .. }: Curator,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let items = site.repository.waiting_deposits(MOST_LISTED).await?;
    frame.send(&ReviewQueuePage::new(&frame, &items, pairs.first("fait")), Cache::Never)
}

/// `GET /revision/{id}`
pub(crate) async fn show(
    State(site): State<Site>,
    Curator { frame, .. }: Curator,
    DepositNumber(id): DepositNumber,
) -> Result<Response, Fault> {
    let item = site.repository.review_item(id).await?;
    Desk { site: &site, frame: &frame, item: &item }.show().await
}

/// `POST /revision/{id}`
pub(crate) async fn decide(
    State(site): State<Site>,
    Curator { frame, user }: Curator,
    DepositNumber(id): DepositNumber,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let item = site.repository.review_item(id).await?;
    let desk = Desk { site: &site, frame: &frame, item: &item };
    if !fields.is_ours(&site, &headers) {
        return desk.again(&fields, &FieldErrors::one("decision", "form-stale")).await;
    }
    let (done, outcome) = match desk.wanted(&fields) {
        Ok(Wanted::Decision(decision)) => {
            (desk::done_code(&decision), site.repository.decide(id, user.id, decision).await)
        }
        Ok(Wanted::Correction(metadata)) => ("corrige", site.repository.correct(id, user.id, *metadata).await),
        Ok(Wanted::Check) => return desk.again(&fields, &FieldErrors::default()).await,
        Err(errors) => return desk.again(&fields, &errors).await,
    };
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("{}?fait={done}", frame.href("/revision"))).into_response()),
        Err(error) => desk.again(&fields, &refusal(&error).ok_or(error)?).await,
    }
}

/// What a refused decision means to the curator; nothing for a fault of ours.
fn refusal(error: &Error) -> Option<FieldErrors> {
    match (error, error.kind()) {
        (Error::Transition(_), _) => Some(FieldErrors::one("decision", "form-decided")),
        (_, Kind::Conflict) => Some(FieldErrors::one("doi", "form-doi-taken")),
        _ => None,
    }
}

/// `GET /revision/{id}/fichier`: the file as it came, for curators.
pub(crate) async fn file(
    State(site): State<Site>,
    _: Curator,
    DepositNumber(id): DepositNumber,
) -> Result<Response, Fault> {
    let (file, stream) = site.repository.review_file(id).await?;
    let name = utf8_percent_encode(&file.name, NON_ALPHANUMERIC);
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, file.media_type.as_str());
    set(&mut headers, header::CONTENT_LENGTH, &stream.size.to_string());
    set(&mut headers, header::CONTENT_DISPOSITION, &format!("inline; filename*=UTF-8''{name}"));
    set(&mut headers, header::CACHE_CONTROL, "no-store");
    set(&mut headers, header::CONTENT_SECURITY_POLICY, FILE_POLICY);
    Ok((headers, Body::from_stream(stream.bytes)).into_response())
}
