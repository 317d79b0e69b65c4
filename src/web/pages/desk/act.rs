//! What is done about chosen articles: assigned, followed up, reminded of, or brought to a decision on exceptions.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::filter::Asked;
use super::{Said, exceptions, page, table};
use crate::domain::ArticleId;
use crate::domain::ids::UserId;
use crate::service::{Error, Kind, Reminded};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::form::{FieldErrors, Fields};
use crate::web::member::DeskMember;
use crate::web::page::{Cache, Frame};

/// The articles that are ticked.
pub(super) fn chosen(fields: &Fields) -> Vec<ArticleId> {
    fields.all("article").filter_map(|id| id.parse().ok()).collect()
}

/// What an act led to, as the address of the list carries it.
type Done = Vec<(String, String)>;

/// What the address says was done, in words.
pub(super) fn told(pairs: &Pairs, frame: &Frame) -> Option<String> {
    let count = |name: &str| pairs.first(name).parse::<u64>().ok();
    let keys = ["assigne", "suivi", "rouvert", "rappel", "trop-tot", "refus", "regle", "inconnu", "exception"];
    let parts = keys.iter().filter_map(|key| Some(frame.locale.text_count(&format!("desk-done-{key}"), count(key)?)));
    Some(parts.collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
}

fn done(key: &str, count: usize) -> Done {
    vec![(key.to_owned(), count.to_string())]
}

fn reminded(told: Reminded) -> Done {
    let counts = [
        ("rappel", told.queued),
        ("trop-tot", told.too_soon),
        ("refus", told.unwanted),
        ("regle", told.settled),
        ("inconnu", told.unknown),
    ];
    let said = counts.into_iter().filter(|(key, count)| *key == "rappel" || *count > 0);
    said.map(|(key, count)| (key.to_owned(), count.to_string())).collect()
}

/// Who is to look after articles; nobody only where that was chosen.
fn assignee(fields: &Fields) -> Result<Option<UserId>, Error> {
    match fields.raw("a") {
        "" if fields.has("a") => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| Error::Invalid("nobody has this number".to_owned())),
    }
}

/// `POST /conformite/suivi`
pub(crate) async fn act(
    State(site): State<Site>,
    member: DeskMember,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let asked = Asked::of_query(fields.raw("liste"));
    let articles = chosen(&fields);
    let repository = &site.repository;
    let DeskMember { frame, user, desk } = &member;
    let wrong = if !fields.is_ours(&site, &headers) {
        "form-stale"
    } else if articles.is_empty() {
        "desk-error-none"
    } else {
        let led = match fields.raw("action") {
            "assigner" => match assignee(&fields) {
                Ok(assignee) => repository.assign_cases(desk, &articles, assignee).await,
                Err(error) => Err(error),
            }
            .map(|count| done("assigne", count)),
            "suivi" => repository.follow_cases(desk, user, &articles, true).await.map(|count| done("suivi", count)),
            "rouvrir" => {
                repository.follow_cases(desk, user, &articles, false).await.map(|count| done("rouvert", count))
            }
            "rappeler" => repository.remind(desk, user, &articles).await.map(reminded),
            "exporter" => return table::selection(&site, &member, &articles).await,
            "exception" if frame.may_review() => {
                return exceptions::form(&site, &member, &articles, &Fields::default(), &FieldErrors::default()).await;
            }
            "exception" => return Err(Fault::wrong_role()),
            _ => Err(Error::Invalid("no such act".to_owned())),
        };
        match led {
            Ok(done) => return Ok(Redirect::to(&asked.href_with(frame, done)).into_response()),
            Err(error) if error.kind() == Kind::Invalid && fields.raw("action") == "assigner" => "desk-error-assignee",
            Err(error) if error.kind() == Kind::Invalid => "desk-error-act",
            Err(error) => return Err(error.into()),
        }
    };
    let assignee = fields.has("a").then(|| fields.raw("a").to_owned());
    let said = Said { error: Some(frame.t(wrong)), ticked: articles, assignee, done: None };
    let page = page(&site, &member, &asked, said).await?;
    frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)
}
