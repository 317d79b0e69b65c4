//! Lines of a column to blocks: paragraphs, list items, captions, formulas, tables.

use std::sync::LazyLock;

use crate::extract::pattern::Regex;

use super::formulas::{self, is_display};
use super::grid::Rules;
use super::line::{Line, Span, is_as_large, leads_note, opens_with_bullet, shares_size};
use super::section_names::{is_theorem, names_keywords};
use super::tagged::Tagged;
use super::{breaks, code, median, number, tables};
use crate::domain::extraction::BlockKind;
use crate::extract::pdf::Shape;

/// A block in the making.
#[derive(Debug, Clone)]
pub(in crate::extract) struct Chunk {
    pub(in crate::extract) kind: BlockKind,
    pub(in crate::extract) lines: Vec<Line>,
    /// Direction of its lines in degrees.
    pub(in crate::extract) angle: i16,
    /// Left edge of its column.
    pub(in crate::extract) left: f64,
    /// Whether it is the first block of its column.
    pub(in crate::extract) opens_column: bool,
    /// Whether its text goes on from the paragraph before.
    pub(in crate::extract) continues: bool,
    /// What a figure or ruled table covers, more than its lines do.
    pub(in crate::extract) area: Option<Shape>,
    /// The rules of a table.
    pub(in crate::extract) rules: Rules,
    /// What the structure tree says of it.
    pub(in crate::extract) tagged: Option<Tagged>,
}

static LIST_MARK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:[•◦▪■●‣∙·–—]\s*|[-*]\s+|\(?(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)\S").ok());
static CAPTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?i:figures?|fig\.?|tables?|tableaux?|tab\.|listing|algorithm|algorithme|schéma|encadré|graphique)\s*(?:[0-9]{1,3}|[IVX]{1,5}|[A-Z]\.?[0-9]{1,2})(?-u:\b)\s*(?:[.:|–—-]|$|[A-ZÀ-ÖØ-ÞŒ])|(?:Code|Extrait)\s[0-9]{1,2}\s?[.:])",
    )
    .ok()
});
static LABEL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\[(?:[0-9]{1,3}|[A-Z][A-Za-zÀ-ÖØ-öø-ÿŒœ+]{0,8}\+?[0-9]{2,4}[a-z]?)\]").ok());
static NUMBERED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-Z]\.)\s+[A-ZÀ-ÖØ-ÞŒ]").ok());

/// Beginnings of the words that captions start with.
const CAPTION_STARTS: [&str; 9] = ["fig", "tab", "lis", "alg", "sch", "enc", "gra", "cod", "ext"];
/// Room that a ragged line leaves where the next word is a long one, in parts of the type size.
const LONGEST_WORD: f64 = 10.0;
/// How far from the right edge the full lines of justified text end, in parts of the type size.
const FLUSH: f64 = 0.3;
/// Lines of a column that tell whether it is justified.
const LEAST_LINES: usize = 6;
/// Bytes within which the point or bracket behind a number or letter stands.
const MARK_BYTES: usize = 6;

// Most lines are told from those that are looked for by their first characters, without the patterns.

/// Whether a point or closing bracket stands near the start of a text.
fn has_early_point(text: &str) -> bool {
    text.bytes().take(MARK_BYTES).any(|byte| matches!(byte, b'.' | b')'))
}

pub(super) fn is_list_mark(text: &str) -> bool {
    let may_be = has_early_point(text) || !text.starts_with(char::is_alphanumeric);
    may_be && LIST_MARK.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

pub(super) fn is_caption(text: &str) -> bool {
    let start = text.get(..3).unwrap_or_default();
    CAPTION_STARTS.iter().any(|known| start.eq_ignore_ascii_case(known))
        && CAPTION.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

pub(super) fn is_label(text: &str) -> bool {
    text.starts_with('[') && LABEL.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

pub(super) fn is_numbered(text: &str) -> bool {
    let may_be = |char: char| char.is_ascii_digit() || char.is_ascii_uppercase() && has_early_point(text);
    text.starts_with(may_be) && NUMBERED.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

impl Chunk {
    pub(super) fn new(kind: BlockKind, lines: Vec<Line>, angle: i16) -> Self {
        let left = lines.iter().map(|line| line.x0).fold(f64::INFINITY, f64::min);
        Self {
            kind,
            lines,
            angle,
            left,
            opens_column: false,
            continues: false,
            area: None,
            rules: Rules::default(),
            tagged: None,
        }
    }

    pub(in crate::extract) fn size(&self) -> f64 {
        median(self.lines.iter().map(|line| line.size).collect())
    }

    pub(in crate::extract) fn is_bold(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.bold)
    }

    pub(in crate::extract) fn is_italic(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.italic)
    }

    pub(in crate::extract) fn first_text(&self) -> &str {
        self.lines.first().map_or("", |line| line.text.as_str())
    }

    pub(in crate::extract) fn last_text(&self) -> &str {
        self.lines.last().map_or("", |line| line.text.as_str())
    }

    /// Lines joined by spaces, hyphens kept: good for patterns, not for readers.
    pub(in crate::extract) fn plain(&self) -> String {
        self.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Edges and leading of a column.
struct Measure {
    left: f64,
    right: f64,
    leading: f64,
    hanging: bool,
    /// Whether full lines end at the right edge.
    justified: bool,
    body_size: f64,
}

impl Measure {
    fn new(lines: &[&Line], body_size: f64) -> Self {
        let mut starts: Vec<f64> = lines.iter().map(|line| line.x0).collect();
        let mut ends: Vec<f64> = lines.iter().map(|line| line.x1).collect();
        starts.sort_by(f64::total_cmp);
        ends.sort_by(f64::total_cmp);
        let left = starts.get(starts.len() / 20).copied().unwrap_or_default();
        let right = ends.get(ends.len() * 9 / 10).copied().unwrap_or_default();
        let steps = lines.windows(2).filter_map(|pair| match pair {
            [a, b] if (a.size - b.size).abs() < 0.5 && b.y - a.y < 2.5 * b.size && b.y - a.y > 0.5 * b.size => {
                Some(b.y - a.y)
            }
            _ => None,
        });
        let steps: Vec<f64> = steps.collect();
        let leading = if steps.is_empty() { 1.2 * body_size } else { median(steps) };
        let indented =
            lines.iter().filter(|line| line.x0 > left + 0.6 * line.size && line.x0 < left + 4.0 * line.size).count();
        let flush = lines.iter().filter(|line| (line.x1 - right).abs() < FLUSH * line.size).count();
        Self {
            left,
            right,
            leading,
            body_size,
            justified: lines.len() >= LEAST_LINES && number(flush) > 0.5 * number(lines.len()),
            hanging: lines.len() >= 5 && number(indented) > 0.5 * number(lines.len()),
        }
    }
}

/// Groups the lines of one column.
pub(super) fn build(lines: Vec<Line>, body_size: f64, angle: i16) -> Vec<Chunk> {
    let text: Vec<&Line> = lines.iter().filter(|line| line.float.is_none()).collect();
    let measure = Measure::new(&text, body_size);
    let in_table = tables::rows(&lines);
    let kind = |(line, table): (&Line, bool)| if table { BlockKind::Table } else { kind_of(line, &measure) };
    let mut kinds: Vec<BlockKind> = lines.iter().zip(in_table).map(kind).collect();
    code::mark(&lines, &mut kinds, measure.leading);
    formulas::extend(&lines, &mut kinds, measure.leading);
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut numbered: Option<(u32, f64)> = None;
    for (line, mut kind) in lines.into_iter().zip(kinds) {
        let within = chunks.last().is_some_and(|last| match kind {
            BlockKind::ListItem => is_dash_within(last, &line, &measure) || is_number_within(last, &line, &measure),
            BlockKind::Formula => is_end_within(last, &line, &measure),
            BlockKind::Caption => is_mention(last, &line, &measure),
            _ => false,
        });
        if within {
            kind = BlockKind::Paragraph;
        }
        if kind == BlockKind::Paragraph
            && let Some(last) = chunks.last_mut().filter(|last| counts_on(last, &line, &measure))
        {
            last.kind = BlockKind::ListItem;
            kind = BlockKind::ListItem;
        }
        if kind == BlockKind::Paragraph && is_item(chunks.last(), &line, numbered, &measure) {
            kind = BlockKind::ListItem;
        }
        if let Some(number) = item_number(&line.text).filter(|_| kind == BlockKind::ListItem) {
            numbered = Some((number, line.x0));
        }
        let opens = match chunks.last() {
            Some(last) => starts_block(last, &line, kind, &measure),
            None => true,
        };
        match chunks.last_mut() {
            Some(last) if !opens => last.lines.push(line),
            _ => {
                let mut chunk = Chunk::new(kind, vec![line], angle);
                chunk.opens_column = chunks.is_empty();
                chunks.push(chunk);
            }
        }
    }
    for chunk in &mut chunks {
        chunk.left = measure.left;
    }
    chunks
}

fn kind_of(line: &Line, measure: &Measure) -> BlockKind {
    if line.float.is_some() {
        BlockKind::Figure
    } else if is_caption(&line.text) {
        BlockKind::Caption
    } else if is_display(line, measure.left) {
        BlockKind::Formula
    } else if is_list_mark(&line.text) && !is_numbered(&line.text) || opens_with_bullet(line) {
        BlockKind::ListItem
    } else {
        BlockKind::Paragraph
    }
}

/// Whether a dash at the start of a line stands within the sentence of the paragraph before it, whose last line is full.
fn is_dash_within(last: &Chunk, line: &Line, measure: &Measure) -> bool {
    let Some(before) = last.lines.last() else { return false };
    let open = !before.text.trim_end().ends_with(['.', ':', ';', '!', '?', ',']);
    let full = before.x1 > measure.right - LONGEST_WORD * before.size;
    last.kind == BlockKind::Paragraph && open && full && line.text.starts_with(['–', '—', '-'])
}

/// Whether a number or letter in brackets at the start of a line belongs to the sentence before it.
fn is_number_within(last: &Chunk, line: &Line, measure: &Measure) -> bool {
    let Some(before) = last.lines.last() else { return false };
    let full = before.x1 > measure.right - 2.0 * line.size;
    let level = (line.x0 - before.x0).abs() < 0.5 * line.size && line.y - before.y < 1.25 * measure.leading;
    let open = !before.text.trim_end().ends_with(['.', ':', '!', '?']);
    let bullet = last.kind == BlockKind::ListItem && item_number(last.first_text()).is_none();
    let text = last.kind == BlockKind::Paragraph || bullet && !opens_with_bullet(line);
    text && last.lines.len() > 1 && full && level && open
}

/// Whether a line that begins with the name of a figure goes on with the sentence of the paragraph before it.
fn is_mention(last: &Chunk, line: &Line, measure: &Measure) -> bool {
    let Some(before) = last.lines.last() else { return false };
    let open = !before.text.trim_end().ends_with(['.', ':', '!', '?', ';']);
    let full = before.x1 > measure.right - 2.0 * line.size;
    let near = line.y - before.y < 1.25 * measure.leading && (line.size - before.size).abs() < 0.05 * line.size;
    last.kind == BlockKind::Paragraph && open && full && near && line.x0 - before.x0 < 0.5 * line.size
}

/// Whether a line is the item after the one that the last block holds: its number is the next one.
fn counts_on(last: &Chunk, line: &Line, measure: &Measure) -> bool {
    let (Some(first), Some(before)) = (last.lines.first(), last.lines.last()) else { return false };
    let alike = !line.bold && !first.bold && (line.size - first.size).abs() < 0.05 * line.size;
    let near = line.y - before.y < 2.0 * measure.leading && (line.x0 - first.x0).abs() < 0.8 * line.size;
    matches!(last.kind, BlockKind::Paragraph | BlockKind::ListItem)
        && alike
        && near
        && item_number(&line.text).is_some_and(|own| item_number(&first.text).is_some_and(|number| number + 1 == own))
}

/// Whether a line is an item that a number opens: the one after the last such item, over what stands between, or the
/// first one behind a colon.
fn is_item(last: Option<&Chunk>, line: &Line, numbered: Option<(u32, f64)>, measure: &Measure) -> bool {
    let (Some(last), Some(own)) = (last, item_number(&line.text)) else { return false };
    let next = numbered.is_some_and(|(number, x0)| number + 1 == own && (line.x0 - x0).abs() < 0.8 * line.size);
    let announced = last.last_text().trim_end().ends_with(':');
    let first = own == 1 && announced && line.x0 > measure.left + 0.5 * line.size;
    let text = matches!(last.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Formula);
    text && !line.bold && (next || first) && line.size > 0.95 * measure.body_size
}

/// The number of a list's item: digits, a point or bracket, a space.
fn item_number(text: &str) -> Option<u32> {
    let (number, rest) = text.trim_start().split_once(['.', ')'])?;
    let counts = (1..=2).contains(&number.len()) && rest.starts_with(' ');
    number.parse().ok().filter(|_| counts)
}

/// Whether an indented line with symbols is the end of the paragraph or list item before it.
fn is_end_within(last: &Chunk, line: &Line, measure: &Measure) -> bool {
    let Some(before) = last.lines.last() else { return false };
    let first = last.lines.first().map_or(before.x0, |first| first.x0);
    let level = (line.x0 - before.x0).abs() < 0.3 * line.size
        || last.kind == BlockKind::ListItem
            && last.lines.len() == 1
            && line.x0 > first
            && line.x0 < first + 3.0 * line.size;
    let text = matches!(last.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Caption);
    let worded = line.text.split(|char: char| !char.is_alphabetic()).any(|word| word.chars().count() >= 3);
    text && level && worded && line.y - before.y < 1.2 * measure.leading
}

fn starts_block(last: &Chunk, line: &Line, kind: BlockKind, measure: &Measure) -> bool {
    let Some(before) = last.lines.last() else { return true };
    if before.float.is_some() {
        return true;
    }
    let gap = line.y - before.y;
    let size_differs = !is_as_large(line.size, before.size) && !shares_size(before, line);
    let same_kind = match (last.kind, kind) {
        (BlockKind::Table, BlockKind::Table)
        | (BlockKind::Formula, BlockKind::Formula)
        | (BlockKind::Code, BlockKind::Code) => {
            return gap > 3.0 * measure.leading;
        }
        (BlockKind::Caption | BlockKind::ListItem | BlockKind::Paragraph, BlockKind::Paragraph) => true,
        _ => false,
    };
    let note = line.size < 0.95 * measure.body_size && leads_note(&line.spans);
    let label = is_label(&line.text) && (is_label(last.first_text()) || !is_number_within(last, line, measure));
    if !same_kind || note || label {
        return true;
    }
    let tiny = line.text.chars().count() <= 3 && line.size < 0.85 * before.size;
    if tiny && gap < measure.leading {
        return false;
    }
    let leading = measure.leading.max(1.15 * line.size);
    let weight_differs = line.bold != before.bold && !ends_plain(before, line);
    let passes = breaks::passes_tall_signs(before, line, measure.left, measure.right) && gap < 2.2 * leading;
    if gap > 1.38 * leading && !passes || gap > 2.4 * line.size.max(before.size) || size_differs || weight_differs {
        return true;
    }
    let first = last.first_text();
    let titled = line.bold && (line.size > 1.05 * measure.body_size || is_numbered(first)) && last.lines.len() <= 3;
    if titled && !is_numbered(&line.text) && !before.text.trim_end().ends_with(['.', '?', '!']) {
        return false;
    }
    if names_keywords(&line.text)
        || is_numbered(&line.text) && (line.bold || line.italic && !before.italic)
        || opens_bold(before, line)
    {
        return true;
    }
    starts_paragraph(last, before, line, measure)
}

/// Whether a line begins with a bold label or run-in heading below the end of a sentence.
fn opens_bold(before: &Line, line: &Line) -> bool {
    let bold = line.spans.iter().take_while(|span| span.style.bold).last();
    let plain = !line.bold && before.spans.last().is_some_and(|span| !span.style.bold);
    let ended = || before.text.trim_end().ends_with(['.', '!', '?']);
    let label = |last: &Span| last.text.trim_end().ends_with(['.', ':']) || is_theorem(&line.text);
    plain && bold.is_some_and(|last| ended() && label(last))
}

/// Whether a bold line goes over to plain type before it ends, and the next one goes on so.
fn ends_plain(before: &Line, line: &Line) -> bool {
    let plain = before.spans.last().filter(|span| !span.style.bold);
    before.bold
        && !line.bold
        && plain.is_some_and(|span| span.text.chars().filter(|char| char.is_alphabetic()).count() > 1)
}

/// Whether a text ends with a sentence, not with the initial of a name.
fn ends_sentence(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).find(|word| !word.is_empty()).unwrap_or_default();
    last.ends_with(['.', '!', '?', '»', '”']) && last.chars().count() > 2
}

fn starts_paragraph(last: &Chunk, before: &Line, line: &Line, measure: &Measure) -> bool {
    let indent = line.x0 - measure.left;
    let earlier = before.x0 - measure.left;
    let em = line.size;
    let width = measure.right - measure.left;
    let short = before.x1 < measure.right - 0.12 * width;
    let ended = before.text.trim_end().ends_with(['.', '!', '?', ':', ';', '»', '”', ')']);
    let starts_high = line.text.chars().find(|char| char.is_alphanumeric()).is_some_and(|char| !char.is_lowercase());
    if measure.hanging {
        return indent < 0.4 * em && earlier > 0.5 * em && (ended || starts_high);
    }
    let steps_in = indent > 0.55 * em && indent < 4.0 * em && earlier < 0.4 * em;
    let listed = last.kind == BlockKind::ListItem;
    if listed && line.x0 < last.lines.first().map_or(0.0, |first| first.x0) - 0.5 * em {
        return true;
    }
    let stops = measure.justified && before.x1 < measure.right - em && ends_sentence(&before.text);
    (steps_in && !listed && last.lines.len() > 1 || steps_in && !listed && starts_high && (ended || short))
        || (short && ended || stops) && starts_high && indent.abs() < 0.4 * em
}
