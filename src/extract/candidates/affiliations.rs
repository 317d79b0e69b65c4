//! Places of work: recognised by their words, linked to ROR through the table of Québec institutions.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::domain::vocabulary::{list_institution_aliases, list_institutions};
use crate::domain::{Affiliation, Ror};

/// Parts of words that make a line an affiliation.
const STEMS: [&str; 26] = [
    "universi",
    "institut",
    "laborato",
    "départem",
    "departem",
    "departm",
    "centre",
    "center",
    "école",
    "ecole",
    "school",
    "facult",
    "college",
    "collège",
    "hospital",
    "hôpital",
    "research",
    "recherche",
    "polytechni",
    "mcgill",
    "cégep",
    "corporation",
    "company",
    "observatoire",
    "academy",
    "ministère",
];

/// Whole words that make a line an affiliation.
const WORDS: [&str; 19] = [
    "lab", "labs", "cnrs", "inria", "umr", "hec", "limsi", "loria", "irit", "greyc", "inc", "ltd", "chum", "chu",
    "unité", "ircam", "dept", "depts", "llc",
];

/// Words of theses' title pages, which name a faculty but are no affiliation.
const NO_PLACES: [&str; 6] = ["présenté", "submitted", "thèse", "mémoire", "thesis", "licence"];

/// Acronyms that are too common to stand for the institution of the table.
const VAGUE: [&str; 10] = ["CEGEP", "CIUSSS", "CSSS", "CHUS", "CRCHU", "RBIQ", "RQRV", "REPAR", "CIERA", "ISMER"];

/// Folded names of the table between spaces, longest first so that the most exact one wins.
static NAMES: LazyLock<Vec<(String, Ror)>> = LazyLock::new(|| {
    let mut names: Vec<(String, Ror)> = Vec::new();
    for institution in list_institutions() {
        for name in [&institution.name_fr, &institution.name_en] {
            names.push((format!(" {} ", fold(name)), institution.ror.clone()));
        }
    }
    for (ror, name) in list_institution_aliases() {
        names.push((format!(" {} ", fold(name)), ror.clone()));
    }
    names.retain(|(name, _)| name.len() >= 6);
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    names
});

/// Acronyms of the table as they are written.
static ACRONYMS: LazyLock<Vec<(&'static str, Ror)>> = LazyLock::new(|| {
    let known = list_institutions().iter().filter_map(|one| Some((one.acronym.as_deref()?, one.ror.clone())));
    let told = known.filter(|(acronym, _)| {
        let letters = acronym.chars().filter(|char| char.is_uppercase()).count();
        letters >= 4 && letters == acronym.chars().count() && !VAGUE.contains(acronym)
    });
    told.collect()
});

/// Letters without accents and case, words one space apart.
fn fold(text: &str) -> String {
    let plain: String =
        text.nfd().filter(|char| !('\u{300}'..='\u{36f}').contains(char)).flat_map(char::to_lowercase).collect();
    let words = plain.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| if word == "center" { "centre" } else { word }).collect::<Vec<_>>().join(" ")
}

/// Whether a line names a place of work.
pub(super) fn is_affiliation(text: &str) -> bool {
    let lower = text.to_lowercase();
    if text.contains('@') || NO_PLACES.iter().any(|part| lower.contains(part)) {
        return false;
    }
    STEMS.iter().any(|part| lower.contains(part))
        || lower.split(|char: char| !char.is_alphanumeric()).any(|word| WORDS.contains(&word))
        || find_ror(text).is_some()
}

/// An affiliation as printed, with the ROR id of the institution it names.
pub(super) fn affiliation(text: &str) -> Affiliation {
    let name =
        text.trim().trim_matches(|char: char| matches!(char, ',' | ';' | ':' | '.' | '(' | '–')).trim().to_owned();
    Affiliation { ror: find_ror(&name), name }
}

fn find_ror(text: &str) -> Option<Ror> {
    let folded = format!(" {} ", fold(text));
    let named = NAMES.iter().find(|(name, _)| folded.contains(name.as_str()));
    let short = || {
        let mut words = text.split(|char: char| !char.is_alphanumeric());
        words.find_map(|word| ACRONYMS.iter().find(|(acronym, _)| *acronym == word).map(|(_, ror)| ror.clone()))
    };
    named.map(|(_, ror)| ror.clone()).or_else(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_hold_an_acronym_are_no_affiliation() {
        for name in ["Florian Boudin", "Ginette Labonté-Fréchette", "Mémoire présenté à la Faculté de foresterie"]
        {
            assert!(!is_affiliation(name), "{name}");
        }
        assert!(is_affiliation("LORIA, Nancy") && is_affiliation("Adobe Research"));
    }

    #[test]
    fn an_institution_is_found_with_or_without_accents() {
        let ror = |text: &str| affiliation(text).ror.map(|ror| ror.as_str().to_owned());
        assert_eq!(ror("Département de physique, Université de Montréal"), ror("UNIVERSITE DE MONTREAL, Canada"));
        assert!(ror("Université de Montréal").is_some());
        let ends = |text: &str, end: &str| assert!(ror(text).is_some_and(|ror| ror.ends_with(end)), "{text}");
        ends("Département de géographie, UQAM, Montréal", "002rjbv21");
        ends("Azrieli Research Centre of CHU Sainte-Justine", "016e4fa89");
        ends("CHU de Québec – Université Laval Research Centre", "04rgqcd02");
        ends("École Polytechnique de Montréal", "05f8d4e86");
        ends("Mila", "05c22rx21");
        ends("Centre de recherche du CHUM", "0410a8y51");
        assert_eq!(ror("Université de la Lune"), None);
    }
}
