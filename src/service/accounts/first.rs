//! The first sign-in of somebody whose provider tells no address that it has checked: they show by a code that one is
//! theirs. The code works only in the browser that came from the provider, so that nobody ties their own identity to the
//! mailbox of somebody else.

use super::providers::{Refused, digest};
use super::sign_in::{Client, SignedIn};
use super::{FIRST, after, name_of};
use crate::domain::Lang;
use crate::domain::letter::AccountMatter;
use crate::service::{Error, Repository, Result};
use crate::store::FirstSignIn;

/// Codes that may be tried before another one is sent.
const MOST_TRIES: i64 = 5;
/// Codes there are: eight digits.
const CODES: u64 = 100_000_000;

impl Repository {
    /// The first sign-in that a browser has begun.
    ///
    /// # Errors
    /// When there is none, or it took too long.
    pub async fn first_sign_in(&self, browser: &str) -> Result<FirstSignIn> {
        let found = self.parts.store.find_first_sign_in(&digest(browser), self.now()).await?;
        found.ok_or(Error::Provider(Refused::Late))
    }

    /// Forgets the names and addresses of first sign-ins that were not ended in time; gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_old_first_sign_ins(&self) -> Result<usize> {
        let mut tx = self.parts.store.begin().await?;
        let forgotten = tx.forget_old_first_sign_ins(self.now()).await?;
        tx.commit().await?;
        Ok(usize::try_from(forgotten).unwrap_or(usize::MAX))
    }

    /// Sends a code to an address. The answer is the same whether there is an account with it.
    ///
    /// # Errors
    /// When the name or the address is none, or too many ask at once.
    pub async fn ask_for_first_code(
        &self,
        browser: &str,
        (name, email): (&str, &str),
        language: Lang,
        client: &Client,
    ) -> Result<()> {
        let first = self.first_sign_in(browser).await?;
        let (name, email) = (name_of(name)?, self.mailbox(email)?);
        if !self.may_write("first", &email, client).await? {
            return Err(Error::Throttled);
        }
        let (now, code) = (self.now(), code()?);
        let known = self.parts.store.find_account_of(&email).await?;
        let kept = if known.is_none() { code_digest(browser, &code) } else { digest(&super::secret()?) };
        let first = FirstSignIn { name, email: email.clone(), code: Some(kept), tries: 0, ..first };
        let mut tx = self.parts.store.begin().await?;
        tx.put_first_sign_in(&digest(browser), &first, after(now, FIRST)?).await?;
        match known {
            Some(account) => {
                let to = (email.as_str(), account.language);
                self.queue_account_letter(&mut tx, to, AccountMatter::AlreadyHere, "/connexion").await?;
            }
            None => self.queue_code(&mut tx, (&email, language), code).await?,
        }
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Makes the account once the code is right, and opens it; gives where to go on.
    ///
    /// # Errors
    /// When the code is wrong, was tried too often, or there is no such sign-in.
    pub async fn take_first_code(
        &self,
        browser: &str,
        typed: &str,
        language: Lang,
        client: &Client,
    ) -> Result<(SignedIn, String)> {
        let (first, key) = (self.first_sign_in(browser).await?, digest(browser));
        let mut tx = self.parts.store.begin().await?;
        let counted = tx.try_first_sign_in(&key, MOST_TRIES).await?;
        tx.commit().await?;
        if !counted {
            return Err(Error::Throttled);
        }
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        if first.code != Some(code_digest(browser, &digits)) {
            return Err(Error::WrongPassword);
        }
        let user = self.make_account(&first.identity, &first.name, &first.email, language).await?;
        let mut tx = self.parts.store.begin().await?;
        tx.end_first_sign_in(&key, self.now()).await?;
        tx.commit().await?;
        Ok((self.enter(user, client).await?, first.back))
    }
}

fn code() -> Result<String> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|error| Error::internal("no randomness", error.to_string()))?;
    Ok(format!("{:08}", u64::from_le_bytes(bytes) % CODES))
}

fn code_digest(browser: &str, code: &str) -> crate::domain::Sha256 {
    digest(&format!("{browser}:{code}"))
}
