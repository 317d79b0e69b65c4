//! Our own JSON-LD as triples, and these as Turtle (the subset that N-Triples is, RDF 1.1) and RDF/XML. It reads no more
//! of JSON-LD than `mod.rs` writes: prefixed names, nodes, values with a language or a type, lists of these.

use std::fmt::Write;

use serde_json::Value;

use crate::web::feeds::escaped;

/// Where types are said (RDF 1.1 Concepts).
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// An object of a triple.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Object {
    Iri(String),
    Blank(usize),
    Text { text: String, lang: Option<String>, kind: Option<String> },
}

/// Triples by subject, each with the properties that it has in their order.
#[derive(Debug, Default)]
pub(super) struct Graph {
    nodes: Vec<(Object, Vec<(String, Object)>)>,
    prefixes: Vec<(String, String)>,
}

impl Graph {
    /// The triples of a document.
    pub(super) fn of(document: &Value) -> Self {
        let context = document.get("@context").and_then(Value::as_object).into_iter().flatten();
        let prefixes = context.filter_map(|(name, iri)| Some((name.clone(), iri.as_str()?.to_owned())));
        let mut graph = Self { nodes: Vec::new(), prefixes: prefixes.collect() };
        graph.node(document);
        graph
    }

    fn expanded(&self, name: &str) -> String {
        let Some((prefix, rest)) = name.split_once(':') else { return name.to_owned() };
        let found = self.prefixes.iter().find(|(known, _)| known == prefix);
        found.map_or_else(|| name.to_owned(), |(_, iri)| format!("{iri}{rest}"))
    }

    /// Adds a node with what it says; gives how others name it.
    fn node(&mut self, value: &Value) -> Object {
        let id = value.get("@id").and_then(Value::as_str);
        let subject = id.map_or(Object::Blank(self.nodes.len()), |id| Object::Iri(id.to_owned()));
        let says =
            value.as_object().into_iter().flatten().any(|(name, _)| !matches!(name.as_str(), "@id" | "@context"));
        if !says {
            return subject;
        }
        let place = self.nodes.len();
        self.nodes.push((subject.clone(), Vec::new()));
        let mut said = Vec::new();
        for (name, value) in value.as_object().into_iter().flatten() {
            let values: Vec<&Value> = value.as_array().map_or_else(|| vec![value], |all| all.iter().collect());
            for value in values.into_iter().filter(|value| !value.is_null()) {
                match (name.as_str(), value) {
                    ("@id" | "@context", _) => {}
                    ("@type", kind) => {
                        said.push((
                            format!("{RDF}type"),
                            Object::Iri(self.expanded(kind.as_str().unwrap_or_default())),
                        ));
                    }
                    (name, value) => said.push((self.expanded(name), self.object(value))),
                }
            }
        }
        // A licence is told with each of its files, and said once.
        let is_known = self.nodes.iter().any(|(other, properties)| *other == subject && *properties == said);
        if is_known && place + 1 == self.nodes.len() {
            self.nodes.pop();
        } else if let Some((_, properties)) = self.nodes.get_mut(place) {
            *properties = said;
        }
        subject
    }

    fn object(&mut self, value: &Value) -> Object {
        let text = |text: &str| Object::Text { text: text.to_owned(), lang: None, kind: None };
        match (value, value.get("@value").and_then(Value::as_str)) {
            (_, Some(said)) => Object::Text {
                text: said.to_owned(),
                lang: value.get("@language").and_then(Value::as_str).map(str::to_owned),
                kind: value.get("@type").and_then(Value::as_str).map(|kind| self.expanded(kind)),
            },
            (Value::Object(_), None) => self.node(value),
            (Value::String(said), None) => text(said),
            (other, None) => text(&other.to_string()),
        }
    }

    /// The graph as Turtle.
    pub(super) fn turtle(&self) -> String {
        let mut out = String::new();
        for (subject, properties) in &self.nodes {
            for (property, object) in properties {
                let _infallible = writeln!(out, "{} <{}> {} .", term(subject), iri(property), term(object));
            }
        }
        out
    }

    /// The graph as RDF/XML.
    pub(super) fn xml(&self) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF xmlns:rdf=\"");
        let _infallible = write!(out, "{RDF}\"");
        for (name, iri) in &self.prefixes {
            let _infallible = write!(out, " xmlns:{name}=\"{}\"", escaped(iri));
        }
        out.push_str(">\n");
        for (subject, properties) in &self.nodes {
            let _infallible = writeln!(out, "<rdf:Description {}>", named(subject, "about"));
            for (property, object) in properties {
                out.push_str(&self.element(property, object));
            }
            out.push_str("</rdf:Description>\n");
        }
        out.push_str("</rdf:RDF>\n");
        out
    }

    fn element(&self, property: &str, object: &Object) -> String {
        let known = self
            .prefixes
            .iter()
            .find_map(|(name, iri)| Some(format!("{name}:{}", property.strip_prefix(iri.as_str())?)));
        let name = known.unwrap_or_else(|| format!("rdf:{}", property.strip_prefix(RDF).unwrap_or(property)));
        match object {
            Object::Text { text, lang, kind } => {
                let lang = lang.as_ref().map(|lang| format!(" xml:lang=\"{lang}\"")).unwrap_or_default();
                let kind = kind.as_ref().map(|kind| format!(" rdf:datatype=\"{}\"", escaped(kind))).unwrap_or_default();
                format!("<{name}{lang}{kind}>{}</{name}>\n", escaped(text))
            }
            node => format!("<{name} {}/>\n", named(node, "resource")),
        }
    }
}

/// How an attribute names a node.
fn named(node: &Object, attribute: &str) -> String {
    match node {
        Object::Blank(number) => format!("rdf:nodeID=\"b{number}\""),
        Object::Iri(iri) | Object::Text { text: iri, .. } => format!("rdf:{attribute}=\"{}\"", escaped(iri)),
    }
}

fn term(object: &Object) -> String {
    match object {
        Object::Iri(address) => format!("<{}>", iri(address)),
        Object::Blank(number) => format!("_:b{number}"),
        Object::Text { text, lang, kind } => {
            let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r");
            match (lang, kind) {
                (Some(lang), _) => format!("\"{text}\"@{lang}"),
                (None, Some(kind)) => format!("\"{text}\"^^<{}>", iri(kind)),
                (None, None) => format!("\"{text}\""),
            }
        }
    }
}

/// An address without what Turtle forbids in one (§6.5, IRIREF).
fn iri(address: &str) -> String {
    let forbidden = |c: char| c <= ' ' || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\');
    address.chars().filter(|c| !forbidden(*c)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_says_the_same_in_every_form() {
        let document = json!({
            "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
            "@id": "https://x/d", "@type": "dcat:Catalog",
            "dct:title": [{"@value": "L’été \"<&>\"\n", "@language": "fr"}, {"@value": "Summer", "@language": "en"}],
            "dct:licence": {"@id": "https://l"},
            "dct:modified": null,
            "dcat:dataset": [{"@type": "dcat:Dataset", "dct:identifier": "a"}],
        });
        let graph = Graph::of(&document);
        let turtle = graph.turtle();
        assert!(
            turtle.contains("<https://x/d> <http://purl.org/dc/terms/title> \"L’été \\\"<&>\\\"\\n\"@fr .\n"),
            "{turtle}"
        );
        assert!(turtle.contains("<https://x/d> <http://www.w3.org/ns/dcat#dataset> _:b1 .\n"), "{turtle}");
        assert!(turtle.contains("_:b1 <http://purl.org/dc/terms/identifier> \"a\" .\n"), "{turtle}");
        assert_eq!(turtle.lines().count(), 7);
        let xml = graph.xml();
        assert!(xml.contains("<dcat:dataset rdf:nodeID=\"b1\"/>") && xml.contains("xml:lang=\"en\">Summer<"), "{xml}");
        let mut reader = quick_xml::Reader::from_str(&xml);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    }
}
