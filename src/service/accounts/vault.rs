//! Secrets that the site must read again, such as those of second factors, are kept sealed: whoever gets the database alone, or a
//! backup of it, cannot use them. The key lies in a file beside it.

use data_encoding::BASE64URL_NOPAD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::domain::ids::UserId;
use crate::service::{Error, Repository, Result};
use crate::store::Store;

/// What every sealed secret begins with; a plain one, in base 32, never does.
const SEALED: &str = "v1:";

/// Seals secrets with a key of the site (ChaCha20-Poly1305, RFC 8439), each bound to the account that it belongs to.
#[derive(Default)]
pub struct Vault(Option<LessSafeKey>);

impl Vault {
    /// A vault with a key.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        Self(UnboundKey::new(&CHACHA20_POLY1305, key).ok().map(LessSafeKey::new))
    }

    /// A vault whose key is missing: it seals and opens nothing.
    #[must_use]
    pub fn without_key() -> Self {
        Self::default()
    }

    fn key(&self) -> Result<&LessSafeKey> {
        self.0
            .as_ref()
            .ok_or_else(|| Error::internal("the key of the site's secrets is missing", "see `parvis doctor`"))
    }

    /// Seals the secret of an account.
    pub(super) fn seal(&self, user: UserId, secret: &str) -> Result<String> {
        let mut nonce = [0_u8; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|error| Error::internal("no randomness", error.to_string()))?;
        let mut bytes = secret.as_bytes().to_vec();
        let sealed = self.key()?.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound(user), &mut bytes);
        sealed.map_err(|_| Error::internal("a secret cannot be sealed", "it is too long"))?;
        Ok(format!("{SEALED}{}", BASE64URL_NOPAD.encode(&[nonce.as_slice(), &bytes].concat())))
    }

    /// Opens the secret of an account; one that is not sealed yet is given as it is.
    pub(super) fn open(&self, user: UserId, kept: &str) -> Result<String> {
        let Some(text) = kept.strip_prefix(SEALED) else { return Ok(kept.to_owned()) };
        let wrong = |why: &'static str| Error::internal("a secret cannot be opened", why);
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| wrong("it is damaged"))?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN).ok_or_else(|| wrong("it is cut off"))?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| wrong("it is cut off"))?;
        let mut sealed = sealed.to_vec();
        let opened = self.key()?.open_in_place(nonce, bound(user), &mut sealed);
        let opened = opened.map_err(|_| wrong("the key is another one, or the secret is another account's"))?;
        String::from_utf8(opened.to_vec()).map_err(|_| wrong("it is no text"))
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Vault(…)" } else { "Vault(without key)" })
    }
}

fn bound(user: UserId) -> Aad<String> {
    Aad::from(format!("totp:{user}"))
}

impl Repository {
    /// Seals the secrets that an earlier release kept plain; gives how many there were.
    ///
    /// # Errors
    /// When the key is missing or the store fails.
    pub async fn seal_secrets(&self) -> Result<usize> {
        let plain: Vec<_> = self.parts.store.list_factor_secrets().await?;
        let plain: Vec<_> = plain.into_iter().filter(|(_, secret)| !secret.starts_with(SEALED)).collect();
        if plain.is_empty() {
            return Ok(0);
        }
        let mut tx = self.parts.store.begin().await?;
        for (user, secret) in &plain {
            tx.replace_factor_secret(*user, secret, &self.parts.vault.seal(*user, secret)?).await?;
        }
        tx.commit().await?;
        Ok(plain.len())
    }
}

/// Whether a database holds sealed secrets, which a new key could never open.
///
/// # Errors
/// When the store fails.
pub async fn holds_sealed_secrets(store: &Store) -> Result<bool> {
    Ok(store.list_factor_secrets().await?.iter().any(|(_, secret)| secret.starts_with(SEALED)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_with_its_key_for_its_account_alone() {
        let vault = Vault::new(&[7; 32]);
        let sealed = vault.seal(UserId(3), "GEZDGNBVGY3TQOJQ").unwrap();
        assert!(sealed.starts_with("v1:") && !sealed.contains("GEZDGNBV"));
        assert_ne!(sealed, vault.seal(UserId(3), "GEZDGNBVGY3TQOJQ").unwrap(), "each time another one");
        assert_eq!(vault.open(UserId(3), &sealed).unwrap(), "GEZDGNBVGY3TQOJQ");
        assert_eq!(vault.open(UserId(3), "GEZDGNBVGY3TQOJQ").unwrap(), "GEZDGNBVGY3TQOJQ", "of an earlier release");
        assert!(vault.open(UserId(4), &sealed).is_err(), "another account");
        assert!(Vault::new(&[8; 32]).open(UserId(3), &sealed).is_err(), "another key");
        assert!(Vault::without_key().open(UserId(3), &sealed).is_err());
        for damaged in ["v1:", "v1:AAAA", "v1:?", sealed.get(..sealed.len() - 4).unwrap()] {
            assert!(vault.open(UserId(3), damaged).is_err(), "{damaged}");
        }
    }
}
