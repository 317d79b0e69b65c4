//! Where the server is, and how it is asked.

use std::time::Duration;

/// The server of a search index that several processes share.
#[derive(Clone)]
pub struct ServerSettings {
    /// Addresses of its hosts, without trailing slash; the next is asked where one does not answer.
    pub hosts: Vec<String>,
    /// What the names of its indexes begin with.
    pub prefix: String,
    /// Account, where there is one: its name and its password.
    pub account: Option<(String, String)>,
    /// Token that is sent instead of an account.
    pub token: Option<String>,
    /// Parts that a new index is cut into.
    pub shards: u16,
    /// Copies of each part beside the first.
    pub replicas: u16,
    /// How long an answer may take.
    pub patience: Duration,
    /// Name and version of the program, as servers log them.
    pub user_agent: String,
}

impl std::fmt::Debug for ServerSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerSettings")
            .field("hosts", &self.hosts)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}
