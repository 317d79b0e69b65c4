//! Authors with their places.

use crate::domain::{Affiliation, Metadata, Orcid, Person, Ror};
use crate::web::address;
use crate::web::page::Frame;

/// An author.
#[derive(Debug)]
pub(super) struct AuthorView {
    pub(super) name: String,
    pub(super) search: String,
    pub(super) orcid: Option<String>,
    pub(super) marks: String,
}

/// An affiliation.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) ror: Option<String>,
}

/// Every place once, in the order of the byline, and the authors with the numbers of theirs.
pub(super) fn byline(metadata: &Metadata, frame: &Frame) -> (Vec<Place>, Vec<AuthorView>) {
    let mut names: Vec<&Affiliation> = Vec::new();
    let mut authors = Vec::new();
    for person in &metadata.authors {
        let mut marks = Vec::new();
        for place in &person.affiliations {
            let known = names.iter().position(|other| other.name == place.name);
            let at = known.unwrap_or_else(|| {
                names.push(place);
                names.len() - 1
            });
            marks.push((at + 1).to_string());
        }
        authors.push(author(person, marks.join(", "), frame));
    }
    let places = names.iter().map(|place| Place { name: place.name.clone(), ror: place.ror.as_ref().map(Ror::url) });
    (places.collect(), authors)
}

fn author(person: &Person, marks: String, frame: &Frame) -> AuthorView {
    let name = person.display_name();
    AuthorView {
        search: address::for_words(frame.locale, &name),
        orcid: person.orcid.as_ref().map(Orcid::url),
        name,
        marks,
    }
}
