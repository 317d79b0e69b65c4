//! `parvis describe-one`: the child process that prepares the described copy of an untrusted PDF.

use std::io::{BufRead, Read, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::show;
use crate::extract::addition;
use crate::extract::sandbox::limit_this_process;

/// `parvis describe-one`: a description as a line of JSON and the PDF on standard input; what to add behind the file on
/// standard output, nothing when it is better left alone.
#[derive(Debug, Args)]
pub(super) struct DescribeOne {
    /// Address space in bytes
    #[arg(long)]
    memory_bytes: u64,
    /// Processor time in seconds
    #[arg(long)]
    cpu_seconds: u64,
}

impl DescribeOne {
    pub(super) fn run(&self) -> ExitCode {
        match self.describe() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                show::error(&error);
                ExitCode::FAILURE
            }
        }
    }

    fn describe(&self) -> anyhow::Result<()> {
        limit_this_process(self.memory_bytes, self.cpu_seconds).context("cannot limit this process")?;
        let mut input = std::io::stdin().lock();
        let (mut line, mut bytes) = (String::new(), Vec::new());
        input.read_line(&mut line)?;
        let description = serde_json::from_str(&line).context("no description in the first line")?;
        input.read_to_end(&mut bytes)?;
        // A refusal is an answer: nothing is added.
        let added = addition(&bytes, &description).unwrap_or_default();
        let mut out = std::io::stdout().lock();
        out.write_all(&added)?;
        Ok(out.flush()?)
    }
}
