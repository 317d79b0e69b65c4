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

#[test]
fn right_to_left_text_is_read_from_its_right_end() {
    // The pen goes left from letter to letter, and so meets the figures of a number from their end.
    let shown = "שלום 21 עולם".chars().map(|char| format!("-5 0 Td <{:04X}> Tj ", u32::from(char)));
    let content = ["BT /F9 10 Tf 300 700 Td ".to_owned()].into_iter().chain(shown).collect::<String>();
    let bytes = changed(&(content + "ET"), |document, page| {
        let mut font = fonts::composite(document, "Hebrew", None);
        font.set("ToUnicode", "Identity-H");
        let resources = dictionary! { "Font" => dictionary! { "F9" => font } };
        document.get_dictionary_mut(page).unwrap().set("Resources", resources);
    });
    assert_eq!(to_text(&read(&bytes)).trim(), "שלום 12 עולם");
}
