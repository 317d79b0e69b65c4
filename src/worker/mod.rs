//! Runs the jobs: claims them under a lease, works outside any transaction, completes them where the lease holds.
//!
//! Neighbours: `service` does the work, `store` keeps the queue. The match over [`Job`] in `Worker::run_jobs` is
//! exhaustive, so that a new kind of job cannot be forgotten. What fails is tried again later, ever more rarely, and
//! stays visible when it is given up.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::domain::job::Job;
use crate::service::{Error, Filling, Repository};
use crate::store::Leased;

/// How long a claim holds; the work of one job is bounded well below it.
const LEASE: Duration = Duration::from_mins(5);
/// Tries before a job is given up.
const MOST_ATTEMPTS: i64 = 5;
/// How long an idle worker waits before it looks again by itself.
const IDLE: Duration = Duration::from_millis(500);
/// How often embargoes and sets are looked at.
const CALENDAR_ROUND: Duration = Duration::from_mins(1);
/// How often files are read against their digests, each time within the limit of a round.
const FIXITY_ROUND: Duration = Duration::from_mins(1);
/// How often it is looked whether the day has its dump.
const DUMP_ROUND: Duration = Duration::from_mins(10);
/// How often copies elsewhere are looked for that are due.
const COPY_ROUND: Duration = Duration::from_mins(1);
/// How often sources are looked at that are due.
const SOURCE_ROUND: Duration = Duration::from_secs(20);
/// How often records are looked for that harvesters would have to wait for.
const FILL_ROUND: Duration = Duration::from_hours(1);
/// Share of the time that filling rests, so that it takes a quarter of a processor at most; and its shortest rest.
const FILL_REST: (u32, Duration) = (3, Duration::from_millis(10));
/// How often uses of articles are written.
const USAGE_ROUND: Duration = Duration::from_mins(1);
/// How often it is looked whether news of alerts are due.
const ALERT_ROUND: Duration = Duration::from_mins(5);
/// How often it is looked whether people are to be told something about their deposits.
const NOTICE_ROUND: Duration = Duration::from_mins(1);
/// How often the queue of mails is looked at by itself.
const MAIL_ROUND: Duration = Duration::from_secs(30);
/// Index jobs that one commit takes.
const INDEX_BATCH: i64 = 200;

/// Works on the jobs of one repository.
#[derive(Debug, Clone)]
pub struct Worker {
    repository: Repository,
    token: String,
    /// Whether the schedule is kept: daily dumps, harvests that are due, alerts, mail.
    serves: bool,
}

impl Worker {
    /// A worker; `name` tells its leases from those of other workers.
    #[must_use]
    pub fn new(repository: Repository, name: &str) -> Self {
        Self { repository, token: name.to_owned(), serves: false }
    }

    /// The worker of a site that is served: it writes the daily dump and harvests the sources that are due.
    #[must_use]
    pub fn with_schedule(self) -> Self {
        Self { serves: true, ..self }
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
        loops.spawn(self.clone().watch_calendar(stop.clone()));
        if self.serves {
            loops.spawn(self.clone().write_dumps(stop.clone()));
            loops.spawn(self.clone().check_files(stop.clone()));
            loops.spawn(self.clone().write_usage(stop.clone()));
            loops.spawn(self.clone().watch_alerts(stop.clone()));
            loops.spawn(self.clone().tell_depositors(stop.clone()));
            loops.spawn(self.clone().send_mail(stop.clone()));
            loops.spawn(self.clone().watch_copies(stop.clone()));
            loops.spawn(self.clone().watch_sources(stop));
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
            let done = self.round(kind, limit).await.unwrap_or_else(|error| {
                tracing::error!(error = &error as &dyn std::error::Error, "the job queue cannot be read");
                0
            });
            if done == 0 {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = added => {}
                    () = tokio::time::sleep(IDLE) => {}
                }
            }
        }
    }

    /// Does what the calendar asks for although nobody touches an article; records are kept once it has been done, since
    /// what it changes takes kept records with it.
    async fn watch_calendar(self, stop: CancellationToken) {
        self.keep_calendar().await;
        let calendar = async {
            while pause(&stop, CALENDAR_ROUND).await {
                self.keep_calendar().await;
            }
        };
        let filling = async { while self.serves && self.fill(&stop).await {} };
        tokio::join!(calendar, filling);
    }

    async fn keep_calendar(&self) {
        let repository = &self.repository;
        tell(repository.lift_embargoes().await, "embargoes ended", "embargoes cannot be lifted");
        let renewed = repository.renew_when_formats_changed().await;
        tell(renewed, "records are written differently than before", "datestamps cannot be renewed");
        let counted = repository.keep_barometer_when_due().await.map(usize::from);
        tell(counted, "the figures of the day are kept", "the figures of the day cannot be kept");
        tell(repository.forget_old_uploads().await, "broken uploads were removed", "broken uploads cannot be removed");
        tell(repository.forget_old_answers().await, "kept answers were forgotten", "kept answers cannot be forgotten");
        tell(repository.refresh_sets_when_due().await, "articles changed their sets", "sets cannot be refreshed");
    }

    /// Keeps the records of all articles that harvesters would have to wait for, slowly, and waits for the next round;
    /// `false` when told to stop.
    async fn fill(&self, stop: &CancellationToken) -> bool {
        let mut filling = Filling::default();
        loop {
            let begun = Instant::now();
            let further = self.repository.fill_further(&mut filling).await.unwrap_or_else(|error| {
                tracing::error!(error = &error as &dyn std::error::Error, "records cannot be kept for harvesters");
                false
            });
            if !further {
                return pause(stop, FILL_ROUND).await;
            }
            let (times, shortest) = FILL_REST;
            if !pause(stop, (begun.elapsed() * times).max(shortest)).await {
                return false;
            }
        }
    }

    async fn write_dumps(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            match self.repository.write_dump_when_due().await {
                Ok(false) => {}
                Ok(true) => tracing::info!("the day's dump is written"),
                Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "the dump cannot be written"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(DUMP_ROUND) => {}
            }
        }
    }

    /// Reads files against their digests. A file that a stop cuts off is read in the next round.
    async fn check_files(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => return,
                read = self.repository.check_files() => tell(read, "", "files cannot be read against their digests"),
            }
            if !pause(&stop, FIXITY_ROUND).await {
                return;
            }
        }
    }

    /// Writes uses of articles; the last ones are written by whoever ends the requests.
    async fn write_usage(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(USAGE_ROUND) => {
                    if let Err(error) = self.repository.write_usage().await {
                        tracing::error!(error = &error as &dyn std::error::Error, "uses of articles cannot be written");
                    }
                }
            }
        }
    }

    async fn watch_alerts(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let repository = &self.repository;
            tell(repository.announce_due().await, "news of alerts are queued", "alerts cannot be looked at");
            tell(repository.send_due_reports().await, "links to reports are queued", "reports cannot be sent");
            tell(repository.forget_copy_requests().await, "", "old requests for copies cannot be removed");
            tell(repository.forget_old_first_sign_ins().await, "", "old first sign-ins cannot be forgotten");
            tell(repository.end_old_drafts().await, "old drafts are thrown away", "old drafts cannot be looked at");
            tell(repository.forget_left_imports().await, "", "imports that nobody started cannot be removed");
            tell(repository.remind_when_due().await, "reminders are queued", "reminders cannot be written");
            tell(repository.send_digests().await, "digests of the review are queued", "digests cannot be written");
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(ALERT_ROUND) => {}
            }
        }
    }

    /// Gathers what depositors are to be told.
    async fn tell_depositors(self, stop: CancellationToken) {
        while pause(&stop, NOTICE_ROUND).await {
            let told = self.repository.tell_depositors().await;
            tell(told, "news of deposits are queued", "news of deposits cannot be gathered");
        }
    }

    /// Sends what is queued. A message that a stop cuts off is due again when its lease ends.
    async fn send_mail(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let added = self.repository.work_added();
            tokio::select! {
                () = stop.cancelled() => return,
                sent = self.repository.send_due_mail() => tell(sent, "mails were sent", "the mail queue cannot be read"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = added => {}
                () = tokio::time::sleep(MAIL_ROUND) => {}
            }
        }
    }

    /// Looks at copies elsewhere that are due. A look that a stop cuts off is made again.
    async fn watch_copies(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => return,
                seen = self.repository.verify_copies() => tell(seen, "copies were looked at", "copies cannot be looked at"),
            }
            if !pause(&stop, COPY_ROUND).await {
                return;
            }
        }
    }

    /// Harvests what is due. A run that a stop cuts off goes on at the next start.
    async fn watch_sources(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let added = self.repository.work_added();
            tokio::select! {
                () = stop.cancelled() => return,
                run = self.repository.run_due_sources() => if let Err(error) = run {
                    tracing::error!(error = &error as &dyn std::error::Error, "sources cannot be harvested");
                },
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = added => tokio::time::sleep(IDLE).await,
                () = tokio::time::sleep(SOURCE_ROUND) => {}
            }
        }
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
        match self.run_batch(&leased).await {
            Ok(()) => store.complete_jobs(&leased).await?,
            Err(error) => self.put_back(&leased, &error).await?,
        }
        Ok(leased.len() + poisoned.len())
    }

    /// Runs jobs of one kind in a task of their own, so that a panic in one ends nothing else.
    async fn run_batch(&self, leased: &[Leased]) -> anyhow::Result<()> {
        let (repository, jobs) = (self.repository.clone(), leased.iter().map(|job| job.job).collect::<Vec<_>>());
        tokio::spawn(async move { Self::run_jobs(&repository, &jobs).await }).await?
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

    async fn put_back(&self, leased: &[Leased], error: &anyhow::Error) -> Result<(), crate::store::Error> {
        let text = format!("{error:#}");
        // Trying again at once would change nothing: somebody must do something first.
        let is_final = error.downcast_ref::<Error>().is_some_and(|error| matches!(error, Error::GivenUp(_)));
        for job in leased {
            let last = is_final || job.attempt >= MOST_ATTEMPTS;
            tracing::warn!(
                job.kind = job.job.kind(),
                job.key = job.job.key(),
                job.attempt,
                error = text,
                "a job failed"
            );
            if last {
                self.repository.store().fail_job(job, &text).await?;
            } else {
                let after = later(self.repository.clock().now(), job.attempt, job.id);
                self.repository.store().retry_job(job, after, &text).await?;
            }
        }
        Ok(())
    }
}

/// Waits; `false` when told to stop.
async fn pause(stop: &CancellationToken, time: Duration) -> bool {
    stop.run_until_cancelled(tokio::time::sleep(time)).await.is_some()
}

/// Logs how many articles or messages a round moved, or why it could not.
fn tell(moved: Result<usize, crate::service::Error>, done: &str, failed: &str) {
    match moved {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "{done}"),
        Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "{failed}"),
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
