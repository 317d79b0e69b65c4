//! Rows as a file, written one at a time: CSV, a JSON array or JSON lines.

use std::io::{self, Write};
use std::str::FromStr;

use serde::Serialize;

/// A row of a file.
pub trait Record: Serialize {
    /// Column names of the CSV form, in the order of the cells; the keys of the JSON form are the same.
    const COLUMNS: &'static [&'static str];

    /// The cells of the CSV form.
    fn cells(&self) -> Vec<String>;
}

/// Form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values with a header line (RFC 4180), UTF-8.
    Csv,
    /// A JSON array (RFC 8259) with one object a line.
    Json,
    /// One JSON object a line and nothing else (JSON Lines).
    JsonLines,
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// Another form was asked for.
    #[error("no such report format: {0:?}; choose csv, json or jsonl")]
    UnknownFormat(String),
    /// A row of CSV could not be written.
    #[error("cannot write the report as CSV")]
    Csv(#[source] csv::Error),
    /// A row of JSON could not be written.
    #[error("cannot write the report as JSON")]
    Json(#[source] serde_json::Error),
    /// The output failed.
    #[error("cannot write the report")]
    Output(#[source] io::Error),
}

impl FromStr for Format {
    type Err = ReportError;

    fn from_str(text: &str) -> Result<Self, ReportError> {
        match text.trim().to_ascii_lowercase().as_str() {
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            "jsonl" => Ok(Self::JsonLines),
            _ => Err(ReportError::UnknownFormat(text.to_owned())),
        }
    }
}

/// Writes rows as they come; nothing is kept. [`Writer::finish`] ends the file.
pub struct Writer<W: Write>(Form<W>);

enum Form<W: Write> {
    Csv(Box<csv::Writer<W>>),
    Json { output: W, rows: u64 },
    Lines(W),
}

impl<W: Write> Writer<W> {
    /// Begins a report: an empty one is a sound file too.
    ///
    /// # Errors
    /// When the output fails.
    pub fn new<R: Record>(format: Format, mut output: W) -> Result<Self, ReportError> {
        match format {
            Format::Csv => {
                let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(output);
                writer.write_record(R::COLUMNS).map_err(ReportError::Csv)?;
                Ok(Self(Form::Csv(Box::new(writer))))
            }
            Format::Json => {
                output.write_all(b"[").map_err(ReportError::Output)?;
                Ok(Self(Form::Json { output, rows: 0 }))
            }
            Format::JsonLines => Ok(Self(Form::Lines(output))),
        }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When the output fails.
    pub fn write<R: Record>(&mut self, row: &R) -> Result<(), ReportError> {
        match &mut self.0 {
            Form::Csv(writer) => writer.write_record(row.cells()).map_err(ReportError::Csv),
            Form::Json { output, rows } => {
                let separator: &[u8] = if *rows == 0 { b"\n" } else { b",\n" };
                output.write_all(separator).map_err(ReportError::Output)?;
                *rows += 1;
                serde_json::to_writer(output, row).map_err(ReportError::Json)
            }
            Form::Lines(output) => {
                serde_json::to_writer(&mut *output, row).map_err(ReportError::Json)?;
                output.write_all(b"\n").map_err(ReportError::Output)
            }
        }
    }

    /// Hands over what was written so far.
    ///
    /// # Errors
    /// When the output fails.
    pub fn flush(&mut self) -> Result<(), ReportError> {
        match &mut self.0 {
            Form::Csv(writer) => writer.flush(),
            Form::Json { output, .. } | Form::Lines(output) => output.flush(),
        }
        .map_err(ReportError::Output)
    }

    /// Ends the report.
    ///
    /// # Errors
    /// When the output fails.
    pub fn finish(self) -> Result<(), ReportError> {
        match self.0 {
            Form::Csv(mut writer) => writer.flush().map_err(ReportError::Output),
            Form::Json { mut output, .. } => {
                output.write_all(b"\n]\n").and_then(|()| output.flush()).map_err(ReportError::Output)
            }
            Form::Lines(mut output) => output.flush().map_err(ReportError::Output),
        }
    }
}
