//! Files in a bucket of an S3 service: settings, the way there, and what to do when it is refused.
//!
//! What comes in is spooled on local disk and hashed before a byte of it goes out: so the key is known, bytes that are
//! here already are not sent again, a sender that breaks off costs the service nothing, and each request can be made
//! anew from the spool. S3 has no renaming; the other way, an object under a temporary name and a copy of it, would
//! write everything twice and leave halves of objects behind.

mod advice;
mod http;
mod stale;
mod store;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use object_store::aws::{AmazonS3, AmazonS3Builder, Checksum};
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ObjectStore, RetryConfig};

use super::{Blobs, Error, Place};

pub(super) use advice::advice;
pub(super) use store::send;

/// Tries of a request after the first one, within [`PATIENCE`].
const RETRIES: usize = 5;
/// Pauses between tries: from the first to the longest, each so many times the one before.
const PAUSES: (Duration, Duration, f64) = (Duration::from_millis(100), Duration::from_secs(5), 3.0);
/// How long a request is tried, in all.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long an answer to whether the bucket can be used is good.
const FRESH: Duration = Duration::from_secs(10);

/// Who asks; no log shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct BucketKeys {
    /// Identifier of the key.
    pub id: String,
    /// The key.
    pub secret: String,
    /// Token of a session that both belong to.
    pub token: Option<String>,
}

impl std::fmt::Debug for BucketKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BucketKeys(…)")
    }
}

/// A checksum that goes with what is written, beside the signature, which covers the bytes in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BucketChecksum {
    /// None: what older services (Ceph 16) take.
    None,
    /// SHA-256.
    Sha256,
    /// CRC-64/NVME.
    Crc64Nvme,
}

/// Where the bucket is and how it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketSettings {
    /// Name of the bucket.
    pub bucket: String,
    /// What all keys begin with, without slashes around it; may be empty.
    pub prefix: String,
    /// Address of the service without trailing slash; that of Amazon's region when `None`.
    pub endpoint: Option<String>,
    /// Region that requests are signed for.
    pub region: String,
    /// Who asks.
    pub keys: BucketKeys,
    /// Whether the bucket stands in the path, not in the name of the host.
    pub path_style: bool,
    /// Which checksum goes with what is written.
    pub checksum: BucketChecksum,
    /// Folder on local disk for bytes on their way, made when absent.
    pub spool: PathBuf,
    /// Address of the service as browsers reach it, where they are sent there for files.
    pub redirects: Option<String>,
}

/// A bucket.
#[derive(Debug)]
pub(super) struct Bucket {
    settings: BucketSettings,
    /// The same service, asked once and not again.
    brisk: AmazonS3,
    /// Signs addresses that browsers are sent to.
    signer: Option<AmazonS3>,
    transport: http::Transport,
    /// When the bucket was last asked whether it can be used, and what it said.
    seen: tokio::sync::Mutex<Option<(Instant, bool)>>,
}

impl Blobs {
    /// Files in a bucket. Nothing is asked of it yet: [`Blobs::check`] does.
    ///
    /// # Errors
    /// When the settings make no address, or the spool folder cannot be made.
    pub fn open_bucket(settings: BucketSettings) -> Result<Self, Error> {
        std::fs::create_dir_all(&settings.spool).map_err(Error::Write)?;
        let transport = http::Transport::new()?;
        let build = |endpoint: &str, retries: usize| builder(&settings, &transport, endpoint, retries).build();
        let endpoint = settings.endpoint();
        let patient = build(&endpoint, RETRIES)?;
        let brisk = build(&endpoint, 0)?;
        let signer = settings.redirects.as_deref().map(|public| build(public, 0)).transpose()?;
        let backend: Arc<dyn ObjectStore> = match settings.prefix.as_str() {
            "" => Arc::new(patient),
            prefix => Arc::new(PrefixStore::new(patient, prefix)),
        };
        let bucket = Bucket { settings, brisk, signer, transport, seen: tokio::sync::Mutex::new(None) };
        Ok(Self::at(backend, Place::Bucket(Arc::new(bucket))))
    }
}

impl BucketSettings {
    /// Address of the service.
    fn endpoint(&self) -> String {
        self.endpoint.clone().unwrap_or_else(|| format!("https://s3.{}.amazonaws.com", self.region))
    }

    /// What the library takes for the address: with the name of the bucket where that is part of the host.
    fn reached_at(&self, endpoint: &str) -> String {
        match endpoint.split_once("://") {
            Some((scheme, host)) if !self.path_style => format!("{scheme}://{}.{host}", self.bucket),
            _ => endpoint.to_owned(),
        }
    }
}

fn builder(
    settings: &BucketSettings,
    transport: &http::Transport,
    endpoint: &str,
    max_retries: usize,
) -> AmazonS3Builder {
    let (init_backoff, max_backoff, base) = PAUSES;
    let retry = RetryConfig {
        backoff: BackoffConfig { init_backoff, max_backoff, base },
        max_retries,
        retry_timeout: PATIENCE,
    };
    let builder = AmazonS3Builder::new()
        .with_bucket_name(&settings.bucket)
        .with_region(&settings.region)
        .with_endpoint(settings.reached_at(endpoint))
        .with_virtual_hosted_style_request(!settings.path_style)
        .with_access_key_id(&settings.keys.id)
        .with_secret_access_key(&settings.keys.secret)
        // Whether plain HTTP may be used is decided where the settings are read.
        .with_allow_http(true)
        .with_retry(retry)
        .with_http_connector(transport.clone());
    let builder = match &settings.keys.token {
        Some(token) => builder.with_token(token),
        None => builder,
    };
    match settings.checksum {
        BucketChecksum::None => builder,
        BucketChecksum::Sha256 => builder.with_checksum_algorithm(Checksum::SHA256),
        BucketChecksum::Crc64Nvme => builder.with_checksum_algorithm(Checksum::CRC64NVME),
    }
}

impl Bucket {
    /// What a person calls it.
    pub(super) fn name(&self) -> String {
        format!("s3://{}/{}", self.settings.bucket, self.settings.prefix)
    }

    pub(super) fn spool(&self) -> &std::path::Path {
        &self.settings.spool
    }

    /// Whether the bucket answers, as it was seen some seconds ago at most.
    pub(super) async fn answers(&self, within: Duration) -> bool {
        let mut seen = self.seen.lock().await;
        if let Some((_, answers)) = seen.as_ref().filter(|(at, _)| at.elapsed() < FRESH) {
            return *answers;
        }
        let prefix = self.prefix();
        let listed = self.brisk.list_with_delimiter(prefix.as_ref());
        let answers = matches!(tokio::time::timeout(within, listed).await, Ok(Ok(_)));
        *seen = Some((Instant::now(), answers));
        answers
    }

    fn prefix(&self) -> Option<object_store::path::Path> {
        Some(self.settings.prefix.as_str()).filter(|prefix| !prefix.is_empty()).map(object_store::path::Path::from)
    }
}
