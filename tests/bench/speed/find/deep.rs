//! Whether a late page of results costs what the first one costs.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::Context;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::clients::PLAIN;
use crate::connection::Connection;
use crate::server::Server;

/// A word that most articles hold.
const COMMON: &str = "étude";
/// Pages that are timed.
const TIMED: [usize; 3] = [1, 10, 100];
/// How often each is asked for; the median counts.
const TIMES: usize = 15;

/// Median time by the number of the page; fewer where the site is small.
pub(crate) async fn pages(server: &Server) -> anyhow::Result<BTreeMap<usize, Duration>> {
    let mut connection = Connection::open(server).await?;
    let mut path = format!("/api/v1/articles?q={}", utf8_percent_encode(COMMON, NON_ALPHANUMERIC));
    let mut paths = BTreeMap::new();
    for number in 1..=TIMED.into_iter().max().unwrap_or_default() {
        if TIMED.contains(&number) {
            paths.insert(number, path.clone());
        }
        let page: Value = serde_json::from_slice(connection.get(&path, PLAIN).await?.body())?;
        let Some(next) = page.get("next").and_then(Value::as_str) else { break };
        let (_, query) = next.split_once('?').context("the next page has no query")?;
        path = format!("/api/v1/articles?{query}");
    }
    let mut medians = BTreeMap::new();
    for (number, path) in paths {
        let mut times = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let begun = Instant::now();
            connection.get(&path, PLAIN).await?;
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        medians.insert(number, times.get(TIMES / 2).copied().unwrap_or_default());
    }
    Ok(medians)
}
