//! Case, ligatures and accents.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest word that is indexed, in characters; what is longer is cut there (encoded data, not a word).
const MAX_WORD_CHARS: usize = 64;

/// The exact form: compatibility characters and ligatures opened (`ﬁ`, `œ`, `æ`), composed, lower case.
pub(crate) fn exact(word: &str) -> String {
    if word.is_ascii() {
        return word.chars().take(MAX_WORD_CHARS).map(|c| c.to_ascii_lowercase()).collect();
    }
    let mut lower = String::with_capacity(word.len());
    for c in word.nfkc().filter(|c| *c != '\u{ad}').flat_map(char::to_lowercase) {
        match c {
            'œ' => lower.push_str("oe"),
            'æ' => lower.push_str("ae"),
            'ß' => lower.push_str("ss"),
            _ => lower.push(c),
        }
    }
    lower.nfc().take(MAX_WORD_CHARS).collect()
}

/// The accent-free form of an exact form.
pub(crate) fn fold(exact: &str) -> String {
    if exact.is_ascii() {
        return exact.to_owned();
    }
    exact.nfd().filter(|c| !is_combining_mark(*c)).map(plain).collect()
}

/// Letters that carry a stroke instead of a combining mark.
fn plain(c: char) -> char {
    match c {
        'ø' => 'o',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ı' => 'i',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_case_and_compatibility_forms_are_opened() {
        assert_eq!(exact("CŒUR"), "coeur");
        assert_eq!(exact("scienti\u{fb01}que"), "scientifique");
        assert_eq!(exact("e\u{301}tude"), "étude");
        assert_eq!(exact("co\u{ad}opération"), "coopération");
    }

    #[test]
    fn folding_removes_accents_and_strokes() {
        assert_eq!(fold("élève"), "eleve");
        assert_eq!(fold("ångström"), "angstrom");
        assert_eq!(fold("søren"), "soren");
    }

    #[test]
    fn an_endless_word_is_cut() {
        assert_eq!(exact(&"a".repeat(9000)).chars().count(), MAX_WORD_CHARS);
        assert_eq!(exact(&"é".repeat(9000)).chars().count(), MAX_WORD_CHARS);
    }
}
