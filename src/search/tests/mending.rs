//! Typing errors: what is taken for what, and how often the word that was meant is found.

use std::collections::BTreeSet;

use super::*;
use crate::domain::query::{Correction, Spelling};
use crate::search::analysis::{Form, words};

/// A generator that gives the same errors in every run (G. Marsaglia, *Xorshift RNGs*, 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }
}

/// A word with one letter inserted, left out, replaced or swapped with its neighbour.
fn mistyped(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let letter = char::from(b"abcdefghijklmnopqrstuvwxyz"[random.below(26)]);
    match random.below(4) {
        0 => letters.insert(random.below(letters.len() + 1), letter),
        1 => drop(letters.remove(random.below(letters.len()))),
        2 => letters[random.below(word.chars().count())] = letter,
        _ => {
            let at = random.below(letters.len() - 1);
            letters.swap(at, at + 1);
        }
    }
    letters.into_iter().collect()
}

/// The texts of the sample articles, as their sources have them: words of about forty articles in two languages.
fn sample_texts() -> Vec<(i64, Lang, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/sources");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "tex"));
    files.sort();
    let command = regex::Regex::new(r"(?s)^.*\\begin\{document\}|\\[a-zA-Z]+|\\.|\$[^$]*\$|%[^\n]*").unwrap();
    (1..)
        .zip(files)
        .map(|(id, path)| {
            let source = std::fs::read_to_string(&path).unwrap();
            let text = command.replace_all(&source, " ").into_owned();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let lang = if name.get(..2).unwrap().parse::<u8>().unwrap() <= 20 { Lang::FR } else { Lang::EN };
            (id, lang, text)
        })
        .collect()
}

#[test]
fn one_wrong_letter_is_put_right() {
    let texts = sample_texts();
    assert!(texts.len() >= 30);
    let entries: Vec<Entry> =
        texts.iter().map(|(id, lang, text)| Entry { language: *lang, ..article(*id, "", &[text]) }).collect();
    let index = index_of(&entries);
    let long = |token: &str| token.chars().count() >= 5 && token.chars().all(char::is_alphabetic);
    let vocabulary: Vec<String> = texts
        .iter()
        .flat_map(|(_, _, text)| words(text))
        .filter(|token| token.length == 1 && long(&token.exact))
        .map(|token| token.exact)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut random = Random(20_261_122);
    let (mut cases, mut same, mut missed) = (0, 0, Vec::new());
    while cases < 200 {
        let word = &vocabulary[random.below(vocabulary.len())];
        let typed = mistyped(word, &mut random);
        let as_typed = SearchQuery { spelling: Spelling::AsTyped, ..asked(&typed) };
        if !long(&typed) || index.search(&as_typed).unwrap().total > 0 {
            continue;
        }
        cases += 1;
        let meant = index.search(&asked(&typed)).unwrap().correction.map(|correction| correction.text);
        let found = meant.as_ref().is_some_and(|meant| share_a_key(meant, word));
        same += usize::from(meant.as_ref() == Some(word));
        if !found {
            missed.push(format!("{word} typed {typed}: {meant:?}"));
        }
    }
    println!("{} of 200 found, {same} of them as the very form; missed: {missed:?}", 200 - missed.len());
    assert!(missed.len() <= 10, "{missed:?}");
}

/// Whether a search for one form finds the other.
fn share_a_key(one: &str, other: &str) -> bool {
    let (one, other) = (Form::of(one), Form::of(other));
    one.folded == other.folded
        || one.french.iter().any(|key| other.french.contains(key))
        || one.english.iter().any(|key| other.english.contains(key))
}

fn weather() -> Index {
    index_of(&[
        article(1, "La mémoire des forêts", &["Le réchauffement du climat et la mémoire."]),
        article(2, "Le climat des villes", &["Les villes et la neige."]),
        Entry { authors: vec!["Léa Tremblay".to_owned()], ..article(3, "Glace", &[]) },
    ])
}

fn corrected(text: &str) -> Option<Correction> {
    weather().search(&asked(text)).unwrap().correction
}

fn applied(text: &str) -> Correction {
    Correction { text: text.to_owned(), applied: true }
}

#[test]
fn what_was_meant_is_answered_when_there_is_nothing_else() {
    assert_eq!(found(&weather(), "réchaufement"), [1]);
    assert_eq!(corrected("réchaufement"), Some(applied("réchauffement")));
    assert_eq!(corrected("memoirre des foretss"), Some(applied("mémoire des forêts")));
    assert_eq!(corrected("\"réchauffement du cilmat\""), Some(applied("\"réchauffement du climat\"")));
    assert_eq!(corrected("niegess"), None);
    assert_eq!(corrected("nieges"), Some(applied("neige")));
    assert_eq!(corrected("auteur:tremblya"), Some(applied("auteur:tremblay")));
    assert_eq!(corrected("l'érchauffement -neige"), Some(applied("l'réchauffement -neige")));
}

#[test]
fn words_that_the_index_knows_are_left_alone() {
    for text in ["climat", "climats", "foret", "forêts climat", "neige auteur:tremblay", "glace réchauffement"] {
        assert_eq!(corrected(text), None, "{text}");
    }
}

#[test]
fn short_words_numbers_and_identifiers_are_left_alone() {
    for text in ["nege", "12345", "doi:10.5555/climta", "octroi:climta", "-climta", "zzzzzzzz", ""] {
        assert_eq!(corrected(text), None, "{text}");
    }
}

#[test]
fn the_correction_is_only_named_when_there_are_results() {
    let result = weather().search(&asked("neige OR réchaufement")).unwrap();
    assert_eq!(result.total, 1);
    assert_eq!(result.correction, Some(Correction { text: "neige OR réchauffement".to_owned(), applied: false }));
}

#[test]
fn the_words_as_typed_are_searched_when_asked_for() {
    let query = SearchQuery { spelling: Spelling::AsTyped, ..asked("réchaufement") };
    let result = weather().search(&query).unwrap();
    assert_eq!((result.total, result.correction), (0, None));
}

#[test]
fn a_candidate_that_finds_nothing_gives_way_to_one_that_does() {
    let index = index_of(&[
        article(1, "", &["La carte du nord."]),
        article(2, "", &["La carte du sud."]),
        article(3, "", &["Le cadre du vent."]),
    ]);
    let result = index.search(&asked("cadte vent")).unwrap();
    assert_eq!(result.correction, Some(applied("cadre vent")));
}
