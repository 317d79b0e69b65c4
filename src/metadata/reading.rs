//! Reading back what the XML formats write, for their tests.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    /// Names from the root on, separated by slashes.
    pub(super) path: String,
    /// Attributes in order, unescaped.
    pub(super) attributes: Vec<(String, String)>,
    /// Its own text, unescaped.
    pub(super) text: String,
}

impl Node {
    /// The value of an attribute; empty without one.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }
}

/// Reads a fragment strictly: the elements in document order.
pub(super) fn read(xml: &str) -> Result<Vec<Node>, quick_xml::Error> {
    let mut reader = Reader::from_str(xml);
    let mut nodes: Vec<Node> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    loop {
        match reader.read_event()? {
            Event::Start(start) => {
                let node = node(&start, &nodes, &open)?;
                open.push(nodes.len());
                nodes.push(node);
            }
            Event::Empty(start) => {
                let node = node(&start, &nodes, &open)?;
                nodes.push(node);
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(text) => nodes[*open.last().unwrap()].text.push_str(&text),
            Event::GeneralRef(entity) => {
                let known = quick_xml::escape::resolve_predefined_entity(&entity).unwrap();
                nodes[*open.last().unwrap()].text.push_str(known);
            }
            Event::Eof => break,
            other => panic!("unexpected {other:?}"),
        }
    }
    assert!(open.is_empty());
    Ok(nodes)
}

fn node(start: &BytesStart<'_>, nodes: &[Node], open: &[usize]) -> Result<Node, quick_xml::Error> {
    let name = start.name().into_inner().to_owned();
    let around = open.last().map(|at| format!("{}/", nodes[*at].path)).unwrap_or_default();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute?;
        let value = quick_xml::escape::unescape(&attribute.value)?.into_owned();
        attributes.push((attribute.key.into_inner().to_owned(), value));
    }
    Ok(Node { path: format!("{around}{name}"), attributes, text: String::new() })
}

/// The texts of the elements whose path ends so.
pub(super) fn texts<'a>(nodes: &'a [Node], end: &str) -> Vec<&'a str> {
    all(nodes, end).into_iter().map(|node| node.text.as_str()).collect()
}

/// The elements whose path ends so.
pub(super) fn all<'a>(nodes: &'a [Node], end: &str) -> Vec<&'a Node> {
    let whole = format!("/{end}");
    nodes.iter().filter(|node| node.path == end || node.path.ends_with(&whole)).collect()
}
