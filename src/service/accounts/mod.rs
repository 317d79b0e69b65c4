//! Accounts: passwords, and what every file here needs. `sign_in` opens sessions, `links` makes accounts and new
//! passwords through messages, `profile` is what people change themselves, `factor` the second factor, `tokens` those of
//! programs, `leave` the export and the end of an account, `people` what administrators decide, `providers` and `first` the
//! sign-in through somebody else, `vault` what seals secrets.

mod factor;
mod first;
mod leave;
mod links;
mod people;
mod profile;
mod providers;
mod sign_in;
mod tokens;
mod vault;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use jiff::{SignedDuration, Timestamp};

pub use factor::{Enrolment, RecoveryCodes};
pub use links::{NewPassword, Welcome};
pub use people::PeopleQuery;
pub use profile::AccountView;
pub use providers::{Arrival, ProviderAnswer, Refused, browser_secret};
pub use sign_in::{Client, SessionToken, SignedIn};
pub use tokens::{Bearer, NewToken};
pub use vault::{Vault, holds_sealed_secrets};

use self::providers::FIRST;
use super::submit::random_token;
use super::{Error, Repository, Result};
use crate::domain::Lang;
use crate::domain::ids::UserId;
use crate::domain::letter::{AccountLetter, AccountMatter, Letter};
use crate::domain::user::Role;
use crate::store::{NewMail, NewUser, Profile, Tx};

/// Shortest password taken (NIST SP 800-63B §3.1.1.2 asks for eight at least).
const SHORTEST_PASSWORD: usize = 10;
/// Longest password taken, in bytes: hashing a megabyte would be work for nothing.
const LONGEST_PASSWORD: usize = 1_000;
/// Longest name of a person, an institution or a token, in characters.
const LONGEST_NAME: usize = 200;

impl Repository {
    /// Makes an account, or gives the one with the same address a new name, role and password.
    ///
    /// # Errors
    /// When the address or the password cannot be used.
    pub async fn put_user(&self, email: &str, name: &str, role: Role, password: &str) -> Result<UserId> {
        let email = normal_address(email)?;
        let hash = hashed(password).await?;
        let mut tx = self.parts.store.begin().await?;
        let user = NewUser { email: &email, name: name.trim(), role, password_hash: &hash, created_at: self.now() };
        let id = tx.put_user(&user).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Queues word about an account; nothing where the site sends no mail.
    async fn queue_account_letter(
        &self,
        tx: &mut Tx,
        to: (&str, Lang),
        matter: AccountMatter,
        path: &str,
    ) -> Result<()> {
        if !self.sends_mail() {
            return Ok(());
        }
        let (recipient, language) = to;
        let prefix = if language == Lang::EN { "/en" } else { "" };
        let url = format!("{}{prefix}{path}", self.parts.site.base_url);
        let mail = NewMail {
            dedupe_key: &format!("account:{}:{}", matter.code(), random_token()?),
            recipient,
            language,
            letter: &Letter::Account(AccountLetter { matter, url, code: None }),
            due: self.now(),
        };
        Ok(tx.add_mail(&mail).await?)
    }

    /// Queues a code that shows that an address is somebody's.
    async fn queue_code(&self, tx: &mut Tx, to: (&str, Lang), code: String) -> Result<()> {
        let (recipient, language) = to;
        let prefix = if language == Lang::EN { "/en" } else { "" };
        let url = format!("{}{prefix}/connexion/adresse", self.parts.site.base_url);
        let matter = AccountMatter::ConfirmAddress;
        let mail = NewMail {
            dedupe_key: &format!("account:{}:{}", matter.code(), random_token()?),
            recipient,
            language,
            letter: &Letter::Account(AccountLetter { matter, url, code: Some(code) }),
            due: self.now(),
        };
        Ok(tx.add_mail(&mail).await?)
    }
}

/// Hashes a password that somebody chose.
///
/// # Errors
/// When it is too short or too long.
async fn hashed(password: &str) -> Result<String> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(Error::Invalid(format!("a password needs at least {SHORTEST_PASSWORD} characters")));
    }
    if password.len() > LONGEST_PASSWORD {
        return Err(Error::Invalid(format!("a password cannot be longer than {LONGEST_PASSWORD} bytes")));
    }
    let password = password.to_owned();
    off_thread(move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()))
        .await?
        .map_err(|error| Error::internal("the password could not be hashed", error.to_string()))
}

/// Whether a password fits a hash.
async fn fits(password: &str, hash: &str) -> Result<bool> {
    if password.len() > LONGEST_PASSWORD {
        return Ok(false);
    }
    let (password, hash) = (password.to_owned(), hash.to_owned());
    off_thread(move || {
        let hash = PasswordHash::new(&hash);
        hash.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    // Each takes nineteen megabytes: those who come at once wait for each other.
    static TURNS: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(4);
    let turn = TURNS.acquire().await.ok();
    let work = move || {
        let _turn = turn;
        work()
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::internal("a thread stopped", error))
}

/// A secret of 256 random bits.
pub(super) fn secret() -> Result<String> {
    Ok(format!("{}{}", random_token()?, random_token()?))
}

/// A moment later than another one.
pub(super) fn after(now: Timestamp, time: SignedDuration) -> Result<Timestamp> {
    now.checked_add(time).map_err(|error| Error::internal("the clock is off", error))
}

/// A name on one line.
///
/// # Errors
/// When nothing is left of it, or too much.
fn name_of(text: &str) -> Result<String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(Error::Invalid("a name is needed".to_owned())),
        length if length > LONGEST_NAME => Err(Error::Invalid("the name is too long".to_owned())),
        _ => Ok(name),
    }
}

/// What an account says of itself before anybody changed it.
fn first_profile(name: String, language: Lang) -> Profile {
    Profile { name, language, orcid: None, institution: None, wants_news: true }
}

pub(super) fn normal_address(email: &str) -> Result<String> {
    let email = email.trim().to_lowercase();
    let sound = email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        && email.len() <= 254
        && !email.contains(|c: char| c.is_whitespace() || c.is_control());
    if sound { Ok(email) } else { Err(Error::Invalid(format!("not an e-mail address: {email:?}"))) }
}
