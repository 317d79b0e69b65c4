//! Requests to the server: to the next host where one does not answer, again after a pause where it is overloaded, never
//! longer than the settings allow.
//!
//! Callers block. Requests run on a thread of their own, so that it does not matter where the caller stands.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use data_encoding::BASE64;
use harvest::client::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use harvest::client::{Exchange, HarvestError, HttpSettings, Request, Response};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use super::settings::ServerSettings;
use crate::search::error::SearchError;

/// Tries to get an answer, over all hosts.
const MOST_TRIES: usize = 4;
/// Pause before the second try; it doubles each time.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// How long a host may take to take a connection.
const CONNECTING: Duration = Duration::from_secs(2);
/// Largest answer: a page of hits with the texts of long articles.
const MOST_BYTES: usize = 256 << 20;
/// Longest words of the server that are repeated, in characters.
const LONGEST: usize = 300;

/// What is done at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// Reads.
    Get,
    /// Asks, or writes what may be written twice.
    Post,
    /// Makes.
    Put,
    /// Removes.
    Delete,
}

/// The way to the server.
pub(super) struct Client {
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
    way: Arc<Way>,
}

struct Way {
    exchange: Exchange,
    hosts: Vec<String>,
    /// The host that answered last.
    host: AtomicUsize,
    authorization: Option<HeaderValue>,
    patience: Duration,
}

impl Drop for Client {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Never waits, wherever the last clone of an index ends.
            runtime.shutdown_background();
        }
    }
}

impl Client {
    /// The way to the server of some settings.
    pub(super) fn new(settings: &ServerSettings) -> Result<Self, SearchError> {
        let http = HttpSettings {
            accept: "application/json".to_owned(),
            connect_timeout: CONNECTING,
            answer_timeout: settings.patience,
            idle_timeout: settings.patience,
            total_timeout: settings.patience,
            max_answer_bytes: MOST_BYTES,
            ..HttpSettings::new(&settings.user_agent)
        };
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("search").enable_all().build();
        Ok(Self {
            runtime: Some(runtime.map_err(|error| SearchError::Engine(Box::new(error)))?),
            way: Arc::new(Way {
                exchange: Exchange::new(http).map_err(|error| SearchError::Engine(Box::new(error)))?,
                hosts: settings.hosts.clone(),
                host: AtomicUsize::new(0),
                authorization: authorization(settings)?,
                patience: settings.patience,
            }),
        })
    }

    /// What the server answers to a question in JSON.
    pub(super) fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, SearchError> {
        let body = body.filter(|body| !body.is_null()).map(Value::to_string).unwrap_or_default();
        self.send(method, path, "application/json", body.into_bytes())
    }

    /// What the server answers to lines of JSON.
    pub(super) fn ask_in_lines(&self, path: &str, lines: Vec<u8>) -> Result<Value, SearchError> {
        self.send(Method::Post, path, "application/x-ndjson", lines)
    }

    fn send(&self, method: Method, path: &str, kind: &'static str, body: Vec<u8>) -> Result<Value, SearchError> {
        let gone = || SearchError::Unavailable { what: "the program stops".to_owned() };
        let runtime = self.runtime.as_ref().ok_or_else(gone)?;
        let (way, path) = (Arc::clone(&self.way), path.to_owned());
        let (told, answer) = std::sync::mpsc::channel();
        runtime.spawn(async move {
            let patience = way.patience;
            let late = SearchError::Unavailable { what: format!("no answer within {} s", patience.as_secs()) };
            let done = tokio::time::timeout(patience, way.send(method, &path, kind, &body)).await.unwrap_or(Err(late));
            // Nobody listens any more when the caller was cut off.
            let _ = told.send(done);
        });
        answer.recv().map_err(|_| gone())?
    }
}

impl Way {
    async fn send(&self, method: Method, path: &str, kind: &'static str, body: &[u8]) -> Result<Value, SearchError> {
        let (first, mut pause) = (self.host.load(Ordering::Relaxed), FIRST_PAUSE);
        let mut failed = SearchError::Unavailable { what: "no host is named".to_owned() };
        for number in 0..MOST_TRIES.max(self.hosts.len()) {
            let at = first.wrapping_add(number) % self.hosts.len().max(1);
            let Some(host) = self.hosts.get(at) else { break };
            match self.send_to(host, method, path, kind, body).await {
                Ok(response) if is_overload(response.status().as_u16()) => failed = overloaded(&response),
                Ok(response) => {
                    self.host.store(at, Ordering::Relaxed);
                    return understood(&response);
                }
                Err(HarvestError::Forbidden(url) | HarvestError::Address(url)) => {
                    return Err(SearchError::Refused { status: 0, what: format!("{url} is no address") });
                }
                Err(error) => failed = SearchError::Unavailable { what: chain(&error) },
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
        Err(failed)
    }

    async fn send_to(
        &self,
        host: &str,
        method: Method,
        path: &str,
        kind: &'static str,
        body: &[u8],
    ) -> Result<Response<Vec<u8>>, HarvestError> {
        let address = format!("{host}{path}");
        let request = match method {
            Method::Get => Request::get(&address),
            Method::Post => Request::post(&address),
            Method::Put => Request::put(&address),
            Method::Delete => Request::delete(&address),
        };
        let mut request = request.body(body.to_vec()).map_err(|_| HarvestError::Address(address))?;
        if !body.is_empty() {
            request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        if let Some(authorization) = &self.authorization {
            request.headers_mut().insert(AUTHORIZATION, authorization.clone());
        }
        self.exchange.send(request).await
    }
}

/// What opens the server: a token, else an account.
fn authorization(settings: &ServerSettings) -> Result<Option<HeaderValue>, SearchError> {
    let account = |(name, password): &(String, String)| {
        format!("Basic {}", BASE64.encode(format!("{name}:{password}").as_bytes()))
    };
    let token = settings.token.as_ref().map(|token| format!("Bearer {token}"));
    let Some(said) = token.or_else(|| settings.account.as_ref().map(account)) else { return Ok(None) };
    let refused = |_| SearchError::Refused { status: 0, what: "the token cannot stand in a header".to_owned() };
    let mut value = HeaderValue::from_str(&said).map_err(refused)?;
    value.set_sensitive(true);
    Ok(Some(value))
}

/// Whether the same request may be answered by another host, or later.
fn is_overload(status: u16) -> bool {
    matches!(status, 429 | 502 | 503 | 504)
}

fn overloaded(response: &Response<Vec<u8>>) -> SearchError {
    SearchError::Unavailable { what: format!("status {}: {}", response.status().as_u16(), reason(response.body())) }
}

fn understood(response: &Response<Vec<u8>>) -> Result<Value, SearchError> {
    let status = response.status().as_u16();
    if !response.status().is_success() {
        return Err(SearchError::Refused { status, what: reason(response.body()) });
    }
    if response.body().is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(response.body())
        .map_err(|_| SearchError::Refused { status, what: "the answer is no JSON: is this OpenSearch?".to_owned() })
}

/// The words of the server about what went wrong.
fn reason(body: &[u8]) -> String {
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let places = ["/error/root_cause/0/reason", "/error/reason", "/error", "/message"];
    let said = places.iter().find_map(|place| value.pointer(place)?.as_str());
    said.unwrap_or("no reason is given").chars().take(LONGEST).collect()
}

/// An error and its causes in one line.
fn chain(error: &HarvestError) -> String {
    let mut line = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        line = format!("{line}: {error}");
        cause = error.source();
    }
    line
}
