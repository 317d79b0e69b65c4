//! Closed vocabularies as enums, their labels and addresses as embedded tables.
//!
//! The tables are the CSV files beside this module (COAR, NISO JAV, Creative Commons, ROR, CRDC; each row names its
//! source). A test holds every enum against its table.

mod access;
mod institutions;
mod licence;
mod places;
mod resource_type;
mod table;
mod version;

pub use access::AccessRight;
pub use institutions::{
    Field, Institution, find_field, find_institution, find_institution_by_name, list_fields, list_institution_aliases,
    list_institutions,
};
pub use licence::{Licence, LicenceVerdict};
pub use places::{KnownPlace, find_place};
pub use resource_type::{FrqScope, ResourceType};
pub use version::VersionType;

/// The FRQ policies and rules as data, with sources and confidence (embedded JSON).
pub const POLICY_RULES: &str = include_str!("policy_rules.json");

/// The formulas of the indicators as data; a test holds the indicators against it.
#[cfg(test)]
pub(crate) const INDICATORS: &str = include_str!("indicators.json");

/// Patterns and examples of FRQ funding in acknowledgements (see the header of the file for its columns): the reader of
/// `extract::funding` is held against the examples.
#[cfg(test)]
pub(crate) const ACKNOWLEDGEMENT_PATTERNS: &str = include_str!("ack_patterns.txt");
