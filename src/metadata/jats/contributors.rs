//! `contrib-group`: authors with their ORCID iDs and affiliations.

use super::tree::{Element, Node};
use crate::domain::{Affiliation, Orcid, Person, Ror};
use crate::metadata::text::one_line;

/// The authors in the order of the byline.
pub(super) fn read(meta: &Element) -> Vec<Person> {
    let affiliations: Vec<&Element> = meta.find_all("aff");
    let groups = meta.children("contrib-group").filter(|group| !group.has("content-type", &["editor", "editors"]));
    let contributors: Vec<&Element> =
        groups.flat_map(|group| group.children("contrib")).filter(|c| is_author(c)).collect();
    let mut people: Vec<Person> = contributors.iter().filter_map(|contrib| person(contrib, &affiliations)).collect();
    // One affiliation without references is everybody's (JATS4R, authors and affiliations).
    if let [only] = affiliations.as_slice()
        && people.iter().all(|person| person.affiliations.is_empty())
    {
        for person in &mut people {
            person.affiliations = affiliation(only).into_iter().collect();
        }
    }
    people
}

fn is_author(contrib: &Element) -> bool {
    contrib.attribute("contrib-type").is_none_or(|kind| matches!(kind, "author" | "collab" | "group" | ""))
}

fn person(contrib: &Element, affiliations: &[&Element]) -> Option<Person> {
    let (family, given) = name(contrib)?;
    let orcid = contrib.children("contrib-id").filter_map(Element::text).find_map(|id| Orcid::parse(&id).ok());
    // Older files give the iD as a link.
    let linked =
        || contrib.children("uri").filter_map(|uri| uri.attribute("href")).find_map(|id| Orcid::parse(id).ok());
    let email = contrib.find("email").and_then(Element::text);
    Some(Person { given, family, orcid: orcid.or_else(linked), email, affiliations: places(contrib, affiliations) })
}

/// Family and given names; a group is a family name alone.
fn name(contrib: &Element) -> Option<(String, String)> {
    if let Some(collab) = contrib.find("collab").or_else(|| contrib.find("on-behalf-of")) {
        let mut text = String::new();
        let own = |node: &&Node| !matches!(node, Node::Element(inner) if inner.name == "contrib-group" || inner.name == "aff");
        collab.nodes.iter().filter(own).for_each(|node| node.push_inline(&mut text));
        return Some((one_line(&text), String::new())).filter(|(family, _)| !family.is_empty());
    }
    let name = contrib.find("name").or_else(|| contrib.find("string-name"))?;
    let part = |wanted: &str| name.child(wanted).and_then(Element::text);
    let with_suffix = |family: String| match part("suffix") {
        Some(suffix) => format!("{family} {suffix}"),
        None => family,
    };
    match (part("surname"), part("given-names")) {
        (Some(family), given) => Some((with_suffix(family), given.unwrap_or_default())),
        (None, Some(given)) => Some((given, String::new())),
        (None, None) => name.text().map(|whole| (whole, String::new())),
    }
}

/// Affiliations inside the contributor, then those it refers to.
fn places(contrib: &Element, affiliations: &[&Element]) -> Vec<Affiliation> {
    let inner = contrib.children("aff");
    let ids = contrib.children("xref").filter(|xref| xref.has("ref-type", &["aff"])).filter_map(|x| x.attribute("rid"));
    let referred =
        ids.flat_map(str::split_whitespace).filter_map(|id| affiliations.iter().find(|a| a.has("id", &[id])));
    inner.chain(referred.copied()).filter_map(affiliation).collect()
}

/// The institutions of an `aff` as one name, or its text without label and address of mail.
fn affiliation(aff: &Element) -> Option<Affiliation> {
    let names: Vec<String> = aff.find_all("institution").into_iter().filter_map(Element::text).collect();
    let name = if names.is_empty() { own_text(aff) } else { names.join(", ") };
    let ids = aff.find_all("institution-id");
    let ror = ids.iter().filter_map(|id| id.text()).find_map(|id| Ror::parse(&id).ok());
    (!name.is_empty()).then_some(Affiliation { name, ror })
}

fn own_text(aff: &Element) -> String {
    let mut text = String::new();
    let kept = |node: &&Node| !matches!(node, Node::Element(inner) if matches!(inner.name.as_str(), "label" | "sup" | "email" | "institution-id"));
    aff.nodes.iter().filter(kept).for_each(|node| node.push_inline(&mut text));
    one_line(&text).trim_matches([',', ';', ' ']).to_owned()
}
