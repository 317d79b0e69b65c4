//! What an endpoint is configured with.

use std::fmt;
use std::num::NonZeroUsize;
use std::time::Duration;

use crate::datestamp::Granularity;
use crate::model::DeletedRecords;

/// Records a page when nothing else is said: aggregators ask for 100 to 500 (OpenAIRE guidelines, BASE).
const DEFAULT_PAGE_SIZE: NonZeroUsize = NonZeroUsize::MIN.saturating_add(99);
/// Three days: aggregators ask for a day at least, and slow harvesters pause over a weekend.
const DEFAULT_TOKEN_LIFETIME: Duration = Duration::from_hours(72);

/// The secret that resumption tokens are signed with. Every process that serves the same endpoint needs the same one.
#[derive(Clone)]
pub struct TokenKey([u8; 32]);

impl TokenKey {
    /// A key of 32 random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenKey(…)")
    }
}

/// Settings of one endpoint.
#[derive(Debug, Clone)]
pub struct Config {
    /// The base URL, byte for byte as registered.
    pub base_url: String,
    /// Entries a page.
    pub page_size: NonZeroUsize,
    /// Signs resumption tokens.
    pub token_key: TokenKey,
    /// How long a token is honoured; `None` for ever.
    pub token_lifetime: Option<Duration>,
    /// Precision of datestamps.
    pub granularity: Granularity,
    /// How deletions are treated.
    pub deleted_records: DeletedRecords,
    /// Address of a style sheet for people, announced before the root element.
    pub stylesheet: Option<String>,
}

impl Config {
    /// Pages of 100, tokens for three days, datestamps to the second, deletions kept for ever, no style sheet.
    #[must_use]
    pub fn new(base_url: &str, token_key: TokenKey) -> Self {
        Self {
            base_url: base_url.to_owned(),
            page_size: DEFAULT_PAGE_SIZE,
            token_key,
            token_lifetime: Some(DEFAULT_TOKEN_LIFETIME),
            granularity: Granularity::Second,
            deleted_records: DeletedRecords::Persistent,
            stylesheet: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_does_not_show_in_debug_output() {
        let config = Config::new("https://x.example/oai", TokenKey::new([77; 32]));
        assert!(!format!("{config:?}").contains("77"));
    }

    #[test]
    fn t5_a_page_has_a_hundred_entries_and_t8_a_token_two_days_or_more() {
        let config = Config::new("https://x.example/oai", TokenKey::new([0; 32]));
        assert_eq!(config.page_size.get(), 100);
        assert!(config.token_lifetime.unwrap() >= Duration::from_hours(48));
    }
}
