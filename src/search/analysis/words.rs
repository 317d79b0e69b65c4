//! Words and their places in a text.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::fold;

/// Words that lose their last vowel before a vowel: `l'étude`, `jusqu'ici`. Their stump is no word of its own.
const ELIDED: [&str; 13] = ["l", "d", "j", "n", "s", "c", "m", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"];
/// Most parts of a compound that are also joined to one word.
const MAX_PARTS: usize = 5;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Exact form.
    pub(crate) exact: String,
    /// Number of the word in the text.
    pub(crate) position: u32,
    /// Bytes of the text that it takes.
    pub(crate) span: Range<usize>,
    /// Words that it takes: 1, or the parts of a compound joined to one word.
    pub(crate) length: u32,
}

/// The words of a text in their order; a compound follows as one more token at the place of its first part.
pub(crate) fn words(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut position = 0;
    let mut compound: Vec<(u32, Range<usize>)> = Vec::new();
    let mut rest = pieces(text).peekable();
    while let Some(span) = rest.next() {
        if !is_word(text, &span) {
            continue;
        }
        tokens.push(Token {
            exact: fold::exact(text.get(span.clone()).unwrap_or_default()),
            position,
            span: span.clone(),
            length: 1,
        });
        compound.push((position, span.clone()));
        position += 1;
        let joined = rest.peek().is_some_and(|next| text.get(span.end..next.start).is_some_and(is_joint));
        if !joined {
            tokens.extend(whole(text, &compound));
            compound.clear();
        }
    }
    tokens
}

/// Bytes of the text from the word at one position to the word at another; the last word where there are fewer.
pub(crate) fn stretch(text: &str, first: usize, last: usize) -> Option<Range<usize>> {
    let mut found: Option<Range<usize>> = None;
    for (position, span) in pieces(text).filter(|span| is_word(text, span)).take(last.saturating_add(1)).enumerate() {
        let start = found.map_or(span.start, |found| if position <= first { span.start } else { found.start });
        found = Some(start..span.end);
    }
    found
}

/// How many words a text has: as many as [`words`] gives positions.
pub(crate) fn count(text: &str) -> usize {
    pieces(text).filter(|span| is_word(text, span)).count()
}

/// Whether a piece is a word of its own: not the stump of an elided one, nor the s of a possessive.
fn is_word(text: &str, span: &Range<usize>) -> bool {
    let word = text.get(span.clone()).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    let possessive =
        text.get(..span.start).is_some_and(|before| before.ends_with(is_apostrophe)) && matches!(word, "s" | "S");
    !possessive && !is_elided(word, after)
}

/// The parts of a compound as one word.
fn whole(text: &str, parts: &[(u32, Range<usize>)]) -> Option<Token> {
    let ((position, first), (_, last)) = (parts.first()?, parts.last()?);
    if parts.len() < 2 || parts.len() > MAX_PARTS {
        return None;
    }
    let joined: String = parts.iter().filter_map(|(_, span)| text.get(span.clone())).collect();
    Some(Token {
        exact: fold::exact(&joined),
        position: *position,
        span: first.start..last.end,
        length: u32::try_from(parts.len()).unwrap_or(1),
    })
}

/// Runs of letters, digits and marks.
fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.by_ref().find(|(_, c)| c.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = chars.next_if(|(_, c)| is_inner(*c)) {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}

fn is_inner(c: char) -> bool {
    c.is_alphanumeric() || c == '\u{ad}' || (!c.is_ascii() && is_combining_mark(c))
}

/// Apostrophes that typesetters and keyboards give.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '´' | '′' | '＇')
}

fn is_elided(word: &str, after: &str) -> bool {
    word.len() <= 6 && after.starts_with(is_apostrophe) && ELIDED.iter().any(|stump| stump.eq_ignore_ascii_case(word))
}

/// Whether the text between two words joins them to a compound: one hyphen, or one at the end of a line.
fn is_joint(between: &str) -> bool {
    let mut chars = between.chars();
    let hyphen = chars.next().is_some_and(|c| matches!(c, '-' | '\u{2010}' | '\u{2011}'));
    let line = chars.as_str();
    hyphen && (line.is_empty() || (line.starts_with(['\n', '\r']) && line.trim().is_empty() && line.len() < 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<(u32, String)> {
        words(text).into_iter().map(|token| (token.position, token.exact)).collect()
    }

    fn plain(text: &str) -> Vec<String> {
        words(text).into_iter().map(|token| token.exact).collect()
    }

    #[test]
    fn elided_articles_are_dropped_with_both_apostrophes() {
        assert_eq!(plain("L'étude d’eau qu'autonomie jusqu’ici"), ["étude", "eau", "autonomie", "ici"]);
        assert_eq!(plain("l ' eau"), ["l", "eau"]);
        assert_eq!(plain("aujourd'hui"), ["aujourd", "hui"]);
        assert_eq!(plain("the patient's age"), ["the", "patient", "age"]);
    }

    #[test]
    fn a_compound_is_kept_as_parts_and_as_a_whole() {
        let expected = [(0, "bien"), (1, "être"), (0, "bienêtre"), (2, "mental")];
        assert_eq!(forms("bien-être mental"), expected.map(|(at, word)| (at, word.to_owned())));
        assert_eq!(plain("déve-\nloppement"), ["déve", "loppement", "développement"]);
        assert_eq!(plain("a - b"), ["a", "b"]);
    }

    #[test]
    fn a_text_has_as_many_words_as_positions() {
        for text in
            ["", "L'étude d’eau", "the patient's age", "bien-être mental", "déve-\nloppement", "a - b", "qu'un l ' eau"]
        {
            let last = words(text).iter().filter(|token| token.length == 1).map(|token| token.position + 1).max();
            assert_eq!(count(text), usize::try_from(last.unwrap_or(0)).unwrap(), "{text:?}");
        }
    }

    #[test]
    fn a_stretch_goes_from_word_to_word() {
        let text = "L’eau, bien-être et l'air.";
        let shown = |first, last| stretch(text, first, last).map(|range| &text[range]);
        assert_eq!(shown(0, 0), Some("eau"));
        assert_eq!(shown(1, 2), Some("bien-être"));
        assert_eq!(shown(3, 9), Some("et l'air"));
        assert_eq!(shown(9, 9), Some("air"));
        assert_eq!(stretch(" … ", 0, 0), None);
    }

    #[test]
    fn spans_are_the_bytes_of_the_text() {
        let text = "Où l’e\u{301}té 🌞 va";
        let found: Vec<&str> = words(text).iter().map(|token| &text[token.span.clone()]).collect();
        assert_eq!(found, ["Où", "e\u{301}té", "va"]);
    }
}
