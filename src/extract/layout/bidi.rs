//! Right-to-left text: characters stand on the page in the order in which they are seen; texts keep the order in
//! which they are read. The inverse, for one line, of what the Unicode Bidirectional Algorithm (UAX #9) does.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::extract::pdf::is_rtl;

/// Whether a character is a vowel point or the like of such a script.
pub(super) fn is_rtl_mark(char: char) -> bool {
    is_rtl(char) && is_combining_mark(char)
}

/// The text of a line in reading order, letters in their base form; `seen` runs from left to right.
pub(super) fn logical(seen: String) -> String {
    if !seen.bytes().any(|byte| byte >= 0xd6) || !seen.chars().any(is_rtl) {
        return seen;
    }
    let chars: Vec<char> = seen.chars().collect();
    let rtl = chars.iter().filter(|char| is_rtl(**char)).count();
    let ltr = chars.iter().filter(|char| is_ltr(**char)).count();
    let ordered = if rtl >= ltr { turn(&chars) } else { turn_runs(&chars) };
    base_forms(&ordered).into_owned()
}

fn is_figure(char: char) -> bool {
    char.is_ascii_digit() || matches!(char, '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}')
}

fn is_ltr(char: char) -> bool {
    char.is_alphabetic() && !is_rtl(char)
}

/// Turns a line whose main direction is right to left: what runs from left to right in it keeps its order.
fn turn(seen: &[char]) -> String {
    let reversed: Vec<char> = seen.iter().rev().copied().collect();
    let mut out = String::with_capacity(seen.len() * 2);
    let mut rest = reversed.as_slice();
    while let Some((first, after)) = rest.split_first() {
        if is_ltr(*first) || is_figure(*first) {
            let (run, others) = rest.split_at(ltr_run(rest));
            out.extend(run.iter().rev());
            rest = others;
        } else {
            out.push(mirrored(*first));
            rest = after;
        }
    }
    out
}

/// Length of the run from left to right that a text starts with: words of letters with what stands between them, or
/// one number.
fn ltr_run(text: &[char]) -> usize {
    let mut end = 1;
    let mut letters = text.first().copied().is_some_and(is_ltr);
    for (place, char) in text.iter().enumerate().skip(1) {
        let gap = text.get(end..place).unwrap_or_default();
        if is_rtl(*char) {
            break;
        }
        let joins = match gap {
            [] => true,
            [point] if !letters && is_figure(*char) => matches!(point, '.' | ',' | ':' | '/' | '-' | '٫' | '٬'),
            _ => letters || is_ltr(*char),
        };
        if is_ltr(*char) || is_figure(*char) {
            if !joins {
                break;
            }
            letters |= is_ltr(*char);
            end = place + 1;
        }
    }
    end
}

/// Turns the runs from right to left of a line whose main direction is left to right.
fn turn_runs(seen: &[char]) -> String {
    let mut out = String::with_capacity(seen.len() * 2);
    let mut rest = seen;
    while let Some((first, after)) = rest.split_first() {
        if is_rtl(*first) {
            let stop = rest.iter().position(|char| is_ltr(*char)).unwrap_or(rest.len());
            let reach = rest.get(..stop).unwrap_or_default();
            let end = reach.iter().rposition(|char| is_rtl(*char)).map_or(1, |last| last + 1);
            let (run, others) = rest.split_at(end);
            out.push_str(&turn(run));
            rest = others;
        } else {
            out.push(*first);
            rest = after;
        }
    }
    out
}

/// The bracket that the one seen was written as (Unicode property `Bidi_Mirrored`).
fn mirrored(char: char) -> char {
    match char {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        other => other,
    }
}

/// Letters instead of the shapes that they take in words (blocks "Arabic Presentation Forms", "Alphabetic
/// Presentation Forms").
fn base_forms(text: &str) -> Cow<'_, str> {
    let is_form = |char: char| matches!(char, '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    if !text.contains(is_form) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if is_form(char) { out.extend(std::iter::once(char).nfkc()) } else { out.push(char) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(seen: &str) -> String {
        logical(seen.to_owned())
    }

    #[test]
    fn a_line_seen_from_left_to_right_is_read_from_right_to_left() {
        assert_eq!(read("םלוע םולש"), "שלום עולם");
        assert_eq!(read("plain text"), "plain text");
    }

    #[test]
    fn numbers_and_latin_words_keep_their_order() {
        assert_eq!(read("ףוס 3.14 PDF 1.7 file 12 הלחתה"), "התחלה 3.14 PDF 1.7 file 12 סוף");
        assert_eq!(read("2024 תנש 15"), "15 שנת 2024");
        assert_eq!(read("the word םולש means peace here"), "the word שלום means peace here");
    }

    #[test]
    fn brackets_face_the_other_way_and_forms_become_letters() {
        assert_eq!(read("(ב) א"), "א (ב)");
        assert_eq!(read("\u{fee1}\u{fefc}\u{fec6}"), "ظلام");
    }
}
