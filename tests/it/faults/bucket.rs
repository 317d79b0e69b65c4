//! Connections to an S3 service that are cut, slow or short at any moment, by a proxy on the loopback. Files are taken in
//! meanwhile; whatever the service did before its answer was lost must not be there twice or half.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

use super::{Moments, look, rounds, timed, with};
use crate::support::bucket::{BUCKET, keys, prefix, service};
use crate::support::pdf;

/// Bytes within which a connection meets its fate: some requests and answers.
const SOON: u64 = 8_000;
/// Articles that each round adds.
const AT_A_TIME: u32 = 7;

/// What becomes of a connection.
#[derive(Debug, Clone, Copy)]
enum Fate {
    /// All goes through.
    Whole,
    /// All goes through in pieces of a few hundred bytes, with pauses.
    Slow,
    /// Requests end after so many bytes: what was asked for comes to nothing, or is done and never answered.
    Cut(u64),
    /// Answers end after so many bytes, as if that were all.
    Short(u64),
}

impl Fate {
    fn drawn(moments: &mut Moments) -> Self {
        match moments.below(8) {
            0..=2 => Self::Whole,
            3 => Self::Slow,
            4 | 5 => Self::Cut(moments.below(SOON)),
            _ => Self::Short(moments.below(SOON)),
        }
    }
}

/// Connections by what became of them.
#[derive(Debug, Default)]
struct Counts {
    slow: AtomicU64,
    cut: AtomicU64,
    short: AtomicU64,
}

/// The way to a service that does not keep what it promises.
struct Proxy {
    address: SocketAddr,
    counts: Arc<Counts>,
}

impl Proxy {
    async fn before(service: &str, mut moments: Moments) -> Self {
        let upstream = service.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self { address: listener.local_addr().unwrap(), counts: Arc::default() };
        let counts = Arc::clone(&proxy.counts);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let (fate, upstream, counts) = (Fate::drawn(&mut moments), upstream.clone(), Arc::clone(&counts));
                tokio::spawn(async move {
                    let Ok(far) = TcpStream::connect(&upstream).await else { return };
                    carry(near, far, fate, &counts).await;
                });
            }
        });
        proxy
    }

    fn met(&self) -> [u64; 3] {
        [&self.counts.slow, &self.counts.cut, &self.counts.short].map(|count| count.load(Ordering::SeqCst))
    }
}

async fn carry(near: TcpStream, far: TcpStream, fate: Fate, counts: &Counts) {
    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
    let (asked, answered) = match fate {
        Fate::Whole | Fate::Slow => (u64::MAX, u64::MAX),
        Fate::Cut(bytes) => (bytes, u64::MAX),
        Fate::Short(bytes) => (u64::MAX, bytes),
    };
    let is_slow = matches!(fate, Fate::Slow);
    if is_slow {
        counts.slow.fetch_add(1, Ordering::SeqCst);
    }
    // Whichever direction ends first takes the other one with it.
    let ended_early = tokio::select! {
        ended = pass(near_in, far_out, asked, is_slow) => ended,
        ended = pass(far_in, near_out, answered, is_slow) => ended,
    };
    match fate {
        Fate::Cut(_) if ended_early => counts.cut.fetch_add(1, Ordering::SeqCst),
        Fate::Short(_) if ended_early => counts.short.fetch_add(1, Ordering::SeqCst),
        _ => 0,
    };
}

/// Passes so many bytes on; whether there were more.
async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, most: u64, is_slow: bool) -> bool {
    let (mut left, mut buffer) = (most, vec![0; if is_slow { 700 } else { 16_384 }]);
    loop {
        let Ok(length) = from.read(&mut buffer).await else { return false };
        if length == 0 {
            return false;
        }
        let passed = usize::try_from(left.min(length as u64)).unwrap();
        if to.write_all(&buffer[..passed]).await.is_err() {
            return false;
        }
        left -= passed as u64;
        if passed < length || left == 0 {
            let _ = to.shutdown().await;
            return true;
        }
        if is_slow {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

/// Articles of which each third is some hundred kilobytes: one request, many pieces.
fn articles(folder: &std::path::Path, numbers: std::ops::Range<u32>) {
    for number in numbers {
        let text = format!("Article numéro {number} sur les lacs du Nord");
        let pages = if number % 3 == 0 { 150 } else { 2 };
        let pages: Vec<String> = (0..pages).map(|page| format!("{text}, page {page} ").repeat(20)).collect();
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        std::fs::write(folder.join(format!("{number}.pdf")), pdf(&pages)).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_whose_bucket_is_cut_off_slow_and_short_loses_and_doubles_nothing() {
    let Some(service) = service() else { return };
    let moments = Moments::new("cut bucket");
    let [data, files] = [(), ()].map(|()| tempfile::tempdir().unwrap());
    let folder = files.path().to_str().unwrap();
    let place = format!("s3://{BUCKET}/{}", prefix());
    let (id, secret) = keys();
    let proxy = Proxy::before(&service, moments).await;
    let cut_off = format!("http://{}", proxy.address);
    let rest = [("PARVIS_FILES", place.as_str()), ("PARVIS_S3_KEY_ID", &id), ("PARVIS_S3_SECRET", &secret)];
    let [direct, through] =
        [&service, &cut_off].map(|endpoint| [&rest[..], &[("PARVIS_S3_ENDPOINT", endpoint)]].concat());
    let all = 3 * AT_A_TIME * rounds();
    for first in (0..all).step_by(AT_A_TIME as usize) {
        articles(files.path(), first..first + AT_A_TIME);
        let mut taking = tokio::process::Command::from(with(data.path(), &through, &["ingest", folder]));
        let mut child = taking.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
        // It goes on with new connections, or ends with an error; both within its own patience.
        tokio::time::timeout(Duration::from_mins(5), child.wait()).await.unwrap().unwrap();
        look(data.path(), &direct, &["file_unnamed"]);
    }
    println!("connections that were slow, cut and short: {:?}", proxy.met());
    let [_, cut, short] = proxy.met();
    assert!(cut + short > 0, "nothing was in the way");
    timed(with(data.path(), &direct, &["ingest", folder]));
    let (report, _) = look(data.path(), &direct, &["file_unnamed"]);
    assert_eq!((&report["articles"], &report["records"]), (&all.into(), &all.into()), "{report:#}");
}
