//! BibTeX and BibLaTeX, over the `biblatex` crate, which knows their accents, strings, names and cross-references.

use biblatex::{
    Bibliography, ChunksExt, DateValue, Datetime, Entry, EntryType, PermissiveType, RawBibliography, RawChunk,
};

use super::super::gather::Gather;
use super::super::{Foreign, values};
use crate::domain::{Lang, Orcid, Person, ResourceType};

/// Longest text that is read, in bytes; deepest braces, most of them, and most parts of a value.
const LONGEST: usize = 100_000;
const DEEPEST: usize = 50;
const MOST_BRACES: usize = 5_000;
const MOST_PARTS: usize = 20;

/// How many entries there are, and the first, by itself: the crate follows abbreviations of abbreviations,
/// cross-references and nested commands without end, and a stack that overflows ends the program.
pub(super) fn read(text: &str) -> Option<(usize, Foreign)> {
    if text.len() > LONGEST || text.matches('{').count() > MOST_BRACES || depth(text) > DEEPEST {
        return None;
    }
    let mut raw = RawBibliography::parse(text).ok()?;
    let count = raw.entries.len();
    raw.entries.truncate(1);
    raw.abbreviations.retain(|pair| matches!(pair.value.v.as_slice(), [part] if matches!(part.v, RawChunk::Normal(_))));
    for entry in &mut raw.entries {
        entry.v.fields.retain(|pair| {
            let leads_on = matches!(pair.key.v.to_ascii_lowercase().as_str(), "crossref" | "xdata" | "xref");
            !leads_on && pair.value.v.len() <= MOST_PARTS
        });
    }
    let entries = Bibliography::from_raw(raw).ok()?;
    let first = entries.iter().next()?;
    Some((count, entry(first)))
}

/// How deep the braces of a text stand in each other.
fn depth(text: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

fn entry(entry: &Entry) -> Foreign {
    let field = |name: &str| entry.get(name).map(ChunksExt::format_verbatim).unwrap_or_default();
    let either =
        |one: &str, other: &str| Some(field(one)).filter(|text| !text.is_empty()).unwrap_or_else(|| field(other));
    let mut gather = Gather::default();
    gather.language(language(&either("langid", "language")));
    let subtitle = field("subtitle");
    let title = if subtitle.is_empty() { field("title") } else { format!("{} : {subtitle}", field("title")) };
    gather.title(Lang::UND, &title);
    for person in entry.author().unwrap_or_default() {
        gather.author(author(&person));
    }
    gather.abstracted(Lang::UND, &field("abstract"));
    for word in field("keywords").split([',', ';']) {
        gather.keyword(Lang::UND, word);
    }
    gather.resource_type(kind(&entry.entry_type));
    gather.identifier(&format!("doi:{}", field("doi").trim_start_matches("doi:")));
    gather.journal_title(&either("journaltitle", "journal"));
    gather.journal_title(&field("booktitle"));
    gather.journal().issn = values::issn(&field("issn"));
    let pages = field("pages").replace('–', "-");
    let (first, last) = pages.split_once('-').unwrap_or((&pages, ""));
    gather.numbers(&field("volume"), &either("number", "issue"), first, last.trim_start_matches('-'));
    gather.publisher(&field("publisher"));
    if let Ok(PermissiveType::Typed(date)) = entry.date() {
        gather.issued(&day(&date.value));
    }
    gather.finish()
}

fn author(person: &biblatex::Person) -> Option<Person> {
    let family = format!("{} {}", person.prefix, person.name).trim().to_owned();
    let given = format!("{} {}", person.given_name, person.suffix).trim().to_owned();
    let orcid = person.id.as_deref().and_then(|id| Orcid::parse(id).ok());
    (!family.is_empty()).then(|| Person { given, family, orcid, ..Person::default() })
}

/// The first day of a date; months and days are counted from 0 there.
fn day(date: &DateValue) -> String {
    let (DateValue::At(day) | DateValue::After(day) | DateValue::Before(day) | DateValue::Between(day, _)) = date;
    let Datetime { year, month, day, .. } = *day;
    match (month, day) {
        (Some(month), Some(day)) => format!("{year:04}-{:02}-{:02}", month + 1, day + 1),
        (Some(month), None) => format!("{year:04}-{:02}", month + 1),
        _ => format!("{year:04}"),
    }
}

/// The names that Babel has for languages, else a code.
fn language(name: &str) -> &str {
    match name.trim().to_ascii_lowercase().as_str() {
        "french" | "canadien" | "acadian" | "francais" | "frenchb" => "fr",
        "english" | "american" | "british" | "canadian" | "ukenglish" | "usenglish" => "en",
        "spanish" => "es",
        _ if name.len() <= 5 => name,
        _ => "",
    }
}

fn kind(entry: &EntryType) -> Option<ResourceType> {
    Some(match entry {
        EntryType::Article => ResourceType::JournalArticle,
        EntryType::InProceedings => ResourceType::ConferencePaper,
        EntryType::Book => ResourceType::Book,
        EntryType::InBook | EntryType::InCollection => ResourceType::BookPart,
        EntryType::Report | EntryType::TechReport => ResourceType::Report,
        EntryType::PhdThesis => ResourceType::DoctoralThesis,
        EntryType::MastersThesis => ResourceType::MastersThesis,
        EntryType::Dataset => ResourceType::Dataset,
        EntryType::Software => ResourceType::Software,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_that_lead_in_circles_or_nest_without_end_come_to_an_end() {
        assert!(read("@string{a = a} @article{k, title = a}").is_none_or(|(count, _)| count == 1));
        assert_eq!(read("@article{a, title = {Lacs}, crossref = {a}}").map(|(count, _)| count), Some(1));
        assert!(read(&format!("@article{{k, title = {{{}}}}}", "\\a{".repeat(100_000))).is_none());
        let doubled: Vec<String> = (0..40).map(|n| format!("@string{{s{} = s{n} # s{n}}}", n + 1)).collect();
        let doubled = doubled.join("\n");
        assert!(
            read(&format!("@string{{s0 = \"x\"}}\n{doubled}@article{{k, title = s40}}")).is_none_or(|(n, _)| n == 1)
        );
    }
}
