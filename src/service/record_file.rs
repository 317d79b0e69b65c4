//! The file of an article that is known by a record alone: that record, written as JATS (`ARCHITECTURE.md`, "An article
//! without a file is a file without readers").

use std::borrow::Cow;

use bytes::Bytes;
use jiff::Timestamp;

use super::{Error, Result};
use crate::domain::article::MediaType;
use crate::domain::{ArticleId, Metadata};
use crate::metadata::{Record, find};

/// Where a record comes from.
#[derive(Debug)]
pub(super) struct RecordOrigin<'a> {
    /// Its number there.
    pub(super) number: i64,
    /// Its address.
    pub(super) url: &'a str,
    /// Name of the place.
    pub(super) repository: &'a str,
    /// When it changed there.
    pub(super) changed: Option<Timestamp>,
}

/// The record as a JATS file; the same bytes whenever the record is the same.
pub(super) fn record_file(origin: &RecordOrigin<'_>, metadata: &Metadata) -> Result<Vec<u8>> {
    let jats = find("jats").ok_or(Error::NotFound { what: "format" })?;
    let written = jats.write(&Record {
        id: ArticleId(origin.number),
        url: Cow::Borrowed(origin.url),
        file_url: None,
        metadata,
        own_doi: None,
        is_open: false,
        media_type: MediaType::Jats,
        size_bytes: 0,
        published_here: None,
        deposited: None,
        repository: origin.repository,
        changed: origin.changed,
        extraction: None,
        jats: None,
    });
    written.map(String::into_bytes).map_err(|error| Error::internal("a record cannot be written", error))
}

/// Bytes as the entrance takes them.
pub(super) fn once(bytes: impl Into<Bytes>) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + Unpin {
    futures_util::stream::iter([Ok(bytes.into())])
}
