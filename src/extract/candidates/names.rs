//! What looks like the name of a person, and how it parts into given and family names.

use crate::domain::Person;

/// Particles that belong to the family name.
const PARTICLES: [&str; 24] = [
    "de", "du", "des", "la", "le", "van", "von", "der", "den", "di", "da", "dos", "del", "della", "el", "al", "ben",
    "bin", "ter", "ten", "st", "saint", "d", "af",
];

/// Words of institutions, places and headings that no name holds.
const NOT_NAMES: [&str; 76] = [
    "kingdom",
    "states",
    "united",
    "po",
    "box",
    "domaine",
    "unité",
    "jury",
    "version",
    "thales",
    "university",
    "université",
    "universite",
    "universidad",
    "institut",
    "institute",
    "institution",
    "laboratoire",
    "laboratory",
    "lab",
    "labs",
    "department",
    "département",
    "departement",
    "centre",
    "center",
    "school",
    "école",
    "ecole",
    "faculty",
    "faculté",
    "college",
    "collège",
    "hospital",
    "hôpital",
    "cnrs",
    "inria",
    "umr",
    "inc",
    "ltd",
    "corporation",
    "research",
    "recherche",
    "rue",
    "street",
    "avenue",
    "boulevard",
    "campus",
    "cedex",
    "france",
    "canada",
    "usa",
    "abstract",
    "résumé",
    "keywords",
    "introduction",
    "journal",
    "vol",
    "proceedings",
    "doi",
    "orcid",
    "email",
    "e-mail",
    "correspondence",
    "correspondance",
    "submitted",
    "published",
    "received",
    "accepted",
    "editor",
    "license",
    "licence",
    "article",
    "group",
    "québec",
    "montréal",
];

/// Whether a text reads like the name of one person.
pub(super) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let sound = (2..=6).contains(&words.len()) && text.chars().count() <= 60;
    let letters = text.chars().all(|char| char.is_alphabetic() || " .-'’‐‑\u{ad}".contains(char));
    let capitals = words.iter().filter(|word| starts_high(word)).count();
    let others_are_particles = words.iter().all(|word| starts_high(word) || is_particle(word));
    let long =
        words.iter().any(|word| starts_high(word) && word.chars().filter(|char| char.is_alphabetic()).count() >= 2);
    let foreign = words
        .iter()
        .any(|word| NOT_NAMES.contains(&word.trim_matches(|char: char| !char.is_alphabetic()).to_lowercase().as_str()));
    sound && letters && capitals >= 2 && others_are_particles && long && !foreign
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
    let shouted = |word: &&str| {
        word.chars().count() > 1
            && word.chars().any(char::is_alphabetic)
            && !word.chars().any(char::is_lowercase)
            && !word.contains('.')
    };
    let loud = words.iter().position(shouted).filter(|_| words.iter().any(|word| word.chars().any(char::is_lowercase)));
    let mut start = loud.filter(|place| *place > 0).unwrap_or(words.len().saturating_sub(1));
    while start > 1 && words.get(start - 1).is_some_and(|word| is_particle(word)) {
        start -= 1;
    }
    let (given, family) = words.split_at(start.min(words.len()));
    person(&given.join(" "), &family.join(" "))
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
    let mut out = String::with_capacity(name.len());
    let mut inside = false;
    for char in name.chars() {
        if inside {
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
        for other in ["Université Laval", "Adobe Research", "Nancy", "of the Sea", "Room 12", "Québec Canada", ""] {
            assert!(!is_name(other), "{other}");
        }
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
        assert_eq!(parts("Rancourt, Hélène"), ("Hélène".into(), "Rancourt".into()));
        assert_eq!(parts("Léo Côté"), ("Léo".into(), "Côté".into()));
    }
}
