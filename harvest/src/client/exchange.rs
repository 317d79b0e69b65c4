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
