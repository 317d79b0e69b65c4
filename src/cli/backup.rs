//! `parvis backup` and `parvis restore`.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::show;
use crate::app;
use crate::config::{BucketConfig, Config, FilePlace};
use crate::service::backup::{Backup, Manifest};

/// `parvis backup PLACE`.
#[derive(Debug, Args)]
pub(super) struct Make {
    /// Folder of the backups, on another disk than the site, or `s3://bucket/prefix`; each run copies only what is new
    place: String,
    /// Keep only so many of the latest backups
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
}

/// `parvis restore PLACE`.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// Folder of the backups, or `s3://bucket/prefix`
    place: String,
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
        refuse_inside(config, &self.place)?;
        let (blobs, folder) = app::place(config, &self.place)?;
        let backup = Backup::new(blobs, folder);
        backup.prepare().await?;
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
        let backup = open(config, &self.place)?;
        let (name, manifest) = backup.snapshot(self.snapshot.as_deref()).await?;
        if self.check {
            return check(config, &backup, &name, &manifest).await;
        }
        let is_elsewhere = config.database_url.is_some();
        if is_elsewhere {
            let is_blank = app::store(config).await?.is_blank().await?;
            anyhow::ensure!(is_blank, "the database of DATABASE_URL holds a site already: name an empty one");
        }
        let files = app::files(config)?;
        files.check().await.context("the files cannot be reached")?;
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

/// A place that is there; a folder that holds nothing is not made by a misspelt name.
fn open(config: &Config, place: &str) -> anyhow::Result<Backup> {
    if let Ok(FilePlace::Folder(folder)) = config.files.place(place) {
        let is_backup = folder.join("snapshots").is_dir();
        anyhow::ensure!(is_backup, "{place} holds no backups: name the folder that `parvis backup` wrote to");
    }
    let (blobs, folder) = app::place(config, place)?;
    Ok(Backup::new(blobs, folder))
}

/// A backup in the folder or the bucket of the site goes with it, and among its files it would be swept.
pub(super) fn refuse_inside(config: &Config, place: &str) -> anyhow::Result<()> {
    let data = std::path::absolute(&config.data).context("the data folder cannot be used")?;
    let own = [&config.files.place, &config.files.replica];
    match config.files.place(place) {
        Ok(FilePlace::Folder(folder)) => {
            let whole = std::path::absolute(&folder).context("the folder cannot be used")?;
            let is_inside = |own: &Path| std::path::absolute(own).is_ok_and(|own| whole.starts_with(own));
            anyhow::ensure!(!whole.starts_with(&data), "{place} lies in the data folder: name one outside");
            let among = own.into_iter().flatten().any(|own| matches!(own, FilePlace::Folder(own) if is_inside(own)));
            anyhow::ensure!(!among, "{place} lies among the files: name a folder outside");
        }
        Ok(FilePlace::Bucket(bucket)) => {
            let same = |own: &&FilePlace| matches!(own, FilePlace::Bucket(own) if is_same_place(own, &bucket));
            anyhow::ensure!(
                own.into_iter().flatten().find(same).is_none(),
                "{place} holds the files: add another prefix"
            );
        }
        Err(reason) => anyhow::bail!("{place} cannot be {reason}"),
    }
    Ok(())
}

fn is_same_place(one: &BucketConfig, other: &BucketConfig) -> bool {
    let is_same = one.service.endpoint == other.service.endpoint && one.bucket == other.bucket;
    is_same && one.prefix == other.prefix
}
