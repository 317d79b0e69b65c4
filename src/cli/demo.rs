//! `parvis demo`: the sample articles through the same entrance as any deposit, then the site.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use rust_embed::RustEmbed;

use super::{awards, commitments, entry, ingest, serve};
use crate::config::Config;
use crate::domain::deposit::DepositOrigin;
use crate::domain::user::Role;
use crate::service::Repository;

/// The sample articles with their descriptions and award register, inside the program.
#[derive(RustEmbed)]
#[folder = "samples"]
#[include = "articles/*"]
#[include = "awards.csv"]
#[include = "commitments.csv"]
struct Samples;

/// Accounts that the demo makes.
const ACCOUNTS: [(&str, &str, Role); 4] = [
    ("depot@example.org", "Camille Dépôt", Role::Depositor),
    ("financement@example.org", "Sacha Financement", Role::Funder),
    ("curation@example.org", "Dominique Curation", Role::Curator),
    ("administration@example.org", "Claude Administration", Role::Administrator),
];
/// Their password. The demo listens on this machine alone unless told otherwise.
const PASSWORD: &str = "parvis-demo";

/// `parvis demo`.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Data folder of the demo (default: `PARVIS_DATA`, else `donnees/demo`)
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
}

impl Demo {
    pub(super) async fn run(&self, mut config: Config) -> anyhow::Result<ExitCode> {
        config.data = self.data.clone().unwrap_or_else(|| match std::env::var_os("PARVIS_DATA") {
            Some(_) => config.data.clone(),
            None => config.data.join("demo"),
        });
        // Accounts with a known password have no place in a database that somebody works with.
        config.database_url = None;
        // Nobody is asked about links of samples.
        config.evidence_hours = 0;
        config.search = None;
        let listener = serve::listen(&config).await?;
        let app = super::open(&config).await?;
        anyhow::ensure!(app.is_worker(), "another Parvis works in {}: stop it first", config.data.display());
        println!("Parvis {} · données : {}", env!("CARGO_PKG_VERSION"), config.data.display());
        let unpacked = unpack(&config.data.join("samples"))?;
        awards::import(&app.repository, &unpacked.join("awards.csv")).await?;
        let (entries, _) = entry::find(&[unpacked.join("articles")]);
        let stop = serve::stop_on_signal()?;
        let taking = ingest::take_in(&app.repository, entries, DepositOrigin::Demo);
        let tally = ingest::with_worker(&app, &config, stop.child_token(), taking).await?;
        anyhow::ensure!(tally.refused == 0, "{} sample articles were refused", tally.refused);
        add_accounts(&app.repository).await?;
        commitments::import(&app.repository, &unpacked.join("commitments.csv"), false).await?;
        welcome(&config, &app.repository, tally).await?;
        serve::serve(&app, listener, &config, stop).await
    }
}

/// Writes the samples to a folder, so that they come in as any files do.
fn unpack(folder: &Path) -> anyhow::Result<PathBuf> {
    for name in Samples::iter() {
        let Some(file) = Samples::get(&name) else { continue };
        let path = folder.join(name.as_ref());
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&path, &file.data).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(folder.to_owned())
}

async fn add_accounts(repository: &Repository) -> anyhow::Result<()> {
    for (email, name, role) in ACCOUNTS {
        repository.put_user(email, name, role, PASSWORD).await?;
    }
    Ok(())
}

async fn welcome(config: &Config, repository: &Repository, tally: ingest::Tally) -> anyhow::Result<()> {
    let counts = repository.counts().await?;
    let at = &config.base_url;
    println!("{} articles, {} pages (+ {})", counts.articles, counts.pages, tally.added);
    println!();
    println!("  {at}             (français)");
    println!("  {at}/en          (English)");
    println!();
    println!("Comptes / Accounts :");
    for (email, _, role) in ACCOUNTS {
        println!("  {email}   {PASSWORD}   ({})", role.code());
    }
    println!();
    println!("À essayer / Try:");
    println!("  {at}/recherche?q=pergelisol");
    println!("  {at}/conformite");
    println!("  {at}/oai?verb=ListRecords&metadataPrefix=oai_dc");
    println!("  curl '{at}/api/v1/articles?q=%C3%A9rable'");
    println!("  parvis ingest --help");
    println!();
    println!("Ctrl-C pour arrêter / to stop");
    Ok(())
}
