//! Who is writing to a place of backups: one at a time.
//!
//! In a folder the system keeps others out, and lets them in however the writer ends. A bucket has nothing of the kind:
//! there a note names the writer and is good for an hour, renewed every ten minutes, so that one that was killed is in
//! nobody's way for long.

use std::fs::File;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Backup, unusable};
use crate::blob::Blobs;
use crate::domain::Clock;
use crate::service::{Error, Result};

const NAME: &str = "backup.lock";
/// How long a note is good.
const GOOD: SignedDuration = SignedDuration::from_hours(1);
/// How often it is renewed.
const RENEWED: Duration = Duration::from_mins(10);

/// Keeps others from writing to a backup.
#[derive(Debug)]
pub(super) struct Lock {
    held: Held,
}

#[derive(Debug)]
enum Held {
    File { _file: File },
    Note { blobs: Blobs, renewal: tokio::task::JoinHandle<()> },
}

/// What the note says.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    /// A word that only the writer has.
    writer: String,
    /// Until when nobody else may write.
    until: Timestamp,
}

impl Note {
    fn of(writer: &str) -> Self {
        let now = Clock::system().now();
        Self { writer: writer.to_owned(), until: now.checked_add(GOOD).unwrap_or(now) }
    }
}

impl Backup {
    /// Keeps others from writing.
    ///
    /// # Errors
    /// When somebody else writes, or the place fails.
    pub(super) async fn lock(&self) -> Result<Lock> {
        let busy = || Error::Invalid(format!("another backup is being written to {}: wait for its end", self.name()));
        if let Some(folder) = &self.folder {
            let file = File::create(folder.join(NAME)).map_err(|error| unusable(&self.name(), &error))?;
            file.try_lock().map_err(|_| busy())?;
            return Ok(Lock { held: Held::File { _file: file } });
        }
        let writer = crate::service::submit::random_token()?;
        let note = serde_json::to_vec(&Note::of(&writer))?;
        if !self.blobs.add_note(NAME, note.clone()).await? {
            let held = self.blobs.find_note(NAME).await?;
            let held = held.and_then(|text| serde_json::from_slice::<Note>(&text).ok());
            if held.is_some_and(|held| held.until > Clock::system().now()) {
                return Err(busy());
            }
            // Its writer was killed. Of two that see this at once, the first to make the note anew goes on.
            self.blobs.delete_note(NAME).await?;
            if !self.blobs.add_note(NAME, note).await? {
                return Err(busy());
            }
        }
        let renewal = tokio::spawn(renew(self.blobs.clone(), writer));
        Ok(Lock { held: Held::Note { blobs: self.blobs.clone(), renewal } })
    }
}

async fn renew(blobs: Blobs, writer: String) {
    loop {
        tokio::time::sleep(RENEWED).await;
        let renewed = match serde_json::to_vec(&Note::of(&writer)) {
            Ok(note) => blobs.put_note(NAME, note).await.map_err(Error::from),
            Err(error) => Err(error.into()),
        };
        if let Err(error) = renewed {
            tracing::warn!(error = &error as &dyn std::error::Error, "the note of a backup cannot be renewed");
        }
    }
}

impl Lock {
    /// Lets others write.
    ///
    /// # Errors
    /// When the place fails; then they wait until the note is no longer good.
    pub(super) async fn release(self) -> Result<()> {
        match &self.held {
            Held::File { .. } => Ok(()),
            Held::Note { blobs, renewal } => {
                renewal.abort();
                Ok(blobs.delete_note(NAME).await?)
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Held::Note { renewal, .. } = &self.held {
            renewal.abort();
        }
    }
}
