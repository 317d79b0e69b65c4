//! Text as long as books, with as many different words as real text has.
//!
//! The word of rank r stands about 1 / (r + q) times as often as the first (B. Mandelbrot, 1953, after G. K. Zipf, 1935),
//! so half of the words are a few hundred everyday ones and new ones never stop coming. The first ranks are words of
//! research (`words`), the others are made of syllables, each stem in several inflections.

use parvis::domain::Lang;

use crate::generate::Random;
use crate::generate::words::{everyday, push_capitalised};

/// Words of a page.
const WORDS_A_PAGE: (u64, u64) = (260, 420);
/// Different words of a language.
const WORDS: u64 = 400_000;
/// Mandelbrot's q: how far the commonest words are from an ideal of Zipf.
const FLATTENED: u64 = 3;
/// Words of a sentence.
const SENTENCE: (u64, u64) = (7, 28);
/// Sentences of a paragraph.
const PARAGRAPH: u64 = 6;
/// Syllables that stems are made of.
const SYLLABLES: [&str; 32] = [
    "ma", "ri", "to", "ne", "sal", "cor", "pi", "du", "ver", "lo", "can", "mi", "tra", "bo", "fel", "gi", "ser", "pon",
    "ta", "lu", "bri", "nor", "ve", "das", "pli", "mo", "que", "ran", "ti", "gro", "fa", "nu",
];
const FRENCH_ENDINGS: [&str; 5] = ["e", "es", "ement", "ation", "ations"];
const ENGLISH_ENDINGS: [&str; 5] = ["", "s", "ed", "ing", "ation"];

/// The text of a page of an article, the same for the same numbers.
pub(super) fn page(article: u64, number: u64, lang: Lang) -> String {
    let random = &mut Random::new(article.wrapping_mul(1_000).wrapping_add(number), 3);
    let words = random.within(WORDS_A_PAGE.0, WORDS_A_PAGE.1);
    let mut text = String::with_capacity(usize::try_from(words).unwrap_or_default().saturating_mul(8));
    let (mut left, mut sentences) = (0, 0);
    for _ in 0..words {
        let word = word(lang, rank(random));
        if left == 0 {
            sentences += 1;
            let between = if sentences % PARAGRAPH == 0 { ".\n\n" } else { ". " };
            text.push_str(if text.is_empty() { "" } else { between });
            push_capitalised(&mut text, &word);
            left = random.within(SENTENCE.0, SENTENCE.1);
        } else {
            text.push(' ');
            text.push_str(&word);
        }
        left -= 1;
    }
    text.push('.');
    text
}

/// The word of a rank, from 0.
pub(super) fn word(lang: Lang, rank: u64) -> String {
    let known = usize::try_from(rank).ok().and_then(|rank| everyday(lang).get(rank));
    known.map_or_else(|| made(lang, rank), |word| (*word).to_owned())
}

/// A rank by the law of Zipf and Mandelbrot: its distribution turned round.
fn rank(random: &mut Random) -> u64 {
    magnitude(random, FLATTENED, WORDS + FLATTENED) - FLATTENED
}

/// A number within bounds whose logarithm is as likely everywhere.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a draw")]
pub(super) fn magnitude(random: &mut Random, low: u64, high: u64) -> u64 {
    let share = random.below(1 << 40) as f64 / (1_u64 << 40) as f64;
    let (from, to) = (low as f64, high as f64);
    ((from * (to / from).powf(share)) as u64).clamp(low, high)
}

fn made(lang: Lang, rank: u64) -> String {
    let endings = if lang == Lang::FR { FRENCH_ENDINGS } else { ENGLISH_ENDINGS };
    let count = u64::try_from(endings.len()).unwrap_or(1);
    let (mut stem, ending) = (rank / count, rank % count);
    let mut word = String::new();
    // At least two syllables: shorter ones would be everyday words.
    let syllables = u64::try_from(SYLLABLES.len()).unwrap_or(1);
    while word.len() < 4 || stem > 0 {
        word.push_str(usize::try_from(stem % syllables).ok().and_then(|at| SYLLABLES.get(at)).unwrap_or(&"ra"));
        stem /= syllables;
    }
    word.push_str(usize::try_from(ending).ok().and_then(|at| endings.get(at)).unwrap_or(&""));
    word
}
