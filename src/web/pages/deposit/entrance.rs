//! The entrance of a deposit: one file, streamed in as it comes. Everything else is read from the file afterwards.

use askama::Template;
use axum::extract::State;
use axum::extract::multipart::{Field, Multipart, MultipartRejection};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use super::form;
use super::handlers::{self, wants_json};
use crate::domain::clock::quebec_date;
use crate::domain::draft::{Draft, DraftContent, KnownRecord, RecordOrigin};
use crate::domain::extraction::ExtractionFailure;
use crate::domain::ids::DraftId;
use crate::domain::user::User;
use crate::domain::{ArticleId, ArticleState, DepositId, Doi};
use crate::metadata::{PasteError, read_pasted};
use crate::service::{DraftStart, Error, Kind, Shown, proposed};
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::form::Fields;
use crate::web::i18n::Locale;
use crate::web::member::{DraftNumber, Member};
use crate::web::page::{Cache, Frame};
use crate::web::pages::description::field_ids;
use crate::web::pages::view::Text;
use crate::web::{Site, session};

/// Longest text field of this form, in bytes: its token has 64.
const LONGEST_TEXT_BYTES: usize = 256;

/// The deposit page, with what was wrong with the last try.
#[derive(Debug, Template)]
#[template(path = "deposit.html")]
pub(crate) struct DepositPage<'a> {
    frame: &'a Frame,
    limit: String,
    error: Option<ErrorView>,
    /// The record or DOI as it was typed.
    record: String,
    drafts: Vec<DraftLine>,
    deleted: bool,
    claimed: bool,
}

/// A draft that can be gone on with.
#[derive(Debug)]
pub(crate) struct DraftLine {
    href: String,
    title: Text,
    day: String,
}

/// Why a file was not taken in, at the field that can mend it.
#[derive(Debug)]
pub(crate) struct ErrorView {
    anchor: &'static str,
    text: String,
    /// Where the article is that is here already.
    link: Option<String>,
}

impl<'a> DepositPage<'a> {
    /// The page for a site that takes files up to a size.
    pub(crate) fn new(frame: &'a Frame, largest_bytes: u64, refused: Option<&Refused>) -> Self {
        let limit = frame.locale.size(largest_bytes);
        let error = refused.map(|refused| refused.view(frame, &limit));
        Self { frame, limit, error, record: String::new(), drafts: Vec::new(), deleted: false, claimed: false }
    }

    /// The page with the drafts that can be gone on with.
    pub(crate) fn with_drafts(self, drafts: &[Draft]) -> Self {
        let frame = self.frame;
        let line = |draft: &Draft| DraftLine {
            href: frame.href(&format!("/deposer/{}", draft.id)),
            title: form::title(draft, &proposed(&draft.content, draft.found.as_ref()), frame.locale),
            day: frame.locale.day(quebec_date(draft.updated_at)),
        };
        Self { drafts: drafts.iter().map(line).collect(), ..self }
    }

    /// The message of the field, when that is where the fault lies.
    fn error_at(&self, anchor: &str) -> Option<&str> {
        self.error.as_ref().filter(|error| error.anchor == anchor).map(|error| error.text.as_str())
    }
}

/// Why a file was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The form is not one of ours, or too old.
    Stale,
    /// No file was chosen.
    NoFile,
    /// The file has no bytes.
    Empty,
    /// Neither PDF nor JATS.
    WrongType,
    /// Too many bytes.
    TooLarge,
    /// The connection broke off.
    Broken,
    /// Public here already.
    Public(ArticleId),
    /// Here already, from somebody else, and not public.
    InHand,
    /// Refused by a curator before.
    Declined,
    /// Neither a DOI nor a record.
    NoRecord,
    /// A record that is broken.
    BrokenRecord,
    /// A record that says nothing.
    EmptyRecord,
}

impl Refused {
    /// The field that can mend it, and the message.
    fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::Stale => ("fichier", "deposit-error-stale"),
            Self::NoFile => ("fichier", "deposit-error-none"),
            Self::Empty => ("fichier", "deposit-error-empty"),
            Self::WrongType => ("fichier", "deposit-error-type"),
            Self::TooLarge => ("fichier", "deposit-error-large"),
            Self::Broken => ("fichier", "deposit-error-broken"),
            Self::Public(_) => ("fichier", "deposit-error-public"),
            Self::InHand => ("fichier", "deposit-error-in-hand"),
            Self::Declined => ("fichier", "deposit-error-declined"),
            Self::NoRecord => ("notice", "deposit-error-no-record"),
            Self::BrokenRecord => ("notice", "deposit-error-broken-record"),
            Self::EmptyRecord => ("notice", "deposit-error-empty-record"),
        }
    }

    /// What is wrong and what to do; `limit` is the size that files may have.
    pub(crate) fn message(self, locale: Locale, limit: &str) -> String {
        locale.text_with(self.place().1, &[("limit", limit)])
    }

    fn view(self, frame: &Frame, limit: &str) -> ErrorView {
        let link = match self {
            Self::Public(article) => Some(frame.href(&format!("/articles/{article}"))),
            _ => None,
        };
        ErrorView { anchor: self.place().0, text: self.message(frame.locale, limit), link }
    }

    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Public(_) | Self::InHand | Self::Declined => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

/// What a try led to.
pub(crate) enum Taken {
    Draft(DraftId),
    /// The depositor's own, which the file does not change.
    Known(DepositId),
    Refused(Refused),
}

/// `GET /deposer`
pub(crate) async fn show(
    State(site): State<Site>,
    Member { frame, user }: Member,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let drafts = site.repository.drafts_of(user.id).await?;
    let page = DepositPage::new(&frame, site.repository.max_upload_bytes(), None).with_drafts(&drafts);
    let (deleted, claimed) = (pairs.first("supprime") == "1", pairs.first("reclame") == "1");
    frame.send(&DepositPage { deleted, claimed, ..page }, Cache::Never)
}

/// `POST /deposer`
pub(crate) async fn send(
    State(site): State<Site>,
    member: Member,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Fault> {
    receive(&site, &member, &headers, form, None).await
}

/// `POST /deposer/{id}/fichier`: the file of a draft that has none, or in place of the one it has.
pub(crate) async fn attach(
    State(site): State<Site>,
    member: Member,
    DraftNumber(id): DraftNumber,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Fault> {
    let draft = site.repository.draft(id, member.user.id).await?;
    receive(&site, &member, &headers, form, Some(draft.id)).await
}

async fn receive(
    site: &Site,
    member: &Member,
    headers: &HeaderMap,
    form: Result<Multipart, MultipartRejection>,
    into: Option<DraftId>,
) -> Result<Response, Fault> {
    let taken = match form {
        Ok(mut form) => take(site, &member.user, headers, &mut form, into).await?,
        Err(_) => Taken::Refused(Refused::NoFile),
    };
    answer(site, member, headers, taken).await
}

/// What a try led to, as a page or for the page's script.
pub(super) async fn answer(
    site: &Site,
    Member { frame, user }: &Member,
    headers: &HeaderMap,
    taken: Taken,
) -> Result<Response, Fault> {
    let (status, address) = match &taken {
        Taken::Draft(id) => (StatusCode::SEE_OTHER, frame.href(&format!("/deposer/{id}"))),
        Taken::Known(id) => (StatusCode::SEE_OTHER, frame.href(&format!("/depots/{id}?deja=1"))),
        Taken::Refused(refused) => (refused.status(), String::new()),
    };
    match taken {
        Taken::Refused(refused) if wants_json(headers) => {
            let told = refused.view(frame, &frame.locale.size(site.repository.max_upload_bytes()));
            Ok(handlers::told(status, json!({ "message": told.text, "link": told.link })))
        }
        Taken::Refused(refused) => {
            let drafts = site.repository.drafts_of(user.id).await?;
            let page = DepositPage::new(frame, site.repository.max_upload_bytes(), Some(&refused));
            frame.send_as(status, &page.with_drafts(&drafts), Cache::Never)
        }
        _ if wants_json(headers) => Ok(handlers::told(StatusCode::OK, json!({ "address": address }))),
        _ => Ok(Redirect::to(&address).into_response()),
    }
}

/// `POST /deposer/notice`: a DOI, a record in BibTeX, RIS or CSL-JSON, or an article that lacks its file.
pub(crate) async fn paste(
    State(site): State<Site>,
    Member { frame, user }: Member,
    headers: HeaderMap,
    form: Fields,
) -> Result<Response, Fault> {
    let refused = if form.is_ours(&site, &headers) {
        if form.has("pour") {
            let article = form.raw("pour").parse().map_err(|_| Fault::not_found())?;
            let id = site.repository.draft_for_article(user.id, article).await?;
            let places = field_ids().chain(["fichier", "octroi"]);
            let place = places.into_iter().find(|place| *place == form.raw("champ"));
            let place = place.map(|place| format!("#{place}")).unwrap_or_default();
            return Ok(Redirect::to(&format!("{}{place}", frame.href(&format!("/deposer/{id}")))).into_response());
        }
        match content_of(&form.text("notice")) {
            Ok(content) => {
                let id = site.repository.draft_with_content(user.id, &content).await?;
                return Ok(Redirect::to(&frame.href(&format!("/deposer/{id}"))).into_response());
            }
            Err(refused) => refused,
        }
    } else {
        Refused::Stale
    };
    let drafts = site.repository.drafts_of(user.id).await?;
    let page = DepositPage::new(&frame, site.repository.max_upload_bytes(), Some(&refused)).with_drafts(&drafts);
    let page = DepositPage { record: form.raw("notice").to_owned(), ..page };
    frame.send_as(refused.status(), &page, Cache::Never)
}

/// What a DOI or a record says of an article.
fn content_of(text: &str) -> Result<DraftContent, Refused> {
    if let Ok(doi) = Doi::parse(text) {
        let edits = [("doi".to_owned(), doi.to_string())].into();
        return Ok(DraftContent { edits, ..DraftContent::default() });
    }
    match read_pasted(text) {
        Ok(pasted) => {
            let record = KnownRecord { origin: RecordOrigin::Pasted, metadata: pasted.metadata };
            Ok(DraftContent { records: vec![record], ..DraftContent::default() })
        }
        Err(PasteError::Unknown) => Err(Refused::NoRecord),
        Err(PasteError::Broken(_)) => Err(Refused::BrokenRecord),
        Err(PasteError::Empty) => Err(Refused::EmptyRecord),
    }
}

/// Reads the form part by part. The token comes before the file, which goes straight to its place.
async fn take(
    site: &Site,
    user: &User,
    headers: &HeaderMap,
    form: &mut Multipart,
    into: Option<DraftId>,
) -> Result<Taken, Fault> {
    let mut token = String::new();
    loop {
        let mut field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok(Taken::Refused(Refused::NoFile)),
            Err(_) => return Ok(Taken::Refused(Refused::Broken)),
        };
        match field.name() {
            Some("jeton") => token = short_text(&mut field).await,
            Some("fichier") => {
                let outcome = match gate(site, headers, &token, &field) {
                    Some(refused) => Taken::Refused(refused),
                    None => begin(site, user, &mut field, into).await?,
                };
                drain(&mut field).await;
                return Ok(outcome);
            }
            _ => {}
        }
    }
}

/// What speaks against a file before its first byte is read.
fn gate(site: &Site, headers: &HeaderMap, token: &str, file: &Field<'_>) -> Option<Refused> {
    if !session::is_ours(&site.settings, headers, token) {
        return Some(Refused::Stale);
    }
    file.file_name().is_none_or(str::is_empty).then_some(Refused::NoFile)
}

async fn begin(site: &Site, user: &User, file: &mut Field<'_>, into: Option<DraftId>) -> Result<Taken, Fault> {
    let name = file.file_name().unwrap_or_default().to_owned();
    let started = site.repository.draft_with_file(user.id, into, &name, file).await;
    begun(site, user, started).await
}

/// What a file led to.
pub(crate) async fn begun(site: &Site, user: &User, started: Result<DraftStart, Error>) -> Result<Taken, Fault> {
    match started {
        Ok(DraftStart::Draft(id)) => Ok(Taken::Draft(id)),
        Ok(DraftStart::Known(article)) => known(site, user, article).await,
        Err(Error::File(ExtractionFailure::Empty)) => Ok(Taken::Refused(Refused::Empty)),
        Err(Error::File(_)) => Ok(Taken::Refused(Refused::WrongType)),
        Err(error) if error.kind() == Kind::TooLarge => Ok(Taken::Refused(Refused::TooLarge)),
        Err(error) if error.kind() == Kind::Invalid => Ok(Taken::Refused(Refused::Broken)),
        Err(error) => Err(error.into()),
    }
}

/// The file is here: the depositor's own leads to its deposit, a public one to its article.
async fn known(site: &Site, user: &User, article: ArticleId) -> Result<Taken, Fault> {
    let public = match site.repository.show(article).await {
        Ok(Shown::Article(_) | Shown::Tombstone(_)) => true,
        Err(error) if error.kind() == Kind::NotFound => false,
        Err(error) => return Err(error.into()),
    };
    if public {
        return Ok(Taken::Refused(Refused::Public(article)));
    }
    let item = site.repository.review_outline_of(article).await?;
    Ok(match item.deposit.depositor {
        Some(depositor) if depositor == user.id => Taken::Known(item.deposit.id),
        _ if item.state == ArticleState::Rejected => Taken::Refused(Refused::Declined),
        _ => Taken::Refused(Refused::InHand),
    })
}

/// The head of a text field; the rest of a longer one is thrown away.
async fn short_text(field: &mut Field<'_>) -> String {
    let mut text = Vec::new();
    while let Ok(Some(chunk)) = field.chunk().await {
        let room = LONGEST_TEXT_BYTES.saturating_sub(text.len());
        text.extend(chunk.iter().take(room));
    }
    String::from_utf8(text).unwrap_or_default()
}

/// Reads what is left of a refused file, up to the limit of the body: a browser shows an answer only once it has sent
/// everything.
async fn drain(field: &mut Field<'_>) {
    while let Ok(Some(_)) = field.chunk().await {}
}
