//! DSpace Intermediate Metadata: flat fields of a schema, an element and a qualifier.

use super::gather::Gather;
use super::tree::Element;
use super::{Foreign, ReadError, Reader, tree, values};
use crate::domain::{Affiliation, AwardNumber, Orcid, Ror};
use crate::metadata::funder;

/// Reads `dim`.
pub(super) struct Dim;

impl Reader for Dim {
    fn name(&self) -> &'static str {
        "dim"
    }

    fn namespaces(&self) -> &'static [&'static str] {
        &["http://www.dspace.org/xmlns/dspace/dim"]
    }

    fn read(&self, xml: &str) -> Result<Foreign, ReadError> {
        let root = tree::parse(xml)?;
        let mut all = Gather::default();
        root.all("field").for_each(|field| state(&mut all, field));
        let value =
            |name: &str| root.all("field").find(|field| dotted(field) == name).map(Element::text).unwrap_or_default();
        let pages = [value("oaire.citation.startPage"), value("oaire.citation.endPage")];
        let (volume, issue) = (value("oaire.citation.volume"), value("oaire.citation.issue"));
        all.numbers(&volume, &issue, &pages[0], &pages[1]);
        if all.available_from().is_none() {
            all.available(&value("dc.date.accessioned"));
        }
        Ok(all.finish())
    }
}

/// `dc.title.alternative`, whatever case the repository prefers for the schema.
fn dotted(field: &Element) -> String {
    let parts = ["mdschema", "element", "qualifier"].map(|name| field.attribute(name));
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty() && *part != "none").collect();
    parts.join(".")
}

fn state(all: &mut Gather, field: &Element) {
    let (lang, text) = (field.lang(), field.text());
    match dotted(field).as_str() {
        "dc.title" | "dc.title.alternative" | "dc.title.translated" => all.title(lang, &text),
        "dc.contributor.author" | "dc.creator" => author(all, field),
        "dc.contributor.affiliation" => affiliation(all, field),
        "dc.identifier.orcid" => orcid(all, &text),
        "dc.description.abstract" | "dc.description.resume" => all.abstracted(lang, field.lines()),
        "dc.subject" | "dc.subject.other" => all.keyword(lang, &text),
        "dc.publisher" => all.publisher(&text),
        "dc.date.issued" => all.issued(&text),
        "dc.date.accepted" => all.accepted(&text),
        "dc.date.available" => all.available(&text),
        "dc.rights.embargodate" | "dc.date.embargoend" | "local.embargo.terms" => all.embargo_end(&text),
        "dc.type" | "dc.type.coar" => {
            all.kind(field.attribute("authority"));
            all.kind(&text);
        }
        "oaire.version" | "dc.type.version" | "dcterms.version" => {
            all.version(field.attribute("authority"));
            all.version(&text);
        }
        "dc.language" | "dc.language.iso" => all.language(&text),
        "dc.identifier.doi" | "dc.identifier" | "dc.relation.isversionof" | "dcterms.isVersionOf" => {
            all.identifier(&text);
        }
        "dc.identifier.uri" => all.address(&text),
        "dc.identifier.issn" | "dc.relation.issn" => {
            if let Some(issn) = values::issn(&text) {
                all.journal().issn.get_or_insert(issn);
            }
        }
        "dc.relation.ispartof" | "oaire.citation.title" | "dc.relation.journal" | "oaire.citationTitle" => {
            all.journal_title(&text);
        }
        "dc.rights" | "dc.rights.license" | "dc.rights.uri" | "dc.rights.access" | "oaire.licenseCondition" => {
            all.rights(field.attribute("authority"));
            all.rights(&text);
        }
        "dc.relation" => all.relation(&text),
        "oaire.awardNumber" | "dc.relation.grantnumber" => award_number(all, field),
        "dc.contributor.funder" | "dc.contributor.sponsor" | "oaire.funderName" => {
            let named = funder::find_by_id(field.attribute("authority"));
            named.map(|fund| values::link(fund, None)).into_iter().for_each(|link| all.award(link));
            all.sponsor(&text);
        }
        "dc.description.sponsorship" | "dc.description.acknowledgements" | "dc.description" => all.sponsor(&text),
        _ => {}
    }
}

fn author(all: &mut Gather, field: &Element) {
    all.author(values::person(&field.text()));
    orcid(all, field.attribute("authority"));
}

fn orcid(all: &mut Gather, text: &str) {
    if let (Some(author), Ok(orcid)) = (all.last_author(), Orcid::parse(text)) {
        author.orcid.get_or_insert(orcid);
    }
}

/// The place of the author before it, where the repository says them one after the other.
fn affiliation(all: &mut Gather, field: &Element) {
    let (name, ror) = (field.text(), Ror::parse(field.attribute("authority")).ok());
    if let Some(author) = all.last_author().filter(|_| !name.is_empty()) {
        author.affiliations.push(Affiliation { name, ror });
    }
}

/// The number of an award says its funder only in the form of the FRQ's own DOI.
fn award_number(all: &mut Gather, field: &Element) {
    let address = field.attribute("authority");
    let known = values::award(address).or_else(|| values::award(&field.text()));
    let known = known.filter(|link| link.number.is_some());
    match known {
        Some(link) => all.award(link),
        None if AwardNumber::parse(&field.text()).is_ok() => {}
        None => all.sponsor(&field.text()),
    }
}
