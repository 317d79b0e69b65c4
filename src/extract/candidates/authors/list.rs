//! Lines of names: where one name ends and the next begins, and whether a line goes on below.

use super::marks::{CLOSE, OPEN, split_outside, take_marks};
use crate::domain::Person;
use crate::extract::candidates::affiliations::is_affiliation;
use crate::extract::candidates::names::{is_degree, is_mononym, is_name, is_particle, parse, without_degrees};
use crate::extract::layout::WIDE_SPACE;

/// Beginnings of lines that name people who are no authors.
const NO_AUTHORS: [&str; 12] = [
    "jury",
    "direct",
    "supervis",
    "edited",
    "editor",
    "reviewed",
    "reviewer",
    "communicated",
    "academic editor",
    "handling",
    "sous la direction",
    "éditeur",
];

/// A name and the marks behind it.
pub(super) struct Named {
    pub(super) person: Person,
    pub(super) marks: Vec<String>,
}

/// The names of a line, none when it is no line of names.
pub(super) fn names_of(text: &str) -> Vec<Named> {
    let lower = text.trim().to_lowercase();
    let other = NO_AUTHORS.iter().any(|word| lower.starts_with(word));
    if other || text.contains('@') || text.contains("://") || text.starts_with(OPEN) {
        return Vec::new();
    }
    if let Some(named) = inverted(text) {
        return named;
    }
    let mut found = Vec::new();
    let mut single: Option<Named> = None;
    let mut parts = 0;
    for part in split_outside(&evened(text)) {
        let (name, marks) = take_marks(&part);
        let name = name.trim_matches(|char: char| !char.is_alphabetic() && char != '.').trim();
        if name.chars().filter(|char| char.is_alphabetic()).count() < 2 || is_degree(name) {
            continue;
        }
        parts += 1;
        let spaced = parted(without_degrees(name));
        let name = spaced.as_str();
        if is_name(name) && !is_affiliation(name) {
            found.push(Named { person: parse(name), marks });
        } else if is_mononym(name) {
            single = Some(Named { person: Person { family: name.to_owned(), ..Person::default() }, marks });
        }
    }
    if parts == found.len() + 1 && parts <= 3 && !found.is_empty() && ends_in_pair(text) {
        found.extend(single);
    }
    if found.len() * 10 >= parts * 6 { found } else { Vec::new() }
}

/// A name whose space was lost, as in `LucTremblay`, unless its first part is a prefix of family names (`McGill`).
fn parted(name: &str) -> String {
    const PREFIXES: [&str; 11] = ["Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Von", "O", "Fitz"];
    let turn = |(place, char): (usize, char)| (place > 0 && char.is_uppercase()).then_some(place);
    let mut turns = name.char_indices().filter_map(turn);
    let (Some(place), None) = (turns.next(), turns.next()) else { return name.to_owned() };
    let (given, family) = name.split_at_checked(place).unwrap_or((name, ""));
    let plain = name.chars().all(char::is_alphabetic) && family.chars().count() > 2 && given.chars().count() > 2;
    if plain && !PREFIXES.contains(&given) { format!("{given} {family}") } else { name.to_owned() }
}

/// A line with commas alone between its names.
fn evened(text: &str) -> String {
    let mut even = text.replace(['&', ';', '·', '•', '|', '∙', '⋅', WIDE_SPACE], ",");
    for word in [" and ", " et ", " AND ", " And ", " ET ", " y ", " und "] {
        if even.contains(word) {
            even = even.replace(word, ",");
        }
    }
    let first = ["and ", "et ", "AND ", "ET "].iter().find_map(|word| even.strip_prefix(word)).map(str::to_owned);
    first.unwrap_or(even)
}

/// Whether the last of few names is joined by a conjunction, so that it may be a single one.
fn ends_in_pair(text: &str) -> bool {
    [" and ", " et ", " & "].iter().any(|word| text.contains(word))
}

/// Whether a line is one name as `FAMILY, Given`, which the acronym and place of an institution may look like.
pub(super) fn is_inverted_single(text: &str) -> bool {
    !text.contains(';') && inverted(text).is_some()
}

/// Names as `Family, Given`: parted by semicolons, or one with the family name in capitals.
fn inverted(text: &str) -> Option<Vec<Named>> {
    let (plain, _) = take_marks(text);
    let pieces: Vec<&str> = plain.split(';').map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let capital_first = |piece: &str| {
        let family = piece.split(',').next().unwrap_or_default();
        family.chars().filter(|char| char.is_alphabetic()).count() > 1 && !family.chars().any(char::is_lowercase)
    };
    let is_inverted = |piece: &&str| match piece.split(',').map(str::trim).collect::<Vec<_>>().as_slice() {
        [family, given] => {
            !family.is_empty() && is_name(&format!("{given} {family}")) && !is_degree(given) && !is_affiliation(piece)
        }
        _ => false,
    };
    let shouted =
        pieces.len() == 1 && pieces.iter().all(|piece| capital_first(piece) && piece.chars().any(char::is_lowercase));
    let fits = (pieces.len() > 1 || shouted) && pieces.iter().all(is_inverted);
    fits.then(|| text.split(';').filter_map(inverted_name).collect())
}

fn inverted_name(piece: &str) -> Option<Named> {
    let (name, marks) = take_marks(piece);
    name.contains(',').then(|| Named { person: parse(name.trim()), marks })
}

/// Whether a line of names ends in a comma, a conjunction or half a name.
pub(super) fn goes_on(text: &str) -> bool {
    let last = text.rsplit([',', ';']).next().unwrap_or_default().trim();
    let last = ["and ", "et ", "& "].iter().find_map(|word| last.strip_prefix(word)).unwrap_or(last);
    let last = last.rsplit_once(" and ").or(last.rsplit_once(" et ")).map_or(last, |(_, tail)| tail);
    let joins = [" and", " et", " &", " AND", " ET"].iter().any(|word| last.ends_with(word));
    let half = last.is_empty()
        || joins
        || matches!(last, "and" | "et" | "&" | "AND" | "ET")
        || !last.contains([' ', OPEN]) && last.starts_with(char::is_uppercase) && !is_degree(last);
    let particle = last.rsplit(' ').next().is_some_and(is_particle);
    let initials = particle || last.ends_with('.') && last.split(' ').count() <= 2 && !last.contains(OPEN);
    let listed = text.rsplit_once([',', ';']).is_some_and(|(before, _)| !names_of(before).is_empty());
    listed && (half || initials)
}

/// Whether a marked list of names ends in a name without mark, whose rest stands on the next line with it.
pub(super) fn breaks_name(text: &str, next: &str) -> bool {
    let marked = |part: Option<String>| part.is_some_and(|part| part.contains(OPEN));
    let broken = text.contains(CLOSE) && text.contains(',') && !text.trim_end().ends_with([',', CLOSE]);
    broken
        && next.trim_start().starts_with(char::is_uppercase)
        && !marked(split_outside(text).pop())
        && marked(split_outside(next).into_iter().next())
        && !names_of(text).is_empty()
}

#[cfg(test)]
mod tests {
    use super::super::marks::bracket_marks;
    use super::*;

    fn marked_text(plain: &str) -> String {
        let mut out = String::new();
        bracket_marks(plain, &mut out);
        out
    }

    fn names(plain: &str) -> Vec<(String, Vec<String>)> {
        names_of(&marked_text(plain)).into_iter().map(|found| (found.person.display_name(), found.marks)).collect()
    }

    fn plain_names(plain: &str) -> Vec<String> {
        names(plain).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn a_line_of_names_gives_each_name_its_marks() {
        let found = names("Gaël Lejeune1, Romain Brixtel 2,3 et Joseph Le Roux∗");
        let expected = [("Gaël Lejeune", vec!["1"]), ("Romain Brixtel", vec!["2", "3"]), ("Joseph Le Roux", vec!["∗"])];
        let expected: Vec<(String, Vec<String>)> = expected
            .into_iter()
            .map(|(name, marks)| (name.into(), marks.into_iter().map(String::from).collect()))
            .collect();
        assert_eq!(found, expected);
        assert_eq!(names("Ana Roy¹,² & Luc Côté³")[0].1, ["1", "2"]);
    }

    #[test]
    fn separators_of_all_layouts_part_names() {
        for line in [
            "Ana Tremblay\u{2003}Luc Le Gall",
            "Ana Tremblay | Luc Le Gall",
            "Ana Tremblay · Luc Le Gall",
            "ANA TREMBLAY AND LUC LE GALL",
            "Ana Tremblay et Luc Le Gall",
            "Ana Tremblay, PhD; Luc Le Gall, MD, MSc",
            "Ana Tremblay, Member, IEEE, and Luc Le Gall, Senior Member, IEEE",
            "Tremblay, Ana; Le Gall, Luc",
            "Par Ana Tremblay et Luc Le Gall",
        ] {
            assert_eq!(plain_names(line), ["Ana Tremblay", "Luc Le Gall"], "{line}");
        }
        assert_eq!(plain_names("Ana Tremblay1,LucMorin2,Mia Roy3"), ["Ana Tremblay", "Luc Morin", "Mia Roy"]);
        assert_eq!(parted("McGill"), "McGill");
        assert_eq!(plain_names("TREMBLAY, Ana"), ["Ana Tremblay"]);
        assert_eq!(plain_names("Ana Tremblay and Mausam"), ["Ana Tremblay", "Mausam"]);
    }

    #[test]
    fn a_name_broken_after_marked_names_goes_on_with_its_mark() {
        let (first, next) = (marked_text("Ana Tremblay1, Léo Côté2, Luc"), marked_text("Gall3, and Mia Roy1"));
        assert!(breaks_name(&first, &next));
        assert!(!breaks_name(&marked_text("Ana Tremblay1, Léo Côté2,3"), &marked_text("1Université Laval, Québec")));
        assert!(goes_on("Ana Tremblay, Joaquim") && goes_on("Ana Tremblay, Luc Côté and"));
        assert!(!goes_on("Département de géographie, Université"));
        assert!(!goes_on("Ana Tremblay, Luc Côté"));
    }

    #[test]
    fn lines_of_places_addresses_and_editors_give_no_name() {
        for line in [
            "LINA, Université de Nantes, Nantes, France",
            "prenom.nom@example.org",
            "(1) 2 rue de la Gare",
            "42 Nancy Grand Est",
            "Edited by: Carla Bianchi",
            "Reviewed by Peter Novak and Li Na",
        ] {
            assert!(names(line).is_empty(), "{line}");
        }
    }
}
