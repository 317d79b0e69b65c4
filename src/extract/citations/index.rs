//! What can be led to: entries of the bibliography by label and by name and year, figures and tables by number.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::domain::extraction::{Block, BlockKind, LinkTarget, Page};

/// Bytes at the start of an entry within which its first author stands.
const NAME_WITHIN: usize = 80;

/// Most words of one author's names.
const MOST_NAMES: usize = 5;

/// Targets by what names them; a name that two share leads nowhere.
#[derive(Debug, Default)]
pub(super) struct Index {
    entries: HashMap<String, Option<LinkTarget>>,
    /// Whether most entries have no number, so that those of a few mean nothing.
    unnumbered: bool,
}

impl Index {
    pub(super) fn new(pages: &[Page]) -> Self {
        let mut index = Self::default();
        let entries = pages.iter().flat_map(|page| &page.blocks).filter(|block| block.kind == BlockKind::Reference);
        let (numbered, others): (Vec<&Block>, Vec<&Block>) =
            entries.filter(|block| !block.continues).partition(|block| has_number(&block.text));
        index.unnumbered = numbered.len() < others.len();
        for page in pages {
            for (place, block) in page.blocks.iter().enumerate().filter(|(_, block)| !block.continues) {
                let target = LinkTarget::Block { page: page.number, place };
                index.add(block, &target);
            }
        }
        index
    }

    fn add(&mut self, block: &Block, target: &LinkTarget) {
        match block.kind {
            BlockKind::Reference => {
                let (label, rest) = split_label(&block.text);
                self.keep(label.map(|label| format!("[{label}")), target);
                let spelt_out = last_name(rest);
                // Behind initials stands the surname, not what begins with the next capital.
                let name =
                    if begins_with_initial(rest) { spelt_out.clone() } else { None }.or_else(|| first_name(rest));
                if let Some((name, (year, letter))) = name.zip(first_year(rest)) {
                    self.keep(Some(by_year(&name, year, letter)), target);
                    if !letter.is_empty() {
                        self.keep(Some(by_year(&name, year, "")), target);
                    }
                }
                if let Some(name) = spelt_out {
                    self.add_spelt_out(rest, &name, target);
                }
            }
            BlockKind::Caption => {
                if let Some((kind, number, _)) = float(&block.text) {
                    self.keep(Some(format!("{kind}{number}")), target);
                }
            }
            _ => {}
        }
    }

    /// The entry of an author whose given names stand first, by its first year and by its last one, which such entries
    /// end with.
    fn add_spelt_out(&mut self, text: &str, name: &str, target: &LinkTarget) {
        let all: Vec<(usize, usize)> = years(text).collect();
        let told = all.first().is_some_and(|(start, _)| text.get(..*start).is_some_and(|before| before.ends_with('(')));
        for (start, end) in all.first().into_iter().chain(all.last().filter(|_| !told)) {
            let year = text.get(*start..start + 4).unwrap_or_default();
            let letter = text.get(start + 4..*end).unwrap_or_default();
            self.keep(Some(by_year(name, year, letter)), target);
            if !letter.is_empty() {
                self.keep(Some(by_year(name, year, "")), target);
            }
        }
    }

    fn keep(&mut self, key: Option<String>, target: &LinkTarget) {
        let Some(key) = key else { return };
        let entry = self.entries.entry(key).or_insert_with(|| Some(target.clone()));
        if entry.as_ref() != Some(target) {
            *entry = None;
        }
    }

    fn find(&self, key: &str) -> Option<LinkTarget> {
        self.entries.get(key).cloned().flatten()
    }

    /// The entry with a label, as it stands in brackets.
    pub(super) fn labelled(&self, label: &str) -> Option<LinkTarget> {
        if self.unnumbered && is_number(label) { None } else { self.numbered(label) }
    }

    /// The entry that begins with a label, however the others begin.
    pub(super) fn numbered(&self, label: &str) -> Option<LinkTarget> {
        self.find(&format!("[{label}"))
    }

    /// The entry of a first author and a year.
    pub(super) fn dated(&self, name: &str, year: &str, letter: &str) -> Option<LinkTarget> {
        self.find(&by_year(&folded(name), year, letter))
    }

    /// The figure (`f`) or table (`t`) with a number.
    pub(super) fn float(&self, kind: char, number: &str) -> Option<LinkTarget> {
        self.find(&format!("{kind}{number}"))
    }
}

fn by_year(name: &str, year: &str, letter: &str) -> String {
    format!("{name} {year}{letter}")
}

/// Letters alone, without accents, in lower case.
pub(super) fn folded(name: &str) -> String {
    name.nfd().filter(|char| char.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

fn has_number(text: &str) -> bool {
    split_label(text).0.is_some_and(is_number)
}

fn is_number(label: &str) -> bool {
    label.chars().all(|char| char.is_ascii_digit())
}

/// The label of an entry, `[12]`, `[Roy20]`, `12.`, and what follows it.
fn split_label(text: &str) -> (Option<&str>, &str) {
    let text = text.trim_start();
    if let Some((label, rest)) = text.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        return ((1..=12).contains(&label.len()).then(|| label.trim()), rest);
    }
    let rest = text.trim_start_matches(|char: char| char.is_ascii_digit());
    let number = text.get(..text.len() - rest.len()).unwrap_or_default();
    match rest.strip_prefix(['.', ')', ' ']) {
        Some(rest) if (1..=3).contains(&number.len()) => (Some(number), rest),
        _ => (None, text),
    }
}

/// The surname that an entry begins with, initials and particles left out.
fn first_name(text: &str) -> Option<String> {
    let start: String = text.chars().take(NAME_WITHIN).collect();
    let mut words = start.split(|char: char| char.is_whitespace() || matches!(char, ',' | '(' | ':' | ';' | '&'));
    let name = words.find(|word| {
        let letters = word.chars().filter(|char| char.is_alphabetic()).count();
        letters >= 2
            && !word.contains('.')
            && word.chars().find(|char| char.is_alphabetic()).is_some_and(char::is_uppercase)
    })?;
    Some(folded(name))
}

/// Whether an entry begins with the initial of a given name: `A. Roy`, `A.B. Roy`.
fn begins_with_initial(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    word.ends_with('.') && word.split(['.', '-']).all(|part| part.chars().count() <= 1)
}

/// The surname of the first author of an entry that gives the given names first: `Ana B. Roy, …`, `Ana Roy and …`.
fn last_name(text: &str) -> Option<String> {
    let start: String = text.trim_start().chars().take(NAME_WITHIN).collect();
    let mut words: Vec<&str> = Vec::new();
    for word in start.split_whitespace() {
        let bare = word.trim_end_matches([',', '.', ';', ':']);
        let letters = bare.chars().filter(|char| char.is_alphabetic()).count();
        if matches!(bare.to_lowercase().as_str(), "and" | "et" | "&") || bare.starts_with('(') || letters == 0 {
            break;
        }
        words.push(bare);
        let initial = word.ends_with('.') && (letters == 1 || bare.contains('.'));
        if bare.len() < word.len() && !initial {
            break;
        }
    }
    // One word alone before the comma is the surname of the other order, and a long run is a title.
    if !(2..=MOST_NAMES).contains(&words.len()) {
        return None;
    }
    let name = words.into_iter().rev().find(|word| word.chars().filter(|char| char.is_alphabetic()).count() > 1)?;
    name.starts_with(char::is_uppercase).then(|| folded(name))
}

/// The first year of a text with the letter behind it.
pub(super) fn first_year(text: &str) -> Option<(&str, &str)> {
    years(text).next().map(|(start, end)| {
        let year = text.get(start..start + 4).unwrap_or_default();
        (year, text.get(start + 4..end).unwrap_or_default())
    })
}

/// Where the years of a text stand, each with its letter: 1900 to 2099.
pub(super) fn years(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let bytes = text.as_bytes();
    let digit = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_digit);
    let word = |place: usize| bytes.get(place).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    (0..bytes.len().saturating_sub(3)).filter_map(move |place| {
        let century = matches!(bytes.get(place..place + 2), Some(b"19" | b"20"));
        let alone = !place.checked_sub(1).is_some_and(|before| word(before) || bytes.get(before) == Some(&b'/'));
        if !century || !alone || !digit(place + 2) || !digit(place + 3) {
            return None;
        }
        let letter = bytes.get(place + 4).is_some_and(u8::is_ascii_lowercase) && !word(place + 5);
        let end = place + 4 + usize::from(letter);
        (!word(end)).then_some((place, end))
    })
}

/// What figures, tables and the like are called, each with the sign of its kind.
const KINDS: [(char, &[&str]); 7] = [
    ('f', &["figure", "figures", "fig", "figs"]),
    ('t', &["table", "tables", "tableau", "tableaux", "tab"]),
    ('a', &["algorithm", "algorithms", "algorithme", "algorithmes"]),
    ('l', &["listing", "listings"]),
    ('s', &["schéma", "schémas"]),
    ('e', &["encadré", "encadrés"]),
    ('g', &["graphique", "graphiques"]),
];
/// Longest of these names in bytes.
const LONGEST_NAME: usize = 11;
/// Longest number of a figure in bytes.
const LONGEST_NUMBER: usize = 6;

/// The kind and number of the figure or table that a text begins with, and where the number ends.
pub(super) fn float(text: &str) -> Option<(char, &str, usize)> {
    let word = text.split(|char: char| !char.is_alphabetic()).next().filter(|word| word.len() <= LONGEST_NAME)?;
    let called = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(word));
    let (kind, _) = KINDS.iter().find(|(_, names)| called(names))?;
    let rest = text.get(word.len()..)?;
    let behind = rest.trim_start_matches(['.', ' ', '\u{a0}', '\u{202f}', '~']);
    let gap = rest.len() - behind.len();
    let number = number(behind).filter(|_| gap > 0)?;
    Some((*kind, number, word.len() + gap + number.len()))
}

/// The number of a figure that a text begins with: `2`, `2.1`, `A1`, `B.3`, `IV`.
pub(super) fn number(text: &str) -> Option<&str> {
    let letter = usize::from(text.starts_with(|char: char| char.is_ascii_uppercase()));
    let digits = |from: usize| {
        let part = text.get(from..)?;
        let length = part.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        part.get(..length).filter(|part| part.contains(|char: char| char.is_ascii_digit()))
    };
    let bare = if let Some(found) = digits(letter) {
        text.get(..letter + found.len())?.trim_end_matches('.')
    } else {
        let length = text.bytes().take_while(|byte| b"IVXL".contains(byte)).count();
        let alone = !text.get(length..)?.starts_with(char::is_alphanumeric);
        text.get(..length).filter(|_| alone)?
    };
    (1..=LONGEST_NUMBER).contains(&bare.len()).then_some(bare)
}
