//! How the site stands: for everybody, and with what to do for administrators.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::domain::clock::quebec_date;
use crate::service::{Check, CopyCounts, Health, SiteState, Troubles, Watch};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::form::Fields;
use crate::web::i18n::Locale;
use crate::web::member::Administrator;
use crate::web::page::{Cache, Frame};

/// Where the administrator's page is.
const DESK: &str = "/administration/etat";

/// The page for everybody.
#[derive(Debug, Template)]
#[template(path = "state.html")]
pub(crate) struct StatePage<'a> {
    frame: &'a Frame,
    overall: String,
    is_well: bool,
    checks: Vec<Line>,
    version: &'static str,
}

/// The page for administrators.
#[derive(Debug, Template)]
#[template(path = "operations.html")]
pub(crate) struct OperationsPage<'a> {
    frame: &'a Frame,
    checks: Vec<Line>,
    figures: Vec<[String; 2]>,
    jobs: Vec<JobLine>,
    files: Vec<FileLine>,
    done: bool,
    error: Option<String>,
}

/// One thing looked after.
#[derive(Debug)]
struct Line {
    name: String,
    word: String,
    when: String,
    what: String,
}

/// A job that was given up.
#[derive(Debug)]
struct JobLine {
    id: i64,
    what: String,
    error: String,
}

/// A damaged file.
#[derive(Debug)]
struct FileLine {
    sha256: String,
    href: Option<String>,
    when: String,
}

impl<'a> StatePage<'a> {
    /// The page of a state.
    pub(crate) fn new(frame: &'a Frame, state: &SiteState) -> Self {
        let public: Vec<&Check> = state.checks.iter().filter(|check| check.watch.is_public()).collect();
        let worst = public.iter().map(|check| check.health).max().unwrap_or(Health::Well);
        Self {
            frame,
            overall: frame.t(&format!("state-overall-{}", worst.code())),
            is_well: worst == Health::Well,
            checks: public.into_iter().map(|check| line(check, frame.locale)).collect(),
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

impl<'a> OperationsPage<'a> {
    /// The page of a state and what is wrong in it.
    pub(crate) fn new(frame: &'a Frame, state: &SiteState, troubles: &Troubles, done: bool) -> Self {
        let locale = frame.locale;
        let number = |count: i64| locale.number(count.unsigned_abs());
        let figures = [
            ("operations-articles", locale.number(state.articles)),
            ("operations-indexed", locale.number(state.indexed)),
            ("operations-files", number(state.files.files)),
            ("operations-bytes", locale.size(state.files.bytes.unsigned_abs())),
            ("operations-jobs", number(state.jobs.pending + state.jobs.running)),
            ("operations-mail", number(state.mail.pending)),
            ("operations-free", state.free_bytes.map(|free| locale.size(free)).unwrap_or_default()),
        ];
        let moment =
            |us: i64| jiff::Timestamp::from_microsecond(us).map(|at| locale.day(quebec_date(at))).unwrap_or_default();
        Self {
            frame,
            checks: state.checks.iter().map(|check| line(check, locale)).collect(),
            figures: figures
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(key, value)| [frame.t(key), value])
                .collect(),
            jobs: troubles
                .jobs
                .iter()
                .map(|job| JobLine { id: job.id, what: format!("{} {}", job.kind, job.key), error: job.error.clone() })
                .collect(),
            files: troubles
                .files
                .iter()
                .map(|file| FileLine {
                    sha256: file.sha256.clone(),
                    href: file.article_id.map(|id| frame.href(&format!("/articles/{id}"))),
                    when: moment(file.checked_us),
                })
                .collect(),
            done,
            error: None,
        }
    }

    /// Adds how copies elsewhere stand, where they are looked at.
    fn add_copies(&mut self, counts: Option<CopyCounts>) {
        let Some(counts) = counts else { return };
        let named = [
            ("operations-copies", counts.watched),
            ("operations-copies-open", counts.open),
            ("operations-copies-dead", counts.dead),
            ("operations-copies-waiting", counts.waiting),
        ];
        let number = |count: i64| self.frame.locale.number(count.unsigned_abs());
        let figures: Vec<_> = named.into_iter().map(|(key, count)| [self.frame.t(key), number(count)]).collect();
        self.figures.extend(figures);
    }
}

fn line(check: &Check, locale: Locale) -> Line {
    let (watch, health) = (check.watch.code(), check.health.code());
    let never = check.at.is_none() && check.health == Health::Care;
    let key = if never { format!("state-{watch}-never") } else { format!("state-{watch}-{health}") };
    let numbers = match (check.watch, check.numbers) {
        (Watch::Disk, [megabytes, _]) => [locale.size(megabytes.saturating_mul(1_000_000)), String::new()],
        (_, numbers) => numbers.map(|number| locale.number(number)),
    };
    let [first, second] = &numbers;
    Line {
        name: locale.text(&format!("state-{watch}")),
        word: locale.text(&format!("state-word-{health}")),
        when: check.at.map(|at| locale.day(quebec_date(at))).unwrap_or_default(),
        what: locale.text_with(&key, &[("first", first), ("second", second)]),
    }
}

/// `GET /etat`
pub(crate) async fn show(State(site): State<Site>, frame: Frame) -> Result<Response, Fault> {
    let state = site.repository.state().await?;
    frame.send(&StatePage::new(&frame, &state), Cache::Public(30))
}

/// `GET /administration/etat`
pub(crate) async fn operations(
    State(site): State<Site>,
    Administrator { frame, .. }: Administrator,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let (state, troubles) = (site.repository.state().await?, site.repository.troubles().await?);
    let mut page = OperationsPage::new(&frame, &state, &troubles, pairs.first("fait") == "reprise");
    page.add_copies(site.repository.copy_counts().await?);
    frame.send(&page, Cache::Never)
}

/// `POST /administration/etat`: has a job tried again.
pub(crate) async fn act(
    State(site): State<Site>,
    Administrator { frame, .. }: Administrator,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    if fields.is_ours(&site, &headers) {
        let id = fields.raw("tache").parse().map_err(|_| Fault::not_found())?;
        site.repository.retry_failed_job(id).await?;
        return Ok(Redirect::to(&format!("{}?fait=reprise", frame.href(DESK))).into_response());
    }
    let (state, troubles) = (site.repository.state().await?, site.repository.troubles().await?);
    let page = OperationsPage::new(&frame, &state, &troubles, false);
    let page = OperationsPage { error: Some(frame.t("form-stale")), ..page };
    frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)
}

/// `GET /readyz`: whether this process answers well; 503 names what fails.
pub(crate) async fn ready(State(site): State<Site>) -> Response {
    let failing = site.repository.unready().await;
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    if failing.is_empty() {
        return (no_store, "ready\n").into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, no_store, format!("not ready: {}\n", failing.join(", "))).into_response()
}
