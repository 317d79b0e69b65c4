//! Reports as files: the list of verdicts, the figures made of them and the definitions, in every form.
//!
//! A [`Report`] takes rows as they come and the figures at the end. `words` says figures and subjects in both languages,
//! `lines` lays figures out, `sheet` is the workbook, `document` the JSON form, `pdf` the tagged PDF. A report says when
//! it was observed and by which rules, and nothing in it depends on the moment of its making.
//!
//! Neighbours: `compliance` gives rows and figures, `i18n` the words; `service` reads the articles. No SQL in here.

mod columns;
mod document;
mod lines;
mod pdf;
mod sheet;
pub(crate) mod words;

use std::io::{self, Write};

use jiff::civil::Date;

use self::document::Document;
use self::sheet::Sheet;
use crate::compliance::indicators::FigureRecord;
use crate::compliance::report::Row;
use crate::compliance::subject::Subject;
use crate::compliance::table::{Format, ReportError, Writer};
use crate::domain::Lang;

pub use columns::ParquetWriter;
pub(crate) use lines::{Line, lines};

/// What a report is about, in a language.
#[must_use]
pub fn subject_name(subject: &Subject, lang: Lang) -> String {
    words::subject(subject, crate::i18n::Locale::of_lang(lang))
}

/// Rows that a PDF lists; the other forms have all of them.
pub const MOST_PDF_ROWS: usize = 1_000;

/// Form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The list of verdicts.
    List(Format),
    /// The figures.
    Figures(Format),
    /// All of it as one JSON object.
    Document,
    /// All of it as a workbook (ISO/IEC 29500, XLSX).
    Workbook,
    /// Figures, definitions and the head of the list as PDF/UA-1 (ISO 14289-1).
    Pdf,
}

impl Form {
    /// The forms with an address of their own, by the name of their file.
    pub const FILES: [(&'static str, Self); 7] = [
        ("liste.csv", Self::List(Format::Csv)),
        ("liste.jsonl", Self::List(Format::JsonLines)),
        ("chiffres.csv", Self::Figures(Format::Csv)),
        ("chiffres.jsonl", Self::Figures(Format::JsonLines)),
        ("rapport.json", Self::Document),
        ("rapport.xlsx", Self::Workbook),
        ("rapport.pdf", Self::Pdf),
    ];

    /// The form that a file name asks for.
    #[must_use]
    pub fn of_file_name(name: &str) -> Option<Self> {
        Self::FILES.into_iter().find(|(known, _)| *known == name).map(|(_, form)| form)
    }

    /// Media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::List(Format::Csv) | Self::Figures(Format::Csv) => "text/csv; charset=utf-8; header=present",
            Self::List(Format::JsonLines) | Self::Figures(Format::JsonLines) => "application/jsonl",
            Self::List(Format::Json) | Self::Figures(Format::Json) | Self::Document => "application/json",
            Self::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf => "application/pdf",
        }
    }

    /// Whether it is written while the articles are read; the others are written at the end.
    #[must_use]
    pub fn is_streamed(self) -> bool {
        !matches!(self, Self::Workbook | Self::Pdf)
    }
}

/// What a report says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What it is about.
    pub subject: Subject,
    /// Day as of which everything was judged.
    pub day: Date,
    /// Version of the rules.
    pub rules_version: String,
    /// Language of its words.
    pub lang: Lang,
    /// Name of the site.
    pub site: String,
    /// Absolute address of its page, where the whole list is.
    pub url: String,
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A row or figure could not be written.
    #[error(transparent)]
    Table(#[from] ReportError),
    /// The JSON form could not be written.
    #[error("cannot write the report as JSON")]
    Json(#[from] serde_json::Error),
    /// The workbook could not be made.
    #[error("cannot make the workbook")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The columns could not be written.
    #[error("cannot write the table as Parquet")]
    Parquet(#[source] Box<parquet::errors::ParquetError>),
    /// The PDF could not be made: {0}
    #[error("cannot make the PDF: {0}")]
    Pdf(String),
    /// The output failed.
    #[error("cannot write the report")]
    Output(#[from] io::Error),
}

/// A report on its way: rows as they come, figures at the end.
pub struct Report<W: Write + Send> {
    head: Head,
    inner: Inner<W>,
    rows: u64,
}

enum Inner<W: Write + Send> {
    List(Writer<W>),
    Figures(Writer<W>),
    Document(Document<W>),
    Workbook(Box<Sheet>, W),
    Pdf(Vec<Row>, W),
}

impl<W: Write + Send> Report<W> {
    /// Begins a report.
    ///
    /// # Errors
    /// When the output fails.
    pub fn new(form: Form, head: Head, out: W) -> Result<Self, Error> {
        let inner = match form {
            Form::List(format) => Inner::List(Writer::new::<Row>(format, out)?),
            Form::Figures(format) => Inner::Figures(Writer::new::<FigureRecord>(format, out)?),
            Form::Document => Inner::Document(Document::new(&head, out)?),
            Form::Workbook => Inner::Workbook(Box::new(Sheet::new(&head)?), out),
            Form::Pdf => Inner::Pdf(Vec::new(), out),
        };
        Ok(Self { head, inner, rows: 0 })
    }

    /// Whether it needs the figures at its end.
    #[must_use]
    pub fn needs_figures(form: Form) -> bool {
        !matches!(form, Form::List(_))
    }

    /// Adds a verdict.
    ///
    /// # Errors
    /// When the output fails.
    pub fn row(&mut self, row: Row) -> Result<(), Error> {
        self.rows += 1;
        match &mut self.inner {
            Inner::List(writer) => writer.write(&row)?,
            Inner::Document(document) => document.row(&row)?,
            Inner::Workbook(sheet, _) => sheet.row(&row)?,
            Inner::Pdf(rows, _) if rows.len() < MOST_PDF_ROWS => rows.push(row),
            Inner::Figures(_) | Inner::Pdf(..) => {}
        }
        Ok(())
    }

    /// Hands over what was written so far.
    ///
    /// # Errors
    /// When the output fails.
    pub fn flush(&mut self) -> Result<(), Error> {
        match &mut self.inner {
            Inner::List(writer) | Inner::Figures(writer) => Ok(writer.flush()?),
            _ => Ok(()),
        }
    }

    /// Ends the report with its figures.
    ///
    /// # Errors
    /// When the output fails, or a form cannot be made.
    pub fn finish(self, figures: &[FigureRecord]) -> Result<(), Error> {
        match self.inner {
            Inner::List(writer) => Ok(writer.finish()?),
            Inner::Figures(mut writer) => {
                figures.iter().try_for_each(|figure| writer.write(figure))?;
                Ok(writer.finish()?)
            }
            Inner::Document(document) => document.finish(figures),
            Inner::Workbook(sheet, out) => sheet.finish(figures, out),
            Inner::Pdf(rows, mut out) => {
                out.write_all(&pdf::write(&self.head, figures, &rows, self.rows)?)?;
                Ok(out.flush()?)
            }
        }
    }
}
