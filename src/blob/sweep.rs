//! Removes what writers that broke off left behind, once it is so old that nobody is still writing it.

use std::path::Path as FilePath;
use std::time::SystemTime;

use futures_util::{StreamExt, TryStreamExt};
use jiff::Timestamp;
use object_store::ObjectStore;
use object_store::path::Path;

use super::{Blobs, Error, Place, written_at};

impl Blobs {
    /// Removes what was on its way in and has not been touched since a moment; gives how much there was. Others may write
    /// meanwhile.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn sweep_incoming(&self, before: Timestamp) -> Result<usize, Error> {
        let all = self.backend.list(Some(&Path::from("incoming")));
        let old = all.try_filter(move |object| futures_util::future::ready(written_at(object) < before));
        let old: Vec<Path> = old.map_ok(|object| object.location).try_collect().await?;
        let left = old.len();
        self.remove_all(old).await?;
        match &self.place {
            Place::Memory => Ok(left),
            Place::Bucket(bucket) => Ok(left + bucket.abort_stale(before).await?),
            Place::Folder(folder) => {
                let folder = folder.clone();
                let before = SystemTime::from(before);
                let sweep = move || {
                    let staged = ["incoming", "derived", "uploads", "snapshots"].map(|room| folder.join(room));
                    staged.iter().try_fold(0, |sum, room| Ok(sum + sweep_staged(room, before)?))
                };
                let staged = tokio::task::spawn_blocking(sweep).await.map_err(std::io::Error::other).flatten();
                Ok(left + staged.map_err(Error::Write)?)
            }
        }
    }

    /// Removes objects, many in one request where the backend can; those that are gone are no error.
    pub(super) async fn remove_all(&self, keys: Vec<Path>) -> Result<(), Error> {
        let keys = futures_util::stream::iter(keys.into_iter().map(Ok)).boxed();
        let mut gone = self.backend.delete_stream(keys);
        while let Some(removed) = gone.next().await {
            match removed {
                Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

/// Removes the files that a killed process was writing: the backend stages them as `name#1`, and never lists those.
fn sweep_staged(folder: &FilePath, before: SystemTime) -> std::io::Result<usize> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    let mut removed = 0;
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            removed += sweep_staged(&entry.path(), before)?;
        } else if entry.file_name().to_string_lossy().contains('#') && is_older(&entry, before)? {
            match std::fs::remove_file(entry.path()) {
                Ok(()) => removed += 1,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(removed)
}

/// Whether a file was last written before a moment; one that has just got its name is gone.
fn is_older(entry: &std::fs::DirEntry, before: SystemTime) -> std::io::Result<bool> {
    match entry.metadata() {
        Ok(metadata) => Ok(metadata.modified()? < before),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
