//! Words set wide ("W O R D"), whose letters stand as far apart as words do.

use super::median;
use super::pieces::WIDE_SPACE;

/// Widest gap between the letters of such a word.
const SET_WIDE: f64 = 0.5;
/// How much wider the gap between two such words is, and that between one and the text around it.
const WIDER: f64 = 1.6;
const WIDER_AROUND: f64 = 1.2;
/// Letters that stand alone in such a word, and vowels: in a line of nothing else, and within other text.
const LEAST_ALONE: (usize, usize) = (5, 4);
const LEAST_VOWELS: (usize, usize) = (2, 1);

/// A space of a text: its place in bytes, and its width in parts of the type size.
type Gap = (usize, f64);

/// Puts the letters of words set wide together; `gaps` are the spaces beside letters that stand alone or in pairs.
/// Tells whether anything changed.
pub(super) fn close_up(text: &mut String, gaps: &[Gap]) -> bool {
    let mut removed: Vec<usize> = Vec::new();
    for chain in gaps.chunk_by(|gap, next| tokens(text, gap.0, next.0).is_some_and(is_short)) {
        removed.extend(inner_gaps(text, chain));
    }
    for place in removed.iter().rev() {
        text.remove(*place);
    }
    !removed.is_empty()
}

/// The text between two spaces.
fn tokens(text: &str, gap: usize, next: usize) -> Option<&str> {
    Some(text.get(gap..next)?.trim_start_matches([' ', WIDE_SPACE]))
}

/// Whether a token may be part of a word set wide: a letter, or two capitals that are kerned.
fn is_short(token: &str) -> bool {
    let mut chars = token.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(letter), None, None) => letter.is_alphabetic(),
        (Some(left), Some(right), None) => left.is_uppercase() && right.is_uppercase(),
        (None, ..) => true,
        _ => false,
    }
}

/// The places of the spaces within words, in a row of spaces that short tokens part.
fn inner_gaps(text: &str, chain: &[Gap]) -> Vec<usize> {
    let (Some(first), Some(last)) = (chain.first(), chain.last()) else { return Vec::new() };
    let head = text.get(..first.0).is_some_and(is_short);
    let tail = tokens(text, last.0, text.len()).is_some_and(is_short);
    let inner = chain.get(usize::from(!head)..chain.len() - usize::from(!tail)).unwrap_or_default();
    let (Some(start), Some(end)) = (inner.first(), inner.last()) else { return Vec::new() };
    let from = text.get(..start.0).unwrap_or_default().rfind([' ', WIDE_SPACE]).unwrap_or(0);
    let to = tokens(text, end.0, text.len()).and_then(|rest| rest.find([' ', WIDE_SPACE]));
    let to = to.map_or(text.len(), |length| end.0 + length + 1);
    let words = text.get(from..to).unwrap_or_default();
    let usual = median(inner.iter().map(|gap| gap.1).collect());
    let around = chain.iter().filter(|gap| gap.0 < start.0 || gap.0 > end.0);
    let free = around.clone().all(|gap| gap.1 >= WIDER_AROUND * usual);
    if !free || usual > SET_WIDE || !looks_set_wide(words, around.count() == 0) {
        return Vec::new();
    }
    inner.iter().filter(|gap| gap.1 < WIDER * usual).map(|gap| gap.0).collect()
}

/// Whether most tokens are single letters, with vowels among them, and not the accented letters of an alphabet.
fn looks_set_wide(words: &str, whole: bool) -> bool {
    let all = words.split([' ', WIDE_SPACE]).filter(|token| !token.is_empty());
    let alone = all.clone().filter(|token| token.chars().count() == 1).count();
    let vowels = words.chars().filter(|char| "aeiouyAEIOUYéèêÉÈÊ".contains(*char)).count();
    let letters = words.chars().filter(|char| char.is_alphabetic()).count();
    let plain = words.chars().filter(char::is_ascii_alphabetic).count();
    let pick = |(in_line, within): (usize, usize)| if whole { in_line } else { within };
    2 * plain >= letters && alone >= pick(LEAST_ALONE) && 3 * alone >= 2 * all.count() && vowels >= pick(LEAST_VOWELS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Closes up a text whose spaces have the given widths.
    fn closed(text: &str, widths: &[f64]) -> String {
        let all: Vec<Gap> = text.match_indices(' ').map(|(place, _)| place).zip(widths.iter().copied()).collect();
        let short = |gap: &&Gap| {
            let before = text.get(..gap.0).and_then(|text| text.rsplit(' ').next());
            let after = text.get(gap.0 + 1..).and_then(|text| text.split(' ').next());
            before.is_some_and(is_short) || after.is_some_and(is_short)
        };
        let mut text_out = text.to_owned();
        close_up(&mut text_out, &all.iter().filter(short).copied().collect::<Vec<_>>());
        text_out
    }

    #[test]
    fn a_word_set_wide_within_other_text_is_one_word() {
        assert_eq!(closed("the s n o w fell", &[0.6, 0.25, 0.25, 0.25, 0.6]), "the snow fell");
        assert_eq!(closed("S N O W FA L L", &[0.25; 6]), "SNOWFALL");
        assert_eq!(closed("S N O W I C E", &[0.25, 0.25, 0.25, 0.6, 0.25, 0.25]), "SNOW ICE");
    }

    #[test]
    fn letters_and_short_words_in_a_row_stay_apart() {
        assert_eq!(closed("let a b c e be", &[0.3; 5]), "let a b c e be");
        assert_eq!(closed("il y a de la neige", &[0.3; 5]), "il y a de la neige");
        assert_eq!(closed("x y z t", &[0.3; 3]), "x y z t");
        assert_eq!(closed("ä å è é ë ï", &[0.3; 5]), "ä å è é ë ï");
    }
}
