//! Sizes of streams packed with LZW or written as text, told without unpacking them.

/// First code of a string in an LZW table; 256 clears it, 257 ends the data (ISO 32000-2 §7.4.4.2).
const FIRST_STRING: usize = 258;
const CLEAR: u32 = 256;
const END: u32 = 257;

/// Size in bytes of unpacked LZW data, at most `limit_bytes`. Codes grow one early or not: the larger size counts.
pub(super) fn lzw_size(data: &[u8], limit_bytes: u64) -> u64 {
    lzw_size_with(data, limit_bytes, 1).max(lzw_size_with(data, limit_bytes, 0))
}

fn lzw_size_with(data: &[u8], limit_bytes: u64, early: usize) -> u64 {
    let mut lengths: Vec<u64> = Vec::new();
    let (mut held, mut count, mut size, mut previous) = (0_u32, 0_u32, 0_u64, None::<u64>);
    for byte in data {
        held = held << 8 | u32::from(*byte);
        count += 8;
        let width = match FIRST_STRING + lengths.len() + early {
            ..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
        if count < width {
            continue;
        }
        count -= width;
        let code = held >> count & ((1 << width) - 1);
        held &= (1 << count) - 1;
        match code {
            CLEAR => {
                lengths.clear();
                previous = None;
                continue;
            }
            END => break,
            _ => {}
        }
        let grown = previous.map_or(1, |length| length + 1);
        let known = usize::try_from(code).ok().and_then(|code| lengths.get(code.checked_sub(FIRST_STRING)?).copied());
        let length = if code < CLEAR { 1 } else { known.unwrap_or(grown) };
        if previous.is_some() && lengths.len() < 4_096 - FIRST_STRING {
            lengths.push(grown);
        }
        previous = Some(length);
        size += length;
        if size >= limit_bytes {
            return limit_bytes;
        }
    }
    size
}

/// The bytes that hexadecimal text stands for (ISO 32000-2 §7.4.2).
pub(super) fn from_hex(text: &[u8]) -> Vec<u8> {
    let digits = text.iter().take_while(|byte| **byte != b'>').filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u8> = digits.filter_map(|digit| u8::try_from(digit).ok()).collect();
    digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect()
}

/// The bytes that base-85 text stands for (ISO 32000-2 §7.4.3).
pub(super) fn from_ascii_85(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 5 * 4);
    let (mut value, mut held) = (0_u32, 0_usize);
    for byte in text.iter().take_while(|byte| **byte != b'~') {
        match byte {
            b'z' if held == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                value = value.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                held += 1;
            }
            _ => {}
        }
        if held == 5 {
            out.extend(value.to_be_bytes());
            (value, held) = (0, 0);
        }
    }
    if held > 1 {
        let rest = (held..5).fold(value, |value, _| value.wrapping_mul(85).wrapping_add(84));
        out.extend(rest.to_be_bytes().into_iter().take(held - 1));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_bytes() {
        assert_eq!(from_hex(b"48 65 6C6c 7>00"), [0x48, 0x65, 0x6c, 0x6c, 0x07]);
        assert_eq!(from_ascii_85(b"87cUR D]i,\"Ebo80z~>"), b"Hello World!\0\0\0\0");
        assert_eq!(from_ascii_85(b"87cURDZ~>"), b"Hello");
    }

    #[test]
    fn sizes_of_lzw_data_are_told() {
        // The example of ISO 32000-2: "-----A---B".
        let example = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        assert_eq!(lzw_size(&example, 1_000), 10);
        assert_eq!(lzw_size(&example, 7), 7);
    }
}
