//! A whole answer.

use super::format::Format;
use super::identity::RepositoryDescription;
use super::record::{Header, Record, Set};
use crate::datestamp::{Datestamp, Granularity};
use crate::error::ProtocolError;
use crate::request::Verb;
use crate::xml::{Parts, write_document};

/// The `resumptionToken` element (OAI-PMH 2.0 §3.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResumptionToken {
    /// The token; empty on the page that completes a list.
    pub value: String,
    /// Until when it is honoured.
    pub expiration_date: Option<Datestamp>,
    /// How many entries the whole list has.
    pub complete_list_size: Option<u64>,
    /// How many entries came before this page.
    pub cursor: Option<u64>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The entries, never none.
    pub entries: Vec<T>,
    /// Present when the list takes more than one page.
    pub token: Option<ResumptionToken>,
}

/// The element that answers a verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Answers `Identify`.
    Identify(Box<RepositoryDescription>),
    /// Answers `ListMetadataFormats`.
    ListMetadataFormats(Vec<Format>),
    /// Answers `ListSets`.
    ListSets(Page<Set>),
    /// Answers `GetRecord`.
    GetRecord(Box<Record>),
    /// Answers `ListIdentifiers`.
    ListIdentifiers(Page<Header>),
    /// Answers `ListRecords`.
    ListRecords(Page<Record>),
}

impl Answer {
    /// The verb that it answers.
    #[must_use]
    pub fn verb(&self) -> Verb {
        match self {
            Self::Identify(_) => Verb::Identify,
            Self::ListMetadataFormats(_) => Verb::ListMetadataFormats,
            Self::ListSets(_) => Verb::ListSets,
            Self::GetRecord(_) => Verb::GetRecord,
            Self::ListIdentifiers(_) => Verb::ListIdentifiers,
            Self::ListRecords(_) => Verb::ListRecords,
        }
    }
}

/// A complete answer: envelope, and either one verb's element or one or more errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// When the answer was begun, before anything was read.
    pub date: Datestamp,
    /// The base URL, text of the `request` element.
    pub base_url: String,
    /// The arguments as received; written unless an error hides them.
    pub arguments: Vec<(String, String)>,
    /// Precision of all datestamps in it.
    pub granularity: Granularity,
    /// Address of a style sheet for people who open the answer in a browser.
    pub stylesheet: Option<String>,
    /// The answer, or all errors found.
    pub outcome: Result<Answer, Vec<ProtocolError>>,
}

impl Response {
    /// The document, UTF-8 with an XML declaration.
    #[must_use]
    pub fn to_xml(&self) -> String {
        write_document(self)
    }

    /// The document in parts of some 64 KiB that are written when they are asked for. Records are given up as they are
    /// written, so that a page never lies in memory twice.
    pub fn into_parts(self) -> impl Iterator<Item = Vec<u8>> + Send {
        Parts::new(self)
    }
}
