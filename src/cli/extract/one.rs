//! `parvis extract-one`: the child process that reads untrusted bytes for the site.

use std::io::{Read, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use crate::cli::show;
use crate::extract::sandbox::{EXIT_FAILURE, limit_this_process};
use crate::service::read_file;

/// `parvis extract-one`: bytes on standard input, JSON on standard output, under limits set first.
#[derive(Debug, Args)]
pub(in crate::cli) struct ExtractOne {
    /// Address space in bytes
    #[arg(long)]
    memory_bytes: u64,
    /// Processor time in seconds
    #[arg(long)]
    cpu_seconds: u64,
}

impl ExtractOne {
    pub(in crate::cli) fn run(&self) -> ExitCode {
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
