//! Roles that only the whole document tells: title, headings, abstract, references, footnotes.

use std::sync::LazyLock;

use crate::extract::pattern::Regex;

use super::blocks::Chunk;
use super::headings::is_numbered;
use super::line::folded;
use super::section_names::{is_bibliography, is_section};
use super::{LaidPage, breaks, flow, headings, references, tagged};
use crate::domain::extraction::BlockKind;

static ABSTRACT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^[^0-9_A-Za-zÀ-ÖØ-öø-ÿŒœ]{0,2}(?:(?:abstract|r[ée]sum[ée]|summary|sommaire)\s*(?:\([0-9_A-Za-zÀ-ÖØ-öø-ÿŒœ]+\))?\s*[.:—–/-]?\s*){1,2}$").ok()
});
static RUN_IN_ABSTRACT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:Abstract|ABSTRACT|R[ée]sum[ée]|R[ÉE]SUM[ÉE]|Summary|Sommaire)\s*[.:—–-]\s*\S").ok()
});
static FOOTNOTE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:[0-9]{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|[∗*†‡§¶]{1,2})\s*\.?\s*\S").ok());

/// Part of the page height in which the journal's lines stand above the title.
const BANNER: f64 = 0.13;

/// Bytes that the name of a journal has at least where a volume alone tells it.
const LEAST_NAME: usize = 3;

fn is(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text.trim()))
}

/// Gives every block its role.
pub(super) fn assign(pages: &mut [LaidPage], body_size: f64) {
    if let Some(first) = pages.first_mut() {
        let mastheads = mastheads(first);
        mark_title(first, body_size, &mastheads);
        mark_banner(first, body_size, &mastheads);
    }
    for page in pages.iter_mut() {
        mark_footnotes(page, body_size);
    }
    if let Some(first) = pages.first_mut() {
        mark_imprint(first, body_size);
    }
    headings::mark(pages, body_size);
    mark_sections(pages);
    references::split(pages);
    breaks::part(pages);
    flow::mark_continued(pages, body_size);
    tagged::settle(pages);
}

/// The largest type in the upper part of the first page is the title.
fn mark_title(page: &mut LaidPage, body_size: f64, mastheads: &[String]) {
    if tagged::mark_title(page) {
        return;
    }
    let height = page.height;
    let fits = |chunk: &Chunk| {
        let top = chunk.lines.first().map_or(f64::INFINITY, |line| line.y);
        let letters = chunk.plain().chars().filter(|char| char.is_alphabetic()).count();
        let text = matches!(
            chunk.kind,
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Formula | BlockKind::Caption | BlockKind::Table
        );
        text && chunk.angle == 0
            && top < 0.55 * height
            && letters >= 6
            && chunk.lines.len() <= 6
            && !is_section(&chunk.plain())
            && !mastheads.contains(&folded(&chunk.plain()))
    };
    let most = |bold: bool| {
        let sizes = page.chunks.iter().filter(|chunk| fits(chunk) && (!bold || chunk.is_bold())).map(Chunk::size);
        sizes.fold(0.0, f64::max)
    };
    let mut largest = most(false);
    let need_bold = largest < 1.1 * body_size;
    if need_bold {
        largest = most(true);
    }
    let start = page
        .chunks
        .iter()
        .position(|chunk| fits(chunk) && chunk.size() > 0.97 * largest && (!need_bold || chunk.is_bold()));
    let Some(start) = start else { return };
    let mut end_y = None;
    for chunk in page.chunks.iter_mut().skip(start) {
        let near =
            end_y.is_none_or(|y: f64| chunk.lines.first().is_some_and(|line| line.y - y < 2.2 * largest && line.y > y));
        let alike = chunk.size() > 0.97 * largest && (!need_bold || chunk.is_bold());
        if !near || !alike || chunk.lines.len() > 6 {
            break;
        }
        chunk.kind = BlockKind::Title;
        end_y = chunk.lines.last().map(|line| line.y);
    }
}

/// The names of journals above their articles, folded: another line says where in the journal the article stands, or where
/// its home page is.
fn mastheads(page: &LaidPage) -> Vec<String> {
    let lines: Vec<String> = page.chunks.iter().flat_map(|chunk| &chunk.lines).map(|line| folded(&line.text)).collect();
    let named = |name: &str| {
        lines.iter().any(|line| {
            let rest = line.strip_prefix(name).or_else(|| line.strip_prefix("the")?.strip_prefix(name));
            rest.is_some_and(|rest| {
                let digits = rest.chars().filter(char::is_ascii_digit).count();
                digits >= 3 && digits * 2 > rest.chars().count()
            })
        })
    };
    let mut found = Vec::new();
    for (place, chunk) in page.chunks.iter().enumerate() {
        let name = folded(&chunk.plain());
        let home = page.chunks.get(place + 1).is_some_and(|next| folded(&next.plain()).contains("journalhomepage"));
        if home || name.len() > LEAST_NAME && named(&name) {
            found.push(name);
        }
    }
    found
}

/// Lines at the top of the first page above the title, in small type, belong to the journal.
fn mark_banner(page: &mut LaidPage, body_size: f64, mastheads: &[String]) {
    let Some(title) = page.chunks.iter().position(|chunk| chunk.kind == BlockKind::Title) else { return };
    let height = page.height;
    for chunk in page.chunks.iter_mut().take(title) {
        let top = chunk.lines.last().is_some_and(|line| line.y < BANNER * height)
            || folded(chunk.first_text()).starts_with("journalhomepage");
        let small = chunk.size() < 1.1 * body_size || mastheads.contains(&folded(&chunk.plain()));
        if chunk.kind == BlockKind::Paragraph && top && chunk.lines.len() <= 2 && small {
            chunk.kind = BlockKind::RunningHead;
        }
    }
}

fn mark_footnotes(page: &mut LaidPage, body_size: f64) {
    let height = page.height;
    let mut open = false;
    for chunk in &mut page.chunks {
        let low = chunk.lines.first().is_some_and(|line| line.y > 0.5 * height);
        let small = chunk.size() < 0.93 * body_size && chunk.angle == 0;
        let text = matches!(chunk.kind, BlockKind::Paragraph | BlockKind::ListItem);
        open = low && small && text && !chunk.opens_column && (open || is(&FOOTNOTE, chunk.first_text()));
        if open {
            chunk.kind = BlockKind::Footnote;
        }
    }
}

/// Small type that ends a column of the first page below the text says where the article appeared; it has no mark.
fn mark_imprint(page: &mut LaidPage, body_size: f64) {
    let height = page.height;
    let small = |chunk: &Chunk| chunk.angle == 0 && chunk.size() < 0.93 * body_size;
    let mut ends = true;
    let mut imprint: Vec<usize> = Vec::new();
    let mut below: Vec<usize> = Vec::new();
    for (place, chunk) in page.chunks.iter().enumerate().rev().filter(|(_, chunk)| chunk.kind.is_flow()) {
        let low = chunk.lines.first().is_some_and(|line| line.y > 0.8 * height);
        let note = low && small(chunk) && matches!(chunk.kind, BlockKind::Paragraph | BlockKind::Footnote);
        if ends && note {
            below.push(place);
        } else if ends {
            let text = chunk.kind == BlockKind::Paragraph && !small(chunk);
            imprint.extend(below.drain(..).filter(|_| text));
            ends = false;
        }
        if chunk.opens_column {
            below.clear();
            ends = true;
        }
    }
    for place in imprint {
        if let Some(chunk) = page.chunks.get_mut(place) {
            let volume = chunk.lines.len() <= 2 && chunk.first_text().trim_start().starts_with("Actes ");
            chunk.kind = if volume { BlockKind::RunningHead } else { BlockKind::Footnote };
        }
    }
}

/// Front matter, abstract and references: what stands under which heading.
fn mark_sections(pages: &mut [LaidPage]) {
    #[derive(PartialEq, Clone, Copy)]
    enum Part {
        Before,
        Front,
        Abstract,
        Body,
        References,
    }
    let titled = pages.first().is_some_and(|page| page.chunks.iter().any(|chunk| chunk.kind == BlockKind::Title));
    let mut part = Part::Before;
    for (place, page) in pages.iter_mut().enumerate() {
        let mut chunks = Vec::with_capacity(page.chunks.len());
        for mut chunk in std::mem::take(&mut page.chunks) {
            let text = chunk.plain();
            let flows = chunk.kind.is_flow() && chunk.kind != BlockKind::Footnote;
            part = match chunk.kind {
                BlockKind::Title => Part::Front,
                BlockKind::Heading(_) if is_bibliography(&text) => Part::References,
                BlockKind::Heading(_) if is(&ABSTRACT, &text) => Part::Abstract,
                BlockKind::Heading(_) if part == Part::Front && !is_numbered(&text) && !is_section(&text) => {
                    Part::Front
                }
                BlockKind::Heading(1) => Part::Body,
                BlockKind::Heading(_) if part != Part::References => Part::Body,
                _ if flows && place < 2 && is(&RUN_IN_ABSTRACT, &text) => Part::Abstract,
                _ => part,
            };
            if place > 1 && matches!(part, Part::Front | Part::Abstract) {
                part = Part::Body;
            }
            let heading = matches!(chunk.kind, BlockKind::Heading(_));
            match part {
                // The margin beside the title is read before it.
                Part::Before if titled && place == 0 && chunk.kind == BlockKind::Paragraph && chunk.area.is_none() => {
                    chunk.kind = BlockKind::FrontMatter;
                }
                Part::Front if flows && chunk.kind != BlockKind::Title && chunk.area.is_none() => {
                    chunk.kind = BlockKind::FrontMatter;
                }
                Part::Abstract if !heading && chunk.kind == BlockKind::Paragraph => chunk.kind = BlockKind::Abstract,
                Part::References
                    if !heading
                        && matches!(chunk.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Footnote) =>
                {
                    chunk.kind = BlockKind::Reference;
                }
                _ => {}
            }
            chunks.push(chunk);
        }
        page.chunks = chunks;
    }
}
