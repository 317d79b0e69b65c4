//! How the site stands: what looks after it, when each last did so, and whether that is too long ago.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use super::fixity::days_before;
use super::{Repository, Result};
use crate::domain::clock::{quebec_date, quebec_moment};
use crate::domain::source::RunOutcome;
use crate::store::{DamagedFile, FailedJob, FileCounts, JobCounts, MailCounts};

/// Name of the value that says when the last backup was made.
pub(super) const BACKUP_AT: &str = "backup_at";
/// Name of the value that says when a backup was last read back, and how that went.
const DRILL_AT: &str = "backup_drill";
/// Days after which the last reading of a backup is too old.
const DRILL_DAYS: i64 = 92;
/// Days after which the last dump is too old.
const DUMP_DAYS: i64 = 2;
/// Hours by which a harvest may be late.
const HARVEST_HOURS: i64 = 24;
/// Bytes below which a disk is called full.
const NO_SPACE: u64 = 200_000_000;
/// Bytes below which a disk is called nearly full.
pub const LITTLE_SPACE: u64 = 2_000_000_000;
/// How long a state is given to everybody who asks.
const FRESH: Duration = Duration::from_secs(10);
/// Jobs and files that are named.
const MOST_NAMED: i64 = 50;

/// How the site looks after itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Care {
    /// Days within which each file is read against its digest.
    pub fixity_days: i64,
    /// Bytes that one round of that may read; a file that is begun is read to its end.
    pub fixity_bytes: u64,
    /// Days after which the last backup is too old.
    pub backup_days: i64,
    /// Folder whose disk is watched.
    pub folder: Option<PathBuf>,
}

impl Default for Care {
    fn default() -> Self {
        Self { fixity_days: 90, fixity_bytes: 600_000_000, backup_days: 2, folder: None }
    }
}

/// How the site looks after itself, and what was last seen.
#[derive(Debug)]
pub struct Operations {
    /// How it does.
    pub care: Care,
    /// When this process began.
    began: Timestamp,
    /// Held while somebody looks, so that all who ask at that time get what is seen.
    last: tokio::sync::Mutex<Option<(Instant, Arc<SiteState>)>>,
}

impl Operations {
    /// Operations of a process that begins now.
    #[must_use]
    pub fn new(care: Care, now: Timestamp) -> Self {
        Self { care, began: now, last: tokio::sync::Mutex::new(None) }
    }
}

/// What is looked after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// The serving process.
    Service,
    /// Every file against its digest.
    Files,
    /// Every file kept a second time.
    Replica,
    /// Backups.
    Backup,
    /// Backups read back.
    Drill,
    /// The search index against the articles.
    Index,
    /// The daily dump.
    Dump,
    /// Work that was given up.
    Jobs,
    /// Harvests of other repositories.
    Harvests,
    /// Messages.
    Mail,
    /// DOIs that this site registers.
    Dois,
    /// Room on the disk.
    Disk,
}

impl Watch {
    /// Its name in message keys and metrics.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Files => "files",
            Self::Replica => "replica",
            Self::Backup => "backup",
            Self::Drill => "drill",
            Self::Index => "index",
            Self::Dump => "dump",
            Self::Jobs => "jobs",
            Self::Harvests => "harvests",
            Self::Mail => "mail",
            Self::Dois => "dois",
            Self::Disk => "disk",
        }
    }

    /// Whether everybody may see it, not administrators alone.
    #[must_use]
    pub fn is_public(self) -> bool {
        !matches!(self, Self::Jobs | Self::Mail | Self::Dois | Self::Disk)
    }
}

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// As it should.
    Well,
    /// Somebody should look.
    Care,
    /// Failed, or too long ago.
    Failed,
}

impl Health {
    /// Its name in message keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::Care => "care",
            Self::Failed => "failed",
        }
    }
}

/// One thing looked after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub watch: Watch,
    /// How it stands.
    pub health: Health,
    /// When it was last done or seen; nothing when never.
    pub at: Option<Timestamp>,
    /// What its sentence counts: how many are wrong or meant, and out of how many or within how many days.
    pub numbers: [u64; 2],
}

/// How the site stands at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteState {
    /// Each thing looked after.
    pub checks: Vec<Check>,
    /// Jobs by state.
    pub jobs: JobCounts,
    /// Messages by state.
    pub mail: MailCounts,
    /// Files and their checks.
    pub files: FileCounts,
    /// Articles that everybody can find.
    pub articles: u64,
    /// Documents in the index.
    pub indexed: u64,
    /// Bytes free on the disk.
    pub free_bytes: Option<u64>,
}

/// What an administrator may have to do something about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Troubles {
    /// Jobs that were given up.
    pub jobs: Vec<FailedJob>,
    /// Files that are missing or damaged.
    pub files: Vec<DamagedFile>,
}

impl Repository {
    /// How the site stands, at most some seconds ago.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn state(&self) -> Result<Arc<SiteState>> {
        let mut last = self.parts.operations.last.lock().await;
        if let Some((_, state)) = last.as_ref().filter(|(seen, _)| seen.elapsed() < FRESH) {
            return Ok(state.clone());
        }
        let state = Arc::new(self.look().await?);
        *last = Some((Instant::now(), state.clone()));
        Ok(state)
    }

    /// What keeps this process from answering requests well: names of what fails, none when it is ready.
    pub async fn unready(&self) -> Vec<&'static str> {
        let mut failing = Vec::new();
        if self.parts.store.latest_change().await.is_err() {
            failing.push("database");
        }
        if self.free_bytes().is_some_and(|free| free < NO_SPACE) {
            failing.push("disk");
        }
        if !self.parts.blobs.is_ready().await {
            failing.push("files");
        }
        failing
    }

    /// What was given up or damaged.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn troubles(&self) -> Result<Troubles> {
        let store = &self.parts.store;
        let (jobs, files) = (store.list_failed_jobs(MOST_NAMED).await?, store.list_damaged_files(MOST_NAMED).await?);
        Ok(Troubles { jobs, files })
    }

    /// Has a job that was given up tried again; says whether there was one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn retry_failed_job(&self, id: i64) -> Result<bool> {
        let is_known = self.parts.store.retry_failed_job(id, self.now()).await?;
        if let Some(registrar) = &self.parts.registrar {
            // The settings may have been put right.
            registrar.forget_refusal();
        }
        self.parts.work_added.notify_waiters();
        self.parts.operations.last.lock().await.take();
        Ok(is_known)
    }

    /// Notes that a backup was read back as a restore would.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn note_drill(&self, is_sound: bool) -> Result<()> {
        let word = if is_sound { "sound" } else { "damaged" };
        Ok(self.parts.store.put_site_value(DRILL_AT, &format!("{} {word}", self.now())).await?)
    }

    async fn look(&self) -> Result<SiteState> {
        let (now, store, care) = (self.now(), &self.parts.store, &self.parts.operations.care);
        let files = store.file_counts(days_before(now, care.fixity_days)).await?;
        let (jobs, mail) = (store.job_counts().await?, store.mail_counts().await?);
        let articles = u64::try_from(self.totals().await?.articles).unwrap_or_default();
        let indexed = self.parts.index.count();
        let free_bytes = self.free_bytes();
        let mut checks = vec![
            Check {
                watch: Watch::Service,
                health: Health::Well,
                at: Some(self.parts.operations.began),
                numbers: [0, 0],
            },
            files_check(&files, care.fixity_days),
        ];
        checks.extend(self.replica_check(now).await?);
        checks.extend(self.backup_checks(now).await?);
        checks.push(index_check(articles, indexed, jobs.pending > 0, now));
        checks.extend(self.dump_check(now, articles).await?);
        checks.extend(self.harvest_check(now).await?);
        checks.push(count_check(Watch::Jobs, jobs.failed, jobs.pending, now));
        if self.parts.mailer.is_some() {
            checks.push(count_check(Watch::Mail, mail.failed, mail.pending, now));
        }
        checks.extend(self.doi_check().await?);
        checks.extend(free_bytes.map(|free| disk_check(free, now)));
        Ok(SiteState { checks, jobs, mail, files, articles, indexed, free_bytes })
    }

    async fn backup_checks(&self, now: Timestamp) -> Result<Vec<Check>> {
        let days = self.parts.operations.care.backup_days;
        if days == 0 {
            return Ok(Vec::new());
        }
        let made = self.parts.store.find_site_value(BACKUP_AT).await?.and_then(|text| text.parse().ok());
        let backup = Check {
            watch: Watch::Backup,
            health: by_age(made, days_before(now, days)),
            at: made,
            numbers: [0, days.unsigned_abs()],
        };
        let drill = self.parts.store.find_site_value(DRILL_AT).await?.unwrap_or_default();
        let (read, result) = drill.split_once(' ').unwrap_or_default();
        let (read, is_damaged) = (read.parse().ok(), result == "damaged");
        let health = if is_damaged { Health::Failed } else { by_age(read, days_before(now, DRILL_DAYS)) };
        let numbers = [u64::from(is_damaged), DRILL_DAYS.unsigned_abs()];
        Ok(vec![backup, Check { watch: Watch::Drill, health, at: read, numbers }])
    }

    async fn dump_check(&self, now: Timestamp, articles: u64) -> Result<Option<Check>> {
        let made = self.list_dumps().await?.first().map(|dump| dump.made_at);
        if made.is_none() && articles == 0 {
            return Ok(None);
        }
        let day = quebec_date(now).checked_sub(jiff::Span::new().days(DUMP_DAYS)).unwrap_or(quebec_date(now));
        let health = by_age(made, quebec_moment(day, 0));
        Ok(Some(Check { watch: Watch::Dump, health, at: made, numbers: [0, DUMP_DAYS.unsigned_abs()] }))
    }

    async fn harvest_check(&self, now: Timestamp) -> Result<Option<Check>> {
        let late = now.checked_sub(SignedDuration::from_hours(HARVEST_HOURS)).unwrap_or(Timestamp::MIN);
        let (mut wrong, mut all, mut latest) = (0, 0, None);
        for source in self.sources().await?.into_iter().filter(|source| !source.paused) {
            let Some(next) = source.next_run else { continue };
            let last = self.parts.store.list_runs(source.id, 1).await?.pop();
            let failed = last.as_ref().is_some_and(|run| run.outcome == Some(RunOutcome::Failed));
            all += 1;
            wrong += u64::from(failed || next < late);
            latest = latest.max(last.and_then(|run| run.ended_at));
        }
        let health = if wrong > 0 { Health::Care } else { Health::Well };
        Ok((all > 0).then_some(Check { watch: Watch::Harvests, health, at: latest, numbers: [wrong, all] }))
    }

    async fn doi_check(&self) -> Result<Option<Check>> {
        let Some(registrar) = &self.parts.registrar else { return Ok(None) };
        let counts = self.parts.store.own_doi_counts(registrar.settings().is_test).await?;
        let at = counts.last_us.and_then(|us| Timestamp::from_microsecond(us).ok());
        let health = if counts.failed > 0 { Health::Care } else { Health::Well };
        // Where nothing ever went well, the sentence for what failed is the one to show.
        let at = at.or_else(|| (counts.failed > 0).then(|| self.now()));
        Ok(Some(Check { watch: Watch::Dois, health, at, numbers: [counts.failed, counts.all].map(i64::unsigned_abs) }))
    }

    fn free_bytes(&self) -> Option<u64> {
        free_bytes(self.parts.operations.care.folder.as_ref()?).ok()
    }
}

/// Bytes free on the disk of a folder.
///
/// # Errors
/// When the system does not tell.
pub fn free_bytes(folder: &Path) -> std::io::Result<u64> {
    let stat = rustix::fs::statvfs(folder)?;
    Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
}

/// What was never done wants a look; what was done too long ago has failed.
fn by_age(at: Option<Timestamp>, oldest: Timestamp) -> Health {
    match at {
        Some(at) if at >= oldest => Health::Well,
        Some(_) => Health::Failed,
        None => Health::Care,
    }
}

fn files_check(files: &FileCounts, days: i64) -> Check {
    let health = if files.damaged > 0 || files.overdue > 0 { Health::Failed } else { Health::Well };
    let at = files.last_us.filter(|us| *us > 0).and_then(|us| Timestamp::from_microsecond(us).ok());
    let numbers = match files.damaged + files.overdue {
        0 => [files.checked.unsigned_abs(), days.unsigned_abs()],
        wrong => [wrong.unsigned_abs(), files.files.unsigned_abs()],
    };
    Check { watch: Watch::Files, health, at, numbers }
}

/// The number of articles of a large site is some minutes old, so that one in a hundred may differ.
fn index_check(articles: u64, indexed: u64, works: bool, now: Timestamp) -> Check {
    let health = if articles.abs_diff(indexed) <= articles / 100 || works { Health::Well } else { Health::Care };
    Check { watch: Watch::Index, health, at: Some(now), numbers: [indexed, articles] }
}

fn count_check(watch: Watch, failed: i64, pending: i64, now: Timestamp) -> Check {
    let health = if failed > 0 { Health::Care } else { Health::Well };
    Check { watch, health, at: Some(now), numbers: [failed.unsigned_abs(), pending.unsigned_abs()] }
}

fn disk_check(free: u64, now: Timestamp) -> Check {
    let health = match free {
        free if free < NO_SPACE => Health::Failed,
        free if free < LITTLE_SPACE => Health::Care,
        _ => Health::Well,
    };
    Check { watch: Watch::Disk, health, at: Some(now), numbers: [free / 1_000_000, 0] }
}
