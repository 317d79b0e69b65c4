//! Works of `OpenAlex`: abstracts come as an index of their words.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::gather::Gather;
use super::super::{Foreign, values};
use super::described;
use super::json::{at, list, text, without_markup};
use crate::domain::vocabulary::find_place;
use crate::domain::{
    AccessRight, Affiliation, AwardNumber, Copy, CopyHost, Fund, Lang, Orcid, PartialDate, Person, ResourceType, Ror,
};
use crate::metadata::funder;

/// Words of the longest abstract that is put together again.
const MOST_WORDS: usize = 20_000;

/// Reads an answer.
pub(super) fn read(work: &Value) -> Option<Foreign> {
    if !at(work, "/id").is_string() {
        return None;
    }
    let mut gather = Gather::default();
    gather.language(&text(at(work, "/language")));
    gather.identifier(&text(at(work, "/doi")));
    gather.title(Lang::UND, &without_markup(&text(at(work, "/title"))));
    for authorship in list(at(work, "/authorships")) {
        gather.author(person(authorship));
    }
    gather.abstracted(Lang::UND, &words(at(work, "/abstract_inverted_index")));
    gather.resource_type(kind(&text(at(work, "/type"))));
    let location = at(work, "/primary_location");
    gather.rights(&text(at(location, "/license")));
    gather.journal_title(&text(at(location, "/source/display_name")));
    gather.journal().issn = values::issn(&text(at(location, "/source/issn_l")));
    let of = |name: &str| text(at(work, &format!("/biblio/{name}")));
    gather.numbers(&of("volume"), &of("issue"), &of("first_page"), &of("last_page"));
    add_funding(&mut gather, work);
    let mut foreign = gather.finish();
    foreign.metadata.dates.issue = values::date(&text(at(work, "/publication_date")));
    Some(foreign)
}

/// Reads a work as lists have it, with the copies that it knows of; `None` when it names no work.
pub(in super::super) fn openalex_work(work: &Value) -> Option<Foreign> {
    let mut foreign = read(work)?;
    foreign.metadata = described(foreign.metadata)?;
    let published = foreign.metadata.published();
    foreign.copies.extend(list(at(work, "/locations")).filter_map(|location| copy(location, published)));
    Some(foreign)
}

/// A copy where a location is a place of its own. One in a repository that is not open shows nothing; an open copy in an
/// open journal has been open since it was published, of others nobody says since when.
fn copy(location: &Value, published: Option<PartialDate>) -> Option<Copy> {
    let address = |name: &str| values::web_address(&text(at(location, &format!("/{name}"))));
    let url = address("landing_page_url").or_else(|| address("pdf_url"))?;
    let is_open = at(location, "/is_oa").as_bool();
    let is_repository = text(at(location, "/source/type")) == "repository";
    if is_repository && is_open != Some(true) {
        return None;
    }
    let usual = if is_repository { (CopyHost::Repository, None) } else { (CopyHost::Publisher, None) };
    let (host, repository_kind) = find_place(&url).map_or(usual, |place| (place.holder, place.kind));
    let journal_is_open = ["is_oa", "is_in_doaj"]
        .iter()
        .any(|name| at(location, &format!("/source/{name}")).as_bool() == Some(true) && host == CopyHost::Publisher);
    Some(Copy {
        host,
        repository_kind,
        version: values::version_address(&format!("info:eu-repo/semantics/{}", text(at(location, "/version")))),
        licence: values::licence(&text(at(location, "/license"))),
        access: is_open.map(|open| if open { AccessRight::Open } else { AccessRight::Restricted }),
        open_from: published.filter(|_| is_open == Some(true) && journal_is_open),
        seen_open: None,
        withdrawn: None,
        url: Some(url),
    })
}

/// Awards and funders, since 2025, and grants as they were called before; a funder by its id, its ROR or its name.
fn add_funding(gather: &mut Gather, work: &Value) {
    let named = |value: &Value, names: &[&str]| names.iter().map(|name| text(at(value, name))).collect::<Vec<_>>();
    let grants = list(at(work, "/awards")).chain(list(at(work, "/grants")));
    for grant in grants {
        let ids = named(grant, &["/funder_id", "/funder", "/funder_ror"]);
        let fund = ids.iter().find_map(|id| funder::find_by_id(id));
        let fund = fund.or_else(|| funder::find_by_name(&text(at(grant, "/funder_display_name"))));
        let numbers = named(grant, &["/doi", "/funder_award_id", "/award_id"]);
        let of_frq =
            fund.or_else(|| numbers.iter().any(|it| it.contains(AwardNumber::DOI_PREFIX)).then_some(Fund::Frq));
        if let Some(fund) = of_frq {
            let number = numbers.iter().filter(|text| !text.is_empty()).find_map(|text| AwardNumber::parse(text).ok());
            gather.award(values::link(fund, number));
        }
    }
    for named_funder in list(at(work, "/funders")) {
        let ids = named(named_funder, &["/id", "/ror"]);
        let fund = ids.iter().find_map(|id| funder::find_by_id(id));
        if let Some(fund) = fund.or_else(|| funder::find_by_name(&text(at(named_funder, "/display_name")))) {
            gather.award(values::link(fund, None));
        }
    }
}

fn person(authorship: &Value) -> Option<Person> {
    let name = text(at(authorship, "/author/display_name"));
    let (given, family) = name.rsplit_once(' ').unwrap_or(("", &name));
    let place = |place: &Value| {
        let name = text(at(place, "/display_name"));
        (!name.is_empty()).then(|| Affiliation { name, ror: Ror::parse(&text(at(place, "/ror"))).ok() })
    };
    let person = Person {
        given: given.to_owned(),
        family: family.to_owned(),
        orcid: Orcid::parse(&text(at(authorship, "/author/orcid"))).ok(),
        email: None,
        affiliations: list(at(authorship, "/institutions")).filter_map(place).collect(),
    };
    (!person.family.is_empty()).then_some(person)
}

/// An abstract from its words, each with the places where it stands.
fn words(index: &Value) -> String {
    let all = index.as_object().into_iter().flatten();
    let placed = all.flat_map(|(word, places)| list(places).filter_map(move |place| Some((place.as_u64()?, word))));
    let placed: BTreeMap<u64, &String> = placed.take(MOST_WORDS).collect();
    placed.into_values().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn kind(code: &str) -> Option<ResourceType> {
    Some(match code {
        "article" => ResourceType::JournalArticle,
        "review" => ResourceType::ReviewArticle,
        "preprint" => ResourceType::Preprint,
        "book" => ResourceType::Book,
        "book-chapter" => ResourceType::BookPart,
        "dataset" => ResourceType::Dataset,
        "report" => ResourceType::Report,
        _ => return None,
    })
}
