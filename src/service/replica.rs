//! Each file kept a second time: new ones go there behind the deposit, damaged ones come back from there.

use jiff::{SignedDuration, Timestamp};

use super::fixity::days_before;
use super::state::{Check, Health, Watch};
use super::{Repository, Result};
use crate::blob::Blobs;
use crate::domain::Sha256;

/// Files asked for at a time.
const BATCH: i64 = 200;
/// How long a file may wait for its second copy.
const PATIENCE: SignedDuration = SignedDuration::from_hours(1);
/// Name of the value that says where files were kept a second time last.
const REPLICA: &str = "replica_place";

impl Repository {
    /// A round of what files need: those that are new are kept a second time, those that are due are read. Gives how many
    /// were read.
    ///
    /// # Errors
    /// When files cannot be read; what hinders second copies goes to the log.
    pub async fn look_after_files(&self) -> Result<usize> {
        match self.replicate().await {
            Ok(0) => {}
            Ok(files) => tracing::info!(files, "files were copied to where each is kept a second time"),
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "files cannot be kept a second time");
            }
        }
        self.check_files().await
    }

    /// Copies the files that are not kept a second time yet; gives how many.
    ///
    /// # Errors
    /// When the store or one of the two places fails; a file that is damaged here is no error.
    pub async fn replicate(&self) -> Result<usize> {
        let Some(replica) = self.parts.blobs.replica() else { return Ok(0) };
        let store = &self.parts.store;
        let place = replica.name();
        if store.find_site_value(REPLICA).await?.as_ref() != Some(&place) {
            store.forget_replica_copies().await?;
            store.put_site_value(REPLICA, &place).await?;
        }
        let (mut copied, mut after) = (0, String::new());
        loop {
            let files = store.list_files_without_replica(&after, BATCH).await?;
            let Some((last, _)) = files.last() else { return Ok(copied) };
            last.as_str().clone_into(&mut after);
            for (sha256, size_bytes) in files {
                let is_there = replica.size(&sha256).await? == Some(size_bytes.unsigned_abs());
                if is_there || self.copy_to(replica, &sha256).await? {
                    store.note_replica_copy(&sha256, Some(self.now())).await?;
                    copied += usize::from(!is_there);
                }
            }
        }
    }

    async fn copy_to(&self, replica: &Blobs, sha256: &Sha256) -> Result<bool> {
        let copied = replica.take_from(&self.parts.blobs, sha256).await?.is_some();
        if !copied {
            tracing::error!(%sha256, "a file is missing or damaged and cannot be kept a second time");
        }
        Ok(copied)
    }

    /// Puts the sound copy of a missing or damaged file back; whether there was one.
    pub(super) async fn put_back(&self, sha256: &Sha256) -> Result<bool> {
        let Some(replica) = self.parts.blobs.replica() else {
            tracing::error!(%sha256, "a file is missing or damaged: put it back from a backup");
            return Ok(false);
        };
        let place = replica.name();
        match self.parts.blobs.take_from(replica, sha256).await {
            Ok(Some(_)) => {
                tracing::warn!(%sha256, place, "a file was missing or damaged: its second copy was put back");
                self.parts.store.note_repair(sha256, self.now()).await?;
                Ok(true)
            }
            Ok(None) => {
                tracing::error!(%sha256, place, "a file is missing or damaged, and so is its second copy: put it back from a backup");
                Ok(false)
            }
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::error!(%sha256, place, error, "a file is missing or damaged, and its second copy cannot be had");
                Ok(false)
            }
        }
    }

    /// Reads the second copy of a sound file; one that is gone or damaged is made anew in the next round.
    pub(super) async fn check_replica(&self, sha256: &Sha256) -> Result<()> {
        let Some(replica) = self.parts.blobs.replica() else { return Ok(()) };
        match self.reads_sound(replica, sha256).await {
            Ok(true) => {}
            Ok(false) => {
                tracing::warn!(%sha256, place = replica.name(), "a second copy is missing or damaged: it is made anew");
                replica.delete(sha256).await?;
                self.parts.store.note_replica_copy(sha256, None).await?;
            }
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::error!(%sha256, place = replica.name(), error, "a second copy cannot be read");
            }
        }
        Ok(())
    }

    /// Forgets the second copy of a file that was thrown away. One that cannot be removed now stays, and the log says so.
    pub(super) async fn forget_in_replica(&self, sha256: &Sha256) -> Result<()> {
        let Some(replica) = self.parts.blobs.replica() else { return Ok(()) };
        if self.parts.store.has_file(sha256).await? {
            return Ok(());
        }
        if let Err(error) = replica.delete(sha256).await {
            let error = &error as &dyn std::error::Error;
            tracing::error!(%sha256, place = replica.name(), error, "a second copy cannot be removed: remove it by hand");
        }
        Ok(())
    }

    /// How the second copies stand; nothing where there are none.
    pub(super) async fn replica_check(&self, now: Timestamp) -> Result<Option<Check>> {
        if self.parts.blobs.replica().is_none() {
            return Ok(None);
        }
        let before = now.checked_sub(PATIENCE).unwrap_or(Timestamp::MIN);
        let since = days_before(now, self.parts.operations.care.fixity_days);
        let counts = self.parts.store.replica_counts(before, since).await?;
        let at = counts.last_us.filter(|us| *us > 0).and_then(|us| Timestamp::from_microsecond(us).ok());
        let (health, numbers) = match counts.missing {
            0 => (Health::Well, [counts.files, counts.repaired]),
            missing => (Health::Failed, [missing, counts.files]),
        };
        Ok(Some(Check { watch: Watch::Replica, health, at, numbers: numbers.map(i64::unsigned_abs) }))
    }
}
