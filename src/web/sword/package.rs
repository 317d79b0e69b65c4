//! Zip files that articles come in: the one article among the files, and what a METS file says of it.
//!
//! Nothing is unpacked to a place that the package names. Entries are counted, and read no further than files may be large,
//! so that neither many nor well-compressed ones cost more than a file does.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use crate::domain::Metadata;
use crate::domain::article::MediaType;
use crate::metadata::{Manifest, read_mets};
use crate::service::{ArchiveError, Metered, open_archive};

/// Most entries of a package: an article with its figures has a few dozen.
const MOST_ENTRIES: u32 = 500;
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

type Archive = zip::ZipArchive<Metered<File>>;

/// Why a package cannot be used: the key of its message.
pub(super) type Wrong = &'static str;

/// Opens a package; the article may have `largest` bytes, which go into an empty file.
pub(super) fn open(file: File, into: File, needs_mets: bool, largest: u64) -> Result<Opened, Wrong> {
    let mut archive = open_archive(file, MOST_ENTRIES).map_err(|error| match error {
        ArchiveError::Broken => "sword-zip-broken",
        ArchiveError::TooMany => "sword-zip-many",
    })?;
    let manifest = manifest(&mut archive)?;
    if needs_mets && manifest.is_none() {
        return Err("sword-zip-no-mets");
    }
    let listed = manifest.as_ref().map(|manifest| manifest.files.as_slice()).unwrap_or_default();
    let (at, name) = article(&mut archive, listed)?;
    let file = extract(&mut archive, at, into, largest)?;
    Ok(Opened { metadata: manifest.map(|manifest| manifest.foreign.metadata), name, file })
}

/// The METS file, where there is one: `mets.xml` at the top, or in the only folder.
fn manifest(archive: &mut Archive) -> Result<Option<Manifest>, Wrong> {
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
fn article(archive: &mut Archive, listed: &[String]) -> Result<(usize, String), Wrong> {
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

fn extract(archive: &mut Archive, at: usize, mut file: File, largest: u64) -> Result<File, Wrong> {
    let entry = archive.by_index(at).map_err(|_| "sword-zip-broken")?;
    let mut limited = entry.take(largest.saturating_add(1));
    std::io::copy(&mut limited, &mut file).map_err(|_| "sword-zip-broken")?;
    file.flush().and_then(|()| file.seek(SeekFrom::Start(0))).map_err(|_| "sword-zip-broken")?;
    Ok(file)
}
