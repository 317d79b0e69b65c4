//! What holds for every format of the registry.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::domain::{Metadata, ResourceType};
use crate::metadata::reading::read;

/// The formats that OAI-PMH carries.
fn xml_formats() -> impl Iterator<Item = (&'static dyn Crosswalk, XmlFormat)> {
    formats().iter().filter_map(|crosswalk| Some((*crosswalk, crosswalk.format().xml?)))
}

#[test]
fn every_format_is_found_by_its_name_and_the_first_of_a_media_type_by_that() {
    for crosswalk in formats() {
        let format = crosswalk.format();
        assert_eq!(find(format.prefix).unwrap().format(), format);
        let negotiated = format!("{}; charset=utf-8", format.media_type.to_uppercase());
        assert_eq!(find_by_media_type(&negotiated).unwrap().format().media_type, format.media_type);
    }
    assert!(find("oai_d").is_none());
    assert_eq!(formats()[0].format().prefix, "oai_dc");
    assert_eq!(find_by_media_type("application/xml").unwrap().format().prefix, "oai_dc");
    let names: HashSet<_> = formats().iter().map(|crosswalk| crosswalk.format().prefix).collect();
    assert_eq!(names.len(), formats().len());
}

#[test]
fn every_format_writes_a_full_a_hostile_and_an_empty_record() {
    for crosswalk in formats() {
        for metadata in [samples::full(), samples::hostile(), Metadata::default()] {
            let text = crosswalk.write(&samples::record(&metadata)).unwrap();
            let stray = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r'));
            assert_eq!(stray, None, "{}", crosswalk.format().prefix);
            assert!(!text.contains('\u{FFFE}'), "{}", crosswalk.format().prefix);
        }
    }
}

#[test]
fn f3_every_root_is_in_its_namespace_and_names_its_schema() {
    for (crosswalk, xml) in xml_formats() {
        let prefix = crosswalk.format().prefix;
        let announced = harvest::Format::new(prefix, xml.schema, xml.namespace).unwrap();
        for metadata in [samples::full(), samples::hostile(), Metadata::default()] {
            let fragment = harvest::Fragment::parse(&crosswalk.write(&samples::record(&metadata)).unwrap()).unwrap();
            assert!(announced.describes(&fragment), "{prefix}");
        }
    }
}

#[test]
fn hostile_text_is_text_in_every_format() {
    let metadata = Metadata { resource_type: Some(ResourceType::DoctoralThesis), ..samples::hostile() };
    for (crosswalk, _) in xml_formats() {
        let nodes = read(&crosswalk.write(&samples::record(&metadata)).unwrap()).unwrap();
        let whole =
            |text: &str| text.starts_with("<a href=\"x\" id='y'>&amp;]]></a>") && text.contains("\u{202E}\u{5D0}");
        assert!(nodes.iter().any(|node| whole(&node.text)), "{}", crosswalk.format().prefix);
        assert!(nodes.iter().all(|node| !node.path.ends_with("/a")), "{}", crosswalk.format().prefix);
    }
}

#[test]
fn an_address_of_a_mail_box_never_goes_out_nor_that_of_a_closed_file() {
    let metadata = samples::full();
    for crosswalk in formats() {
        assert!(!crosswalk.write(&samples::record(&metadata)).unwrap().contains("secret@"));
        let closed = Record { is_open: false, ..samples::record(&metadata) };
        assert!(!crosswalk.write(&closed).unwrap().contains("article.pdf"), "{}", crosswalk.format().prefix);
    }
}

#[test]
fn licence_access_version_award_orcid_and_ror_are_in_each_format_that_has_a_place_for_them() {
    let metadata = Metadata { resource_type: Some(ResourceType::DoctoralThesis), ..samples::full() };
    let xml = |prefix: &str| find(prefix).unwrap().write(&samples::record(&metadata)).unwrap();
    for (crosswalk, _) in xml_formats() {
        let prefix = crosswalk.format().prefix;
        let text = xml(prefix);
        assert!(text.contains("https://creativecommons.org/licenses/by/4.0/"), "licence in {prefix}");
        assert!(text.contains("900101"), "award in {prefix}");
        assert!(
            prefix.starts_with("marc") || text.contains("xml:lang=\"en\"") || text.contains(" lang=\"en\""),
            "{prefix}"
        );
        let open = ["c_abf2", "openAccess", "open access", "free_to_read"];
        assert!(open.iter().any(|words| text.contains(words)), "access in {prefix}");
        let version = ["c_ab4af688f83e57aa", "acceptedVersion", ">AM<", "manuscrit accepté"];
        assert!(version.iter().any(|words| text.contains(words)), "version in {prefix}");
        // Dublin Core has no place for the identifiers of people and institutions.
        if !matches!(prefix, "oai_dc" | "qdc") {
            assert!(text.contains("0000-0002-1825-0097"), "ORCID in {prefix}");
        }
        if !matches!(prefix, "oai_dc" | "qdc" | "uketd_dc") {
            assert!(text.contains("https://ror.org/00b9f9778"), "ROR in {prefix}");
        }
    }
}

#[test]
fn only_theses_exist_in_the_formats_of_theses() {
    let metadata = samples::full();
    let refusing: Vec<_> = formats().iter().filter(|one| !one.applies(&samples::record(&metadata))).collect();
    let names: Vec<_> = refusing.iter().map(|one| one.format().prefix).collect();
    assert_eq!(names, ["etdms", "uketd_dc"]);
    let thesis = Metadata { resource_type: Some(ResourceType::MastersThesis), ..metadata };
    assert!(formats().iter().all(|one| one.applies(&samples::record(&thesis))));
}

proptest! {
    #[test]
    fn any_metadata_gives_well_formed_xml_of_legal_characters(
        metadata in samples::any_metadata(), open in any::<bool>()
    ) {
        let record = if open { samples::record(&metadata) } else { samples::closed(&metadata) };
        for (crosswalk, _) in xml_formats() {
            let xml = crosswalk.write(&record).unwrap();
            let nodes = read(&xml);
            prop_assert!(nodes.is_ok(), "{}", xml);
            prop_assert!(xml.chars().all(|c| c == '\n' || text::is_text(c)));
            // An element has text, attributes or elements inside; only cells of MARC's and JATS' tables may be empty.
            let nodes = nodes.unwrap();
            for (at, node) in nodes.iter().enumerate().skip(1) {
                let holds = nodes.get(at + 1).is_some_and(|next| next.path.starts_with(&format!("{}/", node.path)));
                let says = !node.text.trim().is_empty() || !node.attributes.is_empty() || holds;
                prop_assert!(says || OPTIONAL.iter().any(|end| node.path.ends_with(end)), "{} in {}", node.path, xml);
            }
        }
    }
}

/// Elements that a schema demands or whose presence alone says something.
const OPTIONAL: [&str; 6] =
    ["/article-title", "/ali:free_to_read", "/imprint", "/monogr", "/availability", "/biblStruct"];
