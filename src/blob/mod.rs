//! Files by content: bytes go in as a stream, are hashed on the way, and come back by their digest.
//!
//! Neighbours: `service` is the only caller; `store` keeps what is known *about* a file. Backends come from
//! `object_store`: local disk today, any other by one line in [`Blobs::open`]. Keys are `sha256/ab/cd/abcd…` for
//! deposited files, `uploads/…` for pieces of files on their way in, and `derived/{kind}/ab/cd/abcd…` for what is computed from them and may be thrown away.

mod derived;
mod pieces;

use std::ops::Range;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt};
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt};
use sha2::Digest;
use tokio::io::AsyncWriteExt;

use crate::domain::Sha256;

/// The blob store of a site. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blobs {
    backend: Arc<dyn ObjectStore>,
    /// Where the files are when they are on local disk.
    folder: Option<PathBuf>,
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
    /// The backend failed.
    #[error("the file store failed")]
    Backend(#[source] object_store::Error),
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
pub type ByteStream = futures_util::stream::BoxStream<'static, Result<Bytes, Error>>;

const HEAD_BYTES: usize = 1_024;

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
        Ok(Self { backend: Arc::new(backend), folder: Some(folder.to_owned()) })
    }

    /// Files in memory, for tests.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { backend: Arc::new(InMemory::new()), folder: None }
    }

    /// A file without a name for bytes on their way in, on the disk of the files, which has room for them; the system forgets it
    /// when it is closed, however that happens.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn spool(&self) -> Result<std::fs::File, Error> {
        let made = self.folder.as_ref().map_or_else(tempfile::tempfile, tempfile::tempfile_in);
        made.map_err(Error::Write)
    }

    /// Takes a file in: streams it to a temporary name while it is hashed, then moves it to its key.
    /// The same bytes twice make one file.
    ///
    /// # Errors
    /// When it is larger than `limit_bytes`, the sender fails, or the backend does; nothing is kept then.
    pub async fn put<S, E>(&self, ticket: &str, bytes: S, limit_bytes: u64) -> Result<Stored, Error>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let incoming = Path::from(format!("incoming/{ticket}"));
        let written = self.write_incoming(&incoming, bytes, limit_bytes).await;
        match written {
            Ok(stored) => {
                let key = key_of(&stored.sha256);
                if self.backend.head(&key).await.is_ok() {
                    self.backend.delete(&incoming).await?;
                } else {
                    self.backend.rename(&incoming, &key).await?;
                }
                Ok(stored)
            }
            Err(error) => {
                // What was half written is swept later if this fails too; the first error is the one to tell.
                let _ = self.backend.delete(&incoming).await;
                Err(error)
            }
        }
    }

    async fn write_incoming<S, E>(&self, to: &Path, mut bytes: S, limit_bytes: u64) -> Result<Stored, Error>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let mut writer = BufWriter::new(Arc::clone(&self.backend), to.clone());
        let (mut hasher, mut head, mut size_bytes) = (sha2::Sha256::new(), Vec::new(), 0_u64);
        while let Some(chunk) = bytes.next().await {
            let chunk = chunk.map_err(|error| Error::Upload(error.into()))?;
            size_bytes = size_bytes.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
            if size_bytes > limit_bytes {
                writer.abort().await?;
                return Err(Error::TooLarge { limit_bytes });
            }
            hasher.update(&chunk);
            let wanted = HEAD_BYTES.saturating_sub(head.len());
            head.extend(chunk.iter().take(wanted));
            writer.put(chunk).await?;
        }
        writer.shutdown().await.map_err(Error::Write)?;
        Ok(Stored { sha256: Sha256::from_hasher(hasher), size_bytes, head: head.into() })
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

    /// All bytes of a file.
    ///
    /// # Errors
    /// When no file has the digest or the backend fails.
    pub async fn read(&self, sha256: &Sha256) -> Result<Bytes, Error> {
        Ok(self.backend.get(&key_of(sha256)).await?.bytes().await?)
    }

    /// Forgets a file that no row names.
    ///
    /// # Errors
    /// When the backend fails; a file that is not there is no error.
    pub async fn delete(&self, sha256: &Sha256) -> Result<(), Error> {
        match self.backend.delete(&key_of(sha256)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes what writers that broke off left behind. Only while nobody writes: at the start of the program.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn sweep_incoming(&self) -> Result<usize, Error> {
        let left: Vec<_> = self.backend.list(Some(&Path::from("incoming"))).try_collect().await?;
        for object in &left {
            self.backend.delete(&object.location).await?;
        }
        let Some(folder) = self.folder.clone() else { return Ok(left.len()) };
        let sweep =
            move || sweep_staged(&folder.join("incoming")).and_then(|n| Ok(n + sweep_staged(&folder.join("derived"))?));
        let staged = tokio::task::spawn_blocking(sweep).await.map_err(std::io::Error::other).flatten();
        Ok(left.len() + staged.map_err(Error::Write)?)
    }

    /// The digests of all files, in no order.
    #[must_use]
    pub fn list(&self) -> futures_util::stream::BoxStream<'static, Result<Sha256, Error>> {
        let names = self.backend.list(Some(&Path::from("sha256"))).map_err(Error::from);
        names
            .try_filter_map(|object| async move { Ok(object.location.filename().and_then(|n| Sha256::parse(n).ok())) })
            .boxed()
    }
}

/// Removes the files that a killed process was writing: the backend stages them as `name#1`, and never lists those.
fn sweep_staged(folder: &FilePath) -> std::io::Result<usize> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    let mut removed = 0;
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            removed += sweep_staged(&entry.path())?;
        } else if entry.file_name().to_string_lossy().contains('#') {
            std::fs::remove_file(entry.path())?;
            removed += 1;
        }
    }
    Ok(removed)
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
mod tests {
    use futures_util::stream;

    use super::derived::derived_key;
    use super::*;

    fn chunks(parts: &[&'static [u8]]) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Unpin + use<> {
        stream::iter(parts.iter().map(|part| Ok(Bytes::from_static(part))).collect::<Vec<_>>())
    }

    #[tokio::test]
    async fn a_file_comes_back_by_its_digest_whole_or_in_part() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let stored = blobs.put("1", chunks(&[b"abc", b"defg"]), 100).await.unwrap();
        assert_eq!(stored.sha256, Sha256::of(b"abcdefg"));
        assert_eq!((stored.size_bytes, stored.head.as_ref()), (7, b"abcdefg".as_slice()));
        let (size, part) = blobs.get(&stored.sha256, Some(2..5)).await.unwrap();
        let part: Vec<Bytes> = part.try_collect().await.unwrap();
        assert_eq!((size, part.concat().as_slice()), (7, b"cde".as_slice()));
    }

    #[tokio::test]
    async fn too_many_bytes_leave_nothing_behind() {
        let blobs = Blobs::in_memory();
        let error = blobs.put("1", chunks(&[b"abc", b"defg"]), 5).await.unwrap_err();
        assert!(matches!(error, Error::TooLarge { limit_bytes: 5 }));
        assert_eq!(blobs.sweep_incoming().await.unwrap(), 0);
        assert_eq!(blobs.list().count().await, 0);
    }

    #[tokio::test]
    async fn an_upload_that_breaks_off_leaves_nothing_behind() {
        let blobs = Blobs::in_memory();
        let broken = stream::iter(vec![Ok(Bytes::from_static(b"abc")), Err(std::io::Error::other("gone"))]);
        assert!(matches!(blobs.put("1", broken, 100).await, Err(Error::Upload(_))));
        assert_eq!(blobs.sweep_incoming().await.unwrap(), 0);
    }

    #[tokio::test]
    async fn the_same_bytes_twice_make_one_file() {
        let blobs = Blobs::in_memory();
        blobs.put("1", chunks(&[b"abc"]), 100).await.unwrap();
        blobs.put("2", chunks(&[b"a", b"bc"]), 100).await.unwrap();
        assert_eq!(blobs.list().count().await, 1);
        assert_eq!(blobs.sweep_incoming().await.unwrap(), 0);
    }

    #[tokio::test]
    async fn what_a_killed_process_was_writing_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let of = Sha256::of(b"abc");
        blobs.put_derived("reading", &of, b"kept".to_vec()).await.unwrap();
        let derived = folder.path().join(derived_key("reading", &of).as_ref());
        std::fs::create_dir_all(folder.path().join("incoming")).unwrap();
        for left in [folder.path().join("incoming/ticket#1"), derived.with_file_name(format!("{of}#2"))] {
            std::fs::write(left, b"half").unwrap();
        }
        assert_eq!(blobs.sweep_incoming().await.unwrap(), 2);
        assert_eq!(blobs.sweep_incoming().await.unwrap(), 0);
        assert_eq!(blobs.find_derived("reading", &of).await.unwrap().unwrap().as_ref(), b"kept");
    }

    /// Bytes that are here already are deleted from `incoming` while others are moved out of it.
    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn old_and_new_files_at_once_never_disturb_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        blobs.put("first", chunks(&[b"old"]), 100).await.unwrap();
        let put = |number: usize| {
            let blobs = blobs.clone();
            let bytes = if number.is_multiple_of(2) { "old".to_owned() } else { format!("new {number}") };
            tokio::spawn(async move {
                let bytes = stream::iter([Ok::<_, std::io::Error>(Bytes::from(bytes))]);
                blobs.put(&format!("{number}"), bytes, 100).await.map(|_| ())
            })
        };
        for round in 0..100 {
            for done in futures_util::future::join_all((0..8).map(|at| put(round * 8 + at))).await {
                done.unwrap().unwrap();
            }
        }
        assert_eq!(blobs.list().count().await, 401);
    }
}
