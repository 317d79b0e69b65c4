//! Files by content: bytes go in as a stream, are hashed on the way, and come back by their digest.
//!
//! Neighbours: `service` is the only caller; `store` keeps what is known *about* a file. Backends come from
//! `object_store`: a folder, memory, or a bucket (`bucket`). Keys are `sha256/ab/cd/abcd…` for deposited files, `uploads/…`
//! for pieces of files on their way in, `derived/{kind}/ab/cd/abcd…` for what is computed from them and may be thrown
//! away, and plain names for notes. Several processes may share a place: a key appears whole or not at all, the same
//! bytes have the same key, and what looks left over is removed only once it is old.

mod bucket;
mod copy;
mod derived;
mod notes;
mod pieces;
mod put;
mod sweep;

use std::ops::Range;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use jiff::Timestamp;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectMeta, ObjectStore, ObjectStoreExt};
use sha2::Digest;

use crate::domain::Sha256;

pub use bucket::{BucketChecksum, BucketKeys, BucketSettings};

/// How long an answer to whether the files can be reached is waited for.
const READY_WITHIN: Duration = Duration::from_secs(5);

/// The blob store of a site. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blobs {
    backend: Arc<dyn ObjectStore>,
    place: Place,
    /// Where each file is kept a second time.
    replica: Option<Arc<Blobs>>,
}

/// Where the files are.
#[derive(Debug, Clone)]
enum Place {
    Memory,
    Folder(PathBuf),
    Bucket(Arc<bucket::Bucket>),
}

/// A file that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Digest of its bytes, its key from now on.
    pub sha256: Sha256,
    /// Size in bytes.
    pub size_bytes: u64,
    /// The first kilobyte at most, to tell the type from.
    pub head: Bytes,
}

/// A file as a listing tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Digest that it is named by.
    pub sha256: Sha256,
    /// Size in bytes.
    pub size_bytes: u64,
    /// When it was written.
    pub written_at: Timestamp,
}

/// An error of the blob store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No file has this digest.
    #[error("no such file")]
    NotFound(#[source] object_store::Error),
    /// More bytes came than are taken.
    #[error("the file is larger than {limit_bytes} bytes")]
    TooLarge {
        /// The limit.
        limit_bytes: u64,
    },
    /// The sender broke off or failed.
    #[error("the upload broke off")]
    Upload(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Fewer or other bytes came back than were stored.
    #[error("the file is damaged, or was not read to its end")]
    Damaged,
    /// The backend failed.
    #[error("the file store failed")]
    Backend(#[source] object_store::Error),
    /// The backend cannot be used, and somebody can do something about it.
    #[error("{place} cannot be used: {advice}")]
    Unusable {
        /// The folder or the bucket.
        place: String,
        /// What to do.
        advice: &'static str,
        /// What it said.
        #[source]
        source: object_store::Error,
    },
    /// Bytes could not be written.
    #[error("the file could not be written")]
    Write(#[source] std::io::Error),
}

impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound(error),
            other => Self::Backend(other),
        }
    }
}

/// Bytes of a file on their way out.
pub type ByteStream = BoxStream<'static, Result<Bytes, Error>>;

impl Blobs {
    /// Files in a folder, made when absent; each file and its folder are synced before it counts as stored.
    ///
    /// Folders stay when they are empty: removing one would pull it from under a writer that is about to sync it, whose
    /// file would then count as not stored.
    ///
    /// # Errors
    /// When the folder cannot be made or opened.
    pub fn open(folder: &FilePath) -> Result<Self, Error> {
        std::fs::create_dir_all(folder).map_err(Error::Write)?;
        let backend = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self::at(Arc::new(backend), Place::Folder(folder.to_owned())))
    }

    /// Files in memory, for tests.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::over(Arc::new(InMemory::new()))
    }

    /// Files in any backend.
    #[must_use]
    pub fn over(backend: Arc<dyn ObjectStore>) -> Self {
        Self::at(backend, Place::Memory)
    }

    fn at(backend: Arc<dyn ObjectStore>, place: Place) -> Self {
        Self { backend, place, replica: None }
    }

    /// The same files, each of them kept a second time elsewhere.
    #[must_use]
    pub fn with_replica(self, replica: Self) -> Self {
        Self { replica: Some(Arc::new(replica)), ..self }
    }

    /// Where each file is kept a second time.
    #[must_use]
    pub fn replica(&self) -> Option<&Self> {
        self.replica.as_deref()
    }

    /// What a person calls the place: the folder, or `s3://bucket/prefix`.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.place {
            Place::Memory => "memory".to_owned(),
            Place::Folder(folder) => folder.display().to_string(),
            Place::Bucket(bucket) => bucket.name(),
        }
    }

    /// Asks the place whether it can be used.
    ///
    /// # Errors
    /// When it cannot, with what to do about it where that is known.
    pub async fn check(&self) -> Result<(), Error> {
        let listed = self.backend.list_with_delimiter(None).await;
        listed.map(|_| ()).map_err(|error| self.advised(error.into()))
    }

    /// Whether the place answers, as it was seen some seconds ago at most.
    pub async fn is_ready(&self) -> bool {
        match &self.place {
            Place::Bucket(bucket) => bucket.answers(READY_WITHIN).await,
            Place::Folder(folder) => folder.is_dir(),
            Place::Memory => true,
        }
    }

    /// An error with what whoever runs the site can do about it, where that is known.
    fn advised(&self, error: Error) -> Error {
        match error {
            Error::Backend(source) | Error::NotFound(source) => match bucket::advice(&source) {
                Some(advice) => Error::Unusable { place: self.name(), advice, source },
                None => Error::Backend(source),
            },
            other => other,
        }
    }

    /// A folder on local disk with room for bytes on their way; that of the system for files in memory.
    fn work_folder(&self) -> Option<&FilePath> {
        match &self.place {
            Place::Memory => None,
            Place::Folder(folder) => Some(folder),
            Place::Bucket(bucket) => Some(bucket.spool()),
        }
    }

    /// A file without a name for bytes on their way in, on the disk of the files or of the spool, which has room for them; the
    /// system forgets it when it is closed, however that happens.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn spool(&self) -> Result<std::fs::File, Error> {
        self.work_folder().map_or_else(tempfile::tempfile, tempfile::tempfile_in).map_err(Error::Write)
    }

    /// A folder for large work, where there is room for it; removed when it is dropped.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn work_space(&self) -> Result<tempfile::TempDir, Error> {
        self.work_folder().map_or_else(tempfile::tempdir, tempfile::tempdir_in).map_err(Error::Write)
    }

    /// A file's size and its bytes, or those of a range of it.
    ///
    /// # Errors
    /// When no file has the digest or the backend fails.
    pub async fn get(&self, sha256: &Sha256, range: Option<Range<u64>>) -> Result<(u64, ByteStream), Error> {
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        let result = self.backend.get_opts(&key_of(sha256), options).await?;
        Ok((result.meta.size, result.into_stream().map_err(Error::from).boxed()))
    }

    /// An address outside the site at which anybody may read a file for some time, under a name and a media type; `None`
    /// where readers get files from the site itself.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub async fn signed_address(
        &self,
        sha256: &Sha256,
        disposition: &str,
        media_type: &str,
        within: Duration,
    ) -> Result<Option<String>, Error> {
        match &self.place {
            Place::Bucket(bucket) => bucket.sign(&key_of(sha256), disposition, media_type, within).await,
            Place::Memory | Place::Folder(_) => Ok(None),
        }
    }

    /// Whether readers are sent elsewhere for files.
    #[must_use]
    pub fn redirects(&self) -> bool {
        matches!(&self.place, Place::Bucket(bucket) if bucket.redirects())
    }

    /// The digest that the bytes of a file have now, read to the end; nothing where it is not here.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn digest(&self, sha256: &Sha256) -> Result<Option<Sha256>, Error> {
        let mut bytes = match self.get(sha256, None).await {
            Ok((_, bytes)) => bytes,
            Err(Error::NotFound(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut hasher = sha2::Sha256::new();
        while let Some(piece) = bytes.next().await {
            hasher.update(&piece?);
        }
        Ok(Some(Sha256::from_hasher(hasher)))
    }

    /// The size of a file in bytes, if it is here.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn size(&self, sha256: &Sha256) -> Result<Option<u64>, Error> {
        match self.backend.head(&key_of(sha256)).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// All bytes of a file, and no others: what is read from half a file would be taken for what the article says.
    ///
    /// # Errors
    /// When no file has the digest, its bytes are other ones, or the backend fails.
    pub async fn read(&self, sha256: &Sha256) -> Result<Bytes, Error> {
        let bytes = self.backend.get(&key_of(sha256)).await?.bytes().await?;
        if Sha256::of(&bytes) == *sha256 { Ok(bytes) } else { Err(Error::Damaged) }
    }

    /// Forgets a file that no row names.
    ///
    /// # Errors
    /// When the backend fails; a file that is not there is no error.
    pub async fn delete(&self, sha256: &Sha256) -> Result<(), Error> {
        self.remove(&key_of(sha256)).await
    }

    async fn remove(&self, key: &Path) -> Result<(), Error> {
        match self.backend.delete(key).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The digests of all files, in no order.
    #[must_use]
    pub fn list(&self) -> BoxStream<'static, Result<Sha256, Error>> {
        self.list_whole().map_ok(|listed| listed.sha256).boxed()
    }

    /// All files with what a listing tells of them, in no order.
    #[must_use]
    pub fn list_whole(&self) -> BoxStream<'static, Result<Listed, Error>> {
        let all = self.backend.list(Some(&Path::from("sha256"))).map_err(Error::from);
        all.try_filter_map(|object| async move {
            let named = object.location.filename().and_then(|name| Sha256::parse(name).ok());
            Ok(named.map(|sha256| Listed { sha256, size_bytes: object.size, written_at: written_at(&object) }))
        })
        .boxed()
    }
}

/// When an object was written; long ago when that cannot be told.
fn written_at(object: &ObjectMeta) -> Timestamp {
    Timestamp::from_microsecond(object.last_modified.timestamp_micros()).unwrap_or(Timestamp::MIN)
}

fn key_of(sha256: &Sha256) -> Path {
    sharded("sha256", sha256)
}

fn sharded(folder: &str, sha256: &Sha256) -> Path {
    let digest = sha256.as_str();
    let shard = |range: Range<usize>| digest.get(range).unwrap_or_default();
    Path::from(format!("{folder}/{}/{}/{digest}", shard(0..2), shard(2..4)))
}

#[cfg(test)]
mod tests;
