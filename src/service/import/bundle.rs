//! What somebody hands in for an import: lists, the files that they name, or archives of both.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use zip::ZipArchive;

use super::ImportError;
use crate::domain::Sha256;
use crate::domain::article::{File, MediaType};
use crate::domain::import::FaultCode;
use crate::metadata::bulk::read_bulk;
use crate::service::archive::{ArchiveError, Metered, open_archive};
use crate::service::record_file::once;
use crate::service::{Error, Kind, Repository, Result};

/// Largest list or archive, in bytes; a row with two abstracts is about 5 kB.
const LARGEST_LIST_BYTES: usize = 64 * 1024 * 1024;
/// Files that one archive may hold, and bytes that they may have together once unpacked.
const MOST_ENTRIES: u32 = 5_000;
const LARGEST_ARCHIVE_BYTES: u64 = 2_000_000_000;
/// Bytes of a file in which its type shows.
const HEAD_BYTES: usize = 2_048;
/// Ends of names of files that may be lists.
const LIST_ENDS: [&str; 8] = ["csv", "tsv", "txt", "bib", "bibtex", "ris", "json", "xml"];
/// How an archive begins (PKWARE APPNOTE 6.3.10 §4.3.7), and what an office document holds (ECMA-376 part 2).
const ARCHIVE_MARK: &[u8] = b"PK\x03\x04";
const OFFICE_PART: &str = "[Content_Types].xml";

/// Lists and files of an import.
#[derive(Debug, Default)]
pub struct Bundle {
    pub(super) lists: Vec<List>,
    files: Vec<Brought>,
    /// Where files stand, by their whole names and by the last parts of them.
    by_name: HashMap<String, Vec<usize>>,
    by_end: HashMap<String, Vec<usize>>,
    /// Archives so far: what comes in one belongs together.
    archives: u32,
    /// Bytes of all lists, and of all that archives held.
    list_bytes: usize,
    unpacked_bytes: u64,
    /// Whether nothing is to be kept: files are looked at and let go.
    is_trial: bool,
}

/// A list of rows.
#[derive(Debug)]
pub(super) struct List {
    pub(super) name: String,
    pub(super) bytes: Bytes,
    /// The archive that it came in, from 1; 0 for none.
    archive: u32,
    /// Its place among the files, where it is the file of its one row, as a JATS text is.
    own: Option<usize>,
}

/// A file that came, or what was called one and is none.
#[derive(Debug)]
struct Brought {
    name: String,
    file: Option<File>,
    archive: u32,
}

impl Bundle {
    /// A bundle of which nothing will be kept.
    #[must_use]
    pub fn trial() -> Self {
        Self { is_trial: true, ..Self::default() }
    }

    /// The names of the lists, for people.
    #[must_use]
    pub fn name(&self) -> String {
        let names: Vec<&str> = self.lists.iter().map(|list| list.name.as_str()).take(3).collect();
        let more = if self.lists.len() > names.len() { ", …" } else { "" };
        format!("{}{more}", names.join(", ")).chars().take(200).collect()
    }

    /// The names of files that its tables name and that are not there yet.
    #[must_use]
    pub fn named_files(&self) -> Vec<String> {
        let mut all = std::collections::BTreeSet::new();
        for list in &self.lists {
            let rows = read_bulk(&list.name, &list.bytes).unwrap_or_default();
            let named = rows.into_iter().filter_map(|row| row.read.ok()?.file);
            all.extend(named.filter(|name| self.find(list, name) == Err(FaultCode::File)));
        }
        all.into_iter().collect()
    }

    /// The file that a list itself is.
    pub(super) fn own(&self, list: &List) -> Result<&File, FaultCode> {
        let brought = list.own.and_then(|place| self.files.get(place)).ok_or(FaultCode::File)?;
        brought.file.as_ref().ok_or(FaultCode::FileType)
    }

    /// The file that a list calls by a name: the very one, else one whose path ends so; what came in the same archive goes
    /// before the rest, and of several different ones none is it. Else why there is none.
    pub(super) fn find(&self, list: &List, name: &str) -> Result<&File, FaultCode> {
        let wanted = plain(name);
        let is_end = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.ends_with('/'));
        let at = |places: Option<&Vec<usize>>| {
            let places = places.map(Vec::as_slice).unwrap_or_default();
            places.iter().filter_map(|place| self.files.get(*place)).collect::<Vec<_>>()
        };
        let exact = at(self.by_name.get(&wanted));
        let mut alike = at(self.by_end.get(end_of(&wanted)));
        alike.retain(|brought| is_end(&brought.name, &wanted) || is_end(&wanted, &brought.name));
        let near = |brought: &&Brought| brought.archive == list.archive;
        let found = only(exact.iter().copied().filter(near))
            .or_else(|| only(alike.iter().copied().filter(near)))
            .or_else(|| only(exact.iter().copied()))
            .or_else(|| only(alike.iter().copied()));
        found.ok_or(FaultCode::File)?.file.as_ref().ok_or(FaultCode::FileType)
    }

    /// Adds a file, or what was called one.
    fn bring(&mut self, name: &str, file: Option<File>, archive: u32) {
        let (name, place) = (plain(name), self.files.len());
        self.by_end.entry(end_of(&name).to_owned()).or_default().push(place);
        self.by_name.entry(name.clone()).or_default().push(place);
        self.files.push(Brought { name, file, archive });
    }

    /// The digests of the files, in order.
    pub(super) fn digests(&self) -> Vec<&str> {
        let files = self.files.iter().filter_map(|brought| brought.file.as_ref());
        let mut digests: Vec<&str> = files.map(|file| file.sha256.as_str()).collect();
        digests.sort_unstable();
        digests
    }

    /// All files that were kept for it.
    pub(super) fn kept(&self) -> Vec<Sha256> {
        self.files.iter().filter_map(|brought| brought.file.as_ref().map(|file| file.sha256.clone())).collect()
    }
}

/// The one of several, where all are the same bytes.
fn only<'a>(mut all: impl Iterator<Item = &'a Brought>) -> Option<&'a Brought> {
    let first = all.next()?;
    let digest = |brought: &Brought| brought.file.as_ref().map(|file| file.sha256.clone());
    all.all(|other| digest(other) == digest(first)).then_some(first)
}

/// The last part of a path.
fn end_of(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// A name as rows may write it: forward slashes, lower case.
fn plain(name: &str) -> String {
    name.trim().replace('\\', "/").trim_start_matches("./").to_lowercase()
}

fn ends_with(name: &str, ends: &[&str]) -> bool {
    let end = name.rsplit_once('.').map(|(_, end)| end).unwrap_or_default();
    ends.iter().any(|known| end.eq_ignore_ascii_case(known))
}

impl Repository {
    /// Adds what somebody sent: a PDF goes straight to its place, a list is kept in memory, an archive is unpacked.
    ///
    /// # Errors
    /// When a list is too large, an archive is broken, or a fault of ours keeps a file from being kept.
    pub async fn add_to_bundle<S, E>(&self, bundle: &mut Bundle, name: &str, mut bytes: S) -> Result<(), ImportError>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        if ends_with(name, &["pdf"]) && !bundle.is_trial {
            let kept = self.keep_file(name, bytes).await;
            return self.note_file(bundle, name, kept, 0).await;
        }
        let mut whole = BytesMut::new();
        let most = LARGEST_LIST_BYTES.max(usize::try_from(self.parts.max_upload_bytes).unwrap_or(usize::MAX));
        while let Some(chunk) = bytes.next().await {
            let chunk = chunk.map_err(|error| Error::Blob(crate::blob::Error::Upload(error.into())))?;
            if whole.len().saturating_add(chunk.len()) > most {
                return Err(ImportError::TooLarge(name.to_owned()));
            }
            whole.extend_from_slice(&chunk);
        }
        let whole = whole.freeze();
        if whole.starts_with(ARCHIVE_MARK) {
            self.unpack(bundle, name, whole).await
        } else {
            self.add_whole(bundle, name, whole, 0).await
        }
    }

    async fn add_whole(&self, bundle: &mut Bundle, name: &str, bytes: Bytes, archive: u32) -> Result<(), ImportError> {
        let sniffed = MediaType::sniff(bytes.get(..bytes.len().min(HEAD_BYTES)).unwrap_or_default());
        let is_file = sniffed.is_some() || ends_with(name, &["pdf"]);
        if is_file && bundle.is_trial {
            let file = sniffed.filter(|_| !bytes.is_empty()).map(|media_type| looked_at(name, media_type, &bytes));
            bundle.bring(name, file, archive);
        } else if is_file {
            let kept = self.keep_file(name, once(bytes.clone())).await;
            self.note_file(bundle, name, kept, archive).await?;
        }
        if sniffed != Some(MediaType::Pdf) && !ends_with(name, &["pdf"]) {
            bundle.list_bytes = bundle.list_bytes.saturating_add(bytes.len());
            if bundle.list_bytes > LARGEST_LIST_BYTES {
                return Err(ImportError::TooLarge(name.to_owned()));
            }
            let own = if is_file { bundle.files.len().checked_sub(1) } else { None };
            bundle.lists.push(List { name: name.to_owned(), bytes, archive, own });
        }
        Ok(())
    }

    async fn note_file(
        &self,
        bundle: &mut Bundle,
        name: &str,
        kept: Result<File>,
        archive: u32,
    ) -> Result<(), ImportError> {
        let file = match kept {
            Ok(file) => {
                let mut tx = self.parts.store.begin().await?;
                self.hold_file(&mut tx, &file, self.now()).await?;
                tx.commit().await?;
                Some(file)
            }
            Err(error) if matches!(error.kind(), Kind::Invalid | Kind::TooLarge) => None,
            Err(error) => return Err(error.into()),
        };
        bundle.bring(name, file, archive);
        Ok(())
    }

    async fn unpack(&self, bundle: &mut Bundle, name: &str, bytes: Bytes) -> Result<(), ImportError> {
        let broken = || ImportError::Archive(name.to_owned());
        let mut archive = open_archive(Cursor::new(bytes), MOST_ENTRIES).map_err(|error| match error {
            ArchiveError::Broken => broken(),
            ArchiveError::TooMany => ImportError::TooLarge(name.to_owned()),
        })?;
        if archive.file_names().any(|part| part.is_ok_and(|part| part == OFFICE_PART)) {
            return Err(ImportError::Spreadsheet(name.to_owned()));
        }
        bundle.archives += 1;
        let belongs = bundle.archives;
        for at in 0..archive.len() {
            let room = LARGEST_ARCHIVE_BYTES.saturating_sub(bundle.unpacked_bytes);
            let work = move || (entry(&mut archive, at, room), archive);
            let (read, back) = tokio::task::spawn_blocking(work)
                .await
                .map_err(|error| Error::internal("the unpacking thread stopped", error))?;
            archive = back;
            let Some((part, bytes)) = read.map_err(|()| broken())? else { continue };
            let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            bundle.unpacked_bytes = bundle.unpacked_bytes.saturating_add(size);
            if bundle.unpacked_bytes > LARGEST_ARCHIVE_BYTES {
                return Err(ImportError::TooLarge(name.to_owned()));
            }
            self.add_whole(bundle, &part, bytes.into(), belongs).await?;
        }
        Ok(())
    }
}

/// A file of a trial: looked at, not kept.
fn looked_at(name: &str, media_type: MediaType, bytes: &[u8]) -> File {
    File {
        sha256: Sha256::of(bytes),
        name: name.to_owned(),
        media_type,
        size_bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        pages: None,
    }
}

/// One entry of an archive; nothing for folders and what is neither a list nor a PDF.
fn entry(
    archive: &mut ZipArchive<Metered<Cursor<Bytes>>>,
    at: usize,
    room: u64,
) -> Result<Option<(String, Vec<u8>)>, ()> {
    let mut entry = archive.by_index(at).map_err(|_| ())?;
    let name = entry.name().map_err(|_| ())?.into_owned();
    let is_hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
    let is_wanted = ends_with(&name, &LIST_ENDS) || ends_with(&name, &["pdf"]);
    if entry.is_dir() || is_hidden || !is_wanted {
        return Ok(None);
    }
    let most = room.min(u64::try_from(LARGEST_LIST_BYTES).unwrap_or(u64::MAX)).saturating_add(1);
    let mut bytes = Vec::new();
    // Whatever the entry says of its size, no more than this is unpacked.
    entry.by_ref().take(most).read_to_end(&mut bytes).map_err(|_| ())?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) >= most { Err(()) } else { Ok(Some((name, bytes))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_its_path_or_by_the_end_that_is_its_alone() {
        let mut bundle = Bundle::default();
        for (name, archive) in [("a/Lac.pdf", 0), ("b/lac.pdf", 0), ("neige.PDF", 0), ("1.pdf", 1), ("1.pdf", 2)] {
            let file = looked_at(name, MediaType::Pdf, format!("{name} {archive}").as_bytes());
            bundle.bring(name, Some(file), archive);
        }
        let list = |archive| List { name: String::new(), bytes: Bytes::new(), archive, own: None };
        let found = |name: &str| bundle.find(&list(0), name).ok().map(|file| file.name.clone());
        assert_eq!(found("A\\lac.pdf").as_deref(), Some("a/Lac.pdf"));
        assert_eq!(found("lac.pdf"), None, "two files end so");
        assert_eq!(found("dossier/Neige.pdf").as_deref(), Some("neige.PDF"));
        assert_eq!(found("c/lac.pdf"), None, "that folder's did not come");
        assert_eq!(bundle.find(&list(0), "absent.pdf"), Err(FaultCode::File));
        assert_eq!(found("1.pdf"), None, "two archives hold another one each");
        let second = bundle.find(&list(2), "1.pdf").map(|file| file.sha256.clone());
        assert_eq!(second, Ok(Sha256::of(b"1.pdf 2")), "a list's own archive goes first");
    }
}
