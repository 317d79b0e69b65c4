//! What a repository says about itself. Real ones break rules that the model holds to, so these values are as received.

use super::dates;
use super::envelope::Envelope;
use super::tree::Element;
use crate::datestamp::{Datestamp, Granularity};
use crate::model::{DeletedRecords, Format};

/// An `Identify` answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteIdentity {
    /// Name for people.
    pub name: String,
    /// The address it gives itself; it may differ from the one asked.
    pub base_url: String,
    /// Version of the protocol, `2.0` when all is well.
    pub protocol_version: String,
    /// Addresses of administrators.
    pub admin_emails: Vec<String>,
    /// Lower bound of datestamps, when it can be understood.
    pub earliest_datestamp: Option<Datestamp>,
    /// Treatment of deletions, when it is one of the three.
    pub deleted_records: Option<DeletedRecords>,
    /// Precision of datestamps, when it can be understood.
    pub granularity: Option<Granularity>,
    /// Content codings offered.
    pub compressions: Vec<String>,
    /// Moment of the answer by the server's clock.
    pub response_date: Option<Datestamp>,
}

impl RemoteIdentity {
    pub(super) fn read(envelope: &Envelope) -> Self {
        let text = |name: &str| {
            let found = envelope.elements().find(|element| element.local() == name);
            found.map(|element| element.text.trim().to_owned()).unwrap_or_default()
        };
        let texts = |name: &str| {
            let found = envelope.elements().filter(|element| element.local() == name);
            found.map(|element| element.text.trim().to_owned()).collect()
        };
        Self {
            name: text("repositoryName"),
            base_url: text("baseURL"),
            protocol_version: text("protocolVersion"),
            admin_emails: texts("adminEmail"),
            earliest_datestamp: dates::lenient(&text("earliestDatestamp")).map(|(moment, _)| moment),
            deleted_records: deleted_records(&text("deletedRecord")),
            granularity: dates::granularity(&text("granularity")),
            compressions: texts("compression"),
            response_date: envelope.date,
        }
    }
}

fn deleted_records(text: &str) -> Option<DeletedRecords> {
    let all = [DeletedRecords::No, DeletedRecords::Transient, DeletedRecords::Persistent];
    all.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(text))
}

/// A set. Names with accents, spaces or slashes occur, so the spec is a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteSet {
    /// Its name for machines, as received.
    pub spec: String,
    /// Its name for people.
    pub name: String,
}

impl RemoteSet {
    pub(super) fn read(element: &Element) -> Option<Self> {
        let spec = element.text_of("setSpec")?.to_owned();
        Some(Self { spec, name: element.text_of("setName").unwrap_or_default().to_owned() })
    }
}

/// A format; `None` when its prefix could not be asked for.
pub(super) fn format(element: &Element) -> Option<Format> {
    let text = |name: &str| element.text_of(name).unwrap_or_default();
    Format::new(text("metadataPrefix"), text("schema"), text("metadataNamespace")).ok()
}
