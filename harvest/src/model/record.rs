//! Headers, records and sets (OAI-PMH 2.0 §2.5, §2.6).

use super::about::About;
use super::description::Description;
use super::fragment::Fragment;
use crate::datestamp::Datestamp;
use crate::syntax::SetSpec;

/// The header of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// URI of the item, unique and never reused.
    pub identifier: String,
    /// When the record was created, changed or deleted.
    pub datestamp: Datestamp,
    /// The sets of the item. Ancestors of other sets here are left out of the document.
    pub sets: Vec<SetSpec>,
    /// Whether the record is a deletion.
    pub deleted: bool,
}

/// A record in one metadata format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its header.
    pub header: Header,
    /// The metadata. A deletion has none. A live record without any could not be rendered: lists leave it out, and it alone is
    /// answered with `cannotDisseminateFormat`.
    pub metadata: Option<Fragment>,
    /// Statements about the record.
    pub about: Vec<About>,
}

/// A set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// Its name for machines.
    pub spec: SetSpec,
    /// Its name for people.
    pub name: String,
    /// Further descriptions.
    pub descriptions: Vec<Description>,
}
