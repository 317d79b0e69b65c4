//! Metadata cut out of an answer, made to stand alone.

use super::tree::Element;
use crate::model::{Fragment, FragmentError};

/// Most namespaces that are declared for one fragment.
const MAX_DECLARATIONS: usize = 24;
/// Namespace of the protocol, which metadata without one of its own falls into.
const PROTOCOL: &str = "http://www.openarchives.org/OAI/2.0/";

/// Prefixes that records use without declaring them, and what is meant by them.
const WELL_KNOWN: [(&str, &str); 14] = [
    ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("qdc", "http://dspace.org/qualifieddc/"),
    ("dim", "http://www.dspace.org/xmlns/dspace/dim"),
    ("datacite", "http://datacite.org/schema/kernel-4"),
    ("oaire", "http://namespace.openaire.eu/schema/oaire/"),
    ("mods", "http://www.loc.gov/mods/v3"),
    ("mets", "http://www.loc.gov/METS/"),
    ("marc", "http://www.loc.gov/MARC21/slim"),
    ("xlink", "http://www.w3.org/1999/xlink"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("uketd_dc", "http://naca.central.cranfield.ac.uk/ethos-oai/2.0/"),
];

/// A fragment that declares all its namespaces.
#[derive(Debug)]
pub(super) struct Standalone {
    pub(super) fragment: Fragment,
    /// Whether a declaration was missing in the whole document, not just outside of the metadata.
    pub(super) repaired: bool,
}

/// Takes over the declarations of the elements around (`outer`, from the root inwards) that the fragment needs. What nobody
/// declared gets its usual meaning, and a root without a namespace of its own gets `expected`.
pub(super) fn stand_alone(
    inner: &str,
    outer: &[&Element],
    expected: Option<&str>,
) -> Result<Standalone, FragmentError> {
    let mut markup = inner.trim().to_owned();
    let mut repaired = false;
    for _ in 0..MAX_DECLARATIONS {
        match Fragment::parse(&markup) {
            Ok(fragment) => return Ok(Standalone { fragment, repaired }),
            Err(FragmentError::Prefix(prefix)) => {
                let around = declared(outer, &prefix);
                repaired |= around.is_none();
                let known =
                    || WELL_KNOWN.iter().find(|(other, _)| *other == prefix).map(|(_, name)| (*name).to_owned());
                let namespace = around.or_else(known).unwrap_or_else(|| format!("urn:undeclared:{prefix}"));
                markup = declare(&markup, &prefix, &namespace).ok_or(FragmentError::Prefix(prefix))?;
            }
            Err(FragmentError::RootNamespace) => {
                let around = declared(outer, "").filter(|name| !name.is_empty() && name != PROTOCOL);
                repaired |= around.is_none();
                let namespace = around.or_else(|| expected.map(str::to_owned)).ok_or(FragmentError::RootNamespace)?;
                let bare = without_default(&markup);
                let done = declare(&bare, "", &namespace).filter(|done| *done != markup);
                markup = done.ok_or(FragmentError::RootNamespace)?;
            }
            Err(error) => return Err(error),
        }
    }
    Fragment::parse(&markup).map(|fragment| Standalone { fragment, repaired })
}

/// What the nearest element around says of a prefix.
fn declared(outer: &[&Element], prefix: &str) -> Option<String> {
    let mut declarations = outer.iter().rev().flat_map(|element| element.declarations());
    declarations.find(|(other, _)| *other == prefix).map(|(_, namespace)| namespace.to_owned())
}

/// The markup with one declaration more on its root element.
fn declare(markup: &str, prefix: &str, namespace: &str) -> Option<String> {
    let (_, end) = root_name(markup)?;
    let (before, after) = markup.split_at_checked(end)?;
    let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
    let value = quick_xml::escape::escape(namespace);
    Some(format!("{before} {name}=\"{value}\"{after}"))
}

/// The markup without a default namespace on its root element.
fn without_default(markup: &str) -> String {
    let bare = || {
        let (_, end) = root_name(markup)?;
        let tag_end = end + markup.get(end..)?.find('>')?;
        let tag = markup.get(end..tag_end)?;
        let start = tag.find("xmlns=")?;
        let quote = tag.get(start + 6..)?.chars().next().filter(|quote| "'\"".contains(*quote))?;
        let length = 7 + tag.get(start + 7..)?.find(quote)? + 1;
        let (from, to) = (end + start, end + start + length);
        Some(format!("{}{}", markup.get(..from)?, markup.get(to..)?))
    };
    bare().unwrap_or_else(|| markup.to_owned())
}

/// Where the name of the root element begins and ends.
fn root_name(markup: &str) -> Option<(usize, usize)> {
    let mut start = 0;
    while markup.get(start..)?.trim_start().starts_with("<!--") {
        start += markup.get(start..)?.find("-->")? + 3;
    }
    start += markup.get(start..)?.find('<')? + 1;
    let length = markup.get(start..)?.find(|character: char| character.is_whitespace() || "/>".contains(character))?;
    Some((start, start + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(inner: &str, outer: &[(&str, &str)], expected: Option<&str>) -> Option<(String, bool)> {
        let attributes = outer.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let element = Element { attributes, ..Element::default() };
        stand_alone(inner, &[&element], expected).ok().map(|done| (done.fragment.as_str().to_owned(), done.repaired))
    }

    #[test]
    fn what_declares_all_its_namespaces_stays_as_it_is() {
        let markup = "<a xmlns='urn:a' xmlns:b='urn:b'><b:c/></a>";
        assert_eq!(alone(&format!(" {markup}\n"), &[("xmlns:b", "urn:x")], None), Some((markup.to_owned(), false)));
    }

    #[test]
    fn declarations_from_around_come_along() {
        let outer = [("xmlns:a", "urn:a?b&c"), ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")];
        let (markup, repaired) = alone("<!-- < --><a:r xsi:type='x'/>", &outer, None).unwrap();
        assert!(markup.contains("xmlns:a=\"urn:a?b&amp;c\"") && markup.contains("xmlns:xsi="), "{markup}");
        assert!(!repaired);
    }

    #[test]
    fn what_nobody_declared_gets_its_usual_meaning() {
        let (markup, repaired) =
            alone("<a xmlns='urn:a' xsi:schemaLocation='x y'><dc:b/><my:c/></a>", &[], None).unwrap();
        assert!(markup.contains("xmlns:dc=\"http://purl.org/dc/elements/1.1/\""), "{markup}");
        assert!(markup.contains("xmlns:my=\"urn:undeclared:my\""), "{markup}");
        assert!(repaired);
    }

    #[test]
    fn a_root_without_its_own_namespace_gets_that_of_the_format() {
        for root in ["<dc>", "<dc xmlns='http://www.openarchives.org/OAI/2.0/'>", "<dc a='1' xmlns=\"\" >"] {
            let (markup, repaired) = alone(&format!("{root}<title>t</title></dc>"), &[], Some("urn:f")).unwrap();
            assert!(markup.contains("xmlns=\"urn:f\"") && repaired, "{markup}");
        }
        assert_eq!(alone("<dc/>", &[("xmlns", PROTOCOL)], None), None);
        assert_eq!(alone("<dc/>", &[("xmlns", "urn:o")], None).unwrap().0, "<dc xmlns=\"urn:o\"/>");
    }
}
