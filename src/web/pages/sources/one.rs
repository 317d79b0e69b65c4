//! One source: how it stands, its runs with the records that were broken, and what can be done with it.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use super::view::{RunView, SourceView};
use crate::service::Kind;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::{Pairs, SourcePath};
use crate::web::form::Fields;
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
}

impl<'a> SourcePage<'a> {
    /// The page; `done` names the action that led back here.
    pub(crate) fn new(frame: &'a Frame, source: SourceView, runs: Vec<RunView>, done: &str) -> Self {
        let done = ["lancer", "suspendre", "reprendre"].into_iter().find(|known| *known == done);
        Self { frame, done: done.map(|done| frame.t(&format!("source-done-{done}"))), source, runs }
    }
}

/// `GET /administration/sources/{name}`
pub(crate) async fn show(
    State(site): State<Site>,
    Administrator { frame }: Administrator,
    SourcePath(name): SourcePath,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let source = site.repository.source_named(&name).await?;
    let mut runs = Vec::new();
    for run in site.repository.source_runs(source.id, RUNS).await? {
        let faults = site.repository.run_faults(run.id, FAULTS).await?;
        runs.push(RunView::new(&run, faults, frame.locale));
    }
    let status = site.repository.source_status(source).await?;
    let page = SourcePage::new(&frame, SourceView::new(&status, frame.locale), runs, pairs.first("fait"));
    frame.send(&page, Cache::Never)
}

/// `POST /administration/sources/{name}`: run now, pause, go on, remove.
pub(crate) async fn act(
    State(site): State<Site>,
    Administrator { frame }: Administrator,
    SourcePath(name): SourcePath,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    if !fields.is_ours(&site, &headers) {
        return Err(Fault::forbidden());
    }
    let (repository, source) = (&site.repository, site.repository.source_named(&name).await?);
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
