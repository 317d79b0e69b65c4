//! `parvis report`: verdicts, figures or a whole report, as of today or of a past day, or what moved between two days.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::show;
use crate::compliance::subject::Subject;
use crate::compliance::table::Format;
use crate::config::Config;
use crate::domain::Lang;
use crate::reporting;
use crate::service::{AsOf, ReportRequest, Repository, RulesOf};

/// `parvis report`.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// Form of the list or of the report
    #[arg(long, value_enum, default_value_t = Form::Csv)]
    format: Form,
    /// Write the figures instead of the list (csv, json, jsonl)
    #[arg(long, conflicts_with = "since")]
    figures: bool,
    /// What the report is about: all, award, holder, institution, programme, sector or year
    #[arg(long, value_name = "KIND", default_value = "all", value_parser = Subject::KINDS, conflicts_with = "since")]
    by: String,
    /// Which one: an award number, a holder of the register, a ROR id, a programme, frqnt, a year
    #[arg(long, value_name = "VALUE", default_value = "", hide_default_value = true)]
    value: String,
    /// Language of workbooks and PDF: fr or en
    #[arg(long, value_parser = ["fr", "en"], default_value = "fr")]
    lang: String,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Comma-separated values, UTF-8
    Csv,
    /// A JSON array
    Json,
    /// One JSON object a line
    Jsonl,
    /// The whole report as one JSON object
    Document,
    /// The whole report as a workbook
    Xlsx,
    /// Figures, definitions and the head of the list as tagged PDF
    Pdf,
}

impl Form {
    /// The form of a table; `None` for those of a whole report.
    fn table(self) -> Option<Format> {
        match self {
            Self::Csv => Some(Format::Csv),
            Self::Json => Some(Format::Json),
            Self::Jsonl => Some(Format::JsonLines),
            Self::Document | Self::Xlsx | Self::Pdf => None,
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
        let form = self.form()?;
        let subject = Subject::parse(&self.by, &self.value)?;
        let app = super::open(config).await?;
        let out: Box<dyn Write + Send> = match &self.output {
            Some(path) => Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?),
            None => Box::new(std::io::stdout()),
        };
        let mut out = BufWriter::new(out);
        let as_of = self.as_of.map(|day| AsOf { day, rules: self.rules.unwrap_or(RulesOf::Day(day)) });
        if let Some(since) = self.since {
            let Some(format) = self.format.table() else { bail!("what moved is written as csv, json or jsonl") };
            let until = as_of.unwrap_or(AsOf::day(app.repository.clock().today()));
            app.repository.write_changes(format, &mut out, (AsOf::day(since), until)).await?;
        } else {
            let lang = if self.lang == "en" { Lang::EN } else { Lang::FR };
            let request = ReportRequest { subject, as_of, lang };
            write(&app.repository, &request, form, &mut out).await?;
        }
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }

    fn form(&self) -> anyhow::Result<reporting::Form> {
        match (self.format.table(), self.figures) {
            (Some(format), false) => Ok(reporting::Form::List(format)),
            (Some(format), true) => Ok(reporting::Form::Figures(format)),
            (None, true) => bail!("figures alone are written as csv, json or jsonl; other forms have them anyway"),
            (None, false) => Ok(match self.format {
                Form::Xlsx => reporting::Form::Workbook,
                Form::Pdf => reporting::Form::Pdf,
                _ => reporting::Form::Document,
            }),
        }
    }
}

/// Writes a report while it is made, with a bar that follows the articles.
async fn write(
    repository: &Repository,
    request: &ReportRequest,
    form: reporting::Form,
    out: &mut (impl Write + Send),
) -> anyhow::Result<()> {
    let total = repository.counts().await?.articles;
    let bar = show::bar(u64::try_from(total).unwrap_or(0), "Articles");
    if form.is_streamed() {
        let mut pieces = repository.open_report(request, form).await?;
        while let Some(piece) = pieces.next().await? {
            out.write_all(&piece)?;
            bar.set_position(pieces.articles());
        }
    } else {
        let mut file = repository.report_file(request, form, |done| bar.set_position(done)).await?;
        std::io::copy(&mut file, out)?;
    }
    bar.finish_and_clear();
    Ok(())
}
