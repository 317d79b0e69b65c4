//! The way in: bytes are hashed while they go to a temporary place, and get their name once they have all come.

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use object_store::ObjectStoreExt;
use object_store::buffered::BufWriter;
use object_store::path::Path;
use sha2::Digest;
use std::sync::Arc;
use tokio::io::{AsyncWrite, AsyncWriteExt};

use super::{Blobs, Error, Place, Stored, bucket, key_of};
use crate::domain::Sha256;

const HEAD_BYTES: usize = 1_024;

impl Blobs {
    /// Takes a file in: streams it to a temporary place while it is hashed, then to its key. The same bytes twice, or at
    /// once, make one file. `ticket` tells whoever looks at the files what is on its way.
    ///
    /// # Errors
    /// When it is larger than `limit_bytes`, the sender fails, or the backend does; nothing is kept then.
    pub async fn put<S, E>(&self, ticket: &str, bytes: S, limit_bytes: u64) -> Result<Stored, Error>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.take_in(ticket, bytes, limit_bytes, None).await
    }

    /// The same; where a digest is wanted, bytes with another one are not kept, and those with it replace what is here.
    pub(super) async fn take_in<S, E>(
        &self,
        ticket: &str,
        bytes: S,
        limit_bytes: u64,
        wanted: Option<&Sha256>,
    ) -> Result<Stored, Error>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        if let Place::Bucket(_) = &self.place {
            let mut spooled = tokio::fs::File::from_std(self.spool()?);
            let stored = receive(&mut spooled, bytes, limit_bytes).await?;
            self.name_spooled(&mut spooled, &stored, wanted).await?;
            return Ok(stored);
        }
        let incoming = Path::from(format!("incoming/{ticket}-{}", random()?));
        let mut writer = BufWriter::new(Arc::clone(&self.backend), incoming.clone());
        let written = match receive(&mut writer, bytes, limit_bytes).await {
            Ok(stored) => writer.shutdown().await.map(|()| stored).map_err(Error::Write),
            Err(error) => {
                // What was half written is swept later if this fails too; the first error is the one to tell.
                let _ = writer.abort().await;
                Err(error)
            }
        };
        let named = match written {
            Ok(stored) => self.name_incoming(&incoming, &stored, wanted).await.map(|()| stored),
            Err(error) => Err(error),
        };
        if named.is_err() {
            let _ = self.backend.delete(&incoming).await;
        }
        named
    }

    /// Gives what has come its name. What has the name already stays if it has the size, else it was damaged.
    async fn name_incoming(&self, incoming: &Path, stored: &Stored, wanted: Option<&Sha256>) -> Result<(), Error> {
        let is_other = wanted.is_some_and(|wanted| *wanted != stored.sha256);
        let is_here = wanted.is_none() && self.size(&stored.sha256).await? == Some(stored.size_bytes);
        if is_other || is_here {
            self.backend.delete(incoming).await?;
        } else {
            self.backend.rename(incoming, &key_of(&stored.sha256)).await?;
        }
        Ok(())
    }

    /// The same for what lies in the spool.
    async fn name_spooled(
        &self,
        spooled: &mut tokio::fs::File,
        stored: &Stored,
        wanted: Option<&Sha256>,
    ) -> Result<(), Error> {
        let key = key_of(&stored.sha256);
        match wanted {
            Some(wanted) if *wanted != stored.sha256 => Ok(()),
            Some(_) => bucket::send(&self.backend, &key, spooled, stored, false).await,
            None => match self.size(&stored.sha256).await? {
                Some(size_bytes) if size_bytes == stored.size_bytes => Ok(()),
                here => bucket::send(&self.backend, &key, spooled, stored, here.is_none()).await,
            },
        }
    }
}

/// A word that no other process uses for what it is writing.
pub(super) fn random() -> Result<String, Error> {
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random).map_err(|error| Error::Write(std::io::Error::other(error)))?;
    Ok(data_encoding::HEXLOWER.encode(&random))
}

/// Writes bytes to a place while they are hashed.
async fn receive<S, E, W>(to: &mut W, mut bytes: S, limit_bytes: u64) -> Result<Stored, Error>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
    W: AsyncWrite + Unpin,
{
    let (mut hasher, mut head, mut size_bytes) = (sha2::Sha256::new(), Vec::new(), 0_u64);
    while let Some(chunk) = bytes.next().await {
        let chunk = chunk.map_err(|error| Error::Upload(error.into()))?;
        size_bytes = size_bytes.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if size_bytes > limit_bytes {
            return Err(Error::TooLarge { limit_bytes });
        }
        hasher.update(&chunk);
        let wanted = HEAD_BYTES.saturating_sub(head.len());
        head.extend(chunk.iter().take(wanted));
        to.write_all(&chunk).await.map_err(Error::Write)?;
    }
    to.flush().await.map_err(Error::Write)?;
    Ok(Stored { sha256: Sha256::from_hasher(hasher), size_bytes, head: head.into() })
}
