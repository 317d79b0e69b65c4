//! `parvis extract` for people, `parvis extract-one` for the program itself.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::show;
use crate::extract::sandbox::{EXIT_FAILURE, limit_this_process};
use crate::extract::to_text;
use crate::service::read_file;

/// `parvis extract FILE`.
#[derive(Debug, Args)]
pub(super) struct Extract {
    /// PDF or JATS XML file
    file: PathBuf,
    /// What to print
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// The text in reading order, a form feed after each page
    Text,
    /// Pages, blocks and candidates
    Json,
}

impl Extract {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let bytes = std::fs::read(&self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        let reading = match read_file(&bytes) {
            Ok(reading) => reading,
            Err(failure) => {
                eprintln!("parvis: {}: {}", self.file.display(), show::advice(failure));
                return Ok(ExitCode::FAILURE);
            }
        };
        let mut out = std::io::stdout().lock();
        match self.format {
            Form::Text => out.write_all(to_text(&reading.extraction).as_bytes())?,
            Form::Json => serde_json::to_writer_pretty(&mut out, &reading)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// `parvis extract-one`: bytes on standard input, JSON on standard output, under limits set first.
#[derive(Debug, Args)]
pub(super) struct ExtractOne {
    /// Address space in bytes
    #[arg(long)]
    memory_bytes: u64,
    /// Processor time in seconds
    #[arg(long)]
    cpu_seconds: u64,
}

impl ExtractOne {
    pub(super) fn run(&self) -> ExitCode {
        match self.read() {
            Ok(code) => code,
            Err(error) => {
                show::error(&error);
                ExitCode::FAILURE
            }
        }
    }

    fn read(&self) -> anyhow::Result<ExitCode> {
        limit_this_process(self.memory_bytes, self.cpu_seconds).context("cannot limit this process")?;
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        let code = match read_file(&bytes) {
            Ok(reading) => {
                serde_json::to_writer(&mut out, &reading)?;
                ExitCode::SUCCESS
            }
            Err(failure) => {
                serde_json::to_writer(&mut out, &failure)?;
                ExitCode::from(u8::try_from(EXIT_FAILURE)?)
            }
        };
        out.flush()?;
        Ok(code)
    }
}
