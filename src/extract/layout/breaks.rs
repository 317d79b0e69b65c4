//! Lines that end where the next word had room: terms with their meanings, program text, verse. Each is a paragraph.

use super::LaidPage;
use super::blocks::Chunk;
use super::line::Line;
use super::number;
use super::steps::split;
use crate::domain::extraction::BlockKind;

/// Room behind the next word, in parts of the type size, that no ragged line leaves.
const ROOM: f64 = 2.5;
/// Width of a space, in parts of the type size.
const SPACE: f64 = 0.3;
/// How far from the right edge full lines may end, in parts of the type size.
const FLUSH: f64 = 0.6;
/// Breaks of a block that are made on purpose.
const LEAST_BREAKS: usize = 2;
const LEAST_SHARE: f64 = 0.6;
/// Lines of a paragraph that tells how wide its column is.
const LEAST_LINES: usize = 3;
/// Distance in points up to which blocks begin at the same place.
const SAME_LEFT: f64 = 2.0;

/// Parts the paragraphs whose lines are broken on purpose. The first page is left as it is: names and addresses stand so.
pub(super) fn part(pages: &mut [LaidPage]) {
    for page in pages.iter_mut().skip(1) {
        let rights: Vec<Option<f64>> = page.chunks.iter().map(|chunk| column_right(chunk, &page.chunks)).collect();
        let chunks = std::mem::take(&mut page.chunks);
        page.chunks = chunks.into_iter().zip(rights).flat_map(|(chunk, right)| parts(chunk, right)).collect();
    }
}

/// The right edge of the column of a block: that of paragraphs of several lines which begin where it does.
fn column_right(chunk: &Chunk, chunks: &[Chunk]) -> Option<f64> {
    if chunk.kind != BlockKind::Paragraph || chunk.lines.len() <= LEAST_BREAKS {
        return None;
    }
    let beside = chunks.iter().filter(|other| {
        other.kind == BlockKind::Paragraph
            && other.lines.len() >= LEAST_LINES
            && other.angle == chunk.angle
            && (other.left - chunk.left).abs() < SAME_LEFT
    });
    beside.flat_map(|other| &other.lines).map(|line| line.x1).reduce(f64::max)
}

fn parts(chunk: Chunk, right: Option<f64>) -> Vec<Chunk> {
    let own = chunk.tagged.is_none() && chunk.area.is_none() && !is_justified(&chunk) && split(&chunk).is_none();
    let Some(right) = right.filter(|_| own) else { return vec![chunk] };
    let breaks: Vec<bool> = chunk
        .lines
        .windows(2)
        .map(|pair| match pair {
            [line, next] => is_forced(line, next, right),
            _ => false,
        })
        .collect();
    let forced = breaks.iter().filter(|forced| **forced).count();
    if forced < LEAST_BREAKS || number(forced) < LEAST_SHARE * number(breaks.len()) {
        return vec![chunk];
    }
    let mut parts: Vec<Chunk> = Vec::new();
    let rest = Chunk { lines: Vec::new(), opens_column: false, ..chunk.clone() };
    for (line, opens) in chunk.lines.into_iter().zip([true].into_iter().chain(breaks)) {
        match parts.last_mut() {
            Some(last) if !opens => last.lines.push(line),
            _ => {
                let opens_column = parts.is_empty() && chunk.opens_column;
                parts.push(Chunk { lines: vec![line], opens_column, ..rest.clone() });
            }
        }
    }
    parts
}

/// Whether most lines end at the same place, as those beside a figure do that is set into the text.
fn is_justified(chunk: &Chunk) -> bool {
    let right = chunk.lines.iter().map(|line| line.x1).fold(f64::NEG_INFINITY, f64::max);
    let full = |line: &&Line| line.x1 > right - FLUSH * line.size;
    let before_last = chunk.lines.len().saturating_sub(1);
    chunk.lines.iter().take(before_last).filter(full).count() * 2 > before_last
}

/// Whether the first word of the next line had room on a line.
fn is_forced(line: &Line, next: &Line, right: f64) -> bool {
    let chars = next.text.chars().count().max(1);
    let first = next.text.split_whitespace().next().map_or(0, |word| word.chars().count());
    let word = (next.x1 - next.x0) * number(first) / number(chars);
    let level = (line.x0 - next.x0).abs() < 0.5 * line.size;
    level
        && line.float.is_none()
        && !line.text.ends_with(['-', '\u{ad}'])
        && line.x1 + SPACE * line.size + word < right - ROOM * line.size
}

/// Signs that stand higher than a line of text.
const TALL: [char; 9] = ['∫', '∮', '∑', '∏', '⋃', '⋂', '√', '⨁', '⨂'];

/// Whether a sentence goes on from a full line to the next one, which tall signs of one of them have moved away.
pub(super) fn passes_tall_signs(before: &Line, line: &Line, left: f64, right: f64) -> bool {
    let em = line.size.max(before.size);
    let tall = |line: &Line| line.text.contains(TALL) || line.spans.iter().any(|span| span.size > 1.25 * line.size);
    let open = before.text.trim_end().ends_with(|char: char| !matches!(char, '.' | ':' | '!' | '?'));
    let full = before.x1 > right - 1.5 * em && before.x0 < left + 2.0 * em;
    let low = line.text.starts_with(|char: char| char.is_lowercase() || matches!(char, '[' | '('));
    (tall(before) || tall(line)) && open && full && low && (line.x0 - left).abs() < 0.5 * em
}
