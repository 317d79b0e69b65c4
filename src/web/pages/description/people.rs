//! A byline as it is typed, a person a line: `Family, Given [ORCID] | Institution; Institution`.

use crate::domain::vocabulary::find_institution_by_name;
use crate::domain::{Affiliation, Orcid, Person};

/// Longest line of one person, in characters: a name with several long addresses.
pub(super) const LONGEST_BYLINE: usize = 4_000;
/// Longest name, in characters.
const LONGEST_NAME: usize = 300;

/// A person as a line.
pub(super) fn line(person: &Person) -> String {
    let mut line = person.sort_name();
    if let Some(orcid) = &person.orcid {
        line.push_str(" [");
        line.push_str(orcid.as_str());
        line.push(']');
    }
    let places: Vec<String> = person.affiliations.iter().map(|place| plain(&place.name)).collect();
    if !places.is_empty() {
        line.push_str(" | ");
        line.push_str(&places.join("; "));
    }
    line
}

/// A name of a place without the marks that part places and people.
fn plain(name: &str) -> String {
    let words = name.replace(';', ",").replace('|', "/");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads a line; a name without comma is an organisation or a single name.
///
/// # Errors
/// The message that says what is wrong.
pub(super) fn read(line: &str) -> Result<Person, &'static str> {
    let (person, places) = line.split_once('|').unwrap_or((line, ""));
    let (name, orcid) = match person.split_once('[') {
        Some((name, rest)) => (name, Some(rest.trim().trim_end_matches(']'))),
        None => (person, None),
    };
    let (family, given) = name.split_once(',').unwrap_or((name, ""));
    let (family, given) = (family.trim().to_owned(), given.trim().to_owned());
    if family.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err("form-author");
    }
    let orcid = orcid.map(Orcid::parse).transpose().map_err(|_| "form-orcid")?;
    let places = places.split(';').map(str::trim).filter(|name| !name.is_empty());
    let affiliations = places.map(|name| Affiliation { name: name.to_owned(), ror: None }).collect();
    Ok(Person { given, family, orcid, email: None, affiliations })
}

/// A person as typed, with what the form does not show: an address, and the identifiers of institutions, which a known
/// place keeps and another takes from the table of institutions.
pub(super) fn completed(typed: Person, known: Person) -> Person {
    let place = |place: Affiliation| {
        let before = known.affiliations.iter().find(|before| plain(&before.name) == place.name);
        before.cloned().unwrap_or_else(|| {
            let ror = find_institution_by_name(&place.name).map(|found| found.ror.clone());
            Affiliation { ror, ..place }
        })
    };
    let affiliations = typed.affiliations.into_iter().map(place).collect();
    Person { email: known.email, affiliations, given: typed.given, family: typed.family, orcid: typed.orcid }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_written_and_read_with_places_and_identifiers() {
        let line_of = "Roy, Anne [0000-0002-1825-0097] | Université Laval; Chaire du gel";
        let read = completed(read(line_of).unwrap(), Person::default());
        assert_eq!(read.affiliations.len(), 2);
        assert!(read.affiliations[0].ror.is_some() && read.affiliations[1].ror.is_none());
        assert_eq!(line(&read), line_of);
    }

    #[test]
    fn marks_in_the_name_of_a_place_part_nothing() {
        let place = Affiliation { name: "A; B | C".to_owned(), ror: None };
        let person = Person { family: "Roy".to_owned(), affiliations: vec![place], ..Person::default() };
        let typed = read(&line(&person)).unwrap();
        assert_eq!(completed(typed, person.clone()), person);
    }

    #[test]
    fn places_that_were_taken_out_are_gone() {
        let known = read("Roy, Anne | Université Laval").unwrap();
        assert!(completed(read("Roy, Anne").unwrap(), known).affiliations.is_empty());
    }
}
