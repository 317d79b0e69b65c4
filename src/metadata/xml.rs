//! A writer of XML fragments that cannot come out malformed: text is escaped and cleared of what XML 1.0 forbids.

use super::text::is_text;

/// A fragment that is being written.
#[derive(Debug, Default)]
pub(super) struct Fragment(String);

impl Fragment {
    /// Starts an element with its attributes.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (key, value) in attributes {
            self.0.push(' ');
            self.0.push_str(key);
            self.0.push_str("=\"");
            push_escaped(&mut self.0, value);
            self.0.push('"');
        }
        self.0.push('>');
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

    /// The fragment.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// Escapes the five characters of mark-up and leaves out what is no `Char` (XML 1.0 §2.2) and the C1 controls.
fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' => out.push(' '),
            '\n' => out.push('\n'),
            c if is_text(c) => out.push(c),
            _ => {}
        }
    }
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
}
