//! What looks like the name of a person, and how it parts into given and family names.

use super::vocabulary::{DEGREES, NOT_NAMES, PLACES};
use crate::domain::Person;

/// Particles that belong to the family name.
const PARTICLES: [&str; 24] = [
    "de", "du", "des", "la", "le", "van", "von", "der", "den", "di", "da", "dos", "del", "della", "el", "al", "ben",
    "bin", "ter", "ten", "st", "saint", "d", "af",
];

/// Particles written low even where the name begins with them.
const LOW_PARTICLES: [&str; 12] = ["de", "van", "von", "der", "den", "di", "da", "dos", "del", "della", "ter", "ten"];

/// Whether a text reads like the name of one person.
pub(super) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let sound = (2..=6).contains(&words.len()) && text.chars().count() <= 60;
    let letters = text.chars().all(|char| char.is_alphabetic() || " .-'’‐‑\u{ad}".contains(char));
    let capitals = words.iter().filter(|word| starts_high(word)).count();
    let opens_high = words.first().is_some_and(|word| starts_high(word));
    let others_are_particles = opens_high && words.iter().all(|word| starts_high(word) || is_particle(word));
    let long =
        words.iter().any(|word| starts_high(word) && word.chars().filter(|char| char.is_alphabetic()).count() >= 2);
    let bare = |word: &&str| word.trim_matches(|char: char| !char.is_alphabetic()).to_lowercase();
    let foreign = words.iter().any(|word| NOT_NAMES.contains(bare(word).as_str()));
    let place = words.iter().map(bare).all(|word| PLACES.contains(word.as_str()))
        || words.last().is_some_and(|last| PLACES.contains(bare(last).as_str()) && is_acronym(words.first()));
    sound && letters && capitals >= 2 && others_are_particles && long && !foreign && !place
}

/// Whether a word is the acronym that a university's name begins with ("UC", "ETH").
fn is_acronym(word: Option<&&str>) -> bool {
    word.is_some_and(|word| word.chars().count() >= 2 && word.chars().all(char::is_uppercase))
}

/// Whether a text is a single name that can stand in a list of names, such as that of a person with one name only.
pub(super) fn is_mononym(text: &str) -> bool {
    let lower = text.to_lowercase();
    let known = NOT_NAMES.contains(lower.as_str()) || PLACES.contains(lower.as_str()) || is_degree(text);
    text.chars().count() >= 3
        && !known
        && text.chars().all(|char| char.is_alphabetic() || char == '-')
        && starts_high(text)
        && text.chars().any(char::is_lowercase)
}

/// Whether a text is a degree or membership that stands behind names ("Ph. D.", "Member", "IEEE").
pub(super) fn is_degree(text: &str) -> bool {
    let bare: String = text.chars().filter(|char| !matches!(char, '.' | ' ' | '(' | ')')).collect();
    DEGREES.contains(bare.to_lowercase().as_str())
}

/// A name without the degrees behind it and the forms of address before it.
pub(super) fn without_degrees(text: &str) -> &str {
    let mut name = text.trim();
    while let Some((front, last)) = name.rsplit_once(' ')
        && is_degree(last)
        && last.chars().filter(|char| char.is_uppercase()).count() >= 2
    {
        name = front.trim_end_matches([' ', ',']);
    }
    let addressed =
        ["Dr ", "Dr. ", "Prof. ", "Prof ", "Pr ", "Pr. ", "Mme ", "By ", "by ", "BY ", "par ", "Par ", "PAR "];
    while let Some(rest) = addressed.iter().find_map(|word| name.strip_prefix(word)) {
        name = rest.trim_start();
    }
    name
}

fn starts_high(word: &str) -> bool {
    let bare = ["d'", "d’", "l'", "l’"].iter().find_map(|prefix| word.strip_prefix(prefix)).unwrap_or(word);
    bare.chars().next().is_some_and(|char| char.is_uppercase() || char.is_alphabetic() && !char.is_lowercase())
}

/// Whether a word is a particle of family names.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word.trim_matches('.').to_lowercase().as_str()) || ["y", "e", "-", "’t", "'t"].contains(&word)
}

/// Parts a name in the order it is printed, or `Family, Given`.
pub(super) fn parse(text: &str) -> Person {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace(['‐', '‑'], "-");
    if let Some((family, given)) = text.split_once(',') {
        return person(given.trim(), family.trim());
    }
    let words: Vec<&str> = text.split(' ').collect();
    let quiet = |word: &&str| word.chars().any(char::is_lowercase);
    let leading = words.iter().take_while(|word| is_shouted(word)).count();
    let rest = words.get(leading..).unwrap_or_default();
    if leading > 0 && !rest.is_empty() && rest.iter().all(|word| quiet(word) || is_initial(word)) {
        return person(&rest.join(" "), &words.get(..leading).unwrap_or_default().join(" "));
    }
    let loud = words.iter().position(|word| is_shouted(word)).filter(|_| words.iter().any(quiet));
    let mut start = loud.filter(|place| *place > 0).unwrap_or(words.len().saturating_sub(1));
    while start > 1 && words.get(start - 1).is_some_and(|word| is_particle(word)) {
        start -= 1;
    }
    let (given, family) = words.split_at(start.min(words.len()));
    person(&given.join(" "), &family.join(" "))
}

/// Whether a word is set in capitals, as directories set family names.
fn is_shouted(word: &str) -> bool {
    word.chars().filter(|char| char.is_alphabetic()).count() > 1
        && !word.chars().any(char::is_lowercase)
        && !word.contains('.')
}

fn is_initial(word: &str) -> bool {
    word.ends_with('.') && word.chars().filter(|char| char.is_alphabetic()).count() <= 3
}

fn person(given: &str, family: &str) -> Person {
    Person { given: settle(given), family: settle(family), ..Person::default() }
}

/// Names set in capitals as people write them.
fn settle(name: &str) -> String {
    let letters = name.chars().filter(|char| char.is_alphabetic()).count();
    if letters < 3 || name.contains('.') || name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let words = name.split(' ').map(|word| {
        let lower = word.to_lowercase();
        if LOW_PARTICLES.contains(&lower.as_str()) { lower } else { capitalise(word) }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A word in capitals with the first letter of each of its parts alone kept high; "Mc" keeps two.
fn capitalise(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut inside = false;
    for char in word.chars() {
        if inside && out != "Mc" {
            out.extend(char.to_lowercase());
        } else {
            out.push(char);
        }
        inside = char.is_alphabetic();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_places_and_institutions() {
        for name in [
            "Maëlle Thériault-Gagnon",
            "Joseph Le Roux",
            "P. L. Bartlett",
            "Charles de Gaulle",
            "Jean d'Ormont",
            "Patrick D Schloss",
        ] {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "Université Laval",
            "Adobe Research",
            "Nancy",
            "of the Sea",
            "Room 12",
            "Québec Canada",
            "UC Berkeley",
            "New Zealand",
            "Machine Learning Dept.",
            "de Estudios Avanzados",
            "",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn degrees_and_forms_of_address_are_no_part_of_a_name() {
        assert_eq!(without_degrees("Dr. Ana Roy PhD"), "Ana Roy");
        assert_eq!(without_degrees("By Jean MA"), "Jean");
        assert_eq!(without_degrees("Ana Roy"), "Ana Roy");
        assert!(is_degree("Ph. D.") && is_degree("Senior Member") && !is_degree("Roy"));
    }

    #[test]
    fn particles_and_capitals_belong_to_the_family_name() {
        let parts = |text: &str| {
            let person = parse(text);
            (person.given, person.family)
        };
        assert_eq!(parts("Joseph Le Roux"), ("Joseph".into(), "Le Roux".into()));
        assert_eq!(parts("Ludwig van der Berg"), ("Ludwig".into(), "van der Berg".into()));
        assert_eq!(parts("Anne DURAND MARTIN"), ("Anne".into(), "Durand Martin".into()));
        assert_eq!(parts("LE GOFF Yann"), ("Yann".into(), "Le Goff".into()));
        assert_eq!(parts("TREMBLAY M."), ("M.".into(), "Tremblay".into()));
        assert_eq!(parts("J. P. MORIN"), ("J. P.".into(), "Morin".into()));
        assert_eq!(parts("HANS VAN DER BERG"), ("Hans".into(), "van der Berg".into()));
        assert_eq!(parts("Rancourt, Hélène"), ("Hélène".into(), "Rancourt".into()));
        assert_eq!(parts("Léo Côté"), ("Léo".into(), "Côté".into()));
    }
}
