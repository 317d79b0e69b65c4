//! Backups of a site, made while it runs: a folder of files by content and a manifest a snapshot.
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

mod digest;
mod relocate;
mod restore;
mod write;

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Error, Result};
use crate::blob::Blobs;
use crate::domain::Sha256;

pub use relocate::{Relocated, relocate};
pub use restore::{Checked, restore};

/// What manifests say they are.
const FORMAT: &str = "parvis-backup-1";

/// A folder of backups.
#[derive(Debug)]
pub struct Backup {
    folder: PathBuf,
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

/// Keeps others from writing to a backup; the system frees it however its holder ends.
#[derive(Debug)]
struct Lock {
    _file: File,
}

impl Backup {
    /// Opens a folder of backups, made when absent.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder.join("snapshots")).map_err(|error| unusable(folder, &error))?;
        Self::open(folder)
    }

    /// Opens a folder of backups.
    ///
    /// # Errors
    /// When it is none.
    pub fn open(folder: &Path) -> Result<Self> {
        if !folder.join("snapshots").is_dir() {
            return Err(Error::Invalid(format!(
                "{} holds no backups: name the folder that `parvis backup` wrote to",
                folder.display()
            )));
        }
        Ok(Self { folder: folder.to_owned(), blobs: Blobs::open(folder)? })
    }

    /// The snapshots with their names, oldest first. Manifests that cannot be read are left out.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn snapshots(&self) -> Result<Vec<(String, Manifest)>> {
        let failed = |error: std::io::Error| unusable(&self.folder, &error);
        let mut found = Vec::new();
        for entry in std::fs::read_dir(self.folder.join("snapshots")).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".json")) else { continue };
            let text = std::fs::read(&path).map_err(failed)?;
            if let Ok(manifest) = serde_json::from_slice::<Manifest>(&text)
                && manifest.format == FORMAT
            {
                found.push((name.to_owned(), manifest));
            }
        }
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(found)
    }

    /// Number of manifests, those that cannot be read among them.
    fn count_manifests(&self) -> Result<usize> {
        let entries =
            std::fs::read_dir(self.folder.join("snapshots")).map_err(|error| unusable(&self.folder, &error))?;
        Ok(entries.flatten().filter(|entry| entry.path().extension().is_some_and(|end| end == "json")).count())
    }

    /// A snapshot by its name, the latest without one.
    ///
    /// # Errors
    /// When there is none.
    pub fn snapshot(&self, name: Option<&str>) -> Result<(String, Manifest)> {
        let mut all = self.snapshots()?;
        let at = match name {
            Some(name) => all.iter().position(|(own, _)| own == name),
            None => all.len().checked_sub(1),
        };
        at.map(|at| all.swap_remove(at)).ok_or_else(|| {
            let names = all.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
            Error::Invalid(format!("no such snapshot; there are: {}", if names.is_empty() { "none" } else { &names }))
        })
    }

    /// Writes a manifest, which makes the snapshot; gives its name.
    fn add(&self, manifest: &Manifest) -> Result<String> {
        let failed = |error: std::io::Error| unusable(&self.folder, &error);
        let name = manifest.made_at.strftime("%Y%m%dT%H%M%S%.3fZ").to_string();
        let folder = self.folder.join("snapshots");
        let mut file = tempfile::NamedTempFile::new_in(&folder).map_err(failed)?;
        file.write_all(&serde_json::to_vec_pretty(manifest)?).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist_noclobber(folder.join(format!("{name}.json"))).map_err(|error| failed(error.error))?;
        File::open(&folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        Ok(name)
    }

    fn lock(&self) -> Result<Lock> {
        let file = File::create(self.folder.join("backup.lock")).map_err(|error| unusable(&self.folder, &error))?;
        file.try_lock().map_err(|_| {
            Error::Invalid(format!("another backup is being written to {}: wait for its end", self.folder.display()))
        })?;
        Ok(Lock { _file: file })
    }
}

fn unusable(folder: &Path, error: &std::io::Error) -> Error {
    Error::Invalid(format!("the folder {} cannot be used: {error}", folder.display()))
}
