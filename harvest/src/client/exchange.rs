//! Single requests of any method through the same transport: no redirects, no further tries, bounded in time and size.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{CONTENT_ENCODING, CONTENT_LENGTH, TRANSFER_ENCODING};
use hyper::{HeaderMap, Request, Response};
use url::Url;

use super::clock::Clock;
use super::error::HarvestError;
use super::resolve;
use super::retry;
use super::settings::HttpSettings;
use super::transport::Transport;

/// A `GET` of an address, to be sent by an [`Exchange`].
///
/// # Errors
/// [`HarvestError::Address`] when it is none of the web.
pub fn get_request(url: &str) -> Result<Request<Vec<u8>>, HarvestError> {
    let refused = || HarvestError::Address(url.to_owned());
    let parsed = Url::parse(url).map_err(|_| refused())?;
    if !matches!(parsed.scheme(), "http" | "https") || parsed.host_str().is_none() {
        return Err(refused());
    }
    Request::get(parsed.as_str()).body(Vec::new()).map_err(|_| refused())
}

/// The address that a reference on a page or in a `Location` leads to (RFC 3986 §5); none outside of the web, and none that gives
/// up encryption.
#[must_use]
pub fn joined_address(base: &str, reference: &str) -> Option<String> {
    let from = Url::parse(base).ok()?;
    let mut to = from.join(reference.trim()).ok()?;
    to.set_fragment(None);
    let keeps = to.scheme() == "https" || (to.scheme() == "http" && from.scheme() == "http");
    (keeps && to.host_str().is_some()).then(|| to.to_string())
}

/// A client for single requests. The rules of its settings for addresses hold; pauses and further tries are the caller's.
pub struct Exchange {
    settings: HttpSettings,
    transport: Transport,
}

/// The pause that a server asks for in an answer (RFC 9110 §10.2.3).
#[must_use]
pub fn retry_after(headers: &HeaderMap, clock: &dyn Clock) -> Option<Duration> {
    retry::retry_after(headers, clock.now())
}

impl Exchange {
    /// A client with some settings.
    ///
    /// # Errors
    /// [`HarvestError::Settings`] when the user agent or the address cannot stand in a header.
    pub fn new(settings: HttpSettings) -> Result<Self, HarvestError> {
        Ok(Self { transport: Transport::new(&settings)?, settings })
    }

    /// Sends a request and reads the whole answer, decompressed, whatever its status.
    ///
    /// # Errors
    /// [`HarvestError`] when the address may not be asked, or no whole answer comes within the limits.
    pub async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, HarvestError> {
        let address = request.uri().to_string();
        let url = Url::parse(&address).map_err(|_| HarvestError::Address(address))?;
        let barred = resolve::literal(&url).is_some_and(|address| !(self.settings.allow_address)(address));
        if barred || !(self.settings.allow)(&url) {
            return Err(HarvestError::Forbidden(url.to_string()));
        }
        let request = request.map(|body| Full::new(Bytes::from(body)));
        let reply = self.transport.exchange(&self.settings, &url, request).await?;
        if !reply.complete {
            return Err(HarvestError::Truncated("the answer broke off".to_owned()));
        }
        let mut response = Response::new(reply.body);
        *response.status_mut() = hyper::StatusCode::from_u16(reply.status).unwrap_or(hyper::StatusCode::BAD_GATEWAY);
        *response.headers_mut() = reply.headers;
        for name in [CONTENT_ENCODING, CONTENT_LENGTH, TRANSFER_ENCODING] {
            // They told of the bytes on the wire.
            response.headers_mut().remove(name);
        }
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_joined_within_the_web_and_keep_encryption() {
        for (base, reference, joined) in [
            ("https://a.org/x/y", "../z.pdf#p2", Some("https://a.org/z.pdf")),
            ("http://a.org/x", "//b.org/z", Some("http://b.org/z")),
            ("https://a.org/x", "http://a.org/z", None),
            ("https://a.org/x", "javascript:alert(1)", None),
            ("https://a.org/x", "file:///etc/passwd", None),
        ] {
            assert_eq!(joined_address(base, reference).as_deref(), joined, "{reference}");
        }
        assert!(get_request("file:///etc/passwd").is_err() && get_request("http://").is_err());
        assert!(get_request("https://a.org/é").is_ok());
    }
}
