//! The XML of a file as a small tree: local names, attributes, text with its references resolved.

use std::borrow::Cow;

use quick_xml::errors::SyntaxError;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader, XmlVersion};

use super::{JatsError, mathml};
use crate::metadata::encoding::{utf_16, windows_1252, without_bom};
use crate::metadata::text::one_line;

/// Deepest nesting that is read; real articles stay under 30.
const MAX_DEPTH: usize = 200;
/// Most elements that are read; a long article with formulas has about 100,000.
const MAX_ELEMENTS: usize = 2_000_000;

/// An element with its content in order.
#[derive(Debug, Default)]
pub struct Element {
    /// Name without prefix.
    pub name: String,
    /// Attributes by name without prefix.
    attributes: Vec<(String, String)>,
    /// Content.
    pub nodes: Vec<Node>,
}

/// A piece of content.
#[derive(Debug)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text, its references resolved.
    Text(String),
}

impl Element {
    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// Whether an attribute has one of some values.
    #[must_use]
    pub fn has(&self, attribute: &str, values: &[&str]) -> bool {
        self.attribute(attribute).is_some_and(|value| values.contains(&value))
    }

    /// Child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Child elements of one name.
    pub fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first child of one name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// All elements of one name below this one, in document order, not inside each other.
    #[must_use]
    pub fn find_all<'a>(&'a self, name: &str) -> Vec<&'a Element> {
        let mut found = Vec::new();
        for element in self.elements() {
            if element.name == name {
                found.push(element);
            } else {
                found.extend(element.find_all(name));
            }
        }
        found
    }

    /// The first element of one name below this one.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|element| if element.name == name { Some(element) } else { element.find(name) })
    }

    /// The text on one line, without notes and their marks; `None` when there is none.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        Some(self.inline_text()).filter(|text| !text.is_empty())
    }

    /// The text on one line, without notes and their marks.
    #[must_use]
    pub fn inline_text(&self) -> String {
        let mut out = String::new();
        self.nodes.iter().for_each(|node| node.push_inline(&mut out));
        one_line(&out)
    }

    fn push_inline(&self, out: &mut String) {
        match self.name.as_str() {
            "fn" | "object-id" | "index-term" | "institution-id" | "annotation" => {}
            "xref" if self.has("ref-type", &["fn", "aff", "corresp", "author-notes", "table-fn"]) => {}
            "break" => out.push(' '),
            "math" => out.push_str(&mathml::text(self)),
            "tex-math" => out.push_str(&tex(&self.raw_text())),
            "alternatives" => {
                let best = self.child("tex-math").or_else(|| self.elements().find(|inner| inner.text().is_some()));
                if let Some(inner) = best {
                    inner.push_inline(out);
                }
            }
            _ => self.nodes.iter().for_each(|node| node.push_inline(out)),
        }
    }

    /// All characters as they stand.
    #[must_use]
    pub fn raw_text(&self) -> String {
        let parts = self.nodes.iter().map(|node| match node {
            Node::Element(element) => element.raw_text(),
            Node::Text(text) => text.clone(),
        });
        parts.collect()
    }
}

impl Node {
    pub(super) fn push_inline(&self, out: &mut String) {
        match self {
            Self::Element(element) => element.push_inline(out),
            Self::Text(text) => out.push_str(text),
        }
    }
}

/// The formula of a `tex-math`, which may be a whole LaTeX document.
fn tex(text: &str) -> String {
    let inner = text.split_once("\\begin{document}").map_or(text, |(_, rest)| rest);
    let inner = inner.split_once("\\end{document}").map_or(inner, |(formula, _)| formula);
    inner.trim().trim_matches('$').trim().to_owned()
}

/// The characters of a file: UTF-8 (the default), UTF-16 with its mark, or a declared Latin-1 or Windows-1252.
pub(in crate::metadata) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, JatsError> {
    if without_bom(bytes).trim_ascii().is_empty() {
        return Err(JatsError::Empty);
    }
    if bytes.starts_with(b"\xFE\xFF") || bytes.starts_with(b"\xFF\xFE") {
        return utf_16(bytes).map(Cow::Owned).ok_or_else(|| JatsError::Encoding { encoding: "UTF-16".to_owned() });
    }
    let bytes = without_bom(bytes);
    let declared = declared_encoding(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) if matches!(declared.as_str(), "iso-8859-1" | "latin1" | "windows-1252") => {
            Ok(Cow::Owned(windows_1252(bytes)))
        }
        Err(_) => Err(JatsError::Encoding { encoding: declared.to_ascii_uppercase() }),
    }
}

/// The encoding that the XML declaration names, in lower case; `utf-8` when it names none.
fn declared_encoding(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default()).to_ascii_lowercase();
    let declaration = head.split_once("?>").map_or("", |(declaration, _)| declaration);
    let value = declaration.split_once("encoding").map_or("", |(_, rest)| rest).trim_start_matches(['=', ' ']);
    let name = value.split(['"', '\'']).nth(1).unwrap_or("utf-8");
    name.to_owned()
}

/// Parses a file whose root element must be `article`.
pub(super) fn parse(text: &str) -> Result<Element, JatsError> {
    Builder { reader: Reader::from_str(text), text, open: Vec::new(), elements: 0 }.build()
}

struct Builder<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    open: Vec<Element>,
    elements: usize,
}

impl Builder<'_> {
    fn build(mut self) -> Result<Element, JatsError> {
        loop {
            let event = self.reader.read_event().map_err(|error| self.broken(error))?;
            let done = match event {
                Event::Start(start) => self.start(&start)?,
                Event::Empty(start) => {
                    self.start(&start)?;
                    self.end()
                }
                Event::End(_) => self.end(),
                Event::Text(text) => self.push_text(&text.xml10_content()),
                Event::CData(text) => self.push_text(&text.xml10_content()),
                Event::GeneralRef(entity) => self.reference(&entity)?,
                Event::DocType(doctype) if doctype.contains("<!ENTITY") => {
                    return Err(JatsError::EntityDeclaration { line: self.line() });
                }
                Event::Eof => return Err(self.unfinished()),
                Event::DocType(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => None,
            };
            if let Some(root) = done {
                return Ok(root);
            }
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<Option<Element>, JatsError> {
        let name = start.local_name().into_inner().to_owned();
        if self.open.is_empty() && name != "article" {
            return Err(JatsError::WrongType { root: name.chars().take(60).collect() });
        }
        self.elements += 1;
        let line = self.line_if(self.open.len() >= MAX_DEPTH || self.elements > MAX_ELEMENTS);
        if self.open.len() >= MAX_DEPTH {
            return Err(JatsError::LimitExceeded { line, limit: MAX_DEPTH, what: "elements inside each other" });
        }
        if self.elements > MAX_ELEMENTS {
            return Err(JatsError::LimitExceeded { line, limit: MAX_ELEMENTS, what: "elements" });
        }
        let attributes = self.attributes(start)?;
        self.open.push(Element { name, attributes, nodes: Vec::new() });
        Ok(None)
    }

    fn attributes(&self, start: &BytesStart<'_>) -> Result<Vec<(String, String)>, JatsError> {
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.broken(error.into()))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| self.broken(error))?;
            attributes.push((attribute.key.local_name().into_inner().to_owned(), value.into_owned()));
        }
        Ok(attributes)
    }

    /// Ends the innermost element; returns it when it was the root.
    fn end(&mut self) -> Option<Element> {
        let element = self.open.pop()?;
        match self.open.last_mut() {
            Some(parent) => {
                parent.nodes.push(Node::Element(element));
                None
            }
            None => Some(element),
        }
    }

    fn push_text(&mut self, text: &str) -> Option<Element> {
        let parent = self.open.last_mut()?;
        match parent.nodes.last_mut() {
            Some(Node::Text(last)) => last.push_str(text),
            _ => parent.nodes.push(Node::Text(text.to_owned())),
        }
        None
    }

    fn reference(&mut self, entity: &BytesRef<'_>) -> Result<Option<Element>, JatsError> {
        if let Some(c) = entity.resolve_char_ref().map_err(|error| self.broken(error))? {
            return Ok(self.push_text(c.encode_utf8(&mut [0; 4])));
        }
        match quick_xml::escape::resolve_xml_entity(entity) {
            Some(text) => Ok(self.push_text(text)),
            None => Err(JatsError::UnknownEntity { line: self.line(), name: entity.chars().take(60).collect() }),
        }
    }

    /// All syntax errors of the parser but one mean that the input ended inside some mark-up.
    fn broken(&self, source: Error) -> JatsError {
        if matches!(&source, Error::Syntax(kind) if *kind != SyntaxError::InvalidBangMarkup) && !self.open.is_empty() {
            return self.unfinished();
        }
        JatsError::Malformed { line: self.line(), source }
    }

    fn unfinished(&self) -> JatsError {
        match self.open.last() {
            Some(element) => JatsError::Truncated { line: self.line(), element: element.name.clone() },
            None => JatsError::WrongType { root: String::new() },
        }
    }

    /// The line that the parser stands at, from 1.
    fn line(&self) -> usize {
        let read = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        self.text.get(..read).unwrap_or(self.text).matches('\n').count() + 1
    }

    fn line_if(&self, wanted: bool) -> usize {
        if wanted { self.line() } else { 0 }
    }
}
