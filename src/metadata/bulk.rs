//! Lists of descriptions of any form that `parvis import` takes: tables, BibTeX, RIS, CSL-JSON, and JATS files.

use super::encoding::without_bom;
use super::reader::record::{Listed, PasteError, language_told, read_list};
use super::sidecar::{Table, TableRow, decode};
use super::{SidecarError, read_jats};
use crate::domain::article::MediaType;
use crate::domain::import::{FaultCode, RowFault};
use crate::domain::{ArticleId, Metadata};

/// Bytes of a file in which its type shows.
const HEAD_BYTES: usize = 2_048;
/// Rows that one list may have.
pub const MOST_ROWS: usize = 20_000;

/// A row of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkRow {
    /// The line that it begins at, from 1, where lines count.
    pub line: Option<u64>,
    /// What it says, or what is wrong with it.
    pub read: Result<BulkRecord, RowFault>,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkRecord {
    /// The description.
    pub metadata: Metadata,
    /// The file that goes with it, by name.
    pub file: Option<String>,
    /// The article that it is another version of.
    pub version_of: Option<ArticleId>,
    /// Whether the list itself is the file: a JATS document.
    pub is_own_file: bool,
}

/// Why a list cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    /// It holds nothing.
    #[error("the file holds no record")]
    Empty,
    /// None of the forms that are read.
    #[error("neither a table nor BibTeX, RIS, CSL-JSON or JATS")]
    Unknown,
    /// One of them, but broken as a whole.
    #[error("the {0} cannot be read")]
    Broken(&'static str),
    /// More rows than are taken at once.
    #[error("more than {MOST_ROWS} rows: split the file")]
    TooMany,
    /// The header of a table is wrong.
    #[error("the table cannot be used")]
    Table(#[source] SidecarError),
}

/// Reads a list, whatever its form. A fault of one row leaves the others readable.
///
/// # Errors
/// When the list cannot be used at all.
pub fn read_bulk(name: &str, bytes: &[u8]) -> Result<Vec<BulkRow>, BulkError> {
    let head = bytes.get(..bytes.len().min(HEAD_BYTES)).unwrap_or_default();
    match MediaType::sniff(head) {
        Some(MediaType::Jats) => return Ok(vec![jats_row(bytes)]),
        Some(MediaType::Pdf) => return Err(BulkError::Unknown),
        None => {}
    }
    let text = decode(bytes);
    if text.trim().is_empty() {
        return Err(BulkError::Empty);
    }
    let rows = match read_list(&text) {
        _ if is_table(name) => table_rows(bytes)?,
        Ok(listed) => listed.into_iter().map(listed_row).collect(),
        Err(PasteError::Broken(form)) => return Err(BulkError::Broken(form)),
        Err(_) => table_rows(bytes)?,
    };
    match rows.len() {
        0 => Err(BulkError::Empty),
        more if more > MOST_ROWS => Err(BulkError::TooMany),
        _ => Ok(rows),
    }
}

fn is_table(name: &str) -> bool {
    let end = name.rsplit('.').next().unwrap_or_default();
    ["csv", "tsv"].iter().any(|known| end.eq_ignore_ascii_case(known))
}

fn jats_row(bytes: &[u8]) -> BulkRow {
    let read = read_jats(without_bom(bytes)).map_err(|_| RowFault::of(FaultCode::Record));
    let record = |(metadata, _)| BulkRecord { metadata, file: None, version_of: None, is_own_file: true };
    BulkRow { line: None, read: read.map(record) }
}

fn table_rows(bytes: &[u8]) -> Result<Vec<BulkRow>, BulkError> {
    let table = Table::open(bytes).map_err(BulkError::Table)?;
    // One more than allowed tells that there are too many.
    Ok(table.take(MOST_ROWS + 1).map(table_row).collect())
}

fn table_row(row: TableRow) -> BulkRow {
    let read = row.read.map(|read| BulkRecord {
        metadata: language_told(read.metadata),
        file: read.file,
        version_of: read.version_of,
        is_own_file: false,
    });
    BulkRow { line: Some(row.line), read: read.map_err(|error| table_fault(&error)) }
}

fn table_fault(error: &SidecarError) -> RowFault {
    match error {
        SidecarError::Cell { column, value, .. } => RowFault::at(FaultCode::Cell, column, value),
        _ => RowFault::of(FaultCode::Line),
    }
}

fn listed_row(listed: Listed) -> BulkRow {
    let fault = |error| match error {
        PasteError::Empty => FaultCode::Title,
        PasteError::Unknown | PasteError::Broken(_) => FaultCode::Record,
    };
    let record = |metadata| BulkRecord { metadata, file: None, version_of: None, is_own_file: false };
    BulkRow { line: listed.line, read: listed.read.map(record).map_err(|error| RowFault::of(fault(error))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;

    fn rows(name: &str, bytes: &[u8]) -> Vec<BulkRow> {
        read_bulk(name, bytes).unwrap()
    }

    #[test]
    fn a_table_is_read_with_its_columns_in_french_or_english_and_any_encoding() {
        let french = b"Titre;Langue;Auteurs;Ann\xE9e;R\xE9sum\xE9_fr;Fichier;Version de;Type;Acc\xE8s\r\n\
            \"L'\xE9t\xE9 au lac\";fr;Roy, L\xE9a;2024;\"Deux\r\nlignes\";lac.pdf;/articles/7;journal_article;open\r\n";
        let row = rows("liste.csv", french).remove(0);
        let record = row.read.unwrap();
        assert_eq!(
            (row.line, record.file.as_deref(), record.version_of),
            (Some(2), Some("lac.pdf"), Some(ArticleId(7)))
        );
        let metadata = record.metadata;
        assert_eq!((metadata.titles[0].text.as_str(), metadata.titles[0].lang), ("L'été au lac", Lang::FR));
        assert_eq!((metadata.year(), metadata.abstracts[0].text.as_str()), (Some(2024), "Deux\nlignes"));
        let english = "\u{feff}title\tyear\nIce on the lake in winter and in spring\t2023\n";
        assert_eq!(rows("list.txt", english.as_bytes())[0].read.as_ref().unwrap().metadata.year(), Some(2023));
    }

    #[test]
    fn faults_of_rows_are_told_with_their_line_and_column_and_the_others_go_on() {
        let table = "title,doi\nGlace,10.5555/a\nNeige,pas un doi\nGrêle\nPluie,\n";
        let all = rows("liste.csv", table.as_bytes());
        assert_eq!(all.len(), 4);
        assert_eq!(all[1].read, Err(RowFault::at(FaultCode::Cell, "doi", "pas un doi")));
        assert_eq!((all[2].line, all[2].read.clone()), (Some(4), Err(RowFault::of(FaultCode::Line))));
        assert!(all[3].read.is_ok());
    }

    #[test]
    fn what_is_no_list_is_told() {
        assert!(matches!(read_bulk("a.csv", b" \r\n "), Err(BulkError::Empty)));
        assert!(matches!(read_bulk("a.csv", b"title\n"), Err(BulkError::Empty)));
        assert!(matches!(read_bulk("a.pdf", b"%PDF-1.7 ..."), Err(BulkError::Unknown)));
        assert!(matches!(read_bulk("a.json", b"[{"), Err(BulkError::Broken("CSL-JSON"))));
        assert!(matches!(read_bulk("a.csv", b"titel\nx\n"), Err(BulkError::Table(_))));
        let many = format!("title\n{}", "Glace\n".repeat(MOST_ROWS + 1));
        assert!(matches!(read_bulk("a.csv", many.as_bytes()), Err(BulkError::TooMany)));
    }

    #[test]
    fn a_quote_that_never_ends_and_bytes_of_no_text_are_rows_with_faults_or_none() {
        for bytes in [
            &b"title,doi\n\"never ends,10.5555/a\nx,y\n"[..],
            b"title\n\x00\x01\xff\xfe\n",
            b"\x00\x00\x00",
            b"\xff\xfe\x00\xd8",
        ] {
            let _read_or_refused = read_bulk("a.csv", bytes);
        }
        let all = rows("a.csv", b"title,doi\n\"never ends,10.5555/a\nx,y\n");
        assert_eq!(all[0].read, Err(RowFault::of(FaultCode::Line)));
    }
}
