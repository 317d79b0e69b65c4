//! Headings that open the first line of a paragraph: bold ones of a look that several paragraphs of the document have,
//! and the labels of abstracts and keywords.

use std::collections::{BTreeMap, BTreeSet};

use super::LaidPage;
use super::blocks::{Chunk, is_caption, is_list_mark};
use super::line::{Line, Span, text_of};
use super::pieces::is_word_gap;
use super::section_names::{is_section, is_theorem};
use crate::domain::extraction::BlockKind;

/// Most characters and words of a heading that its type alone tells.
const LONGEST: usize = 90;
const MOST_WORDS: usize = 12;
/// Fewest characters of the paragraph that such a heading opens; the front matter is full of short bold labels.
const LEAST_TEXT: usize = 40;
const LEAST_FRONT: usize = 200;
/// Gap, in parts of the type size, that parts a heading without a mark from its paragraph.
const HEAD_GAP: f64 = 0.5;
/// Level of a heading within a paragraph.
const LEVEL: u8 = 3;
/// Pages on which the labels of abstracts and keywords stand.
const LABEL_PAGES: u32 = 2;

/// Labels of abstracts and keywords: their letters in lower case without accents.
const LABELS: [&str; 9] =
    ["abstract", "resume", "summary", "keywords", "keyword", "motscles", "motsclefs", "indexterms", "resumen"];

/// What parts a heading from its paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ending {
    Point,
    Colon,
    Dash,
    Question,
    Gap,
}

/// The slope of the type and the mark behind it.
type Look = (bool, Ending);

/// What stands in bold at the start of a paragraph.
struct Lead {
    text: String,
    look: Look,
    /// Its letters and digits.
    count: usize,
}

/// The looks that run-in headings have in a document.
#[derive(Debug, Default)]
pub(in crate::extract) struct RunIns {
    looks: BTreeSet<Look>,
}

impl RunIns {
    /// Learns the looks that open several paragraphs with other words each.
    pub(in crate::extract) fn new(pages: &[LaidPage]) -> Self {
        let mut found: BTreeMap<Look, (BTreeSet<String>, usize)> = BTreeMap::new();
        for lead in pages.iter().flat_map(|page| &page.chunks).filter_map(lead) {
            let (texts, times) = found.entry(lead.look).or_default();
            texts.insert(lead.text);
            *times += 1;
        }
        let several = |(texts, times): &(BTreeSet<String>, usize)| texts.len() >= 2 && texts.len() * 4 >= times * 3;
        Self { looks: found.into_iter().filter(|(_, found)| several(found)).map(|(look, _)| look).collect() }
    }

    /// Parts a block of a page into the heading that opens it and the rest, if there is one.
    pub(in crate::extract) fn split(&self, chunk: &Chunk, page: u32) -> Option<(Chunk, Option<Chunk>)> {
        if let Some(count) = label_letters(chunk, page) {
            return Some(cut(chunk, count, 1));
        }
        let lead = lead(chunk)?;
        let usual = self.looks.contains(&lead.look);
        (usual || is_section(&lead.text)).then(|| cut(chunk, lead.count, if usual { LEVEL } else { 1 }))
    }
}

/// The bold words that a paragraph opens with, when they may be a heading.
fn lead(chunk: &Chunk) -> Option<Lead> {
    let front = chunk.kind == BlockKind::FrontMatter;
    let first = chunk.lines.first()?;
    let opening = first.spans.first().filter(|span| span.style.bold)?;
    if !(front || chunk.kind == BlockKind::Paragraph) || chunk.angle != 0 || hangs(chunk) {
        return None;
    }
    let line = chunk.lines.iter().take(2).position(|line| line.spans.iter().any(|span| !span.style.bold));
    let (text, ending) = match line.and_then(|line| Some((line, chunk.lines.get(line)?))) {
        Some((place, line)) => {
            let end = line.spans.iter().position(|span| !span.style.bold)?;
            let (head, rest) = line.spans.split_at_checked(end)?;
            let mut text = chunk.lines.iter().take(place).map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
            text.push(' ');
            text.push_str(&text_of(head));
            let ending = ending(text.trim(), head, rest)?;
            (text.trim().to_owned(), ending)
        }
        None if chunk.lines.len() <= 2 && !front => (chunk.plain().trim().to_owned(), Ending::Point),
        None => return None,
    };
    let least = if front { LEAST_FRONT } else { LEAST_TEXT };
    let all: usize = chunk.lines.iter().map(|line| line.text.len()).sum();
    let enough = match line {
        Some(_) => all > text.len() + least,
        None => text.ends_with('.') && text.contains(' '),
    };
    let count = text.chars().filter(|char| char.is_alphanumeric()).count();
    (enough && may_be_heading(&text)).then_some(Lead { look: (opening.style.italic, ending), text, count })
}

/// Whether the first line hangs out to the left, as that of a list's terms does.
fn hangs(chunk: &Chunk) -> bool {
    match chunk.lines.as_slice() {
        [first, second, ..] => second.x0 > first.x0 + 0.8 * first.size,
        _ => false,
    }
}

/// What parts the bold words from the plain ones behind them.
fn ending(text: &str, head: &[Span], rest: &[Span]) -> Option<Ending> {
    let plain = text_of(rest);
    let behind = plain.trim_start();
    let high = behind.trim_start_matches(is_mark).trim_start().chars().next().is_some_and(|char| !char.is_lowercase());
    let gap = head.last().zip(rest.first()).map(|(left, right)| (is_word_gap(left, right), right.x0 - left.x1));
    let size = rest.first().map_or(0.0, |span| span.size);
    let last = text.chars().next_back()?;
    let last = if is_mark(last) { last } else { behind.chars().next()? };
    match last {
        '—' | '–' => Some(Ending::Dash),
        _ if !high => None,
        '.' => Some(Ending::Point),
        ':' => Some(Ending::Colon),
        '?' | '!' => Some(Ending::Question),
        _ => gap.is_none_or(|(word, gap)| word && gap > HEAD_GAP * size).then_some(Ending::Gap),
    }
}

/// Whether words may be a heading: short, no label of a theorem, a figure, a step or an item.
fn may_be_heading(text: &str) -> bool {
    let chars = text.chars().count();
    let letters = text.chars().filter(|char| char.is_alphabetic()).count();
    let words = || text.split_whitespace();
    let starts_high =
        text.chars().find(|char| char.is_alphanumeric()).is_some_and(|char| char.is_uppercase() || char.is_numeric());
    let counted = words().count() == 2 && words().nth(1).is_some_and(is_count);
    (4..=LONGEST).contains(&chars)
        && letters >= 4
        && letters * 2 > chars
        && words().count() <= MOST_WORDS
        && starts_high
        && !counted
        && !text.contains(['@', '=', '→'])
        && !(is_theorem(text) || is_caption(text) || is_list_mark(text) || text.starts_with(['•', '(', '[']))
}

/// Whether a word is a number or a letter that counts.
fn is_count(word: &str) -> bool {
    let word = word.trim_matches(|char: char| !char.is_alphanumeric());
    word.chars().count() <= 1 || word.starts_with(|char: char| char.is_ascii_digit())
}

/// The letters of the label of an abstract or of keywords that a block opens with, one of each language at most.
fn label_letters(chunk: &Chunk, page: u32) -> Option<usize> {
    let placed = match chunk.kind {
        BlockKind::Abstract | BlockKind::FrontMatter => true,
        BlockKind::Paragraph => page <= LABEL_PAGES,
        _ => false,
    };
    let line = chunk.lines.first().filter(|_| placed && chunk.angle == 0)?;
    let one = label_end(line, 0)?;
    let end = label_end(line, one).unwrap_or(one);
    let all = line.spans.iter().flat_map(|span| span.text.chars()).filter(|char| char.is_alphanumeric()).count();
    let alone = chunk.lines.len() == 1 && all == end;
    let ended = match boundary(line, end)? {
        Boundary::Mark | Boundary::Type => true,
        Boundary::End => alone || chunk.lines.len() > 1,
        Boundary::None => false,
    };
    ended.then_some(end)
}

/// Where the label ends that starts behind some letters.
fn label_end(line: &Line, start: usize) -> Option<usize> {
    let mut word = String::new();
    let letters = line.spans.iter().flat_map(|span| span.text.chars()).filter(|char| char.is_alphanumeric());
    let mut best = None;
    for (char, end) in letters.skip(start).take(10).zip(start + 1..) {
        word.extend(char.to_lowercase().map(|char| if matches!(char, 'é' | 'è') { 'e' } else { char }));
        if LABELS.contains(&word.as_str()) && boundary(line, end).is_some_and(|found| found != Boundary::None) {
            best = Some(end);
        }
    }
    best
}

/// What stands behind some letters of a line.
#[derive(PartialEq)]
enum Boundary {
    Mark,
    Type,
    End,
    None,
}

fn boundary(line: &Line, count: usize) -> Option<Boundary> {
    let mut left = count;
    let mut spans = line.spans.iter().peekable();
    while let Some(span) = spans.next() {
        for (place, char) in span.text.char_indices().filter(|(_, char)| char.is_alphanumeric()) {
            left -= 1;
            if left > 0 {
                continue;
            }
            let behind = span.text.get(place + char.len_utf8()..)?.trim_start();
            let next = behind.chars().next().or_else(|| spans.peek()?.text.trim_start().chars().next());
            return Some(match (next, spans.peek()) {
                (None, _) => Boundary::End,
                (Some(next), _) if is_mark(next) || next == '-' => Boundary::Mark,
                (_, Some(next)) if behind.is_empty() && next.style != span.style => Boundary::Type,
                _ => Boundary::None,
            });
        }
    }
    None
}

/// Whether a character stands between a heading and its paragraph.
fn is_mark(char: char) -> bool {
    matches!(char, '.' | ':' | '—' | '–' | '?' | '!')
}

/// Parts a block behind a number of letters and digits and the marks that follow them.
fn cut(chunk: &Chunk, count: usize, level: u8) -> (Chunk, Option<Chunk>) {
    let mut left = Some(count);
    let (mut head, mut rest): (Vec<Line>, Vec<Line>) = (Vec::new(), Vec::new());
    for line in &chunk.lines {
        if left.is_none() {
            rest.push(line.clone());
            continue;
        }
        let (before, after) = cut_spans(&line.spans, &mut left);
        head.extend((!before.is_empty()).then(|| Line::new(before)));
        rest.extend((!after.is_empty()).then(|| Line::new(after)));
    }
    let mut heading = Chunk::new(BlockKind::Heading(level), head, chunk.angle);
    (heading.left, heading.opens_column) = (chunk.left, chunk.opens_column);
    let body = (!rest.is_empty()).then(|| {
        let mut body = Chunk::new(chunk.kind, rest, chunk.angle);
        body.left = chunk.left;
        body
    });
    (heading, body)
}

/// Parts the spans of a line; `left` counts the letters that still belong to the heading, none once it is over.
fn cut_spans(spans: &[Span], left: &mut Option<usize>) -> (Vec<Span>, Vec<Span>) {
    let (mut head, mut rest) = (Vec::new(), Vec::new());
    for span in spans {
        let end = span.text.char_indices().find(|(place, char)| ends_at(&span.text, *place, *char, left));
        match end {
            _ if left.is_none() && end.is_none() => rest.push(span.clone()),
            None => head.push(span.clone()),
            Some((0, _)) => rest.push(span.clone()),
            Some((place, _)) => {
                let (before, after) = cut_span(span, place);
                head.push(before);
                rest.push(after);
            }
        }
    }
    (head, rest)
}

/// Whether the heading is over at a character; counts it otherwise.
fn ends_at(text: &str, place: usize, char: char, left: &mut Option<usize>) -> bool {
    let Some(count) = left else { return false };
    if *count > 0 {
        *count -= usize::from(char.is_alphanumeric());
        return false;
    }
    let dash = char == '-' && text.get(place + 1..).is_some_and(|behind| behind.starts_with(char::is_whitespace));
    let within = char.is_whitespace() || is_mark(char) || dash || matches!(char, ')' | '»' | '”');
    if !within {
        *left = None;
    }
    !within
}

/// Parts a span before a byte of its text; its width is shared out by characters.
pub(super) fn cut_span(span: &Span, place: usize) -> (Span, Span) {
    let (before, after) = span.text.split_at_checked(place).unwrap_or((&span.text, ""));
    let all = super::number(span.text.chars().count().max(1));
    let middle = span.x0 + (span.x1 - span.x0) * super::number(before.chars().count()) / all;
    let spaced = before.ends_with(char::is_whitespace);
    let head = Span {
        text: before.trim_end().to_owned(),
        x1: middle,
        space_after: span.space_after || spaced,
        ..span.clone()
    };
    (head, Span { text: after.to_owned(), x0: middle, space_before: spaced, fenced: false, ..span.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pdf::Style;

    fn span(text: &str, x0: f64, bold: bool) -> Span {
        Span { style: Style { bold, ..Style::default() }, space_before: true, ..Span::plain(text, x0, 0.0) }
    }

    fn paragraph(kind: BlockKind, head: &str, rest: &str) -> Chunk {
        Chunk::new(kind, vec![Line::new(vec![span(head, 0.0, true), span(rest, 300.0, false)])], 0)
    }

    fn split(chunks: Vec<Chunk>, place: usize) -> Option<(String, Option<String>)> {
        let page = LaidPage { width: 600.0, height: 800.0, chunks, label: None, titles: Vec::new() };
        let pages = [page];
        let run_ins = RunIns::new(&pages);
        let (head, rest) = run_ins.split(pages.first()?.chunks.get(place)?, 1)?;
        Some((head.plain(), rest.map(|rest| rest.plain())))
    }

    const TEXT: &str = "Snow was weighed on every day of the winter, at noon.";

    #[test]
    fn bold_words_that_open_several_paragraphs_are_headings() {
        let chunk = |head: &str| paragraph(BlockKind::Paragraph, head, TEXT);
        let parted = Some(("Depth of snow.".to_owned(), Some(TEXT.to_owned())));
        assert_eq!(split(vec![chunk("Depth of snow."), chunk("Weight.")], 0), parted);
        assert_eq!(split(vec![chunk("Depth of snow.")], 0), None, "one alone may be an emphasis");
        assert_eq!(split(vec![chunk("Lemma 1."), chunk("Lemma 2.")], 0), None, "a theorem is no heading");
    }

    #[test]
    fn a_mark_in_plain_type_belongs_to_the_heading() {
        let chunk = |head: &str| paragraph(BlockKind::Paragraph, head, &format!("— {TEXT}"));
        let parted = Some(("Depth —".to_owned(), Some(TEXT.to_owned())));
        assert_eq!(split(vec![chunk("Depth"), chunk("Weight")], 0), parted);
    }

    #[test]
    fn labels_of_abstracts_and_keywords_are_headings() {
        let label = |head: &str, rest: &str| split(vec![paragraph(BlockKind::Abstract, head, rest)], 0);
        let parted = |head: &str| Some((head.to_owned(), Some(TEXT.to_owned())));
        assert_eq!(label("Résumé.", TEXT), parted("Résumé."));
        assert_eq!(label("Mots-clés", &format!(": {TEXT}")), parted("Mots-clés :"));
        assert_eq!(label("Mots Clefs - Keywords", TEXT), parted("Mots Clefs - Keywords"));
        assert_eq!(label("Summary statistics", TEXT), None);
    }
}
