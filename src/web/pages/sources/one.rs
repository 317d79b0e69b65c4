//! One source: how it stands, its runs with the records that were broken, its settings, and what can be done with it.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::super::description::FieldView;
use super::settings;
use super::view::{RunView, SourceView};
use crate::domain::source::{Source, SourceSettings};
use crate::service::Kind;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::{Pairs, SourcePath};
use crate::web::form::{FieldErrors, Fields};
use crate::web::member::Administrator;
use crate::web::page::{Cache, Frame};

/// Runs shown.
const RUNS: i64 = 20;
/// Broken records shown of each run.
const FAULTS: i64 = 20;

/// The page of a source.
#[derive(Debug, Template)]
#[template(path = "source.html")]
pub(crate) struct SourcePage<'a> {
    frame: &'a Frame,
    done: Option<String>,
    source: SourceView,
    runs: Vec<RunView>,
    fields: Vec<FieldView>,
    errors: Vec<(&'static str, String)>,
}

/// The form of the settings: what they are, what was typed, what was wrong with it.
#[derive(Debug)]
pub(crate) struct SettingsForm {
    before: SourceSettings,
    typed: Fields,
    errors: FieldErrors,
}

impl SettingsForm {
    /// The form with the settings as they are.
    pub(crate) fn new(before: SourceSettings) -> Self {
        Self { typed: settings::fields_of(&before), before, errors: FieldErrors::default() }
    }
}

impl<'a> SourcePage<'a> {
    /// The page; `done` names the action that led back here.
    pub(crate) fn new(
        frame: &'a Frame,
        source: SourceView,
        runs: Vec<RunView>,
        form: &SettingsForm,
        done: &str,
    ) -> Self {
        let done = ["lancer", "suspendre", "reprendre", "regler"].into_iter().find(|known| *known == done);
        Self {
            frame,
            done: done.map(|done| frame.t(&format!("source-done-{done}"))),
            source,
            runs,
            fields: settings::form(&form.before, &form.typed, &form.errors, frame.locale),
            errors: form.errors.summary(frame.locale),
        }
    }
}

/// `GET /administration/sources/{name}`
pub(crate) async fn show(
    State(site): State<Site>,
    Administrator { frame, .. }: Administrator,
    SourcePath(name): SourcePath,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let source = site.repository.source_named(&name).await?;
    let form = SettingsForm::new(source.settings.clone());
    frame.send(&page(&site, &frame, source, &form, pairs.first("fait")).await?, Cache::Never)
}

async fn page<'a>(
    site: &Site,
    frame: &'a Frame,
    source: Source,
    form: &SettingsForm,
    done: &str,
) -> Result<SourcePage<'a>, Fault> {
    let mut runs = Vec::new();
    for run in site.repository.source_runs(source.id, RUNS).await? {
        let faults = site.repository.run_faults(run.id, FAULTS).await?;
        runs.push(RunView::new(&run, faults, frame.locale));
    }
    let status = site.repository.source_status(source).await?;
    Ok(SourcePage::new(frame, SourceView::new(&status, frame.locale), runs, form, done))
}

/// `POST /administration/sources/{name}`: run now, pause, go on, other settings, remove.
pub(crate) async fn act(
    State(site): State<Site>,
    Administrator { frame, .. }: Administrator,
    SourcePath(name): SourcePath,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let (repository, source) = (&site.repository, site.repository.source_named(&name).await?);
    let ours = fields.is_ours(&site, &headers);
    if fields.raw("action") == "regler" {
        return change(&site, &frame, source, fields, ours).await;
    }
    if !ours {
        return Err(Fault::forbidden());
    }
    let here = frame.href(&format!("/administration/sources/{}", source.name));
    let to = match fields.raw("action") {
        action @ "lancer" => {
            repository.run_source_soon(source.id).await?;
            format!("{here}?fait={action}")
        }
        action @ ("suspendre" | "reprendre") => {
            repository.pause_source(source.id, action == "suspendre").await?;
            format!("{here}?fait={action}")
        }
        "retirer" => {
            repository.remove_source(source.id).await?;
            format!("{}?fait=retiree", frame.href("/administration/sources"))
        }
        _ => return Err(Fault::of(Kind::Invalid)),
    };
    Ok(Redirect::to(&to).into_response())
}

/// Gives a source the settings of the form, or the form back with what is wrong with it.
async fn change(site: &Site, frame: &Frame, source: Source, typed: Fields, ours: bool) -> Result<Response, Fault> {
    let read =
        if ours { settings::read(&typed, &source.settings) } else { Err(FieldErrors::one("heures", "form-stale")) };
    match read {
        Ok(settings) => {
            site.repository.change_source(source.id, &settings).await?;
            let here = frame.href(&format!("/administration/sources/{}", source.name));
            Ok(Redirect::to(&format!("{here}?fait=regler")).into_response())
        }
        Err(errors) => {
            let form = SettingsForm { before: source.settings.clone(), typed, errors };
            let page = page(site, frame, source, &form, "").await?;
            frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)
        }
    }
}
