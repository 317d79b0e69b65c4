//! Pieces of files on their way in: `uploads/{token}/{offset}`, put together once the last one is there.

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload};

use super::{Blobs, ByteStream, Error};

impl Blobs {
    /// Keeps a piece of a file where no other one begins at the same place; `false` when one does.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn add_piece(&self, token: &str, offset: u64, bytes: Bytes) -> Result<bool, Error> {
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.backend.put_opts(&piece_key(token, offset), PutPayload::from(bytes), options).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps a piece of a file, in place of the one that begins where it does.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn put_piece(&self, token: &str, offset: u64, bytes: Bytes) -> Result<(), Error> {
        self.backend.put(&piece_key(token, offset), PutPayload::from(bytes)).await?;
        Ok(())
    }

    /// The bytes of a file, one piece after the other. Pieces of tries that were not counted are left out, since each
    /// piece begins where the one before ends.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn pieces(&self, token: &str) -> Result<ByteStream, Error> {
        let mut found: Vec<_> = self.backend.list(Some(&folder(token))).try_collect().await?;
        found.sort_by(|one, other| one.location.cmp(&other.location));
        let mut end = 0_u64;
        let mut keys = Vec::new();
        for piece in found {
            if piece.location == piece_key(token, end) {
                end = end.saturating_add(piece.size);
                keys.push(piece.location);
            }
        }
        let backend = std::sync::Arc::clone(&self.backend);
        let read = move |key: Path| {
            let backend = std::sync::Arc::clone(&backend);
            async move { Ok(backend.get(&key).await?.bytes().await?) }
        };
        Ok(futures_util::stream::iter(keys).then(read).boxed())
    }

    /// Removes all pieces of a file.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn delete_pieces(&self, token: &str) -> Result<(), Error> {
        let found = self.backend.list(Some(&folder(token))).map_ok(|piece| piece.location).try_collect().await?;
        self.remove_all(found).await
    }
}

fn folder(token: &str) -> Path {
    Path::from(format!("uploads/{token}"))
}

fn piece_key(token: &str, offset: u64) -> Path {
    Path::from(format!("uploads/{token}/{offset:020}"))
}
