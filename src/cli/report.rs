//! `parvis report`: one row for each (article, award), as of today or of a past day, or what moved between two days.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::show;
use crate::compliance::table::Format;
use crate::config::Config;
use crate::service::{AsOf, RulesOf};

/// `parvis report`.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// Form of the list
    #[arg(long, value_enum, default_value_t = Form::Csv)]
    format: Form,
    /// File to write (default: standard output)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Judge by what was known at the end of this day (YYYY-MM-DD); the report of a day that is over stays the same
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Rules to judge by: those of a day, or of today (default: those of the day of the report)
    #[arg(long, value_name = "DATE|today", value_parser = rules, requires = "as_of")]
    rules: Option<RulesOf>,
    /// List what moved since this day instead, and why
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// Comma-separated values, UTF-8
    Csv,
    /// A JSON array
    Json,
    /// One JSON object a line
    Jsonl,
}

impl From<Form> for Format {
    fn from(form: Form) -> Self {
        match form {
            Form::Csv => Self::Csv,
            Form::Json => Self::Json,
            Form::Jsonl => Self::JsonLines,
        }
    }
}

fn rules(text: &str) -> Result<RulesOf, String> {
    match text {
        "today" => Ok(RulesOf::Today),
        day => day.parse().map(RulesOf::Day).map_err(|_| "give a day as YYYY-MM-DD, or the word today".to_owned()),
    }
}

impl Report {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        let app = super::open(config).await?;
        let out: Box<dyn Write + Send> = match &self.output {
            Some(path) => Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?),
            None => Box::new(std::io::stdout()),
        };
        let mut out = BufWriter::new(out);
        let as_of = self.as_of.map(|day| AsOf { day, rules: self.rules.unwrap_or(RulesOf::Day(day)) });
        if let Some(since) = self.since {
            let until = as_of.unwrap_or(AsOf::day(app.repository.clock().today()));
            app.repository.write_changes(self.format.into(), &mut out, (AsOf::day(since), until)).await?;
        } else {
            let total = app.repository.counts().await?.articles;
            let bar = show::bar(u64::try_from(total).unwrap_or(0), "Articles");
            let progress = |done| bar.set_position(done);
            app.repository.write_report(self.format.into(), &mut out, as_of, progress).await?;
            bar.finish_and_clear();
        }
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}
