//! The two kinds of entries that lists of items consist of.

use std::future::Future;
use std::num::NonZeroUsize;

use crate::model::{DeletedRecords, Header, Record};
use crate::provider::{Keyed, Position, Provider, Selection};

/// Something that can be listed by datestamp.
pub(super) trait Entry: Sized + Send {
    /// Asks the provider for entries behind `after`.
    fn read<P: Provider>(
        provider: &P,
        selection: &Selection,
        after: Option<&Position>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Keyed<Self>>, P::Error>> + Send;

    /// Most entries on a page, where that is less than configured.
    fn most<P: Provider>(provider: &P, prefix: &str) -> Option<NonZeroUsize>;

    /// Its header.
    fn header(&self) -> &Header;

    /// Whether there is anything to show: a deletion where those are kept, or something alive that could be rendered.
    fn is_shown(&self, deleted_records: DeletedRecords) -> bool;
}

impl Entry for Header {
    fn read<P: Provider>(
        provider: &P,
        selection: &Selection,
        after: Option<&Position>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Keyed<Self>>, P::Error>> + Send {
        provider.headers(selection, after, limit)
    }

    fn most<P: Provider>(_: &P, _: &str) -> Option<NonZeroUsize> {
        None
    }

    fn header(&self) -> &Header {
        self
    }

    fn is_shown(&self, deleted_records: DeletedRecords) -> bool {
        !self.deleted || deleted_records != DeletedRecords::No
    }
}

impl Entry for Record {
    fn read<P: Provider>(
        provider: &P,
        selection: &Selection,
        after: Option<&Position>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Keyed<Self>>, P::Error>> + Send {
        provider.records(selection, after, limit)
    }

    fn most<P: Provider>(provider: &P, prefix: &str) -> Option<NonZeroUsize> {
        provider.most_records(prefix)
    }

    fn header(&self) -> &Header {
        &self.header
    }

    fn is_shown(&self, deleted_records: DeletedRecords) -> bool {
        let complete = self.header.deleted || self.metadata.is_some();
        complete && self.header.is_shown(deleted_records)
    }
}

/// The place of an entry in its list.
pub(super) fn position<E: Entry>(row: &Keyed<E>) -> Position {
    Position { datestamp: row.entry.header().datestamp, key: row.key.clone() }
}
