//! Unqualified Dublin Core, as OpenAIRE 3, DSpace and EPrints fill it.

use super::gather::Gather;
use super::tree::Element;
use super::values;
use super::{Foreign, ReadError, Reader, tree};

/// Reads `oai_dc`.
pub(super) struct OaiDc;

impl Reader for OaiDc {
    fn name(&self) -> &'static str {
        "oai_dc"
    }

    fn namespaces(&self) -> &'static [&'static str] {
        &["http://www.openarchives.org/OAI/2.0/oai_dc/"]
    }

    fn read(&self, xml: &str) -> Result<Foreign, ReadError> {
        let root = tree::parse(xml)?;
        let mut all = Gather::default();
        root.children.iter().for_each(|element| state(&mut all, element));
        Ok(all.finish())
    }
}

/// One of the fifteen elements.
pub(super) fn state(all: &mut Gather, element: &Element) {
    let (lang, text) = (element.lang(), element.text());
    match element.name.as_str() {
        "title" => all.title(lang, &text),
        "creator" => all.author(values::person(&text)),
        "subject" => all.keyword(lang, &text),
        "description" => all.abstracted(lang, element.lines()),
        "publisher" => all.publisher(&text),
        "contributor" => all.sponsor(&text),
        "date" => all.issued(&text),
        "type" => all.kind(&text),
        "identifier" => all.identifier(&text),
        "source" => source(all, &text),
        "language" => all.language(&text),
        "relation" => all.relation(&text),
        "rights" => all.rights(&text),
        _ => {}
    }
}

/// `Journal, 12(3), 45-67`, or `ISSN 0317-8471`.
fn source(all: &mut Gather, text: &str) {
    if let Some(issn) = values::issn(text) {
        all.journal().issn.get_or_insert(issn);
        return;
    }
    let mut parts = text.split(", ");
    let title = parts.next().unwrap_or_default();
    if values::web_address(title).is_some() || title.is_empty() {
        return;
    }
    let (number, pages) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let (volume, issue) = number.trim_end_matches(')').split_once('(').unwrap_or((number, ""));
    let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if plain(volume.trim()) && parts.next().is_none() {
        all.journal_title(title);
        let (first, last) = pages.split_once('-').unwrap_or((pages, ""));
        all.numbers(volume, issue, first, last);
    } else {
        all.journal_title(text);
    }
}
