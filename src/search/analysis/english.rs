//! Keys of English words: Snowball English on both forms, Greek and Latin plurals that it leaves apart.

use rust_stemmers::{Algorithm, Stemmer};

use super::fold;

/// Plurals of science with their singular.
const PLURALS: [(&str, &str); 26] = [
    ("matrices", "matrix"),
    ("indices", "index"),
    ("vertices", "vertex"),
    ("appendices", "appendix"),
    ("criteria", "criterion"),
    ("phenomena", "phenomenon"),
    ("bacteria", "bacterium"),
    ("data", "datum"),
    ("media", "medium"),
    ("genera", "genus"),
    ("fungi", "fungus"),
    ("nuclei", "nucleus"),
    ("stimuli", "stimulus"),
    ("foci", "focus"),
    ("loci", "locus"),
    ("larvae", "larva"),
    ("algae", "alga"),
    ("mitochondria", "mitochondrion"),
    ("children", "child"),
    ("women", "woman"),
    ("men", "man"),
    ("mice", "mouse"),
    ("feet", "foot"),
    ("teeth", "tooth"),
    ("leaves", "leaf"),
    ("lives", "life"),
];

/// Keys of a word, one to three.
pub(crate) fn keys(exact: &str, folded: &str) -> Vec<String> {
    let stemmer = Stemmer::create(Algorithm::English);
    let mut keys = vec![stemmer.stem(folded).into_owned()];
    let mut add = |key: String| {
        if !keys.contains(&key) {
            keys.push(key);
        }
    };
    if exact != folded {
        add(fold::fold(&stemmer.stem(exact)));
    }
    if let Some((_, singular)) = PLURALS.iter().find(|(plural, _)| *plural == folded) {
        add(stemmer.stem(singular).into_owned());
    }
    if let Some(base) = folded.strip_suffix("sis").filter(|base| base.len() > 2) {
        add(stemmer.stem(&format!("{base}ses")).into_owned());
    }
    if let Some(base) = folded.strip_suffix("our").filter(|base| base.len() > 2) {
        add(stemmer.stem(&format!("{base}or")).into_owned());
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(one: &str, other: &str) -> bool {
        let all = keys(other, other);
        keys(one, one).iter().any(|key| all.contains(key))
    }

    #[test]
    fn forms_of_one_word_share_a_key() {
        for (one, other) in
            [("study", "studies"), ("analysis", "analyses"), ("matrix", "matrices"), ("colour", "colors")]
        {
            assert!(meet(one, other), "{one} {other}");
        }
    }

    #[test]
    fn other_words_share_none() {
        for (one, other) in [("our", "or"), ("basis", "bases of"), ("market", "mark")] {
            assert!(!meet(one, other), "{one} {other}");
        }
    }
}
