//! Small text work that several formats share.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// White space of any kind collapsed to single spaces, control and non-characters dropped, NFC.
pub(super) fn one_line(text: &str) -> String {
    if text.chars().all(is_composed) { joined(text.chars(), text.len()) } else { joined(text.nfc(), text.len()) }
}

/// Whether a character is in NFC wherever it stands: Latin without combining marks, and common punctuation (UAX #15,
/// `NFC_Quick_Check`).
fn is_composed(c: char) -> bool {
    c < '\u{300}' || ('\u{2010}'..='\u{205E}').contains(&c)
}

fn joined(chars: impl Iterator<Item = char>, capacity: usize) -> String {
    let mut line = String::with_capacity(capacity);
    let mut after_space = false;
    for c in chars {
        if c.is_whitespace() {
            after_space = !line.is_empty();
        } else if is_text(c) {
            if std::mem::take(&mut after_space) {
                line.push(' ');
            }
            line.push(c);
        }
    }
    line
}

/// Like [`one_line`] for each line; empty lines are dropped.
pub(super) fn lines(text: &str) -> String {
    text.split(['\n', '\r']).map(one_line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The lines of code as they are set in, without empty ones before and behind them; a tabulator is four spaces.
pub(super) fn code(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    let filled = |line: &str| !line.is_empty();
    let start = lines.iter().position(|line| filled(line)).unwrap_or(lines.len());
    let end = lines.iter().rposition(|line| filled(line)).map_or(start, |last| last + 1);
    let lines = lines.get(start..end).unwrap_or_default();
    let depth = lines.iter().filter(|line| filled(line)).map(|line| line.len() - line.trim_start().len()).min();
    let own = |line: &&str| line.get(depth.unwrap_or_default()..).unwrap_or(line).to_owned();
    lines.iter().map(own).collect::<Vec<_>>().join("\n")
}

/// Lower case without accents, everything but letters and digits turned into single spaces.
pub(super) fn folded(text: &str) -> String {
    let base: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    base.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether a character is text: neither a control nor one of the non-characters that XML 1.0 §2.2 leaves out.
pub(super) fn is_text(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_go_and_accents_are_composed() {
        assert_eq!(one_line(" e\u{301}te\u{301}\r\n\u{0}chaud\u{FFFE} \t"), "été chaud");
        assert_eq!(one_line("l\u{2019}e\u{301}te\u{301}\u{A0}: \u{202F}«\u{A0}oui\u{A0}»"), "l\u{2019}été : « oui »");
        assert_eq!(lines("a\r\n\r\n b  c\u{B}"), "a\nb c");
        assert_eq!(code("\n\tfor x:\r\n\t\ty()  \r\n\r\n\tend\n \n"), "for x:\n    y()\n\nend");
        assert_eq!(code(" \n\t"), "");
        assert_eq!(folded("Fonds de recherche du Québec – Santé"), "fonds de recherche du quebec sante");
    }
}
