//! Places of work in notes that name their authors by initials: `L. Gagnon and M. Roy. Université Laval, Québec`.

use crate::domain::extraction::BlockKind;
use crate::domain::{Affiliation, Person};
use crate::extract::candidates::affiliations::{affiliation, is_affiliation};
use crate::extract::candidates::front::{Front, FrontBlock};

/// Most characters between two names of one note.
const MOST_BETWEEN: usize = 14;
/// Longest place of work in characters.
const LONGEST: usize = 300;
/// Words between the names and the place.
const ARE_WITH: [&str; 8] =
    ["are with the", "is with the", "was with the", "were with the", "are with", "is with", "was with", "were with"];
/// Words with which an address begins that stands behind the place.
const ADDRESSES: [&str; 7] = ["e-mail", "email", "courriel", "corresponding", "tel", "tél", "orcid"];

/// Gives each author who has none the place of work of the notes of the first page that begin with the author's initials.
pub(super) fn give(people: &mut [Person], front: &Front<'_>, page: u32) {
    if people.iter().all(|person| !person.affiliations.is_empty()) {
        return;
    }
    let blocks: Vec<&FrontBlock<'_>> =
        front.blocks.iter().filter(|block| block.page == page && may_hold(block)).collect();
    let mut found: Vec<(usize, Affiliation)> = Vec::new();
    for (place, block) in blocks.iter().enumerate() {
        let (names, rest) = signed(&block.text, people);
        if names.is_empty() {
            continue;
        }
        // The names may stand in bold type or on a line of their own.
        let next = blocks.get(place + 1).map_or("", |next| next.text.as_str());
        let text = if rest.trim().is_empty() { next } else { rest };
        if let Some(place) = place_in(text) {
            found.extend(names.into_iter().map(|person| (person, place.clone())));
        }
    }
    for (person, place) in found {
        let Some(person) = people.get_mut(person) else { continue };
        if person.affiliations.is_empty() {
            person.affiliations.push(place);
        }
    }
}

fn may_hold(block: &FrontBlock<'_>) -> bool {
    matches!(
        block.chunk.kind,
        BlockKind::FrontMatter
            | BlockKind::Footnote
            | BlockKind::Paragraph
            | BlockKind::Heading(_)
            | BlockKind::Reference
    )
}

/// The authors whose initials and names a text begins with, by their places in the list, and what follows them.
fn signed<'t>(text: &'t str, people: &[Person]) -> (Vec<usize>, &'t str) {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let next = people.iter().enumerate().filter_map(|(place, person)| Some((end_of(rest, person)?, place))).min();
        let Some((end, place)) = next.filter(|(_, place)| !names.contains(place)) else { break };
        names.push(place);
        rest = rest.get(end..).unwrap_or_default();
    }
    (names, rest)
}

/// Where the initials and the name of an author end that a text begins with, but for signs and `and`.
fn end_of(text: &str, person: &Person) -> Option<usize> {
    let start = text.find(person.family.as_str())?;
    let before = text.get(..start)?;
    let first = person.given.chars().next()?;
    let initials: String = before.chars().filter(|char| char.is_uppercase()).collect();
    let initial =
        initials.chars().rev().nth(given_initials(&person.given).saturating_sub(1)).or(initials.chars().next_back());
    let bare = before.chars().filter(|char| char.is_lowercase()).count();
    let apart = before.chars().count() <= MOST_BETWEEN && bare <= 3 && before.contains('.');
    let end = start + person.family.len();
    let ends = text.get(end..)?.chars().next().is_none_or(|char| !char.is_alphabetic());
    (apart && ends && initial == Some(first)).then_some(end)
}

fn given_initials(given: &str) -> usize {
    given.split([' ', '-', '.']).filter(|part| !part.is_empty()).count()
}

/// The place of work that a text begins with.
fn place_in(text: &str) -> Option<Affiliation> {
    let text = text.trim_start_matches(|char: char| !char.is_alphanumeric());
    let text = text.strip_prefix('✉').unwrap_or(text);
    let text = ARE_WITH.iter().find_map(|words| text.strip_prefix(words)).unwrap_or(text).trim_start();
    let lower = text.to_lowercase();
    let end = ADDRESSES.iter().filter_map(|word| lower.find(word)).chain(text.find('@')).min();
    let place = text.get(..end.unwrap_or(text.len())).unwrap_or(text);
    let place = place.trim_end_matches(|char: char| !char.is_alphanumeric());
    let high = place.starts_with(char::is_uppercase);
    (high && place.chars().count() < LONGEST && is_affiliation(place)).then(|| affiliation(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> Vec<Person> {
        let named = |(given, family): &(&str, &str)| Person {
            given: (*given).to_owned(),
            family: (*family).to_owned(),
            orcid: None,
            email: None,
            affiliations: Vec::new(),
        };
        [("Luc", "Gagnon"), ("Thi Mai", "Nguyen"), ("Étienne", "Bélanger")].iter().map(named).collect()
    }

    #[test]
    fn notes_are_signed_with_initials() {
        let people = people();
        let of = |text: &'static str| {
            let (names, rest) = signed(text, &people);
            (names, place_in(rest).map(|place| place.name))
        };
        let place = |name: &str| Some(name.to_owned());
        assert_eq!(
            of("L. Gagnon (✉) · T. M. Nguyen Polytechnique Montréal, Montréal, QC e-mail: l@example.org"),
            (vec![0, 1], place("Polytechnique Montréal, Montréal, QC"))
        );
        assert_eq!(
            of("T.M. Nguyen and É. Bélanger are with McGill University, Canada (e-mail: t@example.org)."),
            (vec![1, 2], place("McGill University, Canada"))
        );
        assert_eq!(of("In winter, Gagnon went to McGill University.").0, Vec::<usize>::new());
        assert_eq!(of("É. Bélanger. Département de géographie, Université de Sherbrooke").0, [2]);
    }
}
