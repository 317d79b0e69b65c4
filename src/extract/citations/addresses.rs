//! Addresses and DOIs that are printed in full.

use crate::domain::Doi;
use crate::domain::extraction::{LinkTarget, TextLink};

/// Beginnings of addresses.
const STARTS: [&str; 5] = ["https://", "http://", "www.", "doi.org/", "dx.doi.org/"];
/// Longest address in bytes.
const LONGEST: usize = 2_000;
/// Characters behind a cut address that must be those of the whole one.
const LEAST_ALIKE: usize = 4;

/// The addresses of a text; one that a line break has cut is made whole by what the file links to.
pub(super) fn find(text: &str, known: &[String]) -> Vec<TextLink> {
    let mut links = Vec::new();
    let mut from = 0;
    while let Some((start, end)) = next(text, from) {
        from = end;
        let printed = text.get(start..end).unwrap_or_default();
        // The line break within it, if there is one.
        let Some(address) = complete(&printed.replace(' ', "")) else { continue };
        let goes_on =
            |other: &&String| other.strip_prefix(address.as_str()).is_some_and(|rest| is_cut(text, end, rest));
        let address = known.iter().find(goes_on).cloned().unwrap_or(address);
        links.push(TextLink { start, end, target: LinkTarget::Address(address) });
    }
    links
}

/// Whether the text behind an address begins as its rest does; a line break may have taken a hyphen.
fn is_cut(text: &str, end: usize, rest: &str) -> bool {
    let Some(behind) = text.get(end..).and_then(|behind| behind.strip_prefix(' ')) else { return false };
    let alike = |char: &char| !matches!(char, '-' | ' ');
    let (mut behind, mut rest) =
        (behind.chars().filter(alike), rest.chars().filter(alike).take(LEAST_ALIKE).peekable());
    rest.peek().is_some() && rest.all(|char| behind.next() == Some(char))
}

/// Where the next address begins and ends.
fn next(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    let starts = STARTS.iter().filter_map(|start| rest.find(start));
    let doi = rest.match_indices("10.").map(|(place, _)| place).find(|place| is_doi(rest, *place));
    let start = from + starts.chain(doi).min()?;
    let tail = text.get(start..)?;
    let stops =
        |char: char| char.is_whitespace() || matches!(char, '<' | '>' | '"' | '«' | '»' | '“' | '”' | '{' | '}' | '|');
    let mut length = tail.find(stops).unwrap_or(tail.len());
    while let Some(more) = beyond_break(tail, length) {
        let rest = tail.get(length + 1..)?;
        length += 1 + rest.find(stops).unwrap_or(rest.len()).max(more);
    }
    let whole = tail.get(..length)?;
    let bare = whole.trim_end_matches(['.', ',', ';', ':', '\'', '’', ']']);
    let open = bare.matches('(').count();
    let bare = if bare.matches(')').count() > open { bare.trim_end_matches([')', '.', ',']) } else { bare };
    Some((start, start + bare.len().max(1)))
}

/// How much of a DOI stands behind the line break that cut it: after a hyphen, a slash or an underscore, up to a space.
fn beyond_break(tail: &str, length: usize) -> Option<usize> {
    let head = tail.get(..length)?;
    let next = tail.get(length..)?.strip_prefix(' ')?;
    let next = next.get(..next.find(char::is_whitespace).unwrap_or(next.len()))?;
    let cut = head.ends_with(['-', '/', '_']) && !head.ends_with("://") && head.contains("10.");
    let code = next.starts_with(|char: char| char.is_ascii_alphanumeric() || char == '(')
        && next.contains(|char: char| char.is_ascii_digit());
    (cut && code && head.len() < LONGEST).then_some(next.len())
}

/// Whether a DOI begins at a place, not the middle of a number.
fn is_doi(text: &str, place: usize) -> bool {
    let before = text.get(..place).and_then(|before| before.chars().next_back());
    let registrant = text.get(place + 3..).unwrap_or_default();
    let digits = registrant.bytes().take_while(u8::is_ascii_digit).count();
    before.is_none_or(|char| !char.is_alphanumeric() && !matches!(char, '.' | '/'))
        && (4..=9).contains(&digits)
        && registrant.get(digits..).is_some_and(|rest| rest.starts_with('/'))
}

/// The whole address of what is printed.
fn complete(printed: &str) -> Option<String> {
    if printed.len() > LONGEST || printed.chars().any(char::is_control) {
        return None;
    }
    let host = |rest: &str| rest.contains('.') && rest.starts_with(|char: char| char.is_ascii_alphanumeric());
    if let Some(rest) = printed.strip_prefix("https://").or_else(|| printed.strip_prefix("http://")) {
        return host(rest).then(|| printed.to_owned());
    }
    if printed.starts_with("10.") {
        return Doi::parse(printed).ok().map(|doi| format!("https://doi.org/{}", doi.as_str()));
    }
    host(printed).then(|| format!("https://{printed}"))
}
