//! Headers that tell browsers what a page of ours may do: run our own script, load our own files, nothing else.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::Site;

/// Content Security Policy of pages (CSP level 3): no inline script or style, no third party, no framing.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
                           connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Policy of the page that shows a file beside the form that describes it: the same, and our own pages in a frame.
pub(crate) const FRAMING_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                                         font-src 'self'; connect-src 'self'; worker-src 'self'; frame-src 'self'; \
                                         form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Policy of a page that only our own pages may show in a frame.
pub(crate) const FRAMED_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                                        font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; \
                                        base-uri 'none'; frame-ancestors 'self'";

/// Policy of deposited files: whatever they hold, nothing in them runs with our origin.
pub(crate) const FILE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

/// Policy of the script that reads PDFs in a worker: it may compile `WebAssembly` (scanned pages are decoded with it), and
/// load nothing but itself. Pages may not: their own policy says so.
pub(crate) const WORKER_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

const HEADERS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("content-security-policy", PAGE_POLICY),
];

/// Two years, as browsers' preload lists ask (hstspreload.org).
const STRICT_TRANSPORT: &str = "max-age=63072000; includeSubDomains";

/// Middleware: adds the headers that the handler did not set itself.
pub(crate) async fn headers(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    if site.settings.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STRICT_TRANSPORT));
    }
    response
}
