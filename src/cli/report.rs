//! `parvis report`: one row for each (article, award), as of today.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::show;
use crate::compliance::report::Format;
use crate::config::Config;

/// `parvis report`.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// Form of the list
    #[arg(long, value_enum, default_value_t = Form::Csv)]
    format: Form,
    /// File to write (default: standard output)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// Comma-separated values, UTF-8
    Csv,
    /// A JSON array
    Json,
}

impl Report {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        let app = super::open(config).await?;
        let total = app.repository.counts().await?.articles;
        let out: Box<dyn Write + Send> = match &self.output {
            Some(path) => Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?),
            None => Box::new(std::io::stdout()),
        };
        let mut out = BufWriter::new(out);
        let format = match self.format {
            Form::Csv => Format::Csv,
            Form::Json => Format::Json,
        };
        let bar = show::bar(u64::try_from(total).unwrap_or(0), "Articles");
        app.repository.write_report(format, &mut out, |done| bar.set_position(done)).await?;
        bar.finish_and_clear();
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}
