//! Marks the words of a query in a text, by the same analysis as the search.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::analysis::fold::fold;
use super::analysis::french::other_initials;
use super::analysis::{Form, Token, words};
use super::syntax::{Group, parse};
use crate::domain::query::Piece;

/// Words whose places in the query are remembered; a page of results has fewer.
const REMEMBERED: usize = 20_000;

/// A word of a query: which group it belongs to, and which word of it it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    group: usize,
    word: usize,
}

/// A query made ready to be marked in many texts.
///
/// Most words of a text are told by their first letter to be none of the query, without being stemmed; what was found
/// for the others is remembered from one text to the next.
#[derive(Debug, Default)]
pub struct Marker {
    /// Number of words of each group.
    lengths: Vec<usize>,
    /// The words of the query that a term stands for.
    wanted: HashMap<String, Vec<Slot>>,
    /// First letters, without accents, of all words that may have such a term.
    initials: Vec<char>,
    /// The words of the query that words of texts stand for.
    known: Mutex<HashMap<String, Vec<Slot>>>,
}

impl Marker {
    /// Reads a query. Excluded words and names of authors are not marked.
    #[must_use]
    pub fn new(query: &str) -> Self {
        Self::of(&parse(query).groups())
    }

    pub(crate) fn of(groups: &[Group]) -> Self {
        let mut marker = Self { lengths: groups.iter().map(|group| group.slots.len()).collect(), ..Self::default() };
        for (group, asked) in groups.iter().enumerate() {
            for (word, form) in asked.slots.iter().enumerate() {
                for term in asked.terms(form) {
                    marker.want(term, Slot { group, word });
                }
            }
        }
        marker
    }

    fn want(&mut self, term: String, slot: Slot) {
        let key: String = term.chars().skip(1).collect();
        self.initials.extend(fold(&key).chars().next());
        if term.starts_with('f') {
            self.initials.extend(other_initials(&key));
        }
        self.wanted.entry(term).or_default().push(slot);
    }

    /// Cuts a text into pieces, the words of the query marked. The pieces joined are the text.
    #[must_use]
    pub fn mark(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut done = 0;
        for span in self.spans(text) {
            push(&mut pieces, text.get(done..span.start), false);
            push(&mut pieces, text.get(span.start.max(done)..span.end), true);
            done = done.max(span.end);
        }
        push(&mut pieces, text.get(done..), false);
        pieces
    }

    /// Bytes to mark, in order; the words of a phrase and what is between them are one span.
    fn spans(&self, text: &str) -> Vec<Range<usize>> {
        if self.wanted.is_empty() {
            return Vec::new();
        }
        let mut spans = Vec::new();
        let mut plain = Vec::new();
        for token in words(text) {
            let slots = self.slots(text, &token);
            if slots.iter().any(|slot| self.lengths.get(slot.group) == Some(&1)) {
                spans.push(token.span.clone());
            }
            if token.length == 1 {
                plain.push((token.span, slots));
            }
        }
        for (group, length) in self.lengths.iter().copied().enumerate().filter(|(_, length)| *length > 1) {
            for window in plain.windows(length) {
                let fits =
                    |(word, (_, slots)): (usize, &(Range<usize>, Vec<Slot>))| slots.contains(&Slot { group, word });
                if window.iter().enumerate().all(fits) {
                    let (first, last) = (window.first(), window.last());
                    spans.extend(first.zip(last).map(|((first, _), (last, _))| first.start..last.end));
                }
            }
        }
        spans.sort_by_key(|span| (span.start, span.end));
        spans
    }

    /// Whether a word of a text may be one of the query, by its first letter.
    pub(crate) fn may_mark(&self, text: &str, token: &Token) -> bool {
        let initial = text.get(token.span.clone()).and_then(|word| word.chars().next());
        // What is not ASCII may be anything: letters with accents, in pieces, in other widths.
        initial.is_none_or(|c| !c.is_ascii() || self.initials.contains(&c.to_ascii_lowercase()))
    }

    /// The words of the query that a word of a text stands for.
    fn slots(&self, text: &str, token: &Token) -> Vec<Slot> {
        if !self.may_mark(text, token) {
            return Vec::new();
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slots) = known.get(&token.exact) {
            return slots.clone();
        }
        let terms = Form::of(&token.exact).terms();
        let slots: Vec<Slot> = terms.iter().filter_map(|term| self.wanted.get(term)).flatten().copied().collect();
        if known.len() < REMEMBERED {
            known.insert(token.exact.clone(), slots.clone());
        }
        slots
    }
}

fn push(pieces: &mut Vec<Piece>, text: Option<&str>, marked: bool) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        match pieces.last_mut() {
            Some(last) if last.marked == marked => last.text.push_str(text),
            _ => pieces.push(Piece { text: text.to_owned(), marked }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str, query: &str) -> Vec<Piece> {
        Marker::new(query).mark(text)
    }

    fn shown(text: &str, query: &str) -> String {
        mark(text, query)
            .iter()
            .map(|piece| if piece.marked { format!("[{}]", piece.text) } else { piece.text.clone() })
            .collect()
    }

    #[test]
    fn words_are_marked_in_all_their_forms() {
        assert_eq!(shown("Les forêts, l’eau et le CŒUR.", "foret eau coeur"), "Les [forêts], l’[eau] et le [CŒUR].");
        assert_eq!(shown("Forests and forestry", "forest"), "[Forests] and forestry");
        assert_eq!(shown("Le bien-être", "bien-être"), "Le [bien-être]");
    }

    #[test]
    fn irregular_forms_are_marked_though_they_begin_otherwise() {
        assert_eq!(shown("Les yeux", "œil"), "Les [yeux]");
        assert_eq!(shown("un œil, Œil", "yeux"), "un [œil], [Œil]");
        assert_eq!(shown("Mice and teeth; ｍouse", "mouse tooth"), "[Mice] and [teeth]; [ｍouse]");
        assert_eq!(shown("ÉTÉ, e\u{301}té", "ete"), "[ÉTÉ], [e\u{301}té]");
    }

    #[test]
    fn a_query_is_marked_in_many_texts() {
        let marker = Marker::new("eau \"mer de glace\"");
        for _ in 0..2 {
            let count = |text: &str| marker.mark(text).iter().filter(|piece| piece.marked).count();
            assert_eq!([count("l'eau, la mer de glace"), count("la mer"), count("eaux")], [2, 0, 1]);
        }
    }

    #[test]
    fn phrases_are_marked_as_a_whole_and_nowhere_else() {
        assert_eq!(shown("La mer, mer de Glace, mer", "\"mer de glace\""), "La mer, [mer de Glace], mer");
        assert_eq!(shown("marche et marché", "\"marché\""), "marche et [marché]");
    }

    #[test]
    fn what_is_excluded_is_not_marked() {
        assert_eq!(shown("eau douce salée", "eau -salée auteur:douce"), "[eau] douce salée");
    }

    #[test]
    fn the_pieces_joined_are_the_text() {
        let text = "🌞 L'e\u{301}tude\u{0} «été» — fin-\nale";
        for query in ["étude", "", "🌞", "\"étude été\" finale", "fin"] {
            let joined: String = mark(text, query).into_iter().map(|piece| piece.text).collect();
            assert_eq!(joined, text, "{query}");
        }
    }
}
