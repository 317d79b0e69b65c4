//! The engine's way into our analysis: texts go in with a header, terms come out.
//!
//! The terms of a text are made where the engine indexes, in its own thread and with a memory of words that it has met;
//! handing over finished terms would have the engine write them out and read them again.

use std::borrow::Cow;

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::search::analysis::{Chain, Terms, detect, words};

/// Name of the analysis in the schema of the index.
pub(super) const ANALYSIS: &str = "parvis";
/// Stands between two pages; no page holds it.
const PAGE_END: char = '\u{c}';

/// The analysis under its name.
pub(super) fn analyzer() -> TextAnalyzer {
    TextAnalyzer::from(Analysis::default())
}

/// A text that goes through one chain.
pub(super) fn text(text: &str, chain: Chain) -> String {
    format!("{}{}", letter(Some(chain)), without_page_ends(text))
}

/// Pages as one run of words, so that a phrase may cross from one to the next. Each goes through the chain of its own
/// words, or the one that the article is said to have.
pub(super) fn pages<'a>(pages: impl Iterator<Item = &'a str>, said: Option<Chain>) -> String {
    let mut all = letter(said).to_uppercase().to_string();
    for (index, page) in pages.enumerate() {
        if index > 0 {
            all.push(PAGE_END);
        }
        all.push_str(&without_page_ends(page));
    }
    all
}

fn without_page_ends(text: &str) -> Cow<'_, str> {
    if text.contains(PAGE_END) { Cow::Owned(text.replace(PAGE_END, " ")) } else { Cow::Borrowed(text) }
}

fn letter(chain: Option<Chain>) -> char {
    match chain {
        Some(Chain::French) => 'f',
        Some(Chain::English) => 'e',
        Some(Chain::Plain) => 'p',
        None => 'u',
    }
}

/// The header of a text: what is said of its chain, and whether each page is asked for its own.
fn header(text: &str) -> (Option<Chain>, bool, &str) {
    let mut chars = text.chars();
    let letter = chars.next().unwrap_or('u');
    let chain = match letter.to_ascii_lowercase() {
        'f' => Some(Chain::French),
        'e' => Some(Chain::English),
        'p' => Some(Chain::Plain),
        _ => None,
    };
    (chain, letter.is_ascii_uppercase(), chars.as_str())
}

#[derive(Debug, Clone, Default)]
struct Analysis {
    terms: Terms,
}

impl Tokenizer for Analysis {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        let (said, by_page, text) = header(text);
        Stream {
            terms: &mut self.terms,
            rest: Some(text),
            said,
            by_page,
            start: 0,
            buffer: String::new(),
            found: Vec::new(),
            next: 0,
            token: Token { position_length: 1, ..Token::default() },
        }
    }
}

/// The terms of a text, a page at a time.
struct Stream<'a> {
    terms: &'a mut Terms,
    /// Pages that are not read yet.
    rest: Option<&'a str>,
    said: Option<Chain>,
    by_page: bool,
    /// Words of the pages before.
    start: u32,
    /// Terms of the page, one behind the other.
    buffer: String,
    /// Position of each term, and where it ends in `buffer`.
    found: Vec<(u32, usize)>,
    next: usize,
    token: Token,
}

impl Stream<'_> {
    /// Reads the next page; `false` behind the last one.
    fn read_page(&mut self) -> bool {
        let Some(rest) = self.rest else { return false };
        let (page, rest) = rest.split_once(PAGE_END).map_or((rest, None), |(page, rest)| (page, Some(rest)));
        self.rest = rest;
        let words = words(page);
        let chain = if self.by_page { detect(&words, self.said) } else { self.said.unwrap_or(Chain::Plain) };
        self.next = 0;
        self.found.clear();
        self.buffer.clear();
        let mut count = 0;
        for word in words {
            count += u32::from(word.length == 1);
            for term in self.terms.of(word.exact, chain) {
                self.buffer.push_str(term);
                self.found.push((self.start + word.position, self.buffer.len()));
            }
        }
        self.start += count;
        true
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        while self.next == self.found.len() {
            if !self.read_page() {
                return false;
            }
        }
        let from = self.next.checked_sub(1).and_then(|before| self.found.get(before)).map_or(0, |(_, end)| *end);
        let Some((position, end)) = self.found.get(self.next).copied() else { return false };
        self.token.position = usize::try_from(position).unwrap_or(usize::MAX);
        self.token.text.clear();
        self.token.text.push_str(self.buffer.get(from..end).unwrap_or_default());
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<(usize, String)> {
        let mut analyzer = analyzer();
        let mut stream = analyzer.token_stream(text);
        let mut found = Vec::new();
        stream.process(&mut |token| found.push((token.position, token.text.clone())));
        found
    }

    fn exact(found: &[(usize, String)]) -> Vec<(usize, &str)> {
        found.iter().filter_map(|(at, term)| Some((*at, term.strip_prefix('=')?))).collect()
    }

    #[test]
    fn words_are_counted_over_the_borders_of_pages() {
        let found = terms(&pages(["une neige", "", "fine et-\u{c}sèche"].into_iter(), Some(Chain::French)));
        assert_eq!(exact(&found), [(0, "une"), (1, "neige"), (2, "fine"), (3, "et"), (4, "sèche")]);
    }

    #[test]
    fn each_page_goes_through_the_chain_of_its_own_words() {
        let english = "The results of the study are shown in the table, and the method was that of the first.";
        let found = terms(&pages(["des lacs", english].into_iter(), Some(Chain::French)));
        assert!(found.contains(&(1, "flac".to_owned())), "{found:?}");
        assert!(found.contains(&(3, "eresult".to_owned())), "{found:?}");
    }

    #[test]
    fn a_text_with_a_chain_keeps_to_it() {
        assert!(terms(&text("the of and to is", Chain::Plain)).iter().all(|(_, term)| term.starts_with('=')));
        assert_eq!(terms(""), []);
    }
}
