//! The lines under the title: which hold names, which affiliations.

use super::marks::{CLOSE, OPEN, cells, split_outside, split_signs, take_marks};
use crate::domain::extraction::BlockKind;
use crate::domain::{Affiliation, Person};
use crate::extract::candidates::affiliations::{affiliation, is_affiliation};
use crate::extract::candidates::front::Front;
use crate::extract::candidates::names::{is_name, is_particle, parse};
use crate::extract::layout::Line;

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
    let mut group = 0;
    let mut in_names = false;
    for block in after.filter(|block| block.page == 1) {
        match block.chunk.kind {
            BlockKind::Title | BlockKind::RunningHead | BlockKind::PageNumber => continue,
            BlockKind::FrontMatter | BlockKind::Heading(_) if is_byline(&block.text) => {}
            BlockKind::Footnote if !byline.found.is_empty() => {
                byline.rest.push_str(&block.text);
                byline.rest.push('\n');
                continue;
            }
            BlockKind::FrontMatter => {
                byline.rest.push_str(&block.text);
                byline.rest.push('\n');
                continue;
            }
            _ => break,
        }
        for (line, parts) in rows(&block.chunk.lines) {
            for (text, size) in parts {
                let found = names_of(&text, group);
                let aside = size < 0.8 * block.chunk.size() && !byline.found.is_empty();
                if found.is_empty() || aside {
                    in_names = false;
                    keep_other(&mut byline, &text, group);
                } else {
                    if !in_names {
                        group += 1;
                    }
                    in_names = true;
                    if byline.first_line.is_empty() {
                        byline.first_line.clone_from(&line.text);
                    }
                    byline.found.extend(found.into_iter().map(|found| Found { group, ..found }));
                }
            }
        }
    }
    byline
}

/// The cells of each line; a line that ends within a list of names takes the next one along.
fn rows(lines: &[Line]) -> Vec<(&Line, Vec<(String, f64)>)> {
    let mut out: Vec<(&Line, Vec<(String, f64)>)> = Vec::new();
    for line in lines {
        let own = cells(line);
        match (out.last_mut().map(|(_, parts)| parts.as_mut_slice()), own.as_slice()) {
            (Some([(open, _)]), [(text, _)]) if goes_on(open) => {
                open.push(' ');
                open.push_str(text);
            }
            _ => out.push((line, own)),
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

/// Whether a block under the title can belong to the byline: not a paragraph of running text.
fn is_byline(text: &str) -> bool {
    text.chars().count() < 1_500 && !text.to_lowercase().starts_with("abstract")
}

/// The names of a line, none when it is no line of names.
fn names_of(text: &str, group: usize) -> Vec<Found> {
    if text.contains('@') || text.contains("://") || text.starts_with(OPEN) {
        return Vec::new();
    }
    let even =
        text.replace(" and ", ",").replace(" et ", ",").replace(['&', ';', '·', '•', '|'], ",").replace(" And ", ",");
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
    byline.rest.push_str(&plain);
    byline.rest.push('\n');
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

/// The second line of an affiliation: a street, a town.
fn looks_like_address(text: &str) -> bool {
    let high = text.chars().next().is_some_and(|char| char.is_uppercase() || char.is_ascii_digit());
    high && text.contains([',', ' '])
        && !text.contains('@')
        && !text.contains(':')
        && text.chars().count() < 90
        && !text.contains("//")
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
