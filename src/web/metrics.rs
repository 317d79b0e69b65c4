//! What Prometheus reads, at an address of its own (`PARVIS_METRICS_LISTEN`): behind a proxy every visitor seems to come
//! from this machine, so that no rule on the site's own address could keep them out.
//!
//! Names and units follow `OpenMetrics` 1.0: base units, totals end in `_total`. Routes are those of the router, so that
//! their number is bounded whatever visitors ask for.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::Site;
use super::error::Fault;
use crate::service::{Health, SiteState};
use crate::telemetry::Span;

/// The form of the answer (`OpenMetrics` 1.0).
const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// Upper bounds of the times that are told apart, in seconds.
const BOUNDS: [f64; 11] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];
/// Name of what no route answers.
const NO_ROUTE: &str = "none";

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    method: String,
    status: String,
}

/// What answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// What is looked after, or a state of work.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Name {
    name: &'static str,
}

/// Counts of requests since the start.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
    sent_away: Counter,
    answered_again: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let seconds: fn() -> Histogram = || Histogram::new(BOUNDS);
        let (requests, seconds, in_flight) =
            (Family::default(), Family::new_with_constructor(seconds), Gauge::default());
        let mut registry = Registry::with_prefix("parvis");
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_duration_seconds", "Time until the answer begins", seconds.clone());
        registry.register("http_requests_in_flight", "Requests being answered", in_flight.clone());
        let sent_away = Counter::default();
        registry.register("http_sent_away", "Costly requests that found no place in their lane", sent_away.clone());
        let answered_again = Counter::default();
        let help = "Pages that were given again as they had just been made for somebody else";
        registry.register("http_answered_again", help, answered_again.clone());
        Self { registry, requests, seconds, in_flight, sent_away, answered_again }
    }
}

impl Metrics {
    /// Counts a costly request that found no place; gives how many there were before.
    pub(super) fn sent_away(&self) -> u64 {
        self.sent_away.inc()
    }

    /// Counts a page that was given again.
    pub(super) fn answered_again(&self) {
        self.answered_again.inc();
    }
}

/// Counts a request that is let go of before its answer as ended, too.
struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Counts and times every request.
pub(super) async fn measure(State(site): State<Site>, request: Request, next: Next) -> Response {
    let metrics = &site.metrics;
    let route = request.extensions().get::<MatchedPath>().map_or(NO_ROUTE, MatchedPath::as_str).to_owned();
    let method = method_name(request.method());
    metrics.in_flight.inc();
    let in_flight = InFlight(metrics.in_flight.clone());
    let begun = Instant::now();
    let response = next.run(request).await;
    drop(in_flight);
    metrics.seconds.get_or_create(&Route { route: route.clone() }).observe(begun.elapsed().as_secs_f64());
    let status = response.status().as_str().to_owned();
    metrics.requests.get_or_create(&Answered { route, method: method.to_owned(), status }).inc();
    response
}

/// Hands a span of every request to the collector.
pub(super) async fn trace(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let method = match method_name(request.method()) {
        // Semantic conventions for HTTP 1.23.
        "other" => "_OTHER",
        known => known,
    };
    let span = Span::request(method, route, request.headers());
    let response = span.around(next.run(request)).await;
    span.answered(response.status());
    response
}

/// Methods that visitors make up are one.
fn method_name(method: &axum::http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// The address that Prometheus reads.
pub fn metrics_router(site: Site) -> Router {
    Router::new().route("/metrics", get(show)).with_state(site)
}

async fn show(State(site): State<Site>) -> Result<Response, Fault> {
    let state = site.repository.state().await?;
    let mut text = String::new();
    encode_registry(&mut text, &site.metrics.registry)
        .and_then(|()| encode_registry(&mut text, &of_state(&state)))
        .and_then(|()| encode_eof(&mut text))
        .map_err(Fault::internal)?;
    Ok(([(header::CONTENT_TYPE, MEDIA_TYPE)], text).into_response())
}

/// The figures of the site, made anew for each reading.
fn of_state(state: &SiteState) -> Registry {
    let mut registry = Registry::with_prefix("parvis");
    let mut one = |name: &str, help: &str, value: i64| {
        let gauge: Gauge = Gauge::default();
        gauge.set(value);
        registry.register(name, help, gauge);
    };
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    one("articles", "Articles that everybody can find", whole(state.articles));
    one("indexed_articles", "Articles in the search index", whole(state.indexed));
    one("files", "Deposited files", state.files.files);
    one("files_bytes", "Size of the deposited files", state.files.bytes);
    one("files_damaged", "Files missing or damaged when last read", state.files.damaged);
    one("files_overdue", "Files not read against their digests within the period", state.files.overdue);
    if let Some(free) = state.free_bytes {
        one("disk_free_bytes", "Room on the disk of the data folder", whole(free));
    }
    let named = |values: &[(&'static str, i64)]| {
        let family = Family::<Name, Gauge>::default();
        for (name, value) in values {
            family.get_or_create(&Name { name }).set(*value);
        }
        family
    };
    let jobs = [("pending", state.jobs.pending), ("running", state.jobs.running), ("failed", state.jobs.failed)];
    let mail = [("pending", state.mail.pending), ("sent", state.mail.sent), ("failed", state.mail.failed)];
    registry.register("jobs", "Jobs by state", named(&jobs));
    registry.register("mails", "Messages by state, those of late", named(&mail));
    let health: Vec<_> =
        state.checks.iter().map(|check| (check.watch.code(), i64::from(check.health == Health::Well))).collect();
    registry.register("check_well", "Whether what is looked after stands well", named(&health));
    let seen = |check: &crate::service::Check| Some((check.watch.code(), check.at?.as_second()));
    let dates: Vec<_> = state.checks.iter().filter_map(seen).collect();
    registry.register("check_timestamp_seconds", "When it was last done or seen", named(&dates));
    registry
}

impl Site {
    /// The same site as one of so many processes that answer its visitors; 0 while that is not known.
    #[must_use]
    pub fn sharing(self, processes: Arc<AtomicU32>) -> Self {
        let rates = super::api::rate::Rates::shared(self.settings.api_rate, processes);
        Self { rates: Arc::new(rates), ..self }
    }

    /// A site that counts its requests from now on.
    #[must_use]
    pub fn new(repository: crate::service::Repository, settings: super::SiteSettings) -> Self {
        let rates = Arc::new(super::api::rate::Rates::new(settings.api_rate));
        Self { repository, settings: Arc::new(settings), metrics: Arc::new(Metrics::default()), rates }
    }
}
