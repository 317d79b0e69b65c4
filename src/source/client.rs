//! Asking services in JSON: politely by name and address, with the key that a site may have, and never showing that key.

use std::sync::Arc;

use harvest::client::{Clock, HarvestError, Harvester};
use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::{Error, Result};

/// Tries to get an answer that is whole; the pauses between them are those between any two requests.
const MOST_TRIES: u32 = 3;

/// What stands as it is in a value of a query (RFC 3986 §3.4).
const VALUE: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':').remove(b'/');

/// A client of a service.
#[derive(Clone)]
pub(super) struct ServiceClient {
    pub(super) harvester: Harvester,
    pub(super) clock: Arc<dyn Clock>,
    /// Address of a person, told to the service.
    pub(super) contact: Option<String>,
    /// Key of the site at the service.
    pub(super) key: Option<String>,
}

impl ServiceClient {
    /// The address of a question below a service: its path and query, further pairs, who asks.
    pub(super) fn address(&self, base: &str, question: &str, pairs: &[(&str, &str)]) -> String {
        let who = self.contact.as_deref().map(|contact| ("mailto", contact));
        let key = self.key.as_deref().map(|key| ("api_key", key));
        let mut address = format!("{base}{question}");
        for (name, value) in pairs.iter().copied().chain(who).chain(key) {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.push_str(name);
            address.push('=');
            address.push_str(&encoded(value));
        }
        address
    }

    /// What a service answers.
    ///
    /// # Errors
    /// When it does not answer, refuses, or answers with something else than JSON each time.
    pub(super) async fn get(&self, url: &str) -> Result<Value> {
        let mut tries = 1;
        loop {
            let failed = match self.harvester.get_file(url).await {
                Ok(body) => match serde_json::from_slice(&body) {
                    Ok(answer) => return Ok(answer),
                    Err(error) => Error::Answer(error),
                },
                Err(error @ HarvestError::Truncated(_)) => Error::Remote(error),
                Err(error) => return Err(Error::Remote(self.without_key(error))),
            };
            if tries == MOST_TRIES {
                return Err(failed);
            }
            tries += 1;
        }
    }

    /// The present moment.
    pub(super) fn now(&self) -> Timestamp {
        Timestamp::from_second(self.clock.now().unix_seconds()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Errors are logged and shown; the addresses in them hold the key.
    fn without_key(&self, error: HarvestError) -> HarvestError {
        let Some(key) = self.key.as_deref().map(encoded) else { return error };
        let hidden = |text: String| text.replace(&key, "…");
        match error {
            HarvestError::Unreachable { url, source } => HarvestError::Unreachable { url: hidden(url), source },
            HarvestError::TimedOut { url, phase } => HarvestError::TimedOut { url: hidden(url), phase },
            HarvestError::Forbidden(url) => HarvestError::Forbidden(hidden(url)),
            HarvestError::Address(url) => HarvestError::Address(hidden(url)),
            HarvestError::Redirect { from, to, reason } => {
                HarvestError::Redirect { from: hidden(from), to: hidden(to), reason }
            }
            HarvestError::Status { status, excerpt } => HarvestError::Status { status, excerpt: hidden(excerpt) },
            other => other,
        }
    }
}

/// A value as it stands in a query.
pub(super) fn encoded(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}
