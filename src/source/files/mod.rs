//! Works from files: the public data file of Crossref and the snapshot of `OpenAlex`, or parts of them.
//!
//! One work a line, or one JSON document a file whose works stand in a list (`items`, `results`), plain or gzip. A thread
//! reads, the walk takes what it finds, so that memory stays flat however large the files are. Only works that name one of
//! the funds are given. A mark tells what was read: files that did not change are not read again.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use flate2::read::MultiGzDecoder;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::mpsc;

use super::net::Net;
use super::works::Works;
use super::{Batch, Error, Result, Walk};
use crate::domain::Sha256;
use crate::domain::source::RecordFault;

mod split;

/// Works given at a time.
const BATCH: usize = 200;
/// Works that wait between the thread and the walk.
const WAITING: usize = 64;
/// Folders within folders that are looked into.
const DEEPEST: usize = 8;

/// The path that an address names, `file:///…`.
pub(super) fn path_of(base_url: &str) -> Option<PathBuf> {
    let path = base_url.trim().strip_prefix("file://")?;
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    Some(PathBuf::from(decoded.into_owned()))
}

/// A file or folder of works, and the folder that it must lie in, where there is one.
#[derive(Debug, Clone)]
pub(super) struct Place {
    path: PathBuf,
    root: Option<PathBuf>,
}

impl Place {
    /// What an address names, `file:///…`; nothing where it names no file.
    pub(super) fn of(net: &Net, base_url: &str) -> Option<Self> {
        Some(Self { path: path_of(base_url)?, root: net.files_root() })
    }

    /// Looks whether there are files to read.
    pub(super) fn check(&self) -> Result<()> {
        let found = list(self)?;
        let none = || std::io::Error::new(std::io::ErrorKind::NotFound, "no file named .json, .jsonl or .gz is there");
        if found.is_empty() { Err(Error::File { path: self.path.clone(), source: none() }) } else { Ok(()) }
    }

    /// Where a path leads in the end, links and `..` followed: never out of the folder.
    fn resolved(&self, path: &Path) -> Result<PathBuf> {
        let Some(root) = &self.root else { return Ok(path.to_owned()) };
        let resolve = |path: &Path| path.canonicalize().map_err(|source| Error::File { path: path.to_owned(), source });
        let root = resolve(root)?;
        // Outside of the folder nothing is looked at, not even whether it is there.
        let found = path.canonicalize().ok().filter(|found| found.starts_with(&root));
        found.ok_or_else(|| Error::Outside { path: path.to_owned(), root })
    }
}

/// What was read of the files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    /// Digests of path, size and date of the files that were read to their end.
    done: BTreeSet<String>,
    /// The digest of the file under way, and how many of its works were read.
    under_way: Option<(String, u64)>,
}

/// What the thread found.
enum Found {
    /// A work that names a fund, and its place among all works of its file.
    Work(u64, Value),
    /// Something that is no work.
    Fault(u64, RecordFault),
    /// A file begins.
    Begins(String),
    /// A file was read to its end.
    Ends,
    /// A file cannot be read.
    Failed(Error),
}

/// A walk through files.
pub(super) struct FilesWalk {
    service: &'static dyn Works,
    mark: Mark,
    found: mpsc::Receiver<Found>,
}

impl FilesWalk {
    /// Begins to read; `words` are those of which a work that is given has one.
    pub(super) fn new(service: &'static dyn Works, place: Place, words: &[String], mark: Option<&str>) -> Result<Self> {
        let mark: Mark = mark.map(serde_json::from_str).transpose().map_err(Error::Mark)?.unwrap_or_default();
        let (sender, found) = mpsc::channel(WAITING);
        let (before, words) = (mark.clone(), words.to_vec());
        // Not awaited: it ends when the walk is dropped, at its next find.
        tokio::task::spawn_blocking(move || {
            if let Err(error) = read_all(&place, &words, &before, &sender) {
                let _ = sender.blocking_send(Found::Failed(error));
            }
        });
        Ok(Self { service, mark, found })
    }

    async fn step(&mut self) -> Result<Option<Batch>> {
        let mut batch = Batch::default();
        while let Some(found) = self.found.recv().await {
            match found {
                Found::Begins(file) => self.mark.under_way = Some((file, 0)),
                Found::Ends => self.mark.done.extend(self.mark.under_way.take().map(|(file, _)| file)),
                Found::Failed(error) => return Err(error),
                Found::Work(at, work) => {
                    match self.service.record(work) {
                        Ok(record) => batch.records.push(record),
                        Err(fault) => batch.faults.push(fault),
                    }
                    self.reach(at);
                }
                Found::Fault(at, fault) => {
                    batch.faults.push(fault);
                    self.reach(at);
                }
            }
            if batch.records.len() + batch.faults.len() >= BATCH {
                return Ok(Some(batch));
            }
        }
        let is_empty = batch.records.is_empty() && batch.faults.is_empty();
        Ok((!is_empty).then_some(batch))
    }

    fn reach(&mut self, at: u64) {
        if let Some((_, count)) = &mut self.mark.under_way {
            *count = at + 1;
        }
    }
}

impl Walk for FilesWalk {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Batch>>> {
        self.step().boxed()
    }

    fn mark(&self) -> Result<String> {
        serde_json::to_string(&self.mark).map_err(Error::Mark)
    }

    fn since(&self) -> Option<Timestamp> {
        None
    }
}

/// Reads all files that were not read before; an error when the walk is gone.
fn read_all(place: &Place, words: &[String], before: &Mark, sender: &mpsc::Sender<Found>) -> Result<()> {
    for (file, digest) in list(place)? {
        if before.done.contains(&digest) {
            continue;
        }
        let skipped = before.under_way.as_ref().filter(|(under_way, _)| *under_way == digest).map_or(0, |(_, at)| *at);
        if sender.blocking_send(Found::Begins(digest)).is_err() {
            return Ok(());
        }
        let failed = |source| Error::File { path: file.clone(), source };
        let bytes = open(&place.resolved(&file)?).map_err(failed)?;
        let mut give = |at: u64, work: Result<&str, String>| {
            if at < skipped {
                return true;
            }
            let found = match work {
                Ok(text) if !names_one(text, words) => return true,
                Ok(text) => match serde_json::from_str(text) {
                    Ok(work) => Found::Work(at, work),
                    Err(error) => Found::Fault(at, fault(&file, at, &error.to_string())),
                },
                Err(reason) => Found::Fault(at, fault(&file, at, &reason)),
            };
            sender.blocking_send(found).is_ok()
        };
        match split::split(bytes, &mut give) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            // What was found before stays; the file is looked at again when it has changed.
            Err(error) => {
                let found = Found::Fault(
                    0,
                    RecordFault { identifier: Some(file.display().to_string()), reason: error.to_string() },
                );
                if sender.blocking_send(found).is_err() {
                    return Ok(());
                }
            }
        }
        if sender.blocking_send(Found::Ends).is_err() {
            return Ok(());
        }
    }
    Ok(())
}

fn fault(file: &Path, at: u64, reason: &str) -> RecordFault {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    RecordFault { identifier: Some(format!("{name}, {}", at + 1)), reason: reason.to_owned() }
}

/// Whether a text names one of the funds; letters of any case.
fn names_one(text: &str, words: &[String]) -> bool {
    let folded = text.to_lowercase();
    words.iter().any(|word| folded.contains(&word.to_lowercase()))
}

fn open(file: &Path) -> std::io::Result<Box<dyn Read>> {
    let bytes = BufReader::new(File::open(file)?);
    let is_packed = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
    Ok(if is_packed { Box::new(MultiGzDecoder::new(bytes)) } else { Box::new(bytes) })
}

/// The files of a place in order, each with the digest of its path, size and date. Links within it are not followed.
fn list(place: &Place) -> Result<Vec<(PathBuf, String)>> {
    let mut files = Vec::new();
    let path = &place.resolved(&place.path)?;
    gather(path, 0, &mut files)?;
    files.sort();
    let digested = files.into_iter().map(|file| {
        let failed = |source| Error::File { path: file.clone(), source };
        let about = file.metadata().map_err(failed)?;
        let seconds =
            about.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok()).map_or(0, |at| at.as_secs());
        let name = file.strip_prefix(path).unwrap_or(&file).display().to_string();
        let digest = Sha256::of(format!("{name}\n{}\n{seconds}", about.len()).as_bytes());
        let short = digest.as_str().chars().take(16).collect();
        Ok((file, short))
    });
    digested.collect()
}

fn gather(path: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<()> {
    let failed = |source| Error::File { path: path.to_owned(), source };
    let about = if depth == 0 { path.metadata() } else { path.symlink_metadata() };
    let about = about.map_err(failed)?;
    if about.is_file() && (depth == 0 || is_named_as_works(path)) {
        files.push(path.to_owned());
    } else if about.is_dir() && depth < DEEPEST {
        for item in path.read_dir().map_err(failed)? {
            gather(&item.map_err(failed)?.path(), depth + 1, files)?;
        }
    }
    Ok(())
}

fn is_named_as_works(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    [".json", ".jsonl", ".ndjson", ".gz"].iter().any(|end| name.ends_with(end)) && !name.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_file_is_told_from_others() {
        assert_eq!(path_of(" file:///srv/crossref%202026 "), Some(PathBuf::from("/srv/crossref 2026")));
        assert_eq!(path_of("https://api.crossref.org"), None);
        assert_eq!(path_of("/srv/crossref"), None);
    }

    #[test]
    fn files_are_found_in_folders_by_their_names_and_told_apart_by_size() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("updated_date=2026-01-01");
        std::fs::create_dir(&inner).unwrap();
        for (name, text) in [("b.jsonl", "{}"), ("a.json.gz", "x"), ("LISEZMOI.txt", "x"), (".a.json", "x")] {
            std::fs::write(inner.join(name), text).unwrap();
        }
        let place = |path: &Path| Place { path: path.to_owned(), root: None };
        let names = || list(&place(folder.path())).unwrap();
        let found: Vec<_> = names().iter().map(|(file, _)| file.file_name().unwrap().to_owned()).collect();
        assert_eq!(found, ["a.json.gz", "b.jsonl"]);
        let before = names();
        std::fs::write(inner.join("b.jsonl"), "{}{}").unwrap();
        let after = names();
        assert_eq!(before[0], after[0]);
        assert_ne!(before[1].1, after[1].1);
        assert!(place(&inner.join("absent")).check().is_err() && place(folder.path()).check().is_ok());
    }

    #[test]
    fn nothing_outside_of_the_folder_is_read_by_whatever_way() {
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for (at, name) in [(folder.path(), "a.json"), (elsewhere.path(), "secret.json")] {
            std::fs::write(at.join(name), "{}").unwrap();
        }
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("lien")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path().join("secret.json"), folder.path().join("b.json")).unwrap();
        let place = |path: PathBuf| Place { path, root: Some(folder.path().to_owned()) };
        let names = |path: &str| list(&place(folder.path().join(path))).unwrap().len();
        assert_eq!((names(""), names("a.json"), names("./a.json")), (1, 1, 1));
        let up = format!("../{}", elsewhere.path().file_name().unwrap().to_string_lossy());
        for outside in ["lien", "lien/../a.json", "lien/secret.json", "b.json", "..", &up, "absent"] {
            let refused = list(&place(folder.path().join(outside)));
            assert!(matches!(refused, Err(Error::Outside { .. })), "{outside}");
        }
        assert!(matches!(place(PathBuf::from("/etc/passwd")).check(), Err(Error::Outside { .. })));
    }
}
