//! What every request passes through, from the outside in.

use std::time::Duration;

use axum::Router;
use axum::http::{Request, Response, StatusCode};
use axum::middleware::from_fn_with_state;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;

use super::{Site, error, security};

/// Longest time that a request may take until its answer begins.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Largest body of a form or an OAI-PMH request, in bytes. Uploads bring their own limit.
const LARGEST_BODY_BYTES: usize = 64 * 1024;

/// Puts the layers around the routes. A layer added later lies further out.
pub(super) fn around(routes: Router<Site>, site: &Site) -> Router<Site> {
    routes
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY_BYTES))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn_with_state(site.clone(), error::render))
        .layer(from_fn_with_state(site.clone(), security::headers))
        .layer(CompressionLayer::new().compress_when(worth_compressing()))
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
