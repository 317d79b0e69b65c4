//! `parvis draw-one`: the child process that draws regions of an untrusted PDF's page.

use std::io::{BufRead, Read, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::show;
use crate::extract::draw;
use crate::extract::sandbox::{EXIT_FAILURE, limit_this_process};

/// `parvis draw-one`: a page and its regions as a line of JSON and the PDF on standard input; on standard output the
/// length of each picture in four bytes, then the pictures.
#[derive(Debug, Args)]
pub(super) struct DrawOne {
    /// Address space in bytes
    #[arg(long)]
    memory_bytes: u64,
    /// Processor time in seconds
    #[arg(long)]
    cpu_seconds: u64,
}

impl DrawOne {
    pub(super) fn run(&self) -> ExitCode {
        match self.draw() {
            Ok(code) => code,
            Err(error) => {
                show::error(&error);
                ExitCode::FAILURE
            }
        }
    }

    fn draw(&self) -> anyhow::Result<ExitCode> {
        limit_this_process(self.memory_bytes, self.cpu_seconds).context("cannot limit this process")?;
        let mut input = std::io::stdin().lock();
        let (mut line, mut bytes) = (String::new(), Vec::new());
        input.read_line(&mut line)?;
        let drawing = serde_json::from_str(&line).context("no regions in the first line")?;
        input.read_to_end(&mut bytes)?;
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        let code = match draw(&bytes, &drawing) {
            Ok(pictures) => {
                for picture in &pictures {
                    out.write_all(&u32::try_from(picture.len())?.to_be_bytes())?;
                }
                for picture in &pictures {
                    out.write_all(picture)?;
                }
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
