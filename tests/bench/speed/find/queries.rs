//! What readers ask: words common and rare, phrases, fields, years, errors of typing, everything.

use parvis::domain::{Lang, Person};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::vocabulary::{self, magnitude};
use crate::generate::{self, Random};

/// Ranks that words of queries are drawn from, each order of magnitude alike. People ask for neither the words of every
/// sentence nor those that nobody else uses: the first of these stands in nine of ten articles of its language, the last
/// in one of a hundred.
const RANKS: (u64, u64) = (60, 40_000);
/// Kinds of queries, and how many of a hundred are of each.
const KINDS: [(&str, u64); 10] = [
    ("one word", 18),
    ("two words", 24),
    ("three words", 16),
    ("phrase", 14),
    ("author", 6),
    ("years and sector", 8),
    ("operators", 5),
    ("error", 4),
    ("by title", 3),
    ("everything", 2),
];

/// A query with its kind.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) kind: &'static str,
    /// Path and query of the results page.
    pub(crate) path: String,
    /// The words alone, where the query is nothing but words.
    pub(crate) words: Vec<String>,
}

/// So many queries about a site of so many articles, the same in every run.
pub(crate) fn mixed(articles: u64, count: u64) -> Vec<Asked> {
    let random = &mut Random::new(articles, 5);
    (0..count).map(|_| one(random, articles)).collect()
}

fn one(random: &mut Random, articles: u64) -> Asked {
    let lang = if random.chance(62) { Lang::FR } else { Lang::EN };
    let mut place = random.below(100);
    let mut kind = "one word";
    for (name, share) in KINDS {
        kind = name;
        if place < share {
            break;
        }
        place -= share;
    }
    let words = |random: &mut Random, count: u64| (0..count).map(|_| word(random, lang)).collect::<Vec<_>>();
    let (text, more, words) = match kind {
        "two words" => (None, "", words(random, 2)),
        "three words" => (None, "", words(random, 3)),
        "phrase" => (Some(phrase(random, articles, lang)), "", Vec::new()),
        "author" => (Some(format!("auteur:{}", author(random, articles))), "", Vec::new()),
        "years and sector" => (Some(word(random, lang)), "&secteur=frqnt&de=2019&a=2023", Vec::new()),
        "operators" => {
            let [a, b, c, d] = std::array::from_fn(|_| word(random, lang));
            (Some(format!("({a} OR {b}) {c} -{d}")), "", Vec::new())
        }
        "error" => (Some(mistyped(&word(random, lang))), "", Vec::new()),
        "by title" => (Some(word(random, lang)), "&tri=titre", Vec::new()),
        "everything" => (Some(String::new()), "", Vec::new()),
        _ => (None, "", words(random, 1)),
    };
    let text = text.unwrap_or_else(|| words.join(" "));
    if text.is_empty() {
        return Asked { kind, path: "/recherche".to_owned(), words };
    }
    Asked { kind, path: format!("/recherche?q={}{more}", utf8_percent_encode(&text, NON_ALPHANUMERIC)), words }
}

fn word(random: &mut Random, lang: Lang) -> String {
    vocabulary::word(lang, magnitude(random, RANKS.0, RANKS.1))
}

/// Three to six words that stand beside each other on a page; on few pages, so that it is a phrase people remember.
fn phrase(random: &mut Random, articles: u64, lang: Lang) -> String {
    let page = vocabulary::page(random.within(1, articles), 1, lang);
    let sentence: Vec<&str> =
        page.split(['.', '\n']).find(|text| text.split(' ').count() > 8).unwrap_or("étude").split(' ').collect();
    let length = usize::try_from(random.within(3, 6)).unwrap_or(3);
    format!("\"{}\"", sentence.iter().skip(1).take(length).copied().collect::<Vec<_>>().join(" "))
}

fn author(random: &mut Random, articles: u64) -> String {
    let metadata = generate::article(random.below(articles));
    metadata
        .authors
        .first()
        .map(Person::sort_name)
        .and_then(|name| name.split(',').next().map(str::to_owned))
        .unwrap_or_default()
}

fn mistyped(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    letters.insert(middle, 'w');
    letters.into_iter().collect()
}
