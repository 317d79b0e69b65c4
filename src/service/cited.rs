//! The works that an article cites, by their DOIs.

use std::sync::LazyLock;

use regex_lite::Regex;

use crate::domain::Doi;
use crate::domain::extraction::{Block, BlockKind, Extraction, LinkTarget};

/// References of one article that are kept.
const MOST: usize = 500;

/// A DOI within a text (Crossref, *DOIs and matching regular expressions*, without its set of characters: what ends a
/// DOI is told by [`trimmed`]).
static DOI: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"10\.[0-9]{4,9}/[^\s"<>«»|{}]+"#).ok());

/// The DOIs among the references of a file, each once, without the article's own.
pub(super) fn cited_dois(extraction: &Extraction, own: Option<&Doi>) -> Vec<Doi> {
    let mut found: Vec<Doi> = Vec::new();
    let blocks = extraction.pages.iter().flat_map(|page| &page.blocks);
    for doi in blocks.filter(|block| block.kind == BlockKind::Reference).flat_map(dois_of) {
        if Some(&doi) != own && !found.contains(&doi) {
            found.push(doi);
        }
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// The DOIs of a reference: those it leads to, and those it prints unless one of them is whole in a link.
fn dois_of(reference: &Block) -> Vec<Doi> {
    let linked = reference.links.iter().filter_map(|link| match &link.target {
        LinkTarget::Address(address) if address.contains("doi.org/") => Doi::parse(address).ok(),
        LinkTarget::Address(_) | LinkTarget::Block { .. } => None,
    });
    let mut dois: Vec<Doi> = linked.collect();
    let printed = DOI.as_ref().into_iter().flat_map(|pattern| pattern.find_iter(&reference.text));
    for doi in printed.filter_map(|place| Doi::parse(trimmed(place.as_str())).ok()) {
        if !dois.iter().any(|known| known.as_str().starts_with(doi.as_str())) {
            dois.push(doi);
        }
    }
    dois
}

/// A printed DOI without the punctuation of the sentence behind it.
fn trimmed(printed: &str) -> &str {
    let bare = printed.trim_end_matches(['.', ',', ';', ':', ']', '\'', '’']);
    let closed = bare.matches(')').count() > bare.matches('(').count();
    if closed { bare.trim_end_matches([')', '.', ',']) } else { bare }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extraction::{Candidates, Page, TextLink};

    fn extraction(blocks: Vec<Block>) -> Extraction {
        let page = Page { number: 1, label: None, width: 0.0, height: 0.0, blocks };
        let candidates = Candidates::default();
        Extraction { extractor: String::new(), pages: vec![page], candidates, warnings: Vec::new() }
    }

    #[test]
    fn printed_and_linked_dois_of_references_are_found_once() {
        let mut linked = Block::new(BlockKind::Reference, "Roy (2020). Glace. doi:10.5555/AB-");
        let target = LinkTarget::Address("https://doi.org/10.5555/ab-12".to_owned());
        linked.links.push(TextLink { start: 0, end: 3, target });
        let found = cited_dois(
            &extraction(vec![
                Block::new(BlockKind::Paragraph, "10.5555/not-a-reference"),
                Block::new(BlockKind::Reference, "Lac (2019). Sol (https://doi.org/10.5555/x(1)2), p. 3."),
                Block::new(BlockKind::Reference, "Lac (2019). Sol. doi: 10.5555/X(1)2."),
                Block::new(BlockKind::Reference, "Nous (2024). DOI 10.5555/own;"),
                linked,
            ]),
            Doi::parse("10.5555/own").ok().as_ref(),
        );
        let found: Vec<&str> = found.iter().map(Doi::as_str).collect();
        assert_eq!(found, ["10.5555/x(1)2", "10.5555/ab-12"]);
    }
}
