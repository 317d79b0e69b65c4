//! Sources: places that records are drawn from, each kind behind one trait.
//!
//! An open family: a kind of source is one file with a type that implements [`Source`], and one line in [`kinds`]. A
//! source gives records as they are elsewhere; what they mean is `metadata`'s, what becomes of them `service`'s.
//! Neighbours: the `harvest` crate speaks the protocol, `metadata` says which formats can be read. No SQL in here.

mod address;
mod lookup;
mod net;
mod oai;
mod person;
mod registrar;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

use crate::domain::source::{ForeignRecord, Place, RecordFault};

pub use address::is_public;
pub use lookup::{Lookup, LookupSettings, look_up, lookups};
pub use net::{Net, NetSettings, host_of};
pub use person::orcid_works;
pub use registrar::{Registered, Registrar, RegistrarError, RegistrarSettings};

/// Why a source cannot be used or went silent.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No kind of source has this code.
    #[error("no such kind of source: {0:?}")]
    UnknownKind(String),
    /// The source offers nothing that can be read here.
    #[error("none of the formats that it offers can be read here: {0}")]
    NoFormat(String),
    /// The format asked for cannot be read here.
    #[error("the format {0:?} cannot be read here")]
    UnreadableFormat(String),
    /// The address is in a private network or on this machine.
    #[error(
        "{0} is on this machine or in a private network: sources there are refused unless PARVIS_HARVEST_PRIVATE is yes"
    )]
    Private(String),
    /// The address is none.
    #[error("{0:?} is not an address that begins with http:// or https://")]
    Address(String),
    /// The mark of an earlier run cannot be understood.
    #[error("the place where the last run ended cannot be understood")]
    Mark(#[source] serde_json::Error),
    /// The source, or the way to it, failed.
    #[error("the source failed")]
    Remote(#[from] harvest::client::HarvestError),
}

/// Result of asking a source.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What somebody wants of a place that is not known yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its address.
    pub base_url: String,
    /// The format, when one is insisted on.
    pub prefix: Option<String>,
    /// One set only.
    pub set: Option<String>,
}

/// What a place turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How it is asked from now on.
    pub place: Place,
    /// Name that it gives itself.
    pub title: String,
}

/// Some records, and what to know of the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// Records, deletions among them.
    pub records: Vec<ForeignRecord>,
    /// Records that are broken.
    pub faults: Vec<RecordFault>,
    /// What was put right, codes.
    pub repairs: Vec<String>,
    /// Length of the whole list in the words of the source; sometimes wrong.
    pub total: Option<u64>,
}

/// A kind of place that records are drawn from.
pub trait Source: Sync {
    /// Code kept in the database.
    fn kind(&self) -> &'static str;

    /// Asks a place what it is, and settles on a format.
    ///
    /// # Errors
    /// When it does not answer, may not be asked, or offers nothing that can be read.
    fn probe<'a>(&'a self, net: &'a Net, wanted: &'a Wanted) -> BoxFuture<'a, Result<Found>>;

    /// Goes through what has changed since a mark; through everything without one.
    ///
    /// # Errors
    /// When the mark is not one of this place.
    fn walk(&self, net: &Net, place: &Place, mark: Option<&str>) -> Result<Box<dyn Walk>>;
}

/// A walk through the records of a place.
pub trait Walk: Send {
    /// The next records; `None` at the end. Dropping the future half-way loses nothing.
    ///
    /// # Errors
    /// When the source failed; the mark stays where it was.
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Batch>>>;

    /// Where the walk stands after the records given: a later walk goes on from there.
    ///
    /// # Errors
    /// When it cannot be written.
    fn mark(&self) -> Result<String>;

    /// Lower bound of the datestamps asked for.
    fn since(&self) -> Option<Timestamp>;
}

/// All kinds of sources.
#[must_use]
pub fn kinds() -> &'static [&'static dyn Source] {
    &[&oai::Oai]
}

/// Asks a place what it is: the first kind that gets an answer.
///
/// # Errors
/// What the first kind said, when none gets an answer.
pub async fn probe(net: &Net, wanted: &Wanted) -> Result<Found> {
    let mut refusal = None;
    for kind in kinds() {
        match kind.probe(net, wanted).await {
            Ok(found) => return Ok(found),
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    Err(refusal.unwrap_or_else(|| Error::UnknownKind(String::new())))
}

/// The kind with a code.
///
/// # Errors
/// When there is none.
pub fn find_kind(code: &str) -> Result<&'static dyn Source> {
    let found = kinds().iter().copied().find(|source| source.kind() == code);
    found.ok_or_else(|| Error::UnknownKind(code.to_owned()))
}
