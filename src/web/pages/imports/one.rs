//! One import: what would happen row by row, the button that does it, how far it is, and what came of it.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use super::{PATH, text};
use crate::domain::ArticleId;
use crate::domain::import::{ImportLine, ImportState, RowFate, RowOutcome};
use crate::metadata::table;
use crate::service::{ImportStatus, Kind, Repository};
use crate::web::Site;
use crate::web::address::with_pairs;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::form::Fields;
use crate::web::i18n::Locale;
use crate::web::member::{Curator, ImportNumber};
use crate::web::page::{Cache, Frame, csv_file};
use crate::web::pages::progress::failure_key;

/// Rows on a page.
const PAGE_SIZE: i64 = 100;
/// Seconds until a page that waits looks again.
const LOOK_AGAIN_SECONDS: u8 = 3;

/// The page of an import.
#[derive(Debug, Template)]
#[template(path = "import.html")]
pub(crate) struct ImportPage<'a> {
    frame: &'a Frame,
    name: String,
    lead: String,
    /// Whose it is, where that is somebody else.
    planner: Option<String>,
    /// Whether the visitor may start it or throw it away.
    is_theirs: bool,
    here: String,
    csv_href: String,
    /// Rows that something is to be done with; the button is only there for them.
    work: Option<String>,
    is_planned: bool,
    moving: bool,
    stuck: Option<String>,
    settled: u64,
    total: u64,
    told: String,
    refresh_seconds: u8,
    counts: Vec<(String, String)>,
    filters: Vec<Filter>,
    rows: Vec<RowView>,
    next: Option<String>,
}

/// A choice of rows.
#[derive(Debug)]
struct Filter {
    href: String,
    label: String,
    chosen: bool,
}

/// A row of the table.
#[derive(Debug)]
struct RowView {
    place: String,
    title: String,
    class: &'static str,
    outcome: String,
    note: String,
    article: Option<(String, String)>,
}

impl<'a> ImportPage<'a> {
    /// The page with some rows; `more` says that others follow.
    pub(crate) fn new(frame: &'a Frame, status: &ImportStatus, fate: &str, lines: &[ImportLine], more: bool) -> Self {
        let locale = frame.locale;
        let (import, total) = (&status.import, status.total);
        let is_planned = import.state == ImportState::Planned;
        let here = frame.href(&format!("{PATH}/{}", import.id));
        let count =
            |(outcome, count): &(RowOutcome, u64)| (outcome_name(*outcome, is_planned, locale), locale.number(*count));
        let waiting = status.count(RowOutcome::Waiting);
        let last = lines.last().map(|line| line.row.number);
        let next = last.filter(|_| more).map(|last| with_pairs(&here, &pairs(fate, Some(last))));
        let progress = [("settled", locale.number(status.settled())), ("total", locale.number(total))];
        let progress: Vec<(&str, &str)> = progress.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Self {
            frame,
            name: import.name.clone(),
            lead: locale.text(&format!("import-lead-{}", import.state.code())),
            planner: None,
            is_theirs: frame.user.as_ref().is_some_and(|user| Repository::may_run_import(import, user)),
            csv_href: format!("{here}/resultat.csv"),
            work: (is_planned && waiting > 0).then(|| locale.text_count("import-button", waiting)),
            is_planned,
            moving: status.is_moving(),
            stuck: status.stuck.clone(),
            settled: status.settled(),
            total,
            told: locale.text_with("import-progress-told", &progress),
            refresh_seconds: LOOK_AGAIN_SECONDS,
            counts: status.counts.iter().map(count).collect(),
            filters: filters(&here, fate, locale),
            rows: lines.iter().map(|line| row(line, is_planned, frame)).collect(),
            next,
            here,
        }
    }
}

fn pairs(fate: &str, after: Option<i64>) -> Vec<(String, String)> {
    let fate = Some(fate).filter(|fate| !fate.is_empty()).map(|fate| ("voir".to_owned(), fate.to_owned()));
    let after = after.map(|after| ("apres".to_owned(), after.to_string()));
    fate.into_iter().chain(after).collect()
}

fn filters(here: &str, chosen: &str, locale: Locale) -> Vec<Filter> {
    let filter = |fate: &str| Filter {
        href: with_pairs(here, &pairs(fate, None)),
        label: if fate.is_empty() {
            locale.text("import-rows-all")
        } else {
            locale.text(&format!("import-fate-{fate}"))
        },
        chosen: fate == chosen,
    };
    std::iter::once("").chain(RowFate::CODES).map(filter).collect()
}

/// What a row came to; before the start, what it would.
fn outcome_name(outcome: RowOutcome, is_planned: bool, locale: Locale) -> String {
    match outcome {
        RowOutcome::Waiting if is_planned => locale.text("import-fate-work"),
        outcome => locale.text(&format!("import-outcome-{}", outcome.code())),
    }
}

fn row(line: &ImportLine, is_planned: bool, frame: &Frame) -> RowView {
    let (locale, outcome) = (frame.locale, line.outcome());
    let class = match outcome {
        RowOutcome::Published | RowOutcome::Version => "good",
        RowOutcome::Refused | RowOutcome::Fault => "bad",
        RowOutcome::Here | RowOutcome::Same => "middle",
        RowOutcome::InReview | RowOutcome::Reading | RowOutcome::Waiting => "neutral",
    };
    let name = if is_planned {
        locale.text(&format!("import-fate-{}", line.row.fate.code()))
    } else {
        outcome_name(outcome, false, locale)
    };
    let address = |id: ArticleId| {
        (frame.href(&format!("/articles/{id}")), locale.text_with("import-article", &[("number", &id.to_string())]))
    };
    RowView {
        place: place(line, locale),
        title: line.row.title.clone(),
        class,
        outcome: name,
        note: note(line, locale),
        article: line.shown_article().map(address),
    }
}

fn place(line: &ImportLine, locale: Locale) -> String {
    let (row, number) = (&line.row, line.row.number.to_string());
    let at = row.line.map(|line| line.to_string());
    match at {
        Some(at) => locale.text_with("import-place-line", &[("name", &row.source), ("line", &at)]),
        None => locale.text_with("import-place-record", &[("name", &row.source), ("number", &number)]),
    }
}

/// What is wrong and what to do, or what the row repeats.
fn note(line: &ImportLine, locale: Locale) -> String {
    match (&line.row.fate, line.failure) {
        (RowFate::Fault(fault), _) => {
            let column = Some(&fault.column).filter(|column| !column.is_empty());
            let column = column.map(|column| locale.text_with("import-column", &[("column", column)]));
            let parts = [column.unwrap_or_default(), text::fault(fault, locale), text::advice(fault, locale)];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        }
        (RowFate::Same(number), _) => locale.text_with("import-same", &[("number", &number.to_string())]),
        (_, Some(failure)) => locale.text(failure_key(failure)),
        _ => String::new(),
    }
}

/// `GET /administration/importations/{id}`
pub(crate) async fn show(
    State(site): State<Site>,
    Curator { frame, user }: Curator,
    ImportNumber(id): ImportNumber,
    asked: Pairs,
) -> Result<Response, Fault> {
    let status = site.repository.import_status(id).await?;
    let fate = RowFate::CODES.into_iter().find(|code| *code == asked.first("voir")).unwrap_or_default();
    let after = asked.first("apres").parse().unwrap_or(0);
    let mut lines = site.repository.import_lines(id, after, fate, PAGE_SIZE + 1).await?;
    let most = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
    let more = lines.len() > most;
    lines.truncate(most);
    let mut page = ImportPage::new(&frame, &status, fate, &lines, more);
    if status.import.user != user.id {
        let planner = site.repository.account(status.import.user).await?.user.name;
        let planner = Some(planner).filter(|name| !name.is_empty()).unwrap_or_else(|| frame.t("thread-gone"));
        let key = if page.is_theirs { "import-planner" } else { "import-planner-only" };
        page.planner = Some(frame.ta(key, "name", &planner));
    }
    frame.send(&page, Cache::Never)
}

/// `POST /administration/importations/{id}`: really do it, go on, or throw it away.
pub(crate) async fn act(
    State(site): State<Site>,
    Curator { frame, user }: Curator,
    ImportNumber(id): ImportNumber,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let import = site.repository.import(id).await?;
    if !fields.is_ours(&site, &headers) {
        return Err(Fault::forbidden());
    }
    let to = match fields.raw("action") {
        "importer" => {
            site.repository.start_import(import.id, &user).await?;
            format!("{PATH}/{id}")
        }
        "supprimer" => {
            site.repository.discard_import(import.id, &user).await?;
            format!("{PATH}?fait=supprimer")
        }
        _ => return Err(Fault::of(Kind::Invalid)),
    };
    Ok(Redirect::to(&frame.href(&to)).into_response())
}

/// `GET /administration/importations/{id}/resultat.csv`
pub(crate) async fn csv(
    State(site): State<Site>,
    Curator { frame, .. }: Curator,
    ImportNumber(id): ImportNumber,
) -> Result<Response, Fault> {
    let (locale, import) = (frame.locale, site.repository.import(id).await?);
    let columns = ["source", "line", "title", "outcome", "column", "note", "article"];
    let mut out =
        table::line(&columns.map(|column| locale.text(&format!("import-csv-{column}")))).map_err(Fault::internal)?;
    let is_planned = import.state == ImportState::Planned;
    for line in site.repository.import_lines(id, 0, "", i64::MAX).await? {
        let view = row(&line, is_planned, &frame);
        let column = match &line.row.fate {
            RowFate::Fault(fault) => fault.column.clone(),
            _ => String::new(),
        };
        let at = line.row.line.unwrap_or(line.row.number).to_string();
        let article =
            line.shown_article().map(|id| site.settings.absolute(&format!("/articles/{id}"))).unwrap_or_default();
        let cells = [line.row.source, at, line.row.title, view.outcome, column, view.note, article];
        out.extend(table::line(&cells).map_err(Fault::internal)?);
    }
    Ok((csv_file(&format!("importation-{id}"), "no-store"), out).into_response())
}
