//! Markup made elsewhere, checked so that it can be put into a document without breaking it.

use std::collections::HashSet;

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use super::format::Format;
use crate::xml::{XSI, clean_markup, is_xml_character, referenced_character};

/// Namespace of the protocol, in which the content of its containers must not be (`##other` in the schema).
const PROTOCOL: &str = "http://www.openarchives.org/OAI/2.0/";

/// Why a text cannot be the content of a container.
#[derive(Debug, thiserror::Error)]
pub enum FragmentError {
    /// The text is not well-formed XML.
    #[error("the fragment is not well-formed")]
    Malformed(#[from] quick_xml::Error),
    /// A rule of XML that concerns characters or names is broken.
    #[error("the fragment is not well-formed: {0}")]
    Illegal(&'static str),
    /// An attribute is malformed or repeated.
    #[error("the fragment has a malformed or repeated attribute")]
    Attribute(#[from] quick_xml::events::attributes::AttrError),
    /// A declaration, document type or processing instruction stands in it.
    #[error("a declaration, document type or processing instruction cannot stand inside a record")]
    Declaration,
    /// A reference to an entity other than the five of XML.
    #[error("the entity {0:?} is not one of the five that XML predefines")]
    Entity(String),
    /// A prefix is used that the fragment does not declare itself.
    #[error("the namespace prefix {0:?} is not declared inside the fragment")]
    Prefix(String),
    /// The root is in no namespace or in that of the protocol.
    #[error("the root element needs a namespace of its own")]
    RootNamespace,
    /// There is no element, or more than one, or text beside it.
    #[error("a fragment is one element and nothing beside it")]
    NotOneElement,
}

/// One well-formed element that declares all its namespaces, holds only XML 1.0 characters and survives being cut out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    xml: String,
    namespace: String,
    schema_location: String,
}

impl Fragment {
    /// Checks markup. Characters that XML 1.0 does not have, and numeric references to them, are removed first.
    ///
    /// # Errors
    /// [`FragmentError`] when it is not exactly one self-contained, namespaced, well-formed element.
    pub fn parse(xml: &str) -> Result<Self, FragmentError> {
        let xml = clean_markup(xml.trim()).into_owned();
        let mut check = Check::default();
        let mut reader = NsReader::from_str(&xml);
        reader.config_mut().enable_all_checks(true);
        while check.event(&mut reader)? {}
        let Some((namespace, schema_location)) = check.root else {
            return Err(FragmentError::NotOneElement);
        };
        Ok(Self { xml, namespace, schema_location })
    }

    /// Markup of a format from a writer that makes nothing but self-contained, well-formed elements of it. It is taken as
    /// it is, since checking takes longer than writing; builds with debug assertions check it all the same.
    #[must_use]
    pub fn written(xml: String, format: &Format) -> Self {
        let namespace = format.namespace().to_owned();
        debug_assert!(
            Self::parse(&xml).is_ok_and(|fragment| fragment.namespace == namespace && fragment.xml == xml),
            "not an element of {namespace}: {xml}"
        );
        let schema_location = format!("{namespace} {}", format.schema());
        Self { xml, namespace, schema_location }
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.xml
    }

    /// Namespace of the root element.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// Whether the root's `xsi:schemaLocation` names the schema at this URL.
    #[must_use]
    pub fn names_schema(&self, url: &str) -> bool {
        self.schema_location.split_ascii_whitespace().any(|part| part == url)
    }
}

/// What has been seen so far.
#[derive(Default)]
struct Check {
    depth: usize,
    /// Namespace and schema location of the root element, once it has been met.
    root: Option<(String, String)>,
}

impl Check {
    /// Reads one event; `false` at the end.
    fn event(&mut self, reader: &mut NsReader<&[u8]>) -> Result<bool, FragmentError> {
        let event = reader.read_event()?;
        match &event {
            Event::Start(start) => {
                self.element(start, reader)?;
                self.depth += 1;
            }
            Event::Empty(start) => self.element(start, reader)?,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Text(text) if text.contains("]]>") => return Err(FragmentError::Illegal("]]> stands in text")),
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) if self.depth == 0 => {
                return Err(FragmentError::NotOneElement);
            }
            Event::GeneralRef(reference) => check_reference(reference)?,
            Event::Text(_) | Event::CData(_) | Event::Comment(_) => {}
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) => return Err(FragmentError::Declaration),
            Event::Eof if self.depth > 0 => return Err(FragmentError::NotOneElement),
            Event::Eof => return Ok(false),
        }
        Ok(true)
    }

    fn element(&mut self, start: &BytesStart<'_>, reader: &NsReader<&[u8]>) -> Result<(), FragmentError> {
        let name = start.name();
        check_name(name.0)?;
        let (resolved, _) = reader.resolver().resolve_element(name);
        let namespace = match resolved {
            ResolveResult::Bound(Namespace(namespace)) => namespace,
            ResolveResult::Unbound => "",
            ResolveResult::Unknown(prefix) => return Err(FragmentError::Prefix(prefix)),
        };
        let schema_location = check_attributes(start, reader)?;
        if self.depth > 0 {
            return Ok(());
        }
        if self.root.is_some() {
            return Err(FragmentError::NotOneElement);
        }
        if namespace.is_empty() || namespace == PROTOCOL {
            return Err(FragmentError::RootNamespace);
        }
        self.root = Some((namespace.to_owned(), schema_location));
        Ok(())
    }
}

/// Checks the attributes of an element and gives the value of its `xsi:schemaLocation`, empty when there is none.
fn check_attributes(start: &BytesStart<'_>, reader: &NsReader<&[u8]>) -> Result<String, FragmentError> {
    let mut schema_location = String::new();
    let mut qualified = HashSet::new();
    for attribute in start.attributes() {
        let attribute = attribute?;
        check_name(attribute.key.0)?;
        check_value(&attribute.value)?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        match reader.resolver().resolve_attribute(attribute.key) {
            (ResolveResult::Unknown(prefix), _) => return Err(FragmentError::Prefix(prefix)),
            (ResolveResult::Bound(Namespace(namespace)), local) => {
                if namespace == XSI && local.as_ref() == "schemaLocation" {
                    schema_location = attribute.value.clone().into_owned();
                }
                if !qualified.insert((namespace.to_owned(), local.as_ref().to_owned())) {
                    return Err(FragmentError::Illegal("an attribute is repeated under two prefixes"));
                }
            }
            (ResolveResult::Unbound, _) => {}
        }
    }
    Ok(schema_location)
}

/// A name as XML 1.0 §2.3 allows it, with at most one colon (Namespaces in XML §4).
fn check_name(name: &str) -> Result<(), FragmentError> {
    let legal = name.split(':').count() <= 2 && name.split(':').all(is_simple_name);
    legal.then_some(()).ok_or(FragmentError::Illegal("a name has characters that names cannot have"))
}

fn is_simple_name(name: &str) -> bool {
    let start = |character: char| character == '_' || character.is_alphabetic();
    let later = |character: char| start(character) || character.is_alphanumeric() || "-.\u{b7}".contains(character);
    name.starts_with(start) && name.chars().all(later)
}

fn check_value(value: &str) -> Result<(), FragmentError> {
    if value.contains('<') {
        return Err(FragmentError::Illegal("< stands in an attribute"));
    }
    for after in value.split('&').skip(1) {
        let Some((reference, _)) = after.split_once(';') else {
            return Err(FragmentError::Illegal("& stands alone in an attribute"));
        };
        check_reference(reference)?;
    }
    Ok(())
}

/// A reference, without its `&` and `;`, to a character of XML or to one of the five predefined entities.
fn check_reference(reference: &str) -> Result<(), FragmentError> {
    let legal = match reference.strip_prefix('#') {
        Some(number) => referenced_character(number).is_some_and(is_xml_character),
        None => matches!(reference, "amp" | "lt" | "gt" | "apos" | "quot"),
    };
    legal.then_some(()).ok_or_else(|| FragmentError::Entity(reference.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GOOD: &str = "<d:a xmlns:d='urn:d' xml:lang='fr'><d:b>é &amp; &#233;<!-- c --><![CDATA[<]]></d:b><e xmlns='urn:e' f='&lt;'/></d:a>";

    #[test]
    fn x3_a_self_contained_element_is_taken_as_it_is() {
        let fragment = Fragment::parse(GOOD).unwrap();
        assert_eq!((fragment.as_str(), fragment.namespace()), (GOOD, "urn:d"));
        assert_eq!(Fragment::parse(&format!("\n {GOOD} ")).unwrap(), fragment);
    }

    #[test]
    fn x8_illegal_characters_are_removed_from_metadata() {
        let fragment = Fragment::parse("<a xmlns='urn:x' b='\u{1}c'>x\u{0}\u{fffe}&#1;😀</a>").unwrap();
        assert_eq!(fragment.as_str(), "<a xmlns='urn:x' b='c'>x😀</a>");
    }

    #[test]
    fn x12_markup_that_would_break_a_page_is_refused() {
        for bad in [
            "",
            "text",
            "<a xmlns='urn:x'>",
            "<a xmlns='urn:x'></b>",
            "</a>",
            "<a xmlns='urn:x'/><b xmlns='urn:x'/>",
            "<a xmlns='urn:x'/>text",
            "<a xmlns='urn:x'/>&amp;",
            "<a xmlns='urn:x'>&nbsp;</a>",
            "<a xmlns='urn:x'>a & b</a>",
            "<a xmlns='urn:x' b='&nbsp;'/>",
            "<a xmlns='urn:x' b='a & b'/>",
            "<a xmlns='urn:x' b='<'/>",
            "<a xmlns='urn:x' b='1' b='2'/>",
            "<a xmlns='urn:x' b=1/>",
            "<a xmlns='urn:x'>]]></a>",
            "<a xmlns='urn:x'><1b/></a>",
            "<a xmlns='urn:x'><!-- a -- b --></a>",
            "<a xmlns='urn:x'><![CDATA[</a>",
            "<a xmlns='urn:x'>&#;</a>",
            "<a xmlns='urn:x'>&#x;</a>",
            "<a xmlns='urn:x' xmlns:p='urn:p' xmlns:q='urn:p' p:b='' q:b=''/>",
            "<a:b:c xmlns:a='urn:x'/>",
            "<a xmlns='urn:x'",
            "<a xmlns='urn:x'>&#+65;</a>",
        ] {
            assert!(Fragment::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn x2_declarations_and_document_types_are_refused() {
        for bad in [
            "<?xml version='1.0'?><a xmlns='urn:x'/>",
            "<!DOCTYPE a><a xmlns='urn:x'/>",
            "<a xmlns='urn:x'><?php ?></a>",
        ] {
            assert!(matches!(Fragment::parse(bad), Err(FragmentError::Declaration)), "{bad}");
        }
    }

    #[test]
    fn f3_namespaces_have_to_be_declared_inside() {
        for bad in ["<dc:a/>", "<a xmlns='urn:x' xsi:schemaLocation='a b'/>", "<a xmlns='urn:x'><p:b/></a>"] {
            assert!(matches!(Fragment::parse(bad), Err(FragmentError::Prefix(_))), "{bad}");
        }
        for bad in ["<a/>", "<a xmlns='http://www.openarchives.org/OAI/2.0/'/>", "<a xmlns=''/>"] {
            assert!(matches!(Fragment::parse(bad), Err(FragmentError::RootNamespace)), "{bad}");
        }
    }

    #[test]
    fn x3_what_a_writer_vouches_for_equals_what_is_checked() {
        let format = Format::oai_dc();
        let (namespace, schema) = (format.namespace(), format.schema());
        let xsi = format!("xmlns:xsi='{XSI}' xsi:schemaLocation='{namespace} {schema}'");
        let xml = format!("<d:dc xmlns:d='{namespace}' {xsi}/>");
        assert_eq!(Fragment::written(xml.clone(), &format), Fragment::parse(&xml).unwrap());
    }

    proptest! {
        #[test]
        fn x12_no_text_makes_the_check_fail_otherwise(text in any::<String>(), middle in "[<>&;'\"=a-c :/!\\[\\]#-]{0,24}") {
            drop(Fragment::parse(&text));
            if let Ok(fragment) = Fragment::parse(&format!("<a xmlns='urn:x'>{middle}</a>")) {
                prop_assert!(Fragment::parse(fragment.as_str()).is_ok());
            }
        }
    }
}
