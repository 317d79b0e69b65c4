//! `parvis harvest`: other repositories as sources.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};

use super::{harvest_set, ingest, serve, show};
use crate::config::Config;
use crate::domain::deposit::ReviewMode;
use crate::domain::source::{Fate, HarvestRun, RunOutcome, Source, SourceSettings};
use crate::domain::{CopyHost, RepositoryKind, ResourceType};
use crate::service::{Repository, SourceRequest, SourceStatus, Wanted};

/// Runs that `log` shows.
const RUNS_SHOWN: i64 = 10;
/// Broken records that `log` shows of each.
const FAULTS_SHOWN: i64 = 20;

/// How often the queue is looked at while new articles are read.
const LOOK: Duration = Duration::from_millis(200);
/// Looks at most; what is not read by then is settled by the site's worker.
const LOOKS: usize = 600;

/// `parvis harvest …`.
#[derive(Debug, Subcommand)]
pub(super) enum Harvest {
    /// Ask a repository what it is and add it as a source
    Add(Add),
    /// Harvest a source, or all that are not paused
    Run {
        /// Name of the source
        #[arg(required_unless_present = "all")]
        name: Option<String>,
        /// All sources that are not paused
        #[arg(long, conflicts_with = "name")]
        all: bool,
    },
    /// Show all sources: state, last run, what became of their records
    Status,
    /// Show the runs of a source and the records that were broken
    Log {
        /// Name of the source
        name: String,
    },
    /// Change the settings of a source
    Set(harvest_set::Set),
    /// Leave a source alone until `resume`
    Pause {
        /// Name of the source
        name: String,
    },
    /// Let a paused source go on
    Resume {
        /// Name of the source
        name: String,
    },
    /// Remove a source; articles and copies that came of it stay
    Remove {
        /// Name of the source
        name: String,
    },
}

/// `parvis harvest add URL`.
#[derive(Debug, Args)]
pub(super) struct Add {
    /// Base URL of its OAI-PMH endpoint; of a service of works, or `file:///FOLDER` of its files (default: the public service)
    #[arg(default_value = "", required_unless_present = "kind")]
    url: String,
    /// What it speaks: oai, crossref (works by funder), openalex (works by funder) (default: by its address, else oai)
    #[arg(long, value_parser = ["oai", "crossref", "openalex"])]
    kind: Option<String>,
    /// Short name (default: made from the host)
    #[arg(long)]
    name: Option<String>,
    /// Metadata prefix (default: the one that says most)
    #[arg(long)]
    prefix: Option<String>,
    /// One set only; at services of works, the funds to look for: frq, frqnt, frqs, frqsc (default: all)
    #[arg(long, visible_alias = "funds")]
    set: Option<String>,
    /// Hours between runs; 0: by hand only
    #[arg(long, default_value_t = 24)]
    every: u32,
    /// Types to take: articles, preprints, theses, all, or codes such as `journal_article` (default: what the policies cover)
    #[arg(long, value_delimiter = ',')]
    filter: Vec<String>,
    /// What stands behind it, which decides what its copies count for; services say so of each copy
    #[arg(long, value_enum, default_value_t = HostName::Institutional)]
    host: HostName,
    /// Publish new articles at once instead of leaving them to curators
    #[arg(long)]
    publish: bool,
    /// Fetch files that are open under a Creative Commons licence
    #[arg(long)]
    files: bool,
    /// Take everything, and give it on to harvesters as it came at /oai/miroirs/NAME
    #[arg(long)]
    mirror: bool,
}

/// What stands behind a source.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum HostName {
    /// An institution's repository
    Institutional,
    /// A discipline's repository
    Disciplinary,
    /// A funder's repository, such as another Parvis
    Funder,
    /// A publisher
    Publisher,
}

impl HostName {
    pub(super) fn host(self) -> (CopyHost, Option<RepositoryKind>) {
        match self {
            Self::Institutional => (CopyHost::Repository, Some(RepositoryKind::Institutional)),
            Self::Disciplinary => (CopyHost::Repository, Some(RepositoryKind::Disciplinary)),
            Self::Funder => (CopyHost::Repository, Some(RepositoryKind::Funder)),
            Self::Publisher => (CopyHost::Publisher, None),
        }
    }
}

impl Harvest {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        let app = super::open(config).await?;
        let repository = &app.repository;
        match self {
            Self::Add(add) => add.run(repository).await,
            Self::Run { name, .. } => {
                let sources = chosen(repository, name.as_deref()).await?;
                let stop = serve::stop_on_signal()?;
                ingest::with_worker(&app, config, stop, run_all(repository, sources)).await?
            }
            Self::Status => status(repository).await,
            Self::Log { name } => log(repository, name).await,
            Self::Set(set) => set.run(repository).await,
            Self::Pause { name } => {
                repository.pause_source(named(repository, name).await?.id, true).await?;
                Ok(ExitCode::SUCCESS)
            }
            Self::Resume { name } => {
                repository.pause_source(named(repository, name).await?.id, false).await?;
                Ok(ExitCode::SUCCESS)
            }
            Self::Remove { name } => {
                repository.remove_source(named(repository, name).await?.id).await?;
                println!("{name} is removed; its articles and copies stay");
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

impl Add {
    async fn run(&self, repository: &Repository) -> anyhow::Result<ExitCode> {
        let (host, repository_kind) = self.host.host();
        let usual = SourceSettings::usual();
        let types = match (self.filter.as_slice(), self.mirror) {
            ([], false) => usual.types.clone(),
            ([], true) => Vec::new(),
            (filter, _) => types(filter)?,
        };
        let settings = SourceSettings {
            every_seconds: i64::from(self.every) * 3_600,
            types,
            host,
            repository_kind,
            review: if self.publish { ReviewMode::Auto } else { ReviewMode::Person },
            fetch_files: self.files,
            mirror: self.mirror,
        };
        let wanted = Wanted {
            kind: self.kind.clone(),
            base_url: self.url.clone(),
            prefix: self.prefix.clone(),
            set: self.set.clone(),
        };
        let request = SourceRequest { wanted, name: self.name.clone(), settings };
        let source = repository.add_source(&request).await.with_context(|| format!("{} is not added", self.url))?;
        println!("{}: {} ({} as {})", source.name, source.title, source.place.base_url, source.place.prefix);
        println!("`parvis harvest run {}` harvests it now; `parvis serve` does so by itself", source.name);
        Ok(ExitCode::SUCCESS)
    }
}

/// The types that a filter names.
pub(super) fn types(filter: &[String]) -> anyhow::Result<Vec<ResourceType>> {
    let mut types = Vec::new();
    for word in filter {
        match word.as_str() {
            "all" => return Ok(Vec::new()),
            "articles" => types.extend([
                ResourceType::JournalArticle,
                ResourceType::ReviewArticle,
                ResourceType::DataPaper,
                ResourceType::ConferencePaper,
                ResourceType::Letter,
            ]),
            "preprints" => types.extend([ResourceType::Preprint, ResourceType::WorkingPaper]),
            "theses" => types.extend([ResourceType::DoctoralThesis, ResourceType::MastersThesis]),
            code => types.push(ResourceType::from_code(code).with_context(|| {
                let codes: Vec<_> = ResourceType::ALL.iter().map(|kind| kind.code()).collect();
                format!("no such type: {code:?}; take articles, preprints, theses, all, or of {}", codes.join(", "))
            })?),
        }
    }
    Ok(types)
}

pub(super) async fn named(repository: &Repository, name: &str) -> anyhow::Result<Source> {
    repository
        .source_named(name)
        .await
        .with_context(|| format!("no source is called {name}: `parvis harvest status` lists them"))
}

async fn chosen(repository: &Repository, name: Option<&str>) -> anyhow::Result<Vec<Source>> {
    if let Some(name) = name {
        return Ok(vec![named(repository, name).await?]);
    }
    let mut sources = repository.sources().await?;
    sources.retain(|source| !source.paused);
    anyhow::ensure!(!sources.is_empty(), "no source to run: add one with `parvis harvest add URL`");
    Ok(sources)
}

async fn run_all(repository: &Repository, sources: Vec<Source>) -> anyhow::Result<ExitCode> {
    let (mut clean, mut made) = (true, false);
    for source in &sources {
        let bar = bar(source);
        let run = repository.run_source(source, |run| advance(&bar, run)).await;
        bar.finish_and_clear();
        match run {
            Ok(run) => {
                clean &= run.outcome == Some(RunOutcome::Done);
                made |= run.tally.articles > 0;
                println!("{}: {}", source.name, summary(&run));
            }
            Err(error) => {
                clean = false;
                eprintln!("{}: {}", source.name, show::refusal(&error));
            }
        }
    }
    if made {
        settle(repository, &sources).await?;
    }
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Looks again at records that wait for articles which this run made, once these are read.
async fn settle(repository: &Repository, sources: &[Source]) -> anyhow::Result<()> {
    for _ in 0..LOOKS {
        let jobs = repository.store().job_counts().await?;
        if jobs.pending + jobs.running == 0 {
            break;
        }
        tokio::time::sleep(LOOK).await;
    }
    for source in sources {
        repository.settle_source(source).await?;
    }
    Ok(())
}

/// A bar while the source says how long its list is, and only a count while it does not.
fn bar(source: &Source) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(source.name.to_string());
    let style = ProgressStyle::with_template("{msg} {spinner} {pos} records {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn advance(bar: &ProgressBar, run: &HarvestRun) {
    let seen = run.tally.records + run.tally.unchanged + run.tally.faults;
    // A total that the list has passed was no total.
    if let Some(total) = run.total.filter(|total| *total >= seen && *total > 0) {
        let style = ProgressStyle::with_template("{msg} {wide_bar:.blue/dim} {pos}/{len} {eta}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_length(total);
    }
    bar.set_position(seen);
}

/// What a run did, in one line.
fn summary(run: &HarvestRun) -> String {
    let tally = &run.tally;
    let counts = [
        (tally.records, "new or changed"),
        (tally.deleted, "deleted"),
        (tally.unchanged, "as known"),
        (tally.articles, "articles made"),
        (tally.copies, "copies"),
        (tally.files, "files"),
        (tally.kept, "kept as records"),
        (tally.filtered, "of other types"),
        (tally.faults, "broken"),
    ];
    let told: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let told = if told.is_empty() { "nothing new".to_owned() } else { told.join(", ") };
    match (&run.error, run.outcome) {
        (Some(error), _) => format!("{told}; failed: {error}"),
        (None, Some(RunOutcome::Interrupted)) => format!("{told}; interrupted, the next run goes on"),
        (None, None) => format!("{told}; under way"),
        (None, Some(_)) => told,
    }
}

async fn status(repository: &Repository) -> anyhow::Result<ExitCode> {
    for source in repository.sources().await? {
        let status = repository.source_status(source).await?;
        println!("{}\t{}\t{}", status.source.name, state(&status), status.source.place.base_url);
        println!(
            "\t{} records: {} articles, {} copies, {} kept, {} of other types, {} withdrawn, {} unreadable, {} waiting",
            status.records(),
            status.count(Fate::Article),
            status.count(Fate::Copy),
            status.count(Fate::Kept),
            status.count(Fate::Filtered),
            status.count(Fate::Withdrawn),
            status.count(Fate::Unreadable),
            status.count(Fate::Pending)
        );
        if let Some(run) = &status.last {
            println!("\tlast run {}: {}", run.started_at.strftime("%Y-%m-%d %H:%M UTC"), summary(run));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn state(status: &SourceStatus) -> String {
    match (status.is_running, status.source.paused, status.source.next_run) {
        (true, ..) => "under way".to_owned(),
        (_, true, _) => "paused".to_owned(),
        (_, _, Some(next)) => format!("next {}", next.strftime("%Y-%m-%d %H:%M UTC")),
        (_, _, None) => "by hand".to_owned(),
    }
}

async fn log(repository: &Repository, name: &str) -> anyhow::Result<ExitCode> {
    let source = named(repository, name).await?;
    for run in repository.source_runs(source.id, RUNS_SHOWN).await? {
        let since = run.since.map(|since| format!(" since {since}")).unwrap_or_default();
        println!("{}{since}: {}", run.started_at.strftime("%Y-%m-%d %H:%M:%S UTC"), summary(&run));
        if !run.tally.repairs.is_empty() {
            println!("\trepaired: {}", run.tally.repairs.join(", "));
        }
        for fault in repository.run_faults(run.id, FAULTS_SHOWN).await? {
            println!("\t{}: {}", fault.identifier.as_deref().unwrap_or("(no identifier)"), fault.reason);
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_names_groups_or_codes_and_nothing_else() {
        let read = |words: &[&str]| types(&words.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(read(&["preprints", "report"]).unwrap().last(), Some(&ResourceType::Report));
        assert!(read(&["articles", "all"]).unwrap().is_empty());
        assert!(read(&["article"]).unwrap_err().to_string().contains("journal_article"));
    }
}
