//! Words that no article has, and the words of the index that differ from them in one letter.
//!
//! The automaton is that of K. U. Schulz and S. Mihov, *Fast string correction with Levenshtein automata* (2002), as
//! the engines have it: it walks the dictionary of terms and leaves whatever can no longer match.

use std::collections::HashMap;

use super::analysis::Form;
use super::analysis::fold::fold;
use super::error::SearchError;
use super::syntax::{Asked, Scope, TypedWord, any_form, parse, typed_words};
use crate::domain::query::{Correction, SearchQuery, SearchResult, Spelling};

/// Letters of the shortest word that is put right: shorter ones resemble too many others.
const SHORTEST: usize = 5;
/// Words of a query that are put right.
const MAX_WORDS: usize = 6;
/// Words of the index that one typed word may be taken for.
const MAX_CANDIDATES: usize = 5;
/// Weight of a word that is one letter away from what was typed, over one that also differs in accents.
const NEAR: u64 = 8;
/// Weight of a word of which two letters were swapped or one was left out: there are some six ways to do so, but some
/// hundred and fifty to type a wrong letter or one too many, so that a given one of these is as much less likely
/// (M. D. Kernighan, K. W. Church, W. A. Gale, *A spelling correction program based on a noisy channel model*, 1990).
const LIKELY: u64 = 26;

/// The words that an engine knows.
pub(crate) trait Dictionary {
    /// Whether a field of a scope has one of some terms.
    fn has(&self, scope: Scope, terms: &[String]) -> Result<bool, SearchError>;

    /// The words whose terms of a kind are within a distance, with the number of places where they are known.
    fn similar(&self, scope: Scope, kind: char, word: &str, distance: u8) -> Result<HashMap<String, u64>, SearchError>;
}

/// Answers a query; when words of it stand in no article, the one that was probably meant is named or answered.
pub(crate) fn corrected<D: Dictionary>(
    query: &SearchQuery,
    answer: impl Fn(&SearchQuery, &Asked) -> Result<SearchResult, SearchError>,
    dictionary: impl FnOnce() -> D,
) -> Result<SearchResult, SearchError> {
    let asked = parse(&query.text);
    let result = answer(query, &asked)?;
    let may_be_wrong = result.total == 0 || asked.has_alternatives();
    if query.spelling == Spelling::AsTyped || !may_be_wrong {
        return Ok(result);
    }
    for text in corrections(&dictionary(), &query.text)? {
        let meant = SearchQuery { text: text.clone(), ..query.clone() };
        let other = answer(&meant, &parse(&text))?;
        if other.total > 0 {
            let applied = result.total == 0;
            let correction = Some(Correction { text, applied });
            return Ok(SearchResult { correction, ..if applied { other } else { result } });
        }
    }
    Ok(result)
}

/// The texts that a query may have meant, most likely first; none when all its words are known.
fn corrections(dictionary: &impl Dictionary, text: &str) -> Result<Vec<String>, SearchError> {
    let mut wrong: Vec<(TypedWord, Vec<String>)> = Vec::new();
    for word in typed_words(text) {
        if wrong.len() < MAX_WORDS
            && may_be_wrong(&word.exact)
            && !dictionary.has(word.scope, &any_form(&Form::of(&word.exact)))?
        {
            let mut candidates = candidates(dictionary, &word)?;
            if candidates.is_empty()
                && let Some(singular) = word.exact.strip_suffix(['s', 'x']).filter(|word| may_be_wrong(word))
            {
                // The plural of a word that articles have in the singular alone.
                let singular = TypedWord { exact: singular.to_owned(), ..word.clone() };
                candidates = self::candidates(dictionary, &singular)?;
            }
            if !candidates.is_empty() {
                wrong.push((word, candidates));
            }
        }
    }
    Ok(variants(text, &wrong))
}

fn may_be_wrong(exact: &str) -> bool {
    exact.chars().count() >= SHORTEST && exact.chars().all(char::is_alphabetic)
}

/// The query with all its wrong words replaced by their best candidates, then with other candidates for one of them.
fn variants(text: &str, wrong: &[(TypedWord, Vec<String>)]) -> Vec<String> {
    let mut choices = vec![vec![0; wrong.len()]];
    for rank in 1..MAX_CANDIDATES {
        for (index, (_, candidates)) in wrong.iter().enumerate() {
            if rank < candidates.len() {
                choices.push((0..wrong.len()).map(|other| if other == index { rank } else { 0 }).collect());
            }
        }
    }
    if wrong.is_empty() { Vec::new() } else { choices.iter().map(|choice| replaced(text, wrong, choice)).collect() }
}

fn replaced(text: &str, wrong: &[(TypedWord, Vec<String>)], choice: &[usize]) -> String {
    let (mut written, mut done) = (String::with_capacity(text.len()), 0);
    for ((word, candidates), rank) in wrong.iter().zip(choice) {
        written.push_str(text.get(done..word.span.start).unwrap_or_default());
        written.push_str(candidates.get(*rank).map_or(word.exact.as_str(), String::as_str));
        done = word.span.end;
    }
    written.push_str(text.get(done..).unwrap_or_default());
    written
}

/// Words of the index one letter away, the most frequent first. Letters are compared without accents, so that an
/// accent left out is no second error.
fn candidates(dictionary: &impl Dictionary, word: &TypedWord) -> Result<Vec<String>, SearchError> {
    let similar = |kind, text: &str| dictionary.similar(word.scope, kind, text, 1);
    let folded = fold(&word.exact);
    let near = similar('=', &word.exact)?;
    let mut counts = similar('=', &folded)?;
    counts.retain(|word, _| word.is_ascii());
    for (accented, count) in similar('_', &folded)? {
        *counts.entry(accented).or_default() += count;
    }
    for (exact, count) in &near {
        let sum = counts.entry(fold(exact)).or_default();
        *sum = (*sum).max(*count).saturating_mul(NEAR);
    }
    let weigh = |(word, count): (String, u64)| {
        let weight = if is_likely(&folded, &word) { LIKELY } else { 1 };
        (word, count.saturating_mul(weight))
    };
    let mut ranked: Vec<(String, u64)> = counts.into_iter().map(weigh).collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    ranked.truncate(MAX_CANDIDATES);
    ranked.into_iter().map(|(found, _)| written(dictionary, word.scope, found, &near)).collect()
}

/// Whether a word becomes what was typed by leaving one letter out or by swapping two.
fn is_likely(typed: &str, word: &str) -> bool {
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    word.chars().count() == typed.chars().count() + 1 || letters(word) == letters(typed)
}

/// An accent-free word as articles write it: the form nearest to what was typed, else the most frequent.
fn written(
    dictionary: &impl Dictionary,
    scope: Scope,
    folded: String,
    near: &HashMap<String, u64>,
) -> Result<String, SearchError> {
    let best = |forms: &HashMap<String, u64>| {
        let same = forms.iter().filter(|(form, _)| fold(form) == folded);
        same.max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))).map(|(form, _)| form.clone())
    };
    if let Some(form) = best(near) {
        return Ok(form);
    }
    Ok(best(&dictionary.similar(scope, '=', &folded, 2)?).unwrap_or(folded))
}
