//! Rows as Apache Parquet: columns typed by their names, gathered a group of rows at a time.

use std::io::Write;
use std::sync::Arc;

use jiff::civil::{Date, date};
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::Error;
use crate::compliance::table::Record;
use crate::domain::dataset::ColumnKind;

/// Rows of a group: some megabytes in memory.
const GROUP: usize = 10_000;
/// Day from which Parquet counts days (Parquet logical types, DATE).
const EPOCH: Date = date(1970, 1, 1);

/// Writes rows as Parquet.
pub struct ParquetWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    kinds: Vec<ColumnKind>,
    /// The cells of each column that wait for their group.
    waiting: Vec<Vec<String>>,
}

impl<W: Write + Send> ParquetWriter<W> {
    /// Begins a file: one without rows is sound too.
    ///
    /// # Errors
    /// When the output fails.
    pub fn new<R: Record>(out: W) -> Result<Self, Error> {
        let kinds: Vec<ColumnKind> = R::COLUMNS.iter().map(|column| ColumnKind::of(column)).collect();
        let columns = R::COLUMNS.iter().zip(&kinds).map(|(column, kind)| format!("OPTIONAL {};", typed(column, *kind)));
        let schema = format!("message rows {{ {} }}", columns.collect::<Vec<_>>().join(" "));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(parquet::basic::ZstdLevel::default()))
            .set_created_by("Parvis".to_owned())
            .build();
        let schema = Arc::new(parse_message_type(&schema).map_err(failed)?);
        let file = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(failed)?;
        let waiting = kinds.iter().map(|_| Vec::new()).collect();
        Ok(Self { file, kinds, waiting })
    }

    /// Adds a row; an empty cell is no value.
    ///
    /// # Errors
    /// When the output fails.
    pub fn write<R: Record>(&mut self, row: &R) -> Result<(), Error> {
        for (column, cell) in self.waiting.iter_mut().zip(row.cells()) {
            column.push(cell);
        }
        if self.waiting.first().is_some_and(|column| column.len() >= GROUP) { self.write_group() } else { Ok(()) }
    }

    fn write_group(&mut self) -> Result<(), Error> {
        if self.waiting.first().is_none_or(Vec::is_empty) {
            return Ok(());
        }
        let mut group = self.file.next_row_group().map_err(failed)?;
        for (kind, cells) in self.kinds.iter().zip(&mut self.waiting) {
            let Some(mut column) = group.next_column().map_err(failed)? else { break };
            write_column(column.untyped(), *kind, cells).map_err(failed)?;
            column.close().map_err(failed)?;
            cells.clear();
        }
        group.close().map_err(failed)?;
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When the output fails.
    pub fn finish(mut self) -> Result<(), Error> {
        self.write_group()?;
        self.file.close().map_err(failed)?;
        Ok(())
    }
}

fn typed(column: &str, kind: ColumnKind) -> String {
    match kind {
        ColumnKind::Text => format!("BYTE_ARRAY {column} (STRING)"),
        ColumnKind::Integer => format!("INT64 {column}"),
        ColumnKind::Boolean => format!("BOOLEAN {column}"),
        ColumnKind::Date => format!("INT32 {column} (DATE)"),
        ColumnKind::Year => format!("INT32 {column}"),
    }
}

/// Writes the cells of a column; what is no value of its kind is left out.
fn write_column(column: &mut ColumnWriter<'_>, kind: ColumnKind, cells: &[String]) -> Result<(), ParquetError> {
    match column {
        ColumnWriter::BoolColumnWriter(column) => {
            let (levels, values) = split(cells, |cell| cell.parse::<bool>().ok());
            column.write_batch(&values, Some(&levels), None)?;
        }
        ColumnWriter::Int32ColumnWriter(column) => {
            let read = |cell: &str| if kind == ColumnKind::Date { days(cell) } else { cell.parse().ok() };
            let (levels, values) = split(cells, read);
            column.write_batch(&values, Some(&levels), None)?;
        }
        ColumnWriter::Int64ColumnWriter(column) => {
            let (levels, values) = split(cells, |cell| cell.parse::<i64>().ok());
            column.write_batch(&values, Some(&levels), None)?;
        }
        ColumnWriter::ByteArrayColumnWriter(column) => {
            let (levels, values) = split(cells, |cell| (!cell.is_empty()).then(|| ByteArray::from(cell)));
            column.write_batch(&values, Some(&levels), None)?;
        }
        _ => {}
    }
    Ok(())
}

/// For each cell whether it has a value, and the values there are (Parquet, definition levels).
fn split<T>(cells: &[String], read: impl Fn(&str) -> Option<T>) -> (Vec<i16>, Vec<T>) {
    let read: Vec<Option<T>> = cells.iter().map(|cell| read(cell)).collect();
    let levels = read.iter().map(|value| i16::from(value.is_some())).collect();
    (levels, read.into_iter().flatten().collect())
}

fn days(cell: &str) -> Option<i32> {
    let day: Date = cell.parse().ok()?;
    Some(day.since(EPOCH).ok()?.get_days())
}

fn failed(error: ParquetError) -> Error {
    Error::Parquet(Box::new(error))
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use serde::Serialize;

    use super::*;

    #[derive(Serialize)]
    struct Row(i64);

    impl Record for Row {
        const COLUMNS: &'static [&'static str] = &["article_id", "title", "open", "due_on", "year"];

        fn cells(&self) -> Vec<String> {
            let title = if self.0 % 2 == 0 { String::new() } else { format!("Été {}", self.0) };
            vec![self.0.to_string(), title, "true".into(), "2024-02-29".into(), "2024".into()]
        }
    }

    fn written(rows: i64) -> SerializedFileReader<bytes::Bytes> {
        let mut bytes = Vec::new();
        let mut writer = ParquetWriter::new::<Row>(&mut bytes).unwrap();
        (0..rows).for_each(|number| writer.write(&Row(number)).unwrap());
        writer.finish().unwrap();
        SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap()
    }

    #[test]
    fn rows_come_back_as_they_were_with_their_types() {
        let file = written(3);
        let rows: Vec<String> = file.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        assert_eq!(rows[1], "{article_id: 1, title: \"Été 1\", open: true, due_on: 2024-02-29, year: 2024}");
        assert!(rows[0].contains("title: null"), "{rows:?}");
    }

    #[test]
    fn many_rows_make_several_groups_and_none_a_sound_file() {
        assert_eq!(written(25_000).metadata().num_row_groups(), 3);
        assert_eq!(written(25_000).metadata().file_metadata().num_rows(), 25_000);
        assert_eq!(written(0).metadata().file_metadata().num_rows(), 0);
    }
}
