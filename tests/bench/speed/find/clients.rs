//! Readers who ask for the results page, each over one connection that is kept.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::queries::Asked;
use crate::connection::Connection;
use crate::server::Server;

/// Pages come without compression.
pub(super) const PLAIN: &str = "identity";

/// Times of answers, by the kind of query.
#[derive(Debug, Default, Clone)]
pub(crate) struct Times(BTreeMap<&'static str, Vec<Duration>>);

impl Times {
    pub(crate) fn extend(&mut self, other: Self) {
        for (kind, times) in other.0 {
            self.0.entry(kind).or_default().extend(times);
        }
    }

    /// The time that so many of a hundred answers do not exceed, of one kind or of all.
    pub(crate) fn percentile(&self, percent: usize, kind: Option<&str>) -> Duration {
        let chosen = self.0.iter().filter(|(of, _)| kind.is_none_or(|kind| **of == kind));
        let mut times: Vec<Duration> = chosen.flat_map(|(_, times)| times).copied().collect();
        times.sort_unstable();
        let at = (times.len() * percent).div_ceil(100).saturating_sub(1);
        times.get(at).copied().unwrap_or_default()
    }

    pub(crate) fn kinds(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.keys().copied()
    }

    pub(crate) fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }
}

/// Asks all queries so many times with so many readers at once; each begins at another one.
pub(crate) async fn ask(server: &Server, queries: &[Asked], readers: usize, rounds: usize) -> anyhow::Result<Times> {
    let mut running = Vec::new();
    for reader in 0..readers {
        let mut connection = Connection::open(server).await?;
        let mut queries = queries.to_vec();
        let start = queries.len() * reader / readers;
        queries.rotate_left(start);
        running.push(tokio::spawn(async move {
            let mut times = Times::default();
            for asked in queries.iter().cycle().take(queries.len() * rounds) {
                let begun = Instant::now();
                connection.get(&asked.path, PLAIN).await?;
                times.0.entry(asked.kind).or_default().push(begun.elapsed());
            }
            anyhow::Ok(times)
        }));
    }
    let mut times = Times::default();
    for reader in running {
        times.extend(reader.await??);
    }
    Ok(times)
}
