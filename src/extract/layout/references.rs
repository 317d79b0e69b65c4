//! The bibliography, one block an entry.
//!
//! Bibliographies mark their entries in different ways: labels, numbers, hanging or first-line indents, wider gaps,
//! or nothing but a name at the start of a line. Each way proposes where entries start; the proposal whose entries
//! look most like references is taken for the whole bibliography.

use std::cell::OnceCell;
use std::sync::LazyLock;

use crate::extract::pattern::Regex;

use super::blocks::{Chunk, is_label};
use super::line::Line;
use super::{LaidPage, median, number};
use crate::domain::extraction::BlockKind;

/// A name as bibliographies start with: "Surname, A.", "SURNAME A.", "A. Surname", "Surname, Given", "Given Surname,".
static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // Ranges, not Unicode classes: their tables cost more to compile than all bibliographies to read.
    let upper = "[A-ZÀ-ÖØ-ÞŒŠŽČŁ]";
    let word = &format!(r"{upper}[A-Za-zÀ-ɏ'’‐-]+");
    let initials = &format!(r"{upper}(?:[a-z]?\.|(?-u:\b))(?:[ -]?{upper}\.)*");
    let particles = r"(?:(?:de|van|von|der|den|du|la|le|da|di|dos|el|al|ten|ter) +|[dlDL]['’]|[EeAa]l-)*";
    let words = &format!("{word}(?: {word})*");
    let after = &format!(r"(?:[,.;&(:]| and | et | +{upper})");
    Regex::new(&format!(
        r"^(?:{particles}{words},? +{initials}|{initials} *{particles}{word}|{particles}{words}, +{word}|{word}(?: {initials})?(?: {particles}{word})+{after}|{word} *(?:&|et al)|{upper}[^()]*\((?:19|20)[0-9][0-9]|[—–_-][—–_-])"
    ))
    .ok()
});
fn is(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// Words that start a line within an entry, though they look like names.
const WITHIN: [&str; 12] = [
    "In",
    "In:",
    "Dans",
    "Proceedings",
    "Proc.",
    "Thèse",
    "PhD",
    "Springer",
    "Actes",
    "Revue",
    "Journal",
    "University",
];

/// A line of the bibliography and where it stands.
struct Entry {
    line: Line,
    /// Place of its block among all blocks of the document that the bibliography holds.
    block: usize,
    /// How far it stands in from the left edge of its column, in points.
    indent: f64,
    /// Distance from the line above in its column.
    gap: Option<f64>,
    signs: Signs,
    /// Whether it starts with a name, which takes long to tell and is asked of few lines.
    named: OnceCell<bool>,
}

impl Entry {
    fn is_named(&self) -> bool {
        *self.named.get_or_init(|| is_name(&self.line.text))
    }
}

/// What the text of a line looks like.
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own; none excludes another")]
struct Signs {
    labelled: bool,
    number: Option<u32>,
    numbered: bool,
    dated: bool,
    /// Whether it can be the last of an entry.
    ends: bool,
}

impl Signs {
    fn of(text: &str) -> Self {
        let number = number_of(text);
        Self { labelled: is_label(text), numbered: number.is_some(), number, dated: is_dated(text), ends: is_end(text) }
    }
}

/// Splits every block that was marked as part of the bibliography into its entries.
pub(super) fn split(pages: &mut [LaidPage]) {
    let mut blocks: Vec<&mut Chunk> =
        pages.iter_mut().flat_map(|page| &mut page.chunks).filter(|chunk| chunk.kind == BlockKind::Reference).collect();
    let lines = collect(&mut blocks);
    let starts = best(&lines);
    let mut parts: Vec<Vec<Chunk>> = blocks.iter().map(|_| Vec::new()).collect();
    let mut before: Option<usize> = None;
    for (entry, starts) in lines.into_iter().zip(starts) {
        let Some((part, block)) = parts.get_mut(entry.block).zip(blocks.get(entry.block)) else { continue };
        let goes_on = !starts && before.is_some();
        match part.last_mut() {
            Some(last) if goes_on => last.lines.push(entry.line),
            _ => {
                let mut chunk = Chunk::new(BlockKind::Reference, vec![entry.line], block.angle);
                chunk.left = block.left;
                chunk.opens_column = block.opens_column && part.is_empty();
                chunk.continues = goes_on;
                part.push(chunk);
            }
        }
        before = Some(entry.block);
    }
    let mut parts = parts.into_iter();
    for page in pages {
        let chunks = std::mem::take(&mut page.chunks);
        for chunk in chunks {
            match chunk.kind {
                BlockKind::Reference => take_over(&mut page.chunks, parts.next().unwrap_or_default()),
                _ => page.chunks.push(chunk),
            }
        }
    }
}

/// Adds the entries of a block; what goes on from the block above it in the same column is joined to it.
fn take_over(chunks: &mut Vec<Chunk>, entries: Vec<Chunk>) {
    for entry in entries {
        match chunks.last_mut() {
            Some(last) if entry.continues && !entry.opens_column && last.kind == BlockKind::Reference => {
                last.lines.extend(entry.lines);
            }
            _ => chunks.push(entry),
        }
    }
}

/// Takes the lines out of the blocks, each with its place in its column.
fn collect(blocks: &mut [&mut Chunk]) -> Vec<Entry> {
    let mut columns: Vec<Vec<Entry>> = Vec::new();
    for (place, block) in blocks.iter_mut().enumerate() {
        let below = columns.last().and_then(|column| column.last()).is_some_and(|last: &Entry| {
            let first = block.lines.first().map_or(0.0, |line| line.y);
            first > last.line.y && last.line.x0 < block.lines.iter().map(|line| line.x1).fold(0.0, f64::max)
        });
        if block.opens_column || !below {
            columns.push(Vec::new());
        }
        let Some(column) = columns.last_mut() else { continue };
        for line in std::mem::take(&mut block.lines) {
            let gap = column.last().map(|last| line.y - last.line.y);
            let signs = Signs::of(&line.text);
            column.push(Entry { line, block: place, indent: 0.0, gap, signs, named: OnceCell::new() });
        }
    }
    for column in &mut columns {
        let left = column.iter().map(|entry| entry.line.x0).fold(f64::INFINITY, f64::min);
        for entry in column {
            entry.indent = entry.line.x0 - left;
        }
    }
    columns.into_iter().flatten().collect()
}

/// Where entries start, by the way of marking them that explains the lines best.
fn best(lines: &[Entry]) -> Vec<bool> {
    let ways = [
        (labelled(lines), 0.15),
        (numbered(lines), 0.15),
        (hanging(lines), 0.1),
        (spaced(lines), 0.08),
        (first_indent(lines), 0.03),
        (Some(named(lines)), 0.0),
    ];
    let found = ways.into_iter().filter_map(|(starts, sure)| Some((starts?, sure)));
    let scored = found.map(|(starts, sure)| (score(lines, &starts) + sure, starts));
    let best = scored.reduce(|best, next| if next.0 > best.0 + 0.01 { next } else { best });
    let mut starts = best.map_or_else(|| vec![false; lines.len()], |(_, starts)| starts);
    if let Some(first) = starts.first_mut() {
        *first = true;
    }
    starts
}

fn labelled(lines: &[Entry]) -> Option<Vec<bool>> {
    let starts: Vec<bool> = lines.iter().map(|entry| entry.signs.labelled).collect();
    starts.first().copied().unwrap_or_default().then_some(starts)
}

/// Entries whose numbers count up.
fn numbered(lines: &[Entry]) -> Option<Vec<bool>> {
    let mut last: Option<u32> = None;
    let mut found = 0;
    let starts = lines.iter().map(|entry| {
        let own = entry.signs.number;
        let follows = match (own, last) {
            (Some(own), Some(last)) => own > last && own <= last + 4,
            (Some(own), None) => own <= 1,
            (None, _) => false,
        };
        if follows {
            last = own;
            found += 1;
        }
        follows
    });
    let starts: Vec<bool> = starts.collect();
    (found > 0 && starts.iter().position(|starts| *starts)? <= 1).then_some(starts)
}

/// Entries whose first line hangs out to the left.
fn hanging(lines: &[Entry]) -> Option<Vec<bool>> {
    let em = median(lines.iter().map(|entry| entry.line.size).collect());
    let inner = lines.iter().filter(|entry| entry.indent > 0.45 * em).count();
    (inner > 0).then(|| lines.iter().map(|entry| entry.indent <= 0.45 * em).collect())
}

/// Entries whose first line is indented.
fn first_indent(lines: &[Entry]) -> Option<Vec<bool>> {
    Some(hanging(lines)?.into_iter().map(|out| !out).collect())
}

/// Entries parted by wider gaps than their lines.
fn spaced(lines: &[Entry]) -> Option<Vec<bool>> {
    let mut gaps: Vec<f64> = lines.iter().filter_map(|entry| entry.gap).filter(|gap| *gap > 2.0).collect();
    gaps.sort_by(f64::total_cmp);
    let leading = *gaps.get(gaps.len() / 4)?;
    let opens = |(place, entry): (usize, &Entry)| match entry.gap {
        Some(gap) => gap > 1.12 * leading + 0.4,
        None => opens_by_name(lines, place),
    };
    Some(lines.iter().enumerate().map(opens).collect())
}

/// Entries told by the name that they start with and the end of the entry above.
fn named(lines: &[Entry]) -> Vec<bool> {
    (0..lines.len()).map(|place| opens_by_name(lines, place)).collect()
}

fn opens_by_name(lines: &[Entry], place: usize) -> bool {
    let above = place.checked_sub(1).and_then(|above| lines.get(above));
    let year_near = lines.iter().skip(place).take(5).any(|entry| entry.signs.dated);
    year_near && above.is_none_or(|above| above.signs.ends) && lines.get(place).is_some_and(Entry::is_named)
}

/// The number that a line starts with, as entries do: "[12] Tremblay", "12. Tremblay", "12 Tremblay".
fn number_of(text: &str) -> Option<u32> {
    let inner = text.strip_prefix(['[', '(']).unwrap_or(text);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    // Of a longer number none of the first digits is followed by what must follow.
    let (number, rest) = inner.split_at_checked(digits).filter(|_| (1..=3).contains(&digits))?;
    let spaced = rest.trim_start_matches(' ');
    let after = match spaced.strip_prefix(['.', ')', ']']) {
        _ if spaced.len() < rest.len() => spaced,
        stopped => stopped?.trim_start_matches(' '),
    };
    if after.starts_with(|char: char| char.is_ascii_digit()) { None } else { number.parse().ok() }
}

/// What tells a reference besides a year.
const SIGNS_OF_DATE: [&str; 10] = [
    "http://",
    "https://",
    "In press",
    "in press",
    "Sous presse",
    "sous presse",
    "To appear",
    "to appear",
    "Forthcoming",
    "forthcoming",
];

/// Whether a line has a year (from 1500 to 2099, with a letter perhaps), an address or a DOI, or says that it will.
fn is_dated(text: &str) -> bool {
    has_year_or_doi(text.as_bytes())
        || SIGNS_OF_DATE.iter().any(|sign| text.contains(sign))
        || text.contains(" para")
            && ["à paraitre", "à paraître", "À paraitre", "À paraître"].iter().any(|sign| text.contains(sign))
}

fn has_year_or_doi(text: &[u8]) -> bool {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let mut before = false;
    for (place, byte) in text.iter().enumerate() {
        let starts = !before && matches!(byte, b'1' | b'2');
        before = is_word(byte);
        if !starts {
            continue;
        }
        match text.get(place..).unwrap_or_default() {
            [b'1', b'0', b'.', a, b, c, d, ..] if [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()) => return true,
            [b'1', b'5'..=b'9', c, d, after @ ..] | [b'2', b'0', c, d, after @ ..]
                if c.is_ascii_digit() && d.is_ascii_digit() =>
            {
                let after = match after {
                    [b'a'..=b'z', after @ ..] => after,
                    _ => after,
                };
                if !after.first().is_some_and(is_word) {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

fn is_name(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    !WITHIN.contains(&first) && is(&NAME, text)
}

/// Whether a line can be the last of an entry.
fn is_end(text: &str) -> bool {
    let text = text.trim_end();
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    if ends_in_address(text) {
        return true;
    }
    let initial = last.ends_with('.')
        && last.trim_end_matches('.').chars().count() < 2
        && !last.starts_with(|char: char| char.is_ascii_digit());
    !initial
        && (text.ends_with(['.', ')', ']', '>', '»', '”', '/']) || text.ends_with(|char: char| char.is_ascii_digit()))
}

fn ends_in_address(text: &str) -> bool {
    let last = text.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    last.contains("://") || last.starts_with("10.") || last.ends_with("https:")
}

/// How much the entries look like references, at most 1.
fn score(lines: &[Entry], starts: &[bool]) -> f64 {
    let mut entries: Vec<Vec<&Entry>> = Vec::new();
    for (entry, starts) in lines.iter().zip(starts) {
        match entries.last_mut() {
            Some(last) if !starts => last.push(entry),
            _ => entries.push(vec![entry]),
        }
    }
    let total: f64 = entries.iter().map(|entry| score_entry(entry)).sum();
    total / number(entries.len().max(1))
}

fn score_entry(lines: &[&Entry]) -> f64 {
    let first = lines.first().map_or("", |entry| entry.line.text.as_str());
    let last = lines.last().map_or("", |entry| entry.line.text.as_str());
    let length: usize = lines.iter().map(|entry| entry.line.text.chars().count()).sum();
    let opens = if lines.first().is_some_and(|it| it.signs.labelled || it.signs.numbered || it.is_named()) {
        0.35
    } else if first.starts_with(|char: char| char.is_uppercase() || "«“\"‘".contains(char)) {
        0.2
    } else {
        0.0
    };
    let dated = if lines.iter().any(|entry| entry.signs.dated) { 0.25 } else { 0.0 };
    let in_address = lines.iter().rev().nth(1).is_some_and(|above| ends_in_address(&above.line.text));
    let ended =
        if lines.last().is_some_and(|entry| entry.signs.ends) || in_address && !last.contains(' ') { 0.2 } else { 0.0 };
    let sized = match length {
        35..=450 => 0.2,
        20..=700 => 0.1,
        _ => 0.0,
    };
    let inner = lines.windows(2).filter(|pair| match pair {
        [above, below] => above.signs.ends && below.is_named(),
        _ => false,
    });
    opens + dated + ended + sized - 0.15 * number(inner.count().min(4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_entries_are_told() {
        let numbers = ["[12] Neige", "(3)Neige", "7. Neige", "12  Neige", "4.", "5 ", "[6 .5"].map(number_of);
        assert_eq!(numbers, [12, 3, 7, 12, 4, 5, 6].map(Some));
        assert_eq!(["1234. Neige", "12.5", "12 5", "Neige", "[a]", "12Neige", ""].map(number_of), [None; 7]);
    }

    #[test]
    fn years_addresses_and_words_date_an_entry() {
        for text in
            ["(2019a).", "1500-", "Québec, 2020", "doi:10.5555/x", "http://x", "à paraître", "In press", "é1999é"]
        {
            assert!(is_dated(text), "{text}");
        }
        for text in ["1499", "2100", "12019", "2019ab", "a2019", "110.5555", "10.555", "paraître", ""] {
            assert!(!is_dated(text), "{text}");
        }
    }
}
