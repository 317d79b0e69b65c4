//! What is computed from files and may be thrown away: it is kept under the kind and the digest of what it comes from.

use std::ops::Range;

use bytes::Bytes;
use futures_util::TryStreamExt;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};

use super::{Blobs, Error, sharded};
use crate::domain::Sha256;

const FOLDER: &str = "derived";

impl Blobs {
    /// Writes what was computed from a file.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn put_derived(&self, kind: &str, of: &Sha256, bytes: Vec<u8>) -> Result<(), Error> {
        self.backend.put(&derived_key(kind, of), PutPayload::from(bytes)).await?;
        Ok(())
    }

    /// What was computed from a file, if it was.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn find_derived(&self, kind: &str, of: &Sha256) -> Result<Option<Bytes>, Error> {
        match self.backend.get(&derived_key(kind, of)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A part of what was computed from a file, if it was; less where it ends before.
    ///
    /// # Errors
    /// When the backend fails, or the part begins behind the end.
    pub async fn find_derived_part(&self, kind: &str, of: &Sha256, part: Range<u64>) -> Result<Option<Bytes>, Error> {
        match self.backend.get_range(&derived_key(kind, of), part).await {
            Ok(found) => Ok(Some(found)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The kinds that there are of what was computed.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn derived_kinds(&self) -> Result<Vec<String>, Error> {
        let found = self.backend.list_with_delimiter(Some(&Path::from(FOLDER))).await?;
        Ok(found.common_prefixes.iter().filter_map(|kind| kind.filename().map(str::to_owned)).collect())
    }

    /// The digests of what something of a kind was computed from, in no order.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn list_derived(&self, kind: &str) -> Result<Vec<Sha256>, Error> {
        let all = self.backend.list(Some(&Path::from(format!("{FOLDER}/{kind}"))));
        let named = all.try_filter_map(|object| async move {
            Ok(object.location.filename().and_then(|name| Sha256::parse(name).ok()))
        });
        Ok(named.try_collect().await?)
    }

    /// Forgets what was computed from something.
    ///
    /// # Errors
    /// When the backend fails; what is not there is no error.
    pub async fn delete_derived(&self, kind: &str, of: &Sha256) -> Result<(), Error> {
        match self.backend.delete(&derived_key(kind, of)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

pub(super) fn derived_key(kind: &str, of: &Sha256) -> Path {
    sharded(&format!("{FOLDER}/{kind}"), of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_computed_from_a_file_goes_kind_by_kind() {
        let blobs = Blobs::in_memory();
        let (one, other) = (Sha256::of(b"one"), Sha256::of(b"other"));
        for (kind, of) in [("reading-1", &one), ("reading-2", &one), ("reading-2", &other)] {
            blobs.put_derived(kind, of, b"x".to_vec()).await.unwrap();
        }
        let mut kinds = blobs.derived_kinds().await.unwrap();
        kinds.sort();
        assert_eq!(kinds, ["reading-1", "reading-2"]);
        for kind in &kinds {
            blobs.delete_derived(kind, &one).await.unwrap();
            blobs.delete_derived(kind, &one).await.unwrap();
        }
        assert_eq!(blobs.list_derived("reading-2").await.unwrap(), [other]);
        assert!(blobs.find_derived("reading-1", &one).await.unwrap().is_none());
    }
}
