//! A harvest under way, page by page.

use std::collections::BTreeSet;

use super::dates::granule_start;
use super::entry::{RecordFault, RecordReader};
use super::envelope::{Envelope, Token};
use super::error::{HarvestError, RemoteError};
use super::harvester::{Document, Harvester};
use super::memory::{Memory, page_mark};
use super::plan::{Checkpoint, ListOrder, Plan};
use super::repair::Repair;
use crate::datestamp::{Datestamp, Granularity};
use crate::error::ErrorCode;
use crate::model::Record;

/// Restarts of a list in a row that bring nothing new before the harvest gives up.
const MAX_FRUITLESS_RESTARTS: u32 = 2;

/// A page of records.
#[derive(Debug, Default)]
pub struct HarvestPage {
    /// Records not delivered before by this harvest, deletions included.
    pub records: Vec<Record>,
    /// Records that could not be used.
    pub faults: Vec<RecordFault>,
    /// What was put right.
    pub repairs: BTreeSet<Repair>,
    /// Records left out because they are older than asked for: the server ignores `from`.
    pub older: u64,
    /// Records left out because they were delivered before.
    pub repeated: u64,
    /// Length of the whole list in the words of the server; often missing, often wrong.
    pub complete_list_size: Option<u64>,
    /// Whether the answer ended in the middle every time it was asked for; the list is then asked for again from here.
    pub truncated: bool,
}

/// A harvest under way. Nothing is read ahead, and dropping a call of [`Harvest::next_page`] half-way loses nothing.
pub struct Harvest {
    harvester: Harvester,
    plan: Plan,
    checkpoint: Checkpoint,
    memory: Memory,
    /// Whether the granularity is known for the list to come.
    prepared: bool,
    /// Whether the other granularity has been tried.
    switched: bool,
}

/// What to do after an answer without a page.
enum Turn {
    AskAgain,
    Finished,
}

impl Harvest {
    pub(super) fn new(harvester: Harvester, plan: Plan, checkpoint: Option<Checkpoint>) -> Result<Self, HarvestError> {
        let checkpoint = match checkpoint {
            Some(other) if other.source != plan.source() => return Err(HarvestError::OtherPlan(other.source)),
            Some(unfinished) if !unfinished.finished => unfinished,
            Some(finished) => Checkpoint { after: finished.complete_to, ..Checkpoint::start(&plan) },
            None => Checkpoint::start(&plan),
        };
        // A list that has begun goes on with the granularity it began with.
        let prepared = checkpoint.complete_to.is_some();
        let memory = Memory::of(&checkpoint);
        Ok(Self { harvester, plan, checkpoint, memory, prepared, switched: false })
    }

    /// Where the harvest stands after the last page delivered.
    #[must_use]
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The next page; `None` when the list is complete. A page may hold no record at all.
    ///
    /// # Errors
    /// [`HarvestError`]; the checkpoint stays where it was, and a later call tries again.
    pub async fn next_page(&mut self) -> Result<Option<HarvestPage>, HarvestError> {
        if !self.checkpoint.finished && !self.prepared {
            self.prepare().await?;
        }
        while !self.checkpoint.finished {
            let document = self.harvester.ask(&self.plan.base_url, &self.arguments()).await?;
            if document.envelope.errors.is_empty() {
                return self.accept(&document).map(Some);
            }
            self.note_start(document.envelope.date);
            match self.after_errors(document.envelope.errors)? {
                Turn::AskAgain => {}
                Turn::Finished => self.finish(),
            }
        }
        Ok(None)
    }

    /// Asks for the granularity and sets the lower bound. A repository that does not describe itself gets days, which the protocol
    /// makes every repository understand (§3.3).
    async fn prepare(&mut self) -> Result<(), HarvestError> {
        let granularity = match self.harvester.identify(&self.plan.base_url).await {
            Ok(identity) => identity.granularity,
            Err(HarvestError::Protocol(_) | HarvestError::NotOai(_) | HarvestError::Truncated(_)) => None,
            Err(error) => return Err(error),
        };
        self.checkpoint.settle(&self.plan, granularity.unwrap_or(Granularity::Day));
        let empty = self.plan.until.is_some_and(|until| self.checkpoint.from.is_some_and(|from| from > until));
        if empty {
            self.checkpoint.complete_to = self.checkpoint.after;
            self.finish();
        }
        self.prepared = true;
        Ok(())
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        let mut arguments = vec![("verb", "ListRecords".to_owned())];
        if let Some(token) = &self.checkpoint.token {
            arguments.push(("resumptionToken", token.clone()));
            return arguments;
        }
        let date = |moment: &Datestamp| moment.format(self.checkpoint.granularity);
        arguments.push(("metadataPrefix", self.plan.prefix.clone()));
        arguments.extend(self.checkpoint.from.as_ref().map(|from| ("from", date(from))));
        arguments.extend(self.plan.until.as_ref().map(|until| ("until", date(until))));
        arguments.extend(self.plan.set.clone().map(|set| ("set", set)));
        arguments
    }

    fn note_start(&mut self, date: Option<Datestamp>) {
        let moments = [Some(self.harvester.now()), date, self.plan.until];
        self.checkpoint.complete_to = self.checkpoint.complete_to.or(moments.into_iter().flatten().min());
    }

    fn after_errors(&mut self, errors: Vec<RemoteError>) -> Result<Turn, HarvestError> {
        let has = |code| errors.iter().any(|error| error.known() == Some(code));
        let dated = self.checkpoint.from.is_some() || self.plan.until.is_some();
        match self.checkpoint.token {
            _ if has(ErrorCode::NoRecordsMatch) => Ok(Turn::Finished),
            // Some answer badArgument to a token that they do not know.
            Some(_) if has(ErrorCode::BadResumptionToken) || has(ErrorCode::BadArgument) => {
                self.restart(|| HarvestError::TokenRefused).map(|()| Turn::AskAgain)
            }
            None if has(ErrorCode::BadArgument) && dated && !self.switched => {
                self.switched = true;
                self.checkpoint.granularity = match self.checkpoint.granularity {
                    Granularity::Day => Granularity::Second,
                    Granularity::Second => Granularity::Day,
                };
                Ok(Turn::AskAgain)
            }
            _ => Err(HarvestError::Protocol(errors)),
        }
    }

    /// Begins the list anew from the last datestamp seen, or from its beginning where the order of records is none.
    fn restart(&mut self, give_up: impl FnOnce() -> HarvestError) -> Result<(), HarvestError> {
        if self.memory.fruitless_restarts >= MAX_FRUITLESS_RESTARTS {
            return Err(give_up());
        }
        self.memory.restart();
        let checkpoint = &mut self.checkpoint;
        checkpoint.token = None;
        checkpoint.token_expires = None;
        checkpoint.restarts += 1;
        if checkpoint.order == ListOrder::Ascending {
            checkpoint.from = checkpoint.latest.max(checkpoint.from);
        }
        Ok(())
    }

    fn accept(&mut self, document: &Document) -> Result<HarvestPage, HarvestError> {
        let Document { text, envelope } = document;
        if envelope.frame.len() < 2 {
            let reason = envelope.broken.clone();
            return Err(match reason {
                Some(reason) => HarvestError::Truncated(reason),
                None => HarvestError::NotOai("there is neither a list nor an error".to_owned()),
            });
        }
        let mark = page_mark(envelope);
        let goes_on = envelope.token.as_ref().is_some_and(|token| !token.value.is_empty());
        self.check_end(mark, goes_on)?;
        let truncated = envelope.broken.is_some() && !goes_on;
        if truncated && self.memory.fruitless_restarts >= MAX_FRUITLESS_RESTARTS {
            return Err(HarvestError::Truncated(envelope.broken.clone().unwrap_or_default()));
        }
        self.note_start(envelope.date);
        let mut page = self.read(text, envelope);
        self.memory.note_page(mark);
        self.checkpoint.pages += 1;
        self.checkpoint.records += page.records.len() as u64;
        page.complete_list_size = envelope.token.as_ref().and_then(|token| token.complete_list_size);
        page.truncated = truncated;
        if truncated {
            self.restart(|| HarvestError::Truncated(String::new()))?;
        } else {
            self.go_on(envelope.token.as_ref());
        }
        Ok(page)
    }

    /// Recognises a list that does not end: a page that it has had, empty page after empty page, or just too many.
    fn check_end(&self, mark: Option<u64>, goes_on: bool) -> Result<(), HarvestError> {
        let settings = self.harvester.settings();
        let pages = self.checkpoint.pages + 1;
        let reason = if !goes_on {
            return Ok(());
        } else if !self.memory.is_new_page(mark) {
            "the same records come again"
        } else if mark.is_none() && self.memory.empty_pages >= settings.max_empty_pages {
            "empty pages follow one another"
        } else if pages >= settings.max_pages {
            "it has more pages than the settings allow"
        } else {
            return Ok(());
        };
        Err(HarvestError::Endless { reason, pages })
    }

    fn read(&mut self, text: &str, envelope: &Envelope) -> HarvestPage {
        let mut page = HarvestPage { repairs: envelope.repairs.clone(), ..HarvestPage::default() };
        let namespace = self.plan.namespace.as_deref();
        let mut reader = RecordReader { text, envelope, namespace, repairs: BTreeSet::new() };
        let from = self.checkpoint.from.map(|from| granule_start(from, self.checkpoint.granularity));
        for entry in &envelope.entries {
            match reader.record(entry) {
                Err(fault) => page.faults.push(fault),
                Ok(record) if from.is_some_and(|from| record.header.datestamp < from) => page.older += 1,
                Ok(record) if self.memory.note(&record.header, &mut self.checkpoint) => page.records.push(record),
                Ok(_) => page.repeated += 1,
            }
        }
        page.repairs.append(&mut reader.repairs);
        page
    }

    fn go_on(&mut self, token: Option<&Token>) {
        match token.filter(|token| !token.value.is_empty()) {
            Some(token) => {
                self.checkpoint.token = Some(token.value.clone());
                self.checkpoint.token_expires = token.expires;
            }
            None => self.finish(),
        }
    }

    fn finish(&mut self) {
        self.checkpoint.finished = true;
        self.checkpoint.token = None;
        self.checkpoint.token_expires = None;
    }
}
