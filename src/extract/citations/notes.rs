//! Marks of notes behind words, and the notes at the foot of the same page; where there are none, raised numbers cite
//! the entries of the bibliography.

use std::collections::HashMap;

use super::index::Index;
use crate::domain::extraction::{Block, BlockKind, LinkTarget, Page, TextLink};

/// Stands between a word and its mark where the page has no space there.
const MARK_SPACE: char = '\u{202f}';
/// Letters of the shortest word that a raised number of a note follows.
const LEAST_LETTERS: usize = 4;
/// The raised digits in order.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// The notes of a page by their marks; a mark that two notes have leads nowhere.
pub(super) struct Notes(HashMap<String, Option<LinkTarget>>);

impl Notes {
    pub(super) fn new(page: &Page) -> Self {
        let mut notes: HashMap<String, Option<LinkTarget>> = HashMap::new();
        for (place, block) in page.blocks.iter().enumerate() {
            let Some(mark) = own_mark(block) else { continue };
            let target = LinkTarget::Block { page: page.number, place };
            notes.entry(mark).and_modify(|known| *known = None).or_insert(Some(target));
        }
        Self(notes)
    }

    /// The links of a text from its marks.
    pub(super) fn find(&self, text: &str, index: &Index) -> Vec<TextLink> {
        let mut links = Vec::new();
        let spaces = text.match_indices([MARK_SPACE, ' ', '\u{a0}']).filter(|(space, _)| *space > 0);
        for (space, char) in spaces {
            let mut at = space + char.len();
            let run = text.get(at..).unwrap_or_default();
            let end = run.find(|char| !(RAISED.contains(&char) || matches!(char, ',' | '⁻' | '–' | '-')));
            for part in
                run.get(..end.unwrap_or(run.len())).unwrap_or_default().split_inclusive(|char| !RAISED.contains(&char))
            {
                let mark = part.trim_end_matches(|char| !RAISED.contains(&char));
                if let Some(target) = self.target(mark, index) {
                    links.push(TextLink { start: at, end: at + mark.len(), target });
                }
                at += part.len();
            }
        }
        links
    }

    /// The links of a text from raised numbers right behind a word or its full stop, where the page has a note so
    /// numbered: what an exponent would be behind a variable or a number is a mark there.
    pub(super) fn find_raised(&self, block: &Block) -> Vec<TextLink> {
        let raised = block.scripts.iter().filter(|script| script.raised);
        let links = raised.filter_map(|script| {
            let before = block.text.get(..script.start)?;
            let number = block.text.get(script.start..script.end)?;
            let note = self.0.get(number).cloned().flatten()?;
            takes_note(before).then_some(TextLink { start: script.start, end: script.end, target: note })
        });
        links.collect()
    }

    fn target(&self, mark: &str, index: &Index) -> Option<LinkTarget> {
        let number: Option<String> = mark.chars().map(digit).collect();
        let number = number.filter(|number| !number.is_empty())?;
        match self.0.get(&number) {
            Some(note) => note.clone(),
            None if self.0.is_empty() => index.numbered(&number),
            None => None,
        }
    }
}

/// Whether a text ends as the words do that raised numbers of notes follow: in a word of some length, a year or a stop.
fn takes_note(before: &str) -> bool {
    let word = before.rsplit(|char: char| !char.is_alphanumeric()).next().unwrap_or_default();
    if word.is_empty() {
        return before.ends_with(['.', ',', ';', ':', '!', '?', '”', '»', '"', '’']);
    }
    let letters = word.chars().filter(|char| char.is_alphabetic()).count();
    let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    letters >= LEAST_LETTERS || letters == 0 && year
}

/// The number that a note begins with, raised or not.
fn own_mark(block: &Block) -> Option<String> {
    if block.kind != BlockKind::Footnote || block.continues {
        return None;
    }
    let text = block.text.trim_start();
    let start: Vec<char> = text.chars().take_while(|char| digit(*char).is_some()).take(4).collect();
    let behind = text.chars().nth(start.len());
    let raised = start.iter().all(|char| RAISED.contains(char));
    let parted = behind.is_some_and(|char| char.is_whitespace() || matches!(char, '.' | ')'));
    let number: String = start.iter().copied().filter_map(digit).collect();
    ((1..=3).contains(&number.len()) && (raised || parted)).then_some(number)
}

/// The plain digit of a digit, raised or not.
fn digit(char: char) -> Option<char> {
    if char.is_ascii_digit() {
        return Some(char);
    }
    ('0'..='9').zip(RAISED).find(|(_, raised)| *raised == char).map(|(plain, _)| plain)
}
