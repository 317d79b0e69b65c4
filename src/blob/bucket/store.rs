//! What a bucket does otherwise than a disk: whole files from the spool, and addresses that browsers are sent to.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::Method;
use object_store::path::Path;
use object_store::signer::{SignedUrlOptions, Signer};
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, WriteMultipart};
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use super::Bucket;
use crate::blob::{Error, Stored};

/// Bytes up to which a file is sent in one request, and size of the parts of larger ones; S3 takes parts of 5 MiB and more.
const PART_BYTES: usize = 8 << 20;
/// Parts of one file, at most (Amazon S3 User Guide, "Amazon S3 multipart upload limits": 10,000), with some room.
const MOST_PARTS: u64 = 9_000;
/// Parts on their way at the same time.
const AT_ONCE: usize = 2;

/// Sends a spooled file to its key. `is_new` where the key is not thought to be taken: then the same bytes that come from
/// elsewhere at the same time win, and these are not kept beside them.
pub(in crate::blob) async fn send(
    backend: &Arc<dyn ObjectStore>,
    key: &Path,
    spooled: &mut tokio::fs::File,
    stored: &Stored,
    is_new: bool,
) -> Result<(), Error> {
    spooled.rewind().await.map_err(Error::Write)?;
    if stored.size_bytes > u64::try_from(PART_BYTES).unwrap_or(u64::MAX) {
        // What the parts make appears at once, and is the same whoever made it.
        return send_parts(backend, key, spooled, stored.size_bytes).await;
    }
    let mut bytes = Vec::with_capacity(PART_BYTES.min(usize::try_from(stored.size_bytes).unwrap_or(PART_BYTES)));
    spooled.read_to_end(&mut bytes).await.map_err(Error::Write)?;
    let payload = PutPayload::from(bytes);
    if is_new {
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match backend.put_opts(key, payload.clone(), options).await {
            Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => return Ok(()),
            // A condition is not asked again by itself, since nobody knows whether the first answer was lost; and some
            // services do not know it. Writing the same bytes again does no harm.
            Err(error) => {
                tracing::debug!(error = &error as &dyn std::error::Error, "a file is sent without a condition");
            }
        }
    }
    backend.put(key, payload).await?;
    Ok(())
}

async fn send_parts(
    backend: &Arc<dyn ObjectStore>,
    key: &Path,
    spooled: &mut tokio::fs::File,
    size_bytes: u64,
) -> Result<(), Error> {
    let part_bytes = PART_BYTES.max(usize::try_from(size_bytes / MOST_PARTS + 1).unwrap_or(usize::MAX));
    let mut writer = WriteMultipart::new_with_chunk_size(backend.put_multipart(key).await?, part_bytes);
    let written = fill(&mut writer, spooled).await;
    match written {
        Ok(()) => {
            writer.finish().await?;
            Ok(())
        }
        Err(error) => {
            // What cannot be taken back now is swept later; the first error is the one to tell.
            let _ = writer.abort().await;
            Err(error)
        }
    }
}

async fn fill(writer: &mut WriteMultipart, spooled: &mut tokio::fs::File) -> Result<(), Error> {
    loop {
        let mut chunk = BytesMut::with_capacity(1 << 20);
        if spooled.read_buf(&mut chunk).await.map_err(Error::Write)? == 0 {
            return Ok(());
        }
        writer.wait_for_capacity(AT_ONCE).await?;
        writer.put(Bytes::from(chunk));
    }
}

impl Bucket {
    /// An address at which a browser may read an object for some time, under a name and a media type; `None` where
    /// browsers are not sent to the bucket.
    pub(in crate::blob) async fn sign(
        &self,
        key: &Path,
        disposition: &str,
        media_type: &str,
        within: Duration,
    ) -> Result<Option<String>, Error> {
        let Some(signer) = &self.signer else { return Ok(None) };
        let key = self.prefix().map_or_else(|| key.clone(), |prefix| prefix.parts().chain(key.parts()).collect());
        let said = [("response-content-disposition", disposition), ("response-content-type", media_type)];
        let options = SignedUrlOptions::new().with_query(said);
        Ok(Some(signer.signed_url_opts(Method::GET, &key, within, &options).await?.into()))
    }

    /// Whether browsers are sent to the bucket for files.
    pub(in crate::blob) fn redirects(&self) -> bool {
        self.signer.is_some()
    }
}
