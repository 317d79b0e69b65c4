use harvest::{
    AdminEmail, Branding, CollectionIcon, DeletedRecords, Description, Eprints, Granularity, LocalText,
    MetadataRendering, OaiIdentifier, Policy, RightsManifest, RightsStatement, Toolkit,
};

use crate::dom::Element;
use crate::endpoint::{BASE_URL, Endpoint};
use crate::memory::{Item, Memory, dublin_core};

/// Every typed description, the toolkit last because its schema is not published any more.
pub(crate) fn descriptions() -> Vec<Description> {
    let rendering = MetadataRendering::new(
        "http://www.openarchives.org/OAI/2.0/oai_dc/",
        "text/xsl",
        "https://depot.example.org/dc.xsl",
    );
    vec![
        Description::OaiIdentifier(OaiIdentifier::new("depot.example.org", "oai:depot.example.org:1").unwrap()),
        Description::Eprints(Eprints {
            content: Some(Policy::Text("Articles évalués & acceptés".to_owned())),
            metadata_policy: Policy::Url("https://depot.example.org/politiques#metadonnees".to_owned()),
            data_policy: Policy::UrlAndText {
                url: "https://depot.example.org/politiques".to_owned(),
                text: "Free to read".to_owned(),
            },
            submission_policy: None,
            comments: vec!["Ask the library".to_owned()],
        }),
        Description::Branding(Branding {
            icon: Some(CollectionIcon {
                url: "https://depot.example.org/icon.png".to_owned(),
                link: Some("https://depot.example.org/".to_owned()),
                title: Some("Dépôt".to_owned()),
                width_pixels: Some(88),
                height_pixels: None,
            }),
            renderings: vec![rendering.unwrap()],
        }),
        Description::Friends(vec!["https://other.example.org/oai".to_owned()]),
        Description::RightsManifest(
            RightsManifest::new(RightsStatement::Reference(
                "https://creativecommons.org/publicdomain/zero/1.0/".to_owned(),
            ))
            .and(RightsStatement::Definition(dublin_core("CC0"))),
        ),
        Description::DublinCore(vec![LocalText { language: Some("fr".to_owned()), text: "Un dépôt".to_owned() }]),
        Description::Other(dublin_core("Anything else")),
        Description::Toolkit(Toolkit {
            title: "Parvis".to_owned(),
            author_name: "Someone".to_owned(),
            author_email: AdminEmail::parse("dev@depot.example.org").unwrap(),
            version: "0.1.0".to_owned(),
            url: "https://depot.example.org/about".to_owned(),
        }),
    ]
}

fn endpoint() -> Endpoint {
    let mut endpoint = Endpoint::new(Memory::new(vec![Item::new(1, "2024-01-01T00:00:00Z")]));
    endpoint.memory.identity.compressions = vec!["gzip".to_owned(), "identity".to_owned(), "br".to_owned()];
    endpoint.memory.identity.descriptions = descriptions();
    endpoint
}

fn identify(endpoint: &Endpoint) -> Element {
    endpoint.get("verb=Identify").child("Identify").clone()
}

#[test]
fn i1_the_elements_come_in_the_order_of_the_schema() {
    let mut endpoint = endpoint();
    endpoint.memory.identity.add_admin_email(AdminEmail::parse("second@depot.example.org").unwrap());
    let names: Vec<_> = identify(&endpoint).children.into_iter().map(|child| child.name).collect();
    let head = [
        "repositoryName",
        "baseURL",
        "protocolVersion",
        "adminEmail",
        "adminEmail",
        "earliestDatestamp",
        "deletedRecord",
        "granularity",
        "compression",
        "compression",
    ];
    assert_eq!(names[..10], head);
    assert!(names[10..].iter().all(|name| name == "description"));
}

#[test]
fn i1_the_values_are_those_of_identity_and_configuration() {
    let answer = identify(&endpoint());
    assert_eq!(answer.child("repositoryName").text, "Dépôt d'essai");
    assert_eq!(answer.child("protocolVersion").text, "2.0");
    assert_eq!(answer.child("granularity").text, "YYYY-MM-DDThh:mm:ssZ");
    assert_eq!(answer.child("earliestDatestamp").text, "2020-01-01T00:00:00Z");
}

#[test]
fn i2_the_base_url_is_the_configured_one() {
    assert_eq!(identify(&endpoint()).child("baseURL").text, BASE_URL);
}

#[test]
fn i4_the_treatment_of_deletions_is_announced() {
    let mut endpoint = endpoint();
    assert_eq!(identify(&endpoint).child("deletedRecord").text, "persistent");
    for (deleted_records, text) in [(DeletedRecords::No, "no"), (DeletedRecords::Transient, "transient")] {
        endpoint.config.deleted_records = deleted_records;
        assert_eq!(identify(&endpoint).child("deletedRecord").text, text);
    }
}

#[test]
fn i6_identity_is_no_compression() {
    assert_eq!(identify(&endpoint()).texts("compression"), ["gzip", "br"]);
}

#[test]
fn i7_oai_identifier_appears_once_with_its_own_namespace() {
    let mut endpoint = endpoint();
    let again = endpoint.memory.identity.descriptions[0].clone();
    endpoint.memory.identity.descriptions.push(again);
    let answer = identify(&endpoint);
    let all: Vec<_> = answer.all("description").filter_map(|description| description.find("oai-identifier")).collect();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].attribute("xmlns"), Some("http://www.openarchives.org/OAI/2.0/oai-identifier"));
    assert_eq!(all[0].child("scheme").text, "oai");
    assert_eq!(all[0].child("delimiter").text, ":");
    assert_eq!(all[0].child("sampleIdentifier").text, "oai:depot.example.org:1");
}

#[test]
fn i8_eprints_policies_have_an_address_a_text_or_both() {
    let answer = identify(&endpoint());
    let eprints = answer.all("description").find_map(|description| description.find("eprints")).unwrap();
    let names: Vec<_> = eprints.children.iter().map(|child| child.name.as_str()).collect();
    assert_eq!(names, ["content", "metadataPolicy", "dataPolicy", "comment"]);
    assert_eq!(eprints.child("dataPolicy").child("URL").text, "https://depot.example.org/politiques");
    assert_eq!(eprints.child("dataPolicy").child("text").text, "Free to read");
    assert!(eprints.child("metadataPolicy").find("text").is_none());
}

#[test]
fn i9_branding_has_icon_and_renderings() {
    let answer = identify(&endpoint());
    let branding = answer.all("description").find_map(|description| description.find("branding")).unwrap();
    assert_eq!(branding.child("collectionIcon").child("width").text, "88");
    assert!(branding.child("collectionIcon").find("height").is_none());
    assert_eq!(branding.child("metadataRendering").attribute("mimeType"), Some("text/xsl"));
}

#[test]
fn i10_friends_are_base_urls() {
    let answer = identify(&endpoint());
    let friends = answer.all("description").find_map(|description| description.find("friends")).unwrap();
    assert_eq!(friends.texts("baseURL"), ["https://other.example.org/oai"]);
}

#[test]
fn i11_the_rights_manifest_speaks_of_the_metadata() {
    let answer = identify(&endpoint());
    let manifest = answer.all("description").find_map(|description| description.find("rightsManifest")).unwrap();
    assert_eq!(manifest.attribute("appliesTo"), Some("http://www.openarchives.org/OAI/2.0/entity#metadata"));
    assert_eq!(manifest.all("rights").count(), 2);
    let reference = manifest.child("rights").child("rightsReference").attribute("ref");
    assert_eq!(reference, Some("https://creativecommons.org/publicdomain/zero/1.0/"));
}

#[test]
fn i12_each_description_has_one_child_with_its_own_namespace_and_schema() {
    let answer = identify(&endpoint());
    let descriptions: Vec<_> = answer.all("description").collect();
    assert_eq!(descriptions.len(), 8);
    for description in descriptions {
        assert_eq!(description.children.len(), 1);
        let child = &description.children[0];
        let location = child.attribute("xsi:schemaLocation").unwrap();
        let namespace = child.attribute("xmlns").or(child.attribute("xmlns:oai_dc")).unwrap();
        assert!(location.starts_with(&format!("{namespace} http://")), "{location}");
    }
}

#[test]
fn i13_identify_with_any_argument_is_bad_argument() {
    assert_eq!(endpoint().errors("verb=Identify&set=a"), ["badArgument"]);
}

#[test]
fn d1_all_datestamps_have_the_declared_granularity() {
    let mut endpoint = endpoint();
    endpoint.config.granularity = Granularity::Day;
    let answer = identify(&endpoint);
    assert_eq!(answer.child("granularity").text, "YYYY-MM-DD");
    assert_eq!(answer.child("earliestDatestamp").text, "2020-01-01");
    let list = endpoint.get("verb=ListIdentifiers&metadataPrefix=oai_dc");
    assert_eq!(list.child("ListIdentifiers").child("header").child("datestamp").text, "2024-01-01");
    assert_eq!(list.child("responseDate").text, "2026-01-01T00:00:00Z");
}
