//! Conduct towards other people's servers, and the one client that all sources share: a host gets one request at a time.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use harvest::client::{Clock, Harvester, HttpSettings, SystemClock};

use super::client::ServiceClient;
use super::{Error, Result, is_public};

/// Largest answer of a list, after decompression.
const MAX_LIST_BYTES: usize = 64 << 20;

/// Largest answer of a service that describes one work.
const MAX_QUICK_BYTES: usize = 8 << 20;

/// How sources are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetSettings {
    /// Name, version and page of the harvester.
    pub user_agent: String,
    /// Mail address of a person to complain to.
    pub contact: Option<String>,
    /// Pause between two requests to one host.
    pub delay: Duration,
    /// Whether this machine and private networks may be asked.
    pub private_addresses: bool,
    /// Largest file fetched, in bytes.
    pub max_file_bytes: u64,
    /// Key of the site at `OpenAlex`.
    pub openalex_key: Option<String>,
    /// The folder that files of sources must lie in; without one they may lie anywhere, and pages may name none.
    pub files: Option<PathBuf>,
}

/// The way to all sources. The client is made when it is first needed: it reads the system's certificates.
pub struct Net {
    settings: NetSettings,
    clock: Arc<dyn Clock>,
    client: Mutex<Option<Harvester>>,
    /// The same for short answers that somebody waits for.
    quick: Mutex<Option<Harvester>>,
    /// The same for pages of services in JSON.
    pages: Mutex<Option<Harvester>>,
}

impl Net {
    /// The way to sources by the machine's clock.
    #[must_use]
    pub fn new(settings: NetSettings) -> Self {
        Self::with_clock(settings, Arc::new(SystemClock::default()))
    }

    /// The way to sources by another clock, for tests that do not wait.
    #[must_use]
    pub fn with_clock(settings: NetSettings, clock: Arc<dyn Clock>) -> Self {
        Self { settings, clock, client: Mutex::default(), quick: Mutex::default(), pages: Mutex::default() }
    }

    /// The folder that files of sources must lie in.
    #[must_use]
    pub fn files_root(&self) -> Option<PathBuf> {
        self.settings.files.clone()
    }

    /// The client; clones share connections and pauses.
    ///
    /// # Errors
    /// When the settings cannot stand in a request.
    pub(super) fn client(&self) -> Result<Harvester> {
        self.made(&self.client, self.http())
    }

    fn made(&self, place: &Mutex<Option<Harvester>>, settings: HttpSettings) -> Result<Harvester> {
        let mut client = place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = client.as_ref() {
            return Ok(client.clone());
        }
        let made = Harvester::with_clock(settings, Arc::clone(&self.clock))?;
        *client = Some(made.clone());
        Ok(made)
    }

    /// A file that a record names.
    ///
    /// # Errors
    /// When it does not come, is too large, or may not be asked for.
    pub async fn get_file(&self, url: &str) -> Result<Vec<u8>> {
        Ok(self.client()?.get_file(url).await?)
    }

    /// A short answer, from a service that is given up soon: one further try, and no long pauses.
    ///
    /// # Errors
    /// When it does not come in time, is too large, or may not be asked for.
    pub async fn get_quickly(&self, url: &str) -> Result<Vec<u8>> {
        let settings = HttpSettings {
            accept: "application/json, */*;q=0.1".to_owned(),
            connect_timeout: Duration::from_secs(5),
            answer_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(5),
            total_timeout: Duration::from_secs(20),
            max_answer_bytes: MAX_QUICK_BYTES,
            max_retries: 1,
            max_wait: Duration::from_secs(10),
            ..self.http()
        };
        Ok(self.made(&self.quick, settings)?.get_file(url).await?)
    }

    /// A client of a service that gives long lists in JSON; it tells who asks, and the key where there is one.
    pub(super) fn service_client(&self, key: Option<String>) -> Result<ServiceClient> {
        let settings = HttpSettings { accept: "application/json, */*;q=0.1".to_owned(), ..self.http() };
        let harvester = self.made(&self.pages, settings)?;
        Ok(ServiceClient { harvester, clock: Arc::clone(&self.clock), contact: self.settings.contact.clone(), key })
    }

    /// Key of the site at `OpenAlex`.
    pub(super) fn openalex_key(&self) -> Option<String> {
        self.settings.openalex_key.clone()
    }

    /// The clock that pauses are measured by.
    pub(super) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// Whether this machine and private networks may be asked.
    pub(super) fn is_private_allowed(&self) -> bool {
        self.settings.private_addresses
    }

    pub(super) fn http(&self) -> HttpSettings {
        let settings = &self.settings;
        let file_bytes = usize::try_from(settings.max_file_bytes).unwrap_or(usize::MAX);
        let allow_all = settings.private_addresses;
        HttpSettings {
            from: settings.contact.clone(),
            min_delay: settings.delay,
            max_answer_bytes: file_bytes.max(MAX_LIST_BYTES),
            allow_address: Arc::new(move |address| allow_all || is_public(address)),
            ..HttpSettings::new(&settings.user_agent)
        }
    }
}

impl std::fmt::Debug for Net {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Net").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// The host of an address of the web.
///
/// # Errors
/// When the text is none.
pub fn host_of(base_url: &str) -> Result<String> {
    let text = base_url.trim();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let authority = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let authority = authority.rsplit('@').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    if host.is_empty() { Err(Error::Address(base_url.to_owned())) } else { Ok(host.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_an_address_is_found_behind_names_and_ports() {
        for (text, host) in [
            ("https://depot.example.org/oai?x=/", "depot.example.org"),
            ("http://user@127.0.0.1:80", "127.0.0.1"),
            ("http://[::1]:8080/oai", "::1"),
        ] {
            assert_eq!(host_of(text).unwrap(), host);
        }
        for text in ["", "depot.example.org", "ftp://x", "http://", "https:///oai"] {
            assert!(host_of(text).is_err(), "{text}");
        }
    }
}
