//! `parvis dois`: DOIs of this site for articles to which no publisher gave one.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Subcommand;
use jiff::Timestamp;

use super::{ingest, serve, show};
use crate::app::App;
use crate::config::Config;
use crate::domain::ArticleId;
use crate::domain::own_doi::OwnDoi;
use crate::service::{DoiFinding, Repository};

/// How often a job is looked at.
const LOOK: Duration = Duration::from_millis(100);

/// `parvis dois …`.
#[derive(Debug, Subcommand)]
pub(super) enum Dois {
    /// Register DOIs for public articles that have none, and try again what failed
    Mint {
        /// Only list the articles and the DOIs that they would get
        #[arg(long)]
        dry_run: bool,
        /// How many seconds to wait in all for a registry that takes nothing for a while
        #[arg(long, default_value_t = 180, value_name = "SECONDS")]
        patience: u64,
    },
    /// Show what the registry is told of an article
    Show {
        /// Number of the article
        article: ArticleId,
    },
    /// List the DOIs of this site and how they stand
    List {
        /// Only those whose last try failed
        #[arg(long)]
        failed: bool,
    },
    /// Ask the registry whether it knows each DOI as this site does
    Check,
}

impl Dois {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        anyhow::ensure!(config.dois.is_some(), "this site registers no DOIs: set PARVIS_DOI_MODE to test or live");
        match self {
            Self::Mint { dry_run: false, patience } => mint(config, Duration::from_secs(*patience)).await,
            Self::Mint { dry_run: true, .. } => would_mint(&super::visit(config).await?.repository).await,
            Self::Show { article } => {
                let told = super::visit(config).await?.repository.doi_description(*article).await;
                println!("{:#}", told.with_context(|| format!("article {article} cannot be described"))?);
                Ok(ExitCode::SUCCESS)
            }
            Self::List { failed } => list(&super::visit(config).await?.repository, *failed).await,
            Self::Check => check(&super::visit(config).await?.repository).await,
        }
    }
}

async fn would_mint(repository: &Repository) -> anyhow::Result<ExitCode> {
    let wanted = repository.articles_without_doi().await?;
    for (article, doi) in &wanted {
        println!("article {article}: {doi}");
    }
    println!("{} articles would get a DOI; nothing was sent", wanted.len());
    Ok(ExitCode::SUCCESS)
}

async fn mint(config: &Config, patience: Duration) -> anyhow::Result<ExitCode> {
    let app = super::open(config).await?;
    let repository = &app.repository;
    let mut wanted: Vec<ArticleId> = repository.articles_without_doi().await?.into_iter().map(|(id, _)| id).collect();
    wanted.extend(all(repository).await?.into_iter().filter(|doi| doi.error.is_some()).map(|doi| doi.article));
    wanted.sort_unstable();
    wanted.dedup();
    repository.want_dois(&wanted).await?;
    let untried = ingest::with_worker(&app, config, serve::stop_on_signal()?, wait(&app, &wanted, patience)).await??;
    let left: Vec<OwnDoi> = all(repository).await?.into_iter().filter(|doi| doi.error.is_some()).collect();
    for doi in &left {
        println!("{}", line(doi));
    }
    println!("{} articles looked at, {} not registered yet", wanted.len(), left.len() + untried.len());
    if let Some(soonest) = untried.iter().min() {
        println!(
            "the registry takes nothing now: {} articles were not tried and wait until {soonest}; the running site goes on with \
             them by itself, or run `parvis dois mint` again then",
            untried.len()
        );
    }
    Ok(if left.is_empty() && untried.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Waits until each article was tried, with a progress bar; gives from when on those are tried that the registry put off for
/// longer than there was patience.
async fn wait(app: &App, wanted: &[ArticleId], patience: Duration) -> anyhow::Result<Vec<Timestamp>> {
    let bar = show::bar(u64::try_from(wanted.len()).unwrap_or(0), "DOI");
    bar.enable_steady_tick(Duration::from_millis(200));
    let (mut left, mut untried) = (patience, Vec::new());
    for id in wanted {
        while let Some(from) = app.repository.awaits_doi(*id).await? {
            let is_put_off = from > app.repository.clock().now();
            if is_put_off && left.is_zero() {
                untried.push(from);
                break;
            }
            tokio::time::sleep(LOOK).await;
            left = if is_put_off { left.saturating_sub(LOOK) } else { left };
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(untried)
}

async fn list(repository: &Repository, failed: bool) -> anyhow::Result<ExitCode> {
    let known = all(repository).await?;
    let shown: Vec<&OwnDoi> = known.iter().filter(|doi| !failed || doi.error.is_some()).collect();
    for doi in &shown {
        println!("{}", line(doi));
    }
    println!("{} DOIs", shown.len());
    Ok(ExitCode::SUCCESS)
}

async fn check(repository: &Repository) -> anyhow::Result<ExitCode> {
    let known = all(repository).await?;
    let bar = show::bar(u64::try_from(known.len()).unwrap_or(0), "DOI");
    let mut wrong = 0_usize;
    for doi in &known {
        let finding = repository.check_doi(doi).await.with_context(|| format!("{} cannot be checked", doi.doi))?;
        let told = finding.map(|finding| match finding {
            DoiFinding::Unknown => "the registry does not know it".to_owned(),
            DoiFinding::State(state) => format!("the registry says {state}, this site {}", doi.state.code()),
            DoiFinding::Address(url) => format!("it leads to {url}"),
        });
        if let Some(told) = told {
            wrong += 1;
            bar.suspend(|| println!("article {}: {}: {told}", doi.article, doi.doi));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    println!("{} DOIs checked, {wrong} not as they should be; `parvis dois mint` tries again what failed", known.len());
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

async fn all(repository: &Repository) -> anyhow::Result<Vec<OwnDoi>> {
    let mut all = Vec::new();
    loop {
        let after = all.last().map_or(ArticleId(0), |doi: &OwnDoi| doi.article);
        let batch = repository.own_dois(after).await?;
        if batch.is_empty() {
            return Ok(all);
        }
        all.extend(batch);
    }
}

fn line(doi: &OwnDoi) -> String {
    let state = format!("article {}: {}: {}", doi.article, doi.doi, doi.state.code());
    doi.error.as_ref().map_or_else(|| state.clone(), |error| format!("{state}: {error}"))
}
