//! `parvis migrate-to`: from the embedded database to PostgreSQL.

use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::show;
use crate::app;
use crate::config::Config;
use crate::service::backup::relocate;

/// Ending of the name of a database file whose rows are elsewhere now.
const MOVED: &str = "sqlite-moved";

/// `parvis migrate-to URL`.
#[derive(Debug, Args)]
pub(super) struct MigrateTo {
    /// Address of an empty database: `postgres://user:password@host/parvis`, or `-` for the one of `DATABASE_URL`
    url: String,
}

impl MigrateTo {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        let named = Some(self.url.as_str()).filter(|url| *url != "-").or(config.database_url.as_deref());
        let url = named.context("DATABASE_URL names no database")?;
        let scheme = url.split_once("://").map(|(scheme, _)| scheme);
        anyhow::ensure!(
            matches!(scheme, Some("postgres" | "postgresql")),
            "name a PostgreSQL database: an address that begins with postgres://"
        );
        let file = app::database(config);
        anyhow::ensure!(file.exists(), "there is no SQLite database in {}: set PARVIS_DATA", config.data.display());
        let held = app::lock(config)?;
        anyhow::ensure!(held.is_some(), "another Parvis works in {}: stop it first", config.data.display());
        fill(&Config { database_url: Some(url.to_owned()), ..config.clone() }).await?;
        let kept = file.with_extension(MOVED);
        std::fs::rename(&file, &kept).with_context(|| format!("cannot rename {}", file.display()))?;
        println!("set DATABASE_URL to that address and start the site; files and search index stay where they are");
        println!("{} is no longer read: keep it until you have made a backup of the new site", kept.display());
        Ok(ExitCode::SUCCESS)
    }
}

/// Moves the rows of the SQLite file of a site into the empty database that its settings name, under a progress bar.
pub(super) async fn fill(config: &Config) -> anyhow::Result<()> {
    let to = app::store(config).await?;
    let bar = show::bar(0, "Rows");
    let progress = |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    };
    let moved = relocate(&app::database(config), &to, progress).await?;
    bar.finish_and_clear();
    println!("{} rows moved; {} records, the same in both databases", moved.rows, moved.records);
    Ok(())
}
