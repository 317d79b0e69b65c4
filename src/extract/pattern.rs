//! Regular expressions that cost little to make ready, over the letters of French and English.
//!
//! A process that reads one article uses each of its patterns on some lines of text and ends; the automata of the crate
//! `regex` take longer to build than the article takes to read. `regex-lite`, of the same authors, builds none. It knows
//! ASCII classes only, so what patterns mean beyond ASCII is spelled out here before it reads them: spaces (`\s`, `\S`),
//! letters (`\p{L}`, `\p{Lu}`) and both cases of accented letters under `(?i)`. Word boundaries and digits are ASCII's.

use std::fmt::Write;
use std::ops::Deref;

/// Spaces beyond ASCII (Unicode property `White_Space`).
const SPACES: &str = "\u{85}\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}";
/// Where the letters of Latin, Greek and Cyrillic end, and Latin Extended Additional.
const ALPHABETS: [(u32, u32); 2] = [(0x41, 0x52f), (0x1e00, 0x1eff)];

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Regex(regex_lite::Regex);

impl Regex {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// When the pattern is damaged or uses what is not understood.
    pub(super) fn new(pattern: &str) -> Result<Self, regex_lite::Error> {
        regex_lite::Regex::new(&spell_out(pattern)).map(Self)
    }
}

impl Deref for Regex {
    type Target = regex_lite::Regex;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// A pattern while it is spelled out.
struct Speller {
    out: String,
    in_class: bool,
    any_case: bool,
    /// Whether case counts outside each open group.
    groups: Vec<bool>,
}

fn spell_out(pattern: &str) -> String {
    let mut speller =
        Speller { out: String::with_capacity(pattern.len() * 2), in_class: false, any_case: false, groups: Vec::new() };
    let mut rest = pattern;
    while let Some(char) = rest.chars().next() {
        rest = speller.take(char, rest);
    }
    speller.out
}

impl Speller {
    /// Spells out what a pattern starts with; gives what follows.
    fn take<'p>(&mut self, char: char, rest: &'p str) -> &'p str {
        let special = ["(?-u:\\b)", "\\s", "\\S", "\\p{Lu}", "\\p{L}", "(?i)", "(?i:"];
        let Some(found) = special.into_iter().find(|start| rest.starts_with(start)) else {
            return self.plain(char, rest);
        };
        match found {
            "(?-u:\\b)" => self.out.push_str("\\b"),
            "\\s" => self.class(&format!("\\s{SPACES}")),
            "\\S" => self.class_of_others(),
            "\\p{Lu}" => self.class(&letters(char::is_uppercase)),
            "\\p{L}" => self.class(&letters(char::is_alphabetic)),
            "(?i)" => {
                self.any_case = true;
                self.out.push_str(found);
            }
            _ => {
                self.groups.push(self.any_case);
                self.any_case = true;
                self.out.push_str(found);
            }
        }
        rest.get(found.len()..).unwrap_or_default()
    }

    /// Characters of a class, in a class of their own where none is open.
    fn class(&mut self, members: &str) {
        if self.in_class {
            self.out.push_str(members);
        } else {
            let _infallible = write!(self.out, "[{members}]");
        }
    }

    /// What is no space.
    fn class_of_others(&mut self) {
        let _infallible = write!(self.out, "[^\\s{SPACES}]");
    }

    fn plain<'p>(&mut self, char: char, rest: &'p str) -> &'p str {
        let after = rest.get(char.len_utf8()..).unwrap_or_default();
        match char {
            '\\' => {
                let escaped = after.chars().next().map_or(0, char::len_utf8);
                self.out.push_str(rest.get(..1 + escaped).unwrap_or_default());
                return after.get(escaped..).unwrap_or_default();
            }
            '[' if !self.in_class => self.in_class = true,
            ']' => self.in_class = false,
            '(' if !self.in_class => self.groups.push(self.any_case),
            ')' if !self.in_class => self.any_case = self.groups.pop().unwrap_or(self.any_case),
            _ => {}
        }
        let ends_range = self.in_class && (after.starts_with('-') || self.out.ends_with('-'));
        match other_case(char).filter(|_| self.any_case && !ends_range) {
            Some(other) => self.class(&format!("{char}{other}")),
            None => self.out.push(char),
        }
        after
    }
}

/// The other case of a letter beyond ASCII, where it is one letter too.
fn other_case(char: char) -> Option<char> {
    let single = |mut letters: std::vec::IntoIter<char>| letters.next().filter(|_| letters.len() == 0);
    let upper = single(char.to_uppercase().collect::<Vec<_>>().into_iter());
    let lower = single(char.to_lowercase().collect::<Vec<_>>().into_iter());
    if char.is_ascii() { None } else { upper.filter(|other| *other != char).or(lower.filter(|other| *other != char)) }
}

/// The characters of the alphabets that a test takes, as ranges of a class.
fn letters(test: fn(char) -> bool) -> String {
    let mut ranges: Vec<(char, char)> = Vec::new();
    for char in ALPHABETS.into_iter().flat_map(|(first, last)| (first..=last).filter_map(char::from_u32)) {
        match ranges.last_mut() {
            _ if !test(char) => {}
            Some((_, last)) if u32::from(*last) + 1 == u32::from(char) => *last = char,
            _ => ranges.push((char, char)),
        }
    }
    ranges.iter().fold(String::new(), |mut class, (first, last)| {
        let _infallible = write!(class, "{first}-{last}");
        class
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The groups of each match.
    fn found(pattern: &str, text: &str) -> Vec<Vec<Option<String>>> {
        let pattern = Regex::new(pattern).unwrap();
        let groups =
            |found: regex_lite::Captures<'_>| found.iter().map(|group| Some(group?.as_str().to_owned())).collect();
        pattern.captures_iter(text).map(groups).collect()
    }

    #[test]
    fn patterns_mean_what_they_mean_to_the_crate_regex() {
        let patterns = [
            r"(?i)^(?:r[ée]sum[ée]|été)\s*[.:]?$",
            r"(\p{Lu}[\p{L}'’-]+),?\s+(\p{Lu}\.)+",
            r"(?-u:\b)(?:19|20)[0-9]{2}[a-z]?(?-u:\b)",
            r"[^0-9_A-Za-zÀ-ÖØ-öø-ÿ]{0,2}([.:—–-])\S",
            r"(?:(?i:fig\.?|été)|É)\s*([0-9]{1,3}|[IVX]{2,})",
            r"[\]\[()-]|\x22|\\s",
            r"(?i:[a-zéû]+)\.[^\s.]",
        ];
        let texts = [
            "",
            "Résumé\u{a0}:",
            "ÉTÉ",
            "Tremblay, É. and Östlund J. 2019a, 1850",
            "Été\u{202f}12 FIG. 12, été XIV; ÉTÉ 3",
            "a - b — c: d.\u{2009}e AoÛ.t \\s",
        ];
        for pattern in patterns {
            let theirs = regex::Regex::new(pattern).unwrap();
            for text in texts {
                let groups = |found: regex::Captures<'_>| {
                    found.iter().map(|group| Some(group?.as_str().to_owned())).collect::<Vec<_>>()
                };
                let theirs: Vec<_> = theirs.captures_iter(text).map(groups).collect();
                assert_eq!(found(pattern, text), theirs, "{pattern} in {text}");
            }
        }
    }

    #[test]
    fn damaged_patterns_are_refused() {
        assert!(["(a", "a)", "[a", "*a"].iter().all(|pattern| Regex::new(pattern).is_err()));
    }
}
