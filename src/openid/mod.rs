//! Providers that say who somebody is: `OpenID` Connect Core 1.0, the authorization code flow with PKCE (RFC 7636).
//!
//! `settings` reads which providers there are, `known` keeps what each publishes about itself, `flow` sends people there and
//! makes an [`crate::domain::identity::Identity`] of what comes back. Whose account that opens is `service`'s. The protocol and
//! its signatures are the `openidconnect` crate's, the way there the `harvest` crate's.

mod claims;
mod flow;
mod known;
mod settings;

use harvest::client::HarvestError;

pub use flow::{Begun, Return};
pub use known::Providers;
pub use settings::{Provider, SettingsError, read_providers};

/// Why a provider could not say who somebody is.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No provider has this name.
    #[error("no provider is called {0:?}")]
    Unknown(String),
    /// The provider, or the way to it, failed.
    #[error("the provider {provider} does not answer as it should: {what}")]
    Silent {
        /// Its name.
        provider: String,
        /// What failed.
        what: String,
    },
    /// The provider did not take the code that it had given.
    #[error("the provider {provider} refuses the code: {what}")]
    Refused {
        /// Its name.
        provider: String,
        /// What it said.
        what: String,
    },
    /// What came back does not prove who somebody is.
    #[error("what the provider {provider} says proves nothing: {what}")]
    Proof {
        /// Its name.
        provider: String,
        /// What is wrong with it.
        what: String,
    },
    /// The address is of no domain that the provider may speak for.
    #[error("the provider {0} may only speak for addresses of its own domains")]
    Domain(String),
    /// The way to providers cannot be used.
    #[error("the way to providers cannot be used")]
    Settings(#[source] HarvestError),
}

/// Result of asking a provider.
pub type Result<T, E = Error> = std::result::Result<T, E>;
