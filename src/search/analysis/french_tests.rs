use super::super::fold::{exact, fold};
use super::*;

fn keys_of(word: &str) -> Vec<String> {
    let exact = exact(word);
    keys(&exact, &fold(&exact))
}

fn meet(query: &str, document: &str) -> bool {
    let found = keys_of(document);
    keys_of(query).iter().any(|key| found.contains(key))
}

#[test]
fn feminines_meet_their_masculines() {
    for (one, other) in [
        ("chercheur", "chercheuses"),
        ("rédacteur", "rédactrice"),
        ("actif", "actives"),
        ("neuf", "neuves"),
        ("public", "publique"),
    ] {
        assert!(meet(one, other) && meet(other, one), "{one} {other}");
    }
}

#[test]
fn words_of_other_meaning_stay_apart() {
    for (one, other) in [
        ("chapeau", "chapelle"),
        ("peau", "pelle"),
        ("vaisseau", "vaisselle"),
        ("canal", "canif"),
        ("thèse", "synthèse"),
        ("cheval", "cheveu"),
        ("eau", "os"),
    ] {
        assert!(!meet(one, other), "{one} {other}");
    }
}
