//! Figures and tables find their captions, and captions their figures.

use super::gallery::{Image, shortened};
use super::linked::Linked;
use super::text::{Part, Target};
use super::view::Marked;
use crate::domain::extraction::{Block, BlockKind};
use crate::domain::picture::Subject;

/// Points by which a caption and its table may reach into each other.
const OVERLAP: f32 = -3.0;
/// Points from which on a caption does not stand beside a table.
const FAR: f32 = 60.0;

/// A picture called as the file itself describes it, if it does; a single word tells less of a figure than its caption.
pub(super) fn described(image: Image, subject: Subject, blocks: &[Block]) -> Image {
    let told = |alt: &str| subject == Subject::Formula || alt.split_whitespace().nth(1).is_some();
    match blocks.iter().filter_map(|block| block.alt.as_deref()).find(|alt| told(alt)) {
        Some(alt) if matches!(subject, Subject::Figure | Subject::Formula) => {
            Image { alt: alt.split_whitespace().collect::<Vec<_>>().join(" "), described: true, ..image }
        }
        _ => image,
    }
}

/// A picture called by its caption, unless it is described; further parts of a figure are counted.
pub(super) fn called(image: Image, caption: Option<&Target>, part: Option<usize>) -> Image {
    let Some(caption) = caption.filter(|_| !image.described) else { return image };
    let words = shortened(&caption.text.plain());
    let alt = match part {
        Some(part) if part > 1 => format!("{words} ({part})"),
        _ => words,
    };
    Image { alt, ..image }
}

/// Adds a figure: to the one before while that has no caption, under a caption that stands right above it, or by itself.
pub(super) fn push_figure(parts: &mut Vec<Part>, image: Image, words: Option<Marked>, href: Option<String>) {
    if let Some(Part::Figure { images, caption: None, words: before, .. }) = parts.last_mut() {
        images.push(image);
        match (before.as_mut(), words) {
            (Some(before), Some(words)) => before.append(words),
            (None, words) => *before = words,
            (Some(_), None) => {}
        }
        return;
    }
    let above = match parts.last() {
        Some(Part::Caption { caption, .. }) => Some(caption.clone()),
        _ => None,
    };
    if above.is_some() {
        parts.pop();
    }
    let images = vec![called(image, above.as_ref(), None)];
    parts.push(Part::Figure { images, caption: above, words, href });
}

/// A caption belongs to the figure before it, or to the table when it is a table's; else it waits for what follows. Where
/// captions stand below their tables, notes may stand between.
pub(super) fn push_caption(parts: &mut Vec<Part>, own: Target, href: Option<String>, below: bool) {
    let of_table = is_of_table(&own.text);
    let ends = |part: &Part| matches!(part, Part::Table { .. } | Part::Caption { .. } | Part::Heading { .. });
    let last = if below { parts.iter_mut().rev().find(|part| ends(part)) } else { parts.last_mut() };
    if let Some(Part::Table { caption: caption @ None, image, .. }) = last.filter(|_| of_table) {
        *caption = Some(own);
        *image = image.take().map(|image| called(image, caption.as_ref(), None));
        return;
    }
    let waiting = parts.iter_mut().rev().find_map(|part| match part {
        Part::Figure { images, caption: caption @ None, .. } => Some((images, caption)),
        _ => None,
    });
    match waiting.filter(|_| !of_table) {
        Some((images, caption)) => {
            *caption = Some(own);
            let counted = (1..).zip(std::mem::take(images));
            *images = counted.map(|(part, image)| called(image, caption.as_ref(), Some(part))).collect();
        }
        None => parts.push(Part::Caption { caption: own, href }),
    }
}

/// Whether the captions of the tables on a page stand below them, by what is nearer; nothing when none tells.
pub(super) fn are_captions_below(blocks: &[Block]) -> Option<bool> {
    let placed = |kind: BlockKind| {
        blocks.iter().filter(move |block| block.kind == kind).filter_map(|block| Some((block, block.bounds?)))
    };
    let captions = placed(BlockKind::Caption).filter(|(block, _)| is_name_of_table(&block.text));
    let votes = captions.filter_map(|(_, caption)| {
        let tables = placed(BlockKind::Table).map(|(_, table)| table);
        let beside = tables.filter(|table| table.x0 < caption.x1 && caption.x0 < table.x1);
        let gaps = beside.map(|table| (caption.y0 - table.y1, table.y0 - caption.y1));
        let gap = |gaps: &mut dyn Iterator<Item = f32>| gaps.filter(|gap| *gap > OVERLAP).fold(f32::INFINITY, f32::min);
        let (above, below) = (gap(&mut gaps.clone().map(|(above, _)| above)), gap(&mut gaps.map(|(_, below)| below)));
        (above.min(below) < FAR && (above - below).abs() > OVERLAP.abs()).then_some(above < below)
    });
    let (below, above): (Vec<bool>, Vec<bool>) = votes.partition(|below| *below);
    (below.len() != above.len()).then_some(below.len() > above.len())
}

/// Whether a caption begins as those of tables do in French, English, Spanish and German.
pub(super) fn is_of_table(text: &Linked) -> bool {
    is_name_of_table(&text.plain())
}

fn is_name_of_table(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(3).collect();
    start.to_lowercase() == "tab"
}
