//! From bytes to text: UTF-8, as the protocol demands, and what servers send instead.

/// Windows-1252 from 0x80 to 0x9F (WHATWG Encoding Standard, index windows-1252); elsewhere it is ISO 8859-1.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text, and whether the bytes were something else than UTF-8.
///
/// Declarations of encodings are not believed: bytes that are valid UTF-8 are UTF-8, single bytes that are not are read as
/// Windows-1252, even in the middle of UTF-8, and UTF-16 is known by its byte order mark.
pub(super) fn decode(bytes: Vec<u8>) -> (String, bool) {
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => (utf16(rest, u16::from_le_bytes), true),
        [0xFE, 0xFF, rest @ ..] => (utf16(rest, u16::from_be_bytes), true),
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            let (text, recoded) = utf8(rest.to_vec());
            (text, recoded)
        }
        _ => utf8(bytes),
    }
}

fn utf8(bytes: Vec<u8>) -> (String, bool) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, false),
        Err(error) => (mixed(error.as_bytes()), true),
    }
}

fn mixed(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| windows_1252(*byte)));
    }
    text
}

fn windows_1252(byte: u8) -> char {
    let index = usize::from(byte.wrapping_sub(0x80));
    WINDOWS_1252.get(index).copied().unwrap_or(char::from(byte))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_utf_8_is_taken_as_it_is_and_loses_its_mark() {
        assert_eq!(decode("étude 😀".into()), ("étude 😀".to_owned(), false));
        assert_eq!(decode(b"\xEF\xBB\xBF<a/>".to_vec()), ("<a/>".to_owned(), false));
    }

    #[test]
    fn windows_1252_is_read_even_between_utf_8() {
        let (text, recoded) = decode(b"\xE9tude \xC3\xA9 l\x92\xE9t\xE9 \x9Cuvre".to_vec());
        assert_eq!((text.as_str(), recoded), ("étude é l’été œuvre", true));
    }

    #[test]
    fn utf_16_is_known_by_its_mark() {
        assert_eq!(decode(b"\xFF\xFE<\0\xE9\0".to_vec()).0, "<é");
        assert_eq!(decode(b"\xFE\xFF\0<\0\xE9".to_vec()).0, "<é");
    }
}
