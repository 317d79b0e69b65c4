//! Words that no article has, and the words of the index that differ from them in one letter.
//!
//! The automaton is that of K. U. Schulz and S. Mihov, *Fast string correction with Levenshtein automata* (2002), as
//! the engine has it: it walks the dictionary of terms and leaves whatever can no longer match.

use std::collections::HashMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::schema::Fields;
use crate::search::analysis::Form;
use crate::search::analysis::fold::fold;
use crate::search::error::SearchError;
use crate::search::syntax::{TypedWord, any_form, typed_words};

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

/// The texts that a query may have meant, most likely first; none when all its words are known.
pub(super) fn corrections(fields: &Fields, searcher: &Searcher, text: &str) -> Result<Vec<String>, SearchError> {
    let mut wrong: Vec<(TypedWord, Vec<String>)> = Vec::new();
    for word in typed_words(text) {
        if wrong.len() < MAX_WORDS && may_be_wrong(&word.exact) && !is_known(fields, searcher, &word)? {
            let mut candidates = candidates(fields, searcher, &word)?;
            if candidates.is_empty()
                && let Some(singular) = word.exact.strip_suffix(['s', 'x']).filter(|word| may_be_wrong(word))
            {
                // The plural of a word that articles have in the singular alone.
                let singular = TypedWord { exact: singular.to_owned(), ..word.clone() };
                candidates = self::candidates(fields, searcher, &singular)?;
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

/// Whether the index has a word in any of its forms.
fn is_known(fields: &Fields, searcher: &Searcher, word: &TypedWord) -> tantivy::Result<bool> {
    let form = Form::of(&word.exact);
    for (field, _) in fields.of(word.scope) {
        for term in any_form(&form) {
            if searcher.doc_freq(&Term::from_field_text(field, &term))? > 0 {
                return Ok(true);
            }
        }
    }
    Ok(false)
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
fn candidates(fields: &Fields, searcher: &Searcher, word: &TypedWord) -> Result<Vec<String>, SearchError> {
    let fields: Vec<Field> = fields.of(word.scope).into_iter().map(|(field, _)| field).collect();
    let folded = fold(&word.exact);
    let near = similar(searcher, &fields, '=', &word.exact, 1)?;
    let mut counts = similar(searcher, &fields, '=', &folded, 1)?;
    counts.retain(|word, _| word.is_ascii());
    for (accented, count) in similar(searcher, &fields, '_', &folded, 1)? {
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
    ranked.into_iter().map(|(word, _)| written(searcher, &fields, word, &near)).collect()
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
    searcher: &Searcher,
    fields: &[Field],
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
    Ok(best(&similar(searcher, fields, '=', &folded, 2)?).unwrap_or(folded))
}

/// The terms of a kind within a distance, with the number of places where they are known.
fn similar(
    searcher: &Searcher,
    fields: &[Field],
    kind: char,
    word: &str,
    distance: u8,
) -> Result<HashMap<String, u64>, SearchError> {
    let mut found: HashMap<String, u64> = HashMap::new();
    let (from, term) = (kind.to_string(), format!("{kind}{word}"));
    for field in fields {
        let query = FuzzyTermQuery::new(Term::from_field_text(*field, &term), distance, true);
        for reader in searcher.segment_readers() {
            let inverted = reader.inverted_index(*field)?;
            let search = inverted.terms().search(query.automaton()?).ge(&from);
            let mut stream = search.into_stream().map_err(tantivy::TantivyError::from)?;
            while let Some((key, info)) = stream.next() {
                let Some(word) = std::str::from_utf8(key).ok().and_then(|key| key.strip_prefix(kind)) else { continue };
                *found.entry(word.to_owned()).or_default() += u64::from(info.doc_freq);
            }
        }
    }
    Ok(found)
}
