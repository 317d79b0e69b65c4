//! Resumption tokens without server-side state (OAI-PMH 2.0 §3.5).
//!
//! A token is the whole state of a list, packed, signed with HMAC-SHA-256 (FIPS 198-1) cut to 128 bits, and written in the URL-safe
//! alphabet of RFC 4648 §5 without padding, so that it survives clients that do not percent-encode. It outlives restarts and serves
//! any process that has the key. It is bound to its verb and to the base URL.

mod codec;
#[cfg(test)]
mod tests;

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::config::Config;
use crate::datestamp::Datestamp;
use crate::provider::{Position, Selection};
use crate::request::Verb;
use crate::syntax::SetSpec;

/// Bytes of the signature that are kept (SP 800-107 §5.1 allows down to 32 bits).
const TAG_BYTES: usize = 16;
/// Separates this use of the key, and this layout, from all others.
const DOMAIN: &[u8] = b"oai-pmh resumption token, layout 1\0";

/// Why a token is not honoured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenError {
    #[error("this is not a resumption token of this repository; begin the list again")]
    Foreign,
    #[error("the resumption token has expired; begin the list again")]
    Expired,
    #[error("the resumption token belongs to another verb")]
    OtherVerb,
}

/// The state of a list after one of its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) expires: Option<Datestamp>,
    /// Entries delivered so far.
    pub(crate) cursor: u64,
    /// Entries of the whole list, when known.
    pub(crate) size: Option<u64>,
    pub(crate) place: Place,
}

/// Where a list goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Sets {
        after: SetSpec,
    },
    Records {
        selection: Selection,
        /// Whether the upper bound was chosen by the server.
        open_ended: bool,
        after: Position,
    },
}

impl Token {
    /// The token as text, for one verb only.
    pub(crate) fn encode(&self, verb: Verb, config: &Config) -> String {
        let mut bytes = codec::pack(self);
        let tag = signature(verb, config, &bytes).finalize().into_bytes();
        bytes.extend(tag.iter().take(TAG_BYTES));
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// Reads a token back, if it is ours, of this verb, and still valid `now`.
    pub(crate) fn decode(text: &str, verb: Verb, config: &Config, now: Datestamp) -> Result<Self, TokenError> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| TokenError::Foreign)?;
        let split = bytes.len().checked_sub(TAG_BYTES).ok_or(TokenError::Foreign)?;
        let (packed, tag) = bytes.split_at_checked(split).ok_or(TokenError::Foreign)?;
        let signed_for = |verb: Verb| signature(verb, config, packed).verify_truncated_left(tag).is_ok();
        if !signed_for(verb) {
            let other = Verb::ALL.into_iter().any(signed_for);
            return Err(if other { TokenError::OtherVerb } else { TokenError::Foreign });
        }
        let token = codec::unpack(packed).ok_or(TokenError::Foreign)?;
        match token.expires {
            Some(expires) if expires < now => Err(TokenError::Expired),
            _ => Ok(token),
        }
    }
}

/// The running signature over everything that a token is bound to.
fn signature(verb: Verb, config: &Config, packed: &[u8]) -> Hmac<Sha256> {
    // A key shorter than the block is padded with zeros (FIPS 198-1 §4).
    let mut block = [0; 64];
    for (slot, byte) in block.iter_mut().zip(config.token_key.bytes()) {
        *slot = *byte;
    }
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(DOMAIN);
    for part in [verb.as_str(), &config.base_url] {
        mac.update(part.as_bytes());
        mac.update(&[0]);
    }
    mac.update(packed);
    mac
}
