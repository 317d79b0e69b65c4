//! Opening ZIP archives that strangers send: the list of their entries is built whole before it can be counted, and takes
//! many times the memory of its bytes, so that it is read through a meter.

use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use zip::ZipArchive;

/// Bytes of the list that are read for each entry that an archive may have.
const BYTES_AN_ENTRY: u64 = 4_000;

/// Why an archive cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveError {
    /// It is none, or damaged.
    Broken,
    /// It has more entries than are taken.
    TooMany,
}

/// Bytes of which no more than so many are given, until the meter is lifted.
#[derive(Debug)]
pub struct Metered<R> {
    inner: R,
    left: Arc<AtomicU64>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(std::io::Error::other("too many entries"));
        }
        let read = self.inner.read(buffer)?;
        self.left.store(left.saturating_sub(u64::try_from(read).unwrap_or(u64::MAX)), Ordering::Relaxed);
        Ok(read)
    }
}

impl<R: Seek> Seek for Metered<R> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(to)
    }
}

/// Opens an archive of at most so many entries.
///
/// # Errors
/// When it is broken or has more.
pub fn open_archive<R: Read + Seek>(inner: R, most_entries: u32) -> Result<ZipArchive<Metered<R>>, ArchiveError> {
    let left = Arc::new(AtomicU64::new(BYTES_AN_ENTRY * u64::from(most_entries)));
    let opened = ZipArchive::new(Metered { inner, left: left.clone() });
    let is_spent = left.swap(u64::MAX, Ordering::Relaxed) == 0;
    let archive = opened.map_err(|_| if is_spent { ArchiveError::TooMany } else { ArchiveError::Broken })?;
    let is_short = u32::try_from(archive.len()).is_ok_and(|entries| entries <= most_entries);
    if is_short { Ok(archive) } else { Err(ArchiveError::TooMany) }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(entries: u32) -> Cursor<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for number in 0..entries {
            writer.start_file(format!("{number}.csv"), SimpleFileOptions::default()).unwrap();
            writer.write_all(b"title\n").unwrap();
        }
        writer.finish().unwrap()
    }

    #[test]
    fn an_archive_of_more_entries_is_refused_before_they_are_all_listed() {
        assert_eq!(open_archive(archive(3), 3).map(|archive| archive.len()), Ok(3));
        assert_eq!(open_archive(archive(4), 3).err(), Some(ArchiveError::TooMany));
        assert_eq!(open_archive(archive(2_000), 3).err(), Some(ArchiveError::TooMany));
        assert_eq!(open_archive(Cursor::new(b"PK\x03\x04".to_vec()), 3).err(), Some(ArchiveError::Broken));
    }

    #[test]
    fn what_an_archive_holds_is_read_without_the_meter() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file("large.csv", stored).unwrap();
        writer.write_all(&vec![b'x'; 50_000]).unwrap();
        let mut opened = open_archive(writer.finish().unwrap(), 2).unwrap();
        let mut bytes = Vec::new();
        opened.by_index(0).unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes.len(), 50_000);
    }
}
