//! Lists of keywords: by signs between them, or one to a line.

use super::super::from_page;
use crate::domain::extraction::{Candidate, Origin};
use crate::domain::{Lang, Localised};
use crate::extract::layout::Line;

/// Most keywords of one list, and the longest one in characters.
const MOST: usize = 25;
const LONGEST: usize = 80;

/// The keywords of a list as candidates.
pub(super) fn candidates(lang: Lang, list: &str, page: u32) -> Vec<Candidate<Localised>> {
    let words = split(list);
    let confidence = if words.len() > 1 { 0.9 } else { 0.7 };
    words
        .into_iter()
        .map(|word| from_page(Localised::new(lang, word), confidence, Origin::Layout, page, list))
        .collect()
}

/// Splits a list at the signs it is written with; a semicolon outranks the comma.
fn split(list: &str) -> Vec<&str> {
    let list = list.trim().trim_end_matches(['.', ';', ',']);
    let signs: &[char] = if list.contains('\n') {
        &['\n']
    } else if list.contains(';') {
        &[';']
    } else if list.contains(['•', '·', '|', '∙', '⋅', '■', '∗']) {
        &['•', '·', '|', '∙', '⋅', '■', '∗']
    } else if list.contains(',') {
        &[',']
    } else if list.contains(" – ") || list.contains(" — ") {
        &['–', '—']
    } else if list.contains(". ") {
        &['.']
    } else {
        &[]
    };
    let trimmed = list.split(signs).map(|word| word.trim().trim_end_matches('.').trim());
    trimmed.filter(|word| !word.is_empty() && word.chars().count() <= LONGEST).take(MOST).collect()
}

/// Lines that hold one keyword each, as a list with line breaks; none when they hold running text or other signs.
pub(super) fn one_to_a_line(lines: &[Line]) -> Option<String> {
    let texts: Vec<&str> = lines.iter().map(|line| line.text.trim()).filter(|text| !text.is_empty()).collect();
    let plain =
        |text: &&str| !text.contains([',', ';', '•', '·', '|']) && text.chars().count() <= 50 && !text.ends_with('-');
    let high = texts.iter().filter(|text| text.starts_with(|char: char| !char.is_lowercase())).count();
    (texts.len() > 1 && texts.iter().all(plain) && high == texts.len()).then(|| texts.join("\n"))
}

/// Parts a list in two languages: at its middle block or line, where the first language ends.
pub(super) fn halves(lines: &[Line]) -> Option<usize> {
    let right = lines.iter().map(|line| line.x1).fold(f64::NEG_INFINITY, f64::max);
    let short = |line: &Line| line.x1 < right - 3.0 * line.size || line.text.trim_end().ends_with(['.', ';']);
    match lines {
        [] | [_] => None,
        [_, _] => Some(1),
        _ => {
            let ends = lines
                .iter()
                .enumerate()
                .take(lines.len() - 1)
                .filter(|(_, line)| short(line))
                .map(|(place, _)| place + 1);
            let ends: Vec<usize> = ends.collect();
            ends.into_iter().min_by_key(|place| place.abs_diff(lines.len() / 2))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_split_at_their_own_signs() {
        assert_eq!(split("neige, glace, eau."), ["neige", "glace", "eau"]);
        assert_eq!(split("neige, glace; eau"), ["neige, glace", "eau"]);
        assert_eq!(split("Snow · Ice · Water"), ["Snow", "Ice", "Water"]);
        assert_eq!(split("Snow\nIce cover\nWater"), ["Snow", "Ice cover", "Water"]);
        assert_eq!(split("snow – ice – water"), ["snow", "ice", "water"]);
        assert_eq!(split("Snow. Ice. Water."), ["Snow", "Ice", "Water"]);
        assert_eq!(split("open-access"), ["open-access"]);
    }
}
