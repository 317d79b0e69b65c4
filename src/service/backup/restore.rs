//! Makes a site of a snapshot, or tries whether that would work.

use std::path::{Path, PathBuf};

use futures_util::{StreamExt, TryStreamExt, stream};
use sha2::Digest;
use tokio::io::AsyncWriteExt;

use super::{AT_ONCE, Backup, Manifest, Part, digest, unusable};
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
    let copies = backup.files(manifest).await?.into_iter().map(|file| bring(backup, files, file));
    let mut copies = stream::iter(copies).buffer_unordered(AT_ONCE);
    while let Some((sha256, is_here)) = copies.try_next().await? {
        if !is_here {
            damaged.push(sha256);
        }
        done += 1;
        progress(done);
    }
    damaged.sort();
    backup.write_database(manifest, database).await?;
    Ok(damaged)
}

/// What another database left in the folder: SQLite would take an old journal for that of the restored one.
pub(in crate::service) fn left_over(database: &Path) -> Option<PathBuf> {
    let beside = |end: &str| {
        let mut name = database.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let journals = ["", "-wal", "-shm", "-journal"].map(beside);
    journals.into_iter().chain([database.with_file_name("index")]).find(|path| path.exists())
}

/// Copies a file into a site that does not have it; `false` when it is gone or damaged in the backup.
async fn bring(backup: &Backup, to: &Blobs, file: Part) -> Result<(Sha256, bool)> {
    let is_here = to.size(&file.sha256).await? == Some(file.size_bytes)
        || to.take_from(&backup.blobs, &file.sha256).await?.is_some();
    Ok((file.sha256, is_here))
}

impl Backup {
    /// A restore drill: reads every byte of a snapshot and opens its database, without keeping anything.
    ///
    /// # Errors
    /// When the database is damaged or cannot be opened, or a folder fails.
    pub async fn check(&self, manifest: &Manifest, mut progress: impl FnMut(u64) + Send) -> Result<Checked> {
        let mut checked = Checked::default();
        let digests = self.files(manifest).await?.into_iter().map(|file| async move {
            let digest = self.blobs.digest(&file.sha256).await?;
            Ok::<_, Error>((digest.as_ref() == Some(&file.sha256), file.sha256))
        });
        let mut digests = stream::iter(digests).buffer_unordered(AT_ONCE);
        while let Some((is_sound, sha256)) = digests.try_next().await? {
            if !is_sound {
                checked.damaged.push(sha256);
            }
            checked.files += 1;
            progress(checked.files);
        }
        drop(digests);
        checked.damaged.sort();
        // Beside the backup, where a database of its size has room; a backup that may only be read is opened elsewhere.
        let work = self.blobs.work_space().or_else(|_| tempfile::tempdir().map_err(crate::blob::Error::Write))?;
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
        let failed = |error: std::io::Error| unusable(&database.display().to_string(), &error);
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
        tokio::fs::rename(&part, database).await.map_err(failed)?;
        // Without this a loss of power may leave the database under the other name.
        let folder = database.parent().unwrap_or(Path::new("."));
        tokio::fs::File::open(folder).await.map_err(failed)?.sync_all().await.map_err(failed)
    }
}
