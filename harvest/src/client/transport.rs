//! One exchange over HTTP/1.1: no redirects, no further tries, bounded in time and size.
//!
//! `hyper` is used directly, because redirects, pauses and limits are decided here anyway. Certificates are checked against the
//! system's roots, or against a built-in list where the system has none.

use std::io::Write;
use std::time::Duration;

use bytes::Bytes;
use flate2::write::GzDecoder;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, FROM, HeaderValue, USER_AGENT};
use hyper::{HeaderMap, Request, Response};
use hyper_rustls::{ConfigBuilderExt, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::ClientConfig;
use rustls::crypto::ring;
use tokio::time::timeout;
use url::Url;

use super::error::{HarvestError, TransportError};
use super::resolve::Resolver;
use super::settings::HttpSettings;

/// What came back.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// The body, decompressed.
    pub(super) body: Vec<u8>,
    /// Whether the body came to its end.
    pub(super) complete: bool,
}

/// A pool of connections.
pub(super) struct Transport {
    client: Client<HttpsConnector<HttpConnector<Resolver>>, Full<Bytes>>,
    headers: HeaderMap,
}

impl Transport {
    pub(super) fn new(settings: &HttpSettings) -> Result<Self, HarvestError> {
        let mut http = HttpConnector::new_with_resolver(Resolver::new(settings));
        http.enforce_http(false);
        http.set_connect_timeout(Some(settings.connect_timeout));
        let tls = tls().map_err(|error| HarvestError::Settings(error.into()))?;
        let connector = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1();
        let client = Client::builder(TokioExecutor::new()).build(connector.wrap_connector(http));
        let headers = headers(settings).map_err(|error| HarvestError::Settings(error.into()))?;
        Ok(Self { client, headers })
    }

    pub(super) async fn get(&self, settings: &HttpSettings, url: &Url) -> Result<Reply, HarvestError> {
        let exchange = async {
            let response = self.send(settings, url).await?;
            read(settings, url, response).await
        };
        let late = HarvestError::TimedOut { url: url.to_string(), phase: "the whole answer" };
        timeout(settings.total_timeout, exchange).await.unwrap_or(Err(late))
    }

    /// Sends any request to an address; headers that it lacks are those of every request here.
    pub(super) async fn exchange(
        &self,
        settings: &HttpSettings,
        url: &Url,
        mut request: Request<Full<Bytes>>,
    ) -> Result<Reply, HarvestError> {
        let exchange = async {
            for (name, value) in &self.headers {
                request.headers_mut().entry(name).or_insert_with(|| value.clone());
            }
            let response = self.send_request(settings, url, request).await?;
            read(settings, url, response).await
        };
        let late = HarvestError::TimedOut { url: url.to_string(), phase: "the whole answer" };
        timeout(settings.total_timeout, exchange).await.unwrap_or(Err(late))
    }

    async fn send(&self, settings: &HttpSettings, url: &Url) -> Result<Response<Incoming>, HarvestError> {
        let mut request = Request::new(Full::default());
        *request.uri_mut() = url.as_str().parse().map_err(|_| HarvestError::Address(url.to_string()))?;
        request.headers_mut().clone_from(&self.headers);
        self.send_request(settings, url, request).await
    }

    async fn send_request(
        &self,
        settings: &HttpSettings,
        url: &Url,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, HarvestError> {
        match timeout(settings.answer_timeout, self.client.request(request)).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(unreachable(url, error.into())),
            Err(_) => Err(HarvestError::TimedOut { url: url.to_string(), phase: "the head of the answer" }),
        }
    }
}

fn tls() -> Result<ClientConfig, rustls::Error> {
    let builder =
        || ClientConfig::builder_with_provider(ring::default_provider().into()).with_safe_default_protocol_versions();
    match builder()?.with_native_roots() {
        Ok(system) => Ok(system.with_no_client_auth()),
        Err(_) => Ok(builder()?.with_webpki_roots().with_no_client_auth()),
    }
}

fn headers(settings: &HttpSettings) -> Result<HeaderMap, hyper::header::InvalidHeaderValue> {
    let mut headers = HeaderMap::new();
    headers.insert(USER_AGENT, HeaderValue::from_str(&settings.user_agent)?);
    if let Some(from) = &settings.from {
        headers.insert(FROM, HeaderValue::from_str(from)?);
    }
    headers.insert(ACCEPT, HeaderValue::from_str(&settings.accept)?);
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    Ok(headers)
}

fn unreachable(url: &Url, source: TransportError) -> HarvestError {
    HarvestError::Unreachable { url: url.to_string(), source }
}

async fn read(settings: &HttpSettings, url: &Url, response: Response<Incoming>) -> Result<Reply, HarvestError> {
    let (head, mut incoming) = response.into_parts();
    let mut body = Body::new(&head.headers, settings.max_answer_bytes)?;
    let complete = loop {
        match next_frame(&mut incoming, settings.idle_timeout).await {
            Ok(Some(data)) => {
                if !body.push(&data)? {
                    break false;
                }
            }
            Ok(None) => break true,
            // What has come is kept: the records in it may be whole.
            Err(_) if !body.is_empty() => break false,
            Err(Some(source)) => return Err(unreachable(url, source)),
            Err(None) => return Err(HarvestError::TimedOut { url: url.to_string(), phase: "the body of the answer" }),
        }
    };
    let (body, whole) = body.finish()?;
    Ok(Reply { status: head.status.as_u16(), headers: head.headers, body, complete: complete && whole })
}

/// The next piece of a body, `None` at its end; an error without a cause is a silence that lasted too long.
async fn next_frame(incoming: &mut Incoming, idle: Duration) -> Result<Option<Bytes>, Option<TransportError>> {
    match timeout(idle, incoming.frame()).await {
        Ok(None) => Ok(None),
        Ok(Some(Ok(frame))) => Ok(Some(frame.into_data().unwrap_or_default())),
        Ok(Some(Err(error))) => Err(Some(error.into())),
        Err(_) => Err(None),
    }
}

/// A body that grows up to a limit.
enum Body {
    Plain(Bounded),
    Gzip(Box<GzDecoder<Bounded>>),
}

impl Body {
    fn new(headers: &HeaderMap, limit_bytes: usize) -> Result<Self, HarvestError> {
        let sink = Bounded { bytes: Vec::new(), limit_bytes, full: false };
        let coding = headers.get(CONTENT_ENCODING).map_or("", |value| value.to_str().unwrap_or("?"));
        match coding.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Ok(Self::Plain(sink)),
            "gzip" | "x-gzip" => Ok(Self::Gzip(Box::new(GzDecoder::new(sink)))),
            other => Err(HarvestError::Coding(other.to_owned())),
        }
    }

    fn sink(&self) -> &Bounded {
        match self {
            Self::Plain(sink) => sink,
            Self::Gzip(decoder) => decoder.get_ref(),
        }
    }

    fn is_empty(&self) -> bool {
        self.sink().bytes.is_empty()
    }

    /// Adds a piece; `false` when it is not what it says it is, so that the rest is lost.
    fn push(&mut self, data: &[u8]) -> Result<bool, HarvestError> {
        let written = match self {
            Self::Plain(sink) => sink.write_all(data),
            Self::Gzip(decoder) => decoder.write_all(data),
        };
        self.sink().check()?;
        Ok(written.is_ok())
    }

    /// The bytes, and whether the compression came to its end.
    fn finish(self) -> Result<(Vec<u8>, bool), HarvestError> {
        match self {
            Self::Plain(sink) => Ok((sink.bytes, true)),
            Self::Gzip(mut decoder) => {
                let whole = decoder.try_finish().is_ok();
                decoder.get_ref().check()?;
                Ok((std::mem::take(&mut decoder.get_mut().bytes), whole))
            }
        }
    }
}

struct Bounded {
    bytes: Vec<u8>,
    limit_bytes: usize,
    full: bool,
}

impl Bounded {
    fn check(&self) -> Result<(), HarvestError> {
        if self.full { Err(HarvestError::TooLarge { limit_bytes: self.limit_bytes }) } else { Ok(()) }
    }
}

impl Write for Bounded {
    fn write(&mut self, data: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + data.len() > self.limit_bytes {
            self.full = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(data);
        Ok(data.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
