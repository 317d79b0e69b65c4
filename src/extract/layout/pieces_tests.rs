//! Tests of pieces: words, gaps and gutters.

use super::*;
use crate::extract::pdf::Style;

fn word(text: &str, x0: f64, y: f64) -> Vec<Glyph> {
    let places = text.chars().scan(x0, |x, char| {
        let here = *x;
        *x += 5.0;
        Some((char, here))
    });
    places
        .map(|(char, x0)| Glyph { char, x0, x1: x0 + 5.0, y, size: 10.0, angle: 0, style: Style::default(), tag: None })
        .collect()
}

/// A page without rules.
fn none() -> Fences {
    Fences::new(&[])
}

#[test]
fn gaps_make_words_and_gutters_make_pieces() {
    let glyphs = [word("two", 0.0, 50.0), word("words", 18.0, 50.0), word("apart", 70.0, 50.0)].concat();
    let pieces = gather(glyphs, &none());
    let texts: Vec<&str> = pieces.iter().flat_map(|piece| &piece.spans).map(|span| span.text.as_str()).collect();
    assert_eq!(texts, ["two words", "apart"]);
    assert_eq!(pieces.len(), 2);
}

#[test]
fn a_space_left_of_a_word_that_goes_to_the_left_stands_before_it() {
    let space = Glyph { char: ' ', ..word("a", 35.0, 50.0).remove(0) };
    let (right, left, below) = (word("ک", 50.0, 50.0), word("ا", 44.0, 50.0), word("ب", 90.0, 80.0));
    let spans: Vec<Span> =
        gather([right, left, vec![space], below].concat(), &none()).into_iter().flat_map(|piece| piece.spans).collect();
    let spaces: Vec<(bool, bool)> = spans.iter().map(|span| (span.space_before, span.space_after)).collect();
    assert_eq!(spaces, [(false, false), (true, false), (false, false)].to_vec());
}

#[test]
fn letters_set_wide_make_words_again() {
    let wide = |text: &str, x0: f64| -> Vec<Glyph> {
        let letters = (0..).zip(text.chars());
        letters.flat_map(|(place, letter)| word(&letter.to_string(), x0 + 7.5 * f64::from(place), 50.0)).collect()
    };
    let pieces = gather([wide("SNOW", 0.0), wide("AND", 34.0), wide("ICE", 60.5)].concat(), &none());
    assert_eq!(pieces.first().map(Piece::text).as_deref(), Some("SNOW AND ICE"));
}

#[test]
fn a_narrow_gap_parts_words_whose_letters_touch() {
    let pieces = gather([word("deep", 0.0, 50.0), word("snow", 21.4, 50.0)].concat(), &none());
    assert_eq!(pieces.first().map(Piece::text).as_deref(), Some("deep snow"));
}

#[test]
fn text_printed_twice_on_one_spot_is_read_once() {
    let glyphs = [word("bold", 0.0, 50.0), word("bold", 0.3, 50.0)].concat();
    assert_eq!(gather(glyphs, &none()).len(), 1);
}
