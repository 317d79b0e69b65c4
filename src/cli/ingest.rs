//! `parvis ingest`: files and folders in, with a progress bar, a line for each failure, and a summary.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use futures_util::StreamExt;
use indicatif::ProgressBar;
use tokio_util::io::ReaderStream;
use tokio_util::sync::CancellationToken;

use super::entry::{self, Entry, file_name};
use super::{awards, serve, show};
use crate::app::App;
use crate::config::Config;
use crate::domain::deposit::{DepositOrigin, NewDeposit, ReviewMode, Submission};
use crate::domain::{ArticleId, DepositId, Metadata};
use crate::service::{Outcome, Repository};

/// Files on their way at the same time.
const AT_ONCE: usize = 8;
/// How often a file on its way is looked at.
const LOOK: Duration = Duration::from_millis(100);
/// Looks after which it is seen whether anything can still be written.
const LOOKS_AT_ROOM: u32 = 40;

/// `parvis ingest PATH…`.
#[derive(Debug, Args)]
pub(super) struct Ingest {
    /// PDF or JATS XML files, and folders of them; sidecars: article.json beside article.pdf, or a CSV for a folder
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Award register (CSV) to take in first
    #[arg(long, value_name = "FILE")]
    awards: Option<PathBuf>,
}

/// What became of the files.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Tally {
    /// New public articles.
    pub(super) added: usize,
    /// Here already.
    pub(super) known: usize,
    /// Refused.
    pub(super) refused: usize,
}

enum Fate {
    Added,
    Known,
    /// Here already, with another description than the one given now.
    Kept(ArticleId),
    Refused(String),
}

impl Ingest {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        let app = super::open(config).await?;
        if let Some(file) = &self.awards {
            awards::import(&app.repository, file).await?;
        }
        let (entries, complaints) = entry::find(&self.paths);
        for complaint in &complaints {
            eprintln!("{complaint}");
        }
        anyhow::ensure!(!entries.is_empty(), "no PDF or XML file there");
        let stop = serve::stop_on_signal()?;
        let tally = with_worker(&app, config, stop, take_in(&app.repository, entries, DepositOrigin::Ingest)).await?;
        println!("{} added, {} already here, {} refused", tally.added, tally.known, tally.refused);
        let clean = tally.refused == 0 && complaints.is_empty();
        Ok(if clean { ExitCode::SUCCESS } else { ExitCode::from(2) })
    }
}

/// Runs some work beside a worker of our own, or beside the one of the process that serves this data folder.
pub(super) async fn with_worker<T>(
    app: &App,
    config: &Config,
    stop: CancellationToken,
    work: impl Future<Output = T>,
) -> anyhow::Result<T> {
    let working = app.is_worker().then(|| {
        let worker = app.worker("ingest");
        tokio::spawn(worker.run(config.workers, stop.clone()))
    });
    let done = tokio::select! {
        done = work => Ok(done),
        () = stop.cancelled() => Err(anyhow::anyhow!("stopped; run the same command again to go on")),
    };
    if let Some(working) = working {
        if done.is_ok() {
            app.worker("ingest").drain().await?;
        }
        stop.cancel();
        working.await?;
        if done.is_ok() {
            // What the worker was still at may have asked for more.
            app.worker("ingest").drain().await?;
        }
    }
    done
}

/// Takes files in through the same entrance as any deposit.
pub(super) async fn take_in(repository: &Repository, entries: Vec<Entry>, origin: DepositOrigin) -> Tally {
    let bar = show::bar(u64::try_from(entries.len()).unwrap_or(0), "Articles");
    bar.enable_steady_tick(Duration::from_millis(200));
    let fates = futures_util::stream::iter(entries)
        .map(|entry| {
            let bar = bar.clone();
            async move {
                let fate = take_one(repository, &entry, origin).await;
                report(&bar, &entry.path, &fate);
                fate
            }
        })
        .buffer_unordered(AT_ONCE);
    let tally = fates.fold(Tally::default(), |tally, fate| std::future::ready(tally.with(&fate))).await;
    bar.finish_and_clear();
    tally
}

impl Tally {
    fn with(mut self, fate: &Fate) -> Self {
        match fate {
            Fate::Added => self.added += 1,
            Fate::Known | Fate::Kept(_) => self.known += 1,
            Fate::Refused(_) => self.refused += 1,
        }
        self
    }
}

fn report(bar: &ProgressBar, path: &Path, fate: &Fate) {
    match fate {
        Fate::Refused(reason) => bar.suspend(|| eprintln!("{}: {reason}", path.display())),
        Fate::Kept(article) => bar.suspend(|| {
            eprintln!(
                "{}: here already as article {article}; its description stays as it is (a curator corrects it at /articles/{article})",
                path.display()
            );
        }),
        Fate::Added | Fate::Known => {}
    }
    bar.inc(1);
}

async fn take_one(repository: &Repository, entry: &Entry, origin: DepositOrigin) -> Fate {
    let version_of = match &entry.pdf {
        Some(pdf) => match printed(repository, entry, pdf, origin).await {
            Ok(article) => article,
            Err(reason) => return Fate::Refused(reason),
        },
        None => None,
    };
    match submit(repository, entry, &entry.path, origin, version_of).await {
        Ok(Submission::Duplicate(article)) => known(repository, entry, article).await,
        Ok(Submission::Declined(_)) => Fate::Refused("a curator refused this file before".to_owned()),
        Ok(Submission::Created(deposit, article) | Submission::Underway(deposit, article)) => {
            match wait(repository, deposit, article).await {
                // Its own article gave way to the one that the PDF made.
                Ok(Fate::Known) if version_of.is_some() => Fate::Added,
                fate => fate.unwrap_or_else(|error| Fate::Refused(format!("{error:#}"))),
            }
        }
        Err(error) => Fate::Refused(format!("{error:#}")),
    }
}

/// Takes the PDF of an article in, whose JATS file becomes its next version; none when it is not public.
async fn printed(
    repository: &Repository,
    entry: &Entry,
    pdf: &Path,
    origin: DepositOrigin,
) -> Result<Option<ArticleId>, String> {
    let reason = |error: anyhow::Error| format!("{}: {error:#}", file_name(pdf));
    let (deposit, article) = match submit(repository, entry, pdf, origin, None).await.map_err(reason)? {
        Submission::Duplicate(article) => return Ok(Some(article)),
        Submission::Declined(_) => return Ok(None),
        Submission::Created(deposit, article) | Submission::Underway(deposit, article) => (deposit, article),
    };
    match wait(repository, deposit, article).await.map_err(reason)? {
        Fate::Refused(failure) => Err(format!("{}: {failure}", file_name(pdf))),
        _ => match repository.outcome(deposit, article).await {
            Ok(Outcome::Published(article) | Outcome::Duplicate(article)) => Ok(Some(article)),
            _ => Ok(None),
        },
    }
}

/// A file that is here already, and whether its description is told differently now.
async fn known(repository: &Repository, entry: &Entry, article: ArticleId) -> Fate {
    let told = entry.metadata.as_ref().ok().filter(|told| **told != Metadata::default());
    match (told, repository.stated_metadata(article).await) {
        (Some(told), Ok(Some(stated))) if *told != stated => Fate::Kept(article),
        _ => Fate::Known,
    }
}

async fn submit(
    repository: &Repository,
    entry: &Entry,
    path: &Path,
    origin: DepositOrigin,
    version_of: Option<ArticleId>,
) -> anyhow::Result<Submission> {
    let metadata = entry.metadata.clone().map_err(anyhow::Error::msg)?;
    // Asked before it is opened: opening a named pipe waits for somebody to write into it.
    let kind = tokio::fs::metadata(path).await.context("the file cannot be read")?;
    anyhow::ensure!(kind.is_file(), "not a regular file");
    let file = tokio::fs::File::open(path).await.context("the file cannot be read")?;
    let deposit = NewDeposit {
        metadata,
        file_name: file_name(path),
        origin,
        review: ReviewMode::Auto,
        depositor: None,
        version_of,
    };
    let bytes = ReaderStream::with_capacity(file, 256 * 1024);
    repository.submit(deposit, bytes).await.map_err(|error| anyhow::Error::msg(show::refusal(&error)))
}

async fn wait(repository: &Repository, deposit: DepositId, article: ArticleId) -> anyhow::Result<Fate> {
    let mut looks = 0_u32;
    loop {
        match repository.outcome(deposit, article).await? {
            Outcome::Underway => {
                looks += 1;
                if looks.is_multiple_of(LOOKS_AT_ROOM) {
                    // Where nothing can be written, nothing is ever done.
                    let room = repository.ensure_writable().await;
                    room.context(
                        "nothing can be written: free space on the disk of the site, then run the same command again",
                    )?;
                }
                tokio::time::sleep(LOOK).await;
            }
            Outcome::Published(_) | Outcome::InReview(_) => return Ok(Fate::Added),
            Outcome::Duplicate(_) | Outcome::Declined(_) => return Ok(Fate::Known),
            Outcome::Refused(failure) => return Ok(Fate::Refused(show::advice(failure).to_owned())),
            Outcome::Failed(error) => return Ok(Fate::Refused(format!("a fault of ours: {error}"))),
        }
    }
}
