//! What the child processes that meet untrusted bytes have in common: limits first, then work, then an exit code.

use std::io::{BufRead, Read, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use serde::Serialize;

use super::show;
use crate::extract::sandbox::{EXIT_FAILURE, limit_this_process};

/// Limits that a child process sets on itself.
#[derive(Debug, Args)]
pub(super) struct ChildLimits {
    /// Address space in bytes
    #[arg(long)]
    memory_bytes: u64,
    /// Processor time in seconds
    #[arg(long)]
    cpu_seconds: u64,
}

impl ChildLimits {
    /// Works under the limits, with standard output to write to.
    pub(super) fn run(&self, work: impl FnOnce(&mut dyn Write) -> anyhow::Result<ExitCode>) -> ExitCode {
        self.limited(work).unwrap_or_else(|error| {
            show::error(&error);
            ExitCode::FAILURE
        })
    }

    fn limited(&self, work: impl FnOnce(&mut dyn Write) -> anyhow::Result<ExitCode>) -> anyhow::Result<ExitCode> {
        limit_this_process(self.memory_bytes, self.cpu_seconds).context("cannot limit this process")?;
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        let code = work(&mut out)?;
        out.flush()?;
        Ok(code)
    }
}

/// What the parent sends: a line that says what to do, and the bytes of a file.
pub(super) fn order_and_file() -> anyhow::Result<(String, Vec<u8>)> {
    let mut input = std::io::stdin().lock();
    let (mut line, mut bytes) = (String::new(), Vec::new());
    input.read_line(&mut line)?;
    input.read_to_end(&mut bytes)?;
    Ok((line, bytes))
}

/// Tells the parent why there is no result.
pub(super) fn refuse(out: &mut dyn Write, failure: &impl Serialize) -> anyhow::Result<ExitCode> {
    serde_json::to_writer(out, failure)?;
    Ok(ExitCode::from(u8::try_from(EXIT_FAILURE)?))
}
