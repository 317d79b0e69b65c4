//! A run: records in, page by page, each page with the mark that the next run goes on from.

use std::time::Duration;

use futures_util::StreamExt;
use jiff::{SignedDuration, Timestamp};

use super::super::{Error, Repository, Result};
use crate::domain::source::{ForeignRecord, HarvestRun, RecordFault, RunOutcome, Source};
use crate::source::{self, Batch};
use crate::store::SourceLock;

/// Broken records written down of one run; more are counted only.
const MOST_FAULTS: u64 = 1_000;
/// Longest identifier of a record, in bytes: an index of PostgreSQL takes 2,704 at most (its manual, *B-Tree Indexes*).
const LONGEST_IDENTIFIER: usize = 2_000;
/// Letters of a longer one that are shown.
const SHOWN: usize = 120;
/// Longest wait before a run that failed is tried again.
const RETRY_SECONDS: i64 = 3_600;
/// Sources run at the same time.
const AT_ONCE: usize = 2;
/// Tries to take the lock of a source, which somebody who looks at its status holds for a moment.
const LOCK_TRIES: usize = 3;
/// Pause between them.
const LOCK_PAUSE: Duration = Duration::from_millis(40);

impl Repository {
    /// Runs a source: asks for what has changed, keeps it, and works out what it means. `progress` hears after each page.
    ///
    /// The run is returned however the source behaved; what it says failed is in it. Dropping the future half-way loses
    /// nothing: the next run goes on.
    ///
    /// # Errors
    /// When another run of the source is under way, or a fault of ours ends it.
    pub async fn run_source(
        &self,
        source: &Source,
        mut progress: impl FnMut(&HarvestRun) + Send,
    ) -> Result<HarvestRun> {
        let _lock = self.lock(source).await?;
        let mut tx = self.parts.store.begin().await?;
        let mut run = tx.begin_run(source.id, self.now()).await?;
        tx.commit().await?;
        tracing::info!(source = source.name.as_str(), "a harvest begins");
        let walked = self.walk(source, &mut run, &mut progress).await;
        let ours = match walked {
            Ok(()) => None,
            Err(Error::Source(error)) => {
                run.error = Some(chain(&error));
                None
            }
            Err(error) => {
                run.error = Some(chain(&error));
                Some(error)
            }
        };
        self.end_run(source, &mut run).await?;
        progress(&run);
        ours.map_or(Ok(run), Err)
    }

    /// Runs what is due, and looks again at records that had to wait for an article; gives how many sources it ran.
    ///
    /// # Errors
    /// When the store fails. A source that fails is no error: its run says so.
    pub async fn run_due_sources(&self) -> Result<usize> {
        let due = self.parts.store.list_due_sources(self.now()).await?;
        let count = due.len();
        let runs = futures_util::stream::iter(due).map(|source| async move {
            match self.run_source(&source, |_| ()).await {
                Ok(_) | Err(Error::SourceBusy(_)) => {}
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(source = source.name.as_str(), error, "a harvest failed");
                }
            }
        });
        runs.buffer_unordered(AT_ONCE).collect::<Vec<()>>().await;
        for source in self.parts.store.list_sources().await? {
            self.settle_source(&source).await?;
        }
        Ok(count)
    }

    /// Looks again at records that waited, for an article to be read first; does nothing while the source is being run.
    ///
    /// # Errors
    /// When the store or the files fail.
    pub async fn settle_source(&self, source: &Source) -> Result<()> {
        let waiting = self.parts.store.list_pending(source.id, crate::domain::ids::SourceRecordId(0), 1).await?;
        let Some(mut run) = self.parts.store.list_runs(source.id, 1).await?.pop().filter(|_| !waiting.is_empty())
        else {
            return Ok(());
        };
        let Some(_lock) = self.parts.store.lock_source(source.id)? else { return Ok(()) };
        self.assimilate(source, &mut run).await
    }

    async fn lock(&self, source: &Source) -> Result<SourceLock> {
        for _ in 1..LOCK_TRIES {
            if let Some(lock) = self.parts.store.lock_source(source.id)? {
                return Ok(lock);
            }
            tokio::time::sleep(LOCK_PAUSE).await;
        }
        self.parts.store.lock_source(source.id)?.ok_or_else(|| Error::SourceBusy(source.name.clone()))
    }

    async fn walk(
        &self,
        source: &Source,
        run: &mut HarvestRun,
        progress: &mut (impl FnMut(&HarvestRun) + Send),
    ) -> Result<()> {
        // What a killed run left.
        self.assimilate(source, run).await?;
        let mark = self.parts.store.source_mark(source.id).await?;
        let mut walk = source::find_kind(&source.place.kind)?.walk(&self.parts.net, &source.place, mark.as_deref())?;
        while let Some(batch) = walk.next().await? {
            run.since = walk.since();
            self.keep(source, run, &batch, &walk.mark()?).await?;
            self.assimilate(source, run).await?;
            progress(run);
        }
        run.since = walk.since();
        let mut tx = self.parts.store.begin().await?;
        tx.set_source_mark(source.id, Some(&walk.mark()?)).await?;
        Ok(tx.commit().await?)
    }

    /// Keeps a page and its mark at once: what is kept will not be asked for again, what is not will.
    async fn keep(&self, source: &Source, run: &mut HarvestRun, batch: &Batch, mark: &str) -> Result<()> {
        let now = self.now();
        let mut next = run.clone();
        next.tally.pages += 1;
        next.total = batch.total.or(next.total);
        let mut tx = self.parts.store.begin().await?;
        let (short, long): (Vec<_>, Vec<_>) =
            batch.records.iter().partition(|record| record.identifier.len() <= LONGEST_IDENTIFIER);
        let too_long = long.iter().map(|record| too_long(record));
        for record in short {
            if tx.put_source_record(source.id, record, now).await? {
                next.tally.records += 1;
                next.tally.deleted += u64::from(record.deleted);
            } else {
                next.tally.unchanged += 1;
            }
        }
        for fault in batch.faults.iter().cloned().chain(too_long) {
            next.tally.faults += 1;
            if next.tally.faults <= MOST_FAULTS {
                tx.add_fault(next.id, &fault).await?;
            }
        }
        for repair in &batch.repairs {
            if !next.tally.repairs.contains(repair) {
                next.tally.repairs.push(repair.clone());
            }
        }
        tx.set_source_mark(source.id, Some(mark)).await?;
        tx.put_run(&next).await?;
        tx.commit().await?;
        *run = next;
        Ok(())
    }

    async fn end_run(&self, source: &Source, run: &mut HarvestRun) -> Result<()> {
        let now = self.now();
        run.ended_at = Some(now);
        let failed = run.error.is_some();
        run.outcome = Some(if failed { RunOutcome::Failed } else { RunOutcome::Done });
        let mut tx = self.parts.store.begin().await?;
        tx.put_run(run).await?;
        tx.set_next_run(source.id, next_run(source, now, failed)).await?;
        tx.commit().await?;
        tracing::info!(
            source = source.name.as_str(),
            records = run.tally.records,
            articles = run.tally.articles,
            copies = run.tally.copies,
            faults = run.tally.faults,
            error = run.error,
            "a harvest ended"
        );
        Ok(())
    }
}

/// What is said of a record whose identifier is too long to be looked for.
fn too_long(record: &ForeignRecord) -> RecordFault {
    let shown: String = record.identifier.chars().take(SHOWN).collect();
    let reason = format!("its identifier is longer than {LONGEST_IDENTIFIER} bytes: the source must shorten it");
    RecordFault { identifier: Some(format!("{shown}…")), reason }
}

/// A source that failed is asked again within the hour, however rarely it is asked otherwise.
fn next_run(source: &Source, now: Timestamp, failed: bool) -> Option<Timestamp> {
    let usual = source.settings.after(now)?;
    let soon = now.checked_add(SignedDuration::from_secs(RETRY_SECONDS)).unwrap_or(usual);
    Some(if failed { usual.min(soon) } else { usual })
}

/// An error with everything that led to it, in one line.
pub(in crate::service) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.ends_with(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}
