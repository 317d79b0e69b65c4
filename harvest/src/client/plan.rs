//! What to harvest, and how far it has come.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::dates::granule_before;
use crate::datestamp::{Datestamp, Granularity};

/// What to harvest from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The repository's base URL.
    pub base_url: String,
    /// The metadata format.
    pub prefix: String,
    /// One set only; as the repository spells it, legal or not.
    pub set: Option<String>,
    /// Records from this moment on.
    pub from: Option<Datestamp>,
    /// Records up to this moment.
    pub until: Option<Datestamp>,
    /// Namespace for metadata that comes without one; known for `oai_dc`.
    pub namespace: Option<String>,
}

impl Plan {
    /// All records of a repository in one format.
    #[must_use]
    pub fn new(base_url: &str, prefix: &str) -> Self {
        let oai_dc = crate::Format::oai_dc();
        let namespace = (prefix == oai_dc.prefix()).then(|| oai_dc.namespace().to_owned());
        let (base_url, prefix) = (base_url.to_owned(), prefix.to_owned());
        Self { base_url, prefix, set: None, from: None, until: None, namespace }
    }

    /// The source, without dates: a checkpoint belongs to it.
    pub(super) fn source(&self) -> String {
        let mut source = format!("{} {}", self.base_url, self.prefix);
        if let Some(set) = &self.set {
            // Writing to a string cannot fail.
            _ = write!(source, " {set}");
        }
        source
    }
}

/// How the records of a list follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListOrder {
    /// All had one datestamp so far.
    Unknown,
    /// By datestamp, ascending: a lost list can be taken up at the latest datestamp.
    Ascending,
    /// Otherwise: a lost list has to be begun again.
    Other,
}

/// Where a harvest stands. Keep it, in any serialisation, after the records of a page are stored; a later process goes on from it.
///
/// After an unfinished list the harvest goes on where it was; after a finished one it asks for what changed since, one granule of
/// overlap included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Base URL, format and set that it belongs to.
    pub source: String,
    /// Whether the list came to its end.
    pub finished: bool,
    /// Token of the next page.
    pub token: Option<String>,
    /// Until when the server honours the token, by its own words.
    pub token_expires: Option<Datestamp>,
    /// Up to when the finished harvest before this one was complete.
    pub after: Option<Datestamp>,
    /// Lower bound of the list under way.
    pub from: Option<Datestamp>,
    /// Precision in which dates are asked for.
    pub granularity: Granularity,
    /// Moment up to which nothing is missing once the list is finished: that of the first answer, by the server's clock or ours, or
    /// the plan's `until`, whichever is earliest.
    pub complete_to: Option<Datestamp>,
    /// Latest datestamp seen.
    pub latest: Option<Datestamp>,
    /// How records followed one another so far.
    pub order: ListOrder,
    /// Marks of the records within the latest granule, at most 10,000: they are not delivered again after a restart.
    pub recent: Vec<u64>,
    /// Records delivered, deletions included.
    pub records: u64,
    /// Pages read.
    pub pages: u64,
    /// Restarts of the list after lost tokens.
    pub restarts: u32,
}

impl Checkpoint {
    /// The beginning of a harvest.
    pub(super) fn start(plan: &Plan) -> Self {
        Self {
            source: plan.source(),
            finished: false,
            token: None,
            token_expires: None,
            after: None,
            from: plan.from,
            granularity: Granularity::Day,
            complete_to: None,
            latest: None,
            order: ListOrder::Unknown,
            recent: Vec::new(),
            records: 0,
            pages: 0,
            restarts: 0,
        }
    }

    /// Settles in which form dates are asked for, and how far back a harvest that follows another one reaches: one granule of
    /// overlap.
    pub(super) fn settle(&mut self, plan: &Plan, granularity: Granularity) {
        self.granularity = granularity;
        let overlap = self.after.map(|after| granule_before(after, granularity));
        self.from = overlap.max(plan.from);
    }
}
