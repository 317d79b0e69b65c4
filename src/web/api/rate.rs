//! How often programs of one network may ask, and what each answer tells them of it (draft-ietf-httpapi-ratelimit-headers-10).
//!
//! Networks are counted rather than tokens: a token that is made up costs nothing. Each process of a site counts for itself,
//! up to its share of the quota: nothing has to be written for a request, whatever a balancer does the quota is never
//! exceeded, and what an answer says of it is true of the process that gave it. A balancer that leads a network to one
//! process always gives it that share alone.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::HeaderName;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::service::Kind;
use crate::web::Site;
use crate::web::error::{Fault, Told};
use crate::web::page::set;
use crate::web::visits::Visitor;

/// What is left of the quota, and until when.
pub(crate) const LIMIT: HeaderName = HeaderName::from_static("ratelimit");
/// The quota.
pub(crate) const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// What a quota is for.
const WINDOW: Duration = Duration::from_mins(1);
/// Networks that are told apart in one window; further ones share a quota.
const MOST_NETWORKS: usize = 50_000;

/// Requests of this minute by network.
#[derive(Debug)]
pub(crate) struct Rates {
    /// The quota of the site; 0 for none.
    most: u32,
    /// Processes that share it; 0 while that is not known.
    processes: Arc<AtomicU32>,
    minute: Mutex<Minute>,
}

#[derive(Debug, Default)]
struct Minute {
    began: Option<Instant>,
    asked: HashMap<Option<IpAddr>, u32>,
}

/// How a request stands to the quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Turn {
    /// Requests that are left; none of a request beyond the quota.
    left: Option<u32>,
    /// Seconds until the quota is whole again.
    seconds: u64,
}

impl Rates {
    /// A quota a minute; 0 for none.
    pub(crate) fn new(most: u32) -> Self {
        Self::shared(most, Arc::default())
    }

    /// The same, shared by so many processes.
    pub(crate) fn shared(most: u32, processes: Arc<AtomicU32>) -> Self {
        Self { most, processes, minute: Mutex::default() }
    }

    /// What this process may answer a network in a minute; 0 for any number.
    fn share(&self) -> u32 {
        self.most.div_ceil(self.processes.load(Ordering::Relaxed).max(1))
    }

    fn count(&self, network: Option<IpAddr>, now: Instant) -> Turn {
        let mut minute = self.minute.lock().unwrap_or_else(PoisonError::into_inner);
        let began = minute.began.filter(|began| now.saturating_duration_since(*began) < WINDOW);
        if began.is_none() {
            *minute = Minute { began: Some(now), asked: HashMap::new() };
        }
        let passed = now.saturating_duration_since(began.unwrap_or(now));
        let is_known = minute.asked.len() < MOST_NETWORKS || minute.asked.contains_key(&network);
        let asked = minute.asked.entry(network.filter(|_| is_known)).or_default();
        *asked = asked.saturating_add(1);
        Turn { left: self.share().checked_sub(*asked), seconds: WINDOW.saturating_sub(passed).as_secs().max(1) }
    }
}

/// Middleware: counts a request, and refuses those beyond the quota.
pub(crate) async fn count(State(site): State<Site>, visitor: Visitor, request: Request, next: Next) -> Response {
    let most = site.rates.share();
    if most == 0 {
        return next.run(request).await;
    }
    let turn = site.rates.count(visitor.client().network(), Instant::now());
    let mut response = if turn.left.is_some() {
        next.run(request).await
    } else {
        let retry_after = u32::try_from(turn.seconds).ok();
        Fault::told(Kind::Busy, Told { retry_after, ..Told::default() }).into_response()
    };
    let headers = response.headers_mut();
    set(headers, POLICY, &format!("\"api\";q={most};w={}", WINDOW.as_secs()));
    set(headers, LIMIT, &format!("\"api\";r={};t={}", turn.left.unwrap_or_default(), turn.seconds));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_its_quota_each_minute() {
        let (rates, begun) = (Rates::new(2), Instant::now());
        let (one, other) = ("192.0.2.1".parse().ok(), "192.0.2.2".parse().ok());
        let left = |network, seconds| rates.count(network, begun + Duration::from_secs(seconds)).left;
        assert_eq!([left(one, 0), left(one, 1), left(one, 2), left(one, 59)], [Some(1), Some(0), None, None]);
        assert_eq!(left(other, 59), Some(1));
        assert_eq!(left(one, 60), Some(1), "a minute later it is whole again");
    }

    #[test]
    fn processes_share_a_quota_as_they_come_and_go() {
        let processes = Arc::new(AtomicU32::new(0));
        let (rates, begun) = (Rates::shared(10, processes.clone()), Instant::now());
        let left = || rates.count(None, begun).left;
        assert_eq!((rates.share(), left()), (10, Some(9)), "not known yet");
        processes.store(3, Ordering::Relaxed);
        assert_eq!((rates.share(), left(), left(), left(), left()), (4, Some(2), Some(1), Some(0), None));
        processes.store(1, Ordering::Relaxed);
        assert_eq!(left(), Some(4), "the others have gone");
        assert_eq!(Rates::shared(0, processes).share(), 0, "no quota is none to share");
    }

    #[test]
    fn the_wait_is_what_is_left_of_the_minute() {
        let (rates, begun) = (Rates::new(1), Instant::now());
        let seconds = |passed| rates.count(None, begun + Duration::from_secs(passed)).seconds;
        assert_eq!([seconds(0), seconds(20), seconds(59)], [60, 40, 1]);
    }
}
