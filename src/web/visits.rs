//! Who uses an article, as far as counting needs it: nothing of this is kept or logged.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Method, Request, StatusCode, header};

use super::Site;
use crate::domain::ArticleId;
use crate::domain::usage::Use;
use crate::service::{Client, Visit};

/// Headers by which browsers say that they fetch ahead, without anybody looking.
const AHEAD: [&str; 3] = ["sec-purpose", "purpose", "x-moz"];

/// That an answer is a use of an article, for answers that are given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Used {
    pub(crate) article: ArticleId,
    pub(crate) kind: Use,
}

/// The one who asks.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    address: Option<IpAddr>,
    agent: String,
    /// Whether it asks for the thing itself, to be seen now.
    is_looking: bool,
}

impl Visitor {
    fn of(method: &Method, headers: &HeaderMap, peer: Option<IpAddr>) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let ahead = AHEAD.iter().any(|name| text(name).to_ascii_lowercase().contains("prefetch"));
        Self {
            address: client(peer, text("x-forwarded-for")),
            agent: text(header::USER_AGENT.as_str()).to_owned(),
            is_looking: method == Method::GET && !ahead,
        }
    }

    /// The one who sent a request.
    pub(crate) fn of_request<B>(request: &Request<B>) -> Self {
        Self::of(request.method(), request.headers(), peer(request.extensions()))
    }

    /// The address that it asks from, where that is known.
    pub(crate) fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// What its program calls itself.
    pub(crate) fn agent(&self) -> &str {
        &self.agent
    }

    /// Somebody at an address, with a program.
    #[cfg(test)]
    pub(crate) fn known(address: Option<IpAddr>, agent: &str) -> Self {
        Self { address, agent: agent.to_owned(), is_looking: true }
    }

    /// The same as those who watch over sign-ins know it.
    pub(crate) fn client(&self) -> Client {
        Client { address: self.address, agent: self.agent.clone() }
    }

    /// Counts a use that was answered: whole, in part, or by what the browser still had (COUNTER 5.1, §7.1).
    pub(crate) fn note(&self, site: &Site, article: ArticleId, kind: Use, status: StatusCode) {
        let answered = matches!(status, StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED);
        if self.is_looking && answered {
            let is_part = status == StatusCode::PARTIAL_CONTENT;
            let visit = Visit { article, kind, is_part, address: self.address, agent: &self.agent };
            site.repository.note_visit(&visit);
        }
    }
}

/// The address of the client: a proxy on this machine or network is believed when it names another one, nobody else.
fn client(peer: Option<IpAddr>, forwarded: &str) -> Option<IpAddr> {
    let is_near = peer.is_none_or(|peer| match peer {
        IpAddr::V4(peer) => peer.is_loopback() || peer.is_private(),
        IpAddr::V6(peer) => peer.is_loopback() || peer.is_unique_local(),
    });
    let named = forwarded
        .rsplit(',')
        .next()
        .and_then(|last| last.trim().parse::<IpAddr>().ok())
        .map(|named| named.to_canonical());
    named.filter(|_| is_near).or(peer)
}

fn peer(extensions: &Extensions) -> Option<IpAddr> {
    extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_canonical())
}

impl FromRequestParts<Site> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.method, &parts.headers, peer(&parts.extensions)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_proxy_near_by_says_who_asks() {
        let address = |text: &str| text.parse::<IpAddr>().ok();
        let named = address("203.0.113.9");
        assert_eq!(client(address("127.0.0.1"), "198.51.100.1, 203.0.113.9"), named);
        assert_eq!(client(address("10.0.0.3"), "203.0.113.9"), named);
        assert_eq!(client(address("198.51.100.7"), "203.0.113.9"), address("198.51.100.7"));
        assert_eq!(client(address("127.0.0.1"), "unknown"), address("127.0.0.1"));
    }

    #[test]
    fn what_is_fetched_ahead_or_asked_about_is_not_looked_at() {
        let looking = |method: Method, name: &'static str, value: &str| {
            let headers = HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())]);
            Visitor::of(&method, &headers, None).is_looking
        };
        assert!(looking(Method::GET, "user-agent", "Mozilla/5.0"));
        assert!(!looking(Method::HEAD, "user-agent", "Mozilla/5.0"));
        assert!(!looking(Method::GET, "sec-purpose", "prefetch;prerender"));
        assert!(!looking(Method::GET, "x-moz", "prefetch"));
    }
}
