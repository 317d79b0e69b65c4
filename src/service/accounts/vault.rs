//! Secrets that the site must read again, such as those of second factors, are kept sealed: whoever gets the database alone, or a
//! backup of it, cannot use them. The key lies in a file beside it.

use data_encoding::BASE64URL_NOPAD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;

use super::Client;
use crate::domain::Sha256;
use crate::domain::ids::UserId;
use crate::service::{Error, Repository, Result};
use crate::store::Store;

/// What every sealed secret begins with; a plain one, in base 32, never does.
const SEALED: &str = "v1:";

/// What the key of marks is made for, so that it is another one than the key that seals.
const MARKS: &[u8] = b"parvis marks of networks";

/// Seals secrets with a key of the site (ChaCha20-Poly1305, RFC 8439), each bound to the account that it belongs to, and marks
/// what is to be recognised and never read (HMAC, RFC 2104).
#[derive(Default)]
pub struct Vault {
    seal: Option<LessSafeKey>,
    marks: Option<hmac::Key>,
}

impl Vault {
    /// A vault with a key.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        let seal = UnboundKey::new(&CHACHA20_POLY1305, key).ok().map(LessSafeKey::new);
        let own = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), MARKS);
        Self { seal, marks: Some(hmac::Key::new(hmac::HMAC_SHA256, own.as_ref())) }
    }

    /// A vault whose key is missing: it seals and opens nothing.
    #[must_use]
    pub fn without_key() -> Self {
        Self::default()
    }

    fn key(&self) -> Result<&LessSafeKey> {
        self.seal
            .as_ref()
            .ok_or_else(|| Error::internal("the key of the site's secrets is missing", "see `parvis doctor`"))
    }

    /// The mark of something: the same for the same, and nothing that trying all values without the key would lead back from.
    /// Where the key is missing, another key of the site makes it.
    pub(super) fn mark(&self, text: &str, otherwise: &[u8; 32]) -> Result<Sha256> {
        let spare = || hmac::Key::new(hmac::HMAC_SHA256, otherwise);
        let tag = match &self.marks {
            Some(key) => hmac::sign(key, text.as_bytes()),
            None => hmac::sign(&spare(), text.as_bytes()),
        };
        let hex = data_encoding::HEXLOWER.encode(tag.as_ref());
        Sha256::try_from(hex).map_err(|error| Error::internal("a mark cannot be made", error))
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
        f.write_str(if self.seal.is_some() { "Vault(…)" } else { "Vault(without key)" })
    }
}

fn bound(user: UserId) -> Aad<String> {
    Aad::from(format!("totp:{user}"))
}

impl Repository {
    /// The mark of the network that somebody comes from. Without a key, all networks there are would be tried within the hour.
    pub(in crate::service) fn network_mark(&self, client: &Client) -> Result<Sha256> {
        let network = client.network().map(|network| network.to_string()).unwrap_or_default();
        self.parts.vault.mark(&network, &self.parts.site.token_key)
    }

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
    fn a_network_is_recognised_by_the_site_alone() {
        let (one, other, without) = (Vault::new(&[7; 32]), Vault::new(&[8; 32]), Vault::without_key());
        let mark = |vault: &Vault, text: &str| vault.mark(text, &[9; 32]).unwrap();
        assert_eq!(mark(&one, "192.0.2.0"), mark(&Vault::new(&[7; 32]), "192.0.2.0"));
        assert_ne!(mark(&one, "192.0.2.0"), mark(&one, "192.0.3.0"));
        for vault in [&one, &other, &without] {
            assert_ne!(mark(vault, "192.0.2.0"), Sha256::of(b"192.0.2.0"), "a digest that anybody can make");
        }
        assert_ne!(mark(&one, "192.0.2.0"), mark(&other, "192.0.2.0"));
    }

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
