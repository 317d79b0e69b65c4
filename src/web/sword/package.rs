//! Zip files that articles come in: the one article among the files, and what a METS file says of it.
//!
//! Nothing is unpacked to a place that the package names. Entries are counted, and read no further than files may be large,
//! so that neither many nor well-compressed ones cost more than a file does.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use zip::ZipArchive;

use crate::domain::Metadata;
use crate::domain::article::MediaType;
use crate::metadata::{Manifest, read_mets};

/// Most entries of a package: an article with its figures has a few dozen.
const MOST_ENTRIES: usize = 500;
/// Bytes of the list of entries that are read: some 500 of the longest names.
const LARGEST_LIST_BYTES: u64 = 2_000_000;
/// Largest METS file, in bytes.
const LARGEST_METS_BYTES: u64 = 5_000_000;
/// Bytes that tell the type of a file.
const HEAD_BYTES: u64 = 1_100;

/// What a package holds.
#[derive(Debug)]
pub(super) struct Opened {
    /// What its METS file says.
    pub(super) metadata: Option<Metadata>,
    /// Name of the article.
    pub(super) name: String,
    /// Its bytes, from the beginning.
    pub(super) file: File,
}

/// Why a package cannot be used: the key of its message.
pub(super) type Wrong = &'static str;

/// A file that gives no more than so many bytes. The list of an archive is built whole before its entries can be counted,
/// and takes many times the memory of its bytes.
struct Metered {
    file: File,
    left: Arc<AtomicU64>,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(std::io::Error::other("too many entries"));
        }
        let read = self.file.read(buffer)?;
        self.left.store(left.saturating_sub(u64::try_from(read).unwrap_or(u64::MAX)), Ordering::Relaxed);
        Ok(read)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }
}

/// Opens a package; the article may have `largest` bytes.
pub(super) fn open(file: File, needs_mets: bool, largest: u64) -> Result<Opened, Wrong> {
    let left = Arc::new(AtomicU64::new(LARGEST_LIST_BYTES));
    let opened = ZipArchive::new(Metered { file, left: left.clone() });
    let is_spent = left.swap(u64::MAX, Ordering::Relaxed) == 0;
    let mut archive = opened.map_err(|_| if is_spent { "sword-zip-many" } else { "sword-zip-broken" })?;
    if archive.len() > MOST_ENTRIES {
        return Err("sword-zip-many");
    }
    let manifest = manifest(&mut archive)?;
    if needs_mets && manifest.is_none() {
        return Err("sword-zip-no-mets");
    }
    let listed = manifest.as_ref().map(|manifest| manifest.files.as_slice()).unwrap_or_default();
    let (at, name) = article(&mut archive, listed)?;
    let file = extract(&mut archive, at, largest)?;
    Ok(Opened { metadata: manifest.map(|manifest| manifest.foreign.metadata), name, file })
}

/// The METS file, where there is one: `mets.xml` at the top, or in the only folder.
fn manifest(archive: &mut ZipArchive<Metered>) -> Result<Option<Manifest>, Wrong> {
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|_| "sword-zip-broken")?;
        let is_mets = entry.name().is_ok_and(|name| name.rsplit('/').next() == Some("mets.xml"));
        if !is_mets || entry.is_dir() {
            continue;
        }
        let mut xml = String::new();
        entry.take(LARGEST_METS_BYTES).read_to_string(&mut xml).map_err(|_| "sword-mets-broken")?;
        return read_mets(&xml).map(Some).map_err(|_| "sword-mets-broken");
    }
    Ok(None)
}

/// The one article: a PDF, else a JATS file; of several the one that the METS file lists first.
fn article(archive: &mut ZipArchive<Metered>, listed: &[String]) -> Result<(usize, String), Wrong> {
    let mut found: Vec<(MediaType, usize, String)> = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|_| "sword-zip-broken")?;
        let name = entry.name().map(std::borrow::Cow::into_owned).map_err(|_| "sword-zip-broken")?;
        let last = name.rsplit('/').next().unwrap_or_default();
        if entry.is_dir() || last == "mets.xml" || last.starts_with('.') || name.starts_with("__MACOSX/") {
            continue;
        }
        let mut head = Vec::new();
        entry.take(HEAD_BYTES).read_to_end(&mut head).map_err(|_| "sword-zip-broken")?;
        found.extend(MediaType::sniff(&head).map(|media_type| (media_type, at, name)));
    }
    let of = |wanted: MediaType| found.iter().filter(|(media_type, ..)| *media_type == wanted).collect::<Vec<_>>();
    let pdfs = of(MediaType::Pdf);
    let candidates = if pdfs.is_empty() { of(MediaType::Jats) } else { pdfs };
    let is_named =
        |known: &str, name: &str| known.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
    let first = listed.iter().find_map(|name| candidates.iter().find(|(_, _, known)| is_named(known, name)));
    match (first, candidates.as_slice()) {
        (Some((_, at, name)), _) | (None, [(_, at, name)]) => Ok((*at, name.clone())),
        (None, []) => Err("sword-zip-no-article"),
        _ => Err("sword-zip-several"),
    }
}

fn extract(archive: &mut ZipArchive<Metered>, at: usize, largest: u64) -> Result<File, Wrong> {
    let entry = archive.by_index(at).map_err(|_| "sword-zip-broken")?;
    let mut file = tempfile::tempfile().map_err(|_| "sword-zip-broken")?;
    let mut limited = entry.take(largest.saturating_add(1));
    std::io::copy(&mut limited, &mut file).map_err(|_| "sword-zip-broken")?;
    file.flush().and_then(|()| file.seek(SeekFrom::Start(0))).map_err(|_| "sword-zip-broken")?;
    Ok(file)
}
