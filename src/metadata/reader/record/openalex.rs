//! Works of `OpenAlex`: abstracts come as an index of their words.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::gather::Gather;
use super::super::{Foreign, values};
use super::json::{at, list, text, without_markup};
use crate::domain::{Affiliation, AwardNumber, Lang, Orcid, Person, ResourceType, Ror};
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
    for grant in list(at(work, "/grants")) {
        if let Some(fund) = funder::find_by_name(&text(at(grant, "/funder_display_name"))) {
            gather.award(values::link(fund, AwardNumber::parse(&text(at(grant, "/award_id"))).ok()));
        }
    }
    let mut foreign = gather.finish();
    foreign.metadata.dates.issue = values::date(&text(at(work, "/publication_date")));
    Some(foreign)
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
