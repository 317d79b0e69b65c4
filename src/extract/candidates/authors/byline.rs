//! The lines under the title: which hold names, which affiliations.

use super::marks::{CLOSE, OPEN, SIGNS, cells, split_outside, split_signs, take_marks};
use crate::domain::extraction::BlockKind;
use crate::domain::{Affiliation, Person};
use crate::extract::candidates::affiliations::{affiliation, is_affiliation};
use crate::extract::candidates::front::Front;
use crate::extract::candidates::names::{is_name, is_particle, parse};
use crate::extract::layout::{Line, WIDE_SPACE};

/// An author found and the marks behind the name.
pub(super) struct Found {
    pub(super) person: Person,
    pub(super) marks: Vec<String>,
    /// Which run of names the author belongs to.
    pub(super) group: usize,
}

/// An affiliation, the marks before it, and the run of names it stands below.
pub(super) struct Place {
    pub(super) affiliation: Affiliation,
    pub(super) marks: Vec<String>,
    pub(super) group: usize,
}

/// A line, the type size of its block, and its cells with their sizes.
type Row<'l> = (&'l Line, f64, Vec<(String, f64)>);

/// What the lines under the title gave.
#[derive(Default)]
pub(super) struct Byline {
    pub(super) found: Vec<Found>,
    pub(super) places: Vec<Place>,
    pub(super) rest: String,
    pub(super) first_line: String,
}

/// Reads the lines between the title and the body.
pub(super) fn read(front: &Front<'_>) -> Byline {
    let mut byline = Byline::default();
    let start = front.blocks.iter().position(|block| block.chunk.kind == BlockKind::Title);
    let after = front.blocks.iter().skip(start.unwrap_or(front.blocks.len()));
    let mut lines: Vec<(&Line, f64)> = Vec::new();
    for block in after.filter(|block| block.page == 1) {
        match block.chunk.kind {
            BlockKind::Title | BlockKind::RunningHead | BlockKind::PageNumber => {}
            BlockKind::FrontMatter | BlockKind::Heading(_) if is_byline(&block.text) => {
                lines.extend(block.chunk.lines.iter().map(|line| (line, block.chunk.size())));
            }
            BlockKind::FrontMatter => note(&mut byline, &block.text),
            BlockKind::Footnote if !lines.is_empty() => note(&mut byline, &block.text),
            _ => break,
        }
    }
    read_rows(&mut byline, &lines);
    let notes = front.blocks.iter().filter(|block| block.page == 1 && block.chunk.kind == BlockKind::Footnote);
    for block in notes {
        read_note(&mut byline, &block.text);
    }
    if byline.places.is_empty() {
        let above = front.blocks.iter().take(start.unwrap_or_default()).filter(|block| block.page == 1);
        let places = above.filter(|block| block.chunk.lines.len() <= 2 && is_affiliation(&block.text));
        byline.places.extend(places.map(|block| Place {
            affiliation: affiliation(&block.text),
            marks: Vec::new(),
            group: 1,
        }));
    }
    let ids = front.blocks.iter().filter(|block| block.page == 1 && block.text.contains("000"));
    for block in ids.filter(|block| block.text.to_lowercase().contains("orcid")) {
        note(&mut byline, &block.text);
    }
    byline
}

/// Keeps a text in which addresses and iD may stand.
fn note(byline: &mut Byline, text: &str) {
    byline.rest.push_str(text);
    byline.rest.push('\n');
}

/// Reads the lines, each with the type size of its block: names, or what stands below names.
fn read_rows(byline: &mut Byline, lines: &[(&Line, f64)]) {
    let mut group = 0;
    let mut in_names = false;
    for (line, block_size, parts) in rows(lines) {
        for (text, size) in parts {
            let found = names_of(&text, group);
            let aside = size < 0.8 * block_size && !byline.found.is_empty();
            if found.is_empty() || aside {
                in_names = false;
                for part in text.split(WIDE_SPACE) {
                    keep_other(byline, part, group);
                }
                continue;
            }
            group += usize::from(!in_names);
            in_names = true;
            if byline.first_line.is_empty() {
                byline.first_line.clone_from(&line.text);
            }
            byline.found.extend(found.into_iter().map(|found| Found { group, ..found }));
        }
    }
}

/// The cells of each line; a line that ends within a list of names takes the next one along.
fn rows<'l>(lines: &[(&'l Line, f64)]) -> Vec<Row<'l>> {
    let mut out: Vec<Row<'l>> = Vec::new();
    let mut before = None;
    for (line, block_size) in lines {
        let own = cells(line);
        let same_block = before.replace(*block_size) == Some(*block_size);
        match (out.last_mut().map(|(_, _, parts)| parts.as_mut_slice()), own.as_slice()) {
            (Some([(open, _)]), [(text, _)]) if same_block && goes_on(open) || breaks_name(open, text) => {
                open.push(' ');
                open.push_str(text);
            }
            _ => out.push((line, *block_size, own)),
        }
    }
    out
}

/// Whether a line of names ends in a comma, a conjunction or half a name.
fn goes_on(text: &str) -> bool {
    let last = text.rsplit([',', ';']).next().unwrap_or_default().trim();
    let last = ["and ", "et ", "& "].iter().find_map(|word| last.strip_prefix(word)).unwrap_or(last);
    let last = last.rsplit_once(" and ").or(last.rsplit_once(" et ")).map_or(last, |(_, tail)| tail);
    let half = last.is_empty()
        || matches!(last, "and" | "et" | "&")
        || !last.contains([' ', OPEN]) && last.starts_with(char::is_uppercase);
    let particle = last.rsplit(' ').next().is_some_and(is_particle);
    let initials = particle || last.ends_with('.') && last.split(' ').count() <= 2 && !last.contains(OPEN);
    text.contains(',') && (half || initials) && !names_of(text, 0).is_empty()
}

/// Whether a marked list of names ends in a name without mark, whose rest stands on the next line with it.
fn breaks_name(text: &str, next: &str) -> bool {
    let marked = |part: Option<String>| part.is_some_and(|part| part.contains(OPEN));
    let broken = text.contains(CLOSE) && text.contains(',') && !text.trim_end().ends_with([',', CLOSE]);
    broken
        && next.trim_start().starts_with(char::is_uppercase)
        && !marked(split_outside(text).pop())
        && marked(split_outside(next).into_iter().next())
        && !names_of(text, 0).is_empty()
}

/// Whether a block under the title can belong to the byline: not a paragraph of running text.
fn is_byline(text: &str) -> bool {
    let names = text.matches([',', ';']).count();
    text.chars().count() < 1_500.max(60 * names) && !text.to_lowercase().starts_with("abstract")
}

/// The names of a line, none when it is no line of names.
fn names_of(text: &str, group: usize) -> Vec<Found> {
    let no_authors = ["jury", "direct", "supervis"].iter().any(|word| text.to_lowercase().starts_with(word));
    if no_authors || text.contains('@') || text.contains("://") || text.starts_with(OPEN) {
        return Vec::new();
    }
    let even = text
        .replace(" and ", ",")
        .replace(" et ", ",")
        .replace(['&', ';', '·', '•', '|', WIDE_SPACE], ",")
        .replace(" And ", ",");
    let even = even.strip_prefix("and ").or(even.strip_prefix("et ")).unwrap_or(&even);
    let mut found = Vec::new();
    let mut parts = 0;
    for part in split_outside(even) {
        let (name, marks) = take_marks(&part);
        let name = name.trim_matches(|char: char| !char.is_alphabetic() && char != '.').trim();
        let title =
            ["Dr ", "Dr. ", "Prof. ", "Pr "].iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
        let title = ["by ", "By ", "par "].iter().find_map(|prefix| title.strip_prefix(prefix)).unwrap_or(title);
        if title.chars().filter(|char| char.is_alphabetic()).count() < 2 {
            continue;
        }
        parts += 1;
        if is_name(title) && !is_affiliation(title) {
            found.push(Found { person: parse(title), marks, group });
        }
    }
    if found.len() * 10 >= parts * 6 { found } else { Vec::new() }
}

/// Keeps an affiliation, several of them when their marks part them, or any other text.
fn keep_other(byline: &mut Byline, text: &str, group: usize) {
    let plain: String = text.chars().filter(|char| !matches!(*char, OPEN | CLOSE)).collect();
    note(byline, &plain);
    let mut parts: Vec<(String, Vec<String>)> = Vec::new();
    for piece in text.split(OPEN) {
        let (mark, rest) = match piece.split_once(CLOSE) {
            Some((mark, rest)) => (Some(mark), rest),
            None => (None, piece),
        };
        let opens = mark.is_some_and(|mark| mark.len() <= 3)
            && rest.trim_start_matches([')', '.', ' ', ']']).chars().next().is_none_or(char::is_alphabetic);
        match parts.last_mut() {
            Some(last) if !opens => {
                last.0.push_str(mark.unwrap_or_default());
                last.0.push_str(rest);
            }
            _ => parts.push((
                rest.trim_start_matches([')', '.', ' ', ']']).to_owned(),
                mark.map(split_signs).unwrap_or_default(),
            )),
        }
    }
    for (name, marks) in parts {
        let name = name.trim().trim_end_matches('(').to_owned();
        if is_affiliation(&name) && name.chars().count() < 300 {
            byline.places.push(Place { affiliation: affiliation(&name), marks, group });
        } else if let (true, Some(last)) = (marks.is_empty() && looks_like_address(&name), byline.places.last_mut()) {
            last.affiliation = affiliation(&format!("{}, {}", last.affiliation.name, name));
        }
    }
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
            byline.places.push(Place { affiliation: affiliation(place), marks: vec![mark], group: 0 });
        }
    }
}

/// The second line of an affiliation: a street, a town.
fn looks_like_address(text: &str) -> bool {
    let high = text.chars().next().is_some_and(|char| char.is_uppercase() || char.is_ascii_digit());
    high && text.contains([',', ' '])
        && !text.contains('@')
        && !text.contains(':')
        && text.chars().count() < 90
        && !text.contains("//")
        && !text.contains("ISSN")
}

#[cfg(test)]
mod tests {
    use super::super::marks::bracket_marks;
    use super::*;

    fn marked_text(plain: &str) -> String {
        let mut out = String::new();
        bracket_marks(plain, &mut out);
        out
    }

    fn names(plain: &str) -> Vec<(String, Vec<String>)> {
        names_of(&marked_text(plain), 0).into_iter().map(|found| (found.person.display_name(), found.marks)).collect()
    }

    #[test]
    fn a_line_of_names_gives_each_name_its_marks() {
        let found = names("Gaël Lejeune1, Romain Brixtel 2,3 et Joseph Le Roux∗");
        let expected = [("Gaël Lejeune", vec!["1"]), ("Romain Brixtel", vec!["2", "3"]), ("Joseph Le Roux", vec!["∗"])];
        let expected: Vec<(String, Vec<String>)> = expected
            .into_iter()
            .map(|(name, marks)| (name.into(), marks.into_iter().map(String::from).collect()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn wide_spaces_part_names() {
        let found: Vec<String> = names("Ana Tremblay\u{2003}Luc Le Gall").into_iter().map(|(name, _)| name).collect();
        assert_eq!(found, ["Ana Tremblay", "Luc Le Gall"]);
    }

    #[test]
    fn a_name_broken_after_marked_names_goes_on_with_its_mark() {
        let (first, next) = (marked_text("Ana Tremblay1, Léo Côté2, Luc"), marked_text("Gall3, and Mia Roy1"));
        assert!(breaks_name(&first, &next));
        assert!(!breaks_name(&marked_text("Ana Tremblay1, Léo Côté2,3"), &marked_text("1Université Laval, Québec")));
    }

    #[test]
    fn lines_of_places_and_addresses_give_no_name() {
        for line in [
            "LINA, Université de Nantes, Nantes, France",
            "prenom.nom@example.org",
            "(1) 2 rue de la Gare",
            "42 Nancy Grand Est",
        ] {
            assert!(names(line).is_empty(), "{line}");
        }
    }
}
