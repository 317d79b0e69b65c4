//! Backups of a site, made while it runs: files by content and a manifest a snapshot, in a folder or a bucket.
//!
//! ```text
//! backup/
//!   sha256/ab/cd/…        every file that any snapshot has, once: deposited files, databases, lists of files
//!   snapshots/NAME.json   what a snapshot consists of
//!   backup.lock           held while somebody writes
//! ```
//!
//! A snapshot begins with a copy of the database at one moment; files never change and are never removed while a row
//! names them, so that those copied afterwards complete it. A manifest is written last: what a process that was killed
//! leaves behind is no snapshot, and saves the next run the copying. What is computed from files is not part of it;
//! a restored site makes its search index and its readings anew.

mod carry;
pub(in crate::service) mod digest;
mod lock;
mod relocate;
mod restore;
mod write;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Error, Result};
use crate::blob::Blobs;
use crate::domain::Sha256;

pub use carry::{Carried, Step, carry};
pub use relocate::{Relocated, relocate};
pub(in crate::service) use restore::left_over;
pub use restore::{Checked, restore};

/// What manifests say they are.
const FORMAT: &str = "parvis-backup-1";
/// Where manifests are.
const SNAPSHOTS: &str = "snapshots";
/// Files copied or read at the same time.
const AT_ONCE: usize = 6;

/// A place of backups.
#[derive(Debug)]
pub struct Backup {
    /// The folder, where it is one.
    folder: Option<PathBuf>,
    blobs: Blobs,
}

/// One backup of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Form of the manifest.
    format: String,
    /// When the database was copied.
    pub made_at: Timestamp,
    /// Version of the program that made it.
    pub program: String,
    /// The database.
    pub database: Part,
    /// The list of the files: a line each, the digest and the size in bytes.
    pub list: Part,
    /// Number of files.
    pub files: u64,
    /// Their size in bytes.
    pub bytes: u64,
    /// Records that harvesters get, withdrawn ones among them.
    pub records: u64,
    /// Digest of all of them.
    pub records_digest: Sha256,
    /// Files that the database names and the site did not have in a sound state.
    pub missing: Vec<Sha256>,
}

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Digest of its bytes.
    pub sha256: Sha256,
    /// Size in bytes.
    pub size_bytes: u64,
}

impl Backup {
    /// Backups in a folder, or in a bucket, which has none.
    #[must_use]
    pub fn new(blobs: Blobs, folder: Option<PathBuf>) -> Self {
        Self { folder, blobs }
    }

    /// What a person calls the place.
    #[must_use]
    pub fn name(&self) -> String {
        self.blobs.name()
    }

    /// Makes sure that the place can be used, and makes a folder a place of backups.
    ///
    /// # Errors
    /// When it cannot, with what to do about it.
    pub async fn prepare(&self) -> Result<()> {
        if let Some(folder) = &self.folder {
            std::fs::create_dir_all(folder.join(SNAPSHOTS)).map_err(|error| unusable(&self.name(), &error))?;
        }
        Ok(self.blobs.check().await?)
    }

    /// The snapshots with their names, oldest first. Manifests that cannot be read are left out.
    ///
    /// # Errors
    /// When the place cannot be read.
    pub async fn snapshots(&self) -> Result<Vec<(String, Manifest)>> {
        let mut found = Vec::new();
        for file in self.manifests().await? {
            let Some(text) = self.blobs.find_note(&format!("{SNAPSHOTS}/{file}")).await? else { continue };
            if let Ok(manifest) = serde_json::from_slice::<Manifest>(&text)
                && manifest.format == FORMAT
            {
                found.push((file.trim_end_matches(".json").to_owned(), manifest));
            }
        }
        Ok(found)
    }

    /// The names of the manifests, oldest first, those that cannot be read among them.
    async fn manifests(&self) -> Result<Vec<String>> {
        let mut names = self.blobs.list_notes(SNAPSHOTS).await?;
        names.retain(|name| Path::new(name).extension().is_some_and(|end| end == "json"));
        Ok(names)
    }

    /// A snapshot by its name, the latest without one.
    ///
    /// # Errors
    /// When there is none.
    pub async fn snapshot(&self, name: Option<&str>) -> Result<(String, Manifest)> {
        self.blobs.check().await?;
        let mut all = self.snapshots().await?;
        if all.is_empty() {
            let text = format!("{} holds no backups: name the place that `parvis backup` wrote to", self.name());
            return Err(Error::Invalid(text));
        }
        let at = match name {
            Some(name) => all.iter().position(|(own, _)| own == name),
            None => all.len().checked_sub(1),
        };
        at.map(|at| all.swap_remove(at)).ok_or_else(|| {
            let names = all.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
            Error::Invalid(format!("no such snapshot; there are: {names}"))
        })
    }

    /// Writes a manifest, which makes the snapshot; gives its name.
    async fn add(&self, manifest: &Manifest) -> Result<String> {
        let name = manifest.made_at.strftime("%Y%m%dT%H%M%S%.3fZ").to_string();
        if self.blobs.add_note(&format!("{SNAPSHOTS}/{name}.json"), serde_json::to_vec_pretty(manifest)?).await? {
            return Ok(name);
        }
        Err(Error::Invalid(format!("a backup of the same moment is in {}: begin again", self.name())))
    }
}

fn unusable(place: &str, error: &std::io::Error) -> Error {
    Error::Invalid(format!("{place} cannot be used: {error}"))
}
