//! Descriptions that come with deposits: Atom entries with Dublin Core terms (SWORD 2.0 §6.3.3), and METS files that
//! hold the Scholarly Works Application Profile in EPDCX, as OJS packs them, or plain Dublin Core.

use super::gather::Gather;
use super::tree::{self, Element};
use super::{Foreign, ReadError, qdc, values};

/// Deepest element of METS that is looked at.
const DEEPEST: usize = 12;

/// What a METS file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Manifest {
    /// The description.
    pub foreign: Foreign,
    /// Names of files, in order.
    pub files: Vec<String>,
}

/// Reads an Atom entry. Atom's own title, summary and authors (RFC 4287 §4.2) stand in where no term says the same.
///
/// # Errors
/// When the XML is broken, or is no entry.
pub fn read_entry(xml: &str) -> Result<Foreign, ReadError> {
    let root = tree::parse(xml)?;
    if root.name != "entry" {
        return Err(ReadError::Empty);
    }
    let mut all = Gather::default();
    let (terms, own): (Vec<_>, Vec<_>) = root.children.iter().partition(|child| child.prefix.starts_with("dc"));
    for term in &terms {
        qdc::state(&mut all, term);
    }
    let lacks = |names: &[&str]| !terms.iter().any(|term| names.contains(&term.name.as_str()));
    for child in own {
        match child.name.as_str() {
            "title" if lacks(&["title"]) => all.title(child.lang(), &child.text()),
            "summary" if lacks(&["abstract", "description"]) => all.abstracted(child.lang(), child.lines()),
            "author" if lacks(&["creator"]) => all.author(values::person(&child.text_of("name"))),
            "category" if lacks(&["subject"]) => all.keyword(child.lang(), child.attribute("term")),
            _ => {}
        }
    }
    Ok(all.finish())
}

/// Reads a METS file.
///
/// # Errors
/// When the XML is broken, or is no METS.
pub fn read_mets(xml: &str) -> Result<Manifest, ReadError> {
    let root = tree::parse(xml)?;
    if root.name != "mets" {
        return Err(ReadError::Empty);
    }
    let (mut all, mut files) = (Gather::default(), Vec::new());
    visit(&root, 0, &mut all, &mut files);
    Ok(Manifest { foreign: all.finish(), files })
}

fn visit(element: &Element, depth: usize, all: &mut Gather, files: &mut Vec<String>) {
    if depth > DEEPEST {
        return;
    }
    for child in &element.children {
        match child.name.as_str() {
            "statement" => statement(all, child),
            "FLocat" => {
                let href = percent_encoding::percent_decode_str(child.attribute("href")).decode_utf8_lossy();
                files.extend(Some(href.into_owned()).filter(|name| !name.is_empty()));
            }
            _ if child.prefix.starts_with("dc") => qdc::state(all, child),
            _ => visit(child, depth + 1, all, files),
        }
    }
}

/// A statement of EPDCX: the last part of its property is a Dublin Core term.
fn statement(all: &mut Gather, statement: &Element) {
    let property = statement.attribute("propertyURI");
    let Some((space, name)) = property.rsplit_once('/') else { return };
    if !space.starts_with("http://purl.org/dc/") {
        return;
    }
    if let Some(value) = statement.find("valueString") {
        qdc::state(all, &value.named(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_says_what_its_terms_say_and_atom_what_they_do_not() {
        let read = read_entry(
            r#"<entry xmlns="http://www.w3.org/2005/Atom" xmlns:dcterms="http://purl.org/dc/terms/"><title>Envoi 3</title>
            <author><name>Roy, Anne</name></author><summary>De la neige.</summary><dcterms:title xml:lang="fr">La neige</dcterms:title>
            <dcterms:identifier>https://doi.org/10.5555/neige</dcterms:identifier><dcterms:language>fr</dcterms:language></entry>"#,
        );
        let metadata = read.unwrap().metadata;
        assert_eq!(metadata.titles.iter().map(|title| title.text.as_str()).collect::<Vec<_>>(), ["La neige"]);
        assert_eq!(metadata.authors[0].sort_name(), "Roy, Anne");
        assert_eq!((metadata.abstracts.len(), metadata.doi.map(String::from).as_deref()), (1, Some("10.5555/neige")));
    }

    #[test]
    fn what_is_no_entry_is_refused() {
        for xml in ["", "<feed/>", "<entry", "<entry>", "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>"] {
            assert!(read_entry(xml).is_err(), "{xml}");
        }
        assert!(read_mets("<entry/>").is_err());
    }

    #[test]
    fn a_manifest_gives_description_and_files() {
        let read = read_mets(
            r#"<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><dmdSec><mdWrap><xmlData>
            <epdcx:descriptionSet xmlns:epdcx="http://purl.org/eprint/epdcx/2006-11-16/"><epdcx:description>
            <epdcx:statement epdcx:propertyURI="http://purl.org/dc/elements/1.1/title"><epdcx:valueString>Snow</epdcx:valueString></epdcx:statement>
            <epdcx:statement epdcx:propertyURI="http://purl.org/dc/elements/1.1/creator"><epdcx:valueString>Roy, Anne</epdcx:valueString></epdcx:statement>
            <epdcx:statement epdcx:propertyURI="http://purl.org/eprint/terms/title"><epdcx:valueString>Other</epdcx:valueString></epdcx:statement>
            </epdcx:description></epdcx:descriptionSet></xmlData></mdWrap></dmdSec>
            <fileSec><fileGrp><file><FLocat xlink:href="a.pdf"/></file></fileGrp></fileSec></mets>"#,
        );
        let manifest = read.unwrap();
        assert_eq!(manifest.files, ["a.pdf"]);
        assert_eq!(manifest.foreign.metadata.titles.len(), 1);
        assert_eq!(manifest.foreign.metadata.authors.len(), 1);
    }
}
