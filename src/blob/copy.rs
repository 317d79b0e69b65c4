//! Files from one place to another: backups, restores, moves, replicas and repairs are all made of this.

use futures_util::StreamExt;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};

use super::{Blobs, Error};
use crate::domain::Sha256;

impl Blobs {
    /// Copies a file from another place over what is here under its digest; gives its size in bytes, or `None` when it is gone or
    /// damaged there, and nothing has changed here.
    ///
    /// # Errors
    /// When one of the two places fails.
    pub async fn take_from(&self, from: &Self, sha256: &Sha256) -> Result<Option<u64>, Error> {
        let bytes = match from.get(sha256, None).await {
            Err(Error::NotFound(_)) => return Ok(None),
            found => found?.1,
        };
        let stored = match self.take_in(sha256.as_str(), bytes, u64::MAX, Some(sha256)).await {
            // A disk that no longer gives the bytes that it had.
            Err(Error::Upload(error)) => {
                from.size(sha256).await?;
                tracing::error!(%sha256, place = from.name(), error = &*error, "a file cannot be read to its end");
                return Ok(None);
            }
            stored => stored?,
        };
        Ok((stored.sha256 == *sha256).then_some(stored.size_bytes))
    }

    /// Copies what was computed from files, where it is not here yet; `progress` is told the number done so far.
    ///
    /// # Errors
    /// When one of the two places fails.
    pub async fn take_derived_from(&self, from: &Self, mut progress: impl FnMut(u64)) -> Result<u64, Error> {
        let mut done = 0;
        let mut all = from.backend.list(Some(&Path::from("derived")));
        while let Some(object) = all.next().await {
            let key = object?.location;
            if matches!(self.backend.head(&key).await, Err(object_store::Error::NotFound { .. })) {
                let bytes = from.backend.get(&key).await?.bytes().await?;
                self.backend.put(&key, bytes.into()).await?;
            }
            done += 1;
            progress(done);
        }
        Ok(done)
    }
}
