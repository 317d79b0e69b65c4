//! What can be said about a record beside its metadata.

use super::fragment::Fragment;

/// The content of one `about` container (OAI-PMH 2.0 §2.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Rights over the metadata of this record (guideline "rights" §2). Only the first of a record is written.
    Rights(RightsStatement),
    /// Where a harvested record came from (guideline "provenance").
    Provenance(OriginDescription),
    /// Anything else with a schema of its own.
    Other(Fragment),
}

/// A statement of rights, by reference or in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RightsStatement {
    /// URL of the statement.
    Reference(String),
    /// The statement itself.
    Definition(Fragment),
}

/// One step in the history of a harvested record. Dates are kept in the form in which the origin wrote them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginDescription {
    /// Base URL of the repository harvested.
    pub base_url: String,
    /// Identifier there.
    pub identifier: String,
    /// Datestamp there, as received.
    pub datestamp: String,
    /// Namespace of the metadata there.
    pub metadata_namespace: String,
    /// `responseDate` of the harvest, as received.
    pub harvest_date: String,
    /// Whether the metadata was changed after harvesting.
    pub altered: bool,
    /// The step before this one.
    pub origin: Option<Box<OriginDescription>>,
}
