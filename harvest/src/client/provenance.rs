//! Reading `about/provenance` containers: where a record was harvested before (implementation guideline "provenance" §2).

use super::tree::{Cursor, Element, Step};
use crate::model::{Fragment, OriginDescription};

/// Namespace of provenance containers.
const PROVENANCE: &str = "http://www.openarchives.org/OAI/2.0/provenance";
/// Longest chain that is kept.
const MAX_STEPS: usize = 10;

/// The history that a container tells, latest step first; `None` when it is not a provenance container or tells nothing.
#[must_use]
pub fn read_provenance(about: &Fragment) -> Option<OriginDescription> {
    if about.namespace() != PROVENANCE {
        return None;
    }
    let mut cursor = Cursor::new(about.as_str(), 0);
    let Ok(Step::Open(root, true)) = cursor.step() else { return None };
    let root = cursor.complete(root, 0).ok()?;
    step(root.find("originDescription")?, 1)
}

fn step(element: &Element, depth: usize) -> Option<OriginDescription> {
    let text = |name: &str| element.text_of(name).unwrap_or_default().to_owned();
    let earlier = element.find("originDescription").filter(|_| depth < MAX_STEPS);
    Some(OriginDescription {
        base_url: element.text_of("baseURL")?.to_owned(),
        identifier: element.text_of("identifier")?.to_owned(),
        datestamp: text("datestamp"),
        metadata_namespace: text("metadataNamespace"),
        harvest_date: element.attribute("harvestDate").unwrap_or_default().to_owned(),
        altered: element.attribute("altered").is_some_and(|value| matches!(value, "true" | "1")),
        origin: earlier.and_then(|earlier| step(earlier, depth + 1)).map(Box::new),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_of_origins_is_read_from_its_container() {
        let origin = |inside: &str, altered: &str| {
            format!(
                "<originDescription harvestDate='2026-01-02T03:04:05Z' altered='{altered}'><baseURL>http://a.example.org/oai</baseURL>\
                 <identifier>oai:a:1</identifier><datestamp>2025-01-01</datestamp>\
                 <metadataNamespace>urn:x</metadataNamespace>{inside}</originDescription>"
            )
        };
        let xml = format!("<provenance xmlns='{PROVENANCE}'>{}</provenance>", origin(&origin("", "true"), "false"));
        let read = read_provenance(&Fragment::parse(&xml).unwrap()).unwrap();
        assert_eq!((read.identifier.as_str(), read.altered, read.datestamp.as_str()), ("oai:a:1", false, "2025-01-01"));
        assert!(read.origin.unwrap().altered);
        assert_eq!(read_provenance(&Fragment::parse("<p xmlns='urn:p'/>").unwrap()), None);
    }
}
