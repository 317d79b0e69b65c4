//! ETD-MS, versions 1.0 and 1.1: theses, with the degree that they were written for.

use super::gather::Gather;
use super::tree::Element;
use super::{Foreign, ReadError, Reader, oai_dc, qdc, tree};
use crate::domain::ResourceType;
use crate::metadata::text::folded;

/// Reads `oai_etdms`.
pub(super) struct Etdms;

impl Reader for Etdms {
    fn name(&self) -> &'static str {
        "oai_etdms"
    }

    fn aliases(&self) -> &'static [&'static str] {
        &["etdms", "etdms11", "etd_ms", "oai_etd-ms"]
    }

    fn namespaces(&self) -> &'static [&'static str] {
        &["http://www.ndltd.org/standards/metadata/etdms/1.0/", "http://www.ndltd.org/standards/metadata/etdms/1.1/"]
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn read(&self, xml: &str) -> Result<Foreign, ReadError> {
        let root = tree::parse(xml)?;
        let mut all = Gather::default();
        if let Some(degree) = root.find("degree") {
            all.resource_type(level(degree));
            all.publisher(&degree.text_of("grantor"));
        }
        for element in &root.children {
            match element.name.as_str() {
                "creator" => creator(&mut all, element),
                "contributor" if element.attribute("role") != "funder" => {}
                "alternative" | "available" | "abstract" => qdc::state(&mut all, element),
                _ => oai_dc::state(&mut all, element),
            }
        }
        Ok(all.finish())
    }
}

fn creator(all: &mut Gather, element: &Element) {
    oai_dc::state(all, element);
    if let (Some(author), Ok(orcid)) = (all.last_author(), crate::domain::Orcid::parse(element.attribute("resource"))) {
        author.orcid = Some(orcid);
    }
}

/// Levels are numbers (ETD-MS 1.1, thesis.degree.level) or words.
fn level(degree: &Element) -> Option<ResourceType> {
    let words = folded(&format!("{} {}", degree.text_of("level"), degree.text_of("name")));
    let has = |wanted: &[&str]| words.split(' ').any(|word| wanted.iter().any(|start| word.starts_with(start)));
    if has(&["2", "doct", "phd"]) || words.contains("ph d") {
        Some(ResourceType::DoctoralThesis)
    } else if has(&["1", "master", "maitrise", "msc", "mémoire"]) || words.starts_with("m ") {
        Some(ResourceType::MastersThesis)
    } else {
        None
    }
}
