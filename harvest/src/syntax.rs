//! Small grammars shared by requests and models: setSpec, metadataPrefix, identifiers (OAI-PMH 2.0 §3.7.2 and schema types
//! `setSpecType`, `metadataPrefixType`, `identifierType`; oai-identifier guideline §2).

use std::fmt;

/// Upper-case digits for percent escapes (oai-identifier guideline §2.1).
const HEXADECIMAL: &[u8; 16] = b"0123456789ABCDEF";

/// The name of a set: segments of unreserved characters joined by `:`, each colon a step down the hierarchy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetSpec(String);

impl SetSpec {
    /// Reads a setSpec; `None` when it does not match the schema's pattern.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.split(':').all(is_token).then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `other` is this set or one of its descendants: `a` contains `a` and `a:b`, not `ab`.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        match other.0.strip_prefix(&self.0) {
            Some(rest) => rest.is_empty() || rest.starts_with(':'),
            None => false,
        }
    }

    /// The set one level up, which the repository has to list too; `None` at the top.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once(':').map(|(parent, _)| Self(parent.to_owned()))
    }
}

impl fmt::Display for SetSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Of the sets of one item, those without a descendant among them: a header lists only these (OAI-PMH 2.0 §2.6).
pub(crate) fn deepest(sets: &[SetSpec]) -> impl Iterator<Item = &SetSpec> {
    sets.iter()
        .enumerate()
        .filter(move |(index, set)| {
            let repeated = sets.iter().take(*index).any(|earlier| earlier == *set);
            let ancestor = sets.iter().any(|other| other != *set && set.contains(other));
            !repeated && !ancestor
        })
        .map(|(_, set)| set)
}

/// Whether the text is a legal metadataPrefix.
pub(crate) fn is_metadata_prefix(text: &str) -> bool {
    is_token(text)
}

/// One or more of the unreserved characters of RFC 2396, on which both grammars rest.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_unreserved)
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte)
}

/// Whether the text can stand in an `xs:anyURI` attribute: escapes complete, at most one fragment, no brackets, no white space or
/// control characters, and a proper scheme before the first colon.
pub(crate) fn is_identifier(text: &str) -> bool {
    let forbidden = |character: char| {
        character.is_whitespace() || character.is_control() || "[]\u{fffe}\u{ffff}".contains(character)
    };
    let scheme_end = text.find([':', '/', '?', '#']).unwrap_or(text.len());
    let (before, after) = text.split_at_checked(scheme_end).unwrap_or((text, ""));
    let scheme_legal = !after.starts_with(':') || is_scheme(before);
    !text.is_empty()
        && !text.contains(forbidden)
        && text.matches('#').count() < 2
        && scheme_legal
        && escapes_complete(text)
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn escapes_complete(text: &str) -> bool {
    text.split('%').skip(1).all(|after| {
        let mut bytes = after.bytes();
        let mut hexadecimal = || bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit());
        hexadecimal() && hexadecimal()
    })
}

/// Whether the text is a domain name as the oai-identifier schema defines one.
pub(crate) fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        label.starts_with(|first: char| first.is_ascii_alphabetic())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.contains('.') && text.split('.').all(label)
}

/// Builds `oai:{domain}:{local}` (oai-identifier guideline §2): characters outside the reserved and unreserved sets become escapes
/// with upper-case digits, everything else stays as it is. `None` for a bad domain or an empty local part.
#[must_use]
pub fn item_identifier(domain: &str, local: &str) -> Option<String> {
    if !is_domain(domain) || local.is_empty() {
        return None;
    }
    let mut identifier = format!("oai:{domain}:");
    for byte in local.bytes() {
        if is_unreserved(byte) || b";/?:@&=+$,".contains(&byte) {
            identifier.push(char::from(byte));
        } else {
            identifier.push('%');
            for digit in [byte >> 4, byte & 15] {
                identifier.extend(HEXADECIMAL.get(usize::from(digit)).copied().map(char::from));
            }
        }
    }
    Some(identifier)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str) -> SetSpec {
        SetSpec::parse(text).unwrap()
    }

    #[test]
    fn s1_set_specs_hold_unreserved_segments_only() {
        for good in ["a", "a:b", "open_access:2024", "x-_.!~*'()"] {
            assert!(SetSpec::parse(good).is_some(), "{good}");
        }
        for bad in ["", ":", "a:", ":a", "a::b", "é", "a b", "a/b", "a%20"] {
            assert!(SetSpec::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn s5_a_set_contains_its_descendants_and_no_namesake() {
        assert!(set("a").contains(&set("a")) && set("a").contains(&set("a:b:c")));
        assert!(!set("a").contains(&set("ab")) && !set("a:b").contains(&set("a")));
    }

    #[test]
    fn s4_only_the_deepest_sets_remain() {
        let sets = [set("a"), set("a:b"), set("ab"), set("c"), set("c")];
        let left: Vec<_> = deepest(&sets).map(SetSpec::as_str).collect();
        assert_eq!(left, ["a:b", "ab", "c"]);
    }

    #[test]
    fn s2_the_parent_is_one_level_up() {
        assert_eq!(set("a:b:c").parent(), Some(set("a:b")));
        assert_eq!(set("a").parent(), None);
    }

    #[test]
    fn r6_local_parts_are_escaped_with_upper_case_digits() {
        assert_eq!(item_identifier("depot.example.org", "a b#é").unwrap(), "oai:depot.example.org:a%20b%23%C3%A9");
        assert_eq!(
            item_identifier("depot.example.org", "10.5555/Ab(c)").unwrap(),
            "oai:depot.example.org:10.5555/Ab(c)"
        );
        for (domain, local) in [("localhost", "1"), ("1.example.org", "1"), ("a..b", "1"), ("depot.example.org", "")] {
            assert_eq!(item_identifier(domain, local), None, "{domain}");
        }
    }

    #[test]
    fn e9_identifiers_that_no_uri_attribute_can_hold_are_illegal() {
        for good in ["oai:depot.example.org:1", "junk", "bad\"<id>&'", "https://x.example/a?b#c", "oai:x:é", "a%20b"] {
            assert!(is_identifier(good), "{good}");
        }
        for bad in ["", "a b", "a%zz", "a%4", "a#b#c", "[", ":a", "1:2", "a\u{0}b", "a\u{ffff}"] {
            assert!(!is_identifier(bad), "{bad:?}");
        }
    }
}
