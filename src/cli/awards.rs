//! `parvis awards`: the register that verdicts are made from.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;

use crate::config::Config;
use crate::service::{Repository, read_register};

/// `parvis awards …`.
#[derive(Debug, Subcommand)]
pub(super) enum Awards {
    /// Take in a register as CSV: the yearly files of Données Québec, or our own (columns: `number,funder,holder,institution_ror,programme,kind,competition_launched,
    /// launch_estimated,active_from,active_to,programme_policy`)
    Import {
        /// The file
        file: PathBuf,
    },
}

impl Awards {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        let Self::Import { file } = self;
        let app = super::open(config).await?;
        let (taken, bad) = import(&app.repository, file).await?;
        println!("{taken} awards taken in, {bad} rows refused");
        Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
    }
}

/// Takes a register in: the good rows go in, each bad one is told with its line. Gives how many of each.
pub(super) async fn import(repository: &Repository, file: &Path) -> anyhow::Result<(usize, usize)> {
    let open = std::fs::File::open(file).with_context(|| format!("cannot read the register {}", file.display()))?;
    let (mut awards, mut bad) = (Vec::new(), 0_usize);
    for row in read_register(open) {
        match row {
            Ok(award) => awards.push(award),
            Err(error) => {
                bad += 1;
                eprintln!("{}: {error}", file.display());
            }
        }
    }
    let taken = repository.put_awards(&awards).await?;
    Ok((taken, bad))
}
