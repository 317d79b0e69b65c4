//! Qualified Dublin Core: the fifteen elements and their refinements, under any of the roots in use.

use super::gather::Gather;
use super::tree::Element;
use super::{Foreign, ReadError, Reader, oai_dc, tree};

/// Reads `qdc`.
pub(super) struct Qdc;

impl Reader for Qdc {
    fn name(&self) -> &'static str {
        "qdc"
    }

    fn aliases(&self) -> &'static [&'static str] {
        &["oai_qdc", "dcterms", "oai_dcterms", "qualifieddc"]
    }

    fn namespaces(&self) -> &'static [&'static str] {
        &["http://dspace.org/qualifieddc/", "http://purl.org/dc/terms/", "http://www.bl.uk/namespaces/oai_dcq/"]
    }

    fn read(&self, xml: &str) -> Result<Foreign, ReadError> {
        let root = tree::parse(xml)?;
        let mut all = Gather::default();
        root.children.iter().for_each(|element| state(&mut all, element));
        Ok(all.finish())
    }
}

/// An element or a refinement (DCMI Metadata Terms).
pub(super) fn state(all: &mut Gather, element: &Element) {
    let (lang, text) = (element.lang(), element.text());
    match element.name.as_str() {
        "alternative" => all.title(lang, &text),
        "abstract" => all.abstracted(lang, element.lines()),
        "issued" => all.issued(&text),
        "dateAccepted" => all.accepted(&text),
        "available" => all.available(&text),
        "isVersionOf" | "isFormatOf" => all.identifier(&text),
        "isPartOf" => part_of(all, &text),
        "accessRights" | "license" => all.rights(&text),
        "bibliographicCitation" => {}
        _ => oai_dc::state(all, element),
    }
}

fn part_of(all: &mut Gather, text: &str) {
    match super::values::issn(text) {
        Some(issn) => drop(all.journal().issn.get_or_insert(issn)),
        None if super::values::web_address(text).is_none() => all.journal_title(text),
        None => {}
    }
}
