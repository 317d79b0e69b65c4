//! Files of a bag on their way to the disk, each with its line in the manifest.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use futures_util::TryStreamExt;
use sha2::Digest;

use super::MANIFEST_FILE;
use crate::blob::ByteStream;
use crate::domain::Sha256;
use crate::service::{Error, Result};

/// A bag that is being written.
pub(super) struct Payload {
    folder: PathBuf,
    manifest: BufWriter<File>,
    /// Bytes and files below `data/`, for the bag's `Payload-Oxum` (RFC 8493 §2.2.2).
    pub(super) bytes: u64,
    /// Their number.
    pub(super) files: u64,
}

/// A file of the bag that is being written.
pub(super) struct Entry {
    path: PathBuf,
    file: BufWriter<File>,
    hasher: sha2::Sha256,
    bytes: u64,
}

impl Write for Entry {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        let done = bytes.get(..written).unwrap_or_default();
        self.hasher.update(done);
        self.bytes += u64::try_from(done.len()).unwrap_or_default();
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Entry {
    fn create(path: PathBuf) -> std::io::Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let file = BufWriter::new(File::create_new(&path)?);
        Ok(Self { path, file, hasher: sha2::Sha256::new(), bytes: 0 })
    }

    fn end(self) -> std::io::Result<(PathBuf, Sha256, u64)> {
        let file = self.file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok((self.path, Sha256::from_hasher(self.hasher), self.bytes))
    }
}

impl Payload {
    /// Begins a bag in a folder that is absent or empty.
    pub(super) fn begin(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        let mut inside = std::fs::read_dir(folder).map_err(|error| unwritable(folder, &error))?;
        if inside.next().is_some() {
            return Err(Error::Invalid(format!("{} is not empty: name a folder that is", folder.display())));
        }
        let manifest = folder.join(MANIFEST_FILE);
        let manifest = File::create_new(&manifest).map_err(|error| unwritable(&manifest, &error))?;
        Ok(Self { folder: folder.to_owned(), manifest: BufWriter::new(manifest), bytes: 0, files: 0 })
    }

    /// Begins a file.
    pub(super) fn entry(&self, path: &str) -> Result<Entry> {
        Entry::create(self.folder.join(path)).map_err(|error| unwritable(&self.folder.join(path), &error))
    }

    /// Ends a file, which then is part of the bag.
    pub(super) fn keep(&mut self, entry: Entry) -> Result<Sha256> {
        let place = entry.path.clone();
        let failed = |error: std::io::Error| unwritable(&place, &error);
        let (path, sha256, bytes) = entry.end().map_err(failed)?;
        let inside = path.strip_prefix(&self.folder).unwrap_or(&path).to_string_lossy().into_owned();
        writeln!(self.manifest, "{sha256}  {inside}").map_err(failed)?;
        self.bytes += bytes;
        self.files += 1;
        Ok(sha256)
    }

    /// Adds a file whose bytes are at hand.
    pub(super) fn put(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        let mut entry = self.entry(path)?;
        entry.write_all(bytes).map_err(|error| unwritable(&entry.path, &error))?;
        self.keep(entry).map(drop)
    }

    /// Adds a deposited file; `false` where its bytes are not those of its digest, or break off: it is left out then.
    pub(super) async fn copy(&mut self, path: &str, mut bytes: ByteStream, sha256: &Sha256) -> Result<bool> {
        let mut entry = self.entry(path)?;
        let place = entry.path.clone();
        let failed = |error: std::io::Error| unwritable(&place, &error);
        let mut broken = false;
        loop {
            match bytes.try_next().await {
                Ok(Some(chunk)) => entry.write_all(&chunk).map_err(failed)?,
                Ok(None) => break,
                Err(_) => {
                    broken = true;
                    break;
                }
            }
        }
        if broken || Sha256::from_hasher(entry.hasher.clone()) != *sha256 {
            drop(entry);
            std::fs::remove_file(&place).map_err(failed)?;
            return Ok(false);
        }
        self.keep(entry)?;
        Ok(true)
    }

    /// Ends the manifest and writes the files beside it, the declaration last.
    pub(super) fn finish(self, info: &str) -> Result<()> {
        let Self { folder, manifest, .. } = self;
        let failed = |error: std::io::Error| unwritable(&folder, &error);
        let manifest = manifest.into_inner().map_err(|error| failed(error.into_error()))?;
        manifest.sync_all().map_err(failed)?;
        write_file(&folder.join(super::INFO_FILE), info.as_bytes()).map_err(failed)?;
        let mut tags = Vec::new();
        for name in [super::INFO_FILE, super::MANIFEST_FILE] {
            writeln!(tags, "{}  {name}", digest_of(&folder.join(name)).map_err(failed)?).map_err(failed)?;
        }
        let declaration = Sha256::of(super::DECLARATION.as_bytes());
        writeln!(tags, "{declaration}  {}", super::DECLARATION_FILE).map_err(failed)?;
        write_file(&folder.join(super::TAG_MANIFEST_FILE), &tags).map_err(failed)?;
        write_file(&folder.join(super::DECLARATION_FILE), super::DECLARATION.as_bytes()).map_err(failed)?;
        File::open(&folder).and_then(|folder| folder.sync_all()).map_err(failed)
    }
}

fn write_file(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The digest of a file.
pub(super) fn digest_of(path: &Path) -> std::io::Result<Sha256> {
    let mut hasher = sha2::Sha256::new();
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match std::io::Read::read(&mut file, &mut buffer)? {
            0 => return Ok(Sha256::from_hasher(hasher)),
            read => hasher.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    Error::Invalid(format!("{} cannot be written: {error}", path.display()))
}
