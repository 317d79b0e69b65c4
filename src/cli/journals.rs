//! `parvis journals`: what directories say of journals.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;

use crate::config::Config;
use crate::service::{Endings, read_journals};

/// `parvis journals …`.
#[derive(Debug, Subcommand)]
pub(super) enum Journals {
    /// Take in a snapshot: the journal CSV of DOAJ, or the JSON of Open Policy Finder
    Import {
        /// The file
        file: PathBuf,
        /// Also end journals that are absent when they are more than a fifth of all
        #[arg(long)]
        shrunk: bool,
    },
}

impl Journals {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        let Self::Import { file, shrunk } = self;
        let open = std::fs::File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
        let (mut journals, mut bad) = (Vec::new(), 0_usize);
        for row in read_journals(open) {
            match row {
                Ok(journal) => journals.push(journal),
                Err(error) => {
                    bad += 1;
                    eprintln!("{}: {error}", file.display());
                }
            }
        }
        let app = super::open(config).await?;
        let endings = match (shrunk, bad) {
            (true, _) => Endings::All,
            (false, 0) => Endings::Few,
            (false, _) => Endings::None,
        };
        let done = app.repository.put_journals(&journals, endings).await?;
        println!("{} journals taken in, {bad} rows refused, {} ISSNs ended", done.taken, done.ended);
        if done.absent > 0 {
            eprintln!(
                "{} known ISSNs are not in the file and were kept: rows were refused, or they are more than a fifth. If the file is whole, add --shrunk",
                done.absent
            );
        }
        Ok(if bad == 0 && done.absent == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
    }
}
