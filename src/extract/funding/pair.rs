//! Which award number belongs to which funder of a sentence.

use std::sync::LazyLock;

use crate::extract::pattern::Regex;

use super::names::{Mention, NameKind};
use super::numbers::{Form, Number, tail};

/// Bytes between a funder and its number.
const REACH: usize = 150;
/// Bytes between two numbers of a list.
const LIST_REACH: usize = 60;

/// What leads from a number to the funder behind it: "grant 312345 from the FRQNT", "260218 (FRQSC)".
static LEADS_ON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*[)\]»”]?\s*(?:\(|(?:from|of|by|through|under|via|du|des?|d['’]|par|provided by|awarded by|(?:attribu|octroy|accord)[ée]+e?s? par)\s*(?:the|l[ae]s?|l['’]|an?|un)?\s*)\s*$").ok()
});

/// Words that may stand between a funder and its number, or between two numbers of a list.
const BETWEEN: [&str; 44] = [
    "grant",
    "grants",
    "award",
    "awards",
    "number",
    "numbers",
    "numéro",
    "numéros",
    "doctoral",
    "postdoctoral",
    "training",
    "scholarship",
    "scholarships",
    "fellowship",
    "team",
    "support",
    "program",
    "programme",
    "strategic",
    "clusters",
    "bourse",
    "bourses",
    "subvention",
    "subventions",
    "projet",
    "projets",
    "projects",
    "project",
    "équipe",
    "recherche",
    "research",
    "dossier",
    "dossiers",
    "octroi",
    "octrois",
    "doctorat",
    "maîtrise",
    "master",
    "salary",
    "infrastructure",
    "under",
    "with",
    "file",
    "doctorale",
];

/// Who a number belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// The FRQ mention at this place of the list.
    Ours(usize),
    /// Another funder.
    Other,
    /// Nobody: its form or what stands between speaks against the funder nearest to it.
    Nobody,
}

/// A funder named in a sentence.
#[derive(Debug, Clone, Copy)]
struct Event {
    start: usize,
    end: usize,
    owner: Owner,
}

/// For each mention of a sentence the numbers that belong to it.
pub(super) fn assign<'n>(
    text: &str,
    mentions: &[Mention],
    others: &[(usize, usize)],
    numbers: &'n [Number],
) -> Vec<Vec<&'n Number>> {
    let mut owned = vec![Vec::new(); mentions.len()];
    let events = events(text, mentions, others);
    for (number, owner) in numbers.iter().zip(owners(text, &events, numbers)) {
        if let Owner::Ours(place) = owner
            && let Some(own) = owned.get_mut(place)
        {
            own.push(number);
        }
    }
    owned
}

/// The funders of a sentence in order.
fn events(text: &str, mentions: &[Mention], others: &[(usize, usize)]) -> Vec<Event> {
    let ours = mentions.iter().enumerate().filter(|(_, one)| one.kind != NameKind::Salary || mentions.len() == 1);
    let mut events: Vec<Event> =
        ours.map(|(place, one)| Event { start: one.start, end: one.end, owner: Owner::Ours(place) }).collect();
    events.extend(others.iter().map(|&(start, end)| Event { start, end, owner: Owner::Other }));
    events.sort_by_key(|event| event.start);
    let mut before: Option<Event> = None;
    events.retain(|event| {
        let partner = event.owner == Owner::Other && before.is_some_and(|before| is_partner(text, &before, event));
        if !partner {
            before = Some(*event);
        }
        !partner
    });
    events
}

/// A ministry beside the FRQ in a concerted action, a programme whose grants the FRQ numbers.
fn is_partner(text: &str, before: &Event, event: &Event) -> bool {
    let between = text.get(before.end..event.start).unwrap_or_default();
    let lead = tail(text.get(..before.start).unwrap_or_default(), LIST_REACH).to_lowercase();
    let name = text.get(event.start..event.end).unwrap_or_default().to_lowercase();
    before.owner != Owner::Other
        && between.len() < 16
        && lead.contains("concert")
        && (name.starts_with("minist") || name.starts_with("secr"))
}

/// The owner of each number of a sentence.
fn owners(text: &str, events: &[Event], numbers: &[Number]) -> Vec<Owner> {
    let ahead = leading_on(text, events, numbers);
    let mut owners: Vec<Owner> = Vec::with_capacity(numbers.len());
    for (place, number) in numbers.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| Some((numbers.get(place)?, *owners.last()?)));
        let owner = ahead
            .get(place)
            .copied()
            .flatten()
            .or_else(|| owner_before(text, events, number, before))
            .or_else(|| owner_behind(events, number))
            .unwrap_or(Owner::Nobody);
        let is_doi = number.form == Form::Doi && !matches!(owner, Owner::Ours(_));
        owners.push(if is_doi { nearest_ours(events, number).unwrap_or(owner) } else { owner });
    }
    owners
}

/// Numbers that lead on to the funder behind them, lists of numbers too.
fn leading_on(text: &str, events: &[Event], numbers: &[Number]) -> Vec<Option<Owner>> {
    let mut ahead: Vec<Option<Owner>> = vec![None; numbers.len()];
    for (place, number) in numbers.iter().enumerate().rev() {
        let next_number = numbers.get(place + 1);
        let at = events.partition_point(|event| event.start < number.end);
        let next = events.get(at).filter(|event| next_number.is_none_or(|number| event.start < number.start));
        let found = match (next, next_number) {
            (Some(event), _) => {
                let between = text.get(number.end..event.start).unwrap_or_default();
                LEADS_ON.as_ref().filter(|leads| between.len() < 40 && leads.is_match(between)).map(|_| event.owner)
            }
            (None, Some(following)) if is_list(text, number.end, following.start) => {
                ahead.get(place + 1).copied().flatten()
            }
            _ => None,
        };
        if let Some(slot) = ahead.get_mut(place) {
            *slot = found;
        }
    }
    ahead
}

/// The funder last named before a number, when the number's form and what stands between allow it; `before` is the
/// number before it with its owner.
fn owner_before(text: &str, events: &[Event], number: &Number, before: Option<(&Number, Owner)>) -> Option<Owner> {
    let at = events.partition_point(|event| event.start < number.start);
    let event = at.checked_sub(1).and_then(|at| events.get(at))?;
    let listed = before.is_some_and(|(before, owner)| {
        before.start > event.start
            && owner == event.owner
            && number.start - before.end <= LIST_REACH
            && is_list(text, before.end, number.start)
    });
    let near = number.start.saturating_sub(event.end) <= REACH;
    let fits = match number.form {
        Form::Doi => true,
        Form::Structured | Form::Labelled | Form::Bracketed => near,
        Form::Plain => near && is_list(text, event.end, number.start),
    };
    Some(if event.owner == Owner::Other || listed || fits { event.owner } else { Owner::Nobody })
}

/// The funder named first behind a number that none precedes: "Grant 320066 to J.B. from the FRQNT".
fn owner_behind(events: &[Event], number: &Number) -> Option<Owner> {
    let event = events.first().filter(|event| event.start >= number.end && event.start - number.end <= LIST_REACH)?;
    (number.form < Form::Bracketed).then_some(event.owner)
}

/// The FRQ mention that an award's DOI stands behind, or else before.
fn nearest_ours(events: &[Event], number: &Number) -> Option<Owner> {
    let is_ours = |event: &&Event| matches!(event.owner, Owner::Ours(_));
    let before = events.iter().rev().filter(is_ours).find(|event| event.start < number.start);
    before.or_else(|| events.iter().find(is_ours)).map(|event| event.owner)
}

/// Whether only words of lists, labels, names and codes stand between two places.
fn is_list(text: &str, from: usize, to: usize) -> bool {
    let between = text.get(from..to).unwrap_or("?");
    let mut words = between.split(|char: char| !char.is_alphanumeric() && char != '’').filter(|word| !word.is_empty());
    between.len() <= REACH
        && words.all(|word| {
            let first = word.chars().next();
            first.is_some_and(|first| first.is_uppercase() && word.chars().count() < 12)
                || word.chars().count() <= 3
                || word.bytes().all(|byte| byte.is_ascii_digit())
                || BETWEEN.contains(&word.to_lowercase().as_str())
                || ["http", "https", "pour"].contains(&word)
        })
}
