//! How large a stream gets when decoded, told before it is decoded: the guard against decompression bombs.

use std::borrow::Cow;

use hayro_syntax::Filter;
use hayro_syntax::object::Stream;
use hayro_syntax::object::dict::keys::{DECODE_PARMS, DP, F};

use super::unpack::{from_ascii_85, from_hex, lzw_size};
use crate::extract::inflate::{Inflated, inflate, inflated_size};

/// The most that a byte can become: DEFLATE (RFC 1951) copies 258 bytes with two bits.
const FLATE_RATIO: u64 = 1_032;
/// LZW: a twelve-bit code stands for at most 4,096 bytes.
const LZW_RATIO: u64 = 2_731;
/// Run length: two bytes stand for at most 128.
const RUN_RATIO: u64 = 64;

/// The most bytes that a stream which may reach the limit is decoded to before it is measured.
const MOST_UNMEASURED: u64 = 8 << 20;

/// Decodes a stream that is not an image, when it surely stays within `limit_bytes`.
pub(super) fn decode<'a>(stream: &Stream<'a>, limit_bytes: u64) -> Result<Cow<'a, [u8]>, TooLarge> {
    let raw = stream.raw_data();
    let filters = stream.filters();
    let plain = [F, DP, DECODE_PARMS].into_iter().all(|key| !stream.dict().contains_key(key));
    if plain && matches!(filters.as_slice(), [Filter::FlateDecode]) {
        // What may reach the limit is measured once it proves large, so that a bomb takes little memory.
        let most = if worst(&raw, &filters) <= limit_bytes { limit_bytes } else { limit_bytes.min(MOST_UNMEASURED) };
        match inflate(&raw, usize::try_from(most).unwrap_or(usize::MAX)) {
            Inflated::Whole(data) => return Ok(Cow::Owned(data)),
            Inflated::TooLarge if most == limit_bytes => return Err(TooLarge),
            Inflated::TooLarge | Inflated::Damaged(_) => {}
        }
    }
    if is_bounded(stream, limit_bytes) { Ok(stream.decoded_data().unwrap_or_default()) } else { Err(TooLarge) }
}

/// The most bytes that a stream may decode to.
fn worst(raw: &[u8], filters: &[Filter]) -> u64 {
    filters.iter().fold(u64::try_from(raw.len()).unwrap_or(u64::MAX), |size, filter| {
        size.saturating_mul(match filter {
            Filter::FlateDecode => FLATE_RATIO,
            Filter::LzwDecode => LZW_RATIO,
            Filter::RunLengthDecode => RUN_RATIO,
            _ => 1,
        })
    })
}

/// Whether a stream surely decodes to at most `limit_bytes`.
pub(super) fn is_bounded(stream: &Stream<'_>, limit_bytes: u64) -> bool {
    let raw = stream.raw_data();
    let filters = stream.filters();
    worst(&raw, &filters) <= limit_bytes
        || match filters.as_slice() {
            [Filter::FlateDecode] => inflated_size(&raw, limit_bytes) < limit_bytes,
            [Filter::LzwDecode] => lzw_size(&raw, limit_bytes) < limit_bytes,
            [text @ (Filter::Ascii85Decode | Filter::AsciiHexDecode), packed] => {
                let raw = if matches!(text, Filter::Ascii85Decode) { from_ascii_85(&raw) } else { from_hex(&raw) };
                match packed {
                    Filter::FlateDecode => inflated_size(&raw, limit_bytes) < limit_bytes,
                    Filter::LzwDecode => lzw_size(&raw, limit_bytes) < limit_bytes,
                    _ => false,
                }
            }
            _ => false,
        }
}

/// The stream might decode to more than allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLarge;
