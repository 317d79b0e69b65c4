//! `parvis migrate-to`: from the embedded database to PostgreSQL, and from files in a folder to a bucket.

use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::show;
use crate::app;
use crate::config::{Config, Secret};
use crate::service::backup::relocate;

/// Ending of the name of a database file whose rows are elsewhere now.
const MOVED: &str = "sqlite-moved";

/// `parvis migrate-to URL`.
#[derive(Debug, Args)]
pub(super) struct MigrateTo {
    /// Address of an empty database: `postgres://user:password@host/parvis`, or `-` for the one of `DATABASE_URL`
    url: Option<String>,
    /// Where the files go, before the rows: `s3://bucket/prefix`; run it again if it was cut off
    #[arg(long, value_name = "PLACE")]
    files: Option<String>,
}

impl MigrateTo {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        let Some(url) = &self.url else { return self.files_alone(config).await };
        let ours = config.database_url.as_ref().map(Secret::reveal);
        let named = Some(url.as_str()).filter(|url| *url != "-").or(ours);
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
        if let Some(place) = &self.files {
            super::move_files::run(config, place).await?;
        }
        fill(&Config { database_url: Some(Secret::new(url)), ..config.clone() }).await?;
        let kept = file.with_extension(MOVED);
        let rename = || {
            std::fs::rename(&file, &kept)?;
            std::fs::File::open(&config.data)?.sync_all()
        };
        rename().with_context(|| format!("cannot rename {}", file.display()))?;
        match &self.files {
            None => println!(
                "set DATABASE_URL to that address and start the site; files and search index stay where they are"
            ),
            Some(place) => println!("set DATABASE_URL to that address and PARVIS_FILES to {place}, and start the site"),
        }
        println!("{} is no longer read: keep it until you have made a backup of the new site", kept.display());
        Ok(ExitCode::SUCCESS)
    }

    async fn files_alone(&self, config: &Config) -> anyhow::Result<ExitCode> {
        let place = self.files.as_deref().context("name a database, or --files PLACE")?;
        let held = app::lock(config)?;
        anyhow::ensure!(held.is_some(), "another Parvis works in {}: stop it first", config.data.display());
        super::move_files::run(config, place).await?;
        println!(
            "set PARVIS_FILES to {place} and start the site; its folder files is no longer read: keep it until you have made a backup"
        );
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
