//! Characters and the spaces between words.

use super::*;

#[test]
fn character_space_taken_back_between_letters_parts_words() {
    let line = "BT /F0 10 Tf 4 Tc 72 700 Td [(o) 400 (n) 400 (e) (t) 400 (w) 400 (o) (s) 400 (i) 400 (x)] TJ ET";
    assert_eq!(to_text(&read(&pdf(&[line]))).trim(), "one two six");
}

#[test]
fn letters_set_apart_are_one_word() {
    let line = "BT /F0 10 Tf 3 Tc 72 700 Td [(spaced)] TJ ET";
    assert_eq!(to_text(&read(&pdf(&[line]))).trim(), "spaced");
}
