//! JATS over OAI-PMH: the reader of deposited files, and the addresses that the front matter gives.

use super::tree::Element;
use super::{Foreign, ReadError, Reader, tree, values};
use crate::metadata::read_jats;

/// Reads `jats`.
pub(super) struct Jats;

impl Reader for Jats {
    fn name(&self) -> &'static str {
        "jats"
    }

    fn aliases(&self) -> &'static [&'static str] {
        &["oai_jats", "pmc", "nlm"]
    }

    fn namespaces(&self) -> &'static [&'static str] {
        &["https://jats.nlm.nih.gov/ns/archiving/1.3/", "https://jats.nlm.nih.gov/publishing/1.3/"]
    }

    fn read(&self, xml: &str) -> Result<Foreign, ReadError> {
        let (metadata, _) = read_jats(xml.as_bytes())?;
        let mut foreign = Foreign { metadata, ..Foreign::default() };
        let root = tree::parse(xml)?;
        let meta = root.find("front").and_then(|front| front.find("article-meta"));
        for link in meta.into_iter().flat_map(|meta| meta.all("self-uri")) {
            let Some(url) = values::web_address(link.attribute("href")) else { continue };
            let is_file = link.attribute("content-type") == "application/pdf" || values::is_file(&url);
            if is_file { &mut foreign.files } else { &mut foreign.pages }.push(url);
        }
        let free = meta.and_then(|meta| meta.find("permissions")).and_then(|rights| rights.find("free_to_read"));
        foreign.available = free.and_then(|free: &Element| values::date(free.attribute("start_date")));
        Ok(foreign)
    }
}
