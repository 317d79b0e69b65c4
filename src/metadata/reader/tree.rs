//! A foreign description as a small tree: local names, attributes, text with its references resolved.

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::ReadError;
use crate::domain::Lang;
use crate::metadata::text::one_line;

/// Deepest nesting that is kept; descriptions nest four or five deep.
const MAX_DEPTH: usize = 32;
/// Most elements that are kept; records of collaborations with thousands of authors have about 50,000.
const MAX_ELEMENTS: usize = 200_000;

/// An element without its namespace.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Name without prefix.
    pub(super) name: String,
    /// Prefix of the name; empty when it has none.
    pub(super) prefix: String,
    attributes: Vec<(String, String)>,
    /// Child elements.
    pub(super) children: Vec<Element>,
    text: String,
}

impl Element {
    /// Its own text and attributes under another name.
    pub(super) fn named(&self, name: &str) -> Self {
        let (attributes, text) = (self.attributes.clone(), self.text.clone());
        Self { name: name.to_owned(), attributes, text, ..Self::default() }
    }

    /// The value of an attribute by its name without prefix; empty when absent.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// Its own text on one line.
    pub(super) fn text(&self) -> String {
        one_line(&self.text)
    }

    /// Its own text, lines kept.
    pub(super) fn lines(&self) -> &str {
        self.text.trim()
    }

    /// The language that it states (`xml:lang`, `lang`), undetermined when it states none.
    pub(super) fn lang(&self) -> Lang {
        Lang::parse(self.attribute("lang")).unwrap_or(Lang::UND)
    }

    /// Child elements of one name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first child of one name.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of one name; empty when there is none.
    pub(super) fn text_of(&self, name: &str) -> String {
        self.find(name).map(Element::text).unwrap_or_default()
    }

    /// The children of all groups of one name: `titles` gives every `title` inside.
    pub(super) fn inside<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Element> {
        self.all(group).flat_map(|group| &group.children)
    }
}

/// Parses one element.
pub(super) fn parse(xml: &str) -> Result<Element, ReadError> {
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<Element> = Vec::new();
    let mut elements = 0;
    loop {
        match reader.read_event()? {
            Event::Start(start) => {
                elements += 1;
                if open.len() >= MAX_DEPTH || elements > MAX_ELEMENTS {
                    return Err(ReadError::TooLarge);
                }
                open.push(element(&start)?);
            }
            Event::Empty(start) => {
                elements += 1;
                let element = element(&start)?;
                match open.last_mut() {
                    Some(parent) if elements <= MAX_ELEMENTS => parent.children.push(element),
                    Some(_) => return Err(ReadError::TooLarge),
                    None => return Ok(element),
                }
            }
            Event::End(_) => {
                let Some(element) = open.pop() else { return Err(ReadError::Empty) };
                match open.last_mut() {
                    Some(parent) => parent.children.push(element),
                    None => return Ok(element),
                }
            }
            Event::Text(text) => push(&mut open, &text.xml10_content()),
            Event::CData(text) => push(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref()? {
                Some(c) => push(&mut open, c.encode_utf8(&mut [0; 4])),
                None => push(&mut open, resolve_xml_entity(&reference).unwrap_or_default()),
            },
            Event::Eof => return Err(ReadError::Empty),
            Event::DocType(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

fn push(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, ReadError> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(quick_xml::Error::from)?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0)?;
        attributes.push((attribute.key.local_name().into_inner().to_owned(), value.into_owned()));
    }
    let prefix = start.name().prefix().map(|prefix| prefix.into_inner().to_owned()).unwrap_or_default();
    Ok(Element { name: start.local_name().into_inner().to_owned(), prefix, attributes, ..Element::default() })
}
