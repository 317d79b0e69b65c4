//! The token at the foot of a page, for all three lists.

use super::Session;
use crate::model::ResumptionToken;
use crate::request::Verb;
use crate::token::{Place, Token};

/// How far a list has come.
pub(super) struct Progress {
    /// Whether this is its first page.
    pub(super) first: bool,
    /// Entries before this page.
    pub(super) cursor: u64,
    /// Entries on this page.
    pub(super) entries: usize,
    /// Entries of the whole list as counted at its beginning, when they were.
    pub(super) size: Option<u64>,
}

impl<P> Session<'_, P> {
    /// The token after a page: one that leads to `next`, an empty one when the list ends here, none when it is complete at once.
    ///
    /// A size that has been overtaken by changes is corrected, so that it never contradicts what was delivered.
    pub(super) fn token(&self, verb: Verb, progress: &Progress, next: Option<Place>) -> Option<ResumptionToken> {
        if progress.first && next.is_none() {
            return None;
        }
        let entries = u64::try_from(progress.entries).unwrap_or(u64::MAX);
        let delivered = progress.cursor.saturating_add(entries);
        let size = progress.size.map(|size| match next {
            Some(_) => size.max(delivered.saturating_add(1)),
            None => delivered,
        });
        let expires = if next.is_some() { self.expiration() } else { None };
        let value = next.map(|place| Token { expires, cursor: delivered, size, place }.encode(verb, self.config));
        Some(ResumptionToken {
            value: value.unwrap_or_default(),
            expiration_date: expires,
            complete_list_size: size,
            cursor: Some(progress.cursor),
        })
    }
}
