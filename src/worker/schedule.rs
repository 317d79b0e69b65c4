//! What is done by the clock: embargoes, dumps, fixity, alerts, mail, harvests. One process keeps it; where several share a
//! site they take turns: whoever has the lock does, and when it ends or loses its database another one takes over.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{IDLE, Worker};
use crate::service::Filling;

/// How often embargoes and sets are looked at.
const CALENDAR_ROUND: Duration = Duration::from_mins(1);
/// How often files are read against their digests, each time within the limit of a round.
const FIXITY_ROUND: Duration = Duration::from_mins(1);
/// How often files that nothing names are removed, the first time right after the start.
const SWEEP_ROUND: Duration = Duration::from_hours(24);
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
/// How often somebody tries to take the schedule over, and whether it is still held; so long it may rest at most.
const TURN: Duration = Duration::from_secs(5);

impl Worker {
    /// Keeps the schedule while this process has the right to.
    pub(super) async fn take_turns(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            match self.repository.store().take_schedule().await {
                Ok(Some(mut held)) => {
                    tracing::info!("this process keeps the schedule");
                    let turn = stop.child_token();
                    let keeping = tokio::spawn(self.clone().keep_schedule(turn.clone()));
                    while held.is_held().await {
                        self.tidy_shared().await;
                        if !pause(&stop, TURN).await {
                            break;
                        }
                    }
                    turn.cancel();
                    if let Err(error) = keeping.await {
                        tracing::error!(error = &error as &dyn std::error::Error, "the schedule broke off");
                    }
                }
                Ok(None) => {}
                Err(error) => tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "nobody knows whether the schedule is kept"
                ),
            }
            pause(&stop, TURN).await;
        }
    }

    /// Gives the jobs of processes that are gone to others, and looks after the index that all share.
    async fn tidy_shared(&self) {
        match self.repository.store().release_left_leases().await {
            Ok(0) => {}
            Ok(jobs) => tracing::info!(jobs, "jobs of a process that is gone are done by others"),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "leases that were left cannot be ended");
            }
        }
        tell(self.repository.look_after_index().await, "", "the search index cannot be looked after");
    }

    /// Keeps the schedule until told to stop.
    pub(super) async fn keep_schedule(self, stop: CancellationToken) {
        let mut loops = JoinSet::new();
        loops.spawn(self.clone().watch_calendar(stop.clone()));
        if self.serves {
            loops.spawn(self.clone().watch_index(stop.clone()));
            loops.spawn(self.clone().write_dumps(stop.clone()));
            loops.spawn(self.clone().check_files(stop.clone()));
            loops.spawn(self.clone().sweep_files(stop.clone()));
            loops.spawn(self.clone().watch_alerts(stop.clone()));
            loops.spawn(self.clone().tell_depositors(stop.clone()));
            loops.spawn(self.clone().send_mail(stop.clone()));
            loops.spawn(self.clone().watch_copies(stop.clone()));
            loops.spawn(self.clone().watch_sources(stop));
        }
        while loops.join_next().await.is_some() {}
    }

    /// Looks after an index on a server, which may have been away or be filled anew.
    async fn watch_index(self, stop: CancellationToken) {
        while !self.is_shared && pause(&stop, TURN).await {
            tell(self.repository.look_after_index().await, "", "the search index cannot be looked after");
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

    /// Keeps new files a second time and reads files against their digests. What a stop cuts off is done in the next round.
    async fn check_files(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => return,
                read = self.repository.look_after_files() => tell(read, "", "files cannot be read against their digests"),
            }
            if !pause(&stop, FIXITY_ROUND).await {
                return;
            }
        }
    }

    /// Removes what nothing names beside the requests: looking at each of a million files takes minutes, which no start has.
    /// Where several processes share a site, `parvis verify --repair` does it, since others may be taking files in.
    async fn sweep_files(self, stop: CancellationToken) {
        while !self.is_shared && !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => return,
                swept = self.repository.sweep() => {
                    tell(swept, "files that no deposit names are removed", "files that no deposit names cannot be removed");
                }
            }
            pause(&stop, SWEEP_ROUND).await;
        }
    }

    /// Writes uses of articles; the last ones are written by whoever ends the requests.
    pub(super) async fn write_usage(self, stop: CancellationToken) {
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
            tell(repository.forget_old_tries().await, "", "old tries to sign in cannot be forgotten");
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

    /// Looks at copies elsewhere and links of commitments that are due. A look that a stop cuts off is made again.
    async fn watch_copies(self, stop: CancellationToken) {
        let repository = &self.repository;
        while !stop.is_cancelled() {
            let look = async {
                tell(repository.check_due_evidence().await, "links were looked at", "links cannot be looked at");
                tell(repository.keep_readings().await, "readings of past days are kept", "readings cannot be kept");
                tell(repository.verify_copies().await, "copies were looked at", "copies cannot be looked at");
            };
            tokio::select! {
                () = stop.cancelled() => return,
                () = look => {}
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
}

/// Waits; `false` when told to stop.
pub(super) async fn pause(stop: &CancellationToken, time: Duration) -> bool {
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
