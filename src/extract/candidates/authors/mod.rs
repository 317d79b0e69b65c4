//! Authors in order, with the addresses and ORCID iDs that marks or places give them.

mod byline;
mod contacts;
mod marks;

use super::front::Front;
use super::names::{is_name, parse};
use super::source::Source;
use super::{from_page, from_source};
use crate::domain::Person;
use crate::domain::extraction::{Candidate, Origin};
use byline::Byline;

/// The author lists: from the layout, and from the file's own metadata.
pub(super) fn read(front: &Front<'_>, source: &Source) -> Vec<Candidate<Vec<Person>>> {
    let byline = byline::read(front);
    let snippet = byline.first_line.clone();
    let mut out = Vec::new();
    let declared = source.authors();
    let people = assemble(byline);
    if !people.is_empty() {
        let agrees = declared.as_ref().is_some_and(|(names, _)| names.len() == people.len());
        out.push(from_page(people, if agrees { 0.95 } else { 0.85 }, Origin::Layout, 1, &snippet));
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
    let groups = found.iter().map(|author| author.group).max().unwrap_or_default();
    let marked = places.iter().any(|place| !place.marks.is_empty());
    let mut people: Vec<Person> = Vec::new();
    for author in found {
        let own = places.iter().filter(|place| {
            if marked && !author.marks.is_empty() {
                place.marks.iter().any(|mark| author.marks.contains(mark))
            } else {
                groups <= 1 || place.group == author.group
            }
        });
        let mut person = author.person;
        person.affiliations = own.map(|place| place.affiliation.clone()).collect();
        if !people.iter().any(|known| known.display_name() == person.display_name()) {
            people.push(person);
        }
    }
    contacts::give_emails(&mut people, &rest);
    contacts::give_orcids(&mut people, &rest);
    people
}
