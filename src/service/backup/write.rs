//! Writes a snapshot of a site, and removes old ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use tokio_util::io::ReaderStream;

use super::{AT_ONCE, Backup, FORMAT, Manifest, Part, SNAPSHOTS, digest, unusable};
use crate::blob::Blobs;
use crate::domain::{Clock, Sha256};
use crate::service::state::BACKUP_AT;
use crate::service::{Error, Repository, Result};
use crate::store::Store;

/// Rows of files read at a time.
const BATCH: i64 = 1_000;
/// Age of what a backup that was killed left on its way: nobody else writes meanwhile, but clocks may differ.
const LEFT_ALONE: SignedDuration = SignedDuration::from_hours(2);

impl Repository {
    /// Adds a snapshot of the site as it is now; gives its name. `progress` is told the files done so far. Files that
    /// are damaged or gone are named in the manifest, and everything else is kept.
    ///
    /// # Errors
    /// When another backup is being written there, or the store, the files or the folder fail.
    pub async fn back_up(&self, backup: &Backup, progress: impl FnMut(u64) + Send) -> Result<(String, Manifest)> {
        let lock = backup.lock().await?;
        let made = self.write_snapshot(backup, progress).await;
        lock.release().await?;
        made
    }

    async fn write_snapshot(&self, backup: &Backup, progress: impl FnMut(u64) + Send) -> Result<(String, Manifest)> {
        let before = Clock::system().now().checked_sub(LEFT_ALONE).unwrap_or(Timestamp::MIN);
        backup.blobs.sweep_incoming(before).await?;
        let made_at = self.now();
        let work = backup.blobs.work_space()?;
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
        let name = backup.add(&manifest).await?;
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
        let here = self.sizes().await?;
        let take = |listed: std::result::Result<Sha256, crate::blob::Error>| {
            let known = listed.as_ref().ok().and_then(|sha256| here.get(sha256).copied());
            async move {
                let sha256 = listed?;
                let size_bytes = match known {
                    Some(size_bytes) => Some(size_bytes),
                    None => self.blobs.take_from(from, &sha256).await?,
                };
                Ok::<_, Error>((sha256, size_bytes))
            }
        };
        let mut taken = from.list().map(take).buffer_unordered(AT_ONCE);
        while let Some((sha256, size_bytes)) = taken.try_next().await? {
            done += 1;
            progress(done);
            match size_bytes {
                Some(size_bytes) => files.push(Part { sha256, size_bytes }),
                None => damaged.push(sha256),
            }
        }
        Ok((files, damaged))
    }

    /// The files that are here with their sizes in bytes: one listing instead of a question for each.
    async fn sizes(&self) -> Result<BTreeMap<Sha256, u64>> {
        Ok(self.blobs.list_whole().map_ok(|listed| (listed.sha256, listed.size_bytes)).try_collect().await?)
    }

    async fn put_file(&self, path: &std::path::Path) -> Result<Part> {
        let file = tokio::fs::File::open(path).await.map_err(|error| unusable(&self.name(), &error))?;
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
        let lock = self.lock().await?;
        let removed = self.remove_old(count).await;
        lock.release().await?;
        removed
    }

    async fn remove_old(&self, count: usize) -> Result<(usize, usize)> {
        let mut old = self.snapshots().await?;
        if self.manifests().await?.len() != old.len() {
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
            self.blobs.delete_note(&format!("{SNAPSHOTS}/{name}.json")).await?;
        }
        let unwanted: Vec<Sha256> = self
            .blobs
            .list()
            .try_filter(|sha256| futures_util::future::ready(!wanted.contains(sha256)))
            .try_collect()
            .await?;
        let removed = unwanted.len();
        let gone = unwanted.into_iter().map(|sha256| async move { self.blobs.delete(&sha256).await });
        stream::iter(gone).buffer_unordered(AT_ONCE).try_for_each(|()| futures_util::future::ready(Ok(()))).await?;
        Ok((old.len(), removed))
    }
}
