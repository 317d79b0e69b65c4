//! Text strings of PDF (ISO 32000-2 §7.9.2.2): UTF-16, UTF-8 or `PDFDocEncoding`.

/// Characters of `PDFDocEncoding` that differ from Latin-1 (ISO 32000-2 table D.2), from 0x80.
const UPPER: [char; 33] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ',
    'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
];

/// Decodes a text string.
pub(super) fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) if !text.is_ascii() => text.to_owned(),
            _ => bytes.iter().map(|&byte| document_char(byte)).collect(),
        },
    }
}

fn utf16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|pair| read(*pair))).map(|unit| unit.unwrap_or('\u{fffd}')).collect()
}

fn document_char(byte: u8) -> char {
    byte.checked_sub(0x80).and_then(|place| UPPER.get(usize::from(place)).copied()).unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_encodings_are_told_apart() {
        assert_eq!(decode(b"\xfe\xff\x00\xe9\x00t"), "ét");
        assert_eq!(decode("\u{feff}été".as_bytes()), "été");
        assert_eq!(decode(b"\xe9t\xe9 \x85 fin"), "été – fin");
        assert_eq!(decode("déjà".as_bytes()), "déjà");
    }
}
