//! The part of a page that is shown around its best words.

use std::ops::Range;

use super::mark::Marker;
use crate::domain::query::Piece;

/// Characters of a passage, about.
const LENGTH: usize = 240;
/// Characters that a long phrase may take.
const MAX_LENGTH: usize = 600;
/// Characters in which the start of a sentence is looked for before the words.
const BEFORE: usize = 120;

/// Cuts a passage around `core`, at the borders of sentences or else of words, and marks it. White space is one
/// space, and what is left out in the middle of a sentence shows as `…`.
pub(crate) fn excerpt(text: &str, core: Range<usize>, marker: &Marker) -> Vec<Piece> {
    let core_chars = text.get(core.clone()).map_or(0, |core| core.chars().count());
    let start = start(text, core.start, BEFORE.min(LENGTH.saturating_sub(core_chars)));
    let used = text.get(start..core.end).map_or(0, |used| used.chars().count());
    let end = if used > MAX_LENGTH {
        word_end(text, start, MAX_LENGTH)
    } else {
        end(text, core.end, LENGTH.saturating_sub(used))
    };
    let shown = text.get(start..end).unwrap_or_default();
    let mut pieces = marker.mark(shown.trim());
    squeeze(&mut pieces);
    let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
    if !is_border(before) {
        pieces.insert(0, Piece { text: "… ".to_owned(), marked: false });
    }
    if !is_border(shown) && !after.trim().is_empty() {
        pieces.push(Piece { text: " …".to_owned(), marked: false });
    }
    pieces
}

/// Whether a sentence ends with the text.
fn is_border(text: &str) -> bool {
    let text = text.trim_end();
    text.is_empty() || text.ends_with(['.', '!', '?', '…'])
}

/// The start of the sentence when it is near, else of a word.
fn start(text: &str, core: usize, room: usize) -> usize {
    let before = text.get(..core).unwrap_or_default();
    let from = before.char_indices().rev().take(room).last().map_or(core, |(at, _)| at);
    let window = before.get(from..).unwrap_or_default();
    let sentence = window
        .rmatch_indices([' ', '\n', '\u{a0}'])
        .find(|(at, _)| window.get(..*at).is_some_and(|before| !before.trim().is_empty() && is_border(before)));
    if from == 0 && sentence.is_none() {
        return 0;
    }
    let found = sentence.or_else(|| window.match_indices(char::is_whitespace).next());
    found.map_or(core, |(at, space)| from + at + space.len())
}

/// The end of the last sentence that fits, when it takes half of the room, else of a word.
fn end(text: &str, core: usize, room: usize) -> usize {
    let after = text.get(core..).unwrap_or_default();
    let Some((limit, _)) = after.char_indices().nth(room) else {
        return text.len();
    };
    let window = after.get(..limit).unwrap_or_default();
    let sentence = window
        .match_indices(['.', '!', '?'])
        .map(|(at, mark)| at + mark.len())
        .rfind(|at| window.get(*at..).is_some_and(|rest| rest.starts_with(char::is_whitespace)));
    match sentence {
        Some(at) if at >= limit / 2 => core + at,
        _ => word_end(text, core, room),
    }
}

/// The last end of a word within some characters.
fn word_end(text: &str, from: usize, room: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let limit = rest.char_indices().nth(room).map_or(rest.len(), |(at, _)| at);
    let window = rest.get(..limit).unwrap_or_default();
    from + window.rfind(char::is_whitespace).unwrap_or(0)
}

/// Makes white space one space and drops what cannot be shown.
fn squeeze(pieces: &mut Vec<Piece>) {
    let mut spaced = true;
    for piece in pieces.iter_mut() {
        let mut text = String::with_capacity(piece.text.len());
        for c in piece.text.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }) {
            if c != ' ' || !spaced {
                text.push(c);
            }
            spaced = c == ' ';
        }
        piece.text = text;
    }
    pieces.retain(|piece| !piece.text.is_empty());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, word: &str) -> String {
        let at = text.find(word).unwrap();
        let pieces = excerpt(text, at..at + word.len(), &Marker::new(word));
        pieces.iter().map(|p| if p.marked { format!("[{}]", p.text) } else { p.text.clone() }).collect()
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        assert_eq!(shown("La  mer\nmonte.", "mer"), "La [mer] monte.");
    }

    #[test]
    fn a_passage_starts_and_ends_with_sentences_where_they_are_near() {
        let long = "Un autre sujet est traité ici. ".repeat(20);
        let text = format!("{long}Le glacier recule de dix mètres. {long}");
        let passage = shown(&text, "glacier");
        assert!(passage.starts_with("Le [glacier] recule") && passage.ends_with("ici."), "{passage}");
        assert!((150..=260).contains(&passage.chars().count()), "{passage}");
    }

    #[test]
    fn without_sentences_the_cut_is_between_words_and_shown() {
        let text = format!("{}glacier{}", "été ".repeat(200), " œuf".repeat(200));
        let passage = shown(&text, "glacier");
        assert!(passage.starts_with("… été") && passage.ends_with("œuf …"), "{passage}");
    }

    #[test]
    fn text_without_spaces_is_no_trouble() {
        for text in ["é".repeat(2000), "🌞".repeat(2000) + "é"] {
            let pieces = excerpt(&text, 0..0, &Marker::new("é"));
            assert!(pieces.iter().map(|piece| piece.text.chars().count()).sum::<usize>() <= 700);
        }
    }
}
