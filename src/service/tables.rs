//! The files of a data set while they are written: every form at once, a new piece before any of them grows too large.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Error, Result};
use crate::compliance::table::{Format, Record, Writer};
use crate::domain::dataset::{DataSet, TableForm};
use crate::reporting::ParquetWriter;

/// A file is ended behind this: Données Québec takes 50 MB.
const MOST_BYTES: u64 = 40_000_000;
/// Rows after which sizes are looked at.
const LOOK_EVERY: u64 = 1_000;

/// A file that is written.
pub(super) struct Written {
    pub(super) set: DataSet,
    pub(super) form: TableForm,
    pub(super) piece: u32,
    pub(super) file: std::fs::File,
    pub(super) records: u64,
}

/// A data set on its way.
pub(super) struct Table<R: Record> {
    set: DataSet,
    open: Option<Piece>,
    pieces: u32,
    done: Vec<Written>,
    most_bytes: u64,
    row: std::marker::PhantomData<fn(&R)>,
}

/// One piece in every form.
struct Piece {
    csv: Writer<Packed>,
    lines: Writer<Packed>,
    parquet: ParquetWriter<std::fs::File>,
    packed: [Packed; 2],
    files: [std::fs::File; 3],
    records: u64,
}

/// A compressed file that is written to from one place and ended from another.
#[derive(Clone)]
struct Packed(Arc<Mutex<GzEncoder<std::fs::File>>>);

impl Packed {
    fn new(file: std::fs::File) -> Self {
        Self(Arc::new(Mutex::new(GzEncoder::new(file, Compression::default()))))
    }

    fn end(&self) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).try_finish()
    }
}

impl Write for Packed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Piece {
    fn new<R: Record>() -> Result<Self> {
        let file = || tempfile::tempfile().map_err(output);
        let files = [file()?, file()?, file()?];
        let [csv, lines, parquet] = files.each_ref().map(std::fs::File::try_clone);
        let packed = [Packed::new(csv.map_err(output)?), Packed::new(lines.map_err(output)?)];
        let [csv, lines] = packed.clone();
        Ok(Self {
            csv: Writer::new::<R>(Format::Csv, csv).map_err(failed)?,
            lines: Writer::new::<R>(Format::JsonLines, lines).map_err(failed)?,
            parquet: ParquetWriter::new::<R>(parquet.map_err(output)?).map_err(failed)?,
            packed,
            files,
            records: 0,
        })
    }

    fn write<R: Record>(&mut self, row: &R) -> Result<()> {
        self.csv.write(row).map_err(failed)?;
        self.lines.write(row).map_err(failed)?;
        self.parquet.write(row).map_err(failed)?;
        self.records += 1;
        Ok(())
    }

    fn is_full(&self, most: u64) -> bool {
        let large = |file: &std::fs::File| file.metadata().is_ok_and(|file| file.len() >= most);
        self.records.is_multiple_of(LOOK_EVERY) && self.files.iter().any(large)
    }

    fn end(self) -> Result<([std::fs::File; 3], u64)> {
        self.csv.finish().map_err(failed)?;
        self.lines.finish().map_err(failed)?;
        self.parquet.finish().map_err(failed)?;
        self.packed.iter().try_for_each(Packed::end).map_err(output)?;
        Ok((self.files, self.records))
    }
}

impl<R: Record> Table<R> {
    /// Begins a data set: one without rows has its files too.
    pub(super) fn new(set: DataSet) -> Result<Self> {
        Self::with_most(set, MOST_BYTES)
    }

    fn with_most(set: DataSet, most_bytes: u64) -> Result<Self> {
        let open = Some(Piece::new::<R>()?);
        Ok(Self { set, open, pieces: 1, done: Vec::new(), most_bytes, row: std::marker::PhantomData })
    }

    /// Adds a row.
    pub(super) fn write(&mut self, row: &R) -> Result<()> {
        if self.open.as_ref().is_some_and(|piece| piece.is_full(self.most_bytes)) {
            self.end_piece()?;
            self.pieces += 1;
        }
        if self.open.is_none() {
            self.open = Some(Piece::new::<R>()?);
        }
        self.open.as_mut().map_or(Ok(()), |piece| piece.write(row))
    }

    fn end_piece(&mut self) -> Result<()> {
        let Some(piece) = self.open.take() else { return Ok(()) };
        let (files, records) = piece.end()?;
        let (set, number) = (self.set, self.pieces);
        let written = files.into_iter().zip(TableForm::ALL);
        self.done.extend(written.map(|(file, form)| Written { set, form, piece: number, file, records }));
        Ok(())
    }

    /// Ends the data set; gives its files.
    pub(super) fn finish(mut self) -> Result<Vec<Written>> {
        self.end_piece()?;
        Ok(self.done)
    }
}

fn failed(error: impl Into<crate::reporting::Error>) -> Error {
    Error::internal("the open data cannot be written", error.into())
}

fn output(error: io::Error) -> Error {
    Error::internal("the open data cannot be written", error)
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    #[derive(Serialize)]
    struct Row {
        title: String,
    }

    impl Record for Row {
        const COLUMNS: &'static [&'static str] = &["title"];

        fn cells(&self) -> Vec<String> {
            vec![self.title.clone()]
        }
    }

    #[test]
    fn a_large_set_is_cut_into_pieces_that_hold_every_row_once() {
        let mut table = Table::<Row>::with_most(DataSet::Links, 20_000).unwrap();
        for number in 0..12_000_u64 {
            // Digits that do not compress well.
            table.write(&Row { title: format!("{:x}", number.wrapping_mul(0x9E37_79B9_7F4A_7C15)) }).unwrap();
        }
        let files = table.finish().unwrap();
        let pieces = files.iter().map(|file| file.piece).max().unwrap();
        assert!(pieces > 2 && files.len() == usize::try_from(pieces).unwrap() * 3);
        for form in TableForm::ALL {
            let rows: u64 = files.iter().filter(|file| file.form == form).map(|file| file.records).sum();
            assert_eq!(rows, 12_000);
        }
    }
}
