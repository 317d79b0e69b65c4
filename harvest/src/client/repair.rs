//! Making markup well-formed without changing what it says: references, lone `&` and `<`, characters that XML does not have.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::entities;
use crate::xml::clean_markup;

/// Something that was wrong with an answer and could be put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Repair {
    /// Bytes were not UTF-8; they were read as Windows-1252 or UTF-16.
    Encoding,
    /// Characters that XML does not have were removed.
    Characters,
    /// Undeclared entities were replaced, or a lone `&` or `<` escaped.
    References,
    /// The elements of the protocol were in another namespace, or in none.
    ProtocolNamespace,
    /// Namespaces that the metadata uses were not declared, or its root was in none of its own.
    MetadataNamespace,
    /// A datestamp was not of the protocol's form: fractions, offsets, a missing `Z`.
    Datestamp,
    /// A `setSpec` of a header was not legal and was left out.
    SetSpec,
    /// An `about` container could not be read and was left out.
    About,
}

/// Longest name of an entity.
const NAME_BYTES: usize = 32;

/// Well-formed as far as single characters and references go.
pub(super) fn repair_markup<'a>(text: &'a str, repairs: &mut BTreeSet<Repair>) -> Cow<'a, str> {
    let text = repair_references(text);
    if matches!(text, Cow::Owned(_)) {
        repairs.insert(Repair::References);
    }
    match clean_markup(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(clean) if clean == *text => text,
        Cow::Owned(clean) => {
            repairs.insert(Repair::Characters);
            Cow::Owned(clean)
        }
    }
}

fn repair_references(text: &str) -> Cow<'_, str> {
    let mut repaired = String::new();
    let (mut done, mut at) = (0, 0);
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['&', '<'])) {
        at += found;
        let rest = text.get(at..).unwrap_or_default();
        let (length, replacement) = if rest.starts_with('<') { angle(rest) } else { reference(rest) };
        if let Some(replacement) = replacement {
            repaired.push_str(text.get(done..at).unwrap_or_default());
            repaired.push_str(&replacement);
            done = at + length;
        }
        at += length;
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    repaired.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(repaired)
}

/// Length of what begins with this `<` and has to be left alone, or a replacement for it.
fn angle(rest: &str) -> (usize, Option<Cow<'static, str>>) {
    for (open, close) in [("<![CDATA[", "]]>"), ("<!--", "-->")] {
        if rest.starts_with(open) {
            let end = rest.find(close).map_or(rest.len(), |end| end + close.len());
            return (end, None);
        }
    }
    let markup = rest.chars().nth(1).is_none_or(|next| next.is_alphabetic() || "_/?!:".contains(next));
    (1, (!markup).then_some(Cow::Borrowed("&lt;")))
}

/// Length of the reference that begins with this `&`, and what to put in its place.
fn reference(rest: &str) -> (usize, Option<Cow<'static, str>>) {
    let after = rest.get(1..).unwrap_or_default();
    let length =
        after.bytes().take(NAME_BYTES).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    let name = after.get(..length).unwrap_or_default();
    let ended = !name.is_empty() && after.get(length..).is_some_and(|tail| tail.starts_with(';'));
    let whole = length + 2;
    match name {
        "amp" | "lt" | "gt" | "apos" | "quot" if ended => (whole, None),
        _ if ended && is_numeric(name) => (whole, None),
        _ if ended => match entities::character(name) {
            Some(character) => (whole, Some(Cow::Owned(character.to_string()))),
            None => (1, Some(Cow::Borrowed("&amp;"))),
        },
        _ => (1, Some(Cow::Borrowed("&amp;"))),
    }
}

fn is_numeric(name: &str) -> bool {
    let Some(number) = name.strip_prefix('#') else { return false };
    match number.strip_prefix('x') {
        Some(digits) => !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn repaired(text: &str) -> String {
        repair_markup(text, &mut BTreeSet::new()).into_owned()
    }

    #[test]
    fn sound_markup_is_left_alone() {
        let sound = "<a b='&lt;&#233;'>é &amp; &#x1F600;<![CDATA[ & < &nbsp; ]]><!-- & < --></a>";
        let mut repairs = BTreeSet::new();
        assert_eq!(repair_markup(sound, &mut repairs), sound);
        assert!(repairs.is_empty());
    }

    #[test]
    fn undeclared_entities_become_characters_and_unknown_ones_text() {
        assert_eq!(repaired("<a>l&eacute;gende&nbsp;&foo;</a>"), "<a>légende\u{a0}&amp;foo;</a>");
    }

    #[test]
    fn lone_signs_are_escaped() {
        assert_eq!(
            repaired("<a b='R&D'>Q&A; p < 0,05 &# &#; &</a>"),
            "<a b='R&amp;D'>Q&amp;A; p &lt; 0,05 &amp;# &amp;#; &amp;</a>"
        );
    }

    #[test]
    fn characters_outside_xml_are_removed() {
        let mut repairs = BTreeSet::new();
        assert_eq!(repair_markup("<a>b\u{1}\u{b}c&#2;\u{ffff}</a>", &mut repairs), "<a>bc</a>");
        assert_eq!(repairs, BTreeSet::from([Repair::Characters]));
    }

    proptest! {
        #[test]
        fn repairing_twice_changes_nothing_more(text in "[<>&;#a-c \\[\\]!'\"é\u{1}-]{0,40}") {
            let once = repair_references(&text).into_owned();
            prop_assert_eq!(repair_references(&once), once.as_str());
        }
    }
}
