//! Two plain forms of a text, in which the damage of extraction no longer shows: letters alone, and words.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The letters of a text in lower-case ASCII, without accents, spaces, digits and signs; each knows its place.
///
/// "Fonds de re-\ncherche du Que´bec" and the same name without its spaces have the same letters.
pub(super) struct Folded {
    /// The letters.
    pub(super) letters: String,
    /// Byte range in the text of the character that gave each letter.
    places: Vec<(usize, usize)>,
}

impl Folded {
    pub(super) fn new(text: &str) -> Self {
        let mut folded = Self { letters: String::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
        for (start, char) in text.char_indices() {
            let place = (start, start + char.len_utf8());
            fold(char, |letter| {
                folded.letters.push(letter);
                folded.places.push(place);
            });
        }
        folded
    }

    /// Where the letters from `start` to before `end` stand in the text, in bytes.
    pub(super) fn range(&self, start: usize, end: usize) -> (usize, usize) {
        let from = self.places.get(start).map_or(0, |place| place.0);
        let to = end.checked_sub(1).and_then(|last| self.places.get(last)).map_or(from, |place| place.1);
        (from, to)
    }

    /// The letters from `start` to before `end`, or to the end of the text.
    pub(super) fn slice(&self, start: usize, end: usize) -> &str {
        self.letters.get(start..end.min(self.letters.len())).unwrap_or_default()
    }
}

/// Gives the ASCII letters of a character in lower case: none for digits, signs and other scripts, two for "ﬁ".
fn fold(char: char, mut give: impl FnMut(char)) {
    if char.is_ascii() {
        if char.is_ascii_alphabetic() {
            give(char.to_ascii_lowercase());
        }
    } else if char.is_alphabetic() {
        decompose_compatible(char, |part| {
            if part.is_ascii_alphabetic() {
                give(part.to_ascii_lowercase());
            }
        });
    }
}

/// The words of a text in lower-case ASCII with one space around each; accents that stand alone are dropped, and small
/// capitals that lost touch with their first letter ("F UNDING") are joined to it.
pub(super) fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        let rest = chars.as_str();
        if char == '-' && rest.starts_with('\n') {
            chars.next();
        } else if char.is_ascii_digit() {
            out.push(char);
        } else if char.is_alphabetic() {
            let opens = out.ends_with(' ');
            fold(char, |letter| out.push(letter));
            if opens && is_split_capital(char, rest) {
                chars.next();
            }
        } else if !is_stray(char) && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// A capital, a space and two more capitals; "A" is more often a word.
fn is_split_capital(char: char, rest: &str) -> bool {
    let mut next = rest.chars();
    char.is_uppercase()
        && !matches!(char, 'A' | 'À')
        && next.next() == Some(' ')
        && next.by_ref().take(2).filter(|next| next.is_uppercase()).count() == 2
}

/// Signs that stand inside words of damaged text: spacing accents, combining marks, soft hyphens, lost characters.
fn is_stray(char: char) -> bool {
    matches!(char, '´' | '`' | '¨' | '\u{2c6}' | '\u{2dc}' | '¸' | '\u{ad}' | '\u{fffd}') || is_combining_mark(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_names_have_the_letters_of_whole_ones() {
        let whole = Folded::new("Fonds de recherche du Québec").letters;
        for text in
            ["F ONDS DE RECHERCHE DU Q UÉBEC", "FondsderechercheduQue´bec", "Fonds de re-\ncherche 12 du Qu´ebec"]
        {
            assert_eq!(Folded::new(text).letters, whole, "{text}");
        }
        assert_eq!(Folded::new("ﬁnancé").letters, "finance");
    }

    #[test]
    fn letters_know_their_place() {
        let text = "du Québec, 12";
        let folded = Folded::new(text);
        let (start, end) = folded.range(2, 8);
        assert_eq!(text.get(start..end), Some("Québec"));
    }

    #[test]
    fn words_lose_accents_and_signs() {
        assert_eq!(words("L’étude a e´te´ finan-\ncée (2019)."), " l etude a ete financee 2019 ");
    }
}
