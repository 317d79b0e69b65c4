//! A writer of XML fragments that cannot come out malformed: text is escaped and cleared of what XML 1.0 forbids.

use super::XmlFormat;
use super::language::xml_lang;
use super::text::{is_text, one_line};
use crate::domain::Localised;

/// Namespace of `xsi:schemaLocation`.
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Room for most records, so that their text is not moved about while it grows.
const USUAL_BYTES: usize = 6 * 1024;

/// A fragment that is being written.
#[derive(Debug, Default)]
pub(super) struct Fragment(String);

/// Writes a whole record: the root with its own namespaces in `attributes` and the schema of the format (OAI-PMH 2.0
/// §3.4), then what is inside.
pub(super) fn document(
    format: &XmlFormat,
    root: &str,
    attributes: &[(&str, &str)],
    inside: impl FnOnce(&mut Fragment),
) -> String {
    let mut xml = Fragment(String::with_capacity(USUAL_BYTES));
    xml.root(format, root, attributes);
    inside(&mut xml);
    xml.close(root);
    xml.finish()
}

impl Fragment {
    /// Starts the root of a record, or of a record inside a record.
    pub(super) fn root(&mut self, format: &XmlFormat, name: &str, attributes: &[(&str, &str)]) {
        let location = format!("{} {}", format.namespace, format.schema);
        let mut all = attributes.to_vec();
        all.extend([("xmlns:xsi", XSI), ("xsi:schemaLocation", location.as_str())]);
        self.open(name, &all);
    }

    /// Starts an element with its attributes; an attribute without a character that may stand in XML is left out.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.0.push('>');
    }

    /// An element that has attributes only.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.0.push_str("/>");
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (key, value) in attributes.iter().filter(|(_, value)| value.chars().any(is_text)) {
            self.0.push(' ');
            self.0.push_str(key);
            self.0.push_str("=\"");
            push_escaped(&mut self.0, value);
            self.0.push('"');
        }
    }

    /// Ends an element.
    pub(super) fn close(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element that holds text; nothing when no character of the text may stand in XML.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        let text = text.trim();
        if text.chars().any(|c| is_text(c) && !c.is_whitespace()) {
            self.open(name, attributes);
            push_escaped(&mut self.0, text);
            self.close(name);
        }
    }

    /// Text whose white space counts.
    pub(super) fn raw_text(&mut self, text: &str) {
        push_escaped(&mut self.0, text);
    }

    /// An element that holds text on one line.
    pub(super) fn line(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.leaf(name, attributes, &one_line(text));
    }

    /// One element for each text, with its language.
    pub(super) fn localised(&mut self, name: &str, texts: &[Localised]) {
        for item in texts {
            self.leaf(name, &[("xml:lang", xml_lang(&item.lang))], &item.text);
        }
    }

    /// An element around others; nothing when there are none.
    pub(super) fn group(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        let before = self.0.len();
        self.open(name, attributes);
        let start = self.0.len();
        inside(self);
        if self.0.len() == start {
            self.0.truncate(before);
        } else {
            self.close(name);
        }
    }

    /// The fragment.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// Escapes the five characters of mark-up and leaves out what is no `Char` (XML 1.0 §2.2) and the C1 controls.
fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((plain, suspect)) = rest.split_at_checked(plain_bytes(rest.as_bytes())) {
        out.push_str(plain);
        let mut characters = suspect.chars();
        let Some(character) = characters.next() else { return };
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' => out.push(' '),
            '\n' => out.push('\n'),
            other if is_text(other) => out.push(other),
            _ => {}
        }
        rest = characters.as_str();
    }
}

/// How many bytes at the start of a text can go out as they are. Blocks are looked at as a whole, which processors do
/// many bytes at a time.
fn plain_bytes(text: &[u8]) -> usize {
    const BLOCK: usize = 32;
    let is_plain = |block: &&[u8]| block.iter().fold(0, |found, byte| found | suspicion(*byte)) == 0;
    let blocks = BLOCK * text.chunks_exact(BLOCK).take_while(is_plain).count();
    let rest = text.get(blocks..).unwrap_or_default();
    blocks + rest.iter().position(|byte| suspicion(*byte) > 0).unwrap_or(rest.len())
}

/// Not 0 for a byte that is mark-up or a control, or begins the encoding of characters some of which are C1 controls
/// (`C2`) or U+FFFE and U+FFFF (`EF`). Each of them is the first byte of a character. A number, and no branch on the
/// way to it, so that a block is compared at once.
fn suspicion(byte: u8) -> u8 {
    let any_of = |bytes: [u8; 8]| bytes.iter().fold(0, |found, other| found | u8::from(byte == *other));
    u8::from(byte < b' ') | any_of([b'&', b'<', b'>', b'"', b'\'', 0x7F, 0xC2, 0xEF])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mark_up_is_escaped_and_forbidden_characters_left_out() {
        let mut fragment = Fragment::default();
        fragment.open("a", &[("b", "\"<\u{1}'")]);
        fragment.leaf("c", &[], "]]>\u{FFFE}\u{FFFF}&\r\n\u{5D0}");
        fragment.leaf("d", &[], " \u{0}\n");
        fragment.close("a");
        assert_eq!(fragment.finish(), "<a b=\"&quot;&lt;&apos;\"><c>]]&gt;&amp;\n\u{5D0}</c></a>");
    }

    #[test]
    fn every_character_goes_out_as_itself_escaped_or_not_at_all() {
        for character in '\0'..=char::MAX {
            let mut out = String::new();
            push_escaped(&mut out, &format!("{}{character}é{character}z", "a".repeat(40)));
            let expected = match character {
                '&' => "&amp;".to_owned(),
                '<' => "&lt;".to_owned(),
                '>' => "&gt;".to_owned(),
                '"' => "&quot;".to_owned(),
                '\'' => "&apos;".to_owned(),
                '\t' => " ".to_owned(),
                other if is_text(other) || other == '\n' => other.to_string(),
                _ => String::new(),
            };
            assert_eq!(out, format!("{}{expected}é{expected}z", "a".repeat(40)), "{character:?}");
        }
    }

    #[test]
    fn groups_and_attributes_without_content_are_left_out() {
        let mut fragment = Fragment::default();
        fragment.group("a", &[], |xml| xml.group("b", &[], |xml| xml.line("c", &[], "\u{0} ")));
        fragment.group("d", &[("e", ""), ("f", "\u{1}"), ("g", " ")], |xml| xml.line("h", &[], "i\n j"));
        fragment.empty("k", &[("l", "m")]);
        assert_eq!(fragment.finish(), "<d g=\" \"><h>i j</h></d><k l=\"m\"/>");
    }
}
