//! What every request passes through, from the outside in.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Request, Response, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;

use super::kept::{self, Kept};
use super::lanes::{self, Lanes};
use super::{Site, error, metrics, security};
use crate::telemetry;

/// Longest time that a request may take until its answer begins.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Largest body of a form or an OAI-PMH request, in bytes. Descriptions and uploads bring their own limits.
const LARGEST_BODY_BYTES: usize = 64 * 1024;
/// Largest description that is sent as a form, in bytes: abstracts of 40,000 letters with accents, 3,000 authors.
const LARGEST_DESCRIPTION_BYTES: usize = 2 * 1024 * 1024;
/// Longest time that an upload may take: the largest file over a slow line.
const UPLOAD_TIMEOUT: Duration = Duration::from_mins(30);
/// Room for the other parts of an upload, in bytes.
const UPLOAD_MARGIN_BYTES: u64 = 1024 * 1024;

/// How hard lists for harvesters are compressed, in the levels of gzip, brotli and zstd. Records are read once, by
/// programs that wait for nothing else: with gzip, level 2 takes a quarter of the time of the usual 6 and gives some 15
/// to 30 % more bytes; level 1 gives half as many again and is hardly quicker.
const HARVEST_COMPRESSION: CompressionLevel = CompressionLevel::Precise(2);

/// The compression of lists for harvesters; the layer around all routes leaves alone what is compressed.
pub(super) fn for_harvests(routes: Router<Site>) -> Router<Site> {
    routes.layer(CompressionLayer::new().quality(HARVEST_COMPRESSION))
}

/// The limits of small forms and of everything without a body.
pub(super) fn for_forms(routes: Router<Site>) -> Router<Site> {
    routes.layer(RequestBodyLimitLayer::new(LARGEST_BODY_BYTES)).layer(answer_within(TIMEOUT))
}

/// The limits of forms that hold the description of an article.
pub(super) fn for_descriptions(routes: Router<Site>) -> Router<Site> {
    let limit = RequestBodyLimitLayer::new(LARGEST_DESCRIPTION_BYTES);
    routes.layer(DefaultBodyLimit::disable()).layer(limit).layer(answer_within(TIMEOUT))
}

/// The limits of uploads. A file somewhat larger than those taken is read to its end and refused with a page; browsers
/// show none when they are cut off.
pub(super) fn for_uploads(routes: Router<Site>, site: &Site) -> Router<Site> {
    let most = site.repository.max_upload_bytes().saturating_mul(2).saturating_add(UPLOAD_MARGIN_BYTES);
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    routes.layer(DefaultBodyLimit::max(most)).layer(answer_within(UPLOAD_TIMEOUT))
}

fn answer_within(longest: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, longest)
}

/// Puts the layers around the routes. A layer added later lies further out.
pub(super) fn around(routes: Router<Site>, site: &Site) -> Router<Site> {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let lanes = Arc::new(Lanes::new(processors));
    let routes = routes
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn_with_state((lanes.clone(), site.clone()), lanes::queue))
        .layer(from_fn_with_state(site.clone(), error::render))
        .layer(from_fn_with_state(site.clone(), security::headers))
        .layer(CompressionLayer::new().compress_when(worth_compressing()))
        .layer(from_fn_with_state((Arc::new(Kept::default()), lanes, site.clone()), kept::answer))
        .layer(from_fn_with_state(site.clone(), metrics::measure));
    let routes = if telemetry::is_on() { routes.layer(from_fn(metrics::trace)) } else { routes };
    routes
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(|request: &Request<_>| span(request))
                .on_request(())
                .on_failure(())
                .on_response(|response: &Response<_>, latency: Duration, _: &Span| finished(response, latency)),
        )
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}

/// Deposited files are read in ranges, which only plain bytes have; fonts are compressed already.
fn worth_compressing() -> impl Predicate {
    DefaultPredicate::new()
        .and(NotForContentType::const_new("application/pdf"))
        .and(NotForContentType::const_new("application/jats+xml"))
        .and(NotForContentType::const_new("font/"))
}

/// Method and path only: no query (people's words), no address, no agent.
fn span<B>(request: &Request<B>) -> Span {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", request.id = id, http.method = %request.method(), http.path = request.uri().path())
}

fn finished<B>(response: &Response<B>, latency: Duration) {
    let duration_ms = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(http.status = response.status().as_u16(), duration_ms, "request answered");
}
