//! The files of a site on their way to another place, as `parvis migrate-to --files` sends them.

use anyhow::Context;

use super::show;
use crate::app;
use crate::config::Config;
use crate::service::backup::{Step, carry};

/// Copies the files of the site to a place, reads them back and says so. Damaged files are named and left out. Cut off
/// anywhere, it is simply begun again.
pub(super) async fn run(config: &Config, address: &str) -> anyhow::Result<()> {
    let (to, _) = app::place(config, address)?;
    // Whoever set PARVIS_FILES already means the way there from the data folder.
    let is_set = config.files.place(address).is_ok_and(|place| config.files.place.as_ref() == Some(&place));
    let is_local = is_set || config.files.place.is_none();
    let folder = config.data.join("files");
    anyhow::ensure!(!is_local || folder.is_dir(), "{} is not there: set PARVIS_DATA", folder.display());
    let from = if is_local { app::local_files(config)? } else { app::files(config)? };
    let (bar, reading) = (show::bar(0, "Files copied"), show::bar(0, "Files read back"));
    let progress = |step, done, all| {
        let bar = match step {
            Step::Copying => &bar,
            Step::Reading => &reading,
            Step::Derived => return,
        };
        bar.set_length(all);
        bar.set_position(done);
    };
    let carried = carry(&from, &to, progress).await.with_context(|| format!("files cannot go to {}", to.name()))?;
    bar.finish_and_clear();
    reading.finish_and_clear();
    for sha256 in &carried.damaged {
        println!("file {sha256}: damaged here, left out");
    }
    let (files, megabytes) = (carried.files, carried.bytes / 1_000_000);
    println!("{files} files ({megabytes} MB) are in {}, each read back; {} came now", to.name(), carried.copied);
    Ok(())
}
