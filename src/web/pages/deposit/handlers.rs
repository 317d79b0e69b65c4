//! The form of a draft, over HTTP: shown, saved by a button or by the page's script, corrected, handed in, thrown away.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use super::form::{DraftPage, Notes};
use super::save::{self, Saved, values};
use crate::domain::deposit::{DepositOrigin, Submission};
use crate::domain::draft::Draft;
use crate::domain::ids::DraftId;
use crate::domain::journal::JournalRoute;
use crate::domain::{ArticleId, Award};
use crate::service::{AwardCheck, Lookalike, proposed};
use crate::web::Site;
use crate::web::address::with_pairs;
use crate::web::error::{Fault, Rendered};
use crate::web::extract::Pairs;
use crate::web::form::{FieldErrors, Fields, clean};
use crate::web::member::{DraftNumber, Member};
use crate::web::page::{Cache, Frame};
use crate::web::pages::description::parse;

/// A draft with what its answers need.
struct Open<'a> {
    site: &'a Site,
    frame: &'a Frame,
    /// What awards are searched for.
    searched: String,
}

/// What stands beside the fields of a draft.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Whether the record of its DOI is still being asked for.
    pub(super) asking: bool,
    /// Articles here that it may be.
    pub(super) lookalikes: Vec<Lookalike>,
    /// What directories say of its journal.
    pub(super) journals: Vec<JournalRoute>,
    /// Its awards, and what the register says of them.
    pub(super) awards: Vec<AwardCheck>,
    /// What awards were searched for.
    pub(super) searched: String,
    /// The awards that were found.
    pub(super) found: Vec<Award>,
}

impl Open<'_> {
    async fn page(&self, status: StatusCode, draft: &Draft, notes: Notes) -> Result<Response, Fault> {
        let shown = self.shown(draft).await?;
        let page = DraftPage::new(self.frame, draft, &notes, &shown, self.site.repository.max_upload_bytes());
        self.frame.send_as(status, &page, Cache::Never)
    }

    /// What stands beside the fields.
    async fn shown(&self, draft: &Draft) -> Result<Shown, Fault> {
        let repository = &self.site.repository;
        if draft.is_reading() {
            return Ok(Shown::default());
        }
        let base = proposed(&draft.content, draft.found.as_ref());
        let metadata = save::described(draft, self.frame.today).unwrap_or(base);
        let lookalikes = match draft.content.version_of {
            Some(_) => Vec::new(),
            None => repository.lookalikes(draft, &metadata).await?,
        };
        Ok(Shown {
            asking: repository.awaits_record(draft),
            lookalikes,
            journals: repository.journal_routes(&metadata).await?,
            awards: repository.check_awards(&metadata.awards).await?,
            searched: self.searched.clone(),
            found: repository.find_awards(&self.searched, MOST_AWARDS).await?,
        })
    }

    fn redirect(&self, path: &str) -> Response {
        Redirect::to(&self.frame.href(path)).into_response()
    }

    /// The draft again, with what is wrong; nothing that was typed is lost.
    async fn again(&self, draft: &Draft, errors: FieldErrors, form: &Fields) -> Result<Response, Fault> {
        let notes = Notes { errors, rights: form.has("droits"), ..Notes::default() };
        self.page(StatusCode::UNPROCESSABLE_ENTITY, draft, notes).await
    }

    /// What a saved form answers to the page's script: the revision, and messages by field.
    fn told(&self, saved: &Saved) -> Response {
        let locale = self.frame.locale;
        let base = proposed(&saved.draft.content, saved.draft.found.as_ref());
        let now = values(&saved.draft.content, &base);
        let typed = Fields::of(now.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect());
        let errors = parse::parse(&typed, &base, self.frame.today).err().unwrap_or_default();
        let edited = saved.draft.content.edits.keys();
        let wrong = edited.filter_map(|id| Some((id.clone(), errors.of(id, locale)?)));
        let conflicts = saved.conflicts.keys().map(|id| {
            let value = now.get(id).map_or("", String::as_str);
            ((*id).to_owned(), locale.text_with("draft-conflict", &[("value", value)]))
        });
        let messages: serde_json::Map<_, _> = wrong.chain(conflicts).map(|(id, text)| (id, text.into())).collect();
        let status = if saved.conflicts.is_empty() { StatusCode::OK } else { StatusCode::CONFLICT };
        let body = json!({ "revision": saved.draft.revision, "messages": messages });
        told(status, body)
    }

    /// What the depositor says that an article here is to this one: `autre:5`, `version:5`, `mien:5`, `aucune:0`.
    async fn relate(&self, draft: &Draft, said: &str) -> Result<Option<Response>, Fault> {
        let Some((what, article)) = said.split_once(':') else { return Ok(None) };
        let article: Option<ArticleId> = article.parse().ok();
        let mut content = draft.content.clone();
        match (what, article) {
            ("autre", Some(article)) => content.apart.push(article),
            ("version", Some(article)) => match self.site.repository.show(article).await? {
                crate::service::Shown::Article(_) => content.version_of = Some(article),
                crate::service::Shown::Tombstone(_) => return Ok(None),
            },
            ("aucune", _) => content.version_of = None,
            ("mien", Some(article)) => {
                self.site.repository.claim_lookalike(draft, article).await?;
                return Ok(Some(self.redirect("/deposer?reclame=1")));
            }
            _ => return Ok(None),
        }
        self.site.repository.save_draft(draft, &content).await?;
        Ok(Some(self.redirect(&format!("/deposer/{}", draft.id))))
    }

    async fn hand_in(&self, saved: Saved, form: &Fields) -> Result<Response, Fault> {
        let draft = saved.draft;
        let metadata = match save::ready(&draft, self.frame.today, form.has("droits")) {
            Ok(metadata) => metadata,
            Err(errors) => return self.again(&draft, errors, form).await,
        };
        match self.site.repository.hand_in(&draft, metadata, DepositOrigin::Web).await? {
            Submission::Created(id, _) => Ok(self.redirect(&format!("/depots/{id}"))),
            Submission::Underway(..) | Submission::Duplicate(_) => {
                self.again(&draft, FieldErrors::one("doi", "draft-doi-here"), form).await
            }
            Submission::Declined(_) => {
                self.again(&draft, FieldErrors::one("fichier", "deposit-error-declined"), form).await
            }
        }
    }
}

/// An answer for the page's script.
pub(super) fn told(status: StatusCode, body: serde_json::Value) -> Response {
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response();
    response.extensions_mut().insert(Rendered);
    response
}

/// Awards that a search offers.
const MOST_AWARDS: i64 = 8;

/// Whether the page's script asks, which reads JSON.
pub(super) fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.starts_with("application/json"))
}

async fn draft_of(site: &Site, member: &Member, id: DraftId) -> Result<Draft, Fault> {
    Ok(site.repository.draft(id, member.user.id).await?)
}

/// `GET /deposer/{id}`
pub(crate) async fn show(
    State(site): State<Site>,
    member: Member,
    DraftNumber(id): DraftNumber,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let draft = draft_of(&site, &member, id).await?;
    let searched = clean(pairs.first("octroi"));
    let open = Open { site: &site, frame: &member.frame, searched };
    if let Some(deposit) = draft.deposit {
        return Ok(open.redirect(&format!("/depots/{deposit}")));
    }
    let notes = Notes { saved: pairs.first("enregistre") == "1", ..Notes::default() };
    open.page(StatusCode::OK, &draft, notes).await
}

/// `GET /deposer/{id}/etat`: whether the file was read, for the page's script.
pub(crate) async fn state(
    State(site): State<Site>,
    member: Member,
    DraftNumber(id): DraftNumber,
) -> Result<Response, Fault> {
    let draft = draft_of(&site, &member, id).await?;
    let body = json!({
        "reading": draft.is_reading(),
        "asking": site.repository.awaits_record(&draft),
        "revision": draft.revision,
    });
    Ok(told(StatusCode::OK, body))
}

/// `POST /deposer/{id}`
pub(crate) async fn act(
    State(site): State<Site>,
    member: Member,
    DraftNumber(id): DraftNumber,
    headers: HeaderMap,
    form: Fields,
) -> Result<Response, Fault> {
    let draft = draft_of(&site, &member, id).await?;
    let open = Open { site: &site, frame: &member.frame, searched: String::new() };
    if let Some(deposit) = draft.deposit {
        return Ok(open.redirect(&format!("/depots/{deposit}")));
    }
    if !form.is_ours(&site, &headers) {
        return open.again(&draft, FieldErrors::one("decision", "form-stale"), &form).await;
    }
    if form.raw("decision") == "supprimer" {
        site.repository.delete_draft(&draft).await?;
        return Ok(open.redirect("/deposer?supprime=1"));
    }
    let form = with_choice(form);
    let saved = save::save(&site, draft, &form).await?;
    if wants_json(&headers) {
        return Ok(open.told(&saved));
    }
    if !saved.conflicts.is_empty() {
        let notes = Notes { conflicts: saved.conflicts, rights: form.has("droits"), ..Notes::default() };
        return open.page(StatusCode::CONFLICT, &saved.draft, notes).await;
    }
    if form.raw("decision") == "deposer" {
        return open.hand_in(saved, &form).await;
    }
    if let Some(answer) = open.relate(&saved.draft, form.raw("doublon")).await? {
        return Ok(answer);
    }
    let searched = clean(form.raw("octroi"));
    if form.raw("decision") == "chercher" && !searched.is_empty() {
        let address = with_pairs(&format!("/deposer/{id}"), &[("octroi".to_owned(), searched)]);
        return Ok(open.redirect(&format!("{address}#octroi")));
    }
    Ok(open.redirect(&format!("/deposer/{id}?enregistre=1")))
}

/// The form with another value that was found, where its button was pressed: `reprendre` holds `field=value`.
fn with_choice(form: Fields) -> Fields {
    let Some((field, value)) = form.raw("reprendre").split_once('=') else { return form };
    let mut pairs = form.pairs_without(&[field]);
    pairs.push((field.to_owned(), value.to_owned()));
    Fields::of(pairs)
}
