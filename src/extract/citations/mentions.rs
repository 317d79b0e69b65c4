//! Citations and mentions of figures and tables in running text.

use super::index::{Index, float, number, years};
use crate::domain::extraction::{LinkTarget, TextLink};

/// Longest text between the brackets of a citation, in bytes.
const LONGEST_BRACKETS: usize = 80;
/// Bytes before a year among which the first author is looked for.
const NAME_WITHIN: usize = 70;
/// Characters of the shortest name of a program behind which a bracket cites.
const LEAST_NAME: usize = 4;
/// What stands between the labels of one bracket.
const BETWEEN_LABELS: [char; 6] = [',', ';', '–', '-', ' ', '\u{a0}'];
/// Words between the numbers of several figures or tables.
const JOINING: [&str; 9] = ["and", "et", "to", "à", "or", "ou", "through", "y", "und"];
/// Words before the brackets of an interval.
const BEFORE_INTERVALS: [&str; 8] =
    ["interval", "intervals", "range", "ranges", "intervalle", "intervalles", "segment", "plage"];

/// The links of a text to entries of the bibliography, figures and tables.
pub(super) fn find(text: &str, index: &Index) -> Vec<TextLink> {
    let mut links = labels(text, index);
    links.extend(dated(text, index));
    links.extend(floats(text, index));
    links
}

/// Numbers and labels in brackets: `[12]`, `[3, 5]`, `[3–5]`, `[Roy20]`. A bracket right behind a word is an index, and
/// one that counts from 0 an interval.
fn labels(text: &str, index: &Index) -> Vec<TextLink> {
    let mut links = Vec::new();
    for (open, _) in text.match_indices('[') {
        let before = text.get(..open).unwrap_or_default();
        let inner = text.get(open + 1..).and_then(|rest| rest.split_once(']')).map_or("", |(inner, _)| inner);
        if inner.len() > LONGEST_BRACKETS || is_index(before, inner) || is_interval(before, inner) {
            continue;
        }
        let mut place = open + 1;
        for part in inner.split_inclusive(BETWEEN_LABELS) {
            let label = part.trim_matches(BETWEEN_LABELS);
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

/// Whether a bracket is the index of the word right before it. Numbers behind the name of a program cite its entry.
fn is_index(before: &str, inner: &str) -> bool {
    if !before.ends_with(|char: char| char.is_alphanumeric() || char == ')') {
        return false;
    }
    let word = before.rsplit(|char: char| char.is_whitespace() || char == '(').next().unwrap_or_default();
    let name = word.starts_with(char::is_uppercase)
        && word.chars().count() >= LEAST_NAME
        && word.chars().all(|char| char.is_alphabetic() || matches!(char, '.' | '-'));
    let numbers = inner.chars().all(|char| char.is_ascii_digit() || BETWEEN_LABELS.contains(&char));
    !(name && numbers)
}

/// Whether a bracket is an interval or a set of values: it holds a zero, a fraction, a number below zero or a variable,
/// or stands behind a sign of sets or what such are called.
fn is_interval(before: &str, inner: &str) -> bool {
    let odd = |part: &str| {
        let fraction = part.split_once('.').is_some_and(|(whole, rest)| is_number(whole) && is_number(rest));
        part == "0" || fraction || part.len() == 1 && part.starts_with(|char: char| char.is_ascii_alphabetic())
    };
    let before = before.trim_end();
    let word = before.rsplit(|char: char| !char.is_alphabetic()).next().unwrap_or_default();
    let worded = inner.split(|char: char| !char.is_alphabetic()).any(|word| word.len() > 1);
    !worded && inner.split(BETWEEN_LABELS).any(odd)
        || inner.starts_with('-')
        || inner.contains(['−', '∞', '+'])
        || before.ends_with(['∈', '∉', '⊂', '⊆', '×', '→', '='])
        || BEFORE_INTERVALS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|char| char.is_ascii_digit())
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
        let known: Vec<(usize, LinkTarget)> = words(names)
            .into_iter()
            .filter_map(|(place, word)| Some((place, index.dated(word, year, letter)?)))
            .collect();
        let found = cited(&known, names).map(|(nearest, target)| {
            let of_name = |(place, other): &&(usize, LinkTarget)| {
                other == target && names.get(*place..*nearest).is_some_and(is_within_name)
            };
            let first = known.iter().find(of_name).map_or(*nearest, |(place, _)| *place);
            (from + cut + first, target.clone())
        });
        if let Some((name, target)) = found {
            let last = links.last().map_or(0, |link| link.end);
            let start = if name >= last { name } else { start };
            links.push(TextLink { start, end, target });
        }
    }
    links
}

/// The known name that a citation begins with: the nearest to the year, or the one that it is joined to.
fn cited<'k>(known: &'k [(usize, LinkTarget)], names: &str) -> Option<&'k (usize, LinkTarget)> {
    let (nearest, others) = known.split_last()?;
    let joint = |word: &str| matches!(word, "&" | "et" | "and");
    let particle = |word: &str| {
        let small = word.chars().count() <= 3 || word.chars().all(char::is_lowercase);
        small && word.chars().all(char::is_alphabetic) && !joint(word)
    };
    let joined = |place: usize| {
        let between = names.get(place..nearest.0).unwrap_or_default();
        let last = between.split_whitespace().rev().find(|word| !particle(word));
        last.is_some_and(joint) && !between.contains(|char: char| char.is_ascii_digit())
    };
    let other = others.iter().rev().find(|(_, target)| *target != nearest.1);
    Some(other.filter(|(place, _)| joined(*place)).unwrap_or(nearest))
}

/// Whether a text is the beginning of one name of several words: capitals, and small words between them.
fn is_within_name(text: &str) -> bool {
    let small = |word: &str| word.chars().count() <= 3 && word.chars().all(char::is_alphabetic) || word == "&";
    text.split_whitespace().all(|word| {
        (word.starts_with(char::is_uppercase) || small(word)) && !word.contains(['(', ')', '[', ']', '.', ':'])
    })
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
        let opens = !inside && matches!(char.to_ascii_lowercase(), 'a' | 'e' | 'f' | 'g' | 'l' | 's' | 't');
        inside = char.is_alphabetic();
        if !opens {
            continue;
        }
        let Some((kind, number, length)) = text.get(start..).and_then(float) else { continue };
        let end = start + length + part(text, start + length);
        if let Some(target) = index.float(kind, number) {
            links.push(TextLink { start, end, target });
        }
        let word = text.get(start..).and_then(|rest| rest.split(|char: char| !char.is_alphabetic()).next());
        let several = word.is_some_and(|word| word.len() == 3 || word.ends_with(['s', 'x', 'S', 'X']));
        links.extend(further(text, end, (kind, several), index));
    }
    links
}

/// How long the letter of a part of a figure is that stands right behind its number: `2a`, `2(a)`.
fn part(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let mut chars = rest.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some('('), Some(letter), Some(')')) if letter.is_ascii_lowercase() => 3,
        (Some(letter), next, _) if letter.is_ascii_lowercase() && !next.is_some_and(char::is_alphanumeric) => 1,
        _ => 0,
    }
}

/// The other numbers of `Figures 4, 5 and 6`, of one kind; where one figure is named, what a dash joins to its number.
fn further(text: &str, mut from: usize, (kind, several): (char, bool), index: &Index) -> Vec<TextLink> {
    let mut links = Vec::new();
    while let Some(start) = behind_joint(text, from, several) {
        let letter = part(text, start);
        let Some(number) = text.get(start..).and_then(number).filter(|_| letter == 0) else {
            if letter == 0 {
                break;
            }
            from = start + letter;
            continue;
        };
        from = start + number.len();
        from += part(text, from);
        if let Some(target) = index.float(kind, number) {
            links.push(TextLink { start, end: from, target });
        }
    }
    links
}

/// Where the text goes on behind what joins two numbers: `, `, ` and `, `–`.
fn behind_joint(text: &str, from: usize, several: bool) -> Option<usize> {
    let rest = text.get(from..)?;
    let dash = rest.trim_start_matches(['–', '/']);
    if dash.len() < rest.len() || !several {
        return (dash.len() < rest.len()).then_some(text.len() - dash.len());
    }
    let spaces = [' ', '\u{a0}', '\u{202f}'];
    let behind =
        rest.trim_start_matches(spaces).trim_start_matches([',', ';', '&', '–', '-']).trim_start_matches(spaces);
    let word = behind.split(|char: char| !char.is_alphabetic()).next().unwrap_or_default();
    let behind = match behind.get(word.len()..) {
        Some(rest) if JOINING.contains(&word) => rest.trim_start_matches(spaces),
        _ => behind,
    };
    // A space alone joins nothing.
    let between = text.get(from..text.len() - behind.len())?;
    between.contains(|char: char| !spaces.contains(&char)).then_some(text.len() - behind.len())
}
