//! Titles, authors and keywords by what somebody has typed of them so far.
//!
//! A term of the field `suggestions` is the beginning that finds it, a separator, a letter for its kind, and the text
//! as it is shown. Each word of a text begins one term, so that people need not know how a title starts.

use std::collections::HashMap;

use super::analysis::fold::fold;
use super::analysis::words;
use super::entry::Entry;
use super::error::SearchError;
use super::syntax::is_stop;
use crate::domain::understood::{Suggestion, SuggestionKind};

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
/// Terms that are looked at in one part of an index.
pub(crate) const MAX_TERMS: usize = 4_000;
/// Suggestions of one kind.
const MAX_OF_KIND: usize = 4;

/// The terms of an article.
pub(crate) fn terms(entry: &Entry) -> Vec<String> {
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

/// Texts that may be suggested.
#[derive(Debug, Default)]
pub(crate) struct Candidates(HashMap<(SuggestionKind, String), Candidate>);

impl Candidates {
    /// Adds a term and the number of articles that have it.
    pub(crate) fn add(&mut self, term: &str, articles: u64) {
        let Some((_, shown)) = term.split_once(SEPARATOR) else { return };
        let mut chars = shown.chars();
        let Some((kind, is_first)) = chars.next().and_then(kind_of) else { return };
        let candidate = self.0.entry((kind, chars.as_str().to_owned())).or_default();
        candidate.is_first |= is_first;
        candidate.articles += articles;
        term.clone_into(&mut candidate.term);
    }

    /// Those that are suggested: subjects, then authors, then titles. `is_alive` tells whether an article has a term.
    pub(crate) fn chosen(
        self,
        is_alive: impl Fn(&str) -> Result<bool, SearchError>,
    ) -> Result<Vec<Suggestion>, SearchError> {
        let mut ranked: Vec<((SuggestionKind, String), Candidate)> = self.0.into_iter().collect();
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
                && is_alive(&candidate.term)?
            {
                suggestions.push(Suggestion { kind, text });
            }
        }
        Ok(suggestions)
    }
}

/// How the terms begin that somebody may mean who has typed `typed`; none of too little.
pub(crate) fn beginning(typed: &str) -> Option<String> {
    let beginning: String = folded(typed).join(" ").chars().take(LONGEST_START).collect();
    (beginning.chars().count() >= FEWEST_LETTERS).then_some(beginning)
}
