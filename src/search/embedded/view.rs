//! What readers see of the index, and how much of its files counts as memory of this process.
//!
//! The files of the index are mapped, and the system counts every page of them that was once read as memory of this process,
//! though it takes them back whenever it needs them. On a site of 100,000 articles that comes to a gigabyte in minutes, and who
//! looks at the machine takes it for what the program needs. So the files are mapped anew from time to time: what is read again
//! is still in the cache of the system.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

use tantivy::index::SegmentId;
use tantivy::{Index, IndexReader, Opstamp, Searcher};

use super::tokens;

/// Most of mapped files that counts as memory of this process, in kibibytes; a part of it is the program itself.
const MOST_MAPPED_KIB: u64 = 256 << 10;
/// Uses of the index between two looks at it.
const USES_BETWEEN_LOOKS: u32 = 8;
/// Blocks of stored pages that are kept unpacked for each segment, some 30 kB each. Passages of one answer lie in few of
/// them; more are held beside a crowd of robots, who ask for each list once, and help nobody (`tests/bench/crowd`).
const KEPT_BLOCKS: usize = 8;

/// The reader in use.
pub(super) struct View {
    reader: RwLock<IndexReader>,
    /// Held while the reader is brought up to date or another takes its place.
    changing: Mutex<()>,
    /// What stayed mapped for others when the last one did, in kibibytes, or less.
    of_others_kib: AtomicU64,
    /// The segments that were seen last, with what is deleted of them, and how often there were others before.
    seen: Mutex<(BTreeMap<SegmentId, Option<Opstamp>>, u64)>,
    /// The folder of an index on disk.
    folder: Option<PathBuf>,
    uses: AtomicU32,
}

impl View {
    /// A view of an index, whose files are in a folder.
    pub(super) fn new(index: &Index, folder: Option<PathBuf>) -> tantivy::Result<Self> {
        let reader = match &folder {
            Some(folder) => open(folder)?,
            None => reader(index)?,
        };
        let (changing, of_others_kib, seen) = (Mutex::default(), AtomicU64::default(), Mutex::default());
        Ok(Self { reader: RwLock::new(reader), changing, of_others_kib, seen, folder, uses: AtomicU32::new(1) })
    }

    /// The index as it is now.
    pub(super) fn searcher(&self) -> Searcher {
        let is_time = self.uses.fetch_add(1, Ordering::Relaxed).is_multiple_of(USES_BETWEEN_LOOKS);
        if let Some(folder) = self.folder.as_deref().filter(|_| is_time)
            && let Some(mapped) = mapped_kib().filter(|mapped| self.is_too_much(*mapped))
        {
            self.of_others_kib.store(mapped, Ordering::Relaxed);
            if let Err(error) = self.map_anew(folder) {
                tracing::warn!(%error, "the files of the search index stay mapped");
            }
        }
        self.reader().searcher()
    }

    /// Whether opening the files again would let go of much. While segments are merged the writer maps them as well, and a
    /// search that is under way keeps what it uses: what was there after the last time is theirs, until it is gone.
    fn is_too_much(&self, mapped_kib: u64) -> bool {
        let of_others = self.of_others_kib.fetch_min(mapped_kib, Ordering::Relaxed).min(mapped_kib);
        mapped_kib > MOST_MAPPED_KIB.max(of_others + MOST_MAPPED_KIB / 2)
    }

    fn reader(&self) -> IndexReader {
        self.reader.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A number that changes with what readers see, and not where it is only opened again.
    pub(super) fn generation(&self) -> u64 {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let searcher = self.reader().searcher();
        let segments = searcher.generation().segments();
        if seen.0 != *segments {
            *seen = (segments.clone(), seen.1 + 1);
        }
        seen.1
    }

    /// Shows what was committed.
    pub(super) fn reload(&self) -> tantivy::Result<()> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        self.reader().reload()
    }

    /// Lets go of what is mapped, once the searches that use it are over. Somebody who does so already is enough.
    fn map_anew(&self, folder: &Path) -> tantivy::Result<()> {
        let Ok(_changing) = self.changing.try_lock() else { return Ok(()) };
        let reader = open(folder)?;
        let let_go = std::mem::replace(&mut *self.reader.write().unwrap_or_else(PoisonError::into_inner), reader);
        // Nobody waits while the system takes the pages back.
        drop(let_go);
        Ok(())
    }
}

/// A reader with mappings of its own.
fn open(folder: &Path) -> tantivy::Result<IndexReader> {
    let index = Index::open_in_dir(folder)?;
    index.tokenizers().register(tokens::ANALYSIS, tokens::analyzer());
    reader(&index)
}

fn reader(index: &Index) -> tantivy::Result<IndexReader> {
    index.reader_builder().doc_store_cache_num_blocks(KEPT_BLOCKS).try_into()
}

/// Pages of mapped files that count as memory of this process, in kibibytes; `None` where the system does not tell.
fn mapped_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssFile:"))?;
    line.trim().split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use tantivy::{IndexWriter, TantivyDocument, doc};
    use tempfile::TempDir;

    use super::super::schema::{self, Fields};
    use super::*;

    fn index() -> (TempDir, Fields, View, IndexWriter) {
        let folder = tempfile::tempdir().unwrap();
        let (schema, fields) = schema::build();
        let index = Index::create_in_dir(folder.path(), schema).unwrap();
        index.tokenizers().register(tokens::ANALYSIS, tokens::analyzer());
        let view = View::new(&index, Some(folder.path().to_owned())).unwrap();
        (folder, fields, view, index.writer_with_num_threads(1, 15_000_000).unwrap())
    }

    #[test]
    fn what_readers_see_and_its_number_stay_when_files_are_mapped_anew() {
        let (folder, fields, view, mut writer) = index();
        let mut number = view.generation();
        for count in 1..4 {
            writer.add_document(doc!(fields.article => 7_i64)).unwrap();
            writer.commit().unwrap();
            view.reload().unwrap();
            assert_eq!(view.searcher().num_docs(), count);
            assert!(view.generation() > number, "a commit shows");
            number = view.generation();
            view.map_anew(folder.path()).unwrap();
            view.map_anew(folder.path()).unwrap();
            assert_eq!((view.searcher().num_docs(), view.generation()), (count, number));
        }
        writer.add_document(doc!(fields.article => 8_i64)).unwrap();
        writer.commit().unwrap();
        view.map_anew(folder.path()).unwrap();
        assert_eq!(view.searcher().num_docs(), 4, "what was committed meanwhile shows as well");
        assert!(view.generation() > number);
    }

    #[test]
    fn a_search_that_is_under_way_keeps_what_it_sees() {
        let (folder, fields, view, mut writer) = index();
        writer.add_document(doc!(fields.article => 7_i64)).unwrap();
        writer.commit().unwrap();
        view.reload().unwrap();
        let under_way = view.searcher();
        writer.delete_all_documents().unwrap();
        writer.commit().unwrap();
        view.map_anew(folder.path()).unwrap();
        assert_eq!((under_way.num_docs(), view.searcher().num_docs()), (1, 0));
        assert!(under_way.doc::<TantivyDocument>(tantivy::DocAddress::new(0, 0)).is_ok());
    }

    #[test]
    fn what_others_map_is_no_reason_to_open_the_files_again_and_again() {
        let (_folder, _, view, _writer) = index();
        assert!(!view.is_too_much(MOST_MAPPED_KIB));
        assert!(view.is_too_much(MOST_MAPPED_KIB + 1));
        view.of_others_kib.store(4 * MOST_MAPPED_KIB, Ordering::Relaxed);
        assert!(!view.is_too_much(4 * MOST_MAPPED_KIB), "a merge maps as much as before");
        assert!(view.is_too_much(5 * MOST_MAPPED_KIB), "much has come");
        assert!(!view.is_too_much(MOST_MAPPED_KIB / 4), "the merge is over");
        assert!(view.is_too_much(2 * MOST_MAPPED_KIB));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn mapped_files_are_counted() {
        assert!(mapped_kib().unwrap() > 100);
    }
}
