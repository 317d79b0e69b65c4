//! BibTeX and BibLaTeX, over the `biblatex` crate, which knows their accents, strings, names and cross-references.

use biblatex::{Bibliography, ChunksExt, DateValue, Datetime, Entry, EntryType, PermissiveType};

use super::super::gather::Gather;
use super::super::{Foreign, values};
use crate::domain::{Lang, Orcid, Person, ResourceType};

/// How many entries there are, and the first.
pub(super) fn read(text: &str) -> Option<(usize, Foreign)> {
    let entries = Bibliography::parse(text).ok()?;
    let first = entries.iter().next()?;
    Some((entries.len(), entry(first)))
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
