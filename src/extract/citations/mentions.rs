//! Citations and mentions of figures and tables in running text.

use super::index::{Index, float, years};
use crate::domain::extraction::TextLink;

/// Longest text between the brackets of a citation, in bytes.
const LONGEST_BRACKETS: usize = 80;
/// Bytes before a year among which the first author is looked for.
const NAME_WITHIN: usize = 70;

/// The links of a text to entries of the bibliography, figures and tables.
pub(super) fn find(text: &str, index: &Index) -> Vec<TextLink> {
    let mut links = labels(text, index);
    links.extend(dated(text, index));
    links.extend(floats(text, index));
    links
}

/// Numbers and labels in brackets: `[12]`, `[3, 5]`, `[3–5]`, `[Roy20]`. A bracket right behind a word is an index.
fn labels(text: &str, index: &Index) -> Vec<TextLink> {
    let mut links = Vec::new();
    for (open, _) in text.match_indices('[') {
        let before = text.get(..open).and_then(|before| before.chars().next_back());
        let inner = text.get(open + 1..).and_then(|rest| rest.split_once(']')).map_or("", |(inner, _)| inner);
        if inner.len() > LONGEST_BRACKETS || before.is_some_and(|char| char.is_alphanumeric() || char == ')') {
            continue;
        }
        let mut place = open + 1;
        for part in inner.split_inclusive([',', ';', '–', '-', ' ', '\u{a0}']) {
            let label = part.trim_matches([',', ';', '–', '-', ' ', '\u{a0}']);
            let start = place + part.find(label).unwrap_or_default();
            if let Some(target) = Some(label).filter(|label| !label.is_empty()).and_then(|label| index.labelled(label))
            {
                links.push(TextLink { start, end: start + label.len(), target });
            }
            place += part.len();
        }
    }
    links
}

/// Names with years: `Roy (2020)`, `(Roy et Gall, 2020a ; Le Gall, 2019)`.
fn dated(text: &str, index: &Index) -> Vec<TextLink> {
    let mut links: Vec<TextLink> = Vec::new();
    for (start, end) in years(text) {
        let (year, letter) =
            (text.get(start..start + 4).unwrap_or_default(), text.get(start + 4..end).unwrap_or_default());
        let mut from = start.saturating_sub(NAME_WITHIN);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let before = text.get(from..start).unwrap_or_default();
        // The names of another citation belong to its year.
        let cut = before.rfind([';', ')']).map_or(0, |place| place + 1);
        let names = before.get(cut..).unwrap_or_default();
        let found = words(names)
            .into_iter()
            .rev()
            .find_map(|(place, word)| Some((from + cut + place, index.dated(word, year, letter)?)));
        if let Some((name, target)) = found {
            let last = links.last().map_or(0, |link| link.end);
            let start = if name >= last { name } else { start };
            links.push(TextLink { start, end, target });
        }
    }
    links
}

/// The words of a text that begin with a capital, with their places.
fn words(text: &str) -> Vec<(usize, &str)> {
    let stops = |char: char| !(char.is_alphabetic() || matches!(char, '-' | '’' | '\''));
    let mut place = 0;
    let mut found = Vec::new();
    for part in text.split_inclusive(stops) {
        let word = part.trim_end_matches(stops);
        if word.chars().count() > 1 && word.starts_with(char::is_uppercase) {
            found.push((place, word));
        }
        place += part.len();
    }
    found
}

/// Figures and tables named in the text.
fn floats(text: &str, index: &Index) -> Vec<TextLink> {
    let mut links = Vec::new();
    let mut inside = false;
    for (start, char) in text.char_indices() {
        let opens = !inside && matches!(char, 'f' | 'F' | 't' | 'T');
        inside = char.is_alphabetic();
        if !opens {
            continue;
        }
        let Some((kind, number, length)) = text.get(start..).and_then(float) else { continue };
        if let Some(target) = index.float(kind, number) {
            links.push(TextLink { start, end: start + length, target });
        }
    }
    links
}
