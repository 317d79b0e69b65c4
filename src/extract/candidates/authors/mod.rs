//! Authors in order, with the addresses and ORCID iDs that marks or places give them.

mod address;
mod byline;
mod contacts;
mod imprint;
mod list;
mod marks;
mod signed;

use super::affiliations::is_affiliation;
use super::front::Front;
use super::names::{is_name, parse};
use super::source::Source;
use super::{from_page, from_source};
use crate::domain::extraction::{Candidate, Origin};
use crate::domain::{Affiliation, Person};
use crate::extract::layout::{Line, folded};
use byline::{Byline, Found, Place};

/// The author lists: from the layout, and from the file's own metadata.
pub(super) fn read(front: &Front<'_>, source: &Source) -> Vec<Candidate<Vec<Person>>> {
    let byline = byline::read(front);
    let (snippet, page) = (byline.first_line.clone(), byline.page);
    let mut out = Vec::new();
    let declared = source.authors();
    let mut people = assemble(byline);
    if let Some((names, _)) = &declared {
        people = people.into_iter().flat_map(|person| as_declared(person, names)).collect();
    }
    let lines: Vec<&Line> =
        front.blocks.iter().filter(|block| block.page == page).flat_map(|block| &block.chunk.lines).collect();
    contacts::give_linked(&mut people, &lines, &front.links, page);
    signed::give(&mut people, front, page);
    if !people.is_empty() {
        let agrees = declared.as_ref().is_some_and(|(names, _)| names.len() == people.len());
        let placed = people.iter().any(|person| !person.affiliations.is_empty() || person.email.is_some());
        let confidence = match (agrees, placed) {
            (true, _) => 0.95,
            (false, true) => 0.9,
            (false, false) => 0.8,
        };
        out.push(from_page(people, confidence, Origin::Layout, page, &snippet));
    }
    if let Some((names, origin)) = declared {
        let people: Vec<Person> =
            names.iter().filter(|name| is_name(name) || name.contains(',')).map(|name| parse(name)).collect();
        if !people.is_empty() {
            let confidence = if out.is_empty() { 0.7 } else { 0.5 };
            out.push(from_source(people, confidence, origin, &names.join("; ")));
        }
    }
    out
}

/// Two names that the layout took for one, or one in the other order, as the file declares them.
fn as_declared(person: Person, names: &[String]) -> Vec<Person> {
    let whole = folded(&person.display_name());
    let run = (0..names.len()).find_map(|start| {
        let mut text = String::new();
        names.get(start..)?.iter().zip(1..).find_map(|(name, count)| {
            text.push_str(&folded(name));
            (text == whole).then(|| names.get(start..start + count)).flatten()
        })
    });
    if let Some(run @ [_, _, ..]) = run {
        let with = |name: &String| Person { affiliations: person.affiliations.clone(), ..parse(name) };
        return run.iter().map(with).collect();
    }
    let reversed = format!("{} {}", person.family, person.given);
    let turned =
        !person.given.is_empty() && names.iter().any(|name| folded(name) == folded(&reversed) && !name.contains(','));
    if turned {
        return vec![Person { given: person.family, family: person.given, ..person }];
    }
    vec![person]
}

fn assemble(byline: Byline) -> Vec<Person> {
    let Byline { found, places, rest, .. } = byline;
    let mut people: Vec<Person> = Vec::new();
    for author in &found {
        let mut person = author.person.clone();
        person.affiliations = places_of(author, &found, &places);
        if !people.iter().any(|known| known.display_name() == person.display_name()) {
            people.push(person);
        }
    }
    contacts::give_emails(&mut people, &rest);
    contacts::give_orcids(&mut people, &rest);
    people
}

/// The affiliations of an author: those with the same mark, else those below the name.
fn places_of(author: &Found, all: &[Found], places: &[Place]) -> Vec<Affiliation> {
    let marked = places.iter().any(|place| !place.marks.is_empty());
    // Where the marks tell the team or the street alone, the institution beside them is everyone's.
    let shared = places.iter().all(|place| place.marks.is_empty() || !is_affiliation(&place.affiliation.name));
    let groups = all.iter().map(|author| author.group).max().unwrap_or_default();
    let own = places.iter().filter(|place| {
        if marked && !author.marks.is_empty() {
            let own = place.marks.iter().any(|mark| author.marks.contains(mark));
            return own || shared && place.marks.is_empty();
        }
        let with = |other: &Found| groups <= 1 || place.group == other.group;
        let below = |other: &Found| place.cell.as_ref().is_none_or(|cell| cell.is_above_or_below(&other.cell));
        let names = all.iter().filter(|other| with(other));
        let apart = names.clone().any(below) && !names.clone().all(below);
        with(author) && (!apart || below(author))
    });
    let mut affiliations: Vec<Affiliation> = Vec::new();
    for place in own {
        if !affiliations.contains(&place.affiliation) {
            affiliations.push(place.affiliation.clone());
        }
    }
    affiliations
}
