//! `parvis reindex` and `parvis verify`.

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
    bar.finish_and_clear();
    println!("{total} articles indexed");
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn verify(config: &Config) -> anyhow::Result<ExitCode> {
    let app = super::open(config).await?;
    anyhow::ensure!(app.is_worker(), "another Parvis works in {}: stop it first", config.data.display());
    let total = u64::try_from(app.repository.counts().await?.articles).unwrap_or(0);
    let bar = show::bar(total, "Articles");
    let findings = app.repository.verify(|done| bar.set_position(done)).await?;
    bar.finish_and_clear();
    for (what, articles) in [
        ("file missing", &findings.missing_files),
        ("file damaged", &findings.damaged_files),
        ("not in the index", &findings.not_indexed),
        ("wrongly in the index", &findings.wrongly_indexed),
    ] {
        for article in articles {
            println!("article {article}: {what}");
        }
    }
    let jobs = app.repository.store().job_counts().await?;
    println!("{} articles checked; jobs: {} waiting, {} given up", findings.articles, jobs.pending, jobs.failed);
    for job in app.repository.store().list_failed_jobs(20).await? {
        println!("job {} {} {}: given up after {} tries: {}", job.id, job.kind, job.key, job.attempt, job.error);
    }
    Ok(if findings.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}
