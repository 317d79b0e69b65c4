//! `parvis reindex`.

use std::process::ExitCode;

use super::{ingest, serve, show};
use crate::config::Config;

pub(super) async fn reindex(config: &Config) -> anyhow::Result<ExitCode> {
    let app = super::open(config).await?;
    app.repository.reindex().await?;
    let total = u64::try_from(app.repository.counts().await?.articles).unwrap_or(0);
    if !app.is_worker() {
        println!("asked the serving process to index {total} articles again");
        return Ok(ExitCode::SUCCESS);
    }
    let bar = show::bar(total, "Index");
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    ingest::with_worker(&app, config, serve::stop_on_signal()?, std::future::ready(())).await?;
    // On a server, the new index takes the place of the old one now, or once other processes have done their share.
    app.repository.look_after_index().await?;
    bar.finish_and_clear();
    println!("{total} articles indexed");
    Ok(ExitCode::SUCCESS)
}
