//! Reads every file against its digest again and again, slowly, so that damage is known long before somebody asks.
//!
//! Each file is read once in the period that the site sets, 90 days unless it says otherwise, and damaged ones daily:
//! whoever puts a file back sees it told sound again the next day. One round reads what its limit allows. Where each file
//! is kept a second time (`replica.rs`), both are read, and the sound one replaces the other.

use jiff::{SignedDuration, Timestamp};

use super::{Repository, Result};
use crate::blob::Blobs;
use crate::domain::Sha256;

/// Files asked for at a time.
const BATCH: i64 = 100;
/// Hours after which a damaged file is read again.
const DAMAGED_HOURS: i64 = 24;
/// A file is due after this share of the period, so that none is late: two thirds.
const DUE_SHARE: (i64, i64) = (2, 3);

impl Repository {
    /// Reads files that are due, within the limit of a round, and gives how many were read. Damage goes to the log, the
    /// state page and the metrics.
    ///
    /// # Errors
    /// When the store or the backend of the files fails; a damaged file is no error.
    pub async fn check_files(&self) -> Result<usize> {
        let (now, care) = (self.now(), &self.parts.operations.care);
        let before = days_before(now, care.fixity_days * DUE_SHARE.0 / DUE_SHARE.1);
        let damaged_before = now.checked_sub(SignedDuration::from_hours(DAMAGED_HOURS)).unwrap_or(Timestamp::MIN);
        let (mut read, mut left) = (0, care.fixity_bytes);
        loop {
            let due = self.parts.store.list_files_to_check(before, damaged_before, BATCH).await?;
            if due.is_empty() {
                return Ok(read);
            }
            for (sha256, size_bytes) in due {
                let is_sound = self.reads_sound(&self.parts.blobs, &sha256).await? || self.put_back(&sha256).await?;
                if is_sound {
                    self.check_replica(&sha256).await?;
                }
                self.parts.store.note_file_check(&sha256, self.now(), is_sound).await?;
                read += 1;
                left = left.saturating_sub(size_bytes.unsigned_abs().max(1));
                if left == 0 {
                    return Ok(read);
                }
            }
        }
    }

    /// Whether a file is what it was. A file that cannot be read to its end, where the backend still answers, is damaged.
    pub(super) async fn reads_sound(&self, blobs: &Blobs, sha256: &Sha256) -> Result<bool> {
        match blobs.digest(sha256).await {
            Ok(digest) => Ok(digest.as_ref() == Some(sha256)),
            Err(error) => {
                blobs.size(sha256).await?;
                tracing::error!(%sha256, error = &error as &dyn std::error::Error, "a file cannot be read");
                Ok(false)
            }
        }
    }
}

/// A moment so many days before another one.
pub(super) fn days_before(now: Timestamp, days: i64) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(days.saturating_mul(24))).unwrap_or(Timestamp::MIN)
}
