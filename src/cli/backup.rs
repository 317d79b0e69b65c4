//! `parvis backup` and `parvis restore`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::show;
use crate::app;
use crate::config::Config;
use crate::service::backup::{Backup, Manifest};

/// `parvis backup FOLDER`.
#[derive(Debug, Args)]
pub(super) struct Make {
    /// Folder of the backups, on another disk than the site; each run copies only what is new
    folder: PathBuf,
    /// Keep only so many of the latest backups
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
}

/// `parvis restore FOLDER`.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// Folder of the backups
    folder: PathBuf,
    /// Which one (default: the latest)
    #[arg(long, value_name = "NAME")]
    snapshot: Option<String>,
    /// Only try whether it would work: read every byte, open the database, compare the records
    #[arg(long)]
    check: bool,
}

impl Make {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        anyhow::ensure!(app::is_there(config), "there is no site in {}: set PARVIS_DATA", config.data.display());
        refuse_inside(&self.folder, &config.data)?;
        let backup = Backup::create(&self.folder)?;
        let site = super::visit(config).await?;
        let bar = show::bar(site.repository.count_files().await?, "Files");
        let (name, manifest) = site.repository.back_up(&backup, |done| bar.set_position(done)).await?;
        bar.finish_and_clear();
        println!("{name}: {}", summary(&manifest));
        for sha256 in &manifest.missing {
            println!("file {sha256}: missing or damaged in the site");
        }
        if let Some(count) = self.keep {
            let (snapshots, files) = backup.keep_latest(usize::from(count)).await?;
            println!("{snapshots} older backups removed, {files} files with them");
        }
        Ok(if manifest.missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
    }
}

impl Restore {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        let backup = Backup::open(&self.folder)?;
        let (name, manifest) = backup.snapshot(self.snapshot.as_deref())?;
        if self.check {
            return check(config, &backup, &name, &manifest).await;
        }
        let is_elsewhere = config.database_url.is_some();
        if is_elsewhere {
            let is_blank = app::store(config).await?.is_blank().await?;
            anyhow::ensure!(is_blank, "the database of DATABASE_URL holds a site already: name an empty one");
        }
        let files = app::files(config)?;
        let bar = show::bar(manifest.files, "Files");
        let progress = |done| bar.set_position(done);
        let damaged =
            crate::service::backup::restore(&backup, &manifest, &app::database(config), &files, progress).await?;
        bar.finish_and_clear();
        if is_elsewhere {
            let filled = super::migrate::fill(config).await;
            std::fs::remove_file(app::database(config)).context("the copy of the database cannot be removed")?;
            filled?;
        }
        println!("{name} restored to {}: {}", config.data.display(), summary(&manifest));
        println!("the search index is made anew when the site is started: `parvis serve`");
        for sha256 in &damaged {
            println!("file {sha256}: damaged in the backup, left out");
        }
        Ok(if damaged.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
    }
}

async fn check(config: &Config, backup: &Backup, name: &str, manifest: &Manifest) -> anyhow::Result<ExitCode> {
    let bar = show::bar(manifest.files, "Files");
    let checked = backup.check(manifest, |done| bar.set_position(done)).await?;
    bar.finish_and_clear();
    for sha256 in &checked.damaged {
        println!("file {sha256}: damaged in the backup");
    }
    let records = match checked.same_records {
        Some(true) => "the same records",
        Some(false) => "OTHER RECORDS than the site had",
        None => "records not compared (made by another version)",
    };
    println!("{name}: {} files read, {} damaged, {records}", checked.files, checked.damaged.len());
    // Beside the site that the backup is of, the state page tells of the drill; elsewhere there is nobody to tell.
    if app::is_there(config) {
        super::visit(config).await?.repository.note_drill(checked.is_sound()).await?;
    }
    Ok(if checked.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

fn summary(manifest: &Manifest) -> String {
    let megabytes = (manifest.bytes + manifest.database.size_bytes) / 1_000_000;
    format!("{} records, {} files, {megabytes} MB", manifest.records, manifest.files)
}

/// A backup in the folder of the site goes with it.
fn refuse_inside(folder: &Path, data: &Path) -> anyhow::Result<()> {
    let whole = std::path::absolute(folder).context("the folder cannot be used")?;
    let data = std::path::absolute(data).context("the data folder cannot be used")?;
    anyhow::ensure!(!whole.starts_with(&data), "{} lies in the data folder: name one outside", folder.display());
    Ok(())
}
