//! The crowd: each request over a connection of its own, from the next address, whatever became of the one before.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;

use crate::generate::Random;

/// When a robot gives up.
const PATIENCE: Duration = Duration::from_secs(30);
/// Robots that are waiting at the same time; more than the server lets wait.
const MOST_OPEN: u64 = 2_000;
/// How the crowd calls itself: as browsers do.
const AGENT: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

/// Robots before they come.
pub(super) struct Crowd {
    server: String,
    rate: u64,
    addresses: u32,
    paths: Arc<Vec<String>>,
}

/// What became of their requests.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) asked: u64,
    pub(super) answered: u64,
    pub(super) sent_away: u64,
    pub(super) failed: u64,
    pub(super) unanswered: u64,
    pub(super) seconds: f64,
}

#[derive(Debug, Default)]
struct Counts {
    open: AtomicU64,
    answered: AtomicU64,
    sent_away: AtomicU64,
    failed: AtomicU64,
    unanswered: AtomicU64,
}

impl Crowd {
    /// A crowd that asks for the searches, their later pages, facets and exports.
    pub(super) fn new(server: &str, rate: u64, addresses: u32, searches: &[String]) -> Self {
        let random = &mut Random::new(rate, 7);
        let with = |path: &str, more: &str| format!("{path}{}{more}", if path.contains('?') { "&" } else { "?" });
        let paths = searches.iter().flat_map(|path| {
            let page = random.within(2, 9).to_string();
            let list = path.replacen("/recherche", "/recherche/export/csv", 1);
            [
                path.clone(),
                with(path, &format!("page={page}")),
                with(path, "secteur=frqnt&langue=fr"),
                with(path, "tri=titre"),
                list,
            ]
        });
        Self { server: server.to_owned(), rate, addresses, paths: Arc::new(paths.collect()) }
    }

    /// The addresses that it asks for.
    pub(super) fn paths(&self) -> &[String] {
        &self.paths
    }

    /// Asks at the same rate for so long, then waits for what is open.
    pub(super) async fn stay(self, time: Duration) -> anyhow::Result<Tally> {
        let server: SocketAddr = self.server.parse()?;
        let counts = Arc::new(Counts::default());
        let mut tick = tokio::time::interval(Duration::from_secs(1) / u32::try_from(self.rate)?);
        let (begun, mut asked) = (Instant::now(), 0_u64);
        while begun.elapsed() < time {
            tick.tick().await;
            asked += 1;
            if counts.open.fetch_add(1, Ordering::Relaxed) >= MOST_OPEN {
                counts.open.fetch_sub(1, Ordering::Relaxed);
                counts.unanswered.fetch_add(1, Ordering::Relaxed);
                continue;
            }
            let from = address(asked, self.addresses);
            let (paths, counts, host) = (self.paths.clone(), counts.clone(), self.server.clone());
            tokio::spawn(async move {
                let place = usize::try_from(asked.wrapping_mul(2_654_435_761)).unwrap_or_default() % paths.len();
                let path = paths.get(place).map_or("/recherche", String::as_str);
                let status = tokio::time::timeout(PATIENCE, ask(server, from, &host, path)).await;
                let count = match status {
                    Ok(Ok(429)) => &counts.sent_away,
                    Ok(Ok(500..)) => &counts.failed,
                    Ok(Ok(_)) => &counts.answered,
                    _ => &counts.unanswered,
                };
                count.fetch_add(1, Ordering::Relaxed);
                counts.open.fetch_sub(1, Ordering::Relaxed);
            });
        }
        let seconds = begun.elapsed().as_secs_f64();
        while counts.open.load(Ordering::Relaxed) > 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let count = |of: &AtomicU64| of.load(Ordering::Relaxed);
        Ok(Tally {
            asked,
            answered: count(&counts.answered),
            sent_away: count(&counts.sent_away),
            failed: count(&counts.failed),
            unanswered: count(&counts.unanswered),
            seconds,
        })
    }
}

/// One of so many addresses of this machine, beside the one that people use.
fn address(number: u64, addresses: u32) -> IpAddr {
    let place = u32::try_from(number % u64::from(addresses.max(1))).unwrap_or_default();
    IpAddr::V4(Ipv4Addr::from(u32::from(Ipv4Addr::new(127, 10, 0, 1)) + place))
}

/// The status of an answer, once it is read to its end.
async fn ask(server: SocketAddr, from: IpAddr, host: &str, path: &str) -> anyhow::Result<u16> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::new(from, 0))?;
    let mut stream = socket.connect(server).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {AGENT}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let line = answer.get(..32.min(answer.len())).unwrap_or_default();
    let status = std::str::from_utf8(line)?.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.ok_or_else(|| anyhow::anyhow!("no status"))
}
