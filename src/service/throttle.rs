//! How often something may be tried within a span of time, counted for all processes of a site.
//!
//! Each counts in the database, since what is bounded here is rare and must hold whichever process is asked: a password takes
//! longer to check than its try takes to be written, and whoever has tried too often writes nothing. Names of accounts and
//! networks are digests under the key of the site.

use std::net::IpAddr;
use std::time::Duration;

use super::{Repository, Result};
use crate::domain::Sha256;
use crate::store::{Bound, Tried};

/// Wrong tries for one account within [`SIGNING_IN`] before further ones are refused.
const MOST_FOR_ACCOUNT: i64 = 10;
/// Wrong tries from one address of the network: a whole institution may stand behind it.
const MOST_FROM_ADDRESS: i64 = 60;
/// The span of tries to sign in.
const SIGNING_IN: Duration = Duration::from_mins(15);
/// Requests for one address within [`WRITING`] that are followed by a message.
const MOST_FOR_ADDRESS: i64 = 5;
/// Requests from one network, so that nobody uses up what is there for all.
const MOST_FOR_NETWORK: i64 = 30;
/// Requests for all addresses.
const MOST_FOR_ALL: i64 = 300;
/// The span of requests for messages.
const WRITING: Duration = Duration::from_hours(1);

/// A try to sign in that is let through.
#[derive(Debug)]
pub(super) struct SignInTry(Vec<i64>);

/// Whether a request for a message is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is.
    Yes,
    /// The address has had many messages of late.
    TooManyForAddress,
    /// Too many ask at once.
    TooManyForAll,
}

impl Repository {
    fn bound(&self, name: &str, most: i64) -> Bound {
        Bound { name: Sha256::of(&[&self.parts.site.token_key[..], name.as_bytes()].concat()), most }
    }

    /// Counts a try to sign in before it is judged, so that many at once cannot all pass; `None` when there were too many for the
    /// account or its network.
    pub(super) async fn admit_sign_in(&self, email: &str, network: Option<IpAddr>) -> Result<Option<SignInTry>> {
        let account = self.bound(&account(email), MOST_FOR_ACCOUNT);
        let network = network.map(|network| self.bound(&format!("sign-in from {network}"), MOST_FROM_ADDRESS));
        let bounds: Vec<Bound> = std::iter::once(account).chain(network).collect();
        Ok(match self.parts.store.count_try(&bounds, SIGNING_IN, self.now()).await? {
            Tried::Within(counted) => Some(SignInTry(counted)),
            Tried::Full(_) => None,
        })
    }

    /// Takes a try back, which was right.
    pub(super) async fn take_back_sign_in(&self, tried: SignInTry) -> Result<()> {
        Ok(self.parts.store.take_back_try(&tried.0).await?)
    }

    /// Forgets the wrong tries for an account that somebody has signed in to.
    pub(super) async fn forget_sign_ins(&self, email: &str) -> Result<()> {
        Ok(self.parts.store.forget_tries(&self.bound(&account(email), 0).name).await?)
    }

    /// Forgets tries that bound nothing any more; gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_old_tries(&self) -> Result<usize> {
        let forgotten = self.parts.store.forget_old_tries(self.now()).await?;
        Ok(usize::try_from(forgotten).unwrap_or(usize::MAX))
    }

    /// Counts a request that a message follows, or something else that strangers may do a few times.
    pub(super) async fn turn(&self, about: &str, network: Option<IpAddr>) -> Result<Turn> {
        let mut bounds = vec![self.bound("anything asked for", MOST_FOR_ALL)];
        bounds.extend(network.map(|network| self.bound(&format!("asked from {network}"), MOST_FOR_NETWORK)));
        bounds.push(self.bound(&format!("asked about {about}"), MOST_FOR_ADDRESS));
        Ok(match self.parts.store.count_try(&bounds, WRITING, self.now()).await? {
            Tried::Within(_) => Turn::Yes,
            Tried::Full(place) if place + 1 == bounds.len() => Turn::TooManyForAddress,
            Tried::Full(_) => Turn::TooManyForAll,
        })
    }
}

fn account(email: &str) -> String {
    format!("sign-in to {email}")
}
