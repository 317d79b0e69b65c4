//! Authors in order, with the addresses and ORCID iDs that marks or places give them.

mod byline;
mod contacts;
mod list;
mod marks;

use super::front::Front;
use super::names::{is_name, parse};
use super::source::Source;
use super::{from_page, from_source};
use crate::domain::extraction::{Candidate, Origin};
use crate::domain::{Affiliation, Person};
use byline::{Byline, Found, Place};

/// The author lists: from the layout, and from the file's own metadata.
pub(super) fn read(front: &Front<'_>, source: &Source) -> Vec<Candidate<Vec<Person>>> {
    let byline = byline::read(front);
    let (snippet, page) = (byline.first_line.clone(), byline.page);
    let mut out = Vec::new();
    let declared = source.authors();
    let people = assemble(byline);
    if !people.is_empty() {
        let agrees = declared.as_ref().is_some_and(|(names, _)| names.len() == people.len());
        out.push(from_page(people, if agrees { 0.95 } else { 0.85 }, Origin::Layout, page, &snippet));
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
    let groups = all.iter().map(|author| author.group).max().unwrap_or_default();
    let own = places.iter().filter(|place| {
        if marked && !author.marks.is_empty() {
            return place.marks.iter().any(|mark| author.marks.contains(mark));
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
