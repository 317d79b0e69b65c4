//! Sources for administrators: the table of all of them, and the form that adds one; `one` is the page of each, with
//! the form of its settings.

pub(crate) mod one;
mod settings;
pub(crate) mod view;

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::description::{self, FieldView};
use crate::domain::source::SourceSettings;
use crate::service::{Error, SourceError, SourceRequest, Wanted};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::form::{FieldErrors, Fields};
use crate::web::i18n::Locale;
use crate::web::member::Administrator;
use crate::web::page::{Cache, Frame};
use view::SourceView;

/// How long somebody waits for a repository to say what it is.
const PATIENCE: Duration = Duration::from_secs(20);

/// The table of sources.
#[derive(Debug, Template)]
#[template(path = "sources.html")]
pub(crate) struct SourcesPage<'a> {
    frame: &'a Frame,
    done: Option<String>,
    sources: Vec<SourceView>,
    fields: Vec<FieldView>,
    errors: Vec<(&'static str, String)>,
}

impl<'a> SourcesPage<'a> {
    /// The table, and the form with what was typed.
    pub(crate) fn new(
        frame: &'a Frame,
        sources: Vec<SourceView>,
        done: &str,
        fields: &Fields,
        errors: &FieldErrors,
    ) -> Self {
        let locale = frame.locale;
        let done = ["ajoutee", "retiree"].into_iter().find(|known| *known == done);
        let text = |id| description::text_line(id, fields, errors, locale);
        let choice = |id, codes: &[&str]| settings::choice(id, codes, fields, errors, locale);
        let mut views = vec![
            choice("genre", &["oai", "crossref", "openalex"]),
            text("adresse"),
            text("nom"),
            text("prefixe"),
            text("ensemble"),
            choice("intervalle", &["24", "168", "1", "0"]),
        ];
        views.extend(settings::shared_fields(fields, errors, locale));
        views.push(choice("miroir", &["non", "oui"]));
        Self {
            frame,
            done: done.map(|done| frame.t(&format!("sources-done-{done}"))),
            sources,
            fields: views,
            errors: errors.summary(locale),
        }
    }
}

/// `GET /administration/sources`
pub(crate) async fn list(
    State(site): State<Site>,
    Administrator { frame, .. }: Administrator,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let views = views(&site, frame.locale).await?;
    let page = SourcesPage::new(&frame, views, pairs.first("fait"), &Fields::default(), &FieldErrors::default());
    frame.send(&page, Cache::Never)
}

/// `POST /administration/sources`
pub(crate) async fn add(
    State(site): State<Site>,
    Administrator { frame, .. }: Administrator,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let is_file = fields.text("adresse").to_ascii_lowercase().starts_with("file:");
    let errors = if is_file && !site.repository.may_name_files() {
        // Whoever may type here need not be allowed to read the machine's files; the command line may.
        FieldErrors::one("adresse", "source-error-files")
    } else if fields.is_ours(&site, &headers) {
        let request = request(&fields);
        match tokio::time::timeout(PATIENCE, site.repository.add_source(&request)).await {
            Ok(Ok(_)) => {
                let address = format!("{}?fait=ajoutee", frame.href("/administration/sources"));
                return Ok(Redirect::to(&address).into_response());
            }
            Ok(Err(error)) => refusal(&error).ok_or(error)?,
            Err(_) => FieldErrors::one("adresse", "source-error-slow"),
        }
    } else {
        FieldErrors::one("adresse", "form-stale")
    };
    let page = SourcesPage::new(&frame, views(&site, frame.locale).await?, "", &fields, &errors);
    frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)
}

async fn views(site: &Site, locale: Locale) -> Result<Vec<SourceView>, Fault> {
    let mut views = Vec::new();
    for source in site.repository.sources().await? {
        views.push(SourceView::new(&site.repository.source_status(source).await?, locale));
    }
    Ok(views)
}

/// What the form asks for; what it does not say is as usual.
fn request(fields: &Fields) -> SourceRequest {
    let said = |id: &str| Some(fields.text(id)).filter(|text| !text.is_empty());
    let usual = SourceSettings::usual();
    let yes = |id: &str| settings::yes(fields.raw(id)).unwrap_or(false);
    let (host, repository_kind) = settings::host(fields.raw("hote")).unwrap_or((usual.host, usual.repository_kind));
    SourceRequest {
        wanted: Wanted {
            kind: said("genre"),
            base_url: fields.text("adresse"),
            prefix: said("prefixe"),
            set: said("ensemble"),
        },
        name: said("nom"),
        settings: SourceSettings {
            every_seconds: fields
                .raw("intervalle")
                .parse::<i64>()
                .map_or(SourceSettings::DAY_SECONDS, |hours| hours * 3_600),
            types: settings::types(fields.raw("documents")).unwrap_or(usual.types),
            host,
            repository_kind,
            review: settings::decision(fields.raw("decision")).unwrap_or(usual.review),
            fetch_files: yes("fichiers"),
            mirror: yes("miroir"),
        },
    }
}

/// Why a source is not added, at its field; nothing for a fault of ours.
fn refusal(error: &Error) -> Option<FieldErrors> {
    let mut errors = FieldErrors::default();
    match error {
        Error::SourceName(name) => errors.add("nom", "source-error-taken", name.as_str()),
        Error::Invalid(_) => errors.add("nom", "source-error-name", ""),
        Error::Source(SourceError::Private(host)) => errors.add("adresse", "source-error-private", host),
        Error::Source(SourceError::Address(text)) => errors.add("adresse", "source-error-address", text),
        Error::Source(SourceError::NoFormat(formats)) => errors.add("prefixe", "source-error-formats", formats),
        Error::Source(SourceError::UnreadableFormat(prefix)) => errors.add("prefixe", "source-error-format", prefix),
        Error::Source(SourceError::Outside { root, .. }) => {
            errors.add("adresse", "source-error-outside", &root.display().to_string());
        }
        Error::Source(SourceError::File { path, .. }) => {
            errors.add("adresse", "source-error-file", &path.display().to_string());
        }
        Error::Source(SourceError::Funds(funds)) => errors.add("ensemble", "source-error-funds", funds),
        Error::Source(SourceError::NoMirror) => errors.add("miroir", "source-error-mirror", ""),
        Error::Source(error @ (SourceError::NoList | SourceError::NoFunder | SourceError::Answer(_))) => {
            errors.add("adresse", "source-error-remote", &error.to_string());
        }
        Error::Source(SourceError::Remote(remote)) => errors.add("adresse", "source-error-remote", &remote.to_string()),
        _ => return None,
    }
    Some(errors)
}
