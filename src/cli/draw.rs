//! `parvis draw-one`: the child process that draws regions of an untrusted PDF's page.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::child::{ChildLimits, order_and_file, refuse};
use crate::extract::draw;

/// `parvis draw-one`: a page and its regions as a line of JSON and the PDF on standard input; on standard output the
/// length of each picture in four bytes, then the pictures.
#[derive(Debug, Args)]
pub(super) struct DrawOne {
    #[command(flatten)]
    limits: ChildLimits,
}

impl DrawOne {
    pub(super) fn run(&self) -> ExitCode {
        self.limits.run(draw_to)
    }
}

fn draw_to(out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let (line, bytes) = order_and_file()?;
    let drawing = serde_json::from_str(&line).context("no regions in the first line")?;
    match draw(&bytes, &drawing) {
        Ok(pictures) => {
            for picture in &pictures {
                out.write_all(&u32::try_from(picture.len())?.to_be_bytes())?;
            }
            for picture in &pictures {
                out.write_all(picture)?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(failure) => refuse(out, &failure),
    }
}
