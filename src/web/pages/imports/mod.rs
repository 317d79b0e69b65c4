//! Bulk imports for curators: what was imported, and the form that begins one; `one` is the page of each.

pub(crate) mod one;
pub(crate) mod text;

use askama::Template;
use axum::extract::State;
use axum::extract::multipart::{Field, Multipart, MultipartRejection};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use crate::domain::clock::quebec_date;
use crate::domain::deposit::ReviewMode;
use crate::domain::ids::ImportId;
use crate::domain::import::Import;
use crate::domain::user::User;
use crate::metadata::SidecarError;
use crate::metadata::bulk::{BulkError, MOST_ROWS};
use crate::service::{Bundle, ImportError, Kind};
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::i18n::Locale;
use crate::web::member::Curator;
use crate::web::page::{Cache, Frame};
use crate::web::{Site, session};

/// Where the pages are.
pub(super) const PATH: &str = "/administration/importations";
/// Longest text field of the form, in bytes: its token has 64.
const LONGEST_TEXT_BYTES: usize = 256;

/// The list of imports and the form.
#[derive(Debug, Template)]
#[template(path = "imports.html")]
pub(crate) struct ImportsPage<'a> {
    frame: &'a Frame,
    discarded: bool,
    error: Option<String>,
    most_rows: String,
    columns: String,
    imports: Vec<ImportLink>,
}

/// An import in the list.
#[derive(Debug)]
struct ImportLink {
    href: String,
    name: String,
    day: String,
    state: String,
}

impl<'a> ImportsPage<'a> {
    /// The page; `refused` says what was wrong with the last try.
    pub(crate) fn new(frame: &'a Frame, imports: &[Import], refused: Option<String>) -> Self {
        let locale = frame.locale;
        let link = |import: &Import| ImportLink {
            href: frame.href(&format!("{PATH}/{}", import.id)),
            name: import.name.clone(),
            day: locale.day(quebec_date(import.created_at)),
            state: locale.text(&format!("import-state-{}", import.state.code())),
        };
        Self {
            frame,
            discarded: false,
            error: refused,
            most_rows: locale.number(u64::try_from(MOST_ROWS).unwrap_or_default()),
            columns: crate::metadata::sidecar::COLUMNS.join(", "),
            imports: imports.iter().map(link).collect(),
        }
    }
}

/// Why nothing was read of what was sent.
#[derive(Debug)]
enum Refused {
    Stale,
    NoFile,
    Broken,
    Import(ImportError),
}

/// `GET /administration/importations`
pub(crate) async fn list(
    State(site): State<Site>,
    Curator { frame, .. }: Curator,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let imports = site.repository.imports().await?;
    let page = ImportsPage::new(&frame, &imports, None);
    frame.send(&ImportsPage { discarded: pairs.first("fait") == "supprimer", ..page }, Cache::Never)
}

/// `POST /administration/importations`
pub(crate) async fn send(
    State(site): State<Site>,
    Curator { frame, user }: Curator,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Fault> {
    let taken = match form {
        Ok(mut form) => take(&site, &user, &headers, &mut form).await,
        Err(_) => Err(Refused::NoFile),
    };
    match taken {
        Ok(id) => Ok(Redirect::to(&frame.href(&format!("{PATH}/{id}"))).into_response()),
        Err(Refused::Import(ImportError::Service(error)))
            if !matches!(error.kind(), Kind::Invalid | Kind::TooLarge) =>
        {
            Err(error.into())
        }
        Err(refused) => {
            let text = refusal(&refused, frame.locale);
            let imports = site.repository.imports().await?;
            let page = ImportsPage::new(&frame, &imports, Some(text));
            frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)
        }
    }
}

/// Reads the form part by part: the token before the files, what is decided before or behind them.
async fn take(site: &Site, user: &User, headers: &HeaderMap, form: &mut Multipart) -> Result<ImportId, Refused> {
    let (mut token, mut wants_review, mut bundle) = (String::new(), false, Bundle::default());
    let mut has_file = false;
    while let Some(mut field) = form.next_field().await.map_err(|_| Refused::Broken)? {
        match field.name() {
            Some("jeton") => token = short_text(&mut field).await,
            Some("decision") => wants_review = short_text(&mut field).await == "revision",
            Some("fichier") if field.file_name().is_some_and(|name| !name.is_empty()) => {
                if !session::is_ours(&site.settings, headers, &token) {
                    return Err(Refused::Stale);
                }
                has_file = true;
                let name = field.file_name().unwrap_or_default().to_owned();
                site.repository.add_to_bundle(&mut bundle, &name, field).await.map_err(Refused::Import)?;
            }
            _ => {}
        }
    }
    if !has_file {
        return Err(Refused::NoFile);
    }
    let usual = site.repository.review_of_imports(user).await.map_err(|error| Refused::Import(error.into()))?;
    let review = if wants_review { ReviewMode::Person } else { usual };
    site.repository.prepare_import(user, review, &bundle).await.map_err(Refused::Import)
}

/// The head of a text field.
async fn short_text(field: &mut Field<'_>) -> String {
    let mut text = Vec::new();
    while let Ok(Some(chunk)) = field.chunk().await {
        text.extend(chunk.iter().take(LONGEST_TEXT_BYTES.saturating_sub(text.len())));
    }
    String::from_utf8(text).unwrap_or_default()
}

/// What was wrong, and what to do.
fn refusal(refused: &Refused, locale: Locale) -> String {
    let named = |key: &str, name: &str| locale.text_with(key, &[("name", name)]);
    match refused {
        Refused::Stale => locale.text("deposit-error-stale"),
        Refused::NoFile => locale.text("import-error-none"),
        Refused::Broken => locale.text("deposit-error-broken"),
        Refused::Import(error) => match error {
            ImportError::List { name, source } => list_refusal(name, source, locale),
            ImportError::Archive(name) => named("import-error-archive", name),
            ImportError::Spreadsheet(name) => named("import-error-spreadsheet", name),
            ImportError::TooLarge(name) => named("import-error-large", name),
            ImportError::NoList => locale.text("import-error-none"),
            ImportError::Service(_) => locale.text("deposit-error-broken"),
        },
    }
}

fn list_refusal(name: &str, error: &BulkError, locale: Locale) -> String {
    let (key, value) = match error {
        BulkError::Empty => ("import-error-empty", String::new()),
        BulkError::Broken(form) => ("import-error-form", (*form).to_owned()),
        BulkError::TooMany => ("import-error-large", String::new()),
        BulkError::Table(SidecarError::UnknownColumn { column }) => ("import-error-column", column.clone()),
        BulkError::Table(SidecarError::RepeatedColumn { column }) => ("import-error-repeated", (*column).to_owned()),
        BulkError::Unknown | BulkError::Table(_) => ("import-error-unknown", String::new()),
    };
    locale.text_with(key, &[("name", name), ("value", &value)])
}
