//! The way to the service: HTTP/1.1 over `hyper` and `rustls` with `ring`, as everywhere else in the program, bounded in time.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper_rustls::{ConfigBuilderExt, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector as Connector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse,
    HttpResponseBody, HttpService,
};
use rustls::ClientConfig;
use rustls::crypto::ring;
use tokio::time::{Sleep, sleep, timeout};

use crate::blob::Error;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the head of an answer may take, the bytes that are sent before it among them: 8 MiB at half a megabit.
const ANSWER: Duration = Duration::from_mins(2);
/// How long the body of an answer may be silent.
const SILENCE: Duration = Duration::from_secs(30);
/// How long a connection that nobody uses is kept; services close theirs after about as long.
const IDLE: Duration = Duration::from_secs(20);

/// Connections to the service. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Transport {
    client: Client<HttpsConnector<HttpConnector>, HttpRequestBody>,
}

impl Transport {
    pub(super) fn new() -> Result<Self, Error> {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        http.set_connect_timeout(Some(CONNECT));
        let tls = tls().map_err(|error| Error::Write(std::io::Error::other(error)))?;
        let connector = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1();
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE)
            .pool_timer(TokioTimer::new())
            .build(connector.wrap_connector(http));
        Ok(Self { client })
    }
}

/// Checks certificates against the system's roots, or a built-in list where the system has none.
fn tls() -> Result<ClientConfig, rustls::Error> {
    let builder =
        || ClientConfig::builder_with_provider(ring::default_provider().into()).with_safe_default_protocol_versions();
    match builder()?.with_native_roots() {
        Ok(system) => Ok(system.with_no_client_auth()),
        Err(_) => Ok(builder()?.with_webpki_roots().with_no_client_auth()),
    }
}

impl Connector for Transport {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for Transport {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let answer = timeout(ANSWER, self.client.request(request)).await;
        let answer = answer.map_err(|late| HttpError::new(HttpErrorKind::Timeout, late))?;
        let (head, body) = answer.map_err(|error| HttpError::new(kind_of(&error), error))?.into_parts();
        Ok(HttpResponse::from_parts(head, HttpResponseBody::new(Answer { body, silence: Box::pin(sleep(SILENCE)) })))
    }
}

/// A request that was cut off is made again where that does no harm, which the caller knows.
fn kind_of(error: &hyper_util::client::legacy::Error) -> HttpErrorKind {
    if error.is_connect() { HttpErrorKind::Connect } else { HttpErrorKind::Interrupted }
}

/// A body that ends with an error when it is silent for too long.
struct Answer {
    body: Incoming,
    silence: Pin<Box<Sleep>>,
}

impl Body for Answer {
    type Data = Bytes;
    type Error = HttpError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, HttpError>>> {
        let cut = |error| HttpError::new(HttpErrorKind::Interrupted, error);
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            self.silence.as_mut().reset(tokio::time::Instant::now() + SILENCE);
            return Poll::Ready(frame.map(|frame| frame.map_err(cut)));
        }
        match self.silence.as_mut().poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(()) => {
                let late = std::io::Error::from(std::io::ErrorKind::TimedOut);
                Poll::Ready(Some(Err(HttpError::new(HttpErrorKind::Timeout, late))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
