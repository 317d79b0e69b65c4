//! Signing in and out, in one step or two; wrong tries are counted by account and by address of the network (`throttle`).

use std::net::IpAddr;

use jiff::SignedDuration;

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
        let tried = self.admit_sign_in(&email, client.network()).await?.ok_or(Error::Throttled)?;
        let known = self.parts.store.find_user(&email).await?;
        let fits = fits(password, known.as_ref().map_or(ABSENT, |(_, hash)| hash.as_str())).await?;
        let Some((user, _)) = known.filter(|_| fits) else { return Err(Error::WrongPassword) };
        self.take_back_sign_in(tried).await?;
        let signed_in = self.first_step_done(user.id, email.clone(), client).await?;
        if matches!(signed_in, SignedIn::Whole(_)) {
            self.forget_sign_ins(&email).await?;
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
        let tried = self.admit_sign_in(&link.email, client.network()).await?.ok_or(Error::Throttled)?;
        if !self.takes_code(user, code).await? {
            return Err(Error::WrongPassword);
        }
        self.take_back_sign_in(tried).await?;
        let mut tx = self.parts.store.begin().await?;
        let is_first = tx.take_account_link(&digest, Purpose::SecondFactor, now).await?;
        let session = self.add_session(&mut tx, user, client).await?;
        if !is_first {
            return Err(Error::NotFound { what: "sign-in" });
        }
        tx.commit().await?;
        self.forget_sign_ins(&link.email).await?;
        Ok(session)
    }

    /// Whether the password of somebody who is signed in is the one given; wrong ones count as tries.
    ///
    /// # Errors
    /// When it is not, or too many tries failed of late.
    pub(super) async fn require_password(&self, user: &User, password: &str) -> Result<()> {
        let tried = self.admit_sign_in(&user.email, None).await?.ok_or(Error::Throttled)?;
        let hash = self.parts.store.password_hash(user.id).await?;
        if hash.is_empty() {
            self.take_back_sign_in(tried).await?;
            return Err(Error::NoPassword);
        }
        if !fits(password, &hash).await? {
            return Err(Error::WrongPassword);
        }
        self.take_back_sign_in(tried).await
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

    #[test]
    fn a_line_has_many_addresses_in_ipv6_and_counts_once() {
        let of = |address: &str| net(address.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:aaaa::1"), of("2001:db8:1:2:bbbb::2"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    }
}
