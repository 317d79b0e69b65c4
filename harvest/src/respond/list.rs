//! `ListIdentifiers` and `ListRecords`: pages of a selection (OAI-PMH 2.0 §3.5, §4.3, §4.5).

use super::entry::{Entry, position};
use super::paging::Progress;
use super::{Outcome, Session, unsupported_format};
use crate::datestamp::DateArgument;
use crate::error::{ErrorCode, ProtocolError};
use crate::model::Page;
use crate::provider::{Keyed, Position, Provider, Selection};
use crate::request::{ListArgs, Verb};
use crate::syntax::SetSpec;
use crate::token::{Place, Token};

/// A list in progress, before one of its pages.
struct Walk {
    selection: Selection,
    /// Whether the upper bound was chosen here, not by the harvester.
    open_ended: bool,
    after: Option<Position>,
    cursor: u64,
    size: Option<u64>,
}

/// The entries of a page, and whether others follow.
struct Batch<E> {
    rows: Vec<Keyed<E>>,
    more: bool,
}

impl<P: Provider> Session<'_, P> {
    pub(super) async fn list<E: Entry>(&self, verb: Verb, arguments: ListArgs) -> Result<Outcome<Page<E>>, P::Error> {
        let begun = match arguments {
            ListArgs::Next { token } => self.resume(verb, &token).await?,
            ListArgs::First { prefix, from, until, set } => self.begin(prefix, from, until, set).await?,
        };
        let mut walk = match begun {
            Ok(walk) => walk,
            Err(errors) => return Ok(Err(errors)),
        };
        let mut batch = self.fill::<E>(&walk).await?;
        if batch.rows.is_empty() && walk.after.is_some() && walk.open_ended {
            // All that was left has changed since: rather than an empty page, give it with its new datestamps.
            walk.selection.until = self.now;
            batch = self.fill::<E>(&walk).await?;
        }
        if batch.rows.is_empty() {
            let message = "no record matches this combination of from, until, set and metadataPrefix";
            return Ok(Err(vec![ProtocolError::new(ErrorCode::NoRecordsMatch, message)]));
        }
        self.page(verb, walk, batch).await.map(Ok)
    }

    /// A new list, or what the repository does not have of what it asks for.
    async fn begin(
        &self,
        prefix: String,
        from: Option<DateArgument>,
        until: Option<DateArgument>,
        set: Option<SetSpec>,
    ) -> Result<Outcome<Walk>, P::Error> {
        let mut errors = Vec::new();
        if !self.offers(&prefix).await? {
            errors.push(unsupported_format(&prefix));
        }
        if set.is_some() && !self.provider.has_sets().await? {
            errors.push(ProtocolError::new(ErrorCode::NoSetHierarchy, "this repository has no sets"));
        }
        if !errors.is_empty() {
            return Ok(Err(errors));
        }
        let bound = until.map_or(self.now, |until| until.last.min(self.now));
        let selection = Selection { prefix, from: from.map(|from| from.first), until: bound, set };
        Ok(Ok(Walk { selection, open_ended: until.is_none(), after: None, cursor: 0, size: None }))
    }

    /// A list begun earlier.
    async fn resume(&self, verb: Verb, text: &str) -> Result<Outcome<Walk>, P::Error> {
        let token = match Token::decode(text, verb, self.config, self.now) {
            Ok(token) => token,
            Err(error) => return Ok(Err(vec![ProtocolError::bad_token(error.to_string())])),
        };
        let Place::Records { selection, open_ended, after } = token.place else {
            return Ok(Err(vec![ProtocolError::bad_token("the resumption token belongs to another verb")]));
        };
        if !self.offers(&selection.prefix).await? {
            let message = "the metadata format of this list is no longer available; begin again with another";
            return Ok(Err(vec![ProtocolError::bad_token(message)]));
        }
        Ok(Ok(Walk { selection, open_ended, after: Some(after), cursor: token.cursor, size: token.size }))
    }

    /// Reads one entry more than a page holds, so that no token leads to an empty page, and goes on past entries that cannot be
    /// shown until the page is full or the list ends.
    async fn fill<E: Entry>(&self, walk: &Walk) -> Result<Batch<E>, P::Error> {
        let configured = self.config.page_size;
        let page_size = E::most(self.provider, &walk.selection.prefix).unwrap_or(configured).min(configured).get();
        let mut rows: Vec<Keyed<E>> = Vec::new();
        let mut after = walk.after.clone();
        let mut ended = walk.selection.from.is_some_and(|from| from > walk.selection.until);
        while !ended && rows.len() <= page_size {
            let limit = (page_size - rows.len()).saturating_add(1);
            let read = E::read(self.provider, &walk.selection, after.as_ref(), limit).await?;
            ended = read.len() < limit;
            after = read.last().map(position).or(after);
            rows.extend(read.into_iter().filter(|row| row.entry.is_shown(self.config.deleted_records)));
        }
        let more = rows.len() > page_size;
        rows.truncate(page_size);
        Ok(Batch { rows, more })
    }

    async fn page<E: Entry>(&self, verb: Verb, walk: Walk, batch: Batch<E>) -> Result<Page<E>, P::Error> {
        let Batch { rows, more } = batch;
        let first = walk.after.is_none();
        let size = if first && more { self.provider.count(&walk.selection).await? } else { walk.size };
        let last = rows.last().map(position).filter(|_| more);
        let next = last.map(|after| Place::Records { selection: walk.selection, open_ended: walk.open_ended, after });
        let entries: Vec<E> = rows.into_iter().map(|row| row.entry).collect();
        let token = self.token(verb, &Progress { first, cursor: walk.cursor, entries: entries.len(), size }, next);
        Ok(Page { entries, token })
    }
}
