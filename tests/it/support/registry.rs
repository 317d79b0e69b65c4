//! A registry of DOIs on this machine, which answers as `DataCite`'s REST API is documented to, or as a test says.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use harvest::client::HttpSettings;
use parvis::source::{Registrar, RegistrarSettings};
use serde_json::{Value, json};

use super::server::JumpingClock;

/// What the registry does instead of what it should.
#[derive(Debug, Clone)]
pub(crate) enum Whim {
    /// Answers so, and does nothing.
    Say(u16, Vec<(&'static str, String)>, String),
    /// Does what it is told, and breaks the answer off.
    CutOff,
    /// Does what it is told, and answers too late.
    Slow,
}

/// What the registry knows, and what it was asked.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) dois: HashMap<String, Value>,
    pub(crate) requests: Vec<(String, String)>,
    pub(crate) whims: VecDeque<Whim>,
}

/// The registry.
#[derive(Clone)]
pub(crate) struct Registry {
    pub(crate) root: String,
    pub(crate) known: Arc<Mutex<Known>>,
}

impl Registry {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        let registry = Self { root, known: Arc::default() };
        let router = Router::new().fallback(answer).with_state(registry.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        registry
    }

    /// The way there for a site; `private` says whether this machine may be asked.
    pub(crate) fn registrar(&self, password: &str, is_test: bool, private: bool) -> Registrar {
        let settings = RegistrarSettings {
            api: self.root.clone(),
            account: "INST.DEPOT".to_owned(),
            password: password.to_owned(),
            prefix: "10.80000".to_owned(),
            label: "parvis.".to_owned(),
            is_test,
            pause: Duration::from_secs(1),
        };
        let http = HttpSettings {
            total_timeout: Duration::from_millis(800),
            allow_address: Arc::new(move |address| private || parvis::source::is_public(address)),
            ..HttpSettings::new("parvis-test/1.0")
        };
        Registrar::new(settings, http, Arc::new(JumpingClock::default())).unwrap()
    }

    /// The way there with the right password, for good.
    pub(crate) fn way(&self) -> Registrar {
        self.registrar("un secret", false, true)
    }

    pub(crate) fn then(&self, whim: Whim) {
        self.known.lock().unwrap().whims.push_back(whim);
    }

    /// Answers once with a status and words of its own.
    pub(crate) fn say(&self, status: u16, body: &str) {
        self.then(Whim::Say(status, Vec::new(), body.to_owned()));
    }

    /// The attributes of a DOI that the registry knows.
    pub(crate) fn told(&self, doi: &str) -> Value {
        self.known.lock().unwrap().dois.get(doi).cloned().unwrap_or_default()
    }

    pub(crate) fn dois(&self) -> usize {
        self.known.lock().unwrap().dois.len()
    }

    /// Methods of the requests so far, joined by spaces.
    pub(crate) fn methods(&self) -> String {
        let known = self.known.lock().unwrap();
        known.requests.iter().map(|(method, _)| method.as_str()).collect::<Vec<_>>().join(" ")
    }
}

async fn answer(
    State(registry): State<Registry>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let whim = {
        let mut known = registry.known.lock().unwrap();
        known.requests.push((method.to_string(), String::from_utf8_lossy(&body).into_owned()));
        known.whims.pop_front()
    };
    if let Some(Whim::Say(status, headers, body)) = whim {
        let response = Response::builder().status(status).header("content-type", "application/json");
        let response = headers.into_iter().fold(response, |response, (name, value)| response.header(name, value));
        return response.body(Body::from(body)).unwrap();
    }
    let (status, json) = registry.carry_out(&method, uri.path(), &headers, &body);
    match whim {
        Some(Whim::CutOff) => {
            let broken = futures_util::stream::iter([
                Ok(Bytes::from_static(b"{\"data\":")),
                Err(std::io::Error::other("cut off")),
            ]);
            return Response::builder().status(status).body(Body::from_stream(broken)).unwrap();
        }
        Some(Whim::Slow) => tokio::time::sleep(Duration::from_secs(3)).await,
        _ => {}
    }
    let media = "application/vnd.api+json; charset=utf-8";
    Response::builder().status(status).header("content-type", media).body(Body::from(json.to_string())).unwrap()
}

fn refusal(status: StatusCode, title: &str) -> (StatusCode, Value) {
    (status, json!({"errors": [{"status": status.as_str(), "title": title}]}))
}

impl Registry {
    fn carry_out(&self, method: &Method, path: &str, headers: &HeaderMap, body: &[u8]) -> (StatusCode, Value) {
        let header = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        // INST.DEPOT:un secret
        if header("authorization") != "Basic SU5TVC5ERVBPVDp1biBzZWNyZXQ=" {
            return refusal(StatusCode::UNAUTHORIZED, "Bad credentials.");
        }
        let mut known = self.known.lock().unwrap();
        let named = path.strip_prefix("/dois/").map(|doi| doi.replace("%2F", "/"));
        if method == Method::GET {
            return match named.and_then(|doi| Some((known.dois.get(&doi)?.clone(), doi))) {
                Some((attributes, doi)) => {
                    (StatusCode::OK, json!({"data": {"id": doi, "type": "dois", "attributes": attributes}}))
                }
                None => refusal(StatusCode::NOT_FOUND, "The resource you are looking for doesn't exist."),
            };
        }
        assert_eq!(header("content-type"), "application/vnd.api+json");
        let told: Value = serde_json::from_slice(body).unwrap();
        let attributes = told.pointer("/data/attributes").unwrap().as_object().unwrap();
        let text = |name: &str| attributes.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (doi, event) = (text("doi"), text("event"));
        let status = match (method.as_str(), known.dois.contains_key(&doi)) {
            ("POST", true) => {
                let error = json!({"source": "doi", "uid": doi, "title": "This DOI has already been taken"});
                return (StatusCode::UNPROCESSABLE_ENTITY, json!({"errors": [error]}));
            }
            ("POST", false) => StatusCode::CREATED,
            (_, true) => StatusCode::OK,
            (_, false) => return refusal(StatusCode::NOT_FOUND, "The resource you are looking for doesn't exist."),
        };
        let entry = known.dois.entry(doi.clone()).or_insert_with(|| json!({}));
        for (name, value) in attributes.iter().filter(|(name, _)| *name != "event") {
            entry[name] = value.clone();
        }
        entry["state"] = json!(if event == "hide" { "registered" } else { "findable" });
        (status, json!({"data": {"id": doi, "type": "dois", "attributes": entry}}))
    }
}
