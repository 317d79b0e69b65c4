//! Numbers of sections.

use std::sync::LazyLock;

use crate::extract::pattern::Regex;

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?i:chapter|chapitre|section|partie|part|appendix|annexe|article)\s+)?(?:([0-9]{1,2})|([IVX]{1,5})|([A-Z]))((?:[.\-–][0-9]{1,2}){0,4})\s?[.):]?(?:\s*[-–—:]\s+|\s+)(?:[«“”\x22'‘(¿]\s*)?[A-ZÀ-ÖØ-ÞŒ0-9]|^([0-9]{1,2})((?:\.[0-9]{1,2}){1,3})\.\s+[a-zà-öø-ÿœ]",
    )
    .ok()
});

/// How sections of the first level are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Count {
    /// 1, 2, 3.
    Arabic,
    /// I, II, III.
    Roman,
    /// A, B, C.
    Letter,
}

/// The number of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) count: Count,
    /// Place among the sections of the first level, from 1.
    pub(super) first: u32,
    /// Parts of the number: 3 for 2.1.4.
    pub(super) depth: u8,
}

impl Number {
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = text.trim_start();
        let found = NUMBER.as_ref().filter(|_| may_be_numbered(text))?.captures(text)?;
        let (count, first) = match (found.get(1).or(found.get(5)), found.get(2), found.get(3)) {
            (Some(arabic), ..) => (Count::Arabic, arabic.as_str().parse().ok()?),
            (_, Some(roman), _) => (Count::Roman, roman_value(roman.as_str())),
            (_, _, Some(letter)) => (Count::Letter, u32::from(letter.as_str().chars().next()?) - u32::from('A') + 1),
            _ => return None,
        };
        let rest = found.get(4).or(found.get(6)).map_or("", |rest| rest.as_str());
        // "1.0" is the first section, not a part of it.
        let parts = rest.split(['.', '-', '–']).filter(|part| !part.is_empty() && *part != "0").count();
        Some(Self { count, first, depth: u8::try_from(parts).unwrap_or(4) + 1 })
    }
}

/// Whether a text starts with a digit, a capital that stands alone or among others, or a word before numbers.
fn may_be_numbered(text: &str) -> bool {
    let mut chars = text.chars();
    let (first, second) = (chars.next().unwrap_or(' '), chars.next().unwrap_or(' '));
    let start = text.get(..4).unwrap_or_default();
    first.is_ascii_digit()
        || first.is_ascii_uppercase() && !second.is_lowercase()
        || ["chap", "sect", "part", "appe", "anne", "arti"].iter().any(|word| start.eq_ignore_ascii_case(word))
}

fn roman_value(text: &str) -> u32 {
    let value = |char: char| match char {
        'I' => 1,
        'V' => 5,
        'X' => 10,
        _ => 0,
    };
    let mut total = 0;
    let mut largest = 0;
    for char in text.chars().rev() {
        let own = value(char);
        total = if own < largest { total - own.min(total) } else { total + own };
        largest = largest.max(own);
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_sections_are_read_in_all_ways_of_counting() {
        let read = |text: &str| Number::of(text).map(|number| (number.count, number.first, number.depth));
        assert_eq!(read("2.1.4 Mesures"), Some((Count::Arabic, 2, 3)));
        assert_eq!(read("IV. RESULTS"), Some((Count::Roman, 4, 1)));
        assert_eq!(read("B.2 Code"), Some((Count::Letter, 2, 2)));
        assert_eq!(read("Chapitre 3 – Résultats"), Some((Count::Arabic, 3, 1)));
        assert_eq!(read("3.1. statique"), Some((Count::Arabic, 3, 2)));
        assert_eq!((read("2019 was warm"), read("2.5 degrees")), (None, None));
    }
}
