//! Entries of the bibliography as one line.

use super::tree::Element;

/// The text of a `ref`: as it is printed, or put together when it comes as bare fields (`element-citation`).
pub(super) fn text(entry: &Element) -> String {
    let label = entry.child("label").and_then(Element::text);
    let parts = entry.elements().filter_map(|part| match part.name.as_str() {
        "label" => None,
        "element-citation" => Some(fields(part)),
        "citation-alternatives" => {
            let printed = part.child("mixed-citation").and_then(Element::text);
            printed.or_else(|| part.child("element-citation").map(fields))
        }
        _ => part.text(),
    });
    let body = parts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    label.map_or(body.clone(), |label| format!("{label} {body}"))
}

/// `Family G., Family G. (year). Title. Source, volume(issue), first–last. doi:…`
fn fields(citation: &Element) -> String {
    let text = |name: &str| citation.child(name).and_then(Element::text);
    let mut parts = vec![people(citation)];
    parts.extend(text("year").map(|year| format!("({year})")));
    let title = ["article-title", "chapter-title", "part-title", "data-title"].iter().find_map(|name| text(name));
    parts.extend(title);
    parts.push(container(citation));
    parts.extend(text("publisher-name"));
    let ids = citation.children("pub-id").filter(|id| id.has("pub-id-type", &["doi"]));
    parts.extend(ids.filter_map(|id| Some(format!("doi:{}", id.text()?))));
    parts.extend(["uri", "ext-link"].iter().find_map(|name| text(name)));
    parts.retain(|part| !part.is_empty());
    parts.iter().map(|part| part.trim_end_matches('.')).collect::<Vec<_>>().join(". ")
}

fn people(citation: &Element) -> String {
    let name = |person: &Element| {
        let part = |wanted: &str| person.child(wanted).and_then(Element::text);
        match (part("surname"), part("given-names")) {
            (Some(family), Some(given)) => Some(format!("{family} {given}")),
            (family, given) => family.or(given).or_else(|| person.text()),
        }
    };
    let groups: Vec<&Element> = citation.children("person-group").collect();
    let first = groups.iter().find(|group| group.has("person-group-type", &["author"])).or(groups.first());
    let people = first.copied().unwrap_or(citation).elements();
    let named = people.filter(|person| matches!(person.name.as_str(), "name" | "string-name" | "collab"));
    named.filter_map(name).collect::<Vec<_>>().join(", ")
}

fn container(citation: &Element) -> String {
    let text = |name: &str| citation.child(name).and_then(Element::text);
    let issue = text("issue").map(|issue| format!("({issue})")).unwrap_or_default();
    let number = format!("{}{issue}", text("volume").unwrap_or_default());
    let pages = match (text("fpage"), text("lpage")) {
        (Some(first), Some(last)) => Some(format!("{first}–{last}")),
        (first, _) => first.or_else(|| text("elocation-id")),
    };
    let parts = [text("source"), Some(number), pages];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
