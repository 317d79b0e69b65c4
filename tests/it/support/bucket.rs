//! Places of files that a test may use: a folder, memory, and, where `PARVIS_TEST_S3` names a service, a prefix of its own in the
//! bucket `parvis-tests`.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use parvis::blob::{Blobs, BucketChecksum, BucketKeys, BucketSettings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(crate) const BUCKET: &str = "parvis-tests";

static MADE: AtomicU64 = AtomicU64::new(0);

/// The service that tests run on; `None`, and a word about it, where there is none.
pub(crate) fn service() -> Option<String> {
    let service = std::env::var("PARVIS_TEST_S3").ok().filter(|address| !address.is_empty());
    if service.is_none() {
        println!("skipped on S3: PARVIS_TEST_S3 names no service");
    }
    service
}

/// Identifier and secret of the key to it.
pub(crate) fn keys() -> (String, String) {
    let keys = std::env::var("PARVIS_TEST_S3_KEYS").unwrap_or_else(|_| "parvis:parvis-secret".to_owned());
    let (id, secret) = keys.split_once(':').unwrap();
    (id.to_owned(), secret.to_owned())
}

/// Whether the service lists uploads in parts below a prefix; one that does not, such as `MinIO`, ends them itself
/// (`PARVIS_TEST_S3_PARTS=hidden`).
pub(crate) fn shows_parts() -> bool {
    std::env::var("PARVIS_TEST_S3_PARTS").ok().as_deref() != Some("hidden")
}

/// A prefix that no other test uses.
pub(crate) fn prefix() -> String {
    format!("essai-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed))
}

/// Settings of a prefix at a service.
pub(crate) fn settings(endpoint: &str, prefix: &str, spool: &Path) -> BucketSettings {
    let (id, secret) = keys();
    BucketSettings {
        bucket: BUCKET.to_owned(),
        prefix: prefix.to_owned(),
        endpoint: Some(endpoint.to_owned()),
        region: "us-east-1".to_owned(),
        keys: BucketKeys { id, secret, token: None },
        path_style: true,
        checksum: BucketChecksum::None,
        spool: spool.to_owned(),
        redirects: None,
    }
}

/// A command that finds the service.
pub(crate) fn knowing(mut command: Command, endpoint: &str) -> Command {
    let (id, secret) = keys();
    command.env("PARVIS_S3_ENDPOINT", endpoint).env("AWS_ACCESS_KEY_ID", id).env("AWS_SECRET_ACCESS_KEY", secret);
    command
}

/// One kind of place.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) blobs: Blobs,
    _folder: tempfile::TempDir,
}

/// Each kind of place there is here, empty.
pub(crate) fn kinds() -> Vec<Kind> {
    let kind = |name, open: &dyn Fn(&Path) -> Blobs| {
        let folder = tempfile::tempdir().unwrap();
        Kind { name, blobs: open(folder.path()), _folder: folder }
    };
    let mut all = vec![kind("folder", &|folder| Blobs::open(folder).unwrap()), kind("memory", &|_| Blobs::in_memory())];
    if let Some(service) = service() {
        for checksum in [BucketChecksum::None, BucketChecksum::Sha256, BucketChecksum::Crc64Nvme] {
            let open = |folder: &Path| {
                let settings = settings(&service, &prefix(), folder);
                Blobs::open_bucket(BucketSettings { checksum, ..settings }).unwrap()
            };
            all.push(kind("bucket", &open));
        }
    }
    all
}

/// A way to the service that cuts connections.
pub(crate) struct Cutter {
    address: SocketAddr,
    cuts: Arc<AtomicBool>,
    times: Arc<AtomicU64>,
}

impl Cutter {
    /// Cuts each connection once so many bytes went either way, as long as it is told to; up to so many times.
    pub(crate) async fn before(service: &str, after_bytes: u64, most: u64) -> Self {
        let upstream = service.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (cuts, times) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicU64::new(0)));
        let (on, count) = (cuts.clone(), times.clone());
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let (upstream, on, count) = (upstream.clone(), on.clone(), count.clone());
                tokio::spawn(async move {
                    let far = TcpStream::connect(&upstream).await?;
                    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
                    let cut = Cut { on, count, most, left: Arc::new(AtomicU64::new(after_bytes)) };
                    tokio::select! {
                        done = cut.pass(near_in, far_out) => done,
                        done = cut.pass(far_in, near_out) => done,
                    }
                });
            }
        });
        Self { address, cuts, times }
    }

    pub(crate) fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Lets connections live from now on.
    pub(crate) fn rest(&self) {
        self.cuts.store(false, Ordering::SeqCst);
    }

    /// Connections that were cut.
    pub(crate) fn times(&self) -> u64 {
        self.times.load(Ordering::SeqCst)
    }
}

struct Cut {
    on: Arc<AtomicBool>,
    count: Arc<AtomicU64>,
    most: u64,
    left: Arc<AtomicU64>,
}

impl Cut {
    /// Passes bytes on until one side ends, or the connection has had its share.
    async fn pass(
        &self,
        mut from: tokio::net::tcp::OwnedReadHalf,
        mut to: tokio::net::tcp::OwnedWriteHalf,
    ) -> io::Result<()> {
        let mut buffer = vec![0; 16_384];
        loop {
            let length = from.read(&mut buffer).await?;
            if length == 0 {
                return Ok(());
            }
            let left = self.left.load(Ordering::SeqCst).saturating_sub(u64::try_from(length).unwrap());
            self.left.store(left, Ordering::SeqCst);
            if left == 0 && self.on.load(Ordering::SeqCst) && self.count.load(Ordering::SeqCst) < self.most {
                self.count.fetch_add(1, Ordering::SeqCst);
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            to.write_all(buffer.get(..length).unwrap()).await?;
        }
    }
}
