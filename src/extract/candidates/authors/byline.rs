//! The lines under the title: which hold names, which affiliations.

use super::address::{before_address, begins_open, ends_open, looks_like_address};
use super::imprint::is_imprint;
use super::list::{breaks_name, goes_on, is_inverted_single, names_of};
use super::marks::{CLOSE, Cell, OPEN, SIGNS, cells, marked_parts};
use crate::domain::extraction::BlockKind;
use crate::domain::{Affiliation, Person};
use crate::extract::candidates::abstracts::opens_abstract;
use crate::extract::candidates::affiliations::{affiliation, is_affiliation};
use crate::extract::candidates::front::{Front, FrontBlock};
use crate::extract::language;
use crate::extract::layout::{Line, WIDE_SPACE};

/// Longest running text, in characters, that still can be an affiliation or a note under the names.
const LONGEST_NOTE: usize = 400;

/// Longest block of names with their affiliations and addresses.
const LONGEST_PLACES: usize = 2_500;

/// Characters of a line that is full, in an affiliation that goes on below.
const FULL_LINE: usize = 60;

/// Most words of the name of a place of work that is known by its mark alone.
const LONGEST_NAME: usize = 8;

/// An author found and the marks behind the name.
pub(super) struct Found {
    pub(super) person: Person,
    pub(super) marks: Vec<String>,
    /// Which run of names the author belongs to.
    pub(super) group: usize,
    /// The cell that the name stands in.
    pub(super) cell: Cell,
}

/// An affiliation, the marks before it, and the run of names it stands below.
pub(super) struct Place {
    pub(super) affiliation: Affiliation,
    pub(super) marks: Vec<String>,
    pub(super) group: usize,
    /// The text as far as it was read.
    printed: String,
    /// The cell it begins in; none for those of notes.
    pub(super) cell: Option<Cell>,
}

impl Place {
    fn new(printed: &str, marks: Vec<String>, group: usize, cell: Option<Cell>) -> Self {
        Self { affiliation: affiliation(printed), marks, group, printed: printed.to_owned(), cell }
    }

    /// Takes along the next line.
    fn go_on(&mut self, next: &str) {
        match self.printed.strip_suffix('-') {
            Some(word) if next.starts_with(char::is_lowercase) => self.printed.truncate(word.len()),
            _ => self.printed.push(' '),
        }
        self.printed.push_str(next);
        self.affiliation = affiliation(&self.printed);
    }
}

/// What the lines under the title gave.
#[derive(Default)]
pub(super) struct Byline {
    pub(super) found: Vec<Found>,
    pub(super) places: Vec<Place>,
    pub(super) rest: String,
    pub(super) first_line: String,
    pub(super) page: u32,
    /// Whether names are printed as `FAMILY, Given`.
    inverted: bool,
    /// Cells under the names that hold no name.
    others: Vec<Cell>,
    /// Whether each name stands on a line with its place of work.
    paired: bool,
    /// Whether the last row was a full line that ended within an affiliation.
    open: bool,
}

/// A line, the type size of its block, and its cells.
struct Row<'l> {
    line: &'l Line,
    block_size: f64,
    cells: Vec<Cell>,
}

/// Reads the lines between the title and the body, or above the title when none below it holds a name.
pub(super) fn read(front: &Front<'_>) -> Byline {
    let page = front.title_page();
    let mut byline = Byline { page, ..Byline::default() };
    let below: Vec<&FrontBlock<'_>> =
        front.blocks.iter().skip(front.title.end).filter(|block| block.page >= page).collect();
    let rows = collect(&mut byline, &below, page);
    read_rows(&mut byline, rows);
    let on_page = |block: &&FrontBlock<'_>| block.page == page;
    if byline.found.is_empty() && !front.title.is_empty() {
        let above = front.blocks.iter().take(front.title.start).filter(on_page);
        let lines = above.filter(|block| is_flowing(block) && block.text.chars().count() < LONGEST_NOTE);
        let rows = lines.flat_map(|block| block.chunk.lines.iter().map(|line| row(line, block.chunk.size())));
        let rows: Vec<Row<'_>> =
            rows.filter(|row| row.cells.iter().any(|cell| !names_of(&cell.text).is_empty())).collect();
        read_rows(&mut byline, rows);
    }
    for block in front.blocks.iter().filter(on_page).filter(|block| block.chunk.kind == BlockKind::Footnote) {
        read_note(&mut byline, &block.text);
    }
    if byline.places.is_empty() {
        let above = front.blocks.iter().take(front.title.start).filter(on_page);
        let places = above.filter(|block| block.chunk.lines.len() <= 2 && affiliation(&block.text).ror.is_some());
        byline.places.extend(places.map(|block| Place::new(&block.text, Vec::new(), 1, None)));
    }
    let ids = front.blocks.iter().filter(on_page).filter(|block| block.text.contains("000"));
    for block in ids.filter(|block| block.text.to_lowercase().contains("orcid")) {
        note(&mut byline, &block.text);
    }
    byline
}

fn is_flowing(block: &FrontBlock<'_>) -> bool {
    matches!(block.chunk.kind, BlockKind::FrontMatter | BlockKind::Heading(_) | BlockKind::Paragraph)
}

/// The rows of the blocks under the title that can belong to the byline; notes are kept as they come.
fn collect<'l>(byline: &mut Byline, blocks: &[&FrontBlock<'l>], page: u32) -> Vec<Row<'l>> {
    let mut rows: Vec<Row<'l>> = Vec::new();
    let mut names_seen = false;
    for block in blocks {
        // The last names of a list that goes on over the page are few.
        let ends_list = rows.last().zip(block.chunk.lines.first()).is_some_and(|(row, line)| {
            let next = cells(line);
            row.cells.last().zip(next.first()).is_some_and(|(open, next)| breaks_name(&open.text, &next.text))
        });
        let list = is_list_of_names(&block.text) || ends_list;
        if block.page > page && !(names_seen && list && block.page == page + 1) {
            break;
        }
        match block.chunk.kind {
            BlockKind::Title | BlockKind::RunningHead | BlockKind::PageNumber => {}
            BlockKind::Footnote if !rows.is_empty() => note(byline, &block.text),
            _ if is_imprint(&block.text) => {}
            _ if opens_abstract(&block.text) => break,
            BlockKind::Heading(_) if is_section(&block.text) => break,
            BlockKind::FrontMatter | BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::Table
                if list || is_short(&block.text) =>
            {
                names_seen |= list;
                rows.extend(block.chunk.lines.iter().map(|line| row(line, block.chunk.size())));
            }
            BlockKind::FrontMatter if is_note(&block.text) => note(byline, &block.text),
            _ => break,
        }
    }
    rows
}

fn row(line: &Line, block_size: f64) -> Row<'_> {
    Row { line, block_size, cells: cells(line) }
}

/// Keeps a text in which addresses and iD may stand.
fn note(byline: &mut Byline, text: &str) {
    byline.rest.push_str(text);
    byline.rest.push('\n');
}

/// Whether a heading opens the body.
fn is_section(text: &str) -> bool {
    let lower = text.to_lowercase();
    let first = lower.trim_start_matches(|char: char| !char.is_alphabetic());
    ["introduction", "summary", "highlights", "sommaire", "table des", "contents"]
        .iter()
        .any(|word| first.starts_with(word))
}

/// Whether a block reads as one long list of names.
fn is_list_of_names(text: &str) -> bool {
    let commas = text.matches([',', ';']).count();
    let words = text.split_whitespace().count();
    let high = text.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
    let least = if ends_sentence(text) { 8 } else { 3 };
    commas >= least && commas * 6 >= words && high * 10 >= words * 7
}

/// Whether a full stop stands behind a word, not behind an initial.
fn ends_sentence(text: &str) -> bool {
    let stopped = text.split_whitespace().filter_map(|word| word.strip_suffix('.'));
    stopped.into_iter().any(|word| word.chars().filter(|char| char.is_alphabetic()).count() > 2)
}

/// Whether a block can belong to the byline: not a paragraph of running text.
fn is_short(text: &str) -> bool {
    let chars = text.chars().count();
    let holds_places = text.contains('@') || is_affiliation(text);
    (chars < LONGEST_NOTE || chars < LONGEST_PLACES && holds_places) && !is_prose(text)
}

fn is_note(text: &str) -> bool {
    text.chars().count() < 3_000 && (text.contains('@') || text.to_lowercase().contains("orcid") || !is_prose(text))
}

/// Whether a text is made of sentences.
fn is_prose(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let low = text.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    words > 25 && low * 10 > words * 6 && language::of_block(text).is_some()
}

/// Reads the rows: names, or what stands below names.
fn read_rows(byline: &mut Byline, rows: Vec<Row<'_>>) {
    let mut group = byline.found.iter().map(|found| found.group).max().unwrap_or_default();
    let mut in_names = false;
    for Row { line, block_size, cells } in joined(rows) {
        for cell in cells {
            let acronym = !byline.found.is_empty() && !byline.inverted && is_inverted_single(&cell.text);
            let named = if acronym { Vec::new() } else { names_of(&cell.text) };
            byline.inverted |= byline.found.is_empty() && is_inverted_single(&cell.text);
            if named.is_empty()
                && (byline.paired || byline.found.is_empty())
                && let Some((person, place)) = name_and_place(&cell.text, byline.places.is_empty())
            {
                group += 1;
                byline.paired = true;
                if byline.first_line.is_empty() {
                    byline.first_line.clone_from(&line.text);
                }
                byline.places.push(Place::new(&place, Vec::new(), group, None));
                byline.found.push(Found { person, marks: Vec::new(), group, cell });
                in_names = false;
                continue;
            }
            let aside = cell.size < 0.8 * block_size && !byline.found.is_empty();
            if named.is_empty() || aside || !in_names && is_set_otherwise(byline, &cell) {
                in_names = false;
                for part in cell.text.split(WIDE_SPACE) {
                    keep_other(byline, part, group, &cell);
                }
                if !byline.found.is_empty() {
                    byline.others.push(cell);
                }
                continue;
            }
            group += usize::from(!in_names);
            in_names = true;
            byline.open = false;
            if byline.first_line.is_empty() {
                byline.first_line.clone_from(&line.text);
            }
            let found = named.into_iter().map(|named| Found {
                person: named.person,
                marks: named.marks,
                group,
                cell: cell.clone(),
            });
            byline.found.extend(found);
        }
    }
}

/// The author and the place of work of a line that gives both: `Ana ROY, Université Laval`. The first such line has the words
/// of institutions.
fn name_and_place(text: &str, first: bool) -> Option<(Person, String)> {
    let (name, place) = text.split_once(", ")?;
    let told = is_affiliation(place) || !first && place.starts_with(char::is_uppercase);
    let plain = !text.contains([OPEN, '@', ';']) && !is_affiliation(name) && place.chars().count() < LONGEST_NOTE;
    match names_of(name).as_mut_slice() {
        [one] if told && plain && one.marks.is_empty() => Some((one.person.clone(), place.to_owned())),
        _ => None,
    }
}

/// Whether a cell below names is set in the type of what stands there and not in that of the names.
fn is_set_otherwise(byline: &Byline, cell: &Cell) -> bool {
    let Some(first) = byline.found.first() else { return false };
    let telling = byline.others.iter().any(|other| !other.is_set_like(&first.cell));
    telling && !cell.is_set_like(&first.cell)
}

/// Rows in which a line that ends within a list of names has taken the next one along.
fn joined(rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    let mut out: Vec<Row<'_>> = Vec::new();
    for row in rows {
        let same_block = out.last().is_some_and(|last| (last.block_size - row.block_size).abs() < 0.01);
        match (out.last_mut().map(|last| last.cells.as_mut_slice()), row.cells.as_slice()) {
            (Some([open]), [cell]) if same_block && goes_on(&open.text) || breaks_name(&open.text, &cell.text) => {
                open.text.push(' ');
                open.text.push_str(&cell.text);
            }
            _ => out.push(row),
        }
    }
    out
}

/// Keeps an affiliation, several of them when their marks part them, or any other text.
fn keep_other(byline: &mut Byline, text: &str, group: usize, cell: &Cell) {
    let plain: String = text.chars().filter(|char| !matches!(*char, OPEN | CLOSE)).collect();
    note(byline, &plain);
    let goes_on = byline.open;
    byline.open = false;
    for (part, (name, marks)) in marked_parts(text).into_iter().enumerate() {
        let name = name.trim().trim_end_matches('(').to_owned();
        let name = before_address(&name);
        // The marks of the affiliations show where the next one begins: until then, one goes on over full lines.
        if part == 0 && goes_on && marks.is_empty() && !name.is_empty() {
            let open = byline.places.last_mut();
            if let Some(place) = open.filter(|place| place.cell.as_ref().is_some_and(|above| above.is_set_like(cell))) {
                place.go_on(name);
                byline.open = is_full(text);
                continue;
            }
        }
        byline.open = false;
        if (is_affiliation(name) || is_marked_name(byline, name, &marks)) && name.chars().count() < 300 {
            byline.open = !marks.is_empty() && is_full(text);
            byline.places.push(Place::new(name, marks, group, Some(cell.clone())));
            continue;
        }
        let low = part == 0 && marks.is_empty() && begins_open(name);
        let goes_on = marks.is_empty() && (low || looks_like_address(name));
        let above = byline.places.iter_mut().rev().find(|place| {
            place.group == group && place.cell.as_ref().is_none_or(|place| place.is_above_or_below(cell))
        });
        if let (true, Some(place)) = (goes_on, above) {
            if low || ends_open(&place.printed) {
                place.go_on(name);
                continue;
            }
            place.printed = format!("{}, {name}", place.affiliation.name);
            place.affiliation = affiliation(&place.printed);
        }
    }
}

/// Whether a line is as long as those of running text, so that what it says goes on below.
fn is_full(text: &str) -> bool {
    text.chars().count() > FULL_LINE && !text.trim_end().ends_with('.') && !text.contains('@')
}

/// Whether a text without the words of institutions is an affiliation by its mark, which authors bear: a name.
fn is_marked_name(byline: &Byline, text: &str, marks: &[String]) -> bool {
    let borne = |mark: &String| {
        mark.chars().all(|char| char.is_ascii_alphanumeric())
            && byline.found.iter().any(|author| author.marks.contains(mark))
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let high = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    !marks.is_empty()
        && marks.iter().all(borne)
        && (1..=LONGEST_NAME).contains(&words.len())
        && text.starts_with(char::is_uppercase)
        && text.chars().filter(|char| char.is_alphabetic()).count() > 1
        && high * 2 > words.len()
        && !text.contains(['@', ':'])
        && names_of(text).len() < 2
}

/// Reads a note at the foot of the page whose parts begin with the signs behind the names.
fn read_note(byline: &mut Byline, text: &str) {
    for (start, sign) in text.char_indices().filter(|(_, char)| SIGNS.contains(*char)) {
        let part = text.get(start + sign.len_utf8()..).unwrap_or_default();
        let part = part.split(|char| SIGNS.contains(char)).next().unwrap_or_default();
        let place = part.split(". ").next().unwrap_or_default();
        let mark = sign.to_string();
        let Some(author) = byline.found.iter().find(|found| found.marks.contains(&mark)) else { continue };
        let named = format!("{} {part}", author.person.family);
        note(byline, &named);
        if is_affiliation(place) {
            byline.places.push(Place::new(place, vec![mark], 0, None));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_and_lists_of_names_are_told_apart() {
        let prose = "We study how river ice forms along a populated shore during three winters and compare the hourly \
                     readings from forty gauges with what residents noted in their diaries, as far as they kept them.";
        assert!(is_prose(prose) && !is_short(prose) && !is_list_of_names(prose));
        let names = "Ana Tremblay1, Léo Côté2, Joaquim D. Garcia1, Wei Zhang3, Sofía García-López3, Björn Öberg1";
        assert!(is_list_of_names(names) && is_short(names));
    }

    #[test]
    fn marks_part_affiliations_on_one_line() {
        let parts = marked_parts("⟦1⟧Université Laval, G⟦1⟧V ⟦0⟧A⟦6⟧; ⟦2⟧ McGill University");
        let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).filter(|name| !name.is_empty()).collect();
        assert_eq!(names, ["Université Laval, G1V 0A6; ", "McGill University"]);
    }
}
