//! Bytes of text files from other machines to text: UTF-8, UTF-16 with its mark, Windows-1252.

/// Bytes 80 to 9F of Windows-1252 (WHATWG Encoding Standard, index windows-1252); the rest is as in Latin-1.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// Decodes Windows-1252, which is a superset of ISO 8859-1 in all printable characters. Never fails.
pub(super) fn windows_1252(bytes: &[u8]) -> String {
    let decode = |byte: &u8| {
        let high = byte.checked_sub(0x80).and_then(|offset| HIGH.get(usize::from(offset)));
        high.copied().unwrap_or_else(|| char::from(*byte))
    };
    bytes.iter().map(decode).collect()
}

/// Decodes UTF-16 that begins with a byte order mark; `None` without the mark or with a broken pair.
pub(super) fn utf_16(bytes: &[u8]) -> Option<String> {
    let (unit, rest): (fn([u8; 2]) -> u16, _) = match bytes {
        [0xFE, 0xFF, rest @ ..] => (u16::from_be_bytes, rest),
        [0xFF, 0xFE, rest @ ..] => (u16::from_le_bytes, rest),
        _ => return None,
    };
    let units = rest.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).collect::<Result<_, _>>().ok()
}

/// Bytes without the UTF-8 byte order mark.
pub(super) fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_a_windows_file_become_its_letters() {
        assert_eq!(windows_1252(b"\xC9lo\xEFse \x9Cuvre \x80 \x92"), "Éloïse œuvre € ’");
    }

    #[test]
    fn utf_16_is_read_in_both_orders() {
        assert_eq!(utf_16(b"\xFE\xFF\x00\xE9").as_deref(), Some("é"));
        assert_eq!(utf_16(b"\xFF\xFE\xE9\x00").as_deref(), Some("é"));
        assert_eq!(utf_16(b"\xFF\xFE\x00\xD8"), None);
        assert_eq!(utf_16(b"abc"), None);
    }
}
