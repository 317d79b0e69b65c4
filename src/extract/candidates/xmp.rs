//! The XMP packet (ISO 16684-1): Dublin Core, PRISM and rights, by local names.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Values of the packet that matter here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Xmp {
    pub(super) titles: Vec<String>,
    pub(super) creators: Vec<String>,
    pub(super) languages: Vec<String>,
    pub(super) dois: Vec<String>,
    pub(super) rights: Vec<String>,
    pub(super) journals: Vec<String>,
    pub(super) volumes: Vec<String>,
    pub(super) issues: Vec<String>,
    pub(super) first_pages: Vec<String>,
    pub(super) last_pages: Vec<String>,
    pub(super) page_ranges: Vec<String>,
    pub(super) issns: Vec<String>,
}

/// Events after which a packet is given up.
const MOST_EVENTS: usize = 100_000;

/// Reads a packet as far as it is well formed.
pub(super) fn read(packet: &[u8]) -> Xmp {
    let mut xmp = Xmp::default();
    let text = String::from_utf8_lossy(packet);
    let mut reader = Reader::from_str(&text);
    let mut path: Vec<String> = Vec::new();
    let mut value = String::new();
    for _ in 0..MOST_EVENTS {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                attributes(&mut xmp, &start);
                path.push(local(start.local_name().as_ref()));
                value.clear();
            }
            Ok(Event::Empty(start)) => attributes(&mut xmp, &start),
            Ok(Event::Text(text)) => value.push_str(&text),
            Ok(Event::GeneralRef(reference)) => value.push_str(&unescape(&format!("&{};", &*reference))),
            Ok(Event::End(_)) => {
                let place = path.iter().rev().find(|name| !matches!(name.as_str(), "li" | "alt" | "seq" | "bag"));
                if let Some(place) = place {
                    keep(&mut xmp, place, &value);
                }
                value.clear();
                path.pop();
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    xmp
}

fn local(name: &str) -> String {
    name.to_lowercase()
}

fn unescape(value: &str) -> String {
    quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), std::borrow::Cow::into_owned)
}

fn attributes(xmp: &mut Xmp, start: &BytesStart<'_>) {
    for attribute in start.attributes().flatten() {
        let name = local(attribute.key.local_name().as_ref());
        keep(xmp, &name, &unescape(&attribute.value));
    }
}

fn keep(xmp: &mut Xmp, name: &str, value: &str) {
    let value = value.trim();
    let target = match name {
        "title" => &mut xmp.titles,
        "creator" => &mut xmp.creators,
        "language" => &mut xmp.languages,
        "doi" => &mut xmp.dois,
        "identifier" if value.contains("10.") => &mut xmp.dois,
        "rights" | "webstatement" | "license" | "licenseref" | "usageterms" => &mut xmp.rights,
        "publicationname" => &mut xmp.journals,
        "volume" => &mut xmp.volumes,
        "number" => &mut xmp.issues,
        "startingpage" => &mut xmp.first_pages,
        "endingpage" => &mut xmp.last_pages,
        "pagerange" => &mut xmp.page_ranges,
        "issn" | "eissn" => &mut xmp.issns,
        _ => return,
    };
    if !value.is_empty() && target.len() < 200 && !target.iter().any(|known| known == value) {
        target.push(value.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_from_elements_and_attributes() {
        let packet = br#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="r" xmlns:dc="d" xmlns:prism="p">
            <rdf:Description prism:doi="10.5555/a"><dc:title><rdf:Alt><rdf:li>Un titre</rdf:li></rdf:Alt></dc:title>
            <dc:creator><rdf:Seq><rdf:li>A. Un</rdf:li><rdf:li>B. Deux</rdf:li></rdf:Seq></dc:creator>
            </rdf:Description></rdf:RDF></x:xmpmeta>"#;
        let xmp = read(packet);
        assert_eq!(xmp.titles, ["Un titre"]);
        assert_eq!(xmp.creators, ["A. Un", "B. Deux"]);
        assert_eq!(xmp.dois, ["10.5555/a"]);
    }

    #[test]
    fn a_broken_packet_gives_what_came_before() {
        assert_eq!(read(b"<a><title>Un titre</title><b"), Xmp { titles: vec!["Un titre".into()], ..Xmp::default() });
    }
}
