//! The rows M and MA of the guidelines and their cross rules, which the schema does not check.

use super::*;
use crate::domain::{AccessRight, Metadata};
use crate::metadata::reading::{Node, all, read, texts};
use crate::metadata::samples;

const OPEN: &str = "http://purl.org/coar/access_right/c_abf2";

fn nodes(record: &Record<'_>) -> Vec<Node> {
    read(&Openaire.write(record).unwrap()).unwrap()
}

/// What the guidelines demand of each record, whatever it describes.
fn check(nodes: &[Node], record: &Record<'_>) {
    let one = |end: &str| {
        let found = all(nodes, end);
        assert_eq!(found.len(), 1, "{end}");
        found[0]
    };
    assert!(!texts(nodes, "datacite:titles/datacite:title").is_empty());
    assert_eq!(one("datacite:identifier").attribute("identifierType"), "URL");
    assert!(one("datacite:identifier").text.starts_with("https://"));
    assert!(one("datacite:rights").attribute("rightsURI").starts_with("http://purl.org/coar/access_right/c_"));
    assert!(!one("datacite:rights").text.is_empty());
    let kind = one("oaire:resourceType");
    assert!(kind.attribute("uri").starts_with("http://purl.org/coar/resource_type/c_"));
    assert!(
        ["literature", "dataset", "software", "other research product"]
            .contains(&kind.attribute("resourceTypeGeneral"))
    );
    let dated =
        |kind: &str| all(nodes, "datacite:date").into_iter().filter(|date| date.attribute("dateType") == kind).count();
    assert_eq!(dated("Issued"), 1);
    assert_eq!(all(nodes, "oaire:fundingReference").len(), record.metadata.awards.len());
    assert_eq!(texts(nodes, "oaire:funderName").len(), record.metadata.awards.len());
    let rights = one("datacite:rights").attribute("rightsURI");
    let files = all(nodes, "oaire:file");
    assert!(files.iter().all(|file| file.attribute("accessRightsURI") == rights));
    match record.access_today() {
        AccessRight::Open => assert_eq!((rights, files.len(), dated("Available")), (OPEN, 1, 0)),
        AccessRight::Embargoed => assert_eq!((dated("Accepted"), dated("Available"), files.len()), (1, 1, 0)),
        AccessRight::Restricted | AccessRight::MetadataOnly => assert!(files.is_empty()),
    }
}

#[test]
fn a_full_record_has_every_mandatory_element() {
    let metadata = samples::full();
    let record = samples::record(&metadata);
    let nodes = nodes(&record);
    check(&nodes, &record);
    assert_eq!(texts(&nodes, "datacite:creatorName"), ["Tremblay, Marie-Ève", "Qumaq, Jaani P.", "Groupe Toundra"]);
    assert_eq!(texts(&nodes, "datacite:nameIdentifier"), ["0000-0002-1825-0097"]);
    assert_eq!(all(&nodes, "datacite:affiliation")[0].attribute("affiliationIdentifier"), "https://ror.org/04sjchr03");
    assert_eq!(all(&nodes, "oaire:awardNumber")[0].attribute("awardURI"), "https://doi.org/10.69777/900101");
    assert_eq!(texts(&nodes, "oaire:funderIdentifier"), ["https://ror.org/00b9f9778", "https://ror.org/00w3qhf76"]);
    assert_eq!(texts(&nodes, "oaire:fundingStream"), ["Nature et technologies"]);
    assert_eq!(texts(&nodes, "datacite:alternateIdentifier"), ["10.5555/essai.42"]);
    assert_eq!(texts(&nodes, "dc:language"), ["fra"]);
    assert_eq!(texts(&nodes, "dc:publisher"), ["Presses de l’essai"]);
    assert_eq!(texts(&nodes, "dc:description").len(), 2);
    assert_eq!(texts(&nodes, "datacite:subject").len(), 4);
    assert_eq!(texts(&nodes, "oaire:version"), ["AM"]);
    let licence = all(&nodes, "oaire:licenseCondition")[0];
    assert_eq!(licence.attribute("uri"), "https://creativecommons.org/licenses/by/4.0/");
    assert_eq!(licence.attribute("startDate"), "2025-04-01");
    assert_eq!(texts(&nodes, "oaire:file"), ["https://depot.example.org/articles/42/article.pdf"]);
    assert_eq!(texts(&nodes, "oaire:citationStartPage"), ["45"]);
}

#[test]
fn the_cross_rules_hold_for_every_kind_of_work_and_access() {
    for kind in ResourceType::ALL.into_iter().map(Some).chain([None]) {
        for access in AccessRight::ALL {
            let metadata = Metadata { resource_type: kind, access: Some(access), ..samples::full() };
            let open = samples::record(&metadata);
            let record = if access == AccessRight::Open { open } else { samples::closed(&metadata) };
            check(&nodes(&record), &record);
        }
    }
}

#[test]
fn an_embargo_without_an_end_is_told_as_restricted_access() {
    let metadata = Metadata { access: Some(AccessRight::Embargoed), embargo_until: None, ..samples::full() };
    let record = samples::closed(&metadata);
    let nodes = nodes(&record);
    check(&nodes, &record);
    assert_eq!(texts(&nodes, "datacite:rights"), ["restricted access"]);
}
