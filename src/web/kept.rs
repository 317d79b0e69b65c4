//! Pages that everybody gets alike, kept for a moment: whoever asks for one that was just made gets the same bytes, and of many
//! who ask at once one has it made while the others wait for it.
//!
//! Such an answer needs no place in a lane, since it costs nothing. It goes to visitors without a session, in the language, the
//! form and the compression that they ask for, and only until anything is written to the database or the index here: a
//! publication shows at once. What other processes of the site write shows after [`FRESH`].

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Site;
use super::error::Fault;
use super::lanes::Lanes;
use super::negotiate;
use super::session::Cookie;
use super::visits::{Used, Visitor};

/// Routes, without the language, whose answers are kept: those that are asked for most and cost much.
const KEPT: [&str; 7] = [
    "/",
    "/recherche",
    "/articles/{id}",
    "/articles/{id}/lire",
    "/conformite",
    "/conformite/liste",
    "/conformite/indicateurs/{id}",
];
/// How long an answer is kept.
const FRESH: Duration = Duration::from_secs(2);
/// Size of all that is kept, in bytes.
const MOST_BYTES: usize = 16 << 20;
/// Size of the largest answer that is kept, in bytes: the reading page of a book.
const MOST_OF_ONE: usize = 1 << 20;
/// Longest address that is kept, in bytes.
const LONGEST_ADDRESS: usize = 2_048;
/// Longest list of compressions that a visitor may name, in bytes.
const LONGEST_LIST: usize = 100;

/// The answers that are kept.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<Memory>);

#[derive(Debug)]
struct Memory {
    /// How long answers are kept.
    fresh: Duration,
    answers: HashMap<String, Answer>,
    /// All that was put in, oldest first; what has been replaced meanwhile stands here once more.
    order: VecDeque<(String, Instant)>,
    bytes: usize,
    making: HashMap<(String, usize), Making>,
    /// The state of the site that was seen last, and how many there were before it.
    state: Option<(u64, u64)>,
    epoch: u64,
}

impl Default for Memory {
    fn default() -> Self {
        Self::lasting(FRESH)
    }
}

#[derive(Debug, Clone)]
struct Answer {
    headers: HeaderMap,
    body: Bytes,
    used: Option<Used>,
    at: Instant,
    /// The state of the site that it was made from, or a later one.
    epoch: u64,
}

/// An answer that is being made, and how many wait for it.
#[derive(Debug, Default)]
struct Making {
    flight: Arc<Flight>,
    waiting: usize,
}

/// The turn to make an answer.
#[derive(Debug, Default)]
struct Flight {
    turn: tokio::sync::Mutex<()>,
    /// Whether what was made could not be kept, so that nobody needs to wait for it.
    is_open: AtomicBool,
}

/// Takes whoever leaves out of the count of those who wait, however they leave.
struct Seat<'a> {
    kept: &'a Kept,
    place: (String, usize),
    flight: Arc<Flight>,
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let mut memory = self.kept.memory();
        if let Some(making) = memory.making.get_mut(&self.place) {
            making.waiting -= 1;
            if making.waiting == 0 {
                memory.making.remove(&self.place);
            }
        }
    }
}

impl Kept {
    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer to a request: one that is kept, or one that is made now. `lane` tells apart who may wait for whom, `state` is
    /// a number that changes whenever anything is written. Tells whether it was made for somebody else.
    async fn answer<F>(
        &self,
        key: &str,
        lane: usize,
        state: impl Fn() -> (u64, u64),
        make: impl FnOnce() -> F,
    ) -> (Response, bool)
    where
        F: Future<Output = Response>,
    {
        let came = Instant::now();
        let asked = match self.memory().find(key, state()) {
            Ok(answer) => return (answer.into_response(), true),
            Err(epoch) => epoch,
        };
        let seat = self.sit_down(key, lane);
        let turn = seat.flight.turn.lock().await;
        let found = self.memory().made_since(key, asked, came);
        if let Some(answer) = found {
            return (answer.into_response(), true);
        }
        let turn = (!seat.flight.is_open.load(Ordering::Acquire)).then_some(turn);
        let begun = self.memory().epoch(state());
        let response = match whole(make().await, begun).await {
            Ok(answer) => {
                self.memory().keep(key, answer.clone());
                answer.into_response()
            }
            Err(response) => {
                seat.flight.is_open.store(true, Ordering::Release);
                *response
            }
        };
        drop(turn);
        (response, false)
    }

    fn sit_down(&self, key: &str, lane: usize) -> Seat<'_> {
        let place = (key.to_owned(), lane);
        let mut memory = self.memory();
        let making = memory.making.entry(place.clone()).or_default();
        making.waiting += 1;
        Seat { kept: self, place, flight: making.flight.clone() }
    }
}

impl Memory {
    fn lasting(fresh: Duration) -> Self {
        let (answers, order, making) = (HashMap::new(), VecDeque::new(), HashMap::new());
        Self { fresh, answers, order, bytes: 0, making, state: None, epoch: 0 }
    }

    /// The number of a state of the site: a later one has a higher number.
    fn epoch(&mut self, state: (u64, u64)) -> u64 {
        if self.state != Some(state) {
            self.state = Some(state);
            self.epoch += 1;
        }
        self.epoch
    }

    /// The answer that is kept, if it is from the state of the site; else the number of that state.
    fn find(&mut self, key: &str, state: (u64, u64)) -> Result<Answer, u64> {
        let epoch = self.epoch(state);
        self.made_since(key, epoch, Instant::now()).ok_or(epoch)
    }

    /// The answer from a state of the site or a later one that is kept, or was made since somebody came.
    fn made_since(&self, key: &str, epoch: u64, came: Instant) -> Option<Answer> {
        let answer = self.answers.get(key)?;
        let is_new = answer.at >= came || answer.at.elapsed() < self.fresh;
        (answer.epoch >= epoch && is_new).then(|| answer.clone())
    }

    fn keep(&mut self, key: &str, answer: Answer) {
        let now = answer.at;
        self.forget(key);
        self.bytes += weight(key, &answer);
        self.order.push_back((key.to_owned(), now));
        self.answers.insert(key.to_owned(), answer);
        while let Some((key, at)) = self.order.front()
            && (self.bytes > MOST_BYTES || now.duration_since(*at) >= self.fresh)
        {
            let (key, at) = (key.clone(), *at);
            self.order.pop_front();
            if self.answers.get(&key).is_some_and(|answer| answer.at == at) {
                self.forget(&key);
            }
        }
    }

    fn forget(&mut self, key: &str) {
        if let Some(answer) = self.answers.remove(key) {
            self.bytes -= weight(key, &answer);
        }
    }
}

/// Bytes that an answer takes, about: what stands beside it counts as one kilobyte.
fn weight(key: &str, answer: &Answer) -> usize {
    1_024 + 2 * key.len() + answer.body.len()
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.headers_mut() = self.headers;
        if let Some(used) = self.used {
            response.extensions_mut().insert(used);
        }
        response
    }
}

/// Takes an answer in whole, where everybody may have it: a page that says so itself, and sets nothing in a browser.
async fn whole(response: Response, epoch: u64) -> Result<Answer, Box<Response>> {
    let headers = response.headers();
    let said = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_page = said(header::CONTENT_TYPE).starts_with("text/html");
    let is_public = said(header::CACHE_CONTROL).starts_with("public") && !headers.contains_key(header::SET_COOKIE);
    if response.status() != StatusCode::OK || !is_page || !is_public {
        return Err(Box::new(response));
    }
    let (parts, body) = response.into_parts();
    let body = match to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => return Err(Box::new(Fault::internal(error).into_response())),
    };
    if body.len() > MOST_OF_ONE {
        return Err(Box::new(Response::from_parts(parts, Body::from(body))));
    }
    let used = parts.extensions.get::<Used>().copied();
    Ok(Answer { headers: parts.headers, body, used, at: Instant::now(), epoch })
}

/// What tells an answer from all others; nothing for a request whose answer is not kept.
fn key(site: &Site, request: &Request) -> Option<String> {
    let route = request.extensions().get::<MatchedPath>()?.as_str();
    let plain = route.strip_prefix("/en").filter(|rest| rest.starts_with('/')).unwrap_or(route);
    let said = |name| request.headers().get(name).map(|value| value.to_str()).transpose().ok();
    let (accept, compressions) = (said(header::ACCEPT)?, said(header::ACCEPT_ENCODING)?.unwrap_or_default());
    let address = request.uri().path_and_query()?.as_str();
    let is_of_somebody = [Cookie::Session, Cookie::Form, Cookie::Elsewhere]
        .iter()
        .any(|cookie| cookie.read(&site.settings, request.headers()).is_some());
    let is_kept = request.method() == Method::GET
        && KEPT.contains(&plain)
        && !is_of_somebody
        && !request.headers().contains_key(header::AUTHORIZATION)
        && negotiate::preferred(accept.unwrap_or_default()).is_none()
        && address.len() <= LONGEST_ADDRESS
        && compressions.len() <= LONGEST_LIST;
    // Pages tell what is open today.
    is_kept.then(|| format!("{} {compressions} {address}", site.repository.clock().today()))
}

/// Middleware: answers from what is kept, and keeps what may be.
pub(crate) async fn answer(
    State((kept, lanes, site)): State<(Arc<Kept>, Arc<Lanes>, Site)>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(key) = key(&site, &request) else { return next.run(request).await };
    let visitor = Visitor::of_request(&request);
    // Whoever has the page already is told so here: others need it whole.
    let known = request.headers_mut().remove(header::IF_NONE_MATCH);
    let lane = lanes.number_of(&visitor);
    let (mut response, is_again) = kept.answer(&key, lane, || site.repository.revision(), || next.run(request)).await;
    if is_again {
        site.metrics.answered_again();
        if let Some(used) = response.extensions().get::<Used>() {
            visitor.note(&site, used.article, used.kind, response.status());
        }
    }
    let tag = response.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok());
    let known = known.as_ref().and_then(|known| known.to_str().ok());
    if response.status() == StatusCode::OK && tag.zip(known).is_some_and(|(tag, known)| known.contains(tag)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING] {
            response.headers_mut().remove(name);
        }
    }
    response
}

#[cfg(test)]
mod tests;
