//! Body and back matter as a deposited JATS file has them: copied element by element, cleared of what would not stand
//! in our document.
//!
//! Kept are the elements of JATS and `MathML`, and attributes without a namespace, of `XLink` and of XML itself. Left
//! out are other vocabularies, comments, and references to what stays behind with the file's own front matter.

use std::collections::HashSet;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use crate::metadata::jats::decode;
use crate::metadata::xml::Fragment;

const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// How the namespaces begin under which JATS is carried over OAI-PMH; files themselves use none.
const JATS: &str = "https://jats.nlm.nih.gov/ns/";
/// Children of the root that hold the text, in the order of the schema.
const PARTS: [&str; 3] = ["body", "back", "floats-group"];
/// Attributes that name elements by their `id`.
const REFERENCES: [&str; 4] = ["rid", "headers", "alternate-form-of", "continued-from"];

type Attributes = Vec<(String, String)>;

/// A piece of the text.
enum Item {
    Start(String, Attributes),
    End(String),
    Text(String),
}

/// Writes the text of a file; nothing when it has none or cannot be read to its end.
pub(super) fn write(xml: &mut Fragment, file: &[u8]) {
    let Some(items) = decode(file).ok().and_then(|text| read(&text)) else { return };
    let ids: HashSet<&str> = items.iter().flat_map(Item::ids).collect();
    for item in &items {
        match item {
            Item::Start(name, attributes) => {
                let kept = attributes.iter().filter(|(key, value)| !is_broken_reference(key, value, &ids));
                let kept: Vec<_> = kept.map(|(key, value)| (key.as_str(), value.as_str())).collect();
                xml.open(name, &kept);
            }
            Item::End(name) => xml.close(name),
            Item::Text(text) => xml.raw_text(text),
        }
    }
}

impl Item {
    fn ids(&self) -> impl Iterator<Item = &str> {
        let attributes = match self {
            Self::Start(_, attributes) => attributes.as_slice(),
            Self::End(_) | Self::Text(_) => &[],
        };
        attributes.iter().filter(|(key, _)| key == "id").map(|(_, value)| value.as_str())
    }
}

fn is_broken_reference(key: &str, value: &str, ids: &HashSet<&str>) -> bool {
    REFERENCES.contains(&key) && !value.split_whitespace().all(|id| ids.contains(id))
}

/// Where the reader stands.
#[derive(Default)]
struct Place {
    /// Elements that are open.
    depth: usize,
    /// Names of those among them that are copied, innermost last.
    copied: Vec<String>,
    /// Depth of the element that is left out with everything in it.
    left_out: Option<usize>,
}

fn read(text: &str) -> Option<Vec<Item>> {
    let mut reader = NsReader::from_str(text);
    let (mut items, mut place) = (Vec::new(), Place::default());
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => place.start(&mut items, &start, &reader)?,
            Event::Empty(start) => {
                place.start(&mut items, &start, &reader)?;
                place.end(&mut items);
            }
            Event::End(_) => place.end(&mut items),
            Event::Text(text) => place.text(&mut items, &text.xml10_content()),
            Event::CData(text) => place.text(&mut items, &text.xml10_content()),
            Event::GeneralRef(entity) => match entity.resolve_char_ref().ok()? {
                Some(c) => place.text(&mut items, c.encode_utf8(&mut [0; 4])),
                None => place.text(&mut items, quick_xml::escape::resolve_xml_entity(&entity)?),
            },
            Event::Eof => return (place.depth == 0).then_some(items),
            Event::DocType(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

impl Place {
    fn start(&mut self, items: &mut Vec<Item>, start: &BytesStart<'_>, reader: &NsReader<&[u8]>) -> Option<()> {
        self.depth += 1;
        if self.left_out.is_some() {
            return Some(());
        }
        let inside = !self.copied.is_empty();
        match own_name(start, reader).filter(|name| inside || (self.depth == 2 && PARTS.contains(&name.as_str()))) {
            Some(name) => {
                let mut attributes = attributes(start, reader)?;
                let around = self.copied.last().is_some_and(|around| around.starts_with("mml:"));
                if name.starts_with("mml:") && !around {
                    attributes.push(("xmlns:mml".to_owned(), MATHML.to_owned()));
                }
                items.push(Item::Start(name.clone(), attributes));
                self.copied.push(name);
            }
            // The root is gone through, everything else beside the text is not.
            None if self.depth > 1 => self.left_out = Some(self.depth),
            None => {}
        }
        Some(())
    }

    fn end(&mut self, items: &mut Vec<Item>) {
        match self.left_out {
            Some(depth) if depth == self.depth => self.left_out = None,
            Some(_) => {}
            None => items.extend(self.copied.pop().map(Item::End)),
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn text(&self, items: &mut Vec<Item>, text: &str) {
        if !self.copied.is_empty() && self.left_out.is_none() {
            items.push(Item::Text(text.to_owned()));
        }
    }
}

/// The name of an element in our document, when it has a place there.
fn own_name(start: &BytesStart<'_>, reader: &NsReader<&[u8]>) -> Option<String> {
    let (namespace, local) = reader.resolver().resolve_element(start.name());
    let local = local.into_inner();
    match namespace {
        ResolveResult::Unbound => Some(local.to_owned()),
        ResolveResult::Bound(Namespace(uri)) if uri.starts_with(JATS) => Some(local.to_owned()),
        ResolveResult::Bound(Namespace(MATHML)) => Some(format!("mml:{local}")),
        ResolveResult::Bound(_) | ResolveResult::Unknown(_) => None,
    }
}

fn attributes(start: &BytesStart<'_>, reader: &NsReader<&[u8]>) -> Option<Attributes> {
    let mut kept = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
        let local = local.into_inner();
        let name = match namespace {
            ResolveResult::Unbound => local.to_owned(),
            ResolveResult::Bound(Namespace(XLINK)) => format!("xlink:{local}"),
            ResolveResult::Bound(Namespace(XML)) => format!("xml:{local}"),
            ResolveResult::Bound(_) | ResolveResult::Unknown(_) => continue,
        };
        kept.push((name, attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned()));
    }
    Some(kept)
}
