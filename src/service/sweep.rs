//! Removes what broken uploads left, and files that nothing names any more.

use std::time::Instant;

use futures_util::TryStreamExt;
use jiff::{SignedDuration, Timestamp};

use super::{Error, Repository, Result};
use crate::domain::article::File;
use crate::domain::{Clock, Sha256};
use crate::store::Tx;

/// A value that is written to see whether anything can be.
const WRITABLE: &str = "writable_at";
/// How long bytes that no row names may still be on their way.
const LEFT_ALONE: SignedDuration = SignedDuration::from_hours(24);

/// Files after which it rests as long as they took: readers come first.
const PIECE: u32 = 500;

impl Repository {
    /// Sees whether the site can be written to.
    ///
    /// # Errors
    /// When it cannot be: the disk is full, the database is gone.
    pub async fn ensure_writable(&self) -> Result<()> {
        Ok(self.parts.store.put_site_value(WRITABLE, &self.now().to_string()).await?)
    }

    /// Removes uploads that broke off and files that no row names, once they are a day old: other processes may be taking
    /// files in, whose rows come after their bytes.
    ///
    /// # Errors
    /// When the store or the files fail.
    pub async fn sweep(&self) -> Result<usize> {
        // What a disk or a service says of the age of a file is told by the clock of the world.
        let before = Clock::system().now().checked_sub(LEFT_ALONE).unwrap_or(Timestamp::MIN);
        let mut removed = self.parts.blobs.sweep_incoming(before).await? + self.forget_old_uploads().await?;
        let mut files = self.parts.blobs.list_whole();
        let (mut looked_at, mut begun) = (0_u32, Instant::now());
        while let Some(file) = files.try_next().await? {
            if file.written_at < before && !self.is_named(&file.sha256).await? {
                removed += usize::from(self.remove_unnamed(&file.sha256).await?);
            }
            looked_at += 1;
            if looked_at.is_multiple_of(PIECE) {
                tokio::time::sleep(begun.elapsed()).await;
                begun = Instant::now();
            }
        }
        Ok(removed + self.sweep_readings().await?)
    }

    /// Removes the bytes of a file that no row names, under the lock: whoever names them next sees that they are gone
    /// (`hold_file`).
    pub(super) async fn remove_unnamed(&self, sha256: &Sha256) -> Result<bool> {
        let tx = self.parts.store.begin().await?;
        let is_named = self.is_named(sha256).await?;
        if !is_named {
            self.parts.blobs.delete(sha256).await?;
        }
        tx.commit().await?;
        Ok(!is_named)
    }

    /// Removes what was read from files that are gone: of drafts that were thrown away while they were read, for one.
    async fn sweep_readings(&self) -> Result<usize> {
        let mut removed = 0;
        for kind in self.kinds_by_file().await? {
            for sha256 in self.parts.blobs.list_derived(&kind).await? {
                if !self.parts.store.has_file(&sha256).await? {
                    self.parts.blobs.delete_derived(&kind, &sha256).await?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }

    /// The kinds of what is kept under the digest of a file, of this version of the program and of older ones. Additions to
    /// published files go on with them.
    async fn kinds_by_file(&self) -> Result<Vec<String>> {
        let kinds = self.parts.blobs.derived_kinds().await?;
        Ok(kinds.into_iter().filter(|kind| kind.starts_with("reading-") || kind.starts_with("sealed-")).collect())
    }

    /// Forgets what was read from a file and drawn of it.
    async fn forget_derived(&self, file: &File) -> Result<()> {
        self.forget_drawings(file).await?;
        for kind in self.kinds_by_file().await? {
            self.parts.blobs.delete_derived(&kind, &file.sha256).await?;
        }
        Ok(())
    }

    /// Notes a file that came, in the same transaction as what it came for. Its bytes may have been here before, and
    /// have gone with what was thrown away in between; then it has to come again.
    ///
    /// # Errors
    /// When the bytes are gone, or the store or the files fail.
    pub(super) async fn hold_file(&self, tx: &mut Tx, file: &File, now: Timestamp) -> Result<()> {
        tx.add_file(file, now).await?;
        match self.parts.blobs.size(&file.sha256).await? {
            Some(_) => Ok(()),
            None => Err(Error::internal("the bytes of a file that came are gone", file.sha256.to_string())),
        }
    }

    /// Forgets files that came for something that was thrown away, where nothing else names them.
    ///
    /// # Errors
    /// When the store or the files fail.
    pub(super) async fn forget_unused_files(&self, files: &[Sha256]) -> Result<()> {
        for sha256 in files {
            let file = self.parts.store.find_file(sha256).await?;
            let mut tx = self.parts.store.begin().await?;
            let is_unused = tx.delete_unused_file(sha256).await?;
            tx.commit().await?;
            // The bytes go once their row is gone for good: a process that is killed in between leaves bytes that the sweep
            // removes, never a row without bytes.
            if is_unused
                && self.remove_unnamed(sha256).await?
                && let Some(file) = &file
            {
                self.forget_derived(file).await?;
            }
            self.forget_in_replica(sha256).await?;
        }
        Ok(())
    }
}
