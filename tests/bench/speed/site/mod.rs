//! How many pages a second a site gives beside a bare axum handler in the same run, how soon it starts, what it holds in memory.
//!
//! The site is the shipped program in a process of its own, and so is the handler, which answers with as many bytes; both are
//! asked by the same readers in turn. `tests/bench/README.md` says what the figures mean and which bars they meet.

mod bare;
mod files;
mod kinds;
mod load;
mod options;
mod report;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use hyper::header::USER_AGENT;

pub(crate) use bare::{Options as BareOptions, serve as serve_bare};
pub(crate) use options::Options;
use report::{Report, Start};

use crate::connection::Connection;
use crate::server::{BASE_URL, Server};
use crate::{crowd, find, generate};

/// How often the program is started; the median counts.
const STARTS: usize = 5;

/// All sizes.
pub(crate) async fn measure(options: &Options) -> anyhow::Result<()> {
    let mut report = Report::default();
    for articles in &options.articles {
        measure_one(options, *articles, &mut report).await?;
    }
    report.print_growth();
    match &options.json {
        Some(file) => report.write(file),
        None => Ok(()),
    }
}

async fn measure_one(options: &Options, articles: u64, report: &mut Report) -> anyhow::Result<()> {
    let data = options.folder(articles);
    let was_there = data.join("built").exists();
    if !was_there {
        generate::fill(&data, articles).await?;
        find::build(&data, articles, options.pages()).await?;
        std::fs::write(data.join("built"), "")?;
    }
    files::write(&data, articles)?;
    take_samples_in(&options.program, &data).await?;
    let start = starts(options, &data).await?;
    let mut site = Server::start(&options.program, &data, &[]).await?;
    first_page(&site).await?;
    site.settle().await?;
    let idle = site.memory()?;
    show_face(&site).await?;
    let mut bare = Server::start_bare().await?;
    let pages = kinds::Bench { site: &site, bare: &bare, options, articles }.all().await?;
    report.note(articles, start, (idle, site.memory()?), pages);
    bare.stop().await?;
    site.stop().await?;
    report.print_last();
    if !was_there && !options.keep {
        std::fs::remove_dir_all(&data)?;
    }
    Ok(())
}

/// Articles with files: those of the samples, which nothing happens to when they are there.
async fn take_samples_in(program: &Path, data: &Path) -> anyhow::Result<()> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/articles");
    let ingest = tokio::process::Command::new(program)
        .arg("ingest")
        .arg(samples)
        .env_remove("DATABASE_URL")
        .env("PARVIS_DATA", data)
        .env("PARVIS_BASE_URL", BASE_URL)
        .stdin(std::process::Stdio::null())
        .output()
        .await?;
    let errors = String::from_utf8_lossy(&ingest.stderr);
    anyhow::ensure!(ingest.status.success(), "the samples cannot be taken in: {errors}");
    Ok(())
}

/// Starts it some times, first with the caches of the system emptied where that is allowed.
async fn starts(options: &Options, data: &Path) -> anyhow::Result<Start> {
    let emptied = find::drop_caches();
    let first = time_start(&options.program, data).await?;
    let mut again = Vec::new();
    for _ in 0..STARTS {
        again.push(time_start(&options.program, data).await?);
    }
    again.sort_unstable();
    Ok(Start { first, emptied, again: again.get(STARTS / 2).copied().context("nothing was started")? })
}

/// Time from the start of the process to the last byte of the home page.
async fn time_start(program: &Path, data: &Path) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    let mut server = Server::start(program, data, &[]).await?;
    first_page(&server).await?;
    let time = begun.elapsed();
    server.stop().await?;
    Ok(time)
}

async fn first_page(server: &Server) -> anyhow::Result<()> {
    Connection::open(server).await?.get("/", "identity").await?;
    Ok(())
}

/// Fetches what a page is made of, as browsers do, so that searches are answered as people's.
async fn show_face(server: &Server) -> anyhow::Result<()> {
    let mut browser = Connection::open(server).await?;
    let agent = [(USER_AGENT, load::BROWSER)];
    let home = browser.ask("/", &agent).await?;
    let style = crowd::style_of(&String::from_utf8_lossy(home.body()));
    let answer = browser.ask(&style, &agent).await?;
    anyhow::ensure!(answer.status() == 200, "{style} is no style sheet");
    Ok(())
}
