//! What articles and descriptions are made of, as programs see it. Names are English and never change within a version.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::article::File;
use crate::domain::award::LinkOrigin;
use crate::domain::{
    AccessRight, Affiliation, AwardLink, Dates, Journal, Localised, Metadata, Person, ResourceType, VersionType,
};

/// A text in one language.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LocalisedJson {
    /// Language (BCP 47), `und` when nobody said.
    lang: String,
    text: String,
}

impl From<Localised> for LocalisedJson {
    fn from(text: Localised) -> Self {
        Self { lang: text.lang.to_string(), text: text.text }
    }
}

/// Somebody who wrote an article.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonJson {
    /// Given names; empty for organisations.
    given: String,
    family: String,
    /// ORCID iD.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "0000-0002-1825-0097")]
    orcid: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    affiliations: Vec<AffiliationJson>,
}

/// A place that somebody works at.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AffiliationJson {
    name: String,
    /// Address in the Research Organization Registry.
    #[serde(skip_serializing_if = "Option::is_none")]
    ror: Option<String>,
}

impl From<Person> for PersonJson {
    fn from(person: Person) -> Self {
        Self {
            given: person.given,
            family: person.family,
            orcid: person.orcid.map(|orcid| orcid.to_string()),
            affiliations: person.affiliations.into_iter().map(AffiliationJson::from).collect(),
        }
    }
}

impl From<Affiliation> for AffiliationJson {
    fn from(place: Affiliation) -> Self {
        Self { name: place.name, ror: place.ror.map(|ror| ror.to_string()) }
    }
}

/// Where an article appeared.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JournalJson {
    title: String,
    issn: Option<String>,
    volume: Option<String>,
    issue: Option<String>,
    pages: Option<String>,
    publisher: Option<String>,
}

impl From<Journal> for JournalJson {
    fn from(journal: Journal) -> Self {
        Self {
            title: journal.title,
            issn: journal.issn.map(|issn| issn.to_string()),
            volume: journal.volume,
            issue: journal.issue,
            pages: journal.pages,
            publisher: journal.publisher,
        }
    }
}

/// Dates, each as precise as it is known: `2026`, `2026-11` or `2026-11-21`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DatesJson {
    /// Accepted for publication.
    accepted: Option<String>,
    /// First published online.
    online: Option<String>,
    /// Date of the issue.
    issue: Option<String>,
    /// Deposited here; set by us.
    deposited: Option<String>,
}

impl From<Dates> for DatesJson {
    fn from(dates: Dates) -> Self {
        let text = |date: Option<crate::domain::PartialDate>| date.map(|date| date.to_string());
        Self {
            accepted: text(dates.accepted),
            online: text(dates.online),
            issue: text(dates.issue),
            deposited: text(dates.deposited),
        }
    }
}

/// An award that an article names.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwardLinkJson {
    /// `frq`, `frqnt`, `frqs` or `frqsc`.
    funder: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    /// `declared` by somebody, read from the `acknowledgement`, or confirmed by the `holder`.
    origin: &'static str,
}

impl From<AwardLink> for AwardLinkJson {
    fn from(link: AwardLink) -> Self {
        Self {
            funder: link.fund.key(),
            number: link.number.map(|number| number.to_string()),
            origin: match link.origin {
                LinkOrigin::Declared => "declared",
                LinkOrigin::Acknowledgement => "acknowledgement",
                LinkOrigin::Holder => "holder",
            },
        }
    }
}

/// A file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileJson {
    /// Where it can be read; absent while it is not open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    #[schema(example = "application/pdf")]
    pub(crate) media_type: &'static str,
    pub(crate) size_bytes: i64,
    /// Pages, once it was read.
    pub(crate) pages: Option<i64>,
    /// Digest, in hexadecimal.
    pub(crate) sha256: String,
}

impl FileJson {
    /// A file at an address, if it can be read there.
    pub(crate) fn of(file: &File, url: Option<String>) -> Self {
        Self {
            url,
            media_type: file.media_type.as_str(),
            size_bytes: file.size_bytes,
            pages: file.pages,
            sha256: file.sha256.to_string(),
        }
    }
}

/// The description of an article. In requests every key may be left out: what is not stated is filled with what is read
/// from the file and from the record of the DOI. In a change, `null` empties a value.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DescriptionJson {
    /// Titles by language.
    #[schema(required = false, example = json!({"fr": "La neige", "en": "Snow"}))]
    title: BTreeMap<String, String>,
    /// Authors in the order of the byline.
    #[schema(required = false)]
    authors: Vec<PersonJson>,
    /// Abstracts by language.
    #[schema(required = false)]
    r#abstract: BTreeMap<String, String>,
    /// Keywords by language.
    #[schema(required = false)]
    keywords: BTreeMap<String, Vec<String>>,
    /// Language of the text (BCP 47).
    #[schema(example = "fr")]
    language: Option<String>,
    /// Kind of work.
    #[schema(example = "journal_article")]
    r#type: Option<&'static str>,
    /// Whether peers reviewed it.
    peer_reviewed: Option<bool>,
    /// Version of the file: `AO`, `SMUR`, `AM`, `P`, `VoR`, `CVoR`, `EVoR` or `NA`.
    #[schema(example = "AM")]
    version: Option<&'static str>,
    /// Licence of the file.
    #[schema(example = "cc-by-4.0")]
    licence: Option<String>,
    /// Who may read the file: `open`, `embargoed`, `restricted` or `metadata_only`.
    #[schema(example = "open")]
    access: Option<&'static str>,
    /// Day the embargo ends.
    embargo_until: Option<String>,
    #[schema(example = "10.5555/12345678")]
    doi: Option<String>,
    journal: Option<JournalJson>,
    #[schema(required = false)]
    dates: DatesJson,
    /// Field of research (CRDC code).
    field: Option<String>,
    /// Awards of the FRQ.
    #[schema(required = false)]
    awards: Vec<AwardLinkJson>,
}

impl From<Metadata> for DescriptionJson {
    fn from(metadata: Metadata) -> Self {
        let texts = |texts: Vec<Localised>| texts.into_iter().map(|text| (text.lang.to_string(), text.text)).collect();
        let mut keywords: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for word in metadata.keywords {
            keywords.entry(word.lang.to_string()).or_default().push(word.text);
        }
        Self {
            title: texts(metadata.titles),
            authors: metadata.authors.into_iter().map(PersonJson::from).collect(),
            r#abstract: texts(metadata.abstracts),
            keywords,
            language: metadata.language.map(|lang| lang.to_string()),
            r#type: metadata.resource_type.map(ResourceType::code),
            peer_reviewed: metadata.peer_reviewed,
            version: metadata.version.map(VersionType::code),
            licence: metadata.licence.map(String::from),
            access: metadata.access.map(AccessRight::code),
            embargo_until: metadata.embargo_until.map(|date| date.to_string()),
            doi: metadata.doi.map(String::from),
            journal: metadata.journal.map(JournalJson::from),
            dates: metadata.dates.into(),
            field: metadata.field,
            awards: metadata.awards.into_iter().map(AwardLinkJson::from).collect(),
        }
    }
}
