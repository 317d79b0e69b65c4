//! Characters: what XML 1.0 (§2.2) lets through, and how text and attribute values are escaped.

use std::borrow::Cow;

/// Whether XML 1.0 allows the character (production 2, `Char`).
pub(crate) fn is_xml_character(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        other => other >= ' ',
    }
}

/// Escapes for element content and attribute values alike, once, and drops characters that XML does not have.
///
/// Tab and line ends become numeric references, so that attribute normalisation (XML 1.0 §3.3.3) keeps them.
pub(crate) fn escape_into(out: &mut String, text: &str, attribute: bool) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\t' if attribute => out.push_str("&#9;"),
            '\n' if attribute => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            other if is_xml_character(other) => out.push(other),
            _ => {}
        }
    }
}

/// Removes from markup every character, and every numeric reference to a character, that XML 1.0 does not have.
pub(crate) fn clean_markup(xml: &str) -> Cow<'_, str> {
    let suspicious = xml.contains("&#") || !xml.chars().all(is_xml_character);
    if !suspicious {
        return Cow::Borrowed(xml);
    }
    let mut clean = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(character) = rest.chars().next() {
        let reference = illegal_reference(rest);
        if reference.is_none() && is_xml_character(character) {
            clean.push(character);
        }
        let length = reference.unwrap_or(character.len_utf8());
        rest = rest.get(length..).unwrap_or_default();
    }
    Cow::Owned(clean)
}

/// The length of the numeric reference that `text` starts with, when it names no XML character.
fn illegal_reference(text: &str) -> Option<usize> {
    let (number, _) = text.strip_prefix("&#")?.split_once(';')?;
    let legal = referenced_character(number).is_some_and(is_xml_character);
    (is_number(number) && !legal).then_some(number.len() + 3)
}

/// The character that a numeric reference names, given what stands between `&#` and `;`.
pub(crate) fn referenced_character(number: &str) -> Option<char> {
    let code = match number.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok().filter(|_| is_number(number))?)
}

/// Whether the text is decimal digits, or hexadecimal ones after an `x`.
fn is_number(number: &str) -> bool {
    let (digits, legal): (&str, fn(&u8) -> bool) = match number.strip_prefix('x') {
        Some(digits) => (digits, u8::is_ascii_hexdigit),
        None => (number, u8::is_ascii_digit),
    };
    !digits.is_empty() && digits.as_bytes().iter().all(legal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn escaped(text: &str, attribute: bool) -> String {
        let mut out = String::new();
        escape_into(&mut out, text, attribute);
        out
    }

    #[test]
    fn x8_only_xml_characters_come_out_and_astral_letters_survive() {
        let text = "a\u{0}\u{1}\u{8}\u{b}\u{1f}\u{fffe}\u{ffff}b\u{d7ff}\u{e000}\u{fffd}\u{10000}𝔸😀\t\n";
        assert_eq!(escaped(text, false), "ab\u{d7ff}\u{e000}\u{fffd}\u{10000}𝔸😀\t\n");
        assert_eq!(clean_markup(text), "ab\u{d7ff}\u{e000}\u{fffd}\u{10000}𝔸😀\t\n");
    }

    #[test]
    fn x9_markup_is_escaped_once() {
        assert_eq!(escaped("bad\"<id>&'", true), "bad&quot;&lt;id&gt;&amp;'");
        assert_eq!(escaped("a\tb\nc\r]]>", true), "a&#9;b&#10;c&#13;]]&gt;");
    }

    #[test]
    fn x8_numeric_references_to_illegal_characters_are_removed() {
        assert_eq!(
            clean_markup("<a b='&#0;&#x1F;&#xFFFE;'>&#xD800;&#99999999999;&#233;&#x1F600;</a>"),
            "<a b=''>&#233;&#x1F600;</a>"
        );
        assert_eq!(clean_markup("&#;&#x;&#zz; &amp;"), "&#;&#x;&#zz; &amp;");
    }

    #[test]
    fn clean_markup_is_left_alone() {
        assert!(matches!(clean_markup("<a>é😀</a>"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn x8_no_text_brings_an_illegal_character_out(text in any::<String>(), attribute in any::<bool>()) {
            let out = escaped(&text, attribute);
            prop_assert!(out.chars().all(is_xml_character));
            prop_assert!(!out.contains(['<', '>']));
        }

        #[test]
        fn x8_cleaning_twice_changes_nothing_more_than_characters(text in any::<String>()) {
            prop_assert!(clean_markup(&text).chars().all(is_xml_character));
        }
    }
}
