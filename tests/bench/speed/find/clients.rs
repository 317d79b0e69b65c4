//! Readers who ask for the results page, each over one connection that is kept.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::Request;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::HOST;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::queries::Asked;
use crate::server::Server;

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

/// One connection.
pub(crate) struct Reader {
    sender: SendRequest<Empty<Bytes>>,
    host: String,
}

impl Reader {
    pub(crate) async fn connect(server: &Server) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(&server.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, host: server.address.clone() })
    }

    /// The body of an answer, which must be one of success.
    pub(crate) async fn get(&mut self, path: &str) -> anyhow::Result<Bytes> {
        let request = Request::get(path).header(HOST, &self.host);
        self.sender.ready().await?;
        let response = self.sender.send_request(request.body(Empty::new())?).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        anyhow::ensure!(status == 200, "{path}: the server answered {status}");
        Ok(body)
    }
}

/// Asks all queries so many times with so many readers at once; each begins at another one.
pub(crate) async fn ask(server: &Server, queries: &[Asked], readers: usize, rounds: usize) -> anyhow::Result<Times> {
    let mut running = Vec::new();
    for reader in 0..readers {
        let mut connection = Reader::connect(server).await?;
        let mut queries = queries.to_vec();
        let start = queries.len() * reader / readers;
        queries.rotate_left(start);
        running.push(tokio::spawn(async move {
            let mut times = Times::default();
            for asked in queries.iter().cycle().take(queries.len() * rounds) {
                let begun = Instant::now();
                connection.get(&asked.path).await?;
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
