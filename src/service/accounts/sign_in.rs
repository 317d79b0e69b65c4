//! Signing in and out, in one step or two; wrong tries are counted by account and by address of the network.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

use super::{after, fits, normal_address, secret};
use crate::domain::Sha256;
use crate::domain::ids::UserId;
use crate::domain::user::{Session, User};
use crate::service::{Error, Repository, Result};
use crate::store::{AccountLink, Purpose, Tx};

/// How long a session lasts.
const SESSION: SignedDuration = SignedDuration::from_hours(12);
/// How long the second step of a sign-in may take.
const SECOND_STEP: SignedDuration = SignedDuration::from_mins(10);
/// Wrong tries for one account within the window before further ones are refused.
const MOST_FOR_ACCOUNT: usize = 10;
/// Wrong tries from one address of the network: a whole institution may stand behind it.
const MOST_FOR_ADDRESS: usize = 60;
/// The window.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// What is kept of the name of a browser, in characters.
const LONGEST_AGENT: usize = 200;

/// The secret that a signed-in browser shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionToken(pub String);

/// Who asks, as far as the network tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// Address, when it is known.
    pub address: Option<IpAddr>,
    /// What the browser says it is.
    pub agent: String,
}

impl Client {
    /// The network that it counts for, when it is known.
    pub(crate) fn network(&self) -> Option<IpAddr> {
        self.address.map(net)
    }
}

/// Where a sign-in with the right password stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedIn {
    /// The session is open.
    Whole(SessionToken),
    /// A code of the second factor is to come, with this secret.
    Half(String),
}

/// Wrong tries of late, by account or address.
#[derive(Debug, Default)]
pub struct SignIns(Mutex<HashMap<String, Vec<Timestamp>>>);

impl SignIns {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, Vec<Timestamp>>) -> T) -> T {
        let mut failures = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        act(&mut failures)
    }

    /// Counts a try before it is judged, so that many at once cannot all pass; `false` when there were too many.
    fn admits(&self, keys: &Keys, now: Timestamp) -> bool {
        self.with(|tries| {
            tries.retain(|_, times| {
                times.retain(|at| now.duration_since(*at) < WINDOW);
                !times.is_empty()
            });
            let full = |key: &String, most| tries.get(key).is_some_and(|times| times.len() >= most);
            if full(&keys.account, MOST_FOR_ACCOUNT)
                || keys.address.as_ref().is_some_and(|address| full(address, MOST_FOR_ADDRESS))
            {
                return false;
            }
            for key in std::iter::once(&keys.account).chain(&keys.address) {
                tries.entry(key.clone()).or_default().push(now);
            }
            true
        })
    }

    /// Takes a try back, which was right.
    fn take_back(&self, keys: &Keys) {
        self.with(|tries| {
            for key in std::iter::once(&keys.account).chain(&keys.address) {
                tries.get_mut(key).and_then(Vec::pop);
            }
        });
    }

    fn forget(&self, keys: &Keys) {
        self.with(|failures| failures.remove(&keys.account));
    }
}

/// What wrong tries are counted by.
struct Keys {
    account: String,
    address: Option<String>,
}

impl Keys {
    fn of(email: &str, client: &Client) -> Self {
        Self { account: email.to_owned(), address: client.network().map(|network| format!("network {network}")) }
    }
}

/// The network that an address counts for: itself, or the /64 that a line has in IPv6 (RFC 6177).
pub(super) fn net(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) & (u128::MAX << 64)).into()),
    }
}

impl Repository {
    /// Takes a password; an account with a second factor is then asked for a code.
    ///
    /// # Errors
    /// When the address or the password is wrong (it does not say which), or too many tries failed of late.
    pub async fn sign_in(&self, email: &str, password: &str, client: &Client) -> Result<SignedIn> {
        let email = normal_address(email).map_err(|_| Error::WrongPassword)?;
        let (now, keys) = (self.now(), Keys::of(&email, client));
        if !self.parts.sign_ins.admits(&keys, now) {
            return Err(Error::Throttled);
        }
        let known = self.parts.store.find_user(&email).await?;
        let fits = fits(password, known.as_ref().map_or(ABSENT, |(_, hash)| hash.as_str())).await?;
        let Some((user, _)) = known.filter(|_| fits) else { return Err(Error::WrongPassword) };
        self.parts.sign_ins.take_back(&keys);
        let signed_in = self.first_step_done(user.id, email, client).await?;
        if matches!(signed_in, SignedIn::Whole(_)) {
            self.parts.sign_ins.forget(&keys);
        }
        Ok(signed_in)
    }

    /// Opens a session for somebody who has shown who they are, or asks for the second factor of their account.
    pub(super) async fn first_step_done(&self, user: UserId, email: String, client: &Client) -> Result<SignedIn> {
        let now = self.now();
        if self.parts.store.find_factor(user).await?.is_none() {
            return Ok(SignedIn::Whole(self.open_session(user, client).await?));
        }
        let token = secret()?;
        let language = crate::domain::Lang::FR;
        let link = AccountLink { user: Some(user), email, name: String::new(), language };
        let mut tx = self.parts.store.begin().await?;
        let expires = after(now, SECOND_STEP)?;
        tx.put_account_link(&Sha256::of(token.as_bytes()), Purpose::SecondFactor, &link, now, expires).await?;
        tx.commit().await?;
        Ok(SignedIn::Half(token))
    }

    /// Takes the second step of a sign-in: a code of the device, or one of the recovery codes.
    ///
    /// # Errors
    /// When the first step is too long ago ([`Error::NotFound`]), the code is wrong, or too many tries failed of late.
    pub async fn sign_in_with_code(&self, token: &str, code: &str, client: &Client) -> Result<SessionToken> {
        let (now, digest) = (self.now(), Sha256::of(token.as_bytes()));
        let link = self.parts.store.find_account_link(&digest, Purpose::SecondFactor, now).await?;
        let link = link.ok_or(Error::NotFound { what: "sign-in" })?;
        let user = link.user.ok_or(Error::NotFound { what: "sign-in" })?;
        let keys = Keys::of(&link.email, client);
        if !self.parts.sign_ins.admits(&keys, now) {
            return Err(Error::Throttled);
        }
        if !self.takes_code(user, code).await? {
            return Err(Error::WrongPassword);
        }
        self.parts.sign_ins.take_back(&keys);
        let mut tx = self.parts.store.begin().await?;
        let is_first = tx.take_account_link(&digest, Purpose::SecondFactor, now).await?;
        let session = self.add_session(&mut tx, user, client).await?;
        if !is_first {
            return Err(Error::NotFound { what: "sign-in" });
        }
        tx.commit().await?;
        self.parts.sign_ins.forget(&keys);
        Ok(session)
    }

    /// Whether the password of somebody who is signed in is the one given; wrong ones count as tries.
    ///
    /// # Errors
    /// When it is not, or too many tries failed of late.
    pub(super) async fn require_password(&self, user: &User, password: &str) -> Result<()> {
        let (now, keys) = (self.now(), Keys::of(&user.email, &Client::default()));
        if !self.parts.sign_ins.admits(&keys, now) {
            return Err(Error::Throttled);
        }
        let hash = self.parts.store.password_hash(user.id).await?;
        if hash.is_empty() {
            self.parts.sign_ins.take_back(&keys);
            return Err(Error::NoPassword);
        }
        if !fits(password, &hash).await? {
            return Err(Error::WrongPassword);
        }
        self.parts.sign_ins.take_back(&keys);
        Ok(())
    }

    async fn open_session(&self, user: UserId, client: &Client) -> Result<SessionToken> {
        let mut tx = self.parts.store.begin().await?;
        let session = self.add_session(&mut tx, user, client).await?;
        tx.commit().await?;
        Ok(session)
    }

    pub(super) async fn add_session(&self, tx: &mut Tx, user: UserId, client: &Client) -> Result<SessionToken> {
        let token = secret()?;
        let now = self.now();
        let session = Session {
            id: Sha256::of(token.as_bytes()),
            agent: client.agent.chars().filter(|c| !c.is_control()).take(LONGEST_AGENT).collect(),
            created_at: now,
            expires_at: after(now, SESSION)?,
        };
        tx.add_session(user, &session).await?;
        Ok(SessionToken(token))
    }

    /// The account that a session belongs to, while it lasts.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn session(&self, token: &str) -> Result<Option<User>> {
        Ok(self.parts.store.find_session(&Sha256::of(token.as_bytes()), self.now()).await?)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_out(&self, token: &str) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        tx.end_session(&Sha256::of(token.as_bytes()), self.now()).await?;
        Ok(tx.commit().await?)
    }
}

/// Hash of no password, so that an unknown address takes as long as a known one.
const ABSENT: &str = "$argon2id$v=19$m=19456,t=2,p=1$cGFydmlzLWFic2VudA$JJgLO3tTDjtdd9fFXKrONWEHJNcvtpeYv5DOTJBYkKA";

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    #[test]
    fn wrong_tries_close_an_account_for_a_while_and_a_network_later() {
        let tries = SignIns::default();
        let client = |address: &str| Client { address: address.parse().ok(), agent: String::new() };
        let keys = |number: i64| Keys::of(&format!("{number}@example.org"), &client("203.0.113.9"));
        for second in 0..10 {
            assert!(tries.admits(&keys(0), at(second)));
        }
        assert!(!tries.admits(&keys(0), at(10)));
        for number in 1..=50 {
            assert!(tries.admits(&keys(number), at(20)), "other accounts are still open");
        }
        assert!(!tries.admits(&keys(99), at(21)), "the network is closed");
        assert!(tries.admits(&Keys::of("99@example.org", &client("198.51.100.1")), at(21)));
        assert!(tries.admits(&keys(0), at(1_000)), "it opens again");
    }

    #[test]
    fn a_try_that_was_right_counts_for_nothing() {
        let (tries, keys) = (SignIns::default(), Keys::of("a@example.org", &Client::default()));
        for second in 0..40 {
            assert!(tries.admits(&keys, at(second)));
            tries.take_back(&keys);
        }
    }

    #[test]
    fn a_line_has_many_addresses_in_ipv6_and_counts_once() {
        let of = |address: &str| net(address.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:aaaa::1"), of("2001:db8:1:2:bbbb::2"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    }
}
