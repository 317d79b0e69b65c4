//! The terms of one word in each chain.

use std::collections::HashMap;

use super::{Chain, english, fold, french};

/// Words remembered in each half of the memory: a page's vocabulary repeats, stemming does not have to.
const REMEMBERED: usize = 40_000;

/// A word in all its forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    /// Lower case with accents.
    pub(crate) exact: String,
    /// Without accents.
    pub(crate) folded: String,
    /// Keys of the French chain.
    pub(crate) french: Vec<String>,
    /// Keys of the English chain.
    pub(crate) english: Vec<String>,
}

impl Form {
    /// The forms of a word in its exact form.
    pub(crate) fn of(exact: &str) -> Self {
        let folded = fold::fold(exact);
        let french = french::keys(exact, &folded);
        let english = english::keys(exact, &folded);
        Self { exact: exact.to_owned(), folded, french, english }
    }

    /// Whether the word has accents.
    pub(crate) fn is_accented(&self) -> bool {
        self.exact != self.folded
    }

    /// The term that stands for all inflections of the word in a chain; the exact one where nothing is stemmed.
    pub(crate) fn stem(&self, chain: Chain) -> Option<String> {
        match chain {
            Chain::French => self.french.first().map(|key| format!("f{key}")),
            Chain::English => self.english.first().map(|key| format!("e{key}")),
            Chain::Plain => Some(format!("={}", self.exact)),
        }
    }

    /// Terms that a text holds at the word's place.
    fn in_text(&self, chain: Chain) -> Vec<String> {
        let mut terms = self.written();
        match chain {
            Chain::French => terms.extend(self.french.iter().map(|key| format!("f{key}"))),
            Chain::English => terms.extend(self.english.iter().map(|key| format!("e{key}"))),
            Chain::Plain => {}
        }
        terms
    }

    /// The term of the form as it is written, and of the one without accents where it has any.
    fn written(&self) -> Vec<String> {
        let mut terms = vec![format!("={}", self.exact)];
        if self.is_accented() {
            terms.push(format!("_{}", self.folded));
        }
        terms
    }

    /// All terms of the word, whatever the language of its text.
    pub(crate) fn terms(&self) -> Vec<String> {
        let mut terms = self.written();
        terms.extend(self.french.iter().map(|key| format!("f{key}")));
        terms.extend(self.english.iter().map(|key| format!("e{key}")));
        terms
    }
}

/// Makes the terms of texts and remembers those of words it has seen: when there are too many, those that did not come
/// again since the last time are forgotten.
#[derive(Debug, Clone, Default)]
pub(crate) struct Terms {
    recent: Memory,
    older: Memory,
}

type Memory = HashMap<(Chain, String), Vec<String>, foldhash::fast::RandomState>;

impl Terms {
    /// Terms that a text holds for a word.
    pub(crate) fn of(&mut self, exact: String, chain: Chain) -> &[String] {
        if self.recent.len() >= REMEMBERED {
            self.older = std::mem::take(&mut self.recent);
        }
        let older = &mut self.older;
        self.recent
            .entry((chain, exact))
            .or_insert_with_key(|key| older.remove(key).unwrap_or_else(|| Form::of(&key.1).in_text(key.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_begin_as_their_words_or_are_known_not_to() {
        let words = "yeux oeil travaux nouvelles chercheuses synthetique mice children criteria usine yacht ouest utile \
                     ionique jeune eleve analyses behaviour younger eyes aerien oiseau ville ecologie utilisation";
        for word in words.split_whitespace() {
            let form = Form::of(word);
            for key in form.french.iter().chain(&form.english) {
                let own = key.chars().next() == word.chars().next();
                assert!(own || french::other_initials(key).any(|initial| word.starts_with(initial)), "{word} {key}");
            }
        }
    }
}
