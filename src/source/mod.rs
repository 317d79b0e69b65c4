//! Sources: places that records are drawn from, each kind behind one trait.
//!
//! An open family: a kind of source is one file with a type that implements [`Source`], and one line in [`kinds`]. A
//! source gives records as they are elsewhere; what they mean is `metadata`'s, what becomes of them `service`'s.
//! Neighbours: the `harvest` crate speaks the protocol, `metadata` says which formats can be read. No SQL in here.

mod address;
mod client;
mod crossref;
mod files;
mod lookup;
mod net;
mod oai;
mod openalex;
mod person;
mod registrar;
mod robots;
mod service;
mod visit;
mod works;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

use crate::domain::Fund;
use crate::domain::source::{ForeignRecord, Place, RecordFault};

pub use address::is_public;
pub use lookup::{Lookup, LookupSettings, look_up, lookups};
pub use net::{Net, NetSettings, host_of};
pub use person::orcid_works;
pub use registrar::{Registered, Registrar, RegistrarError, RegistrarSettings};
pub use robots::Robots;
pub use visit::{Page, VisitSettings, Visited, Visitor, Visits};

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
    /// A file or folder of works cannot be read.
    #[error("cannot read {path}")]
    File {
        /// The file.
        path: std::path::PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file or folder lies outside of the folder that sources may be read from.
    #[error(
        "{path} is not in {root}: PARVIS_HARVEST_FILES lets sources read that folder alone, whatever links lead out of it"
    )]
    Outside {
        /// What was named.
        path: std::path::PathBuf,
        /// The folder.
        root: std::path::PathBuf,
    },
    /// A service gave something else than JSON, again and again.
    #[error("the answer is not the JSON that was asked for")]
    Answer(#[source] serde_json::Error),
    /// A service gave JSON that is no list of works.
    #[error("the answer is no list of works: check the address, and which kind of source it is")]
    NoList,
    /// A page came twice.
    #[error("the list does not end: a page came twice")]
    Endless,
    /// The service knows no identifier of the funds.
    #[error("no identifier of these funds is known there: leave them out to take all")]
    NoFunder,
    /// The funds to look for cannot be understood.
    #[error("no such fund: {0:?}; take one or several of frq, frqnt, frqs, frqsc, separated by commas")]
    Funds(String),
    /// The kind cannot be given on as it came.
    #[error("only what comes over OAI-PMH can be mirrored")]
    NoMirror,
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
    /// Its kind (`kinds`), when one is insisted on.
    pub kind: Option<String>,
    /// Its address; for services of works also a file or folder, `file:///…`. Where a kind is named, empty is the public one.
    pub base_url: String,
    /// The format, when one is insisted on.
    pub prefix: Option<String>,
    /// One set only; at services of works, the funds to look for.
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

    /// Address of the one public place of its kind, where there is one.
    fn usual_address(&self) -> Option<&'static str> {
        None
    }

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

/// The kind whose records can be given on as they came.
pub const MIRRORED_KIND: &str = "oai";

/// All kinds of sources.
#[must_use]
pub fn kinds() -> &'static [&'static dyn Source] {
    &[&oai::Oai, &service::Service(&crossref::Crossref), &service::Service(&openalex::Openalex)]
}

/// Asks a place what it is: as the kind that is named, or that has its public place there; else the first kind that gets
/// an answer, of those that stand in many places.
///
/// # Errors
/// What the first kind said, when none gets an answer.
pub async fn probe(net: &Net, wanted: &Wanted) -> Result<Found> {
    let mut refusal = None;
    let host = host_of(&wanted.base_url).unwrap_or_default();
    let is_there = |kind: &&&dyn Source| match (&wanted.kind, kind.usual_address()) {
        (Some(code), _) => kind.kind() == code,
        (None, Some(address)) => host_of(address).is_ok_and(|own| own == host),
        (None, None) => true,
    };
    let mut asked: Vec<_> = kinds().iter().filter(is_there).collect();
    asked.sort_by_key(|kind| kind.usual_address().is_none());
    if let (Some(code), []) = (&wanted.kind, asked.as_slice()) {
        return Err(Error::UnknownKind(code.clone()));
    }
    for kind in asked {
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

/// The funds that a set names; all of them without one.
fn funds_of(set: Option<&str>) -> Result<Vec<Fund>> {
    let Some(set) = set.map(str::trim).filter(|set| !set.is_empty()) else { return Ok(Fund::ALL.to_vec()) };
    let fund = |word: &str| Fund::from_key(word).ok_or_else(|| Error::Funds(word.trim().to_owned()));
    set.split(',').map(fund).collect()
}

/// Says in words what the client would refuse without them. Names are looked at when they are resolved.
fn check_address(net: &Net, base_url: &str) -> Result<()> {
    let host = host_of(base_url)?;
    let literal = host.parse().ok().filter(|address| !is_public(*address));
    let local = host.eq_ignore_ascii_case("localhost") || host.to_ascii_lowercase().ends_with(".localhost");
    if (literal.is_some() || local) && !net.is_private_allowed() { Err(Error::Private(host)) } else { Ok(()) }
}

/// What a source is called where nobody says: by its host, or by its kind where it stands in files.
///
/// # Errors
/// When the address is none.
pub fn name_of(wanted: &Wanted) -> Result<String> {
    match (&wanted.kind, files::path_of(&wanted.base_url)) {
        (Some(kind), Some(_)) => Ok(kind.clone()),
        _ => host_of(&wanted.base_url),
    }
}
