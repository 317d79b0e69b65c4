//! What somebody hands in for an import: lists, the files that they name, or archives of both.

use std::io::{Cursor, Read};

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use zip::ZipArchive;

use super::ImportError;
use crate::domain::Sha256;
use crate::domain::article::{File, MediaType};
use crate::domain::import::FaultCode;
use crate::metadata::bulk::read_bulk;
use crate::service::record_file::once;
use crate::service::{Error, Kind, Repository, Result};

/// Largest list or archive, in bytes; a row with two abstracts is about 5 kB.
const LARGEST_LIST_BYTES: usize = 64 * 1024 * 1024;
/// Files that one archive may hold, and bytes that they may have together once unpacked.
const MOST_ENTRIES: usize = 5_000;
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
    pub(super) lists: Vec<(String, Bytes)>,
    files: Vec<(String, Option<File>)>,
    /// Whether nothing is to be kept: files are looked at and let go.
    is_trial: bool,
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
        let names: Vec<&str> = self.lists.iter().map(|(name, _)| name.as_str()).take(3).collect();
        let more = if self.lists.len() > names.len() { ", …" } else { "" };
        format!("{}{more}", names.join(", ")).chars().take(200).collect()
    }

    /// The names of files that its tables name and that are not there yet.
    #[must_use]
    pub fn named_files(&self) -> Vec<String> {
        let rows = self.lists.iter().filter_map(|(name, bytes)| read_bulk(name, bytes).ok()).flatten();
        let named = rows.filter_map(|row| row.read.ok()?.file).filter(|name| self.find(name) == Err(FaultCode::File));
        let all: std::collections::BTreeSet<String> = named.collect();
        all.into_iter().collect()
    }

    /// The file of a name: the very one, else the only one with that last part; else why there is none.
    pub(super) fn find(&self, name: &str) -> Result<&File, FaultCode> {
        let wanted = plain(name);
        let exact = self.files.iter().find(|(known, _)| *known == wanted);
        let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
        let mut alike = self.files.iter().filter(|(known, _)| last(known) == last(&wanted));
        let only = match (alike.next(), alike.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        };
        let (_, file) = exact.or(only).ok_or(FaultCode::File)?;
        file.as_ref().ok_or(FaultCode::FileType)
    }

    /// The digests of the files, in order.
    pub(super) fn digests(&self) -> Vec<&str> {
        let files = self.files.iter().filter_map(|(_, file)| file.as_ref());
        let mut digests: Vec<&str> = files.map(|file| file.sha256.as_str()).collect();
        digests.sort_unstable();
        digests
    }

    /// All files that were kept for it.
    pub(super) fn kept(&self) -> Vec<Sha256> {
        self.files.iter().filter_map(|(_, file)| file.as_ref().map(|file| file.sha256.clone())).collect()
    }
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
            return self.note_file(bundle, name, kept).await;
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
            self.add_whole(bundle, name, whole).await
        }
    }

    async fn add_whole(&self, bundle: &mut Bundle, name: &str, bytes: Bytes) -> Result<(), ImportError> {
        let sniffed = MediaType::sniff(bytes.get(..bytes.len().min(HEAD_BYTES)).unwrap_or_default());
        let is_file = sniffed.is_some() || ends_with(name, &["pdf"]);
        if is_file && bundle.is_trial {
            let file = sniffed.filter(|_| !bytes.is_empty()).map(|media_type| looked_at(name, media_type, &bytes));
            bundle.files.push((plain(name), file));
        } else if is_file {
            let kept = self.keep_file(name, once(bytes.clone())).await;
            self.note_file(bundle, name, kept).await?;
        }
        if sniffed != Some(MediaType::Pdf) && !ends_with(name, &["pdf"]) {
            bundle.lists.push((name.to_owned(), bytes));
        }
        Ok(())
    }

    async fn note_file(&self, bundle: &mut Bundle, name: &str, kept: Result<File>) -> Result<(), ImportError> {
        let file = match kept {
            Ok(file) => {
                let mut tx = self.parts.store.begin().await?;
                tx.add_file(&file, self.now()).await?;
                tx.commit().await?;
                Some(file)
            }
            Err(error) if matches!(error.kind(), Kind::Invalid | Kind::TooLarge) => None,
            Err(error) => return Err(error.into()),
        };
        bundle.files.push((plain(name), file));
        Ok(())
    }

    async fn unpack(&self, bundle: &mut Bundle, name: &str, bytes: Bytes) -> Result<(), ImportError> {
        let broken = || ImportError::Archive(name.to_owned());
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
        if archive.file_names().any(|part| part.is_ok_and(|part| part == OFFICE_PART)) {
            return Err(ImportError::Spreadsheet(name.to_owned()));
        }
        if archive.len() > MOST_ENTRIES {
            return Err(ImportError::TooLarge(name.to_owned()));
        }
        let mut total = 0_u64;
        for at in 0..archive.len() {
            let room = LARGEST_ARCHIVE_BYTES.saturating_sub(total);
            let work = move || (entry(&mut archive, at, room), archive);
            let (read, back) = tokio::task::spawn_blocking(work)
                .await
                .map_err(|error| Error::internal("the unpacking thread stopped", error))?;
            archive = back;
            let Some((part, bytes)) = read.map_err(|()| broken())? else { continue };
            total = total.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            if total > LARGEST_ARCHIVE_BYTES {
                return Err(ImportError::TooLarge(name.to_owned()));
            }
            self.add_whole(bundle, &part, bytes.into()).await?;
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
fn entry(archive: &mut ZipArchive<Cursor<Bytes>>, at: usize, room: u64) -> Result<Option<(String, Vec<u8>)>, ()> {
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
        let file = |name: &str| (plain(name), Some(looked_at(name, MediaType::Pdf, name.as_bytes())));
        let bundle =
            Bundle { files: vec![file("a/Lac.pdf"), file("b/lac.pdf"), file("neige.PDF")], ..Bundle::default() };
        let found = |name: &str| bundle.find(name).ok().map(|file| file.name.clone());
        assert_eq!(found("A\\lac.pdf").as_deref(), Some("a/Lac.pdf"));
        assert_eq!(found("lac.pdf"), None, "two files end so");
        assert_eq!(found("dossier/Neige.pdf").as_deref(), Some("neige.PDF"));
        assert_eq!(bundle.find("absent.pdf"), Err(FaultCode::File));
    }
}
