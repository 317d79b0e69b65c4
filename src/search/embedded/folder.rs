//! The folder of an index on disk: one generation in use, named by the file `CURRENT`.
//!
//! `CURRENT` holds the number of the schema, the folder of the generation and whether it was ever filled. It is
//! replaced atomically, so a stop at any moment leaves the old generation or the new one.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::schema::VERSION;
use crate::search::error::SearchError;

const CURRENT: &str = "CURRENT";

/// The generation that `CURRENT` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Generation {
    number: u64,
    /// Whether all articles were put in since it was made.
    filled: bool,
}

impl Generation {
    /// Its folder.
    pub(super) fn path(&self, dir: &Path) -> PathBuf {
        dir.join(format!("g{}", self.number))
    }

    /// Reads the generation in use; `None` when there is none that this program can read.
    pub(super) fn current(dir: &Path) -> Option<Self> {
        let text = fs::read_to_string(dir.join(CURRENT)).ok()?;
        let mut words = text.split_whitespace();
        let version: u32 = words.next()?.parse().ok()?;
        let number = words.next()?.strip_prefix('g')?.parse().ok()?;
        (version == VERSION).then(|| Self { number, filled: words.next() == Some("filled") })
    }

    /// Whether all articles were put in since it was made.
    pub(super) fn is_filled(&self) -> bool {
        self.filled
    }

    /// Makes the folder of a new generation; [`Generation::save`] puts it in use.
    pub(super) fn create(dir: &Path) -> Result<Self, SearchError> {
        let mut number = 1;
        loop {
            let generation = Self { number, filled: false };
            let path = generation.path(dir);
            match fs::create_dir(&path) {
                Ok(()) => return Ok(generation),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
                Err(source) => return Err(SearchError::Folder { path, source }),
            }
        }
    }

    /// The same after all articles were put in.
    pub(super) fn filled(self) -> Self {
        Self { filled: true, ..self }
    }

    /// Puts it in use.
    pub(super) fn save(&self, dir: &Path) -> Result<(), SearchError> {
        let path = dir.join(CURRENT);
        let state = if self.filled { "filled" } else { "filling" };
        let write = || -> std::io::Result<()> {
            let mut file = tempfile::NamedTempFile::new_in(dir)?;
            writeln!(file, "{VERSION} g{} {state}", self.number)?;
            file.as_file().sync_all()?;
            file.persist(&path)?;
            fs::File::open(dir)?.sync_all()
        };
        write().map_err(|source| SearchError::Folder { path: path.clone(), source })
    }

    /// Removes all other generations, as far as possible.
    pub(super) fn remove_others(&self, dir: &Path) {
        let own = self.path(dir);
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            let is_generation =
                name.to_str().and_then(|name| name.strip_prefix('g')).is_some_and(|rest| rest.parse::<u64>().is_ok());
            if is_generation
                && path != own
                && let Err(error) = fs::remove_dir_all(&path)
            {
                tracing::warn!(path = %path.display(), %error, "an old search index could not be removed");
            }
        }
    }
}
