//! Readers who ask for one page after the other, each over one connection that is kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hyper::StatusCode;
use hyper::header::{ACCEPT_ENCODING, USER_AGENT};

use crate::connection::Connection;
use crate::server::Server;

/// The program of the readers.
pub(super) const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0";

/// What answering was like.
#[derive(Debug, Default, Clone)]
pub(super) struct Load {
    pub(super) pages: u64,
    pub(super) wall: Duration,
    /// Processor time of the server.
    pub(super) cpu_seconds: f64,
    /// Times of single answers.
    pub(super) times: Vec<Duration>,
}

impl Load {
    pub(super) fn add(&mut self, other: Self) {
        self.pages += other.pages;
        self.wall += other.wall;
        self.cpu_seconds += other.cpu_seconds;
        self.times.extend(other.times);
    }

    pub(super) fn percentile(&self, percent: usize) -> Duration {
        let mut times = self.times.clone();
        times.sort_unstable();
        let at = (times.len() * percent).div_ceil(100).saturating_sub(1);
        times.get(at).copied().unwrap_or_default()
    }
}

/// What is asked for: paths in their turn, in a coding.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) paths: Arc<Vec<String>>,
    pub(super) coding: &'static str,
    /// Whether one begins again at the end of the paths.
    pub(super) again: bool,
}

/// Asks until the time is over, or until everything was asked for once.
pub(super) async fn ask(server: &Server, wanted: &Wanted, readers: usize, time: Duration) -> anyhow::Result<Load> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut connections = Vec::new();
    for _ in 0..readers {
        connections.push(Connection::open(server).await?);
    }
    let (cpu_before, begun) = (server.cpu_seconds()?, Instant::now());
    let read = |connection| read(connection, wanted.clone(), Arc::clone(&next), begun + time);
    let running: Vec<_> = connections.into_iter().map(|connection| tokio::spawn(read(connection))).collect();
    let mut load = Load::default();
    for reader in running {
        load.times.extend(reader.await??);
    }
    load.wall = begun.elapsed();
    load.cpu_seconds = server.cpu_seconds()? - cpu_before;
    load.pages = u64::try_from(load.times.len())?;
    Ok(load)
}

async fn read(
    mut connection: Connection,
    wanted: Wanted,
    next: Arc<AtomicUsize>,
    end: Instant,
) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::new();
    while Instant::now() < end {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let place = if wanted.again { number % wanted.paths.len() } else { number };
        let Some(path) = wanted.paths.get(place) else { break };
        let begun = Instant::now();
        let answer = connection.ask(path, &[(USER_AGENT, BROWSER), (ACCEPT_ENCODING, wanted.coding)]).await?;
        // Some generated articles are withdrawn; their notices are no pages.
        if answer.status() != StatusCode::GONE {
            anyhow::ensure!(answer.status() == StatusCode::OK, "{path}: the server answered {}", answer.status());
            times.push(begun.elapsed());
        }
    }
    Ok(times)
}

/// Sizes of the answers to each path; those that are no page are left out, with their path.
pub(super) async fn sizes(
    server: &Server,
    paths: impl IntoIterator<Item = String>,
    coding: &str,
) -> anyhow::Result<Vec<(String, usize)>> {
    let mut connection = Connection::open(server).await?;
    let mut found = Vec::new();
    for path in paths {
        let answer = connection.ask(&path, &[(USER_AGENT, BROWSER), (ACCEPT_ENCODING, coding)]).await?;
        if answer.status() == StatusCode::OK {
            found.push((path, answer.body().len()));
        }
    }
    Ok(found)
}
