//! Marks of notes and affiliations: raised digits, letters and signs behind a word.
//!
//! Glued to the word they would make another word of it ("Roy1"). They are written as superscript characters after a
//! narrow space, which no search takes for a part of the word. Exponents, ordinals (`1er`, `XIXe`) and
//! abbreviations (`Mme`) stay as they are.

use std::borrow::Cow;

use super::line::Span;

/// The space between a word and its mark.
const MARK_SPACE: char = '\u{202f}';
/// Shortest word that a mark may follow; shorter ones are variables of formulas.
const LEAST_LETTERS: usize = 3;
/// Functions that are raised to powers.
const FUNCTIONS: [&str; 12] = ["log", "sin", "cos", "tan", "exp", "max", "min", "det", "lim", "sup", "inf", "rank"];

/// Whether a span is smaller than the one before it and stands higher.
pub(super) fn is_raised(base: &Span, span: &Span) -> bool {
    span.size < 0.88 * base.size && span.y < base.y - 0.15 * base.size && span.y > base.y - 0.9 * base.size
}

/// The superscript writing of a raised run behind a text, when it is a mark.
///
/// A gap that the page has already stays a plain space.
pub(super) fn mark_behind(text: &str, run: &str, gap: bool) -> Option<String> {
    let run = run.trim();
    if !is_mark(run) || !takes_mark(text) {
        return None;
    }
    let space = if gap { ' ' } else { MARK_SPACE };
    Some(format!("{space}{}", run.chars().map(raise).collect::<String>()))
}

/// Whether a run consists of numbers or single letters parted by commas, or of signs.
pub(super) fn is_mark(run: &str) -> bool {
    let part = |part: &str| {
        let part = part.trim_matches(|char: char| is_sign(char) || char == ' ');
        let number = part.len() <= 2 && part.chars().all(|char| char.is_ascii_digit());
        number || part.len() == 1 && part.chars().all(|char| char.is_ascii_lowercase())
    };
    run.chars().any(|char| char.is_ascii_alphanumeric()) && run.split([',', ';', '-', '–']).all(part)
}

fn is_sign(char: char) -> bool {
    "*∗†‡§¶⋆".contains(char)
}

/// Whether a text ends as the words do that marks follow.
fn takes_mark(text: &str) -> bool {
    let word = text.trim_end_matches(['.', ',', ')', '»', '”', '"', '’', ';', ':', '?', '!', ']', '\u{a0}']);
    let closed = word.len() < text.len();
    let word = word.rsplit(|char: char| !char.is_alphabetic()).next().unwrap_or_default();
    let letters = word.chars().count();
    let low = word.chars().next_back().is_some_and(char::is_lowercase);
    let acronym = letters >= LEAST_LETTERS && !word.chars().all(|char| "IVXLCDM".contains(char));
    letters >= LEAST_LETTERS && (closed || low || acronym) && !FUNCTIONS.contains(&word)
}

/// The superscript writing of a mark that a note starts with.
pub(super) fn mark_before(run: &str, gap: bool) -> String {
    let space = if gap { ' ' } else { MARK_SPACE };
    format!("{}{space}", run.trim().chars().map(raise).collect::<String>())
}

/// Whether a character is one that marks are written in.
pub(super) fn is_superscript(char: char) -> bool {
    "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏ".contains(char)
}

/// A text as it is printed: marks stand at their words without a space.
pub(in crate::extract) fn as_printed(text: &str) -> Cow<'_, str> {
    if !text.contains(MARK_SPACE) {
        return Cow::Borrowed(text);
    }
    let mut printed = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let behind = printed.chars().next_back().is_some_and(is_superscript);
        if char != MARK_SPACE || !behind && !chars.peek().copied().is_some_and(is_superscript) {
            printed.push(char);
        }
    }
    Cow::Owned(printed)
}

/// The superscript writing of a character, itself when it has none.
pub(in crate::extract) fn raise(char: char) -> char {
    match char {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        'a' => 'ᵃ',
        'b' => 'ᵇ',
        'c' => 'ᶜ',
        'd' => 'ᵈ',
        'e' => 'ᵉ',
        'f' => 'ᶠ',
        'g' => 'ᵍ',
        'h' => 'ʰ',
        'i' => 'ⁱ',
        'j' => 'ʲ',
        'k' => 'ᵏ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_parted_from_its_word() {
        assert_eq!(mark_behind("Roy", "1,2", false).as_deref(), Some("\u{202f}¹,²"));
        assert_eq!(mark_behind("comme on le sait.", "12", false).as_deref(), Some("\u{202f}¹²"));
        assert_eq!(mark_behind("Tremblay", "a", true).as_deref(), Some(" ᵃ"));
    }

    #[test]
    fn a_printed_text_has_no_space_at_marks() {
        assert_eq!(as_printed("Roy\u{202f}¹ et 10\u{202f}000"), "Roy¹ et 10\u{202f}000");
        assert_eq!(as_printed(&format!("{}Voir", mark_before("1", false))), "¹Voir");
    }

    #[test]
    fn exponents_ordinals_and_abbreviations_are_no_marks() {
        for (text, run) in [("x", "2"), ("10", "6"), ("XIX", "e"), ("1", "er"), ("M", "me"), ("log", "2"), ("km", "2")]
        {
            assert_eq!(mark_behind(text, run, false), None, "{text} {run}");
        }
    }
}
