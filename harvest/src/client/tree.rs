//! Elements of the protocol as small trees, read one after another; metadata and other foreign content stay a range of the text.
//!
//! Names are compared without prefixes, because servers put the protocol into other namespaces or none.

use std::fmt;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

/// Containers of foreign content.
const OPAQUE: [&str; 4] = ["metadata", "about", "description", "setDescription"];
/// The protocol's own elements nest five deep; nothing deeper is followed.
const MAX_DEPTH: usize = 16;

/// An element of the protocol.
#[derive(Debug, Default, Clone)]
pub(super) struct Element {
    /// Name with its prefix.
    pub(super) name: String,
    /// Attributes as written, values unescaped.
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// Its own text, unescaped.
    pub(super) text: String,
    /// Where the content lies in the text.
    pub(super) inner: Range<usize>,
}

impl Element {
    /// The name without its prefix.
    pub(super) fn local(&self) -> &str {
        local(&self.name)
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.local() == name)
    }

    pub(super) fn find(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.local() == name)
    }

    /// The trimmed text of a child, if it has any.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.find(name).map(|child| child.text.trim()).filter(|text| !text.is_empty())
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Namespaces that it declares: prefix (empty for the default) and name.
    pub(super) fn declarations(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().filter_map(|(name, value)| match name.split_once(':') {
            Some(("xmlns", prefix)) => Some((prefix, value.as_str())),
            None if name == "xmlns" => Some(("", value.as_str())),
            _ => None,
        })
    }
}

/// A place where the markup breaks.
#[derive(Debug)]
pub(super) enum Break {
    /// A document type declaration.
    DocumentType,
    /// Anything else, in words.
    Broken(String),
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DocumentType => f.write_str("a document type declaration"),
            Self::Broken(reason) => f.write_str(reason),
        }
    }
}

/// What comes next.
pub(super) enum Step {
    /// A start tag; `false` when the element is empty and already ended.
    Open(Element, bool),
    Close(String),
    Text(String),
    End,
}

/// Reads a text from a place on.
pub(super) struct Cursor<'a> {
    reader: Reader<&'a [u8]>,
    base: usize,
}

impl<'a> Cursor<'a> {
    /// Starts at a byte offset.
    pub(super) fn new(text: &'a str, base: usize) -> Self {
        let mut reader = Reader::from_str(text.get(base..).unwrap_or_default());
        // Ends are compared here, so that reading can begin in the middle.
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        Self { reader, base }
    }

    /// Offset of what comes next.
    pub(super) fn position(&self) -> usize {
        self.base + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX - self.base)
    }

    /// The next step, comments and processing instructions passed over.
    pub(super) fn step(&mut self) -> Result<Step, Break> {
        loop {
            return Ok(match self.reader.read_event().map_err(broken)? {
                Event::Start(start) => Step::Open(open(&start)?, true),
                Event::Empty(start) => Step::Open(open(&start)?, false),
                Event::End(end) => Step::Close(end.name().0.to_owned()),
                Event::Text(text) => Step::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Step::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().map_err(broken)?.map(String::from);
                    let named = || resolve_predefined_entity(&reference).map(str::to_owned);
                    Step::Text(character.or_else(named).unwrap_or_default())
                }
                Event::DocType(_) => return Err(Break::DocumentType),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => continue,
                Event::Eof => Step::End,
            });
        }
    }

    /// Completes an element whose start tag has been read.
    pub(super) fn complete(&mut self, element: Element, depth: usize) -> Result<Element, Break> {
        if OPAQUE.contains(&element.local()) {
            return self.pass_over(element);
        }
        if depth > MAX_DEPTH {
            return Err(Break::Broken("elements are nested too deeply".to_owned()));
        }
        let mut element = element;
        element.inner = self.position()..self.position();
        loop {
            let before = self.position();
            match self.step()? {
                Step::Open(child, true) => element.children.push(self.complete(child, depth + 1)?),
                Step::Open(child, false) => element.children.push(child),
                Step::Text(text) => element.text.push_str(&text),
                Step::Close(name) => {
                    same_name(&element.name, &name)?;
                    element.inner.end = before;
                    return Ok(element);
                }
                Step::End => return Err(ended(&element.name)),
            }
        }
    }

    /// Reads over foreign content and notes where it lies.
    fn pass_over(&mut self, mut element: Element) -> Result<Element, Break> {
        let start = self.position();
        let mut names: Vec<String> = Vec::new();
        loop {
            let before = self.position();
            match self.reader.read_event().map_err(broken)? {
                Event::Start(start) => names.push(start.name().0.to_owned()),
                Event::End(end) => {
                    let Some(name) = names.pop() else {
                        same_name(&element.name, end.name().0)?;
                        element.inner = start..before;
                        return Ok(element);
                    };
                    same_name(&name, end.name().0)?;
                }
                Event::DocType(_) => return Err(Break::DocumentType),
                Event::Eof => return Err(ended(&element.name)),
                _ => {}
            }
        }
    }
}

fn open(start: &BytesStart<'_>) -> Result<Element, Break> {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.map_err(broken)?;
        let value = unescape(&attribute.value).map_err(broken)?.into_owned();
        Ok((attribute.key.0.to_owned(), value))
    });
    Ok(Element {
        name: start.name().0.to_owned(),
        attributes: attributes.collect::<Result<_, Break>>()?,
        ..Element::default()
    })
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn same_name(open: &str, close: &str) -> Result<(), Break> {
    if open == close { Ok(()) } else { Err(Break::Broken(format!("<{open}> is closed by </{close}>"))) }
}

fn ended(name: &str) -> Break {
    Break::Broken(format!("the document ends inside <{name}>"))
}

fn broken(error: impl fmt::Display) -> Break {
    Break::Broken(error.to_string())
}
