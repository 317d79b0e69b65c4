//! Keys of French words: Snowball French on both forms, plus the feminines and the families that it leaves apart.

use rust_stemmers::{Algorithm, Stemmer};

use super::fold;

/// Endings of feminines (singular, without accents) and of their masculines, where Snowball keeps the two apart in
/// short words: `chercheuse`, `rédactrice`, `active`, `neuve`.
const FEMININES: [(&str, &str); 4] = [("euse", "eur"), ("trice", "teur"), ("ive", "if"), ("euve", "euf")];

/// Plurals in *-aux* of singulars in *-ail* (the others are in *-al*, which Snowball knows).
const AIL: [&str; 8] = ["travaux", "vitraux", "baux", "coraux", "emaux", "soupiraux", "vantaux", "ventaux"];

/// Families of irregular forms, without accents; the first stands for all.
const FAMILIES: [&[&str]; 16] = [
    &["oeil", "yeux"],
    &["ciel", "cieux"],
    &["nouveau", "nouveaux", "nouvel", "nouvelle", "nouvelles"],
    &["beau", "beaux", "bel", "belle", "belles"],
    &["vieux", "vieil", "vieille", "vieilles"],
    &["jumeau", "jumeaux", "jumelle", "jumelles"],
    &["fou", "fous", "fol", "folle", "folles"],
    &["mou", "mous", "mol", "molle", "molles"],
    &["public", "publics", "publique", "publiques"],
    &["grec", "grecs", "grecque", "grecques"],
    &["faux", "fausse", "fausses"],
    &["doux", "douce", "douces"],
    &["gros", "grosse", "grosses"],
    &["epais", "epaisse", "epaisses"],
    &["aigu", "aigus", "aigue", "aigues"],
    &[
        "apprendre",
        "apprend",
        "apprennent",
        "apprenant",
        "apprenants",
        "appris",
        "apprise",
        "apprentissage",
        "apprentissages",
    ],
];

/// Keys of a word, one to five.
pub(crate) fn keys(exact: &str, folded: &str) -> Vec<String> {
    let stemmer = Stemmer::create(Algorithm::French);
    let stem = |word: &str| fold::fold(&stemmer.stem(word));
    let mut keys = vec![stem(folded)];
    let more = [
        (exact != folded).then(|| stem(exact)),
        masculine(folded).map(|word| stem(&word)),
        AIL.contains(&folded).then(|| stem(&folded.replace("aux", "ail"))),
        FAMILIES.iter().find(|forms| forms.contains(&folded)).and_then(|forms| forms.first()).map(|first| stem(first)),
        thesis(folded),
        singular(folded).map(stem),
    ];
    for key in more.into_iter().flatten() {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// First letters of words that have this key though it begins with another one: *yeux*, of the family of *œil*.
pub(crate) fn other_initials(key: &str) -> impl Iterator<Item = char> {
    let stemmer = Stemmer::create(Algorithm::French);
    let of_key = FAMILIES.iter().filter(move |forms| forms.first().is_some_and(|head| stemmer.stem(head) == key));
    of_key.flat_map(|forms| forms.iter().filter_map(|form| form.chars().next()))
}

/// The masculine of a word that looks like a feminine.
fn masculine(folded: &str) -> Option<String> {
    let singular = folded.strip_suffix('s').unwrap_or(folded);
    FEMININES.iter().find_map(|(feminine, masculine)| {
        singular.strip_suffix(feminine).filter(|base| !base.is_empty()).map(|base| format!("{base}{masculine}"))
    })
}

/// The singular of a regular plural: Snowball keeps the *s* after some vowels (`lois`), and takes the *er* of `laser`
/// for a verb's ending but not that of `lasers`.
fn singular(folded: &str) -> Option<&str> {
    folded.strip_suffix('s').filter(|base| base.len() > 2 && !base.ends_with('s'))
}

/// One key for *synthèse*, *synthétique*, *synthétiser* and their like, Greek nouns in *-thèse*.
fn thesis(folded: &str) -> Option<String> {
    ["thetis", "thetiq", "these"]
        .iter()
        .find_map(|mark| folded.rfind(mark))
        .filter(|at| *at > 1)
        .and_then(|at| folded.get(..at))
        .map(|base| format!("{base}thes"))
}

#[cfg(test)]
#[path = "french_tests.rs"]
mod tests;
