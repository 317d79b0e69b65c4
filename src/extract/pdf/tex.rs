//! Bitmap fonts of TeX, which name their glyphs by number: the codes of the encodings OT1 and T1.

use std::collections::HashMap;

use hayro_syntax::object::dict::keys::{DIFFERENCES, ENCODING};
use hayro_syntax::object::{Array, Dict, Object};

/// Characters of the TeX encoding OT1 from 0x0B to 0x1F (`TeXbook`, appendix F).
const OT1_LOW: [char; 21] =
    ['ﬀ', 'ﬁ', 'ﬂ', 'ﬃ', 'ﬄ', 'ı', 'ȷ', '`', '´', 'ˇ', '˘', '¯', '˚', '¸', 'ß', 'æ', 'œ', 'ø', 'Æ', 'Œ', 'Ø'];

/// The character of a code in the TeX encoding OT1 of text fonts.
pub(super) fn ot1(code: u8) -> Option<char> {
    Some(match code {
        0x0b..=0x1f => return OT1_LOW.get(usize::from(code - 0x0b)).copied(),
        0x22 => '”',
        0x27 => '’',
        0x3c => '¡',
        0x3e => '¿',
        0x5c => '“',
        0x5e => 'ˆ',
        0x5f => '˙',
        0x60 => '‘',
        0x7b => '–',
        0x7c => '—',
        0x7d => '˝',
        0x7e => '˜',
        0x7f => '¨',
        0x21..=0x7a => char::from(code),
        _ => return None,
    })
}

/// The character of a code in TeX's typewriter fonts, which have the signs of ASCII where OT1 has others.
pub(super) fn typewriter(code: u8) -> Option<char> {
    Some(match code {
        0x0b => '↑',
        0x0c => '↓',
        0x0d => '\'',
        0x0e => '¡',
        0x0f => '¿',
        0x20 => '␣',
        0x22 | 0x3c | 0x3e | 0x5c | 0x5e | 0x5f | 0x7b..=0x7e => char::from(code),
        _ => return ot1(code),
    })
}

/// Characters of the TeX encoding T1 below 0x20 ("Cork encoding", `TUGboat` 11, 1990).
const T1_LOW: [char; 32] = [
    '`', '´', 'ˆ', '˜', '¨', '˝', '˚', 'ˇ', '˘', '¯', '˙', '¸', '˛', '‚', '‹', '›', '“', '”', '„', '«', '»', '–', '—',
    '\u{200b}', '₀', 'ı', 'ȷ', 'ﬀ', 'ﬁ', 'ﬂ', 'ﬃ', 'ﬄ',
];

/// The character of a code in the TeX encoding T1.
pub(super) fn t1(code: u8) -> Option<char> {
    Some(match code {
        0x00..=0x1f => return T1_LOW.get(usize::from(code)).copied(),
        0x27 => '’',
        0x60 => '‘',
        0x7f => '-',
        0xd7 => 'Œ',
        0xdf => 'ẞ',
        0xf7 => 'œ',
        0xff => 'ß',
        0x21..=0x7e | 0xc0..=0xfe => char::from(code),
        _ => return None,
    })
}

/// The code that a glyph's name gives: a number behind letters (`a65`), one byte (`A`), or one in hexadecimal (`#13`).
fn code_of_name(name: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(name).ok();
    match name {
        [byte] => Some(*byte),
        [b'#', ..] => u8::from_str_radix(text?.get(1..)?, 16).ok(),
        _ => text?.trim_start_matches(|first: char| first.is_ascii_alphabetic()).parse().ok(),
    }
}

/// The characters of a bitmap font by code. Fonts with glyphs above ASCII, or with ligatures where T1 has them and
/// none where OT1 has them, are in T1; typewriter fonts (`is_mono`) have an encoding of their own.
pub(super) fn numbered_glyphs(dict: &Dict<'_>, is_mono: bool) -> HashMap<u32, char> {
    let differences = dict.get::<Dict<'_>>(ENCODING).and_then(|encoding| encoding.get::<Array<'_>>(DIFFERENCES));
    let mut code = 0_u32;
    let mut named: Vec<(u32, u8)> = Vec::new();
    for entry in differences.iter().flat_map(Array::iter::<Object<'_>>) {
        match entry {
            Object::Number(number) => code = u32::try_from(number.as_i64()).unwrap_or_default(),
            Object::Name(name) => {
                named.extend(code_of_name(name.as_ref()).map(|number| (code, number)));
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    let has = |from: u8, to: u8| named.iter().any(|(_, number)| (from..=to).contains(number));
    let is_t1 = has(0x80, 0xff) || has(0x1b, 0x1f) && !has(0x0b, 0x0f);
    let encoding = match (is_t1, is_mono) {
        (true, _) => t1,
        (false, true) => typewriter,
        (false, false) => ot1,
    };
    named.into_iter().filter_map(|(code, number)| Some((code, encoding(number)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_tex_fonts_are_read() {
        assert_eq!([0x41, 0x13, 0x27, 0x7b].map(ot1), [Some('A'), Some('´'), Some('’'), Some('–')]);
        assert_eq!([0x00, 0x20, 0x80].map(ot1), [None, None, None]);
        assert_eq!([0x5f, 0x7b, 0x27, 0x13].map(typewriter), [Some('_'), Some('{'), Some('’'), Some('´')]);
        assert_eq!([0x13, 0x1c, 0xe9, 0xf7].map(t1), [Some('«'), Some('ﬁ'), Some('é'), Some('œ')]);
    }

    #[test]
    fn names_of_glyphs_give_their_codes() {
        assert_eq!([&b"a233"[..], b"A", b"#13"].map(code_of_name), [Some(233), Some(b'A'), Some(0x13)]);
        assert_eq!([&b"eacute"[..], b"a300", b""].map(code_of_name), [None, None, None]);
    }
}
