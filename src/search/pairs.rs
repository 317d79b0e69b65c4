//! Phrases that authors gave in both languages: what the bridge between French and English is learned from.

use super::analysis::{Chain, Form, words};
use super::entry::Entry;
use super::syntax::is_stop;
use crate::domain::{Lang, Localised};

/// Words of the longest phrase that is learned.
pub(crate) const LONGEST: usize = 6;

/// A phrase and what the same authors call it in the other language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    /// Chain of the language of the phrase.
    pub(crate) chain: Chain,
    /// Key of the phrase.
    pub(crate) key: String,
    /// The words in the other language.
    pub(crate) other: String,
}

/// The pairs of an article: its keywords, where it has as many in both languages, and titles that are short.
pub(crate) fn pairs(entry: &Entry) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for texts in [&entry.keywords, &entry.titles] {
        let of = |lang: Lang| texts.iter().filter(|text| text.lang == lang).collect::<Vec<&Localised>>();
        let (french, english) = (of(Lang::FR), of(Lang::EN));
        if french.len() == english.len() {
            for (french, english) in french.into_iter().zip(english) {
                pairs.extend(pair(Chain::French, &french.text, &english.text));
                pairs.extend(pair(Chain::English, &english.text, &french.text));
            }
        }
    }
    pairs
}

fn pair(chain: Chain, text: &str, other: &str) -> Option<Pair> {
    let forms: Vec<Form> = forms(text);
    let key = key(chain, &forms.iter().collect::<Vec<_>>())?;
    let other = other.split_whitespace().collect::<Vec<_>>().join(" ");
    let count = words(&other).len();
    ((1..=LONGEST * 2).contains(&count)).then_some(Pair { chain, key, other })
}

fn forms(text: &str) -> Vec<Form> {
    words(text).into_iter().filter(|token| token.length == 1).map(|token| Form::of(&token.exact)).collect()
}

/// The key of a phrase: the first stem of each of its words that says something.
pub(crate) fn key(chain: Chain, forms: &[&Form]) -> Option<String> {
    let keys = |form: &Form| match chain {
        Chain::French => form.french.first().cloned(),
        Chain::English => form.english.first().cloned(),
        Chain::Plain => None,
    };
    let said: Vec<String> = forms.iter().filter(|form| !is_stop(&form.folded)).filter_map(|form| keys(form)).collect();
    (1..=LONGEST).contains(&said.len()).then(|| said.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ArticleId;

    fn entry(keywords: &[(Lang, &str)]) -> Entry {
        Entry {
            keywords: keywords.iter().map(|(lang, text)| Localised::new(*lang, text)).collect(),
            ..Entry::new(ArticleId(1))
        }
    }

    #[test]
    fn keywords_are_paired_in_their_order() {
        let learned = pairs(&entry(&[
            (Lang::FR, "changements du climat"),
            (Lang::FR, "neige"),
            (Lang::EN, "climate change"),
            (Lang::EN, "snow"),
        ]));
        let found = learned.iter().find(|pair| pair.chain == Chain::French).unwrap();
        assert_eq!(found.other, "climate change");
        assert_eq!(Some(found.key.clone()), key(Chain::French, &forms("changement climat").iter().collect::<Vec<_>>()));
        assert_eq!(learned.len(), 4);
    }

    #[test]
    fn lists_of_different_lengths_teach_nothing() {
        assert!(pairs(&entry(&[(Lang::FR, "neige"), (Lang::FR, "glace"), (Lang::EN, "snow")])).is_empty());
    }
}
