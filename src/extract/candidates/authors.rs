//! Authors in order, with the affiliations, addresses and ORCID iDs that marks or places give them.

use std::sync::LazyLock;

use regex::Regex;

use super::affiliations::{affiliation, is_affiliation};
use super::front::Front;
use super::names::{is_name, parse};
use super::source::Source;
use super::{from_page, from_source};
use crate::domain::extraction::{BlockKind, Candidate, Origin};
use crate::domain::{Affiliation, Orcid, Person};
use crate::extract::layout::{Line, Span};

/// Brackets around the marks of a name in the text worked on here.
const OPEN: char = '⟦';
const CLOSE: char = '⟧';
/// Signs that serve as marks.
const SIGNS: &str = "*∗†‡§¶⋆";

static EMAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:\{([^{}@]{1,200})\}|([\w.+-]+))\s?@\s?([\w-]+(?:\.[\w-]+)+)").ok());
static ORCID: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dXx]\b").ok());

/// An author found and the marks behind the name.
struct Found {
    person: Person,
    marks: Vec<String>,
    /// Which run of names the author belongs to.
    group: usize,
}

/// An affiliation, the marks before it, and the run of names it stands below.
struct Place {
    affiliation: Affiliation,
    marks: Vec<String>,
    group: usize,
}

/// What the lines under the title gave.
#[derive(Default)]
struct Byline {
    found: Vec<Found>,
    places: Vec<Place>,
    rest: String,
    first_line: String,
}

/// The author lists: from the layout, and from the file's own metadata.
pub(super) fn read(front: &Front<'_>, source: &Source) -> Vec<Candidate<Vec<Person>>> {
    let byline = read_lines(front);
    let snippet = byline.first_line.clone();
    let mut out = Vec::new();
    let declared = source.authors();
    let people = assemble(byline);
    if !people.is_empty() {
        let agrees = declared.as_ref().is_some_and(|(names, _)| names.len() == people.len());
        out.push(from_page(people, if agrees { 0.95 } else { 0.85 }, Origin::Layout, 1, &snippet));
    }
    if let Some((names, origin)) = declared {
        let people: Vec<Person> = names.iter().filter(|name| is_name(name) || name.contains(',')).map(|name| parse(name)).collect();
        if !people.is_empty() {
            let confidence = if out.is_empty() { 0.7 } else { 0.5 };
            out.push(from_source(people, confidence, origin, &names.join("; ")));
        }
    }
    out
}

fn read_lines(front: &Front<'_>) -> Byline {
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
    let half = last.is_empty() || matches!(last, "and" | "et" | "&") || !last.contains([' ', OPEN]) && last.starts_with(char::is_uppercase);
    let initials = last.ends_with('.') && last.split(' ').count() <= 2 && !last.contains(OPEN);
    text.contains(',') && (half || initials) && !names_of(text, 0).is_empty()
}

/// Whether a block under the title can belong to the byline: not a paragraph of running text.
fn is_byline(text: &str) -> bool {
    text.chars().count() < 1_500 && !text.to_lowercase().starts_with("abstract")
}

/// The parts of a line that stand wide apart, marks bracketed, each with its size.
fn cells(line: &Line) -> Vec<(String, f64)> {
    let mut groups: Vec<Vec<&Span>> = Vec::new();
    for span in &line.spans {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| span.x0 - last.x1 < 1.05 * line.size) => group.push(span),
            _ => groups.push(vec![span]),
        }
    }
    groups.into_iter().map(|group| (marked(line, &group), line.size)).collect()
}

/// The text of spans with raised marks, and digits or signs after names, in brackets.
fn marked(line: &Line, spans: &[&Span]) -> String {
    let mut text = String::new();
    let mut last: Option<&Span> = None;
    for span in spans {
        let raised = line.is_superscript(span);
        let gap = last.is_some_and(|last| last.space_after || span.space_before || span.x0 - last.x1 > 0.16 * line.size);
        if gap && !raised {
            text.push(' ');
        }
        if raised && span.text.chars().any(|char| char.is_alphanumeric() || SIGNS.contains(char)) {
            text.extend([OPEN.to_string(), span.text.clone(), CLOSE.to_string()]);
        } else {
            bracket_marks(&span.text, &mut text);
        }
        last = Some(span);
    }
    text.replace("⟧⟦", "")
}

/// Copies a text, bracketing runs of digits and signs; commas between two marks belong to the run.
fn bracket_marks(plain: &str, out: &mut String) {
    let chars: Vec<char> = plain.chars().collect();
    let is_mark = |place: usize| chars.get(place).is_some_and(|char| char.is_ascii_digit() || SIGNS.contains(*char));
    let mut place = 0;
    while let Some(char) = chars.get(place) {
        if !is_mark(place) {
            out.push(*char);
            place += 1;
            continue;
        }
        out.push(OPEN);
        while is_mark(place) || chars.get(place) == Some(&',') && (is_mark(place + 1) || chars.get(place + 1) == Some(&' ') && is_mark(place + 2)) {
            out.extend(chars.get(place));
            place += if chars.get(place + 1) == Some(&' ') && chars.get(place) == Some(&',') { 2 } else { 1 };
        }
        out.push(CLOSE);
    }
}

/// The names of a line, none when it is no line of names.
fn names_of(text: &str, group: usize) -> Vec<Found> {
    if text.contains('@') || text.contains("://") || text.starts_with(OPEN) {
        return Vec::new();
    }
    let even = text.replace(" and ", ",").replace(" et ", ",").replace(['&', ';', '·', '•', '|'], ",").replace(" And ", ",");
    let even = even.strip_prefix("and ").or(even.strip_prefix("et ")).unwrap_or(&even);
    let mut found = Vec::new();
    let mut parts = 0;
    for part in split_outside(even) {
        let (name, marks) = take_marks(&part);
        let name = name.trim_matches(|char: char| !char.is_alphabetic() && char != '.').trim();
        let title = ["Dr ", "Dr. ", "Prof. ", "Pr "].iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
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

/// Splits at commas outside of brackets, and after brackets that a new name follows.
fn split_outside(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut inside = false;
    let mut closed = false;
    for char in text.chars() {
        let splits = char == ',' && !inside || closed && char.is_uppercase();
        if splits {
            parts.push(String::new());
        }
        inside = char == OPEN || inside && char != CLOSE;
        closed = char == CLOSE || closed && char == ' ';
        if let Some(last) = parts.last_mut() {
            if char != ',' || inside {
                last.push(char);
            }
        }
    }
    parts
}

/// A text without its bracketed marks, and the marks.
fn take_marks(text: &str) -> (String, Vec<String>) {
    let (mut plain, mut marks, mut inside) = (String::new(), String::new(), false);
    for char in text.chars() {
        match char {
            OPEN => inside = true,
            CLOSE => {
                inside = false;
                marks.push(',');
            }
            _ if inside => marks.push(char),
            _ => plain.push(char),
        }
    }
    let marks = marks.split([',', ' ']).filter(|mark| !mark.is_empty()).flat_map(split_signs).collect();
    (plain, marks)
}

/// "1∗" is two marks.
fn split_signs(mark: &str) -> Vec<String> {
    let letters: String = mark.chars().filter(|char| !SIGNS.contains(*char)).collect();
    let signs = mark.chars().filter(|char| SIGNS.contains(*char)).map(String::from);
    signs.chain((!letters.is_empty()).then_some(letters)).collect()
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
        let opens = mark.is_some_and(|mark| mark.len() <= 3) && rest.trim_start_matches([')', '.', ' ', ']']).chars().next().is_none_or(char::is_alphabetic);
        match parts.last_mut() {
            Some(last) if !opens => {
                last.0.push_str(mark.unwrap_or_default());
                last.0.push_str(rest);
            }
            _ => parts.push((rest.trim_start_matches([')', '.', ' ', ']']).to_owned(), mark.map(split_signs).unwrap_or_default())),
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
    high && text.contains([',', ' ']) && !text.contains('@') && !text.contains(':') && text.chars().count() < 90 && !text.contains("//")
}

fn assemble(byline: Byline) -> Vec<Person> {
    let Byline { found, places, rest, .. } = byline;
    let groups = found.iter().map(|author| author.group).max().unwrap_or_default();
    let marked = places.iter().any(|place| !place.marks.is_empty());
    let mut people: Vec<Person> = Vec::new();
    for author in found {
        let own = places.iter().filter(|place| {
            if marked && !author.marks.is_empty() {
                place.marks.iter().any(|mark| author.marks.contains(mark))
            } else {
                groups <= 1 || place.group == author.group
            }
        });
        let mut person = author.person;
        person.affiliations = own.map(|place| place.affiliation.clone()).collect();
        if !people.iter().any(|known| known.display_name() == person.display_name()) {
            people.push(person);
        }
    }
    give_emails(&mut people, &rest);
    give_orcids(&mut people, &rest);
    people
}

fn give_emails(people: &mut [Person], text: &str) {
    let Some(pattern) = EMAIL.as_ref() else { return };
    let mut addresses: Vec<(String, String)> = Vec::new();
    for found in pattern.captures_iter(text) {
        let host = found.get(3).map_or("", |host| host.as_str());
        let locals = found.get(1).or(found.get(2)).map_or("", |locals| locals.as_str());
        for local in locals.split([',', ';']).map(str::trim).filter(|local| !local.is_empty() && !local.contains(' ')) {
            addresses.push((local.to_owned(), format!("{local}@{host}")));
        }
    }
    let in_order = addresses.len() == people.len();
    for (place, person) in people.iter_mut().enumerate() {
        let family = ascii(&person.family);
        let by_name = addresses.iter().find(|(local, _)| {
            let local = ascii(local);
            family.len() >= 3 && (local.contains(&family) || local.len() >= 4 && family.starts_with(&local))
        });
        let by_place = if in_order { addresses.get(place) } else { None };
        person.email = by_name.or(by_place).map(|(_, address)| address.to_lowercase());
    }
}

fn ascii(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
}

/// Gives each iD to the author whose name stands last before it, else in order when there are as many as authors.
fn give_orcids(people: &mut [Person], text: &str) {
    let Some(pattern) = ORCID.as_ref() else { return };
    let ids: Vec<(usize, Orcid)> =
        pattern.find_iter(text).filter_map(|hit| Some((hit.start(), Orcid::parse(hit.as_str()).ok()?))).collect();
    let in_order = ids.len() == people.len();
    for (place, (start, id)) in ids.into_iter().enumerate() {
        let before = text.get(..start).unwrap_or_default();
        let named = people.iter().enumerate().filter_map(|(index, person)| Some((before.rfind(&person.family)?, index)));
        let named = named.max_by_key(|(at, _)| *at).map(|(_, index)| index);
        let index = named.or(in_order.then_some(place));
        if let Some(person) = index.and_then(|index| people.get_mut(index)) {
            person.orcid.get_or_insert(id);
        }
    }
}

#[cfg(test)]
mod tests {
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
        let expected: Vec<(String, Vec<String>)> =
            expected.into_iter().map(|(name, marks)| (name.into(), marks.into_iter().map(String::from).collect())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_of_places_and_addresses_give_no_name() {
        for line in ["LINA, Université de Nantes, Nantes, France", "prenom.nom@example.org", "(1) 2 rue de la Gare", "42 Nancy Grand Est"] {
            assert!(names(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn addresses_and_ids_go_to_the_author_they_name() {
        let mut people = vec![parse("Maëlle Thériault"), parse("Étienne Boisclair")];
        let text = "{e.boisclair, theriault}@example.org ORCID : Boisclair, 0000-0002-1825-0097";
        give_emails(&mut people, text);
        give_orcids(&mut people, text);
        let emails: Vec<_> = people.iter().map(|person| person.email.as_deref()).collect();
        assert_eq!(emails, [Some("theriault@example.org"), Some("e.boisclair@example.org")]);
        assert!(people.iter().map(|person| person.orcid.is_some()).eq([false, true]));
    }
}
