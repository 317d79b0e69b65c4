//! Where the sentences of a paragraph end.

/// Words whose full stop ends no sentence, in lower case.
const ABBREVIATIONS: [&str; 30] = [
    "no", "nos", "n", "nr", "dr", "dre", "drs", "prof", "mr", "mrs", "ms", "mme", "mlle", "st", "ste", "ph", "cf",
    "al", "pp", "p", "vol", "fig", "ref", "inc", "jr", "sr", "vs", "approx", "dept", "univ",
];

/// The sentences of a text as byte ranges.
pub(super) fn split(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut word = String::new();
    for (place, char) in text.char_indices() {
        if char.is_alphanumeric() {
            word.push(char);
            continue;
        }
        if matches!(char, '.' | '!' | '?') && ends_here(char, &word, text.get(place + 1..).unwrap_or_default()) {
            out.push((start, place + 1));
            start = place + 1;
        }
        word.clear();
    }
    if start < text.len() {
        out.push((start, text.len()));
    }
    out
}

/// Whether a stop behind `word` ends a sentence, by what follows.
fn ends_here(stop: char, word: &str, rest: &str) -> bool {
    let after = rest.trim_start_matches([')', '»', '”', '"', ']']);
    let next = after.trim_start();
    let Some(first) = next.chars().next() else { return false };
    let spaced = next.len() < after.len();
    let is_abbreviation = stop == '.'
        && (word.chars().count() == 1 && word.chars().all(char::is_uppercase)
            || ABBREVIATIONS.contains(&word.to_lowercase().as_str()));
    let opens =
        first.is_uppercase() || matches!(first, '«' | '“' | '"' | '(' | '*') || spaced && first.is_ascii_digit();
    let glued =
        !spaced && first.is_uppercase() && word.chars().next_back().is_none_or(char::is_lowercase) && word.len() != 1;
    opens && !is_abbreviation && (spaced || glued)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        split(text).into_iter().map(|(start, end)| text[start..end].trim()).collect()
    }

    #[test]
    fn initials_and_abbreviations_end_no_sentence() {
        assert_eq!(
            parts("J. B. et Dr. K. (no. 312345). Merci à tous."),
            ["J. B. et Dr. K. (no. 312345).", "Merci à tous."]
        );
        assert_eq!(parts("(FRQ-NT).Thiswork"), ["(FRQ-NT).", "Thiswork"]);
        assert_eq!(parts("doi.org/10.69777/312345"), ["doi.org/10.69777/312345"]);
    }
}
