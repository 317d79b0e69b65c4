//! What has been delivered, so that nothing is delivered twice, and how it shows that a list does not end.

use std::cmp::Ordering;
use std::collections::HashSet;

use sha2::{Digest, Sha256};

use super::dates::granule_start;
use super::envelope::{Entry, Envelope};
use super::plan::{Checkpoint, ListOrder};
use crate::datestamp::Datestamp;
use crate::model::Header;

/// Marks that a checkpoint keeps.
const MAX_RECENT: usize = 10_000;
/// Marks that are kept in memory, 8 bytes each and as much again for the table.
const MAX_SEEN: usize = 1_000_000;

/// What one process remembers of its harvest.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Marks of records.
    seen: HashSet<u64>,
    /// Marks of whole pages of the list under way.
    pages: HashSet<u64>,
    /// Datestamp of the last record of the list under way.
    last: Option<Datestamp>,
    /// Consecutive pages without records.
    pub(super) empty_pages: u32,
    /// Restarts since the last new record.
    pub(super) fruitless_restarts: u32,
}

impl Memory {
    pub(super) fn of(checkpoint: &Checkpoint) -> Self {
        let last = checkpoint.token.as_ref().and(checkpoint.latest);
        Self { seen: checkpoint.recent.iter().copied().collect(), last, ..Self::default() }
    }

    /// Notes a page by the identifiers on it; `false` when the list has had it already.
    pub(super) fn is_new_page(&self, mark: Option<u64>) -> bool {
        mark.is_none_or(|mark| !self.pages.contains(&mark))
    }

    pub(super) fn note_page(&mut self, mark: Option<u64>) {
        self.empty_pages = if mark.is_none() { self.empty_pages + 1 } else { 0 };
        self.pages.extend(mark);
    }

    /// Forgets what belongs to the list, not to the records.
    pub(super) fn restart(&mut self) {
        self.pages.clear();
        self.last = None;
        self.empty_pages = 0;
        self.fruitless_restarts += 1;
    }

    /// Notes a record; `false` when it has been delivered already.
    pub(super) fn note(&mut self, header: &Header, checkpoint: &mut Checkpoint) -> bool {
        checkpoint.order = match (checkpoint.order, self.last.map(|last| last.cmp(&header.datestamp))) {
            (_, Some(Ordering::Greater)) => ListOrder::Other,
            (ListOrder::Unknown, Some(Ordering::Less)) => ListOrder::Ascending,
            (known, _) => known,
        };
        self.last = Some(header.datestamp);
        let mark = record_mark(header);
        if self.seen.len() >= MAX_SEEN {
            self.seen = checkpoint.recent.iter().copied().collect();
        }
        if !self.seen.insert(mark) {
            return false;
        }
        self.fruitless_restarts = 0;
        note_latest(header, mark, checkpoint);
        true
    }
}

/// Keeps the marks of the latest granule.
fn note_latest(header: &Header, mark: u64, checkpoint: &mut Checkpoint) {
    let granule = |moment| granule_start(moment, checkpoint.granularity);
    let newer = checkpoint.latest.is_none_or(|latest| granule(latest) < granule(header.datestamp));
    let same = checkpoint.latest.is_some_and(|latest| granule(latest) == granule(header.datestamp));
    if newer {
        checkpoint.recent.clear();
    }
    if (newer || same) && checkpoint.recent.len() < MAX_RECENT {
        checkpoint.recent.push(mark);
    }
    checkpoint.latest = checkpoint.latest.max(Some(header.datestamp));
}

/// A mark that is the same in every process: identifier, datestamp and state.
fn record_mark(header: &Header) -> u64 {
    let mut hash = Sha256::new();
    hash.update(header.datestamp.unix_seconds().to_be_bytes());
    hash.update([u8::from(header.deleted)]);
    hash.update(&header.identifier);
    first_bytes(hash)
}

/// A mark for a page by its identifiers, `None` for an empty page.
pub(super) fn page_mark(envelope: &Envelope) -> Option<u64> {
    let mut hash = Sha256::new();
    for entry in &envelope.entries {
        let identifier = match entry {
            Entry::Whole(element) => element.find("header").unwrap_or(element).text_of("identifier"),
            Entry::Broken { identifier, .. } => identifier.as_deref(),
        };
        hash.update(identifier.unwrap_or_default());
        hash.update([0]);
    }
    (!envelope.entries.is_empty()).then(|| first_bytes(hash))
}

fn first_bytes(hash: Sha256) -> u64 {
    hash.finalize().iter().take(8).fold(0, |mark, byte| mark << 8 | u64::from(*byte))
}
