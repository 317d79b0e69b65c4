//! Marks the words of a query in a text, by the same analysis as the search.

use std::collections::HashSet;

use super::analysis::{Chain, Terms, Token, words};
use super::syntax::{Group, parse};
use crate::domain::query::Piece;

/// A query made ready to be marked in many texts.
#[derive(Debug, Clone, Default)]
pub struct Marker {
    /// For each group of words, the terms that stand for each of its words.
    groups: Vec<Vec<HashSet<String>>>,
}

impl Marker {
    /// Reads a query. Excluded words and names of authors are not marked.
    #[must_use]
    pub fn new(query: &str) -> Self {
        Self::of(&parse(query).groups())
    }

    pub(crate) fn of(groups: &[Group]) -> Self {
        let sets = |group: &Group| group.slots.iter().map(|slot| group.terms(slot).into_iter().collect()).collect();
        Self { groups: groups.iter().map(sets).collect() }
    }

    /// Cuts a text into pieces, the words of the query marked. The pieces joined are the text.
    #[must_use]
    pub fn mark(&self, text: &str) -> Vec<Piece> {
        let tokens = if self.groups.is_empty() { Vec::new() } else { words(text) };
        let mut pieces = Vec::new();
        let mut done = 0;
        for span in self.spans(&tokens) {
            push(&mut pieces, text.get(done..span.start), false);
            push(&mut pieces, text.get(span.start.max(done)..span.end), true);
            done = done.max(span.end);
        }
        push(&mut pieces, text.get(done..), false);
        pieces
    }

    /// Bytes to mark, in order; the words of a phrase and what is between them are one span.
    fn spans(&self, tokens: &[Token]) -> Vec<std::ops::Range<usize>> {
        let mut terms = Terms::default();
        let mut plain = Vec::new();
        let mut spans = Vec::new();
        let single = |held: &HashSet<String>| {
            self.groups.iter().any(|group| matches!(group.as_slice(), [one] if !one.is_disjoint(held)))
        };
        for token in tokens {
            let mut held: HashSet<String> = terms.of(token.exact.clone(), Chain::French).iter().cloned().collect();
            held.extend(terms.of(token.exact.clone(), Chain::English).iter().cloned());
            if single(&held) {
                spans.push(token.span.clone());
            }
            if token.length == 1 {
                plain.push((token, held));
            }
        }
        for group in self.groups.iter().filter(|group| group.len() > 1) {
            for window in plain.windows(group.len()) {
                if window.iter().zip(group).all(|((_, held), slot)| !held.is_disjoint(slot)) {
                    let (first, last) = (window.first(), window.last());
                    spans.extend(first.zip(last).map(|((first, _), (last, _))| first.span.start..last.span.end));
                }
            }
        }
        spans.sort_by_key(|span| (span.start, span.end));
        spans
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

/// Marks the words of a query in one text.
#[must_use]
pub fn mark(text: &str, query: &str) -> Vec<Piece> {
    Marker::new(query).mark(text)
}

#[cfg(test)]
mod tests {
    use super::*;

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
