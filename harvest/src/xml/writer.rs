//! A small XML writer into memory. It cannot fail, and everything it is given is escaped.

use super::text::escape_into;

/// Attributes as (name, value) pairs; names are literals of this crate.
pub(crate) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A document under construction.
pub(crate) struct Writer {
    out: String,
}

impl Writer {
    pub(crate) fn new() -> Self {
        Self { out: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") }
    }

    /// Goes on behind a text, with room for so many bytes.
    pub(crate) fn part(mut begun: String, bytes: usize) -> Self {
        begun.reserve(bytes);
        Self { out: begun }
    }

    /// Bytes written so far.
    pub(crate) fn len(&self) -> usize {
        self.out.len()
    }

    /// A processing instruction that points to a style sheet (Associating Style Sheets with XML 1.0 §2).
    pub(crate) fn stylesheet(&mut self, href: &str) {
        self.out.push_str("<?xml-stylesheet type=\"text/xsl\"");
        self.attributes(&[("href", href)]);
        self.out.push_str("?>\n");
    }

    /// An element with children written by `content`.
    pub(crate) fn element(&mut self, name: &str, attributes: Attributes<'_>, content: impl FnOnce(&mut Self)) {
        self.start(name, attributes);
        self.out.push('>');
        content(self);
        self.end(name);
    }

    /// An element with text.
    pub(crate) fn leaf(&mut self, name: &str, text: &str) {
        self.leaf_with(name, &[], text);
    }

    /// An element with attributes and text.
    pub(crate) fn leaf_with(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.element(name, attributes, |writer| escape_into(&mut writer.out, text, false));
    }

    /// An element with text, if there is any.
    pub(crate) fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.leaf(name, text);
        }
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.start(name, attributes);
        self.out.push_str("/>");
    }

    /// Markup that a [`crate::Fragment`] has already checked.
    pub(crate) fn checked_markup(&mut self, xml: &str) {
        self.out.push_str(xml);
    }

    /// The finished text.
    pub(crate) fn finish(self) -> String {
        self.out
    }

    fn start(&mut self, name: &str, attributes: Attributes<'_>) {
        self.out.push('<');
        self.out.push_str(name);
        self.attributes(attributes);
    }

    fn attributes(&mut self, attributes: Attributes<'_>) {
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape_into(&mut self.out, value, true);
            self.out.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }
}
