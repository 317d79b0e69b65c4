//! The XMP packet of an article, for the copy of its PDF that says itself what it is.
//!
//! ISO 16684-1 (XMP); Dublin Core and XMP rights as its part 1 §8 has them; PRISM Basic Metadata 2.0 and NISO RP-8-2008
//! (journal article versions) as publishers write them; Creative Commons, "XMP recommendations".

use super::text::one_line;
use super::xml::Fragment;
use super::{Record, oai_dc};
use crate::domain::description::FileDescription;
use crate::domain::{Lang, Licence, Localised, Person};

/// Namespaces of the packet (the addresses are names; nothing is fetched).
const NAMESPACES: [(&str, &str); 7] = [
    ("xmlns:dc", oai_dc::DC),
    ("xmlns:prism", "http://prismstandard.org/namespaces/basic/2.0/"),
    ("xmlns:xmp", "http://ns.adobe.com/xap/1.0/"),
    ("xmlns:xmpRights", "http://ns.adobe.com/xap/1.0/rights/"),
    ("xmlns:pdf", "http://ns.adobe.com/pdf/1.3/"),
    ("xmlns:jav", "http://www.niso.org/schemas/jav/1.0/"),
    ("xmlns:cc", "http://creativecommons.org/ns#"),
];
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// Head of a packet (ISO 16684-1 §7.3.2); the address-like id is the same in all packets.
const HEAD: &str = "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n";
/// Tail of a packet that may not be changed in place (§7.3.2).
const TAIL: &str = "\n<?xpacket end=\"r\"?>";

/// What the PDF of an article is made to say of itself.
#[must_use]
pub fn describe(record: &Record<'_>) -> FileDescription {
    let metadata = record.metadata;
    let title = metadata.main_title().map(|title| one_line(&title.text)).unwrap_or_default();
    let entries = [
        ("Title", title),
        ("Author", join(metadata.authors.iter().map(Person::display_name), "; ")),
        ("Keywords", join(metadata.keywords.iter().map(|word| word.text.clone()), "; ")),
        ("Subject", metadata.doi.as_ref().map(|doi| format!("doi:{doi}")).unwrap_or_default()),
        ("ModDate", record.changed.map(|at| at.strftime("D:%Y%m%d%H%M%SZ").to_string()).unwrap_or_default()),
    ];
    let filled = entries.into_iter().filter(|(_, value)| !value.is_empty());
    FileDescription {
        info: filled.map(|(key, value)| (key.to_owned(), value)).collect(),
        language: metadata.language.filter(|lang| *lang != Lang::UND),
        xmp: packet(record),
    }
}

/// Texts on one line each, with what separates them.
fn join(texts: impl Iterator<Item = String>, separator: &str) -> String {
    texts.map(|text| one_line(&text)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(separator)
}

fn packet(record: &Record<'_>) -> String {
    let mut xml = Fragment::default();
    xml.open("x:xmpmeta", &[("xmlns:x", "adobe:ns:meta/")]);
    xml.open("rdf:RDF", &[("xmlns:rdf", RDF)]);
    xml.open("rdf:Description", &NAMESPACES);
    dublin_core(&mut xml, record);
    prism(&mut xml, record);
    rights(&mut xml, record);
    history(&mut xml, record);
    xml.close("rdf:Description");
    xml.close("rdf:RDF");
    xml.close("x:xmpmeta");
    // An empty address stands for the file itself (§7.4); the writer of fragments leaves empty attributes out.
    let body = xml.finish().replacen("<rdf:Description ", "<rdf:Description rdf:about=\"\" ", 1);
    format!("{HEAD}{body}{TAIL}")
}

fn dublin_core(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    let main = metadata.language.unwrap_or(Lang::UND);
    alternatives(xml, "dc:title", main, &metadata.titles);
    list(xml, "dc:creator", "rdf:Seq", metadata.authors.iter().map(Person::display_name));
    alternatives(xml, "dc:description", main, &metadata.abstracts);
    list(xml, "dc:subject", "rdf:Bag", metadata.keywords.iter().map(|word| word.text.clone()));
    list(
        xml,
        "dc:language",
        "rdf:Bag",
        metadata.language.filter(|lang| *lang != Lang::UND).map(|lang| lang.to_string()),
    );
    list(xml, "dc:publisher", "rdf:Bag", metadata.journal.as_ref().and_then(|journal| journal.publisher.clone()));
    list(xml, "dc:date", "rdf:Seq", record.date().map(|date| date.to_string()));
    let doi = metadata.doi.as_ref().map(crate::domain::Doi::url);
    xml.line("dc:identifier", &[], &doi.unwrap_or_else(|| record.url.to_string()));
    xml.line("dc:source", &[], &record.url);
    xml.line("dc:format", &[], record.media_type.as_str());
}

fn prism(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    if let Some(doi) = &metadata.doi {
        xml.line("prism:doi", &[], doi.as_str());
    }
    xml.line("prism:url", &[], &record.url);
    if let Some(date) = metadata.published() {
        xml.line("prism:publicationDate", &[], &date.to_string());
    }
    let Some(journal) = &metadata.journal else { return };
    xml.line("prism:publicationName", &[], &journal.title);
    let issn = journal.issn.as_ref().map(ToString::to_string);
    let (first, last) = record.page_range();
    for (name, value) in [
        ("prism:issn", issn.as_deref()),
        ("prism:volume", journal.volume.as_deref()),
        ("prism:number", journal.issue.as_deref()),
        ("prism:startingPage", first),
        ("prism:endingPage", last),
    ] {
        xml.line(name, &[], value.unwrap_or_default());
    }
}

/// The licence for people (`UsageTerms`), its address for machines (`WebStatement`, `cc:license`), and whether rights are
/// kept at all (`Marked`, false in the public domain).
fn rights(xml: &mut Fragment, record: &Record<'_>) {
    let Some(licence) = record.metadata.licence.as_ref().filter(|licence| licence.code() != Licence::UNKNOWN) else {
        return;
    };
    let free = matches!(licence.code(), "cc0-1.0" | "pdm-1.0");
    xml.line("xmpRights:Marked", &[], if free { "False" } else { "True" });
    let terms = [Lang::FR, Lang::EN].map(|lang| Localised::new(lang, &licence.label(lang)));
    alternatives(xml, "dc:rights", Lang::FR, &terms);
    alternatives(xml, "xmpRights:UsageTerms", Lang::FR, &terms);
    if let Some(uri) = licence.uri() {
        xml.line("xmpRights:WebStatement", &[], &uri);
        xml.empty("cc:license", &[("rdf:resource", &uri)]);
    }
}

fn history(xml: &mut Fragment, record: &Record<'_>) {
    if let Some(version) = record.metadata.known_version() {
        xml.line("jav:journal_article_version", &[], version.code());
    }
    xml.line("pdf:Keywords", &[], &join(record.metadata.keywords.iter().map(|word| word.text.clone()), "; "));
    if let Some(changed) = record.changed {
        let stamp = changed.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        xml.line("xmp:ModifyDate", &[], &stamp);
        xml.line("xmp:MetadataDate", &[], &stamp);
    }
}

/// Texts by language, one a language; the one in the article's own language is the default (§8.2.2.4).
fn alternatives(xml: &mut Fragment, name: &str, main: Lang, texts: &[Localised]) {
    let Some(default) = Localised::pick(texts, main) else { return };
    xml.group(name, &[], |xml| {
        xml.group("rdf:Alt", &[], |xml| {
            xml.line("rdf:li", &[("xml:lang", "x-default")], &default.text);
            let mut told: Vec<Lang> = vec![Lang::UND];
            for text in texts {
                if !told.contains(&text.lang) {
                    told.push(text.lang);
                    xml.line("rdf:li", &[("xml:lang", text.lang.as_str())], &text.text);
                }
            }
        });
    });
}

/// A list of texts (§7.7).
fn list(xml: &mut Fragment, name: &str, kind: &str, texts: impl IntoIterator<Item = String>) {
    xml.group(name, &[], |xml| {
        xml.group(kind, &[], |xml| {
            for text in texts {
                xml.line("rdf:li", &[], &text);
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Metadata;
    use crate::metadata::samples;

    fn xmp(metadata: &Metadata) -> String {
        describe(&samples::record(metadata)).xmp
    }

    /// The packet between its processing instructions, read by a strict reader.
    fn is_well_formed(packet: &str) -> bool {
        let mut reader = quick_xml::Reader::from_str(packet);
        let mut depth = 0;
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Start(_)) => depth += 1,
                Ok(quick_xml::events::Event::End(_)) => depth -= 1,
                Ok(quick_xml::events::Event::Eof) => return depth == 0,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
    }

    #[test]
    fn a_packet_says_title_authors_language_rights_and_identifiers() {
        let packet = xmp(&samples::full());
        for part in [
            "<rdf:li xml:lang=\"x-default\">Lacs de thermokarst et tourbières du Nunavik</rdf:li>",
            "<rdf:li xml:lang=\"en\">Thermokarst lakes and peatlands of Nunavik</rdf:li>",
            "<dc:creator><rdf:Seq><rdf:li>Marie-Ève Tremblay</rdf:li><rdf:li>Jaani P. Qumaq</rdf:li>",
            "<dc:language><rdf:Bag><rdf:li>fr</rdf:li></rdf:Bag></dc:language>",
            "<dc:identifier>https://doi.org/10.5555/essai.42</dc:identifier>",
            "<prism:doi>10.5555/essai.42</prism:doi>",
            "<prism:startingPage>45</prism:startingPage>",
            "<xmpRights:WebStatement>https://creativecommons.org/licenses/by/4.0/</xmpRights:WebStatement>",
            "<rdf:Description rdf:about=\"\" xmlns:dc=",
            "<cc:license rdf:resource=\"https://creativecommons.org/licenses/by/4.0/\"/>",
            "<jav:journal_article_version>AM</jav:journal_article_version>",
        ] {
            assert!(packet.contains(part), "{part} in {packet}");
        }
        assert!(packet.starts_with("<?xpacket begin=\"\u{FEFF}\"") && packet.ends_with("<?xpacket end=\"r\"?>"));
        assert!(!packet.contains("secret@example.org"));
    }

    #[test]
    fn hostile_and_empty_metadata_give_a_packet_too() {
        for metadata in [samples::hostile(), Metadata::default()] {
            let packet = xmp(&metadata);
            assert!(is_well_formed(&packet), "{packet}");
            assert!(!packet.contains(['\u{0}', '\u{FFFE}']));
        }
    }

    #[test]
    fn the_information_dictionary_agrees_with_the_packet() {
        let described = describe(&samples::record(&samples::full()));
        let entry = |key: &str| described.info.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        assert_eq!(entry("Title"), Some("Lacs de thermokarst et tourbières du Nunavik"));
        assert_eq!(entry("Author"), Some("Marie-Ève Tremblay; Jaani P. Qumaq; Groupe Toundra"));
        assert_eq!(entry("ModDate"), Some("D:20250402102030Z"));
        assert_eq!(described.language, Some(Lang::FR));
        assert!(described.xmp.contains("<xmp:ModifyDate>2025-04-02T10:20:30Z</xmp:ModifyDate>"));
    }

    #[test]
    fn nothing_is_claimed_of_rights_that_nobody_stated() {
        let packet = xmp(&Metadata { licence: Some(Licence::unknown()), ..samples::full() });
        assert!(!packet.contains("xmpRights:Marked") && !packet.contains("dc:rights"), "{packet}");
    }
}
