//! Who waits for whom where one answer takes milliseconds of a processor: searches, facets, lists and exports.
//!
//! Crawlers ask for these faster than any machine answers, from thousands of addresses (COAR, *AI bots and repositories*,
//! 2025). Nobody is challenged and no feature is switched off. There are three lanes: browsers that people use, programs that
//! say whom to write to, and the rest. Each has places of its own and a short queue; whoever does not fit is told at once when
//! to come again and where everything lies in one file. All other addresses cost little and never wait here.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use futures_util::{StreamExt, stream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::Instant;

use super::Site;
use super::assets::address;
use super::error::{Fault, Told};
use super::faces::Faces;
use super::page::set;
use super::visits::Visitor;
use crate::service::Kind;

/// Routes, without the language, whose answer is computed from many articles.
const COSTLY: [&str; 16] = [
    "/recherche",
    "/recherche.atom",
    "/recherche.rss",
    "/recherche/export/{format}",
    "/conformite",
    "/conformite.csv",
    "/conformite.jsonl",
    "/conformite/liste",
    "/conformite/changements.csv",
    "/engagements/{code}",
    "/rapports",
    "/rapports/{name}",
    "/revues",
    "/api/v1/articles",
    "/api/v1/journals",
    "/api/v1/suggestions",
];
/// The route of style sheets and scripts.
const ASSETS: &str = "/assets/{*name}";
/// Where everything is to be had at once.
const EVERYTHING: &str = "</donnees>; rel=\"alternate\", </oai>; rel=\"alternate\"";
/// Seconds after which whoever was sent away may come again.
const COME_AGAIN_SECONDS: u32 = 30;
/// Rest of a place, in times of its use.
const REST: u32 = 3;
/// How long an answer that is sent as it is made may keep its place: whoever takes it up more slowly than that keeps nobody waiting.
const LONGEST_HELD: Duration = Duration::from_secs(30);
/// Requests of one network that are answered or wait at a time.
const MOST_OF_NETWORK: usize = 8;

/// The lanes of a site, and the browsers that were seen.
#[derive(Debug)]
pub(crate) struct Lanes {
    people: Arc<Lane>,
    declared: Arc<Lane>,
    others: Arc<Lane>,
    faces: Faces,
}

/// Places, and a queue before them.
#[derive(Debug)]
struct Lane {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    networks: Mutex<HashMap<IpAddr, usize>>,
    most_waiting: usize,
    patience: Duration,
    /// Whether work rests [`REST`] times as long as it took while somebody waits for the place: such a lane takes a quarter
    /// of a processor a place, however much is asked.
    rests: bool,
}

/// A place in a lane, while it is used.
#[derive(Debug)]
struct Place {
    lane: Arc<Lane>,
    network: Option<IpAddr>,
    permit: Option<OwnedSemaphorePermit>,
    begun: Instant,
}

impl Lanes {
    /// Lanes for a machine with so many processors.
    pub(crate) fn new(processors: usize) -> Self {
        let half = processors.div_ceil(2).max(1);
        let lane = |places, most_waiting, seconds, rests| {
            Arc::new(Lane {
                places: Arc::new(Semaphore::new(places)),
                waiting: AtomicUsize::new(0),
                networks: Mutex::default(),
                most_waiting,
                patience: Duration::from_secs(seconds),
                rests,
            })
        };
        Self {
            people: lane(processors.max(2), 256, 15, false),
            declared: lane(half, 32, 10, true),
            others: lane(half, 16, 3, true),
            faces: Faces::default(),
        }
    }

    /// The number of the lane that somebody is in.
    pub(super) fn number_of(&self, visitor: &Visitor) -> usize {
        let lane = self.of(visitor);
        [&self.people, &self.declared].into_iter().position(|other| Arc::ptr_eq(lane, other)).unwrap_or(2)
    }

    fn of(&self, visitor: &Visitor) -> &Arc<Lane> {
        if self.faces.know(visitor) {
            &self.people
        } else if says_whom_to_write_to(visitor.agent()) {
            &self.declared
        } else {
            &self.others
        }
    }
}

/// Middleware: lets a costly request in when its lane has a place, and remembers browsers.
pub(crate) async fn queue(State((lanes, site)): State<(Arc<Lanes>, Site)>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|route| route.as_str().to_owned()).unwrap_or_default();
    let visitor = Visitor::of_request(&request);
    if route == ASSETS {
        lanes.faces.remember(&visitor);
        return next.run(request).await;
    }
    if !is_costly(&route) {
        return next.run(request).await;
    }
    let lane = lanes.of(&visitor);
    if let Some(place) = lane.enter(visitor.address().and_then(network)).await {
        return held(next.run(request).await, place);
    }
    let told = Told { code: "busy", retry_after: Some(COME_AGAIN_SECONDS), ..Told::default() };
    let mut response = Fault::told(Kind::Busy, told).into_response();
    set(response.headers_mut(), header::LINK, &links(site.metrics.sent_away()));
    response
}

/// Keeps the place of an answer that is made while it is sent until it is done, and has it rest between its pieces. Whatever
/// is made already frees its place at once.
fn held(response: Response, place: Place) -> Response {
    if response.body().size_hint().exact().is_some() {
        return response;
    }
    let (lane, mut place) = (place.lane.clone(), place);
    let (done, is_done) = oneshot::channel::<()>();
    tokio::spawn(async move {
        let _ = tokio::time::timeout(LONGEST_HELD, is_done).await;
        // It rested between the pieces.
        place.begun = Instant::now();
        drop(place);
    });
    response.map(|body| {
        let begun = (body.into_data_stream(), lane, done);
        let sent = stream::unfold(begun, |(mut pieces, lane, done)| async move {
            let begun = Instant::now();
            let piece = pieces.next().await?;
            tokio::time::sleep(lane.rest(begun.elapsed())).await;
            Some((piece, (pieces, lane, done)))
        });
        // Whoever compresses it asks once more after the end.
        Body::from_stream(sent.fuse())
    })
}

/// Where everything is to be had; and a style sheet under an address that no browser has kept, so that one whose page is
/// complete from an earlier visit shows its face all the same.
fn links(number: u64) -> String {
    format!("{EVERYTHING}, <{}?{number}>; rel=preload; as=style", address("app.css"))
}

fn is_costly(route: &str) -> bool {
    let plain = route.strip_prefix("/en").filter(|rest| rest.starts_with('/')).unwrap_or(route);
    COSTLY.contains(&plain)
}

impl Lane {
    /// A place, once one is free; `None` when the queue is full, the wait too long, or the network has enough already.
    async fn enter(self: &Arc<Self>, network: Option<IpAddr>) -> Option<Place> {
        let mut place = self.line_up(network)?;
        if let Ok(permit) = self.places.clone().try_acquire_owned() {
            return Some(place.taken(permit));
        }
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= self.most_waiting {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return None;
        }
        let waiting = Waiting(&self.waiting);
        let permit = tokio::time::timeout(self.patience, self.places.clone().acquire_owned()).await;
        drop(waiting);
        place.begun = Instant::now();
        Some(place.taken(permit.ok()?.ok()?))
    }

    /// How long work that took a time rests.
    fn rest(&self, used: Duration) -> Duration {
        let is_awaited = self.waiting.load(Ordering::Relaxed) > 0;
        if self.rests && is_awaited { used * REST } else { Duration::ZERO }
    }

    /// Counts a request of a network; `None` when it has enough already.
    fn line_up(self: &Arc<Self>, network: Option<IpAddr>) -> Option<Place> {
        if let Some(network) = network {
            let mut networks = self.networks.lock().unwrap_or_else(PoisonError::into_inner);
            let count = networks.entry(network).or_default();
            if *count >= MOST_OF_NETWORK {
                return None;
            }
            *count += 1;
        }
        Some(Place { lane: self.clone(), network, permit: None, begun: Instant::now() })
    }
}

/// Counts whoever goes away while waiting, too.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Place {
    fn taken(mut self, permit: OwnedSemaphorePermit) -> Self {
        self.permit = Some(permit);
        self
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(network) = self.network {
            let mut networks = self.lane.networks.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(count) = networks.get_mut(&network) {
                *count -= 1;
                if *count == 0 {
                    networks.remove(&network);
                }
            }
        }
        let Some(permit) = self.permit.take() else { return };
        let rest = self.lane.rest(self.begun.elapsed());
        if !rest.is_zero() {
            tokio::spawn(async move {
                tokio::time::sleep(rest).await;
                drop(permit);
            });
        }
    }
}

/// Robots that want to be known give an address to write to, or a page about themselves (RFC 9110 §10.1.5 asks for it).
fn says_whom_to_write_to(agent: &str) -> bool {
    agent.contains("http://") || agent.contains("https://") || agent.contains('@')
}

/// What counts as one network: /24 of IPv4, /48 of IPv6. A proxy near by that names nobody is none.
fn network(address: IpAddr) -> Option<IpAddr> {
    match address {
        IpAddr::V4(address) if address.is_loopback() || address.is_private() => None,
        IpAddr::V4(address) => Some(IpAddr::V4((u32::from(address) & 0xffff_ff00).into())),
        IpAddr::V6(address) if address.is_loopback() || address.is_unique_local() => None,
        IpAddr::V6(address) => Some(IpAddr::V6((u128::from(address) & (u128::MAX << 80)).into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(address: &str, agent: &str) -> Visitor {
        Visitor::known(address.parse().ok(), agent)
    }

    #[test]
    fn a_browser_that_fetched_the_style_is_a_person_and_a_robot_that_says_who_it_is_has_a_lane() {
        let lanes = Lanes::new(2);
        let browser = visitor("203.0.113.9", "Mozilla/5.0");
        assert!(Arc::ptr_eq(lanes.of(&browser), &lanes.others));
        lanes.faces.remember(&browser);
        assert!(Arc::ptr_eq(lanes.of(&browser), &lanes.people));
        assert!(Arc::ptr_eq(lanes.of(&visitor("203.0.113.10", "Mozilla/5.0")), &lanes.others), "somebody else");
        let robot = visitor("203.0.113.9", "Moissonneur/1 (+https://biblio.example.org)");
        assert!(Arc::ptr_eq(lanes.of(&robot), &lanes.declared));
    }

    #[tokio::test]
    async fn a_lane_that_is_full_lets_some_wait_and_sends_the_others_away() {
        let lanes = Lanes::new(2);
        let lane = &lanes.others;
        let place = lane.enter(None).await.unwrap();
        let waiting: Vec<_> = (0..lane.most_waiting)
            .map(|_| {
                let lane = lane.clone();
                tokio::spawn(async move { lane.enter(None).await })
            })
            .collect();
        while lane.waiting.load(Ordering::Relaxed) < lane.most_waiting {
            tokio::task::yield_now().await;
        }
        assert!(lane.enter(None).await.is_none(), "the queue is full");
        drop(place);
        let mut let_in = 0;
        for one in waiting {
            let_in += usize::from(one.await.unwrap().is_some());
        }
        assert!(let_in >= 1, "those who wait come in one after the other");
        assert_eq!(lane.waiting.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn one_network_does_not_take_all_places() {
        let lanes = Lanes::new(64);
        let crowd = network("203.0.113.9".parse().unwrap());
        let mut places = Vec::new();
        for _ in 0..MOST_OF_NETWORK {
            places.push(lanes.people.enter(crowd).await.unwrap());
        }
        assert!(lanes.people.enter(network("203.0.113.200".parse().unwrap())).await.is_none(), "the same network");
        assert!(lanes.people.enter(network("198.51.100.1".parse().unwrap())).await.is_some());
        places.clear();
        assert!(lanes.people.enter(crowd).await.is_some());
        assert!(lanes.people.networks.lock().unwrap().is_empty(), "nothing is kept of who has gone");
    }

    #[tokio::test]
    async fn a_list_that_is_made_while_it_is_sent_keeps_its_place_until_its_end() {
        let lanes = Lanes::new(2);
        let free = || lanes.others.places.available_permits();
        let all = free();
        let place = lanes.others.enter(None).await.unwrap();
        drop(held("made already".into_response(), place));
        assert_eq!(free(), all, "what is made already keeps no place");
        let place = lanes.others.enter(None).await.unwrap();
        let pieces = stream::iter(["one", "two"].map(Ok::<_, std::io::Error>));
        let response = held(Body::from_stream(pieces).into_response(), place);
        tokio::task::yield_now().await;
        assert_eq!(free(), all - 1);
        let mut sent = response.into_body().into_data_stream();
        assert_eq!(sent.next().await.unwrap().unwrap(), "one");
        assert_eq!(sent.next().await.unwrap().unwrap(), "two");
        assert!(sent.next().await.is_none());
        assert!(sent.next().await.is_none(), "it may be asked again");
        drop(sent);
        while free() < all {
            tokio::task::yield_now().await;
        }
    }

    #[test]
    fn costly_addresses_are_those_of_both_languages() {
        for route in ["/recherche", "/en/recherche", "/recherche/export/{format}", "/api/v1/articles"] {
            assert!(is_costly(route), "{route}");
        }
        for route in ["/", "/en", "/articles/{id}", "/articles/{id}/lire", "/oai", "/assets/{*name}", "/healthz"] {
            assert!(!is_costly(route), "{route}");
        }
    }
}
