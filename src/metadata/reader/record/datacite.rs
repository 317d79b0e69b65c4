//! Works of `DataCite`'s REST API (schema 4): `{"data": {"attributes": {…}}}`.

use serde_json::Value;

use super::super::gather::Gather;
use super::super::{Foreign, values};
use super::json::{at, list, text, without_markup};
use crate::domain::{Affiliation, AwardNumber, Fund, Lang, Orcid, Person, ResourceType, Ror};
use crate::metadata::funder;

/// Reads an answer.
pub(super) fn read(answer: &Value) -> Option<Foreign> {
    let work = at(answer, "/data/attributes");
    if !work.is_object() {
        return None;
    }
    let mut gather = Gather::default();
    gather.language(&text(at(work, "/language")));
    gather.identifier(&format!("doi:{}", text(at(work, "/doi"))));
    for title in list(at(work, "/titles")).filter(|title| text(at(title, "/titleType")) != "Subtitle") {
        gather.title(lang(title), &without_markup(&text(at(title, "/title"))));
    }
    for creator in list(at(work, "/creators")) {
        gather.author(person(creator));
    }
    for described in list(at(work, "/descriptions")).filter(|one| text(at(one, "/descriptionType")) == "Abstract") {
        gather.abstracted(lang(described), &without_markup(&text(at(described, "/description"))));
    }
    for subject in list(at(work, "/subjects")) {
        gather.keyword(lang(subject), &text(at(subject, "/subject")));
    }
    let types = at(work, "/types");
    gather.resource_type(
        kind(&text(at(types, "/resourceTypeGeneral")))
            .or_else(|| values::resource_type(&text(at(types, "/resourceType")))),
    );
    for rights in list(at(work, "/rightsList")) {
        gather.rights(&text(at(rights, "/rightsUri")));
        gather.rights(&text(at(rights, "/rightsIdentifier")));
    }
    for funding in list(at(work, "/fundingReferences")) {
        add_funding(&mut gather, funding);
    }
    add_journal(&mut gather, at(work, "/container"));
    gather.publisher(&text(at(work, "/publisher")));
    let mut foreign = gather.finish();
    add_dates(&mut foreign, work);
    Some(foreign)
}

fn lang(value: &Value) -> Lang {
    Lang::parse(&text(at(value, "/lang"))).unwrap_or(Lang::UND)
}

fn add_journal(gather: &mut Gather, container: &Value) {
    gather.journal_title(&text(at(container, "/title")));
    if text(at(container, "/identifierType")) == "ISSN" {
        gather.journal().issn = values::issn(&text(at(container, "/identifier")));
    }
    let of = |name: &str| text(at(container, &format!("/{name}")));
    gather.numbers(&of("volume"), &of("issue"), &of("firstPage"), &of("lastPage"));
}

fn add_dates(foreign: &mut Foreign, work: &Value) {
    let of = |kind: &str| {
        let date = list(at(work, "/dates")).find(|date| text(at(date, "/dateType")) == kind);
        date.and_then(|date| values::date(&text(at(date, "/date"))))
    };
    let dates = &mut foreign.metadata.dates;
    dates.accepted = of("Accepted");
    dates.issue = of("Issued").or_else(|| values::date(&text(at(work, "/publicationYear"))));
}

fn person(creator: &Value) -> Option<Person> {
    let given = text(at(creator, "/givenName"));
    let family = text(at(creator, "/familyName"));
    let named = if family.is_empty() {
        values::person(&text(at(creator, "/name")))?
    } else {
        Person { given, family, ..Person::default() }
    };
    let orcid =
        list(at(creator, "/nameIdentifiers")).find_map(|id| Orcid::parse(&text(at(id, "/nameIdentifier"))).ok());
    let place = |place: &Value| {
        let name = Some(text(place)).filter(|name| !name.is_empty()).unwrap_or_else(|| text(at(place, "/name")));
        let ror = Ror::parse(&text(at(place, "/affiliationIdentifier"))).ok();
        (!name.is_empty()).then_some(Affiliation { name, ror })
    };
    Some(Person { orcid, affiliations: list(at(creator, "/affiliation")).filter_map(place).collect(), ..named })
}

fn add_funding(gather: &mut Gather, funding: &Value) {
    let id = text(at(funding, "/funderIdentifier"));
    let fund = funder::find_by_id(&id).or_else(|| funder::find_by_name(&text(at(funding, "/funderName"))));
    let address = text(at(funding, "/awardUri"));
    let fund = fund.or_else(|| address.contains(AwardNumber::DOI_PREFIX).then_some(Fund::Frq));
    let Some(fund) = fund else { return };
    let number = [text(at(funding, "/awardNumber")), address].iter().find_map(|text| AwardNumber::parse(text).ok());
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
