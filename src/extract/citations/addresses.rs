//! Addresses and DOIs that are printed in full.

use super::overlap;
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
        let whole = known.iter().find_map(|other| {
            let rest = other.strip_prefix(address.as_str())?;
            Some((other.clone(), end_of(text, end, rest)?))
        });
        let (address, end) = whole.unwrap_or((address, end));
        from = end;
        links.push(TextLink { start, end, target: LinkTarget::Address(address) });
    }
    links
}

/// Addresses that are printed, and those that a file lays over the words of the same text: where both stand, the
/// file's, unless the printed one is the same or goes on where that ends. Gives first the printed ones, then the others.
pub(super) fn settle(mut printed: Vec<TextLink>, laid: Vec<TextLink>) -> (Vec<TextLink>, Vec<TextLink>) {
    let mut unprinted = Vec::with_capacity(laid.len());
    let mut kept = Vec::new();
    for mut link in laid {
        let own = |one: &TextLink| overlap(one, &link) && goes_on_with(&one.target, &link.target);
        if printed.iter().any(own) {
            continue;
        }
        let (beside, others): (Vec<TextLink>, Vec<TextLink>) = printed.into_iter().partition(|one| overlap(one, &link));
        printed = others;
        for one in &beside {
            (link.start, link.end) = (link.start.min(one.start), link.end.max(one.end));
        }
        if beside.is_empty() {
            unprinted.push(link);
            continue;
        }
        if let Some(printed) = beside.into_iter().find(|one| is_same_doi(&one.target, &link.target)) {
            link.target = printed.target;
        }
        kept.push(link);
    }
    printed.extend(kept);
    (printed, unprinted)
}

/// Whether an address is another one, or that and more; marks at its end say nothing.
fn goes_on_with(whole: &LinkTarget, start: &LinkTarget) -> bool {
    let (LinkTarget::Address(whole), LinkTarget::Address(start)) = (whole, start) else { return false };
    whole.starts_with(start.trim_end_matches(['.', ',', ';', ':', ')', '/']))
}

/// Whether the second address ends with the DOI of the first, be it an older one of the same or a broken one.
fn is_same_doi(printed: &LinkTarget, laid: &LinkTarget) -> bool {
    let (LinkTarget::Address(printed), LinkTarget::Address(laid)) = (printed, laid) else { return false };
    let doi = printed.split_once("doi.org/").map(|(_, doi)| doi.to_ascii_lowercase());
    doi.is_some_and(|doi| doi.starts_with("10.") && laid.to_ascii_lowercase().ends_with(&doi))
}

/// Where the rest of an address ends that a line break has cut, if the text behind it begins as that does; the break
/// may have taken a hyphen.
fn end_of(text: &str, end: usize, rest: &str) -> Option<usize> {
    let behind = text.get(end..)?.strip_prefix(' ')?;
    let aside = |char: char| matches!(char, '-' | ' ');
    let mut chars = behind.char_indices().filter(|(_, char)| !aside(*char));
    let (mut alike, mut last) = (0, end);
    for wanted in rest.chars().filter(|char| !aside(*char)) {
        match chars.next() {
            Some((place, found)) if found == wanted => last = end + 1 + place + found.len_utf8(),
            _ => return (alike >= LEAST_ALIKE).then_some(end),
        }
        alike += 1;
    }
    (alike > 0).then_some(last)
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
