//! `parvis harvest set`: other settings for a source that is there.

use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use clap::builder::BoolishValueParser;

use super::harvest::{HostName, named, types};
use crate::domain::deposit::ReviewMode;
use crate::domain::source::SourceSettings;
use crate::service::Repository;

/// `parvis harvest set NAME …`; what is not named stays. Records that were looked at before are not looked at again.
#[derive(Debug, Args)]
pub(super) struct Set {
    /// Name of the source
    name: String,
    /// Hours between runs; 0: by hand only
    #[arg(long)]
    every: Option<u32>,
    /// Types to take from now on: articles, preprints, theses, all, or codes such as `journal_article`
    #[arg(long, value_delimiter = ',')]
    filter: Vec<String>,
    /// What stands behind it, which decides what its copies count for
    #[arg(long, value_enum)]
    host: Option<HostName>,
    /// Whether new articles are published at once: yes or no
    #[arg(long, value_parser = BoolishValueParser::new())]
    publish: Option<bool>,
    /// Whether files that are open under a Creative Commons licence are fetched: yes or no
    #[arg(long, value_parser = BoolishValueParser::new())]
    files: Option<bool>,
}

impl Set {
    pub(super) async fn run(&self, repository: &Repository) -> anyhow::Result<ExitCode> {
        let source = named(repository, &self.name).await?;
        let settings = self.over(source.settings.clone())?;
        anyhow::ensure!(
            settings != source.settings,
            "nothing to change: name a setting with another value, such as `--every 12` (`parvis harvest set --help`)"
        );
        repository
            .change_source(source.id, &settings)
            .await
            .with_context(|| format!("{} stays as it is", self.name))?;
        println!("{}: the new settings hold from the next run on", self.name);
        Ok(ExitCode::SUCCESS)
    }

    fn over(&self, mut settings: SourceSettings) -> anyhow::Result<SourceSettings> {
        if let Some(hours) = self.every {
            settings.every_seconds = i64::from(hours) * 3_600;
        }
        if !self.filter.is_empty() {
            settings.types = types(&self.filter)?;
        }
        if let Some(host) = self.host {
            (settings.host, settings.repository_kind) = host.host();
        }
        if let Some(publish) = self.publish {
            settings.review = if publish { ReviewMode::Auto } else { ReviewMode::Person };
        }
        settings.fetch_files = self.files.unwrap_or(settings.fetch_files);
        Ok(settings)
    }
}
