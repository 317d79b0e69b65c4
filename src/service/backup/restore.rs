//! Makes a site of a snapshot, or tries whether that would work.

use std::path::{Path, PathBuf};

use futures_util::TryStreamExt;
use sha2::Digest;
use tokio::io::AsyncWriteExt;

use super::{Backup, Manifest, Part, digest, unusable};
use crate::blob::Blobs;
use crate::domain::Sha256;
use crate::service::{Error, Result};
use crate::store::Store;

/// What a restore drill found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// Files whose bytes were read.
    pub files: u64,
    /// Files that are gone or damaged.
    pub damaged: Vec<Sha256>,
    /// Whether the database gives the records that the site had. Not compared across versions of the program.
    pub same_records: Option<bool>,
}

impl Checked {
    /// Whether a restored site would be the one that was backed up.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.damaged.is_empty() && self.same_records != Some(false)
    }
}

/// Makes a site of a snapshot: its files first, then its database, so that one that was cut off is none and is completed
/// by a second run. Gives the files that are damaged in the backup; the site is made without them.
///
/// # Errors
/// When there is a database or a search index already, the backup's own is damaged, or a folder fails.
pub async fn restore(
    backup: &Backup,
    manifest: &Manifest,
    database: &Path,
    files: &Blobs,
    mut progress: impl FnMut(u64) + Send,
) -> Result<Vec<Sha256>> {
    if let Some(taken) = left_over(database) {
        let text = format!("{} exists already: restore into an empty data folder (PARVIS_DATA)", taken.display());
        return Err(Error::Invalid(text));
    }
    let (mut damaged, mut done) = (Vec::new(), 0);
    for file in backup.files(manifest).await? {
        if files.size(&file.sha256).await?.is_none() && !copy(backup, files, &file).await? {
            damaged.push(file.sha256);
        }
        done += 1;
        progress(done);
    }
    backup.write_database(manifest, database).await?;
    Ok(damaged)
}

/// What another database left in the folder: SQLite would take an old journal for that of the restored one.
fn left_over(database: &Path) -> Option<PathBuf> {
    let beside = |end: &str| {
        let mut name = database.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let journals = ["", "-wal", "-shm", "-journal"].map(beside);
    journals.into_iter().chain([database.with_file_name("index")]).find(|path| path.exists())
}

/// Copies a file into a site; `false` when it is gone or damaged.
async fn copy(backup: &Backup, to: &Blobs, file: &Part) -> Result<bool> {
    let (_, bytes) = match backup.blobs.get(&file.sha256, None).await {
        Err(crate::blob::Error::NotFound(_)) => return Ok(false),
        found => found?,
    };
    let stored = to.put(file.sha256.as_str(), bytes, u64::MAX).await?;
    if stored.sha256 != file.sha256 {
        to.delete(&stored.sha256).await?;
    }
    Ok(stored.sha256 == file.sha256)
}

impl Backup {
    /// A restore drill: reads every byte of a snapshot and opens its database, without keeping anything.
    ///
    /// # Errors
    /// When the database is damaged or cannot be opened, or a folder fails.
    pub async fn check(&self, manifest: &Manifest, mut progress: impl FnMut(u64) + Send) -> Result<Checked> {
        let mut checked = Checked::default();
        for file in self.files(manifest).await? {
            if self.blobs.digest(&file.sha256).await?.as_ref() != Some(&file.sha256) {
                checked.damaged.push(file.sha256);
            }
            checked.files += 1;
            progress(checked.files);
        }
        // Beside the backup, where a database of its size has room; a backup that may only be read is opened elsewhere.
        let work = tempfile::tempdir_in(&self.folder).or_else(|_| tempfile::tempdir());
        let work = work.map_err(|error| unusable(&std::env::temp_dir(), &error))?;
        let database = work.path().join("parvis.sqlite");
        self.write_database(manifest, &database).await?;
        let store = Store::open(&database).await?;
        let records = digest::records(&store).await?;
        store.close().await;
        let comparable = manifest.program == env!("CARGO_PKG_VERSION");
        checked.same_records = comparable.then(|| records == (manifest.records, manifest.records_digest.clone()));
        Ok(checked)
    }

    /// Writes the database under its name once all its bytes are there and right.
    async fn write_database(&self, manifest: &Manifest, database: &Path) -> Result<()> {
        let failed = |error: std::io::Error| unusable(database, &error);
        let part = database.with_extension("restoring");
        let mut file = tokio::fs::File::create(&part).await.map_err(failed)?;
        let (_, mut bytes) = self.blobs.get(&manifest.database.sha256, None).await?;
        let mut hasher = sha2::Sha256::new();
        while let Some(chunk) = bytes.try_next().await? {
            hasher.update(&chunk);
            file.write_all(&chunk).await.map_err(failed)?;
        }
        file.sync_all().await.map_err(failed)?;
        if Sha256::from_hasher(hasher) != manifest.database.sha256 {
            tokio::fs::remove_file(&part).await.map_err(failed)?;
            return Err(Error::Invalid("the database in the backup is damaged: take another snapshot".to_owned()));
        }
        tokio::fs::rename(&part, database).await.map_err(failed)
    }
}
