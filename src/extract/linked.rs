//! Links that a file lays over its text: which words of a block stand in the areas that lead to addresses.

use super::layout::{Chunk, Line, Span, WIDE_SPACE};
use super::pdf::{Link, is_rtl};
use super::scripts::{found_in, is_running, move_up};
use crate::domain::extraction::{Block, BlockKind, LinkTarget, TextLink};

/// Where the middle of small letters stands above their baseline, in parts of the type size.
const MIDDLE: f64 = 0.28;
/// Height of an area, in parts of the type size, from which on it is no line's: it reaches over the end of a column.
const MOST_HEIGHT: f64 = 2.6;
/// Marks at the ends of linked words that no link needs.
const OUTER: [char; 17] = ['.', ',', ';', ':', '(', ')', '[', ']', '«', '»', '“', '”', '"', '\'', '’', '‘', '-'];
/// Beginnings of the addresses that text may lead to.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// Kinds whose text people read as running text.
pub(super) fn is_read(kind: BlockKind) -> bool {
    is_running(kind) || kind == BlockKind::FrontMatter
}

/// Those areas of a page that may be links of its text.
pub(super) fn leading(mut areas: Vec<Link>) -> Vec<Link> {
    areas.retain_mut(|area| {
        area.address.truncate(area.address.trim_end().len());
        let starts = |scheme: &&str| area.address.get(..scheme.len()).is_some_and(|it| it.eq_ignore_ascii_case(scheme));
        let scheme = SCHEMES.iter().find(|scheme| starts(scheme));
        scheme.is_some_and(|scheme| area.address.len() > scheme.len())
            && !area.address.contains(|char: char| char.is_control() || char.is_whitespace())
    });
    areas
}

/// The words of a block that stand in areas, in order: each run of words with one address is one link.
pub(super) fn of(chunk: &Chunk, block: &Block, areas: &[Link]) -> Vec<TextLink> {
    if areas.is_empty() || chunk.angle != 0 || !is_read(block.kind) {
        return Vec::new();
    }
    place(&chunk.lines, &block.text, areas)
}

/// Those of the lines that a text was made of.
pub(super) fn place(lines: &[Line], text: &str, areas: &[Link]) -> Vec<TextLink> {
    if areas.is_empty() {
        return Vec::new();
    }
    let spans = lines.iter().flat_map(|line| &line.spans);
    let signs: Vec<(char, Option<usize>)> =
        spans.flat_map(|span| span.text.chars().zip(covered(span, areas))).collect();
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    if signs.iter().all(|(_, area)| area.is_none()) {
        return Vec::new();
    }
    let mut last = None;
    for (start, end, area) in found_in(signs.into_iter(), text) {
        let address = area.and_then(|area| areas.get(area)).map(|area| area.address.as_str());
        match (area, found.last_mut()) {
            (Some(_), Some(open)) if last == address => open.1 = end,
            (Some(area), _) => found.push((start, end, area)),
            (None, _) => {}
        }
        last = address;
    }
    let link = |(start, end, area): (usize, usize, usize)| {
        let (start, end) = trimmed(text, start, end)?;
        Some(TextLink { start, end, target: LinkTarget::Address(areas.get(area)?.address.clone()) })
    };
    found.into_iter().filter_map(link).collect()
}

/// A part of a text without the marks around its words; nothing when it has no words.
fn trimmed(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let part = text.get(start..end).filter(|part| part.contains(char::is_alphanumeric))?;
    let outer = |char: char| char.is_whitespace() || OUTER.contains(&char);
    let (opens, closes) = (part.contains('('), part.contains(')'));
    let front = part.trim_start_matches(|char| outer(char) && !(char == '(' && closes)).len();
    let back = part.trim_end_matches(|char| outer(char) && !(char == ')' && opens)).len();
    let whole = (end - front, start + back);
    // Brackets around all of it.
    let inner = text.get(whole.0..whole.1).and_then(|it| it.strip_prefix('(')).and_then(|it| it.strip_suffix(')'));
    Some(if inner.is_some_and(|it| !it.contains(['(', ')'])) { (whole.0 + 1, whole.1 - 1) } else { whole })
}

/// The area that each character of a span stands in: the letters of a word together, other characters by themselves.
fn covered(span: &Span, areas: &[Link]) -> Vec<Option<usize>> {
    let chars: Vec<char> = span.text.chars().collect();
    let middle = span.y - MIDDLE * span.size;
    let near = |area: &Link| {
        let level = area.y0 < middle && middle < area.y1 && area.y1 - area.y0 < MOST_HEIGHT * span.size;
        level && area.x0 < span.x1 && span.x0 < area.x1
    };
    let near: Vec<(usize, &Link)> = areas.iter().enumerate().filter(|(_, area)| near(area)).collect();
    if near.is_empty() || chars.iter().any(|char| is_rtl(*char)) {
        return vec![None; chars.len()];
    }
    let scale = (span.x1 - span.x0) / chars.iter().map(|char| width(*char)).sum::<f64>().max(0.1);
    let mut x = span.x0;
    let mut found = Vec::with_capacity(chars.len());
    for run in chars.chunk_by(|a, b| a.is_alphanumeric() && b.is_alphanumeric()) {
        let wide = scale * run.iter().map(|char| width(*char)).sum::<f64>();
        let centre = x + 0.5 * wide;
        x += wide;
        let area = near.iter().find(|(_, area)| area.x0 <= centre && centre <= area.x1).map(|(at, _)| *at);
        found.extend(run.iter().map(|_| area));
    }
    found
}

/// About how wide a character is beside others in most type.
fn width(char: char) -> f64 {
    match char {
        WIDE_SPACE => 1.0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ';' | ':' | '\'' | '’' | '|' | '!' | ' ' => 0.28,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' => 0.36,
        'm' | 'M' | 'W' | '—' | '@' => 0.85,
        'w' => 0.72,
        char if char.is_uppercase() => 0.66,
        _ => 0.5,
    }
}

/// Moves the links of a text whose beginning was taken away.
pub(super) fn shift(links: &mut Vec<TextLink>, taken: usize) {
    move_up(links, taken, |link| (&mut link.start, &mut link.end));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(address: &str, x0: f64, x1: f64, baseline: f64) -> Link {
        Link { address: address.to_owned(), x0, y0: baseline - 8.0, x1, y1: baseline + 2.0 }
    }

    fn line(text: &str, y: f64) -> Line {
        Line::new(vec![Span::plain(text, 0.0, y)])
    }

    fn linked(lines: &[Line], text: &str, areas: Vec<Link>) -> Vec<(String, String)> {
        let address = |target: LinkTarget| match target {
            LinkTarget::Address(address) => address,
            LinkTarget::Block { .. } => String::new(),
        };
        let found = place(lines, text, &leading(areas)).into_iter();
        found.map(|link| (text[link.start..link.end].to_owned(), address(link.target))).collect()
    }

    #[test]
    fn words_in_areas_are_linked_over_the_ends_of_lines() {
        let lines = [line("See our package, and the long re-", 100.0), line("port of it (PDF).", 112.0)];
        let text = "See our package, and the long report of it (PDF).";
        let areas = vec![
            area("https://exemple.org/package", 39.0, 76.0, 100.0),
            area("https://exemple.org/report", 126.0, 170.0, 100.0),
            area("https://exemple.org/report", 0.0, 21.0, 112.0),
            area("mailto:roy@exemple.org", 54.0, 80.0, 112.0),
        ];
        let wanted = [
            ("package", "https://exemple.org/package"),
            ("long report", "https://exemple.org/report"),
            ("PDF", "mailto:roy@exemple.org"),
        ];
        assert_eq!(linked(&lines, text, areas), wanted.map(|(text, to)| (text.to_owned(), to.to_owned())));
    }

    #[test]
    fn areas_beside_the_text_and_those_that_lead_elsewhere_link_nothing() {
        let areas = vec![
            area("file:///lake.pdf", 0.0, 50.0, 100.0),
            area("javascript:alert(1)", 0.0, 50.0, 100.0),
            area("https://exemple.org/above", 0.0, 50.0, 88.0),
            Link { y0: 20.0, y1: 400.0, ..area("https://exemple.org/column", 0.0, 50.0, 100.0) },
            area("https://", 0.0, 50.0, 100.0),
        ];
        assert_eq!(linked(&[line("Our package", 100.0)], "Our package", areas), []);
    }

    #[test]
    fn marks_around_linked_words_are_left_out_unless_they_belong_to_them() {
        for (text, wanted) in [
            ("(see here),", "see here"),
            ("(not) so.", "(not) so"),
            ("call f(x)", "call f(x)"),
            ("« ici »", "ici"),
            ("here)", "here"),
        ] {
            assert_eq!(trimmed(text, 0, text.len()).map(|(start, end)| &text[start..end]), Some(wanted));
        }
        assert_eq!(trimmed("(…)", 0, 5), None);
    }

    #[test]
    fn what_was_taken_from_the_beginning_moves_the_rest() {
        let link = |start, end| TextLink { start, end, target: LinkTarget::Address("https://exemple.org".to_owned()) };
        let mut links = vec![link(0, 2), link(4, 8), link(9, 12)];
        shift(&mut links, 5);
        assert_eq!(links, [link(0, 3), link(4, 7)]);
    }
}
