//! How often programs of one network may ask, and what each answer tells them of it (draft-ietf-httpapi-ratelimit-headers-10).
//!
//! Networks are counted rather than tokens: a token that is made up costs nothing.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
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
    /// The quota; 0 for none.
    most: u32,
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
        Self { most, minute: Mutex::default() }
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
        Turn { left: self.most.checked_sub(*asked), seconds: WINDOW.saturating_sub(passed).as_secs().max(1) }
    }
}

/// Middleware: counts a request, and refuses those beyond the quota.
pub(crate) async fn count(State(site): State<Site>, visitor: Visitor, request: Request, next: Next) -> Response {
    let most = site.rates.most;
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
    fn the_wait_is_what_is_left_of_the_minute() {
        let (rates, begun) = (Rates::new(1), Instant::now());
        let seconds = |passed| rates.count(None, begun + Duration::from_secs(passed)).seconds;
        assert_eq!([seconds(0), seconds(20), seconds(59)], [60, 40, 1]);
    }
}
