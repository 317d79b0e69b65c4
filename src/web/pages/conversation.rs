//! What depositor and curators say to each other, on the page of the deposit and on that of its review; and who looks
//! after it.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use crate::domain::clock::quebec_date;
use crate::domain::review::{Assignee, Comment};
use crate::service::{Kind, ReviewItem};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::form::Fields;
use crate::web::member::{Curator, DepositNumber, Member};
use crate::web::page::Frame;

/// Fields of a description that something can be said about.
const FIELDS: [&str; 19] = [
    "titre_fr",
    "titre_en",
    "resume_fr",
    "resume_en",
    "mots_fr",
    "mots_en",
    "langue",
    "auteurs",
    "doi",
    "revue",
    "issn",
    "en_ligne",
    "parution",
    "type",
    "version",
    "licence",
    "acces",
    "embargo",
    "octrois",
];

/// The conversation about a deposit.
#[derive(Debug)]
pub(crate) struct Thread {
    pub(crate) comments: Vec<CommentView>,
    pub(crate) action: String,
    /// Where its form leads back to.
    pub(crate) back: &'static str,
    pub(crate) fields: Vec<(&'static str, String)>,
    /// The field that something is to be said about.
    pub(crate) about: String,
}

/// Something that was said.
#[derive(Debug)]
pub(crate) struct CommentView {
    pub(crate) name: String,
    pub(crate) day: String,
    pub(crate) body: String,
    pub(crate) is_own: bool,
    /// The field that it is about: where it stands and what it is called.
    pub(crate) field: Option<(String, String)>,
}

/// The name of a field of a description.
fn field_name(id: &str, frame: &Frame) -> String {
    frame.t(&format!("field-{}", id.replace('_', "-")))
}

impl Thread {
    /// The conversation on a page under `back`, which is `/depots` or `/revision`.
    pub(crate) fn new(frame: &Frame, item: &ReviewItem, comments: &[Comment], back: &'static str) -> Self {
        let id = item.deposit.id;
        let place = if back == "/revision" { String::new() } else { frame.href(&format!("/depots/{id}/description")) };
        let view = |comment: &Comment| CommentView {
            name: if comment.name.is_empty() { frame.t("thread-gone") } else { comment.name.clone() },
            day: frame.locale.day(quebec_date(comment.at)),
            body: comment.body.clone(),
            is_own: frame.user.as_ref().is_some_and(|user| user.id == comment.by),
            field: comment.field.as_ref().map(|field| (format!("{place}#{field}"), field_name(field, frame))),
        };
        Self {
            comments: comments.iter().map(view).collect(),
            action: frame.href(&format!("/depots/{id}/commentaires")),
            back,
            fields: FIELDS.map(|field| (field, field_name(field, frame))).to_vec(),
            about: String::new(),
        }
    }

    /// The same, begun about a field.
    pub(crate) fn about(self, field: &str) -> Self {
        Self { about: field.to_owned(), ..self }
    }
}

/// What was said about fields by others than the depositor: anchor, name and words.
pub(super) fn notes(frame: &Frame, item: &ReviewItem, comments: &[Comment]) -> Vec<(String, String, String)> {
    let others = comments.iter().filter(|comment| Some(comment.by) != item.deposit.depositor);
    let note = |comment: &Comment| {
        let field = comment.field.as_ref()?;
        Some((format!("#{field}"), field_name(field, frame), comment.body.clone()))
    };
    others.filter_map(note).collect()
}

/// Those who may look after a deposit, as choices.
pub(super) fn assignee_choices(curators: Vec<Assignee>, chosen: Option<&Assignee>) -> Vec<(String, String, bool)> {
    let choice = |curator: Assignee| {
        let is_chosen = chosen.is_some_and(|chosen| chosen.id == curator.id);
        (curator.id.to_string(), curator.name, is_chosen)
    };
    curators.into_iter().map(choice).collect()
}

/// `POST /depots/{id}/commentaires`: for the depositor and for curators.
pub(crate) async fn say(
    State(site): State<Site>,
    Member { frame, user }: Member,
    DepositNumber(id): DepositNumber,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    if !fields.is_ours(&site, &headers) {
        return Err(Fault::forbidden());
    }
    let field = FIELDS.into_iter().find(|known| *known == fields.raw("champ"));
    let back = if fields.raw("retour") == "/revision" { "/revision" } else { "/depots" };
    match site.repository.comment(id, &user, field, &fields.text("message")).await {
        Ok(()) => {}
        // Nothing was written, or far more than the field takes: the page shows the conversation as it stands.
        Err(error) if error.kind() == Kind::Invalid => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Redirect::to(&format!("{}#echanges", frame.href(&format!("{back}/{id}")))).into_response())
}

/// `POST /revision/{id}/responsable`
pub(crate) async fn assign(
    State(site): State<Site>,
    Curator { frame, .. }: Curator,
    DepositNumber(id): DepositNumber,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    if !fields.is_ours(&site, &headers) {
        return Err(Fault::forbidden());
    }
    let wanted = Some(fields.text("responsable")).filter(|wanted| !wanted.is_empty());
    let wanted = wanted.map(|wanted| wanted.parse()).transpose().map_err(|_| Fault::not_found())?;
    site.repository.assign(id, wanted).await?;
    Ok(Redirect::to(&frame.href(&format!("/revision/{id}"))).into_response())
}
