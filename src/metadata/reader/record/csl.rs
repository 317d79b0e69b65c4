//! CSL-JSON (schema `csl-data.json` 1.0), and the works of Crossref's REST API, which are much the same with lists where
//! CSL-JSON has single values.

use serde_json::Value;

use super::super::gather::Gather;
use super::super::{Foreign, values};
use super::described;
use super::json::{at, date, list, text, texts, without_markup};
use crate::domain::vocabulary::find_place;
use crate::domain::{
    AccessRight, Affiliation, AwardNumber, Copy, CopyHost, Fund, Lang, Orcid, Person, RepositoryKind, ResourceType,
    Ror, VersionType,
};
use crate::metadata::funder;

/// Reads an item or a list of items: how many there are, and the first.
pub(super) fn read(json: &str) -> Option<(usize, Foreign)> {
    let all: Value = serde_json::from_str(json).ok()?;
    match &all {
        Value::Array(items) => Some((items.len(), item(items.first()?))),
        Value::Object(object) if object.contains_key("message") => Some((1, item(at(&all, "/message")))),
        Value::Object(_) => Some((1, item(&all))),
        _ => None,
    }
}

/// Reads an answer of Crossref's REST API.
pub(super) fn read_crossref(answer: &Value) -> Option<Foreign> {
    at(answer, "/message").is_object().then(|| item(at(answer, "/message")))
}

/// Reads a work as lists of Crossref have it, with the copy at its publisher; `None` when it names no work. Crossref says
/// that a copy is open only by a Creative Commons licence of the version of record, from the day that it begins.
pub(in super::super) fn crossref_work(work: &Value) -> Option<Foreign> {
    let mut foreign = item(work);
    foreign.metadata = described(foreign.metadata)?;
    let posted = text(at(work, "/type")) == "posted-content";
    let licence = copy_licence(work).find(|licence| values::licence(&text(at(licence, "/URL"))).is_some());
    let starts = licence.and_then(|licence| values::date(&date(at(licence, "/start"))));
    let is_open = foreign.metadata.licence.as_ref().is_some_and(|licence| licence.code().starts_with("cc"));
    let named = text(at(work, "/resource/primary/URL"));
    let doi = foreign.metadata.doi.as_ref().map(crate::domain::Doi::url);
    let url = values::web_address(&named).or(doi);
    let place = url.as_deref().and_then(find_place);
    let repository = (CopyHost::Repository, Some(RepositoryKind::Disciplinary));
    let usual = if posted { repository } else { (CopyHost::Publisher, None) };
    let (host, repository_kind) = place.map_or(usual, |place| (place.holder, place.kind));
    foreign.copies.extend(url.map(|url| Copy {
        host,
        repository_kind,
        url: Some(url),
        version: Some(if posted { VersionType::SMUR } else { VersionType::VoR }),
        licence: foreign.metadata.licence.clone(),
        access: is_open.then_some(AccessRight::Open),
        open_from: starts.or(foreign.metadata.published()).filter(|_| is_open),
        seen_open: None,
        withdrawn: None,
    }));
    Some(foreign)
}

/// The licences of what the publisher shows: those of accepted manuscripts and of text mining are about something else.
fn copy_licence(item: &Value) -> impl Iterator<Item = &Value> {
    list(at(item, "/license")).filter(|licence| !matches!(text(at(licence, "/content-version")).as_str(), "am" | "tdm"))
}

/// Reads one item.
pub(super) fn item(item: &Value) -> Foreign {
    let mut gather = Gather::default();
    gather.language(&text(at(item, "/language")));
    let subtitle = texts(at(item, "/subtitle")).into_iter().next().map(|text| format!(" : {text}")).unwrap_or_default();
    let titles = texts(at(item, "/title"));
    if let Some(title) = titles.first() {
        let whole = if title.contains(subtitle.trim_start_matches(" : ")) {
            title.clone()
        } else {
            format!("{title}{subtitle}")
        };
        gather.title(Lang::UND, &without_markup(&whole));
    }
    for author in list(at(item, "/author")) {
        gather.author(person(author));
    }
    gather.abstracted(Lang::UND, &without_markup(&text(at(item, "/abstract"))));
    for word in texts(at(item, "/keyword")).iter().flat_map(|words| words.split([',', ';'])) {
        gather.keyword(Lang::UND, word);
    }
    gather.resource_type(kind(&text(at(item, "/type"))));
    for doi in texts(at(item, "/DOI")) {
        gather.identifier(&format!("doi:{doi}"));
    }
    add_journal(&mut gather, item);
    for licence in copy_licence(item) {
        gather.rights(&text(at(licence, "/URL")));
    }
    for funder in list(at(item, "/funder")) {
        add_funder(&mut gather, funder);
    }
    let mut foreign = gather.finish();
    let dates = &mut foreign.metadata.dates;
    dates.online = values::date(&date(at(item, "/published-online")));
    dates.issue = values::date(&date(at(item, "/published-print")));
    dates.accepted = values::date(&date(at(item, "/accepted")));
    if dates.online.is_none() && dates.issue.is_none() {
        dates.issue = values::date(&date(at(item, "/issued")));
    }
    foreign
}

fn add_journal(gather: &mut Gather, item: &Value) {
    if let Some(title) = texts(at(item, "/container-title")).first() {
        gather.journal_title(&without_markup(title));
    }
    if let Some(issn) = texts(at(item, "/ISSN")).iter().find_map(|issn| values::issn(issn)) {
        gather.journal().issn = Some(issn);
    }
    let pages = Some(text(at(item, "/page"))).filter(|pages| !pages.is_empty());
    let pages = pages.unwrap_or_else(|| text(at(item, "/article-number")));
    let (first, last) = pages.split_once(['-', '–']).unwrap_or((&pages, ""));
    gather.numbers(&text(at(item, "/volume")), &text(at(item, "/issue")), first, last);
    gather.publisher(&text(at(item, "/publisher")));
}

fn person(author: &Value) -> Option<Person> {
    let group = [text(at(author, "/literal")), text(at(author, "/name"))].into_iter().find(|name| !name.is_empty());
    let particle = text(at(author, "/non-dropping-particle"));
    let family = format!("{particle} {}", group.unwrap_or_else(|| text(at(author, "/family")))).trim().to_owned();
    let affiliations = list(at(author, "/affiliation")).filter_map(place).collect();
    let orcid = Orcid::parse(&text(at(author, "/ORCID"))).ok();
    let person =
        Person { given: text(at(author, "/given")).trim().to_owned(), family, orcid, email: None, affiliations };
    (!person.family.is_empty()).then_some(person)
}

fn place(affiliation: &Value) -> Option<Affiliation> {
    let name = text(at(affiliation, "/name")).trim().to_owned();
    let mut ids = list(at(affiliation, "/id")).map(|id| text(at(id, "/id")));
    let ror = ids.find_map(|id| Ror::parse(&id).ok());
    (!name.is_empty()).then_some(Affiliation { name, ror })
}

/// The funder by its identifier in the funder registry, else by its name; each award on its own, or the fund alone.
fn add_funder(gather: &mut Gather, funder: &Value) {
    // A registry DOI, or since 2025 a ROR id, which may stand without any name.
    let ids = list(at(funder, "/id")).map(|id| text(at(id, "/id")));
    let mut ids = std::iter::once(text(at(funder, "/DOI"))).chain(ids);
    let fund = ids.find_map(|id| funder::find_by_id(&id)).or_else(|| funder::find_by_name(&text(at(funder, "/name"))));
    let numbers = texts(at(funder, "/award"));
    for award in numbers.iter().chain(&texts(at(funder, "/award-DOI"))) {
        let of_frq = fund.or_else(|| award.contains(AwardNumber::DOI_PREFIX).then_some(Fund::Frq));
        if let (Some(fund), Ok(number)) = (of_frq, AwardNumber::parse(award)) {
            gather.award(values::link(fund, Some(number)));
        }
    }
    if let Some(fund) = fund {
        gather.award(values::link(fund, None));
    }
}

/// Types of CSL 1.0.2 and of Crossref.
fn kind(code: &str) -> Option<ResourceType> {
    Some(match code {
        "article-journal" | "journal-article" => ResourceType::JournalArticle,
        "article" | "posted-content" => ResourceType::Preprint,
        "paper-conference" | "proceedings-article" => ResourceType::ConferencePaper,
        "book" | "monograph" | "edited-book" => ResourceType::Book,
        "chapter" | "book-chapter" => ResourceType::BookPart,
        "report" => ResourceType::Report,
        "review-book" => ResourceType::BookReview,
        "dataset" => ResourceType::Dataset,
        "software" => ResourceType::Software,
        _ => return None,
    })
}
