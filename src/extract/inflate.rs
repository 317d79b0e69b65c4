//! The size that a DEFLATE stream (RFC 1951, in a zlib wrapper, RFC 1950) expands to, without expanding it.
//!
//! Only lengths are followed: no window is kept, so a bomb costs time in proportion to its limit and no memory.

/// Bits of a stream, least significant first.
struct Bits<'a> {
    bytes: std::slice::Iter<'a, u8>,
    held: u64,
    count: u32,
}

/// A canonical Huffman code: how many codes of each length, and the symbols in code order.
struct Code {
    counts: [u16; 16],
    symbols: Vec<u16>,
}

const LENGTH_BASE: [u16; 29] =
    [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_EXTRA: [u8; 29] = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const LENGTHS_ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

impl Bits<'_> {
    fn take(&mut self, wanted: u32) -> Option<u32> {
        while self.count < wanted {
            self.held |= u64::from(*self.bytes.next()?) << self.count;
            self.count += 8;
        }
        let value = self.held & ((1 << wanted) - 1);
        self.held >>= wanted;
        self.count -= wanted;
        u32::try_from(value).ok()
    }

    fn symbol(&mut self, code: &Code) -> Option<u16> {
        let (mut value, mut first, mut index) = (0_u32, 0_u32, 0_u32);
        for count in code.counts.iter().skip(1) {
            value |= self.take(1)?;
            let count = u32::from(*count);
            if value < first + count {
                return code.symbols.get(usize::try_from(index + value - first).ok()?).copied();
            }
            index += count;
            first = (first + count) << 1;
            value <<= 1;
        }
        None
    }
}

impl Code {
    fn new(lengths: &[u8]) -> Self {
        let mut counts = [0_u16; 16];
        let mut symbols: Vec<(u8, u16)> = Vec::new();
        for (symbol, &length) in (0_u16..).zip(lengths) {
            if let (true, Some(count)) = (length > 0, counts.get_mut(usize::from(length))) {
                *count += 1;
                symbols.push((length, symbol));
            }
        }
        symbols.sort_unstable();
        Self { counts, symbols: symbols.into_iter().map(|(_, symbol)| symbol).collect() }
    }

    fn fixed() -> (Self, Self) {
        let lengths: Vec<u8> = [(8, 144), (9, 112), (7, 24), (8, 8)]
            .into_iter()
            .flat_map(|(length, times)| std::iter::repeat_n(length, times))
            .collect();
        (Self::new(&lengths), Self::new(&[5; 30]))
    }

    fn dynamic(bits: &mut Bits<'_>) -> Option<(Self, Self)> {
        let literals = usize::try_from(bits.take(5)?).ok()? + 257;
        let distances = usize::try_from(bits.take(5)?).ok()? + 1;
        let given = usize::try_from(bits.take(4)?).ok()? + 4;
        let mut order = [0_u8; 19];
        for place in LENGTHS_ORDER.iter().take(given) {
            *order.get_mut(*place)? = u8::try_from(bits.take(3)?).ok()?;
        }
        let code = Self::new(&order);
        let mut lengths: Vec<u8> = Vec::new();
        while lengths.len() < literals + distances {
            let (value, times) = match bits.symbol(&code)? {
                16 => (*lengths.last()?, bits.take(2)? + 3),
                17 => (0, bits.take(3)? + 3),
                18 => (0, bits.take(7)? + 11),
                length => (u8::try_from(length).ok()?, 1),
            };
            lengths.extend(std::iter::repeat_n(value, usize::try_from(times).ok()?));
        }
        let (left, right) = lengths.split_at_checked(literals)?;
        Some((Self::new(left), Self::new(right)))
    }
}

/// Size in bytes of the expanded stream, at most `limit_bytes`; damaged streams count up to the damage.
pub(super) fn inflated_size(data: &[u8], limit_bytes: u64) -> u64 {
    let wrapped = data.first().is_some_and(|first| first & 0x0f == 8);
    let body = data.get(if wrapped { 2 } else { 0 }..).unwrap_or_default();
    let mut bits = Bits { bytes: body.iter(), held: 0, count: 0 };
    let mut size = 0;
    while size < limit_bytes && matches!(read_block(&mut bits, &mut size, limit_bytes), Some(false)) {}
    size.min(limit_bytes)
}

/// Follows one block; `true` when it was the last one.
fn read_block(bits: &mut Bits<'_>, size: &mut u64, limit_bytes: u64) -> Option<bool> {
    let last = bits.take(1)? == 1;
    let (literals, distances) = match bits.take(2)? {
        0 => {
            bits.take(bits.count % 8)?;
            let length = bits.take(16)?;
            bits.take(16)?;
            for _ in 0..length {
                bits.take(8)?;
            }
            *size += u64::from(length);
            return Some(last);
        }
        1 => Code::fixed(),
        2 => Code::dynamic(bits)?,
        _ => return None,
    };
    while *size < limit_bytes {
        match bits.symbol(&literals)? {
            256 => return Some(last),
            0..=255 => *size += 1,
            symbol => {
                let place = usize::from(symbol - 257);
                let extra = bits.take(u32::from(*LENGTH_EXTRA.get(place)?))?;
                *size += u64::from(*LENGTH_BASE.get(place)?) + u64::from(extra);
                let distance = u32::from(bits.symbol(&distances)?);
                bits.take((distance / 2).saturating_sub(1))?;
            }
        }
    }
    Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut stream = lopdf::Stream::new(lopdf::Dictionary::new(), data.to_vec());
        stream.compress().unwrap();
        stream.content
    }

    #[test]
    fn the_size_told_is_the_size_expanded() {
        let varied: Vec<u8> =
            (0..20_000_u32).flat_map(|n| (n.wrapping_mul(2_654_435_761) >> 20).to_be_bytes()).collect();
        for data in [vec![b'a'; 100_000], varied] {
            let expected = u64::try_from(data.len()).unwrap();
            assert_eq!(inflated_size(&packed(&data), u64::MAX), expected);
        }
    }

    #[test]
    fn counting_stops_at_the_limit() {
        assert_eq!(inflated_size(&packed(&vec![0; 1 << 20]), 1_000), 1_000);
    }

    #[test]
    fn rubbish_ends() {
        for seed in 0..50_u8 {
            let rubbish: Vec<u8> = (0..200_u8).map(|n| n.wrapping_mul(seed).wrapping_add(seed)).collect();
            assert!(inflated_size(&rubbish, 1 << 20) <= 1 << 20);
        }
    }
}
