//! `parvis extract-one`: the child process that reads untrusted bytes for the site.

use std::io::{Read, Write};
use std::process::ExitCode;

use clap::Args;

use crate::cli::child::{ChildLimits, refuse};
use crate::service::read_file;

/// `parvis extract-one`: bytes on standard input, JSON on standard output, under limits set first.
#[derive(Debug, Args)]
pub(in crate::cli) struct ExtractOne {
    #[command(flatten)]
    limits: ChildLimits,
}

impl ExtractOne {
    pub(in crate::cli) fn run(&self) -> ExitCode {
        self.limits.run(read_to)
    }
}

fn read_to(out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    match read_file(&bytes) {
        Ok(reading) => {
            serde_json::to_writer(out, &reading)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(failure) => refuse(out, &failure),
    }
}
