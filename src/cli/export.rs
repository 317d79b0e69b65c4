//! `parvis export`, and the way back.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::show;
use crate::app;
use crate::config::Config;
use crate::service::bag::{Bagged, Found, take_in};

/// `parvis export FOLDER`.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// Folder that is absent or empty; `parvis import FOLDER` makes an equal site of it
    folder: PathBuf,
}

impl Export {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        anyhow::ensure!(app::is_there(config), "there is no site in {}: set PARVIS_DATA", config.data.display());
        super::backup::refuse_inside(config, &self.folder.to_string_lossy())?;
        let site = super::visit(config).await?;
        let bar = show::bar(site.repository.count_articles_to_export().await?, "Articles");
        let told = site.repository.export(&self.folder, |done| bar.set_position(done)).await?;
        bar.finish_and_clear();
        println!("{}: {}", self.folder.display(), summary(&told));
        println!("it holds people's accounts: keep it as you keep a backup");
        for sha256 in &told.missing {
            println!("file {sha256}: missing or damaged in the site");
        }
        Ok(if told.missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
    }
}

/// Makes a site of a bag.
pub(super) async fn import(folder: &Path, config: &Config) -> anyhow::Result<ExitCode> {
    std::fs::create_dir_all(&config.data)
        .with_context(|| format!("cannot make the data folder {}", config.data.display()))?;
    let is_elsewhere = config.database_url.is_some();
    if is_elsewhere {
        let is_blank = app::store(config).await?.is_blank().await?;
        anyhow::ensure!(is_blank, "the database of DATABASE_URL holds a site already: name an empty one");
    }
    let held = app::lock(config)?;
    anyhow::ensure!(held.is_some(), "another Parvis works in {}: stop it first", config.data.display());
    let (files, database) = (app::files(config)?, app::database(config));
    files.check().await.context("the files cannot be reached")?;
    let bar = show::bar(0, "Files");
    let told = take_in(folder, &database, &files, |found| match found {
        Found::Files(done, all) => {
            bar.set_length(all);
            bar.set_position(done);
        }
        Found::Rows(done) => bar.set_message(format!("{done} rows")),
    });
    let told = told.await?;
    bar.finish_and_clear();
    if is_elsewhere {
        let filled = super::migrate::fill(config).await;
        std::fs::remove_file(&database).context("the copy of the database cannot be removed")?;
        filled?;
    }
    println!("{}: {}", config.data.display(), summary(&told));
    println!("the search index is made anew when the site is started: `parvis serve`");
    Ok(ExitCode::SUCCESS)
}

fn summary(told: &Bagged) -> String {
    format!("{} articles, {} files, {} rows, {} records", told.articles, told.files, told.rows, told.records)
}
