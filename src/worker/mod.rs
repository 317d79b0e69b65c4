//! Runs the jobs: claims them under a lease, works outside any transaction, completes them where the lease holds.
//!
//! Neighbours: `service` does the work, `store` keeps the queue. The match over [`Job`] in `Worker::run_jobs` is
//! exhaustive, so that a new kind of job cannot be forgotten. What fails is tried again later, ever more rarely, and
//! stays visible when it is given up. Any number of workers share the jobs; the schedule (`schedule`) is kept by one.

mod schedule;

use std::time::Duration;

use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use self::schedule::pause;
use crate::domain::job::Job;
use crate::service::{Error, Repository};
use crate::store::Leased;
use crate::telemetry::Span;

/// How long a claim holds; the work of one job is bounded well below it.
const LEASE: Duration = Duration::from_mins(5);
/// Tries before a job is given up.
const MOST_ATTEMPTS: i64 = 5;
/// How long an idle worker waits before it looks again by itself.
const IDLE: Duration = Duration::from_millis(500);
/// How long it waits where the queue fails, so that a full disk or a database that is gone does not fill the log.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// How long jobs wait for a search server that does not answer.
const AWAY: jiff::SignedDuration = jiff::SignedDuration::from_secs(20);
/// Index jobs that one commit takes.
const INDEX_BATCH: i64 = 200;
/// How long the index waits for more after a commit, while files are being read: each commit is a segment that is synced and
/// merged with others later.
const GATHERING: Duration = Duration::from_secs(2);

/// Works on the jobs of one repository.
#[derive(Debug, Clone)]
pub struct Worker {
    repository: Repository,
    token: String,
    /// Whether the schedule is kept: daily dumps, harvests that are due, alerts, mail.
    serves: bool,
    /// Whether other processes work on the same site.
    is_shared: bool,
}

impl Worker {
    /// A worker; `name` tells its leases from those of other workers.
    #[must_use]
    pub fn new(repository: Repository, name: &str) -> Self {
        // Processes of one name must not complete each other's jobs.
        let own = getrandom::u64().unwrap_or_else(|_| u64::from(std::process::id()));
        Self { repository, token: format!("{name}-{own:016x}"), serves: false, is_shared: false }
    }

    /// The worker of a site that is served: it writes the daily dump and harvests the sources that are due.
    #[must_use]
    pub fn with_schedule(self) -> Self {
        Self { serves: true, ..self }
    }

    /// A worker beside those of other processes: the schedule is kept by one of them at a time.
    #[must_use]
    pub fn sharing(self) -> Self {
        Self { is_shared: true, ..self }
    }

    /// Works until told to stop, `readers` files at a time; ends once the jobs at hand are done.
    pub async fn run(self, readers: usize, stop: CancellationToken) {
        let mut loops = JoinSet::new();
        for _ in 0..readers.max(1) {
            loops.spawn(self.clone().work("extract", 1, stop.clone()));
        }
        loops.spawn(self.clone().work("read_draft", 1, stop.clone()));
        loops.spawn(self.clone().work("look_up", 1, stop.clone()));
        loops.spawn(self.clone().work("look_up_person", 1, stop.clone()));
        loops.spawn(self.clone().work("import", 1, stop.clone()));
        loops.spawn(self.clone().work("index", INDEX_BATCH, stop.clone()));
        loops.spawn(self.clone().work("register_doi", 1, stop.clone()));
        if self.serves {
            loops.spawn(self.clone().write_usage(stop.clone()));
        }
        if !self.is_shared {
            loops.spawn(self.clone().keep_schedule(stop));
        } else if self.serves {
            loops.spawn(self.clone().take_turns(stop));
        }
        while loops.join_next().await.is_some() {}
    }

    /// Works until no job is due; for tests and one-off commands.
    ///
    /// # Errors
    /// When the queue cannot be read.
    pub async fn drain(&self) -> Result<(), crate::store::Error> {
        loop {
            let done = self.round("read_draft", 1).await?
                + self.round("look_up", 1).await?
                + self.round("look_up_person", 1).await?
                + self.round("import", 1).await?
                + self.round("extract", 1).await?
                + self.round("index", INDEX_BATCH).await?
                + self.round("register_doi", 1).await?;
            if done == 0 {
                return Ok(());
            }
        }
    }

    async fn work(self, kind: &'static str, limit: i64, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let added = self.repository.work_added();
            let done = self.round(kind, limit).await;
            if kind == "index" && matches!(done, Ok(1..)) && self.is_reading().await {
                pause(&stop, GATHERING).await;
                continue;
            }
            if let Err(error) = &done {
                tracing::error!(error = error as &dyn std::error::Error, "the job queue cannot be read");
                pause(&stop, AFTER_FAILURE).await;
            } else if let Ok(0) = done {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = added => {}
                    () = tokio::time::sleep(IDLE) => {}
                }
            }
        }
    }

    /// Whether files are being read, or would be if a reader were free.
    async fn is_reading(&self) -> bool {
        let now = self.repository.clock().now();
        self.repository.store().has_due_jobs("extract", now).await.unwrap_or(false)
    }

    /// Claims and runs one batch; gives how many jobs it had.
    async fn round(&self, kind: &str, limit: i64) -> Result<usize, crate::store::Error> {
        let store = self.repository.store();
        let now = self.repository.clock().now();
        let leased = store.claim_jobs(kind, now, LEASE, &self.token, limit).await?;
        let (poisoned, leased): (Vec<_>, Vec<_>) = leased.into_iter().partition(|job| job.attempt > MOST_ATTEMPTS);
        for job in &poisoned {
            store.fail_job(job, "the process ended each time while this job ran").await?;
        }
        if leased.is_empty() {
            return Ok(poisoned.len());
        }
        let span = Span::jobs(kind, leased.len(), leased.iter().map(|job| job.attempt).max().unwrap_or_default());
        match self.run_batch(&leased, &span).await {
            Ok(()) => {
                store.complete_jobs(&leased).await?;
                span.ended("done", false);
            }
            Err(error) => span.ended(self.put_back(&leased, &error).await?, true),
        }
        Ok(leased.len() + poisoned.len())
    }

    /// Runs jobs of one kind in a task of their own, so that a panic in one ends nothing else.
    async fn run_batch(&self, leased: &[Leased], span: &Span) -> anyhow::Result<()> {
        let (repository, jobs) = (self.repository.clone(), leased.iter().map(|job| job.job).collect::<Vec<_>>());
        let span = span.clone();
        tokio::spawn(async move { Box::pin(span.around(Self::run_jobs(&repository, &jobs))).await }).await?
    }

    async fn run_jobs(repository: &Repository, jobs: &[Job]) -> anyhow::Result<()> {
        let mut to_index = Vec::new();
        for job in jobs {
            match job {
                Job::Extract(deposit) => repository.extract_deposit(*deposit).await?,
                Job::ReadDraft(draft) => repository.read_draft(*draft).await?,
                Job::LookUp(draft) => repository.look_up_draft(*draft).await?,
                Job::LookUpPerson(user) => repository.look_up_person(*user).await?,
                Job::Import(import) => repository.work_on_import(*import).await?,
                Job::Index(article) => to_index.push(*article),
                Job::RegisterDoi(article) => repository.register_doi(*article).await?,
            }
        }
        if !to_index.is_empty() {
            repository.index_articles(&to_index).await?;
        }
        Ok(())
    }

    /// Queues jobs that failed once more, or gives them up; says which.
    async fn put_back(&self, leased: &[Leased], error: &anyhow::Error) -> Result<&'static str, crate::store::Error> {
        let text = format!("{error:#}");
        // Trying again at once would change nothing: somebody must do something first.
        let is_final = error.downcast_ref::<Error>().is_some_and(|error| matches!(error, Error::GivenUp(_)));
        // Every article would be given up while a search server is away for a minute.
        let is_away = error.downcast_ref::<Error>().is_some_and(Error::is_search_away);
        let mut outcome = if is_away { "waits" } else { "failed" };
        for job in leased {
            let last = is_final || job.attempt >= MOST_ATTEMPTS;
            tracing::warn!(
                job.kind = job.job.kind(),
                job.key = job.job.key(),
                job.attempt,
                error = text,
                "a job failed"
            );
            if is_away {
                let after = self.repository.clock().now().checked_add(AWAY).unwrap_or(Timestamp::MAX);
                self.repository.store().postpone_job(job, after, &text).await?;
            } else if last {
                self.repository.store().fail_job(job, &text).await?;
                outcome = "given_up";
            } else {
                let after = later(self.repository.clock().now(), job.attempt, job.id);
                self.repository.store().retry_job(job, after, &text).await?;
            }
        }
        Ok(outcome)
    }
}

/// When to try again: 2, 4, 8 … seconds, spread by up to a half so that jobs that failed together part ways.
fn later(now: Timestamp, attempt: i64, id: i64) -> Timestamp {
    let exponent = u32::try_from(attempt.clamp(1, 10)).unwrap_or(1);
    let base_ms = 1_000_i64.saturating_mul(2_i64.saturating_pow(exponent));
    let spread_ms = base_ms / 2 * (id.rem_euclid(16)) / 16;
    now.checked_add(jiff::SignedDuration::from_millis(base_ms + spread_ms)).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_try_waits_longer_than_the_one_before() {
        let waits: Vec<i64> = (1..5).map(|attempt| later(Timestamp::UNIX_EPOCH, attempt, 7).as_millisecond()).collect();
        assert!(waits.is_sorted_by(|a, b| a < b), "{waits:?}");
    }
}
