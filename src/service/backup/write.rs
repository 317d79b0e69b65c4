//! Writes a snapshot of a site, and removes old ones.

use std::collections::BTreeSet;
use std::fmt::Write;

use futures_util::TryStreamExt;
use tokio_util::io::ReaderStream;

use super::{Backup, FORMAT, Manifest, Part, digest, unusable};
use crate::blob::{Blobs, Stored};
use crate::domain::Sha256;
use crate::service::state::BACKUP_AT;
use crate::service::{Error, Repository, Result};
use crate::store::Store;

/// Rows of files read at a time.
const BATCH: i64 = 1_000;

impl Repository {
    /// Adds a snapshot of the site as it is now; gives its name. `progress` is told the files done so far. Files that
    /// are damaged or gone are named in the manifest, and everything else is kept.
    ///
    /// # Errors
    /// When another backup is being written there, or the store, the files or the folder fail.
    pub async fn back_up(&self, backup: &Backup, progress: impl FnMut(u64) + Send) -> Result<(String, Manifest)> {
        let _lock = backup.lock()?;
        backup.blobs.sweep_incoming().await?;
        let made_at = self.now();
        let work = tempfile::tempdir_in(&backup.folder).map_err(|error| unusable(&backup.folder, &error))?;
        let copy = work.path().join("parvis.sqlite");
        self.parts.store.copy_to(&copy).await?;
        let database = backup.put_file(&copy).await?;
        let store = Store::open(&copy).await?;
        let (records, records_digest) = digest::records(&store).await?;
        let (mut files, damaged) = backup.take_files(&self.parts.blobs, progress).await?;
        let missing = missing(&store, &files).await?;
        // What the site lost and an earlier backup has stays part of the snapshot: a restore brings it back.
        for sha256 in &missing {
            if let Some(size_bytes) = backup.blobs.size(sha256).await? {
                files.push(Part { sha256: sha256.clone(), size_bytes });
            }
        }
        files.sort_by(|one, other| one.sha256.cmp(&other.sha256));
        store.close().await;
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            made_at,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            database,
            list: backup.put_list(&files).await?,
            files: u64::try_from(files.len()).unwrap_or(u64::MAX),
            bytes: files.iter().map(|file| file.size_bytes).sum(),
            records,
            records_digest,
            missing: missing.into_iter().chain(damaged).collect::<BTreeSet<_>>().into_iter().collect(),
        };
        let name = backup.add(&manifest)?;
        self.parts.store.put_site_value(BACKUP_AT, &made_at.to_string()).await?;
        Ok((name, manifest))
    }

    /// Number of files that a backup goes through.
    ///
    /// # Errors
    /// When the files cannot be listed.
    pub async fn count_files(&self) -> Result<u64> {
        Ok(self.parts.blobs.list().try_fold(0, |count, _| async move { Ok(count + 1) }).await?)
    }
}

/// Files that rows name and a snapshot does not have.
async fn missing(store: &Store, files: &[Part]) -> Result<Vec<Sha256>> {
    let known: BTreeSet<&Sha256> = files.iter().map(|file| &file.sha256).collect();
    let (mut missing, mut after) = (Vec::new(), String::new());
    loop {
        let rows = store.list_files(&after, BATCH).await?;
        let Some((last, _)) = rows.last() else { return Ok(missing) };
        last.as_str().clone_into(&mut after);
        missing.extend(rows.into_iter().map(|(sha256, _)| sha256).filter(|sha256| !known.contains(sha256)));
    }
}

impl Backup {
    /// Copies the files of a site that are not here yet; gives all that are here then, and those that are damaged.
    async fn take_files(&self, from: &Blobs, mut progress: impl FnMut(u64)) -> Result<(Vec<Part>, Vec<Sha256>)> {
        let (mut files, mut damaged, mut done) = (Vec::new(), Vec::new(), 0);
        let mut listed = from.list();
        while let Some(sha256) = listed.try_next().await? {
            let here = match self.blobs.size(&sha256).await? {
                Some(size_bytes) => Some(Part { sha256: sha256.clone(), size_bytes }),
                None => self.take_file(from, &sha256).await?,
            };
            done += 1;
            progress(done);
            match here {
                Some(part) => files.push(part),
                None => damaged.push(sha256),
            }
        }
        files.sort_by(|one, other| one.sha256.cmp(&other.sha256));
        Ok((files, damaged))
    }

    /// Copies a file; `None` when its bytes are not those of its name.
    async fn take_file(&self, from: &Blobs, sha256: &Sha256) -> Result<Option<Part>> {
        let (_, bytes) = match from.get(sha256, None).await {
            Err(crate::blob::Error::NotFound(_)) => return Ok(None),
            found => found?,
        };
        let Stored { sha256: found, size_bytes, .. } = self.blobs.put(sha256.as_str(), bytes, u64::MAX).await?;
        if found == *sha256 {
            return Ok(Some(Part { sha256: found, size_bytes }));
        }
        self.blobs.delete(&found).await?;
        Ok(None)
    }

    async fn put_file(&self, path: &std::path::Path) -> Result<Part> {
        let file = tokio::fs::File::open(path).await.map_err(|error| unusable(&self.folder, &error))?;
        self.put("database", ReaderStream::new(file)).await
    }

    async fn put_list(&self, files: &[Part]) -> Result<Part> {
        let mut text = String::new();
        for file in files {
            let _ = writeln!(text, "{} {}", file.sha256, file.size_bytes);
        }
        let bytes = futures_util::stream::iter([Ok::<_, std::io::Error>(text.into())]);
        self.put("list", bytes).await
    }

    async fn put<S>(&self, ticket: &str, bytes: S) -> Result<Part>
    where
        S: futures_util::Stream<Item = std::io::Result<bytes::Bytes>> + Unpin,
    {
        let stored = self.blobs.put(ticket, bytes, u64::MAX).await?;
        Ok(Part { sha256: stored.sha256, size_bytes: stored.size_bytes })
    }

    /// The files of a snapshot.
    pub(super) async fn files(&self, manifest: &Manifest) -> Result<Vec<Part>> {
        let damaged = || Error::Invalid("the backup's list of files is damaged".to_owned());
        let bytes = self.blobs.read(&manifest.list.sha256).await?;
        if Sha256::of(&bytes) != manifest.list.sha256 {
            return Err(damaged());
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| damaged())?;
        let part = |line: &str| {
            let (sha256, size) = line.split_once(' ')?;
            Some(Part { sha256: Sha256::parse(sha256).ok()?, size_bytes: size.parse().ok()? })
        };
        text.lines().map(|line| part(line).ok_or_else(damaged)).collect()
    }

    /// Keeps the latest snapshots alone, with the files that they have; gives how many snapshots and files went.
    ///
    /// # Errors
    /// When another backup is being written there, a list cannot be read, or the folder fails.
    pub async fn keep_latest(&self, count: usize) -> Result<(usize, usize)> {
        let _lock = self.lock()?;
        let mut old = self.snapshots()?;
        if self.count_manifests()? != old.len() {
            let text = "a snapshot cannot be read: nothing is removed while it is not known which files it has";
            return Err(Error::Invalid(text.to_owned()));
        }
        let kept = old.split_off(old.len().saturating_sub(count.max(1)));
        let mut wanted = BTreeSet::new();
        for (_, manifest) in &kept {
            wanted.extend([manifest.database.sha256.clone(), manifest.list.sha256.clone()]);
            wanted.extend(self.files(manifest).await?.into_iter().map(|file| file.sha256));
        }
        for (name, _) in &old {
            let path = self.folder.join("snapshots").join(format!("{name}.json"));
            std::fs::remove_file(path).map_err(|error| unusable(&self.folder, &error))?;
        }
        let (mut removed, mut listed) = (0, self.blobs.list());
        while let Some(sha256) = listed.try_next().await? {
            if !wanted.contains(&sha256) {
                self.blobs.delete(&sha256).await?;
                removed += 1;
            }
        }
        Ok((old.len(), removed))
    }
}
