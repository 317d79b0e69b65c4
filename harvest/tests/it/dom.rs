//! A tree of elements, just enough to look into answers. Reading fails loudly on anything that is not well-formed.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Element>,
    pub(crate) text: String,
}

impl Element {
    pub(crate) fn read(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().enable_all_checks(true);
        let mut stack = vec![Self::default()];
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) => stack.push(Self::from_start(&start)),
                Event::Empty(start) => stack.last_mut().unwrap().children.push(Self::from_start(&start)),
                Event::End(_) => {
                    let element = stack.pop().unwrap();
                    stack.last_mut().unwrap().children.push(element);
                }
                Event::Text(text) => stack.last_mut().unwrap().text.push_str(&text),
                Event::CData(text) => stack.last_mut().unwrap().text.push_str(&text),
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().unwrap();
                    let text = &mut stack.last_mut().unwrap().text;
                    match character {
                        Some(character) => text.push(character),
                        None => text.push_str(resolve_predefined_entity(&reference).unwrap()),
                    }
                }
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::DocType(_) => panic!("a document type"),
                Event::Eof => break,
            }
        }
        assert_eq!(stack.len(), 1, "unclosed element in {xml}");
        let mut roots = stack.pop().unwrap().children;
        assert_eq!(roots.len(), 1);
        roots.pop().unwrap()
    }

    fn from_start(start: &BytesStart<'_>) -> Self {
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let value = quick_xml::escape::unescape(&attribute.value).unwrap().into_owned();
            (attribute.key.0.to_owned(), value)
        });
        Self { name: start.name().0.to_owned(), attributes: attributes.collect(), ..Self::default() }
    }

    pub(crate) fn child(&self, name: &str) -> &Self {
        self.find(name).unwrap_or_else(|| panic!("no {name} in {self:?}"))
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        attributes.find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn texts<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        self.all(name).map(|child| child.text.as_str()).collect()
    }
}
