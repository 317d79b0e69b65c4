//! From elements of a list to values of the model.

use std::collections::BTreeSet;

use super::dates;
use super::envelope::{Entry, Envelope};
use super::fragment::{Standalone, stand_alone};
use super::repair::Repair;
use super::tree::Element;
use crate::model::{About, FragmentError, Header, Record};
use crate::syntax::SetSpec;

/// A record that could not be used.
#[derive(Debug, thiserror::Error)]
#[error("the record {identifier:?} cannot be used")]
pub struct RecordFault {
    /// Its identifier, as far as it could be read.
    pub identifier: Option<String>,
    /// Why.
    #[source]
    pub reason: FaultReason,
}

/// Why a record could not be used.
#[derive(Debug, thiserror::Error)]
pub enum FaultReason {
    /// Its markup is broken.
    #[error("the markup is broken: {0}")]
    Markup(String),
    /// It has no header.
    #[error("there is no header")]
    NoHeader,
    /// The header has no identifier.
    #[error("there is no identifier")]
    NoIdentifier,
    /// The datestamp is missing or cannot be understood.
    #[error("the datestamp {0:?} cannot be understood")]
    Datestamp(String),
    /// The record is not a deletion and has no metadata.
    #[error("there is no metadata")]
    NoMetadata,
    /// The metadata cannot stand alone.
    #[error("the metadata cannot be used")]
    Metadata(#[source] FragmentError),
}

/// Reads the records of an answer one by one.
pub(super) struct RecordReader<'a> {
    pub(super) text: &'a str,
    pub(super) envelope: &'a Envelope,
    /// Namespace of metadata that has none.
    pub(super) namespace: Option<&'a str>,
    pub(super) repairs: BTreeSet<Repair>,
}

impl RecordReader<'_> {
    pub(super) fn record(&mut self, entry: &Entry) -> Result<Record, RecordFault> {
        match entry {
            Entry::Whole(element) => self.whole(element).map_err(|reason| {
                let header = element.find("header").and_then(|header| header.text_of("identifier"));
                RecordFault { identifier: header.map(str::to_owned), reason }
            }),
            Entry::Broken { identifier, reason } => {
                let reason = FaultReason::Markup(reason.clone());
                Err(RecordFault { identifier: identifier.clone(), reason })
            }
        }
    }

    fn whole(&mut self, element: &Element) -> Result<Record, FaultReason> {
        let header = header(element.find("header").ok_or(FaultReason::NoHeader)?, &mut self.repairs)?;
        let metadata = element.find("metadata").filter(|_| !header.deleted);
        let metadata = metadata.map(|metadata| self.metadata(element, metadata)).transpose()?;
        if metadata.is_none() && !header.deleted {
            return Err(FaultReason::NoMetadata);
        }
        let abouts = element.all("about").filter(|about| !self.inner(about).is_empty());
        let abouts: Vec<_> = abouts.map(|about| self.cut(element, about, None)).collect();
        if abouts.iter().any(Result::is_err) {
            self.repairs.insert(Repair::About);
        }
        let about = abouts.into_iter().flatten().map(|done| About::Other(done.fragment)).collect();
        Ok(Record { header, metadata, about })
    }

    fn metadata(&mut self, record: &Element, metadata: &Element) -> Result<crate::Fragment, FaultReason> {
        if self.inner(metadata).is_empty() {
            return Err(FaultReason::NoMetadata);
        }
        let done = self.cut(record, metadata, self.namespace).map_err(FaultReason::Metadata)?;
        if done.repaired {
            self.repairs.insert(Repair::MetadataNamespace);
        }
        Ok(done.fragment)
    }

    fn inner(&self, container: &Element) -> &str {
        self.text.get(container.inner.clone()).unwrap_or_default().trim()
    }

    fn cut(&self, record: &Element, part: &Element, namespace: Option<&str>) -> Result<Standalone, FragmentError> {
        let mut outer: Vec<&Element> = self.envelope.frame.iter().collect();
        outer.extend([record, part]);
        stand_alone(self.inner(part), &outer, namespace)
    }
}

/// Reads a header. Identifiers are taken as they are: URLs and names with spaces occur.
pub(super) fn header(element: &Element, repairs: &mut BTreeSet<Repair>) -> Result<Header, FaultReason> {
    let identifier = element.text_of("identifier").ok_or(FaultReason::NoIdentifier)?.to_owned();
    let datestamp = element.text_of("datestamp").unwrap_or_default();
    let (datestamp, exact) = dates::lenient(datestamp).ok_or_else(|| FaultReason::Datestamp(datestamp.to_owned()))?;
    if !exact {
        repairs.insert(Repair::Datestamp);
    }
    let mut sets = Vec::new();
    for set in element.all("setSpec").map(|set| set.text.trim()).filter(|set| !set.is_empty()) {
        match SetSpec::parse(set) {
            Some(set) => sets.push(set),
            None => drop(repairs.insert(Repair::SetSpec)),
        }
    }
    let deleted = element.attribute("status").is_some_and(|status| status.trim().eq_ignore_ascii_case("deleted"));
    Ok(Header { identifier, datestamp, sets, deleted })
}
