//! The ways through a text: from citations to the entries of the bibliography, from mentions to figures and tables,
//! from the marks of notes to the notes, and back.

use std::collections::HashMap;

use super::linked::{Linked, Way};
use super::view::Marked;
use crate::domain::extraction::{Block, BlockKind, Extraction, LinkTarget};

/// A block: the number of its page, and its place there.
pub(super) type Place = (u32, usize);

/// The ways between the blocks of an extraction.
#[derive(Debug, Default)]
pub(super) struct Ways {
    /// The ways out of each block, with the bytes of its trimmed text that they begin and end at.
    out: HashMap<Place, Vec<(usize, usize, Way)>>,
    /// The places from which ways lead to a block.
    back: HashMap<Place, Vec<String>>,
}

impl Ways {
    /// Finds the ways in reading order.
    pub(super) fn new(extraction: &Extraction) -> Self {
        let blocks = extraction
            .pages
            .iter()
            .flat_map(|page| page.blocks.iter().enumerate().map(move |(place, block)| ((page.number, place), block)));
        let targets: HashMap<Place, &Block> = blocks.clone().filter(|(_, block)| can_be_led_to(block)).collect();
        let mut ways = Self::default();
        for (place, block) in blocks.filter(|(_, block)| block.kind.is_flow()) {
            ways.read(place, block, &targets);
        }
        ways
    }

    fn read(&mut self, place: Place, block: &Block, targets: &HashMap<Place, &Block>) {
        let (text, skipped) = (block.text.trim(), block.text.len() - block.text.trim_start().len());
        let mut found = Vec::new();
        for link in &block.links {
            let Some((start, end)) = link.start.checked_sub(skipped).zip(link.end.checked_sub(skipped)) else {
                continue;
            };
            if text.get(start..end).is_none_or(str::is_empty) {
                continue;
            }
            let way = match &link.target {
                LinkTarget::Address(address) if may_be_left_for(address) => Way::Out(address.clone()),
                LinkTarget::Block { page, place: at } if targets.contains_key(&(*page, *at)) => {
                    let from = format!("c{}-{}-{}", place.0, place.1, found.len() + 1);
                    self.back.entry((*page, *at)).or_default().push(from.clone());
                    Way::Within { to: anchor((*page, *at)), from }
                }
                LinkTarget::Address(_) | LinkTarget::Block { .. } => continue,
            };
            found.push((start, end, way));
        }
        for script in &block.scripts {
            let part = script.start.checked_sub(skipped).zip(script.end.checked_sub(skipped));
            if let Some((start, end)) = part.filter(|(start, end)| text.get(*start..*end).is_some()) {
                found.push((start, end, Way::Script { raised: script.raised }));
            }
        }
        found.sort_by_key(|(start, ..)| *start);
        if !found.is_empty() {
            self.out.insert(place, found);
        }
    }

    /// The names of the places from which ways lead to a block.
    pub(super) fn back(&self, place: Place) -> Vec<String> {
        self.back.get(&place).cloned().unwrap_or_default()
    }

    /// The ways out of a block, in order, with the bytes of its trimmed text that they begin and end at.
    pub(super) fn of(&self, place: Place) -> &[(usize, usize, Way)] {
        self.out.get(&place).map(Vec::as_slice).unwrap_or_default()
    }

    /// The text of a block with its ways; a text that `mark` changes has none, since places would not fit it.
    pub(super) fn link(&self, block: &Block, place: Place, mark: &dyn Fn(&str) -> Marked) -> Linked {
        let text = block.text.trim();
        let marked = mark(text);
        let whole = marked.0.iter().map(|piece| piece.text.len()).sum::<usize>() == text.len();
        let ways = if whole { self.of(place) } else { &[] };
        let skipped = block.text.len() - block.text.trim_start().len();
        let mut faces = if whole { block.faces.clone() } else { Vec::new() };
        for part in &mut faces {
            (part.start, part.end) = (part.start.saturating_sub(skipped), part.end.saturating_sub(skipped));
        }
        Linked::new(marked, ways, &faces)
    }
}

/// The name of a block on the page.
pub(super) fn anchor((page, place): Place) -> String {
    format!("b{page}-{place}")
}

/// Whether a block has a name on the page: what goes on from another block has not.
fn can_be_led_to(block: &Block) -> bool {
    let kind = matches!(block.kind, BlockKind::Reference | BlockKind::Caption | BlockKind::Footnote);
    kind && !block.continues && !block.text.trim().is_empty()
}

/// Whether an address leads to the Web or to a mailbox, as it stands.
fn may_be_left_for(address: &str) -> bool {
    let known = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    known && !address.contains(|char: char| char.is_control() || char.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extraction::{Candidates, Page, TextLink};

    fn to(start: usize, end: usize, place: usize) -> TextLink {
        TextLink { start, end, target: LinkTarget::Block { page: 1, place } }
    }

    fn address(start: usize, end: usize, address: &str) -> TextLink {
        TextLink { start, end, target: LinkTarget::Address(address.to_owned()) }
    }

    fn extraction(blocks: Vec<(BlockKind, &str, Vec<TextLink>)>) -> Extraction {
        let block = |(kind, text, links)| Block { links, ..Block::new(kind, text) };
        let blocks = blocks.into_iter().map(block).collect();
        let pages = vec![Page { number: 1, label: None, width: 1.0, height: 1.0, blocks }];
        Extraction { extractor: "test".into(), pages, candidates: Candidates::default(), warnings: Vec::new() }
    }

    fn shown(extraction: &Extraction, mark: &dyn Fn(&str) -> Marked) -> Vec<String> {
        let ways = Ways::new(extraction);
        let blocks = extraction.pages[0].blocks.iter().enumerate();
        blocks.map(|(place, block)| ways.link(block, (1, place), mark).to_string()).collect()
    }

    #[test]
    fn a_citation_leads_to_its_entry_and_has_a_place_to_come_back_to() {
        let cites = (BlockKind::Paragraph, " Selon <b> [1], voir la suite", vec![to(12, 13, 1)]);
        let text = extraction(vec![cites, (BlockKind::Reference, "[1] Roy", Vec::new())]);
        let plain = "Selon &#60;b&#62; [<a href=\"#b1-1\" id=\"c1-0-1\">1</a>], voir la suite";
        assert_eq!(shown(&text, &Marked::plain)[0], plain);
        assert_eq!(Ways::new(&text).back((1, 1)), ["c1-0-1"]);
    }

    #[test]
    fn only_addresses_of_the_web_and_of_mailboxes_become_links() {
        for (target, linked) in [
            ("https://exemple.org/a", true),
            ("HTTP://exemple.org", true),
            ("mailto:roy@exemple.org", true),
            ("javascript:alert(1)", false),
            ("https://exemple.org/\u{0}", false),
            ("data:text/html,a", false),
            ("//exemple.org", false),
        ] {
            let text = extraction(vec![(BlockKind::Reference, "Roy, ici", vec![address(5, 8, target)])]);
            assert_eq!(shown(&text, &Marked::plain)[0].contains("<a "), linked, "{target}");
        }
    }

    #[test]
    fn nothing_leads_to_what_has_no_name_on_the_page() {
        let cites = (BlockKind::Paragraph, "a b c d", vec![to(0, 1, 0), to(2, 3, 1), to(4, 5, 2), to(6, 7, 9)]);
        let mut text = extraction(vec![
            cites,
            (BlockKind::PageNumber, "7", Vec::new()),
            (BlockKind::Reference, "goes on", Vec::new()),
        ]);
        text.pages[0].blocks[2].continues = true;
        assert_eq!(shown(&text, &Marked::plain)[0], "a b c d");
    }

    #[test]
    fn links_that_do_not_fit_the_text_are_left_out() {
        let links =
            vec![address(1, 2, "https://a.org"), address(0, 99, "https://a.org"), address(4, 2, "https://a.org")];
        let text = extraction(vec![(BlockKind::Paragraph, "été", links)]);
        assert_eq!(shown(&text, &Marked::plain)[0], "été");
        let whole = extraction(vec![(BlockKind::Paragraph, "a\u{1}b", vec![address(2, 3, "https://a.org")])]);
        let cleaned = |text: &str| Marked::plain(&text.replace('\u{1}', ""));
        assert_eq!(shown(&whole, &cleaned)[0], "ab");
    }
}
