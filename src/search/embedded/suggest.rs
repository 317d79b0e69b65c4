//! Titles, authors and keywords by what somebody has typed of them so far.
//!
//! A term of the field `suggestions` is the beginning that finds it, a separator, a letter for its kind, and the text
//! as it is shown. Each word of a text begins one term, so that people need not know how a title starts.

use std::collections::HashMap;

use tantivy::{Searcher, Term};

use super::alive::first_alive;
use super::schema::Fields;
use crate::domain::understood::{Suggestion, SuggestionKind};
use crate::search::analysis::fold::fold;
use crate::search::analysis::words;
use crate::search::entry::Entry;
use crate::search::error::SearchError;
use crate::search::syntax::is_stop;

/// Stands between what is typed and what is shown; no word holds it.
const SEPARATOR: char = '\u{1}';
/// Characters of a beginning that are kept.
const LONGEST_START: usize = 40;
/// Bytes of the longest text that is suggested.
const LONGEST_TEXT: usize = 300;
/// Words of a text that it is found by.
const MAX_STARTS: usize = 8;
/// Letters that must be typed before anything is suggested.
const FEWEST_LETTERS: usize = 2;
/// Terms that are looked at in one segment.
const MAX_TERMS: usize = 4_000;
/// Suggestions of one kind.
const MAX_OF_KIND: usize = 4;

/// The terms of an article.
pub(super) fn terms(entry: &Entry) -> Vec<String> {
    let titles = entry.titles.iter().map(|title| (SuggestionKind::Title, title.text.as_str()));
    let subjects = entry.keywords.iter().map(|keyword| (SuggestionKind::Subject, keyword.text.as_str()));
    // The other form of a name, family name first, is not how people are shown.
    let names = entry.authors.iter().filter(|name| !name.contains(','));
    let authors = names.map(|name| (SuggestionKind::Author, name.as_str()));
    let mut terms: Vec<String> =
        titles.chain(subjects).chain(authors).flat_map(|(kind, text)| of_text(kind, text)).collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn of_text(kind: SuggestionKind, text: &str) -> Vec<String> {
    let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if shown.len() > LONGEST_TEXT {
        return Vec::new();
    }
    let folded = folded(&shown);
    let starts = (0..folded.len()).filter(|index| folded.get(*index).is_some_and(|word| *index == 0 || !is_stop(word)));
    starts
        .take(MAX_STARTS)
        .map(|index| {
            let beginning: String =
                folded.get(index..).unwrap_or_default().join(" ").chars().take(LONGEST_START).collect();
            format!("{beginning}{SEPARATOR}{}{shown}", letter(kind, index == 0))
        })
        .collect()
}

fn folded(text: &str) -> Vec<String> {
    words(text).into_iter().filter(|token| token.length == 1).map(|token| fold(&token.exact)).collect()
}

/// One letter for the kind, a capital where the text itself begins.
fn letter(kind: SuggestionKind, is_first: bool) -> char {
    let letter = match kind {
        SuggestionKind::Subject => 's',
        SuggestionKind::Author => 'a',
        SuggestionKind::Title => 't',
    };
    if is_first { letter.to_ascii_uppercase() } else { letter }
}

fn kind_of(letter: char) -> Option<(SuggestionKind, bool)> {
    let kind = match letter.to_ascii_lowercase() {
        's' => SuggestionKind::Subject,
        'a' => SuggestionKind::Author,
        't' => SuggestionKind::Title,
        _ => return None,
    };
    Some((kind, letter.is_ascii_uppercase()))
}

/// A text that may be suggested.
#[derive(Debug, Default)]
struct Candidate {
    /// Whether the text begins with what was typed.
    is_first: bool,
    /// Articles that have it.
    articles: u64,
    /// One of its terms.
    term: String,
}

/// What somebody may mean who has typed `typed`: subjects, then authors, then titles.
pub(super) fn suggest(fields: &Fields, searcher: &Searcher, typed: &str) -> Result<Vec<Suggestion>, SearchError> {
    let beginning: String = folded(typed).join(" ").chars().take(LONGEST_START).collect();
    if beginning.chars().count() < FEWEST_LETTERS {
        return Ok(Vec::new());
    }
    let mut ranked: Vec<((SuggestionKind, String), Candidate)> =
        candidates(fields, searcher, &beginning)?.into_iter().collect();
    ranked.sort_by(|((kind, text), one), ((other_kind, other_text), other)| {
        let order = (other.is_first, other.articles).cmp(&(one.is_first, one.articles));
        kind.cmp(other_kind)
            .then(order)
            .then_with(|| text.len().cmp(&other_text.len()))
            .then_with(|| text.cmp(other_text))
    });
    let mut suggestions: Vec<Suggestion> = Vec::new();
    for ((kind, text), candidate) in ranked {
        let same = suggestions.iter().filter(|known| known.kind == kind);
        let folded = fold(&text.to_lowercase());
        if same.clone().count() < MAX_OF_KIND
            && !same.clone().any(|known| fold(&known.text.to_lowercase()) == folded)
            && is_alive(fields, searcher, &candidate.term)?
        {
            suggestions.push(Suggestion { kind, text });
        }
    }
    Ok(suggestions)
}

fn candidates(
    fields: &Fields,
    searcher: &Searcher,
    beginning: &str,
) -> Result<HashMap<(SuggestionKind, String), Candidate>, SearchError> {
    let mut found: HashMap<(SuggestionKind, String), Candidate> = HashMap::new();
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(fields.suggestions)?;
        let range = inverted.terms().range().ge(beginning).lt(format!("{beginning}\u{10ffff}"));
        let mut stream = range.into_stream().map_err(tantivy::TantivyError::from)?;
        for _ in 0..MAX_TERMS {
            let Some((key, info)) = stream.next() else { break };
            let Ok(term) = std::str::from_utf8(key) else { continue };
            let Some((_, shown)) = term.split_once(SEPARATOR) else { continue };
            let mut chars = shown.chars();
            let Some((kind, is_first)) = chars.next().and_then(kind_of) else { continue };
            let candidate = found.entry((kind, chars.as_str().to_owned())).or_default();
            candidate.is_first |= is_first;
            candidate.articles += u64::from(info.doc_freq);
            term.clone_into(&mut candidate.term);
        }
    }
    Ok(found)
}

/// Whether an article that is still in the index has a term.
fn is_alive(fields: &Fields, searcher: &Searcher, term: &str) -> Result<bool, SearchError> {
    Ok(first_alive(searcher, &Term::from_field_text(fields.suggestions, term))?.is_some())
}
