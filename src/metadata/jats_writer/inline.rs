//! How parts of a text are set and where they lead, as elements within it: addresses around faces around exponents.

use crate::domain::extraction::{Block, Face, LinkTarget};
use crate::metadata::xml::Fragment;

/// What stands out of a text, by kind, each in order: where it begins and ends in bytes.
#[derive(Debug, Default)]
pub(super) struct Inline {
    links: Vec<Part>,
    faces: Vec<Part>,
    scripts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    start: usize,
    end: usize,
    element: Element,
}

#[derive(Debug)]
enum Element {
    Link(String),
    Face(Face),
    Script { raised: bool },
}

impl Inline {
    /// What stands out of the text of a block.
    pub(super) fn of(block: &Block) -> Self {
        let links = block.links.iter().filter_map(|link| match &link.target {
            LinkTarget::Address(address) => {
                Some(Part { start: link.start, end: link.end, element: Element::Link(address.clone()) })
            }
            LinkTarget::Block { .. } => None,
        });
        let face = block.faces.iter().map(|it| Part { start: it.start, end: it.end, element: Element::Face(it.face) });
        let script = block.scripts.iter().map(|it| Part {
            start: it.start,
            end: it.end,
            element: Element::Script { raised: it.raised },
        });
        Self { links: links.collect(), faces: face.collect(), scripts: script.collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.layers().iter().all(|layer| layer.is_empty())
    }

    /// Adds what stands out of a text that goes on at a place in this one, its first bytes taken away.
    pub(super) fn append(&mut self, other: Self, at: usize, taken: usize) {
        let moved = |part: Part| {
            let start = part.start.checked_sub(taken)?.saturating_add(at);
            Some(Part { start, end: part.end.saturating_sub(taken).saturating_add(at), ..part })
        };
        self.links.extend(other.links.into_iter().filter_map(moved));
        self.faces.extend(other.faces.into_iter().filter_map(moved));
        self.scripts.extend(other.scripts.into_iter().filter_map(moved));
    }

    fn layers(&self) -> [&[Part]; 3] {
        [&self.links, &self.faces, &self.scripts]
    }
}

/// Writes a part of a text with its elements, each run of white space as one space; what does not fit is left out.
pub(super) fn write(xml: &mut Fragment, text: &str, part: (usize, usize), inline: &Inline) {
    write_part(xml, text, part, &inline.layers());
}

/// Writes a part of a text, with the elements of the first layer around those of the others.
fn write_part(xml: &mut Fragment, text: &str, (start, end): (usize, usize), layers: &[&[Part]]) {
    let Some((parts, inner)) = layers.split_first() else {
        let part = text.get(start..end).unwrap_or_default();
        let mut after_space = false;
        let spaced = part.chars().filter_map(|char| {
            let again = std::mem::replace(&mut after_space, char.is_whitespace()) && char.is_whitespace();
            (!again).then_some(if char.is_whitespace() { ' ' } else { char })
        });
        xml.raw_text(&spaced.collect::<String>());
        return;
    };
    let mut at = start;
    for part in *parts {
        let (from, to) = (part.start.max(at), part.end.min(end));
        if from >= to || !text.is_char_boundary(from) || !text.is_char_boundary(to) {
            continue;
        }
        write_part(xml, text, (at, from), inner);
        part.element.write(xml, |xml| write_part(xml, text, (from, to), inner));
        at = to;
    }
    write_part(xml, text, (at, end), inner);
}

impl Element {
    fn write(&self, xml: &mut Fragment, inside: impl FnOnce(&mut Fragment)) {
        let (names, address): (&[&str], &str) = match self {
            Self::Link(address) => (&["ext-link"], address),
            Self::Face(Face::Italic) => (&["italic"], ""),
            Self::Face(Face::Bold) => (&["bold"], ""),
            Self::Face(Face::BoldItalic) => (&["bold", "italic"], ""),
            Self::Face(Face::Typewriter) => (&["monospace"], ""),
            Self::Script { raised: true } => (&["sup"], ""),
            Self::Script { raised: false } => (&["sub"], ""),
        };
        let kind = if address.is_empty() { "" } else { "uri" };
        for name in names {
            xml.open(name, &[("ext-link-type", kind), ("xlink:href", address)]);
        }
        inside(xml);
        for name in names.iter().rev() {
            xml.close(name);
        }
    }
}
