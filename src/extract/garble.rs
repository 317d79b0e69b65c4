//! Text that looks like text and is none: fonts whose own tables say that their glyphs are `!`, `"`, `#` … in the order
//! of their first use, as some programs that rewrite files leave them. Nobody can recover it, so it is set to U+FFFD:
//! readers see its picture, and no search finds nonsense.

use super::pdf::UNKNOWN;
use crate::domain::extraction::{Block, BlockKind, Page, Warning, WarningKind};

/// Shortest text in characters that tells that a file is garbled.
const LEAST: usize = 60;
/// Characters of garbled text from which on a file has it: a table of signs or a listing has fewer.
const LEAST_OF_FILE: usize = 1_500;
/// Longest mean of a garbled text's words, in characters: what has none is data.
const LONGEST_WORD: usize = 16;

/// Sets garbled text apart and says on which pages it stood; whether there was any.
pub(super) fn set_apart(pages: &mut [Page], warnings: &mut Vec<Warning>) -> bool {
    let blocks = || pages.iter().flat_map(|page| &page.blocks).filter(|block| is_judged(block));
    let size = |block: &Block| block.text.chars().count();
    let garbled: usize = blocks().filter(|block| is_garbled(&block.text)).map(size).sum();
    let all: usize = blocks().map(size).sum();
    if garbled < LEAST_OF_FILE || garbled * 4 < all {
        return false;
    }
    for page in pages {
        let mut found = false;
        for block in page.blocks.iter_mut().filter(|block| is_judged(block)) {
            if is_garbled(&block.text) || is_short_garble(&block.text) {
                block.text = block.text.chars().map(|c| if c.is_whitespace() { c } else { UNKNOWN }).collect();
                block.scripts.clear();
                block.faces.clear();
                block.links.clear();
                found = true;
            }
        }
        let warning = Warning { page: Some(page.number), kind: WarningKind::UnmappedGlyphs };
        if found && !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
    true
}

fn is_judged(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::Formula | BlockKind::Code | BlockKind::Figure | BlockKind::PageNumber)
}

/// Whether a text is a row of signs with spaces as words have them.
fn is_garbled(text: &str) -> bool {
    let count = Count::of(text);
    count.all >= LEAST && count.is_odd() && (2..=LONGEST_WORD).contains(&(count.all / count.words.max(1)))
}

/// The same for any text of a file that has garbled text, however short or unparted; a rule of one sign is none either.
pub(super) fn is_short_garble(text: &str) -> bool {
    let count = Count::of(text);
    count.all >= 4 && (count.is_odd() || count.repeated * 2 > count.all)
}

/// The characters of a text.
#[derive(Default)]
struct Count {
    all: usize,
    words: usize,
    /// Signs that stand beside a letter or another sign within a word, where text has none.
    odd: usize,
    /// The same sign again and again: a rule.
    repeated: usize,
}

impl Count {
    fn of(text: &str) -> Self {
        let mut count = Self::default();
        for word in text.split_whitespace() {
            count.words += 1;
            let mut before = None;
            for c in word.chars() {
                count.all += 1;
                count.odd += usize::from(is_odd(c));
                count.repeated += usize::from(before == Some(c));
                before = Some(c);
            }
        }
        count
    }

    /// Whether a quarter of it are signs that text hardly has; lines of one sign do not count.
    fn is_odd(&self) -> bool {
        let varied = self.all.saturating_sub(self.repeated);
        self.odd.saturating_sub(self.repeated) * 4 >= varied && varied * 2 >= self.all
    }
}

/// Signs between space and letters, and between capitals and small letters, but for those that end or open phrases.
fn is_odd(c: char) -> bool {
    c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '-' | '(' | ')' | ':' | '_' | '/' | '@' | '|')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text whose letters stand for others, as such fonts give it.
    fn garbled(text: &str) -> String {
        let order: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).fold(Vec::new(), |mut known, c| {
            if !known.contains(&c) {
                known.push(c);
            }
            known
        });
        let code = |c: char| (0x21_u8..).zip(&order).find(|(_, known)| **known == c).map(|(code, _)| char::from(code));
        text.chars().map(|c| code(c).unwrap_or(c)).collect()
    }

    const TEXT: &str = "Les épinettes noires couvrent une grande partie du territoire que cette étude décrit longuement, \
        et leur croissance dépend surtout de la température des mois de juin et de juillet.";

    fn page(texts: &[&str]) -> Page {
        let blocks = texts.iter().map(|text| Block::new(BlockKind::Paragraph, text)).collect();
        Page { number: 1, label: None, width: 595.0, height: 842.0, blocks }
    }

    #[test]
    fn text_whose_letters_stand_for_others_is_told_from_text_and_programs() {
        assert!(is_garbled(&garbled(TEXT)), "{}", garbled(TEXT));
        assert!(!is_garbled(TEXT));
        let program =
            "for (i = 0; i < n; i++) { sum += a[i] * b[i]; } return sum / count(&a, \"x\"); // the mean of all values";
        assert!(!is_garbled(program));
        assert!(!is_garbled(&"! \" # $ % & ' ( ) * + , - . / 0 1 2 3 4 5 ".repeat(3)));
        assert!(!is_garbled(&"=".repeat(100)));
        assert!(is_short_garble("-C+IH-'I& QQQQQQQQQQQQ") && !is_short_garble("Résumé, p. 3"));
    }

    #[test]
    fn a_file_that_is_garbled_has_unknown_signs_in_place_of_nonsense() {
        let nonsense = garbled(&TEXT.repeat(10));
        let mut pages = vec![page(&[&nonsense, TEXT, "Juin 2013", "!\"#$%&"])];
        let mut warnings = Vec::new();
        assert!(set_apart(&mut pages, &mut warnings));
        let texts: Vec<&str> = pages[0].blocks.iter().map(|block| block.text.as_str()).collect();
        assert!(texts[0].chars().all(|c| c == UNKNOWN || c == ' '));
        assert_eq!(texts[1..3], [TEXT, "Juin 2013"]);
        assert!(texts[3].chars().all(|c| c == UNKNOWN));
        assert_eq!(warnings, [Warning { page: Some(1), kind: WarningKind::UnmappedGlyphs }]);
    }

    #[test]
    fn a_listing_in_an_article_stays() {
        let nonsense = garbled(TEXT);
        let mut pages = vec![page(&[&nonsense, &TEXT.repeat(10)])];
        let mut warnings = Vec::new();
        assert!(!set_apart(&mut pages, &mut warnings));
        assert_eq!((pages[0].blocks[0].text.as_str(), warnings.len()), (nonsense.as_str(), 0));
    }
}
