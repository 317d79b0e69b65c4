//! OpenAIRE Guidelines for Literature Repositories 4.0, `oai_openaire`.

use super::gather::Gather;
use super::tree::Element;
use super::{Foreign, ReadError, Reader, tree, values};
use crate::domain::{Affiliation, AwardNumber, Fund, Orcid, Person, Ror};
use crate::metadata::funder;

/// Reads `oai_openaire`.
pub(super) struct Openaire;

impl Reader for Openaire {
    fn name(&self) -> &'static str {
        "oai_openaire"
    }

    fn aliases(&self) -> &'static [&'static str] {
        &["openaire", "oai_openaire4", "oai_openaire4science"]
    }

    fn namespaces(&self) -> &'static [&'static str] {
        &["http://namespace.openaire.eu/schema/oaire/"]
    }

    fn read(&self, xml: &str) -> Result<Foreign, ReadError> {
        let root = tree::parse(xml)?;
        let mut all = Gather::default();
        root.children.iter().for_each(|element| state(&mut all, element));
        let text = |name: &str| root.text_of(name);
        let pages = (text("citationStartPage"), text("citationEndPage"));
        all.numbers(&text("citationVolume"), &text("citationIssue"), &pages.0, &pages.1);
        Ok(all.finish())
    }
}

fn state(all: &mut Gather, element: &Element) {
    let text = element.text();
    match element.name.as_str() {
        "titles" => element.all("title").for_each(|title| all.title(title.lang(), &title.text())),
        "creators" => element.all("creator").for_each(|creator| all.author(person(creator))),
        "fundingReferences" => element.all("fundingReference").for_each(|reference| funding(all, reference)),
        "identifier" => all.identifier(&text),
        "alternateIdentifiers" => element.children.iter().for_each(|other| all.identifier(&other.text())),
        "relatedIdentifiers" => element.children.iter().for_each(|other| related(all, other)),
        "dates" => element.all("date").for_each(|date| match date.attribute("dateType") {
            "Issued" => all.issued(&date.text()),
            "Available" => all.available(&date.text()),
            _ => {}
        }),
        "language" => all.language(&text),
        "publisher" => all.publisher(&text),
        "resourceType" => {
            all.kind(element.attribute("uri"));
            all.kind(&text);
        }
        "description" => all.abstracted(element.lang(), element.lines()),
        "subjects" => element.all("subject").for_each(|word| all.keyword(word.lang(), &word.text())),
        "rights" => {
            all.rights(element.attribute("rightsURI"));
            all.rights(&text);
        }
        "licenseCondition" => {
            all.rights(element.attribute("uri"));
            all.rights(&text);
        }
        "version" => {
            all.version(element.attribute("uri"));
            all.version(&text);
        }
        "file" => all.file(&text),
        "citationTitle" => all.journal_title(&text),
        _ => {}
    }
}

fn person(creator: &Element) -> Option<Person> {
    let mut person = match creator.text_of("familyName") {
        family if family.is_empty() => values::person(&creator.text_of("creatorName"))?,
        family => Person { given: creator.text_of("givenName"), family, ..Person::default() },
    };
    person.orcid = creator.all("nameIdentifier").find_map(|id| Orcid::parse(&id.text()).ok());
    let places = creator.all("affiliation").filter(|place| !place.text().is_empty());
    let ror = |place: &Element| Ror::parse(place.attribute("affiliationIdentifier")).ok();
    person.affiliations = places.map(|place| Affiliation { name: place.text(), ror: ror(place) }).collect();
    Some(person)
}

/// A funder by its identifier or name; only those of the FRQ become links.
fn funding(all: &mut Gather, reference: &Element) {
    let by_id = funder::find_by_id(&reference.text_of("funderIdentifier"));
    let (name, stream) = (reference.text_of("funderName"), reference.text_of("fundingStream"));
    let by_name = || funder::find_by_name(&format!("{name} {stream}"));
    let award = reference.find("awardNumber");
    let number = award.and_then(|award| AwardNumber::parse(&award.text()).ok());
    let by_doi = || award.and_then(|award| values::award(award.attribute("awardURI"))).map(|link| link.fund);
    // The FRQ itself with a stream is the fund of that sector.
    let fund = by_id.filter(|fund| *fund != Fund::Frq).or_else(by_name).or(by_id).or_else(by_doi);
    if let Some(fund) = fund {
        all.award(values::link(fund, number));
    }
}

/// The DOI of the published version, the ISSN of the journal, a grant.
fn related(all: &mut Gather, element: &Element) {
    let text = element.text();
    match element.attribute("relationType") {
        "IsVersionOf" | "IsIdenticalTo" | "IsVariantFormOf" | "IsPreviousVersionOf"
            if element.attribute("relatedIdentifierType") == "DOI" =>
        {
            all.identifier(&text);
        }
        "IsPartOf" => {
            if let Some(issn) = values::issn(&text) {
                all.journal().issn.get_or_insert(issn);
            }
        }
        _ => values::award(&text).into_iter().for_each(|award| all.award(award)),
    }
}
