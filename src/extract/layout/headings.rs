//! Headings: by their numbers, their type, the words that sections are called, and the outline of the file.
//!
//! A line is judged by itself first; then the document as a whole decides: numbers must count up, and headings of
//! one look have one level.

use std::collections::BTreeMap;

use super::blocks::{Chunk, is_caption};
use super::line::Line;
use super::numbers::{Count, Number};
use super::section_names::{is_front, is_section, is_theorem};
use super::{LaidPage, outline, tagged, tenths};
use crate::domain::extraction::BlockKind;

/// Most characters of a heading.
const LONGEST: usize = 200;
/// Parts of one line, far from each other, that are the heads of a table's columns.
const LEAST_CELLS: usize = 3;
/// Most characters of a heading that only its number tells.
const LONGEST_PLAIN: usize = 110;

/// Whether a text starts with the number of a section.
pub(super) fn is_numbered(text: &str) -> bool {
    Number::of(text).is_some()
}

/// The look of a heading.
pub(super) type Look = (i64, bool, bool, bool);

pub(super) fn look(chunk: &Chunk) -> Look {
    let text = chunk.plain();
    let shouted = text.chars().filter(|char| char.is_alphabetic()).count() > 3 && !text.chars().any(char::is_lowercase);
    (tenths(chunk.size()) / 4, chunk.is_bold(), chunk.is_italic(), shouted)
}

/// Marks the headings of a document.
pub(super) fn mark(pages: &mut [LaidPage], body_size: f64) {
    for page in pages.iter_mut() {
        split_run_in(page);
        join_lines(page, body_size);
        mark_styled(page, body_size);
    }
    mark_plain(pages);
    drop_out_of_count(pages);
    level(pages);
    outline::follow(pages);
    let named = tagged::mark_headings(pages);
    if named.len() >= tagged::LEAST_NAMED {
        let looks: Vec<Look> = named.values().copied().collect();
        outline::drop_others(pages, &|page, place| named.contains_key(&(page, place)), &looks);
    }
}

pub(super) fn is_open(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Formula)
}

/// Marks what looks like a heading, unless it stands above the title or its sentence goes on in plain type.
fn mark_styled(page: &mut LaidPage, body_size: f64) {
    let title = page.chunks.iter().position(|chunk| chunk.kind == BlockKind::Title).unwrap_or(0);
    let goes_on = |above: &Chunk, below: &Chunk| {
        let gap = below.lines.first().zip(above.lines.last()).map_or(0.0, |(below, above)| below.y - above.y);
        let low = below.first_text().trim_start().chars().next().is_some_and(char::is_lowercase);
        low && gap > 0.0 && gap < 1.5 * body_size && is_open(below.kind)
    };
    let marks: Vec<bool> = page
        .chunks
        .iter()
        .enumerate()
        .map(|(place, chunk)| {
            if !is_heading(chunk, body_size) {
                return false;
            }
            let text = chunk.plain();
            let told = is_section(&text) || is_numbered(&text);
            let runs_on = page.chunks.get(place + 1).is_some_and(|below| goes_on(chunk, below));
            (told || place > title || title == 0) && (told || !runs_on)
        })
        .collect();
    for (chunk, _) in page.chunks.iter_mut().zip(marks).filter(|(_, marked)| *marked) {
        chunk.kind = BlockKind::Heading(1);
    }
}

/// Whether a block looks like a heading by itself.
fn is_heading(chunk: &Chunk, body_size: f64) -> bool {
    if !is_open(chunk.kind) || chunk.angle != 0 || chunk.lines.len() > 4 {
        return false;
    }
    let text = chunk.plain();
    let chars = text.chars().count();
    let letters = text.chars().filter(|char| char.is_alphabetic()).count();
    if !(3..=LONGEST).contains(&chars) || letters * 2 < chars || is_caption(&text) || is_theorem(&text) {
        return false;
    }
    let known = is_section(&text);
    let numbered = is_numbered(&text);
    let starts_low = text.chars().find(|char| char.is_alphabetic()).is_some_and(char::is_lowercase);
    if starts_low && !numbered || text.trim_start().starts_with(['(', '•', '▪', '■', '◦', '‣', '[']) {
        return false;
    }
    let larger = chunk.size() > 1.07 * body_size;
    let bold = chunk.is_bold() && chunk.size() > 0.93 * body_size;
    let ends = text.trim_end().ends_with(['.', ',', ';', ':']) && !known && !numbered;
    let shouted = letters >= 6 && !text.chars().any(char::is_lowercase) && (numbered || chunk.lines.len() == 1 && bold);
    let italic = numbered && chunk.is_italic();
    if !known && !numbered && chunk.lines.iter().any(|line| line.cells().len() >= LEAST_CELLS) {
        return false;
    }
    known || !ends && (larger || bold || shouted || italic)
}

/// Joins the lines of one heading that were parted.
fn join_lines(page: &mut LaidPage, body_size: f64) {
    let mut out: Vec<Chunk> = Vec::with_capacity(page.chunks.len());
    for chunk in std::mem::take(&mut page.chunks) {
        match out.last_mut() {
            Some(last) if goes_on(last, &chunk, body_size) => last.lines.extend(chunk.lines),
            _ => out.push(chunk),
        }
    }
    page.chunks = out;
}

fn goes_on(last: &Chunk, chunk: &Chunk, body_size: f64) -> bool {
    let (Some(above), Some(below)) = (last.lines.last(), chunk.lines.first()) else { return false };
    let gap = below.y - above.y;
    let near = gap > 0.0 && gap < 1.45 * above.size.max(below.size);
    let text = chunk.plain();
    near && last.kind == BlockKind::Paragraph
        && chunk.kind == BlockKind::Paragraph
        && last.lines.len() + chunk.lines.len() <= 4
        && look(last).0 == look(chunk).0
        && (last.is_bold() && chunk.is_bold() || last.size() > 1.15 * body_size)
        && is_heading(last, body_size)
        && !is_section(&last.plain())
        && !is_section(&text)
        && !is_numbered(&text)
        && !above.text.trim_end().ends_with(['.', '?', '!'])
}

/// Parts a numbered heading from the text that follows it on its line.
fn split_run_in(page: &mut LaidPage) {
    let mut out: Vec<Chunk> = Vec::with_capacity(page.chunks.len());
    for mut chunk in std::mem::take(&mut page.chunks) {
        if let Some(place) = run_in_end(&chunk)
            && let Some(first) = chunk.lines.first_mut()
        {
            let rest = first.spans.split_off(place);
            let heading = Line::new(std::mem::take(&mut first.spans));
            *first = Line::new(rest);
            let mut head = Chunk::new(BlockKind::Heading(1), vec![heading], chunk.angle);
            (head.left, head.opens_column) = (chunk.left, chunk.opens_column);
            chunk.opens_column = false;
            out.push(head);
        }
        out.push(chunk);
    }
    page.chunks = out;
}

/// Where the heading ends within the spans of the first line, when text in plain type follows it.
fn run_in_end(chunk: &Chunk) -> Option<usize> {
    if chunk.kind != BlockKind::Paragraph || chunk.angle != 0 {
        return None;
    }
    let spans = &chunk.lines.first()?.spans;
    let marked = |bold: bool, italic: bool| bold || italic;
    let end = spans.iter().position(|span| !marked(span.style.bold, span.style.italic))?;
    let head = spans.get(..end)?;
    let text = super::line::text_of(head);
    let rest = super::line::text_of(spans.get(end..)?);
    let starts = rest.trim_start().chars().next().is_some_and(|char| char.is_uppercase() || "«“\"".contains(char));
    let ends = text.trim_end().ends_with(['.', ':', '?', '—', '–']);
    let deep =
        Number::of(&text).is_some_and(|number| number.depth > 1 || head.first().is_some_and(|span| span.style.bold));
    (starts && ends && deep && text.chars().count() <= LONGEST_PLAIN).then_some(end)
}

/// Headings in the type of the text, when no others are numbered: their numbers count up through the document.
fn mark_plain(pages: &mut [LaidPage]) {
    let numbered = |chunk: &&Chunk| matches!(chunk.kind, BlockKind::Heading(_)) && is_numbered(&chunk.plain());
    if pages.iter().flat_map(|page| &page.chunks).filter(numbered).count() > 1 {
        return;
    }
    let mut found: Vec<(usize, usize)> = Vec::new();
    let (mut section, mut sections, mut last_was) = (0, 0, false);
    let mut format: Option<(bool, i64)> = None;
    for (page_place, page) in pages.iter().enumerate() {
        for (place, chunk) in page.chunks.iter().enumerate().filter(|(_, chunk)| chunk.kind.is_flow()) {
            let own = (has_point(chunk), tenths(chunk.size()) / 4);
            let number = plain_number(chunk).filter(|_| format.is_none_or(|format| format == own));
            let follows = number.is_some_and(|number| match number.depth {
                1 => number.first == section + 1 && !last_was,
                _ => number.first == section && section > 0,
            });
            if let Some(number) = number.filter(|_| follows) {
                if number.depth == 1 {
                    section = number.first;
                    sections += 1;
                    format = Some(own);
                }
                found.push((page_place, place));
            }
            last_was = follows && number.is_some_and(|number| number.depth == 1);
        }
    }
    if sections < 3 {
        return;
    }
    for (page, place) in found {
        if let Some(chunk) = pages.get_mut(page).and_then(|page| page.chunks.get_mut(place)) {
            chunk.kind = BlockKind::Heading(1);
        }
    }
}

/// Whether a point or bracket follows the number.
fn has_point(chunk: &Chunk) -> bool {
    chunk.first_text().split_whitespace().next().is_some_and(|number| number.ends_with(['.', ')']))
}

fn plain_number(chunk: &Chunk) -> Option<Number> {
    let text = chunk.plain();
    let short = chunk.lines.len() <= 2 && text.chars().count() <= LONGEST_PLAIN;
    let open = !text.trim_end().ends_with(['.', ',', ';', ':']);
    let number = Number::of(&text).filter(|number| number.count == Count::Arabic)?;
    (is_open(chunk.kind) && chunk.angle == 0 && short && open).then_some(number)
}

/// Takes the mark from what is numbered but does not count up with the sections.
fn drop_out_of_count(pages: &mut [LaidPage]) {
    let mut numbers: Vec<(usize, usize, u32)> = Vec::new();
    for (page_place, page) in pages.iter().enumerate() {
        for (place, chunk) in page.chunks.iter().enumerate() {
            if let Some(number) =
                heading_number(chunk).filter(|number| number.count == Count::Arabic && number.depth == 1)
            {
                numbers.push((page_place, place, number.first));
            }
        }
    }
    let chain = longest_count(&numbers.iter().map(|(.., first)| *first).collect::<Vec<_>>());
    if chain.iter().filter(|kept| **kept).count() < 3 {
        return;
    }
    for ((page, place, _), kept) in numbers.into_iter().zip(chain) {
        let chunk = pages.get_mut(page).and_then(|page| page.chunks.get_mut(place));
        if let Some(chunk) = chunk.filter(|chunk| !kept && !is_section(&chunk.plain())) {
            chunk.kind = BlockKind::Paragraph;
        }
    }
}

fn heading_number(chunk: &Chunk) -> Option<Number> {
    matches!(chunk.kind, BlockKind::Heading(_)).then(|| Number::of(&chunk.plain())).flatten()
}

/// The longest chain of numbers that count up by steps of one or two; true for those in it.
fn longest_count(numbers: &[u32]) -> Vec<bool> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(numbers.len());
    for (place, own) in numbers.iter().enumerate() {
        let follows = |before: u32| *own > before && *own <= before + 2;
        let earlier = numbers.iter().zip(&best).enumerate().take(place).filter(|(_, (before, _))| follows(**before));
        let link = earlier.max_by_key(|(_, (_, (length, _)))| *length).map(|(at, (_, (length, _)))| (at, *length));
        best.push(link.map_or((1, None), |(at, length)| (length + 1, Some(at))));
    }
    let mut kept = vec![false; numbers.len()];
    let mut next = best.iter().enumerate().max_by_key(|(_, (length, _))| *length).map(|(place, _)| place);
    while let Some(place) = next {
        kept.iter_mut().skip(place).take(1).for_each(|kept| *kept = true);
        next = best.get(place).and_then(|(_, before)| *before);
    }
    kept
}

/// Gives headings their level: by their number, else as numbered ones of the same look, else by size.
fn level(pages: &mut [LaidPage]) {
    let headings = || pages.iter().flat_map(|page| &page.chunks);
    let romans = headings().filter_map(heading_number).any(|number| number.count == Count::Roman && number.depth == 1);
    // Sections that letters count begin with A; an initial counts nothing.
    let lettered =
        headings().filter_map(heading_number).any(|number| number.count == Count::Letter && number.first == 1);
    let told = |chunk: &Chunk| heading_number(chunk).filter(|number| lettered || number.count != Count::Letter);
    let mut looks: BTreeMap<Look, u8> = BTreeMap::new();
    let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
    for chunk in headings().filter(|chunk| matches!(chunk.kind, BlockKind::Heading(_))) {
        let own = look(chunk);
        *sizes.entry(own.0).or_default() += if is_section(&chunk.plain()) { 2 } else { 1 };
        if let Some(level) = told(chunk).map(|number| level_of(number, romans)) {
            looks.entry(own).and_modify(|known| *known = level.min(*known)).or_insert(level);
        }
    }
    let largest = sizes.iter().rev().find(|(_, count)| **count > 1).map_or(0, |(size, _)| *size);
    for chunk in pages.iter_mut().flat_map(|page| &mut page.chunks) {
        if !matches!(chunk.kind, BlockKind::Heading(_)) {
            continue;
        }
        let own = look(chunk);
        let by_size = if own.0 + 1 >= largest { 1 } else { 2 };
        let level = match told(chunk) {
            Some(number) => level_of(number, romans),
            None if is_front(&chunk.plain()) => 1,
            None if is_section(&chunk.plain()) && !looks.is_empty() => 1,
            None => {
                looks.get(&own).copied().unwrap_or(if looks.is_empty() { by_size } else { unnumbered(&looks, own) })
            }
        };
        chunk.kind = BlockKind::Heading(level);
    }
}

fn level_of(number: Number, romans: bool) -> u8 {
    let inner = romans && number.count == Count::Letter && number.depth == 1;
    if inner { 2 } else { number.depth.min(3) }
}

/// The level of a look that no numbered heading has: below those that are larger or as large and bolder.
fn unnumbered(looks: &BTreeMap<Look, u8>, own: Look) -> u8 {
    let above = looks.iter().filter(|(look, _)| look.0 > own.0 || look.0 == own.0 && look.1 && !own.1);
    above.map(|(_, level)| level + 1).max().unwrap_or(1).clamp(1, 3)
}
