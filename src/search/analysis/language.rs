//! Which chain a text goes through.

use crate::domain::Lang;

use super::words::Token;

/// A chain of stemming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Chain {
    /// French.
    French,
    /// English.
    English,
    /// Exact and accent-free forms alone: other languages and names.
    Plain,
}

/// Words that only French uses often.
const FRENCH: [&str; 16] = [
    "les", "des", "une", "dans", "est", "pour", "sont", "avec", "aux", "cette", "qui", "sur", "par", "ces", "été",
    "nous",
];
/// Words that only English uses often.
const ENGLISH: [&str; 16] =
    ["the", "of", "and", "to", "is", "that", "with", "are", "this", "was", "by", "from", "were", "which", "we", "for"];
/// Common words needed before a text is taken to be in another language than its article.
const EVIDENCE: usize = 4;

impl Chain {
    /// The chain of a language; `None` when it is undetermined.
    pub(crate) fn of(lang: Lang) -> Option<Self> {
        match lang {
            Lang::FR => Some(Self::French),
            Lang::EN => Some(Self::English),
            Lang::UND => None,
            _ => Some(Self::Plain),
        }
    }
}

/// The chain of a text, read from its common words where they speak clearly, else the one it is said to have.
pub(crate) fn detect(tokens: &[Token], said: Option<Chain>) -> Chain {
    let count = |list: &[&str]| tokens.iter().filter(|token| list.contains(&token.exact.as_str())).count();
    let (french, english) = (count(&FRENCH), count(&ENGLISH));
    let needed = if said.is_some() { EVIDENCE } else { 1 };
    if french >= needed && french > english * 2 {
        Chain::French
    } else if english >= needed && english > french * 2 {
        Chain::English
    } else {
        said.unwrap_or(Chain::French)
    }
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    #[test]
    fn a_page_in_the_other_language_is_noticed() {
        let page = words("The results of the study are shown in the table, and the method was that of the first.");
        assert_eq!(detect(&page, Some(Chain::French)), Chain::English);
    }

    #[test]
    fn a_quotation_does_not_change_the_language_of_a_page() {
        let page = words("Les auteurs citent The Origin of Species dans une préface qui est longue.");
        assert_eq!(detect(&page, Some(Chain::French)), Chain::French);
    }

    #[test]
    fn what_nobody_said_is_taken_from_the_words_and_else_french() {
        assert_eq!(detect(&words("The price of water"), None), Chain::English);
        assert_eq!(detect(&words("Chlorophylle"), None), Chain::French);
    }
}
