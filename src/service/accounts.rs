//! Accounts: making them, signing in and out.

use std::collections::HashMap;
use std::sync::Mutex;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use jiff::{SignedDuration, Timestamp};

use super::submit::random_token;
use super::{Error, Repository, Result};
use crate::domain::Sha256;
use crate::domain::ids::UserId;
use crate::domain::user::{Role, User};
use crate::store::NewUser;

/// How long a session lasts.
const SESSION: SignedDuration = SignedDuration::from_hours(12);
/// Wrong passwords for one address within the window before further tries are refused.
const MOST_FAILURES: usize = 10;
/// The window.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Shortest password taken (NIST SP 800-63B §3.1.1.2 asks for eight at least).
const SHORTEST_PASSWORD: usize = 10;

/// The secret that a signed-in browser shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionToken(pub String);

/// Wrong passwords of late, by address.
#[derive(Debug, Default)]
pub struct SignIns(Mutex<HashMap<String, Vec<Timestamp>>>);

impl SignIns {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, Vec<Timestamp>>) -> T) -> T {
        let mut failures = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        act(&mut failures)
    }

    fn too_many(&self, email: &str, now: Timestamp) -> bool {
        self.with(|failures| {
            failures.retain(|_, times| {
                times.retain(|at| now.duration_since(*at) < WINDOW);
                !times.is_empty()
            });
            failures.get(email).is_some_and(|times| times.len() >= MOST_FAILURES)
        })
    }

    fn note_failure(&self, email: &str, now: Timestamp) {
        self.with(|failures| failures.entry(email.to_owned()).or_default().push(now));
    }
}

impl Repository {
    /// Makes an account, or gives the one with the same address a new name, role and password.
    ///
    /// # Errors
    /// When the address or the password cannot be used.
    pub async fn put_user(&self, email: &str, name: &str, role: Role, password: &str) -> Result<UserId> {
        let email = normal_address(email)?;
        if password.chars().count() < SHORTEST_PASSWORD {
            return Err(Error::Invalid(format!("a password needs at least {SHORTEST_PASSWORD} characters")));
        }
        let password = password.to_owned();
        let hash =
            off_thread(move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()))
                .await?
                .map_err(|error| Error::internal("the password could not be hashed", error.to_string()))?;
        let mut tx = self.parts.store.begin().await?;
        let user = NewUser { email: &email, name: name.trim(), role, password_hash: &hash, created_at: self.now() };
        let id = tx.put_user(&user).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Signs in.
    ///
    /// # Errors
    /// When the address or the password is wrong (it does not say which), or too many tries failed of late.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<SessionToken> {
        let email = normal_address(email).map_err(|_| Error::WrongPassword)?;
        let now = self.now();
        if self.parts.sign_ins.too_many(&email, now) {
            return Err(Error::Throttled);
        }
        let known = self.parts.store.find_user(&email).await?;
        let hash = known.as_ref().map_or(ABSENT, |(_, hash)| hash.as_str()).to_owned();
        let password = password.to_owned();
        let fits = off_thread(move || verify(&password, &hash)).await?;
        let Some((user, _)) = known.filter(|_| fits) else {
            self.parts.sign_ins.note_failure(&email, now);
            return Err(Error::WrongPassword);
        };
        let token = format!("{}{}", random_token()?, random_token()?);
        let expires = now.checked_add(SESSION).map_err(|error| Error::internal("the clock is off", error))?;
        let mut tx = self.parts.store.begin().await?;
        tx.add_session(&Sha256::of(token.as_bytes()), user.id, expires).await?;
        tx.commit().await?;
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

fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::internal("a thread stopped", error))
}

pub(super) fn normal_address(email: &str) -> Result<String> {
    let email = email.trim().to_lowercase();
    let sound = email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        && email.len() <= 254
        && !email.contains(|c: char| c.is_whitespace() || c.is_control());
    if sound { Ok(email) } else { Err(Error::Invalid(format!("not an e-mail address: {email:?}"))) }
}
