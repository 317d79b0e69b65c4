//! What a font says a code means, cleaned: ligatures expanded, private and control characters set apart.

/// The character that stands for text nobody can recover.
pub(in crate::extract) const UNKNOWN: char = '\u{fffd}';

/// Characters of a code as its font maps it; empty when the code shows nothing.
pub(super) fn clean(mapped: &str) -> Vec<char> {
    let mut out = Vec::with_capacity(1);
    for char in mapped.chars() {
        match char {
            'ﬀ' => out.extend("ff".chars()),
            'ﬁ' => out.extend("fi".chars()),
            'ﬂ' => out.extend("fl".chars()),
            'ﬃ' => out.extend("ffi".chars()),
            'ﬄ' => out.extend("ffl".chars()),
            'ﬅ' | 'ﬆ' => out.extend("st".chars()),
            'Ĳ' => out.extend("IJ".chars()),
            'ĳ' => out.extend("ij".chars()),
            '\u{f0b7}' | '\u{f0a7}' | '\u{f06c}' => out.push('•'),
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => out.push(adobe_private(char).unwrap_or(UNKNOWN)),
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => {}
            '\t' | '\n' | '\r' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
                out.push(' ');
            }
            control if control.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// Pieces of large brackets from U+F8EB to U+F8FE, which Unicode has had since version 3.2.
const PIECES: [char; 20] =
    ['⎛', '⎜', '⎝', '⎡', '⎢', '⎣', '⎧', '⎨', '⎩', '⎪', '⎮', '⎞', '⎟', '⎠', '⎤', '⎥', '⎦', '⎫', '⎬', '⎭'];

/// The character that one for private use stands for in the Adobe Glyph List ("corporate use subarea"): oldstyle
/// figures, small capitals, signs and pieces of brackets.
fn adobe_private(char: char) -> Option<char> {
    let code = u32::from(char);
    match code {
        0xf730..=0xf739 | 0xf761..=0xf77a | 0xf7e0..=0xf7f6 | 0xf7f8..=0xf7fe => char::from_u32(code - 0xf700),
        0xf6d9 | 0xf8e9 => Some('©'),
        0xf6da | 0xf8e8 => Some('®'),
        0xf6db | 0xf8ea => Some('™'),
        0xf8e6 => Some('⏐'),
        0xf8e7 => Some('⎯'),
        0xf8eb..=0xf8fe => PIECES.get(usize::try_from(code - 0xf8eb).ok()?).copied(),
        _ => None,
    }
}

/// The characters of Windows code page 1252 from 0x80 to 0x9F; U+FFFD where it has none (ISO 32000-2 annex D).
const WINDOWS: [char; 32] = [
    '€', UNKNOWN, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', UNKNOWN, 'Ž', UNKNOWN, UNKNOWN, '‘', '’', '“',
    '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', UNKNOWN, 'ž', 'Ÿ',
];

/// The character of a code above ASCII in `WinAnsiEncoding`.
pub(super) fn win_ansi(code: u32) -> Option<char> {
    match code {
        0x80..=0x9f => WINDOWS.get(usize::try_from(code - 0x80).ok()?).copied().filter(|char| *char != UNKNOWN),
        0xa0..=0xff => char::from_u32(code),
        _ => None,
    }
}

/// The characters of `MacRomanEncoding` from 0x80 on; U+FFFD where it has none or readers differ (ISO 32000-2 annex D).
const MACINTOSH: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨\u{fffd}ÆØ\u{fffd}±\u{fffd}\u{fffd}¥µ\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}ªº\u{fffd}æø¿¡¬\u{fffd}ƒ\u{fffd}\u{fffd}«»…\u{a0}ÀÃÕŒœ–—“”‘’÷\u{fffd}ÿŸ⁄\u{fffd}‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{fffd}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// The character of a code above ASCII in `MacRomanEncoding`.
pub(super) fn mac_roman(code: u32) -> Option<char> {
    let place = usize::try_from(code.checked_sub(0x80)?).ok()?;
    MACINTOSH.chars().nth(place).filter(|char| *char != UNKNOWN)
}

/// The first character of the scripts that run from right to left.
pub(in crate::extract) const FIRST_RTL: char = '\u{590}';

/// Whether a character belongs to a script that runs from right to left; figures do not.
pub(in crate::extract) fn is_rtl(char: char) -> bool {
    match char {
        ..FIRST_RTL | '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => false,
        FIRST_RTL..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => true,
        _ => matches!(char, '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'),
    }
}

/// Characters in the order in which they are seen from left to right: those of right-to-left scripts turn round.
pub(super) fn as_seen(mut chars: Vec<char>) -> Vec<char> {
    let mut rest = chars.as_mut_slice();
    while let Some(start) = rest.iter().position(|char| is_rtl(*char)) {
        let (_, run) = rest.split_at_mut(start);
        let stop = run.iter().position(|char| char.is_alphanumeric() && !is_rtl(*char)).unwrap_or(run.len());
        let end = run.iter().take(stop).rposition(|char| is_rtl(*char)).map_or(1, |last| last + 1);
        let (run, after) = run.split_at_mut(end);
        run.reverse();
        rest = after;
    }
    chars
}

/// The combining mark for an accent that old TeX fonts print as a glyph of its own.
pub(in crate::extract) fn combining(accent: char) -> Option<char> {
    if accent.is_ascii_alphanumeric() {
        return None;
    }
    Some(match accent {
        '´' | 'ˊ' => '\u{301}',
        '`' | 'ˋ' => '\u{300}',
        'ˆ' | '^' => '\u{302}',
        '¨' => '\u{308}',
        '˜' | '~' => '\u{303}',
        '¸' => '\u{327}',
        'ˇ' => '\u{30c}',
        '˘' => '\u{306}',
        '¯' | 'ˉ' => '\u{304}',
        '˙' => '\u{307}',
        '˚' => '\u{30a}',
        '˝' => '\u{30b}',
        '˛' => '\u{328}',
        mark @ '\u{300}'..='\u{36f}' => mark,
        _ => return None,
    })
}

/// A letter and a combining mark as one character, when Unicode has it.
pub(in crate::extract) fn compose(base: char, mark: char) -> Option<char> {
    let base = match base {
        'ı' => 'i',
        'ȷ' => 'j',
        other => other,
    };
    match (base, mark) {
        // Computer Modern sets the stroke of the Polish letter as a glyph of its own.
        ('l', '\u{335}'..='\u{338}') => Some('ł'),
        ('L', '\u{335}'..='\u{338}') => Some('Ł'),
        _ => unicode_normalization::char::compose(base, mark),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_become_letters_and_private_characters_unknown() {
        assert_eq!(clean("ﬃ"), ['f', 'f', 'i']);
        assert_eq!(clean("\u{e123}"), [UNKNOWN]);
        assert_eq!(clean("\u{f8eb}\u{f8fe}\u{f761}\u{f7e9}\u{f731}"), ['⎛', '⎭', 'a', 'é', '1']);
        assert!(clean("\u{1}\u{200b}").is_empty());
    }

    #[test]
    fn right_to_left_runs_turn_round() {
        assert_eq!(String::from_iter(as_seen("לא".chars().collect())), "אל");
        assert_eq!(String::from_iter(as_seen("ab לא, גד cd".chars().collect())), "ab דג ,אל cd");
    }

    #[test]
    fn codes_above_ascii_are_windows_characters() {
        assert_eq!([0xe9, 0x92, 0x9c].map(win_ansi), [Some('é'), Some('’'), Some('œ')]);
        assert_eq!([0x41, 0x81].map(win_ansi), [None, None]);
    }

    #[test]
    fn codes_above_ascii_are_characters_of_the_macintosh() {
        assert_eq!([0x8e, 0xd5, 0xcf, 0xff].map(mac_roman), [Some('é'), Some('’'), Some('œ'), Some('ˇ')]);
        assert_eq!([0x41, 0xf0, 0x100].map(mac_roman), [None, None, None]);
    }

    #[test]
    fn an_accent_and_a_letter_are_one_character() {
        assert_eq!(combining('´').and_then(|mark| compose('e', mark)), Some('é'));
        assert_eq!(combining('ˆ').and_then(|mark| compose('ı', mark)), Some('î'));
        assert_eq!(combining('¸').and_then(|mark| compose('c', mark)), Some('ç'));
        assert_eq!(compose('l', '\u{337}'), Some('ł'));
        assert_eq!(combining('x'), None);
    }
}
