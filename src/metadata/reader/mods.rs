//! MODS 3, as libraries and repository software write it.

use super::gather::Gather;
use super::tree::Element;
use super::{Foreign, ReadError, Reader, tree, values};
use crate::domain::{Affiliation, Orcid, Person};
use crate::metadata::funder;

/// Reads `mods`.
pub(super) struct Mods;

impl Reader for Mods {
    fn name(&self) -> &'static str {
        "mods"
    }

    fn aliases(&self) -> &'static [&'static str] {
        &["oai_mods"]
    }

    fn namespaces(&self) -> &'static [&'static str] {
        &["http://www.loc.gov/mods/v3"]
    }

    fn read(&self, xml: &str) -> Result<Foreign, ReadError> {
        let root = tree::parse(xml)?;
        // A collection of one is common.
        let root = root.find("mods").unwrap_or(&root);
        let mut all = Gather::default();
        root.children.iter().for_each(|element| state(&mut all, element));
        Ok(all.finish())
    }
}

fn state(all: &mut Gather, element: &Element) {
    let (lang, text) = (element.lang(), element.text());
    match element.name.as_str() {
        "titleInfo" => all.title(lang, &title(element)),
        "name" => name(all, element),
        "genre" => {
            all.kind(element.attribute("valueURI"));
            all.kind(&text);
        }
        "originInfo" => origin(all, element),
        "language" => element.all("languageTerm").for_each(|term| all.language(&term.text())),
        "abstract" => all.abstracted(lang, element.lines()),
        "subject" => element.all("topic").for_each(|topic| all.keyword(lang, &topic.text())),
        "note" => note(all, element),
        "identifier" => match element.attribute("type") {
            "doi" | "uri" | "hdl" | "" => all.identifier(&text),
            _ => {}
        },
        "location" => element.all("url").for_each(|url| match url.attribute("access") {
            "raw object" => all.file(&url.text()),
            _ => all.address(&url.text()),
        }),
        "relatedItem" => related(all, element),
        "accessCondition" => rights(all, element),
        _ => {}
    }
}

/// Article, title and subtitle of a `titleInfo`.
fn title(element: &Element) -> String {
    let main = format!("{} {}", element.text_of("nonSort"), element.text_of("title"));
    match element.text_of("subTitle") {
        sub if sub.is_empty() => main,
        sub => format!("{main}: {sub}"),
    }
}

fn name(all: &mut Gather, element: &Element) {
    let roles: Vec<String> = element.inside("role").map(|term| term.text().to_lowercase()).collect();
    let is = |wanted: &[&str]| roles.iter().any(|role| wanted.contains(&role.as_str()));
    if is(&["fnd", "funder", "spn", "sponsor"]) {
        let ids = element.all("nameIdentifier").map(Element::text);
        let fund = ids.chain([element.attribute("valueURI").to_owned()]).find_map(|id| funder::find_by_id(&id));
        if let Some(fund) = fund {
            all.award(values::link(fund, None));
        }
        element.all("namePart").for_each(|part| all.sponsor(&part.text()));
    } else if roles.is_empty() || is(&["aut", "author", "auteur", "cre", "creator"]) {
        all.author(person(element));
    }
}

fn person(element: &Element) -> Option<Person> {
    let part = |kind: &str| {
        let parts = element.all("namePart").filter(|part| part.attribute("type") == kind);
        parts.map(Element::text).collect::<Vec<_>>().join(" ")
    };
    let (family, given) = (part("family"), part("given"));
    let mut person =
        if family.is_empty() { values::person(&part(""))? } else { Person { given, family, ..Person::default() } };
    person.orcid = element.all("nameIdentifier").find_map(|id| Orcid::parse(&id.text()).ok());
    let places = element.all("affiliation").map(Element::text).filter(|name| !name.is_empty());
    person.affiliations = places.map(|name| Affiliation { name, ror: None }).collect();
    Some(person)
}

fn origin(all: &mut Gather, element: &Element) {
    all.publisher(&element.text_of("publisher"));
    element.all("dateIssued").for_each(|date| all.issued(&date.text()));
    for date in element.all("dateOther") {
        match date.attribute("type") {
            "accepted" => all.accepted(&date.text()),
            "available" => all.available(&date.text()),
            "embargo" => all.embargo_end(&date.text()),
            _ => {}
        }
    }
}

fn note(all: &mut Gather, element: &Element) {
    let text = element.text();
    match element.attribute("type") {
        "version" => {
            all.version(element.attribute("typeURI"));
            all.version(&text);
        }
        "funding" | "acknowledgments" | "acknowledgements" | "sponsorship" | "" => all.sponsor(&text),
        _ => {}
    }
}

/// The journal, or the award that an address names.
fn related(all: &mut Gather, element: &Element) {
    if let Some(award) = values::award(element.attribute("href")) {
        all.award(award);
    }
    if element.attribute("type") != "host" {
        return;
    }
    element.all("titleInfo").for_each(|info| all.journal_title(&title(info)));
    for identifier in element.all("identifier").filter(|id| id.attribute("type") == "issn") {
        if let Some(issn) = values::issn(&identifier.text()) {
            all.journal().issn.get_or_insert(issn);
        }
    }
    let Some(part) = element.find("part") else { return };
    let number = |kind: &str| {
        part.all("detail").find(|detail| detail.attribute("type") == kind).map(|detail| detail.text_of("number"))
    };
    let extent = part.find("extent");
    let page = |name: &str| extent.map(|extent| extent.text_of(name)).unwrap_or_default();
    let (volume, issue) = (number("volume").unwrap_or_default(), number("issue").unwrap_or_default());
    all.numbers(&volume, &issue, &page("start"), &page("end"));
}

fn rights(all: &mut Gather, element: &Element) {
    let text = element.text();
    if element.attribute("type") == "embargo end date" {
        return all.embargo_end(&text);
    }
    all.rights(element.attribute("href"));
    all.rights(&text);
}
