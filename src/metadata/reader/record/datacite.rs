//! Works of `DataCite`'s REST API (schema 4): `{"data": {"attributes": {…}}}`.

use serde_json::Value;

use super::super::gather::Gather;
use super::super::{Foreign, values};
use super::json::{list, text, without_markup};
use crate::domain::{Affiliation, AwardNumber, Fund, Lang, Orcid, Person, ResourceType, Ror};
use crate::metadata::funder;

/// Reads an answer.
pub(super) fn read(answer: &Value) -> Option<Foreign> {
    let work = &answer["data"]["attributes"];
    if !work.is_object() {
        return None;
    }
    let mut gather = Gather::default();
    gather.language(&text(&work["language"]));
    gather.identifier(&format!("doi:{}", text(&work["doi"])));
    for title in list(&work["titles"]).filter(|title| text(&title["titleType"]) != "Subtitle") {
        gather.title(lang(title), &without_markup(&text(&title["title"])));
    }
    for creator in list(&work["creators"]) {
        gather.author(person(creator));
    }
    for described in list(&work["descriptions"]).filter(|one| text(&one["descriptionType"]) == "Abstract") {
        gather.abstracted(lang(described), &without_markup(&text(&described["description"])));
    }
    for subject in list(&work["subjects"]) {
        gather.keyword(lang(subject), &text(&subject["subject"]));
    }
    let types = &work["types"];
    gather.resource_type(
        kind(&text(&types["resourceTypeGeneral"])).or_else(|| values::resource_type(&text(&types["resourceType"]))),
    );
    for rights in list(&work["rightsList"]) {
        gather.rights(&text(&rights["rightsUri"]));
        gather.rights(&text(&rights["rightsIdentifier"]));
    }
    for funding in list(&work["fundingReferences"]) {
        add_funding(&mut gather, funding);
    }
    add_journal(&mut gather, &work["container"]);
    gather.publisher(&text(&work["publisher"]));
    let mut foreign = gather.finish();
    add_dates(&mut foreign, work);
    Some(foreign)
}

fn lang(value: &Value) -> Lang {
    Lang::parse(&text(&value["lang"])).unwrap_or(Lang::UND)
}

fn add_journal(gather: &mut Gather, container: &Value) {
    gather.journal_title(&text(&container["title"]));
    if text(&container["identifierType"]) == "ISSN" {
        gather.journal().issn = values::issn(&text(&container["identifier"]));
    }
    let of = |name: &str| text(&container[name]);
    gather.numbers(&of("volume"), &of("issue"), &of("firstPage"), &of("lastPage"));
}

fn add_dates(foreign: &mut Foreign, work: &Value) {
    let of = |kind: &str| {
        let date = list(&work["dates"]).find(|date| text(&date["dateType"]) == kind);
        date.and_then(|date| values::date(&text(&date["date"])))
    };
    let dates = &mut foreign.metadata.dates;
    dates.accepted = of("Accepted");
    dates.issue = of("Issued").or_else(|| values::date(&text(&work["publicationYear"])));
}

fn person(creator: &Value) -> Option<Person> {
    let given = text(&creator["givenName"]);
    let family = text(&creator["familyName"]);
    let named = if family.is_empty() {
        values::person(&text(&creator["name"]))?
    } else {
        Person { given, family, ..Person::default() }
    };
    let orcid = list(&creator["nameIdentifiers"]).find_map(|id| Orcid::parse(&text(&id["nameIdentifier"])).ok());
    let place = |place: &Value| {
        let name = Some(text(place)).filter(|name| !name.is_empty()).unwrap_or_else(|| text(&place["name"]));
        let ror = Ror::parse(&text(&place["affiliationIdentifier"])).ok();
        (!name.is_empty()).then_some(Affiliation { name, ror })
    };
    Some(Person { orcid, affiliations: list(&creator["affiliation"]).filter_map(place).collect(), ..named })
}

fn add_funding(gather: &mut Gather, funding: &Value) {
    let id = text(&funding["funderIdentifier"]);
    let fund = funder::find_by_id(&id).or_else(|| funder::find_by_name(&text(&funding["funderName"])));
    let address = text(&funding["awardUri"]);
    let fund = fund.or_else(|| address.contains(AwardNumber::DOI_PREFIX).then_some(Fund::Frq));
    let Some(fund) = fund else { return };
    let number = [text(&funding["awardNumber"]), address].iter().find_map(|text| AwardNumber::parse(text).ok());
    gather.award(values::link(fund, number));
}

/// `resourceTypeGeneral` of schema 4.
fn kind(general: &str) -> Option<ResourceType> {
    Some(match general {
        "JournalArticle" => ResourceType::JournalArticle,
        "DataPaper" => ResourceType::DataPaper,
        "Preprint" => ResourceType::Preprint,
        "ConferencePaper" => ResourceType::ConferencePaper,
        "Book" => ResourceType::Book,
        "BookChapter" => ResourceType::BookPart,
        "Report" => ResourceType::Report,
        "Dataset" => ResourceType::Dataset,
        "Software" => ResourceType::Software,
        _ => return None,
    })
}
