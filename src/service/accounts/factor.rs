//! The second factor: codes of a device that follow the clock (TOTP, RFC 6238), and recovery codes for who lost it.
//!
//! Codes are those that all programs show: SHA-1, six digits, thirty seconds; one step to either side is taken, for
//! clocks that differ (RFC 6238 §5.2). A code works once: the step is kept.

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use totp_rs::{Builder, Totp};

use super::SessionToken;
use crate::domain::Sha256;
use crate::domain::ids::UserId;
use crate::domain::letter::AccountMatter;
use crate::domain::user::User;
use crate::service::{Error, Repository, Result};
use crate::store::Factor;

/// Bytes of a secret: the length of the hash (RFC 4226 §4, R6).
const SECRET_BYTES: usize = 20;
/// Recovery codes of an account.
const RECOVERY_CODES: usize = 10;

/// What a device needs to show codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The secret in base 32, as people type it.
    pub secret: String,
    /// The address that devices read from a square code.
    pub address: String,
}

/// Recovery codes, shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryCodes(pub Vec<String>);

impl Repository {
    /// A secret for a device; nothing changes before a code of it comes back.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn propose_factor(&self, user: &User) -> Result<Enrolment> {
        let mut bytes = [0_u8; SECRET_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| Error::internal("no randomness", error.to_string()))?;
        Ok(self.enrolment(user, &BASE32_NOPAD.encode(&bytes)))
    }

    /// What a device needs for a secret that was proposed.
    #[must_use]
    pub fn enrolment(&self, user: &User, secret: &str) -> Enrolment {
        // Key Uri Format of Google Authenticator, which all programs read: otpauth://totp/Issuer:account?…
        let plain =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        let (site, email) = (plain(&self.parts.site.name), plain(&user.email));
        let address = format!("otpauth://totp/{site}:{email}?secret={secret}&issuer={site}");
        Enrolment { secret: secret.to_owned(), address }
    }

    /// Turns the second factor on, once the device shows the right code; gives the recovery codes and a new token of
    /// the session. All other sessions end.
    ///
    /// # Errors
    /// When the code is wrong, or a second factor is on.
    pub async fn turn_factor_on(
        &self,
        user: &User,
        secret: &str,
        code: &str,
        session: &str,
    ) -> Result<(RecoveryCodes, SessionToken)> {
        if self.parts.store.find_factor(user.id).await?.is_some() {
            // Another device takes the place of the first only after the password: turn it off before.
            return Err(Error::Invalid("a second factor is on already".to_owned()));
        }
        let step = step_of(secret, code, self.now())?.ok_or(Error::WrongPassword)?;
        let (codes, digests) = recovery_codes()?;
        let factor = Factor { secret: self.parts.vault.seal(user.id, secret)?, last_step: Some(step) };
        let account = self.account(user.id).await?;
        let mut tx = self.parts.store.begin().await?;
        tx.set_factor(user.id, Some(&factor), &digests).await?;
        tx.end_sessions_of(user.id, Some(&Sha256::of(session.as_bytes()))).await?;
        let to = (user.email.as_str(), account.language);
        self.queue_account_letter(&mut tx, to, AccountMatter::FactorOn, "/compte").await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok((codes, self.renew_session(session).await?))
    }

    /// Turns the second factor off.
    ///
    /// # Errors
    /// When the password is wrong.
    pub async fn turn_factor_off(&self, user: &User, password: &str, session: &str) -> Result<SessionToken> {
        self.require_password(user, password).await?;
        let account = self.account(user.id).await?;
        let mut tx = self.parts.store.begin().await?;
        tx.set_factor(user.id, None, &[]).await?;
        let to = (user.email.as_str(), account.language);
        self.queue_account_letter(&mut tx, to, AccountMatter::FactorOff, "/compte").await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        self.renew_session(session).await
    }

    /// Makes new recovery codes in the place of those before.
    ///
    /// # Errors
    /// When the password is wrong, or the account has no second factor.
    pub async fn renew_recovery_codes(&self, user: &User, password: &str) -> Result<RecoveryCodes> {
        self.require_password(user, password).await?;
        let factor = self.parts.store.find_factor(user.id).await?.ok_or(Error::NotFound { what: "second factor" })?;
        let (codes, digests) = recovery_codes()?;
        let mut tx = self.parts.store.begin().await?;
        tx.set_factor(user.id, Some(&factor), &digests).await?;
        tx.commit().await?;
        Ok(codes)
    }

    /// Whether a code opens an account now; it does so once.
    pub(super) async fn takes_code(&self, user: UserId, code: &str) -> Result<bool> {
        let Some(factor) = self.parts.store.find_factor(user).await? else { return Ok(false) };
        // Recovery codes open the account even where the key is lost.
        let secret = self.parts.vault.open(user, &factor.secret);
        let step = secret.and_then(|secret| step_of(&secret, code, self.now()));
        let mut tx = self.parts.store.begin().await?;
        let taken = match &step {
            Ok(Some(step)) => tx.take_step(user, *step).await?,
            Ok(None) | Err(_) => tx.take_recovery_code(user, &digest(code)).await?,
        };
        tx.commit().await?;
        if taken { Ok(true) } else { step.map(|_| false) }
    }
}

/// The step that a code belongs to, when it is right now.
fn step_of(secret: &str, code: &str, now: jiff::Timestamp) -> Result<Option<i64>> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let time = u64::try_from(now.as_second()).unwrap_or_default();
    let step = clock(secret)?.check(&digits, time);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

fn clock(secret: &str) -> Result<Totp> {
    let bytes = BASE32_NOPAD.decode(secret.as_bytes()).ok().filter(|bytes| bytes.len() == SECRET_BYTES);
    let bytes = bytes.ok_or_else(|| Error::Invalid("not a secret of ours".to_owned()))?;
    let built = Builder::new().with_secret(bytes).build();
    built.map_err(|error| Error::internal("the second factor cannot be used", error.to_string()))
}

/// Codes of eighty random bits, in groups that are easy to copy, with what is kept of them.
fn recovery_codes() -> Result<(RecoveryCodes, Vec<Sha256>)> {
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let mut bytes = [0_u8; 10];
        getrandom::fill(&mut bytes).map_err(|error| Error::internal("no randomness", error.to_string()))?;
        let digits = HEXLOWER.encode(&bytes);
        let groups: Vec<_> = digits.as_bytes().chunks(5).map(String::from_utf8_lossy).collect();
        codes.push(groups.join("-"));
    }
    let digests = codes.iter().map(|code| digest(code)).collect();
    Ok((RecoveryCodes(codes), digests))
}

fn digest(code: &str) -> Sha256 {
    let plain: String = code.chars().filter(char::is_ascii_hexdigit).collect();
    Sha256::of(plain.to_ascii_lowercase().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B, in base 32.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(seconds: i64) -> jiff::Timestamp {
        jiff::Timestamp::from_second(seconds).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_specification_and_a_minute_old_ones_are_none() {
        // The last six digits of the eight that the appendix lists for SHA-1.
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(step_of(SECRET, code, at(seconds)).unwrap(), Some(seconds / 30));
            assert_eq!(step_of(SECRET, code, at(seconds + 30)).unwrap(), Some(seconds / 30), "a slow clock");
            assert_eq!(step_of(SECRET, code, at(seconds + 90)).unwrap(), None);
        }
        assert_eq!(step_of(SECRET, " 287 082 ", at(59)).unwrap(), Some(1), "as people type it");
        for wrong in ["", "28708", "2870822", "abcdef", "287083"] {
            assert_eq!(step_of(SECRET, wrong, at(59)).unwrap(), None, "{wrong}");
        }
        assert!(step_of("short", "287082", at(59)).is_err());
    }

    #[test]
    fn recovery_codes_differ_and_are_read_however_they_are_typed() {
        let (RecoveryCodes(codes), digests) = recovery_codes().unwrap();
        let unique: std::collections::HashSet<_> = codes.iter().collect();
        assert_eq!((unique.len(), codes[0].len()), (RECOVERY_CODES, 23));
        assert_eq!(digest(&format!(" {} ", codes[0].to_uppercase().replace('-', " "))), digests[0]);
    }
}
