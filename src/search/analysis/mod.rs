//! How a text becomes terms: the one chain that texts, queries and marks all go through.
//!
//! A text is cut into words ([`words`]); each word gives several *terms* at one position, told apart by their first
//! character, so that one field holds the exact form, the accent-free form and the stems:
//!
//! | term | holds | stands for |
//! |---|---|---|
//! | `=marché` | lower case, ligatures opened, accents kept | every word |
//! | `_marche` | the same without accents | words that have accents |
//! | `fmarch` | keys of the French chain ([`french`]) | words of French texts |
//! | `emarch` | keys of the English chain ([`english`]) | words of English texts |
//!
//! Stems are made from the accented and from the accent-free form, and written without accents, so that an accent
//! left out in the query or lost in the text costs nothing. Stemming is Snowball (M. F. Porter, *Snowball: a language
//! for stemming algorithms*, 2001). What a query asks for does not belong here.

pub(crate) mod english;
pub(crate) mod fold;
pub(crate) mod french;
pub(crate) mod language;
pub(crate) mod terms;
pub(crate) mod words;

pub(crate) use language::{Chain, detect};
pub(crate) use terms::{Form, Terms};
pub(crate) use words::{Token, count as count_words, stretch, words};
