//! How the client behaves on the network.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

/// Decides whether an address may be asked.
pub type AllowHook = Arc<dyn Fn(&Url) -> bool + Send + Sync>;

/// Decides whether a connection may go to an address.
pub type AddressHook = Arc<dyn Fn(IpAddr) -> bool + Send + Sync>;

/// Conduct towards other people's servers. All limits hold for one request unless said otherwise.
#[derive(Clone)]
pub struct HttpSettings {
    /// Name, version and page of the harvester: firewalls refuse the default names of HTTP libraries.
    pub user_agent: String,
    /// Mail address of a person, sent as `From` (guidelines for harvester implementers §2).
    pub from: Option<String>,
    /// What is asked for, as `Accept`.
    pub accept: String,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest wait for the head of an answer. Some repositories need minutes for a page.
    pub answer_timeout: Duration,
    /// Longest silence within an answer.
    pub idle_timeout: Duration,
    /// Longest time for a whole answer.
    pub total_timeout: Duration,
    /// Largest answer, after decompression.
    pub max_answer_bytes: usize,
    /// Pause between two requests to one host.
    pub min_delay: Duration,
    /// Further tries after an overload, a time-out, a lost connection or a truncated answer.
    pub max_retries: u32,
    /// First pause before a further try when the server names none; it doubles each time and is varied at random.
    pub first_backoff: Duration,
    /// Longest pause of our own choice.
    pub max_backoff: Duration,
    /// Longest pause that a server may ask for. A longer one ends the attempt with [`super::HarvestError::Busy`].
    pub max_wait: Duration,
    /// Longest chain of redirects.
    pub max_redirects: u32,
    /// Hosts, besides the one asked, to which a redirect may lead.
    pub redirect_hosts: Vec<String>,
    /// Consecutive pages without any record that are followed.
    pub max_empty_pages: u32,
    /// Most pages of one list.
    pub max_pages: u64,
    /// Asked before each request, redirects included.
    pub allow: AllowHook,
    /// Asked about each address that a connection would go to, after names are resolved, so that a name cannot hide one. Refuse
    /// private addresses here if users may name the servers.
    pub allow_address: AddressHook,
}

impl HttpSettings {
    /// Patient and polite: a second between requests, five further tries, pauses of up to ten minutes on request, answers of up to
    /// 64 MiB within a quarter of an hour, no foreign redirects.
    #[must_use]
    pub fn new(user_agent: &str) -> Self {
        Self {
            user_agent: user_agent.to_owned(),
            from: None,
            accept: "text/xml, application/xml;q=0.9, */*;q=0.1".to_owned(),
            connect_timeout: Duration::from_secs(20),
            answer_timeout: Duration::from_mins(6),
            idle_timeout: Duration::from_mins(1),
            total_timeout: Duration::from_mins(15),
            max_answer_bytes: 64 << 20,
            min_delay: Duration::from_secs(1),
            max_retries: 5,
            first_backoff: Duration::from_secs(2),
            max_backoff: Duration::from_mins(5),
            max_wait: Duration::from_mins(10),
            max_redirects: 5,
            redirect_hosts: Vec::new(),
            max_empty_pages: 20,
            max_pages: 1_000_000,
            allow: Arc::new(|_| true),
            allow_address: Arc::new(|_| true),
        }
    }
}

impl fmt::Debug for HttpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpSettings").field("user_agent", &self.user_agent).finish_non_exhaustive()
    }
}
