//! `parvis describe-one`: the child process that prepares the described copy of an untrusted PDF.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::child::{ChildLimits, order_and_file};
use crate::extract::addition;

/// `parvis describe-one`: a description as a line of JSON and the PDF on standard input; what to add behind the file on
/// standard output, nothing when it is better left alone.
#[derive(Debug, Args)]
pub(super) struct DescribeOne {
    #[command(flatten)]
    limits: ChildLimits,
}

impl DescribeOne {
    pub(super) fn run(&self) -> ExitCode {
        self.limits.run(describe_to)
    }
}

fn describe_to(out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let (line, bytes) = order_and_file()?;
    let description = serde_json::from_str(&line).context("no description in the first line")?;
    // A refusal is an answer: nothing is added.
    out.write_all(&addition(&bytes, &description).unwrap_or_default())?;
    Ok(ExitCode::SUCCESS)
}
