//! `parvis commitments`: the commitments of the open-government plan, and whether their links still lead somewhere.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;

use crate::config::Config;
use crate::domain::commitment::{Item, LinkState};
use crate::service::{PlanTaken, Repository, read_plan};

/// `parvis commitments …`.
#[derive(Debug, Subcommand)]
pub(super) enum Commitments {
    /// Take in commitments and milestones as CSV: one row each (columns: `commitment,milestone,title_fr,title_en,text_fr,
    /// text_en,lead_fr,lead_en,status,starts,due,done,evidence,indicators,factors_fr,factors_en,next_fr,next_en`). Without a
    /// milestone a row is the commitment itself; what a later file leaves out is withdrawn and stays in the history
    Import {
        /// The file
        file: PathBuf,
        /// Say what would happen, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Show commitments and milestones with their state
    List,
    /// Look at every link of evidence now; the exit status is 2 where one leads nowhere
    Check,
}

impl Commitments {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        match self {
            Self::Import { file, dry_run } => {
                let app = super::open(config).await?;
                let (taken, bad) = import(&app.repository, file, *dry_run).await?;
                println!(
                    "{} added, {} changed, {} as before, {} withdrawn; {bad} faults",
                    taken.added, taken.changed, taken.same, taken.withdrawn
                );
                if taken.kept > 0 {
                    eprintln!(
                        "{} absent from the file were kept, since it has faults: mend them, then import again",
                        taken.kept
                    );
                }
                if *dry_run {
                    println!("nothing was changed (--dry-run)");
                }
                Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
            }
            Self::List => list(&super::visit(config).await?.repository).await,
            Self::Check => check(&super::open(config).await?.repository).await,
        }
    }
}

/// Takes a file in: the good rows go in, each fault is told with its line and column. Gives what moved, and how many faults.
pub(super) async fn import(repository: &Repository, file: &Path, dry: bool) -> anyhow::Result<(PlanTaken, usize)> {
    let open = std::fs::File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let plan = read_plan(open);
    for fault in &plan.faults {
        eprintln!("{}: {fault}", file.display());
    }
    Ok((repository.take_plan(&plan, dry).await?, plan.faults.len()))
}

async fn list(repository: &Repository) -> anyhow::Result<ExitCode> {
    let follow_up = repository.follow_up().await?;
    let line = |item: &Item| {
        let name = if item.milestone.is_empty() { item.commitment.clone() } else { format!("  {}", item.milestone) };
        let due = item.said.due.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let failed = item.said.evidence.iter().filter(|one| {
            follow_up.links.get(&one.url).is_some_and(|link| link.state.is_some_and(LinkState::is_failed))
        });
        let links = match (item.said.evidence.len(), failed.count()) {
            (0, _) => String::new(),
            (all, 0) => format!("{all} links"),
            (all, failed) => format!("{failed} of {all} links fail"),
        };
        let state = if item.withdrawn.is_some() { "withdrawn" } else { item.said.status.code() };
        println!("{name:<30} {due:<10} {state:<12} {links:<20} {}", item.said.title.fr);
    };
    for commitment in &follow_up.commitments {
        line(&commitment.item);
        commitment.milestones.iter().for_each(line);
    }
    if follow_up.commitments.is_empty() {
        println!("no commitment yet: parvis commitments import FILE");
    }
    Ok(ExitCode::SUCCESS)
}

async fn check(repository: &Repository) -> anyhow::Result<ExitCode> {
    let mut failed = 0_usize;
    let links = repository.evidence_links().await?;
    for link in &links {
        let link = repository.check_evidence(link).await?;
        let state = link.state.map(LinkState::code).unwrap_or_default();
        println!("{state:<8} {} {}", link.url, link.detail);
        failed += usize::from(link.state.is_some_and(LinkState::is_failed));
    }
    println!("{} links looked at, {failed} lead nowhere", links.len());
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}
