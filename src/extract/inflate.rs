//! Expanding DEFLATE streams (RFC 1951, in a zlib wrapper, RFC 1950) within a limit.

use flate2::{Decompress, FlushDecompress, Status};

/// Bytes expanded at a time where only their number counts.
const STEP: usize = 32 << 10;
/// Bytes that one packed byte becomes in most streams.
const USUAL_RATIO: usize = 5;

/// What became of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Inflated {
    /// All of it.
    Whole(Vec<u8>),
    /// It reaches the limit.
    TooLarge,
    /// It is damaged; what comes before the damage.
    Damaged(Vec<u8>),
}

/// Expands a stream in a zlib wrapper.
pub(super) fn inflate(data: &[u8], limit_bytes: usize) -> Inflated {
    let mut inflater = Decompress::new(true);
    let mut out = Vec::with_capacity(data.len().saturating_mul(USUAL_RATIO).clamp(256, limit_bytes.max(256)));
    loop {
        let rest = rest_of(data, &inflater);
        match inflater.decompress_vec(rest, &mut out, FlushDecompress::None) {
            Ok(_) if out.len() >= limit_bytes => return Inflated::TooLarge,
            Ok(Status::StreamEnd) => return Inflated::Whole(out),
            Ok(_) if out.len() < out.capacity() => return Inflated::Damaged(out),
            Ok(_) => out.reserve(out.capacity()),
            Err(_) => return Inflated::Damaged(out),
        }
    }
}

/// The first bytes of a stream, at most `most`; fewer when it is short or damaged.
pub(super) fn inflated_start(data: &[u8], most: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(most);
    let mut inflater = Decompress::new(true);
    let _what_came_before_the_damage_stays = inflater.decompress_vec(data, &mut out, FlushDecompress::None);
    out
}

/// Size in bytes of the expanded stream, at most `limit_bytes`; damaged streams count up to the damage.
pub(super) fn inflated_size(data: &[u8], limit_bytes: u64) -> u64 {
    let wrapped = data.first().is_some_and(|first| first & 0x0f == 8);
    let body = data.get(if wrapped { 2 } else { 0 }..).unwrap_or_default();
    let mut inflater = Decompress::new(false);
    let mut out = Vec::with_capacity(STEP);
    while inflater.total_out() < limit_bytes {
        out.clear();
        let before = inflater.total_out();
        let status = inflater.decompress_vec(rest_of(body, &inflater), &mut out, FlushDecompress::None);
        if !matches!(status, Ok(Status::Ok)) || inflater.total_out() == before {
            break;
        }
    }
    inflater.total_out().min(limit_bytes)
}

/// What an inflater has not read yet.
fn rest_of<'d>(data: &'d [u8], inflater: &Decompress) -> &'d [u8] {
    usize::try_from(inflater.total_in()).ok().and_then(|read| data.get(read..)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut stream = lopdf::Stream::new(lopdf::Dictionary::new(), data.to_vec());
        stream.compress().unwrap();
        stream.content
    }

    fn varied() -> Vec<u8> {
        (0..20_000_u32).flat_map(|n| (n.wrapping_mul(2_654_435_761) >> 20).to_be_bytes()).collect()
    }

    #[test]
    fn the_size_told_is_the_size_expanded() {
        for data in [vec![b'a'; 100_000], varied()] {
            let expected = u64::try_from(data.len()).unwrap();
            assert_eq!(inflated_size(&packed(&data), u64::MAX), expected);
            assert_eq!(inflate(&packed(&data), usize::MAX), Inflated::Whole(data));
        }
    }

    #[test]
    fn the_limit_holds() {
        let bomb = packed(&vec![0; 1 << 20]);
        assert_eq!(inflated_size(&bomb, 1_000), 1_000);
        assert_eq!(inflate(&bomb, 1_000), Inflated::TooLarge);
        assert_eq!(inflated_start(&bomb, 1_000).len(), 1_000);
    }

    #[test]
    fn damaged_streams_give_what_comes_before_the_damage() {
        let (data, mut cut) = (varied(), packed(&varied()));
        cut.truncate(cut.len() / 2);
        let Inflated::Damaged(part) = inflate(&cut, usize::MAX) else { panic!("it is cut") };
        assert!(part.len() > 1_000 && data.starts_with(&part));
        assert!(inflated_size(&cut, u64::MAX) > 1_000);
    }

    #[test]
    fn rubbish_ends() {
        for seed in 0..50_u8 {
            let rubbish: Vec<u8> = (0..200_u8).map(|n| n.wrapping_mul(seed).wrapping_add(seed)).collect();
            assert!(inflated_size(&rubbish, 1 << 20) <= 1 << 20);
            assert!(matches!(inflate(&rubbish, 1 << 20), Inflated::Damaged(_) | Inflated::Whole(_)));
        }
    }
}
