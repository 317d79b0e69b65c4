//! How fast a site finds, and how its index grows.

mod build;
mod clients;
mod deep;
mod options;
mod queries;
mod references;
mod report;
mod vocabulary;

use std::path::Path;
use std::time::Duration;

pub(crate) use build::{PAGES, build};
pub(crate) use options::Options;
pub(crate) use queries::mixed;
use report::Report;

use crate::generate;
use crate::server::Server;

/// Everything about a site of one size.
pub(crate) async fn measure(options: &Options, articles: u64) -> anyhow::Result<()> {
    let data = options.data.join(articles.to_string());
    let mut report = Report::new(articles);
    if data.join("built").exists() {
        report.note_kept();
    } else {
        generate::fill(&data, articles).await?;
        report.note_build(&build(&data, articles, PAGES).await?);
        std::fs::write(data.join("built"), "")?;
    }
    let queries = mixed(articles, options.queries);
    let cold = drop_caches();
    let mut server = Server::start(&options.program, &data, &[]).await?;
    report.note_times("first time", cold, &clients::ask(&server, &queries, 1, 1).await?);
    server.settle().await?;
    let warm = clients::ask(&server, &queries, options.clients, options.rounds).await?;
    report.note_times("again", false, &warm);
    report.hold_warm(options.clients, &warm);
    report.note_reference(references::bare_engine(&data, &queries)?, &warm);
    report.note_deep(&deep::pages(&server).await?);
    report.note_memory(server.memory()?);
    report.note_indexing(&while_indexing(options, &data, &server, &queries).await?);
    server.stop().await?;
    report.print();
    if !options.keep {
        std::fs::remove_dir_all(&data)?;
    }
    Ok(())
}

/// The same queries while the program reads and indexes articles in a process of its own.
async fn while_indexing(
    options: &Options,
    data: &Path,
    server: &Server,
    queries: &[queries::Asked],
) -> anyhow::Result<clients::Times> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/articles");
    let mut ingest = tokio::process::Command::new(&options.program)
        .arg("ingest")
        .arg(samples)
        .env("PARVIS_DATA", data)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let mut times = clients::Times::default();
    for _ in 0..options.rounds {
        times.extend(clients::ask(server, queries, 1, 1).await?);
        if ingest.try_wait()?.is_some() {
            break;
        }
    }
    tokio::time::timeout(Duration::from_mins(5), ingest.wait()).await??;
    Ok(times)
}

/// Empties the caches of the system where that is allowed, and tells whether it was.
pub(crate) fn drop_caches() -> bool {
    std::fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}
