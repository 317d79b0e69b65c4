//! The order of glyphs that TrueType fonts of Apple and Microsoft share ("Macintosh ordering of glyphs", OpenType
//! specification, table `post`, format 1).

/// Glyph of the space.
const SPACE: u32 = 3;
/// Glyph of the first character above ASCII.
const UPPER: u32 = 98;
/// Characters of the Macintosh encoding from 0x80 to 0xD8, in which glyphs follow from [`UPPER`] on.
const UPPER_CHARS: &str =
    "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿ";
/// First glyph of the Cyrillic alphabet (А) in fonts with the "Windows Glyph List 4", and its length (А–я).
const CYRILLIC: u32 = 570;
const CYRILLIC_LETTERS: u32 = 64;

/// The character of a glyph.
pub(super) fn char(glyph: u32) -> Option<char> {
    match glyph {
        SPACE..UPPER => char::from_u32(glyph - SPACE + 0x20),
        _ => UPPER_CHARS.chars().nth(usize::try_from(glyph.checked_sub(UPPER)?).ok()?),
    }
}

/// The character of a glyph in Arial, Times New Roman and Courier New, which hold the Windows Glyph List 4.
pub(super) fn windows_char(glyph: u32) -> Option<char> {
    match glyph.checked_sub(CYRILLIC) {
        Some(letter) if letter < CYRILLIC_LETTERS => char::from_u32(0x410 + letter),
        _ => char(glyph),
    }
}

/// The glyph of a character.
pub(super) fn glyph(char: char) -> Option<u32> {
    if char.is_ascii() {
        return u32::from(char).checked_sub(0x20).map(|place| place + SPACE);
    }
    let place = UPPER_CHARS.chars().position(|other| other == char)?;
    u32::try_from(place).ok().map(|place| place + UPPER)
}

/// Whether a font is known by its name to have [`windows_char`]'s order.
pub(super) fn is_windows_font(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    ["arial", "timesnewroman", "couriernew"].iter().any(|family| plain.starts_with(family))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_follow_ascii_and_then_the_macintosh_encoding() {
        assert_eq!([3, 36, 68, 97, 98, 112, 178].map(char), ['\u{20}', 'A', 'a', '~', 'Ä', 'é', '–'].map(Some));
        assert_eq!([0, 2, 900].map(char), [None; 3]);
        assert_eq!(
            ('A'..='z').map(|char| super::char(glyph(char).unwrap())).collect::<Vec<_>>(),
            ('A'..='z').map(Some).collect::<Vec<_>>()
        );
        assert_eq!(['A', 'é', 'Б'].map(glyph), [Some(36), Some(112), None]);
        assert_eq!([36, 570, 633].map(windows_char), ['A', 'А', 'я'].map(Some));
    }

    #[test]
    fn fonts_of_windows_are_known_by_name() {
        assert!(is_windows_font("Arial,Bold") && is_windows_font("Times New Roman"));
        assert!(!is_windows_font("Calibri"));
    }
}
