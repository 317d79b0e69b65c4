//! The words of a query with their place in it: what can be put right without reading the query anew.

use std::ops::Range;

use super::Scope;
use super::lex::{Field, Piece, lex};
use super::parse::identifier;
use crate::search::analysis::words;

/// A word as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypedWord {
    /// Bytes of the query that it takes.
    pub(crate) span: Range<usize>,
    /// Its exact form.
    pub(crate) exact: String,
    /// Where it is looked for.
    pub(crate) scope: Scope,
}

/// The words that must stand in an article: no excluded ones, no values of identifiers and years.
pub(crate) fn typed_words(text: &str) -> Vec<TypedWord> {
    let mut found = Vec::new();
    let (mut scope, mut skipped) = (Scope::All, false);
    for piece in lex(text).pieces {
        match piece {
            Piece::Field(Field::Words(named)) => scope = named,
            Piece::Not | Piece::Field(_) => skipped = true,
            Piece::Quoted(run) | Piece::Chunk(run) => {
                if !skipped && identifier(run).is_none() {
                    found.extend(words_of(text, run, scope));
                }
                (scope, skipped) = (Scope::All, false);
            }
            Piece::Open | Piece::Close | Piece::Or(_) => (scope, skipped) = (Scope::All, false),
        }
    }
    found
}

/// The words of a part of a query; `run` is a slice of `text`.
fn words_of(text: &str, run: &str, scope: Scope) -> Vec<TypedWord> {
    let start = run.as_ptr().addr().saturating_sub(text.as_ptr().addr());
    let single = words(run).into_iter().filter(|token| token.length == 1);
    single
        .map(|token| TypedWord { span: token.span.start + start..token.span.end + start, exact: token.exact, scope })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        typed_words(text).into_iter().map(|word| &text[word.span]).collect()
    }

    #[test]
    fn words_are_found_where_they_stand() {
        assert_eq!(read("l’Été \"du bois\" (eau OR air)"), ["Été", "du", "bois", "eau", "air"]);
        assert_eq!(read("auteur:Roy roy"), ["Roy", "roy"]);
    }

    #[test]
    fn what_is_excluded_or_an_identifier_is_left_out() {
        assert_eq!(read("-neige doi:10.5555/abc 10.5555/def annee:2020 octroi:abcde pluie"), ["pluie"]);
    }
}
