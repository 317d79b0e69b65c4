//! The registry that DOIs are made at: `DataCite`'s REST API (<https://support.datacite.org/reference/dois-2>).
//!
//! JSON:API over HTTP basic authentication. One request at a time, with a pause between; a pause that the service asks for holds for
//! everything that is asked there. Whoever is told twice has one DOI: its name is ours, so the second time is an update.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use data_encoding::BASE64;
use harvest::client::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use harvest::client::http::{Method, Request, Response};
use harvest::client::{Clock, Exchange, HarvestError, HttpSettings, retry_after};
use jiff::{SignedDuration, Timestamp};
use percent_encoding::utf8_percent_encode;
use serde_json::{Value, json};

use super::lookup::SEGMENT;
use crate::domain::{ArticleId, Doi, InvalidId};

/// The media type of JSON:API.
const MEDIA_TYPE: &str = "application/vnd.api+json";
/// Longest words of the registry that are repeated, in characters.
const LONGEST: usize = 500;
/// How long a refusal of the account is taken for its answer to everything.
const REFUSED: SignedDuration = SignedDuration::from_mins(10);

/// Where and under which name DOIs are registered.
#[derive(Clone)]
pub struct RegistrarSettings {
    /// Address of the API without trailing slash.
    pub api: String,
    /// Number of the repository at the registry, which is its name there.
    pub account: String,
    /// Its password.
    pub password: String,
    /// Prefix of its DOIs, such as `10.12345`.
    pub prefix: String,
    /// What stands between the prefix and the number of an article.
    pub label: String,
    /// Whether it is the test system, whose DOIs lead nowhere.
    pub is_test: bool,
    /// Pause between two requests.
    pub pause: Duration,
}

impl std::fmt::Debug for RegistrarSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RegistrarSettings")
            .field("api", &self.api)
            .field("account", &self.account)
            .field("prefix", &self.prefix)
            .field("label", &self.label)
            .field("is_test", &self.is_test)
            .finish_non_exhaustive()
    }
}

/// Why the registry did not take what it was told.
#[derive(Debug, thiserror::Error)]
pub enum RegistrarError {
    /// It may work later.
    #[error("{what}")]
    Later {
        /// What happened.
        what: String,
        /// The pause that was asked for.
        after: Option<Duration>,
    },
    /// The account is not let in: the settings are to be corrected.
    #[error(
        "the registry refuses the account (status {status}): {what}; check PARVIS_DOI_REPOSITORY, PARVIS_DOI_PASSWORD and PARVIS_DOI_PREFIX"
    )]
    Account {
        /// The status.
        status: u16,
        /// Its words.
        what: String,
    },
    /// The account may not touch this DOI; others it may.
    #[error(
        "the registry does not let the account touch this DOI (status {status}): {what}; check that PARVIS_DOI_PREFIX is one of its prefixes"
    )]
    NotOurs {
        /// The status.
        status: u16,
        /// Its words.
        what: String,
    },
    /// What it was told is not to its liking.
    #[error("the registry refuses the description (status {status}): {what}")]
    Refused {
        /// The status.
        status: u16,
        /// Its words.
        what: String,
    },
    /// The DOI leads somewhere else: another site has the same prefix and label.
    #[error("the DOI {doi} exists and leads to {url}, which is not this site: choose another PARVIS_DOI_LABEL")]
    Taken {
        /// The DOI.
        doi: String,
        /// Where it leads.
        url: String,
    },
    /// The registry may not be asked, or its address is none.
    #[error("the registry cannot be asked: it must be on the public network, over https")]
    Forbidden(#[source] HarvestError),
}

/// What the registry knows of a DOI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// `draft`, `registered` or `findable`.
    pub state: String,
    /// Where it leads.
    pub url: String,
}

/// The way to the registry.
pub struct Registrar {
    settings: RegistrarSettings,
    http: HttpSettings,
    clock: Arc<dyn Clock>,
    authorization: HeaderValue,
    /// Made when it is first needed: it reads the system's certificates.
    client: Mutex<Option<Arc<Exchange>>>,
    /// Moment of the clock before which nothing is sent; whoever holds it may send.
    lane: tokio::sync::Mutex<Duration>,
    gate: Mutex<Gate>,
}

/// What holds for all DOIs: a pause, and the last refusal of the account.
#[derive(Debug, Default)]
struct Gate {
    until: Option<Timestamp>,
    refused: Option<(Timestamp, u16, String)>,
}

impl Registrar {
    /// The way to a registry, and how it is asked.
    ///
    /// # Errors
    /// When account and password cannot stand in a header, or prefix and label are no beginning of a DOI.
    pub fn new(settings: RegistrarSettings, http: HttpSettings, clock: Arc<dyn Clock>) -> Result<Self, InvalidId> {
        Doi::parse(&format!("{}/{}1", settings.prefix, settings.label))?;
        let basic = BASE64.encode(format!("{}:{}", settings.account, settings.password).as_bytes());
        let authorization = HeaderValue::from_str(&format!("Basic {basic}"));
        let mut authorization =
            authorization.map_err(|_| InvalidId { kind: "account", text: settings.account.clone() })?;
        authorization.set_sensitive(true);
        let (client, lane, gate) = (Mutex::default(), tokio::sync::Mutex::default(), Mutex::default());
        Ok(Self { settings, http, clock, authorization, client, lane, gate })
    }

    /// Where and under which name DOIs are registered.
    #[must_use]
    pub fn settings(&self) -> &RegistrarSettings {
        &self.settings
    }

    /// The DOI of an article: always the same, so that trying again makes no second one.
    ///
    /// # Errors
    /// Never for settings that a registrar was made with.
    pub fn doi(&self, article: ArticleId) -> Result<Doi, InvalidId> {
        Doi::parse(&format!("{}/{}{article}", self.settings.prefix, self.settings.label))
    }

    /// Until when nothing is asked, while that is later than now.
    #[must_use]
    pub fn closed_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.gate().until.filter(|until| *until > now)
    }

    /// Asks nothing for a while.
    pub fn close(&self, until: Timestamp) {
        let mut gate = self.gate();
        gate.until = gate.until.max(Some(until));
    }

    /// Makes a DOI lead to an article and be found, with everything that is told of it; one that exists is brought up to date.
    ///
    /// # Errors
    /// [`RegistrarError`] says whether trying again may help.
    pub async fn publish(
        &self,
        doi: &Doi,
        attributes: &Value,
        is_known: bool,
        now: Timestamp,
    ) -> Result<(), RegistrarError> {
        let mut attributes = attributes.clone();
        if let Some(map) = attributes.as_object_mut() {
            map.insert("event".to_owned(), json!("publish"));
        }
        if is_known && self.update(doi, &attributes, now).await? {
            return Ok(());
        }
        let answer = self.send(Method::POST, "/dois", Some((doi, &attributes)), now).await?;
        if answer.status().as_u16() == 422 && is_taken(&answer) {
            // It was made before a process ended, or it is somebody else's.
            self.is_ours(doi, &attributes, now).await?;
            self.update(doi, &attributes, now).await?;
            return Ok(());
        }
        taken(doi, &self.judged(&answer, now)?)
    }

    /// Takes a DOI out of what can be found; it leads where it did. One that the registry does not know stays unknown: `false`.
    ///
    /// # Errors
    /// As for [`Registrar::publish`].
    pub async fn hide(&self, doi: &Doi, now: Timestamp) -> Result<bool, RegistrarError> {
        self.update(doi, &json!({"doi": doi.as_str(), "event": "hide"}), now).await
    }

    /// What the registry knows of a DOI; `None` when it knows none such.
    ///
    /// # Errors
    /// As for [`Registrar::publish`].
    pub async fn find(&self, doi: &Doi, now: Timestamp) -> Result<Option<Registered>, RegistrarError> {
        let answer = self.send(Method::GET, &path(doi), None, now).await?;
        if answer.status().as_u16() == 404 {
            return Ok(None);
        }
        let answer = self.judged(&answer, now)?;
        taken(doi, &answer)?;
        let text = |name: &str| {
            let value = answer.pointer(&format!("/data/attributes/{name}")).and_then(Value::as_str);
            value.unwrap_or_default().to_owned()
        };
        Ok(Some(Registered { state: text("state"), url: text("url") }))
    }

    /// Whether a DOI that exists is the one of the same article.
    async fn is_ours(&self, doi: &Doi, attributes: &Value, now: Timestamp) -> Result<(), RegistrarError> {
        let found = self.find(doi, now).await?;
        let url = found.map_or_else(|| "an address that this account may not see".to_owned(), |found| found.url);
        let ours = attributes.get("url").and_then(Value::as_str).unwrap_or_default();
        if url == ours { Ok(()) } else { Err(RegistrarError::Taken { doi: doi.to_string(), url: excerpt(&url) }) }
    }

    /// Says something of a DOI that exists; `false` when it does not.
    async fn update(&self, doi: &Doi, attributes: &Value, now: Timestamp) -> Result<bool, RegistrarError> {
        let answer = self.send(Method::PUT, &path(doi), Some((doi, attributes)), now).await?;
        if answer.status().as_u16() == 404 {
            return Ok(false);
        }
        taken(doi, &self.judged(&answer, now)?).map(|()| true)
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        told: Option<(&Doi, &Value)>,
        now: Timestamp,
    ) -> Result<Response<Vec<u8>>, RegistrarError> {
        self.was_refused(now)?;
        let body = told.map(|(doi, attributes)| {
            json!({"data": {"id": doi.as_str(), "type": "dois", "attributes": attributes}}).to_string().into_bytes()
        });
        let address = format!("{}{path}", self.settings.api);
        let request = Request::builder()
            .method(method)
            .uri(&address)
            .header(ACCEPT, MEDIA_TYPE)
            .header(CONTENT_TYPE, MEDIA_TYPE)
            .header(AUTHORIZATION, self.authorization.clone())
            .body(body.unwrap_or_default());
        let request = request.map_err(|_| RegistrarError::Forbidden(HarvestError::Address(address)))?;
        let client = self.client()?;
        let mut not_before = self.lane.lock().await;
        let pause = not_before.saturating_sub(self.clock.elapsed());
        if !pause.is_zero() {
            self.clock.sleep(pause).await;
        }
        let answer = client.send(request).await;
        *not_before = self.clock.elapsed().saturating_add(self.settings.pause);
        answer.map_err(failed)
    }

    /// The JSON of an answer that says yes.
    fn judged(&self, answer: &Response<Vec<u8>>, now: Timestamp) -> Result<Value, RegistrarError> {
        let status = answer.status().as_u16();
        let json: Option<Value> = serde_json::from_slice(answer.body()).ok();
        match status {
            200..=299 => json.ok_or_else(|| later("the answer is no JSON".to_owned(), None)),
            // 403 is about one DOI (RFC 9110 §15.5.4), 401 about whoever asks (§15.5.2).
            403 => Err(RegistrarError::NotOurs { status, what: words(json.as_ref(), answer.body()) }),
            401 => {
                let what = words(json.as_ref(), answer.body());
                self.gate().refused = Some((now, status, what.clone()));
                Err(RegistrarError::Account { status, what })
            }
            408 | 425 | 429 | 500..=599 => {
                let after = retry_after(answer.headers(), &*self.clock);
                Err(later(format!("the registry is not ready (status {status})"), after))
            }
            _ => Err(RegistrarError::Refused { status, what: words(json.as_ref(), answer.body()) }),
        }
    }

    /// Whoever is not let in need not knock for each article.
    fn was_refused(&self, now: Timestamp) -> Result<(), RegistrarError> {
        let gate = self.gate();
        match &gate.refused {
            Some((at, status, what)) if now.duration_since(*at) < REFUSED => {
                Err(RegistrarError::Account { status: *status, what: what.clone() })
            }
            _ => Ok(()),
        }
    }

    /// Forgets a refusal, so that a person who tries again is answered by the registry itself.
    pub fn forget_refusal(&self) {
        self.gate().refused = None;
    }

    fn gate(&self) -> std::sync::MutexGuard<'_, Gate> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn client(&self) -> Result<Arc<Exchange>, RegistrarError> {
        let mut client = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = client.as_ref() {
            return Ok(Arc::clone(client));
        }
        let made = Arc::new(Exchange::new(self.http.clone()).map_err(RegistrarError::Forbidden)?);
        *client = Some(Arc::clone(&made));
        Ok(made)
    }
}

impl std::fmt::Debug for Registrar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registrar").field("settings", &self.settings).finish_non_exhaustive()
    }
}

fn path(doi: &Doi) -> String {
    format!("/dois/{}", utf8_percent_encode(doi.as_str(), SEGMENT))
}

fn later(what: String, after: Option<Duration>) -> RegistrarError {
    RegistrarError::Later { what, after }
}

/// What went wrong on the way; only an address that may never be asked is final.
fn failed(error: HarvestError) -> RegistrarError {
    match error {
        HarvestError::Address(_) | HarvestError::Forbidden(_) | HarvestError::Settings(_) => {
            RegistrarError::Forbidden(error)
        }
        error => later(chain(&error), None),
    }
}

/// An error and what led to it in one line.
fn chain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", chain(source)),
        None => error.to_string(),
    }
}

/// Whether the registry says that the DOI exists; the words are its own.
fn is_taken(answer: &Response<Vec<u8>>) -> bool {
    let json: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
    let errors = json.get("errors").and_then(Value::as_array);
    errors.into_iter().flatten().any(|error| {
        error.get("title").and_then(Value::as_str).is_some_and(|title| title.contains("already been taken"))
    })
}

/// Whether an answer is about the DOI that was meant.
fn taken(doi: &Doi, answer: &Value) -> Result<(), RegistrarError> {
    let id = answer.pointer("/data/id").and_then(Value::as_str).unwrap_or_default();
    if id.to_lowercase() == doi.as_str() {
        return Ok(());
    }
    Err(later(format!("the answer is not about {doi}"), None))
}

/// The errors that the registry lists (JSON:API §7), else the beginning of what it sent.
fn words(json: Option<&Value>, body: &[u8]) -> String {
    let errors = json.and_then(|json| json.get("errors")).and_then(Value::as_array);
    let line = |error: &Value| {
        let text = |name: &str| error.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let title = text("title").or_else(|| text("detail"))?;
        Some(text("source").map_or_else(|| title.to_owned(), |source| format!("{source}: {title}")))
    };
    let told: Vec<String> = errors.into_iter().flatten().filter_map(line).collect();
    if told.is_empty() { excerpt(&String::from_utf8_lossy(body)) } else { excerpt(&told.join("; ")) }
}

fn excerpt(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}
