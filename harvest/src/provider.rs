//! What an embedding service has to know: its items, formats and sets, in keyset order.
//!
//! Protocol, validation, paging and documents are this crate's; storage and crosswalks are the provider's.

use std::future::Future;
use std::num::NonZeroUsize;

use crate::datestamp::Datestamp;
use crate::model::{Format, Header, Identity, Record, Set};
use crate::syntax::SetSpec;

/// The records that a list is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Only records in this format, deletions in it included.
    pub prefix: String,
    /// Only datestamps from this moment on.
    pub from: Option<Datestamp>,
    /// Only datestamps up to this moment; fixed when the list begins, so that the walk ends.
    pub until: Datestamp,
    /// Only items of this set or of its descendants.
    pub set: Option<SetSpec>,
}

impl Selection {
    /// Whether a header lies within the dates and the set; the format is not looked at.
    #[must_use]
    pub fn admits(&self, header: &Header) -> bool {
        let in_time = self.from.is_none_or(|from| from <= header.datestamp) && header.datestamp <= self.until;
        let in_set = |set: &SetSpec| header.sets.iter().any(|other| set.contains(other));
        in_time && self.set.as_ref().is_none_or(in_set)
    }
}

/// A place in a list ordered by (datestamp, key).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Datestamp of the last entry delivered.
    pub datestamp: Datestamp,
    /// Its key, unique among equal datestamps; only the provider knows how keys compare. It appears, signed but readable, in tokens.
    pub key: String,
}

/// An entry of a list with the key that orders it among equal datestamps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyed<T> {
    /// See [`Position::key`].
    pub key: String,
    /// The entry.
    pub entry: T,
}

/// What came of looking for one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// No item has the identifier.
    UnknownIdentifier,
    /// The item exists, the format does not, for it.
    NoSuchFormat,
    /// The record, or its deletion.
    Found(Box<Record>),
}

/// A repository as this crate sees it.
///
/// Lists are ordered by (datestamp, key), ascending. With `after`, they begin behind that position, whether or not an entry still
/// stands there. They hold exactly `limit` entries unless the list ends before: a shorter answer *is* the end.
pub trait Provider: Send + Sync {
    /// A failure of the service itself. It is no protocol error and ends up with the caller of [`crate::respond`].
    type Error: std::error::Error + Send + Sync + 'static;

    /// Who the repository is.
    fn identify(&self) -> impl Future<Output = Result<Identity, Self::Error>> + Send;

    /// All formats of the repository.
    fn formats(&self) -> impl Future<Output = Result<Vec<Format>, Self::Error>> + Send;

    /// The formats of one item, or `None` when no item has the identifier.
    fn item_formats(&self, identifier: &str) -> impl Future<Output = Result<Option<Vec<Format>>, Self::Error>> + Send;

    /// Sets in an order of the provider's own that never changes, beginning behind `after`.
    fn sets(&self, after: Option<&SetSpec>, limit: usize)
    -> impl Future<Output = Result<Vec<Set>, Self::Error>> + Send;

    /// Whether there are sets at all.
    fn has_sets(&self) -> impl Future<Output = Result<bool, Self::Error>> + Send {
        async move { Ok(!self.sets(None, 1).await?.is_empty()) }
    }

    /// How many sets there are, when that is known cheaply.
    fn count_sets(&self) -> impl Future<Output = Result<Option<u64>, Self::Error>> + Send {
        async { Ok(None) }
    }

    /// One record.
    fn record(&self, identifier: &str, prefix: &str) -> impl Future<Output = Result<Lookup, Self::Error>> + Send;

    /// Headers of a selection; the same items as [`Provider::records`].
    fn headers(
        &self,
        selection: &Selection,
        after: Option<&Position>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Keyed<Header>>, Self::Error>> + Send;

    /// Records of a selection.
    fn records(
        &self,
        selection: &Selection,
        after: Option<&Position>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Keyed<Record>>, Self::Error>> + Send;

    /// Most records on a page of `ListRecords` in a format whose records are large; `None` for as many as configured.
    fn most_records(&self, _prefix: &str) -> Option<NonZeroUsize> {
        None
    }

    /// How many entries a selection has, when that is known cheaply. Asked once a list, and only when it takes several pages.
    fn count(&self, selection: &Selection) -> impl Future<Output = Result<Option<u64>, Self::Error>> + Send;
}
